// Where a run on GitHub may write: on which commit, on which pull request, under which ref. A pure function of the
// environment and of the event's payload.
//
// Every member is looked at before it is believed. A payload that is cut short or shaped otherwise leads nowhere rather than
// to another commit or pull request than the event's.

import type { Diagnostic } from '../diagnostic.ts'
import { isObject, own } from '../events/json.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** Where to write; or why this event has no such place; or what cannot be read of it. */
export type Target<T> = { readonly at: T } | { readonly left: string } | { readonly warning: Diagnostic }

/** The head of a pull request, where the event does not name the pull request itself. */
export interface Head {
  readonly sha: string
  readonly owner: string
  readonly branch: string
  readonly repositoryId: number
}

/** With a number, `sha` is the head that the event tells of, if it does. */
export type Pull = { readonly number: number; readonly sha?: string } | { readonly head: Head }

/** What an analysis is of; of a pull request found by its head, the ref is known when it is found. */
export type Analysis = { readonly sha: string; readonly ref: string } | { readonly head: Head }

export interface Context {
  readonly repository: { readonly owner: string; readonly repo: string }
  readonly apiUrl: string
  readonly graphqlUrl: string
  readonly serverUrl: string
  /** The page of this run. */
  readonly runUrl: string | undefined
  readonly workflow: string
  readonly job: string
  /** Whose event it is, where GitHub gives runs of such events a token that may only read. */
  readonly readOnly: 'fork' | 'dependabot' | null
  /** The commit that a check run belongs to. */
  readonly commit: Target<string>
  /** The pull request that a comment belongs to. */
  readonly pull: Target<Pull>
  readonly analysis: Target<Analysis>
}

type Targets = Pick<Context, 'commit' | 'pull' | 'analysis'>

/** Reads the run's surroundings; `payload` is the text of the file that GITHUB_EVENT_PATH names, undefined without one. */
export function readContext(env: Env, payload: string | undefined): Context {
  const event = env['GITHUB_EVENT_NAME'] ?? ''
  const parsed = parse(payload)
  const named = /^([\w.-]+)\/([\w.-]+)$/.exec(env['GITHUB_REPOSITORY'] ?? '')
  const [, owner = '', repo = ''] = named ?? []
  const apiUrl = (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '')
  return {
    repository: { owner, repo },
    apiUrl,
    graphqlUrl: env['GITHUB_GRAPHQL_URL'] || `${apiUrl.replace(/\/v3$/, '')}/graphql`,
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    runUrl: runUrlOf(env),
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    job: env['GITHUB_JOB'] ?? '',
    readOnly: readerOf(event, parsed, env),
    ...(named === null
      ? nowhere('GITHUB_REPOSITORY names no repository', 'writing to GitHub works in a run of GitHub Actions')
      : parsed === undefined
        ? nowhere('the file that GITHUB_EVENT_PATH names is not the JSON of an event')
        : targetsOf(event, parsed, env)),
  }
}

function parse(payload: string | undefined): unknown {
  try {
    const parsed: unknown = JSON.parse(payload ?? '')
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function runUrlOf(env: Env): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: attempt } = env
  if (!server || !repository || !id) return undefined
  return `${server}/${repository}/actions/runs/${id}${attempt ? `/attempts/${attempt}` : ''}`
}

const OF_PULL_REQUESTS = ['pull_request', 'pull_request_review', 'pull_request_review_comment']
// https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions
const READ_ONLY_FOR_DEPENDABOT = [...OF_PULL_REQUESTS, 'push', 'create', 'deployment', 'deployment_status']

function readerOf(event: string, payload: unknown, env: Env): Context['readOnly'] {
  if (OF_PULL_REQUESTS.includes(event)) {
    const head = own(payload, 'pull_request', 'head', 'repo', 'id')
    // The repository of a head may be gone, and then it was no part of this one.
    if (head === undefined || head !== own(payload, 'pull_request', 'base', 'repo', 'id')) return 'fork'
  }
  return env['GITHUB_ACTOR'] === 'dependabot[bot]' && READ_ONLY_FOR_DEPENDABOT.includes(event) ? 'dependabot' : null
}

function targetsOf(event: string, payload: unknown, env: Env): Targets {
  const ofRun: Targets = { commit: commitOf(env), pull: { left: `the event ${event} belongs to no pull request` }, analysis: refOf(env) }
  if (OF_PULL_REQUESTS.includes(event)) return { ...ofPullRequest(payload), analysis: ofRun.analysis }
  switch (event) {
    case 'pull_request_target':
      return ofPullRequest(payload)
    case 'workflow_run':
      return ofWorkflowRun(payload)
    case 'merge_group':
      return ofMergeGroup(payload, ofRun)
    case 'issue_comment':
      return ofComment(payload)
    default:
      return ofRun
  }
}

// GITHUB_SHA is then a merge that nobody has seen, or the base's commit; checks are looked for at the head.
function ofPullRequest(payload: unknown): Targets {
  const number = own(payload, 'pull_request', 'number')
  const sha = own(payload, 'pull_request', 'head', 'sha')
  if (!isNumber(number)) return nowhere('the event has no pull_request.number')
  if (!isSha(sha)) return nowhere('the event has no pull_request.head.sha')
  return { commit: { at: sha }, pull: { at: { number, sha } }, analysis: { at: { sha, ref: `refs/pull/${number}/head` } } }
}

// The payload names no pull request of a fork, and what the run before left behind may be of the fork's making.
function ofWorkflowRun(payload: unknown): Targets {
  const run = own(payload, 'workflow_run')
  const [event, sha, branch] = ['event', 'head_sha', 'head_branch'].map(name => own(run, name))
  const repositoryId = own(run, 'head_repository', 'id')
  if (!isText(event)) return nowhere('the event has no workflow_run.event')
  if (!isSha(sha)) return nowhere('the event has no workflow_run.head_sha')
  if (!isText(branch)) return { ...nowhere('the event has no workflow_run.head_branch'), commit: { at: sha } }
  if (!event.startsWith('pull_request')) {
    const left = `the run that went before was of the event ${event}, which belongs to no pull request`
    // A branch of another repository may have the name of one here.
    const analysis: Target<Analysis> =
      isNumber(repositoryId) && repositoryId === own(run, 'repository', 'id')
        ? { at: { sha, ref: `refs/heads/${branch}` } }
        : unknown('workflow_run.head_repository is not the repository of the run')
    return { commit: { at: sha }, pull: { left }, analysis }
  }
  const owner = own(run, 'head_repository', 'owner', 'login')
  if (!isText(owner) || !isNumber(repositoryId)) {
    return { ...nowhere('the event has no workflow_run.head_repository: was it deleted?'), commit: { at: sha } }
  }
  const at = { head: { sha, owner, branch, repositoryId } }
  return { commit: { at: sha }, pull: { at }, analysis: { at } }
}

function ofMergeGroup(payload: unknown, { analysis }: Targets): Targets {
  const sha = own(payload, 'merge_group', 'head_sha')
  if (!isSha(sha)) return nowhere('the event has no merge_group.head_sha')
  return { commit: { at: sha }, pull: { left: 'a merge group belongs to no single pull request' }, analysis }
}

// GITHUB_SHA is the default branch's commit, and the comment may be older than the pull request's newest one.
function ofComment(payload: unknown): Targets {
  const number = own(payload, 'issue', 'number')
  const left = 'a comment does not say which commit was judged'
  const pull =
    own(payload, 'issue', 'pull_request') === undefined
      ? { left: 'the event issue_comment is of no pull request' }
      : isNumber(number)
        ? { at: { number } }
        : unknown('the event has no issue.number')
  return { commit: { left }, pull, analysis: { left } }
}

function commitOf({ GITHUB_SHA: sha }: Env): Target<string> {
  return isSha(sha) ? { at: sha } : unknown('GITHUB_SHA is no commit')
}

function refOf({ GITHUB_SHA: sha, GITHUB_REF: ref = '' }: Env): Target<Analysis> {
  return isSha(sha) && /^refs\/(?:heads|tags|pull)\/./.test(ref)
    ? { at: { sha, ref } }
    : unknown('GITHUB_SHA and GITHUB_REF name no commit of a ref')
}

function nowhere(message: string, help?: string): Targets {
  const target = unknown(message, help)
  return { commit: target, pull: target, analysis: target }
}

function unknown(message: string, help?: string): { readonly warning: Diagnostic } {
  return {
    warning: {
      level: 'warning',
      kind: 'github-event',
      message: `nothing is written to GitHub: ${message}`,
      ...(help !== undefined && { help }),
    },
  }
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}

/** Whether a value is the whole name of a commit. */
export function isSha(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
