// `ecr-gate query`: which recorded events, and which findings, does a filter match?

import { type Diagnostic, renderDiagnostics, type Tell } from '../diagnostic.ts'
import { printable, printableJson } from '../escape.ts'
import { asideOf, isRecord } from '../events/cloudtrail.ts'
import { VOCABULARY } from '../events/vocabulary.ts'
import { toFindingEvents } from '../image/event.ts'
import { isCounted } from '../image/finding.ts'
import { type Image, nameImages } from '../image/image.ts'
import { isAnswer } from '../image/read.ts'
import type { Fields } from '../json.ts'
import { onOneLine } from '../jsontext.ts'
import type { Path } from '../language/ast.ts'
import { type Plan, valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import { compareText } from '../order.ts'
import { agree, plural } from '../plural.ts'
import { showValue } from '../rules/show.ts'
import { readRecordedImages } from '../run/read.ts'
import { openRecordings, prepareRecorded, type Recording } from '../run/recorded.ts'
import type { World } from '../run/world.ts'
import { rewriteWithoutSecrets } from '../secret.ts'
import type { SettingsOf } from '../settings/commands.ts'
import type { RecordedEvent, See } from '../sources/source.ts'
import { startStrangers } from '../sources/tally.ts'
import { readFilter } from './filter.ts'
import { couldMatch, viewFor } from './targets.ts'

const ABSENT = '(absent)'

export async function runQuery(settings: SettingsOf<'query'>, world: World): Promise<number> {
  const { operands, findings, count, countBy } = settings
  const [text = '', ...paths] = operands
  const plan = readFilter(text, world)
  const field = countBy === undefined ? undefined : parsePath(countBy)
  if (countBy !== undefined && field === undefined) world.tell(`--count-by needs a field, found "${printable(countBy)}" [usage]\n`)
  if (plan === undefined || (countBy !== undefined && field === undefined)) return 2
  const tell: Tell = told => world.tell(renderDiagnostics([told]))
  const asking: Asking = { plan, world, output: startOutput(world, count, field), tell }
  const areEventsWhole = await askEvents(await openRecordings(paths, await prepareRecorded(settings, world, tell)), asking)
  const areFindingsWhole = await askFindings(findings, asking)
  await asking.output.finish()
  return areEventsWhole && areFindingsWhole ? 0 : 2
}

interface Asking {
  readonly plan: Plan
  readonly world: World
  readonly output: Output
  readonly tell: Tell
}

/** Returns whether everything was read, and all of it was events. */
async function askEvents(recordings: readonly Recording[], { plan, world, output, tell }: Asking): Promise<boolean> {
  let records = 0
  let open = 0
  const strangers = startStrangers()
  const view = viewFor([plan])
  const see: See = recorded => {
    const { event } = recorded
    const seen = view(event)
    const matches = plan.matches(seen)
    if (couldMatch(plan, seen)) open++
    records++
    if (matches) output.take(recorded)
    // Whoever asks for what another envelope holds has understood it. An answer about findings has many events, and is none.
    if (isAnswer(event) || (!matches && !isRecord(event) && asideOf(event) === undefined)) strangers.see(event)
    return undefined
  }
  let isWhole = true
  for (const recording of recordings) {
    const { diagnostics } = await recording.read(see, { signal: world.signal, drain: output.drain })
    if (diagnostics.some(isError)) isWhole = false
  }
  const problems = strangers.problems(records).map(({ message, help }): Diagnostic => {
    const level = help === undefined ? 'warning' : 'error'
    return { level, kind: 'not-cloudtrail', message, ...(help === undefined ? {} : { help }) }
  })
  const told = [...problems, ...tellOpen(open)]
  for (const problem of told) tell(problem)
  return isWhole && !told.some(isError)
}

function tellOpen(count: number): readonly Diagnostic[] {
  if (count === 0) return []
  const message = `${plural(count, 'event')} may match: nothing describes the targets of recorded files`
  return [{ level: 'error', kind: 'incomplete', message, help: 'ask for target.id, which is recorded' }]
}

/** Asks about the events by which rules judge findings. Returns whether everything was read, and the answers are complete. */
async function askFindings(findings: readonly string[], { plan, world, output, tell }: Asking): Promise<boolean> {
  const { images, coverage } = await readRecordedImages({ settings: { findings }, world, tell, startedAt: world.now() })
  for (const image of images) {
    for (const event of toFindingEvents(image)) if (plan.matches(event)) output.take({ text: JSON.stringify(event), event })
    await output.drain()
  }
  const problems = nameImages(images).flatMap((name, i) => (images[i] === undefined ? [] : tellIncomplete(name, images[i])))
  for (const problem of problems) tell(problem)
  return coverage.every(({ state }) => state === 'read') && !problems.some(isError)
}

function tellIncomplete(name: string, { findings, gaps }: Image): readonly Diagnostic[] {
  const left = findings.filter(finding => !isCounted(finding)).length
  const message = `${plural(left, 'finding is', 'findings are')} closed or suppressed, so rules do not see ${agree(left, 'it', 'them')}`
  return [
    ...gaps.map(gap => ({ level: 'error', kind: 'incomplete', message: gap, at: name }) as const),
    ...(left === 0 ? [] : [{ level: 'note', kind: 'not-open', message, at: name } as const]),
  ]
}

interface Output {
  readonly take: (recorded: RecordedEvent) => void
  /** Prints what was taken so far, if events are printed. */
  readonly drain: () => Promise<void>
  readonly finish: () => Promise<void>
}

function startOutput(world: World, count: boolean, field: Path | undefined): Output {
  let matched = 0
  const counts = new Map<string, number>()
  const lines: string[] = []
  return {
    take: recorded => {
      matched++
      if (field !== undefined) countValues(counts, recorded.event, field)
      else if (!count) lines.push(toLine(recorded))
    },
    drain: async () => {
      if (lines.length > 0) await world.print(lines.splice(0).join(''))
    },
    finish: async () => {
      if (field !== undefined) await world.print(formatCounts(counts))
      else if (count) await world.print(`${matched}\n`)
    },
  }
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
