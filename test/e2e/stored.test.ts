// Rules, exceptions and policies in S3, from the command line and in a workflow, beside a fake of the service.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeManifest } from '../aws/images.ts'
import { type S3, startS3 } from '../aws/s3.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { type Outcome, ROOT, runBundle } from './command.ts'

const POLICY = readFileSync(join(ROOT, 'examples/policy/policy.yml'), 'utf8')
const RULE = readFileSync(join(ROOT, 'examples/policy/rules/exploit-in-system.yml'), 'utf8')
const ACCEPTED = readFileSync(join(ROOT, 'examples/exceptions.yml'), 'utf8')
const CHECK = ['check', '--findings', 'examples/findings.json']
const ROLE = 'arn:aws:iam::444455556666:role/policy'

interface Stage {
  readonly aws: Aws
  readonly s3: S3
  readonly run: (...words: readonly string[]) => Promise<Outcome>
  readonly check: (...words: readonly string[]) => Promise<Report>
}

interface Report {
  readonly verdict: string
  readonly policyDigest: string
  readonly exceptionsDigest: string | null
  readonly reasons: readonly string[]
  readonly parameters: readonly object[]
  readonly objects: readonly { readonly name: string; readonly versionId: string | null }[]
  readonly rules: { readonly loaded: readonly { readonly id: string; readonly file: string }[] }
}

async function start(owner = '111122223333'): Promise<Stage> {
  const [aws, s3] = [await startAws(), await startS3({ bucket: 'gate', owner })]
  const run = async (...words: readonly string[]): Promise<Outcome> => {
    const outcome = await runBundle('cli.cjs', words, { env: { ...aws.env, AWS_ENDPOINT_URL_S3: s3.endpoint } })
    expect(outcome.err).not.toContain('[bug]')
    return outcome
  }
  return { aws, s3, run, check: async (...words) => JSON.parse((await run(...CHECK, ...words, '--format', 'json')).out) as Report }
}

describe('a policy in S3', () => {
  test('decides as the same files on disk do, by the versions that the report and the digest have', async () => {
    const { s3, check } = await start()
    s3.put('team/policy.yml', POLICY, 'p1')
    s3.put('team/rules/exploit-in-system.yml', RULE, 'r1')
    const [disk, there] = [await check('--policy', 'examples/policy/policy.yml'), await check('--policy', 's3://gate/team/policy.yml')]
    expect([there.verdict, there.reasons]).toEqual([disk.verdict, disk.reasons])
    expect(disk.objects).toEqual([])
    expect(there).toMatchObject({
      parameters: [],
      objects: [
        { name: 's3://gate/team/policy.yml', arn: 'arn:aws:s3:::gate/team/policy.yml', versionId: 'p1' },
        { name: 's3://gate/team/rules/exploit-in-system.yml', arn: 'arn:aws:s3:::gate/team/rules/exploit-in-system.yml', versionId: 'r1' },
      ],
    })
    expect(there.rules.loaded).toContainEqual(
      expect.objectContaining({ id: 'exploit-in-system', file: 's3://gate/team/rules/exploit-in-system.yml' }),
    )
    s3.put('team/rules/exploit-in-system.yml', RULE, 'r2')
    const later = await check('--policy', 's3://gate/team/policy.yml')
    expect(new Set([disk, there, later].map(({ policyDigest }) => policyDigest)).size).toBe(3)
  })

  test('and exceptions there are shown in one line with their versions, and have a digest of their own', async () => {
    const { s3, run, check } = await start()
    s3.put('high.yml', RULE, 'r1')
    s3.put('accepted.yml', ACCEPTED)
    const words = ['--rules', 's3://gate/high.yml', '--exceptions', 's3://gate/accepted.yml']
    for (const format of ['text', 'markdown', 'html']) {
      const { out } = await run(...CHECK, ...words, '--format', format)
      const told = out.replaceAll(/<wbr>|`/g, '').replaceAll(/\s+/g, ' ')
      expect(told).toContain('from S3: s3://gate/high.yml version r1, s3://gate/accepted.yml without a version, ETag ')
    }
    const before = await check(...words)
    s3.put('accepted.yml', `${ACCEPTED}\n`)
    const after = await check(...words)
    expect(after.policyDigest).toBe(before.policyDigest)
    expect(after.exceptionsDigest).not.toBe(before.exceptionsDigest)
  })

  test('of another account is read with its role, by whoever lints and tests too', async () => {
    const { aws, s3, run, check } = await start('444455556666')
    s3.put('rules/exploit-in-system.yml', RULE, 'r1')
    const named = ['s3://444455556666@gate/rules/', '--policy-roles', ROLE]
    expect((await check('--rules', ...named)).objects).toMatchObject([{ name: 's3://gate/rules/exploit-in-system.yml', versionId: 'r1' }])
    expect(await run('lint', ...named)).toMatchObject({ code: 0, err: expect.stringContaining('1 rule read') })
    expect(await run('test', ...named)).toMatchObject({ code: 0 })
    expect(aws.requests.map(({ operation }) => operation)).toEqual(['AssumeRole', 'AssumeRole', 'AssumeRole'])
  })

  test('is read by explain, rules, backtest and permissions', async () => {
    const { s3, run } = await start()
    s3.put('team/policy.yml', 'fail-on: high\nrules: ./rules/\naudit-source: none\n', 'p1')
    s3.put('team/rules/exploit-in-system.yml', RULE, 'r1')
    const policy = ['--policy', 's3://gate/team/policy.yml']
    expect((await run('rules', ...policy)).out).toContain('exploit-in-system')
    expect(await run('explain', '--rule', 'exploit-in-system', '--event', 'examples/event.json', ...policy)).toMatchObject({ err: '' })
    const against = ['--against', 's3://gate/team/policy.yml?versionId=p1', '--findings', 'examples/findings.json']
    expect(await run('backtest', ...policy, ...against)).toMatchObject({ code: 0 })
    const { out } = await run('permissions', '--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1', ...policy)
    expect(JSON.parse(out).Statement).toContainEqual(
      expect.objectContaining({ Sid: 'RuleObjects', Resource: ['arn:aws:s3:::gate/team/policy.yml', 'arn:aws:s3:::gate/team/rules/*'] }),
    )
  })

  test('is examined by doctor', async () => {
    const { aws, s3, run } = await start()
    aws.ecr.addImage({
      repository: 'payments/api',
      tags: ['1'],
      manifest: makeManifest('api'),
      scan: [{ status: 'COMPLETE', findings: [] }],
    })
    s3.put('policy.yml', 'fail-on: high\nrules: rules/\n', 'p1')
    s3.put('rules/exploit-in-system.yml', RULE)
    const image = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1', '--audit-source', 'none']
    const { out } = await run('doctor', ...image, '--policy', 's3://gate/policy.yml')
    expect(out).toContain('s3://gate/policy.yml: a policy, version p1')
    expect(out).toMatch(/s3:\/\/gate\/rules\/: s3:\/\/gate\/rules\/exploit-in-system\.yml without a version, ETag \w{32}/)
    s3.instead = asked => (asked === 'LIST rules/' ? { status: 403, code: 'AccessDenied' } : undefined)
    const denied = await run('doctor', ...image, '--policy', 's3://gate/policy.yml')
    expect(denied).toMatchObject({ code: 1, out: expect.stringContaining('allow s3:ListBucket on arn:aws:s3:::gate') })
  })
})

describe('what is wrong there judges nothing', () => {
  test('a mistake has its line and column behind the reference', async () => {
    const { s3, run } = await start()
    s3.put('gate/low.yml', RULE.replace(/^filter: /m, 'filter: = '), 'a')
    s3.put('gate/high.yml', RULE, 'b')
    const { code, out, err } = await run(...CHECK, '--rules', 's3://gate/gate/', '--format', 'json')
    expect(code).toBe(2)
    expect(err).toMatch(/^s3:\/\/gate\/gate\/low\.yml:\d+:\d+: /m)
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', images: [] })
  })

  test.each<[words: readonly string[], prepare: (s3: S3) => unknown, told: string]>([
    [['--rules', 's3://gate/rules/'], () => 0, 's3://gate/rules/: there is nothing below "rules/" [aws-not-found]'],
    [['--exceptions', 's3://gate/a.yml'], () => 0, 's3://gate/a.yml: there is no such object'],
    [['--rules', 's3://999988887777@gate/a.yml'], s3 => s3.put('a.yml', RULE), 'see that account 999988887777 owns gate'],
    [['--policy', 's3://gate/p.yml'], s3 => s3.put('p.yml', 'fail-on: hihg', 'a'), 's3://gate/p.yml:1:10: fail-on cannot be "hihg"'],
    [
      ['--policy', 's3://gate/p.yml'],
      s3 => s3.put('p.yml', 'fail-on: high\nrules: [s3://Others/a.yml]\n', 'a'),
      's3://gate/p.yml:2:9: an entry of "rules" cannot be "s3://Others/a.yml"',
    ],
    [['--rules', 's3://gate'], () => 0, '--rules cannot be "s3://gate": it is a whole bucket'],
    [['--rules', 'arn:aws:s3:::gate/a.yml'], () => 0, 'write s3://gate/a.yml'],
  ])('%j', async (words, prepare, told) => {
    const { s3, run } = await start()
    prepare(s3)
    const { code, err } = await run(...CHECK, ...words)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(told) })
  })

  test('policy push says what writes there', async () => {
    const { s3, run } = await start()
    const { code, err } = await run('policy', 'push', 'examples/policy/policy.yml', 's3://gate/policy.yml')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('write them with aws s3 cp FILE s3://bucket/key') })
    expect(s3.asked).toEqual([])
  })
})

describe('limits', () => {
  test('bind what the step names, also another version of what the policy names', async () => {
    const { s3, run } = await start()
    const limits = 'limits: { exceptions: { need-owner: true } }\n'
    s3.put('accepted.yml', 'exceptions: [{ id: CVE-2026-90003, reason: r, expires: 2099-01-01, owner: o }]\n', 'a1')
    s3.put('accepted.yml', 'exceptions: [{ id: CVE-2026-90003, reason: r, expires: 2099-01-01 }]\n', 'a2')
    s3.put('policy.yml', `fail-on: high\nexceptions: 's3://gate/accepted.yml?versionId=a1'\n${limits}`, 'p1')
    const policy = ['--policy', 's3://gate/policy.yml']
    expect((await run(...CHECK, ...policy)).err).not.toContain('owner')
    const { code, err } = await run(...CHECK, ...policy, '--exceptions', 's3://gate/accepted.yml')
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/s3:\/\/gate\/accepted\.yml:1:\d+: .*owner/) })
  })
})

test('a file of the disk that is called like a reference stays one where it is named so', async () => {
  const { s3, aws } = await start()
  const cwd = makeFolder({ 'policy.yml': 'fail-on: high\nrules: [./s3:own.yml]\n', 's3:own.yml': RULE })
  const words = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--policy', 'policy.yml', '--format', 'json']
  const { out } = await runBundle('cli.cjs', words, { cwd, env: { ...aws.env, AWS_ENDPOINT_URL_S3: s3.endpoint } })
  expect((JSON.parse(out) as Report).rules.loaded).toContainEqual(expect.objectContaining({ file: './s3:own.yml' }))
  expect(s3.asked).toEqual([])
})
