// How GitHub fails: the refusals that every operation may answer with, and broken or missing answers.

import type { ServerResponse } from 'node:http'

export interface Refusal {
  readonly status: number
  readonly message: string
  readonly errors?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A refusal, or a way not to answer: `cut` closes the connection before the request takes effect, `unheard` after that, `short` in
 * the middle of the answer; `hang` never answers, `malformed` is broken JSON, `html` and `forbiddenHtml` are pages of a proxy; `hold`
 * does what was asked and answers once something has happened.
 */
export type Failure =
  | keyof typeof REFUSALS
  | 'cut'
  | 'unheard'
  | 'short'
  | 'hang'
  | 'malformed'
  | 'html'
  | 'forbiddenHtml'
  | Refusal
  | { readonly hold: Promise<unknown> }

export interface GitHubRequest {
  readonly operation: string
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: the expectations of a test say what the body is
  readonly body: any
}

export interface FaultOptions {
  /** How many requests succeed first. */
  readonly after?: number
  /** How many requests fail after that; all by default. */
  readonly times?: number
  /** Only these requests fail, and are counted. */
  readonly where?: (request: GitHubRequest) => boolean
}

const NEVER = 4_102_444_800

const REFUSALS = {
  unauthorized: { status: 401, message: 'Bad credentials' },
  denied: { status: 403, message: 'Resource not accessible by integration' },
  // https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
  saml: {
    status: 403,
    message: 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    headers: { 'x-github-sso': 'required; url=https://github.com/orgs/octo-org/sso?authorization_request=secret' },
  },
  // https://docs.github.com/communities/moderating-comments-and-conversations/locking-conversations
  locked: { status: 403, message: 'Unable to create comment because issue is locked.' },
  archived: { status: 403, message: 'Repository was archived so is read-only.' },
  scanningOff: { status: 403, message: 'Advanced Security must be enabled for this repository to use code scanning.' },
  secondary: { status: 403, message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '7' } },
  secondaryLong: { status: 429, message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '61' } },
  secondaryUnsaid: { status: 403, message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
  primary: {
    status: 403,
    message: 'API rate limit exceeded for installation ID 1.',
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NEVER) },
  },
  absent: { status: 404, message: 'Not Found' },
  gone: { status: 410, message: 'Issues has been disabled in this repository.' },
  tooLarge: { status: 413, message: 'Payload Too Large' },
  invalid: { status: 422, message: 'Validation Failed', errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data' }] },
  error500: { status: 500, message: 'Server Error' },
  error503: { status: 503, message: 'Service unavailable' },
} as const satisfies Record<string, Refusal>

/** The refusal that a failure stands for; undefined for a broken answer. */
export function refusalOf(failure: Failure): Refusal | undefined {
  if (typeof failure === 'object') return 'hold' in failure ? undefined : failure
  return Object.hasOwn(REFUSALS, failure) ? REFUSALS[failure as keyof typeof REFUSALS] : undefined
}

/** Sends a broken answer, or none. */
export function answerBadly(response: ServerResponse, failure: Failure): void {
  if (failure === 'cut' || failure === 'unheard') response.destroy()
  else if (failure === 'short') {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': 1000 })
    response.write('{"id":1,', () => response.destroy())
  } else if (failure === 'malformed') send(response, 200, {}, '{"id":1,"body":"')
  else if (failure !== 'hang') {
    const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to the network</body></html>'
    send(response, failure === 'html' ? 200 : 403, { 'content-type': 'text/html' }, page)
  }
}

export function send(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    ...headers,
  })
  response.end(body)
}

export interface Faults {
  readonly add: (operation: string, failure: Failure, options: FaultOptions) => void
  readonly strike: (request: GitHubRequest) => Failure | undefined
}

export function makeFaults(): Faults {
  const rules: ((request: GitHubRequest) => Failure | undefined)[] = []
  return {
    add: (operation, failure, { after = 0, times = Number.POSITIVE_INFINITY, where = () => true }) => {
      let calls = 0
      rules.push(request => {
        if (request.operation !== operation || !where(request)) return undefined
        calls += 1
        return calls > after && calls <= after + times ? failure : undefined
      })
    },
    strike: request => rules.map(rule => rule(request)).find(failure => failure !== undefined),
  }
}
