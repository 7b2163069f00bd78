// What several runs leave on a pull request together, and what happens to a check whose run is stopped.

import { describe, expect, test } from 'vitest'
import { parseImageUri } from '../../src/image/uri.ts'
import { emptyReport, type Report } from '../../src/report/report.ts'
import { type Publication, type Publishing, startPublication } from '../../src/run/publication.ts'
import { type Opened, open } from './open.ts'
import { change, type Payload, PULL_REQUEST, pullOf } from './payloads.ts'

// Two problems with a place, so that the check has annotations.
const AT_LINES = ['Dockerfile', 'rules.yml'].map(at => ({ level: 'warning', kind: 'usage', message: 'look at this', at }) as const)
const reportOf = (verdict: Report['verdict'], reason: string): Report => ({ ...emptyReport(AT_LINES, ''), verdict, reasons: [reason] })
const FAIL = reportOf('fail', '3 HIGH')
const PASS = reportOf('pass', '0 findings')

const ASKED: Publishing = {
  checkRun: undefined,
  comment: 'always',
  uploadSarif: false,
  githubToken: undefined,
  images: [],
  findings: [],
  events: [],
  platforms: [],
}

interface Step {
  /** What follows the name of the repository. */
  readonly image?: string
  readonly asked?: Partial<Publishing>
  readonly env?: Readonly<Record<string, string>>
  readonly payload?: Payload
  /** Called at each sleep. */
  readonly meanwhile?: () => void | Promise<void>
}

function begin({ fake, github: { means } }: Opened, { image, asked, env, payload = PULL_REQUEST, meanwhile }: Step): Promise<Publication> {
  const pull = pullOf(payload)
  if (pull !== undefined) fake.pulls.splice(0, fake.pulls.length, pull)
  const sleep = async (milliseconds: number): Promise<void> => {
    await means.sleep(milliseconds)
    await meanwhile?.()
  }
  const images = image === undefined ? [] : [parseImageUri(`111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api${image}`, NOWHERE)]
  const settings = { ...ASKED, githubToken: fake.token, images: images.flatMap(each => ('message' in each ? [] : [each])), ...asked }
  return startPublication(settings, { ...means, sleep, signal: new AbortController().signal, env: fake.env('pull_request', payload, env) })
}

const NOWHERE = { registryId: undefined, region: undefined }

async function write(opened: Opened, step: Step, report: Report) {
  const publication = await begin(opened, step)
  const published = await publication.finish(report, report.verdict === 'pass' ? 0 : 1)
  expect(opened.fake.violations).toEqual([])
  return published
}

const marksOf = ({ fake }: Opened): readonly string[] => fake.comments.map(({ body }) => /## (\S+) ECR Gate/.exec(body)?.[1] ?? '')

describe('a comment that says fail stays', () => {
  test.each<[string, Step, Step]>([
    ['another leg of a matrix passes another tag', { image: ':amd' }, { image: ':arm' }],
    ['short numbers in the tags tell the legs apart', { image: ':1.4.2-node18' }, { image: ':1.4.2-node20' }],
    ['only one of two images is named by a digest', { image: ':amd' }, { image: `@sha256:${'1'.repeat(64)}` }],
    [
      'another leg asks for another platform',
      { image: ':1.4.2', asked: { platforms: ['linux/amd64'] } },
      { image: ':1.4.2', asked: { platforms: ['linux/arm64'] } },
    ],
    [
      'another step of the job passes the same image',
      { image: ':1.4.2', env: { GITHUB_ACTION: '__octo-org_ecr-gate' } },
      { image: ':1.4.2', env: { GITHUB_ACTION: '__octo-org_ecr-gate_2' } },
    ],
    ['another step passes recorded events', { asked: { findings: ['a.json'] } }, { asked: { events: ['a.json'] } }],
  ])('when %s', async (_, failing, passing) => {
    const opened = await open()
    await write(opened, failing, FAIL)
    await write(opened, passing, PASS)
    expect(marksOf(opened)).toEqual(['❌', '✅'])
    // Each comment is found again.
    await write(opened, passing, FAIL)
    await write(opened, failing, PASS)
    expect(marksOf(opened)).toEqual(['✅', '❌'])
  })
})

describe('a pull request keeps one comment if its images are tagged with', () => {
  const SHA = 'a'.repeat(20) + 'b'.repeat(20)
  const pushed = change(PULL_REQUEST, { 'pull_request.head.sha': SHA })
  const later = { GITHUB_SHA: 'c'.repeat(40), GITHUB_RUN_ID: '1658821999', GITHUB_RUN_NUMBER: '6', GITHUB_RUN_ATTEMPT: '1' }
  const earlier = { GITHUB_RUN_NUMBER: '5' }

  test.each([
    ['the commit', ':ec26c3e', `:${SHA}`],
    ['the commit within a word', ':gitec26c3e', ':gitaaaaaaa'],
    ['the merge', ':1.4.2-2ffea6db', ':1.4.2-cccccccc'],
    ['the id and the attempt of the run', ':run-1658821493-2', ':run-1658821999-1'],
    ['the number of the run', ':1.4.5', ':1.4.6'],
    ['the time', ':20261123T104500Z', ':20261124T071500Z'],
    ['the same tag', ':1.4.2', ':1.4.2'],
    ['the same tag, and named by the digest too', `:1.4.2@sha256:${'1'.repeat(64)}`, `:1.4.2@sha256:${'2'.repeat(64)}`],
    ['nothing, and named by the digest', `@sha256:${'1'.repeat(64)}`, `@sha256:${'2'.repeat(64)}`],
  ])('%s', async (_, first, second) => {
    const opened = await open()
    await write(opened, { image: first, env: earlier }, FAIL)
    await write(opened, { image: second, env: later, payload: pushed }, PASS)
    expect(marksOf(opened)).toEqual(['✅'])
  })

  test('the same tag, and the run is tried again', async () => {
    const opened = await open()
    for (const attempt of ['1', '2', '3']) await write(opened, { image: ':1.2.3', env: { GITHUB_RUN_ATTEMPT: attempt } }, FAIL)
    expect(marksOf(opened)).toEqual(['❌'])
  })

  test('the same tag, and platforms are given in another order', async () => {
    const opened = await open()
    for (const platforms of [
      ['linux/amd64', 'linux/arm64'],
      ['linux/arm64', 'linux/amd64'],
    ]) {
      await write(opened, { image: ':1.4.2', asked: { platforms } }, FAIL)
    }
    expect(opened.fake.comments).toHaveLength(1)
  })
})

test('a second comment that may not be deleted is a warning, and the output has the address of the first', async () => {
  const opened = await open()
  await write(opened, { image: ':1.4.2' }, FAIL)
  const [first] = opened.fake.comments
  if (first !== undefined) opened.fake.comments.push({ ...first, id: 2 })
  opened.fake.fail('issues/delete-comment', 'denied')
  expect(await write(opened, { image: ':1.4.2' }, PASS)).toMatchObject({
    warnings: [{ message: expect.stringContaining('issuecomment-2'), help: expect.stringContaining('"pull-requests: write"') }],
    outputs: [['comment', expect.stringMatching(/#issuecomment-1$/)]],
  })
})

describe('a run that is stopped', () => {
  const CHECK = { checkRun: 'ECR Gate', comment: 'never' } as const

  test('while it waits for code scanning leaves the verdict of its check', async () => {
    const opened = await open()
    opened.fake.processing = [{ processing_status: 'pending' }]
    const publication: Publication = await begin(opened, { asked: { ...CHECK, uploadSarif: true }, meanwhile: () => publication.cancel() })
    await publication.finish(FAIL, 1)
    expect(opened.sleeps).not.toEqual([])
    expect(opened.fake.checks).toMatchObject([{ status: 'completed', conclusion: 'failure', title: 'fail: do not deploy' }])
  })

  test('while its check is being completed waits for that', async () => {
    const opened = await open()
    const ended: string[] = []
    const publication: Publication = await begin(opened, {
      asked: CHECK,
      meanwhile: () => {
        // Not awaited: the sleep that called this would wait for itself.
        publication.cancel().then(() => ended.push(opened.fake.checks[0]?.conclusion ?? 'none'))
      },
    })
    opened.fake.fail('checks/update', 'cut', { times: 2, where: ({ body }) => body.status === 'completed' })
    await publication.finish(FAIL, 1)
    await publication.cancel()
    expect(ended).toEqual(['failure', 'failure'])
    expect(opened.fake.checks).toMatchObject([{ status: 'completed', conclusion: 'failure' }])
  })

  test.each(['denied', 'cut'] as const)('after its check could not be completed (%s) throws nothing', async failure => {
    const opened = await open()
    const publication = await begin(opened, { asked: CHECK })
    opened.fake.fail('checks/update', failure)
    await publication.finish(FAIL, 1)
    await expect(publication.cancel()).resolves.toBeUndefined()
  })

  test('before its check is completed ends the check as cancelled', async () => {
    const opened = await open()
    const seen: unknown[] = []
    const publication: Publication = await begin(opened, {
      asked: CHECK,
      meanwhile: async () => {
        await publication.cancel()
        seen.push(opened.fake.checks[0]?.conclusion)
      },
    })
    opened.fake.fail('checks/update', 'error500', { times: 1, where: ({ body }) => body.output.annotations !== undefined })
    await publication.finish(FAIL, 1)
    expect(seen).toEqual(['cancelled'])
  })
})

describe('the check shows the annotations', () => {
  test.each<[boolean, string, Partial<Publishing>, (opened: Opened) => void]>([
    [true, 'when it is completed with them', { checkRun: 'ECR Gate' }, () => undefined],
    [false, 'not if no check is requested', {}, () => undefined],
    [false, 'not when it could not be created', { checkRun: 'ECR Gate' }, ({ fake }) => fake.fail('checks/create', 'denied')],
    [false, 'not when it could not be updated', { checkRun: 'ECR Gate' }, ({ fake }) => fake.fail('checks/update', 'denied')],
    [
      false,
      'not when it has them and could not be completed',
      { checkRun: 'ECR Gate' },
      ({ fake }) => fake.fail('checks/update', 'denied', { where: ({ body }) => body.status === 'completed' }),
    ],
    [
      false,
      'not when it is completed without them',
      { checkRun: 'ECR Gate' },
      ({ fake }) => fake.fail('checks/update', 'invalid', { where: ({ body }) => body.output.annotations !== undefined }),
    ],
  ])('%s: %s', async (annotated, _, asked, prepare) => {
    const opened = await open()
    prepare(opened)
    expect((await write(opened, { asked: { comment: 'never', ...asked } }, FAIL)).annotated).toBe(annotated)
  })
})
