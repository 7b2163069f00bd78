// What was not seen, as reasons.

import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { gap, read } from '../../src/gate/coverage.ts'
import { tellGaps } from '../../src/gate/gaps.ts'
import { describeSource } from '../../src/report/wording.ts'

const HELP = 'give this step credentials'
const refusal = (kind: string, asked: string, help?: string): Diagnostic => ({
  level: 'error',
  kind,
  message: `no answer to ${asked}`,
  ...(help === undefined ? {} : { help }),
})
const missing = (origin: string, ...diagnostics: readonly Diagnostic[]) =>
  gap({ source: 'events', origin, message: `${origin}: ${diagnostics.map(({ message }) => message).join(', ')}`, diagnostics })

const API = missing('api', refusal('aws-credentials', 'BatchGetImage', HELP))
const HISTORY = missing('history', refusal('aws-credentials', 'LookupEvents', HELP))
const DENIED = missing('other', refusal('aws-denied', 'LookupEvents', 'allow it'))

describe('the reasons of gaps', () => {
  test('say what to do', () => {
    expect(tellGaps([DENIED])).toEqual(['other: no answer to LookupEvents; allow it'])
    expect(tellGaps([missing('file', refusal('not-json', 'a'), refusal('not-json', 'b', 'x'))])).toEqual([
      'file: no answer to a, no answer to b',
    ])
  })

  test('tell a cause that all share once, and for which sources', () => {
    expect(tellGaps([API, DENIED, HISTORY])).toEqual([
      `api: no answer to BatchGetImage; the same for history; ${HELP}`,
      'other: no answer to LookupEvents; allow it',
    ])
  })

  test('keep apart what is not the same: an expired credential, and a call that is not allowed', () => {
    const expired = missing('late', refusal('aws-credentials', 'LookupEvents', 'they have expired'))
    expect(tellGaps([API, expired])).toHaveLength(2)
    expect(tellGaps([DENIED, missing('another', refusal('aws-denied', 'ListImages', 'allow it'))])).toHaveLength(2)
  })

  test('are of gaps only', () => {
    expect(tellGaps([read({ source: 'events', origin: 'x', message: 'x: 3 events' })])).toEqual([])
  })
})

test('coverage does not say again what a reason says', () => {
  const reasons = tellGaps([API, HISTORY])
  expect([API, HISTORY, DENIED].map(each => describeSource(each, reasons))).toEqual([
    'api: see the reasons',
    'history: see the reasons',
    'other: no answer to LookupEvents',
  ])
})

test('coverage points to no reason that only mentions the name of a source', () => {
  const other = missing('api', refusal('aws-denied', 'ListImages', 'allow it'))
  expect(describeSource(other, tellGaps([HISTORY, missing('api and more', refusal('aws-credentials', 'x', HELP))]))).toBe(other.message)
})
