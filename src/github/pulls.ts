// Finds the pull request of a run. If the event does not name it, it is found by the head that GitHub puts into the event, and
// never by anything that a stranger may have written.

import { own } from '../json.ts'
import { type Head, isSha, type Pull } from './context.ts'
import { ask, type GitHub } from './github.ts'
import { GitHubFault } from './refusal.ts'

const PER_PAGE = 100

/** The number of the pull request; throws a GitHubFault if there is none, or more than one. */
export async function findPull(github: GitHub, pull: Pull, until: number): Promise<number> {
  if ('number' in pull) return pull.number
  const { head } = pull
  // By the branch and not by the commit: GitHub does not find pull requests by the commits of a fork.
  const numbers = await ask(
    github,
    {
      route: 'GET /repos/{owner}/{repo}/pulls',
      parameters: { ...github.context.repository, state: 'open', head: `${head.owner}:${head.branch}`, per_page: PER_PAGE },
      read: data => (Array.isArray(data) ? data.filter(each => isMeant(each, head)).map(each => own(each, 'number')) : undefined),
    },
    until,
  )
  const [number] = numbers
  if (numbers.length === 1 && typeof number === 'number') return number
  const found = numbers.length === 0 ? 'no open pull request has' : `the pull requests ${numbers.join(', ')} have`
  throw new GitHubFault('github-event', `${found} the event's commit ${head.sha} as the head`)
}

/** The pull request's current head, if it is another commit than the event names; undefined if the event names none. */
export async function findNewer(github: GitHub, pull: Pull, until: number): Promise<string | undefined> {
  // If the pull request was found by its head, that was compared a moment ago.
  if (!('number' in pull) || pull.sha === undefined) return undefined
  const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
  const parameters = { ...github.context.repository, pull_number: pull.number }
  const read = (data: unknown): string | undefined => {
    const sha = own(data, 'head', 'sha')
    return isSha(sha) ? sha : undefined
  }
  const sha = await ask(github, { route, parameters, read }, until)
  return sha === pull.sha ? undefined : sha
}

const MOST_PAGES = 30

/** The files that a pull request changes, those that it removes or renames among them. */
export interface ChangedFiles {
  readonly files: readonly string[]
  /** Whether they are all. GitHub lists the first 3,000. */
  readonly isComplete: boolean
}

export async function listChangedFiles(github: GitHub, pull: Pull, until: number): Promise<ChangedFiles> {
  const number = await findPull(github, pull, until)
  const files: string[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files'
    const parameters = { ...github.context.repository, pull_number: number, per_page: PER_PAGE, page }
    const read = (data: unknown): readonly unknown[] | undefined => (Array.isArray(data) ? data : undefined)
    const entries = await ask(github, { route, parameters, read }, until)
    const names = entries.flatMap(entry => [own(entry, 'filename'), own(entry, 'previous_filename')])
    files.push(...names.filter(name => typeof name === 'string'))
    if (entries.length < PER_PAGE) return { files: [...new Set(files)], isComplete: true }
  }
  return { files: [...new Set(files)], isComplete: false }
}

// Anybody can open a pull request with somebody else's commit, and GitHub ignores filters that it cannot read.
function isMeant(pull: unknown, { sha, branch, repositoryId }: Head): boolean {
  return (
    own(pull, 'state') === 'open' &&
    own(pull, 'head', 'sha') === sha &&
    own(pull, 'head', 'ref') === branch &&
    own(pull, 'head', 'repo', 'id') === repositoryId
  )
}
