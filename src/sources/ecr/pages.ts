// One reading of an image's findings: all pages, the numbers of all pages. What was read before a page failed is kept,
// because a finding that was seen counts whatever is missing.

import { countSeverities, readBasicFinding, readEnhancedFinding } from '../../events/finding.ts'
import { isEnhanced, isProven } from '../../events/gap.ts'
import { own, ownList, ownText } from '../../events/json.ts'
import { readinessOf, statusOf } from '../../events/status.ts'
import { Fault } from '../../fault.ts'
import type { Fields } from '../../language/vocabulary.ts'
import type { Look, Summary } from './belief.ts'
import type { Ecr } from './calls.ts'

/** Reads all pages about a digest. Throws a fault when not even the first can be read. */
export async function readPages(ecr: Ecr, digest: string): Promise<Look> {
  const first = await ecr.describeImageScanFindings(digest)
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const pages = [first.answer]
  // An unready answer has nothing to turn over.
  const broken = readinessOf(first.answer) === 'ready' ? await readOn(ecr, digest, pages) : undefined
  return { kind: 'answer', pages, summary: summarise(pages), ...(broken === undefined ? {} : { broken }) }
}

// ECR numbers no pages: only the token tells where the next one begins, and a token seen before leads round in a ring.
async function readOn(ecr: Ecr, digest: string, pages: Fields[]): Promise<string | undefined> {
  const tokens = new Set<string>()
  for (let token = ownText(pages[0], 'nextToken'); token !== undefined; token = ownText(pages.at(-1), 'nextToken')) {
    const where = `after ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} of findings`
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    tokens.add(token)
    try {
      const next = await ecr.describeImageScanFindings(digest, token)
      if ('error' in next) return `${where} ECR answered ${next.error}: the rest was not read`
      pages.push(next.answer)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      return `${where}: ${error.message}`
    }
  }
  return undefined
}

function summarise(pages: readonly Fields[]): Summary {
  const bodies = pages.map(page => own(page, 'imageScanFindings'))
  const findings = bodies.flatMap(body => [
    ...ownList(body, 'findings').flatMap(entry => readBasicFinding(entry) ?? []),
    ...ownList(body, 'enhancedFindings').flatMap(entry => readEnhancedFinding(entry) ?? []),
  ])
  const [body] = bodies
  const said = [statusOf(pages[0]), own(body, 'imageScanCompletedAt') ?? null, own(body, 'findingSeverityCounts') ?? null]
  return {
    print: JSON.stringify([...said, countSeverities(findings), findings.length]),
    findings: findings.length,
    enhanced: bodies.some(isEnhanced),
    proven: isProven(pages),
  }
}
