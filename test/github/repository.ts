// The state of a repository on GitHub, and what the operations do with it. Answers are the description's own examples, with the
// members that matter replaced.

import { gunzipSync } from 'node:zlib'
import type { GitHubRequest, Refusal } from './fault.ts'
import { exampleOf } from './openapi.ts'

type Json = Readonly<Record<string, unknown>>

export interface StoredAnnotation {
  readonly path: string
  readonly start_line: number
  readonly annotation_level: string
  readonly title: string
  readonly message: string
}

export interface StoredCheck {
  readonly id: number
  readonly name: string
  readonly head_sha: string
  readonly external_id: string
  readonly details_url: string | null
  readonly status: string
  readonly conclusion: string | null
  readonly started_at: string
  readonly completed_at: string | null
  readonly title: string | null
  readonly summary: string | null
  readonly text: string | null
  readonly annotations: readonly StoredAnnotation[]
}

export interface StoredComment {
  readonly id: number
  readonly issue: number
  readonly login: string | null
  readonly body: string
}

export interface StoredPull {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly sha: string
  readonly branch: string
  readonly owner: string
  readonly repositoryId: number
}

export interface StoredSarif {
  readonly id: string
  readonly commit: string
  readonly ref: string
  readonly tool: string
  readonly sarif: unknown
}

export interface Repository {
  readonly checks: StoredCheck[]
  readonly comments: StoredComment[]
  readonly pulls: StoredPull[]
  /** The paths of the files that every pull request changes. */
  readonly changed: string[]
  readonly sarifs: StoredSarif[]
  /** The successive answers about the processing of an upload; the last one is repeated. */
  processing: readonly Json[]
  /** Whether it ignores the filter and lists the pull requests of any branch. */
  isDeaf: boolean
  readonly operations: Readonly<Record<string, (request: GitHubRequest, login: string) => Reply>>
}

export type Reply = { readonly status: number; readonly body: unknown; readonly more?: boolean } | { readonly refusal: Refusal }

const MOST_BYTES = 65_535

export function makeRepository(): Repository {
  const repository: Repository = {
    checks: [],
    comments: [],
    pulls: [],
    changed: [],
    sarifs: [],
    processing: [{ processing_status: 'complete', analyses_url: 'https://api.github.com/repos/o/r/code-scanning/analyses' }],
    isDeaf: false,
    operations: {
      'checks/create': request => createCheck(repository, request),
      'checks/update': request => updateCheck(repository, request),
      'checks/get': ({ path }) => answer(200, showCheck(repository.checks.find(({ id }) => id === Number(path['check_run_id'])))),
      'checks/list-for-ref': request => listChecks(repository, request),
      'issues/list-comments': request => listComments(repository, request),
      'issues/create-comment': (request, login) => createComment(repository, request, login),
      'issues/update-comment': request => updateComment(repository, request),
      'issues/delete-comment': request => deleteComment(repository, request),
      'pulls/get': ({ path }) => answer(200, showWholePull(repository.pulls.find(({ number }) => number === Number(path['pull_number'])))),
      'pulls/list': request => listPulls(repository, request),
      'pulls/list-files': request => listFiles(repository, request),
      'code-scanning/upload-sarif': request => uploadSarif(repository, request),
      'code-scanning/get-sarif': request => readSarif(repository, request),
    },
  }
  return repository
}

const answer = (status: number, body: unknown): Reply =>
  body === undefined ? { refusal: { status: 404, message: 'Not Found' } } : { status, body }
const refuse = (field: string, message: string): Reply => ({
  refusal: { status: 422, message: 'Validation Failed', errors: [{ resource: 'CheckRun', code: 'custom', field, message }] },
})

function createCheck({ checks }: Repository, { body }: GitHubRequest): Reply {
  const check: StoredCheck = {
    id: 100 + checks.length,
    name: body.name,
    head_sha: body.head_sha,
    external_id: body.external_id ?? '',
    details_url: body.details_url ?? null,
    status: body.status ?? 'queued',
    conclusion: null,
    started_at: body.started_at,
    completed_at: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  }
  checks.push(check)
  return answer(201, showCheck(check))
}

function updateCheck({ checks }: Repository, { path, body }: GitHubRequest): Reply {
  const at = checks.findIndex(({ id }) => id === Number(path['check_run_id']))
  const old = checks[at]
  if (old === undefined) return answer(404, undefined)
  const { title, summary, text, annotations = [] } = body.output ?? {}
  for (const [field, value] of Object.entries({ summary, text })) {
    if (Buffer.byteLength(String(value ?? '')) > MOST_BYTES) return refuse(field, `${field} exceeds a maximum bytesize of ${MOST_BYTES}`)
  }
  if ([...(title ?? '')].length > 255) return refuse('title', 'title is too long (maximum is 255 characters)')
  for (const each of annotations as readonly StoredAnnotation[]) {
    if ([...each.title].length > 255 || Buffer.byteLength(each.message) > 65_536) return refuse('annotations', 'is too long')
    if (each.path === '' || each.path.startsWith('/') || each.start_line < 1) return refuse('annotations', 'has no such place')
  }
  const check: StoredCheck = {
    ...old,
    status: body.status ?? old.status,
    conclusion: body.conclusion ?? old.conclusion,
    completed_at: body.completed_at ?? old.completed_at,
    title: title ?? old.title,
    summary: summary ?? old.summary,
    text: text ?? old.text,
    annotations: [...old.annotations, ...annotations],
  }
  checks[at] = check
  return answer(200, showCheck(check))
}

function showCheck(check: StoredCheck | undefined): unknown {
  if (check === undefined) return undefined
  const { title, summary, text, annotations, ...rest } = check
  const example = exampleOf('check-run') as { readonly output: Json }
  return { ...example, ...rest, output: { ...example.output, title, summary, text, annotations_count: annotations.length } }
}

function listChecks({ checks }: Repository, { path, query }: GitHubRequest): Reply {
  const found = checks.filter(({ head_sha, name }) => head_sha === path['ref'] && name === (query.get('check_name') ?? name))
  return answer(200, { total_count: found.length, check_runs: page(found, query).items.map(showCheck) })
}

function page<T>(all: readonly T[], query: URLSearchParams): { readonly items: readonly T[]; readonly more: boolean } {
  const size = Number(query.get('per_page') ?? 30)
  const from = (Number(query.get('page') ?? 1) - 1) * size
  return { items: all.slice(from, from + size), more: from + size < all.length }
}

function listComments({ comments }: Repository, { path, query }: GitHubRequest): Reply {
  const { items, more } = page(
    comments.filter(({ issue }) => issue === Number(path['issue_number'])),
    query,
  )
  return { status: 200, body: items.map(showComment), more }
}

function createComment({ comments }: Repository, { path, body }: GitHubRequest, login: string): Reply {
  if (body.body.length > 65_536) return refuse('body', 'body is too long (maximum is 65536 characters)')
  const comment = { id: 1 + Math.max(0, ...comments.map(({ id }) => id)), issue: Number(path['issue_number']), login, body: body.body }
  comments.push(comment)
  return answer(201, showComment(comment))
}

function updateComment({ comments }: Repository, { path, body }: GitHubRequest): Reply {
  const at = comments.findIndex(({ id }) => id === Number(path['comment_id']))
  const old = comments[at]
  if (old === undefined) return answer(404, undefined)
  if (body.body.length > 65_536) return refuse('body', 'body is too long (maximum is 65536 characters)')
  comments[at] = { ...old, body: body.body }
  return answer(200, showComment(comments[at]))
}

function deleteComment({ comments }: Repository, { path }: GitHubRequest): Reply {
  const at = comments.findIndex(({ id }) => id === Number(path['comment_id']))
  if (at < 0) return answer(404, undefined)
  comments.splice(at, 1)
  return { status: 204, body: undefined }
}

function showComment({ id, login, body }: StoredComment): unknown {
  const example = exampleOf('issue-comment') as { readonly user: Json }
  return { ...example, id, body, user: login === null ? null : { ...example.user, login } }
}

function listPulls({ pulls, isDeaf }: Repository, { query }: GitHubRequest): Reply {
  const [owner = '', ...branch] = (query.get('head') ?? '').split(':')
  const state = query.get('state') ?? 'open'
  const fits = (pull: StoredPull): boolean =>
    (state === 'all' || pull.state === state) &&
    (isDeaf || branch.length === 0 || (pull.owner === owner && pull.branch === branch.join(':')))
  return { status: 200, body: page(pulls.filter(fits), query).items.map(showPull) }
}

function listFiles({ pulls, changed }: Repository, { path, query }: GitHubRequest): Reply {
  if (!pulls.some(({ number }) => number === Number(path['pull_number']))) return answer(404, undefined)
  const [example] = exampleOf('diff-entry-items') as readonly [Json]
  return { status: 200, body: page(changed, query).items.map(filename => ({ ...example, filename })) }
}

function showPull({ number, state, sha, branch, owner, repositoryId }: StoredPull): unknown {
  const [example] = exampleOf('pull-request-simple-items') as readonly [{ readonly head: Json; readonly base: Json }]
  // The example has members that its own schema does not name.
  const repoOf = ({ repo }: Json) => {
    const { template_repository: _, subscribers_count: __, network_count: ___, ...rest } = repo as Json
    return rest
  }
  return {
    ...example,
    number,
    state,
    requested_teams: [],
    head: { ...example.head, sha, ref: branch, label: `${owner}:${branch}`, repo: { ...repoOf(example.head), id: repositoryId } },
    base: { ...example.base, repo: repoOf(example.base) },
  }
}

function showWholePull(pull: StoredPull | undefined): unknown {
  if (pull === undefined) return undefined
  const example = exampleOf('pull-request') as { readonly head: Json }
  const { number, state, sha, branch, owner, repositoryId } = pull
  const repo = { ...(example.head['repo'] as Json), id: repositoryId }
  return { ...example, number, state, requested_teams: [], head: { ...example.head, sha, ref: branch, label: `${owner}:${branch}`, repo } }
}

function uploadSarif({ sarifs }: Repository, { body }: GitHubRequest): Reply {
  const id = `47177e22-5596-11eb-80a1-c1e54ef9450${sarifs.length}`
  try {
    const sarif: unknown = JSON.parse(gunzipSync(Buffer.from(body.sarif, 'base64')).toString('utf8'))
    sarifs.push({ id, commit: body.commit_sha, ref: body.ref, tool: body.tool_name, sarif })
  } catch {
    return { refusal: { status: 400, message: 'Invalid SARIF' } }
  }
  return answer(202, { id, url: `https://api.github.com/repos/octocat/hello-world/code-scanning/sarifs/${id}` })
}

function readSarif(repository: Repository, { path }: GitHubRequest): Reply {
  const stored = repository.sarifs.find(({ id }) => id === path['sarif_id'])
  if (stored === undefined) return answer(404, undefined)
  // https://github.com/github/codeql-action/issues/1393
  const { runs = [] } = stored.sarif as { readonly runs?: readonly { readonly invocations?: readonly Json[] }[] }
  if (runs.some(({ invocations = [] }) => invocations.some(each => each['executionSuccessful'] === false)))
    return answer(200, { processing_status: 'failed', errors: ['unsuccessful execution'] })
  const [first, ...rest] = repository.processing
  if (rest.length > 0) repository.processing = rest
  return answer(200, first)
}
