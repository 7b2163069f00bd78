// The upload to code scanning. GitHub accepts the file at once and processes it later, so the result is polled for.

import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { shorten } from '../escape.ts'
import { own } from '../json.ts'
import { poll } from '../poll.ts'
import type { Analysis } from './context.ts'
import { ask, type GitHub, within } from './github.ts'
import { findPull } from './pulls.ts'
import { attemptWork, captureGitHubFault, GitHubFault, type Outcome, SAID } from './refusal.ts'

export interface Uploaded {
  readonly id: string
  /** `pending` if GitHub did not finish processing the file in time; it will finish later. */
  readonly state: 'complete' | 'pending'
}

const WORK = { name: 'the analysis for code scanning', permission: 'security-events: write' }
const SECONDS = 90
// https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/uploading-a-sarif-file-to-github
const MOST_BYTES = 10 * 1024 * 1024
const PROCESSING_SECONDS = 120
const PAUSE_SECONDS = 5

/** Uploads a SARIF file for the commit of the event and waits until GitHub has processed it. */
export async function uploadSarif(github: GitHub, sarif: string, startedAt: string): Promise<Outcome<Uploaded>> {
  const { analysis, repository } = github.context
  if (!('at' in analysis)) return analysis
  const until = within(SECONDS, github)
  return attemptWork(github.context, WORK, async () => {
    const zipped = await promisify(gzip)(sarif)
    if (zipped.length > MOST_BYTES) {
      throw new GitHubFault('github-limit', `it has ${zipped.length} bytes when it is zipped, and GitHub takes ${MOST_BYTES}`)
    }
    const { sha, ref } = await findRef(github, analysis.at, until)
    const body = { commit_sha: sha, ref, sarif: zipped.toString('base64'), started_at: startedAt, tool_name: 'ECR Gate' }
    const id = await ask(
      github,
      { route: 'POST /repos/{owner}/{repo}/code-scanning/sarifs', parameters: { ...repository, ...body }, read: readUpload },
      until,
    )
    return { done: { id, state: await awaitProcessing(github, id) } }
  })
}

function readUpload(data: unknown): string | undefined {
  const id = own(data, 'id')
  return typeof id === 'string' ? id : undefined
}

async function findRef(github: GitHub, analysis: Analysis, until: number): Promise<{ readonly sha: string; readonly ref: string }> {
  if ('ref' in analysis) return analysis
  const number = await findPull(github, analysis, until)
  return { sha: analysis.head.sha, ref: `refs/pull/${number}/head` }
}

function awaitProcessing(github: GitHub, id: string): Promise<Uploaded['state']> {
  const until = within(PROCESSING_SECONDS, github)
  const otherwise = { otherwise: 'pending', untilSeconds: PROCESSING_SECONDS, pauseSeconds: PAUSE_SECONDS } as const
  return poll(github.dependencies, async () => {
    const seen = await captureGitHubFault(readProcessing(github, id, until))
    // GitHub has the file, so an unreadable state counts as pending. Right after the upload, GitHub may not know the file yet.
    if (seen instanceof GitHubFault) return seen.kind === 'github-absent' ? otherwise : { done: 'pending' }
    if (seen.status === 'failed')
      throw new GitHubFault('github-refused', `GitHub does not take it: ${shorten(seen.errors.join('; '), SAID)}`)
    return seen.status === 'complete' ? { done: 'complete' } : otherwise
  })
}

interface Processing {
  readonly status: string
  readonly errors: readonly string[]
}

function readProcessing(github: GitHub, id: string, until: number): Promise<Processing> {
  const read = (data: unknown): Processing | undefined => {
    const status = own(data, 'processing_status')
    const errors = own(data, 'errors')
    return typeof status === 'string' ? { status, errors: Array.isArray(errors) ? errors.map(String) : [] } : undefined
  }
  const route = 'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}'
  return ask(github, { route, parameters: { ...github.context.repository, sarif_id: id }, read }, until)
}
