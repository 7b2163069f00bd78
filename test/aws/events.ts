// CloudTrail records of invented calls to Systems Manager and ECR, in the documented shape.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
//
// Each record has its own ids, because the service never gives two events the same id, and a client may drop duplicates.

import { randomUUID } from 'node:crypto'
import type { Fields } from './wire.ts'

export interface RecordOptions {
  readonly eventName: string
  /** By default that of the call, if the name is known here, otherwise ssm.amazonaws.com. */
  readonly eventSource?: string
  readonly eventTime?: Date | string
  readonly awsRegion?: string
  readonly account?: string
  /** The session name of the assumed role, which LookupEvents gives as the user's name. */
  readonly user?: string
  readonly readOnly?: boolean
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestParameters?: Fields | null
  readonly responseElements?: Fields | null
  readonly userIdentity?: Fields
  readonly resources?: readonly Fields[]
  readonly sourceIPAddress?: string
  /** Further members, which replace any others of the same name. */
  readonly more?: Fields
}

interface KnownCall {
  readonly source: string
  readonly readOnly: boolean
  readonly request: Fields
  readonly response: Fields | null
}

const INSTANCE = 'i-0abc12de34f567890'

function knownCall(eventName: string, region: string, account: string, user: string): KnownCall | undefined {
  const session = `${user}-0a1b2c3d4e5f60718`
  const digest = `sha256:${'5f70bf18'.repeat(8)}`
  switch (eventName) {
    case 'StartSession':
      return ssm(false, { target: INSTANCE }, streamOf(session, region))
    case 'ResumeSession':
      return ssm(false, { sessionId: session }, streamOf(session, region))
    case 'TerminateSession':
      return ssm(false, { sessionId: session }, { sessionId: session })
    case 'SendCommand':
      return ssm(
        false,
        { documentName: 'AWS-RunShellScript', instanceIds: [INSTANCE], interactive: false, parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
        { command: { commandId: randomUUID(), documentName: 'AWS-RunShellScript', instanceIds: [INSTANCE], status: 'Pending' } },
      )
    case 'DescribeInstanceInformation':
      return ssm(true, { filters: [{ key: 'PingStatus', values: ['Online'] }] }, null)
    case 'GetParameter':
      return ssm(true, { name: '/payments/database/url', withDecryption: true }, null)
    case 'PutImage':
      return ecr(
        false,
        { registryId: account, repositoryName: 'payments/api', imageTag: '1.4.2', imageManifest: '{}' },
        {
          image: {
            registryId: account,
            repositoryName: 'payments/api',
            imageId: { imageDigest: digest, imageTag: '1.4.2' },
            imageManifest: '{}',
          },
        },
      )
    case 'BatchGetImage':
      return ecr(true, { registryId: account, repositoryName: 'payments/api', imageIds: [{ imageTag: '1.4.2' }] }, null)
    case 'PutImageTagMutability':
      return ecr(
        false,
        { registryId: account, repositoryName: 'payments/api', imageTagMutability: 'MUTABLE' },
        { registryId: account, repositoryName: 'payments/api', imageTagMutability: 'MUTABLE' },
      )
    case 'SetRepositoryPolicy':
      return ecr(
        false,
        { registryId: account, repositoryName: 'payments/api', force: false, policyText: '{"Version":"2012-10-17","Statement":[]}' },
        { registryId: account, repositoryName: 'payments/api', policyText: '{"Version":"2012-10-17","Statement":[]}' },
      )
    default:
      return undefined
  }
}

function streamOf(sessionId: string, region: string): Fields {
  return {
    sessionId,
    tokenValue: 'Value hidden due to security reasons.',
    streamUrl: `wss://ssmmessages.${region}.amazonaws.com/v1/data-channel/${sessionId}?role=publish_subscribe`,
  }
}

function ssm(readOnly: boolean, request: Fields, response: Fields | null): KnownCall {
  return { source: 'ssm.amazonaws.com', readOnly, request, response }
}

function ecr(readOnly: boolean, request: Fields, response: Fields | null): KnownCall {
  return { source: 'ecr.amazonaws.com', readOnly, request, response }
}

/** Makes a record; for common calls of SSM and ECR it has their parameters and answers. */
export function makeRecord(options: RecordOptions): Fields {
  const { eventName, awsRegion = 'eu-west-1', account = '111122223333', user = 'mallory', errorCode } = options
  const known = knownCall(eventName, awsRegion, account, user)
  const readOnly = options.readOnly ?? known?.readOnly ?? /^(Describe|Get|List|Batch(Get|Check))/.test(eventName)
  return {
    eventVersion: '1.11',
    userIdentity: options.userIdentity ?? identityOf(account, user),
    eventTime: writeTime(options.eventTime ?? '2026-11-23T14:33:02Z'),
    eventSource: options.eventSource ?? known?.source ?? 'ssm.amazonaws.com',
    eventName,
    awsRegion,
    sourceIPAddress: options.sourceIPAddress ?? '198.51.100.7',
    userAgent: 'aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 lang/python#3.13.7',
    ...(errorCode === undefined ? {} : { errorCode, errorMessage: options.errorMessage ?? `${errorCode} for ${eventName}` }),
    requestParameters: options.requestParameters === undefined ? (known?.request ?? null) : options.requestParameters,
    responseElements: answerOf(options, known),
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly,
    ...(options.resources === undefined ? {} : { resources: options.resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `ssm.${awsRegion}.amazonaws.com`,
    },
    ...options.more,
  }
}

/** Makes records of one kind, each `secondsApart` after the one before. */
export function makeRecords(amount: number, options: RecordOptions & { readonly secondsApart?: number }): readonly Fields[] {
  const start = new Date(options.eventTime ?? '2026-11-23T14:00:00Z').getTime()
  return Array.from({ length: amount }, (_, index) =>
    makeRecord({ ...options, eventTime: new Date(start + index * (options.secondsApart ?? 1) * 1_000) }),
  )
}

function answerOf({ responseElements, errorCode }: RecordOptions, known: KnownCall | undefined): Fields | null {
  if (responseElements !== undefined) return responseElements
  return errorCode === undefined ? (known?.response ?? null) : null
}

function identityOf(account: string, user: string): Fields {
  const role = `arn:aws:iam::${account}:role/operators`
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEOPERATORS:${user}`,
    arn: `arn:aws:sts::${account}:assumed-role/operators/${user}`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLEOPERATORS', arn: role, accountId: account, userName: 'operators' },
      attributes: { creationDate: '2026-11-23T13:58:10Z', mfaAuthenticated: 'false' },
    },
  }
}

// CloudTrail writes whole seconds.
function writeTime(instant: Date | string): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
}
