// A policy file and a step together: each says what the other leaves out, and what both say must be the same.

import { describe, expect, test } from 'vitest'
import { type Diagnostic, formatPlace } from '../../src/diagnostic.ts'
import { type PolicyReading, readPolicy } from '../../src/rules/policy.ts'
import { findPolicyFlag, parseArguments } from '../../src/settings/arguments.ts'
import { findPolicyInput, parseInputs } from '../../src/settings/inputs.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { SETTINGS, type Setting } from '../../src/settings/table.ts'
import { toEnv } from '../e2e/runner.ts'

const reading = (text: string): PolicyReading => readPolicy({ path: 'policy.yml', text }, POLICY_SETTINGS)

const ofInputs = (policy: string, given: Readonly<Record<string, string>> = {}) =>
  parseInputs(toEnv({ findings: 'a.json', policy: 'policy.yml', ...given }), reading(policy))

const ofWords = (policy: string, ...words: readonly string[]) =>
  parseArguments(['check', '--findings', 'a.json', '--policy', 'policy.yml', ...words], {}, reading(policy))

function settingsOf(policy: string, given: Readonly<Record<string, string>> = {}): Settings {
  const inputs = ofInputs(policy, given)
  if (inputs.kind !== 'run') throw new Error(JSON.stringify(inputs.problems))
  const words = Object.entries(given).flatMap(([name, value]) => [`--${name}`, ...value.split('\n')])
  expect(ofWords(policy, ...words)).toMatchObject({ kind: 'run', settings: inputs.settings })
  return inputs.settings
}

const tell = ({ at, message, help }: Diagnostic): string =>
  `${at === undefined ? '' : `${formatPlace(at)}: `}${message}${help === undefined ? '' : `; ${help}`}`

function told(invocation: ReturnType<typeof ofInputs> | ReturnType<typeof ofWords>): readonly string[] {
  return invocation.kind === 'wrong' ? invocation.problems.map(tell) : []
}

test('the file is found before anything is read', () => {
  expect(findPolicyFlag(['check', '--policy', 'a.yml', '--fail-on', 'high'])?.path).toBe('a.yml')
  expect(findPolicyFlag(['rules', '--policy=a.yml'])?.path).toBe('a.yml')
  expect(findPolicyFlag(['check', '--', '--policy', 'a.yml'])).toBeUndefined()
  expect(findPolicyFlag(['query', '--policy', 'a.yml'])).toBeUndefined()
  expect(findPolicyFlag(['check', '--policy', '-'])).toBeUndefined()
  expect(findPolicyFlag(['check', '--policy'])).toBeUndefined()
  expect(findPolicyFlag([])).toBeUndefined()
  expect(findPolicyInput(toEnv({ policy: ' a.yml\n' }))?.path).toBe('a.yml')
  expect(findPolicyInput({})).toBeUndefined()
})

test('standard input is no policy', () => {
  expect(told(ofWords('fail-on: high', '--policy', '-'))).toContain('--policy is given twice')
  expect(told(parseArguments(['check', '--findings', 'a.json', '--policy', '-'], {}))).toEqual([
    '--policy cannot be standard input; a policy is a file that is reviewed like code; name it by its path',
  ])
})

describe('a policy says', () => {
  test.each([
    ['fail-on: high', { failOn: 'high' }],
    ['untriaged: fail', { untriaged: 'fail' }],
    ['on-undecided: Warn', { onUndecided: 'warn' }],
    ['fail-on: HIGH', { failOn: 'high' }],
    ['packs: [ssm, ecr]', { packs: ['ecr', 'ssm'] }],
    ['packs: ecr', { packs: ['ecr'] }],
    ['packs: SSM, ecr', { packs: ['ecr', 'ssm'] }],
    ['packs: none', { packs: [] }],
    ['platforms: linux/arm64', { platforms: ['linux/arm64'] }],
    ['allowed-account-ids:\n  - 012345678901\n  - 111122223333', { allowedAccountIds: ['012345678901', '111122223333'] }],
    ['promote-on-warn: true', { promoteOnWarn: true }],
    ['on-undecided: warn', { onUndecided: 'warn' }],
    ['scan-grace: 5m', { scanGraceSeconds: 300 }],
    ['aws-attempts: 3', { awsAttempts: 3 }],
    ['max-findings: { critical: 0, high: 3 }', { maxFindings: { critical: 0, high: 3 } }],
    ['max-findings: critical=0, high=3', { maxFindings: { critical: 0, high: 3 } }],
    ['max-findings: { CRITICAL: 0, High: 3 }', { maxFindings: { critical: 0, high: 3 } }],
    ['max-findings: [critical=0, high=3]', { maxFindings: { critical: 0, high: 3 } }],
    ['fix-within: { critical: 7d, high: 30d }', { fixWithin: { critical: 604_800, high: 2_592_000 } }],
    ['json-file: report.json', { files: [{ format: 'json', path: 'report.json' }] }],
  ])('%j', (text, settings) => {
    expect(settingsOf(text)).toMatchObject(settings)
  })

  test('what is read', () => {
    const { kind } = parseInputs(toEnv({ policy: 'policy.yml' }), reading('findings: [a.json]\n"fail-on": high'))
    expect(kind).toBe('run')
  })

  test('every setting of the gate but its own name', () => {
    const names = Object.entries(SETTINGS).filter(([, setting]: [string, Setting]) => setting.of === 'gate')
    expect([...POLICY_SETTINGS.takes.keys(), 'policy'].sort()).toEqual(names.map(([name]) => name).sort())
  })
})

test('without a policy nothing changes', () => {
  expect(parseInputs(toEnv({ findings: 'a.json' }), { diagnostics: [] })).toEqual(parseInputs(toEnv({ findings: 'a.json' })))
})

test('a setting that this step has no use for is no mistake of the policy', () => {
  expect(settingsOf('audit-window: 7d\npush-timeout: 5m\nallowed-account-ids: 111122223333\n').audit).toBeUndefined()
  expect(told(ofInputs('', { 'audit-window': '7d' }))).toContain(
    'audit-window does nothing without audit-source lookup, an archive in S3, a table in Athena or audit-live',
  )
})

describe('what both say', () => {
  test('may be the same', () => {
    expect(settingsOf('fail-on: high', { 'fail-on': 'high' })).toMatchObject({ failOn: 'high' })
    expect(settingsOf('fail-on: high', { 'fail-on': 'HIGH' })).toMatchObject({ failOn: 'high' })
    expect(settingsOf('scan-grace: 1m', { 'scan-grace': '60s' })).toMatchObject({ scanGraceSeconds: 60 })
    expect(settingsOf('packs: [ssm, ecr]', { packs: 'ecr,ssm' })).toMatchObject({ packs: ['ecr', 'ssm'] })
    expect(settingsOf('max-findings: { high: 3, critical: 0 }', { 'max-findings': 'critical=0, high=3' })).toMatchObject({
      maxFindings: { critical: 0, high: 3 },
    })
    expect(told(ofInputs('events: [a.json, b.json]', { events: 'b.json\na.json' }))).toEqual([])
    expect(told(ofInputs('events: [a.json, b.json]', { events: 'b.json' }))).toHaveLength(1)
  })

  test('may not differ, be it stricter or not', () => {
    const problem = (place: string) =>
      `policy.yml:2:10: fail-on is critical in the step and high in policy.yml:2:10; remove it in the step, or change it in ${place}`
    expect(told(ofInputs('untriaged: fail\nfail-on: high', { 'fail-on': 'critical' }))).toEqual([problem('policy.yml')])
    expect(told(ofWords('fail-on: high', '--fail-on', 'critical'))).toEqual([
      'policy.yml:1:10: --fail-on is critical on the command line and high in policy.yml:1:10; remove it on the command line, or change it in policy.yml',
    ])
    expect(told(ofInputs('fail-on: high', { 'fail-on': 'low' }))).toHaveLength(1)
    // The default, when somebody wrote it.
    expect(told(ofInputs('untriaged: fail', { untriaged: 'warn' }))).toHaveLength(1)
  })

  test.each(['rules', 'exceptions'] as const)('of files of %s, is taken together, and once each', name => {
    const policy = `untriaged: fail\n${name}: [own, both]`
    expect(settingsOf(policy, { [name]: 'mine\nboth' })[name]).toEqual(['own', 'both', 'mine'])
    expect(settingsOf(policy)[name]).toEqual(['own', 'both'])
  })

  test('may not name the same tags in another order, because they are set in that order', () => {
    const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:commit'
    const promote = (tags: string) =>
      told(ofInputs('promote-tags: [staging, production]', { image, findings: '', 'audit-source': 'none', 'promote-tags': tags }))
    expect(promote('staging\nproduction')).toEqual([])
    expect(promote('production\nstaging')).toEqual([expect.stringMatching(/^policy\.yml:1:15: promote-tags is production/)])
  })

  test('may not be said by two settings of which each replaces the other', () => {
    expect(told(ofInputs('max-findings: { high: 3 }', { 'fail-on': 'high' }))).toEqual([
      'fail-on and max-findings (policy.yml:1:15) both replace the Severity rules; give one of them; max-findings high=0 is the same as fail-on high',
    ])
  })
})

describe('a wrong value has its place in the policy', () => {
  test.each([
    ['fail-on: hgih', 'policy.yml:1:10: fail-on cannot be "hgih"; did you mean "high"? It can be critical, high, medium, low or never.'],
    ['aws-attempts: 99', 'policy.yml:1:15: aws-attempts cannot be "99"; it is a number from 1 to 20'],
    ['packs: [ecr, foo]', 'policy.yml:1:8: packs: there is no pack "foo"; expected one of ecr, ssm, none'],
    ['max-findings: { hihg: 0 }', 'policy.yml:1:15: max-findings has no severity "hihg"; did you mean "high"?'],
    ['max-findings: { high: x }', 'policy.yml:1:15: max-findings cannot be "high=x"; a number of findings is 0 or more'],
    ['registry-id: 5', 'policy.yml:1:14: registry-id cannot be "5"; the id of an account has 12 digits'],
  ])('%j', (text, problem) => {
    expect(told(ofInputs(text))).toEqual([problem])
    expect(told(ofWords(text))).toEqual([problem])
  })

  // What can be read of the wrong value is what the step says.
  test.each([
    ['packs: [ecr, smm]', { packs: 'ecr' }, 'policy.yml:1:8: packs: there is no pack "smm"; did you mean "ssm"?'],
    ['on-fail: kepe', { 'on-fail': 'keep' }, 'policy.yml:1:10: on-fail cannot be "kepe"; did you mean "keep"?'],
    ['aws-attempts: x', { 'aws-attempts': '1' }, 'policy.yml:1:15: aws-attempts cannot be "x"; it is a number from 1 to 20'],
    [
      'allowed-account-ids: [111122223333, 44445555666]',
      { 'allowed-account-ids': '111122223333' },
      'policy.yml:1:22: allowed-account-ids cannot be "44445555666"; the id of an account has 12 digits',
    ],
  ])('%j, also where the step has a right one: %j', (text, given, problem) => {
    expect(told(ofInputs(text, given))).toContain(problem)
  })

  test('and with all other mistakes', () => {
    expect(told(ofInputs('fial-on: high\nfail-on: hgih', { untriaged: 'never' }))).toEqual([
      'policy.yml:1:1: a policy has no setting "fial-on"; did you mean "fail-on"?',
      'policy.yml:2:10: fail-on cannot be "hgih"; did you mean "high"? It can be critical, high, medium, low or never.',
      'untriaged cannot be "never"; expected one of fail, warn, ignore',
    ])
  })

  test('and is told where a run would be', () => {
    const inputs = ofInputs('fail-on: hgih', { 'check-run': 'gate', 'json-file': 'a' })
    expect(inputs).toMatchObject({
      kind: 'wrong',
      settings: { checkRun: 'gate', files: [{ path: 'a' }], policy: { path: 'policy.yml' } },
    })
  })

  test('and two that do not go together name the policy', () => {
    expect(told(ofInputs('audit-source: lookup', { events: 'b.json' }))[0]).toMatch(
      /^events and audit-source \(policy\.yml:1:15\) both say where events come from/,
    )
  })
})

describe('the other commands that apply rules', () => {
  const MORE = { rules: [], backtest: ['--events', 'e.json'], explain: ['--event', 'e.json', '--rule', 'own'] } as const

  test.each(['rules', 'backtest', 'explain'] as const)('%s takes packs, rules and fail-on of it', name => {
    const words = [name, '--policy', 'policy.yml', ...MORE[name]]
    expect(parseArguments(words, {}, reading('packs: ssm\nfail-on: high\nrules: [own]\nwait-timeout: 5m'))).toMatchObject({
      kind: 'run',
      settings: { packs: ['ssm'], failOn: 'high', rules: ['own'], policy: { path: 'policy.yml' } },
    })
  })
})
