// The statements of a policy for IAM, and what they are written with.

import { type Action, listActions, type Scope } from '../aws/permissions.ts'
import type { AthenaTable } from '../events/athena.ts'
import { domainOf, partitionOf } from '../image/uri.ts'
import { compareText } from '../order.ts'

export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly Action[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<
    Partial<Record<'StringEquals' | 'StringLike' | 'ForAnyValue:StringEquals', Readonly<Record<string, readonly string[]>>>>
  >
}

/** Which keys these are, only Parameter Store knows, so they may be used through it alone. */
export function keysThrough(regions: readonly string[]): Pick<Statement, 'Resource' | 'Condition'> {
  return {
    Resource: one(regions.map(region => `arn:${partitionOf(region)}:kms:${region}:*:key/*`)),
    Condition: { StringEquals: { 'kms:ViaService': regions.map(nameService) } },
  }
}

/** In which Region a bucket is, and under which key, only S3 knows. */
export function keysOfEvents(actions: readonly Action[], partition: string, regions: readonly string[]): Statement {
  const services = distinct(regions.map(region => `s3.*.${domainOf(region)}`))
  const where = { Resource: `arn:${partition}:kms:*:*:key/*`, Condition: { StringLike: { 'kms:ViaService': services } } }
  return { Sid: 'ArchiveKey', Effect: 'Allow', Action: actions, ...where }
}

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
    keysOfEvents(actionsOn('key'), partition, [region]),
  ]
}

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
function nameService(region: string): string {
  return `ssm.${region}.${domainOf(region)}`
}

/** Limits a statement to calls in these Regions. */
export function inRegions(regions: readonly string[]): Pick<Statement, 'Condition'> {
  return { Condition: { StringEquals: { 'aws:RequestedRegion': distinct(regions) } } }
}

/** Each text once, in order. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText)
}

/** A list as policies write it: one text stands alone. */
export function one(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? (texts[0] as string) : texts
}
