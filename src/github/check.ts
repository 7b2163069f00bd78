// The check run: in progress while the images are judged, then completed with the verdict.
//
// Only the last request completes it. A required check that is never completed blocks the merge, which is the safe side; a check
// that is completed too early would not.

import { randomUUID } from 'node:crypto'
import type { Verdict } from '../gate/verdict.ts'
import { own } from '../json.ts'
import type { Annotation } from '../report/annotation.ts'
import { cutBytes, cutLines } from './cut.ts'
import { ask, type GitHub, readId, within } from './github.ts'
import { attemptWork, captureGitHubFault, GitHubFault, type Outcome, warn } from './refusal.ts'

/** A verdict with the step's exit code, which also depends on on-undecided and on whether the release failed. */
export interface Decided {
  readonly verdict: Verdict
  readonly code: number
}

export type Conclusion = 'success' | 'neutral' | 'failure' | 'cancelled'

/**
 * The conclusion of the check run. A required check allows the merge with `success` and `neutral` but not with `failure`, so
 * whatever fails the step is a `failure` (docs/github.md has the table).
 */
export function conclusionOf({ verdict, code }: Decided): Conclusion {
  if (code !== 0 || verdict === 'fail') return 'failure'
  return verdict === 'pass' ? 'success' : 'neutral'
}

export interface Check {
  readonly id: number
  readonly name: string
}

/** What a completed check run shows. Title and annotations are plain text; summary and text are Markdown. */
export interface Shown {
  readonly title: string
  readonly summary: string
  readonly text: string
  /** The most important first. Those without a line are left out, because GitHub has no place for them. */
  readonly annotations: readonly Annotation[]
}

// Seconds. A runner that is told to stop gives its steps about ten.
const START = 60
const ANNOTATE = 90
const COMPLETE = 60
const CANCEL = 4

/** The most bytes that GitHub accepts in each of summary and text. */
export const MOST_CHECK_BYTES = 65_535
const TITLE = 255
const MESSAGE = 65_535
const BATCH = 50
/** Each batch is a request, and counts against the rate limit that all users of the token share. */
export const MOST_ANNOTATIONS = 1000

const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}'

const workOf = (name: string) => ({ name: `the check run "${name}"`, permission: 'checks: write' })

/** Creates the check run, in progress. */
export async function startCheck(github: GitHub, name: string): Promise<Outcome<Check>> {
  const { commit, repository, runUrl } = github.context
  if (!('at' in commit)) return commit
  // Jobs of a matrix may give their checks the same name, so the name does not identify a check whose creation was not answered.
  const externalId = randomUUID()
  const until = within(START, github)
  return attemptWork(github.context, workOf(name), async () => {
    const id = await ask(
      github,
      {
        route: 'POST /repos/{owner}/{repo}/check-runs',
        parameters: {
          ...repository,
          name,
          head_sha: commit.at,
          status: 'in_progress',
          started_at: github.dependencies.now().toISOString(),
          external_id: externalId,
          ...(runUrl !== undefined && { details_url: runUrl }),
        },
        read: readId,
        look: () => findCheck(github, { name, sha: commit.at, externalId }, until),
      },
      until,
    )
    return { done: { id, name } }
  })
}

async function findCheck(
  github: GitHub,
  { name, sha, externalId }: { readonly name: string; readonly sha: string; readonly externalId: string },
  until: number,
): Promise<number | undefined> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
  const parameters = { ...github.context.repository, ref: sha, check_name: name, filter: 'all', per_page: 100 }
  const read = (data: unknown): readonly unknown[] | undefined => {
    const runs = own(data, 'check_runs')
    return Array.isArray(runs) ? runs : undefined
  }
  const runs = await ask(github, { route, parameters, read }, until)
  return readId(runs.find(run => own(run, 'external_id') === externalId))
}

/**
 * Completes the check run: sends the annotations in batches, then the conclusion, even if a batch fails. The outcome is `done` if the
 * check has both. `completing` gets the promise of the last request: a check whose verdict was sent is awaited before it is cancelled.
 */
export async function finishCheck(
  github: GitHub,
  check: Check,
  decided: Decided,
  shown: Shown,
  completing: (completion: Promise<unknown>) => void = () => undefined,
): Promise<Outcome<Conclusion>> {
  const conclusion = conclusionOf(decided)
  const output = { title: cutBytes(shown.title, TITLE), summary: cutLines(shown.summary, MOST_CHECK_BYTES) }
  const annotations = shown.annotations.flatMap(annotationOf).slice(0, MOST_ANNOTATIONS)
  return attemptWork(github.context, workOf(check.name), async () => {
    const fault = await annotate(github, check, output, annotations)
    const until = within(COMPLETE, github)
    const completed = { status: 'completed', conclusion, completed_at: github.dependencies.now().toISOString() }
    const body = { ...completed, output: { ...output, text: cutLines(shown.text, MOST_CHECK_BYTES) } }
    const completion = captureGitHubFault(update(github, check, body, run => own(run, 'status') === 'completed', until))
    completing(completion)
    const answered = await completion
    if (answered instanceof GitHubFault) throw answered
    if (fault === undefined) return { done: conclusion }
    return {
      warning: warn({ ...workOf(check.name), name: `a part of the annotations of the check run "${check.name}"` }, fault, github.context),
    }
  })
}

// Stops at the first batch that fails: the others would fail too, or delay the completion.
async function annotate(github: GitHub, check: Check, output: object, all: readonly object[]): Promise<GitHubFault | undefined> {
  const until = within(ANNOTATE, github)
  for (let from = 0; from < all.length; from += BATCH) {
    const annotations = all.slice(from, from + BATCH)
    const isThere = (run: unknown): boolean => Number(own(run, 'output', 'annotations_count')) >= from + annotations.length
    const fault = await captureGitHubFault(update(github, check, { output: { ...output, annotations } }, isThere, until))
    if (fault instanceof GitHubFault) return fault
  }
  return undefined
}

// If the answer to an update was lost, checks whether it was applied: sending it again would append its annotations twice.
function update(github: GitHub, { id }: Check, body: object, isDone: (run: unknown) => boolean, until: number): Promise<boolean> {
  const parameters = { ...github.context.repository, check_run_id: id }
  const read = (data: unknown): true | undefined => (readId(data) === id ? true : undefined)
  const look = async (): Promise<true | undefined> => {
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}'
    const run = await ask(github, { route, parameters, read: data => (readId(data) === id ? data : undefined) }, until)
    return isDone(run) ? true : undefined
  }
  return ask(github, { route: UPDATE, parameters: { ...parameters, ...body }, read, look }, until)
}

/** Ends a check run that will have no verdict. It is quick and not retried, because the run is being stopped. */
export async function cancelCheck(github: GitHub, check: Check): Promise<Outcome<Conclusion>> {
  const output = { title: 'cancelled: there is no verdict', summary: 'The run was stopped before there was a verdict.' }
  const body = { status: 'completed', conclusion: 'cancelled', completed_at: github.dependencies.now().toISOString(), output }
  return attemptWork(github.context, workOf(check.name), async () => {
    await github.request(UPDATE, { ...github.context.repository, check_run_id: check.id, ...body }, CANCEL * 1000)
    return { done: 'cancelled' }
  })
}

const LEVELS = { error: 'failure', warning: 'warning', notice: 'notice' } as const

function annotationOf({ at, level, title, message }: Annotation): readonly object[] {
  const path = at?.file.replace(/^(?:\.?\/)+/, '') ?? ''
  if (at === null || path === '') return []
  const place = { path, start_line: at.line, end_line: at.line }
  return [{ ...place, annotation_level: LEVELS[level], title: cutBytes(title, TITLE), message: cutBytes(message, MESSAGE) }]
}
