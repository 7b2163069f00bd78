// The comment on the pull request: when it is written, whose it is, and that there is one.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/gate/verdict.ts'
import { type Comment, type Written, writeComment } from '../../src/github/comment.ts'
import type { Outcome } from '../../src/github/fault.ts'
import type { CommentWhen } from '../../src/settings/table.ts'
import { expectDone, type Opened, open, reopen } from './open.ts'
import { COMMENT_ON_PULL_REQUEST, change, example, FORK, FORK_PULL_REQUEST, type Payload, WORKFLOW_RUN } from './payloads.ts'
import type { FakeGitHub } from './server.ts'

const CODES = { pass: 0, warn: 0, fail: 1, undecided: 2 } as const

function say(verdict: Verdict, more: Partial<Comment> = {}): Comment {
  return {
    when: 'always',
    about: ['payments/api'],
    verdict,
    code: CODES[verdict],
    reasons: [`because of ${verdict}`],
    render: () => `it is ${verdict}`,
    ...more,
  }
}

const write = ({ github }: Opened, comment: Comment): Promise<Outcome<Written>> => writeComment(github, comment)
const shown = ({ comments }: FakeGitHub): readonly string[] =>
  comments.map(({ body }) => body.replace(/^<!-- ecr-gate:[0-9a-f]{32} [0-9a-f]{16} -->\n/, ''))

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
  type Became = 'created' | 'updated' | 'left'
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
    ['on-change', 'fail', 'fail', 'left'],
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
    expect(shown(opened.fake)).toEqual(became === 'left' ? (before === null ? [] : [`it is ${before}`]) : [`it is ${verdict}`])
  })

  test('on-change writes when only the reasons changed', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail')), opened.fake)
    const outcome = await write(opened, say('fail', { when: 'on-change', reasons: ['another'], render: () => 'it is another' }))
    expect(expectDone(outcome, opened.fake).how).toBe('updated')
    expect(shown(opened.fake)).toEqual(['it is another'])
  })

  test('a step that ends red although the images passed begins a comment', async () => {
    const opened = await open()
    expect(expectDone(await write(opened, say('pass', { when: 'on-failure', code: 2 })), opened.fake).how).toBe('created')
  })
})

describe('one comment for', () => {
  test.each<[string, Partial<Comment>, Readonly<Record<string, string>>, number]>([
    ['the same job', {}, {}, 1],
    ['the same job, of another tag', { render: () => 'payments/api:1.4.3' }, {}, 1],
    ['two jobs', {}, { GITHUB_JOB: 'other' }, 2],
    ['two workflows', {}, { GITHUB_WORKFLOW: 'other' }, 2],
    ['two images', { about: ['payments/web'] }, {}, 2],
    // Whatever is put together to a key must not be the same put together otherwise.
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

  test('by our own account, but with the marker elsewhere than at the beginning, stay as they are', async () => {
    const opened = await open()
    const body = await marked(opened)
    const quoted = { id: 5, issue: 7, login: 'github-actions[bot]', body: `mallory says: ${body}` }
    opened.fake.comments.splice(0, 1, quoted)
    expectDone(await write(opened, say('pass')), opened.fake)
    expect(opened.fake.comments[0]).toEqual(quoted)
  })

  test.each(['octocat', 'our-app[bot]'])('are told from those of %s, whose token it is', async login => {
    const opened = await open({ login })
    const body = await marked(opened)
    opened.fake.comments.push({ id: 5, issue: 7, login: 'github-actions[bot]', body })
    expect(expectDone(await write(opened, say('pass')), opened.fake).how).toBe('updated')
    expect(opened.fake.comments.map(each => each.body.includes('it is pass'))).toEqual([true, false])
  })

  test.each(['denied', 'absent'] as const)("are told from the job's own where GitHub does not say who we are (%s)", async failure => {
    const opened = await open()
    await marked(opened)
    opened.fake.fail('viewer', failure)
    expect(expectDone(await write(opened, say('pass')), opened.fake).how).toBe('updated')
  })

  test.each(['cut', 'error500', 'html'] as const)(
    'are not touched, nor is one added, where it cannot be asked who we are (%s)',
    async failure => {
      const opened = await open()
      const body = await marked(opened)
      opened.fake.fail('viewer', failure)
      expect(await write(opened, say('pass'))).toMatchObject({ warning: { kind: 'github-network' } })
      expect(opened.fake.comments.map(each => each.body)).toEqual([body])
    },
  )
})

test('of 250 comments on three pages, and several of ours, the newest is updated', async () => {
  const opened = await open()
  expectDone(await write(opened, say('fail')), opened.fake)
  const [mine] = opened.fake.comments
  const all = Array.from({ length: 250 }, (_, i) => ({ id: 1000 + i, issue: 7, login: 'octocat', body: `comment ${i}` }))
  const ours = [20, 240].map(i => ({ id: 1000 + i, issue: 7, login: 'github-actions[bot]', body: mine?.body ?? '' }))
  opened.fake.comments.splice(0, 1, ...all.map(each => ours.find(({ id }) => id === each.id) ?? each))
  expect(expectDone(await write(opened, say('pass')), opened.fake)).toMatchObject({
    how: 'updated',
    url: expect.stringMatching(/#issuecomment-1240$/),
  })
  expect(opened.fake.comments.filter(({ body }) => body.includes('it is pass')).map(({ id }) => id)).toEqual([1240])
  expect(opened.fake.comments).toHaveLength(250)
  const pages = opened.fake.requests
    .slice(2)
    .filter(({ operation }) => operation === 'issues/list-comments')
    .map(({ query }) => query.get('page'))
  expect(pages).toEqual(['1', '2', '3'])
})

describe('the body', () => {
  test('is made within the limit that is told, to the byte', async () => {
    const opened = await open()
    expectDone(await write(opened, say('fail', { render: limit => 'x'.repeat(limit) })), opened.fake)
    expect(opened.fake.comments[0]?.body).toHaveLength(65_536)
  })

  test('fits, whatever is made, and is text', async () => {
    const opened = await open()
    // Beside whole characters of one to four bytes, a lone half of one, which JSON can carry and no text has.
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
    expect(opened.asked().slice(0, 3)).toEqual(['issues/list-comments', 'issues/create-comment', 'issues/list-comments'])
  })

  test('is not repeated where it cannot be seen whether it was done', async () => {
    const opened = await open()
    opened.fake.fail('issues/create-comment', 'unheard', { times: 1 })
    opened.fake.fail('issues/list-comments', 'error500', { after: 1 })
    expect(await write(opened, say('fail'))).toMatchObject({ warning: { kind: 'github-network' } })
    expect(opened.fake.comments).toHaveLength(1)
  })

  test('of an update is asked for once more', async () => {
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
