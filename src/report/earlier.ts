// A saved report as a baseline: its images with what was decided about their findings, and when these were first seen. A report is a file
// and may come from anybody, so what it says is believed only where it can be true.

import { type EarlierFinding, type FoundBaseline, tellUnread } from '../gate/baseline.ts'
import type { DecisionKind } from '../image/decision.ts'
import type { Finding } from '../image/finding.ts'
import { type Fields, own, ownList, ownText } from '../json.ts'
import { toInstant } from '../time.ts'
import { readSavedImages } from './images.ts'

/** A report as a file has it, and the digest of that. */
interface Saved {
  readonly report: Fields
  readonly digest: string | null
}

/** Reads a saved report as a baseline, as of `now`, in milliseconds since 1970. */
export function readEarlier(name: string, { report, digest }: Saved, now: number): FoundBaseline {
  const said = ownText(report, 'readAt')
  const read = toInstant(said)
  const readAt = said === undefined || read === undefined || read > now ? null : said
  const { images, unread } = readSavedImages(report, readAt ?? '')
  const [problem = null] = [...unread, ...(readAt === null ? [NO_TIME] : [])]
  const source = { name, kind: 'report', digest, readAt, verdict: ownText(report, 'verdict') ?? null, problem } as const
  if (problem !== null) return { source, images: [], diagnostics: [tellUnread(name, problem, WRITE_ONE)] }
  const saved = ownList(report, 'images')
  return {
    source,
    images: images.map((image, i) => {
      const findings = ownList(saved[i], 'findings')
      const gaps = findings.every(each => ownText(each, 'decision', 'kind') !== undefined) ? image.gaps : [...image.gaps, NO_DECISION]
      return { ...image, gaps, findings: image.findings.map((each, at) => toEarlier(each, findings[at], readAt)) }
    }),
    diagnostics: [],
  }
}

const NO_TIME = 'it does not say when it was made, or names a time to come'
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE'
const NO_DECISION = 'the report does not say what was decided about a finding'

// What was known then counted before.
const COUNTED: readonly unknown[] = ['counted', 'known'] satisfies readonly DecisionKind[]

function toEarlier(finding: Finding, saved: unknown, readAt: string | null): EarlierFinding {
  const counted = finding.state === 'open' && COUNTED.includes(own(saved, 'decision', 'kind'))
  const said = own(saved, 'firstSeenAt')
  // Reports of earlier releases do not say it.
  if (said === undefined) return { ...finding, counted, firstSeenAt: readAt }
  const seen = toInstant(said)
  const isTrue = seen !== undefined && readAt !== null && seen <= Date.parse(readAt)
  return { ...finding, counted, firstSeenAt: isTrue ? String(said) : null }
}
