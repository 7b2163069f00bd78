// Decides when an answer about a scan is believed, when ECR is asked again, and when asking ends. The decision is a pure
// function of what was just seen and what is remembered, so that tests can try every order of answers.

import type { Page } from '../image/page.ts'
import { readinessOf, statusOf } from '../image/status.ts'
import type { Fields } from '../json.ts'

/** The result of one reading of the findings. */
export type ScanResponse =
  | {
      readonly kind: 'answer'
      /** The first page as it came. */
      readonly head: Fields
      /** All pages, or those before a fault; `broken` says why there are no more. Empty if the findings were only counted. */
      readonly pages: readonly Page[]
      readonly broken?: string
      readonly summary: Summary
    }
  /** ECR does not know the scan or the image; it may still appear. */
  | { readonly kind: 'missing'; readonly what: 'scan' | 'image' }

/** The facts about an answer that decide whether it is believed. */
export interface Summary {
  /** Equal for two readings that say the same. */
  readonly fingerprint: string
  /** Findings on all pages. */
  readonly entries: number
  readonly enhanced: boolean
  /** Whether the answer itself shows that the scan is done, so that an empty list need not last for `scan-grace`. */
  readonly proven: boolean
}

export interface Limits {
  /** Seconds that a scan may take: `wait-timeout`. */
  readonly timeoutSeconds: number
  /** Seconds to wait for a result that is missing or empty: `scan-grace`. */
  readonly graceSeconds: number
}

/** What is remembered between two readings. Times are in seconds since the run began to ask. */
export interface PollState {
  /** The fingerprint of the last reading, if that was ready. */
  readonly fingerprint?: string
  /** Since when the answer has been missing, empty or of an unknown status without interruption. */
  readonly sinceSeconds?: number
  /** Whether the last reading broke off after its first page, so that this one is the second attempt. */
  readonly tried?: boolean
}

export type Next =
  | { readonly kind: 'believe'; readonly stayedEmpty: boolean; readonly note?: string }
  /** `gap` says why there is no result, if the answer itself does not. */
  | { readonly kind: 'end'; readonly gap?: string }
  | {
      readonly kind: 'wait'
      /** What the next reading needs to know. */
      readonly polled: PollState
      /** When waiting ends, and the gap that results if nothing changes until then. */
      readonly untilSeconds: number
      readonly gap?: string
      /** What is being waited for, in a few words. */
      readonly state: string
      /** Whether the next reading is to confirm this one. */
      readonly confirm: boolean
    }

/** Decides after a reading at `elapsed` seconds. */
export function decideNext(response: ScanResponse, polled: PollState, elapsed: number, limits: Limits): Next {
  if (response.kind === 'missing') {
    const [state, gap] = MISSING[response.what]
    return giveGrace(state, polled.sinceSeconds ?? elapsed, elapsed, limits, gap)
  }
  const { head, broken, summary } = response
  if (broken !== undefined) {
    const late = polled.fingerprint !== undefined && elapsed >= limits.timeoutSeconds
    return polled.tried === true || late
      ? { kind: 'end', gap: broken }
      : confirm({ ...polled, tried: true }, 'reading the rest again', broken)
  }
  switch (readinessOf(head)) {
    case 'ready':
      return decideReady(summary, polled, elapsed, limits)
    case 'ended':
      return { kind: 'end' }
    case 'waiting': {
      const untilSeconds = limits.timeoutSeconds
      const gap = `the scan did not finish within wait-timeout (${untilSeconds} s); its status is still ${statusOf(head)}`
      return elapsed >= untilSeconds
        ? { kind: 'end', gap }
        : { kind: 'wait', polled: {}, untilSeconds, state: `scan ${statusOf(head)}`, gap, confirm: false }
    }
    // A status that this code does not know may be a passing one, as PENDING is, so it is given the grace period and no more.
    case 'unknown':
      return giveGrace(`scan ${statusOf(head) ?? 'without a status'}`, polled.sinceSeconds ?? elapsed, elapsed, limits)
  }
}

const MISSING = {
  scan: ['no scan yet', 'ECR has no scan of this image'],
  image: ['no image yet', 'ECR does not know this image'],
} as const

function giveGrace(state: string, sinceSeconds: number, elapsed: number, { timeoutSeconds, graceSeconds }: Limits, gap?: string): Next {
  const untilSeconds = Math.min(timeoutSeconds, sinceSeconds + graceSeconds)
  const told = gap === undefined ? {} : { gap }
  return elapsed >= untilSeconds
    ? { kind: 'end', ...told }
    : { kind: 'wait', polled: { sinceSeconds }, untilSeconds, state, ...told, confirm: false }
}

// The counts may still change after COMPLETE, so two readings have to agree. An enhanced scan that has not begun looks like
// one that found nothing, so an empty list without a time of completion has to last for the grace period.
function decideReady(summary: Summary, polled: PollState, elapsed: number, limits: Limits): Next {
  const { fingerprint, entries, enhanced, proven } = summary
  const same = polled.fingerprint === fingerprint
  if (entries === 0 && !proven) {
    const sinceSeconds = same ? (polled.sinceSeconds ?? elapsed) : elapsed
    if (enhanced && same && elapsed >= sinceSeconds + limits.graceSeconds) {
      const note = `the list of findings stayed empty for ${limits.graceSeconds} s (scan-grace), so it is accepted`
      return { kind: 'believe', stayedEmpty: true, note }
    }
    const next = giveGrace('the list of findings is empty', sinceSeconds, elapsed, limits)
    return next.kind === 'wait' ? { ...next, polled: { fingerprint, sinceSeconds } } : next
  }
  if (same) {
    const note = 'the list of findings is empty; it is accepted because the scan has a completion time'
    return { kind: 'believe', stayedEmpty: false, ...(entries === 0 && enhanced ? { note } : {}) }
  }
  const gap = 'the findings still changed from one reading to the next when wait-timeout ended'
  // The first ready reading is always followed by a confirming one, even if no time is left.
  if (polled.fingerprint !== undefined && elapsed >= limits.timeoutSeconds) return { kind: 'end', gap }
  return confirm({ fingerprint }, 'reading the findings again', gap)
}

function confirm(polled: PollState, state: string, gap: string): Next {
  return { kind: 'wait', polled, untilSeconds: Number.POSITIVE_INFINITY, gap, state, confirm: true }
}
