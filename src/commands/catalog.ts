// What a policy for IAM allows for a table in Athena: the workgroup, the table, and what Athena asks of others for the caller.

import { listActions, type Scope } from '../aws/permissions.ts'
import type { AthenaTable } from '../events/athena.ts'
import { partitionOf } from '../image/uri.ts'
import { distinct, inRegions, keyOfObjects, type Statement } from './statement.ts'

/**
 * What a query of a table needs; `own` is the Region of a workgroup that names none. In which buckets the events and the results of the
 * query are, only the catalog and the workgroup know, so all may be read and written, but through Athena alone.
 */
export function statementsOfTable({ workgroup, database, table, region: named }: AthenaTable, own: string): readonly Statement[] {
  const region = named ?? own
  const partition = partitionOf(region)
  const arn = (service: string, name: string): string => `arn:${partition}:${service}:${region}:*:${name}`
  const actionsOn = (...scopes: readonly Scope[]) =>
    scopes.flatMap(scope => listActions(['audit-source: athena://workgroup/database/table'], scope))
  const allow = (
    Sid: string,
    scopes: readonly Scope[],
    Resource: Statement['Resource'],
    where: Pick<Statement, 'Condition'> = {},
  ): Statement => ({
    Sid,
    Effect: 'Allow',
    Action: actionsOn(...scopes),
    Resource,
    ...where,
  })
  const parts = ['catalog', 'database/default', `database/${database}`, `table/${database}/${table}`]
  const through = { Condition: { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] } } }
  return [
    allow('Workgroup', ['workgroup'], arn('athena', `workgroup/${workgroup}`)),
    allow('Catalog', ['catalog'], arn('athena', 'datacatalog/AwsDataCatalog')),
    allow('Table', ['table'], distinct(parts.map(part => arn('glue', part)))),
    allow('ThroughAthena', ['bucket', 'objects'], `arn:${partition}:s3:::*`, through),
    allow('LakeFormation', ['Lake Formation'], '*', inRegions([region])),
    keyOfObjects('ArchiveKey', partition, [region], actionsOn('key')),
  ]
}
