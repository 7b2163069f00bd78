// Where a run may write, for every event that GitHub publishes an example of, and for broken payloads.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Context, readContext } from '../../src/github/context.ts'
import {
  COMMENT_ON_PULL_REQUEST,
  change,
  EXAMPLES,
  example,
  FORK_PULL_REQUEST,
  HEAD_SHA,
  type Payload,
  PULL_REQUEST,
  PUSH_RUN,
  WORKFLOW_RUN,
} from './payloads.ts'
import { RUN_SHA } from './server.ts'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/octo-repo',
  GITHUB_SHA: RUN_SHA,
  GITHUB_REF: 'refs/heads/main',
  GITHUB_ACTOR: 'octocat',
}

function read(event: string, payload: unknown, more: Readonly<Record<string, string>> = {}): Context {
  return readContext({ ...ENV, GITHUB_EVENT_NAME: event, ...more }, JSON.stringify(payload))
}

const targetsOf = ({ commit, pull, analysis }: Context) => ({ commit, pull, analysis })
const left = (why: string) => ({ left: expect.stringContaining(why) })
const ofRun = { commit: { at: RUN_SHA }, analysis: { at: { sha: RUN_SHA, ref: 'refs/heads/main' } } }
const MERGE = { GITHUB_REF: 'refs/pull/7/merge' }
const merged = { at: { sha: RUN_SHA, ref: 'refs/pull/7/merge' } }
const pulled = { commit: { at: HEAD_SHA }, pull: { at: { number: 7, sha: HEAD_SHA } } }
const found = { head: { sha: HEAD_SHA, owner: 'mallory', branch: 'fix', repositoryId: 4711 } }
const none = (event: string) => ({ ...ofRun, pull: left(`the event ${event} belongs to no pull request`) })

const review = change(example('pull_request_review'), { 'pull_request.number': 7, 'pull_request.head.sha': HEAD_SHA })
const group = example('merge_group')
const ofGroup = { ...ofRun, pull: left('merge group') }

test.each<[string, string, Payload, Readonly<Record<string, string>>, object]>([
  ['a pull request', 'pull_request', PULL_REQUEST, MERGE, { ...pulled, analysis: merged }],
  ['a pull request of a fork', 'pull_request', FORK_PULL_REQUEST, MERGE, { ...pulled, analysis: merged }],
  ['a review', 'pull_request_review', review, MERGE, { ...pulled, analysis: merged }],
  // The run belongs to the base: the commit of GITHUB_SHA does not contain the pull request.
  [
    'a pull request, for its target',
    'pull_request_target',
    FORK_PULL_REQUEST,
    {},
    { ...pulled, analysis: { at: { sha: HEAD_SHA, ref: 'refs/pull/7/head' } } },
  ],
  ['the run of a fork', 'workflow_run', WORKFLOW_RUN, {}, { commit: { at: HEAD_SHA }, pull: { at: found }, analysis: { at: found } }],
  [
    'the run of a push',
    'workflow_run',
    PUSH_RUN,
    {},
    { commit: { at: HEAD_SHA }, pull: left('the event push'), analysis: { at: { sha: HEAD_SHA, ref: 'refs/heads/main' } } },
  ],
  [
    'the run of a push to a branch that is called main elsewhere',
    'workflow_run',
    change(PUSH_RUN, { 'workflow_run.head_repository.id': 4711 }),
    {},
    { commit: { at: HEAD_SHA }, pull: left('the event push'), analysis: { warning: expect.anything() } },
  ],
  [
    'a fork that is gone',
    'workflow_run',
    change(WORKFLOW_RUN, { 'workflow_run.head_repository': null }),
    {},
    { commit: { at: HEAD_SHA }, pull: { warning: expect.anything() }, analysis: { warning: expect.anything() } },
  ],
  ['a merge group', 'merge_group', group, {}, ofGroup],
  [
    'a comment on a pull request',
    'issue_comment',
    COMMENT_ON_PULL_REQUEST,
    {},
    { commit: left('commit'), pull: { at: { number: 7 } }, analysis: left('commit') },
  ],
  [
    'a comment on an issue',
    'issue_comment',
    example('issue_comment'),
    {},
    { commit: left('commit'), pull: left('on an issue, not on a pull request'), analysis: left('commit') },
  ],
  ['a push', 'push', example('push'), {}, none('push')],
  [
    'a tag',
    'push',
    example('push'),
    { GITHUB_REF: 'refs/tags/v1' },
    { ...none('push'), analysis: { at: { sha: RUN_SHA, ref: 'refs/tags/v1' } } },
  ],
  ['a dispatch', 'workflow_dispatch', example('workflow_dispatch'), {}, none('workflow_dispatch')],
  ['a schedule', 'schedule', { schedule: '0 5 * * *' }, {}, none('schedule')],
  ['a release', 'release', example('release'), {}, none('release')],
  ['a check run', 'check_run', example('check_run'), {}, none('check_run')],
  ['a deployment', 'deployment', example('deployment'), {}, none('deployment')],
])('%s', (_, event, payload, more, targets) => {
  expect(targetsOf(read(event, payload, more))).toEqual(targets)
})

test.each<[string, Payload, Readonly<Record<string, string>>, Context['readOnly']]>([
  ['pull_request', PULL_REQUEST, {}, null],
  ['pull_request', FORK_PULL_REQUEST, {}, 'fork'],
  // A repository may itself be a fork of another, but pull requests from its own branches are not from a fork.
  ['pull_request', change(PULL_REQUEST, { 'pull_request.head.repo.fork': true }), {}, null],
  ['pull_request', change(PULL_REQUEST, { 'pull_request.head.repo': null }), {}, 'fork'],
  ['pull_request_target', FORK_PULL_REQUEST, {}, null],
  ['workflow_run', WORKFLOW_RUN, { GITHUB_ACTOR: 'dependabot[bot]' }, null],
  ['pull_request', PULL_REQUEST, { GITHUB_ACTOR: 'dependabot[bot]' }, 'dependabot'],
  ['push', example('push'), { GITHUB_ACTOR: 'dependabot[bot]' }, 'dependabot'],
  ['merge_group', group, { GITHUB_ACTOR: 'dependabot[bot]' }, null],
])('whether the token of %s %# is read-only', (event, payload, more, readOnly) => {
  expect(read(event, payload, more).readOnly).toBe(readOnly)
})

describe('every published example is read', () => {
  const all = EXAMPLES.flatMap(({ name, examples }) => examples.map((payload, i) => [name, i, payload] as const))

  test.each(all)('%s %#', (event, _, payload) => {
    for (const target of Object.values(targetsOf(read(event, payload)))) {
      expect(Object.keys(target)).toHaveLength(1)
      if ('warning' in target) expect(target.warning).toMatchObject({ level: 'warning', kind: 'github-event' })
    }
    // Only pull requests, comments on them, and runs for them may lead to a pull request.
    if (!/^(?:pull_request|workflow_run|issue_comment)/.test(event)) expect(read(event, payload).pull).not.toHaveProperty('at')
  })
})

test.each([undefined, '', '{', 'null', '[]', '"push"', '7', '\u0000', '{"pull_request":{"number":7}'])(
  'the payload %j leads nowhere',
  payload => {
    const context = readContext({ ...ENV, GITHUB_EVENT_NAME: 'push' }, payload)
    for (const target of Object.values(targetsOf(context))) expect(target).toMatchObject({ warning: { kind: 'github-event' } })
  },
)

test.each([{}, { ...ENV, GITHUB_REPOSITORY: 'octo-org' }, { ...ENV, GITHUB_REPOSITORY: 'octo-org/octo-repo/pulls' }])(
  'outside of a repository nothing is written: %j',
  env => {
    const context = readContext({ ...env, GITHUB_EVENT_NAME: 'push' }, '{}')
    for (const target of Object.values(targetsOf(context))) expect(target).toHaveProperty('warning')
  },
)

test('of a server of its own, all is asked there', () => {
  const { apiUrl, graphqlUrl, runUrl } = read(
    'push',
    {},
    {
      GITHUB_API_URL: 'https://ghe.example/api/v3/',
      GITHUB_SERVER_URL: 'https://ghe.example',
      GITHUB_RUN_ID: '42',
    },
  )
  expect({ apiUrl, graphqlUrl, runUrl }).toEqual({
    apiUrl: 'https://ghe.example/api/v3',
    graphqlUrl: 'https://ghe.example/api/graphql',
    runUrl: 'https://ghe.example/octo-org/octo-repo/actions/runs/42',
  })
  expect(read('push', {})).toMatchObject({ apiUrl: 'https://api.github.com', graphqlUrl: 'https://api.github.com/graphql' })
})

describe('a broken payload leads to no other place', () => {
  const events = {
    pull_request: PULL_REQUEST,
    pull_request_target: FORK_PULL_REQUEST,
    workflow_run: WORKFLOW_RUN,
    merge_group: group,
    issue_comment: COMMENT_ON_PULL_REQUEST,
  }
  const others = [undefined, null, true, 0, -1, 1.5, '', 'x', '7', [], ['x'], {}, { sha: 'x' }, Number.MAX_SAFE_INTEGER + 1]

  test.each(Object.entries(events))('%s', (event, payload) => {
    const truth = targetsOf(read(event, payload))
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(payload)), fc.constantFrom(...others), (path, other) => {
        const targets = targetsOf(read(event, change(payload, { [path]: other })))
        for (const [name, target] of Object.entries(targets)) {
          if ('at' in target && !isHead(path, other)) expect(target).toEqual(truth[name as keyof typeof truth])
        }
      }),
      { numRuns: 2000 },
    )
  })

  // Any other name is still a name: GitHub is asked whether a pull request has it together with the commit.
  const isHead = (path: string, other: unknown): boolean =>
    typeof other === 'string' && other !== '' && /^workflow_run\.(?:head_branch|event|head_repository\.owner\.login)$/.test(path)
})

function pathsOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return path === '' ? [] : [path]
  const inner = Object.entries(value).flatMap(([name, each]) => pathsOf(each, path === '' ? name : `${path}.${name}`))
  return path === '' ? inner : [path, ...inner]
}
