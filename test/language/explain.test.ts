// Why a clause holds or not, in the words that a person reads beside an alert and in `explain`.

import { expect, test } from 'vitest'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import { compile } from '../../src/language/compile.ts'
import { explain } from '../../src/language/explain.ts'
import { parse } from '../../src/language/parse.ts'

const EVENT = { eventName: 'PutImage', tags: ['a', 'b'], count: 5 }

test.each<[filter: string, holds: boolean, why: string]>([
  ['eventName = "PutImage"', true, 'the value equals it'],
  ['eventName = "x"', false, 'the value does not equal it'],
  ['eventName != "x"', true, 'the value differs'],
  ['eventName != "PutImage"', false, 'the value equals it'],
  ['eventName in ("x", "PutImage")', true, 'the value is in the list'],
  ['eventName in ("x", "y")', false, 'the value is not in the list'],
  ['eventName not in ("x")', true, 'the value differs'],
  ['eventName not in ("PutImage")', false, 'the value is in the list'],
  ['tags = "a"', true, 'one of the values equals it'],
  ['tags = "c"', false, 'none of the values equals it'],
  ['tags != "c"', true, 'every value differs'],
  ['tags != "a"', false, 'one of the values equals it'],
  ['count > 4', true, 'the value is greater'],
  ['count >= 6', false, 'the value is neither greater nor equal'],
  ['count < 5', false, 'the value is not smaller'],
  ['count <= 5', true, 'the value is smaller or equal'],
  ['eventName like "Im"', true, 'the value contains it'],
  ['eventName starts_with "Im"', false, 'the value does not start with it'],
  ['eventName ends_with "Image"', true, 'the value ends with it'],
  ['other = "x"', false, 'the field has no value in this event'],
  ['other != "x"', true, 'the field has no value, so it cannot equal a value in the filter'],
  ['other = null', true, 'the field has no value in this event'],
  ['other != null', false, 'the field has no value in this event'],
  ['eventName = null', false, 'the field has a value'],
  ['eventName != null', true, 'the field has a value'],
  ['other in ("x", "y")', false, 'the field has no value in this event'],
  ['other not in ("x")', true, 'the field has no value, so it cannot equal a value in the filter'],
  ['other in ("x", null)', true, 'the field has no value, and the list contains null'],
])('%s: %s, because %s', (filter, holds, why) => {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(filter)
  const { holds: held, found } = explain(compile(parsing.expression, VOCABULARY), EVENT, VOCABULARY)
  expect([held, found?.why]).toEqual([holds, why])
})
