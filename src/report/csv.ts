// The complete report as a table for spreadsheets and scripts (RFC 4180: a header, CRLF, quotes doubled): every finding in each of
// its packages, including those that do not count.
//
// Every row has a kind, because a table of findings alone would look clean if something was not seen: the verdict comes first,
// then problems, warnings, gaps, exceptions and alerts, then findings. Numbers stay numbers. Text that a spreadsheet would take for a
// formula gets a leading apostrophe. https://owasp.org/www-community/attacks/CSV_Injection

import { formatPlace } from '../diagnostic.ts'
import { printable, shorten } from '../escape.ts'
import type { Alert } from '../gate/alert.ts'
import type { Acceptance, Decision } from '../image/decision.ts'
import { type Package, versionOf } from '../image/finding.ts'
import { linkAdvisory } from '../image/link.ts'
import { endOfDecision, explainStatement, toLine } from './decision.ts'
import { describeTaken, describeTarget, type ReportedException, sortExceptions } from './exceptions.ts'
import { addressOf } from './gfm.ts'
import { namesByUri, withNames } from './name.ts'
import { problemsOf, type Report, type ReportedFinding, type ReportedImage } from './report.ts'
import { headlineOf, nameBlockedPage } from './wording.ts'

const COLUMNS = [
  'kind',
  'outcome',
  'image',
  'platform',
  'digest',
  'severity',
  'state',
  'id',
  'title',
  'package',
  'version',
  'fixed_in',
  'manager',
  'path',
  'layer',
  'score',
  'vector',
  'exploit_available',
  'fix_available',
  'events',
  'first_seen',
  'last_seen',
  'link',
  'decision',
  'reason',
  'owner',
  'expires',
  'baseline',
] as const

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | null>>>

/** A cell of Excel holds 32,767 characters. */
const CELL_LENGTH = 32_000

export function* renderCsv(report: Report): Generator<string> {
  yield renderLine(COLUMNS)
  for (const row of listRows(report)) yield renderLine(COLUMNS.map(column => renderCell(row[column])))
}

const LEVELS: ReadonlyMap<string, Row> = new Map([
  ['error', { kind: 'problem', outcome: 'undecided' }],
  ['warning', { kind: 'warning', outcome: 'warn' }],
])

function* listRows(report: Report): Generator<Row> {
  const { alerts, images, coverage, diagnostics } = report
  const link = nameBlockedPage(report)?.address ?? null
  yield { kind: 'verdict', outcome: report.verdict, title: headlineOf(report), last_seen: report.decidedAt, link }
  for (const problem of problemsOf(report)) yield { kind: 'problem', outcome: 'undecided', title: problem }
  for (const { level, kind, message, at } of diagnostics) {
    const told = LEVELS.get(level)
    if (told !== undefined) yield { ...told, id: kind, title: message, path: at === undefined ? null : formatPlace(at) }
  }
  for (const { state, origin, message } of coverage) {
    if (state === 'gap') yield { kind: 'gap', outcome: 'undecided', id: origin, title: message }
  }
  for (const image of images) for (const gap of image.gaps) yield { kind: 'gap', outcome: 'undecided', ...describeImage(image), title: gap }
  const byUri = new Map(images.map(image => [image.uri, image]))
  const names = namesByUri(withNames(images))
  for (const exception of sortExceptions(report.exceptions)) yield describeException(exception, names)
  for (const alert of alerts) yield describeAlert(alert, byUri.get(alert.image ?? ''))
  for (const image of images) for (const finding of image.findings) yield* listOccurrences(image, finding)
}

function describeException(exception: ReportedException, names: ReadonlyMap<string, string>): Row {
  const { state, ids, rule, events, at } = exception
  return {
    kind: 'exception',
    outcome: state,
    id: rule ?? ids.join(' '),
    title: `${describeTarget(exception)}: ${describeTaken(exception, names)}`,
    path: at,
    events,
    ...explain(exception),
  }
}

function explain(by: Acceptance): Row {
  return { reason: toLine(by.reason), owner: by.owner, expires: endOfDecision({ kind: 'accepted', by }) }
}

function explainFinding(decision: Decision): Row {
  if (decision.kind === 'accepted') return explain(decision.by)
  if (decision.kind === 'vex') return { reason: explainStatement(decision.by), owner: decision.by.author }
  return { expires: endOfDecision(decision) }
}

function describeImage({ uri, platform, digest }: ReportedImage): Row {
  return { image: uri, platform, digest }
}

function describeAlert({ ruleId, title, action, count, firstTime, lastTime, image, events }: Alert, about: ReportedImage | undefined): Row {
  return {
    kind: 'alert',
    outcome: action,
    ...(about === undefined ? { image } : describeImage(about)),
    id: ruleId,
    title,
    events: count,
    first_seen: firstTime,
    last_seen: lastTime,
    link: about?.link ?? events[0]?.link ?? null,
  }
}

function* listOccurrences(image: ReportedImage, finding: ReportedFinding): Generator<Row> {
  const { severity, state, decision, id, title, score, vector, exploitAvailable, fixAvailable, firstObservedAt, lastObservedAt } = finding
  const packages: readonly (Package | null)[] = finding.packages.length === 0 ? [null] : finding.packages
  for (const each of packages) {
    yield {
      kind: 'finding',
      ...describeImage(image),
      severity,
      state,
      id,
      title,
      package: each?.name ?? null,
      version: versionOf(each),
      fixed_in: each?.fixedIn ?? null,
      manager: each?.manager ?? null,
      path: each?.path ?? null,
      layer: each?.layer ?? null,
      score,
      vector,
      exploit_available: exploitAvailable,
      fix_available: fixAvailable,
      first_seen: firstObservedAt,
      last_seen: lastObservedAt,
      link: addressOf(linkAdvisory(finding) ?? '') ?? null,
      decision: decision.kind,
      ...explainFinding(decision),
      baseline: finding.baselineState,
    }
  }
}

function renderLine(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`
}

function renderCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = shorten(neutralizeFormula(printable(value, CELL_LENGTH)), CELL_LENGTH)
  return /^\s|[",]/.test(text) || text !== text.trimEnd() ? `"${text.replaceAll('"', '""')}"` : text
}

// After a semicolon too: in locales with a decimal comma, spreadsheets split cells there, even within quotes. Full-width signs
// count as their ASCII equivalents.
function neutralizeFormula(text: string): string {
  return text.replace(/(^|;)(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'")
}
