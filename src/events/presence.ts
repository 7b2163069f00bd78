// Whether a table has any event of a Region. A query that gives back nothing proves nothing: the table may be that of another place.

import { boundPartitions, isOfPlace, quoteName, type Reach, type Table, within } from './partitions.ts'

/** The one column of the answer. */
export const PRESENT = 'awsregion'

/**
 * Asks which of these Regions a table has any event of, within the same reach as the query before, which found nothing wrong with the
 * table. The engine ends as soon as it has seen one event of each.
 */
export function makePresenceQuery(table: Table, reach: Reach): string {
  const partitions = boundPartitions(table, reach)
  const where = [...('kind' in partitions ? [] : partitions.conditions), ...isOfPlace(reach), within(reach)]
  const name = `${quoteName(table.database)}.${quoteName(table.name)}`
  return `SELECT DISTINCT ${PRESENT}\nFROM ${name}\nWHERE ${where.join('\n  AND ')}\nLIMIT ${reach.regions.length}`
}
