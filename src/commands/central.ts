// What settings name in Parameter Store and S3, and what a role must be allowed to read it.

import { listActions, type Scope, type Use } from '../aws/permissions.ts'
import { partitionOf } from '../image/uri.ts'
import type { ObjectReference } from '../rules/object.ts'
import { type ParameterReference, parameterArn, parseReference, type Reference } from '../rules/reference.ts'
import { listReferences } from '../settings/references.ts'
import type { Settings } from '../settings/settings.ts'
import { distinct, keyOfObjects, keysThrough, one, type Statement } from './statement.ts'

/** A reference with its Region; without an account, it is read in that of whoever reads it. */
export type Central = Reference & { readonly region: string; readonly owner: string | undefined }

/** The references of these settings; `own` is the Region of those that name none. */
export function listCentral(
  settings: Pick<Settings, 'rules' | 'exceptions' | 'vex' | 'policy'>,
  own: string | undefined,
): readonly Central[] {
  const references = listReferences({ ...settings, against: undefined, operands: [] }).map(parseReference)
  return references.flatMap(each => {
    if ('message' in each) return []
    const place = each.kind === 'parameter' ? each.place : undefined
    const region = place?.region ?? own
    return region === undefined ? [] : [{ ...each, region, owner: each.kind === 'parameter' ? place?.account : each.account }]
  })
}

/** What of the table of calls these references need. */
export function usesOfCentral(central: readonly Central[]): readonly Use[] {
  const objects = central.filter(isObject)
  return [
    ...(central.some(isParameter) ? ['ssm:/path' as const] : []),
    ...(objects.some(({ versionId }) => versionId === undefined) ? ['s3://bucket/key' as const] : []),
    ...(objects.some(({ versionId }) => versionId !== undefined) ? ['s3://bucket/key?versionId=ID' as const] : []),
  ]
}

/** The statements of a policy that allow to read these references. */
export function allowCentral(central: readonly Central[]): readonly Statement[] {
  const allow = (
    Sid: string,
    of: readonly Central[],
    on: Scope,
    where: Pick<Statement, 'Resource' | 'Condition'>,
  ): readonly Statement[] => {
    const actions = listActions(usesOfCentral(of), on)
    return actions.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions, ...where }]
  }
  const parameters = central.filter(isParameter)
  const objects = central.filter(isObject)
  const [newest, pinned] = [true, false].map(is => objects.filter(({ versionId }) => (versionId === undefined) === is))
  const buckets = distinct(objects.map(({ bucket, region }) => `arn:${partitionOf(region)}:s3:::${bucket}`))
  return [
    ...allow('Parameters', parameters, 'parameter', { Resource: one(distinct(parameters.flatMap(listArns))) }),
    ...allow('Keys', parameters, 'key', keysThrough(distinct(parameters.map(({ region }) => region)))),
    ...allow('RuleBuckets', objects, 'bucket', { Resource: one(buckets) }),
    ...allow('RuleObjects', newest ?? [], 'objects', { Resource: one(distinct((newest ?? []).map(objectArn))) }),
    ...allow('RuleVersions', pinned ?? [], 'objects', { Resource: one(distinct((pinned ?? []).map(objectArn))) }),
    ...objects.slice(0, 1).map(({ region }) => keyOfObjects('RuleKey', partitionOf(region), [region])),
  ]
}

function isParameter(each: Central): each is Central & ParameterReference {
  return each.kind === 'parameter'
}

function isObject(each: Central): each is Central & ObjectReference {
  return each.kind === 'object'
}

// A path is asked for itself, and with all that is below it.
function listArns({ name, isPath, region, owner }: Central & ParameterReference): readonly string[] {
  const arn = parameterArn(name, { region, account: owner })
  return isPath ? [arn, `${arn}/*`] : [arn]
}

function objectArn({ bucket, key, isPath, region }: Central & ObjectReference): string {
  return `arn:${partitionOf(region)}:s3:::${bucket}/${key}${isPath ? '*' : ''}`
}
