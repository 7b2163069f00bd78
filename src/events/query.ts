// The query that a table of CloudTrail's events is asked with: every row that some filter could match, and every row that is a gap
// whatever the filters are. The compiled filters decide about the rows that come back, so asking for more costs money and nothing else.

import { type Problem, quote } from '../diagnostic.ts'
import type { Expression, Path } from '../language/ast.ts'
import { printPath } from '../language/print.ts'
import { boundsOf, type Columns, pathsWithoutColumn } from '../language/sql.ts'
import { quoteSql } from '../language/sqlbounds.ts'
import { anyOf, ODD_TIME, STRANGER, unreadText } from './oddrows.ts'
import { boundPartitions, type Partitions, quoteName, type Reach, type Table, within } from './partitions.ts'
import type { RowColumn } from './row.ts'
import { fieldsOfTable } from './table.ts'

/** A filter whose events are asked for, and all that decides about them. */
export interface Asking {
  /** Of its rule. */
  readonly id: string
  readonly expression: Expression
  /** The fields that it and its suppressions name, and whatever else decides: aggregate fields, exceptions. */
  readonly paths: readonly Path[]
}

/** What is sent, and what has to be known to believe the answer. */
export interface Query {
  readonly sql: string
  /** The columns of the answer, in order. */
  readonly columns: readonly RowColumn[]
  /** The rules that name fields which the table has no column for. They have judged no event. */
  readonly withoutColumn: readonly { readonly id: string; readonly fields: readonly string[] }[]
  /** What was asked for and is not in the table, in words: each is a gap. */
  readonly gaps: readonly string[]
  /** What makes the answer larger than it has to be, in words. */
  readonly notes: readonly string[]
  /** How coarsely the filters are asked, from 0 for as exactly as they can be. */
  readonly coarseness: number
}

// Athena takes 262,144 characters, but its engine compiles less of a condition. How much, no document says, and it depends on the kind of
// condition; what Trino 476 takes is in docs/decisions/sql.md.
const MOST_CHARACTERS = 45_000

/** Without these nothing can be said of a row. */
const REQUIRED = ['eventTime', 'eventSource', 'eventName', 'eventID', 'eventType', 'awsRegion', 'recipientAccountId']

/**
 * Makes the query for what filters could match within a reach. Where the engine refuses it as too much to compile, one with the next
 * coarseness asks for less at once, and gets more.
 */
export function makeQuery(table: Table, askings: readonly Asking[], reach: Reach, coarseness = 0): Query | Problem {
  const { fields, columns, unfit } = fieldsOfTable(table.columns)
  const missing = REQUIRED.filter(name => !Object.hasOwn(fields, name)).map(name => name.toLowerCase())
  if (missing.length > 0) return tableProblem(table, missing, unfit)
  const partitions = boundPartitions(table, reach)
  if ('kind' in partitions) return partitions
  const selected = Object.entries(fields).map(([field, column]): RowColumn => ({ name: field.toLowerCase(), field, column }))
  const asked = choose(askings, columns, fields, coarseness)
  const where = [...partitions.conditions, ...whose(partitions, reach), `(${ODD_TIME} OR ${within(reach)} AND (${asked.condition}))`]
  const from = `${quoteName(table.database)}.${quoteName(table.name)}`
  return {
    sql: `SELECT ${selected.map(select).join(', ')}\nFROM ${from}\nWHERE ${where.join('\n  AND ')}`,
    columns: selected,
    withoutColumn: askings.flatMap(({ id, paths }) => {
      const lacking = [...new Set(withoutColumn(paths, columns).map(printPath))]
      return lacking.length === 0 ? [] : [{ id, fields: lacking }]
    }),
    gaps: partitions.gaps,
    notes: [...partitions.notes, ...unfit.map(text => `${text}, and is not read`), ...asked.notes],
    coarseness: asked.coarseness,
  }
}

function tableProblem({ database, name }: Table, missing: readonly string[], unfit: readonly string[]): Problem {
  const message = `the table ${quote(`${database}.${name}`)} has no column ${missing.join(', ')}, so it is not one of CloudTrail's events`
  const types = unfit.length === 0 ? '' : `; ${unfit.join('; ')}`
  const help = 'name the table that CloudTrail or its documentation made: https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html'
  return { level: 'error', kind: 'athena-table', message: `${message}${types}`, help }
}

// What calls are about is found in their parameters and answers (target.ts).
function withoutColumn(paths: readonly Path[], columns: Columns): readonly Path[] {
  const isThere = ['requestParameters', 'responseElements'].every(name => Object.hasOwn(columns, name))
  return pathsWithoutColumn(paths, columns).filter(({ segments: [first] }) => first !== 'target' || !isThere)
}

// A structure comes back as JSON: its text in an answer would not say where a value ends.
function select({ name, column: { kind, sql } }: RowColumn): string {
  if (kind === 'struct' || kind === 'list' || kind === 'map') return `json_format(CAST(${sql} AS JSON)) AS ${name}`
  return sql === name ? name : `${sql} AS ${name}`
}

// Where the partitions are those of the Regions and the account, they say it better than the events do.
function whose({ isOf }: Partitions, { regions, account }: Reach): readonly string[] {
  const isOne = (column: string, values: readonly string[]): string => `coalesce(${column} IN (${values.map(quoteSql).join(', ')}), true)`
  return [
    ...(isOf.regions || regions.length === 0 ? [] : [isOne('awsregion', regions)]),
    ...(isOf.account || account === undefined ? [] : [isOne('recipientaccountid', [account])]),
  ]
}

interface Asked {
  readonly condition: string
  readonly notes: readonly string[]
  readonly coarseness: number
}

/** What filters ask of a row, as exactly as it is short enough. */
function choose(askings: readonly Asking[], columns: Columns, fields: Columns, least: number): Asked {
  const odd = [unreadText(fields), STRANGER]
  for (const [coarseness, { keeps, note }] of EXACTNESS.entries()) {
    const kept = Object.fromEntries(Object.entries(columns).filter(([name, { kind }]) => keeps(name, kind)))
    const uppers = [...new Set(askings.map(({ expression }) => boundsOf(expression, kept).upper))]
    const condition = uppers.includes('true') ? 'true' : anyOf([...uppers.filter(upper => upper !== 'false'), ...odd])
    if (coarseness >= least && condition.length <= MOST_CHARACTERS)
      return { condition, notes: note === undefined ? [] : [note], coarseness }
  }
  return { condition: 'true', notes: [tooMuch('every event is asked for')], coarseness: EXACTNESS.length }
}

const tooMuch = (what: string): string => `the conditions of all rules are too much for one query, so ${what}`

// A field that is left out may have any value, so leaving out fields asks for more and never for less.
const EXACTNESS: readonly { readonly keeps: (name: string, kind: string) => boolean; readonly note?: string }[] = [
  { keeps: () => true },
  {
    keeps: (_, kind) => kind !== 'json' && kind !== 'made',
    note: tooMuch('parameters and answers of calls are not asked for, nor who made them'),
  },
  {
    keeps: name => ['eventSource', 'eventName', 'errorCode'].includes(name),
    note: tooMuch('only the sources, names and errors of events are asked for'),
  },
  { keeps: name => name === 'eventSource', note: tooMuch('only the sources of events are asked for') },
]
