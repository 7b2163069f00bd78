// The comment on the pull request: one for each job and subject, found again by a marker and updated in place.
//
// A marker proves nothing: anybody can write one to have a comment overwritten, or to suppress ours. So a comment is ours only if
// the account of our token wrote it. Runs that end at the same time may create a comment each, which GitHub offers no way to
// prevent; the next run keeps the first and deletes the others.

import { createHash } from 'node:crypto'
import type { Diagnostic } from '../diagnostic.ts'
import { isObject, own } from '../json.ts'
import { compareText } from '../order.ts'
import type { CommentWhen } from '../settings/choices.ts'
import type { Decided } from './check.ts'
import { cutLines } from './cut.ts'
import { ask, type GitHub, readId, within } from './github.ts'
import { findNewer, findPull } from './pulls.ts'
import { attemptWork, captureGitHubFault, GitHubFault, type Outcome, warn } from './refusal.ts'

export interface Comment extends Decided {
  readonly when: CommentWhen
  /**
   * What tells this comment from others of the same job, as plain JSON. It is made of what was requested and not of what was read:
   * a run that could not read its image must find the comment of a run that could.
   */
  readonly about: unknown
  /** What the comment is based on, as plain JSON. If it changes, `on-change` updates the comment. */
  readonly state: unknown
  /** Renders the Markdown in at most `limit` bytes. */
  readonly render: (limit: number) => string
}

export interface Written {
  readonly how: 'created' | 'updated' | 'unchanged'
  readonly number: number
  readonly url: string
  /** Set if an obsolete comment of ours could not be deleted. */
  readonly warning?: Diagnostic | undefined
}

const WORK = { name: 'the comment on the pull request', permission: 'pull-requests: write' }
const SECONDS = 90
// GitHub counts characters, of which a string never has more than bytes.
const MOST_BYTES = 65_536

/** Writes the comment if the event has a pull request, its commit is still the newest, and `when` asks for it. */
export async function writeComment(github: GitHub, comment: Comment): Promise<Outcome<Written>> {
  const { pull } = github.context
  if (comment.when === 'never') return { left: 'no comment was asked for' }
  if (!('at' in pull)) return pull
  const marker = markerOf(github, comment)
  const until = within(SECONDS, github)
  return attemptWork(github.context, WORK, async () => {
    const number = await findPull(github, pull.at, until)
    const [mine, ...others] = await findMine(github, number, marker, until)
    if (mine === undefined && !isWorthBeginning(comment)) {
      return { left: `comment: ${comment.when} begins no comment with ${comment.verdict}` }
    }
    const isSaid = comment.when === 'on-change' && mine?.digest === marker.digest
    if (isSaid && others.length === 0) return { done: { how: 'unchanged', number, url: urlOf(github, number, mine.id) } }
    // Checked right before writing: the run of a newer commit may have ended first, and its comment must stay.
    const newer = await findNewer(github, pull.at, until)
    if (newer !== undefined) return { left: `no comment is written: the pull request has the newer commit ${shortSha(newer)} now` }
    if (mine === undefined) return { done: await create(github, number, marker, comment, until) }
    if (!isSaid) await update(github, mine, marker, comment, until)
    const warning = await deleteAll(github, number, others, until)
    return { done: { how: isSaid ? 'unchanged' : 'updated', number, url: urlOf(github, number, mine.id), warning } }
  })
}

// Whether to create a comment. An existing one is updated to a pass too, or an outdated failure would stay.
function isWorthBeginning({ when, verdict, code }: Comment): boolean {
  if (when === 'always' || code !== 0) return true
  return verdict === 'fail' || verdict === 'undecided' || (when === 'on-change' && verdict === 'warn')
}

interface Marker {
  readonly key: string
  readonly digest: string
}

// Both are hexadecimal, so the name of a workflow or an image cannot end the HTML comment that holds the marker.
function markerOf({ context: { workflow, job } }: GitHub, { about, verdict, code, state }: Comment): Marker {
  return { key: hash([workflow, job, about], 32), digest: hash([verdict, code, state], 16) }
}

function hash(value: unknown, length: number): string {
  return createHash('sha256').update(JSON.stringify(value, sortMembers)).digest('hex').slice(0, length)
}

// Makes the hash independent of the order of an object's members.
function sortMembers(_: string, value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b))) : value
}

function bodyOf(github: GitHub, { key, digest }: Marker, { render }: Comment): string {
  const marker = `<!-- ecr-gate:${key} ${digest} -->\n`
  const last = renderOrigin(github)
  const limit = MOST_BYTES - marker.length - last.length
  return `${marker}${cutLines(render(limit), limit)}${last}`
}

// Not part of the digest: the same findings for another commit are no change.
function renderOrigin({ context: { commit, runUrl } }: GitHub): string {
  const origin = `${'at' in commit ? ` for commit ${shortSha(commit.at)}` : ''}${runUrl === undefined ? '' : ` by [this run](${runUrl})`}`
  return origin === '' ? '' : `\n\nWritten${origin}.\n`
}

function shortSha(sha: string): string {
  return sha.slice(0, 7)
}

interface Found {
  readonly id: number
  readonly digest: string
  readonly author: unknown
}

/** Our comments with this key, the oldest first. */
async function findMine(github: GitHub, number: number, { key }: Marker, until: number): Promise<readonly Found[]> {
  const found: Found[] = []
  for (let page = 1; ; page++) {
    const { comments, more } = await ask(github, listing(github, number, page), until)
    for (const comment of comments) {
      const digest = /^<!-- ecr-gate:([0-9a-f]{32}) ([0-9a-f]{16}) -->/.exec(String(own(comment, 'body')))
      const id = readId(comment)
      if (digest?.[1] === key && id !== undefined) found.push({ id, digest: digest[2] ?? '', author: own(comment, 'user', 'login') })
    }
    if (!more) break
  }
  if (found.length === 0) return []
  const login = await findLogin(github, until)
  return found.filter(({ author }) => author === login).sort((a, b) => a.id - b.id)
}

function listing(github: GitHub, number: number, page: number) {
  return {
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { ...github.context.repository, issue_number: number, per_page: 100, page },
    // The link only tells whether there is a next page. It is not followed, because the token would be sent to its address.
    read: (data: unknown, { link }: Readonly<Record<string, unknown>>) =>
      Array.isArray(data) ? { comments: data as readonly unknown[], more: /rel="next"/.test(String(link)) } : undefined,
  }
}

const ACTIONS = 'github-actions[bot]'

// Only GraphQL, not REST, tells an app its own login. If GitHub refuses to tell, the token is most likely the job's own.
async function findLogin(github: GitHub, until: number): Promise<string> {
  const read = (data: unknown): string | undefined => {
    const login = own(data, 'data', 'viewer', 'login')
    return typeof login === 'string' ? login : own(data, 'errors') === undefined ? undefined : ACTIONS
  }
  const question = { route: `POST ${github.context.graphqlUrl}`, parameters: { query: 'query { viewer { login } }' }, read }
  const login = await captureGitHubFault(ask(github, question, until))
  if (!(login instanceof GitHubFault)) return login
  if (login.kind === 'github-denied' || login.kind === 'github-absent') return ACTIONS
  throw login
}

async function create(github: GitHub, number: number, marker: Marker, comment: Comment, until: number): Promise<Written> {
  const id = await ask(
    github,
    {
      route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
      parameters: { ...github.context.repository, issue_number: number, body: bodyOf(github, marker, comment) },
      read: readId,
      look: async () => {
        const mine = await findMine(github, number, marker, until)
        return mine.find(({ digest }) => digest === marker.digest)?.id
      },
    },
    until,
  )
  return { how: 'created', number, url: urlOf(github, number, id) }
}

async function update(github: GitHub, { id }: Found, marker: Marker, comment: Comment, until: number): Promise<void> {
  const parameters = { ...github.context.repository, comment_id: id, body: bodyOf(github, marker, comment) }
  await ask(github, { route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters, read: readId }, until)
}

// Stops at the first failure, because the other deletions would fail too.
async function deleteAll(github: GitHub, number: number, all: readonly Found[], until: number): Promise<Diagnostic | undefined> {
  for (const { id } of all) {
    const parameters = { ...github.context.repository, comment_id: id }
    const read = (data: unknown): true | undefined => (data === '' ? true : undefined)
    const route = 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}'
    const fault = await captureGitHubFault(ask(github, { route, parameters, read }, until))
    // An absent comment is fine: another run, or somebody, has already deleted it.
    if (!(fault instanceof GitHubFault) || fault.kind === 'github-absent') continue
    const message = `the comment ${urlOf(github, number, id)} is a duplicate and could not be deleted: ${fault.message}`
    return { ...warn(WORK, fault, github.context), message }
  }
  return undefined
}

function urlOf({ context: { repository, serverUrl } }: GitHub, number: number, id: number): string {
  return `${serverUrl}/${repository.owner}/${repository.repo}/pull/${number}#issuecomment-${id}`
}
