// Finds the findings that made a saved report fail. Whoever accepts them lets them through from then on, and the report may come from
// anybody: what it does not say for certain is a doubt, and a doubt accepts nothing.

import { hasNoFix, isNamed } from '../gate/exceptions/match.ts'
import { groupBy } from '../group.ts'
import { isRepositoryName } from '../image/uri.ts'
import { type Fields, isObject, own, ownList, ownNumber, ownText } from '../json.ts'
import { helpWithId } from '../rules/exception.ts'

export interface Blocking {
  /** What to accept: the ids of a repository's findings, and the package that all of them are in, if it is one. */
  readonly groups: readonly BlockingGroup[]
  /** What fails and cannot be accepted, each as a sentence: it is no finding, or nothing names it. */
  readonly others: readonly string[]
  /** Why it is not certain what fails. */
  readonly doubts: readonly string[]
}

export interface BlockingGroup {
  readonly image: string
  readonly package: string | null
  readonly ids: readonly string[]
}

/** A finding with the image that it is in. */
interface Found {
  readonly image: Fields
  readonly finding: Fields
}

/** Finds what failed. Without groups and others, nothing did. `untilFixed`: only findings without a fix are to be accepted. */
export function findBlocking(report: Fields, untilFixed: boolean): Blocking {
  const open = ownList(report, 'images').flatMap(image =>
    ownList(image, 'findings').flatMap(finding => (isObject(image) && isObject(finding) && isOpen(finding) ? [{ image, finding }] : [])),
  )
  const counted = open.filter(({ finding }) => isCounted(finding))
  const byImage = groupBy(counted, ({ image }) => ownText(image, 'uri'))
  const byId = groupBy(counted, keyOf)
  const types = new Map(ownList(report, 'rules', 'loaded').map(rule => [ownText(rule, 'id'), ownText(rule, 'type')]))
  const failing = ownList(report, 'alerts').filter(alert => ownText(alert, 'action') === 'fail')
  const others: string[] = []
  const doubts: string[] = []
  const blocking = new Set<Found>()
  for (const alert of failing) {
    const name = `${ownText(alert, 'title') ?? 'an alert without a title'} [${ownText(alert, 'ruleId') ?? 'no rule'}]`
    const uri = ownText(alert, 'image')
    if (uri === undefined) {
      others.push(`${name} is an alert about recorded events, and not about a finding`)
      continue
    }
    const isOfFindings = types.get(ownText(alert, 'ruleId')) === 'Finding'
    const found = isOfFindings ? ofFindingRule(alert, uri, byId) : ofSeverityRule(alert, byImage.get(uri) ?? [])
    if (found === undefined || found.length === 0) doubts.push(`${name}: the report does not say for certain which findings fail`)
    for (const each of found ?? []) blocking.add(each)
  }
  others.push(...tellUnaccepted(report, failing.length > 0))
  const groups = groupFindings(
    [...blocking].filter(each => !untilFixed || isUnfixed(each, others)),
    others,
  )
  // What has time, no fix or another exception counts again one day, and would then be let through unseen.
  const spared = open.filter(each => !blocking.has(each))
  for (const group of groups) {
    const more = spared.find(each => isAccepted(group, each))
    if (more !== undefined)
      doubts.push(`an exception for ${ownText(more.finding, 'id')} in ${group.image} would also accept a finding that does not fail`)
  }
  return { groups, others, doubts }
}

function isOpen(finding: Fields): boolean {
  return own(finding, 'state') === 'open'
}

// An earlier release wrote no decisions.
function isCounted(finding: Fields): boolean {
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
const SEVERITY = /^responseElements\.imageScanFindings\.findingSeverityCounts\.([A-Z]+) (?:> 0|>= 1)$/

// The rules for severities look at nothing but the counts of an image. Any other clause may be about some of its findings only.
function ofSeverityRule(alert: unknown, there: readonly Found[]): readonly Found[] | undefined {
  const events = ownList(alert, 'events')
  if (events.length === 0 || events.length !== ownNumber(alert, 'count')) return undefined
  const clauses = events.flatMap(event => ownList(event, 'clauses').map(clause => ownText(clause, 'clause') ?? ''))
  const special = clauses.filter(clause => !OF_EVERY_SCAN.includes(clause))
  const severities = special.map(clause => SEVERITY.exec(clause)?.[1])
  if (severities.includes(undefined)) return undefined
  return there.filter(({ finding }) => severities.includes(ownText(finding, 'severity')))
}

// What fails, or is undecided, without an alert.
function tellUnaccepted(report: Fields, hasAlert: boolean): readonly string[] {
  const verdict = ownText(report, 'verdict')
  const unseen =
    ownList(report, 'images').some(image => ownList(image, 'gaps').length > 0) ||
    ownList(report, 'coverage').some(each => own(each, 'state') === 'gap')
  return [
    ...(verdict === 'fail' && !hasAlert ? ['findings that have no severity yet fail, because of untriaged: name their ids'] : []),
    ...(verdict === 'undecided' || unseen ? ['something was not seen, and what was not seen cannot be accepted'] : []),
  ]
}

function packagesOf(finding: Fields): readonly string[] {
  return [...new Set(ownList(finding, 'packages').map(each => ownText(each, 'name') ?? ''))]
}

// An exception that ends with a fix accepts no finding that has one.
function isUnfixed({ finding }: Found, others: string[]): boolean {
  const packages = ownList(finding, 'packages').map(each => ({ fixedIn: ownText(each, 'fixedIn') ?? null }))
  if (hasNoFix({ fixAvailable: ownText(finding, 'fixAvailable') ?? null, packages })) return true
  others.push(`${ownText(finding, 'id')} has a fix, or is not known to have none, so until-fixed does not accept it`)
  return false
}

function groupFindings(blocking: readonly Found[], others: string[]): readonly BlockingGroup[] {
  const byId = new Map<string, { readonly id: string; readonly image: string; readonly packages: Set<string> }>()
  for (const { image, finding } of blocking) {
    const id = ownText(finding, 'id')
    const repository = ownText(image, 'repositoryName')
    if (id === undefined || helpWithId(id) !== undefined)
      others.push(`${id ?? 'a finding without a name'} is no id by which a finding can be accepted`)
    else if (repository === undefined || !isRepositoryName(repository))
      others.push(`${id} is in an image whose repository the report does not name`)
    else {
      const known = byId.get(`${repository} ${id}`) ?? { id, image: repository, packages: new Set() }
      byId.set(`${repository} ${id}`, known)
      for (const name of packagesOf(finding)) known.packages.add(name)
      if (packagesOf(finding).length === 0) known.packages.add('')
    }
  }
  const groups = new Map<string, { readonly image: string; readonly package: string | null; readonly ids: string[] }>()
  for (const { id, image, packages } of byId.values()) {
    const [name = ''] = packages
    // A star would stand for any characters.
    const only = packages.size === 1 && name !== '' && !name.includes('*') ? name : null
    const key = JSON.stringify([image, only])
    const group = groups.get(key) ?? { image, package: only, ids: [] }
    groups.set(key, group)
    group.ids.push(id)
  }
  return [...groups.values()]
}

function isAccepted(group: BlockingGroup, { image, finding }: Found): boolean {
  const aliases = ownList(finding, 'aliases').filter(alias => typeof alias === 'string')
  return (
    ownText(image, 'repositoryName') === group.image &&
    (group.package === null || packagesOf(finding).every(name => name === group.package)) &&
    isNamed({ id: ownText(finding, 'id') ?? '', aliases }, group.ids)
  )
}
