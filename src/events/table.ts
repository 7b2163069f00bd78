// The columns of CloudTrail's table in Athena, by the names of the fields of an event, and what Threat Stack's names for fields are in SQL.
//
// Tables differ, so a table has what is known here of the columns that it really has. The table that AWS documents is one of them.
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html

import type { Column, Columns } from '../language/sql.ts'
import { type HiveType, isWholeText, parseHiveType, type TableColumn } from './hive.ts'

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

// What the documented table has no column for stands at the end of a list: tables that somebody wrote may have one.
const sessionContext = texts(SESSION, ['ec2RoleDelivery', 'sourceIdentity', 'assumedRoot'], {
  attributes: texts(`${SESSION}.attributes`, ['mfaAuthenticated', 'creationDate']),
  sessionIssuer: texts(ISSUER, ['type', 'principalId', 'arn', 'accountId', 'userName']),
  webIdFederationData: texts(WEB, ['federatedProvider'], { attributes: { kind: 'map', sql: `${WEB}.attributes` } }),
})

const IDENTITY = ['type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName', 'identityProvider', 'credentialId']
const TEXTS = [
  ...['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage'],
  ...['requestID', 'eventID', 'eventType', 'apiVersion', 'recipientAccountId', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId'],
  ...['eventCategory', 'sessionCredentialFromConsole'],
]
const JSONS = ['requestParameters', 'responseElements', 'additionalEventData', 'serviceEventDetails', 'edgeDeviceDetails']

const SESSION_TYPE =
  'struct<attributes:struct<mfaauthenticated:string,creationdate:string>,' +
  'sessionissuer:struct<type:string,principalid:string,arn:string,accountid:string,username:string>,' +
  'ec2roledelivery:string,webidfederationdata:struct<federatedprovider:string,attributes:map<string,string>>>'

const TYPES: Readonly<Record<string, string>> = {
  useridentity:
    'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,username:string,' +
    `onbehalfof:struct<userid:string,identitystorearn:string>,sessioncontext:${SESSION_TYPE}>`,
  readonly: 'string',
  resources: 'array<struct<arn:string,accountid:string,type:string>>',
  addendum: 'struct<reason:string,updatedfields:string,originalrequestid:string,originaleventid:string>',
  tlsdetails: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
}

/** The columns of the table that AWS documents. */
export const DOCUMENTED_COLUMNS: readonly TableColumn[] = [
  ...[...TEXTS, ...JSONS].map(name => ({ name: name.toLowerCase(), type: 'string' })),
  ...Object.entries(TYPES).map(([name, type]) => ({ name, type })),
]

const byName = (names: readonly string[], make: (sql: string) => Column): Columns =>
  Object.fromEntries(names.map(name => [name, make(name.toLowerCase())]))

const FIELDS: Columns = {
  ...byName(TEXTS, text),
  ...byName(JSONS, json),
  readOnly: { kind: 'scalar', sql: 'readonly' },
  managementEvent: { kind: 'scalar', sql: 'managementevent' },
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

/** A name for what other columns hold, and these columns. */
interface Alias {
  readonly column: Column
  readonly needs: readonly string[]
}

const named = (sql: string, needs: readonly string[], doubt?: string): Alias => ({
  column: { kind: 'made', sql, sound: IS_CALL, ...(doubt === undefined ? {} : { doubt }) },
  needs,
})
const renamed = (sql: string): Alias => named(sql, [sql])

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

const ISSUER_ARN = `${ISSUER}.arn`
const MFA = `${SESSION}.attributes.mfaauthenticated`
const ACCOUNTS = ['useridentity.accountid', 'recipientaccountid']
const ASKED = 'requestparameters'
const NAMED_BY = [TYPE, PRINCIPAL, ARN, USER, OTHER, INVOKER]

const ALIASES: Readonly<Record<string, Alias>> = {
  event_type: named("'cloudtrail'", []),
  user: named(`coalesce(${WHO})`, NAMED_BY, isOdd(NAMED_BY)),
  ip: renamed('sourceipaddress'),
  region: renamed('awsregion'),
  error: renamed('errorcode'),
  userType: renamed(TYPE),
  accountId: named(`coalesce(${ACCOUNTS.join(', ')})`, ACCOUNTS),
  recipientAccountID: renamed('recipientaccountid'),
  accessKey: renamed('useridentity.accesskeyid'),
  arnRole: named(`regexp_extract(${ARN}, '${ROLE}', 1)`, [ARN], isOdd([ARN])),
  serviceLinkedRole: named(
    `IF(${TYPE} = 'AssumedRole', regexp_extract(${ISSUER_ARN}, '${LINKED_ROLE}', 1))`,
    [TYPE, ISSUER_ARN],
    isOdd([TYPE, ISSUER_ARN]),
  ),
  mfaUsed: renamed(MFA),
  MFAUsed: renamed(MFA),
  eventSourceType: renamed('eventtype'),
  eventId: renamed('eventid'),
  requestId: renamed('requestid'),
  policyPublic: {
    column: { kind: 'possible', sql: `coalesce(regexp_like(${ASKED}, 'olicy|omitted|HIDDEN'), false)` },
    needs: [ASKED],
  },
}

/** What a table has of the fields of events and of their other names. */
export interface TableFields {
  /** By the names of fields, those that are columns of the table. */
  readonly fields: Columns
  /** The same, and the other names. */
  readonly columns: Columns
  /** The columns whose type is not the one that the field needs, in words. They count as absent. */
  readonly unfit: readonly string[]
}

/** Finds the fields of events in the columns of a table. */
export function fieldsOfTable(table: readonly TableColumn[]): TableFields {
  const types = new Map(table.map(({ name, type }) => [name.toLowerCase(), parseHiveType(type)]))
  const fitting = fitFields(FIELDS, types)
  const hasText = (path: string): boolean => {
    const [first = '', ...rest] = path.split('.')
    const type = rest.reduce<HiveType | undefined>(
      (at, name) => (at?.kind === 'struct' ? at.fields.get(name) : undefined),
      types.get(first),
    )
    return isWholeText(type)
  }
  const aliases = Object.entries(ALIASES).flatMap(([name, { column, needs }]) => (needs.every(hasText) ? [[name, column] as const] : []))
  const unfit = table.filter(({ name }) =>
    Object.keys(FIELDS).some(field => field.toLowerCase() === name.toLowerCase() && !Object.hasOwn(fitting, field)),
  )
  return {
    fields: fitting,
    columns: { ...Object.fromEntries(aliases), ...fitting },
    unfit: unfit.map(({ name, type }) => `the column ${name} has the type ${type}`),
  }
}

function fitFields(wanted: Columns, types: ReadonlyMap<string, HiveType | undefined>): Columns {
  const found = Object.entries(wanted).flatMap(([name, column]) => {
    const fitting = fitColumn(column, types.get(name.toLowerCase()))
    return fitting === undefined ? [] : [[name, fitting] as const]
  })
  return Object.fromEntries(found)
}

function fitColumn(column: Column, type: HiveType | undefined): Column | undefined {
  switch (column.kind) {
    case 'scalar':
      if (type?.kind === 'plain' && type.name === 'boolean') return { kind: 'scalar', sql: `CAST(${column.sql} AS varchar)` }
      return isWholeText(type) ? column : undefined
    case 'struct':
      return type?.kind === 'struct' ? { ...column, fields: fitFields(column.fields, type.fields) } : undefined
    case 'list':
      return type?.kind === 'list' && type.item.kind === 'struct'
        ? { ...column, fields: fitFields(column.fields, type.item.fields) }
        : undefined
    case 'map':
      return type?.kind === 'map' ? column : undefined
    default:
      return isWholeText(type) ? column : undefined
  }
}

/** The fields and names of CloudTrail's events, as the documented table has them. */
export const CLOUDTRAIL_COLUMNS: Columns = fieldsOfTable(DOCUMENTED_COLUMNS).columns
