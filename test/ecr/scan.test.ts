// What becomes of findings that were seen if a later reading fails, and how often ECR is asked.

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const WORDS = ['--image', `${REGISTRY}/api:1`, '--audit-source', 'none', '--aws-attempts', '1']

async function play(scan: readonly ScanStep[], words: readonly string[] = [], more: { readonly pushedAt?: string } = {}) {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan, ...more })
  return { aws, ...(await playCheck(aws, [...WORDS, ...words])) }
}

describe('findings that were seen once', () => {
  const grave = { status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1, LOW: 3 }) }

  test.each<[string, ScanStep]>([
    ['the confirming reading is denied', 'denied'],
    ['the confirming reading is cut off', 'cut'],
    ['the confirming reading is no JSON', 'malformed'],
    ['the confirming reading has another status', { status: 'FAILED' }],
    ['the scan is gone', { error: 'ScanNotFoundException' }],
    ['the list is gone', { status: 'COMPLETE', omit: ['imageScanFindings'] }],
  ])('fail the gate even if %s', async (_, step) => {
    const { report, aws } = await play([grave, step], ['--on-undecided', 'warn'])
    expect(report.verdict).toBe('fail')
    expect(report.images[0]?.severityCounts).toEqual({ HIGH: 1, LOW: 3 })
    expect(report.images[0]?.gaps).not.toEqual([])
    expect(aws.violations).toEqual([])
  })

  test('are not enough for a pass if they were harmless but the confirming reading failed', async () => {
    const { report } = await play([{ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 3 }) }, 'denied'])
    expect(report.verdict).toBe('undecided')
  })

  test('are replaced by those of a later reading that was confirmed', async () => {
    const steps = [73, 97, 97].map(HIGH => ({ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ HIGH }) }))
    const { report, waited } = await play(steps)
    expect(report.images[0]).toMatchObject({ severityCounts: { HIGH: 97 }, gaps: [] })
    expect(waited).toBe(2)
  })
})

test('all of 25,000 findings on 250 pages are counted, twice', async () => {
  const { report, aws } = await play([{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ HIGH: 1, MEDIUM: 24_999 }) }])
  expect(report.images[0]).toMatchObject({ severityCounts: { HIGH: 1, MEDIUM: 24_999 }, gaps: [] })
  expect(report.images[0]?.findings).toHaveLength(25_000)
  expect(aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings')).toHaveLength(500)
})

describe('one manifest of several', () => {
  test('makes the index fail, and the others stand beside it', async () => {
    const aws = await startAws()
    const scans: readonly (readonly ScanStep[])[] = [
      [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }],
      [{ status: 'FAILED' }],
      [{ status: 'IN_PROGRESS' }, { status: 'COMPLETE', findings: [] }],
    ]
    const entries = scans.map((scan, i) => ({
      ...aws.ecr.addImage({ repository: 'api', manifest: makeManifest(`m${i}`), scan }),
      platform: { os: 'linux', architecture: ['amd64', 'arm64', 's390x'][i] ?? '' },
    }))
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex(entries) })
    const { report } = await playCheck(aws, WORDS)
    expect(report.verdict).toBe('fail')
    expect(report.images.map(image => [image.platform, image.digest, image.indexDigest, image.status, image.gaps.length > 0])).toEqual([
      ['linux/amd64', entries[0]?.digest, digest, 'COMPLETE', false],
      ['linux/arm64', entries[1]?.digest, digest, 'FAILED', true],
      ['linux/s390x', entries[2]?.digest, digest, 'COMPLETE', false],
    ])
    expect(report.reasons.join('\n')).toMatch(/linux\/arm64: the scan's status is FAILED/)
    // The index is requested once and its children in one call. The scan of the index itself is never requested.
    expect(aws.requests.filter(({ operation }) => operation === 'BatchGetImage')).toHaveLength(2)
    const asked = aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings')
    expect(asked.map(({ input }) => (input['imageId'] as { imageDigest: string }).imageDigest)).not.toContain(digest)
  })
})

describe('waiting', () => {
  test('asks about once a second right after the push, and never more than five seconds apart', async () => {
    const { sleeps, progress } = await play([{ status: 'IN_PROGRESS' }], [], { pushedAt: '2026-11-23T12:00:00Z' })
    expect(sleeps.slice(0, 3).every(seconds => seconds >= 0.9 && seconds <= 1.4)).toBe(true)
    expect(sleeps.every(seconds => seconds < 5)).toBe(true)
    expect(progress).toContain('api:1: scan IN_PROGRESS at 0')
  })

  test('is shorter around the time that earlier scans of the repository took', async () => {
    const aws = await startAws()
    for (let i = 0; i < 5; i++)
      aws.ecr.addImage({
        repository: 'api',
        tags: [`old${i}`],
        manifest: makeManifest(`old${i}`),
        pushedAt: `2026-11-22T0${i}:00:00Z`,
        scanCompletedAt: `2026-11-22T0${i}:00:40Z`,
        scan: [{ status: 'COMPLETE', findings: [] }],
      })
    aws.ecr.addImage({
      repository: 'api',
      tags: ['1'],
      manifest: makeManifest('a'),
      pushedAt: '2026-11-23T12:00:00Z',
      scan: [{ status: 'IN_PROGRESS' }],
    })
    const { sleeps } = await playCheck(aws, [...WORDS, '--wait-timeout', '60s'])
    let at = 0
    const around = sleeps.filter(seconds => {
      at += seconds
      return at > 32 && at < 48
    })
    expect(around.length).toBeGreaterThan(10)
    expect(around.every(seconds => seconds <= 1.05)).toBe(true)
  })

  test('goes on when DescribeImages is denied, for it only shortens the waiting', async () => {
    const aws = await startAws()
    aws.ecr.addImage({
      repository: 'api',
      tags: ['1'],
      manifest: makeManifest('a'),
      scan: [{ status: 'PENDING' }, { status: 'COMPLETE', findings: [] }],
    })
    aws.fail('DescribeImages', 'denied')
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('pass')
  })

  test('asks for a tag that is being pushed', async () => {
    const aws = await startAws()
    aws.ecr.addImage({
      repository: 'api',
      tags: ['1'],
      manifest: makeManifest('a'),
      notFound: 3,
      scan: [{ status: 'COMPLETE', findings: [] }],
    })
    const { report, waited } = await playCheck(aws, WORDS)
    expect(report.verdict).toBe('pass')
    expect(waited).toBeLessThan(10)
  })

  test('gets through four throttled answers in a row, with the attempts that are the default', async () => {
    // The SDK waits by the real clock between its attempts; here a second of it is over in a twentieth.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const hurry = setInterval(() => vi.advanceTimersByTime(200), 10)
    onTestFinished(() => {
      clearInterval(hurry)
      vi.useRealTimers()
    })
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: [{ status: 'COMPLETE', findings: [] }] })
    aws.fail('DescribeImageScanFindings', 'throttle', { times: 4 })
    const { report } = await playCheck(aws, ['--image', `${REGISTRY}/api:1`, '--audit-source', 'none'])
    expect(report.verdict).toBe('pass')
  })
})
