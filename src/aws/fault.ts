// What the SDK throws, as one typed fault that says what was asked, what the answer means and how to cure it. AWS sends
// most errors under the generic class of the service, so the name is what tells them apart.

import { Fault } from '../fault.ts'

/** A call as its errors are told: `ecr:BatchGetImage` on `repository "api"`, and what a policy has to allow. */
export interface Call {
  readonly action: string
  readonly on: string
  readonly arn: string
  /** Further actions that the caller needs for this one. */
  readonly also?: string
  /** What else may be done where it is denied. */
  readonly instead?: string
}

/** The name of the service's error; empty for anything that is none. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

const CREDENTIALS = [
  'CredentialsProviderError',
  'TokenProviderError',
  'ProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'OptInRequired',
]
const DENIED = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized', 'UnauthorizedException']
const THROTTLED = ['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded', 'SlowDown']
// What the engine throws for our own mistakes; the network's errors are plain ones, or carry a code.
const OURS = [TypeError, RangeError, ReferenceError]

/** What to do about an answer that is none. */
export const UNREADABLE = 'run it again; a proxy that answers in the place of AWS looks like this too'

/** Turns what a call threw into a fault; our own mistakes are thrown again, for they are bugs. */
export function toAwsFault(error: unknown, call: Call): Fault {
  if (error instanceof Fault) return error
  if (!(error instanceof Error)) throw error
  const { action, on, arn, also, instead } = call
  const { name, message } = error
  const asked = `${action} on ${on}`
  // Below its first line the SDK speaks to programmers.
  const [line = ''] = message.trim().split('\n')
  const said = line.replace(/(x-amz-security-token[:=]?\s*)\S+/gi, '$1…')
  const status = statusOf(error)
  const says = said === '' || said === 'UnknownError' ? `${name}${status === undefined ? '' : `, HTTP ${status}`}` : said
  if (DENIED.includes(name)) {
    const cure = `allow ${action}${also === undefined ? '' : ` (${also})`} on ${arn}${instead === undefined ? '' : `, ${instead}`}`
    return new Fault('aws-denied', { message: `AccessDenied for ${asked}`, help: `${cure}; AWS says: ${says}` }, error)
  }
  if (CREDENTIALS.includes(name)) {
    const help = 'give credentials to this step, in a workflow by aws-actions/configure-aws-credentials with id-token: write'
    return new Fault('aws-credentials', { message: `no valid credentials for ${asked} (${says})`, help }, error)
  }
  if (THROTTLED.includes(name)) {
    const help = 'run it again, or raise aws-attempts'
    return new Fault('aws-throttled', { message: `AWS throttled ${asked} until the last attempt`, help }, error)
  }
  if (name === 'RepositoryNotFoundException') {
    const help = 'look at the name, the account and the Region of the image'
    return new Fault('aws-not-found', { message: `there is no ${on} (${arn})`, help }, error)
  }
  if (status !== undefined && status >= 400 && status < 500)
    return new Fault('aws-refused', { message: `AWS refused ${asked}: ${says} (${name})` }, error)
  // Whoever answered has a status, be it a proxy; what has none never arrived.
  if (error instanceof SyntaxError || status !== undefined)
    return new Fault('aws-answer', { message: `AWS gave no answer that can be read to ${asked} (${says})`, help: UNREADABLE }, error)
  if (OURS.some(kind => error instanceof kind) && !('code' in error)) throw error
  const help = 'look at the network, the proxy (HTTPS_PROXY, NO_PROXY) and the endpoint (AWS_ENDPOINT_URL)'
  return new Fault('aws-unreachable', { message: `AWS cannot be reached for ${asked} (${says})`, help }, error)
}

function statusOf(error: object): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined
}
