// Waiting for one image's scan until its findings are believed, or until it is clear that there will be none.

import { own, ownList } from '../../events/json.ts'
import type { Scan } from '../../events/scan.ts'
import { Fault } from '../../fault.ts'
import { toInstant } from '../../language/compare.ts'
import { type Clock, pauseBefore, poll } from '../poll.ts'
import { decideNext, type Limits, type Look, type Memory, type Next } from './belief.ts'
import type { Ecr } from './calls.ts'
import { readPages } from './pages.ts'

export interface ScanOptions extends Limits {
  /** Whether a scan that is missing is started. */
  readonly startScan: 'never' | 'if-missing'
  /** Whether the lists are kept as they came, because a rule looks at them. */
  readonly keepLists: boolean
  /** Seconds that scans in this repository usually take after the push. */
  readonly usual: () => Promise<number | undefined>
  readonly clock: Clock
  readonly now: () => Date
  /** Told what is waited for, and for how many seconds. */
  readonly progress: (state: string, elapsed: number) => void
}

/** What was read in the end. `missing` says that ECR has no scan or no image, as far as it goes. */
export type Reading = Omit<Scan, 'subject'> & { readonly missing?: 'scan' | 'image' }

/** Reads the findings of the image with this digest. Throws a fault when ECR cannot be asked at all. */
export async function awaitScan(ecr: Ecr, digest: string, options: ScanOptions): Promise<Reading> {
  const { clock, progress } = options
  const notes: string[] = []
  let memory: Memory = {}
  let ages: readonly [age: number, usual: number | undefined] | undefined
  let started = false
  return poll<Reading>(clock, async elapsed => {
    const look = await readPages(ecr, digest, { whole: memory.print !== undefined, keepLists: options.keepLists })
    let next = decideNext(look, memory, elapsed, options)
    const missing = look.kind === 'missing' && look.what === 'scan'
    if (missing || (next.kind === 'wait' && !next.confirm))
      ages ??= await Promise.all([readAge(ecr, digest, options.now()).then(age => age - elapsed), options.usual()])
    const age = (ages?.[0] ?? 0) + elapsed
    // Right after a push the scan may only be late, so it is started when its grace is over.
    if (missing && options.startScan === 'if-missing' && !started && (age >= options.grace || next.kind === 'end')) {
      started = true
      const outcome = await startScan(ecr, digest)
      if ('gap' in outcome) return { done: conclude(look, { kind: 'end', gap: outcome.gap }, notes) }
      notes.push(outcome.note)
      // The scan that was started is not there at once either.
      next = decideNext(look, { since: elapsed }, elapsed, options)
    }
    if (next.kind !== 'wait') return { done: conclude(look, next, notes) }
    memory = next.memory
    if (!next.confirm) progress(next.state, elapsed)
    const pause = next.confirm ? CONFIRM : pauseBefore(age, ages?.[1])
    return { otherwise: conclude(look, next, notes), until: next.until, pause }
  })
}

// Seconds between a reading of the findings and the one that confirms it.
const CONFIRM = 1

function conclude(look: Look, next: Next, notes: readonly string[]): Reading {
  const note = next.kind === 'believe' ? next.note : undefined
  const gap = next.kind === 'believe' ? undefined : next.gap
  return {
    pages: look.kind === 'answer' ? look.pages : [],
    gaps: gap === undefined ? [] : [gap],
    notes: note === undefined ? notes : [...notes, note],
    stayedEmpty: next.kind === 'believe' && next.stayedEmpty,
    ...(look.kind === 'missing' ? { missing: look.what } : {}),
  }
}

// A scan that ended later than this after its push was not the one on push.
const LONGEST_SCAN = 900
const FEWEST_SCANS = 3

/** How long scans in this repository usually took after the push, in seconds, as far as ECR tells. */
export async function readUsual(ecr: Ecr): Promise<number | undefined> {
  const repository = await unless(() => ecr.describeImages())
  const details = repository !== undefined && 'answer' in repository ? ownList(repository.answer, 'imageDetails') : []
  const taken = details.flatMap(scanSeconds).sort((a, b) => a - b)
  return taken.length < FEWEST_SCANS ? undefined : taken[Math.floor(taken.length / 2)]
}

// Seconds since the push; zero where ECR does not tell.
async function readAge(ecr: Ecr, digest: string, now: Date): Promise<number> {
  const image = await unless(() => ecr.describeImage(digest))
  const detail = image !== undefined && 'answer' in image ? ownList(image.answer, 'imageDetails')[0] : undefined
  const pushedAt = toInstant(own(detail, 'imagePushedAt'))
  return pushedAt === undefined ? 0 : Math.max(0, (now.getTime() - pushedAt) / 1000)
}

// What only makes the waiting shorter is no fault of the run when it cannot be read.
async function unless<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return undefined
  }
}

function scanSeconds(detail: unknown): readonly number[] {
  const pushed = toInstant(own(detail, 'imagePushedAt'))
  const completed = toInstant(own(detail, 'imageScanFindingsSummary', 'imageScanCompletedAt'))
  if (pushed === undefined || completed === undefined) return []
  const seconds = (completed - pushed) / 1000
  return seconds > 0 && seconds <= LONGEST_SCAN ? [seconds] : []
}

/** What StartImageScan said: a note where reading goes on, a gap where there will be nothing to read. */
async function startScan(ecr: Ecr, digest: string): Promise<{ readonly note: string } | { readonly gap: string }> {
  const answered = await ecr.startImageScan(digest)
  if ('answer' in answered) return { note: 'this run started the scan' }
  const { error, message } = answered
  switch (error) {
    // Basic scanning scans an image once in 24 hours, the scan on push included, so there is a result to read.
    case 'LimitExceededException':
      return { note: 'the scan could not be started again: ECR scanned the image within the last 24 hours' }
    case 'UnsupportedImageTypeException':
      return { gap: `ECR cannot scan this kind of image (${message})` }
    case 'ImageNotFoundException':
      return { note: 'the scan could not be started: ECR does not know the image yet' }
    default:
      return {
        gap: /feature is disabled/i.test(message)
          ? 'ECR has no scan of this image, and none can be started: the registry uses enhanced scanning, which starts by itself'
          : `the scan could not be started: ECR answered ${error} (${message})`,
      }
  }
}
