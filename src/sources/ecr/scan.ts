// Waiting for one image's scan until its findings are believed, or until it is clear that there will be none.

import { own, ownList } from '../../events/json.ts'
import type { Page } from '../../events/page.ts'
import type { Scan } from '../../events/scan.ts'
import { explainStatus, readinessOf } from '../../events/status.ts'
import { Fault, settle } from '../../fault.ts'
import type { StartScan } from '../../gate/policy.ts'
import { toInstant } from '../../language/compare.ts'
import { type Clock, pauseBefore, poll, type Turn } from '../poll.ts'
import { decideNext, type Limits, type Look, type Memory, type Next } from './belief.ts'
import type { Ecr } from './calls.ts'
import { readPages } from './pages.ts'

export interface ScanOptions extends Limits {
  readonly startScan: StartScan
  /** Whether the lists are kept as they came, because a rule looks at them. */
  readonly keepLists: boolean
  /** Seconds that scans in this repository usually take after the push. */
  readonly usual: () => Promise<number | undefined>
  readonly clock: Clock
  /** When the run began to ask, by that clock: all manifests of all images wait for the same end. */
  readonly began: number
  readonly now: () => Date
  /** Told what is waited for, and for how many seconds. */
  readonly progress: (state: string, elapsed: number) => void
}

/** What was read in the end. `missing` says that ECR has no scan or no image, as far as it goes. */
export type Reading = Omit<Scan, 'subject'> & { readonly missing?: 'scan' | 'image' }

/** Reads the findings of the image with this digest. Throws a fault when ECR cannot be asked at all. */
export async function awaitScan(ecr: Ecr, digest: string, options: ScanOptions): Promise<Reading> {
  const { clock, progress, keepLists } = options
  const notes: string[] = []
  let memory: Memory = {}
  // The findings are held of one reading; the one that confirms it only counts, so that there is never room for two.
  let held: Held | undefined
  let ages: Ages | undefined
  let limits: Limits = options
  let started = false
  const takeTurn = async (elapsed: number): Promise<Turn<Reading>> => {
    const whole = held === undefined || held.print !== memory.print
    const look = await settle(() => readPages(ecr, digest, { whole, keepLists }))
    // What was seen counts, so a fault after it does not take it away.
    if (look instanceof Fault && held === undefined) throw look
    if (look instanceof Fault) return { done: conclude(undefined, held, { kind: 'end', gap: look.message }, notes) }
    if (whole && look.kind === 'answer' && look.summary.entries > 0) held = { pages: look.pages, print: look.summary.print }
    let next = decideNext(look, memory, elapsed, limits)

    const missing = look.kind === 'missing' && look.what === 'scan'
    if (missing || (next.kind === 'wait' && !next.confirm)) ages ??= await readAges(ecr, digest, elapsed, options)
    const age = (ages?.age ?? 0) + elapsed
    // Right after a push the scan may only be late, so it is started when its grace is over.
    if (missing && options.startScan === 'if-missing' && !started && (age >= options.grace || next.kind === 'end')) {
      started = true
      const outcome = await startScan(ecr, digest)
      if ('gap' in outcome) return { done: conclude(look, held, { kind: 'end', gap: outcome.gap }, notes) }
      notes.push(outcome.note)
      // The scan that was started is not there at once, but it will be; it takes its time from now on.
      if (outcome.started) limits = { timeout: options.timeout, grace: options.timeout }
      next = decideNext(look, { since: elapsed }, elapsed, limits)
      ages = { age: -elapsed, usual: ages?.usual }
    }
    if (next.kind !== 'wait') return { done: conclude(look, held, next, notes) }
    memory = next.memory
    if (!next.confirm) progress(next.state, elapsed)
    const pause = next.confirm ? CONFIRM : pauseBefore((ages?.age ?? 0) + elapsed, ages?.usual)
    return { otherwise: conclude(look, held, next, notes), until: next.until, pause }
  }
  return poll(clock, takeTurn, options.began)
}

// Seconds between a reading of the findings and the one that confirms it.
const CONFIRM = 1

/** The findings of the last reading that had any, and its print. */
interface Held {
  readonly pages: readonly Page[]
  readonly print: string
}

function conclude(look: Look | undefined, held: Held | undefined, next: Next, notes: readonly string[]): Reading {
  if (next.kind === 'believe') {
    const pages = look?.kind === 'answer' && look.pages.length > 0 ? look.pages : (held?.pages ?? [])
    return { pages, notes: next.note === undefined ? notes : [...notes, next.note], stayedEmpty: next.stayedEmpty }
  }
  const gaps = next.gap === undefined ? [] : [next.gap]
  const missing = look?.kind === 'missing' ? { missing: look.what } : {}
  if (held === undefined) return { pages: look?.kind === 'answer' ? look.pages : [], gaps, notes, ...missing }
  // Findings that were seen stay, beside the reason why they are not the last word.
  const unready = look?.kind === 'answer' && readinessOf(look.head) !== 'ready' ? [explainStatus(look.head)] : []
  return { pages: held.pages, gaps: ['no later reading confirmed these findings', ...gaps, ...unready], notes, ...missing }
}

interface Ages {
  /** Seconds from the push to the first look. */
  readonly age: number
  /** Seconds that scans in this repository usually take after the push. */
  readonly usual: number | undefined
}

async function readAges(ecr: Ecr, digest: string, elapsed: number, { now, usual }: ScanOptions): Promise<Ages> {
  const [age, seconds] = await Promise.all([readAge(ecr, digest, now()), usual()])
  return { age: age - elapsed, usual: seconds }
}

// A scan that ended later than this after its push was not the one on push.
const LONGEST_SCAN = 900
const FEWEST_SCANS = 3

/** How long scans in this repository usually took after the push, in seconds, as far as ECR tells. */
export async function readUsual(ecr: Ecr): Promise<number | undefined> {
  // What only makes the waiting shorter is no fault of the run when it cannot be read.
  const repository = await settle(() => ecr.describeImages())
  const details = 'answer' in repository ? ownList(repository.answer, 'imageDetails') : []
  const taken = details.flatMap(scanSeconds).sort((a, b) => a - b)
  return taken.length < FEWEST_SCANS ? undefined : taken[Math.floor(taken.length / 2)]
}

// Seconds since the push; zero where ECR does not tell.
async function readAge(ecr: Ecr, digest: string, now: Date): Promise<number> {
  const image = await settle(() => ecr.describeImage(digest))
  const detail = 'answer' in image ? ownList(image.answer, 'imageDetails')[0] : undefined
  const pushedAt = toInstant(own(detail, 'imagePushedAt'))
  return pushedAt === undefined ? 0 : Math.max(0, (now.getTime() - pushedAt) / 1000)
}

function scanSeconds(detail: unknown): readonly number[] {
  const pushed = toInstant(own(detail, 'imagePushedAt'))
  const completed = toInstant(own(detail, 'imageScanFindingsSummary', 'imageScanCompletedAt'))
  if (pushed === undefined || completed === undefined) return []
  const seconds = (completed - pushed) / 1000
  return seconds > 0 && seconds <= LONGEST_SCAN ? [seconds] : []
}

/** What StartImageScan said: a note where reading goes on, a gap where there will be nothing to read. */
async function startScan(
  ecr: Ecr,
  digest: string,
): Promise<{ readonly note: string; readonly started: boolean } | { readonly gap: string }> {
  const answered = await ecr.startImageScan(digest)
  if ('answer' in answered) return { note: 'this run started the scan', started: true }
  const { error, message } = answered
  switch (error) {
    // Basic scanning scans an image once in 24 hours, the scan on push included, so there is a result to read.
    case 'LimitExceededException':
      return { note: 'the scan could not be started again: ECR scanned the image within the last 24 hours', started: false }
    case 'UnsupportedImageTypeException':
      return { gap: `ECR cannot scan this kind of image (${message})` }
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
