// ECR's ScanStatus: every status that the SDK knows has an expected readiness here, and no other status is a result.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html

import { ScanStatus } from '@aws-sdk/client-ecr'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainStatus, type Readiness, readinessOf, statusOf, worstStatus } from '../../src/image/status.ts'
import type { Fields } from '../../src/json.ts'

const EXPECTED: Readonly<Record<ScanStatus, Readiness>> = {
  COMPLETE: 'ready',
  ACTIVE: 'ready',
  IN_PROGRESS: 'waiting',
  PENDING: 'waiting',
  FAILED: 'ended',
  UNSUPPORTED_IMAGE: 'ended',
  SCAN_ELIGIBILITY_EXPIRED: 'ended',
  FINDINGS_UNAVAILABLE: 'ended',
  LIMIT_EXCEEDED: 'ended',
  IMAGE_ARCHIVED: 'ended',
}

const answer = (status: unknown, fields: Fields = {}): Fields => ({ imageScanStatus: { status, ...fields } })

test('the SDK knows the statuses of this table and no other', () => {
  expect(Object.values(ScanStatus).sort()).toEqual(Object.keys(EXPECTED).sort())
})

describe.each(Object.entries(EXPECTED))('%s', (status, readiness) => {
  test(`is ${readiness}`, () => {
    expect(readinessOf(answer(status))).toBe(readiness)
    expect(statusOf(answer(status))).toBe(status)
  })

  test('is explained in a sentence of its own', () => {
    const sentence = explainStatus(answer(status))
    expect(sentence).toContain(`the scan's status is ${status}: `)
    expect(sentence).not.toContain('does not document')
    expect(new Set(Object.keys(EXPECTED).map(other => explainStatus(answer(other)).split(': ')[1])).size).toBe(Object.keys(EXPECTED).length)
  })

  test("is explained with ECR's own words where it gives some", () => {
    expect(explainStatus(answer(status, { description: 'The scan was cut short.' }))).toMatch(/\(ECR says: The scan was cut short\.\)$/)
    for (const description of ['', ' ', null, 7, {}]) expect(explainStatus(answer(status, { description }))).not.toContain('ECR says')
  })
})

// ECR gives this for a basic scan of an image from scratch, for instance.
describe('a scan that failed because ECR does not support the image', () => {
  const description = 'UnsupportedImageError: The operating system and/or package manager are not supported.'
  const unsupported = explainStatus(answer('UNSUPPORTED_IMAGE')).split(': ')[1]

  test('is explained as an image that is not supported, and not as one to scan again', () => {
    const sentence = explainStatus(answer('FAILED', { description }))
    expect(sentence).toBe(`the scan's status is FAILED: ${unsupported} (ECR says: ${description})`)
    expect(sentence).not.toContain('scan the image again')
    expect(readinessOf(answer('FAILED', { description }))).toBe('ended')
  })

  test.each(['TheUnsupportedImageErrorOfAnother', 'it was no UnsupportedImage', ''])('is not meant by %j', other => {
    expect(explainStatus(answer('FAILED', { description: other }))).toContain('scan the image again')
  })
})

test('an archived image is explained with how to restore it', () => {
  expect(explainStatus(answer('IMAGE_ARCHIVED'))).toContain('aws ecr update-image-storage-class --target-storage-class STANDARD')
})

describe('a status ECR does not document', () => {
  test.each(['COMPLETED', 'complete', 'Complete', 'ACTIVE2', 'SUCCESS', 'null', 'undefined', 'constructor', '__proto__', 'toString', '0'])(
    '%s is no result',
    status => {
      expect(readinessOf(answer(status))).toBe('unknown')
      expect(statusOf(answer(status))).toBe(status)
      expect(explainStatus(answer(status))).toBe(
        `the scan's status is "${status}": ECR does not document this status, so it is not a result`,
      )
    },
  )

  test('is shown without terminal escape sequences', () => {
    expect(explainStatus(answer('\u001b[2J'))).toContain('"\\u{1b}[2J"')
  })
})

describe('an answer without a status', () => {
  test.each<[unknown]>([
    [undefined],
    [null],
    ['COMPLETE'],
    [7],
    [[]],
    [[{ imageScanStatus: { status: 'COMPLETE' } }]],
    [{}],
    [{ status: 'COMPLETE' }],
    [{ imageScanStatus: null }],
    [{ imageScanStatus: 'COMPLETE' }],
    [{ imageScanStatus: ['COMPLETE'] }],
    [{ imageScanStatus: [{ status: 'COMPLETE' }] }],
    [{ imageScanStatus: {} }],
    [answer(null)],
    [answer('')],
    [answer(' ')],
    [answer(1)],
    [answer(true)],
    [answer(['COMPLETE'])],
    [answer({ value: 'COMPLETE' })],
    [JSON.parse('{"__proto__":{"imageScanStatus":{"status":"COMPLETE"}}}')],
    [JSON.parse('{"imageScanStatus":{"__proto__":{"status":"COMPLETE"}}}')],
    [Object.create({ imageScanStatus: { status: 'COMPLETE' } })],
  ])('%j is no result', value => {
    expect(readinessOf(value)).toBe('unknown')
    expect(statusOf(value)).toBe(null)
    expect(explainStatus(value)).toBe('the answer has no imageScanStatus, so nothing says that the scan is complete')
  })
})

describe('of several pages', () => {
  test.each<[readonly unknown[], string | null]>([
    [['COMPLETE', 'COMPLETE'], 'COMPLETE'],
    [['ACTIVE'], 'ACTIVE'],
    [['COMPLETE', 'IN_PROGRESS'], 'IN_PROGRESS'],
    [['IN_PROGRESS', 'COMPLETE'], 'IN_PROGRESS'],
    [['COMPLETE', 'COMPLETE', 'FAILED'], 'FAILED'],
    [['COMPLETE', 'COMPLETED'], 'COMPLETED'],
    [['COMPLETE', undefined], null],
    [['ACTIVE', null, 'ACTIVE'], null],
    [[], null],
  ])('%j the first that is not a result is chosen', (statuses, worst) => {
    expect(worstStatus(statuses.map(status => answer(status)))).toBe(worst)
  })
})

test('only COMPLETE and ACTIVE are ready, whatever the answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.constantFrom<unknown>(...Object.values(ScanStatus)), fc.string()), value => {
      for (const each of [value, answer(value), { imageScanStatus: value }]) {
        const status = (each as Fields | undefined)?.['imageScanStatus'] as Fields | undefined
        if (readinessOf(each) === 'ready') expect(['COMPLETE', 'ACTIVE']).toContain(String(status?.['status']).trim())
        expect(explainStatus(each)).toMatch(/./)
      }
    }),
    { numRuns: 2000 },
  )
})
