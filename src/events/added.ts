// Which days a table has. Where somebody has to add partitions to it, a day that nobody added looks like a day without events, so the catalog
// is asked for them. Where keys stand for days in a way that is not understood, only the rows themselves can tell.

import { listOf } from '../diagnostic.ts'
import { quoteSql } from '../language/sqlbounds.ts'
import { listDays } from './archive.ts'
import { DELIVERY } from './cloudtrail.ts'
import type { TableColumn } from './hive.ts'
import {
  boundPartitions,
  calendarOf,
  dayKeyOf,
  isOfPlace,
  isProjected,
  quoteName,
  type Reach,
  regionKeyOf,
  type Table,
} from './partitions.ts'

export interface AddedQuery {
  readonly sql: string
  /** The columns of the answer, in order. */
  readonly columns: readonly string[]
  /** What the answer has rows of: partitions, or events where the catalog cannot tell. */
  readonly of: 'partition' | 'event'
  /** The days of the window that no row of the answer is about, for each Region where the answer tells them. */
  readonly missing: (rows: readonly Row[]) => readonly string[]
}

type Row = readonly (string | undefined)[]

/** Asks for the days that a table has; undefined where its keys leave no doubt. */
export function makeAddedQuery(table: Table, reach: Reach): AddedQuery | undefined {
  const partitions = boundPartitions(table, reach)
  if ('kind' in partitions) return undefined
  const calendar = calendarOf(table).flatMap(key => key ?? [])
  const dayKey = dayKeyOf(table)
  const keys = calendar.length > 0 ? calendar : dayKey === undefined ? [] : [dayKey]
  if (!isProjected(table) && keys.length > 0) return askCatalog(table, reach, partitions.conditions, keys)
  return partitions.hidesDays ? askRows(table, reach, partitions.conditions) : undefined
}

function askCatalog(table: Table, reach: Reach, conditions: readonly string[], days: readonly TableColumn[]): AddedQuery {
  const region = regionKeyOf(table)?.name
  const columns = [...(region === undefined ? [] : [region]), ...days.map(({ name }) => name)]
  const selected = columns.map(name => `CAST(${quoteName(name)} AS varchar) AS ${quoteName(name)}`).join(', ')
  const where = conditions.length === 0 ? '' : `\nWHERE ${conditions.join('\n  AND ')}`
  return {
    sql: `SELECT DISTINCT ${selected}\nFROM ${quoteName(table.database)}.${quoteName(`${table.name}$partitions`)}${where}`,
    columns,
    of: 'partition',
    missing: rows => findMissing(reach, rows, region !== undefined),
  }
}

// Even a quiet account has events on each day (presence.ts).
function askRows(table: Table, reach: Reach, conditions: readonly string[]): AddedQuery {
  const days = daysBegun(reach)
  const where = [...conditions, ...isOfPlace(reach), `substr(eventtime, 1, 10) IN (${days.map(quoteSql).join(', ')})`]
  return {
    sql:
      `SELECT DISTINCT awsregion, substr(eventtime, 1, 10) AS day\nFROM ${quoteName(table.database)}.${quoteName(table.name)}` +
      `\nWHERE ${where.join('\n  AND ')}`,
    columns: ['awsregion', 'day'],
    of: 'event',
    missing: rows => findMissing(reach, rows, true),
  }
}

function findMissing(reach: Reach, rows: readonly Row[], isOfRegions: boolean): readonly string[] {
  const regions = isOfRegions && reach.regions.length > 0 ? reach.regions : [undefined]
  const there = rows.map(row => ({ region: row[0], digits: digitsOf(isOfRegions ? row.slice(1) : row) }))
  return daysBegun(reach).flatMap(day => {
    const digits = day.replaceAll('-', '')
    const has = (region: string | undefined): boolean =>
      there.some(each => (region === undefined || each.region === region) && each.digits !== '' && digits.startsWith(each.digits))
    const lacking = regions.filter(region => !has(region))
    if (lacking.length === 0) return []
    return lacking.length === regions.length ? [day] : [`${day} in ${listOf(lacking.flatMap(region => region ?? []))}`]
  })
}

/** The days of a window in which something may have been delivered. */
function daysBegun({ from, to }: Reach): readonly string[] {
  const begun = listDays(from, to).filter(({ isInWindow }) => isInWindow)
  return begun.map(({ name }) => name).filter(day => Date.parse(day) + 3 * DELIVERY < to)
}

// 2026, 3 and 5 are the day 20260305, and so is 2026-3-5. A month alone stands for all its days, and an hour for its day.
function digitsOf(values: Row): string {
  const parts = values.length === 1 ? (values[0] ?? '').split(/\D+/).filter(part => part !== '') : values.map(value => value ?? '')
  const digits = parts
    .map(part => part.padStart(2, '0'))
    .join('')
    .slice(0, 8)
  return [4, 6, 8].includes(digits.length) ? digits : ''
}
