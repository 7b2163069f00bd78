// `ecr-gate query`: which recorded events does a filter match?

import { type Diagnostic, renderDiagnostics, type Tell } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { asideOf, isRecord } from '../events/cloudtrail.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import type { Fields } from '../json.ts'
import { onOneLine } from '../jsontext.ts'
import type { Path } from '../language/ast.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import { compareText } from '../order.ts'
import { showValue } from '../rules/show.ts'
import type { World } from '../run/world.ts'
import { rewriteWithoutSecrets } from '../secret.ts'
import type { SettingsOf } from '../settings/commands.ts'
import { recordedEvents } from '../sources/records.ts'
import type { RecordedEvent, See } from '../sources/source.ts'
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
  const lines: string[] = []
  const see: See = recorded => {
    const { event } = recorded
    records++
    if (plan.matches(event)) {
      matched++
      if (field !== undefined) countValues(counts, event, field)
      else if (!count) lines.push(toLine(recorded))
      // Whoever asks for what an envelope holds has understood it.
    } else if (!isRecord(event) && asideOf(event) === undefined) strangers.see(event)
    return undefined
  }
  const drain = async (): Promise<void> => {
    if (lines.length > 0) await world.print(lines.splice(0).join(''))
  }
  const tell: Tell = diagnostic => world.tell(renderDiagnostics([diagnostic]))
  let isWhole = true
  for (const path of paths) {
    const { diagnostics } = await recordedEvents(path, world, tell).read(see, { signal: world.signal, drain })
    if (diagnostics.some(isError)) isWhole = false
  }
  if (field !== undefined) await world.print(formatCounts(counts))
  else if (count) await world.print(`${matched}\n`)
  const told = strangers.problems(records).map(({ message, help }): Diagnostic => {
    const level = help === undefined ? 'warning' : 'error'
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  })
  world.tell(renderDiagnostics(told))
  return isWhole && !told.some(isError) ? 0 : 2
}

function isError({ level }: Diagnostic): boolean {
  return level === 'error'
}

function countValues(counts: Map<string, number>, event: Fields, field: Path): void {
  const values = valuesOf(event, field, VOCABULARY).map(value => showValue(field.segments, value))
  for (const value of values.length === 0 ? [ABSENT] : values) counts.set(value, (counts.get(value) ?? 0) + 1)
}

function formatCounts(counts: ReadonlyMap<string, number>): string {
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b))
  return rows.map(([value, count]) => `${printable(value)}\t${count}\n`).join('')
}

// An event as it was recorded, with three exceptions: an event with secrets is rewritten without them, one that spans lines loses
// the spaces between its tokens, and characters that a terminal obeys become JSON's own escapes, which changes no value.
function toLine({ text }: RecordedEvent): string {
  return `${printableJson(rewriteWithoutSecrets(text) ?? onOneLine(text))}\n`
}
