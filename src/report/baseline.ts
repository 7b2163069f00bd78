// What this image brings and what it no longer has, against a baseline, in words.

import { rank, SEVERITIES } from '../image/finding.ts'
import { distinctImages } from './decision.ts'
import type { Report } from './report.ts'

/** `2 new HIGH, 3 fixed since the baseline`, of all images; empty where nothing was compared. */
export function describeCompared({ images }: Pick<Report, 'images'>): string {
  const distinct = distinctImages(images)
  const compared = distinct.flatMap(image => image.compared ?? [])
  if (compared.length === 0) return ''
  const added = new Map<string, number>()
  // A word that is none of ECR's may be anything.
  const nameOf = (severity: string): string => (rank(severity) < SEVERITIES.length ? severity : 'of another severity')
  for (const { new: counts } of compared)
    for (const [severity, count] of Object.entries(counts)) added.set(nameOf(severity), (added.get(nameOf(severity)) ?? 0) + count)
  const news = [...added].sort(([a], [b]) => rank(a) - rank(b)).map(([severity, count]) => `${count} new ${severity}`)
  const fixed = compared.reduce((sum, each) => sum + (each.fixed ?? 0), 0)
  const of = compared.length === distinct.length ? '' : ` in ${compared.length} of ${distinct.length} images`
  return `${[...(news.length === 0 ? ['nothing new'] : news), ...(fixed === 0 ? [] : [`${fixed} fixed`])].join(', ')} since the baseline${of}`
}

/** With what the findings were compared, and with what they could not be, one sentence each. */
export function describeBaseline({ baseline }: Pick<Report, 'baseline'>): readonly string[] {
  return (baseline ?? []).map(({ name, kind, digest, readAt, verdict, problem }) => {
    if (problem !== null) return `not compared with the baseline ${name}: ${problem}`
    return kind === 'image'
      ? `compared with the baseline ${name}, which is ${digest}`
      : `compared with the baseline ${name}, the report of ${readAt} (${verdict ?? 'without a verdict'}), ${digest}`
  })
}
