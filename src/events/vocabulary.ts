// The fields and aliases a filter may name: CloudTrail's own names, Threat Stack's aliases beside them, and the fields of
// our finding events. The fields serve warnings and proofs about filters; matching never asks whether a field is known.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html

import { FINDING_FIELDS } from '../image/event.ts'
import { SEVERITIES } from '../image/finding.ts'
import type { FieldTree, Vocabulary } from '../language/vocabulary.ts'
import { CLOUDTRAIL_ALIASES } from './cloudtrail.ts'
import { CLOUDTRAIL_VALUES, FINDING_VALUES, mergeValues } from './enumerations.ts'
import { TARGET_FIELDS } from './target.ts'

const severityCounts: FieldTree = Object.fromEntries(SEVERITIES.map(severity => [severity, 'one']))

const userIdentity: FieldTree = {
  type: 'one',
  userName: 'one',
  principalId: 'one',
  arn: 'one',
  accountId: 'one',
  accessKeyId: 'one',
  invokedBy: 'one',
  identityProvider: 'one',
  credentialId: 'one',
  userId: 'one',
  identityStoreArn: 'one',
  inScopeOf: 'open',
  onBehalfOf: 'open',
  sessionContext: {
    sessionIssuer: { type: 'one', principalId: 'one', arn: 'one', accountId: 'one', userName: 'one' },
    attributes: { creationDate: 'one', mfaAuthenticated: 'one' },
    webIdFederationData: 'open',
    sourceIdentity: 'one',
    ec2RoleDelivery: 'one',
    ec2IssuedInVpc: 'one',
    assumedRoot: 'one',
  },
}

const cloudtrail: FieldTree = {
  eventVersion: 'one',
  userIdentity,
  eventTime: 'one',
  eventSource: 'one',
  eventName: 'one',
  awsRegion: 'one',
  sourceIPAddress: 'one',
  userAgent: 'one',
  errorCode: 'one',
  errorMessage: 'one',
  requestParameters: 'open',
  responseElements: {
    '*': 'open',
    imageScanFindings: {
      findingSeverityCounts: severityCounts,
      findings: 'open',
      enhancedFindings: 'open',
      imageScanCompletedAt: 'one',
      vulnerabilitySourceUpdatedAt: 'one',
    },
  },
  additionalEventData: 'open',
  requestID: 'one',
  eventID: 'one',
  eventType: 'one',
  apiVersion: 'one',
  managementEvent: 'one',
  readOnly: 'one',
  resources: 'open',
  recipientAccountId: 'one',
  serviceEventDetails: 'open',
  sharedEventID: 'one',
  vpcEndpointId: 'one',
  vpcEndpointAccountId: 'one',
  eventCategory: 'one',
  addendum: 'open',
  sessionCredentialFromConsole: 'one',
  edgeDeviceDetails: 'open',
  tlsDetails: 'open',
  insightDetails: 'open',
  eventContext: 'open',
  // Not CloudTrail's: added to the events about a node, where a rule asks for it.
  target: TARGET_FIELDS,
}

// Names that ECR, Inspector or other scanners have for something that is called otherwise here, or that ECR does not have.
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['exploitabilityDetails', 'write lastKnownExploitAt'],
  ['epssScore', 'write epss'],
  ['cisaData', 'write knownExploited = "YES"'],
  ['kev', 'write knownExploited = "YES"'],
  ['status', 'write state; every finding that a rule sees is open'],
  ['name', 'write id for the vulnerability, or package.name'],
  ['cve', 'write id'],
  ['vulnerabilityId', 'write id'],
  ['packageVulnerabilityDetails', 'write id, aliases, vendor, links or package.name'],
  ['vulnerablePackages', 'write package.name, package.version or package.fixedIn'],
  ['packages', 'write package.name, package.version or package.fixedIn'],
  ['attributes', 'write package.name, package.version, package.fixedIn, score or vector'],
  ['cvss', 'write score or vector'],
  ['uri', 'write links, or image.uri for the image'],
  ['resources', 'write platform, inUseCount, lastInUseAt or image.repositoryName'],
  ['responseElements', 'a rule over counts has the type CloudTrail'],
])

export const CLOUDTRAIL_VOCABULARY: Vocabulary = { aliases: CLOUDTRAIL_ALIASES, fields: cloudtrail, values: CLOUDTRAIL_VALUES }

// https://www.first.org/epss/model, https://www.first.org/cvss/v4-0/
const FINDING_RANGES: Vocabulary['ranges'] = new Map([
  ['epss', [0, 1]],
  ['score', [0, 10]],
])

/** Events of findings are made here, so they are a closed world. */
export const FINDING_VOCABULARY: Vocabulary = {
  aliases: new Map(),
  fields: FINDING_FIELDS,
  values: FINDING_VALUES,
  ranges: FINDING_RANGES,
  closed: 'finding',
  instead: INSTEAD,
}

/** For a filter that is not bound to one type of event, as on the command line. */
export const VOCABULARY: Vocabulary = {
  aliases: CLOUDTRAIL_ALIASES,
  fields: { ...FINDING_FIELDS, ...cloudtrail },
  values: mergeValues(FINDING_VALUES, CLOUDTRAIL_VALUES),
}
