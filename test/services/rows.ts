// Events as rows of CloudTrail's table, hostile ones too, and filters over its columns.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { DOCUMENTED_COLUMNS } from '../../src/events/table.ts'
import type { Fields } from '../../src/json.ts'
import type { Expression, Path } from '../../src/language/ast.ts'
import { expressionsOver, path, texts, values } from '../fuzz/filters.ts'
import type { Trino } from './trino.ts'

/** The columns of the documented table in the words of the engine, whose types are not those of Hive. */
const COLUMNS = DOCUMENTED_COLUMNS.map(({ name, type }) => ({
  name,
  isText: type === 'string',
  type: type
    .replaceAll(/\b(struct|array|map)</g, '$1(')
    .replaceAll('>', ')')
    .replaceAll('struct(', 'row(')
    .replaceAll(':', ' ')
    .replaceAll('string', 'varchar'),
}))

/** Makes a table of events. */
export async function makeTable({ warehouse, query }: Trino, name: string, events: readonly Fields[]): Promise<void> {
  const folder = join(warehouse, `${name}-rows`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'rows.json'), rowsOf(events))
  const columns = COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ')
  await query(`CREATE TABLE ${name} (${columns}) WITH (format = 'JSON', external_location = 'local:///${name}-rows')`)
}

/** Makes a table of events as AWS documents it, with a partition for each day (YYYY/MM/DD), given as rows in text. */
export async function makeLog({ warehouse, query }: Trino, name: string, days: Readonly<Record<string, string>>): Promise<void> {
  for (const [day, text] of Object.entries(days)) {
    const folder = join(warehouse, name, day)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'rows.json'), text)
  }
  const columns = COLUMNS.map(({ name: column, type }) => `${column} ${type}`).join(', ')
  const projection = [
    "partition_projection_type = 'date'",
    "partition_projection_format = 'yyyy/MM/dd'",
    "partition_projection_range = ARRAY['2020/01/01', 'NOW']",
    'partition_projection_interval = 1',
    "partition_projection_interval_unit = 'DAYS'",
  ]
  const place = `local:///${name}`
  const settings = [
    "format = 'JSON'",
    `external_location = '${place}'`,
    "partitioned_by = ARRAY['timestamp']",
    'partition_projection_enabled = true',
    `partition_projection_location_template = '${place}/\${timestamp}'`,
  ]
  await query(`CREATE TABLE ${name} (${columns}, "timestamp" varchar WITH (${projection.join(', ')})) WITH (${settings.join(', ')})`)
}

/** The same with partitions in the folders KEY=VALUE/…, which somebody added to the table. */
export async function makePartitions(
  { warehouse, query }: Trino,
  name: string,
  keys: readonly string[],
  folders: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(folders)) {
    mkdirSync(join(warehouse, name, path), { recursive: true })
    writeFileSync(join(warehouse, name, path, 'rows.json'), text)
  }
  const columns = [...COLUMNS.map(({ name: column, type }) => `${column} ${type}`), ...keys.map(key => `"${key}" varchar`)].join(', ')
  const by = keys.map(key => `'${key}'`).join(', ')
  await query(
    `CREATE TABLE ${name} (${columns}) WITH (format = 'JSON', external_location = 'local:///${name}', partitioned_by = ARRAY[${by}])`,
  )
  await query(`CALL system.sync_partition_metadata('ct', '${name}', 'ADD')`)
}

/** Records as the text of rows. */
export function rowsOf(records: readonly Fields[]): string {
  return records.map(record => `${JSON.stringify(toRow(record))}\n`).join('')
}

/** A record as the table holds it: the names in small letters, and as JSON what is no text in a column of text. */
function toRow(event: Fields): Fields {
  return Object.fromEntries(
    Object.entries(event).map(([key, value]) => {
      const column = key.toLowerCase()
      const isKept = value === null || typeof value === 'string' || COLUMNS.some(({ name, isText }) => name === column && !isText)
      return [column, isKept ? value : JSON.stringify(value)]
    }),
  )
}

const odd = [
  ...['AssumedRole', 'FederatedUser', 'AIDA:me', ' :x ', ':', 'a:', 'arn:aws:sts::111122223333:assumed-role/Deploy/me', 'a:b:c:d:e:f/g'],
  ...['arn:aws:iam::111122223333:role/aws-service-role/ssm.amazonaws.com/Role', '\u00a0me', 'me\u200b', 'é', '１４', '1e2', '14.0', 'NaN'],
  ...['2026-02-30T00:00:00Z', '2026-01-02T03:04:05.0009Z', '2026-01-02T24:00:00Z', '::ffff:10.1.2.3', '10.1.2.3/8', '::/0', 'fe80::1%eth0'],
  ...[
    '99999999999999999999999999',
    '0.1',
    '-0',
    '\ufffd',
    '%',
    '_',
    '[',
    '{',
    '{"a":"x"}',
    '{"a":"x","a":1}',
    'HIDDEN_DUE_TO_SECURITY_REASONS',
    '/',
    'x/',
  ],
  ...['aws:s3', 'AwsCloudTrailInsight', 'ssm.amazonaws.com'],
]

const text = fc.constantFrom<string>(...texts, ...odd)
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 4, arbitrary: value }, fc.constant(null))
const some = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Fields> =>
  fc.record(Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, maybe(value)])), { requiredKeys: [] })
const textsOf = (...names: readonly string[]) => Object.fromEntries(names.map(name => [name, text]))

const identity = some({
  ...textsOf('type', 'principalId', 'arn', 'accountId', 'invokedBy', 'accessKeyId', 'userName'),
  onBehalfOf: some(textsOf('userId', 'identityStoreArn')),
  sessionContext: some({
    attributes: some(textsOf('mfaAuthenticated', 'creationDate')),
    sessionIssuer: some(textsOf('type', 'arn', 'userName')),
    webIdFederationData: some({ ...textsOf('federatedProvider'), attributes: fc.dictionary(fc.constantFrom('a', 'b', "q'\\"), text) }),
  }),
})

const anything = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'policyText', 'x y', 'a"b', "q'\\", '', 'omitted'), values, { maxKeys: 4 }),
  },
  { weight: 1, arbitrary: values },
  { weight: 1, arbitrary: text },
)

/** Records whose columns have the types of CloudTrail's and any content. */
export const records: fc.Arbitrary<Fields> = some({
  ...textsOf(
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'errorCode',
    'eventType',
  ),
  ...textsOf('recipientAccountId', 'requestID'),
  userIdentity: identity,
  requestParameters: anything,
  responseElements: anything,
  additionalEventData: anything,
  readOnly: fc.oneof(fc.boolean(), fc.constantFrom('true', 'false')),
  resources: fc.array(some(textsOf('ARN', 'accountId', 'type')), { maxLength: 3 }),
  tlsDetails: some(textsOf('tlsVersion')),
  managementEvent: fc.boolean(),
}).map(record => JSON.parse(JSON.stringify(record)) as Fields)

const span = { start: 0, end: 0 }
const NAMES = [
  ...[
    'eventVersion',
    'eventTime',
    'eventSource',
    'eventName',
    'sourceIPAddress',
    'errorCode',
    'readOnly',
    'managementEvent',
    'constructor',
  ],
  ...[
    'event_type',
    'user',
    'ip',
    'error',
    'userType',
    'accountId',
    'arnRole',
    'serviceLinkedRole',
    'mfaUsed',
    'policyPublic',
    'eventSourceType',
  ],
  ...[
    'userIdentity',
    'userIdentity.type',
    'userIdentity.arn',
    'userIdentity.onBehalfOf.userId',
    'userIdentity.sessionContext.sessionIssuer',
  ],
  ...['userIdentity.sessionContext.attributes.mfaAuthenticated', 'userIdentity.sessionContext.webIdFederationData.attributes.a'],
  ...['userIdentity.sessionContext.sourceIdentity', 'resources', 'resources.ARN', 'resources.type', 'tlsDetails', 'tlsDetails.tlsVersion'],
  ...['requestParameters', 'responseElements', 'eventName.a', 'user.a', 'requestParameters.policyText'],
]
const JSONS = ['requestParameters', 'responseElements', 'additionalEventData']

const paths: fc.Arbitrary<Path> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES).map((name): Path => ({ segments: name.split('.'), span })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...JSONS),
        fc.array(fc.constantFrom<string | number>('a', 'b', 0, 'x y', 'a"b', "q'\\", ''), { minLength: 1, maxLength: 3 }),
      )
      .map(([first, rest]): Path => ({ segments: [first, ...rest], span })),
  },
  { weight: 1, arbitrary: path },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(['resources', 0, 'ARN'], ['resources', 1], [0], ['eventName', 0])
      .map((segments): Path => ({ segments, span })),
  },
)

/** Filters over the columns of the table, the names for them, and what no column holds. */
export const filters: fc.Arbitrary<Expression> = expressionsOver(paths, odd)
