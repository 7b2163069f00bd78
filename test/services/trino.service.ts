// Filters as conditions in SQL, against a real Trino. The upper bound never loses an event that the compiled filter matches, or that it
// could match if a content that CloudTrail left out were there; the lower bound never has an event that the filter does not match.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeAddedQuery } from '../../src/events/added.ts'
import {
  CLOUDTRAIL_ALIASES,
  fieldsLeftOut,
  hasPath,
  hasUnreadText,
  isCloudTrail,
  lookupRecord,
  toEvent,
} from '../../src/events/cloudtrail.ts'
import { unreadText } from '../../src/events/oddrows.ts'
import { type Asking, makeQuery, type Query } from '../../src/events/query.ts'
import { recordOf } from '../../src/events/row.ts'
import { CLOUDTRAIL_COLUMNS, DOCUMENTED_COLUMNS } from '../../src/events/table.ts'
import { CLOUDTRAIL_VOCABULARY } from '../../src/events/vocabulary.ts'
import { Fault } from '../../src/fault.ts'
import { groupBy } from '../../src/group.ts'
import type { Fields } from '../../src/json.ts'
import type { Expression } from '../../src/language/ast.ts'
import { compile } from '../../src/language/compile.ts'
import { decide } from '../../src/language/decide.ts'
import { parse } from '../../src/language/parse.ts'
import { pathsOf } from '../../src/language/paths.ts'
import { print } from '../../src/language/print.ts'
import { boundsOf, pathsWithoutColumn } from '../../src/language/sql.ts'
import { type CompiledRule, matchesRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import { makeFolder } from '../folder.ts'
import { ROOT } from '../root.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { startAthena } from './athena.ts'
import { filters, makeLog, makePartitions, makeTable, records, rowsOf } from './rows.ts'
import { startTrino, TRINO_TIMEOUT, type Trino } from './trino.ts'
import { type Part, reachOf, readArchive, readFiles, readTable } from './ways.ts'

const FILTERS = Number(process.env['FUZZ_RUNS'] ?? 1_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const EVENTS = 1_500
/** How many filters a query asks for: the engine compiles all of them, and has a limit. */
const AT_ONCE = 10

const span = { start: 0, end: 0 }

let trino: Trino
beforeAll(async () => {
  trino = await startTrino()
}, TRINO_TIMEOUT)
afterAll(() => trino?.stop())

interface Table {
  readonly name: string
  readonly events: ReadonlyMap<string, Fields>
  /** The rows that the engine finds unread. They are gaps, so no filter is asked about them. */
  readonly unread: ReadonlySet<string>
}

/** Makes a table of records, and the events that the compiled filters judge. */
async function load(name: string, found: readonly Fields[]): Promise<Table> {
  // CloudTrail writes no field by one of Threat Stack's names, and no column could hold it.
  const isWritten = ([key]: readonly [string, unknown]): boolean => !CLOUDTRAIL_ALIASES.has(key)
  const rows = found.map((record, i) => ({ ...Object.fromEntries(Object.entries(record).filter(isWritten)), eventID: `e-${i}` }))
  await makeTable(trino, name, rows)
  const unread = await trino.query(`SELECT eventid FROM ${name} WHERE ${unreadText(CLOUDTRAIL_COLUMNS)}`)
  return { name, events: new Map(rows.map(record => [record.eventID, toEvent(record)])), unread: new Set(unread.map(([id]) => String(id))) }
}

/** An event about which a filter and its bounds disagree. */
interface Wrong {
  readonly filter: string
  readonly how: 'lost' | 'too sure' | 'neither true nor false'
  readonly event: string
}

interface Answer {
  readonly wrong: readonly Wrong[]
  /** How many events the upper bound has that the filter does not match. */
  readonly more: number
}

async function ask(table: Table, expressions: readonly Expression[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let from = 0; from < expressions.length; from += AT_ONCE) {
    const some = expressions.slice(from, from + AT_ONCE)
    const conditions = some.map(each => boundsOf(each, CLOUDTRAIL_COLUMNS)).flatMap(({ upper, lower }) => [upper, lower])
    const rows = await trino.query(`SELECT eventid, ${conditions.join(', ')} FROM ${table.name}`)
    expect(rows).toHaveLength(table.events.size)
    const seen = rows.filter(row => !table.unread.has(String(row[0])))
    const rowsOf = (i: number): readonly Row[] =>
      seen.map(row => ({ event: table.events.get(String(row[0])) as Fields, upper: row[1 + 2 * i], lower: row[2 + 2 * i] }))
    answers.push(...some.map((each, i) => compare(each, rowsOf(i))))
  }
  return answers
}

interface Row {
  readonly event: Fields
  readonly upper: unknown
  readonly lower: unknown
}

function compare(expression: Expression, rows: readonly Row[]): Answer {
  const plan = compile(expression, CLOUDTRAIL_VOCABULARY)
  const wrong: Wrong[] = []
  let more = 0
  for (const { event, upper, lower } of rows) {
    const holds = plan.matches(event)
    const left = fieldsLeftOut(event)
    const mayHold = holds || (left.length > 0 && decide(plan, event, ({ segments }) => hasPath(event, left, segments)) !== false)
    const tell = (how: Wrong['how']) => wrong.push({ filter: print(expression), how, event: JSON.stringify(event) })
    if (typeof upper !== 'boolean' || typeof lower !== 'boolean') tell('neither true nor false')
    else if (mayHold && !upper) tell('lost')
    else if (!holds && lower) tell('too sure')
    if (upper === true && !mayHold) more++
  }
  return { wrong, more }
}

const wrongOf = (answers: readonly Answer[]): readonly Wrong[] => answers.flatMap(({ wrong }) => wrong.slice(0, 1)).slice(0, 10)

const RULES = ['ecr', 'ssm'].flatMap(pack => {
  const folder = join(ROOT, 'rules', pack)
  const files = readdirSync(folder).map(path => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
  return loadRules(files).compiled.filter(({ rule }) => rule.type === 'CloudTrail')
})

/** Each rule as one filter. */
const WHOLES = RULES.map(
  ({ filter, suppressions }): Expression => ({
    kind: 'and',
    terms: [filter.expression, ...suppressions.map(({ expression }): Expression => ({ kind: 'not', term: expression, span }))],
    grouped: true,
    span,
  }),
)

/** The rules for which more comes back than they match, over the events of the rules’ own tests. */
const COARSE: Readonly<Record<string, string>> = { 'ecr-policy-public': 'whether a policy is public is not asked in SQL' }

const coarseOf = (answers: readonly Answer[]): readonly string[] =>
  answers.flatMap(({ more }, i) => (more > 0 ? [RULES[i]?.rule.id ?? ''] : []))

test('every shipped rule over the events of the rules’ own tests', { timeout: 300_000 }, async () => {
  expect(RULES.length).toBeGreaterThan(40)
  const table = await load(
    'tests',
    RULES.flatMap(({ rule }) => rule.tests.map(({ event }) => event)),
  )
  const answers = await ask(table, WHOLES)
  expect(wrongOf(answers)).toEqual([])
  expect(coarseOf(answers)).toEqual(Object.keys(COARSE))
})

/** Every record of the files in a folder, in one of the ways in which CloudTrail gives them out. */
function readRecords(folder: string): readonly Fields[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name))
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
    const whole = name.endsWith('l')
      ? text
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line) as Fields)
      : (JSON.parse(text) as { Records: Fields[] }).Records
    return whole.map(each => JSON.parse(lookupRecord(each) ?? JSON.stringify(each)) as Fields).filter(isCloudTrail)
  })
}

test.skipIf(!hasSharedData)('every shipped rule over recorded events', { timeout: 300_000 }, async () => {
  const found = readRecords(sharedData('cloudtrail'))
  expect(found.length).toBeGreaterThan(1_000)
  const answers = await ask(await load('recorded', found), WHOLES)
  expect(wrongOf(answers)).toEqual([])
  expect(coarseOf(answers)).toEqual([])
})

/** Which records each rule matches, whatever way they were read. */
function matchesOf(events: ReadonlyMap<string, Fields>): Readonly<Record<string, readonly string[]>> {
  const idsOf = (compiled: CompiledRule): readonly string[] =>
    [...events].flatMap(([id, event]) => (isCloudTrail(event) && matchesRule(compiled, event) ? [id] : [])).sort()
  return Object.fromEntries(RULES.map(compiled => [compiled.rule.id, idsOf(compiled)]))
}

const ASKINGS = RULES.map(
  ({ rule, filter, suppressions }): Asking => ({
    id: rule.id,
    expression: filter.expression,
    paths: [filter, ...suppressions].flatMap(({ expression }) => pathsOf(expression)),
  }),
)

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const DAY = '2024-03-05'
const dayOf = (record: Fields): string => String(record['eventTime']).slice(0, 10)

/** The events of the rules’ own tests, as if they had happened in one account on one day. */
const TESTED: Part = {
  account: ACCOUNT,
  region: REGION,
  day: DAY,
  records: RULES.flatMap(({ rule }) => rule.tests.map(({ event }) => event)).map((event, i) => ({
    ...Object.fromEntries(Object.entries(event).filter(([name]) => !CLOUDTRAIL_ALIASES.has(name))),
    eventID: `t-${i}`,
    eventTime: `${DAY}T10:00:00Z`,
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
  })),
}

/** Recorded events, which are of one account and Region on each day. */
const RECORDED: readonly Part[] = hasSharedData
  ? [...groupBy(readRecords(sharedData('cloudtrail')), dayOf)].map(([day, records]) => ({
      account: String(records[0]?.['recipientAccountId']),
      region: String(records[0]?.['awsRegion']),
      day,
      records,
    }))
  : []

describe('every shipped rule matches the same, whatever way the records are read', { timeout: 300_000 }, () => {
  const PARTS = [...RECORDED, TESTED]
  beforeAll(() =>
    // What is not asked for is not read: a partition beside those that are has rows that nothing can read.
    makeLog(trino, 'calls', {
      ...Object.fromEntries(PARTS.map(({ day, records }) => [day.replaceAll('-', '/'), rowsOf(records)])),
      '2024/03/03': 'no row',
    }),
  )

  test.each(PARTS)('$records.length records of $day', async part => {
    const { aws, asked } = await startAthena(trino, ['calls'])
    const expected = matchesOf(new Map(part.records.map(record => [String(record['eventID']), toEvent(record)])))
    const table = await readTable(part, aws, 'calls', ASKINGS)
    const [files, archive] = [await readFiles(part, makeFolder()), await readArchive(part)]
    expect([files, archive, table].map(({ coverage }) => coverage.state)).toEqual(['read', 'read', 'read'])
    expect(files.events.size).toBe(part.records.length)
    expect(matchesOf(files.events)).toEqual(expected)
    expect(matchesOf(archive.events)).toEqual(expected)
    expect(matchesOf(table.events)).toEqual(expected)
    expect(asked()[0]?.length).toBeLessThan(50_000)
    expect([...table.events.values()].filter(event => !RULES.some(({ filter }) => filter.matches(event)))).toEqual([])
  })

  test.each([0, 1, 2, 3, 4])('and no match is lost where less is asked for: coarseness %i', async coarseness => {
    const reach = { ...reachOf(TESTED), regions: [REGION], account: ACCOUNT }
    const described = { database: 'ct', name: 'calls', columns: DOCUMENTED_COLUMNS, partitionKeys: [KEY], parameters: PROJECTION }
    const query = makeQuery(described, ASKINGS, reach, coarseness) as Query
    const { rows } = await trino.ask(query.sql)
    const events = rows.map(row => {
      const read = recordOf(
        query.columns,
        row.map(value => (value === null ? undefined : String(value))),
      )
      if ('problem' in read) throw new Error(read.problem.message)
      return [String(read.record['eventID']), toEvent(read.record)] as const
    })
    expect(matchesOf(new Map(events))).toEqual(
      matchesOf(new Map(TESTED.records.map(record => [String(record['eventID']), toEvent(record)]))),
    )
  })
})

const KEY = { name: 'timestamp', type: 'string' }
const PROJECTION = { 'projection.enabled': 'true', 'projection.timestamp.type': 'date', 'projection.timestamp.format': 'yyyy/MM/dd' }

describe('whatever the rules are', () => {
  const call = { eventSource: 'ssm.amazonaws.com', eventName: 'StartSession', eventTime: `${DAY}T10:00:00Z`, awsRegion: REGION }
  /** Records, and whether they come back although no rule asks for them. */
  const RECORDS: readonly (readonly [what: string, record: Fields, comes: boolean])[] = [
    ['a call', {}, false],
    ['a call of another time', { eventTime: '2024-03-04T23:59:59Z' }, false],
    ['a call of the day after', { eventTime: '2024-03-06T00:00:00Z' }, false],
    ['no time', { eventTime: null }, true],
    ['a time that is none', { eventTime: 'yesterday' }, true],
    ['a day that does not exist', { eventTime: '2024-02-30T10:00:00Z' }, true],
    ['a leap day, which does', { eventTime: '2024-02-29T10:00:00Z' }, false],
    ['a leap day of a year that has none', { eventTime: '2023-02-29T10:00:00Z' }, true],
    ['a fraction of a second', { eventTime: `${DAY}T10:00:00.5Z` }, true],
    ['another zone', { eventTime: `${DAY}T10:00:00+02:00` }, true],
    ['an hour that does not exist', { eventTime: '2024-01-01T25:00:00Z' }, true],
    ['another Region', { awsRegion: 'us-east-1', eventName: null }, false],
    ['another account', { recipientAccountId: '999988887777', eventName: null }, false],
    ['no Region and no account, which may be these', { awsRegion: null, recipientAccountId: null, eventName: null }, true],
    ['no name', { eventName: null }, true],
    ['a blank name', { eventName: ' ' }, true],
    ['no source', { eventSource: null }, true],
    ['a source that is no service', { eventSource: 'aws:s3' }, true],
    ['a source that only looks like one of a service', { eventSource: '\u017fsm.amazonaws.com' }, true],
    ['a service of another partition', { eventSource: 'ssm.amazonaws.com.cn' }, false],
    ['an insight, which is none', { eventType: 'AwsCloudTrailInsight', eventName: null }, false],
    ['parameters that are no JSON', { requestParameters: '{"a":' }, true],
    ['an answer that says two things', { responseElements: '{"a":1,"a":2}' }, true],
    ['details that are no JSON', { serviceEventDetails: '{' }, true],
    ['a text in the place of parameters', { requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, false],
  ]
  const ids = (comes: boolean): readonly string[] => RECORDS.flatMap(([what, , does]) => (does === comes ? [what] : []))

  test('what may be a gap comes back, and nothing else', async () => {
    const rows = RECORDS.map(([what, record]) => ({ ...call, recipientAccountId: ACCOUNT, ...record, eventID: what }))
    // Half of them were delivered a day later.
    await makeLog(trino, 'odd', {
      '2024/03/05': rowsOf(rows.filter((_, i) => i % 2 === 0)),
      '2024/03/06': rowsOf(rows.filter((_, i) => i % 2 === 1)),
    })
    const described = { database: 'ct', name: 'odd', columns: DOCUMENTED_COLUMNS, partitionKeys: [KEY], parameters: PROJECTION }
    const query = makeQuery(described, [], { ...reachOf(TESTED), regions: [REGION], account: ACCOUNT }) as Query
    const at = query.columns.findIndex(({ field }) => field === 'eventID')
    const found = new Set((await trino.query(query.sql)).map(row => row[at]))
    expect(RECORDS.flatMap(([what]) => (found.has(what) ? [what] : []))).toEqual(ids(true))
  })
})

describe('partitions that somebody added', () => {
  test.each<[name: string, keys: readonly string[], folder: (day: string) => string]>([
    [
      'by_calendar',
      ['region', 'year', 'month', 'day'],
      day => `region=${REGION}/year=${day.slice(0, 4)}/month=${day.slice(5, 7)}/day=${day.slice(8)}`,
    ],
    ['by_number', ['year', 'month', 'day'], day => `year=${day.slice(0, 4)}/month=${Number(day.slice(5, 7))}/day=${Number(day.slice(8))}`],
    ['by_dt', ['account', 'dt'], day => `account=${ACCOUNT}/dt=${day}`],
    ['by_digits', ['dt'], day => `dt=${day.replaceAll('-', '')}`],
    ['by_hour', ['dt'], day => `dt=${day}-23`],
  ])('%s: only those of the window are read', async (name, keys, folder) => {
    const row = (day: string): string => rowsOf([{ eventID: day, eventTime: `${DAY}T10:00:00Z`, awsRegion: REGION }])
    const days = ['2024-03-05', '2024-03-06']
    // Of a partition that is not asked for, no row could be read.
    await makePartitions(
      trino,
      name,
      keys,
      Object.fromEntries([
        ...days.map(day => [folder(day), row(day)]),
        ...['2024-03-04', '2024-03-07'].map(day => [folder(day), 'no row']),
      ]),
    )
    const described = {
      database: 'ct',
      name,
      columns: DOCUMENTED_COLUMNS,
      partitionKeys: keys.map(key => ({ name: key, type: 'string' })),
      parameters: {},
    }
    const query = makeQuery(described, [], { ...reachOf(TESTED), regions: [REGION], account: ACCOUNT }) as Query
    expect(query.notes).toEqual([])
    await expect(trino.query(`SELECT eventid FROM ${name}`)).rejects.toThrow('HIVE')
    const at = query.columns.findIndex(({ field }) => field === 'eventID')
    expect((await trino.query(query.sql)).map(found => found[at]).sort()).toEqual(days)
    // The folders end with that of 7 March.
    const reach = { ...reachOf(TESTED), to: Date.parse('2024-03-08T12:00:00Z'), regions: [REGION], account: ACCOUNT }
    const added = makeAddedQuery(described, reach)
    const found = await trino.query(added?.sql ?? '')
    expect(added?.missing(found as (readonly string[])[])).toEqual(['2024-03-08'])
  })
})

test('the engine takes as much as a query asks for at once', async () => {
  await makeLog(trino, 'much', { '2024/03/05': rowsOf(TESTED.records) })
  const described = { database: 'ct', name: 'much', columns: DOCUMENTED_COLUMNS, partitionKeys: [KEY], parameters: PROJECTION }
  const ask = (askings: readonly Asking[]): Query =>
    makeQuery(described, askings, { ...reachOf(TESTED), regions: [REGION], account: ACCOUNT }) as Query
  const askings = fc
    .sample(filters, { seed: SEED, numRuns: 300 })
    .filter(each => boundsOf(each, CLOUDTRAIL_COLUMNS).upper !== 'true')
    .map((expression, i): Asking => ({ id: `generated-${i}`, expression, paths: [] }))
  const most = askings.findIndex((_, i) => ask(askings.slice(0, i + 1)).coarseness > 0)
  const { sql, coarseness } = ask(askings.slice(0, most))
  expect(coarseness).toBe(0)
  expect(sql.length).toBeGreaterThan(40_000)
  await trino.query(sql)
})

test('a run that is stopped leaves no query behind', async () => {
  await makeLog(trino, 'long', { '2024/03/05': rowsOf(TESTED.records) })
  const { aws, running } = await startAthena(trino, ['long'])
  const stop = new AbortController()
  aws.meanwhile('GetQueryExecution', 'after', () => running() > 0 && stop.abort(new Fault('stopped', { message: 'stopped' })))
  const { coverage } = await readTable(TESTED, aws, 'long', ASKINGS, stop.signal)
  expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('the query was stopped') })
  await vi.waitFor(() => expect(running()).toBe(0))
  expect(aws.athena.queries.map(({ state }) => state)).toEqual(['CANCELLED'])
})

test('a table without a match is believed for a Region of which it has events, and for no other', async () => {
  await makeLog(trino, 'quiet', { '2024/03/05': rowsOf(TESTED.records) })
  const { aws, asked } = await startAthena(trino, ['quiet'])
  const { expression } = parse('eventName = "NobodyCallsThis"') as { expression: Expression }
  const nothing = [{ id: 'nothing', expression, paths: [] }]
  expect((await readTable(TESTED, aws, 'quiet', nothing)).coverage).toMatchObject({ state: 'read', records: 0 })
  const elsewhere = await readTable({ ...TESTED, region: 'eu-south-1' }, aws, 'quiet', nothing)
  expect(elsewhere.coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('the table has no event of account') })
  expect(asked()).toHaveLength(4)
})

const PUBLIC = '{"Statement:[{"Effect":"Allow","Principal":"*"}]}'
const MANY: readonly Fields[] = [
  { eventVersion: '014', eventName: 'a', requestParameters: { a: '014', b: [[1, ['x']], { c: 1 }] }, sourceIPAddress: '10.1.2.3' },
  { eventVersion: '14.0', eventName: "it's", requestParameters: { a: 14, b: { c: [null] } }, sourceIPAddress: '::ffff:10.1.2.3' },
  { eventVersion: null, eventName: 'a\\', requestParameters: { a: null, b: [] }, sourceIPAddress: 'ssm.amazonaws.com' },
  { eventName: '100%', requestParameters: null, sourceIPAddress: '::1', errorCode: '' },
  { eventName: 'HIDDEN', requestParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS', eventTime: '2026-02-30T00:00:00Z' },
  { eventName: 'left out', requestParameters: { omitted: true, a: 'x' }, eventTime: '2026-01-01T00:00:00Z' },
  { eventName: 'public', requestParameters: { policyText: PUBLIC }, userIdentity: { type: 'AssumedRole', principalId: 'A: jane ' } },
  { eventName: 'list', requestParameters: [{ a: 'x' }], resources: [{ ARN: 'a' }, { ARN: 'b' }] },
]

// The first four were once lost, or found where they should not be.
test.each([
  'eventVersion != "14.0"',
  'eventName like "" and not errorCode like ""',
  'not requestParameters.b[1] = "x" and not resources[1].ARN = "a"',
  'not ip = "10.1.2.3/8"',
  'ip in ("::/0", "0.0.0.0/0") or not ip = "::ffff:10.0.0.0/104"',
  'eventName = "it\'s" or eventName = "a\\\\" or eventName like "%" or eventName ends_with "\\\\"',
  'requestParameters.a = null or requestParameters = null',
  'requestParameters.a != 14 and requestParameters.a != "14"',
  'requestParameters.b.c = null and not requestParameters.b = null',
  'eventTime >= "2026-01-01T00:00:00Z" or not eventTime < "2026-01-01T00:00:00Z"',
  'not user = "jane" and user != null',
  'policyPublic = true or policyPublic = false',
  'not policyPublic = true',
  'not managementEvent = true and not target.name = "x"',
])('%s', async filter => {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(parsing.problems[0]?.message)
  tables.set('many', tables.get('many') ?? load('many', [...MANY, ...MANY.map(event => ({ ...event, eventSource: 'ssm.amazonaws.com' }))]))
  expect(wrongOf(await ask(await (tables.get('many') as Promise<Table>), [parsing.expression]))).toEqual([])
})
const tables = new Map<string, Promise<Table>>()

// A double has not all digits of some numbers, and an event has those as text.
const NUMBERS = [
  ...['0.5', '0.50000000000000000001', '0.49999999999999999999', '0.1234567890123456789', '5', '5.0', '5e0', '1E2', '1.5', '-0', '-0.0'],
  ...['9007199254740993', '9007199254740992', '9007199254740993.5', '12345678901234567890123', '1e400', '-1e400', '1e-400', '"0.5"'],
  ...['"Infinity"', '"12345678901234567890123"'],
]
const DIGITS = [...NUMBERS.filter(text => /^"?-?\d+(?:\.\d+)?"?$/.test(text)), '""', '"0001"', '"12345"', '"."', '"-"']

test('numbers of more digits than a double has', async () => {
  const table = await load(
    'numbers',
    NUMBERS.map(number => ({ requestParameters: `{"n":${number},"m":[{"n":${number}}]}` })),
  )
  const words = ['=', '!=', '<', '<=', '>', '>=', 'like', 'starts_with', 'ends_with']
  const clauses = DIGITS.flatMap(digits => words.map(word => `requestParameters.n ${word} ${digits}`))
  const filters = ['requestParameters.m.n > 0.5', 'requestParameters.n = "a"', ...clauses].map(text => parse(text))
  expect(
    wrongOf(
      await ask(
        table,
        filters.flatMap(each => ('problems' in each ? [] : [each.expression])),
      ),
    ),
  ).toEqual([])
})

test('the null of a record may be a text in a row', async () => {
  await makeTable(trino, 'nulls', [
    { eventID: 'text', requestParameters: 'null' },
    { eventID: 'absent' },
    { eventID: 'object', requestParameters: {} },
  ])
  const found = async (filter: string): Promise<unknown> => {
    const parsing = parse(filter)
    const { upper, lower } = boundsOf((parsing as { expression: Expression }).expression, CLOUDTRAIL_COLUMNS)
    const ids = async (where: string) => (await trino.query(`SELECT eventid FROM nulls WHERE ${where} ORDER BY 1`)).flat()
    return [await ids(upper), await ids(lower)]
  }
  expect(await found('requestParameters = null')).toEqual([['absent', 'text'], ['absent']])
  expect(await found('not requestParameters like "ul"')).toEqual([['absent', 'object', 'text'], ['absent']])
  expect(await found('requestParameters.a = null')).toEqual([
    ['absent', 'object', 'text'],
    ['absent', 'object', 'text'],
  ])
})

/** Texts of requestParameters, and whether an event keeps them as text that looks like an object (parseStrictly). */
const TEXTS: readonly (readonly [string, boolean])[] = [
  ['{"a":1}', false],
  ['{"a":1,"a":1}', true],
  ['{"a":{"b":1},"b":[{"a":2},{"a":3}]}', false],
  ['{"a":{"b":1,"b":2}}', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":"\\u0022:","a":2}', true],
  ['{"a" : ":", "b\\"":"\\":"}', false],
  [' \u00a0{"a":1}', true],
  ['{"a":1', true],
  ['{', true],
  ['[', false],
  ['text', false],
  ['"{"', false],
]

test('a text that cannot be read, or that says two things, is found', async () => {
  const { events, unread } = await load(
    'texts',
    TEXTS.map(([requestParameters]) => ({ requestParameters })),
  )
  expect(TEXTS.map((_, i) => unread.has(`e-${i}`))).toEqual(TEXTS.map(([, isUnread]) => isUnread))
  expect([...events.values()].map(hasUnreadText)).toEqual(TEXTS.map(([, isUnread]) => isUnread))
})

test(`${FILTERS} filters over ${EVENTS} hostile events`, { timeout: 3_600_000 }, async () => {
  const table = await load('hostile', fc.sample(records, { seed: SEED, numRuns: EVENTS }))
  const isFound = ([id, event]: readonly [string, Fields]): boolean => !hasUnreadText(event) || table.unread.has(id)
  expect([...table.events].filter(entry => !isFound(entry))).toEqual([])
  expect(table.unread.size).toBeLessThan(EVENTS / 2)
  const expressions = fc.sample(filters, { seed: SEED, numRuns: FILTERS })
  const answers = await ask(table, expressions)
  expect(wrongOf(answers)).toEqual([])
  // What no column holds makes a filter coarse; most others ask the engine for no more than they match.
  const known = answers.filter((_, i) => pathsWithoutColumn(pathsOf(expressions[i] as Expression), CLOUDTRAIL_COLUMNS).length === 0)
  const exact = known.filter(({ more }) => more === 0).length
  expect(exact).toBeGreaterThan(known.length / 2)
})
