// Which findings make a report fail. The report says it by its alerts, and may be one that was saved and comes from anybody.

import { groupBy } from '../group.ts'
import { isCounted, rank, UNRATED } from '../image/finding.ts'
import { type Fields, isObject, own, ownList, ownNumber, ownText } from '../json.ts'
import type { Report, ReportedFinding, ReportedImage } from './report.ts'

/** A finding with the image that it is in. */
export interface Found {
  readonly image: Fields
  readonly finding: Fields
}

export interface Failing {
  /** All findings that are open. */
  readonly open: readonly Found[]
  /** Those that make the report fail, as far as it says so for certain. */
  readonly blocking: ReadonlySet<Found>
  /** The alerts that fail, each with its findings; `unknown` where the report does not say which these are. */
  readonly alerts: readonly { readonly alert: unknown; readonly found: readonly Found[] | 'events' | 'unknown' }[]
}

/** Finds the findings behind the alerts that fail. */
export function findFailing(report: Fields): Failing {
  const open = ownList(report, 'images').flatMap(image =>
    ownList(image, 'findings').flatMap(finding => (isObject(image) && isObject(finding) && isOpen(finding) ? [{ image, finding }] : [])),
  )
  const counted = open.filter(({ finding }) => isSavedCounted(finding))
  const byImage = groupBy(counted, ({ image }) => ownText(image, 'uri'))
  const byId = groupBy(counted, keyOf)
  const types = new Map(ownList(report, 'rules', 'loaded').map(rule => [ownText(rule, 'id'), ownText(rule, 'type')]))
  const alerts = ownList(report, 'alerts')
    .filter(alert => ownText(alert, 'action') === 'fail')
    .map(alert => {
      const uri = ownText(alert, 'image')
      if (uri === undefined) return { alert, found: 'events' as const }
      const isOfFindings = types.get(ownText(alert, 'ruleId')) === 'Finding'
      const found = isOfFindings ? ofFindingRule(alert, uri, byId) : ofSeverityRule(alert, byImage.get(uri) ?? [])
      return { alert, found: found === undefined || found.length === 0 ? ('unknown' as const) : found }
    })
  return { open, blocking: new Set(alerts.flatMap(({ found }) => (typeof found === 'string' ? [] : found))), alerts }
}

/** Which findings stand in the way of the deployment, as every format tells it. */
export interface Blockers {
  readonly isBlocking: (finding: ReportedFinding, image: ReportedImage) => boolean
  /** Whether it is certain that all of an image that block do, and no others. */
  readonly isCertain: (image: ReportedImage) => boolean
}

/** Tells the findings that block from the others. Where the report does not say which do, the gravest of those that count may. */
export function findBlockers(report: Report): Blockers {
  const { blocking, alerts } = findFailing({ ...report })
  const certain = new Set<unknown>([...blocking].map(({ finding }) => finding))
  // Where more of a severity are there than are allowed, each of them may block.
  const doubtful = groupBy(
    alerts.flatMap(({ alert, found }) => (found === 'unknown' ? [{ uri: ownText(alert, 'image'), counted: countedBy(alert) }] : [])),
    ({ uri }) => uri,
  )
  const isCertain = ({ uri }: ReportedImage): boolean => !doubtful.has(uri)
  // What fails without an alert has no severity yet, and `untriaged` lets it fail.
  const isOfUnrated = report.verdict === 'fail' && alerts.length === 0
  const mayBlock = ({ severity }: ReportedFinding, image: ReportedImage): boolean =>
    (doubtful.get(image.uri) ?? []).some(({ counted }) => counted?.includes(severity) ?? rank(severity) <= rank('HIGH')) ||
    (isOfUnrated && UNRATED.includes(severity))
  return { isCertain, isBlocking: (finding, image) => certain.has(finding) || (isCounted(finding) && mayBlock(finding, image)) }
}

function isOpen(finding: Fields): boolean {
  return own(finding, 'state') === 'open'
}

// An earlier release wrote no decisions.
function isSavedCounted(finding: Fields): boolean {
  return (own(finding, 'decision', 'kind') ?? 'counted') === 'counted'
}

function keyOf({ image, finding }: Found): string {
  return JSON.stringify([ownText(image, 'uri'), ownText(finding, 'id')])
}

// The alert has as many events as there are findings of its id, so all of them fail; if there are more, which of them do is unknown.
function ofFindingRule(alert: unknown, uri: string, byId: ReadonlyMap<string, readonly Found[]>): readonly Found[] | undefined {
  const id = own(alert, 'aggregate', 'id')
  const events = ownList(alert, 'events').map(event => ownText(event, 'id'))
  const count = ownNumber(alert, 'count')
  const ids = typeof id === 'string' ? [id] : events.length === count ? events : []
  const name = own(alert, 'aggregate', 'package.name')
  const found = [...new Set(ids)]
    .flatMap(each => byId.get(JSON.stringify([uri, each])) ?? [])
    .filter(({ finding }) => typeof name !== 'string' || packagesOf(finding).includes(name))
  return found.length === count ? found : undefined
}

const OF_EVERY_SCAN = ['event_type = "cloudtrail"', 'eventSource = "ecr.amazonaws.com"', 'eventName = "DescribeImageScanFindings"']
const SEVERITY = /^responseElements\.imageScanFindings\.findingSeverityCounts\.([A-Z]+) (>=? \d+)$/
const ANY: readonly string[] = ['> 0', '>= 1']

// The rules for severities look at nothing but the counts of an image. Any other clause may be about some of its findings only, and so is
// one that allows some.
function ofSeverityRule(alert: unknown, there: readonly Found[]): readonly Found[] | undefined {
  const counts = countsOf(alert)
  if (counts === undefined || counts.some(({ above }) => !ANY.includes(above))) return undefined
  return there.filter(({ finding }) => counts.some(({ severity }) => severity === ownText(finding, 'severity')))
}

/** The severities whose numbers alone make an alert; undefined where anything else does. */
function countedBy(alert: unknown): readonly string[] | undefined {
  const severities = countsOf(alert)?.map(({ severity }) => severity) ?? []
  return severities.length === 0 ? undefined : severities
}

function countsOf(alert: unknown): readonly { readonly severity: string; readonly above: string }[] | undefined {
  const events = ownList(alert, 'events')
  if (events.length === 0 || events.length !== ownNumber(alert, 'count')) return undefined
  const clauses = events.flatMap(event => ownList(event, 'clauses').map(clause => ownText(clause, 'clause') ?? ''))
  const counts = clauses
    .filter(clause => !OF_EVERY_SCAN.includes(clause))
    .map(clause => {
      const [, severity, above] = SEVERITY.exec(clause) ?? []
      return severity === undefined || above === undefined ? undefined : { severity, above }
    })
  return counts.includes(undefined) ? undefined : counts.filter(each => each !== undefined)
}

/** The names of the packages of a finding, each once. */
export function packagesOf(finding: Fields): readonly string[] {
  return [...new Set(ownList(finding, 'packages').map(each => ownText(each, 'name') ?? ''))]
}
