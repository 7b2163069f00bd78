import { expect, test } from 'vitest'
import { makeAddedQuery } from '../../src/events/added.ts'
import type { Table } from '../../src/events/partitions.ts'

const REACH = {
  from: Date.parse('2026-11-28T23:00:00Z'),
  to: Date.parse('2026-11-30T11:00:00Z'),
  regions: ['eu-west-1'],
  account: '111122223333',
}

function tableOf(keys: readonly string[], parameters: Readonly<Record<string, string>> = {}): Table {
  return { database: 'logs', name: 'calls', columns: [], partitionKeys: keys.map(name => ({ name, type: 'string' })), parameters }
}

test.each<[keys: readonly string[], rows: readonly (readonly string[])[], missing: readonly string[]]>([
  [
    ['year', 'month', 'day'],
    [
      ['2026', '11', '28'],
      ['2026', '11', '29'],
      ['2026', '11', '30'],
    ],
    [],
  ],
  [
    ['year', 'month', 'day'],
    [
      ['2026', '11', '28'],
      ['2026', '11', '29'],
    ],
    ['2026-11-30'],
  ],
  [['year', 'month', 'day'], [['2026', '9', '3']], ['2026-11-28', '2026-11-29', '2026-11-30']],
  [['year', 'month'], [['2026', '11']], []],
  [['year', 'month'], [['2026', '12']], ['2026-11-28', '2026-11-29', '2026-11-30']],
  [['dt'], [['2026-11-28'], ['2026/11/29'], ['20261130']], []],
  [['dt'], [['2026-11-28-05'], ['2026-11-29-23']], ['2026-11-30']],
  [['dt'], [['2026-11-28'], ['2026-11-9'], ['2026-1-12'], ['2026-11-3']], ['2026-11-29', '2026-11-30']],
  [['dt'], [['20261'], ['2026-1-1'], ['202611']], []],
  [['dt'], [['20261'], ['2026-1-1']], ['2026-11-28', '2026-11-29', '2026-11-30']],
  [['timestamp'], [], ['2026-11-28', '2026-11-29', '2026-11-30']],
  [['dt'], [['__HIVE_DEFAULT_PARTITION__']], ['2026-11-28', '2026-11-29', '2026-11-30']],
])('%j with %j lacks %j', (keys, rows, missing) => {
  expect(makeAddedQuery(tableOf(keys), REACH)?.missing(rows)).toEqual(missing)
})

test('the catalog is asked for the days of the window', () => {
  const { sql, columns } = makeAddedQuery(tableOf(['region', 'dt']), REACH) ?? { sql: '', columns: [] }
  expect(columns).toEqual(['region', 'dt'])
  expect(sql).toContain(
    'SELECT DISTINCT CAST("region" AS varchar) AS "region", CAST("dt" AS varchar) AS "dt"\nFROM "logs"."calls$partitions"\n',
  )
  expect(sql).toContain(`"region" = 'eu-west-1'`)
})

test('each Region has its own days', () => {
  const { sql, columns, missing } = makeAddedQuery(tableOf(['region', 'year', 'month', 'day']), {
    ...REACH,
    regions: ['eu-west-1', 'us-east-1'],
  }) ?? { sql: '', columns: [], missing: () => [] }
  expect(columns).toEqual(['region', 'year', 'month', 'day'])
  expect(sql).toContain('SELECT DISTINCT CAST("region" AS varchar) AS "region", CAST("year"')
  const added = ['28', '29', '30'].map(day => ['eu-west-1', '2026', '11', day])
  expect(missing(added)).toEqual(['2026-11-28 in us-east-1', '2026-11-29 in us-east-1', '2026-11-30 in us-east-1'])
  expect(missing([...added, ['us-east-1', '2026', '11', '28'], ['us-east-1', '2026', '11', '30']])).toEqual(['2026-11-29 in us-east-1'])
})

test('a day that has only begun need not be there', () => {
  const to = Date.parse('2026-11-30T00:10:00Z')
  expect(makeAddedQuery(tableOf(['dt']), { ...REACH, to })?.missing([['2026-11-28'], ['2026-11-29']])).toEqual([])
})

test.each<[string, Table]>([
  ['has no partitions', tableOf([])],
  ['is projected', tableOf(['timestamp'], { 'projection.enabled': 'true' })],
  ['has none of days', tableOf(['region'])],
])('nobody has to add days to a table that %s', (_, table) => {
  expect(makeAddedQuery(table, REACH)).toBeUndefined()
})

test('a day that no Region has is named once', () => {
  const query = makeAddedQuery(tableOf(['region', 'dt']), { ...REACH, regions: ['eu-west-1', 'us-east-1'] })
  const rows = ['2026-11-28', '2026-11-29'].map(day => ['eu-west-1', day])
  expect(query?.missing([...rows, ['us-east-1', '2026-11-29']])).toEqual(['2026-11-28 in us-east-1', '2026-11-30'])
})

test('a key that nothing is asked of has no condition', () => {
  const table = { ...tableOf([]), partitionKeys: [{ name: 'dt', type: 'bigint' }] }
  expect(makeAddedQuery(table, REACH)?.sql).toMatch(/\$partitions"$/)
})

// Which days there are, no key tells, so the rows are asked.
test.each<[string, Table]>([
  ['that nobody understands', tableOf(['partition_0', 'partition_1'])],
  ['of numbers', tableOf(['dt'], { 'projection.enabled': 'true', 'projection.dt.type': 'integer', 'projection.dt.range': '1,9' })],
  [
    'in another order',
    tableOf(['dt'], { 'projection.enabled': 'true', 'projection.dt.type': 'date', 'projection.dt.format': 'dd-MM-yyyy' }),
  ],
])('keys %s', (_, table) => {
  const { sql, columns, missing, of } = makeAddedQuery(table, REACH) ?? { sql: '', columns: [], missing: () => [], of: 'partition' }
  expect(sql).toBe(
    'SELECT DISTINCT awsregion, substr(eventtime, 1, 10) AS day\nFROM "logs"."calls"\n' +
      `WHERE "awsregion" = 'eu-west-1'\n  AND "recipientaccountid" = '111122223333'\n` +
      `  AND substr(eventtime, 1, 10) IN ('2026-11-28', '2026-11-29', '2026-11-30')`,
  )
  expect([of, columns]).toEqual(['event', ['awsregion', 'day']])
  const rows = ['2026-11-28', '2026-11-30'].map(day => ['eu-west-1', day])
  expect(missing(rows)).toEqual(['2026-11-29'])
})
