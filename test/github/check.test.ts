// The check run from its creation to its conclusion, as GitHub stores it in the end.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Check, cancelCheck, conclusionOf, finishCheck, type Shown, startCheck } from '../../src/github/check.ts'
import type { Annotation } from '../../src/report/annotation.ts'
import { expectDone, NOW, type Opened, open } from './open.ts'
import { HEAD_SHA } from './payloads.ts'

const SHOWN: Shown = { title: 'pass: deployment is allowed', summary: 'all is well', text: 'the details', annotations: [] }
const PASS = { verdict: 'pass', code: 0 } as const
const FAIL = { verdict: 'fail', code: 1 } as const

function annotations(count: number): readonly Annotation[] {
  return Array.from({ length: count }, (_, i) => ({
    level: 'error',
    title: `finding ${i}`,
    message: `CVE-2026-${i}`,
    at: { file: 'Dockerfile', line: i + 1 },
  }))
}

async function start(opened: Opened): Promise<Check> {
  return expectDone(await startCheck(opened.github, 'ECR Gate'), opened.fake)
}

test('it is created in progress at the head of the pull request', async () => {
  const opened = await open()
  await start(opened)
  expect(opened.fake.checks).toEqual([
    expect.objectContaining({
      name: 'ECR Gate',
      head_sha: HEAD_SHA,
      status: 'in_progress',
      conclusion: null,
      started_at: NOW,
      details_url: 'https://github.example/octo-org/octo-repo/actions/runs/1658821493/attempts/2',
    }),
  ])
})

test.each([0, 1, 50, 51, 1000, 1001])('%i annotations arrive in their order, and the last request completes the check', async count => {
  const opened = await open()
  const check = await start(opened)
  const outcome = await finishCheck(opened.github, check, FAIL, { ...SHOWN, annotations: annotations(count) })
  expect(expectDone(outcome, opened.fake)).toBe('failure')
  const [stored] = opened.fake.checks
  expect(stored).toMatchObject({
    status: 'completed',
    conclusion: 'failure',
    completed_at: NOW,
    summary: 'all is well',
    text: 'the details',
  })
  expect(stored?.annotations.map(({ message }) => message)).toEqual(annotations(Math.min(count, 1000)).map(({ message }) => message))
  const updates = opened.fake.requests.filter(({ operation }) => operation === 'checks/update')
  expect(updates.map(({ body }) => body.status)).toEqual([...Array(updates.length - 1).fill(undefined), 'completed'])
  expect(updates.length).toBe(Math.ceil(Math.min(count, 1000) / 50) + 1)
})

test('an annotation has the level, the place and the texts in the form that GitHub expects', async () => {
  const opened = await open()
  const check = await start(opened)
  const at = { file: '/services/api/package-lock.json', line: 12 }
  const given: readonly Annotation[] = [
    { level: 'error', title: 'a', message: 'b', at },
    { level: 'warning', title: 'a', message: 'b', at: { file: './Dockerfile', line: 1 } },
    { level: 'notice', title: 'a', message: 'b', at: { file: 'Dockerfile', line: 2 } },
    { level: 'error', title: 'nowhere', message: 'b', at: null },
  ]
  expectDone(await finishCheck(opened.github, check, FAIL, { ...SHOWN, annotations: given }), opened.fake)
  const words = { title: 'a', message: 'b' }
  expect(opened.fake.checks[0]?.annotations).toEqual([
    { ...words, path: 'services/api/package-lock.json', start_line: 12, end_line: 12, annotation_level: 'failure' },
    { ...words, path: 'Dockerfile', start_line: 1, end_line: 1, annotation_level: 'warning' },
    { ...words, path: 'Dockerfile', start_line: 2, end_line: 2, annotation_level: 'notice' },
  ])
})

// https://docs.github.com/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
// A required check allows the merge with success, skipped or neutral.
test.each([
  ['pass', 0, 'success'],
  ['pass', 2, 'failure'],
  ['warn', 0, 'neutral'],
  ['warn', 2, 'failure'],
  ['undecided', 0, 'neutral'],
  ['undecided', 2, 'failure'],
  ['fail', 1, 'failure'],
  ['fail', 0, 'failure'],
] as const)('%s with exit code %i is %s', (verdict, code, conclusion) => {
  expect(conclusionOf({ verdict, code })).toBe(conclusion)
})

test('a run that is stopped ends its check as cancelled', async () => {
  const opened = await open()
  const check = await start(opened)
  expect(expectDone(await cancelCheck(opened.github, check), opened.fake)).toBe('cancelled')
  expect(opened.fake.checks[0]).toMatchObject({ status: 'completed', conclusion: 'cancelled' })
})

test.each(['error500', 'hang', 'denied'] as const)('%s does not delay a run that is stopped', async failure => {
  const opened = await open()
  const check = await start(opened)
  opened.fake.fail('checks/update', failure)
  const outcome = await cancelCheck({ ...opened.github, request: (route, body) => opened.github.request(route, body, 100) }, check)
  expect(outcome).toHaveProperty('warning')
  expect(opened.sleeps).toEqual([])
})

test.each(['merge_group', 'push', 'schedule'])('on %s it belongs to the commit of the run', async event => {
  const { GITHUB_SHA: sha = '', ...opened } = {
    GITHUB_SHA: '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d',
    ...(await open({ event, payload: { merge_group: { head_sha: '2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d' } } })),
  }
  await start(opened)
  expect(opened.fake.checks[0]?.head_sha).toBe(sha)
})

describe('an answer that was lost', () => {
  test('creates no second check', async () => {
    const opened = await open()
    opened.fake.fail('checks/create', 'unheard', { times: 1 })
    const check = await start(opened)
    expect(opened.fake.checks.map(({ id }) => id)).toEqual([check.id])
    expect(opened.asked()).toEqual(['checks/create', 'checks/list-for-ref'])
  })

  test("does not make us take another job's check of the same name for ours", async () => {
    const opened = await open()
    await start(opened)
    opened.fake.fail('checks/create', 'cut', { times: 1 })
    const check = await start(opened)
    expect(opened.fake.checks.map(({ id }) => id)).toEqual([100, 101])
    expect(check.id).toBe(101)
  })

  test.each([1, 2, 3])('of update %i writes no annotation twice', async number => {
    const opened = await open()
    const check = await start(opened)
    opened.fake.fail('checks/update', 'unheard', { after: number - 1, times: 1 })
    expectDone(await finishCheck(opened.github, check, FAIL, { ...SHOWN, annotations: annotations(51) }), opened.fake)
    expect(opened.fake.checks[0]).toMatchObject({ status: 'completed', annotations: { length: 51 } })
  })

  test.each(['error500', 'cut'] as const)('of an update that was not applied (%s) makes us send it again', async failure => {
    const opened = await open()
    const check = await start(opened)
    opened.fake.fail('checks/update', failure, { after: 1, times: 2 })
    expectDone(await finishCheck(opened.github, check, FAIL, { ...SHOWN, annotations: annotations(150) }), opened.fake)
    expect(opened.fake.checks[0]).toMatchObject({ status: 'completed', annotations: { length: 150 } })
  })
})

test.each(['invalid', 'error500', 'denied', 'primary'] as const)(
  'annotations that fail with %s do not prevent the conclusion of the check',
  async failure => {
    const opened = await open()
    const check = await start(opened)
    opened.fake.fail('checks/update', failure, { after: 1, where: ({ body }) => body.output.annotations !== undefined })
    const outcome = await finishCheck(opened.github, check, FAIL, { ...SHOWN, annotations: annotations(150) })
    expect(outcome).toMatchObject({
      warning: {
        level: 'warning',
        message: expect.stringMatching(/^a part of the annotations of the check run "ECR Gate" could not be written: /),
      },
    })
    expect(opened.fake.checks[0]).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      text: 'the details',
      annotations: { length: 50 },
    })
    expect(opened.fake.violations).toEqual([])
  },
)

test('a check that cannot be completed is one warning', async () => {
  const opened = await open()
  const check = await start(opened)
  opened.fake.fail('checks/update', 'denied')
  expect(await finishCheck(opened.github, check, PASS, SHOWN)).toEqual({
    warning: {
      level: 'warning',
      kind: 'github-denied',
      message: 'the check run "ECR Gate" could not be written: GitHub answers 403, Resource not accessible by integration',
      help: expect.stringContaining('"checks: write"'),
    },
  })
})

describe('text of any size fits', () => {
  // Characters of one to four bytes, a lone surrogate, and a line break.
  const hostile = fc.constantFrom('a', '\u00e9', '\u20ac', '\u{1f680}', '\ud83d', '\udc00', '\n', '|', '`@octocat`', '\u202e')

  test('in every part', async () => {
    const opened = await open()
    const check = await start(opened)
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 12 }), fc.integer({ min: -6, max: 6 }), async (parts, more) => {
        const unit = parts.join('')
        const sized = (bytes: number): string => unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)) + 1).slice(0, bytes + more)
        const long = { title: sized(255), message: sized(65_536) }
        const shown = {
          title: sized(255),
          summary: sized(65_535),
          text: sized(65_535),
          annotations: [{ ...long, level: 'error', at: { file: 'Dockerfile', line: 1 } } as const],
        }
        expectDone(await finishCheck(opened.github, check, FAIL, shown), opened.fake)
        const stored = opened.fake.checks[0]
        for (const text of [stored?.title, stored?.summary, stored?.text, stored?.annotations.at(-1)?.message])
          expect(isWellFormed(text)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  const isWellFormed = (text: string | null | undefined): boolean => !/\p{Cs}/u.test(text ?? '')

  test('and Markdown is not cut within a line', async () => {
    const opened = await open()
    const check = await start(opened)
    // Otherwise the code span would lose its end, and GitHub would mention somebody.
    const text = `${'x'.repeat(60_000)}\n\`${'y'.repeat(5_500)} @octocat ${'z'.repeat(500)}\`\n`
    expectDone(await finishCheck(opened.github, check, FAIL, { ...SHOWN, summary: text, text }), opened.fake)
    const cut = `${'x'.repeat(60_000)}\n…`
    expect(opened.fake.checks[0]).toMatchObject({ summary: cut, text: cut })
  })

  test('and text that fits to the byte is not changed', async () => {
    const opened = await open()
    const check = await start(opened)
    const text = `${'\u{1f680}'.repeat(16_383)}abc`
    expectDone(await finishCheck(opened.github, check, FAIL, { ...SHOWN, text }), opened.fake)
    expect(opened.fake.checks[0]?.text).toBe(text)
  })
})
