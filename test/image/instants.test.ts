// Instants in an answer from the wire: those that the SDK's own schema declares become text, and nothing else does.

import { DescribeImageScanFindingsResponse$ } from '@aws-sdk/client-ecr'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { spellInstants } from '../../src/image/instants.ts'
import type { Fields } from '../../src/json.ts'

const SECONDS = 1_700_000_000
const TEXT = '2023-11-14T22:13:20Z'

// The types of https://smithy.io/2.0/spec/model.html, by their numbers in @smithy/core/schema.
const INSTANT = 4
const NUMBER = 1
const LIST = 1
const STRUCTURE = 3

/** Builds a value with every member of a schema: `instant` for each instant and a number for each number. */
function makeWhole(reference: unknown, instant: unknown): unknown {
  const schema = typeof reference === 'function' ? reference() : reference
  if (!Array.isArray(schema)) return schema === INSTANT ? instant : schema === NUMBER ? SECONDS : 'x'
  if (schema.length === 2) return makeWhole(schema[0], instant)
  if (schema[0] === LIST) return [makeWhole(schema[4], instant), makeWhole(schema[4], instant)]
  if (schema[0] !== STRUCTURE) return {}
  const [, , , , names, members] = schema as [number, string, string, unknown, string[], unknown[]]
  return Object.fromEntries(names.map((name, at) => [name, makeWhole(members[at], instant)]))
}

const whole = (instant: unknown): Fields => makeWhole(DescribeImageScanFindingsResponse$, instant) as Fields

describe('an answer with every member of the schema', () => {
  test('has the known instants', () => {
    const places = JSON.stringify(whole('here'), (_, value) => (Array.isArray(value) ? [value[0]] : value))
    for (const name of ['imageScanCompletedAt', 'vulnerabilitySourceUpdatedAt', 'firstObservedAt', 'lastInUseAt', 'vendorUpdatedAt'])
      expect(places).toContain(`"${name}":"here"`)
  })

  test('has all its instants converted, and no other number', () => {
    expect(spellInstants(whole(SECONDS), true)).toEqual(whole(TEXT))
  })

  test('has only the instants outside its findings converted when the findings are not requested', () => {
    const { imageScanFindings, ...rest } = whole(SECONDS) as { imageScanFindings: Fields }
    expect(spellInstants({ ...rest, imageScanFindings }, false)).toEqual({
      ...rest,
      imageScanFindings: { ...imageScanFindings, imageScanCompletedAt: TEXT, vulnerabilitySourceUpdatedAt: TEXT },
    })
  })

  test('stays as it is when its instants are texts already', () => {
    expect(spellInstants(whole('2021-03-09T09:49:45+01:00'), true)).toEqual(whole('2021-03-09T09:49:45+01:00'))
  })

  test('gets no field that it did not have', () => {
    const bare = { repositoryName: 'api', imageScanFindings: { enhancedFindings: [{ title: 'a' }] } }
    expect(spellInstants(bare, true)).toStrictEqual(bare)
    expect(spellInstants({ repositoryName: 'api' }, false)).toStrictEqual({ repositoryName: 'api' })
  })

  test('is not modified itself', () => {
    const answer = whole(SECONDS)
    spellInstants(answer, true)
    expect(answer).toEqual(whole(SECONDS))
  })
})

describe('the instant', () => {
  const spelled = (value: unknown): unknown =>
    (spellInstants({ imageScanFindings: { imageScanCompletedAt: value } }, false) as { imageScanFindings: Fields }).imageScanFindings[
      'imageScanCompletedAt'
    ]

  test.each<[unknown, unknown]>([
    [0, '1970-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [1_700_000_000, '2023-11-14T22:13:20Z'],
    [1_700_000_000.5, '2023-11-14T22:13:20.500Z'],
    [1_582_934_400, '2020-02-29T00:00:00Z'],
    [8.64e12, '+275760-09-13T00:00:00Z'],
  ])('%j is %s', (value, text) => {
    expect(spelled(value)).toBe(text)
  })

  test.each<[unknown]>([[8.64e12 + 1], [1e300], [null], [true], ['1700000000'], ['yesterday'], [''], [[SECONDS]], [{ seconds: SECONDS }]])(
    '%j is left as it is',
    value => {
      expect(spelled(value)).toEqual(value)
    },
  )

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%s is left as it is', value => {
    expect(spelled(value)).toBe(value)
  })
})

describe('an answer of another shape', () => {
  test.each<[Fields]>([
    [{}],
    [{ imageScanFindings: null }],
    [{ imageScanFindings: 7 }],
    [{ imageScanFindings: [SECONDS] }],
    [{ imageScanFindings: { enhancedFindings: {} } }],
    [{ imageScanFindings: { enhancedFindings: [null, 7, 'x', [SECONDS]] } }],
    [{ imageScanFindings: { enhancedFindings: [{ resources: {} }, { resources: [null] }, { resources: [{ details: [] }] }] } }],
    [{ imageScanFindings: { enhancedFindings: [{ packageVulnerabilityDetails: [{ vendorCreatedAt: SECONDS }] }] } }],
    [{ imageScanFindings: { findings: [{ firstObservedAt: SECONDS }] } }],
    [{ imageScanCompletedAt: SECONDS }],
    [JSON.parse('{"__proto__":{"imageScanFindings":{"imageScanCompletedAt":1700000000}}}') as Fields],
    [JSON.parse('{"imageScanFindings":{"__proto__":{"imageScanCompletedAt":1700000000}}}') as Fields],
  ])('%j stays as it is', answer => {
    const before = JSON.stringify(answer)
    expect(JSON.stringify(spellInstants(answer, true))).toBe(before)
    expect(JSON.stringify(spellInstants(answer, false))).toBe(before)
  })

  test('gains no member and loses none, whatever it is', () => {
    const names = fc.constantFrom(
      'imageScanFindings',
      'enhancedFindings',
      'resources',
      'details',
      'updatedAt',
      '__proto__',
      'constructor',
      'x',
    )
    const values: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>(tie => ({
      any: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(SECONDS, 'x', null),
        fc.array(tie('any'), { maxLength: 2 }),
        fc.dictionary(names, tie('any'), { maxKeys: 4 }),
      ),
    })).any
    const shapeOf = (value: unknown): string => JSON.stringify(value).replaceAll(`"${TEXT}"`, String(SECONDS))
    fc.assert(
      fc.property(values, fc.boolean(), (value, inFindings) => {
        const answer = JSON.parse(JSON.stringify({ imageScanFindings: value, x: SECONDS })) as Fields
        const spelled = spellInstants(answer, inFindings)
        expect(shapeOf(spelled)).toBe(shapeOf(answer))
        expect(spelled['x']).toBe(SECONDS)
      }),
      { numRuns: 2000 },
    )
  })
})
