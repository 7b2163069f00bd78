// Which days a table has partitions of, where somebody has to add them to it. A day that nobody added looks like a day without events, so
// the catalog is asked for them.

import { listDays } from './archive.ts'
import { DELIVERY } from './cloudtrail.ts'
import { boundPartitions, calendarOf, dayKeyOf, isProjected, quoteName, type Reach, regionKeyOf, type Table } from './partitions.ts'

export interface AddedQuery {
  readonly sql: string
  /** The columns of the answer, in order. */
  readonly columns: readonly string[]
  /** The days of the window that no row of the answer is about; where there are several Regions, each with its Region. */
  readonly missing: (rows: readonly (readonly (string | undefined)[])[]) => readonly string[]
}

/** Asks for the days that were added; undefined where none has to be, or where partitions are not those of days. */
export function makeAddedQuery(table: Table, reach: Reach): AddedQuery | undefined {
  const calendar = calendarOf(table).flatMap(key => key ?? [])
  const dayKey = dayKeyOf(table)
  const days = calendar.length > 0 ? calendar : dayKey === undefined ? [] : [dayKey]
  const partitions = boundPartitions(table, reach)
  if (isProjected(table) || days.length === 0 || 'kind' in partitions) return undefined
  const region = reach.regions.length > 1 ? regionKeyOf(table) : undefined
  const columns = [...(region === undefined ? [] : [region]), ...days].map(({ name }) => name)
  const selected = columns.map(name => `CAST(${quoteName(name)} AS varchar) AS ${quoteName(name)}`).join(', ')
  const from = `${quoteName(table.database)}.${quoteName(`${table.name}$partitions`)}`
  return {
    sql: `SELECT DISTINCT ${selected}\nFROM ${from}\nWHERE ${partitions.conditions.join('\n  AND ')}`,
    columns,
    missing: rows => {
      const lacking = (some: typeof rows): readonly string[] => {
        const added = some.map(digitsOf)
        return daysBegun(reach).filter(day => !added.some(digits => digits.length >= 4 && isOf(day, digits)))
      }
      if (region === undefined) return lacking(rows)
      const ofRegion = (name: string) => rows.flatMap(([first, ...values]) => (first === name ? [values] : []))
      return reach.regions.flatMap(name => lacking(ofRegion(name)).map(day => `${day} in ${name}`))
    },
  }
}

/** The days of a window in which something may have been delivered. */
function daysBegun({ from, to }: Reach): readonly string[] {
  const begun = listDays(from, to).filter(({ isInWindow }) => isInWindow)
  return begun.map(({ name }) => name).filter(day => Date.parse(day) + 3 * DELIVERY < to)
}

// 2026, 3 and 5 are the day 20260305. A month alone stands for all its days, and an hour for its day.
function digitsOf(values: readonly (string | undefined)[]): string {
  if (values.length === 1) return (values[0] ?? '').replaceAll(/\D/g, '').slice(0, 8)
  return values.map(value => (value ?? '').padStart(2, '0')).join('')
}

const isOf = (day: string, digits: string): boolean => day.replaceAll('-', '').startsWith(digits)
