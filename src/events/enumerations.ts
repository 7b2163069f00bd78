// The values of fields that have few. A filter that names another value never holds, however right it looks: `severity = "critical"`.
//
// An enumeration is closed only where another value cannot occur. AWS adds to its own from time to time, so a word that is missing
// here is only doubtful. A severity is closed although ECR declares a string: an image with one that ECR does not document is
// undecided, so no rule can be meant for it.

import { SEVERITIES } from '../image/finding.ts'
import { SCAN_STATUSES } from '../image/status.ts'
import type { Enumeration } from '../language/vocabulary.ts'

const severity: Enumeration = { words: SEVERITIES, closed: true }
// https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
const type = open('PACKAGE_VULNERABILITY', 'CODE_VULNERABILITY', 'NETWORK_REACHABILITY')
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
const fixAvailable = open('YES', 'NO', 'PARTIAL')
const exploitAvailable = open('YES', 'NO')
const flag: Enumeration = { words: [true, false], closed: true }

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const identity = open(
  'Root',
  'IAMUser',
  'AssumedRole',
  'Role',
  'FederatedUser',
  'Directory',
  'AWSAccount',
  'AWSService',
  'IdentityCenterUser',
  'SAMLUser',
  'WebIdentityUser',
  'Unknown',
)

function open(...words: readonly string[]): Enumeration {
  return { words, closed: false }
}

export const FINDING_VALUES: ReadonlyMap<string, Enumeration> = new Map([
  ['event_type', open('finding')],
  ['severity', severity],
  ['state', { words: ['open', 'closed', 'suppressed'], closed: true }],
  ['type', type],
  ['fixAvailable', fixAvailable],
  ['exploitAvailable', exploitAvailable],
  ['knownExploited', { words: ['YES', 'NO'], closed: true }],
])

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Session.html
export const SESSION_STATUSES = ['Connected', 'Connecting', 'Disconnected', 'Failed', 'Terminated', 'Terminating'] as const

/** The statuses of a command that has not ended, and those of one that has. */
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Command.html
export const COMMAND_STATUSES = {
  open: ['Pending', 'InProgress', 'Cancelling'],
  ended: ['Success', 'Cancelled', 'Failed', 'TimedOut'],
} as const

/** The statuses of an automation that has not ended, and those of one that has. */
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecutionMetadata.html
export const AUTOMATION_STATUSES = {
  open: [
    'Pending',
    'InProgress',
    'Waiting',
    'Cancelling',
    'PendingApproval',
    'Approved',
    'Scheduled',
    'RunbookInProgress',
    'PendingChangeCalendarOverride',
    'ChangeCalendarOverrideApproved',
  ],
  ended: [
    'Success',
    'TimedOut',
    'Cancelled',
    'Failed',
    'Rejected',
    'CompletedWithSuccess',
    'CompletedWithFailure',
    'ChangeCalendarOverrideRejected',
    'Exited',
  ],
} as const

const platform = open('Linux', 'Windows', 'MacOS')
const pingStatus = open('Online', 'ConnectionLost', 'Inactive')

/** The values of the fields of sessions, commands and automations. */
export const LIVE_VALUES: ReadonlyMap<string, Enumeration> = new Map([
  ['event_type', open('session', 'command', 'automation')],
  ['state', { words: ['open', 'ended'], closed: true }],
  [
    'status',
    open(
      ...new Set([...SESSION_STATUSES, ...Object.values(COMMAND_STATUSES).flat(), ...Object.values(AUTOMATION_STATUSES).flat(), 'Delayed']),
    ),
  ],
  ['accessType', open('Standard', 'JustInTime')],
  ['mode', open('Auto', 'Interactive')],
  ['target.platform', platform],
  ['target.pingStatus', pingStatus],
])

const SCAN = 'responseElements.imageScanFindings'

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
export const CLOUDTRAIL_VALUES: ReadonlyMap<string, Enumeration> = new Map([
  ['event_type', open('cloudtrail')],
  ['userIdentity.type', identity],
  ['userType', identity],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', flag],
  ['mfaUsed', flag],
  ['policyPublic', flag],
  ['readOnly', flag],
  ['managementEvent', flag],
  [
    'eventType',
    open(
      'AwsApiCall',
      'AwsServiceEvent',
      'AwsConsoleAction',
      'AwsConsoleSignIn',
      'AwsVpceEvents',
      'AwsCloudTrailInsight',
      'AwsAggregatedEvent',
    ),
  ],
  ['eventCategory', open('Management', 'Data', 'NetworkActivity', 'Insight')],
  ['responseElements.imageScanStatus.status', open(...SCAN_STATUSES)],
  [`${SCAN}.findingSeverityCounts.*`, severity],
  [`${SCAN}.findings.severity`, severity],
  [`${SCAN}.enhancedFindings.severity`, severity],
  [`${SCAN}.enhancedFindings.status`, open('ACTIVE', 'SUPPRESSED', 'CLOSED')],
  [`${SCAN}.enhancedFindings.type`, type],
  [`${SCAN}.enhancedFindings.fixAvailable`, fixAvailable],
  [`${SCAN}.enhancedFindings.exploitAvailable`, exploitAvailable],
  ['target.platform', platform],
  ['target.pingStatus', pingStatus],
])

/** The values for a filter that may be about several types of events: a field has all of them, and none is closed. */
export function mergeValues(...tables: readonly ReadonlyMap<string, Enumeration>[]): ReadonlyMap<string, Enumeration> {
  const merged = new Map<string, Enumeration>()
  for (const [name, { words }] of tables.flatMap(table => [...table])) {
    merged.set(name, { words: [...(merged.get(name)?.words ?? []), ...words], closed: false })
  }
  return merged
}
