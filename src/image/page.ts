// Reads one answer of DescribeImageScanFindings: its head, and its findings in the common shape. An image may have tens of
// thousands of findings, so the original lists are dropped unless a rule needs them.

import { quote } from '../diagnostic.ts'
import { type Fields, isObject, own, ownText } from '../json.ts'
import { readAttributes } from './attributes.ts'
import { type Finding, readBasicFinding, readEnhancedFinding, regionOf, SEVERITIES } from './finding.ts'

/** The names of ECR's two lists of findings. */
export const LISTS = ['findings', 'enhancedFindings'] as const
export type ListName = (typeof LISTS)[number]

/** The path to one of these lists in an image's own event. */
export function listPath(list: string): readonly string[] {
  return ['responseElements', 'imageScanFindings', list]
}

/** Whether a path ends at this list in an image's own event, or below it. */
export function leadsIntoList(segments: readonly (string | number)[], list: string): boolean {
  return listPath(list).every((step, i) => segments[i] === step)
}

export interface Page {
  /** The answer without its lists. */
  readonly head: Fields
  /** The lists that the answer has. */
  readonly listed: readonly ListName[]
  /** How many entries the lists have. */
  readonly entries: number
  readonly findings: readonly Keyed[]
  /** The Region that an enhanced finding names. */
  readonly region: string | null
  /** What could not be read in the lists. */
  readonly gaps: readonly string[]
  /** The original lists, if they are kept, and for each of their entries the key of its finding, if it could be read. */
  readonly lists: Fields
  readonly keys: Readonly<Partial<Record<ListName, readonly (string | undefined)[]>>>
}

/** A finding with a key. Pages that list the same finding have the same key for it. */
export interface Keyed {
  readonly key: string
  readonly finding: Finding
  /** Whether it is from the list of a basic scan. */
  readonly basic: boolean
}

export function readPage(answer: Fields, keepLists: boolean): Page {
  const body = own(answer, 'imageScanFindings')
  const findings: Keyed[] = []
  const listed: ListName[] = []
  const keys: Partial<Record<ListName, (string | undefined)[]>> = {}
  const gaps = new Set<string>()
  let entries = 0
  let region: string | null = null
  for (const name of LISTS) {
    const list = own(body, name)
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      gaps.add(`${name} is not a list`)
      continue
    }
    listed.push(name)
    entries += list.length
    const listKeys: (string | undefined)[] = []
    for (const entry of list) {
      region ??= regionOf(entry)
      const read = readEntry(name, entry)
      if (keepLists) listKeys.push(read.keyed?.key)
      if (read.keyed !== undefined) findings.push(read.keyed)
      for (const gap of read.gaps) gaps.add(gap)
    }
    keys[name] = listKeys
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, own(body, name)]) : [])
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists, keys }
}

/** Reads one entry of a list, and what of it could not be read. One that names no vulnerability is no finding. */
function readEntry(name: ListName, entry: unknown): { readonly keyed?: Keyed; readonly gaps: readonly string[] } {
  const basic = name === 'findings' ? readAttributes(entry) : undefined
  const finding = basic === undefined ? readEnhancedFinding(entry) : readBasicFinding(entry, basic)
  if (finding === undefined) return { gaps: [`an entry of ${name} names no vulnerability`] }
  const isDocumented = (SEVERITIES as readonly string[]).includes(finding.severity)
  const unread =
    basic === undefined
      ? unreadIn(own(entry, 'packageVulnerabilityDetails'), finding, ['vulnerablePackages', 'relatedVulnerabilities'])
      : unreadIn(entry, finding, ['attributes'])
  const twice = (basic?.contradicted ?? []).map(key => `a finding has the attribute ${quote(key)} twice with different values`)
  return {
    keyed: { key: keyOf(entry, finding), finding, basic: basic !== undefined },
    gaps: [
      ...unread,
      ...twice,
      ...(isDocumented ? [] : [`a finding has the severity ${quote(finding.severity)}, which ECR does not document`]),
    ],
  }
}

// These lists say which packages have a finding, whether there is a fix, and by which names a finding can be accepted.
const EXPECTED = {
  attributes: { isRight: (item: unknown) => ownText(item, 'key') !== undefined, what: 'objects with a key' },
  vulnerablePackages: { isRight: isObject, what: 'objects' },
  relatedVulnerabilities: { isRight: (item: unknown) => typeof item === 'string', what: 'strings' },
} as const

function unreadIn(of: unknown, { id }: Finding, names: readonly (keyof typeof EXPECTED)[]): readonly string[] {
  return names.flatMap(name => {
    const { isRight, what } = EXPECTED[name]
    const list = own(of, name)
    const isRead = list === undefined || (Array.isArray(list) && list.every(isRight))
    return isRead ? [] : [`${name} of ${quote(id)} is not a list of ${what}`]
  })
}

function withoutLists(answer: Fields): Fields {
  const body = answer['imageScanFindings']
  if (!isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it, both are judged, because a filter of a rule or of an
// exception can ask for any of them. The times of its sights do not count: they change while the pages are read.
function keyOf(entry: unknown, finding: Finding): string {
  if (finding.arn === null) return JSON.stringify(entry)
  const { firstObservedAt: _, lastObservedAt: __, lastInUseAt: ___, ...told } = finding
  return JSON.stringify([own(entry, 'status'), told])
}

/** For each entry of the pages' lists, in the order of an image's event, the position of its finding; -1 where it could not be read. */
export function locateEntries(pages: readonly Page[]): Entries {
  const positions = new Map<string, number>()
  let position = 0
  for (const { key } of keyedFindings(pages)) positions.set(key, position++)
  const listed = LISTS.flatMap(name => {
    const keys = pages.flatMap(page => page.keys[name] ?? [])
    return keys.length === 0 ? [] : [[name, keys.map(key => (key === undefined ? -1 : (positions.get(key) ?? -1)))] as const]
  })
  return Object.fromEntries(listed)
}

/** The positions of findings by the list whose entries they are. */
export type Entries = Readonly<Partial<Record<ListName, readonly number[]>>>

/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
export function listFindings(pages: readonly Page[]): readonly Finding[] {
  return keyedFindings(pages).map(({ finding }) => finding)
}

function keyedFindings(pages: readonly Page[]): readonly Keyed[] {
  if (pages.length === 1) return (pages[0] as Page).findings
  const earlier = new Set<string>()
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key))
    for (const { key } of here) earlier.add(key)
    return here
  })
}
