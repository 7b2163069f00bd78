// What to accept of a saved report that fails. Whoever accepts a finding lets it through from then on, and the report may come from
// anybody: what it does not say for certain is a doubt, and a doubt accepts nothing.

import { hasNoFix, isNamed } from '../gate/exceptions/match.ts'
import { isRepositoryName } from '../image/uri.ts'
import { type Fields, own, ownList, ownText } from '../json.ts'
import { helpWithId } from '../rules/exception.ts'
import { type Found, findFailing, packagesOf } from './failing.ts'

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

/** Finds what failed. Without groups and others, nothing did. `untilFixed`: only findings without a fix are to be accepted. */
export function findBlocking(report: Fields, untilFixed: boolean): Blocking {
  const { open, blocking, alerts } = findFailing(report)
  const others: string[] = []
  const doubts: string[] = []
  for (const { alert, found } of alerts) {
    const name = `${ownText(alert, 'title') ?? 'an alert without a title'} [${ownText(alert, 'ruleId') ?? 'no rule'}]`
    if (found === 'events') others.push(`${name} is an alert about recorded events, and not about a finding`)
    if (found === 'unknown') doubts.push(`${name}: the report does not say for certain which findings fail`)
  }
  others.push(...tellUnaccepted(report, alerts.length > 0))
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
