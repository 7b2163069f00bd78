// CloudTrail records: which fields are parsed before matching, and the names that Threat Stack gives to fields.

import { HOST_SUFFIXES } from '../image/uri.ts'
import { type Fields, isObject, own, ownText } from '../json.ts'
import { parseStrictly } from '../keys.ts'
import type { Path } from '../language/ast.ts'
import { HIDDEN } from '../secret.ts'
import { toInstant } from '../time.ts'
import { linkedRoleOf, roleOf, userOf } from './actor.ts'
import { parseExactly } from './exact.ts'
import { isPublic } from './exposure.ts'

/** Fields that may arrive as JSON text, in CloudTrail's spelling and in that of the Athena table. */
export const JSON_IN_TEXT: readonly string[] = [
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'edgeDeviceDetails',
].flatMap(name => [name, name.toLowerCase()])

/** The host name of a service. */
export const SERVICE = new RegExp(`^[a-z0-9][a-z0-9.-]*\\.(?:${[...HOST_SUFFIXES].join('|').replaceAll('.', '\\.')})$`, 'i')

/**
 * Whether an object is judged as an event of type cloudtrail: it has an `eventSource`, and is neither a message of another service,
 * such as a notification of S3 (`aws:s3`), nor one of CloudTrail's own that records no call.
 */
export function isCloudTrail(event: Fields): boolean {
  if (!Object.hasOwn(event, 'eventSource')) return false
  const { eventSource, eventType } = event
  return !(typeof eventSource === 'string' && eventSource.startsWith('aws:')) && eventType !== AGGREGATED && eventType !== INSIGHT
}

/**
 * Whether an object is the record of a call as CloudTrail writes it: it has an `eventName`, and its `eventSource` is the host name of
 * a service. An eventVersion proves nothing, for copies may lack it. Anything else is judged as far as it can be, and is a gap.
 */
export function isRecord(event: Fields): boolean {
  const source = own(event, 'eventSource')
  return isCloudTrail(event) && typeof source === 'string' && SERVICE.test(source) && ownText(event, 'eventName') !== undefined
}

const AGGREGATED = 'AwsAggregatedEvent'
const INSIGHT = 'AwsCloudTrailInsight'

/** The types of CloudTrail's own events that record no call. */
export const NO_CALLS: readonly string[] = [AGGREGATED, INSIGHT]

/** What CloudTrail writes beside the records of calls; rules do not judge it. */
export type Aside = 'aggregated event' | 'insight' | 'digest'

/** Which of them an object is; undefined for a record of a call and for anything that CloudTrail did not write. */
export function asideOf(value: Fields): Aside | undefined {
  if (value['eventType'] === AGGREGATED) return 'aggregated event'
  if (value['eventType'] === INSIGHT) return 'insight'
  return typeof value['digestStartTime'] === 'string' && Array.isArray(value['logFiles']) ? 'digest' : undefined
}

/**
 * The fields of which CloudTrail leaves out a content that is too large, or hides it as a whole; and `target`, which is added to events
 * and marked in the same way where it is not known (target.ts).
 */
const MAY_BE_LEFT_OUT = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'target']
const NOTHING: readonly string[] = []

/**
 * The fields of an event whose content CloudTrail left out: `{"omitted": true, …}`, or the text for hidden values in place of all of
 * it. A single hidden value inside a field is not meant, because CloudTrail hides some of them always.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function fieldsLeftOut(event: Fields): readonly string[] {
  const left = MAY_BE_LEFT_OUT.some(name => isLeftOut(event[name]))
  return left ? MAY_BE_LEFT_OUT.filter(name => isLeftOut(own(event, name))) : NOTHING
}

/** Whether a value stands for a content that is not there; for a list, whether one of its items does. */
export function isLeftOut(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(each => isObject(each) && each['omitted'] === true)
  return value === HIDDEN || (isObject(value) && value['omitted'] === true)
}

/** Whether an event has all that a path can find in it, when the content of some of its fields is left out. */
export function hasPath(event: Fields, left: readonly string[], [field, inner]: Path['segments']): boolean {
  if (inner === undefined || typeof field !== 'string' || !left.includes(field)) return true
  const rest = event[field]
  return (Array.isArray(rest) ? rest : [rest]).every(each => !isLeftOut(each) || (isObject(each) && Object.hasOwn(each, inner)))
}

/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
export function lookupRecord(value: Fields): string | undefined {
  return ownText(value, 'CloudTrailEvent')
}

/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
export function toEvent(record: Fields): Fields {
  const parsed = JSON_IN_TEXT.flatMap(name => {
    const value = parseObject(own(record, name))
    return value === undefined ? [] : [[name, value] as const]
  })
  return parsed.length === 0 ? record : { ...record, ...Object.fromEntries(parsed) }
}

/** Whether an event still has parameters as JSON text that could not be read, so that no filter saw their content. */
export function hasUnreadText(event: Fields): boolean {
  return JSON_IN_TEXT.some(name => {
    const value = own(event, name)
    return typeof value === 'string' && looksLikeObject(value)
  })
}

function looksLikeObject(text: string): boolean {
  return text.trimStart().startsWith('{')
}

// Text that only looks like JSON, or that says two things, stays text.
function parseObject(text: unknown): Fields | undefined {
  if (typeof text !== 'string' || !looksLikeObject(text)) return undefined
  const parsed = parseStrictly(text, parseExactly)
  return parsed.kind === 'value' ? (parsed.value as Fields) : undefined
}

/** CloudTrail usually delivers events within this time but does not guarantee it; in milliseconds. */
export const DELIVERY = 5 * 60_000

/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
export function timeOf(event: Fields): number | undefined {
  return toInstant(own(event, 'eventTime'))
}

/** The value of one of Threat Stack's names for an event; null where it is absent or not a string. */
export function textOfAlias(event: Fields, name: string): string | null {
  const value = CLOUDTRAIL_ALIASES.get(name)?.(event)
  return typeof value === 'string' ? value : null
}

/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
export const CLOUDTRAIL_ALIASES: ReadonlyMap<string, (event: Fields) => unknown> = new Map(
  Object.entries({
    event_type: () => 'cloudtrail',
    user: userOf,
    ip: (event: Fields) => own(event, 'sourceIPAddress'),
    region: (event: Fields) => own(event, 'awsRegion'),
    error: (event: Fields) => own(event, 'errorCode'),
    userType: (event: Fields) => own(event, 'userIdentity', 'type'),
    accountId: (event: Fields) => own(event, 'userIdentity', 'accountId') ?? own(event, 'recipientAccountId'),
    recipientAccountID: (event: Fields) => own(event, 'recipientAccountId'),
    accessKey: (event: Fields) => own(event, 'userIdentity', 'accessKeyId'),
    arnRole: roleOf,
    serviceLinkedRole: linkedRoleOf,
    mfaUsed: usedMfa,
    MFAUsed: usedMfa,
    eventSourceType: (event: Fields) => own(event, 'eventType'),
    eventId: (event: Fields) => own(event, 'eventID'),
    requestId: (event: Fields) => own(event, 'requestID'),
    policyPublic: isPolicyPublic,
  }).map(([name, read]) => [name, (event: Fields) => (isCloudTrail(event) ? read(event) : undefined)]),
)

function usedMfa(event: Fields): unknown {
  return own(event, 'userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated')
}

// Whether the policy that a call sets allows everybody. A policy that CloudTrail left out counts as public.
function isPolicyPublic(event: Fields): boolean | undefined {
  const policy = own(event, 'requestParameters', 'policyText') ?? own(event, 'requestParameters', 'repositoryPolicy') ?? undefined
  if (policy !== undefined) return isPublic(policy)
  return isLeftOut(own(event, 'requestParameters')) ? true : undefined
}
