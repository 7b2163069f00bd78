// Payloads of events: the examples that GitHub publishes, and variants of them for cases without an example.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { own } from '../../src/json.ts'
import type { StoredPull } from './repository.ts'

export type Payload = Readonly<Record<string, unknown>>

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples/api.github.com/index.json')

/** The published examples, by the name of their event. */
export const EXAMPLES = JSON.parse(readFileSync(file, 'utf8')) as readonly {
  readonly name: string
  readonly examples: readonly Payload[]
}[]

/** The first example of an event, or the first one that fits. */
export function example(event: string, fits: (payload: Payload) => boolean = () => true): Payload {
  const found = EXAMPLES.find(({ name }) => name === event)?.examples.find(fits)
  if (found === undefined) throw new Error(`no example of ${event}`)
  return structuredClone(found)
}

/** A copy of a payload with other values at paths such as `pull_request.head.sha`; undefined removes a member. */
export function change(payload: Payload, changes: Readonly<Record<string, unknown>>): Payload {
  const changed = structuredClone(payload)
  for (const [path, value] of Object.entries(changes)) {
    const words = path.split('.')
    const last = words.pop() ?? ''
    let at = changed as Record<string, unknown>
    for (const word of words) {
      if (typeof at[word] !== 'object' || at[word] === null) at[word] = {}
      at = at[word] as Record<string, unknown>
    }
    if (value === undefined) delete at[last]
    else at[last] = value
  }
  return changed
}

export const HEAD_SHA = 'ec26c3e57ca3a959ca5aad62de7213c562f8c821'

/** Pull request 7 with this head, from a branch of the repository itself. */
export const PULL_REQUEST = change(example('pull_request'), {
  number: 7,
  'pull_request.number': 7,
  'pull_request.head.sha': HEAD_SHA,
})

export const FORK_PULL_REQUEST = change(PULL_REQUEST, {
  'pull_request.head.repo.id': 4711,
  'pull_request.head.repo.full_name': 'mallory/octo-repo',
  'pull_request.head.repo.fork': true,
})

/** The run for a pull request from mallory's fork has ended. */
export const WORKFLOW_RUN = change(example('workflow_run'), {
  'workflow_run.event': 'pull_request',
  'workflow_run.head_sha': HEAD_SHA,
  'workflow_run.head_branch': 'fix',
  'workflow_run.pull_requests': [],
  'workflow_run.head_repository.id': 4711,
  'workflow_run.head_repository.owner.login': 'mallory',
})

/** The run for a push to main has ended. */
export const PUSH_RUN = change(example('workflow_run'), {
  'workflow_run.event': 'push',
  'workflow_run.head_sha': HEAD_SHA,
  'workflow_run.head_branch': 'main',
})

/** The pull request of that fork, as the repository lists it. */
export const FORK: StoredPull = { number: 7, state: 'open', sha: HEAD_SHA, branch: 'fix', owner: 'mallory', repositoryId: 4711 }

/** The pull request of an event, as the repository has it when it sends the event; undefined if the event names none. */
export function pullOf(payload: Payload): StoredPull | undefined {
  const number = own(payload, 'pull_request', 'number')
  const head = own(payload, 'pull_request', 'head')
  if (typeof number !== 'number') return undefined
  const [sha, branch, owner] = [own(head, 'sha'), own(head, 'ref'), own(head, 'repo', 'owner', 'login')].map(String) as [
    string,
    string,
    string,
  ]
  return { number, state: 'open', sha, branch, owner, repositoryId: Number(own(head, 'repo', 'id')) }
}

export const COMMENT_ON_PULL_REQUEST = change(example('issue_comment'), {
  'issue.number': 7,
  'issue.pull_request': { url: 'https://api.github.com/repos/octo-org/octo-repo/pulls/7' },
})
