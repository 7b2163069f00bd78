// GitHub as the rest of this room asks it: one request after the other, tried again where that may help, within a bound.
//
// Octokit comes as @actions/github makes it, which knows the proxies of a runner. At its import it reads the event and the proxy
// once more, and either may be nonsense: what it throws then is a fault like any other, and not the end of the run.

import { readFile } from 'node:fs/promises'
import { isObject } from '../events/json.ts'
import type { Clock } from '../sources/poll.ts'
import { VERSION } from '../version.ts'
import { type Context, type Env, readContext } from './context.ts'
import { GitHubFault, settleFault, toGitHubFault, toUnreadable } from './fault.ts'

/** What of the world is needed here. */
export interface Means extends Clock {
  readonly now: () => Date
  /** Milliseconds that one request may take, 30,000 where it is not given. */
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
  readonly means: Means
  /** One request, once, within so many milliseconds; throws a GitHubFault. */
  readonly request: (route: string, parameters: Parameters, milliseconds: number) => Promise<Answer>
}

/** Opens GitHub for a run: nothing is asked yet, and nothing throws. */
export async function openGitHub(env: Env, token: string, means: Means): Promise<GitHub> {
  const path = env['GITHUB_EVENT_PATH']
  const payload = path ? await readFile(path, 'utf8').catch(() => undefined) : undefined
  const context = readContext(env, payload)
  return { context, means, request: await createRequest(context, token) }
}

// https://docs.github.com/rest/about-the-rest-api/api-versions; servers before them take no notice.
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
const silent = (): void => undefined
// https://www.rfc-editor.org/rfc/rfc6750#section-2.1: what is written otherwise is quoted by whoever refuses to send it.
const TOKEN = /^[\w.~+/-]+=*$/

async function createRequest({ apiUrl }: Context, token: string): Promise<GitHub['request']> {
  const fail = (fault: GitHubFault) => () => Promise.reject(fault)
  if (token === '') return fail(new GitHubFault('github-denied', 'the step has no token for GitHub'))
  if (!TOKEN.test(token)) return fail(new GitHubFault('github-denied', 'github-token has characters that no token has'))
  try {
    const { GitHub: Octokit, getOctokitOptions } = await import('@actions/github/lib/utils')
    const log = { debug: silent, info: silent, warn: silent, error: silent }
    const octokit = new Octokit(getOctokitOptions(token, { baseUrl: apiUrl, userAgent: `ecr-gate/${VERSION}`, log }))
    return (route, parameters, milliseconds) =>
      octokit
        .request(route, { ...parameters, headers: HEADERS, request: { signal: AbortSignal.timeout(Math.ceil(milliseconds)) } })
        .catch((error: unknown) => Promise.reject(toGitHubFault(error, token)))
  } catch (error) {
    return fail(toGitHubFault(error, token))
  }
}

export interface Question<T> {
  /** `GET /repos/{owner}/{repo}/pulls`; what stands in braces is taken from the parameters. */
  readonly route: string
  readonly parameters: Parameters
  /** What is wanted of the answer; undefined where it is no answer of GitHub's. */
  readonly read: (data: unknown, headers: Readonly<Record<string, unknown>>) => T | undefined
  /** Looks whether it was done although nobody heard of it. What may be done twice needs none. */
  readonly look?: () => Promise<T | undefined>
}

const REQUEST_MILLISECONDS = 30_000
/** Seconds before the second, third and fourth attempt. */
const PAUSES = [1, 3, 9]
const MOST_WAITING_SECONDS = 60

/** The time on the clock when a writing that begins now has to end. */
export function within(seconds: number, { means }: GitHub): number {
  return means.milliseconds() + seconds * 1000
}

/** Asks until there is an answer, until asking again cannot help, or until that time on the clock; then throws a GitHubFault. */
export async function ask<T>(github: GitHub, question: Question<T>, until: number): Promise<T> {
  const { means } = github
  let waited = 0
  for (let attempt = 0; ; attempt++) {
    const answer = await askOnce(github, question, until)
    if (!(answer instanceof GitHubFault)) return answer.read
    const pause = PAUSES[attempt]
    if (answer.again === undefined || pause === undefined) throw answer
    const wait = Math.max(answer.again, pause)
    waited += wait
    if (waited > MOST_WAITING_SECONDS || means.milliseconds() + wait * 1000 >= until) throw answer
    await means.sleep(wait * 1000)
    const found = answer.unheard ? await question.look?.() : undefined
    if (found !== undefined) return found
  }
}

async function askOnce<T>(
  { request, means }: GitHub,
  { route, parameters, read }: Question<T>,
  until: number,
): Promise<{ readonly read: T } | GitHubFault> {
  const left = until - means.milliseconds()
  if (left <= 0) return new GitHubFault('github-network', 'GitHub was too slow')
  const answer = await settleFault(request(route, parameters, Math.min(means.patience ?? REQUEST_MILLISECONDS, left)))
  if (answer instanceof GitHubFault) return answer
  const wanted = read(answer.data, answer.headers)
  return wanted === undefined ? toUnreadable(answer.status) : { read: wanted }
}

/** The id of what an answer describes. */
export function readId(data: unknown): number | undefined {
  return isObject(data) && Number.isSafeInteger(data['id']) ? Number(data['id']) : undefined
}
