// The calls to Athena about one workgroup. Each takes its part of the time of the reading, and an answer that is none is a fault: a proxy
// answers too.
// https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html

import { randomUUID } from 'node:crypto'
import {
  type AthenaClient,
  type Column,
  type Datum,
  GetQueryExecutionCommand,
  type GetQueryExecutionOutput,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type TableMetadata,
  type WorkGroup,
} from '@aws-sdk/client-athena'
import type { Aws, Limit } from '../aws/client.ts'
import type { Action } from '../aws/permissions.ts'
import { toAthenaFault, toQueryFault } from '../aws/queryfault.ts'
import { isRefusal, UNREADABLE } from '../aws/refusal.ts'
import { quote } from '../diagnostic.ts'
import type { AthenaTable } from '../events/athena.ts'
import { Fault } from '../fault.ts'
import { partitionOf } from '../image/uri.ts'
import { isObject, own, ownNumber, ownText } from '../json.ts'
import { OutOfTime, type TimeLimit } from './pace.ts'

export interface QueriesPlace {
  readonly aws: Aws
  readonly table: AthenaTable
  /** The Region of the workgroup. */
  readonly region: string
  readonly time: TimeLimit
  /** The fault if the time ends. */
  readonly timeout: () => Fault
}

/** Where a query stands; `bytes` is how many it has scanned, as far as Athena says so. */
export type Progress =
  | { readonly kind: 'waits' | 'runs' | 'succeeded'; readonly bytes: number | undefined }
  | { readonly kind: 'failed'; readonly bytes: number | undefined; readonly fault: Fault }

/** A page of the results of a query. A value that is null is undefined. */
export interface ResultPage {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | undefined)[])[]
  readonly next: string | undefined
}

export interface Queries {
  readonly describeTable: () => Promise<TableMetadata>
  readonly describeWorkgroup: () => Promise<WorkGroup>
  /** Starts a query, and returns its id. An attempt without an answer, which `tellLost` is told, may have started it all the same. */
  readonly start: (sql: string, tellLost: () => void) => Promise<string>
  readonly look: (id: string) => Promise<Progress>
  readonly page: (id: string, token: string | undefined) => Promise<ResultPage>
  readonly stop: (id: string) => Promise<void>
}

const CATALOG = 'AwsDataCatalog'

/** The most rows that GetQueryResults gives at once. */
const MOST_ROWS = 1000

const INSTEAD = 'or judge without recent activity with audit-source: none'

export async function openQueries({ aws, table, region, time, timeout }: QueriesPlace): Promise<Queries> {
  const client: AthenaClient = await aws.athena({ region })
  const { workgroup, database, table: name } = table
  const call = async <T>(action: Action, send: (limit: Limit) => Promise<T>, kind: 'read' | 'write' | 'end' = 'read'): Promise<T> => {
    const ofTable = action === 'athena:GetTableMetadata'
    try {
      // A query is named by the answer to its start alone, so that is awaited, and the query is ended although the time is over.
      return await aws.call(limit => (kind === 'read' ? time.send(limit, send) : send(limit)), kind)
    } catch (error) {
      if (error instanceof OutOfTime) throw timeout()
      const arn = `arn:${partitionOf(region)}:athena:${region}:*:${ofTable ? `datacatalog/${CATALOG}` : `workgroup/${workgroup}`}`
      const on = ofTable ? `table ${database}.${name}` : `workgroup ${workgroup}`
      throw toAthenaFault(error, { action, on: `${on} in ${region}`, arn, instead: INSTEAD })
    }
  }
  const lacking = (action: Action, what: string): Fault =>
    new Fault('aws-answer', { message: `the answer of ${action} ${what}`, help: UNREADABLE })
  return {
    describeTable: async () => {
      const input = { CatalogName: CATALOG, DatabaseName: database, TableName: name }
      const answer = await call('athena:GetTableMetadata', limit => client.send(new GetTableMetadataCommand(input), limit))
      const { TableMetadata: found } = answer
      if (ownText(found, 'Name')?.toLowerCase() !== name || !isDescribed(found))
        throw lacking('athena:GetTableMetadata', 'does not describe this table')
      return found
    },
    describeWorkgroup: async () => {
      const answer = await call('athena:GetWorkGroup', limit => client.send(new GetWorkGroupCommand({ WorkGroup: workgroup }), limit))
      if (answer.WorkGroup?.Name === workgroup) return answer.WorkGroup
      throw lacking('athena:GetWorkGroup', 'does not describe this workgroup')
    },
    start: async (sql, tellLost) => {
      const command = new StartQueryExecutionCommand({
        QueryString: sql,
        // The same at each attempt of the SDK, so that the query is started once.
        ClientRequestToken: randomUUID(),
        WorkGroup: workgroup,
        QueryExecutionContext: { Catalog: CATALOG, Database: database },
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      })
      command.middlewareStack.add(next => args => orTell(() => next(args), tellLost), { step: 'finalizeRequest', priority: 'low' })
      const { QueryExecutionId: id } = await call('athena:StartQueryExecution', limit => client.send(command, limit), 'write')
      if (typeof id === 'string' && id !== '') return id
      throw lacking('athena:StartQueryExecution', 'names no query')
    },
    look: async id => {
      const command = new GetQueryExecutionCommand({ QueryExecutionId: id })
      const { QueryExecution: query } = await call('athena:GetQueryExecution', limit => client.send(command, limit))
      if (query?.QueryExecutionId !== id) throw lacking('athena:GetQueryExecution', 'is not about this query')
      return readProgress(query)
    },
    page: async (id, token) => {
      const input = { QueryExecutionId: id, MaxResults: MOST_ROWS, ...(token === undefined ? {} : { NextToken: token }) }
      const answer = await call('athena:GetQueryResults', limit => client.send(new GetQueryResultsCommand(input), limit))
      const { ResultSet: { Rows: rows, ResultSetMetadata: { ColumnInfo: columns } = {} } = {}, NextToken: next } = answer
      if (!isListOf(rows, isRow) || !isListOf(columns, isNamed))
        throw lacking('athena:GetQueryResults', 'has no rows, or rows that are none')
      return { columns: columns.map(({ Name: column }) => column ?? ''), rows: rows.map(valuesOf), next }
    },
    stop: async id => {
      await call('athena:StopQueryExecution', limit => client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }), limit), 'end')
    },
  }
}

// Inside the SDK's retries, because of these only the last attempt is known.
async function orTell<T>(attempt: () => Promise<T>, tellLost: () => void): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (!isRefusal(error)) tellLost()
    throw error
  }
}

// The SDK gives what came, of whatever type it is.
const isText = (value: unknown): value is string => typeof value === 'string'
const isListOf = <T>(value: unknown, isOne: (each: unknown) => each is T): value is readonly T[] =>
  Array.isArray(value) && value.every(isOne)
const isNamed = (value: unknown): value is { readonly Name: string } => isText(own(value, 'Name'))
const isValue = (value: unknown): value is Datum => isObject(value) && ['string', 'undefined'].includes(typeof own(value, 'VarCharValue'))
const isRow = (value: unknown): value is Row => isObject(value) && isListOf(own(value, 'Data') ?? [], isValue)

function isDescribed(value: unknown): value is TableMetadata {
  const isColumn = (each: unknown): each is Column => isNamed(each) && isText(own(each, 'Type') ?? '')
  const parameters = own(value, 'Parameters') ?? {}
  const lists = [own(value, 'Columns'), own(value, 'PartitionKeys') ?? []]
  return lists.every(list => isListOf(list, isColumn)) && isObject(parameters) && Object.values(parameters).every(isText)
}

function valuesOf({ Data: values }: Row): readonly (string | undefined)[] {
  return (values ?? []).map(({ VarCharValue: value }) => value ?? undefined)
}

const STATES: Readonly<Record<string, 'waits' | 'runs' | 'succeeded' | 'failed'>> = {
  QUEUED: 'waits',
  RUNNING: 'runs',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'failed',
}

function readProgress(query: NonNullable<GetQueryExecutionOutput['QueryExecution']>): Progress {
  const state = ownText(query, 'Status', 'State') ?? ''
  const kind = Object.hasOwn(STATES, state) ? STATES[state] : undefined
  const bytes = ownNumber(query, 'Statistics', 'DataScannedInBytes')
  if (kind === undefined) throw new Fault('aws-answer', { message: `the query is in state ${quote(state)}, which is not known here` })
  if (kind !== 'failed') return { kind, bytes }
  const said = ownText(query, 'Status', 'StateChangeReason') ?? ownText(query, 'Status', 'AthenaError', 'ErrorMessage') ?? ''
  return { kind, bytes, fault: toQueryFault(state === 'FAILED' ? 'the query failed' : 'the query was cancelled', said) }
}
