// Numbers that a double cannot hold keep all their digits, from the record to the answer.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactly } from '../../src/events/exact.ts'
import { compile } from '../../src/language/compile.ts'
import { parse } from '../../src/language/parse.ts'
import { NO_VOCABULARY } from '../../src/language/vocabulary.ts'

function matches(filter: string, json: string): boolean {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(filter)
  return compile(parsing.expression, NO_VOCABULARY).matches(parseExactly(json) as Readonly<Record<string, unknown>>)
}

describe('a number beyond a double', () => {
  const json = '{"n":9007199254740993}'

  test.each<[filter: string, holds: boolean]>([
    ['n = 9007199254740993', true],
    ['n = "9007199254740993"', true],
    ['n = 9007199254740992', false],
    ['n = 9007199254740994', false],
    ['n != 9007199254740992', true],
    ['n in (9007199254740992, 9007199254740994)', false],
    ['n in (1, 9007199254740993)', true],
    ['n > 9007199254740992', true],
    ['n > 9007199254740993', false],
    ['n >= 9007199254740993', true],
    ['n < 9007199254740994', true],
    ['n < 9007199254740993', false],
    ['n <= 9007199254740992', false],
    ['n > 5', true],
    ['n < 1000000000000000000000', true],
  ])('%s: %s', (filter, holds) => {
    expect(matches(filter, json)).toBe(holds)
  })

  test('keeps its digits wherever it stands, and texts that look like it stay as they are', () => {
    const text = '{"a":[9007199254740993,-9007199254740993.5],"9007199254740993":"9007199254740993 \\"x\\"","b":{"c":12345678901234567890}}'
    expect(parseExactly(text)).toEqual({
      a: ['9007199254740993', '-9007199254740993.5'],
      '9007199254740993': '9007199254740993 "x"',
      b: { c: '12345678901234567890' },
    })
  })
})

test.each(['0.1', '1.10', '-0', '1e3', '123456789012345', '9007199254740991', '0.30000000000000004', '1E-7'])(
  '%s is a number as before',
  text => {
    expect(parseExactly(`[${text}]`)).toEqual(JSON.parse(`[${text}]`))
  },
)

test('what JSON.parse reads without loss is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
      const json = JSON.stringify(value)
      expect(JSON.stringify(parseExactly(json))).toBe(json)
    }),
  )
})

test('every whole number of up to thirty digits equals itself and neither of its neighbours', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), n => {
      const json = `{"n":${n}}`
      expect([n, n + 1n, n - 1n].map(other => matches(`n = ${other}`, json))).toEqual([true, false, false])
      expect(matches(`n < ${n + 1n} and n > ${n - 1n}`, json)).toBe(true)
    }),
  )
})

test('what is no JSON is refused as JSON.parse refuses it', () => {
  for (const text of ['', '{', '[1,]', '{"a":01234567890123456789}']) expect(() => parseExactly(text)).toThrow(SyntaxError)
})
