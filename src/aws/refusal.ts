// Turns what the SDK throws into one typed fault that says what was requested, what the error means and how to cure it. Most
// AWS errors have the generic class of the service, so only their names tell them apart.

import { listOf } from '../diagnostic.ts'
import { Fault } from '../fault.ts'
import { explainFailure, REFUSED_BY_PROXY } from '../process/network.ts'
import { type Action, listBehind } from './permissions.ts'
import { UnreadableAnswer } from './raw.ts'

/** How faults describe a call: `ecr:BatchGetImage` on `repository "api"`, and the ARN for which a policy has to allow it. */
export interface Call {
  readonly action: Action
  readonly on: string
  readonly arn: string
  /** What else can be done if the call is denied. */
  readonly instead?: string
}

/** The name of an error; empty for anything that is not an error. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

const CREDENTIALS = [
  'CredentialsProviderError',
  'TokenProviderError',
  'ProviderError',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'OptInRequired',
]
/** The credentials were valid and have expired meanwhile, as those of a role do during a long run. */
const EXPIRED = ['ExpiredToken', 'ExpiredTokenException']
/** The names of errors that refuse a call for want of a permission. */
export const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized', 'UnauthorizedException']
const THROTTLED = ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown']
/** Whether an error says that there were too many requests. */
export function isThrottled(error: unknown): boolean {
  return THROTTLED.includes(errorName(error))
}

// What the JavaScript engine throws for bugs in our code. Network errors are plain errors or carry a code.
const OURS = [TypeError, RangeError, ReferenceError]

/** What to do about an answer that cannot be read. */
export const UNREADABLE = 'run it again; the response may come from a proxy instead of AWS'

/** An answer that is not what was asked for, or lacks a part. */
export function unreadable(action: string, what: string, at?: string): Fault {
  return new Fault('aws-answer', { message: `the answer of ${action} ${what}`, help: UNREADABLE, ...(at !== undefined && { at }) })
}

/** Turns what a call threw into a fault. Errors that are bugs in our code are thrown again. */
export function toAwsFault(error: unknown, call: Call): Fault {
  if (error instanceof Fault) return error
  if (!(error instanceof Error)) throw error
  const { action, on, arn, instead } = call
  const { name, message } = error
  const asked = `${action} on ${on}`
  // The lines after the first are the SDK's advice to programmers.
  const [line = ''] = message.trim().split('\n')
  const said = line.replace(/(x-amz-security-token[:=]?\s*)\S+/gi, '$1…')
  const status = statusOf(error)
  const says = said === '' || said === 'UnknownError' ? `${name}${status === undefined ? '' : `, HTTP ${status}`}` : said
  if (DENIED.includes(name)) {
    const behind = listBehind(action)
    const also = behind.length === 0 ? '' : ` (and, for enhanced scanning, ${listOf(behind)})`
    const cure = `allow ${action}${also} on ${arn}${instead === undefined ? '' : `, ${instead}`}`
    return new Fault('aws-denied', { message: `AccessDenied for ${asked}`, help: `${cure}; AWS says: ${says}` }, error)
  }
  if (CREDENTIALS.includes(name) || EXPIRED.includes(name)) {
    const help = EXPIRED.includes(name)
      ? 'they have expired: raise role-duration-seconds of aws-actions/configure-aws-credentials, which the maximum session duration of the role limits'
      : 'give this step credentials; in a workflow, use aws-actions/configure-aws-credentials with id-token: write'
    return new Fault('aws-credentials', { message: `no valid credentials for ${asked} (${says})`, help }, error)
  }
  if (isThrottled(error)) {
    const help = 'run it again, or raise aws-attempts'
    return new Fault('aws-throttled', { message: `AWS throttled every attempt of ${asked}`, help }, error)
  }
  if (name === 'RepositoryNotFoundException') {
    const help = 'check the name, the account and the Region of the image'
    return new Fault('aws-not-found', { message: `there is no ${on} (${arn})`, help }, error)
  }
  const contradiction = explainEndpoint(line, action)
  if (contradiction !== undefined) return new Fault('network-settings', contradiction, error)
  const failure = status === 407 ? REFUSED_BY_PROXY : explainFailure(error)
  if (failure !== undefined)
    return new Fault('aws-unreachable', { message: `AWS cannot be reached for ${asked} (${failure.what})`, help: failure.help }, error)
  if (status !== undefined && status >= 400 && status < 500)
    return new Fault('aws-refused', { message: `AWS refused ${asked}: ${says} (${name})` }, error)
  // Every response has a status, even a proxy's; without one, no response arrived.
  if (error instanceof UnreadableAnswer || error instanceof SyntaxError || status !== undefined) {
    const why = error instanceof UnreadableAnswer ? `it ${message}` : says
    return new Fault('aws-answer', { message: `the response of AWS to ${asked} could not be read (${why})`, help: UNREADABLE }, error)
  }
  if (OURS.some(kind => error instanceof kind) && !('code' in error)) throw error
  const help = 'check the network, the proxy (HTTPS_PROXY, NO_PROXY) and the endpoint (AWS_ENDPOINT_URL)'
  return new Fault('aws-unreachable', { message: `AWS cannot be reached for ${asked} (${says})`, help }, error)
}

// The SDK refuses a FIPS or dual-stack endpoint beside one that is given, in words that name no setting.
function explainEndpoint(said: string, action: string): { readonly message: string; readonly help: string } | undefined {
  const [, word] = /^Invalid Configuration: (FIPS|Dualstack) and custom endpoint/i.exec(said) ?? []
  if (word === undefined) return undefined
  const [kind, variable] = word === 'FIPS' ? ['FIPS', 'AWS_USE_FIPS_ENDPOINT'] : ['dual-stack', 'AWS_USE_DUALSTACK_ENDPOINT']
  const isSet = (name: string): boolean => (process.env[name] ?? '') !== ''
  const endpoint =
    [`AWS_ENDPOINT_URL_${action.split(':')[0]?.toUpperCase()}`, 'AWS_ENDPOINT_URL'].find(isSet) ?? 'endpoint_url of the AWS profile'
  const help = isSet(variable)
    ? `take ${endpoint} or ${variable} away`
    : `take ${endpoint} away, or name the image by its host without ${kind}`
  return { message: `the ${kind} endpoint that ${action} should use contradicts ${endpoint}`, help }
}

/** Whether AWS refused a request, so that it has done nothing. */
export function isRefusal(error: unknown): boolean {
  const status = error instanceof Error ? statusOf(error) : undefined
  return status !== undefined && status >= 400 && status < 500
}

function statusOf(error: object): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined
}
