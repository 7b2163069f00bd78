// What can be said of a query without an engine. test/services/trino.service.ts asks one.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/events/partitions.ts'
import { type Asking, makeQuery, type Query } from '../../src/events/query.ts'
import { DOCUMENTED_COLUMNS } from '../../src/events/table.ts'
import { parse } from '../../src/language/parse.ts'
import { pathsOf } from '../../src/language/paths.ts'
import { loadRules } from '../../src/rules/load.ts'
import { ROOT } from '../root.ts'

const TABLE: Table = { database: 'my logs', name: 'a"b', columns: DOCUMENTED_COLUMNS, partitionKeys: [], parameters: {} }
const REACH = {
  from: Date.parse('2026-11-29T23:00:00.5Z'),
  to: Date.parse('2026-11-30T11:00:00Z'),
  regions: ['eu-west-1'],
  account: '111122223333',
}

function asking(filter: string): Asking {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(parsing.problems[0]?.message)
  return { id: filter, expression: parsing.expression, paths: pathsOf(parsing.expression) }
}

function ask(filters: readonly Asking[], table: Partial<Table> = {}): Query {
  const query = makeQuery({ ...TABLE, ...table }, filters, REACH)
  if ('kind' in query) throw new Error(query.message)
  return query
}

const without = (...names: readonly string[]): Table['columns'] => DOCUMENTED_COLUMNS.filter(({ name }) => !names.includes(name))
const retyped = (name: string, type: string): Table['columns'] => [...without(name), { name, type }]

test('whose events are asked for, and of when', () => {
  const { sql } = ask([asking('eventName = "x"')])
  expect(sql).toContain('FROM "my logs"."a""b"\n')
  expect(sql).toContain(`coalesce(awsregion IN ('eu-west-1'), true)`)
  expect(sql).toContain(`coalesce(recipientaccountid IN ('111122223333'), true)`)
  expect(sql).toContain(`eventtime BETWEEN '2026-11-29T23:00:00Z' AND '2026-11-30T11:00:00Z'`)
})

test('the columns of the answer are those of the table, in the order in which they are asked for', () => {
  const { sql, columns } = ask([], { columns: [...without('tlsdetails', 'apiversion'), { name: 'mine', type: 'string' }] })
  const selected = /^SELECT (.*)$/m.exec(sql)?.[1]?.split(/, (?=[^)]*(?:\(|$))/)
  expect(selected?.map(each => / AS (\w+)$/.exec(each)?.[1] ?? each)).toEqual(columns.map(({ name }) => name))
  expect(columns.map(({ name }) => name).sort()).toEqual(
    without('tlsdetails', 'apiversion')
      .map(({ name }) => name)
      .sort(),
  )
})

const TYPED = DOCUMENTED_COLUMNS.find(({ name }) => name === 'useridentity')?.type ?? ''

describe('a rule that names a field without a column', () => {
  test.each<[filter: string, columns: Table['columns'], fields: readonly string[]]>([
    ['managementEvent = true', DOCUMENTED_COLUMNS, ['managementEvent']],
    ['managementEvent = true', [...DOCUMENTED_COLUMNS, { name: 'managementevent', type: 'boolean' }], []],
    ['tlsDetails.tlsVersion != "a" or tlsDetails.tlsVersion = "b"', without('tlsdetails'), ['tlsDetails.tlsVersion']],
    ['tlsDetails.tlsVersion = "a"', retyped('tlsdetails', 'string'), ['tlsDetails.tlsVersion']],
    [
      'tlsDetails.tlsVersion = "a" and tlsDetails.cipherSuite = "b"',
      retyped('tlsdetails', 'struct<tlsversion:string>'),
      ['tlsDetails.cipherSuite'],
    ],
    ['errorCode = "a" and user = "b"', retyped('errorcode', 'varchar(10)'), ['errorCode']],
    ['user = "b"', retyped('useridentity', TYPED.replace('arn:string', 'arn:char(9)')), ['user']],
    ['userIdentity.sessionContext.sourceIdentity = "a"', DOCUMENTED_COLUMNS, ['userIdentity.sessionContext.sourceIdentity']],
    ['user = "a" and ip = "1.2.3.4"', retyped('useridentity', 'struct<type:string,arn:string>'), ['user']],
    ['target.name = "a" and target.tags.x = "y"', DOCUMENTED_COLUMNS, []],
    ['target.name = "a"', without('requestparameters'), ['target.name']],
    [
      'policyPublic = true and requestParameters.a = 1',
      retyped('requestparameters', 'map<string,string>'),
      ['policyPublic', 'requestParameters.a'],
    ],
  ])('%s', (filter, columns, fields) => {
    expect(ask([asking(filter), asking('eventName = "a"')], { columns }).withoutColumn).toEqual(
      fields.length === 0 ? [] : [{ id: filter, fields }],
    )
  })

  test('a column of another type is said', () => {
    expect(ask([], { columns: retyped('readonly', 'int') }).notes).toContain('the column readonly has the type int, and is not read')
  })
})

test.each(['eventtime', 'eventsource', 'eventid'])('a table without %s is none of CloudTrail', name => {
  const query = makeQuery({ ...TABLE, columns: without(name) }, [], REACH)
  expect(query).toMatchObject({ kind: 'athena-table', message: expect.stringContaining(`has no column ${name}`) })
})

const RULES = ['ecr', 'ssm'].flatMap(pack => {
  const folder = join(ROOT, 'rules', pack)
  const files = readdirSync(folder).map(path => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
  return loadRules(files).compiled.filter(({ rule }) => rule.type === 'CloudTrail')
})

test('all shipped rules are asked in one query as exactly as they can be, and the documented table has their fields', () => {
  const askings = RULES.map(({ rule, filter, suppressions }) => ({
    id: rule.id,
    expression: filter.expression,
    paths: [filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression)),
  }))
  expect(ask(askings)).toMatchObject({ coarseness: 0, withoutColumn: [], gaps: [], notes: [expect.stringContaining('no partitions')] })
})

// With more rules, less is asked of each of them; and never more than Athena takes.
test.each<[many: number, sources: number, coarseness: number]>([
  [25, 1, 0],
  [120, 1, 1],
  [250, 1, 2],
  [1_000, 10, 3],
  [1_500, 1_500, 4],
])('%i rules about %i sources', (many, sources, coarseness) => {
  const filters = Array.from(
    { length: many },
    (_, i) => `eventSource = "s${i % sources}.amazonaws.com" and eventName = "Call${i}" and userIdentity.type != "${i}" and user = "${i}"`,
  )
  const query = ask(filters.map(asking))
  expect(query.sql.length).toBeLessThan(262_144)
  expect(query.coarseness).toBe(coarseness)
  expect(query.notes).toHaveLength(coarseness === 0 ? 1 : 2)
})
