// The tests of the packs are only as good as the mutants they have to detect.

import { expect, test } from 'vitest'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { mutate } from './mutate.ts'

test('every part of a filter is once removed and once negated', () => {
  const parsing = parse('a = 1 and not (b = 1 or c = 1)')
  if ('problems' in parsing) throw new Error('the filter is right')
  expect(mutate(parsing.expression).map(({ expression }) => print(expression))).toEqual([
    '',
    'not (a = 1 and not (b = 1 or c = 1))',
    'not (b = 1 or c = 1)',
    'not a = 1 and not (b = 1 or c = 1)',
    'a = 1',
    'a = 1 and not not (b = 1 or c = 1)',
    'a = 1',
    'a = 1 and not not (b = 1 or c = 1)',
    'a = 1 and not c = 1',
    'a = 1 and not (not b = 1 or c = 1)',
    'a = 1 and not b = 1',
    'a = 1 and not (b = 1 or not c = 1)',
  ])
})

test('every value of a list is once removed', () => {
  const parsing = parse('a in (1, "x", null) and b not in (2)')
  if ('problems' in parsing) throw new Error('the filter is right')
  expect(mutate(parsing.expression).map(({ expression }) => print(expression))).toEqual([
    '',
    'not (a in (1, "x", null) and b not in (2))',
    'b not in (2)',
    'not a in (1, "x", null) and b not in (2)',
    'a in ("x", null) and b not in (2)',
    'a in (1, null) and b not in (2)',
    'a in (1, "x") and b not in (2)',
    'a in (1, "x", null)',
    'a in (1, "x", null) and not b not in (2)',
  ])
})
