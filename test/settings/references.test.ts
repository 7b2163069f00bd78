// What settings may name in Parameter Store, and what is told of a reference or a role that cannot be used.

import { describe, expect, test } from 'vitest'
import { toReason } from '../../src/diagnostic.ts'
import { readPolicy } from '../../src/rules/policy.ts'
import { findOldPolicyFlag, findPolicyFlag, parseArguments } from '../../src/settings/arguments.ts'
import { findPolicyInput, parseInputs } from '../../src/settings/inputs.ts'
import { listRead } from '../../src/settings/paths.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { toEnv } from '../e2e/runner.ts'

const ENV = { AWS_REGION: 'eu-west-1' }
const ROLE = 'arn:aws:iam::444455556666:role/policy'
const THERE = 'ssm:arn:aws:ssm:eu-west-1:444455556666:parameter/gate/high'
const FINDINGS = ['check', '--findings', 'a.json']

function right(words: readonly string[], env: Readonly<Record<string, string>> = ENV): Settings {
  const invocation = parseArguments(words, env)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

function wrong(words: readonly string[], env: Readonly<Record<string, string>> = ENV): readonly string[] {
  const invocation = parseArguments(words, env)
  return invocation.kind === 'wrong' ? invocation.problems.map(toReason) : []
}

describe('a reference stands wherever a file of rules does', () => {
  test.each<[words: readonly string[], read: Partial<Settings>]>([
    [[...FINDINGS, '--rules', 'ssm:/gate/', 'own'], { rules: ['ssm:/gate/', 'own'] }],
    [[...FINDINGS, '--exceptions', 'ssm:/gate/accepted'], { exceptions: ['ssm:/gate/accepted'] }],
    [[...FINDINGS, '--policy', 'ssm:/gate/policy'], { policy: { path: 'ssm:/gate/policy', file: undefined } }],
    [['rules', '--rules', THERE, '--policy-roles', ROLE], { rules: [THERE] }],
    [['explain', '--rule', 'x', '--event', 'a.json', '--rules', 'ssm:high'], { rules: ['ssm:high'] }],
    [['backtest', '--events', 'a.json', '--rules', 'ssm:/gate/'], { rules: ['ssm:/gate/'] }],
    [['lint', 'ssm:/gate/'], { operands: ['ssm:/gate/'] }],
    [['test', THERE, '--policy-roles', ROLE], { operands: [THERE] }],
    [[...FINDINGS, '--rules', 's3://gate/rules/', 'own'], { rules: ['s3://gate/rules/', 'own'] }],
    [[...FINDINGS, '--exceptions', 's3://gate/accepted.yml'], { exceptions: ['s3://gate/accepted.yml'] }],
    [
      [...FINDINGS, '--policy', 's3://gate/policy.yml?versionId=a'],
      { policy: { path: 's3://gate/policy.yml?versionId=a', file: undefined } },
    ],
    [['lint', 's3://444455556666@gate/rules/', '--policy-roles', ROLE], { operands: ['s3://444455556666@gate/rules/'] }],
  ])('%j', (words, read) => {
    expect(right(words)).toMatchObject(read)
  })

  test('and is no path that a report could be written over', () => {
    expect(listRead(right([...FINDINGS, '--rules', 'ssm:/gate/', 's3://gate/rules/', '--policy', 'ssm:/gate/policy']))).toEqual(['a.json'])
  })

  test('an input of the Action may be one too', () => {
    const inputs = parseInputs({ ...toEnv({ findings: 'a.json', rules: 'ssm:/gate/\nssm:/more/' }), ...ENV })
    expect(inputs).toMatchObject({ kind: 'run', settings: { rules: ['ssm:/gate/', 'ssm:/more/'] } })
  })

  test('with one by its ARN no Region has to be set', () => {
    expect(right([...FINDINGS, '--rules', THERE], {})).toMatchObject({ rules: [THERE] })
    expect(wrong([...FINDINGS, '--rules', 's3://gate/rules/'], {})).toEqual([
      '--rules names no Region for "s3://gate/rules/"; set AWS_REGION in the environment: S3 is asked there where the bucket is',
    ])
    expect(wrong([...FINDINGS, '--rules', 'ssm:/gate/'], {})).toEqual([
      '--rules names no Region for "ssm:/gate/"; set AWS_REGION in the environment, or write the whole ARN behind ssm:',
    ])
  })
})

describe('is refused', () => {
  test.each<[words: readonly string[], told: string]>([
    [[...FINDINGS, '--rules', 'ssm://gate/'], '--rules cannot be "ssm://gate/": it begins with two slashes; write ssm:/gate/'],
    [[...FINDINGS, '--exceptions', 'ssm:'], '--exceptions cannot be "ssm:": it names no parameter'],
    [[...FINDINGS, '--policy', 'ssm:/gate/policy:3'], '--policy cannot be "ssm:/gate/policy:3": it names a version'],
    [[...FINDINGS, '--policy', 'ssm:/gate/'], '--policy is one file, and "ssm:/gate/" is all below a path'],
    [['backtest', '--events', 'a.json', '--against', 'SSM:/x'], '--against cannot be "SSM:/x"'],
    [['lint', 'ssm:gate/high'], 'a path cannot be "ssm:gate/high": a name with slashes begins with one; write ssm:/gate/high'],
    [['fmt', 'ssm:/gate/'], 'fmt writes files anew, and none in Parameter Store; format the files, then write them with policy push'],
    [
      ['accept', 'CVE-2026-1234', '--reason', 'r', '--until-fixed', '--exceptions', 'ssm:/gate/accepted'],
      'accept writes a file on disk, and none in Parameter Store',
    ],
    [[...FINDINGS, '--rules', 's3://gate'], '--rules cannot be "s3://gate": it is a whole bucket; write s3://bucket/team/high.yml'],
    [[...FINDINGS, '--exceptions', 'arn:aws:s3:::gate/a.yml'], 'write s3://gate/a.yml'],
    [[...FINDINGS, '--policy', 's3://gate/policies/'], '--policy is one file, and "s3://gate/policies/" is all below a path'],
    [['backtest', '--events', 'a.json', '--against', 's3:gate/old.yml'], '--against cannot be "s3:gate/old.yml"'],
    [['test', 'https://gate.s3.amazonaws.com/a.yml'], 'a path cannot be "https://gate.s3.amazonaws.com/a.yml"'],
    [['fmt', 's3://gate/rules/'], 'fmt writes files anew, and none in S3; format the files, then write them with aws s3 cp'],
    [
      ['accept', 'CVE-2026-1234', '--reason', 'r', '--until-fixed', '--exceptions', 's3://gate/accepted.yml'],
      'accept writes a file on disk, and none in S3; name a file, review it, then write it with aws s3 cp',
    ],
    [
      ['policy', 'push', 'a.yml', 's3://gate/policy.yml'],
      'policy push writes to Parameter Store, and "s3://gate/policy.yml" is in S3; lint and test the files, then write them with aws s3 cp FILE s3://bucket/key',
    ],
    [['policy', 'push', 's3://gate/policy.yml', 'ssm:/gate/policy'], 'policy push writes files of the disk'],
    [['policy', 'pull', 'ssm:/gate/'], 'policy takes push, FILE… and ssm:/path; found "pull"'],
    [['policy', 'psuh', 'a.yml', 'ssm:/gate/'], 'did you mean "push"?'],
  ])('%j', (words, told) => {
    expect(wrong(words).join('\n')).toContain(told)
  })
})

describe('roles', () => {
  test('are for references by ARN to their account', () => {
    expect(right([...FINDINGS, '--rules', THERE, '--policy-roles', ROLE]).policyRoles).toMatchObject([
      { arn: ROLE, account: '444455556666' },
    ])
  })

  test('are for buckets of their account', () => {
    expect(right([...FINDINGS, '--rules', 's3://444455556666@gate/rules/', '--policy-roles', ROLE]).policyRoles).toHaveLength(1)
    expect(wrong([...FINDINGS, '--rules', 's3://111122223333@gate/rules/', '--policy-roles', ROLE])).toHaveLength(1)
  })

  test.each<[words: readonly string[]]>([
    [['--rules', 'own.yml']],
    [['--rules', 's3://gate/a.yml']],
    [['--rules', 'ssm:/gate/high']],
    [['--policy', 'ssm:/gate/policy']],
  ])('that nothing needs are told: %j', words => {
    expect(wrong([...FINDINGS, ...words, '--policy-roles', ROLE])).toEqual([
      `--policy-roles names ${ROLE}, and nothing in Parameter Store or S3 of account 444455556666 is named; name it as ssm:arn:aws:ssm:REGION:444455556666:parameter/… or s3://444455556666@bucket/…, or leave the role out`,
    ])
  })

  test('and their accounts must be allowed', () => {
    const words = ['check', '--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1', '--rules', THERE, '--policy-roles', ROLE]
    expect(wrong([...words, '--allowed-account-ids', '111122223333'])).toEqual([
      `--policy-roles names "${ROLE}" in account 444455556666, which --allowed-account-ids does not allow`,
    ])
    expect(wrong([...words, '--allowed-account-ids', '111122223333,444455556666'])).toEqual([])
  })

  test('are of the partition of what they read', () => {
    const elsewhere = 'arn:aws-cn:iam::444455556666:role/policy'
    expect(wrong([...FINDINGS, '--rules', THERE, '--policy-roles', elsewhere])).toEqual([expect.stringContaining(elsewhere)])
  })

  test('of one account there is one', () => {
    expect(wrong([...FINDINGS, '--rules', THERE, '--policy-roles', ROLE, `${ROLE}2`])).toEqual([
      expect.stringContaining('names two roles of account 444455556666'),
    ])
  })

  test('may be needed by the old policy alone', () => {
    const words = ['backtest', '--events', 'a.json', '--rules', 'own.yml', '--policy-roles', ROLE]
    expect(wrong([...words, '--against', THERE])).toEqual([])
    expect(wrong([...words, '--against', 'old.yml'])).toHaveLength(1)
  })

  test('of a policy are for steps of every kind', () => {
    const reading = readPolicy({ path: 'policy.yml', text: `fail-on: high\npolicy-roles: ${ROLE}\n` }, POLICY_SETTINGS)
    expect(parseArguments([...FINDINGS, '--policy', 'policy.yml'], ENV, reading)).toMatchObject({ kind: 'run' })
  })

  test('and the number of attempts are known before the policy is read', () => {
    const asked = { path: THERE, policyRoles: [{ arn: ROLE }], awsAttempts: 2 }
    expect(findPolicyFlag([...FINDINGS, '--policy', THERE, '--policy-roles', ROLE, '--aws-attempts', '2'])).toMatchObject(asked)
    expect(findPolicyInput(toEnv({ policy: THERE, 'policy-roles': ROLE, 'aws-attempts': '2' }))).toMatchObject(asked)
    expect(findOldPolicyFlag(['backtest', '--policy', 'a.yml', '--against', THERE, '--policy-roles', ROLE])).toMatchObject({
      ...asked,
      awsAttempts: 6,
    })
  })
})

test('aws-attempts has something to do where the rules are in Parameter Store', () => {
  expect(right([...FINDINGS, '--rules', 'ssm:/gate/', '--aws-attempts', '2']).awsAttempts).toBe(2)
  expect(wrong([...FINDINGS, '--aws-attempts', '2'])).toHaveLength(1)
})

describe('a policy file', () => {
  const read = (path: string, text: string) => readPolicy({ path, text }, POLICY_SETTINGS)

  test('on disk may name what is in Parameter Store', () => {
    expect(read('policy.yml', 'fail-on: high\nrules: [own.yml, ssm:/gate/]\n')).toMatchObject({
      policy: { files: { rules: ['own.yml', 'ssm:/gate/'] } },
      diagnostics: [],
    })
  })

  test('in Parameter Store names what lies beside it there', () => {
    const version = { name: '/gate/policy', arn: 'arn', version: 3 }
    const file = { path: 'ssm:/gate/policy', text: 'rules: [./rules/, more.yml]\nexceptions: accepted\n', stored: version }
    expect(readPolicy(file, POLICY_SETTINGS)).toMatchObject({
      policy: { files: { rules: ['ssm:/gate/rules/', 'ssm:/gate/more'], exceptions: ['ssm:/gate/accepted'] }, stored: version },
      diagnostics: [],
    })
  })

  test('in S3 names what lies beside it there', () => {
    const stored = { name: 's3://gate/policy.yml', arn: 'arn', versionId: 'a', etag: 'b' }
    const file = { path: 's3://gate/policy.yml', text: 'rules: [./rules/, more.yml]\nexceptions: accepted.yml\n', stored }
    expect(readPolicy(file, POLICY_SETTINGS)).toMatchObject({
      policy: { files: { rules: ['s3://gate/rules/', 's3://gate/more.yml'], exceptions: ['s3://gate/accepted.yml'] }, stored },
      diagnostics: [],
    })
  })

  test.each<[path: string, text: string, at: object, told: string]>([
    ['policy.yml', 'rules:\n  - s3://gate\n', { line: 2, column: 5 }, 'an entry of "rules" cannot be "s3://gate": it is a whole bucket'],
    ['s3://gate/policy.yml', 'rules: [./]\n', { line: 1, column: 9 }, 'it is a whole bucket'],
    ['policy.yml', 'rules:\n  - ssm://gate/\n', { line: 2, column: 5 }, 'an entry of "rules" cannot be "ssm://gate/"'],
    ['ssm:/gate/policy', 'exceptions: /etc/passwd\n', { line: 1, column: 13 }, 'it is a path on a disk'],
    ['ssm:/gate/policy', 'rules: [../../../x]\n', { line: 1, column: 9 }, 'nothing is above'],
  ])('%s that names %j is told where', (path, text, at, told) => {
    const { policy, diagnostics } = read(path, text)
    expect(diagnostics).toMatchObject([{ level: 'error', at: { file: path, ...at }, message: expect.stringContaining(told) }])
    expect(policy?.files).toEqual({ rules: [], exceptions: [], vex: [] })
  })
})
