// What can be said of SQL without an engine. test/services/trino.service.ts asks one.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CLOUDTRAIL_COLUMNS } from '../../src/events/table.ts'
import type { Expression } from '../../src/language/ast.ts'
import { parse } from '../../src/language/parse.ts'
import { pathsOf } from '../../src/language/paths.ts'
import { boundsOf, pathsWithoutColumn } from '../../src/language/sql.ts'
import { quoteSql } from '../../src/language/sqlbounds.ts'
import { expressions } from '../fuzz/filters.ts'

function read(filter: string): Expression {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(parsing.problems[0]?.message)
  return parsing.expression
}

const span = { start: 0, end: 0 }
const opposite = (condition: string): string => (condition === 'true' ? 'false' : condition === 'false' ? 'true' : `NOT (${condition})`)

test('where the upper bound does not hold, the negation surely does', () => {
  fc.assert(
    fc.property(expressions, term => {
      const { upper, lower } = boundsOf(term, CLOUDTRAIL_COLUMNS)
      const negation: Expression = { kind: 'not', term, span }
      expect(boundsOf(negation, CLOUDTRAIL_COLUMNS)).toEqual({ upper: opposite(lower), lower: opposite(upper) })
    }),
  )
})

test.each([
  ["it's", "'it''s'"],
  ["\\' or 1 = 1 --", "'\\'' or 1 = 1 --'"],
  ["''", "''''''"],
  ['', "''"],
])('%s is quoted', (text, quoted) => {
  expect(quoteSql(text)).toBe(quoted)
})

// A text in SQL ends at the first quote that is not doubled.
test('no text of a filter ends its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("'", '\\', '"', 'a', '\n', '-', ';') }), text => {
      expect(/^'(?:[^']|'')*'$/.test(quoteSql(text))).toBe(true)
      expect(quoteSql(text).slice(1, -1).replaceAll("''", "'")).toBe(text)
    }),
  )
})

describe('fields that the table does not have', () => {
  test.each<[string, readonly string[]]>([
    ['eventName = "a" and user != "b" and userIdentity.sessionContext.sessionIssuer.arn = null', []],
    ['requestParameters.any[0].thing = 1 and resources[0].ARN like "a"', []],
    ['managementEvent = true or eventName = "a"', ['managementEvent']],
    [
      'userIdentity.sessionContext.sourceIdentity != "a" and not target.name = "b"',
      ['userIdentity.sessionContext.sourceIdentity', 'target.name'],
    ],
    ['constructor = 1', ['constructor']],
  ])('%s', (filter, missing) => {
    const paths = pathsWithoutColumn(pathsOf(read(filter)), CLOUDTRAIL_COLUMNS)
    expect(paths.map(({ segments }) => segments.join('.'))).toEqual(missing)
  })

  test.each(['managementEvent = true', 'managementEvent != true', 'managementEvent = null', 'not managementEvent in (1, null)'])(
    '%s may hold in any row, and surely in none',
    filter => {
      expect(boundsOf(read(filter), CLOUDTRAIL_COLUMNS)).toEqual({ upper: 'true', lower: 'false' })
    },
  )
})
