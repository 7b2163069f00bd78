// Payloads of GitHub's events: whatever they contain, a run writes where the true event would have it write, or nowhere.

import fc from 'fast-check'
import { expect } from 'vitest'
import { type Context, readContext } from '../../src/github/context.ts'
import {
  COMMENT_ON_PULL_REQUEST,
  EXAMPLES,
  example,
  FORK_PULL_REQUEST,
  type Payload,
  PULL_REQUEST,
  WORKFLOW_RUN,
} from '../github/payloads.ts'
import { damagedJson, damagedText, takeAway } from './damage.ts'
import { fuzz } from './fuzz.ts'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
  GITHUB_ACTOR: 'octocat',
}
const read = (event: string, payload: string): Context => readContext({ ...ENV, GITHUB_EVENT_NAME: event }, payload)

const examples = fc
  .constantFrom(...EXAMPLES)
  .chain(({ name, examples }) => fc.constantFrom(...examples).map(payload => ({ name, payload })))

fuzz(
  'a payload that is damaged',
  400,
  [
    examples.chain(({ name, payload }) =>
      fc.oneof(damagedText(fc.constant(JSON.stringify(payload))), damagedJson(fc.constant(payload))).map(text => ({ name, text })),
    ),
  ],
  ({ name, text }) => {
    const { commit, pull, analysis } = read(name, text)
    for (const target of [commit, pull, analysis]) expect(Object.keys(target)).toHaveLength(1)
    if ('at' in commit) expect(commit.at).toMatch(/^[0-9a-f]{40}$/)
    if ('at' in pull && 'number' in pull.at) expect(Number.isSafeInteger(pull.at.number) && pull.at.number > 0).toBe(true)
  },
)

const EVENTS: Readonly<Record<string, Payload>> = {
  pull_request: PULL_REQUEST,
  pull_request_target: FORK_PULL_REQUEST,
  workflow_run: WORKFLOW_RUN,
  merge_group: example('merge_group'),
  issue_comment: COMMENT_ON_PULL_REQUEST,
}

// A head's branch and owner, and the event of a run, are only names: GitHub is asked whether a pull request has them.
const isName = (way: string): boolean => /^workflow_run\.(?:head_branch|event|head_repository\.owner\.login)$/.test(way)

for (const [name, payload] of Object.entries(EVENTS))
  fuzz(
    `${name} without one of its parts leads to no other place, and to no more rights`,
    200,
    [takeAway(fc.constant(payload), way => !isName(way))],
    ({ before, after }) => {
      const [truth, found] = [before, after].map(each => read(name, JSON.stringify(each))) as [Context, Context]
      for (const target of ['commit', 'pull', 'analysis'] as const) if ('at' in found[target]) expect(found[target]).toEqual(truth[target])
      if (truth.readOnly !== null) expect(found.readOnly).toBe(truth.readOnly)
    },
  )
