// How GitHub fails: the refusals it has for every operation, and answers that are none.

import type { ServerResponse } from 'node:http'

export interface Refusal {
  readonly status: number
  readonly message: string
  readonly errors?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A way not to answer: `cut` before anything is done, `unheard` when it is done, `short` when it is done and a part of the answer
 * is out, `hang`, `malformed` JSON, a proxy's `html`.
 */
export type Failure = keyof typeof REFUSALS | 'cut' | 'unheard' | 'short' | 'hang' | 'malformed' | 'html' | 'forbiddenHtml' | Refusal

export interface GitHubRequest {
  readonly operation: string
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of a body is told by its expectations
  readonly body: any
}

export interface FaultOptions {
  /** So many requests get through first. */
  readonly after?: number
  /** So many requests fail, all when it is not given. */
  readonly times?: number
  /** Only these requests are struck, and counted. */
  readonly where?: (request: GitHubRequest) => boolean
}

const NEVER = 4_102_444_800

const REFUSALS = {
  unauthorized: { status: 401, message: 'Bad credentials' },
  denied: { status: 403, message: 'Resource not accessible by integration' },
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

/** The failure as an answer; undefined where it is none. */
export function refusalOf(failure: Failure): Refusal | undefined {
  if (typeof failure === 'object') return failure
  return Object.hasOwn(REFUSALS, failure) ? REFUSALS[failure as keyof typeof REFUSALS] : undefined
}

/** Answers in a way that is no answer of GitHub's. */
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
