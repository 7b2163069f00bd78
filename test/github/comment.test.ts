// The comment on the pull request: when it is written, that it is ours, and that there is only one.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/gate/verdict.ts'
import { type Comment, type Written, writeComment } from '../../src/github/comment.ts'
import type { Outcome } from '../../src/github/refusal.ts'
import type { CommentWhen } from '../../src/settings/choices.ts'
import { expectDone, type Opened, type OpenOptions, open, reopen } from './open.ts'
import { COMMENT_ON_PULL_REQUEST, change, example, FORK, FORK_PULL_REQUEST, type Payload, PULL_REQUEST, WORKFLOW_RUN } from './payloads.ts'
import type { FakeGitHub } from './server.ts'

const CODES = { pass: 0, warn: 0, fail: 1, undecided: 2 } as const

function say(verdict: Verdict, more: Partial<Comment> = {}): Comment {
  return {
    when: 'always',
    about: ['payments/api'],
    verdict,
    code: CODES[verdict],
    state: { reasons: [`because of ${verdict}`] },
    render: () => `it is ${verdict}`,
    ...more,
  }
}

const NEWER_SHA = 'b'.repeat(40)
const pushed = (payload: Payload = PULL_REQUEST): Payload => change(payload, { 'pull_request.head.sha': NEWER_SHA })

const write = ({ github }: Opened, comment: Comment): Promise<Outcome<Written>> => writeComment(github, comment)
const shown = ({ comments }: FakeGitHub): readonly string[] =>
  comments.map(({ body }) => body.replace(/^<!-- ecr-gate:[0-9a-f]{32} [0-9a-f]{16} -->\n/, '').replace(/\n\nWritten .*\n$/, ''))

test('it is created, and the next run updates it', async () => {
  const first = await open()
  const { fake } = first
  expect(expectDone(await write(first, say('fail')), fake)).toEqual({
    how: 'created',
    number: 7,
    url: 'https://github.example/octo-org/octo-repo/pull/7#issuecomment-1',
  })
  expect(fake.comments).toMatchObject([{ issue: 7, login: 'github-actions[bot]' }])
  const second = await reopen(fake, { env: { GITHUB_RUN_ID: '99' } })
  expect(expectDone(await write(second, say('pass')), fake)).toMatchObject({ how: 'updated' })
  expect(shown(fake)).toEqual(['it is pass'])
})

describe('when', () => {
  type Became = Written['how'] | 'left'
  const table: readonly [CommentWhen, Verdict | null, Verdict, Became][] = [
    ['always', null, 'pass', 'created'],
    ['always', 'pass', 'pass', 'updated'],
    ['on-failure', null, 'pass', 'left'],
    ['on-failure', null, 'warn', 'left'],
    ['on-failure', null, 'undecided', 'created'],
    ['on-failure', null, 'fail', 'created'],
    ['on-failure', 'fail', 'pass', 'updated'],
    ['on-failure', 'fail', 'fail', 'updated'],
    ['on-change', null, 'pass', 'left'],
    ['on-change', null, 'warn', 'created'],
    ['on-change', null, 'fail', 'created'],
    ['on-change', 'fail', 'fail', 'unchanged'],
    ['on-change', 'fail', 'pass', 'updated'],
    ['on-change', 'fail', 'undecided', 'updated'],
    ['never', null, 'fail', 'left'],
    ['never', 'fail', 'pass', 'left'],
  ]

  test.each(table)('%s, after %s, with %s: %s', async (when, before, verdict, became) => {
    const opened = await open()
    if (before !== null) expectDone(await write(opened, say(before)), opened.fake)
    const outcome = await write(opened, say(verdict, { when }))
    expect(opened.fake.violations).toEqual([])
    expect('done' in outcome ? outcome.done.how : 'left' in outcome ? 'left' : outcome).toBe(became)
    const isWritten = became === 'created' || became === 'updated'
    expect(shown(opened.fake)).toEqual(isWritten ? [`it is ${verdict}`] : before === null ? [] : [`it is ${before}`])
    expect('done' in outcome ? outcome.done.url : '').toMatch(became === 'left' ? /^$/ : /\/pull\/7#issuecomment-1$/)
  })

  const STATE = { digests: ['sha256:1'], findings: [{ id: 'CVE-2026-1', state: 'open' }], alerts: [], release: null, reasons: ['because'] }

  test.each<[string, Written['how'], unknown]>([
    ['nothing changed', 'unchanged', structuredClone(STATE)],
    ['only the order of members changed', 'unchanged', Object.fromEntries(Object.entries(STATE).reverse())],
    [
      'only the order of inner members changed',
      'unchanged',
      { ...STATE, findings: STATE.findings.map(({ id, state }) => ({ state, id })) },
    ],
    ['another image has the same findings', 'updated', { ...STATE, digests: ['sha256:2'] }],
    ['another finding is there', 'updated', { ...STATE, findings: [{ id: 'CVE-2026-2', state: 'open' }] }],
    ['a finding is suppressed', 'updated', { ...STATE, findings: [{ id: 'CVE-2026-1', state: 'suppressed' }] }],
    ['null became an empty list', 'updated', { ...STATE, release: [] }],
    ['a text moved to another list', 'updated', { ...STATE, alerts: ['because'], reasons: [] }],
    ['a member has the name of one that every object has', 'updated', { ...STATE, ['__proto__']: 1 }],
  ])('on-change, where %s: %s', async (_, how, state) => {
    const opened = await open()
    const words = { when: 'on-change', render: () => 'it is another' } as const
    expectDone(await write(opened, say('fail', { state: STATE })), opened.fake)
    expect(expectDone(await write(opened, say('fail', { ...words, state })), opened.fake).how).toBe(how)
    expect(shown(opened.fake)).toEqual([how === 'updated' ? 'it is another' : 'it is fail'])
  })

  test('on-change writes when only the exit code changed', async () => {
    const opened = await open()
    expectDone(await write(opened, say('warn')), opened.fake)
    expect(expectDone(await write(opened, say('warn', { when: 'on-change', code: 2 })), opened.fake).how).toBe('updated')
  })

  test('on-change sees no change in the same state for another commit and another run', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    const next = await reopen(opened.fake, { payload: pushed(), env: { GITHUB_RUN_ID: '99' } })
    expect(expectDone(await write(next, say('fail', { when: 'on-change' })), opened.fake).how).toBe('unchanged')
  })

  test('a step that fails although the images passed creates a comment', async () => {
    const opened = await open()
    expect(expectDone(await write(opened, say('pass', { when: 'on-failure', code: 2 })), opened.fake).how).toBe('created')
  })
})

describe('one comment for', () => {
  test.each<[string, Partial<Comment>, Readonly<Record<string, string>>, number]>([
    ['the same job', {}, {}, 1],
    ['the same job, with other words', { render: () => 'payments/api:1.4.3' }, {}, 1],
    ['two jobs', {}, { GITHUB_JOB: 'other' }, 2],
    ['two workflows', {}, { GITHUB_WORKFLOW: 'other' }, 2],
    ['two images', { about: ['payments/web'] }, {}, 2],
    ['the same values in another structure', { about: { images: ['payments/api'] } }, {}, 2],
    // The parts of a key must not be joined in a way that makes two keys equal.
    ['names that run into each other', {}, { GITHUB_WORKFLOW: 'gateim', GITHUB_JOB: 'ages' }, 2],
    ['a hostile name', { about: ['--> <img src=x onerror=alert(1)>'] }, { GITHUB_WORKFLOW: '--> @octocat' }, 2],
  ])('%s', async (_, more, env, count) => {
    const first = await open()
    expectDone(await write(first, say('fail')), first.fake)
    const second = await reopen(first.fake, { env })
    for (let i = 0; i < 2; i++) expectDone(await write(second, say('fail', more)), first.fake)
    expect(first.fake.comments).toHaveLength(count)
    for (const { body } of first.fake.comments) expect(body).toMatch(/^<!-- ecr-gate:[0-9a-f]{32} [0-9a-f]{16} -->\n/)
  })
})

describe('a run that ends when the pull request has a newer commit', () => {
  const LEFT = { left: 'no comment is written: the pull request has the newer commit bbbbbbb now' }

  test.each<[string, Payload]>([
    ['pull_request', PULL_REQUEST],
    ['pull_request_target', FORK_PULL_REQUEST],
  ])('(%s) leaves what the newer run wrote', async (event, payload) => {
    const older = await open({ event, payload })
    const newer = await reopen(older.fake, { event, payload: pushed(payload) })
    expectDone(await write(newer, say('fail')), older.fake)
    const [written] = older.fake.comments
    for (const when of ['always', 'on-failure', 'on-change'] as const) {
      expect(await write(older, say('pass', { when }))).toEqual(LEFT)
    }
    expect(older.fake.violations).toEqual([])
    expect(older.fake.comments).toEqual([written])
  })

  test('creates no comment', async () => {
    const older = await open()
    await reopen(older.fake, { payload: pushed() })
    expect(await write(older, say('fail'))).toEqual(LEFT)
    expect(older.fake.comments).toEqual([])
  })

  test('is recognised by the commit alone: the same commit may be judged again', async () => {
    const first = await open()
    expectDone(await write(first, say('fail')), first.fake)
    const again = await reopen(first.fake, { env: { GITHUB_RUN_ATTEMPT: '3' } })
    expect(expectDone(await write(again, say('pass')), first.fake).how).toBe('updated')
    expect(expectDone(await write(first, say('fail')), first.fake).how).toBe('updated')
  })

  test('from a fork does not find the pull request any more', async () => {
    const opened = await open({ event: 'workflow_run', payload: WORKFLOW_RUN })
    opened.fake.pulls.push({ ...FORK, sha: NEWER_SHA })
    expect(await write(opened, say('pass'))).toMatchObject({ warning: { kind: 'github-event' } })
  })
})

describe("others' comments", () => {
  const marked = async (opened: Opened): Promise<string> => {
    expectDone(await write(opened, say('fail')), opened.fake)
    return opened.fake.comments[0]?.body ?? ''
  }

  test.each(['mallory', 'github-actions', 'GitHub-Actions[bot]', null])(
    'of %s with our marker stays as it is, and ours is written',
    async login => {
      const opened = await open()
      const body = await marked(opened)
      const theirs = { id: 5, issue: 7, login, body: body.replace('it is fail', 'all is well') }
      opened.fake.comments.splice(0, 1, theirs)
      expect(expectDone(await write(opened, say('fail', { when: 'on-change' })), opened.fake).how).toBe('created')
      expect(opened.fake.comments[0]).toEqual(theirs)
      expect(opened.fake.comments[1]).toMatchObject({ login: 'github-actions[bot]' })
    },
  )

  test('from our own account stay as they are if the marker is not at the beginning', async () => {
    const opened = await open()
    const body = await marked(opened)
    const quoted = { id: 5, issue: 7, login: 'github-actions[bot]', body: `mallory says: ${body}` }
    opened.fake.comments.splice(0, 1, quoted)
    expectDone(await write(opened, say('pass')), opened.fake)
    expect(opened.fake.comments[0]).toEqual(quoted)
  })

  test.each(['octocat', 'our-app[bot]'])('are told apart from those of %s, the account of the token', async login => {
    const opened = await open({ login })
    const body = await marked(opened)
    opened.fake.comments.push({ id: 5, issue: 7, login: 'github-actions[bot]', body })
    expect(expectDone(await write(opened, say('pass')), opened.fake).how).toBe('updated')
    expect(opened.fake.comments.map(each => each.body.includes('it is pass'))).toEqual([true, false])
  })

  test.each(['denied', 'absent'] as const)("are told apart from the job's own if GitHub does not say who we are (%s)", async failure => {
    const opened = await open()
    await marked(opened)
    opened.fake.fail('viewer', failure)
    expect(expectDone(await write(opened, say('pass')), opened.fake).how).toBe('updated')
  })

  test.each(['cut', 'error500', 'html'] as const)(
    'are not touched, and none is added, if GitHub cannot be asked who we are (%s)',
    async failure => {
      const opened = await open()
      const body = await marked(opened)
      opened.fake.fail('viewer', failure)
      expect(await write(opened, say('pass'))).toMatchObject({ warning: { kind: 'github-network' } })
      expect(opened.fake.comments.map(each => each.body)).toEqual([body])
    },
  )
})

describe('of several comments that are ours', () => {
  const OURS = 'github-actions[bot]'
  const deleted = ({ fake }: Opened): readonly string[] =>
    fake.requests.filter(({ operation }) => operation === 'issues/delete-comment').map(({ path }) => path['comment_id'] ?? '')

  /** Two runs that ended at the same time, neither of which saw the comment of the other. */
  async function startTwice(): Promise<Opened> {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    const [first] = opened.fake.comments
    opened.fake.comments.push({ id: 2, issue: 7, login: OURS, body: first?.body.replace('it is fail', 'it is stale') ?? '' })
    return opened
  }

  test('the first is updated, and the others are gone', async () => {
    const opened = await startTwice()
    expect(expectDone(await write(opened, say('pass')), opened.fake)).toMatchObject({
      how: 'updated',
      url: expect.stringMatching(/#issuecomment-1$/),
    })
    expect(opened.fake.comments).toMatchObject([{ id: 1, body: expect.stringContaining('it is pass') }])
  })

  test('the others are gone even if the first needs no update', async () => {
    const opened = await startTwice()
    expect(expectDone(await write(opened, say('fail', { when: 'on-change' })), opened.fake).how).toBe('unchanged')
    expect(shown(opened.fake)).toEqual(['it is fail'])
  })

  test('all stay as they are if the pull request has a newer commit', async () => {
    const opened = await startTwice()
    await reopen(opened.fake, { payload: pushed() })
    for (const verdict of ['pass', 'fail'] as const) {
      expect(await write(opened, say(verdict, { when: 'on-change' }))).toHaveProperty('left')
    }
    expect(shown(opened.fake)).toEqual(['it is fail', 'it is stale'])
  })

  test.each(['absent', 'gone'] as const)('one that somebody else has deleted (%s) is no problem', async failure => {
    const opened = await startTwice()
    opened.fake.fail('issues/delete-comment', failure)
    expect(expectDone(await write(opened, say('pass')), opened.fake).warning).toBeUndefined()
  })

  test.each(['cut', 'unheard', 'html', 'error503'] as const)(
    'one is gone in the end even if the answer to its deletion was lost (%s)',
    async failure => {
      const opened = await startTwice()
      opened.fake.fail('issues/delete-comment', failure, { times: 1 })
      expect(expectDone(await write(opened, say('pass')), opened.fake).warning).toBeUndefined()
      expect(shown(opened.fake)).toEqual(['it is pass'])
    },
  )

  test('one that may not be deleted is a warning, and the first is updated all the same', async () => {
    const opened = await startTwice()
    opened.fake.fail('issues/delete-comment', 'denied')
    expect(expectDone(await write(opened, say('pass')), opened.fake)).toMatchObject({
      how: 'updated',
      warning: {
        level: 'warning',
        kind: 'github-denied',
        message:
          'the comment https://github.example/octo-org/octo-repo/pull/7#issuecomment-2 ' +
          'is a duplicate and could not be deleted: GitHub answers 403, Resource not accessible by integration',
        help: expect.stringContaining('"pull-requests: write"'),
      },
    })
    expect(shown(opened.fake)).toEqual(['it is pass', 'it is stale'])
  })

  test("the first and the last of 250 on three pages are found, and no one else's is touched", async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    const body = opened.fake.comments[0]?.body ?? ''
    const before = opened.fake.requests.length
    // Everybody else has our marker too.
    const all = Array.from({ length: 250 }, (_, i) => ({ id: 1000 + i, issue: 7, login: i % 2 === 0 ? 'octocat' : null, body }))
    const ours = [1020, 1180, 1240]
    // They are not listed in the order in which they were created.
    opened.fake.comments.splice(0, 1, ...all.map(each => (ours.includes(each.id) ? { ...each, login: OURS } : each)).reverse())
    expect(expectDone(await write(opened, say('pass')), opened.fake).url).toMatch(/#issuecomment-1020$/)
    expect(opened.fake.comments.filter(({ login }) => login === OURS)).toMatchObject([
      { id: 1020, body: expect.stringContaining('it is pass') },
    ])
    expect(opened.fake.comments.filter(({ login }) => login !== OURS)).toEqual(all.filter(({ id }) => !ours.includes(id)).reverse())
    expect(deleted(opened)).toEqual(['1180', '1240'])
    const pages = opened.fake.requests
      .slice(before)
      .filter(({ operation }) => operation === 'issues/list-comments')
      .map(({ query }) => query.get('page'))
    expect(pages).toEqual(['1', '2', '3'])
  })
})

describe('the last line', () => {
  const RUN = 'https://github.example/octo-org/octo-repo/actions/runs/1658821493/attempts/2'
  const COMMENTED: OpenOptions = { event: 'issue_comment', payload: COMMENT_ON_PULL_REQUEST }
  const NO_RUN = { GITHUB_RUN_ID: '' }

  test.each<[string, OpenOptions, string]>([
    ['commit and run', {}, `\n\nWritten for commit ec26c3e by [this run](${RUN}).\n`],
    ['the commit, if the run is not known', { env: NO_RUN }, '\n\nWritten for commit ec26c3e.\n'],
    ['the run, if the event has no commit', COMMENTED, `\n\nWritten by [this run](${RUN}).\n`],
    ['neither, if both are unknown', { ...COMMENTED, env: NO_RUN }, ''],
  ])('names %s', async (_, options, last) => {
    const opened = await open(options)
    // The line is there however long the report is.
    for (const render of [() => 'short', (limit: number) => 'x\n'.repeat(limit / 2), (limit: number) => 'x\n'.repeat(limit)]) {
      expectDone(await write(opened, say('fail', { render })), opened.fake)
      const body = opened.fake.comments[0]?.body ?? ''
      expect(body.endsWith(last)).toBe(true)
      expect(body.includes('Written')).toBe(last !== '')
    }
  })

  test('is of the run that wrote it', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    const next = await reopen(opened.fake, { payload: pushed(), env: { GITHUB_RUN_ID: '99' } })
    expectDone(await write(next, say('pass')), opened.fake)
    expect(opened.fake.comments[0]?.body).toMatch(/\n\nWritten for commit bbbbbbb by \[this run\]\(.*\/runs\/99\/attempts\/2\)\.\n$/)
    expect(opened.fake.comments[0]?.body.match(/Written/g)).toHaveLength(1)
  })
})

describe('the body', () => {
  test('may use the given limit to the byte', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail', { render: limit => 'x'.repeat(limit) })), opened.fake)
    expect(opened.fake.comments[0]?.body).toHaveLength(65_536)
  })

  test('fits and is valid text, whatever is rendered', async () => {
    const opened = await open()
    // Characters of one to four bytes, and a lone surrogate, which JSON can contain but valid text cannot.
    const unit = fc.constantFrom('a', '\u20ac', '\u{1f680}', '\ud83d', 'a\n')
    await fc.assert(
      fc.asyncProperty(unit, fc.integer({ min: -2, max: 3 }), async (each, more) => {
        const text = (limit: number): string => each.repeat(limit).slice(0, limit + more)
        expectDone(await write(opened, say('fail', { render: text })), opened.fake)
        expect(/\p{Cs}/u.test(opened.fake.comments[0]?.body ?? '\ud83d')).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})

describe('an answer that was lost', () => {
  test.each(['unheard', 'html', 'malformed', 'error503'] as const)('(%s) leads to no second comment', async failure => {
    const opened = await open()
    opened.fake.fail('issues/create-comment', failure, { times: 1 })
    expectDone(await write(opened, say('fail')), opened.fake)
    expect(opened.fake.comments).toHaveLength(1)
    const asked = ['issues/list-comments', 'pulls/get', 'issues/create-comment', 'issues/list-comments']
    expect(opened.asked().slice(0, 4)).toEqual(asked)
  })

  test('does not make us send a request again if we cannot check whether it took effect', async () => {
    const opened = await open()
    opened.fake.fail('issues/create-comment', 'unheard', { times: 1 })
    opened.fake.fail('issues/list-comments', 'error500', { after: 1 })
    expect(await write(opened, say('fail'))).toMatchObject({ warning: { kind: 'github-network' } })
    expect(opened.fake.comments).toHaveLength(1)
  })

  test('to an update makes us send it again', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    opened.fake.fail('issues/update-comment', 'unheard', { times: 1 })
    expectDone(await write(opened, say('pass')), opened.fake)
    expect(shown(opened.fake)).toEqual(['it is pass'])
  })
})

test.each<[string, Payload]>([
  ['push', example('push')],
  ['merge_group', example('merge_group')],
  ['schedule', { schedule: '0 5 * * *' }],
  ['workflow_dispatch', example('workflow_dispatch')],
  ['release', example('release')],
])('on %s there is nothing to comment on, and GitHub is not asked', async (event, payload) => {
  const opened = await open({ event, payload })
  expect(await write(opened, say('fail'))).toHaveProperty('left')
  expect(opened.asked()).toEqual([])
})

test.each<[string, Payload]>([
  ['pull_request_target', change(FORK_PULL_REQUEST, { 'pull_request.number': 7 })],
  ['issue_comment', COMMENT_ON_PULL_REQUEST],
  ['workflow_run', WORKFLOW_RUN],
])('%s leads to the pull request', async (event, payload) => {
  const opened = await open({ event, payload })
  opened.fake.pulls.push(FORK)
  expect(expectDone(await write(opened, say('fail')), opened.fake).number).toBe(7)
})
