// One answer of DescribeImageScanFindings, read once: what it says of itself, and its findings in the one shape. An image
// may have tens of thousands of findings, so the lists as they came are let go unless somebody has to see them.

import { quote } from '../diagnostic.ts'
import type { Fields } from '../language/vocabulary.ts'
import { type Finding, readBasicFinding, readEnhancedFinding, regionOf, SEVERITIES } from './finding.ts'
import { isObject, own, ownText } from './json.ts'

/** The names of ECR's two lists of findings. */
export const LISTS = ['findings', 'enhancedFindings'] as const

export interface Page {
  /** The answer without its lists. */
  readonly head: Fields
  /** The lists that are there. */
  readonly listed: readonly (typeof LISTS)[number][]
  /** How many entries they have. */
  readonly entries: number
  readonly findings: readonly Keyed[]
  /** The Region that an enhanced finding names. */
  readonly region: string | null
  /** What of the lists cannot be read. */
  readonly gaps: readonly string[]
  /** The lists as they came, if they were to be kept. */
  readonly lists: Fields
}

/** A finding, and a text that another page repeats when it lists the same one. */
export interface Keyed {
  readonly key: string
  readonly finding: Finding
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
      gaps.add(`${name} is no list`)
      continue
    }
    listed.push(name)
    entries += list.length
    for (const entry of list) {
      region ??= regionOf(entry)
      const finding = name === 'findings' ? readBasicFinding(entry) : readEnhancedFinding(entry)
      if (finding === undefined) gaps.add(`an entry of ${name} names no vulnerability`)
      else {
        findings.push({ key: keyOf(entry), finding })
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

// Inspector gives each finding an ARN; with it and the words a rule may ask for, an entry is known without being written out.
function keyOf(entry: unknown): string {
  const arn = ownText(entry, 'findingArn')
  if (arn === undefined) return JSON.stringify(entry)
  return JSON.stringify([arn, ...['severity', 'status', 'fixAvailable', 'exploitAvailable'].map(name => own(entry, name))])
}

/** The findings of all pages: one listed on two pages is one; twice on one page it is two, for then ECR counts it twice. */
export function listFindings(pages: readonly Page[]): readonly Finding[] {
  if (pages.length === 1) return (pages[0] as Page).findings.map(({ finding }) => finding)
  const earlier = new Set<string>()
  return pages.flatMap(({ findings }) => {
    const here = findings.filter(({ key }) => !earlier.has(key))
    for (const { key } of here) earlier.add(key)
    return here.map(({ finding }) => finding)
  })
}
