// What becomes of each thing that is written when GitHub refuses it, or does not answer: one warning that says what is missing
// and which permission it takes. Nothing throws, nothing is there twice, and no message has the token in it.

import { describe, expect, test } from 'vitest'
import { cancelCheck, finishCheck, startCheck } from '../../src/github/check.ts'
import { writeComment } from '../../src/github/comment.ts'
import { type GitHubKind, type Outcome, toGitHubFault } from '../../src/github/refusal.ts'
import { uploadSarif } from '../../src/github/scanning.ts'
import type { Failure } from './fault.ts'
import { NOW, type Opened, type OpenOptions, open } from './open.ts'
import { FORK_PULL_REQUEST, PULL_REQUEST, WORKFLOW_RUN } from './payloads.ts'
import type { FakeGitHub } from './server.ts'

const FAIL = { verdict: 'fail', code: 1 } as const
const SHOWN = {
  title: 'fail',
  summary: 'because',
  text: 'details',
  annotations: [{ level: 'error', title: 'a', message: 'b', at: { file: 'Dockerfile', line: 1 } }],
} as const
const COMMENT = { ...FAIL, when: 'always', about: ['api'], state: ['because'], render: () => 'it failed' } as const

interface Write {
  readonly operation: string
  readonly permission: string
  /** What has to be there before. */
  readonly prepare?: (opened: Opened) => Promise<unknown>
  readonly write: (opened: Opened) => Promise<Outcome<unknown>>
  /** What of it GitHub has in the end. */
  readonly made: (fake: FakeGitHub) => readonly unknown[]
}

const check = { id: 100, name: 'ECR Gate' }
const start = ({ github }: Opened) => startCheck(github, 'ECR Gate')
const comment = ({ github }: Opened) => writeComment(github, COMMENT)

const WRITES: Readonly<Record<string, Write>> = {
  'the beginning of a check run': {
    operation: 'checks/create',
    permission: 'checks: write',
    write: start,
    made: ({ checks }) => checks,
  },
  'the end of a check run': {
    operation: 'checks/update',
    permission: 'checks: write',
    prepare: start,
    write: ({ github }) => finishCheck(github, check, FAIL, SHOWN),
    made: ({ checks }) => checks.flatMap(({ annotations }) => annotations),
  },
  'a new comment': {
    operation: 'issues/create-comment',
    permission: 'pull-requests: write',
    write: comment,
    made: ({ comments }) => comments,
  },
  'a comment that is there': {
    operation: 'issues/update-comment',
    permission: 'pull-requests: write',
    prepare: ({ github }) => writeComment(github, { ...COMMENT, render: () => 'it passed' }),
    write: comment,
    made: ({ comments }) => comments.filter(({ body }) => body.includes('it failed')),
  },
  'an analysis': {
    operation: 'code-scanning/upload-sarif',
    permission: 'security-events: write',
    write: ({ github }) => uploadSarif(github, '{}', NOW),
    made: ({ sarifs }) => sarifs,
  },
}

async function attempt(name: string, failure: Failure, { times, ...options }: OpenOptions & { readonly times?: number } = {}) {
  const { operation, permission, prepare, write, made } = WRITES[name] as Write
  // Only who waits for an answer that never comes is impatient: a first connection may take its time.
  const opened = await open({ patience: failure === 'hang' ? 250 : 30_000, ...options })
  await prepare?.(opened)
  const before = opened.fake.requests.length
  opened.fake.fail(operation, failure, times === undefined ? {} : { times })
  const outcome = await write(opened)
  expect(opened.fake.violations).toEqual([])
  expect(JSON.stringify(outcome)).not.toContain(opened.fake.token)
  const asked = opened.asked().slice(before)
  const slept = opened.sleeps.reduce((sum, each) => sum + each, 0)
  const warning = 'warning' in outcome ? outcome.warning : undefined
  return { outcome, warning, permission, made: made(opened.fake), slept, tries: asked.filter(each => each === operation).length }
}

const names = Object.keys(WRITES)

describe.each(names)('%s', name => {
  // The end of a check run is told in two requests, and the second does not depend on the first.
  const requests = name === 'the end of a check run' ? 2 : 1

  test.each<[Failure, GitHubKind]>([
    ['unauthorized', 'github-denied'],
    ['denied', 'github-denied'],
    ['saml', 'github-sso'],
    ['locked', 'github-locked'],
    ['archived', 'github-archived'],
    ['absent', 'github-absent'],
    ['gone', 'github-absent'],
    ['invalid', 'github-refused'],
    ['tooLarge', 'github-limit'],
    ['primary', 'github-limit'],
    ['secondaryLong', 'github-limit'],
    ['forbiddenHtml', 'github-network'],
  ])('%s is one warning, and is not tried again', async (failure, kind) => {
    const { warning, permission, made, slept, tries } = await attempt(name, failure)
    expect(warning).toMatchObject({ level: 'warning', kind, message: expect.stringContaining(' could not be written: ') })
    if (kind === 'github-denied' || kind === 'github-absent') expect(warning?.help).toContain(`"${permission}"`)
    expect({ made, slept, tries }).toEqual({ made: [], slept: 0, tries: requests })
  })

  test.each<[Failure, RegExp]>([
    ['saml', /^authorize the token of github-token for the organization's single sign-on/],
    ['locked', /^unlock the conversation of the pull request/],
    ['archived', /^unarchive the repository/],
  ])('%s has a cure of its own, also for who may only read', async (failure, help) => {
    for (const payload of [PULL_REQUEST, FORK_PULL_REQUEST]) {
      const { warning } = await attempt(name, failure, { payload })
      expect(warning?.help).toMatch(help)
      expect(warning?.help).not.toContain('permission')
      expect(JSON.stringify(warning)).not.toContain('authorization_request')
    }
  })

  test.each<Failure>(['error500', 'error503', 'cut', 'hang', 'html', 'malformed', 'secondary'])(
    '%s without an end is tried four times',
    async failure => {
      const { warning, made, slept, tries } = await attempt(name, failure)
      expect(warning).toMatchObject({ level: 'warning', message: expect.stringContaining(' could not be written: ') })
      expect({ made, tries }).toEqual({ made: [], tries: 4 * requests })
      expect(slept).toBeLessThanOrEqual(60 * requests)
    },
  )

  test.each<Failure>(['error500', 'error503', 'cut', 'unheard', 'short', 'hang', 'html', 'malformed', 'secondary'])(
    '%s once is made up for, and nothing is there twice',
    async failure => {
      const { outcome, made } = await attempt(name, failure, { times: 1 })
      expect(outcome).toHaveProperty('done')
      // GitHub puts the later of two analyses of one commit, tool and category in the place of the earlier.
      if (name === 'an analysis') expect(new Set(made.map(each => JSON.stringify({ ...(each as object), id: 0 }))).size).toBe(1)
      else expect(made).toHaveLength(1)
    },
  )

  test('a token that may not write gets told why, by whose event it is', async () => {
    const helpOf = async (options: OpenOptions) =>
      (await attempt(name, 'denied', { prepared: true, ...options } as OpenOptions)).warning?.help
    const { permission } = WRITES[name] as Write
    expect(await helpOf({ payload: PULL_REQUEST })).toBe(`give the job the permission "${permission}", and a valid token`)
    expect(await helpOf({ payload: FORK_PULL_REQUEST })).toMatch(
      new RegExp(`^"${permission}" is not given to runs for pull requests of forks; docs/github.md `),
    )
    expect(await helpOf({ env: { GITHUB_ACTOR: 'dependabot[bot]' } })).toMatch(
      new RegExp(`^Dependabot's runs may only read .* the permission "${permission}"$`),
    )
  })

  test('a server that says the token back is not quoted with it', async () => {
    const token = `ghs_${'0'.repeat(36)}`
    for (const status of [400, 401, 403, 404, 422, 429, 500]) {
      const message = `no ${token} ${'x'.repeat(280)}${token}`
      const errors = status === 422 ? { errors: [{ resource: 'Authorization', field: 'token', code: token }] } : {}
      const { warning } = await attempt(name, { status, message, ...errors })
      expect(warning?.message).toContain('***')
      expect(warning?.message).not.toContain('ghs_')
    }
  })
})

test('a refusal whose details are nested 20,000 times is told without them', () => {
  const errors: unknown = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)
  const fault = toGitHubFault({ response: { status: 422, headers: {}, data: { message: 'Validation Failed', errors } } }, 'token')
  expect(fault.message).toBe('GitHub answers 422, Validation Failed')
})

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['says when it ends', { 'x-ratelimit-reset': '1795435200' }, /ends at 2026-11-23T12:00:00\.000Z$/],
  ['does not say when it ends', {}, /exceeded$/],
  ['says nothing that is a time', { 'x-ratelimit-reset': 'soon' }, /exceeded$/],
  ['says a time that no clock has', { 'x-ratelimit-reset': '9'.repeat(30) }, /exceeded$/],
])('the limit of a token %s', async (_, headers, message) => {
  const refusal = { status: 403, message: 'API rate limit exceeded', headers: { 'x-ratelimit-remaining': '0', ...headers } }
  const { warning } = await attempt('a new comment', refusal)
  expect(warning).toMatchObject({ kind: 'github-limit', message: expect.stringMatching(message) })
})

describe('a check run that is stopped', () => {
  test.each<Failure>(['unauthorized', 'denied', 'absent', 'secondary', 'error500', 'cut', 'html', 'malformed'])(
    'is tried once, whatever GitHub says (%s)',
    async failure => {
      const opened = await open()
      await start(opened)
      opened.fake.fail('checks/update', failure)
      await cancelCheck(opened.github, check)
      expect(opened.asked()).toEqual(['checks/create', 'checks/update'])
      expect(opened.sleeps).toEqual([])
    },
  )
})

describe('the reading before a write', () => {
  test.each<[Failure, GitHubKind, number]>([
    ['denied', 'github-denied', 1],
    ['absent', 'github-absent', 1],
    ['primary', 'github-limit', 1],
    ['error500', 'github-network', 4],
    ['cut', 'github-network', 4],
    ['html', 'github-network', 4],
    ['short', 'github-network', 4],
  ])('of the comments fails (%s), and none is added', async (failure, kind, tries) => {
    const opened = await open()
    opened.fake.fail('issues/list-comments', failure)
    expect(await comment(opened)).toMatchObject({ warning: { kind } })
    expect(opened.asked()).toEqual(Array(tries).fill('issues/list-comments'))
  })

  test.each<[Failure, GitHubKind, number]>([
    ['denied', 'github-denied', 1],
    ['absent', 'github-absent', 1],
    ['error500', 'github-network', 4],
    ['cut', 'github-network', 4],
    ['html', 'github-network', 4],
    ['short', 'github-network', 4],
  ])('of the pull request fails (%s), and the comment stays as it is', async (failure, kind, tries) => {
    const opened = await open()
    await writeComment(opened.github, { ...COMMENT, render: () => 'it passed' })
    const before = structuredClone(opened.fake.comments)
    opened.fake.fail('pulls/get', failure)
    const outcome = await comment(opened)
    expect(outcome).toMatchObject({
      warning: { kind, message: expect.stringMatching(/^the comment on the pull request could not be written: /) },
    })
    if (tries === 1) expect(outcome).toMatchObject({ warning: { help: expect.stringContaining('"pull-requests: write"') } })
    expect(opened.fake.comments).toEqual(before)
    expect(
      opened
        .asked()
        .slice(3)
        .filter(each => each === 'pulls/get'),
    ).toHaveLength(tries)
  })

  test.each<[Failure, GitHubKind]>([
    ['denied', 'github-denied'],
    ['absent', 'github-absent'],
    ['cut', 'github-network'],
  ])('of the pull requests fails (%s), and nothing is written', async (failure, kind) => {
    const opened = await open({ event: 'workflow_run', payload: WORKFLOW_RUN })
    opened.fake.fail('pulls/list', failure)
    for (const outcome of [await comment(opened), await uploadSarif(opened.github, '{}', NOW)]) {
      expect(outcome).toMatchObject({ warning: { level: 'warning', kind } })
    }
    expect(new Set(opened.asked())).toEqual(new Set(['pulls/list']))
  })
})

describe('without GitHub', () => {
  const all = (opened: Opened) =>
    Promise.all([
      start(opened),
      finishCheck(opened.github, check, FAIL, SHOWN),
      cancelCheck(opened.github, check),
      comment(opened),
      uploadSarif(opened.github, '{}', NOW),
    ])

  test.each(['', 'a b', 'bearer abcdefgh', 'abcd\nefgh', 'abcd\u0000efgh', 'abcdü', '"abcd"'])('the token %j is none', async token => {
    const opened = await open({ token })
    for (const outcome of await all(opened)) {
      expect(outcome).toMatchObject({ warning: { kind: 'github-denied', help: expect.stringContaining(': write"') } })
      expect(JSON.stringify(outcome)).not.toContain('abcd')
    }
    expect(opened.asked()).toEqual([])
  })

  test('nobody listens, or the address is none', async () => {
    for (const url of ['http://127.0.0.1:2', 'nonsense', 'http://[', 'file:///etc/passwd']) {
      const opened = await open({ env: { GITHUB_API_URL: url, GITHUB_GRAPHQL_URL: url } })
      for (const outcome of await all(opened)) {
        expect(outcome).toMatchObject({ warning: { kind: 'github-network', help: expect.stringContaining('GITHUB_API_URL') } })
        expect(JSON.stringify(outcome)).not.toContain(opened.fake.token)
      }
      expect(opened.asked()).toEqual([])
    }
  })
})
