// What a run of the Action leaves on GitHub, run after run: the process of the bundle, AWS and GitHub as servers.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { change, HEAD_SHA, type Payload, PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { startGitHub } from '../github/server.ts'
import { ROOT, runBundle } from './command.ts'
import { prepareStep, type World } from './runner.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:1.4.2`
const QUICK = {
  image: IMAGE,
  'aws-attempts': '1',
  'wait-timeout': '0s',
  'scan-grace': '0s',
  'audit-source': 'none',
  'check-run': 'ECR Gate',
  comment: 'always',
}

const found = (findings: ReturnType<typeof makeBasicFindings>): readonly ScanStep[] => [{ status: 'COMPLETE', findings }]
const CLEAN = found([])

async function start(scan: readonly ScanStep[]): Promise<World> {
  const [aws, github] = [await startAws(), await startGitHub()]
  push(aws, scan, 'first')
  github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
  return { aws, github }
}

function push(aws: Aws, scan: readonly ScanStep[], seed: string, tag = '1.4.2'): void {
  aws.ecr.addImage({ repository: REPOSITORY, tags: [tag], manifest: makeManifest(seed), scan })
}

async function act(world: World, inputs: Readonly<Record<string, string>> = QUICK, payload: Payload = PULL_REQUEST) {
  const { base, env, outputs } = prepareStep(world, inputs, payload)
  const outcome = await runBundle('action.cjs', [], { env, cwd: base })
  expect([...world.aws.violations, ...world.github.violations]).toEqual([])
  return { ...outcome, base, outputs: outputs() }
}

describe('the comment', () => {
  test('of an image that cannot be read takes the place of the one that said pass', async () => {
    const world = await start(CLEAN)
    await act(world)
    expect(world.github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('✅ ECR Gate: pass') }])
    world.aws.fail('BatchGetImage', 'denied')
    const { code, outputs } = await act(world)
    expect(code).toBe(2)
    expect(world.github.comments).toMatchObject([{ issue: 7, body: expect.stringContaining('❔ ECR Gate: undecided') }])
    expect(outputs).toMatchObject({ verdict: 'undecided', critical: 'unknown', high: 'unknown', comment: expect.stringMatching(/^https:/) })
  })

  test('names the findings of the newest image, though the reasons are the same', async () => {
    const world = await start(found(makeBasicFindings({ HIGH: 1 })))
    const inputs = { ...QUICK, comment: 'on-change' }
    await act(world, inputs)
    expect(world.github.comments[0]?.body).toContain('CVE-2026-100001')
    push(world.aws, found(makeBasicFindings({ HIGH: 1 }, { first: 9 })), 'second')
    await act(world, inputs)
    expect(world.github.comments).toHaveLength(1)
    expect(world.github.comments[0]?.body).toContain('CVE-2026-100009')
    expect(world.github.comments[0]?.body).not.toContain('CVE-2026-100001')
  })

  test('that says so already is left, and its address is known', async () => {
    const world = await start(found(makeBasicFindings({ HIGH: 1 })))
    const inputs = { ...QUICK, comment: 'on-change' }
    const [first, second] = [await act(world, inputs), await act(world, inputs)]
    expect(first.outputs['comment']).toMatch(/^https:\/\/github\.example\/octo-org\/octo-repo\/pull\/7#issuecomment-\d+$/)
    expect(second.outputs['comment']).toBe(first.outputs['comment'])
    expect(world.github.requests.filter(({ operation }) => operation === 'issues/update-comment')).toEqual([])
  })

  test('of one leg of a matrix does not replace that of another', async () => {
    const world = await start(CLEAN)
    const leg = (name: string) => ({ ...QUICK, image: IMAGE.replace('1.4.2', name) })
    push(world.aws, found(makeBasicFindings({ HIGH: 3 })), 'amd', 'amd')
    push(world.aws, CLEAN, 'arm', 'arm')
    for (const name of ['amd', 'arm']) await act(world, leg(name))
    expect(world.github.comments).toMatchObject([
      { body: expect.stringContaining('❌ ECR Gate: fail') },
      { body: expect.stringContaining('✅ ECR Gate: pass') },
    ])
  })

  test('of an older commit does not replace that of a newer one', async () => {
    const world = await start(found(makeBasicFindings({ HIGH: 1 })))
    const newer = change(PULL_REQUEST, { 'pull_request.head.sha': 'f'.repeat(40) })
    world.github.pulls.splice(0, 1, pullOf(newer) as NonNullable<ReturnType<typeof pullOf>>)
    await act(world, QUICK, newer)
    push(world.aws, CLEAN, 'older')
    const { code, out } = await act(world, QUICK, PULL_REQUEST)
    expect(code).toBe(0)
    expect(world.github.comments).toMatchObject([{ body: expect.stringContaining('❌ ECR Gate: fail') }])
    expect(world.github.comments[0]?.body).toContain('fffffff')
    expect(out).toMatch(/newer commit/)
  })
})

describe('the check', () => {
  test('of wrong inputs is a failure, so that none of an earlier run speaks for this one', async () => {
    const world = await start(CLEAN)
    await act(world)
    const { code, outputs } = await act(world, { ...QUICK, untriaged: 'x' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    expect(world.github.checks).toMatchObject([
      { name: 'ECR Gate', head_sha: HEAD_SHA, conclusion: 'success' },
      { name: 'ECR Gate', head_sha: HEAD_SHA, status: 'completed', conclusion: 'failure', summary: expect.stringContaining('untriaged') },
    ])
    expect(world.github.checks[1]?.title).toContain('nothing was judged: the settings or the rules are wrong')
    expect(world.github.checks[1]?.summary).toMatch(/untriaged cannot be "x"; expected one of fail, warn[\s\S]*blocked\.md/)
  })

  test('and the comment speak of wrong inputs too, for an earlier run may have let the image pass', async () => {
    const world = await start(CLEAN)
    await act(world)
    expect(world.github.comments).toMatchObject([{ body: expect.stringContaining('ECR Gate: pass') }])
    await act(world, { ...QUICK, untriaged: 'x' })
    const said =
      /nothing was judged: the settings or the rules are wrong[\s\S]*untriaged cannot be "x"; expected one of fail, warn[\s\S]*blocked\.md/
    expect(world.github.comments).toMatchObject([{ body: expect.stringMatching(said) }])
    expect(world.github.comments[0]?.body).not.toContain('ECR Gate: pass')
  })

  test.each([
    ['cannot be written', { 'html-file': '/dev/full' }, 'FAILED'],
    ['can be written', { 'html-file': 'r.html' }, 'PASSED'],
  ])('of a run of which a report %s has a predicate that says no more', async (_, inputs, result) => {
    const world = await start(CLEAN)
    const { base, outputs } = await act(world, { ...QUICK, ...inputs, 'predicate-file': 'p.json' })
    expect(readFileSync(join(base, 'p.json'), 'utf8')).toContain(`"verificationResult": "${result}"`)
    expect('predicate' in outputs).toBe(result === 'PASSED')
  })

  test('of a run that cannot write a report does not say pass, and neither does the comment', async () => {
    const world = await start(CLEAN)
    const { code, outputs } = await act(world, { ...QUICK, 'html-file': '/dev/full' })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    expect(world.github.checks).toMatchObject([{ conclusion: 'failure', title: expect.stringContaining('do not deploy') }])
    expect(world.github.comments).toMatchObject([{ body: expect.stringContaining('do not deploy') }])
  })

  test('of a file that may not be written is a failure', async () => {
    const world = await start(CLEAN)
    const { code } = await act(world, { ...QUICK, 'html-file': 'Dockerfile' })
    expect(code).toBe(2)
    expect(world.github.checks).toMatchObject([{ conclusion: 'failure', summary: expect.stringContaining('Dockerfile') }])
    expect(world.aws.requests).toEqual([])
  })

  test.each(['unheard', 'hang'] as const)('of a run that is stopped while GitHub is %s does not stay in progress', async failure => {
    const world = await start(CLEAN)
    world.github.fail('checks/create', failure, { times: 1 })
    const { signal, outputs } = await stop(world, QUICK, 'checks/create')
    expect(signal).toBe('SIGTERM')
    expect(world.github.checks.filter(({ status }) => status !== 'completed')).toEqual([])
    expect(outputs['verdict']).toBe('undecided')
  })

  test('of a run that is stopped while code scanning is waited for keeps its verdict', async () => {
    const world = await start(found(makeBasicFindings({ HIGH: 3 })))
    world.github.processing = [{ processing_status: 'pending' }]
    const { signal } = await stop(world, { ...QUICK, comment: 'never', 'upload-sarif': 'true' }, 'code-scanning/get-sarif')
    expect(signal).toBe('SIGTERM')
    expect(world.github.checks).toMatchObject([{ status: 'completed', conclusion: 'failure', title: 'fail: do not deploy' }])
  })

  test('that cannot be completed leaves what stands on lines to the log', async () => {
    const world = await start(found(makeBasicFindings({ HIGH: 3 })))
    const inputs = { ...QUICK, dockerfile: 'Dockerfile' }
    const { out } = await act(world, inputs)
    expect(world.github.checks[0]?.annotations).toMatchObject([{ path: 'Dockerfile' }])
    expect(out).not.toMatch(/^::error .*file=Dockerfile/m)
    world.github.fail('checks/update', 'denied')
    expect((await act(world, inputs)).out).toMatch(/^::error .*file=Dockerfile/m)
  })
})

/** Stops a run, as the runner does, once it asks GitHub for that. */
async function stop(world: World, inputs: Readonly<Record<string, string>>, operation: string) {
  const { base, env, outputs } = prepareStep(world, inputs, PULL_REQUEST)
  const child = spawn(process.execPath, [join(ROOT, 'dist/action.cjs')], {
    cwd: base,
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  })
  const ended = new Promise(resolve => child.once('exit', (_, signal) => resolve(signal)))
  await expect.poll(() => world.github.requests.map(request => request.operation), { timeout: 20_000 }).toContain(operation)
  child.kill('SIGTERM')
  return { signal: await ended, outputs: outputs() }
}

test('code scanning keeps the alerts of an image that is scanned again', async () => {
  const world = await start(found(makeBasicFindings({ HIGH: 1 })))
  const inputs = { ...QUICK, 'upload-sarif': 'true' }
  expect((await act(world, inputs)).outputs['sarif-id']).toMatch(/./)
  push(world.aws, [{ status: 'IN_PROGRESS' }], 'second')
  const { out, outputs } = await act(world, inputs)
  expect(world.github.sarifs).toHaveLength(1)
  expect(outputs['sarif-id']).toBeUndefined()
  expect(out).toMatch(/^::warning .*not-uploaded/m)
})

test('a Dockerfile that is not there is a warning, and no more', async () => {
  const { 'check-run': _, ...inputs } = QUICK
  const world = await start(CLEAN)
  const { code, out } = await act(world, { ...inputs, dockerfile: 'nope/Dockerfile' })
  expect(code).toBe(0)
  expect(out).toMatch(/^::warning title=ECR Gate::.*nope\/Dockerfile/m)
})
