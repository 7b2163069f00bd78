// AWS CloudTrail's LookupEvents in memory: records go in, results that wrap them come out, the newest first.

import { LookupEvents$ } from '@aws-sdk/client-cloudtrail'
import { lookupBounds } from './bounds.ts'
import { readPage } from './page.ts'
import { type AwsRequest, type Fields, type Operation, Refusal, type Reply, toSeconds } from './wire.ts'

export interface CloudTrail {
  /** The records of a Region, as they were added. The account is the caller's own when it is not given. */
  readonly events: (region: string, account?: string) => readonly Fields[]
  readonly addEvents: (region: string, records: readonly Fields[], account?: string) => void
}

const WINDOW_MS = 1_000
const CALLS_A_WINDOW = 2

export function makeCloudTrail(
  own: string,
  enforceRate: boolean,
): CloudTrail & { readonly operations: Readonly<Record<string, Operation>> } {
  const records = new Map<string, Fields[]>()
  const results = new Map<string, readonly Fields[]>()
  const taken = new Map<string, readonly number[]>()

  function lookup(request: AwsRequest): Reply {
    if (enforceRate) takeTurn(taken, request)
    const place = placeOf(request)
    const sorted = results.get(place) ?? (records.get(place) ?? []).map(wrapRecord).toSorted(byTime)
    results.set(place, sorted)
    return { output: findPage(sorted, request.input) }
  }

  return {
    events: (region, account = own) => records.get(placeOf({ account, region })) ?? [],
    addEvents: (region, added, account = own) => {
      const place = placeOf({ account, region })
      records.set(place, [...(records.get(place) ?? []), ...added])
      results.delete(place)
    },
    operations: { LookupEvents: { schema: LookupEvents$, bounds: lookupBounds, run: lookup } },
  }
}

function placeOf({ account, region }: Pick<AwsRequest, 'account' | 'region'>): string {
  return `${account} ${region}`
}

/** Allows two calls in any second for each account and Region; refused calls do not count. */
function takeTurn(taken: Map<string, readonly number[]>, request: AwsRequest): void {
  const place = placeOf(request)
  const { at } = request
  const recent = (taken.get(place) ?? []).filter(time => at - time < WINDOW_MS)
  if (recent.length >= CALLS_A_WINDOW) throw new Refusal('ThrottlingException', 'Rate exceeded')
  taken.set(place, [...recent, at])
}

function findPage(sorted: readonly Fields[], input: Fields): Fields {
  const found = input['EventCategory'] === 'insight' ? [] : sorted.filter(event => isAsked(event, input))
  const { entries, next } = readPage(found, input, { usual: 50, invalid: 'InvalidNextTokenException' })
  return { Events: entries, ...(next === undefined ? {} : { NextToken: next }) }
}

function isAsked(event: Fields, input: Fields): boolean {
  const time = event['EventTime'] as number
  if (time < (input['StartTime'] as number) || time > (input['EndTime'] as number)) return false
  const attributes = (input['LookupAttributes'] ?? []) as readonly { readonly AttributeKey: string; readonly AttributeValue: string }[]
  return attributes.every(({ AttributeKey: key, AttributeValue: value }) => {
    if (key !== 'ResourceName' && key !== 'ResourceType') return event[key] === value
    return ((event['Resources'] ?? []) as readonly Fields[]).some(resource => resource[key] === value)
  })
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html */
function wrapRecord(record: Fields): Fields {
  const identity = (record['userIdentity'] ?? {}) as Fields
  const resources = (record['resources'] ?? []) as readonly Fields[]
  const members = {
    EventId: record['eventID'],
    EventName: record['eventName'],
    ReadOnly: record['readOnly'] === undefined ? undefined : String(record['readOnly']),
    AccessKeyId: identity['accessKeyId'],
    EventTime: toSeconds(record['eventTime'] as string),
    EventSource: record['eventSource'],
    Username: nameOf(identity),
    Resources: resources.map(({ type, ARN }) => ({ ResourceType: type, ResourceName: ARN })),
    CloudTrailEvent: JSON.stringify(record),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

// The name of an assumed role is that of its session, which is the last part of its principal's id.
function nameOf(identity: Fields): unknown {
  if (identity['userName'] !== undefined) return identity['userName']
  return identity['type'] === 'Root' ? 'root' : String(identity['principalId'] ?? '').split(':')[1]
}

function byTime(left: Fields, right: Fields): number {
  return (right['EventTime'] as number) - (left['EventTime'] as number)
}
