// Reads recent activity from a table of CloudTrail's events in Athena: one query for all Regions of an account. It asks for what a rule
// could match, and the rules decide about what comes back.

import type { TableMetadata } from '@aws-sdk/client-athena'
import type { Aws } from '../aws/client.ts'
import { type Diagnostic, listOf, type Tell } from '../diagnostic.ts'
import { shorten } from '../escape.ts'
import { makeAddedQuery } from '../events/added.ts'
import type { AthenaTable } from '../events/athena.ts'
import { DELIVERY, timeOf, toEvent } from '../events/cloudtrail.ts'
import type { Reach, Table } from '../events/partitions.ts'
import { makePresenceQuery, PRESENT } from '../events/presence.ts'
import { type Asking, makeQuery, type Query } from '../events/query.ts'
import { recordOf } from '../events/row.ts'
import { Fault } from '../fault.ts'
import { sayAsked } from '../gate/asked.ts'
import { groupBy } from '../group.ts'
import { ownText } from '../json.ts'
import { agree, listFirst, sayBytes } from '../plural.ts'
import { formatInstant } from '../time.ts'
import { startTimeLimit } from './pace.ts'
import { openQueries } from './queries.ts'
import { startDamage } from './records.ts'
import { startRepeats } from './repeats.ts'
import { type Row, type Runner, startRunner, timeoutFault } from './running.ts'
import type { RecordedEvent, Source } from './source.ts'
import { type ActivityOptions, convertEach, createSource } from './supply.ts'

export interface AthenaOptions extends ActivityOptions {
  readonly table: AthenaTable
  /** The Regions whose events are read; the workgroup is in the first, unless it names its own. */
  readonly regions: readonly string[]
  /** The account whose events are read where the table names none, or why it is not known. */
  readonly account: Promise<string | Fault>
  /** What the rules ask for. */
  readonly askings: readonly Asking[]
}

/** The events of one account within a time. An event that comes several times is passed once. */
export function athenaEvents(aws: Aws, options: AthenaOptions): Source {
  const { table, regions, account, from, to, describe, tell } = options
  const origin = `${table.text} of ${listOf(regions)}`
  const tellHere: Tell = diagnostic => tell({ ...diagnostic, at: diagnostic.at ?? origin })
  const holder: Holder = {}
  return createSource({
    origin,
    describe,
    tell: tellHere,
    events: tellFault => readTable(aws, options, holder, tellFault),
    conclude: async cover => {
      // Whatever ended the reading, a query that nobody waits for must not go on.
      const ended = await holder.runner?.stop()
      const id = table.account ?? (await account)
      const coverage = cover(`${table.text} of ${id instanceof Fault ? 'an unknown account' : `account ${id}`}, ${listOf(regions)}`)
      const horizon = formatInstant(to - DELIVERY)
      const asked = { eventSources: [], eventNames: [], matching: true } as const
      const window = `, read from ${formatInstant(from)} on: ${sayAsked(asked)}; events after ${horizon} may not be there yet`
      const bytes = holder.runner?.bytes() ?? 0
      const said = [coverage.state === 'read' ? window : '', bytes > 0 ? `; ${sayBytes(bytes)} scanned` : '', sayEnd(ended)].join('')
      const left = ended instanceof Fault ? [ended.diagnostic] : []
      for (const diagnostic of left) tellHere(diagnostic)
      return { ...coverage, horizon, asked, message: `${coverage.message}${said}`, diagnostics: [...coverage.diagnostics, ...left] }
    },
  })
}

/** What runs the queries, once there is a query to run. */
interface Holder {
  runner?: Runner
}

function sayEnd(ended: Awaited<ReturnType<Runner['stop']>>): string {
  if (ended === undefined) return ''
  if (ended === 'stopped') return '; the query was stopped'
  return ended === 'unknown'
    ? '; whether a query was started is not known, so it may still run'
    : `; the query could not be stopped, so it may still run: ${ended.message}`
}

async function* readTable(aws: Aws, options: AthenaOptions, holder: Holder, tell: Tell): AsyncGenerator<readonly RecordedEvent[]> {
  const { table, regions, askings, from, to, timeoutSeconds, clock, progress } = options
  const account = table.account ?? (await options.account)
  if (account instanceof Fault) throw account
  const time = startTimeLimit(clock, timeoutSeconds * 1000)
  const region = table.region ?? regions[0] ?? ''
  const timeout = (): Fault => holder.runner?.late() ?? timeoutFault(timeoutSeconds, 'rows')
  const queries = await openQueries({ aws, table, region, time, timeout })
  progress(`reading what the table ${table.database}.${table.table} has`)
  const described = toTable(table, await queries.describeTable())
  const reach = { from, to, regions, account }
  const query = makeQuery(described, askings, reach)
  if ('kind' in query) return tell(query)
  for (const diagnostic of tellLacking(query)) tell(diagnostic)
  const askCoarser = (coarseness: number): Query => {
    const coarser = makeQuery(described, askings, reach, coarseness)
    return 'kind' in coarser ? query : coarser
  }
  const runner = startRunner({ queries, clock, timeoutSeconds, time, progress })
  holder.runner = runner
  const seen = new Set<unknown>()
  for await (const batch of readAsExactly(runner, query, askCoarser, tell)) {
    const within = batch.filter(({ event }) => isWithin(timeOf(event), reach))
    // One without a readable time may be of any day, and proves nothing.
    for (const { event } of within) if (timeOf(event) !== undefined) seen.add(event['awsRegion'])
    yield within
  }
  await proveAdded(runner, described, reach, tell)
  const silent = regions.filter(each => !seen.has(each))
  if (silent.length > 0) await provePresent(runner, described, { ...reach, regions: silent }, tell)
}

const isWithin = (at: number | undefined, { from, to }: Reach): boolean => at === undefined || (at >= from && at <= to)

/** A table as AWS describes it. */
export function toTable({ database, table }: AthenaTable, { Columns, PartitionKeys, Parameters = {} }: TableMetadata): Table {
  const columnsOf = (columns: TableMetadata['Columns'] = []) => columns.map(({ Name: name = '', Type: type = '' }) => ({ name, type }))
  return { database, name: table, columns: columnsOf(Columns), partitionKeys: columnsOf(PartitionKeys), parameters: Parameters }
}

/** What the table does not have of what was asked for. */
export function tellLacking({ withoutColumn, gaps, notes }: Query): readonly Diagnostic[] {
  return [
    ...[...groupBy(withoutColumn, ({ fields }) => listOf(fields))].map(([fields, rules]) => {
      const [who, look] = [agree(rules.length, 'rule'), agree(rules.length, 'looks', 'look')]
      const message = `${who} ${listOf(rules.map(({ id }) => id))} ${look} at ${fields}, for which the table has no column`
      const help = `add the column to the table, or disable ${agree(rules.length, 'the rule', 'these rules')}`
      return { level: 'error', kind: 'athena-table', message, help } as const
    }),
    ...gaps.map(message => ({ level: 'error', kind: 'athena-table', message }) as const),
    ...notes.map(tellNote),
  ]
}

const tellNote = (message: string): Diagnostic => ({ level: 'note', kind: 'athena-table', message })

// How much of a query the engine compiles, nobody says. What it refuses is asked again more coarsely; no row has come back until then.
async function* readAsExactly(
  runner: Runner,
  first: Query,
  askCoarser: (coarseness: number) => Query,
  tell: Tell,
): AsyncGenerator<readonly RecordedEvent[]> {
  for (let query = first; ; ) {
    try {
      return yield* readEvents(runner, query, tell)
    } catch (error) {
      const coarser = error instanceof Fault && error.code === 'query-too-large' ? askCoarser(query.coarseness + 1) : query
      if (coarser.coarseness <= query.coarseness) throw error
      for (const message of coarser.notes.filter(note => !query.notes.includes(note))) tell(tellNote(message))
      query = coarser
    }
  }
}

// A row that cannot be read is told and hides no other.
async function* readEvents(runner: Runner, { sql, columns }: Query, tell: Tell): AsyncGenerator<readonly RecordedEvent[]> {
  const isRepeated = startRepeats()
  const damage = startDamage('the rows of the query', 'row', tell)
  const idAt = columns.findIndex(({ field }) => field === 'eventID')
  const convert = (values: Row): RecordedEvent | undefined => {
    const read = recordOf(columns, values)
    if ('problem' in read) {
      const { message } = read.problem
      throw new Fault('aws-answer', { message: `${message} (event ${shorten(values[idAt] ?? 'without an id', MOST_ID)})` })
    }
    const text = JSON.stringify(read.record)
    const id = ownText(read.record, 'eventID')
    return id !== undefined && isRepeated(id, text) ? undefined : { text, event: toEvent(read.record) }
  }
  const names = columns.map(({ name }) => name)
  for await (const rows of runner.run(sql, names)) yield convertEach(rows, convert, damage.tell)
  damage.finish()
}

const MOST_ID = 60

// A day that nobody added to the table looks like a day without events.
async function proveAdded(runner: Runner, table: Table, reach: Reach, tell: Tell): Promise<void> {
  const query = makeAddedQuery(table, reach)
  if (query === undefined) return
  const rows: Row[] = []
  for await (const page of runner.run(query.sql, query.columns)) rows.push(...page)
  const missing = query.missing(rows)
  if (missing.length === 0) return
  const message = `the table has no ${query.of} of ${listFirst(missing, MOST_NAMED)}, so nothing of ${agree(missing.length, 'it', 'them')} was read`
  const help = 'add the partitions (ALTER TABLE … ADD PARTITION), or let Athena find them by partition projection'
  tell(new Fault('not-found', { message, help }).diagnostic)
}

/** How many days without a partition are named. */
const MOST_NAMED = 5

// Even a quiet account has events in a Region that it uses, so the table may be another one than was meant.
async function provePresent(runner: Runner, table: Table, reach: Reach, tell: Tell): Promise<void> {
  const present = new Set<string | undefined>()
  for await (const rows of runner.run(makePresenceQuery(table, reach), [PRESENT])) for (const [name] of rows) present.add(name)
  const missing = reach.regions.filter(region => !present.has(region))
  if (missing.length === 0) return
  const [from, to] = [formatInstant(reach.from), formatInstant(reach.to)]
  const message = `the table has no event of account ${reach.account} in ${listOf(missing)} from ${from} to ${to}`
  const help = 'check the table, its partitions, the account and the Regions, and whether the trail covers them'
  tell(new Fault('not-found', { message, help }).diagnostic)
}
