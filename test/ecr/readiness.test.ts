// When an answer about a scan is believed: tables of every status at different times and with different memories, and random
// orders of answers, with a simulated clock.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ecr } from '../../src/ecr/calls.ts'
import { pauseBefore } from '../../src/ecr/pause.ts'
import { decideNext, type Limits, type Next, type PollState, type ScanResponse } from '../../src/ecr/readiness.ts'
import { awaitScan } from '../../src/ecr/scan.ts'
import { findGaps } from '../../src/image/gap.ts'
import type { Page } from '../../src/image/page.ts'
import { type Clock, poll } from '../../src/poll.ts'

type AnswerLook = Extract<ScanResponse, { kind: 'answer' }>

const LIMITS: Limits = { timeoutSeconds: 600, graceSeconds: 60 }

const PAGE: Page = { head: {}, listed: ['findings'], entries: 0, findings: [], region: null, gaps: [], lists: {}, keys: {} }

interface Told {
  readonly status?: unknown
  readonly fingerprint?: string
  readonly entries?: number
  readonly enhanced?: boolean
  readonly proven?: boolean
  readonly broken?: string
}

function answer({ status = 'COMPLETE', fingerprint = 'a', entries = 3, enhanced = false, proven = false, broken }: Told): AnswerLook {
  return {
    kind: 'answer',
    head: { imageScanStatus: { status } },
    pages: [PAGE],
    summary: { fingerprint, entries, enhanced, proven },
    ...(broken === undefined ? {} : { broken }),
  }
}

const noScan: ScanResponse = { kind: 'missing', what: 'scan' }
const noImage: ScanResponse = { kind: 'missing', what: 'image' }
const emptyEnhanced = answer({ status: 'ACTIVE', entries: 0, enhanced: true })
const emptyProven = answer({ status: 'ACTIVE', entries: 0, enhanced: true, proven: true })
const emptyBasic = answer({ entries: 0 })
const emptyBasicCounted = answer({ entries: 0, proven: true })

const waits = (fields: object): object => ({ kind: 'wait', confirm: false, ...fields })
const confirms = (fingerprint: string): object => ({
  kind: 'wait',
  confirm: true,
  polled: { fingerprint },
  untilSeconds: Number.POSITIVE_INFINITY,
})
const believes = { kind: 'believe', stayedEmpty: false }
const ends = { kind: 'end' }

interface Case {
  readonly when: string
  readonly look: ScanResponse
  readonly polled?: PollState
  readonly at?: number
  readonly limits?: Limits
  readonly next: object
}

function decide({ look, polled = {}, at = 0, limits = LIMITS, next }: Case): void {
  expect(decideNext(look, polled, at, limits)).toMatchObject(next)
}

describe('a scan under way', () => {
  test.each<Case>([
    {
      when: 'IN_PROGRESS at first',
      look: answer({ status: 'IN_PROGRESS' }),
      next: waits({ polled: {}, untilSeconds: 600, state: 'scan IN_PROGRESS' }),
    },
    {
      when: 'PENDING at first',
      look: answer({ status: 'PENDING' }),
      next: waits({ polled: {}, untilSeconds: 600, state: 'scan PENDING' }),
    },
    { when: 'PENDING long after the grace', look: answer({ status: 'PENDING' }), at: 599.9, next: waits({ untilSeconds: 600 }) },
    { when: 'PENDING when wait-timeout ends', look: answer({ status: 'PENDING' }), at: 600, next: ends },
    { when: 'PENDING after it', look: answer({ status: 'PENDING' }), at: 700, next: ends },
    {
      when: 'PENDING with wait-timeout 0',
      look: answer({ status: 'PENDING' }),
      limits: { timeoutSeconds: 0, graceSeconds: 60 },
      next: ends,
    },
    {
      when: 'IN_PROGRESS with grace 0',
      look: answer({ status: 'IN_PROGRESS' }),
      limits: { timeoutSeconds: 9, graceSeconds: 0 },
      next: waits({ untilSeconds: 9 }),
    },
  ])('$when', decide)

  test('that is not done in time says so, now and when the wait ends', () => {
    const gap = 'the scan did not finish within wait-timeout (600 s); its status is still PENDING'
    expect(decideNext(answer({ status: 'PENDING' }), {}, 0, LIMITS)).toMatchObject({ gap })
    expect(decideNext(answer({ status: 'PENDING' }), {}, 600, LIMITS)).toMatchObject({ gap })
  })

  test('discards what was read before', () => {
    const next = decideNext(answer({ status: 'IN_PROGRESS' }), { fingerprint: 'a', sinceSeconds: 3 }, 10, LIMITS)
    expect(next).toMatchObject({ kind: 'wait' })
    expect(next.kind === 'wait' && next.polled).toEqual({})
  })
})

describe.each(['FAILED', 'UNSUPPORTED_IMAGE', 'SCAN_ELIGIBILITY_EXPIRED', 'FINDINGS_UNAVAILABLE', 'LIMIT_EXCEEDED', 'IMAGE_ARCHIVED'])(
  '%s',
  status => {
    test('ends at once, whatever was remembered, and adds no gap to its own', () => {
      for (const polled of [{}, { fingerprint: 'a' }, { fingerprint: 'a', sinceSeconds: 0 }])
        for (const at of [0, 30, 600, 700]) expect(decideNext(answer({ status }), polled, at, LIMITS)).toEqual({ kind: 'end' })
    })
  },
)

describe.each(['COMPLETE', 'ACTIVE'])('findings of a scan that is %s', status => {
  const look = answer({ status })

  test.each<Case>([
    { when: 'at the first look', look, next: confirms('a') },
    { when: 'at the first look, when wait-timeout has ended', look, at: 600, next: confirms('a') },
    { when: 'at the first look with wait-timeout 0', look, limits: { timeoutSeconds: 0, graceSeconds: 0 }, next: confirms('a') },
    { when: 'after nothing but waiting', look, polled: { sinceSeconds: 2 }, at: 10, next: confirms('a') },
    { when: 'the same again', look, polled: { fingerprint: 'a' }, at: 11, next: believes },
    { when: 'the same again, after wait-timeout', look, polled: { fingerprint: 'a' }, at: 601, next: believes },
    {
      when: 'the same again with wait-timeout 0',
      look,
      polled: { fingerprint: 'a' },
      at: 1,
      limits: { timeoutSeconds: 0, graceSeconds: 0 },
      next: believes,
    },
    { when: 'others than before', look, polled: { fingerprint: 'b' }, at: 11, next: confirms('a') },
    { when: 'others than before, just before wait-timeout', look, polled: { fingerprint: 'b' }, at: 599.9, next: confirms('a') },
    { when: 'others than before when wait-timeout ends', look, polled: { fingerprint: 'b' }, at: 600, next: ends },
    {
      when: 'others than before with wait-timeout 0',
      look,
      polled: { fingerprint: 'b' },
      at: 1,
      limits: { timeoutSeconds: 0, graceSeconds: 0 },
      next: ends,
    },
    { when: 'after an empty list', look, polled: { fingerprint: 'empty', sinceSeconds: 2 }, at: 11, next: confirms('a') },
  ])('$when', decide)

  test('that never stay the same say so', () => {
    const gap = 'the findings still changed from one reading to the next when wait-timeout ended'
    expect(decideNext(look, { fingerprint: 'b' }, 600, LIMITS)).toEqual({ kind: 'end', gap })
    expect(decideNext(look, {}, 0, LIMITS)).toMatchObject({ gap })
  })
})

describe('an empty list', () => {
  test.each<Case>([
    { when: 'with a a completion time, first', look: emptyProven, next: confirms('a') },
    { when: 'with a a completion time, again', look: emptyProven, polled: { fingerprint: 'a' }, at: 1, next: believes },
    { when: 'of a basic scan with its counts, first', look: emptyBasicCounted, next: confirms('a') },
    { when: 'of a basic scan with its counts, again', look: emptyBasicCounted, polled: { fingerprint: 'a' }, at: 1, next: believes },
    {
      when: 'of an enhanced scan, first',
      look: emptyEnhanced,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 0 }, untilSeconds: 60 }),
    },
    {
      when: 'of an enhanced scan, first, later',
      look: emptyEnhanced,
      at: 20,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 20 }, untilSeconds: 80 }),
    },
    {
      when: 'that takes the place of a missing scan',
      look: emptyEnhanced,
      polled: { sinceSeconds: 3 },
      at: 20,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 20 } }),
    },
    {
      when: 'that takes the place of findings',
      look: emptyEnhanced,
      polled: { fingerprint: 'b' },
      at: 20,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 20 } }),
    },
    {
      when: 'that takes the place of another',
      look: emptyEnhanced,
      polled: { fingerprint: 'b', sinceSeconds: 3 },
      at: 70,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 70 } }),
    },
    {
      when: 'again, within the grace',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 3 },
      at: 62.9,
      next: waits({ polled: { fingerprint: 'a', sinceSeconds: 3 }, untilSeconds: 63 }),
    },
    {
      when: 'again, when the grace ends',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 3 },
      at: 63,
      next: { kind: 'believe', stayedEmpty: true },
    },
    {
      when: 'again, long after',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 3 },
      at: 300,
      next: { kind: 'believe', stayedEmpty: true },
    },
    { when: 'of an enhanced scan, first, when wait-timeout ends', look: emptyEnhanced, at: 600, next: ends },
    {
      when: 'of an enhanced scan, again, when wait-timeout ends before the grace',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 570 },
      at: 600,
      next: ends,
    },
    {
      when: 'of an enhanced scan, again, when both end',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 540 },
      at: 600,
      next: { kind: 'believe', stayedEmpty: true },
    },
    {
      when: 'of an enhanced scan with a grace beyond wait-timeout',
      look: emptyEnhanced,
      limits: { timeoutSeconds: 10, graceSeconds: 60 },
      next: waits({ untilSeconds: 10 }),
    },
    {
      when: 'the same, when wait-timeout ends',
      look: emptyEnhanced,
      polled: { fingerprint: 'a', sinceSeconds: 0 },
      at: 10,
      limits: { timeoutSeconds: 10, graceSeconds: 60 },
      next: ends,
    },
    { when: 'of an enhanced scan, once, with grace 0', look: emptyEnhanced, limits: { timeoutSeconds: 10, graceSeconds: 0 }, next: ends },
    {
      when: 'of an enhanced scan, once, with wait-timeout 0',
      look: emptyEnhanced,
      limits: { timeoutSeconds: 0, graceSeconds: 60 },
      next: ends,
    },
    { when: 'of a basic scan without counts, first', look: emptyBasic, next: waits({ untilSeconds: 60 }) },
    {
      when: 'of a basic scan without counts, when the grace ends',
      look: emptyBasic,
      polled: { fingerprint: 'a', sinceSeconds: 0 },
      at: 60,
      next: ends,
    },
    {
      when: 'of a basic scan without counts, long after',
      look: emptyBasic,
      polled: { fingerprint: 'a', sinceSeconds: 0 },
      at: 400,
      next: ends,
    },
  ])('$when', decide)

  test('is believed with a note that says why', () => {
    expect(decideNext(emptyEnhanced, { fingerprint: 'a', sinceSeconds: 0 }, 60, LIMITS)).toMatchObject({
      note: expect.stringContaining('scan-grace'),
    })
    expect(decideNext(emptyProven, { fingerprint: 'a' }, 1, LIMITS)).toMatchObject({ note: expect.stringContaining('a completion time') })
    expect(decideNext(emptyBasicCounted, { fingerprint: 'a' }, 1, LIMITS)).not.toHaveProperty('note')
  })
})

describe('what is missing', () => {
  test.each<Case>([
    {
      when: 'a scan, at first',
      look: noScan,
      next: waits({ polled: { sinceSeconds: 0 }, untilSeconds: 60, gap: 'ECR has no scan of this image', state: 'no scan yet' }),
    },
    {
      when: 'an image, at first',
      look: noImage,
      next: waits({ polled: { sinceSeconds: 0 }, untilSeconds: 60, gap: 'ECR does not know this image' }),
    },
    {
      when: 'a scan, again',
      look: noScan,
      polled: { sinceSeconds: 5 },
      at: 64.9,
      next: waits({ polled: { sinceSeconds: 5 }, untilSeconds: 65 }),
    },
    {
      when: 'a scan, when the grace ends',
      look: noScan,
      polled: { sinceSeconds: 5 },
      at: 65,
      next: { kind: 'end', gap: 'ECR has no scan of this image' },
    },
    {
      when: 'an image, when the grace ends',
      look: noImage,
      polled: { sinceSeconds: 0 },
      at: 60,
      next: { kind: 'end', gap: 'ECR does not know this image' },
    },
    {
      when: 'a scan that was there',
      look: noScan,
      polled: { fingerprint: 'a' },
      at: 30,
      next: waits({ polled: { sinceSeconds: 30 }, untilSeconds: 90 }),
    },
    { when: 'a scan, with grace 0', look: noScan, limits: { timeoutSeconds: 600, graceSeconds: 0 }, next: ends },
    { when: 'a scan, with wait-timeout 0', look: noScan, limits: { timeoutSeconds: 0, graceSeconds: 60 }, next: ends },
    {
      when: 'a scan, with a grace beyond wait-timeout',
      look: noScan,
      limits: { timeoutSeconds: 10, graceSeconds: 60 },
      next: waits({ untilSeconds: 10 }),
    },
    { when: 'a scan, late, when wait-timeout comes before the grace ends', look: noScan, at: 590, next: waits({ untilSeconds: 600 }) },
  ])('$when', decide)

  test('discards what was read before', () => {
    const next = decideNext(noScan, { fingerprint: 'a', sinceSeconds: 3 }, 10, LIMITS)
    expect(next.kind === 'wait' && next.polled.fingerprint).toBe(undefined)
  })
})

describe.each<[string, unknown]>([
  ['COMPLETED', 'COMPLETED'],
  ['without a status', undefined],
  ['of a status that is no text', ['COMPLETE']],
])('an answer %s', (_, status) => {
  const look = status === undefined ? { ...answer({}), head: {} } : answer({ status })

  test.each<Case>([
    { when: 'at first', look, next: waits({ polled: { sinceSeconds: 0 }, untilSeconds: 60 }) },
    { when: 'again', look, polled: { sinceSeconds: 5 }, at: 64.9, next: waits({ polled: { sinceSeconds: 5 }, untilSeconds: 65 }) },
    { when: 'when the grace ends', look, polled: { sinceSeconds: 5 }, at: 65, next: ends },
    { when: 'the same as remembered', look, polled: { fingerprint: 'a', sinceSeconds: 5 }, at: 20, next: waits({ untilSeconds: 65 }) },
    { when: 'with grace 0', look, limits: { timeoutSeconds: 600, graceSeconds: 0 }, next: ends },
    { when: 'with wait-timeout 0', look, limits: { timeoutSeconds: 0, graceSeconds: 60 }, next: ends },
  ])('$when', decide)
})

describe('pages that could not all be read', () => {
  const gap = 'after 1 page of findings ECR answered X: the rest was not read'
  const look = answer({ broken: gap })
  const again = { kind: 'wait', confirm: true, gap }

  test.each<Case>([
    { when: 'are read once more', look, next: again },
    { when: 'are read once more, when wait-timeout has ended', look, at: 600, next: again },
    { when: 'are read once more with wait-timeout 0', look, limits: { timeoutSeconds: 0, graceSeconds: 0 }, next: again },
    { when: 'are read once more after a reading that was whole', look, polled: { fingerprint: 'b' }, at: 1, next: again },
  ])('$when', decide)

  test('end the waiting the second time, with the reason', () => {
    for (const polled of [{}, { fingerprint: 'a' }, { fingerprint: 'a', sinceSeconds: 0 }]) {
      const first = decideNext(look, polled, 5, LIMITS)
      expect(decideNext(look, first.kind === 'wait' ? first.polled : {}, 6, LIMITS)).toEqual({ kind: 'end', gap })
    }
  })

  test('never confirm a complete reading, and are never confirmed by one', () => {
    const first = decideNext(look, {}, 0, LIMITS)
    const polled = first.kind === 'wait' ? first.polled : {}
    expect(decideNext(answer({}), polled, 1, LIMITS)).toMatchObject({ kind: 'wait', confirm: true })
    expect(decideNext(look, { fingerprint: 'a' }, 1, LIMITS)).not.toMatchObject({ kind: 'believe' })
  })

  test('are read once more again if they break off again after a complete reading', () => {
    const first = decideNext(look, {}, 0, LIMITS)
    const whole = decideNext(answer({}), first.kind === 'wait' ? first.polled : {}, 1, LIMITS)
    expect(decideNext(look, whole.kind === 'wait' ? whole.polled : {}, 2, LIMITS)).toMatchObject(again)
  })
})

describe('an answer that is no result but lists findings', () => {
  const unused = (): Promise<never> => Promise.reject(new Error('nothing else is asked'))

  test.each(['FAILED', 'SCAN_ELIGIBILITY_EXPIRED', 'FINDINGS_UNAVAILABLE', 'IMAGE_ARCHIVED', 'COMPLETED', 'IN_PROGRESS'])(
    '%s keeps them: a finding that was seen counts',
    async status => {
      const head = { imageScanStatus: { status }, imageScanFindings: { findings: [{ name: 'CVE-1', severity: 'CRITICAL' }] } }
      const ecr: Ecr = {
        describeImageScanFindings: () => Promise.resolve({ answer: head }),
        describeImage: () => Promise.resolve({ answer: { imageDetails: [] } }),
        describeStoredImage: unused,
        batchGetImage: unused,
        describeImages: unused,
        startImageScan: unused,
        getRegistryScanningConfiguration: unused,
        batchGetRepositoryScanningConfiguration: unused,
        describeRepository: unused,
        putImage: unused,
        deleteTag: unused,
        getAuthorizationToken: unused,
        getDownloadUrlForLayer: unused,
      }
      let now = 0
      const reading = await awaitScan(ecr, 'sha256:aa', {
        ...LIMITS,
        startScan: 'never',
        beganMilliseconds: 0,
        keepLists: false,
        usualSeconds: () => Promise.resolve(undefined),
        clock: {
          milliseconds: () => now,
          sleep: async milliseconds => {
            now += milliseconds
          },
        },
        now: () => new Date(now),
        progress: () => {},
      })
      expect(reading.pages).toMatchObject([{ findings: [{ finding: { id: 'CVE-1', severity: 'CRITICAL' } }] }])
      // The pages themselves show the status as a gap.
      expect(findGaps(reading.pages, [], { stayedEmpty: reading.stayedEmpty === true })).toContainEqual(expect.stringContaining(status))
    },
  )
})

interface Seen {
  readonly at: number
  readonly look: ScanResponse
}

interface Settled {
  readonly next: Next
  readonly seen: readonly Seen[]
  readonly end: number
}

/** Waits as `awaitScan` does: `answerAt` says what ECR answers, and every look takes `lookSeconds`. */
async function settle(answerAt: (at: number) => ScanResponse, limits: Limits, lookSeconds = 0, usualSeconds?: number): Promise<Settled> {
  let now = 0
  const clock: Clock = {
    milliseconds: () => now,
    sleep: async milliseconds => {
      expect(milliseconds).toBeGreaterThan(0)
      now += milliseconds
    },
  }
  const seen: Seen[] = []
  let polled: PollState = {}
  const next = await poll<Next>(clock, async at => {
    expect(seen.length).toBeLessThan(10_000)
    const look = answerAt(at)
    seen.push({ at, look })
    now += lookSeconds * 1000
    const decided = decideNext(look, polled, at, limits)
    if (decided.kind !== 'wait') return { done: decided }
    polled = decided.polled
    const otherwise: Next = decided.gap === undefined ? { kind: 'end' } : { kind: 'end', gap: decided.gap }
    return { otherwise, untilSeconds: decided.untilSeconds, pauseSeconds: decided.confirm ? 1 : pauseBefore(at, usualSeconds) }
  })
  return { next, seen, end: now / 1000 }
}

describe('waiting', () => {
  test('follows a scan from the push to its findings', async () => {
    const { next, seen } = await settle(at => {
      if (at < 3) return noScan
      if (at < 8) return answer({ status: 'PENDING' })
      if (at < 20) return answer({ status: 'IN_PROGRESS' })
      return answer({ fingerprint: at < 21.5 ? 'a' : 'b', entries: 97 })
    }, LIMITS)
    expect(next).toEqual({ kind: 'believe', stayedEmpty: false })
    expect(seen.at(-1)?.at).toBeLessThan(26)
  })

  const lookSeconds = fc.double({ min: 0, max: 3, noNaN: true })

  test('believes an enhanced list that stays empty, however long a look takes', async () => {
    // ECR gives this answer forever for such an image, so otherwise there would never be a verdict on it.
    await fc.assert(
      fc.asyncProperty(lookSeconds, fc.double({ min: 0, max: 50, noNaN: true }), async (seconds, from) => {
        const { next, end } = await settle(at => (at < from ? noScan : emptyEnhanced), LIMITS, seconds)
        expect(next).toMatchObject({ kind: 'believe', stayedEmpty: true })
        expect(end).toBeLessThan(from + 60 + 5 + 4 * seconds)
      }),
    )
  })

  test('looks once more when time ends, however long a look takes', async () => {
    await fc.assert(
      fc.asyncProperty(lookSeconds, async seconds => {
        const { next } = await settle(
          at => (at < 30 ? answer({ status: 'PENDING' }) : answer({})),
          { timeoutSeconds: 30, graceSeconds: 60 },
          seconds,
        )
        expect(next).toMatchObject({ kind: 'believe' })
      }),
    )
  })

  test('believes nothing of findings that change with every look, and ends with wait-timeout', async () => {
    const { next, end } = await settle(at => answer({ fingerprint: String(at) }), LIMITS)
    expect(next).toMatchObject({ kind: 'end', gap: expect.stringContaining('still changed') })
    expect(end).toBeGreaterThanOrEqual(600)
    expect(end).toBeLessThanOrEqual(601)
  })
})

const statuses = fc.constantFrom<unknown>('COMPLETE', 'COMPLETE', 'ACTIVE', 'ACTIVE', 'IN_PROGRESS', 'PENDING', 'FAILED', 'COMPLETED', null)
const looks: fc.Arbitrary<ScanResponse> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(noScan, noImage) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        status: statuses,
        entries: fc.constantFrom(0, 0, 3),
        enhanced: fc.boolean(),
        proven: fc.boolean(),
        variant: fc.constantFrom('a', 'b'),
        broken: fc.constantFrom(undefined, undefined, undefined, undefined, 'broken'),
      })
      .map(({ variant, broken, ...told }) =>
        // Equal fingerprints mean equal answers, as in `readPages`.
        answer({
          ...told,
          fingerprint: JSON.stringify([told, told.entries === 0 ? '' : variant]),
          ...(broken === undefined ? {} : { broken }),
        }),
      ),
  },
)

const limits = fc.record({ timeoutSeconds: fc.constantFrom(0, 1, 10, 60, 600), graceSeconds: fc.constantFrom(0, 1, 10, 60, 900) })

// Each answer lasts for one of these times, so that it may cover several looks.
const histories = fc.array(fc.record({ lasts: fc.constantFrom(0.5, 1, 3, 20, 70), look: looks }), { minLength: 1, maxLength: 12 })

function tell(history: readonly { readonly lasts: number; readonly look: ScanResponse }[], at: number): ScanResponse {
  let from = 0
  for (const { lasts, look } of history) {
    if (at < from + lasts) return look
    from += lasts
  }
  return history.at(-1)?.look ?? noScan
}

const isReady = (look: ScanResponse | undefined): look is AnswerLook =>
  look?.kind === 'answer' && ['COMPLETE', 'ACTIVE'].includes((look.head['imageScanStatus'] as { status: string }).status)

describe('every order of answers', () => {
  const lookSeconds = fc.constantFrom(0, 0.1, 0.3, 2)

  test('comes to an end in time', async () => {
    await fc.assert(
      fc.asyncProperty(histories, limits, lookSeconds, async (history, within, seconds) => {
        const { seen, end } = await settle(at => tell(history, at), within, seconds)
        // The first ready reading is confirmed a second later, and each of the two is tried once more if it breaks off.
        expect(seen.at(-1)?.at).toBeLessThanOrEqual(within.timeoutSeconds + 3 + 4 * seconds + 0.01)
        expect(end).toBeLessThanOrEqual(within.timeoutSeconds + 3 + 5 * seconds + 0.01)
        if (seen.every(({ look }) => look.kind === 'missing' || look.broken === undefined))
          expect(seen.at(-1)?.at).toBeLessThanOrEqual(within.timeoutSeconds + 1 + 2 * seconds + 0.01)
      }),
      { numRuns: 3000 },
    )
  })

  test('is believed only where the last readings agree, or an empty enhanced list lasted', async () => {
    const believed = { agreed: 0, lasted: 0 }
    await fc.assert(
      fc.asyncProperty(histories, limits, lookSeconds, async (history, within, seconds) => {
        const { next, seen } = await settle(at => tell(history, at), within, seconds)
        if (next.kind !== 'believe') return
        const last = seen.at(-1) as Seen
        const look = last.look
        if (!isReady(look)) throw new Error('it was not ready')
        expect(look.broken).toBe(undefined)
        const whole = seen.filter(({ look: other }) => other.kind === 'missing' || other.broken === undefined)
        const other = whole.findLastIndex(each => !isReady(each.look) || each.look.summary.fingerprint !== look.summary.fingerprint)
        const run = whole.slice(other + 1)
        expect(run.length).toBeGreaterThanOrEqual(2)
        const { entries, enhanced, proven } = look.summary
        expect(next.stayedEmpty).toBe(entries === 0 && !proven)
        if (!next.stayedEmpty) {
          believed.agreed++
          return
        }
        believed.lasted++
        expect(enhanced).toBe(true)
        expect(last.at - (run[0]?.at ?? last.at)).toBeGreaterThanOrEqual(within.graceSeconds - 0.001)
      }),
      { numRuns: 5000 },
    )
    // If nothing were ever believed, the property would prove nothing.
    expect(believed.agreed).toBeGreaterThan(100)
    expect(believed.lasted).toBeGreaterThan(20)
  })

  test('that is not believed says why, or the last answer does', async () => {
    await fc.assert(
      fc.asyncProperty(histories, limits, lookSeconds, async (history, within, seconds) => {
        const { next, seen } = await settle(at => tell(history, at), within, seconds)
        if (next.kind !== 'end' || next.gap !== undefined) return
        const look = seen.at(-1)?.look
        if (look?.kind !== 'answer') throw new Error('what is missing says nothing itself')
        if (isReady(look)) expect(look.summary).toMatchObject({ entries: 0, proven: false })
      }),
      { numRuns: 3000 },
    )
  })
})
