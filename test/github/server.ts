// An HTTP server on loopback that behaves as GitHub does, for use with the real Octokit.
//
// Every request and every answer is checked against GitHub's published OpenAPI description: a fake that accepted what GitHub
// refuses, or answered what GitHub never answers, would prove nothing.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { makeFolder } from '../folder.ts'
import { answerBadly, type Failure, type FaultOptions, type GitHubRequest, makeFaults, type Refusal, refusalOf, send } from './fault.ts'
import { checkAnswer, checkRequest, findOperation, type Operation } from './openapi.ts'
import { makeRepository, type Repository } from './repository.ts'

export interface FakeGitHub extends Repository {
  readonly url: string
  readonly token: string
  /** Every request so far, including failed ones. */
  readonly requests: readonly GitHubRequest[]
  /** What did not conform to the description or to documented bounds, in requests and in our own answers. */
  readonly violations: readonly string[]
  /** The environment of a run for this event. */
  readonly env: (event: string, payload: unknown, more?: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  /** Makes requests of this operation fail from now on. If several rules apply, the first one made decides. */
  readonly fail: (operation: string, failure: Failure, options?: FaultOptions) => void
}

export interface GitHubOptions {
  /** The account that the token belongs to. */
  readonly login?: string
  /** The base path: `/api/v3` for GitHub Enterprise Server, empty for github.com. */
  readonly base?: string
}

export const SHA = '6dcb09b5b57875f334f61aebed695e2e4193db5e'
export const RUN_SHA = '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d'
const VIEWER = 'viewer'

export async function startGitHub({ login = 'github-actions[bot]', base = '' }: GitHubOptions = {}): Promise<FakeGitHub> {
  // It only has the shape of a job's token.
  const token = `ghs_${'0'.repeat(36)}`
  const repository = makeRepository()
  const faults = makeFaults()
  const requests: GitHubRequest[] = []
  const violations: string[] = []
  const blame = (operation: string, problems: readonly string[]): void => {
    violations.push(...problems.map(problem => `${operation}: ${problem}`))
  }

  function handle(message: IncomingMessage, response: ServerResponse, text: string): void {
    const url = new URL(message.url ?? '', 'http://127.0.0.1')
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const graphql = `${base.replace('/v3', '')}/graphql`
    const operation = url.pathname === graphql ? undefined : findOperation(message.method ?? '', url.pathname.slice(base.length))
    const request = { operation: operation?.id ?? VIEWER, path: operation?.path ?? {}, query: url.searchParams, body }
    requests.push(request)
    const problems =
      operation === undefined ? checkViewer(message, url.pathname, graphql, body) : checkRequest(operation, url.searchParams, body)
    blame(request.operation, [...problems, ...checkHeaders(message, token), ...checkPage(url.searchParams)])
    if (problems.length > 0) refuse(response, operation, { status: 422, message: problems.join('; ') })
    else answer(response, request, operation)
  }

  function answer(response: ServerResponse, request: GitHubRequest, operation: Operation | undefined): void {
    const failure = faults.strike(request)
    const refusal = failure === undefined ? undefined : refusalOf(failure)
    if (refusal !== undefined) refuse(response, operation, refusal)
    else if (failure !== undefined && typeof failure === 'string' && failure !== 'unheard' && failure !== 'short')
      answerBadly(response, failure)
    else if (operation === undefined) send(response, 200, {}, JSON.stringify({ data: { viewer: { login } } }))
    else {
      const reply = repository.operations[operation.id]?.(request, login) ?? { refusal: { status: 404, message: 'Not Found' } }
      if (typeof failure === 'string') answerBadly(response, failure)
      else if ('refusal' in reply) refuse(response, operation, reply.refusal)
      else {
        blame(
          operation.id,
          checkAnswer(operation, reply.status, reply.body).map(problem => `the answer${problem}`),
        )
        const next = `<https://elsewhere.example/repositories/1?page=2>; rel="next", <https://elsewhere.example/?page=9>; rel="last"`
        const held = typeof failure === 'object' && 'hold' in failure ? failure.hold : undefined
        const tell = (): void => send(response, reply.status, reply.more === true ? { link: next } : {}, JSON.stringify(reply.body))
        if (held === undefined) tell()
        else held.then(tell)
      }
    }
  }

  function refuse(response: ServerResponse, operation: Operation | undefined, { status, message, errors, headers }: Refusal): void {
    const body = {
      message,
      documentation_url: 'https://docs.github.com/rest',
      ...(errors !== undefined && { errors }),
    }
    if (operation !== undefined)
      blame(
        operation.id,
        checkAnswer(operation, status, body).map(problem => `the refusal${problem}`),
      )
    send(response, status, { 'x-ratelimit-remaining': '4999', ...headers }, JSON.stringify(body))
  }

  const server = createServer((message, response) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.on('end', () => handle(message, response, Buffer.concat(chunks).toString('utf8')))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`
  return Object.assign(repository, {
    url,
    token,
    requests,
    violations,
    env: (event: string, payload: unknown, more: Readonly<Record<string, string>> = {}) => ({
      ...environmentOf(url, event, payload),
      ...more,
    }),
    fail: (operation: string, failure: Failure, options: FaultOptions = {}) => faults.add(operation, failure, options),
  })
}

function environmentOf(url: string, event: string, payload: unknown): Readonly<Record<string, string>> {
  return {
    GITHUB_API_URL: url,
    GITHUB_GRAPHQL_URL: `${url.replace('/v3', '')}/graphql`,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: `${makeFolder({ 'event.json': JSON.stringify(payload) })}/event.json`,
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_SHA: RUN_SHA,
    GITHUB_REF: event.startsWith('pull_request') ? 'refs/pull/7/merge' : 'refs/heads/main',
    GITHUB_WORKFLOW: 'gate',
    GITHUB_JOB: 'images',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_ACTOR: 'octocat',
  }
}

function checkHeaders({ headers }: IncomingMessage, token: string): readonly string[] {
  const due = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', authorization: `token ${token}` }
  const wrong = Object.entries(due).filter(([name, value]) => headers[name] !== value)
  return [
    ...wrong.map(([name]) => `has the header ${name}: ${headers[name]}`),
    ...(String(headers['user-agent']).startsWith('ecr-gate/') ? [] : [`comes from ${headers['user-agent']}`]),
    ...(headers['content-length'] === undefined || String(headers['content-type']).startsWith('application/json')
      ? []
      : ['is not called JSON']),
  ]
}

// Checks a bound that the description only states in prose.
function checkPage(query: URLSearchParams): readonly string[] {
  return Number(query.get('per_page') ?? 30) <= 100 ? [] : [`wants ${query.get('per_page')} a page`]
}

// Checks the only request that does not go to the REST API.
function checkViewer({ method }: IncomingMessage, path: string, graphql: string, body: unknown): readonly string[] {
  const asked = JSON.stringify(body)
  if (method === 'POST' && path === graphql && asked === '{"query":"query { viewer { login } }"}') return []
  return [`${method} ${path} ${asked} is no operation of GitHub's`]
}
