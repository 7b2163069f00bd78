// Which pull request a run belongs to. The event after a fork's run names none, and nothing that the fork wrote may choose one.

import { expect, test } from 'vitest'
import { within } from '../../src/github/github.ts'
import { findPull, listChangedFiles } from '../../src/github/pulls.ts'
import { GitHubFault } from '../../src/github/refusal.ts'
import { type Opened, open } from './open.ts'
import { change, FORK, HEAD_SHA, WORKFLOW_RUN } from './payloads.ts'
import type { StoredPull } from './repository.ts'

const openRun = (changes: Readonly<Record<string, unknown>> = {}): Promise<Opened> =>
  open({ event: 'workflow_run', payload: change(WORKFLOW_RUN, changes) })

/** The number that is found, or the fault. */
async function find({ github, fake }: Opened): Promise<number | GitHubFault> {
  const { pull } = github.context
  if (!('at' in pull)) throw new Error('the event leads nowhere')
  try {
    return await findPull(github, pull.at, within(90, github))
  } catch (error) {
    if (error instanceof GitHubFault) return error
    throw error
  } finally {
    expect(fake.violations).toEqual([])
  }
}

test('a pull request that the event names needs no request', async () => {
  const opened = await open()
  expect(await find(opened)).toBe(7)
  expect(opened.asked()).toEqual([])
})

test('otherwise it is the open one with the commit, the branch and the repository of the event', async () => {
  const opened = await openRun()
  opened.fake.pulls.push(
    { ...FORK, number: 1, state: 'closed' },
    { ...FORK, number: 2, branch: 'other' },
    { ...FORK, number: 3, sha: '0'.repeat(40) },
    { ...FORK, number: 4, owner: 'eve', repositoryId: 666 },
    FORK,
  )
  expect(await find(opened)).toBe(7)
})

const NONE = `no open pull request has the event's commit ${HEAD_SHA} as the head`

test.each<[string, readonly StoredPull[], string]>([
  ['there is none', [], NONE],
  ['it was pushed to since', [{ ...FORK, sha: '0'.repeat(40) }], NONE],
  ['it was closed', [{ ...FORK, state: 'closed' }], NONE],
  ['only another branch has the commit', [{ ...FORK, branch: 'other' }], NONE],
  ['only another repository of that owner has it', [{ ...FORK, repositoryId: 4712 }], NONE],
  ["only somebody else's pull request has it", [{ ...FORK, owner: 'eve', repositoryId: 666 }], NONE],
  ['two have it', [FORK, { ...FORK, number: 8 }], `the pull requests 7, 8 have the event's commit ${HEAD_SHA} as the head`],
])('none is taken where %s', async (_, pulls, message) => {
  const opened = await openRun()
  opened.fake.pulls.push(...pulls)
  expect(await find(opened)).toMatchObject({ kind: 'github-event', message })
})

// GitHub ignores the filter if it cannot read the head.
test('if GitHub ignores the branch, no other pull request is taken for it', async () => {
  const others = [
    { ...FORK, number: 3, owner: 'eve', repositoryId: 666 },
    { ...FORK, number: 4, branch: 'other' },
  ]
  const opened = await openRun()
  opened.fake.isDeaf = true
  opened.fake.pulls.push(...others)
  expect(await find(opened)).toMatchObject({ kind: 'github-event' })
  opened.fake.pulls.push(FORK)
  expect(await find(opened)).toBe(7)
})

test.each(['a&state=all&head=octo-org:main', 'a#b', 'a?b', 'ä/ö', 'a b', '..', 'x:y', '%2e%2e'])(
  'a branch named %j is requested by its exact name',
  async branch => {
    const opened = await openRun({ 'workflow_run.head_branch': branch })
    opened.fake.pulls.push({ ...FORK, branch })
    expect(await find(opened)).toBe(7)
    expect(opened.fake.requests.map(({ query }) => query.get('head'))).toEqual([`mallory:${branch}`])
  },
)

test.each(['html', 'malformed', 'short'] as const)('after a broken answer (%s) the request is sent again', async failure => {
  const opened = await openRun()
  opened.fake.pulls.push(FORK)
  opened.fake.fail('pulls/list', failure, { times: 1 })
  expect(await find(opened)).toBe(7)
})

test('the files that it changes are listed to their end', async () => {
  const opened = await open()
  const { github, fake } = opened
  const names = Array.from({ length: 250 }, (_, i) => `src/file-${i}.ts`)
  fake.changed.push(...names)
  const { pull } = github.context
  if (!('at' in pull)) throw new Error('the event leads nowhere')
  expect(await listChangedFiles(github, pull.at, within(90, github))).toEqual({ files: names, isComplete: true })
  expect(fake.violations).toEqual([])
  expect(opened.asked()).toEqual(Array(3).fill('pulls/list-files'))
})

test('more than GitHub lists are not taken for all', async () => {
  const { github, fake } = await open()
  fake.changed.push(...Array.from({ length: 3001 }, (_, i) => `src/file-${i}.ts`))
  const { pull } = github.context
  if (!('at' in pull)) throw new Error('the event leads nowhere')
  const { files, isComplete } = await listChangedFiles(github, pull.at, within(90, github))
  expect([files.length, isComplete]).toEqual([3000, false])
})
