// A run that is stopped by a signal, at each of its steps: the bundles as processes, with AWS and GitHub as servers that hold an answer
// back until the signal has arrived. What counts is what the servers were asked after that.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { pushLater } from '../aws/push.ts'
import type { ScanStep } from '../aws/scan.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { type FakeGitHub, startGitHub } from '../github/server.ts'
import { ENV, ROOT } from './command.ts'
import { prepareStep, readOutputs, type World } from './runner.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:commit-1`
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const RUNNING: readonly ScanStep[] = [{ status: 'IN_PROGRESS' }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]

// It says which digest it pushed, or goes on for ever.
const SKOPEO = `#!/bin/sh
here=$(dirname "$0")
case "$*" in *--version*) echo "skopeo version 1.9.3"; exit 0;; esac
while [ $# -gt 0 ]; do case "$1" in --digestfile) digestfile=$2;; esac; shift; done
touch "$here/started"
[ -e "$here/wait" ] && sleep 60
cp "$here/digest" "$digestfile"
`

interface Scene extends World {
  readonly tools: string
  readonly digest: string
  readonly tag: (name: string) => string | undefined
}

async function setScene(scan: readonly ScanStep[]): Promise<Scene> {
  const [aws, github] = [await startAws(), await startGitHub()]
  github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
  aws.ecr.addImage({ repository: REPOSITORY, tags: ['production'], manifest: makeManifest('old') })
  const digest = pushLater(aws, { repository: REPOSITORY, tags: ['commit-1'], manifest: makeManifest('new'), scan })
  const tools = makeFolder({ skopeo: SKOPEO, digest })
  chmodSync(join(tools, 'skopeo'), 0o755)
  return { aws, github, tools, digest, tag: name => aws.ecr.tagsIn(REPOSITORY).get(name) }
}

type Request = Scene['aws']['requests'][number]
const isPut = ({ operation }: Request): boolean => operation === 'PutImage'
const asksFor =
  (tag: string) =>
  ({ input }: Request): boolean =>
    JSON.stringify(input).includes(`"${tag}"`)

/** Starts a bundle. `told` is settled once it says that it was told to stop. */
function start(bundle: string, words: readonly string[], env: Readonly<Record<string, string>>, cwd = ROOT) {
  const child = spawn(process.execPath, [join(ROOT, 'dist', bundle), ...words], {
    cwd,
    env: { ...ENV, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text
  })
  const told = new Promise<void>(resolve => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.err += text
      if (texts.err.includes('stopped by SIG')) resolve()
    })
  })
  const ended = new Promise<{ readonly by: string | number | null; readonly out: string; readonly err: string }>(resolve =>
    child.once('close', (code, by) => resolve({ by: by ?? code, ...texts })),
  )
  return { child, told, ended }
}

const PROMOTE = ['--promote-tags', 'staging', 'production']

async function stopCommand(
  scan: readonly ScanStep[],
  words: readonly string[],
  step: (scene: Scene, told: Promise<void>) => () => boolean,
) {
  const scene = await setScene(scan)
  const temporary = makeFolder()
  let hear: () => void = () => undefined
  const heard = new Promise<void>(resolve => {
    hear = resolve
  })
  const isThere = step(scene, heard)
  const given = ['check', '--push', 'oci:build/image', '--image', IMAGE, '--audit-source', 'none', '--format', 'json', ...words]
  const env = { ...scene.aws.env, PATH: `${scene.tools}:${process.env['PATH']}`, RUNNER_TEMP: temporary }
  const { child, told, ended } = start('cli.cjs', given, env)
  told.then(hear)
  await expect.poll(isThere, { timeout: 20_000, interval: 10 }).toBe(true)
  child.kill('SIGINT')
  const { by, out, err } = await ended
  expect(by).toBe('SIGINT')
  expect(readdirSync(temporary)).toEqual([])
  return { ...scene, err, report: JSON.parse(out) as Report }
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'policy push waits after %s for the answer to what it sent, and says what it did not begin',
  async signal => {
    const aws = await startAws()
    const accept = (id: string): string => JSON.stringify({ exceptions: [{ id, reason: 'not reachable', expires: '2027-01-31' }] })
    const folder = makeFolder({ 'a.json': accept('CVE-2026-0001'), 'b.json': accept('CVE-2026-0002'), 'c.json': accept('CVE-2026-0003') })
    let hear: () => void = () => undefined
    aws.fail(
      'PutParameter',
      {
        hold: new Promise<void>(resolve => {
          hear = resolve
        }),
      },
      { after: 1 },
    )
    const { child, told, ended } = start('cli.cjs', ['policy', 'push', folder, 'ssm:/t/'], aws.env)
    told.then(hear)
    const puts = () => aws.requests.filter(({ operation }) => operation === 'PutParameter')
    await expect.poll(() => puts().length, { timeout: 20_000, interval: 10 }).toBe(2)
    child.kill(signal)
    const { by, out, err } = await ended
    expect({ by, out }).toEqual({ by: signal, out: 'ssm:/t/a: created, version 1\nssm:/t/b: created, version 1\n' })
    expect(err).toContain('not written: ssm:/t/c')
    expect(err).not.toContain('perhaps')
    expect(puts()).toHaveLength(2)
  },
)

describe('the command', () => {
  test('between two tags says which is set, and sets no other', async () => {
    const { aws, report, digest, tag } = await stopCommand(CLEAN, PROMOTE, ({ aws }, told) => {
      aws.fail('PutImage', { hold: told })
      return () => aws.requests.some(isPut)
    })
    expect(aws.requests.filter(isPut).map(({ input }) => input['imageTag'])).toEqual(['staging'])
    expect([tag('staging') === digest, tag('production') === digest]).toEqual([true, false])
    expect(report).toMatchObject({
      verdict: 'undecided',
      push: { digest },
      release: {
        promoted: false,
        images: [
          {
            digest,
            tags: [
              { tag: 'staging', state: 'set' },
              { tag: 'production', state: 'not set' },
            ],
          },
        ],
      },
    })
    expect(report.reasons[0]).toBe('the run was stopped by SIGINT')
  })

  test('whose last tag is being set says that all are set, but does not pass', async () => {
    const { report } = await stopCommand(CLEAN, ['--promote-tags', 'production'], ({ aws }, told) => {
      aws.fail('PutImage', { hold: told })
      return () => aws.requests.some(isPut)
    })
    expect(report).toMatchObject({ verdict: 'undecided', release: { images: [{ tags: [{ tag: 'production', state: 'set' }] }] } })
  })

  test('whose tag gets no answer says that it does not know', async () => {
    const { report } = await stopCommand(CLEAN, PROMOTE, ({ aws }) => {
      aws.fail('PutImage', 'hang')
      return () => aws.requests.some(isPut)
    })
    expect(report.release?.images).toMatchObject([
      {
        tags: [
          { tag: 'staging', state: 'unknown' },
          { tag: 'production', state: 'not set' },
        ],
      },
    ])
  })

  test('does not try a tag again', async () => {
    const { aws, report } = await stopCommand(CLEAN, PROMOTE, ({ aws }, told) => {
      aws.fail('PutImage', { hold: told, failure: 'error500' })
      return () => aws.requests.some(isPut)
    })
    expect(aws.requests.filter(isPut)).toHaveLength(1)
    expect(report.verdict).toBe('undecided')
  })

  test.each([
    ['BatchGetImage', 2],
    ['DescribeImages', 1],
  ])('before on-fail takes the tag away (%s) leaves it', async (operation, after) => {
    const { aws, report, tag, digest } = await stopCommand(HIGH, ['--on-fail', 'quarantine-tag:bad'], ({ aws }, told) => {
      const put = (): boolean => aws.requests.some(isPut)
      aws.fail(operation, { hold: told }, { where: () => put(), after: after - 1 })
      return () => put() && aws.requests.slice(aws.requests.findIndex(isPut)).filter(each => each.operation === operation).length >= after
    })
    expect(aws.requests.some(each => each.operation === 'BatchDeleteImage')).toBe(false)
    expect([tag('commit-1'), tag('bad')]).toEqual([digest, digest])
    expect(report.verdict).toBe('fail')
    expect(report.release?.problems.join()).toContain('the run was stopped by SIGINT')
  })

  test('says why in words, on a terminal too', async () => {
    const scene = await setScene(RUNNING)
    const { child, ended } = start('cli.cjs', ['check', '--push', 'oci:x', '--image', IMAGE, '--audit-source', 'none', ...PROMOTE], {
      ...scene.aws.env,
      PATH: `${scene.tools}:${process.env['PATH']}`,
      RUNNER_TEMP: makeFolder(),
    })
    await expect.poll(() => scene.aws.requests.some(each => each.operation === 'DescribeImageScanFindings'), { timeout: 20_000 }).toBe(true)
    child.kill('SIGTERM')
    const { by, out } = await ended
    expect(by).toBe('SIGTERM')
    expect(out).toMatch(/^undecided: do not deploy, the run was stopped$/m)
  })

  test('that reads recorded events from standard input ends at once, and does not pass', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/cli.cjs'), 'check', '--events', '-', '--format', 'json'], {
      env: { ...ENV },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    const reading = new Promise<void>(resolve => child.stdin.write(`{"eventName":"x"}\n${' '.repeat(300_000)}`, () => resolve()))
    const ended = new Promise(resolve => child.once('close', (_, by) => resolve(by)))
    await reading
    child.kill('SIGINT')
    expect(await ended).toBe('SIGINT')
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided' })
  })
})

const INPUTS = {
  push: 'oci:build/image',
  image: IMAGE,
  'audit-source': 'none',
  dockerfile: 'Dockerfile',
  'check-run': 'ECR Gate',
  comment: 'always',
  'upload-sarif': 'true',
}

const isCancelled = ({ requests }: FakeGitHub): boolean => requests.some(({ body }) => body?.conclusion === 'cancelled')

async function stopAction(
  scan: readonly ScanStep[],
  step: (scene: Scene, cancelled: Promise<unknown>) => () => boolean,
  { isCancelling = true }: { readonly isCancelling?: boolean } = {},
) {
  const scene = await setScene(scan)
  const { github, aws, tools } = scene
  let hear: () => void = () => undefined
  const heard = new Promise<void>(resolve => {
    hear = resolve
  })
  const isThere = step(scene, heard)
  const inputs = scan === HIGH ? INPUTS : { ...INPUTS, 'promote-tags': 'staging production' }
  const { base, env } = prepareStep(scene, inputs, PULL_REQUEST)
  // GitHub takes its time to answer, in which a run could go on: as long as it takes until there is a report.
  const reported = (): void => expect(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8')).not.toBe('')
  const slow = heard.then(() => vi.waitFor(reported, { timeout: 6000, interval: 10 }))
  github.fail('checks/update', { hold: slow }, { where: ({ body }) => body.conclusion === 'cancelled' })
  const { child, told, ended } = start('action.cjs', [], { ...env, PATH: `${tools}:${process.env['PATH']}` }, base)
  await expect.poll(isThere, { timeout: 20_000, interval: 10 }).toBe(true)
  child.kill('SIGTERM')
  await told
  if (isCancelling) await vi.waitFor(() => expect(isCancelled(github)).toBe(true), { timeout: 6000, interval: 10 })
  const before = aws.requests.length
  hear()
  const { by, out, err } = await ended
  expect({ by, after: aws.requests.slice(before), violations: [...aws.violations, ...github.violations] }).toEqual({
    by: 'SIGTERM',
    after: [],
    violations: [],
  })
  expect(out + err).not.toContain('bug in ECR Gate')
  return { ...scene, base, out, err, outputs: readOutputs(env.GITHUB_OUTPUT), summary: readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8') }
}

const conclusionsOf = ({ requests }: FakeGitHub) => requests.flatMap(({ body }) => body?.conclusion ?? [])

/** Where the run is when it is stopped: what keeps it there, and how one sees that it has come there. */
const STEPS: readonly (readonly [
  name: string,
  scan: readonly ScanStep[],
  step: (scene: Scene, cancelled: Promise<unknown>) => () => boolean,
])[] = [
  [
    'before it pushes',
    CLEAN,
    ({ aws }, hold) => {
      aws.fail('GetAuthorizationToken', { hold })
      return () => aws.requests.some(({ operation }) => operation === 'GetAuthorizationToken')
    },
  ],
  [
    'while it pushes',
    CLEAN,
    ({ tools }) => {
      writeFileSync(join(tools, 'wait'), '')
      return () => existsSync(join(tools, 'started'))
    },
  ],
  [
    'while it reads the tag back',
    CLEAN,
    ({ aws }, hold) => {
      aws.fail('BatchGetImage', { hold }, { where: asksFor('commit-1'), after: 1 })
      return () => aws.requests.filter(({ operation }) => operation === 'BatchGetImage').length > 1
    },
  ],
  [
    'while it waits for the scan',
    RUNNING,
    ({ aws }) =>
      () =>
        aws.requests.some(({ operation }) => operation === 'DescribeImageScanFindings'),
  ],
  [
    'while it reads the findings that fail',
    HIGH,
    ({ aws }, hold) => {
      aws.fail('DescribeImageScanFindings', { hold }, { after: 1 })
      return () => aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings').length > 1
    },
  ],
  [
    'while it reads the findings that pass',
    CLEAN,
    ({ aws }, hold) => {
      aws.fail('DescribeImageScanFindings', { hold }, { after: 1 })
      return () => aws.requests.filter(({ operation }) => operation === 'DescribeImageScanFindings').length > 1
    },
  ],
  [
    'while it looks at the tags',
    CLEAN,
    ({ aws }, hold) => {
      aws.fail('BatchGetImage', { hold }, { where: asksFor('production') })
      return () => aws.requests.some(asksFor('production'))
    },
  ],
  [
    'while it writes annotations',
    HIGH,
    ({ github }, hold) => {
      github.fail('checks/update', { hold }, { where: ({ body }) => body.conclusion === undefined })
      return () => github.requests.some(({ operation }) => operation === 'checks/update')
    },
  ],
]

describe('the action', () => {
  test.each(STEPS)('%s writes nothing but that it is cancelled', async (_, scan, step) => {
    const { github, aws, tag, digest, outputs, summary } = await stopAction(scan, step)
    expect(conclusionsOf(github)).toEqual(['cancelled'])
    expect(github.checks).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }])
    expect([github.comments, github.sarifs]).toEqual([[], []])
    expect(aws.requests.filter(isPut)).toEqual([])
    expect([tag('staging'), tag('production') === digest]).toEqual([undefined, false])
    expect(['undecided', 'fail']).toContain(outputs['verdict'])
    expect(outputs['promoted-tags'] ?? '').toBe('')
    expect(summary).not.toContain('pass: deployment is allowed')
  })

  test('between two tags says which is set', async () => {
    const { github, aws, tag, digest, outputs, summary } = await stopAction(CLEAN, ({ aws }, hold) => {
      aws.fail('PutImage', { hold })
      return () => aws.requests.some(isPut)
    })
    expect(conclusionsOf(github)).toEqual(['cancelled'])
    expect([github.comments, github.sarifs]).toEqual([[], []])
    expect(aws.requests.filter(isPut).map(({ input }) => input['imageTag'])).toEqual(['staging'])
    expect([tag('staging') === digest, tag('production') === digest]).toEqual([true, false])
    expect(outputs).toMatchObject({ verdict: 'undecided', 'promoted-tags': 'staging' })
    expect(summary).toContain('the run was stopped by SIGTERM')
  })

  test('whose verdict is being sent when it is stopped keeps it, and writes no more', async () => {
    const { github, outputs } = await stopAction(
      CLEAN,
      ({ github }, hold) => {
        github.fail('checks/update', { hold })
        return () => conclusionsOf(github).length > 0
      },
      { isCancelling: false },
    )
    expect(conclusionsOf(github)).toEqual(['success'])
    expect([github.comments, github.sarifs]).toEqual([[], []])
    expect(outputs['promoted-tags']).toBe('staging\nproduction')
  })

  test('whose verdict GitHub has not taken when it is stopped sends no second one', async () => {
    const { github } = await stopAction(CLEAN, ({ github }) => {
      github.fail('checks/update', 'error503', { times: 1 })
      return () => conclusionsOf(github).length > 0
    })
    expect(conclusionsOf(github)).toEqual(['success', 'cancelled'])
    expect(github.checks).toMatchObject([{ conclusion: 'cancelled' }])
  })

  test.each([
    ['issues/list-comments', { comments: 0, sarifs: 0 }],
    ['code-scanning/get-sarif', { comments: 1, sarifs: 1 }],
  ])('in %s begins no other request', async (operation, left) => {
    const { github } = await stopAction(
      CLEAN,
      ({ github }, hold) => {
        github.fail(operation, { hold })
        return () => github.requests.some(request => request.operation === operation)
      },
      { isCancelling: false },
    )
    expect(github.requests.at(-1)?.operation).toBe(operation)
    expect(conclusionsOf(github)).toEqual(['success'])
    expect({ comments: github.comments.length, sarifs: github.sarifs.length }).toEqual(left)
  })
})
