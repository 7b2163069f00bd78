// The library's check, given what the compiler would have refused.

import { describe, expect, test } from 'vitest'
import { judgeFindings } from '../../src/run/findings.ts'

const now = new Date('2026-12-01T12:00:00Z')

describe('a program without types is told what to give', () => {
  test.each<[what: string, findings: unknown, at: unknown, message: string]>([
    ['one answer', {}, now, 'findings must be a list of answers of DescribeImageScanFindings; write [answer]'],
    ['nothing', undefined, now, 'findings must be a list of answers of DescribeImageScanFindings; write [answer]'],
    ['a text as date', [], '2026-12-01', 'now must be a valid Date; write new Date()'],
    ['a date that is none', [], new Date('x'), 'now must be a valid Date; write new Date()'],
  ])('%s', (_, findings, at, message) => {
    expect(() => judgeFindings({ findings, now: at } as never)).toThrow(new TypeError(message))
  })
})
