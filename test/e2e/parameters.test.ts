// Rules, exceptions and policies in Parameter Store, from the command line and in a workflow, beside a fake of the service.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeManifest } from '../aws/images.ts'
import { KEY, keyDenial } from '../aws/parameters.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { type Outcome, ROOT, runBundle } from './command.ts'
import { toEnv } from './runner.ts'

const POLICY = readFileSync(join(ROOT, 'examples/policy/policy.yml'), 'utf8')
const RULE = readFileSync(join(ROOT, 'examples/policy/rules/exploit-in-system.yml'), 'utf8')
const ACCEPTED = readFileSync(join(ROOT, 'examples/exceptions.yml'), 'utf8')
const ARN = 'arn:aws:ssm:eu-west-1:111122223333:parameter'
const CHECK = ['check', '--findings', 'examples/findings.json', '--format', 'json']

async function run(aws: Aws, words: readonly string[], input = ''): Promise<Outcome> {
  const outcome = await runBundle('cli.cjs', words, { env: { ...aws.env }, input })
  expect(outcome.err).not.toContain('[bug]')
  expect(aws.violations).toEqual([])
  return outcome
}

interface Report {
  readonly verdict: string
  readonly policyDigest: string
  readonly exceptionsDigest: string | null
  readonly reasons: readonly string[]
  readonly parameters: readonly object[]
  readonly rules: { readonly loaded: readonly { readonly id: string; readonly file: string }[] }
}

const check = async (aws: Aws, words: readonly string[]): Promise<Report> =>
  JSON.parse((await run(aws, [...CHECK, ...words])).out) as Report

describe('a policy in Parameter Store', () => {
  test('decides as the same files on disk do, by the versions that the report and the digest have', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/team/gate/policy', POLICY, { version: 4 })
    aws.ssm.putParameter('/team/gate/rules/exploit-in-system', RULE, { version: 2 })
    const [disk, there] = [
      await check(aws, ['--policy', 'examples/policy/policy.yml']),
      await check(aws, ['--policy', 'ssm:/team/gate/policy']),
    ]
    expect([there.verdict, there.reasons]).toEqual([disk.verdict, disk.reasons])
    expect(disk.parameters).toEqual([])
    expect(there.parameters).toEqual([
      { name: '/team/gate/policy', arn: `${ARN}/team/gate/policy`, version: 4 },
      { name: '/team/gate/rules/exploit-in-system', arn: `${ARN}/team/gate/rules/exploit-in-system`, version: 2 },
    ])
    expect(there.rules.loaded).toContainEqual(
      expect.objectContaining({ id: 'exploit-in-system', file: 'ssm:/team/gate/rules/exploit-in-system' }),
    )
    aws.ssm.putParameter('/team/gate/rules/exploit-in-system', RULE)
    const later = await check(aws, ['--policy', 'ssm:/team/gate/policy'])
    expect(new Set([disk, there, later].map(({ policyDigest }) => policyDigest)).size).toBe(3)
  })

  test('is shown in one line, with its version', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/high', RULE, { version: 7 })
    for (const format of ['text', 'markdown', 'html']) {
      const { out } = await run(aws, ['check', '--findings', 'examples/findings.json', '--rules', 'ssm:/high', '--format', format])
      expect(out.replaceAll(/<wbr>|`/g, '')).toContain('from Parameter Store: /high version 7')
    }
  })

  test('exceptions have a digest of their own, and their version is in that', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/accepted', ACCEPTED)
    const before = await check(aws, ['--exceptions', 'ssm:/accepted'])
    aws.ssm.putParameter('/accepted', ACCEPTED)
    const after = await check(aws, ['--exceptions', 'ssm:/accepted'])
    expect(after.policyDigest).toBe(before.policyDigest)
    expect(after.exceptionsDigest).not.toBe(before.exceptionsDigest)
    expect(after.parameters).toEqual([{ name: '/accepted', arn: `${ARN}/accepted`, version: 2 }])
  })
})

describe('what is wrong there judges nothing', () => {
  test('a mistake has its line and column behind the reference', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/gate/low', RULE.replace(/^filter: /m, 'filter: = '))
    aws.ssm.putParameter('/gate/high', RULE)
    const { code, out, err } = await run(aws, [...CHECK, '--rules', 'ssm:/gate/'])
    expect(code).toBe(2)
    expect(err).toMatch(/^ssm:\/gate\/low:\d+:\d+: /m)
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', images: [] })
  })

  test('and each source that was asked for is a gap', async () => {
    const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1'
    const words = ['check', '--image', image, '--audit-live', 'sessions', 'commands', '--rules', 'ssm:/gone', '--format', 'json']
    const { coverage } = JSON.parse((await run(await startAws(), words)).out) as {
      readonly coverage: readonly { readonly state: string; readonly origin?: string }[]
    }
    const origins = [image, 'eu-west-1', 'sessions of eu-west-1', 'commands of eu-west-1']
    expect(coverage.map(({ state, origin }) => [state, origin])).toEqual(origins.map(origin => ['gap', origin]))
  })

  test.each<[words: readonly string[], prepare: (aws: Aws) => void, told: string]>([
    [['--rules', 'ssm:/gate/'], () => undefined, 'ssm:/gate/: there is nothing below "/gate/" in eu-west-1 [aws-not-found]'],
    [['--exceptions', 'ssm:/accepted'], () => undefined, 'ssm:/accepted: there is no parameter "/accepted" in eu-west-1'],
    [
      ['--rules', 'ssm:/high'],
      aws => aws.fail('GetParameter', keyDenial()),
      'AccessDenied for kms:Decrypt on the key of parameter "/high"',
    ],
    [['--policy', 'ssm:/policy'], aws => aws.fail('GetParameter', 'html'), 'ssm:/policy: the response of AWS to ssm:GetParameter'],
    [['--policy', 'ssm:/policy'], aws => aws.ssm.putParameter('/policy', 'fail-on: hihg'), 'ssm:/policy:1:10: fail-on cannot be "hihg"'],
  ])('%j', async (words, prepare, told) => {
    const aws = await startAws()
    prepare(aws)
    const { code, err } = await run(aws, [...CHECK, ...words, ...(words[0] === '--policy' ? [] : ['--aws-attempts', '1'])])
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(told) })
  })
})

describe('a file of the disk that is called like a reference', () => {
  test('stays one where a policy names it', async () => {
    const aws = await startAws()
    const cwd = makeFolder({ 'policy.yml': 'fail-on: high\nrules: [./ssm:own.yml]\n', 'ssm:own.yml': RULE })
    const words = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--policy', 'policy.yml', '--format', 'json']
    const { out } = await runBundle('cli.cjs', words, { cwd, env: { ...aws.env } })
    expect((JSON.parse(out) as Report).rules.loaded).toContainEqual(expect.objectContaining({ file: './ssm:own.yml' }))
    expect(aws.requests).toEqual([])
  })

  test('is not the policy’s in a folder of the step, and keeps to its limits', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/gate/policy', 'exceptions: ./accepted/\nlimits: { exceptions: { need-owner: true } }\n')
    aws.ssm.putParameter('/gate/accepted/own.yml', ACCEPTED)
    const accepted = JSON.stringify({ exceptions: [{ id: 'CVE-2026-90001', reason: 'none', expires: '2026-12-31' }] })
    const cwd = makeFolder({ 'ssm:/gate/accepted/own.yml': accepted })
    const words = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--policy', 'ssm:/gate/policy', '--exceptions', '.']
    const { code, err } = await runBundle('cli.cjs', words, { cwd, env: { ...aws.env } })
    expect(code).toBe(2)
    expect(err).toMatch(/^\.\/ssm:\/gate\/accepted\/own\.yml:1:\d+: .*owner/m)
  })
})

test('what is read in two versions is reported in both', async () => {
  const aws = await startAws()
  aws.ssm.putParameter('/gate/accepted', ACCEPTED)
  aws.meanwhile('GetParameter', 'before', () => aws.ssm.putParameter('/gate/accepted', ACCEPTED))
  const { parameters } = await check(aws, ['--rules', 'ssm:/gate/', '--exceptions', 'ssm:/gate/accepted'])
  expect(parameters).toMatchObject([{ version: 1 }, { version: 2 }])
})

test('a policy that is pushed with its rules decides as it does on disk', async () => {
  const aws = await startAws()
  for (const words of [
    ['examples/policy/rules', 'ssm:/team/gate/rules/'],
    ['examples/policy/policy.yml', 'ssm:/team/gate/policy'],
  ])
    expect(await run(aws, ['policy', 'push', ...words])).toMatchObject({ code: 0 })
  const [there, disk] = [
    await check(aws, ['--policy', 'ssm:/team/gate/policy']),
    await check(aws, ['--policy', 'examples/policy/policy.yml']),
  ]
  expect([there.verdict, there.reasons, there.rules.loaded.length]).toEqual([disk.verdict, disk.reasons, disk.rules.loaded.length])
})

test('what is pushed is what the gate then reads', async () => {
  const aws = await startAws()
  const pushed = await run(aws, ['policy', 'push', 'examples/policy/rules', 'examples/exceptions.yml', 'ssm:/team/gate/'])
  expect(pushed).toMatchObject({
    code: 0,
    out: 'ssm:/team/gate/exploit-in-system: created, version 1\nssm:/team/gate/exceptions: created, version 1\n',
  })
  const [there, disk] = [
    await check(aws, ['--rules', 'ssm:/team/gate/exploit-in-system', '--exceptions', 'ssm:/team/gate/exceptions']),
    await check(aws, ['--rules', 'examples/policy/rules', '--exceptions', 'examples/exceptions.yml']),
  ]
  expect([there.verdict, there.reasons]).toEqual([disk.verdict, disk.reasons])
  const again = await run(aws, ['policy', 'push', 'examples/policy/rules', 'examples/exceptions.yml', 'ssm:/team/gate/'])
  expect(again.out).toMatch(/^(?:\S+: unchanged, version 1\n){2}$/)
})

test('lint, test, rules and explain read it too', async () => {
  const aws = await startAws()
  aws.ssm.putParameter('/gate/exploit-in-system', RULE, { type: 'SecureString', keyId: KEY })
  expect(await run(aws, ['lint', 'ssm:/gate/'])).toMatchObject({ code: 0, err: '1 rule read, 0 errors\n' })
  expect(await run(aws, ['test', 'ssm:/gate/exploit-in-system'])).toMatchObject({ code: 0, out: expect.stringContaining('0 failed') })
  expect((await run(aws, ['rules', '--rules', 'ssm:/gate/'])).out).toMatch(/^ssm:\/gate\n.* exploit-in-system /ms)
  const explained = ['explain', '--rule', 'exploit-in-system', '--rules', 'ssm:/gate/', '--event', 'examples/findings.json']
  expect(await run(aws, explained)).toMatchObject({ code: 0, out: expect.stringContaining('rule exploit-in-system') })
})

test('a comparison reads the old policy there', async () => {
  const aws = await startAws()
  aws.ssm.putParameter('/gate/policy', 'fail-on: critical\n')
  const words = ['--policy', 'examples/policy/policy.yml', '--against', 'ssm:/gate/policy', '--findings', 'examples/findings.json']
  expect(await run(aws, ['backtest', ...words])).toMatchObject({ code: 0, out: expect.stringContaining('ssm:/gate/policy') })
})

test('the Action takes it as an input, and annotates no line of the repository for it', async () => {
  const aws = await startAws()
  aws.ssm.putParameter('/gate/high', RULE.replace(/^filter: /m, 'filter: = '))
  const base = makeFolder({ output: '' })
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_WORKSPACE: base, RUNNER_TEMP: base }
  const inputs = toEnv({ findings: join(ROOT, 'examples/findings.json'), rules: 'ssm:/gate/' })
  const { code, out } = await runBundle('action.cjs', [], { cwd: base, env: { ...aws.env, ...files, ...inputs } })
  expect(code).toBe(2)
  expect(out).toContain('ssm:/gate/high:')
  expect(out).not.toMatch(/^::error [^\n]*file=/m)
})

describe('permissions', () => {
  const IMAGE = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1', '--audit-source', 'none']
  interface Statement {
    readonly Sid: string
    readonly Action: readonly string[]
    readonly Resource: unknown
    readonly Condition?: unknown
  }
  const statements = async (words: readonly string[]): Promise<readonly Statement[]> => {
    const { out } = await run(await startAws(), ['permissions', ...IMAGE, ...words])
    return (JSON.parse(out) as { readonly Statement: readonly Statement[] }).Statement
  }

  test('are on the parameters that are named, and on keys through Parameter Store alone', async () => {
    const found = await statements(['--rules', 'ssm:/team/gate/', '--exceptions', `ssm:${ARN}/accepted`])
    expect(found.slice(-2)).toEqual([
      {
        Sid: 'Parameters',
        Effect: 'Allow',
        Action: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
        Resource: [
          `${ARN}/accepted`,
          'arn:aws:ssm:eu-west-1:*:parameter/team/gate',
          'arn:aws:ssm:eu-west-1:*:parameter/team/gate/*',
        ].sort(),
      },
      {
        Sid: 'Keys',
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: 'arn:aws:kms:eu-west-1:*:key/*',
        Condition: { StringEquals: { 'kms:ViaService': ['ssm.eu-west-1.amazonaws.com'] } },
      },
    ])
  })

  test('of another account are those of its role, which must be assumed', async () => {
    const role = 'arn:aws:iam::444455556666:role/policy'
    const there = 'ssm:arn:aws:ssm:eu-west-1:444455556666:parameter/gate/'
    const { out } = await run(await startAws(), ['permissions', ...IMAGE, '--rules', there, '--policy-roles', role])
    const policies = JSON.parse(out) as Readonly<Record<string, { readonly Statement: readonly Statement[] }>>
    expect(policies['step']?.Statement.at(-1)).toEqual({ Sid: 'Roles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: role })
    expect(policies['step']?.Statement.map(({ Sid }) => Sid)).not.toContain('Parameters')
    expect(policies[role]?.Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['Parameters', [`${there.slice(4, -1)}`, `${there.slice(4)}*`]],
      ['Keys', 'arn:aws:kms:eu-west-1:*:key/*'],
    ])
  })
})

describe('doctor', () => {
  const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
  const examine = async (aws: Aws, words: readonly string[], input = ''): Promise<Outcome> => {
    const scan = [{ status: 'COMPLETE', findings: [], completedAt: '2026-11-23T11:58:00Z' }]
    aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('payments'), scan })
    return run(aws, ['doctor', '--image', IMAGE, '--audit-source', 'none', ...words], input)
  }

  test('reads each, and says which versions are there', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/gate/rules/exploit', RULE, { version: 3 })
    aws.ssm.putParameter('/gate/policy', 'fail-on: high\nrules: rules/\n', { version: 2 })
    const { code, out } = await examine(aws, ['--policy', 'ssm:/gate/policy', '--exceptions', 'examples/exceptions.yml'])
    expect(code).toBe(0)
    expect(out).toContain(`Rules, exceptions, VEX and policy
  ok    ssm:/gate/policy: a policy, version 2
  ok    ssm:/gate/rules/: ssm:/gate/rules/exploit version 3
  ok    examples/exceptions.yml: 1 file
`)
  })

  test('reads VEX too, which a policy may name', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/gate/policy', 'fail-on: high\nvex: [supplier]\n', { version: 2 })
    aws.ssm.putParameter('/gate/supplier', readFileSync('examples/vex/fast-router.cdx.json', 'utf8'))
    const { code, out } = await examine(aws, ['--policy', 'ssm:/gate/policy', '--vex', 'examples/vex/payments-api.vex.json'])
    expect(code).toBe(0)
    expect(out).toContain('ok    ssm:/gate/supplier: CycloneDX with 1 statement')
    expect(out).toContain('ok    examples/vex/payments-api.vex.json: OpenVEX with 1 statement')
    aws.ssm.putParameter('/gate/supplier', '{"bomFormat": "CycloneDX",')
    const damaged = await examine(aws, ['--policy', 'ssm:/gate/policy'])
    expect({ code: damaged.code, out: damaged.out }).toEqual({ code: 1, out: expect.stringMatching(/bad {3}ssm:\/gate\/supplier:1:\d+: /) })
  })

  test('reads standard input once', async () => {
    const aws = await startAws()
    const { code, out } = await examine(aws, ['--rules', '-'], RULE.replace(/^filter: /m, 'filter: = '))
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/bad {3}-:\d+:\d+: expected/) })
  })

  test('says what cannot be read, and what is wrong in it', async () => {
    const aws = await startAws()
    aws.ssm.putParameter('/gate/low', RULE.replace(/^filter: /m, 'filter: = '))
    const { code, out } = await examine(aws, ['--rules', 'ssm:/gate/low', 'ssm:/gone'])
    expect(code).toBe(1)
    expect(out).toContain('bad   ssm:/gone: there is no parameter "/gone" in eu-west-1')
    expect((await examine(aws, ['--rules', 'ssm:/gate/low'])).out).toMatch(/bad {3}ssm:\/gate\/low:\d+:\d+: /)
  })

  test('assumes the role of another account', async () => {
    const aws = await startAws()
    aws.inAccount('444455556666').ssm.putParameter('/gate/high', RULE, { version: 4 })
    const there = 'ssm:arn:aws:ssm:eu-west-1:444455556666:parameter/gate/'
    const { code, out } = await examine(aws, ['--rules', there, '--policy-roles', 'arn:aws:iam::444455556666:role/policy'])
    expect(code).toBe(0)
    expect(out).toContain('ok    sts:AssumeRole: account 444455556666')
    expect(out).toContain(`ok    ${there}: ${there}high version 4`)
  })
})

test('one role for a policy, its rules, an image and activity is assumed once', async () => {
  const account = '444455556666'
  const aws = await startAws({ ownRegistries: true })
  const { ssm } = aws.inAccount(account)
  const there = `ssm:arn:aws:ssm:eu-west-1:${account}:parameter/gate`
  ssm.putParameter('/gate/policy', `rules: ['${there}/high']\n`)
  ssm.putParameter('/gate/high', RULE)
  aws.ecr.addImage({
    repository: 'payments/api',
    registryId: account,
    tags: ['1.4.2'],
    manifest: makeManifest('payments'),
    scan: [{ status: 'COMPLETE', findings: [], completedAt: '2026-11-23T11:58:00Z' }],
  })
  const roles = ['policy-roles', 'image-roles', 'audit-roles'].flatMap(name => [`--${name}`, `arn:aws:iam::${account}:role/gate`])
  const image = `${account}.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2`
  const { out } = await run(aws, ['check', '--image', image, '--policy', `${there}/policy`, '--scan-grace', '0s', ...roles])
  expect(out).toMatch(/^pass/)
  expect(aws.requests.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1)
})
