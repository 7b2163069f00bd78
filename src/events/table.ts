// The columns of the table that AWS documents for CloudTrail in Athena, by the names of the fields of an event, and what Threat Stack's
// names for fields are in SQL.
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html

import type { Column, Columns } from '../language/sql.ts'
import { quoteSql } from '../language/sqlbounds.ts'
import { JSON_IN_TEXT } from './cloudtrail.ts'

const text = (sql: string): Column => ({ kind: 'text', sql })
const json = (sql: string): Column => ({ kind: 'json', sql })

/** A structure of texts. */
function texts(sql: string, names: readonly string[], others: Columns = {}): Column {
  const fields = Object.fromEntries(names.map(name => [name, text(`${sql}.${name.toLowerCase()}`)]))
  return { kind: 'struct', sql, fields: { ...fields, ...others } }
}

const SESSION = 'useridentity.sessioncontext'
const WEB = `${SESSION}.webidfederationdata`
const ISSUER = `${SESSION}.sessionissuer`

const sessionContext = texts(SESSION, ['ec2RoleDelivery'], {
  attributes: texts(`${SESSION}.attributes`, ['mfaAuthenticated', 'creationDate']),
  sessionIssuer: texts(ISSUER, ['type', 'principalId', 'arn', 'accountId', 'userName']),
  webIdFederationData: texts(WEB, ['federatedProvider'], { attributes: { kind: 'map', sql: `${WEB}.attributes` } }),
})

const IDENTITY = ['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName']
const TEXTS = [
  ...['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage'],
  ...['requestID', 'eventID', 'eventType', 'apiVersion', 'recipientAccountId', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'],
  ...['eventCategory', 'sessionCredentialFromConsole'],
]
const JSONS = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'edgeDeviceDetails']

/** The names of the columns in SQL. */
export const TABLE_COLUMNS: readonly string[] = [
  ...[...TEXTS, ...JSONS].map(name => name.toLowerCase()),
  ...['useridentity', 'readonly', 'resources', 'addendum', 'tlsdetails'],
]

const byName = (names: readonly string[], make: (sql: string) => Column): Columns =>
  Object.fromEntries(names.map(name => [name, make(name.toLowerCase())]))

const fields: Columns = {
  ...byName(TEXTS, text),
  ...byName(JSONS, json),
  readOnly: { kind: 'scalar', sql: 'readonly' },
  userIdentity: texts('useridentity', IDENTITY, {
    onBehalfOf: texts('useridentity.onbehalfof', ['userId', 'identityStoreArn']),
    sessionContext,
  }),
  resources: {
    kind: 'list',
    sql: 'resources',
    fields: { ARN: text('item.arn'), accountId: text('item.accountid'), type: text('item.type') },
  },
  addendum: texts('addendum', ['reason', 'updatedFields', 'originalRequestID', 'originalEventID']),
  tlsDetails: texts('tlsdetails', ['tlsVersion', 'cipherSuite', 'clientProvidedHostHeader']),
}

// Threat Stack's names exist on the records of calls only (isCloudTrail).
const IS_CALL =
  "coalesce(eventsource IS NOT NULL AND NOT starts_with(eventsource, 'aws:')" +
  " AND coalesce(eventtype, '') NOT IN ('AwsAggregatedEvent', 'AwsCloudTrailInsight'), false)"

const named = (sql: string, doubt?: string): Column => ({ kind: 'made', sql, sound: IS_CALL, ...(doubt === undefined ? {} : { doubt }) })

// The readers of actor.ts take spaces away at both ends and leave out a text without anything else. The engine has another idea of what a
// space is, so a text that is empty, or begins or ends with anything but a printable character of ASCII, is left to them.
const isOdd = (values: readonly string[]): string =>
  `coalesce(any_match(ARRAY[${values.join(', ')}], each -> regexp_like(each, '\\A(?:[^!-~]|\\z)|[^!-~]\\z')), false)`

const ARN = 'useridentity.arn'
const PRINCIPAL = 'useridentity.principalid'
const USER = 'useridentity.username'
const OTHER = 'useridentity.onbehalfof.userid'
const INVOKER = 'useridentity.invokedby'
const TYPE = 'useridentity.type'

const lastOf = (sql: string, separators: string): string => `nullif(regexp_extract(${sql}, '[^${separators}]*\\z'), '')`

const SESSION_NAME = `coalesce(IF(strpos(${PRINCIPAL}, ':') > 0, ${lastOf(PRINCIPAL, ':')}), ${lastOf(ARN, '/:')})`
const IS_SESSION = `${TYPE} IN ('AssumedRole', 'FederatedUser')`
const WHO = [`IF(${IS_SESSION}, ${SESSION_NAME})`, USER, OTHER, lastOf(ARN, '/:'), lastOf(PRINCIPAL, ':'), INVOKER].join(', ')

const LINKED_ROLE = '\\Aarn:[^:]+:iam::[0-9]{12}:role/aws-service-role/([^/:]+/[^/:]+)\\z'
const ROLE = '\\A(?:[^:]*:){5}(assumed-role/[\\s\\S]*)\\z'

const aliases: Columns = {
  event_type: named("'cloudtrail'"),
  user: named(`coalesce(${WHO})`, isOdd([TYPE, PRINCIPAL, ARN, USER, OTHER, INVOKER])),
  ip: named('sourceipaddress'),
  region: named('awsregion'),
  error: named('errorcode'),
  userType: named(TYPE),
  accountId: named('coalesce(useridentity.accountid, recipientaccountid)'),
  recipientAccountID: named('recipientaccountid'),
  accessKey: named('useridentity.accesskeyid'),
  arnRole: named(`regexp_extract(${ARN}, '${ROLE}', 1)`, isOdd([ARN])),
  serviceLinkedRole: named(
    `IF(${TYPE} = 'AssumedRole', regexp_extract(${ISSUER}.arn, '${LINKED_ROLE}', 1))`,
    isOdd([TYPE, `${ISSUER}.arn`]),
  ),
  mfaUsed: named(`${SESSION}.attributes.mfaauthenticated`),
  MFAUsed: named(`${SESSION}.attributes.mfaauthenticated`),
  eventSourceType: named('eventtype'),
  eventId: named('eventid'),
  requestId: named('requestid'),
  policyPublic: { kind: 'possible', sql: "coalesce(regexp_like(requestparameters, 'olicy|omitted|HIDDEN'), false)" },
}

/** The fields and names of CloudTrail's events, as the table has them. */
export const CLOUDTRAIL_COLUMNS: Columns = { ...aliases, ...fields }

// The end of a key. What the engine has read has it as often as the text, unless it kept only one of two equal keys.
const KEY_END = quoteSql(String.raw`(?<!\\)"[ \t\r\n]*:`)

/**
 * Holds for every row with a text that looks like an object and cannot be read, or has a key twice (hasUnreadText). Such a row is a gap
 * whatever the filters are, and the bounds of a filter say nothing about it.
 */
export const UNREAD_TEXT: string = TABLE_COLUMNS.filter(name => JSON_IN_TEXT.includes(name))
  .map(name => {
    const keys = (text: string): string => `regexp_count(${text}, ${KEY_END})`
    const isOneWay = `${keys(name)} = try(${keys(`json_format(json_parse(${name}))`)})`
    return `coalesce(regexp_like(${name}, '\\A[^!-~]*\\{') AND NOT coalesce(${isOneWay}, false), false)`
  })
  .join(' OR ')
