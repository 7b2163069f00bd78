// The statements of a policy for IAM, and what they are written with.

import type { Action } from '../aws/permissions.ts'
import { domainOf, partitionOf } from '../image/uri.ts'
import { compareText } from '../order.ts'

export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly Action[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Partial<Record<'StringEquals' | 'StringLike', Readonly<Record<string, readonly string[]>>>>>
}

/** Which keys these are, only Parameter Store knows, so they may be used through it alone. */
export function keysThrough(regions: readonly string[]): Pick<Statement, 'Resource' | 'Condition'> {
  return {
    Resource: one(regions.map(region => `arn:${partitionOf(region)}:kms:${region}:*:key/*`)),
    Condition: { StringEquals: { 'kms:ViaService': regions.map(nameService) } },
  }
}

/** In which Region the bucket is, and under which key, only S3 knows. */
export function keyOfObjects(Sid: string, partition: string, regions: readonly string[]): Statement {
  const services = distinct(regions.map(region => `s3.*.${domainOf(region)}`))
  const where = { Resource: `arn:${partition}:kms:*:*:key/*`, Condition: { StringLike: { 'kms:ViaService': services } } }
  return { Sid, Effect: 'Allow', Action: ['kms:Decrypt'], ...where }
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
