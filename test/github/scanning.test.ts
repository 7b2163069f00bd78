// The upload to code scanning, as GitHub stores it in the end.

import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/github/refusal.ts'
import { type Uploaded, uploadSarif } from '../../src/github/scanning.ts'
import { expectDone, NOW, type Opened, open } from './open.ts'
import {
  COMMENT_ON_PULL_REQUEST,
  change,
  example,
  FORK,
  FORK_PULL_REQUEST,
  HEAD_SHA,
  type Payload,
  PULL_REQUEST,
  PUSH_RUN,
  WORKFLOW_RUN,
} from './payloads.ts'
import { RUN_SHA } from './server.ts'

const SARIF = { version: '2.1.0', runs: [{ results: [{ message: { text: 'ü \u{1f680} \u202e ::error:: </script>' } }] }] }
const ANALYSES = 'https://api.github.com/repos/o/r/code-scanning/analyses'

const upload = ({ github }: Opened, sarif: unknown = SARIF): Promise<Outcome<Uploaded>> => uploadSarif(github, JSON.stringify(sarif), NOW)

test('what GitHub unpacks is the file, to the byte', async () => {
  const opened = await open()
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async value => {
      expectDone(await upload(opened, { value }), opened.fake)
      expect(opened.fake.sarifs.at(-1)).toMatchObject({ tool: 'ECR Gate', sarif: JSON.parse(JSON.stringify({ value })) })
    }),
    { numRuns: 30 },
  )
})

const MERGE = { GITHUB_REF: 'refs/pull/7/merge' }

describe('it has the commit and the ref of', () => {
  test.each<[string, string, Payload, Readonly<Record<string, string>>, string, string]>([
    // A run of pull_request checks out and builds the merge commit.
    ['a pull request', 'pull_request', PULL_REQUEST, MERGE, RUN_SHA, 'refs/pull/7/merge'],
    ['a pull request, for its target', 'pull_request_target', FORK_PULL_REQUEST, {}, HEAD_SHA, 'refs/pull/7/head'],
    ['a push', 'push', example('push'), {}, RUN_SHA, 'refs/heads/main'],
    ['a tag', 'push', example('push'), { GITHUB_REF: 'refs/tags/v1' }, RUN_SHA, 'refs/tags/v1'],
    ['the run of a fork', 'workflow_run', WORKFLOW_RUN, {}, HEAD_SHA, 'refs/pull/7/head'],
    [
      'the run of a push',
      'workflow_run',
      change(PUSH_RUN, { 'workflow_run.head_branch': 'release/1' }),
      {},
      HEAD_SHA,
      'refs/heads/release/1',
    ],
    [
      'a merge group',
      'merge_group',
      example('merge_group'),
      { GITHUB_REF: 'refs/heads/gh-readonly-queue/main/pr-7-abc' },
      RUN_SHA,
      'refs/heads/gh-readonly-queue/main/pr-7-abc',
    ],
    ['a schedule', 'schedule', { schedule: '0 5 * * *' }, {}, RUN_SHA, 'refs/heads/main'],
  ])('%s', async (_, event, payload, env, commit, ref) => {
    const opened = await open({ event, payload, env })
    opened.fake.pulls.push(FORK)
    expect(expectDone(await upload(opened), opened.fake).state).toBe('complete')
    expect(opened.fake.sarifs).toMatchObject([{ commit, ref }])
    expect(opened.fake.requests.at(-2)?.body).toMatchObject({ started_at: NOW })
  })

  test('nothing, if the pull request is not found', async () => {
    const opened = await open({ event: 'workflow_run', payload: WORKFLOW_RUN })
    expect(await upload(opened)).toMatchObject({ warning: { level: 'warning', kind: 'github-event' } })
    expect(opened.asked()).toEqual(['pulls/list'])
  })

  test('nothing, if the event does not say what was judged', async () => {
    const opened = await open({ event: 'issue_comment', payload: COMMENT_ON_PULL_REQUEST })
    expect(await upload(opened)).toHaveProperty('left')
    expect(opened.asked()).toEqual([])
  })
})

describe("GitHub's processing", () => {
  const PENDING = { processing_status: 'pending' }
  const COMPLETE = { processing_status: 'complete', analyses_url: ANALYSES }

  test('is waited for', async () => {
    const opened = await open()
    opened.fake.processing = [PENDING, PENDING, COMPLETE]
    expect(expectDone(await upload(opened), opened.fake)).toEqual({ id: opened.fake.sarifs[0]?.id, state: 'complete' })
    expect(opened.sleeps).toHaveLength(2)
  })

  test('is not waited for longer than two minutes', async () => {
    const opened = await open({ patience: 30_000 })
    opened.fake.processing = [PENDING]
    expect(expectDone(await upload(opened), opened.fake).state).toBe('pending')
    const slept = opened.sleeps.reduce((sum, each) => sum + each, 0)
    expect(slept).toBeGreaterThan(115)
    expect(slept).toBeLessThanOrEqual(120)
  })

  test('may fail: that is a warning with a readable amount of what GitHub says', async () => {
    const opened = await open()
    opened.fake.processing = [
      PENDING,
      { processing_status: 'failed', analyses_url: ANALYSES, errors: ['locations are missing', 'x'.repeat(10_000)] },
    ]
    const outcome = await upload(opened)
    expect(outcome).toMatchObject({
      warning: { level: 'warning', kind: 'github-refused', message: expect.stringContaining('locations are missing') },
    })
    expect(JSON.stringify(outcome).length).toBeLessThan(700)
    expect(opened.fake.violations).toEqual([])
  })

  test('may not be known yet right after the upload', async () => {
    const opened = await open()
    opened.fake.fail('code-scanning/get-sarif', 'absent', { times: 2 })
    expect(expectDone(await upload(opened), opened.fake).state).toBe('complete')
  })

  test.each(['denied', 'error500', 'cut', 'html', 'primary', 'malformed'] as const)(
    'may be unreadable (%s), and the upload is there all the same',
    async failure => {
      const opened = await open()
      opened.fake.fail('code-scanning/get-sarif', failure)
      expect(expectDone(await upload(opened), opened.fake).state).toBe('pending')
      expect(opened.fake.sarifs).toHaveLength(1)
    },
  )
})

test.each(['scanningOff', 'absent'] as const)('a repository or a server without code scanning (%s) is a warning', async failure => {
  const opened = await open({ base: '/api/v3' })
  opened.fake.fail('code-scanning/upload-sarif', failure)
  expect(await upload(opened)).toMatchObject({
    warning: { kind: 'github-absent', help: expect.stringMatching(/"security-events: write".*does not have it/) },
  })
  expect(opened.asked()).toEqual(['code-scanning/upload-sarif'])
})

test('a file that GitHub finds too large is a warning, and is not sent again', async () => {
  const opened = await open()
  opened.fake.fail('code-scanning/upload-sarif', 'tooLarge')
  expect(await upload(opened)).toMatchObject({ warning: { kind: 'github-limit' } })
  expect(opened.asked()).toEqual(['code-scanning/upload-sarif'])
})

// Random bytes do not compress.
test.each([
  [9, true],
  [11, false],
])('a file of %i MiB, compressed, is sent: %s', async (size, sent) => {
  const opened = await open()
  const outcome = await upload(opened, randomBytes(size * 1024 * 1024).toString('base64'))
  if (sent) expectDone(outcome, opened.fake)
  else {
    const message = expect.stringMatching(/it has 1\d{7} bytes when it is zipped, and GitHub takes 10485760$/)
    expect(outcome).toMatchObject({ warning: { kind: 'github-limit', message } })
    expect(opened.asked()).toEqual([])
  }
})

// Of two analyses of one tool, category and commit, GitHub uses the later, so an upload whose answer was lost is sent again.
test.each(['unheard', 'short', 'malformed', 'html'] as const)('after a lost answer (%s) the same file is uploaded again', async failure => {
  const opened = await open()
  opened.fake.fail('code-scanning/upload-sarif', failure, { times: 1 })
  const { id } = expectDone(await upload(opened), opened.fake)
  const [first, ...others] = opened.fake.sarifs
  expect(opened.fake.sarifs.at(-1)?.id).toBe(id)
  for (const other of others) expect(other).toEqual({ ...first, id: other.id })
})
