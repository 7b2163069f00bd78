// The client for GitHub's API: it retries requests where that may help, until a deadline.
//
// Octokit comes from @actions/github, which supports the proxies of a runner. On import, that reads the event and the proxy
// settings itself, and either may be invalid: what it throws then is a fault like any other, and does not end the run.

import { readFile } from 'node:fs/promises'
import { isObject } from '../json.ts'
import { type Clock, retry } from '../poll.ts'
import { untilStopped } from '../process/stop.ts'
import { VERSION } from '../version.ts'
import { type Context, type Env, readContext } from './context.ts'
import { captureGitHubFault, GitHubFault, toGitHubFault, toUnreadable } from './refusal.ts'

/** The parts of the world that are needed here. */
export interface Dependencies extends Clock {
  readonly now: () => Date
  /** Milliseconds that one request may take; 30,000 by default. */
  readonly patience?: number
}

type Parameters = Readonly<Record<string, unknown>>

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly data: unknown
}

export interface GitHub {
  readonly context: Context
  readonly dependencies: Dependencies
  /** Sends one request, without retries, with a timeout in milliseconds, until the signal ends it; throws a GitHubFault. */
  readonly request: (route: string, parameters: Parameters, milliseconds: number, signal?: AbortSignal) => Promise<Answer>
}

/** Prepares the client of a run. Sends no request and never throws. */
export async function openGitHub(env: Env, token: string, dependencies: Dependencies): Promise<GitHub> {
  const path = env['GITHUB_EVENT_PATH']
  const payload = path ? await readFile(path, 'utf8').catch(() => undefined) : undefined
  const context = readContext(env, payload)
  return { context, dependencies, request: await createRequest(env, context, token) }
}

/**
 * The same client for what ends with the run: once the signal is aborted, no request begins and no pause goes on. A write that was sent
 * is awaited, because only its answer tells whether it was done.
 */
export function endWith(github: GitHub, signal: AbortSignal): GitHub {
  const { dependencies, request } = github
  return {
    ...github,
    dependencies: { ...dependencies, sleep: milliseconds => untilStopped(signal, () => dependencies.sleep(milliseconds)) },
    request: async (route, parameters, milliseconds) => {
      signal.throwIfAborted()
      return request(route, parameters, milliseconds, route.startsWith('GET ') ? signal : undefined)
    },
  }
}

// https://docs.github.com/rest/about-the-rest-api/api-versions; older servers ignore the header.
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
const silent = (): void => undefined
// https://www.rfc-editor.org/rfc/rfc6750#section-2.1. A client that refuses to send any other token would quote it in its error.
const TOKEN = /^[\w.~+/-]+=*$/

async function createRequest(env: Env, { apiUrl }: Context, token: string): Promise<GitHub['request']> {
  const fail = (fault: GitHubFault) => () => Promise.reject(fault)
  if (token === '') return fail(new GitHubFault('github-denied', 'the step has no token for GitHub'))
  if (!TOKEN.test(token)) return fail(new GitHubFault('github-denied', 'github-token has characters that no token has'))
  try {
    const { GitHub: Octokit, getOctokitOptions } = await import('@actions/github/lib/utils')
    const log = { debug: silent, info: silent, warn: silent, error: silent }
    const { createFetch } = await import('./fetch.ts')
    const through = { fetch: createFetch(env, apiUrl) }
    const octokit = new Octokit(getOctokitOptions(token, { baseUrl: apiUrl, userAgent: `ecr-gate/${VERSION}`, log, request: through }))
    return (route, parameters, milliseconds, signal) => {
      const late = AbortSignal.timeout(Math.ceil(milliseconds))
      const request = { signal: signal === undefined ? late : AbortSignal.any([late, signal]) }
      return octokit
        .request(route, { ...parameters, headers: HEADERS, request })
        .catch((error: unknown) => Promise.reject(toGitHubFault(error, token)))
    }
  } catch (error) {
    return fail(toGitHubFault(error, token))
  }
}

export interface Question<T> {
  /** Such as `GET /repos/{owner}/{repo}/pulls`; the parameters fill in the braces. */
  readonly route: string
  readonly parameters: Parameters
  /** Extracts what is wanted from the answer; undefined if the answer does not come from GitHub. */
  readonly read: (data: unknown, headers: Readonly<Record<string, unknown>>) => T | undefined
  /** Checks whether a request whose answer was lost took effect. Idempotent requests need none. */
  readonly look?: () => Promise<T | undefined>
}

const REQUEST_MILLISECONDS = 30_000
/** Seconds before the second, third and fourth attempt. */
const PAUSES = [1, 3, 9]
const MOST_WAITING_SECONDS = 60

/** The deadline of something that begins now and may take so many seconds, as a time on the clock. */
export function within(seconds: number, { dependencies }: GitHub): number {
  return dependencies.milliseconds() + seconds * 1000
}

/** Sends a request until it is answered. Throws a GitHubFault if a retry cannot help, or would come after the deadline. */
export async function ask<T>(github: GitHub, question: Question<T>, until: number): Promise<T> {
  const { dependencies } = github
  let waited = 0
  let unheard = false
  return retry(dependencies, async attempt => {
    const found = unheard ? await question.look?.() : undefined
    if (found !== undefined) return { done: found }
    const answer = await askOnce(github, question, until)
    if (!(answer instanceof GitHubFault)) return { done: answer.read }
    const pause = PAUSES[attempt - 1]
    if (answer.again === undefined || pause === undefined) throw answer
    const pauseSeconds = Math.max(answer.again, pause)
    waited += pauseSeconds
    if (waited > MOST_WAITING_SECONDS || dependencies.milliseconds() + pauseSeconds * 1000 >= until) throw answer
    unheard = answer.unheard
    return { pauseSeconds }
  })
}

async function askOnce<T>(
  { request, dependencies }: GitHub,
  { route, parameters, read }: Question<T>,
  until: number,
): Promise<{ readonly read: T } | GitHubFault> {
  const left = until - dependencies.milliseconds()
  if (left <= 0) return new GitHubFault('github-network', 'GitHub was too slow')
  const answer = await captureGitHubFault(request(route, parameters, Math.min(dependencies.patience ?? REQUEST_MILLISECONDS, left)))
  if (answer instanceof GitHubFault) return answer
  const wanted = read(answer.data, answer.headers)
  return wanted === undefined ? toUnreadable(answer.status) : { read: wanted }
}

/** The id of the object in an answer. */
export function readId(data: unknown): number | undefined {
  return isObject(data) && Number.isSafeInteger(data['id']) ? Number(data['id']) : undefined
}
