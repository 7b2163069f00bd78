// A scan that this run starts: when it is started, how long it is waited for, and how its age shapes the pauses.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ImageOptions } from '../aws/repository.ts'
import { startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1'
const WORDS = ['--image', IMAGE, '--audit-source', 'none', '--aws-attempts', '1']
const START = ['--start-scan', 'if-missing', '--scan-grace', '60s', '--wait-timeout', '10m']
const NONE = { error: 'ScanNotFoundException' }
const DONE = { status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }
/** The run begins at 12:00:00. */
const FRESH = '2026-11-23T11:59:50Z'
const OLD = '2026-11-22T12:00:00Z'

async function play(image: Partial<ImageOptions>, words: readonly string[] = START, others: readonly Partial<ImageOptions>[] = []) {
  const aws = await startAws()
  for (const [i, other] of others.entries())
    aws.ecr.addImage({ repository: 'api', tags: [`old${i}`], manifest: makeManifest(`old${i}`), ...other })
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), ...image })
  const played = await playCheck(aws, [...WORDS, ...words])
  const started = aws.requests.filter(({ operation }) => operation === 'StartImageScan').length
  const [judged] = played.report.images
  return { ...played, started, gaps: judged?.gaps.join('\n') ?? '', notes: judged?.notes ?? [] }
}

describe('a scan that is missing', () => {
  test('of an old image is started at once, and its findings are judged', async () => {
    const { report, started, waited, notes } = await play({ pushedAt: OLD, scan: [NONE], scanAfterStart: [DONE] })
    expect(report.verdict).toBe('pass')
    expect([started, notes[0]]).toEqual([1, 'this run started the scan'])
    expect(waited).toBeLessThan(4)
  })

  test('of an image that was just pushed is started when it has been late for scan-grace since the push', async () => {
    const { report, started, progress } = await play({ pushedAt: FRESH, scan: [NONE], scanAfterStart: [DONE] })
    expect([report.verdict, started]).toEqual(['pass', 1])
    const late = progress.flatMap(line => /no scan yet at (\d+)/.exec(line)?.[1] ?? []).map(Number)
    // It was ten seconds old when the run began.
    expect(late.filter(at => at < 50).length).toBeGreaterThan(10)
    expect(Math.max(...late)).toBeLessThanOrEqual(55)
  })

  test('of an image whose age cannot be read is started at the end of scan-grace', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), pushedAt: OLD, scan: [NONE], scanAfterStart: [DONE] })
    aws.fail('DescribeImages', 'denied')
    const { report, waited } = await playCheck(aws, [...WORDS, ...START])
    expect(report.verdict).toBe('pass')
    expect(waited).toBeGreaterThanOrEqual(60)
    expect(waited).toBeLessThan(70)
  })

  test('is waited for longer than scan-grace once it is started, until wait-timeout', async () => {
    const slow = Array.from({ length: 60 }, () => NONE)
    const { report, waited, started } = await play({ pushedAt: OLD, scan: [NONE], scanAfterStart: [...slow, DONE] })
    expect([report.verdict, started]).toEqual(['pass', 1])
    expect(waited).toBeGreaterThan(70)
    const never = await play({ pushedAt: OLD, scan: [NONE], scanAfterStart: [NONE] })
    expect([never.report.verdict, never.started]).toEqual(['undecided', 1])
    expect(never.waited).toBeGreaterThanOrEqual(599)
    expect(never.waited).toBeLessThan(610)
    expect(never.gaps).toContain('ECR has no scan of this image')
  })

  test('is read as soon after its start as a scan is after a push, however old the image is', async () => {
    const { sleeps } = await play({ pushedAt: OLD, scan: [NONE], scanAfterStart: [{ status: 'IN_PROGRESS' }] })
    expect(Math.max(...sleeps.slice(0, 3))).toBeLessThan(1.5)
    expect(sleeps.at(20)).toBeGreaterThan(2)
  })

  test('is not started with start-scan: never', async () => {
    const { report, started, waited } = await play({ pushedAt: OLD, scan: [NONE] }, ['--scan-grace', '60s'])
    expect([report.verdict, started]).toEqual(['undecided', 0])
    expect(waited).toBeGreaterThanOrEqual(60)
    expect(waited).toBeLessThan(66)
  })

  test.each<[what: string, error: string, message: string | undefined, said: string]>([
    ['is of a kind that ECR cannot scan', 'UnsupportedImageTypeException', undefined, 'ECR cannot scan this kind of image'],
    ['is scanned by Inspector', 'ValidationException', undefined, 'the registry uses enhanced scanning, which starts by itself'],
    ['is scanned by Inspector, in other words', 'ValidationException', 'Feature is disabled', 'uses enhanced scanning'],
    ['is archived', 'ImageArchivedException', undefined, 'the scan could not be started: the image is archived'],
    [
      'is refused for another reason',
      'ValidationException',
      'not today',
      'the scan could not be started: ECR answered ValidationException (not today)',
    ],
  ])('cannot be started if the image %s, which is told at once', async (_, error, message, said) => {
    const refusal = { error, ...(message === undefined ? {} : { message }) } as never
    const { report, gaps, waited, started } = await play({ pushedAt: OLD, scan: [NONE], startScan: [refusal] })
    expect([report.verdict, started, waited]).toEqual(['undecided', 1, 0])
    expect(gaps).toContain(said)
  })

  test('that was scanned within a day is read, and asked to start only once', async () => {
    const limit = { error: 'LimitExceededException' } as const
    const found = await play({ pushedAt: FRESH, scan: [...Array.from({ length: 45 }, () => NONE), DONE], startScan: [limit] })
    expect([found.report.verdict, found.started]).toEqual(['pass', 1])
    const lost = await play({ pushedAt: OLD, scan: [NONE], startScan: [limit] })
    expect([lost.report.verdict, lost.started]).toEqual(['undecided', 1])
    expect(lost.notes).toContain('the scan could not be started again: ECR scanned the image within the last 24 hours')
    // A scan that was not started by this run is only given scan-grace.
    expect(lost.waited).toBeLessThan(66)
  })
})

describe('the pauses while a scan runs', () => {
  const running = (pushedAt: string): Partial<ImageOptions> => ({ pushedAt, scan: [{ status: 'IN_PROGRESS' }] })
  const wait = ['--wait-timeout', '40s']
  const took = (seconds: number): Partial<ImageOptions> => ({
    pushedAt: '2026-11-20T10:00:00Z',
    scanCompletedAt: new Date(Date.parse('2026-11-20T10:00:00Z') + seconds * 1000).toISOString(),
    scan: [DONE],
  })

  test('are short for an image that was just pushed, and long for an old one', async () => {
    expect((await play(running(FRESH), wait)).sleeps[0]).toBeLessThan(2)
    expect((await play(running(OLD), wait)).sleeps[0]).toBeGreaterThan(3.9)
    // The clock of the registry may be ahead of ours.
    expect((await play(running('2026-11-23T12:10:00Z'), wait)).sleeps[0]).toBeLessThan(1.1)
  })

  test.each<[what: string, seconds: readonly number[], first: number]>([
    ['three scans of 100 s say that there is time', [100, 100, 100], 4.8],
    ['the middle one of different scans counts', [900, 1, 100], 4.8],
    ['and not the longest', [1, 900, 2], 1.7],
    ['of four the third', [100, 1, 100, 2], 4.8],
    ['a scan may take a quarter of an hour', [900, 900, 900], 4.8],
    ['two scans say nothing', [100, 100], 1.7],
    ['scans that ended long after the push were not those on push', [100, 100, 901], 1.7],
    ['nor those that ended before it', [100, 100, -5], 1.7],
    ['nor those that ended with it', [100, 100, 0], 1.7],
  ])('know how long scans take here: %s', async (_, seconds, first) => {
    const { sleeps } = await play(running(FRESH), wait, seconds.map(took))
    expect(sleeps[0]).toBeCloseTo(first, 0)
  })
})
