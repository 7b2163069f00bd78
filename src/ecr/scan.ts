// Waits for one image's scan until its findings are believed, or until it is clear that there will be none.

import { captureFault, Fault } from '../fault.ts'
import type { StartScan } from '../gate/policy.ts'
import type { Page } from '../image/page.ts'
import type { Scan } from '../image/read.ts'
import { explainStatus, RESTORE, readinessOf } from '../image/status.ts'
import { own, ownList } from '../json.ts'
import { type Clock, poll, type Turn } from '../poll.ts'
import { toInstant } from '../time.ts'
import type { Ecr } from './calls.ts'
import { readDetail } from './only.ts'
import { readPages } from './pages.ts'
import { pauseBefore } from './pause.ts'
import { decideNext, type Limits, type Next, type PollState, type ScanResponse } from './readiness.ts'

export interface ScanOptions extends Limits {
  readonly startScan: StartScan
  /** Whether to keep ECR's original lists, because a rule refers to them. */
  readonly keepLists: boolean
  /** Seconds that scans in this repository usually take after the push. */
  readonly usualSeconds: () => Promise<number | undefined>
  readonly clock: Clock
  /** When the run began to ask, on that clock. It is the same for all manifests of all images, so they share one deadline. */
  readonly beganMilliseconds: number
  readonly now: () => Date
  /** Called with what is being waited for, and for how many seconds. */
  readonly progress: (state: string, elapsed: number) => void
}

/** The final result. `missing` is set if ECR last said that it has no such scan or image. */
export type ScanResult = Omit<Scan, 'requested'> & { readonly missing?: 'scan' | 'image' }

/** Reads the findings of the image with this digest. Throws a fault if ECR cannot be queried at all. */
export async function awaitScan(ecr: Ecr, digest: string, options: ScanOptions): Promise<ScanResult> {
  let waiting: WaitState = { polled: {}, last: undefined, ages: undefined, limits: options, started: false, notes: [] }
  const takeTurn = async (elapsed: number): Promise<Turn<ScanResult>> => {
    const taken = await readOnce(ecr, digest, waiting, elapsed, options)
    if ('done' in taken) return taken
    const { next, response } = taken
    waiting = { ...taken.waiting, polled: next.polled }
    if (!next.confirm) options.progress(next.state, elapsed)
    const { ages, last, notes } = waiting
    const pauseSeconds = next.confirm ? CONFIRM_SECONDS : pauseBefore((ages?.ageSeconds ?? 0) + elapsed, ages?.usualSeconds)
    return { otherwise: conclude(response, last, next, notes), untilSeconds: next.untilSeconds, pauseSeconds }
  }
  return poll(options.clock, takeTurn, options.beganMilliseconds)
}

// Seconds between a reading of the findings and the one that confirms it.
const CONFIRM_SECONDS = 1

/** What the whole wait for an image remembers from turn to turn; its `polled` is only what the decision about a reading needs. */
interface WaitState {
  readonly polled: PollState
  /** Only one reading's findings are held in memory; the reading that confirms them only counts. */
  readonly last: LastFindings | undefined
  readonly ages: Ages | undefined
  readonly limits: Limits
  /** Whether this run started the scan. */
  readonly started: boolean
  readonly notes: readonly string[]
}

/** The findings of the last reading that had any, and its fingerprint. */
interface LastFindings {
  readonly pages: readonly Page[]
  readonly fingerprint: string
}

type TurnResult =
  | { readonly done: ScanResult }
  | { readonly response: ScanResponse; readonly waiting: WaitState; readonly next: Extract<Next, { kind: 'wait' }> }

async function readOnce(ecr: Ecr, digest: string, before: WaitState, elapsed: number, options: ScanOptions): Promise<TurnResult> {
  const whole = before.last === undefined || before.last.fingerprint !== before.polled.fingerprint
  const response = await captureFault(() => readPages(ecr, digest, { whole, keepLists: options.keepLists }))
  if (response instanceof Fault) {
    // Findings that were seen count, so a later fault must not discard them.
    if (before.last === undefined) throw response
    return { done: conclude(undefined, before.last, { kind: 'end', gap: response.message }, before.notes) }
  }
  const found = whole && response.kind === 'answer' && response.summary.entries > 0
  const last = found ? { pages: response.pages, fingerprint: response.summary.fingerprint } : before.last
  const next = decideNext(response, before.polled, elapsed, before.limits)
  const missing = response.kind === 'missing' && response.what === 'scan'
  const asks = missing || (next.kind === 'wait' && !next.confirm)
  const ages = before.ages ?? (asks ? await readAges(ecr, digest, elapsed, options) : undefined)
  const waiting: WaitState = { ...before, last, ages }
  // Right after a push the scan may just be late, so it is started only when the grace period is over.
  const late = next.kind === 'end' || (ages?.ageSeconds ?? 0) + elapsed >= options.graceSeconds
  return missing && late && options.startScan === 'if-missing' && !before.started
    ? startMissing(ecr, digest, response, waiting, elapsed, options)
    : proceed(response, waiting, next)
}

async function startMissing(
  ecr: Ecr,
  digest: string,
  response: ScanResponse,
  waiting: WaitState,
  elapsed: number,
  { timeoutSeconds }: ScanOptions,
): Promise<TurnResult> {
  const outcome = await startScan(ecr, digest)
  if ('gap' in outcome) return { done: conclude(response, waiting.last, { kind: 'end', gap: outcome.gap }, waiting.notes) }
  // The started scan does not appear at once but will appear, so only wait-timeout limits it. Its age counts from now.
  const limits = outcome.started ? { timeoutSeconds, graceSeconds: timeoutSeconds } : waiting.limits
  const ages = { ageSeconds: -elapsed, usualSeconds: waiting.ages?.usualSeconds }
  const after: WaitState = { ...waiting, started: true, notes: [...waiting.notes, outcome.note], limits, ages }
  return proceed(response, after, decideNext(response, { sinceSeconds: elapsed }, elapsed, limits))
}

function proceed(response: ScanResponse, waiting: WaitState, next: Next): TurnResult {
  return next.kind === 'wait' ? { response, waiting, next } : { done: conclude(response, waiting.last, next, waiting.notes) }
}

function conclude(response: ScanResponse | undefined, last: LastFindings | undefined, next: Next, notes: readonly string[]): ScanResult {
  if (next.kind === 'believe') {
    const pages = response?.kind === 'answer' && response.pages.length > 0 ? response.pages : (last?.pages ?? [])
    return { pages, notes: next.note === undefined ? notes : [...notes, next.note], stayedEmpty: next.stayedEmpty }
  }
  const gaps = next.gap === undefined ? [] : [next.gap]
  const missing = response?.kind === 'missing' ? { missing: response.what } : {}
  if (last === undefined) return { pages: response?.kind === 'answer' ? response.pages : [], gaps, notes, ...missing }
  // Findings that were seen are kept, together with the reasons why they are not final.
  const unready = response?.kind === 'answer' && readinessOf(response.head) !== 'ready' ? [explainStatus(response.head)] : []
  return { pages: last.pages, gaps: ['no later reading confirmed these findings', ...gaps, ...unready], notes, ...missing }
}

interface Ages {
  /** Seconds from the push, or from the start of the scan if this run started it, to the time when the run began to ask. */
  readonly ageSeconds: number
  /** Seconds that scans in this repository usually take after the push. */
  readonly usualSeconds: number | undefined
}

async function readAges(ecr: Ecr, digest: string, elapsed: number, { now, usualSeconds }: ScanOptions): Promise<Ages> {
  const [age, seconds] = await Promise.all([readAge(ecr, digest, now()), usualSeconds()])
  return { ageSeconds: age - elapsed, usualSeconds: seconds }
}

// A scan that ended later than this many seconds after the push was not the scan on push.
const ON_PUSH_SECONDS = 900
const FEWEST_SCANS = 3

/** The median time of the repository's scans from push to completion, in seconds; undefined if ECR tells of too few. */
export async function readUsual(ecr: Ecr): Promise<number | undefined> {
  // This only shortens the waiting, so a failure to read it is ignored.
  const repository = await captureFault(() => ecr.describeImages())
  const details = repository instanceof Fault ? [] : ownList(repository, 'imageDetails')
  const taken = details.flatMap(scanSeconds).sort((a, b) => a - b)
  return taken.length < FEWEST_SCANS ? undefined : taken[Math.floor(taken.length / 2)]
}

// Seconds since the push; zero if ECR does not say when it was.
async function readAge(ecr: Ecr, digest: string, now: Date): Promise<number> {
  const detail = await captureFault(() => readDetail(ecr, digest))
  const pushedAt = toInstant(own(detail, 'imagePushedAt'))
  return pushedAt === undefined ? 0 : Math.max(0, (now.getTime() - pushedAt) / 1000)
}

function scanSeconds(detail: unknown): readonly number[] {
  const pushed = toInstant(own(detail, 'imagePushedAt'))
  const completed = toInstant(own(detail, 'imageScanFindingsSummary', 'imageScanCompletedAt'))
  if (pushed === undefined || completed === undefined) return []
  const seconds = (completed - pushed) / 1000
  return seconds > 0 && seconds <= ON_PUSH_SECONDS ? [seconds] : []
}

/** Starts a scan. Returns a note if reading goes on, or a gap if there will be nothing to read. */
async function startScan(
  ecr: Ecr,
  digest: string,
): Promise<{ readonly note: string; readonly started: boolean } | { readonly gap: string }> {
  const answered = await ecr.startImageScan(digest)
  if ('answer' in answered) return { note: 'this run started the scan', started: true }
  const { error, message } = answered
  switch (error) {
    // Basic scanning scans an image only once in 24 hours, including the scan on push, so there is already a result to read.
    case 'LimitExceededException':
      return { note: 'the scan could not be started again: ECR scanned the image within the last 24 hours', started: false }
    case 'UnsupportedImageTypeException':
      return { gap: `ECR cannot scan this kind of image (${message})` }
    case 'ImageArchivedException':
      return { gap: `the scan could not be started: the image is archived; ${RESTORE}` }
    case 'ImageNotFoundException':
      return { note: 'the scan could not be started: ECR does not know the image yet', started: false }
    default:
      return {
        gap: /feature is disabled/i.test(message)
          ? 'ECR has no scan of this image, and none can be started: the registry uses enhanced scanning, which starts by itself'
          : `the scan could not be started: ECR answered ${error} (${message})`,
      }
  }
}
