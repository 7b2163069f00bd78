// Several pages of findings from ECR: what counts if a page cannot be read, and that the reason says how far the reading got.

import { describe, expect, test } from 'vitest'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanResult, ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'

const WORDS = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1', '--audit-source', 'none', '--aws-attempts', '1']

async function play(...scan: readonly ScanStep[]) {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan })
  const { report } = await playCheck(aws, WORDS)
  const asked = aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings').length
  return { report, asked, gaps: report.images[0]?.gaps ?? [] }
}

/** A list of ten findings on pages of two: the first has the severity HIGH or LOW, all others LOW. */
const onPages = (first: 'HIGH' | 'LOW', more: Partial<ScanResult> = {}): ScanResult => ({
  status: 'ACTIVE',
  enhancedFindings: [...makeEnhancedFindings({ [first]: 1 }), ...makeEnhancedFindings({ LOW: 9 }, { first: 2 })],
  pageSize: 2,
  ...more,
})

describe('a page that cannot be read', () => {
  test.each<[page: number, seen: number, where: string]>([
    [2, 2, 'after 1 page of findings'],
    [3, 4, 'after 2 pages of findings'],
    [5, 8, 'after 4 pages of findings'],
  ])('leaves those before it: the fault on page %i', async (page, seen, where) => {
    const { report, gaps, asked } = await play(onPages('HIGH', { pageFaults: { [page]: 'denied' } }))
    expect(report.verdict).toBe('fail')
    expect(report.images[0]?.findings).toHaveLength(seen)
    expect(gaps).toContainEqual(expect.stringMatching(new RegExp(`^${where}: AccessDenied`)))
    // Each page is asked for twice, for a fault may pass.
    expect(asked).toBe(2 * page)
  })

  test('is undecided if those before it are harmless', async () => {
    expect((await play(onPages('LOW', { pageFaults: { 4: 'error500' } }))).report.verdict).toBe('undecided')
  })

  test('is no matter if it can be read the second time', async () => {
    const { report, gaps } = await play(onPages('LOW', { pageFaults: { 3: ['cut'] } }), onPages('LOW'))
    expect(gaps).toEqual([])
    expect(report.verdict).toBe('pass')
    expect(report.images[0]?.findings).toHaveLength(10)
  })

  test('because the scan is gone meanwhile says what ECR answered', async () => {
    const { report, gaps } = await play(onPages('HIGH', { pageFaults: { 2: { name: 'ScanNotFoundException', message: 'gone' } } }))
    expect(report.verdict).toBe('fail')
    expect(gaps).toContainEqual('after 1 page of findings ECR answered ScanNotFoundException: the rest was not read')
  })
})

test('pages that lead in a circle are given up, with what they have', async () => {
  const { report, gaps } = await play(onPages('HIGH', { repeatToken: true }))
  expect(report.verdict).toBe('fail')
  expect(gaps).toContainEqual(expect.stringMatching(/^after \d+ pages of findings ECR repeated a nextToken: the rest cannot be read$/))
})

test('a finding that is closed from one reading to the next is a change, and the later reading counts once it is confirmed', async () => {
  const closed = onPages('HIGH')
  const later = { ...closed, enhancedFindings: closed.enhancedFindings?.map((each, i) => (i === 0 ? { ...each, status: 'CLOSED' } : each)) }
  const { report, asked } = await play(closed, later as ScanResult, later as ScanResult)
  expect(report.verdict).toBe('pass')
  expect(asked).toBe(15)
})

test('the pages of a scan that is not done are not read', async () => {
  const { report, asked } = await play(onPages('HIGH', { status: 'FAILED' }))
  expect(report.verdict).not.toBe('pass')
  expect(asked).toBe(1)
})
