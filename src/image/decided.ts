// An image after the decisions about its findings.

import type { Decision } from './decision.ts'
import { withCounts } from './event.ts'
import { countSeverities, isCounted } from './finding.ts'
import type { Image } from './image.ts'
import type { ListName } from './page.ts'

/**
 * The image with these decisions, one for each of its findings. What does not count any more is not in its counts, nor in the lists of
 * its event. Entries of closed and suppressed findings stay in the lists, where they say so themselves.
 */
export function withDecisions(image: Image, decisions: readonly Decision[]): Image {
  if (image.findings.every(({ decision }, i) => decision === decisions[i])) return image
  const findings = image.findings.map((finding, i) => ({ ...finding, decision: decisions[i] ?? finding.decision }))
  if (findings.every(finding => finding.state !== 'open' || isCounted(finding))) return { ...image, findings }
  const severityCounts = countSeverities(findings, isCounted)
  const event = withCounts(image.event, severityCounts, (list, position) => {
    const finding = findings[image.entries[list]?.[position] ?? -1]
    return finding === undefined || finding.state !== 'open' || isCounted(finding)
  })
  return { ...image, findings, severityCounts, event }
}

/** The image if it had been scanned without some of its findings, named by their positions. */
export function withoutFindings(image: Image, without: ReadonlySet<number>): Image {
  const findings = image.findings.filter((_, i) => !without.has(i))
  const severityCounts = countSeverities(findings, isCounted)
  const keeps = (list: ListName, position: number): boolean => !without.has(image.entries[list]?.[position] ?? -1)
  const moved = new Map<number, number>()
  for (const i of image.findings.keys()) if (!without.has(i)) moved.set(i, moved.size)
  const entries = Object.entries(image.entries).map(([list, positions]) => [
    list,
    positions.filter(position => !without.has(position)).map(position => moved.get(position) ?? -1),
  ])
  const event = withCounts(image.event, severityCounts, keeps)
  return { ...image, findings, severityCounts, openSeverityCounts: countSeverities(findings), event, entries: Object.fromEntries(entries) }
}
