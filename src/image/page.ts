// Reads one answer of DescribeImageScanFindings: its head, and its findings in the common shape. An image may have tens of
// thousands of findings, so the original lists are dropped unless a rule needs them.

import { quote } from '../diagnostic.ts'
import { type Fields, isObject, own } from '../json.ts'
import { type Finding, readAttributes, readBasicFinding, readEnhancedFinding, regionOf, SEVERITIES } from './finding.ts'

/** The names of ECR's two lists of findings. */
export const LISTS = ['findings', 'enhancedFindings'] as const

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
  readonly listed: readonly (typeof LISTS)[number][]
  /** How many entries the lists have. */
  readonly entries: number
  readonly findings: readonly Keyed[]
  /** The Region that an enhanced finding names. */
  readonly region: string | null
  /** What could not be read in the lists. */
  readonly gaps: readonly string[]
  /** The original lists, if they are kept. */
  readonly lists: Fields
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
  const listed: (typeof LISTS)[number][] = []
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
    for (const entry of list) {
      region ??= regionOf(entry)
      const basic = name === 'findings' ? readAttributes(entry) : undefined
      const finding = basic === undefined ? readEnhancedFinding(entry) : readBasicFinding(entry, basic)
      if (finding === undefined) gaps.add(`an entry of ${name} names no vulnerability`)
      else {
        findings.push({ key: keyOf(entry, finding), finding, basic: basic !== undefined })
        for (const key of basic?.contradicted ?? []) gaps.add(`a finding has the attribute ${quote(key)} twice with different values`)
        if (!(SEVERITIES as readonly string[]).includes(finding.severity))
          gaps.add(`a finding has the severity ${quote(finding.severity)}, which ECR does not document`)
      }
    }
  }
  const lists = Object.fromEntries(keepLists ? listed.map(name => [name, own(body, name)]) : [])
  return { head: withoutLists(answer), listed, entries, findings, region, gaps: [...gaps], lists }
}

function withoutLists(answer: Fields): Fields {
  const body = answer['imageScanFindings']
  if (!isObject(body)) return answer
  const { findings: _, enhancedFindings: __, ...head } = body
  return { ...answer, imageScanFindings: head }
}

// Inspector gives each finding an ARN. If two pages tell different things of it that rules ask for, both are judged. The times of its
// sights do not count: they change while the pages are read.
function keyOf(entry: unknown, finding: Finding): string {
  const { arn, id, type, severity, score, fixAvailable, exploitAvailable, inUseCount, packages } = finding
  if (arn === null) return JSON.stringify(entry)
  const versions = packages.map(({ name, version, fixedIn }) => [name, version, fixedIn])
  const status = own(entry, 'status')
  return JSON.stringify([arn, id, type, severity, status, score, fixAvailable, exploitAvailable, inUseCount, versions])
}

/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
export function listFindings(pages: readonly Page[]): readonly Finding[] {
  if (pages.length === 1) return (pages[0] as Page).findings.map(({ finding }) => finding)
  const earlier = new Set<string>()
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key))
    for (const { key } of here) earlier.add(key)
    return here.map(({ finding }) => finding)
  })
}
