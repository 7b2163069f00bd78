// What Athena says of a query that it refused or that failed, as a fault with the cure. Athena passes on what Glue, S3, KMS and Lake
// Formation said to it, so only the text tells them apart.
// https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html

import { shorten } from '../escape.ts'
import { Fault, type FaultCode } from '../fault.ts'
import { type Call, errorName, toAwsFault } from './refusal.ts'

type Cause = readonly [said: RegExp, code: FaultCode, what: string, help: string]

const LESS = 'shorten audit-window, or name fewer audit-regions'
const NO_TABLE = 'check the database, the table and the Region: athena://WORKGROUP@REGION/DATABASE/TABLE'

// The first that fits. What the engine says of a query may repeat its words, and with them the names of services.
const CAUSES: readonly Cause[] = [
  [
    /COMPILER_LIMIT|exceeded maximum filters/i,
    'query-too-large',
    'its conditions are too large for the engine',
    'enable fewer rules, or rules with simpler filters',
  ],
  [
    /bytes scanned limit/i,
    'aws-refused',
    'it would have scanned more bytes than the workgroup allows',
    `${LESS}, partition the table by day, or raise the limit of the workgroup`,
  ],
  [
    /lake ?formation/i,
    'aws-denied',
    'Lake Formation denies access',
    'in Lake Formation, grant SELECT and DESCRIBE on the table to these credentials, and allow them lakeformation:GetDataAccess',
  ],
  [/kms/i, 'aws-denied', 'the key of the objects may not be used', 'allow kms:Decrypt, and kms:GenerateDataKey for results, on the keys'],
  [
    /(?=.*(?:access ?denied|\b403\b|forbidden))(?=.*\bs3\b|.*amazons3)/is,
    'aws-denied',
    'S3 denies access',
    'allow s3:GetObject and s3:ListBucket on the bucket of the table, and what ecr-gate permissions lists on that of the results',
  ],
  [
    /no output location|output location is required/i,
    'aws-refused',
    'the workgroup has no place for the results of queries',
    'give the workgroup an output location, or managed query results',
  ],
  [
    /output bucket|outputlocation/i,
    'aws-refused',
    'the results of queries cannot be written where the workgroup says',
    'check the output location of the workgroup, and allow what ecr-gate permissions lists on its bucket',
  ],
  [
    /workgroup\b.*\bnot found/is,
    'aws-not-found',
    'there is no such workgroup',
    'check its name and its Region: athena://WORKGROUP@REGION/…',
  ],
  [/workgroup\b.*\bdisabled/is, 'aws-refused', 'the workgroup is disabled', 'enable it, or name another one'],
  [
    /EntityNotFound|(?:TABLE|SCHEMA)_NOT_FOUND|(?:table|database|schema)\b.*\b(?:not found|does not exist)/is,
    'aws-not-found',
    'there is no such table',
    NO_TABLE,
  ],
  [
    /concurrent|throttl|rate exceeded|too many requests|slow ?down|reduce your request rate/i,
    'aws-throttled',
    'AWS had too many requests',
    'run it again, or raise the quotas of Athena',
  ],
  [
    /exhausted resources|EXCEEDED_(?:\w+_)?(?:MEMORY|LIMIT)|out of memory/i,
    'aws-refused',
    'it was too large for the engine',
    `${LESS}, or enable fewer rules`,
  ],
  [/time ?out|exceeded maximum .*time/i, 'aws-refused', 'it took longer than Athena allows', `${LESS}, or partition the table by day`],
]

/** How much is shown of what Athena says, and how much is read: it repeats whole queries. */
const MOST_SHOWN = 300
const MOST_READ = 5000

/** What Athena says of a query, as a fault. `what` says what happened to it. */
export function toQueryFault(what: string, said: string, cause?: unknown): Fault {
  const text = said.slice(0, MOST_READ).trim().replaceAll(/\s+/g, ' ')
  const says = text === '' ? 'Athena does not say why' : `Athena says: ${shorten(text, MOST_SHOWN)}`
  const [, action, arn] = /not authorized to perform:? ?(\w+:\w+)(?:.*?on resource:? ?(arn:\S+))?/s.exec(text) ?? []
  if (action !== undefined && !/lake ?formation/i.test(text))
    return new Fault(
      'aws-denied',
      { message: `${what}: AccessDenied for ${action}`, help: `allow ${action} on ${arn ?? '*'}; ${says}` },
      cause,
    )
  const [, code = 'aws-refused', why, help] = CAUSES.find(([pattern]) => pattern.test(text)) ?? []
  if (why === undefined) return new Fault(code, { message: what, help: says }, cause)
  return new Fault(code, { message: `${what}: ${why}`, help: `${help}; ${says}` }, cause)
}

/** Errors in which Athena passes on what others say. */
const PASSED_ON = ['InvalidRequestException', 'MetadataException', 'ResourceNotFoundException']

/** Turns what a call to Athena threw into a fault. */
export function toAthenaFault(error: unknown, call: Call): Fault {
  const isPassedOn = PASSED_ON.includes(errorName(error)) && error instanceof Error
  return isPassedOn ? toQueryFault(`AWS refused ${call.action} on ${call.on}`, error.message, error) : toAwsFault(error, call)
}
