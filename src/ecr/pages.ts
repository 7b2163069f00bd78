// One reading of an image's findings: all pages, and a summary of them. Pages that were read before one failed are kept,
// because a finding that was seen counts, whatever is missing.

import { captureFault, Fault } from '../fault.ts'
import { isEnhanced, isProven } from '../image/gap.ts'
import { spellInstants } from '../image/instants.ts'
import { LISTS, type Page, readPage } from '../image/page.ts'
import { readinessOf, statusOf } from '../image/status.ts'
import { type Fields, own, ownList, ownText } from '../json.ts'
import { plural } from '../plural.ts'
import type { Ecr } from './calls.ts'
import type { ScanResponse, Summary } from './readiness.ts'

export interface PageOptions {
  /** Whether to keep the findings, and not only count them. */
  readonly whole: boolean
  /** Whether to keep ECR's original lists as well. */
  readonly keepLists: boolean
}

/** Reads all pages about a digest. Throws a fault if not even the first can be read. */
export async function readPages(ecr: Ecr, digest: string, { whole, keepLists }: PageOptions): Promise<ScanResponse> {
  const first = await ecr.describeImageScanFindings(digest)
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const head = first.answer
  const toPage = (answer: Fields): Page => readPage(spellInstants(answer, keepLists), keepLists)
  const tally = startTally(head)
  const pages: Page[] = []
  const see = (answer: Fields): void => {
    tally.see(answer)
    if (whole) pages.push(toPage(answer))
  }
  const broken = await readOn(ecr, digest, head, see)
  return { kind: 'answer', head, pages, summary: tally.summary(), ...(broken === undefined ? {} : { broken }) }
}

// Enough for 100,000 enhanced findings; without a limit, an endless series of pages would never be given up.
const MOST_PAGES = 1000

// ECR does not number its pages: only the token leads to the next one, and a token that was seen before would lead in a
// circle. The next page is requested before this one is processed, so that both happen at the same time.
async function readOn(ecr: Ecr, digest: string, first: Fields, see: (answer: Fields) => void): Promise<string | undefined> {
  const tokens = new Set<string>()
  for (let page = first; ; ) {
    const where = `after ${plural(tokens.size + 1, 'page')} of findings`
    // The further pages matter only if the answer is ready.
    const token = readinessOf(first) === 'ready' ? ownText(page, 'nextToken') : undefined
    const last = token === undefined || tokens.has(token) || tokens.size >= MOST_PAGES
    const next = last ? undefined : captureFault(() => ecr.describeImageScanFindings(digest, token))
    see(page)
    if (token === undefined) return undefined
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    if (next === undefined) return `${where} ECR has more: the rest was not read`
    tokens.add(token)
    const answered = await next
    if (answered instanceof Fault) return `${where}: ${answered.message}`
    if ('error' in answered) return `${where} ECR answered ${answered.error}: the rest was not read`
    page = answered.answer
  }
}

const IDENTITY = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest']]

function startTally(head: Fields): { readonly see: (answer: Fields) => void; readonly summary: () => Summary } {
  const counts = new Map<string, number>()
  const said = ['imageScanCompletedAt', 'findingSeverityCounts'].map(name => own(head, 'imageScanFindings', name) ?? null)
  const about = new Set<string>()
  let entries = 0
  return {
    see: answer => {
      about.add(JSON.stringify(IDENTITY.map(path => own(answer, ...path))))
      for (const name of LISTS) {
        for (const entry of ownList(answer, 'imageScanFindings', name)) {
          const key = JSON.stringify([name, own(entry, 'severity'), own(entry, 'status')])
          counts.set(key, (counts.get(key) ?? 0) + 1)
          entries++
        }
      }
    },
    summary: () => {
      const page = readPage(head, false)
      return {
        fingerprint: JSON.stringify([statusOf(head), ...said, ...about, [...counts].sort()]),
        entries,
        enhanced: isEnhanced([page]),
        proven: isProven([page]),
      }
    },
  }
}
