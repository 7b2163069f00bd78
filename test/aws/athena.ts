// Amazon Athena: queries that go through their states, and tables and workgroups that are only described. No SQL is evaluated: what a
// query gives back, its test says.
// https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html

import {
  GetQueryExecution$,
  GetQueryResults$,
  GetTableMetadata$,
  GetWorkGroup$,
  StartQueryExecution$,
  StopQueryExecution$,
} from '@aws-sdk/client-athena'
import type { Bound } from './bounds.ts'
import { type AwsRequest, type Fields, makeToken, type Operation, Refusal, type Reply, readToken, Violation } from './wire.ts'

/** A query as it was started. */
export interface Query {
  readonly id: string
  readonly sql: string
  readonly workgroup: string
  readonly account: string
  readonly region: string
  /** The members of the request, such as whether results may be reused. */
  readonly input: Fields
  /** How it stands. */
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
}

/** What a query gives back. A value that is undefined is null. */
export interface Result {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | undefined)[])[]
}

/** How a query ends, and what Athena says about that. */
export interface End {
  readonly state: string
  readonly reason?: string
  readonly error?: Fields
}

export interface Athena {
  /** All queries, in the order in which they were started. */
  readonly queries: readonly Query[]
  /** Tables by `database.name`, as GetTableMetadata describes them. */
  readonly tables: Map<string, Fields>
  /** Workgroups by name, as GetWorkGroup describes them. */
  readonly workgroups: Map<string, Fields>
  /** What a query gives back. */
  answer: (query: Query) => Result
  /** How a query ends. */
  end: (query: Query) => End
  /** The states in which a query is before that, one for each GetQueryExecution. */
  before: readonly ('QUEUED' | 'RUNNING')[]
  /** How many rows a page has, with the header. */
  pageSize: number
  scannedBytes: number
}

type Mutable = { -readonly [Name in keyof Query]: Query[Name] } & { looks: number }

const NAME = /^[\w.-]{1,128}$/

export function makeAthena(): Athena & { readonly operations: Readonly<Record<string, Operation>> } {
  const queries: Mutable[] = []
  const athena: Athena = {
    queries,
    tables: new Map(),
    workgroups: new Map([['audit', WORKGROUP]]),
    answer: () => ({ columns: [], rows: [] }),
    end: () => ({ state: 'SUCCEEDED' }),
    before: ['QUEUED', 'RUNNING'],
    pageSize: 1000,
    scannedBytes: 12_345_678,
  }
  const find = ({ input, account, region }: AwsRequest): Mutable => {
    const query = queries.find(({ id }) => id === input['QueryExecutionId'])
    if (query?.account === account && query.region === region) return query
    throw new Refusal('InvalidRequestException', `QueryExecution ${input['QueryExecutionId']} was not found`)
  }
  const operations: Readonly<Record<string, Operation>> = {
    StartQueryExecution: { schema: StartQueryExecution$, bounds: startBounds, run: request => startQuery(athena, queries, request) },
    GetQueryExecution: { schema: GetQueryExecution$, run: request => describeQuery(athena, find(request)) },
    GetQueryResults: { schema: GetQueryResults$, bounds: resultBounds, run: request => findPage(athena, find(request), request.input) },
    StopQueryExecution: {
      schema: StopQueryExecution$,
      run: request => {
        const query = find(request)
        if (query.state === 'QUEUED' || query.state === 'RUNNING') query.state = 'CANCELLED'
        return { output: {} }
      },
    },
    GetTableMetadata: { schema: GetTableMetadata$, run: ({ input }) => ({ output: { TableMetadata: findTable(athena, input) } }) },
    GetWorkGroup: { schema: GetWorkGroup$, run: ({ input }) => ({ output: { WorkGroup: findWorkgroup(athena, input['WorkGroup']) } }) },
  }
  return Object.assign(athena, { operations })
}

/** A workgroup as it should be: with a place for results, and a limit. */
const WORKGROUP: Fields = {
  State: 'ENABLED',
  Configuration: {
    ResultConfiguration: { OutputLocation: 's3://results/audit/' },
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery: 10_000_000_000,
  },
}

const startBounds: Bound = ({ QueryString: sql, ClientRequestToken: token, WorkGroup: workgroup }) => [
  ...(typeof sql === 'string' && (sql.length < 1 || sql.length > 262_144) ? ['QueryString must have 1 to 262144 characters'] : []),
  ...(typeof token === 'string' && (token.length < 32 || token.length > 128) ? ['ClientRequestToken must have 32 to 128 characters'] : []),
  ...(typeof workgroup === 'string' && !NAME.test(workgroup) ? ['WorkGroup must satisfy the pattern of a workgroup'] : []),
]

const resultBounds: Bound = ({ MaxResults: most }) =>
  typeof most === 'number' && (most < 1 || most > 1000) ? ['MaxResults must be 1 to 1000'] : []

function findWorkgroup({ workgroups }: Athena, name: unknown): Fields {
  const workgroup = workgroups.get(String(name))
  if (workgroup === undefined) throw new Refusal('InvalidRequestException', `WorkGroup ${name} is not found.`)
  return { Name: name, ...workgroup }
}

function findTable({ tables }: Athena, { CatalogName: catalog, DatabaseName: database, TableName: name }: Fields): Fields {
  const table = tables.get(`${database}.${name}`)
  if (catalog === 'AwsDataCatalog' && table !== undefined) return { Name: name, TableType: 'EXTERNAL_TABLE', ...table }
  const service = 'Service: AmazonDataCatalog; Status Code: 400; Error Code: EntityNotFoundException; Request ID: 1; Proxy: null'
  throw new Refusal('MetadataException', `Entity Not Found (${service})`)
}

function startQuery(athena: Athena, queries: Mutable[], { input, account, region }: AwsRequest): Reply {
  findWorkgroup(athena, input['WorkGroup'])
  // The same token is the same query.
  const known = queries.find(query => query.input['ClientRequestToken'] === input['ClientRequestToken'])
  if (known !== undefined && known.sql !== input['QueryString'])
    throw new Violation('InvalidRequestException', 'Idempotent parameters do not match')
  const id = `00000000-0000-4000-8000-${String(queries.length + 1).padStart(12, '0')}`
  const [sql, workgroup] = [String(input['QueryString']), String(input['WorkGroup'])]
  if (known === undefined) queries.push({ id, sql, workgroup, account, region, input, state: 'QUEUED', looks: 0 })
  return { output: { QueryExecutionId: known?.id ?? id } }
}

function describeQuery(athena: Athena, query: Mutable): Reply {
  const isGoing = query.state === 'QUEUED' || query.state === 'RUNNING'
  const next = isGoing ? athena.before[query.looks++] : query.state
  const end: End =
    next === undefined ? athena.end(query) : { state: next, ...(next === 'CANCELLED' && { reason: 'Query cancelled by user' }) }
  query.state = end.state as Query['state']
  return {
    output: {
      QueryExecution: {
        QueryExecutionId: query.id,
        Query: query.sql,
        StatementType: 'DML',
        WorkGroup: query.workgroup,
        Status: {
          State: end.state,
          ...(end.reason !== undefined && { StateChangeReason: end.reason }),
          ...(end.error !== undefined && { AthenaError: end.error }),
        },
        Statistics: { DataScannedInBytes: athena.scannedBytes },
      },
    },
  }
}

// The header is the first row of the first page, and there is none without a column.
function findPage(athena: Athena, query: Mutable, { NextToken: token, MaxResults: most = 1000 }: Fields): Reply {
  if (query.state !== 'SUCCEEDED') throw new Refusal('InvalidRequestException', `Query has not yet finished. Current state: ${query.state}`)
  const { columns, rows } = athena.answer(query)
  const from = token === undefined ? 0 : readToken(String(token))?.['from']
  if (typeof from !== 'number') throw new Violation('InvalidRequestException', 'has a token that is not known')
  const all = columns.length === 0 ? rows : [columns, ...rows]
  const to = from + Math.min(athena.pageSize, most as number)
  return {
    output: {
      UpdateCount: 0,
      ResultSet: {
        Rows: all.slice(from, to).map(values => ({ Data: values.map(value => (value === undefined ? {} : { VarCharValue: value })) })),
        ResultSetMetadata: { ColumnInfo: columns.map(name => ({ Name: name, Label: name, Type: 'varchar', Nullable: 'UNKNOWN' })) },
      },
      ...(to < all.length && { NextToken: makeToken({ from: to }) }),
    },
  }
}
