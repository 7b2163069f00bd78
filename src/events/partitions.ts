// Which partitions of a table a query reads: those of its days, Regions and accounts. A partition that is not asked for is not paid for,
// and one that is left out by mistake is lost in silence. So a key that is not understood bounds nothing, and what a table cannot have of
// what was asked is said.
//
// CloudTrail writes an event into the folder of the day on which it delivers it, which may be the day after.
// https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html

import { listOf, type Problem, quote } from '../diagnostic.ts'
import { groupBy } from '../group.ts'
import { quoteSql } from '../language/sqlbounds.ts'
import { listDays } from './archive.ts'
import { isText, parseHiveType, type TableColumn } from './hive.ts'
import { findUnseenDays, findUnseenNumbers, formatDay, type Projection, readFormat } from './projection.ts'

/** What AWS says of a table (GetTableMetadata). */
export interface Table {
  readonly database: string
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly partitionKeys: readonly TableColumn[]
  readonly parameters: Readonly<Record<string, string>>
}

/** Whose events are asked for, and of when. Times are milliseconds since 1970. */
export interface Reach {
  readonly from: number
  readonly to: number
  /** Empty: those of every Region that the table has. */
  readonly regions: readonly string[]
  /** Undefined: those of every account that the table has. */
  readonly account: string | undefined
}

/** What partitions say of a query. */
export interface Partitions {
  /** Conditions, all of which hold for every partition that is asked for. */
  readonly conditions: readonly string[]
  /** Whether the partitions are those of the Regions, and of the account. */
  readonly isOf: { readonly regions: boolean; readonly account: boolean }
  /** What makes the query read more than it needs, in words. */
  readonly notes: readonly string[]
  /** What was asked for and is not in the table, in words. */
  readonly gaps: readonly string[]
  /** Whether a key that is not understood may stand for days, and no other does. Then only rows tell which days the table has. */
  readonly hidesDays: boolean
}

const DATES = ['timestamp', 'dt', 'ds', 'date', 'day', 'eventdate', 'event_date', 'partition_date']
const REGIONS = ['region', 'regionname', 'region_name', 'aws_region', 'partition_region']
const ACCOUNTS = ['account', 'accountid', 'account_id', 'aws_account', 'aws_account_id', 'partition_account']
const INTEGER = /^(?:tinyint|smallint|int|integer|bigint)$/

const CALENDAR = ['year', 'month', 'day']

/** Whether Athena finds the partitions itself. Otherwise somebody adds them. */
export function isProjected({ parameters }: Table): boolean {
  return parameters['projection.enabled']?.toLowerCase() === 'true'
}

/** The keys of a year, a month and a day, as far as there are such; none without a year. */
export function calendarOf({ partitionKeys }: Table): readonly (TableColumn | undefined)[] {
  const keys = CALENDAR.map(name => partitionKeys.find(key => key.name.toLowerCase() === name))
  return keys[0] === undefined ? [] : keys
}

/** The key of a whole day. */
export function dayKeyOf({ partitionKeys }: Table): TableColumn | undefined {
  return partitionKeys.find(({ name }) => DATES.includes(name.toLowerCase()))
}

/** The key of a Region. */
export function regionKeyOf({ partitionKeys }: Table): TableColumn | undefined {
  return partitionKeys.find(({ name }) => REGIONS.includes(name.toLowerCase()))
}

/** A name in SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Bounds the partitions of a table. */
export function boundPartitions(table: Table, reach: Reach): Partitions | Problem {
  const { partitionKeys: keys } = table
  const conditions: string[] = []
  const notes: string[] = []
  const gaps = [...findElsewhere(table, reach)]
  const isOf = { regions: false, account: false }
  const calendar = calendarOf(table)
  const isCalendar = calendar.length > 0
  const found = { days: isCalendar, unclear: false }
  for (const key of keys) {
    const name = key.name.toLowerCase()
    const projection = projectionOf(table, name)
    const values = REGIONS.includes(name) ? regionsOf(reach) : ACCOUNTS.includes(name) ? accountOf(reach) : undefined
    if (values !== undefined) {
      conditions.push(isOneOf(key, values))
      isOf[REGIONS.includes(name) ? 'regions' : 'account'] = true
      gaps.push(...findUnlisted(key, values, projection('values')))
      continue
    }
    if (isCalendar && CALENDAR.includes(name)) {
      const unseen = findUnseenPart(key, reach, projection)
      if (unseen === undefined) found.unclear = true
      gaps.push(...(unseen ?? []))
      continue
    }
    const days = DATES.includes(name) ? boundDays(key, reach, projection) : undefined
    if (days !== undefined) {
      found.days = true
      conditions.push(days.condition)
      gaps.push(...days.gaps)
      continue
    }
    if (projection('type')?.toLowerCase() === 'injected') return injectedProblem(table, key)
    notes.push(`all values of the partition key ${key.name} are read, because it is not known what they mean`)
  }
  if (isCalendar) conditions.push(boundCalendar(calendar, reach))
  const hidesDays = found.unclear || (!found.days && notes.length > 0)
  if (keys.length === 0) notes.push('the table has no partitions, so all of it is read')
  return { conditions, isOf, notes, gaps, hidesDays }
}

function projectionOf(table: Table, key: string): Projection {
  return what => (isProjected(table) ? table.parameters[`projection.${key}.${what}`]?.trim() : undefined)
}

const regionsOf = ({ regions }: Reach): readonly string[] | undefined => (regions.length === 0 ? undefined : regions)
const accountOf = ({ account }: Reach): readonly string[] | undefined => (account === undefined ? undefined : [account])

function injectedProblem(table: Table, { name }: TableColumn): Problem {
  const message = `the table ${quote(table.name)} is read only with a value of its partition key ${quote(name)}, and it is not known which`
  const help = `name the key ${REGIONS[0]}, ${ACCOUNTS[0]} or ${DATES[0]} if it is one of these, or give it another type of projection than injected`
  return { level: 'error', kind: 'athena-table', message, help }
}

function literal(value: string, { type }: TableColumn): string {
  return INTEGER.test(type.toLowerCase()) && /^\d+$/.test(value) ? String(Number(value)) : quoteSql(value)
}

/** Whether a key has one of these values. */
function isOneOf(key: TableColumn, values: readonly string[]): string {
  const literals = [...new Set(values.map(value => literal(value, key)))]
  const [only] = literals
  return literals.length === 1 ? `${quoteName(key.name)} = ${only}` : `${quoteName(key.name)} IN (${literals.join(', ')})`
}

/** Holds for the times of a reach, which CloudTrail writes in whole seconds. */
export function within({ from, to }: Reach): string {
  const second = (at: number): string => quoteSql(`${new Date(at).toISOString().slice(0, 19)}Z`)
  return `eventtime BETWEEN ${second(from)} AND ${second(to)}`
}

/** Holds for the events of the Regions and the account of a reach. */
export function isOfPlace({ regions, account }: Reach): readonly string[] {
  return [
    ...(regions.length === 0 ? [] : [isOneOf({ name: 'awsregion', type: 'string' }, regions)]),
    ...(account === undefined ? [] : [isOneOf({ name: 'recipientaccountid', type: 'string' }, [account])]),
  ]
}

function findUnlisted({ name }: TableColumn, asked: readonly string[], listed: string | undefined): readonly string[] {
  if (listed === undefined) return []
  const values = listed.split(',')
  const missing = asked.filter(value => !values.includes(value))
  return missing.length === 0
    ? []
    : [`the table has no partitions of ${listOf(missing)}: projection.${name}.values does not list ${missing.length === 1 ? 'it' : 'them'}`]
}

// The folder that a table lies in may be that of one account or Region, as in the documented table, or even of a year or a month. Partitions
// that somebody added may lie in another one.
const FOLDER =
  /\/AWSLogs\/(?:o-[a-z0-9]+\/)?(\d{12}|\$\{[^}]*\})(?:\/CloudTrail\/(?:([a-z]{2,4}(?:-[a-z]+)+-\d+)|\$\{[^}]*\})((?:\/\d{2,4}){0,3})(?:\/|$))?/

function findElsewhere(table: Table, { from, to, regions, account }: Reach): readonly string[] {
  const { parameters, partitionKeys } = table
  const place = parameters['storage.location.template'] ?? parameters['location'] ?? ''
  const [, folder, region, date = ''] = FOLDER.exec(place) ?? []
  const others = region === undefined ? [] : regions.filter(each => each !== region)
  const isOther = folder !== undefined && /^\d/.test(folder) && account !== undefined && folder !== account
  const begin = date.slice(1).replaceAll('/', '-')
  const isWhole = listDays(from, to).every(({ name, isInWindow }) => !isInWindow || name.startsWith(begin))
  const isBound = partitionKeys.length === 0 || isProjected(table)
  return [
    ...(isBound && !isWhole
      ? [`the table has the events of ${begin} only, and not all days that were asked for: it lies in ${place}`]
      : []),
    ...(others.length > 0 ? [`the table has the events of ${region} only, and not those of ${listOf(others)}: it lies in ${place}`] : []),
    ...(isOther ? [`the table has the events of account ${folder} only, and not those of ${account}: it lies in ${place}`] : []),
  ]
}

function boundDays(
  key: TableColumn,
  reach: Reach,
  projection: Projection,
): { readonly condition: string; readonly gaps: readonly string[] } | undefined {
  const name = quoteName(key.name)
  const [first = '', last = ''] = [listDays(reach.from, reach.to)[0]?.name, listDays(reach.from, reach.to).at(-1)?.name]
  const type = projection('type')?.toLowerCase()
  const format = type === 'date' ? readFormat(projection('format') ?? '') : undefined
  if (type !== undefined && format === undefined) return undefined
  const gaps = format === undefined ? [] : findUnseenDays(key.name, format, projection, reach)
  if (key.type.toLowerCase() === 'date') return { condition: `${name} BETWEEN DATE '${first}' AND DATE '${last}'`, gaps }
  if (!isText(parseHiveType(key.type))) return undefined
  if (format === undefined) return { condition: boundAnySpelling(name, first, last), gaps }
  const [from, to] = [formatDay(format, first, 'begin'), formatDay(format, last, 'end')]
  return { condition: `${name} BETWEEN ${quoteSql(from)} AND ${quoteSql(to)}`, gaps }
}

/** What the projection of a year, a month or a day leaves out; undefined where that is not known. */
function findUnseenPart({ name }: TableColumn, reach: Reach, projection: Projection): readonly string[] | undefined {
  if (projection('type') === undefined) return []
  const at = CALENDAR.indexOf(name.toLowerCase())
  const days = listDays(reach.from, reach.to).filter(({ isInWindow }) => isInWindow)
  return findUnseenNumbers(name, [...new Set(days.map(day => day.name.split('-')[at] ?? ''))], projection)
}

// Nothing says how a day is written that somebody added as a partition. Its digits have the order of time, with an hour or without one.
function boundAnySpelling(name: string, first: string, last: string): string {
  const digits = `regexp_replace(${name}, '[^0-9]', '')`
  const after = listDays(Date.parse(last), Date.parse(last))[1]?.name ?? last
  const compact = (day: string): string => quoteSql(day.replaceAll('-', ''))
  const isDay = `regexp_like(${name}, '\\A[0-9]{4}[-/]?[0-9]{2}[-/]?[0-9]{2}')`
  return `(${digits} >= ${compact(first)} AND ${digits} < ${compact(after)} OR NOT ${isDay})`
}

// Months and days are written with a zero or without one.
function boundCalendar([year, month, day]: readonly (TableColumn | undefined)[], reach: Reach): string {
  const days = listDays(reach.from, reach.to).map(({ name }) => name)
  const both = (digits: string): readonly string[] => [digits, String(Number(digits))]
  const months = [...groupBy(days, name => name.slice(0, 7))].map(([name, some]) => {
    const terms = [
      ...(year === undefined ? [] : [isOneOf(year, [name.slice(0, 4)])]),
      ...(month === undefined ? [] : [isOneOf(month, both(name.slice(5)))]),
      ...(month === undefined || day === undefined
        ? []
        : [
            isOneOf(
              day,
              some.flatMap(each => both(each.slice(8))),
            ),
          ]),
    ]
    return terms.join(' AND ')
  })
  return months.length === 1 ? (months[0] as string) : `(${[...new Set(months)].join(' OR ')})`
}
