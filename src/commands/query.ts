// `ecr-gate query`: which recorded events does a filter match?

import { type Diagnostic, renderDiagnostics } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { asideOf, isRecord } from '../events/cloudtrail.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { onOneLine } from '../jsontext.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import { showValue } from '../rules/show.ts'
import type { World } from '../run/world.ts'
import { rewriteWithoutSecrets } from '../secret.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { type RecordedEvent, readEvents, startReading } from '../sources/records.ts'
import { startStrangers } from '../sources/tally.ts'
import { readFilter } from './filter.ts'

const ABSENT = '(absent)'

export async function runQuery({ operands, count, countBy }: SettingsOf<'query'>, world: World): Promise<number> {
  const [text = '', ...paths] = operands
  const plan = readFilter(text, world)
  const field = countBy === undefined ? undefined : parsePath(countBy)
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${printable(countBy)}" [usage]\n`)
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2

  let matched = 0
  let records = 0
  const strangers = startStrangers()
  const counts = new Map<string, number>()
  const { reading, diagnostics } = startReading(world, diagnostic => world.tell(renderDiagnostics([diagnostic])))
  for await (const batch of readEvents(paths, reading)) {
    const matches = batch.filter(({ event }) => plan.matches(event))
    matched += matches.length
    records += batch.length
    // Whoever asks for what an envelope holds has understood it.
    for (const { event } of batch) if (!isRecord(event) && asideOf(event) === undefined && !plan.matches(event)) strangers.see(event)
    if (field !== undefined) {
      for (const { event } of matches) {
        const values = valuesOf(event, field, VOCABULARY).map(value => showValue(field.segments, value))
        for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    } else if (!count && matches.length > 0) await world.print(matches.map(toLine).join(''))
  }
  if (field !== undefined) await world.print(formatCounts(counts))
  else if (count) await world.print(`${matched}\n`)
  const told = strangers.problems(records).map(({ message, help }): Diagnostic => {
    const level = help === undefined ? 'warning' : 'error'
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  })
  world.tell(renderDiagnostics(told))
  return [...diagnostics, ...told].some(({ level }) => level === 'error') ? 2 : 0
}

function formatCounts(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return rows.map(([value, count]) => `${printable(value)}\t${count}\n`).join('')
}

// An event as it was recorded, with three exceptions: an event with secrets is rewritten without them, one that spans lines loses
// the spaces between its tokens, and characters that a terminal obeys become JSON's own escapes, which changes no value.
function toLine({ text }: RecordedEvent): string {
  return `${printableJson(rewriteWithoutSecrets(text) ?? onOneLine(text))}\n`
}
