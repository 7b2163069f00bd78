// What `baseline` takes, what it needs, and what a policy says of one that the step alone names.

import { describe, expect, test } from 'vitest'
import { atMostOf, checkEndlessSettings } from '../../src/gate/endless.ts'
import { type PolicyReading, readPolicy } from '../../src/rules/policy.ts'
import { parseArguments } from '../../src/settings/arguments.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { listRead } from '../../src/settings/paths.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { toEnv } from '../e2e/runner.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:v1'
const OTHER = '444455556666.dkr.ecr.eu-west-1.amazonaws.com/api:production'

function parse(words: readonly string[], policy?: string): ReturnType<typeof parseArguments> {
  const reading: PolicyReading | undefined =
    policy === undefined ? undefined : readPolicy({ path: 'policy.yml', text: policy }, POLICY_SETTINGS)
  expect(reading?.diagnostics ?? []).toEqual([])
  return parseArguments(['check', ...words, ...(policy === undefined ? [] : ['--policy', 'policy.yml'])], {}, reading)
}

function settingsOf(words: readonly string[], policy?: string): Settings {
  const invocation = parse(words, policy)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

function problemsOf(words: readonly string[], policy?: string): readonly string[] {
  const invocation = parse(words, policy)
  return invocation.kind === 'wrong' ? invocation.problems.map(({ message }) => message) : []
}

describe('what it takes', () => {
  test.each<[string, object]>([
    ['last.json', { kind: 'report', path: 'last.json' }],
    ['reports/a b,c.json', { kind: 'report', path: 'reports/a b,c.json' }],
    ['./previous', { kind: 'report', path: './previous' }],
    [`./${OTHER}`, { kind: 'report', path: `./${OTHER}` }],
    ['api:production', { kind: 'report', path: 'api:production' }],
    ['previous', { kind: 'previous' }],
    ['Previous', { kind: 'previous' }],
    [OTHER, { kind: 'image', image: { text: OTHER, registryId: '444455556666', tag: 'production', digest: null } }],
    [`${OTHER}@sha256:${'a'.repeat(64)}`, { kind: 'image', image: { digest: `sha256:${'a'.repeat(64)}` } }],
  ])('%s', (text, baseline) => {
    const words = ['--image', IMAGE, '--promote-tags', 'production']
    expect(settingsOf([...words, '--baseline', text]).baseline).toMatchObject(baseline)
    const inputs = parseInputs(toEnv({ image: IMAGE, 'promote-tags': 'production', baseline: text }))
    expect(inputs).toMatchObject({ kind: 'run', settings: { baseline } })
  })

  test.each<[string, RegExp]>([
    ['previos', /^--baseline cannot be "previos"/],
    ['s3://bucket/last.json', /^--baseline cannot be "s3:\/\/bucket\/last.json"/],
    ['ssm:/last', /^--baseline cannot be "ssm:\/last"/],
    ['https://example.com/last.json', /^--baseline cannot be/],
    [`oci://${OTHER}`, /^--baseline cannot be/],
    ['444455556666.dkr.ecr.eu-west-1.amazonaws.com/api', /^--baseline: image .* has neither a tag nor a digest/],
    [`${OTHER}@sha256:abc`, /^--baseline: .* is not a valid digest/],
    ['public.ecr.aws/nginx/nginx:1', /^--baseline: image .* is in public.ecr.aws/],
    ['44445555666.dkr.ecr.eu-west-1.amazonaws.com/api:v1', /^--baseline: .* is not an ECR registry host/],
    ['', /^--baseline needs a value/],
  ])('and not %s', (text, message) => {
    expect(problemsOf(['--image', IMAGE, '--baseline', text])).toEqual([expect.stringMatching(message)])
  })
})

describe('what it needs', () => {
  test.each<[readonly string[], string | undefined, readonly RegExp[]]>([
    [['--events', 'x', '--baseline', 'a.json'], undefined, [/^--baseline does nothing without --image or --findings$/]],
    [['--image', IMAGE, '--baseline', 'previous'], undefined, [/^--baseline previous needs --promote-tags/]],
    [
      ['--findings', 'x', '--baseline', 'previous'],
      undefined,
      [/^--baseline previous needs --promote-tags/, /^--baseline previous needs --image/],
    ],
    // A policy is for steps of every kind.
    [['--findings', 'x'], 'baseline: previous', []],
    [
      ['--image', IMAGE, '--baseline', 'a.json'],
      'baseline: b.json',
      [/^--baseline is a.json on the command line and b.json in policy.yml:1:11/],
    ],
    [
      ['--image', IMAGE, '--baseline', OTHER, '--allowed-account-ids', '111122223333'],
      undefined,
      [/^image ".*" is in account 444455556666, which --allowed-account-ids does not allow$/],
    ],
    // With an image of ECR to read, recorded findings need what reads it.
    [['--findings', 'x', '--baseline', OTHER, '--aws-attempts', '3', '--allowed-account-ids', '444455556666'], undefined, []],
    [['--findings', 'x', '--baseline', 'a.json', '--aws-attempts', '3'], undefined, [/^--aws-attempts does nothing without/]],
    [['--image', IMAGE, '--baseline', OTHER, '--image-roles', 'arn:aws:iam::444455556666:role/x'], undefined, []],
    [['--findings', '-', '--baseline', '-'], undefined, [/^standard input can be read only once$/]],
  ])('%j with the policy %j', (words, policy, expected) => {
    expect(problemsOf(words, policy)).toEqual(expected.map(message => expect.stringMatching(message)))
  })

  test('a report is read, so that nothing is written over it', () => {
    expect(listRead(settingsOf(['--findings', 'x', '--baseline', 'a.json']))).toContain('a.json')
    expect(listRead(settingsOf(['--findings', 'x', '--baseline', OTHER]))).toEqual(['x'])
  })
})

describe('limits of a policy', () => {
  const told = (words: readonly string[], policy: string) => checkEndlessSettings(settingsOf(['--findings', 'x', ...words], policy))
  const STEP = ['--baseline', 'a.json']

  test.each<[string, readonly string[], string, number]>([
    ['none bind it', STEP, 'untriaged: warn', 0],
    ['limits of rules do not', STEP, 'limits:\n  rules: { may-not-tune: [a] }', 0],
    ['it has no end', STEP, 'limits:\n  exceptions: { within: 90d }', 1],
    ['which may be allowed', STEP, 'limits:\n  exceptions: { never: true }', 0],
    ['or the policy names it', [], 'baseline: a.json\nlimits:\n  exceptions: { within: 90d }', 0],
    ['as the step does too', STEP, 'baseline: a.json\nlimits:\n  exceptions: { within: 90d }', 0],
    ['no baseline, nothing to bind', [], 'limits:\n  exceptions: { within: 90d }', 0],
  ])('%s', (_, words, policy, count) => {
    const problems = told(words, policy)
    expect(problems).toHaveLength(count)
    for (const problem of problems)
      expect(problem).toMatchObject({
        level: 'error',
        kind: 'limit',
        message: expect.stringMatching(/^baseline .*policy\.yml:2:15/),
      })
  })

  test('severity-at-most binds what the step makes known, and not what the policy does', () => {
    const limits = 'limits:\n  exceptions: { severity-at-most: medium, never: true }'
    expect(atMostOf('baseline', settingsOf(['--findings', 'x', ...STEP], limits))).toBe('medium')
    expect(atMostOf('baseline', settingsOf(['--findings', 'x'], `baseline: a.json\n${limits}`))).toBeUndefined()
    expect(atMostOf('baseline', settingsOf(['--findings', 'x', ...STEP]))).toBeUndefined()
  })

  test('bind previous unless the policy also names the tags, which say what image that is', () => {
    const limits = 'limits:\n  exceptions: { severity-at-most: medium, within: 90d }'
    const ofStep = settingsOf(['--image', IMAGE, '--promote-tags', 'any'], `baseline: previous\n${limits}`)
    expect(atMostOf('baseline', ofStep)).toBe('medium')
    expect(checkEndlessSettings(ofStep)).toMatchObject([{ level: 'error', message: expect.stringMatching(/^promote-tags of the step /) }])
    const ofPolicy = settingsOf(['--image', IMAGE], `baseline: previous\npromote-tags: [production]\n${limits}`)
    expect(atMostOf('baseline', ofPolicy)).toBeUndefined()
    expect(checkEndlessSettings(ofPolicy)).toEqual([])
  })
})
