// How old a scan is: of several times that are known of it the oldest counts, and a scan may end after the run began.

import { expect, test } from 'vitest'
import { readImages } from '../../src/image/read.ts'
import { judge, makeImage } from './judging.ts'

const BEGAN = '2026-12-01T12:00:00Z'
const TOLD = { old: /older than max-scan-age allows/, unknown: /no usable time/ }

const gapsOf = (scannedAt: string, judgedAt: string): readonly string[] =>
  judge([makeImage({ findings: [], scannedAt })], ['--max-scan-age', '7d'], '', BEGAN, { judgedAt }).images.flatMap(({ gaps }) => gaps)

test.each([
  ['as the run began', '2026-12-01T12:00:00Z', '2026-12-01T12:00:01Z'],
  ['while the run waited for it', '2026-12-01T12:09:00Z', '2026-12-01T12:09:05Z'],
  ['by a clock that is some minutes ahead', '2026-12-01T12:04:00Z', '2026-12-01T12:00:01Z'],
])('a scan that ended %s is new', (_, scannedAt, judgedAt) => {
  expect(gapsOf(scannedAt, judgedAt)).toEqual([])
})

test('a scan that ended far ahead of the clock has no usable time', () => {
  expect(gapsOf('2026-12-01T12:05:02Z', '2026-12-01T12:00:01Z')).toEqual([expect.stringMatching(TOLD.unknown)])
})

test('a scan that grew too old while the run waited is too old', () => {
  expect(gapsOf('2026-11-24T12:00:00Z', '2026-12-01T12:00:00Z')).toEqual([])
  expect(gapsOf('2026-11-24T12:00:00Z', '2026-12-01T12:00:01Z')).toEqual([expect.stringMatching(TOLD.old)])
})

test.each([[['2026-11-30T12:00:00Z', '2026-11-01T12:00:00.5Z']], [['2026-11-01T12:00:00.5Z', '2026-11-30T12:00:00Z']]])(
  'of pages that disagree the oldest time counts: %j',
  times => {
    const answers = times.map((imageScanCompletedAt, i) => ({
      origin: 'x',
      body: {
        registryId: '111122223333',
        repositoryName: 'api',
        imageId: { imageDigest: `sha256:${'a'.repeat(64)}` },
        imageScanStatus: { status: 'ACTIVE' },
        ...(i === 0 ? { nextToken: 'x' } : {}),
        imageScanFindings: { imageScanCompletedAt, enhancedFindings: [] },
      },
    }))
    const images = readImages(answers, BEGAN)
    expect(images.map(({ scannedAt }) => scannedAt)).toEqual(['2026-11-01T12:00:00.500Z'])
    const { images: judged } = judge(images, ['--max-scan-age', '7d'], '', BEGAN)
    expect(judged.flatMap(({ gaps }) => gaps)).toEqual([expect.stringMatching(TOLD.old)])
  },
)
