// Whether a table has any event of a Region. A query that gives back nothing proves nothing: the table may be that of another place.

import { quoteSql } from '../language/sqlbounds.ts'
import { boundPartitions, quoteName, type Reach, type Table } from './partitions.ts'

/** The one column of the answer. */
export const PRESENT = 'awsregion'

/**
 * Asks which of these Regions a table has any event of, within the same reach as the query before, which found nothing wrong with the
 * table. The engine ends as soon as it has seen one event of each.
 */
export function makePresenceQuery(table: Table, reach: Reach): string {
  const { from, to, regions, account } = reach
  const partitions = boundPartitions(table, reach)
  const second = (at: number): string => quoteSql(`${new Date(at).toISOString().slice(0, 19)}Z`)
  const where = [
    ...('kind' in partitions ? [] : partitions.conditions),
    `${PRESENT} IN (${regions.map(quoteSql).join(', ')})`,
    ...(account === undefined ? [] : [`recipientaccountid = ${quoteSql(account)}`]),
    `eventtime BETWEEN ${second(from)} AND ${second(to)}`,
  ]
  const name = `${quoteName(table.database)}.${quoteName(table.name)}`
  return `SELECT DISTINCT ${PRESENT}\nFROM ${name}\nWHERE ${where.join('\n  AND ')}\nLIMIT ${regions.length}`
}
