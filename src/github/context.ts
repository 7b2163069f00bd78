// Determines where a run on GitHub may write: to which commit, pull request and ref. A pure function of the environment and the
// event's payload.
//
// Every member is validated before it is used. A truncated or malformed payload yields no target, and never a commit or pull
// request other than the event's.

import type { Diagnostic } from '../diagnostic.ts'
import { isObject, own } from '../json.ts'

export type Env = Readonly<Record<string, string | undefined>>

/** Where to write; or why this event has no such place; or what is wrong with the event. */
export type Target<T> = { readonly at: T } | { readonly left: string } | { readonly warning: Diagnostic }

/** The head of a pull request, for an event that does not name the pull request itself. */
export interface Head {
  readonly sha: string
  readonly owner: string
  readonly branch: string
  readonly repositoryId: number
}

/** A pull request by its number, with the head commit if the event names it; or by its head alone. */
export type Pull = { readonly number: number; readonly sha?: string } | { readonly head: Head }

/** The commit that an analysis belongs to. With a head instead of a ref, the ref is known once the pull request is found. */
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
  /** Who caused the event, if GitHub gives runs of such events a read-only token. */
  readonly readOnly: 'fork' | 'dependabot' | null
  /** The commit that a check run belongs to. */
  readonly commit: Target<string>
  /** The pull request that a comment belongs to. */
  readonly pull: Target<Pull>
  readonly analysis: Target<Analysis>
}

type Targets = Pick<Context, 'commit' | 'pull' | 'analysis'>

/** Reads the run's context. `payload` is the text of the file that GITHUB_EVENT_PATH names; undefined if there is none. */
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
    // The repository of a head may have been deleted, and then it was a fork.
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

// Uses the head: GITHUB_SHA is a merge commit that nobody has seen, or the base's commit, and checks are shown for the head.
function ofPullRequest(payload: unknown): Targets {
  const number = own(payload, 'pull_request', 'number')
  const sha = own(payload, 'pull_request', 'head', 'sha')
  if (!isNumber(number)) return nowhere('the event has no pull_request.number')
  if (!isSha(sha)) return nowhere('the event has no pull_request.head.sha')
  return { commit: { at: sha }, pull: { at: { number, sha } }, analysis: { at: { sha, ref: `refs/pull/${number}/head` } } }
}

// Uses the head: the payload does not name pull requests of forks, and a fork may have forged what the first run left behind.
function ofWorkflowRun(payload: unknown): Targets {
  const run = own(payload, 'workflow_run')
  const [event, sha, branch] = ['event', 'head_sha', 'head_branch'].map(name => own(run, name))
  const repositoryId = own(run, 'head_repository', 'id')
  if (!isText(event)) return nowhere('the event has no workflow_run.event')
  if (!isSha(sha)) return nowhere('the event has no workflow_run.head_sha')
  if (!isText(branch)) return { ...nowhere('the event has no workflow_run.head_branch'), commit: { at: sha } }
  if (!event.startsWith('pull_request')) {
    const left = `the triggering run was for the event ${event}, which belongs to no pull request`
    // A branch of another repository may have the same name as one here.
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

// The commit is unknown: GITHUB_SHA is that of the default branch, and the comment may be older than the pull request's newest commit.
function ofComment(payload: unknown): Targets {
  const number = own(payload, 'issue', 'number')
  const left = 'a comment does not say which commit was judged'
  const pull =
    own(payload, 'issue', 'pull_request') === undefined
      ? { left: 'the comment is on an issue, not on a pull request' }
      : isNumber(number)
        ? { at: { number } }
        : unknown('the event has no issue.number')
  return { commit: { left }, pull, analysis: { left } }
}

function commitOf({ GITHUB_SHA: sha }: Env): Target<string> {
  return isSha(sha) ? { at: sha } : unknown('GITHUB_SHA is not a commit')
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

/** Whether a value is the full SHA of a commit. */
export function isSha(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
