// Which partitions are read. What a projection means is documented:
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html

import { describe, expect, test } from 'vitest'
import { boundPartitions, type Table } from '../../src/events/partitions.ts'

const ACCOUNT = '111122223333'
const REACH = {
  from: Date.parse('2026-11-29T23:00:00Z'),
  to: Date.parse('2026-11-30T11:00:00Z'),
  regions: ['eu-west-1', 'us-east-1'],
  account: ACCOUNT,
}

/** A table with these partition keys, whose type is a string unless it is given, and these parameters of projections. */
function tableOf(keys: string, projections: Readonly<Record<string, string>> = {}, others: Readonly<Record<string, string>> = {}): Table {
  const partitionKeys = keys
    .split(' ')
    .filter(Boolean)
    .map(key => ({ name: key.split(':')[0] ?? '', type: key.split(':')[1] ?? 'string' }))
  const parameters = Object.fromEntries(Object.entries(projections).map(([name, value]) => [`projection.${name}`, value]))
  const enabled = Object.keys(projections).length > 0 ? { 'projection.enabled': 'true' } : {}
  return { database: 'logs', name: 'calls', columns: [], partitionKeys, parameters: { ...enabled, ...parameters, ...others } }
}

const DATED = { 'timestamp.type': 'date', 'timestamp.format': 'yyyy/MM/dd', 'timestamp.range': '2024/01/01,NOW' }
const ANY_SPELLING = (key: string): string =>
  `(regexp_replace("${key}", '[^0-9]', '') >= '20261129' AND regexp_replace("${key}", '[^0-9]', '') < '20261202'` +
  ` OR NOT regexp_like("${key}", '\\A[0-9]{4}[-/]?[0-9]{2}[-/]?[0-9]{2}'))`

describe('the days of a window, and the day after its end', () => {
  test.each<[keys: string, projections: Readonly<Record<string, string>>, conditions: readonly string[]]>([
    ['timestamp', DATED, [`"timestamp" BETWEEN '2026/11/29' AND '2026/12/01'`]],
    [
      'timestamp',
      { ...DATED, 'timestamp.format': 'yyyy-MM-dd', 'timestamp.range': 'NOW-3YEARS,NOW' },
      [`"timestamp" BETWEEN '2026-11-29' AND '2026-12-01'`],
    ],
    ['dt', { 'dt.type': 'date', 'dt.format': 'yyyyMMdd' }, [`"dt" BETWEEN '20261129' AND '20261201'`]],
    ['dt', { 'dt.type': 'date', 'dt.format': "yyyy/MM/dd'T'HH" }, [`"dt" BETWEEN '2026/11/29T00' AND '2026/12/01T23'`]],
    ['dt', { 'dt.type': 'date', 'dt.format': 'yyyy/MM' }, [`"dt" BETWEEN '2026/11' AND '2026/12'`]],
    ['timestamp', {}, [ANY_SPELLING('timestamp')]],
    ['dt', {}, [ANY_SPELLING('dt')]],
    ['dt:date', {}, [`"dt" BETWEEN DATE '2026-11-29' AND DATE '2026-12-01'`]],
    [
      'region year month day',
      {},
      [
        `"region" IN ('eu-west-1', 'us-east-1')`,
        `("year" = '2026' AND "month" = '11' AND "day" IN ('29', '30') OR "year" = '2026' AND "month" = '12' AND "day" IN ('01', '1'))`,
      ],
    ],
    ['year:int month:int', {}, [`("year" = 2026 AND "month" = 11 OR "year" = 2026 AND "month" = 12)`]],
    [
      'account region timestamp',
      DATED,
      [`"account" = '${ACCOUNT}'`, `"region" IN ('eu-west-1', 'us-east-1')`, `"timestamp" BETWEEN '2026/11/29' AND '2026/12/01'`],
    ],
    ['accountid', { 'accountid.type': 'injected' }, [`"accountid" = '${ACCOUNT}'`]],
  ])('%s %j', (keys, projections, conditions) => {
    expect(boundPartitions(tableOf(keys, projections), REACH)).toMatchObject({ conditions, notes: [], gaps: [] })
  })

  // The order of these texts is not that of time, or it is not known what they are.
  test.each<[keys: string, projections: Readonly<Record<string, string>>, note: string]>([
    ['timestamp', { ...DATED, 'timestamp.format': 'dd/MM/yyyy' }, 'the partition key timestamp'],
    ['timestamp', { ...DATED, 'timestamp.format': 'MM-dd' }, 'the partition key timestamp'],
    ['timestamp', { 'timestamp.type': 'integer' }, 'the partition key timestamp'],
    ['shard', {}, 'the partition key shard'],
    ['timestamp:bigint', {}, 'the partition key timestamp'],
    ['', {}, 'no partitions'],
  ])('%s %j bounds nothing', (keys, projections, note) => {
    expect(boundPartitions(tableOf(keys, projections), REACH)).toMatchObject({ conditions: [], notes: [expect.stringContaining(note)] })
  })

  test('a key that must be given, and whose value is not known', () => {
    expect(boundPartitions(tableOf('org', { 'org.type': 'injected' }), REACH)).toMatchObject({
      kind: 'athena-table',
      message: expect.stringContaining('"org"'),
    })
  })
})

const HOURLY = { ...DATED, 'timestamp.format': 'yyyy/MM/dd/HH', 'timestamp.range': '2024/01/01/00,NOW' }

describe('what a table does not have', () => {
  const PLACE = (folder: string): Readonly<Record<string, string>> => ({
    'storage.location.template': `s3://b/x/AWSLogs/${folder}/\${timestamp}`,
  })
  test.each<
    [what: string, projections: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>, said: readonly string[]]
  >([
    ['nothing', DATED, PLACE(`\${account}/CloudTrail/\${region}`), []],
    ['a Region', DATED, PLACE(`${ACCOUNT}/CloudTrail/us-east-1`), ['us-east-1 only', 'eu-west-1']],
    ['an account', DATED, PLACE(`o-abcdefghij/999988887777/CloudTrail/\${region}`), ['999988887777 only', ACCOUNT]],
    ['a Region of a list', { 'region.type': 'enum', 'region.values': 'us-east-1,us-west-2' }, {}, ['no partitions of eu-west-1']],
    ['days before it begins', { ...DATED, 'timestamp.range': '2026/11/30,NOW' }, {}, ['projection.timestamp.range']],
    ['days long ago', { ...DATED, 'timestamp.range': 'NOW-0DAYS,NOW' }, {}, ['projection.timestamp.range']],
    ['days after it ends', { ...DATED, 'timestamp.range': '2020/01/01,2026/11/29' }, {}, ['projection.timestamp.range']],
    [
      'days between those of an interval',
      { ...DATED, 'timestamp.interval': '7', 'timestamp.interval.unit': 'DAYS' },
      {},
      ['interval is 7 DAYS'],
    ],
    ['no day, by an interval of a day', { ...DATED, 'timestamp.interval': '1', 'timestamp.interval.unit': 'days' }, {}, []],
    ['no day, by an interval of hours', { ...DATED, 'timestamp.interval': '24', 'timestamp.interval.unit': 'HOURS' }, {}, []],
    ['hours of a day', { ...HOURLY, 'timestamp.interval': '1', 'timestamp.interval.unit': 'DAYS' }, {}, ['interval is 1 DAYS']],
    ['no hour', { ...HOURLY, 'timestamp.interval': '1', 'timestamp.interval.unit': 'HOURS' }, {}, []],
    ['days of other months, by the folder', DATED, PLACE(`${ACCOUNT}/CloudTrail/\${region}/2026/10`), ['2026-10 only']],
    ['no day, by the folder', DATED, PLACE(`${ACCOUNT}/CloudTrail/\${region}/2026/11`), []],
    ['a Region, by its own folder', {}, { location: `s3://b/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1` }, ['us-east-1 only']],
  ])('%s', (_, projections, others, said) => {
    const found = boundPartitions(tableOf('region timestamp', projections, others), REACH)
    expect(found).toMatchObject({ gaps: said.length === 0 ? [] : [expect.stringMatching(said.join('.*'))] })
  })

  const NUMBERS = { 'year.type': 'integer', 'month.type': 'integer', 'day.type': 'integer', 'month.range': '1,12', 'day.range': '1,31' }
  test.each<[keys: string, projections: Readonly<Record<string, string>>, said: readonly string[]]>([
    ['dt:date', { 'dt.type': 'date', 'dt.format': 'yyyy-MM-dd', 'dt.range': '2020-01-01,2026-11-29' }, ['projection.dt.range']],
    ['year month day', { ...NUMBERS, 'year.range': '2020,2030' }, []],
    ['year month day', { ...NUMBERS, 'year.range': '2020,2025' }, ['projection.year.range is 2020,2025']],
    ['year month day', { ...NUMBERS, 'year.range': '2020,2030', 'day.range': '01,29' }, ['projection.day.range is 01,29']],
    ['year month day', { ...NUMBERS, 'year.range': '2020,2030', 'day.interval': '2' }, ['projection.day.interval is 2']],
    ['year month', { ...NUMBERS, 'year.type': 'enum', 'year.values': '2025, 2026' }, []],
    ['year month', { ...NUMBERS, 'year.type': 'enum', 'year.values': '2024,2025' }, ['projection.year.values is 2024,2025']],
  ])('%s %j', (keys, projections, said) => {
    const found = boundPartitions(tableOf(keys, projections), REACH)
    expect(found).toMatchObject({ gaps: said.map(each => expect.stringContaining(each)), hidesDays: false })
  })

  test.each<[keys: string, projections: Readonly<Record<string, string>>, hidesDays: boolean]>([
    ['', {}, false],
    ['region account', {}, false],
    ['region dt shard', {}, false],
    ['partition_0', {}, true],
    ['year month', { ...NUMBERS, 'year.type': 'date', 'year.format': 'yyyy' }, true],
  ])('whether %s %j hides days: %s', (keys, projections, hidesDays) => {
    expect(boundPartitions(tableOf(keys, projections), REACH)).toMatchObject({ hidesDays })
  })

  test('only accounts that are known are asked for', () => {
    const { account: _, ...reach } = REACH
    expect(boundPartitions(tableOf('account timestamp', DATED), { ...reach, account: undefined })).toMatchObject({
      conditions: [`"timestamp" BETWEEN '2026/11/29' AND '2026/12/01'`],
      isOf: { account: false, regions: false },
    })
  })
})
