// A stand-in for Athena in front of a real engine: the SDK's client speaks to the fake of the tests, and what it asks is answered by Trino.
// What the fake checks against the SDK's schemas is checked here too.

import { expect, onTestFinished } from 'vitest'
import { type Aws, startAws } from '../aws/server.ts'
import type { Answer, Trino } from './trino.ts'

/** A query under way, and what became of it. */
interface Run {
  readonly stop: AbortController
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED'
  reason?: string
  answer?: Answer
}

export interface StandIn {
  readonly aws: Aws
  /** What was asked, in order. */
  readonly asked: () => readonly string[]
  /** How many queries the engine still runs. */
  readonly running: () => number
}

/** Starts the service, which ends with the test unless it is kept open, and describes tables of the engine as AWS would. */
export async function startAthena(trino: Trino, tables: readonly string[], { keepOpen = false } = {}): Promise<StandIn> {
  const aws = await startAws({ keepOpen })
  if (!keepOpen) onTestFinished(() => expect(aws.violations).toEqual([]))
  const { athena } = aws
  const runs = new Map<string, Run>()
  for (const name of tables) athena.tables.set(`ct.${name}`, await describeTable(trino, name))
  athena.before = ['QUEUED']
  athena.end = ({ id, sql }) => {
    const run = runs.get(id) ?? start(trino, sql)
    runs.set(id, run)
    athena.scannedBytes = run.answer?.bytes ?? 0
    return { state: run.state, ...(run.reason === undefined ? {} : { reason: run.reason }) }
  }
  athena.answer = ({ id }) => {
    const { columns = [], rows = [] } = runs.get(id)?.answer ?? {}
    return { columns, rows: rows.map(row => row.map(textOf)) }
  }
  aws.meanwhile('StopQueryExecution', 'after', () => {
    for (const { id, state } of athena.queries) if (state === 'CANCELLED') runs.get(id)?.stop.abort()
  })
  return {
    aws,
    asked: () => athena.queries.map(({ sql }) => sql),
    running: () => [...runs.values()].filter(({ state }) => state === 'RUNNING').length,
  }
}

function start(trino: Trino, sql: string): Run {
  const run: Run = { stop: new AbortController(), state: 'RUNNING' }
  trino.ask(sql, run.stop.signal).then(
    answer => Object.assign(run, { state: 'SUCCEEDED', answer }),
    (error: Error) => Object.assign(run, { state: 'FAILED', reason: error.message }),
  )
  return run
}

// Athena gives every value as text, and none where it is null.
function textOf(value: unknown): string | undefined {
  if (value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

async function describeTable({ query, ask }: Trino, name: string) {
  const rows = await query(`DESCRIBE ${name}`)
  const columns = rows.map(([column, type, extra]) => ({
    Name: String(column),
    Type: toHiveType(String(type)),
    isKey: extra === 'partition key',
  }))
  const { columns: keys, rows: values } = await ask(`SELECT * FROM "${name}$properties"`)
  const ofKind = (isKey: boolean) => columns.filter(column => column.isKey === isKey).map(({ Name, Type }) => ({ Name, Type }))
  return {
    Columns: ofKind(false),
    PartitionKeys: ofKind(true),
    Parameters: Object.fromEntries(keys.map((key, i) => [key, String(values[0]?.[i])])),
  }
}

/** A type in the words of Glue: `row(a varchar, b array(varchar))` is `struct<a:string,b:array<string>>`. */
function toHiveType(type: string): string {
  for (let text = type.replaceAll('varchar', 'string'); ; ) {
    const inner = /(\w+)\(([^()]*)\)/.exec(text)
    if (inner === null) return text
    const [whole, kind = '', items = ''] = inner
    const parts = items.split(', ')
    const hive = kind === 'row' ? `struct<${parts.map(part => part.replace(' ', ':')).join(',')}>` : `${kind}<${parts.join(',')}>`
    text = text.replace(whole, hive)
  }
}
