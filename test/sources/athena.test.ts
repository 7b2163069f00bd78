// A table in Athena keeps the promises of a source, read over HTTP; whatever keeps a query from its answer is a gap by name; and a query
// that nobody waits for is stopped.

import { describe, expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import type { Diagnostic, Tell } from '../../src/diagnostic.ts'
import { type AthenaTable, parseAthena } from '../../src/events/athena.ts'
import { Fault } from '../../src/fault.ts'
import { parse } from '../../src/language/parse.ts'
import { pathsOf } from '../../src/language/paths.ts'
import { athenaEvents, tellLacking } from '../../src/sources/athena.ts'
import type { Source } from '../../src/sources/source.ts'
import type { End } from '../aws/athena.ts'
import { makeRecord } from '../aws/events.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { answerOf, asRow, columnsOf, TABLE } from '../aws/table.ts'
import { type Fault as Failure, type Fields, makeToken } from '../aws/wire.ts'
import { startClock } from '../clock.ts'
import { testSource } from './source.case.ts'

const TO = Date.parse('2026-11-23T12:00:00Z')
const ACCOUNT = '111122223333'
const NAME = 'athena://audit/security/cloudtrail_logs'

interface OpenOptions {
  readonly signal?: AbortSignal
  readonly name?: string
  readonly account?: string | Fault
  readonly regions?: readonly string[]
  readonly filter?: string
  readonly timeoutSeconds?: number
  readonly attempts?: number
}

function open({ endpoint }: Aws, tell: Tell, options: OpenOptions = {}): Source {
  const {
    signal,
    name = NAME,
    account = ACCOUNT,
    regions = ['eu-west-1'],
    filter = 'eventSource = "ssm.amazonaws.com"',
    attempts = 1,
  } = options
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(`${filter} is no filter`)
  return athenaEvents(connect({ attempts, endpoint, credentials, ...(signal === undefined ? {} : { signal }) }), {
    table: parseAthena(name) as AthenaTable,
    regions,
    account: Promise.resolve(account),
    askings: [{ id: 'any-rule', expression: parsing.expression, paths: pathsOf(parsing.expression) }],
    from: TO - 86_400_000,
    to: TO,
    timeoutSeconds: options.timeoutSeconds ?? 300,
    clock: startClock(),
    tell,
    progress: () => undefined,
  })
}

/** Starts the service with the documented table. Every query finds these records. */
async function start(records: readonly Fields[] = []): Promise<Aws> {
  const aws = await startAws()
  onTestFinished(() => expect(aws.violations).toEqual([]))
  aws.athena.tables.set('security.cloudtrail_logs', TABLE)
  aws.athena.answer = query => answerOf(query, records)
  return aws
}

testSource(
  'a table in Athena',
  {
    whole: async (records, tell) => open(await start(records), tell),
    damaged: async (records, tell) => {
      const aws = await start()
      aws.athena.answer = query => {
        const { columns, rows } = answerOf(query, records)
        const broken = columns.map(name => (name === 'useridentity' ? '{"type":' : undefined))
        return { columns, rows: columns.length === 1 ? rows : [...rows.slice(0, 1), broken, ...rows.slice(1)] }
      }
      return open(aws, tell)
    },
    empty: async tell => {
      const aws = await start()
      aws.athena.answer = () => ({ columns: [], rows: [] })
      return open(aws, tell)
    },
    silent: async (records, tell, waits, signal) => {
      const aws = await start(records)
      aws.athena.pageSize = records.length + 1
      aws.athena.answer = query => answerOf(query, [...records, ...records])
      aws.meanwhile('GetQueryResults', 'before', () => isSecondPage(aws) && waits())
      aws.fail('GetQueryResults', 'hang', { after: 1 })
      return open(aws, tell, { signal })
    },
    endless: async (make, tell) => {
      const aws = await start()
      const made: Fields[] = []
      aws.athena.answer = query => {
        for (let i = 0; i < 1001; i++) made.push(make(made.length % 3000))
        return answerOf(query, made)
      }
      return open(aws, tell)
    },
    shows: asRow,
  },
  {
    duplicates: { is: 'passed once', because: 'CloudTrail delivers some events more than once' },
    late: { is: '2026-11-23T11:55:00Z', because: 'CloudTrail delivers events some minutes after they happened' },
    origin: {
      is: `${NAME} of account ${ACCOUNT}, eu-west-1`,
      because: 'whose activity it is only STS tells, which is asked meanwhile',
    },
  },
)

const isSecondPage = ({ requests }: Aws): boolean => requests.filter(({ operation }) => operation === 'GetQueryResults').length === 2

const eventAt = (eventTime: string, more: Fields = {}): Fields => makeRecord({ eventName: 'ListDocuments', eventTime, more })

/** Reads all, and says what was seen and told. */
async function readAll(aws: Aws, options: OpenOptions = {}) {
  const told: Diagnostic[] = []
  const seen: unknown[] = []
  const source = open(aws, diagnostic => told.push(diagnostic), options)
  const see = ({ event }: { readonly event: Fields }): undefined => void seen.push(event['eventID'])
  const coverage = await source.read(see, { signal: options.signal ?? new AbortController().signal })
  return { coverage, seen, told }
}

const operationsOf = ({ requests }: Aws): readonly string[] => requests.map(({ operation }) => operation)

describe('what is asked', () => {
  test('one query is for all Regions, in the workgroup, and for no result of another one', async () => {
    const regions = ['eu-west-1', 'us-east-1']
    const aws = await start(regions.map(awsRegion => eventAt('2026-11-23T11:00:00Z', { awsRegion })))
    const { coverage } = await readAll(aws, { regions })
    expect(coverage).toMatchObject({ state: 'read', records: 2, origin: `${NAME} of account ${ACCOUNT}, eu-west-1 and us-east-1` })
    expect(coverage.message).toContain(
      ', read from 2026-11-22T12:00:00Z on: events that a rule could match; events after 2026-11-23T11:55:00Z',
    )
    expect(coverage.message).toContain('; 12.3 MB scanned')
    expect(coverage.asked).toEqual({ eventSources: [], eventNames: [], matching: true })
    expect(operationsOf(aws)).toEqual([
      'GetTableMetadata',
      'StartQueryExecution',
      ...['GetQueryExecution', 'GetQueryExecution', 'GetQueryExecution', 'GetQueryResults'],
    ])
    expect(aws.athena.queries).toEqual([
      expect.objectContaining({
        region: 'eu-west-1',
        input: {
          QueryString: expect.stringContaining("'us-east-1'"),
          ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
          WorkGroup: 'audit',
          QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'security' },
          ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
        },
      }),
    ])
  })

  test.each<[name: string, region: string, account: string]>([
    [NAME, 'eu-west-1', ACCOUNT],
    ['athena://audit@us-east-1/security/cloudtrail_logs', 'us-east-1', ACCOUNT],
    [`${NAME}/444455556666`, 'eu-west-1', '444455556666'],
  ])('%s is asked in %s, for the events of %s', async (name, region, account) => {
    const aws = await start([eventAt('2026-11-23T11:00:00Z')])
    const { coverage } = await readAll(aws, { name })
    expect(coverage).toMatchObject({ state: 'read', origin: expect.stringContaining(`of account ${account}, eu-west-1`) })
    expect(aws.athena.queries).toEqual([expect.objectContaining({ region, sql: expect.stringContaining(`'${account}'`) })])
  })

  test('without the account nothing is', async () => {
    const aws = await start()
    const { coverage } = await readAll(aws, { account: new Fault('aws-credentials', { message: 'no valid credentials' }) })
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('no valid credentials') })
    expect(aws.requests).toEqual([])
  })
})

test('what happened outside of the window is not passed', async () => {
  const wanted = ['2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z'].map(time => eventAt(time))
  const others = ['2026-11-22T11:59:59Z', '2026-11-23T12:00:01Z'].map(time => eventAt(time))
  const { coverage, seen } = await readAll(await start([...others, ...wanted]))
  expect([coverage.state, seen]).toEqual(['read', wanted.map(({ eventID }) => eventID)])
})

describe('a query that finds nothing', () => {
  test('is believed where the table has events of each Region', async () => {
    const aws = await start()
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: 'read', records: 0 })
    expect(coverage.message).toContain('; 24.7 MB scanned')
    expect(told).toEqual([])
    expect(aws.athena.queries).toHaveLength(2)
  })

  test('proves nothing about a Region of which the table has none', async () => {
    const aws = await start()
    aws.athena.answer = query => answerOf(query, [eventAt('2026-11-23T11:00:00Z')], [])
    const { coverage, told } = await readAll(aws, { regions: ['eu-west-1', 'us-east-1'] })
    expect(coverage).toMatchObject({ state: 'gap', records: 1 })
    const when = 'from 2026-11-22T12:00:00Z to 2026-11-23T12:00:00Z'
    expect(told).toEqual([
      expect.objectContaining({ kind: 'not-found', message: `the table has no event of account ${ACCOUNT} in us-east-1 ${when}` }),
    ])
    expect(aws.athena.queries[1]?.sql).not.toContain('eu-west-1')
  })
})

describe('what the table does not have', () => {
  test('a rule that names a field without a column is named', async () => {
    const aws = await start([eventAt('2026-11-23T11:00:00Z')])
    const { coverage, told } = await readAll(aws, { filter: 'eventSource = "ssm.amazonaws.com" and managementEvent != true' })
    expect(coverage.state).toBe('gap')
    expect(told.map(({ message }) => message)).toEqual(['rule any-rule looks at managementEvent, for which the table has no column'])
  })

  test('rules that lack the same columns are named together', () => {
    const lacking = (id: string, ...fields: readonly string[]) => ({ id, fields })
    const withoutColumn = [lacking('a', 'errorCode'), lacking('b', 'tlsDetails', 'errorCode'), lacking('c', 'errorCode')]
    const told = tellLacking({ sql: '', columns: [], gaps: [], notes: [], coarseness: 0, withoutColumn })
    expect(told.map(({ message, help }) => [message, help])).toEqual([
      ['rules a and c look at errorCode, for which the table has no column', 'add the column to the table, or disable these rules'],
      ['rule b looks at tlsDetails and errorCode, for which the table has no column', 'add the column to the table, or disable the rule'],
    ])
  })

  test.each<[days: readonly string[], missing: string | undefined]>([
    [['2026-11-22', '2026-11-23'], undefined],
    [['2026-11-22'], '2026-11-23'],
  ])('a day that nobody added as a partition is a gap, and hides no other: %j', async (days, missing) => {
    const aws = await start()
    aws.athena.tables.set('security.cloudtrail_logs', { ...TABLE, PartitionKeys: [{ Name: 'dt', Type: 'string' }], Parameters: {} })
    aws.athena.answer = query =>
      query.sql.includes('$partitions')
        ? { columns: ['dt'], rows: days.map(day => [day]) }
        : answerOf(query, [eventAt('2026-11-22T13:00:00Z')])
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: missing === undefined ? 'read' : 'gap', records: 1 })
    const message = `the table has no partition of ${missing}, so nothing of it was read`
    expect(told).toEqual(missing === undefined ? [] : [expect.objectContaining({ kind: 'not-found', message })])
  })

  test('a table that is not one of events is not asked', async () => {
    const aws = await start()
    aws.athena.tables.set('security.cloudtrail_logs', { Columns: [{ Name: 'id', Type: 'string' }] })
    const { coverage, told } = await readAll(aws)
    expect(coverage.state).toBe('gap')
    expect(told.map(({ kind }) => kind)).toEqual(['athena-table'])
    expect(aws.athena.queries).toEqual([])
  })
})

test('many rows that cannot be read are told by the first ones and their number', async () => {
  const aws = await start()
  const good = eventAt('2026-11-23T11:00:00Z')
  aws.athena.answer = query => {
    const { columns, rows } = answerOf(query, [good])
    const broken = Array.from({ length: 5 }, (_, i) =>
      columns.map(name => (name === 'eventid' ? `id-${i}` : name === 'resources' ? '[' : undefined)),
    )
    return { columns, rows: [...broken, ...rows] }
  }
  const { coverage, seen, told } = await readAll(aws)
  expect([coverage.state, seen]).toEqual(['gap', [good['eventID']]])
  expect(told.map(({ message }) => message)).toEqual([
    ...['id-0', 'id-1', 'id-2'].map(id => expect.stringMatching(new RegExp(`^the column resources .*\\(event ${id}\\)$`))),
    '2 more rows could not be read',
  ])
})

type Broken = readonly [title: string, operation: string, failure: Failure, kind: string, message: string, help: string]

const DENIED_BY_GLUE =
  'User: arn:aws:sts::111122223333:assumed-role/ci/run is not authorized to perform: glue:GetTable on resource: arn:aws:glue:eu-west-1:111122223333:catalog (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException)'
const refusal = (message: string, name = 'InvalidRequestException'): Failure => ({ name, message })

const BROKEN: readonly Broken[] = [
  ['denied by IAM', 'GetTableMetadata', 'denied', 'aws-denied', 'AccessDenied for athena:GetTableMetadata', 'datacatalog/AwsDataCatalog'],
  [
    'denied by Glue',
    'GetTableMetadata',
    refusal(DENIED_BY_GLUE, 'MetadataException'),
    'aws-denied',
    'AccessDenied for glue:GetTable',
    'allow glue:GetTable on arn:aws:glue:eu-west-1:111122223333:catalog',
  ],
  [
    'denied by Lake Formation',
    'GetTableMetadata',
    refusal('Insufficient Lake Formation permission(s): Required Describe on cloudtrail_logs', 'MetadataException'),
    'aws-denied',
    'Lake Formation denies access',
    'grant SELECT and DESCRIBE',
  ],
  [
    'no such table',
    'GetTableMetadata',
    refusal('Entity Not Found (Service: AmazonDataCatalog; Error Code: EntityNotFoundException)', 'MetadataException'),
    'aws-not-found',
    'there is no such table',
    'check the database',
  ],
  ['a page of a proxy', 'GetTableMetadata', 'html', 'aws-answer', 'GetTableMetadata', 'proxy'],
  ['an empty answer', 'GetTableMetadata', 'empty', 'aws-answer', 'does not describe this table', 'proxy'],
  ['denied by IAM', 'StartQueryExecution', 'denied', 'aws-denied', 'AccessDenied for athena:StartQueryExecution', 'workgroup/audit'],
  [
    'no such workgroup',
    'StartQueryExecution',
    refusal('WorkGroup audit is not found.'),
    'aws-not-found',
    'there is no such workgroup',
    'athena://WORKGROUP@REGION',
  ],
  [
    'no place for results',
    'StartQueryExecution',
    refusal(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    ),
    'aws-refused',
    'no place for the results',
    'give the workgroup an output location',
  ],
  [
    'no bucket for results',
    'StartQueryExecution',
    refusal('Unable to verify/create output bucket results'),
    'aws-refused',
    'results of queries cannot be written',
    'check the output location',
  ],
  [
    'throttled',
    'StartQueryExecution',
    'throttle',
    'aws-throttled',
    'throttled every attempt of athena:StartQueryExecution',
    'run it again',
  ],
  ['an empty answer', 'StartQueryExecution', 'empty', 'aws-answer', 'names no query', 'proxy'],
  ['denied by IAM', 'GetQueryExecution', 'denied', 'aws-denied', 'AccessDenied for athena:GetQueryExecution', 'workgroup/audit'],
  ['an empty answer', 'GetQueryExecution', 'empty', 'aws-answer', 'is not about this query', 'proxy'],
  ['expired credentials', 'GetQueryExecution', 'expired', 'aws-credentials', 'no valid credentials', 'expired'],
  ['denied by IAM', 'GetQueryResults', 'denied', 'aws-denied', 'AccessDenied for athena:GetQueryResults', 'workgroup/audit'],
  [
    'denied by S3',
    'GetQueryResults',
    refusal('You do not seem to have access to the S3 location of your query results. Access Denied'),
    'aws-denied',
    'S3 denies access',
    's3:GetObject',
  ],
  ['a page of a proxy', 'GetQueryResults', 'html', 'aws-answer', 'GetQueryResults', 'proxy'],
  ['an empty answer', 'GetQueryResults', 'empty', 'aws-answer', 'has no rows', 'proxy'],
]

test.each(BROKEN)('%s, by %s, is a gap', async (_, operation, failure, kind, message, help) => {
  const aws = await start([eventAt('2026-11-23T11:00:00Z')])
  aws.fail(operation, failure)
  const { coverage, told } = await readAll(aws)
  expect(coverage).toMatchObject({ state: 'gap', records: 0 })
  expect(told).toEqual([expect.objectContaining({ kind, message: expect.stringContaining(message), help: expect.stringContaining(help) })])
})

describe('a query that does not succeed', () => {
  test.each<[title: string, end: End, kind: string, message: string, help: string]>([
    [
      'a limit on bytes',
      { state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' },
      'aws-refused',
      'the query was cancelled: it would have scanned more bytes',
      'raise the limit of the workgroup',
    ],
    [
      'somebody',
      { state: 'CANCELLED', reason: 'Query cancelled by user' },
      'aws-refused',
      'the query was cancelled',
      'Athena says: Query cancelled by user',
    ],
    ['no reason', { state: 'CANCELLED' }, 'aws-refused', 'the query was cancelled', 'Athena does not say why'],
    [
      'S3',
      {
        state: 'FAILED',
        reason:
          'HIVE_CURSOR_ERROR: com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)',
      },
      'aws-denied',
      'the query failed: S3 denies access',
      's3:GetObject',
    ],
    [
      'Glue',
      {
        state: 'FAILED',
        reason:
          'HIVE_METASTORE_ERROR: User: x is not authorized to perform: glue:GetPartitions on resource: arn:aws:glue:eu-west-1:111122223333:table/security/cloudtrail_logs because',
      },
      'aws-denied',
      'AccessDenied for glue:GetPartitions',
      'allow glue:GetPartitions on arn:aws:glue:',
    ],
    [
      'Lake Formation',
      {
        state: 'FAILED',
        reason: 'COLUMN_NOT_FOUND: Insufficient permissions to execute the query. Insufficient Lake Formation permission(s)',
      },
      'aws-denied',
      'Lake Formation denies access',
      'grant SELECT',
    ],
    [
      'a key',
      {
        state: 'FAILED',
        reason: 'User: x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1',
      },
      'aws-denied',
      'AccessDenied for kms:Decrypt',
      'allow kms:Decrypt on arn:aws:kms:',
    ],
    [
      'a busy S3',
      {
        state: 'FAILED',
        reason: 'HIVE_CANNOT_OPEN_SPLIT: Please reduce your request rate. (Service: Amazon S3; Status Code: 503; Error Code: SlowDown)',
      },
      'aws-throttled',
      'too many requests',
      'run it again',
    ],
    [
      'its size',
      { state: 'FAILED', reason: 'Query exhausted resources at this scale factor' },
      'aws-refused',
      'too large for the engine',
      'enable fewer rules',
    ],
    ['its time', { state: 'FAILED', reason: 'Query timeout' }, 'aws-refused', 'longer than Athena allows', 'shorten audit-window'],
    [
      'something else',
      { state: 'FAILED', error: { ErrorMessage: 'GENERIC_INTERNAL_ERROR: x' } },
      'aws-refused',
      'the query failed',
      'Athena says: GENERIC_INTERNAL_ERROR: x',
    ],
    ['a state that is not known', { state: 'PAUSED' }, 'aws-answer', 'the query is in state "PAUSED", which is not known here', ''],
  ])('because of %s is a gap', async (_, end, kind, message, help) => {
    const aws = await start([eventAt('2026-11-23T11:00:00Z')])
    aws.athena.end = () => end
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: 'gap', records: 0 })
    expect(told).toEqual([expect.objectContaining({ kind, message: expect.stringContaining(message) })])
    expect(told[0]?.help ?? '').toContain(help)
  })
})

describe('a query that the engine does not compile is asked again, for more', () => {
  // It repeats the query, in which names of services stand.
  const said = "QUERY_EXCEEDED_COMPILER_LIMIT: Query exceeded maximum filters: eventsource = 'kms.amazonaws.com' OR workgroup not found"
  const REFUSED: End = { state: 'FAILED', reason: said }
  const FILTER = 'eventSource = "ssm.amazonaws.com" and eventName = "StartSession" and user = "me" and requestParameters.target = "i-1"'

  test('until it does', async () => {
    const aws = await start([eventAt('2026-11-23T11:00:00Z')])
    aws.athena.end = ({ id }) => (aws.athena.queries.findIndex(query => query.id === id) < 2 ? REFUSED : { state: 'SUCCEEDED' })
    const { coverage, told } = await readAll(aws, { filter: FILTER })
    expect(coverage).toMatchObject({ state: 'read', records: 1 })
    expect(told.map(({ level }) => level)).toEqual(['note', 'note'])
    expect(told.at(-1)?.message).toContain('so only the sources, names and errors of events are asked for')
    const asked = aws.athena.queries.map(({ sql }) =>
      ['i-1', 'StartSession', 'ssm.amazonaws.com'].filter(text => sql.includes(`'${text}'`)),
    )
    expect(asked).toEqual([
      ['i-1', 'StartSession', 'ssm.amazonaws.com'],
      ['StartSession', 'ssm.amazonaws.com'],
      ['StartSession', 'ssm.amazonaws.com'],
    ])
  })

  test('and is a gap where it never does', async () => {
    const aws = await start([eventAt('2026-11-23T11:00:00Z')])
    aws.athena.end = () => REFUSED
    const { coverage, told } = await readAll(aws, { filter: FILTER })
    expect(coverage).toMatchObject({ state: 'gap', records: 0 })
    expect(told.at(-1)).toMatchObject({ kind: 'query-too-large', message: expect.stringContaining('too large for the engine') })
    expect(aws.athena.queries).toHaveLength(5)
  })
})

describe('an answer that is not that of the query', () => {
  const answer = (rows: readonly Fields[], names: readonly string[], more: Fields = {}): Failure => ({
    json: { ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: names.map(Name => ({ Name, Type: 'varchar' })) } }, ...more },
  })
  test.each<[title: string, failure: Failure, message: string]>([
    ['no header, and no row', answer([], []), 'the answer to the query has no header'],
    ['another header', answer([{ Data: [{ VarCharValue: '_col0' }] }], ['_col0']), 'has other columns than were asked for: "_col0"'],
  ])('%s', async (_, failure, message) => {
    const aws = await start()
    aws.fail('GetQueryResults', failure)
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: 'gap', records: 0 })
    expect(told).toEqual([expect.objectContaining({ kind: 'aws-answer', message: expect.stringContaining(message) })])
  })

  const cell = (value: unknown): Fields => ({ ResultSet: { Rows: [{ Data: [value] }], ResultSetMetadata: { ColumnInfo: [] } } })
  const about = (table: Fields): Fields => ({ TableMetadata: { Name: 'cloudtrail_logs', Columns: [], ...table } })
  const query =
    (parts: Fields) =>
    (id: string): Fields => ({ QueryExecution: { QueryExecutionId: id, Status: { State: 'RUNNING' }, ...parts } })
  test.each<[operation: string, title: string, json: Fields | ((id: string) => Fields)]>([
    ['GetQueryResults', 'a number for a text', cell({ VarCharValue: 5 })],
    ['GetQueryResults', 'a value that is none', cell(null)],
    ['GetQueryResults', 'a row that is none', { ResultSet: { Rows: [null], ResultSetMetadata: { ColumnInfo: [] } } }],
    ['GetQueryResults', 'a row of a text', { ResultSet: { Rows: [{ Data: 'x' }], ResultSetMetadata: { ColumnInfo: [] } } }],
    ['GetQueryResults', 'a column that is none', { ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [null] } } }],
    ['GetTableMetadata', 'a number for its name', about({ Name: 5 })],
    ['GetTableMetadata', 'a column that is none', about({ Columns: [null] })],
    ['GetTableMetadata', 'a column with a number for its name', about({ Columns: [{ Name: 5, Type: 'string' }] })],
    ['GetTableMetadata', 'a text for its keys', about({ PartitionKeys: 'x' })],
    ['GetTableMetadata', 'a parameter that is no text', about({ Parameters: { 'projection.enabled': true } })],
    ['GetQueryExecution', 'a number for its state', query({ Status: { State: 5 } })],
  ])('an answer of %s with %s is a gap', async (operation, _, json) => {
    const aws = await start()
    if (typeof json !== 'function') aws.fail(operation, { json })
    else aws.meanwhile(operation, 'before', () => aws.fail(operation, { json: json(aws.athena.queries[0]?.id ?? '') }, { times: 1 }))
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: 'gap', records: 0 })
    expect(told).toEqual([expect.objectContaining({ kind: 'aws-answer' })])
    expect(aws.athena.queries.filter(({ state }) => state === 'QUEUED' || state === 'RUNNING')).toEqual([])
  })

  test('columns of a header that are not those of the answer', async () => {
    const aws = await start()
    aws.athena.answer = query => {
      const { columns, rows } = answerOf(query, [])
      return { columns: columns.toReversed(), rows }
    }
    expect((await readAll(aws)).told.map(({ message }) => message)).toEqual([
      expect.stringContaining('has other columns than were asked for'),
    ])
  })

  test('a token that comes again', async () => {
    const events = ['10', '11'].map(hour => eventAt(`2026-11-23T${hour}:00:00Z`))
    const first = await start(events)
    await readAll(first)
    const columns = columnsOf(first.athena.queries[0]?.sql ?? '')
    const aws = await start(events)
    aws.athena.pageSize = 2
    aws.fail('GetQueryResults', answer([], columns, { NextToken: makeToken({ from: 2 }) }), { after: 1 })
    const { coverage, told } = await readAll(aws)
    expect(coverage).toMatchObject({ state: 'gap', records: 1 })
    expect(told).toEqual([
      expect.objectContaining({ kind: 'aws-answer', message: 'after 2 pages Athena repeated a token: the other rows cannot be read' }),
    ])
  })
})

describe('a query that nobody waits for is stopped', () => {
  const stopped = new Fault('stopped', { message: 'the run was stopped by SIGTERM' })

  test('when the time is over, which says what it was spent with', async () => {
    const aws = await start()
    aws.athena.before = Array.from({ length: 99 }, () => 'RUNNING')
    const { coverage, told } = await readAll(aws, { timeoutSeconds: 20 })
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining('; the query was stopped') })
    expect(told.map(({ message }) => message)).toEqual(['audit-timeout (20 s) ended before the query had ended'])
    expect(aws.athena.queries.map(({ state }) => state)).toEqual(['CANCELLED'])
    // The pauses grow, because Athena answers few looks.
    expect(operationsOf(aws).filter(operation => operation === 'GetQueryExecution').length).toBeLessThan(15)
  })

  test('when the time is over before its turn', async () => {
    const aws = await start()
    aws.athena.before = Array.from({ length: 99 }, () => 'QUEUED')
    const { told } = await readAll(aws, { timeoutSeconds: 20 })
    expect(told.map(({ message }) => message)).toEqual(['audit-timeout (20 s) ended before it was the turn of the query'])
  })

  test.each<[before: readonly ('QUEUED' | 'RUNNING')[], what: string]>([
    [['QUEUED'], 'it was the turn of the query'],
    [['QUEUED', 'RUNNING'], 'the query had ended'],
  ])('when the time is over while a look has no answer, after %j', async (before, what) => {
    const aws = await start()
    aws.athena.before = before
    aws.fail('GetQueryExecution', 'hang', { after: before.length })
    const { coverage, told } = await readAll(aws, { timeoutSeconds: 1 })
    expect(told.map(({ message }) => message)).toEqual([`audit-timeout (1 s) ended before ${what}`])
    expect(coverage.message).toContain('; the query was stopped')
  })

  test('when the time is over while it is started', async () => {
    const aws = await start()
    aws.fail('StartQueryExecution', { delay: 1200 })
    const { coverage, told } = await readAll(aws, { timeoutSeconds: 1 })
    expect(told.map(({ message }) => message)).toEqual(['audit-timeout (1 s) ended before it was the turn of the query'])
    expect(coverage.message).toContain('; the query was stopped')
    expect(aws.athena.queries.map(({ state }) => state)).toEqual(['CANCELLED'])
  })

  test.each<[title: string, operation: string]>([
    ['while it runs', 'GetQueryExecution'],
    ['while it is started', 'StartQueryExecution'],
  ])('when the run is cancelled %s', async (_, operation) => {
    const aws = await start()
    aws.athena.before = Array.from({ length: 99 }, () => 'RUNNING')
    const controller = new AbortController()
    aws.meanwhile(operation, 'before', () => controller.abort(stopped))
    aws.fail(operation, { delay: 20 })
    const { coverage, told } = await readAll(aws, { signal: controller.signal })
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringMatching(/SIGTERM.*; the query was stopped$/) })
    expect(told.map(({ kind }) => kind)).toEqual(['stopped'])
    expect(aws.athena.queries.map(({ state }) => state)).toEqual(['CANCELLED'])
  })

  test('when it cannot be looked at any more', async () => {
    const aws = await start()
    aws.fail('GetQueryExecution', 'error500')
    expect((await readAll(aws)).coverage.message).toContain('; the query was stopped')
  })

  test('and where that fails, it is said', async () => {
    const aws = await start()
    aws.fail('GetQueryExecution', 'error500')
    aws.fail('StopQueryExecution', 'denied')
    const { coverage, told } = await readAll(aws)
    const message = '; the query could not be stopped, so it may still run: AccessDenied for athena:StopQueryExecution'
    expect(coverage).toMatchObject({ state: 'gap', message: expect.stringContaining(message) })
    expect(told.map(({ kind }) => kind)).toEqual(['aws-answer', 'aws-denied'])
    expect(coverage.diagnostics.map(({ kind }) => kind)).toEqual(['aws-answer', 'aws-denied'])
  })

  test('and where nobody knows whether it was started, that is said', async () => {
    const aws = await start()
    aws.fail('StartQueryExecution', 'cut')
    expect((await readAll(aws)).coverage.message).toContain('; whether a query was started is not known, so it may still run')
  })

  test('even if AWS refused the attempt after it', async () => {
    const aws = await start()
    aws.fail('StartQueryExecution', 'cut', { times: 1 })
    aws.fail('StartQueryExecution', 'denied', { after: 1 })
    const { coverage, told } = await readAll(aws, { attempts: 2 })
    expect(told.map(({ kind }) => kind)).toEqual(['aws-denied'])
    expect(coverage.message).toContain('; whether a query was started is not known, so it may still run')
  })

  test('but none that was refused', async () => {
    const aws = await start()
    aws.fail('StartQueryExecution', 'throttle')
    expect((await readAll(aws)).coverage.message).not.toContain('may still run')
  })

  test('but none that has ended', async () => {
    const aws = await start()
    aws.fail('GetQueryResults', 'denied')
    await readAll(aws)
    expect(operationsOf(aws)).not.toContain('StopQueryExecution')
  })
})
