// A saved report as a baseline: its images with what was decided about their findings, and when these were first seen. A report is a file
// and may come from anybody, so what it says is believed only where it can be true.

import type { EarlierFinding, EarlierImage } from '../gate/baseline.ts'
import type { DecisionKind } from '../image/decision.ts'
import type { Finding } from '../image/finding.ts'
import { type Fields, own, ownList, ownText } from '../json.ts'
import { toInstant } from '../time.ts'
import { readSavedImages } from './images.ts'

export interface EarlierReport {
  readonly images: readonly EarlierImage[]
  /** When its findings were read, ISO 8601; null where it does not say so, or names a time to come. */
  readonly readAt: string | null
  readonly verdict: string | null
  /** What of the report cannot be read, in sentences. */
  readonly unread: readonly string[]
}

/** Reads the images of a saved report as of `now`, in milliseconds since 1970. */
export function readEarlier(report: Fields, now: number): EarlierReport {
  const said = ownText(report, 'readAt')
  const read = toInstant(said)
  const readAt = said === undefined || read === undefined || read > now ? null : said
  const { images, unread } = readSavedImages(report, readAt ?? '')
  const saved = ownList(report, 'images')
  return {
    images: images.map((image, i) => {
      const findings = ownList(saved[i], 'findings')
      // Where one of them cannot be read, the image has a gap, and which of the others is which is not known.
      if (findings.length !== image.findings.length) return { ...image, findings: [] }
      const gaps = findings.every(each => ownText(each, 'decision', 'kind') !== undefined) ? image.gaps : [...image.gaps, NO_DECISION]
      return { ...image, gaps, findings: image.findings.map((each, at) => toEarlier(each, findings[at], readAt)) }
    }),
    readAt,
    verdict: ownText(report, 'verdict') ?? null,
    unread,
  }
}

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
