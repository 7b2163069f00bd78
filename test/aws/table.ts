// The table of CloudTrail's events that AWS documents for Athena, and records as rows of it: names in small letters, JSON as text, and
// structures as the JSON that a query makes of them.
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html

import { DOCUMENTED_COLUMNS } from '../../src/events/table.ts'
import type { Query, Result } from './athena.ts'
import type { Fields } from './wire.ts'

/** The documented table, as GetTableMetadata describes it. */
export const TABLE: Fields = {
  Columns: DOCUMENTED_COLUMNS.map(({ name, type }) => ({ Name: name, Type: type })),
  PartitionKeys: [{ Name: 'timestamp', Type: 'string' }],
  Parameters: {
    EXTERNAL: 'TRUE',
    'projection.enabled': 'true',
    'projection.timestamp.type': 'date',
    'projection.timestamp.format': 'yyyy/MM/dd',
    'projection.timestamp.range': '2020/01/01,NOW',
    'projection.timestamp.interval': '1',
    'projection.timestamp.interval.unit': 'DAYS',
  },
}

const STRUCTURES = ['userIdentity', 'resources', 'addendum', 'tlsDetails']
const WITHOUT_COLUMN = ['managementEvent']

/** What a row has of a record: nothing that is null or has no column, and JSON as text. */
export function asRow(record: Fields): Fields {
  const kept = Object.entries(record).filter(([name, value]) => value !== null && !WITHOUT_COLUMN.includes(name))
  return Object.fromEntries(
    kept.map(([name, value]) => [name, typeof value === 'object' && !STRUCTURES.includes(name) ? JSON.stringify(value) : value]),
  )
}

/** The columns that a query selects, by its own words. */
export function columnsOf(sql: string): readonly string[] {
  const [, list = ''] = /^SELECT (?:DISTINCT )?(.*)$/m.exec(sql) ?? []
  return list.split(', ').map(each => each.replace(/^.* AS /, ''))
}

/** What a query gives back that finds these records. The one that asks for Regions finds those of `present`. */
export function answerOf({ sql }: Query, records: readonly Fields[], present: readonly string[] = ['eu-west-1']): Result {
  const columns = columnsOf(sql)
  if (columns.length === 1) return { columns, rows: present.map(region => [region]) }
  return { columns, rows: records.map(record => valuesOf(columns, record)) }
}

function valuesOf(columns: readonly string[], record: Fields): readonly (string | undefined)[] {
  const byName = new Map(Object.entries(asRow(record)).map(([name, value]) => [name.toLowerCase(), value]))
  return columns.map(name => {
    const value = byName.get(name)
    if (value === undefined || typeof value === 'string') return value
    return typeof value === 'object' ? JSON.stringify(inSmallLetters(value)) : String(value)
  })
}

function inSmallLetters(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSmallLetters)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inSmallLetters(inner)]))
}
