// A policy file as it is written: what may stand in it, every mistake with its place, and what is no policy.

import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { type PolicyFile, readPolicy } from '../../src/rules/policy.ts'
import { POLICY_SETTINGS } from '../../src/settings/policy.ts'

const read = (text: string) => readPolicy({ path: 'policy.yml', text }, POLICY_SETTINGS)

function readWell(text: string): PolicyFile {
  const { policy, diagnostics } = read(text)
  expect(diagnostics).toEqual([])
  if (policy === undefined) throw new Error('no policy')
  return policy
}

const wordsOf = (text: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(readWell(text).settings.map(({ name, words }) => [name, words]))

const told = (text: string): readonly string[] =>
  read(text).diagnostics.map(({ at, message, help }) => `${at === undefined ? '' : formatPlace(at)}: ${message}; ${help ?? ''}`)

describe('a value is', () => {
  test.each([
    ['fail-on: high', { 'fail-on': ['high'] }],
    ['fail-on: "high"', { 'fail-on': ['high'] }],
    ['aws-attempts: 3', { 'aws-attempts': ['3'] }],
    ['promote-on-warn: true', { 'promote-on-warn': ['true'] }],
    ['registry-id: 012345678901', { 'registry-id': ['012345678901'] }],
    ['packs: [ecr, ssm]', { packs: ['ecr', 'ssm'] }],
    ['allowed-account-ids: [111122223333, "444455556666"]', { 'allowed-account-ids': ['111122223333', '444455556666'] }],
    ['audit-regions:\n  - eu-west-1\n  - us-east-1', { 'audit-regions': ['eu-west-1', 'us-east-1'] }],
    ['findings: |\n  a.json\n  b.json\n', { findings: ['a.json', 'b.json'] }],
    ['{"fail-on": "high", "untriaged": "fail"}', { 'fail-on': ['high'], untriaged: ['fail'] }],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words)
  })
})

test('a setting has the place of its value', () => {
  const { settings } = readWell('untriaged: fail\nfail-on:   high\n')
  expect(settings.map(({ name, at }) => [name, formatPlace(at)])).toEqual([
    ['untriaged', 'policy.yml:1:12'],
    ['fail-on', 'policy.yml:2:12'],
  ])
})

test('a number for each severity may be a map', () => {
  expect(wordsOf('max-findings: { critical: 0, high: 3 }\nfix-within:\n  critical: 7d\n  high: 30d\n')).toEqual({
    'max-findings': ['critical=0, high=3'],
    'fix-within': ['critical=7d, high=30d'],
  })
})

test('rules and exceptions are paths, or are written out', () => {
  const policy = readWell(
    [
      'rules:',
      '  - rules/own',
      '  - { name: Own, type: Finding, severityOfAlerts: 1, filter: severity = "HIGH" }',
      'exceptions:',
      '  - exceptions.yml',
      '  - { id: CVE-2026-1234, reason: not reachable, expires: 2027-01-31 }',
    ].join('\n'),
  )
  expect(policy.files).toEqual({ rules: ['rules/own'], exceptions: ['exceptions.yml'], vex: [] })
  expect(policy.written?.part?.entries.map(({ key }) => key)).toEqual(['rules', 'exceptions'])
})

test.each(['rules: rules/own', 'rules: [rules/own]'])('one path is a list of one: %s', text => {
  expect(readWell(text).files.rules).toEqual(['rules/own'])
})

describe('limits', () => {
  test('have their values and places', () => {
    const { limits } = readWell(
      [
        'limits:',
        '  exceptions: { severity-at-most: high, within: 90d, need-owner: true }',
        '  rules: { may-not-tune: [ssm-start-session, a] }',
      ].join('\n'),
    )
    expect(limits).toMatchObject({
      exceptions: {
        severityAtMost: { value: 'high', at: { line: 2, column: 17 } },
        withinSeconds: { value: 90 * 86_400, at: { line: 2, column: 41 } },
        needOwner: { value: true, at: { line: 2, column: 54 } },
        // Nobody said so: exceptions without an end have to be allowed.
        never: { value: false, at: { line: 2, column: 15 } },
      },
      mayNotTune: [
        { value: 'ssm-start-session', at: { line: 3, column: 27 } },
        { value: 'a', at: { line: 3, column: 46 } },
      ],
    })
  })

  test('are none where the policy says nothing', () => {
    expect(readWell('fail-on: high').limits).toEqual({ mayNotTune: [] })
  })
})

describe('a mistake has its place, and what to write', () => {
  test.each([
    ['fial-on: high', 'policy.yml:1:1: a policy has no setting "fial-on"; did you mean "fail-on"?'],
    ['fail-on: high\nrulse: []', 'policy.yml:2:1: a policy has no setting "rulse"; did you mean "rules"?'],
    ['fail-on: high\npolicy: other.yml', 'policy.yml:2:1: "policy" cannot stand in a policy: a policy names no other policy; '],
    [
      'fail-on: high\ncomment: always',
      'policy.yml:2:1: "comment" cannot stand in a policy: it says where a workflow reports, so write it in the step; ',
    ],
    ['fail-on: [high]', 'policy.yml:1:10: expected one value for "fail-on", found a list; '],
    ['fail-on: { high: 1 }', 'policy.yml:1:10: expected one value for "fail-on", found a map; '],
    ['fail-on:', 'policy.yml:1:9: expected a value for "fail-on", found null; '],
    ['audit-regions: []', 'policy.yml:1:16: expected at least one value for "audit-regions", found a list; '],
    ['audit-regions: [[a]]', 'policy.yml:1:17: expected a value for "audit-regions", found a list; '],
    ['untriaged: fail\nrules: [5]', 'policy.yml:2:9: expected a path or a rule in "rules", found 5; '],
    ['untriaged: fail\nrules: ["-"]', 'policy.yml:2:9: standard input cannot be named in "rules"; name a file beside the policy'],
    [
      'untriaged: fail\nrules: { name: x, type: Finding }',
      'policy.yml:2:8: expected a list for "rules", found a map; write each rule behind a dash: rules: [{ … }]',
    ],
    [
      'untriaged: fail\nexceptions: { id: CVE-2026-1234, reason: x, expires: never }',
      'policy.yml:2:13: expected a list for "exceptions", found a map; write each exception behind a dash: exceptions: [{ … }]',
    ],
    [
      'untriaged: fail\nvex: [{ status: fixed }]',
      'policy.yml:2:7: expected a path in "vex", found a map; VEX is files of their own, which a policy names by their paths',
    ],
    ['untriaged: fail\nvex: ["-"]', 'policy.yml:2:7: standard input cannot be named in "vex"; name a file beside the policy'],
    [
      'untriaged: fail\nlimits: { exceptions: }',
      'policy.yml:2:23: expected a value for "exceptions", found null; write what it is, or remove the key',
    ],
    [
      'untriaged: fail\nlimits: { exceptions: { within: } }',
      'policy.yml:2:33: expected a value for "within", found null; write what it is, or remove the key',
    ],
    [
      'untriaged: fail\nlimits: { rules: { may-not-tune: } }',
      'policy.yml:2:34: expected a value for "may-not-tune", found null; write what it is, or remove the key',
    ],
    ['untriaged: fail\nrules: [{ name: x }]', /^policy\.yml:2:\d+: /],
    ['untriaged: fail\noverrides: {}', 'policy.yml:2:12: expected a list for "overrides", found a map; '],
    ['untriaged: fail\nlimits: 5', 'policy.yml:2:9: expected a map of exceptions, rules for "limits", found 5; '],
    ['untriaged: fail\nlimits: { rule: {} }', 'policy.yml:2:11: a set of limits has no field "rule"; did you mean "rules"?'],
    [
      'untriaged: fail\nlimits: { exceptions: { within: 90 } }',
      'policy.yml:2:33: expected a duration such as 90d, at most 3650d, for "within", found 90; ',
    ],
    [
      'untriaged: fail\nlimits: { exceptions: { within: 3651d } }',
      'policy.yml:2:33: expected a duration such as 90d, at most 3650d, for "within", found "3651d"; ',
    ],
    [
      'untriaged: fail\nlimits: { exceptions: { severity-at-most: hihg } }',
      'policy.yml:2:43: expected one of critical, high, medium, low, informational for "severity-at-most", found "hihg"; ',
    ],
    ['untriaged: fail\nlimits: { rules: { may-not-tune: a } }', 'policy.yml:2:34: expected a list for "may-not-tune", found "a"; '],
    ['fail-on: &a high', 'policy.yml:1:10: anchors are not allowed in policy files; write the value out where it is needed'],
    ['fail-on: high\nfail-on: low', /^policy\.yml:2:1: /],
    ['fail-on: high\n---\nfail-on: low', 'policy.yml:2:1: expected one document, found a second; a policy is one file with one document'],
  ])('%j', (text, message) => {
    expect(told(text)[0]).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  })

  test.each(['rules', 'overrides', 'exceptions', 'limits'])('a key without a value: %s', key => {
    const place = `policy.yml:2:${key.length + 2}`
    expect(told(`untriaged: fail\n${key}:`)).toEqual([
      `${place}: expected a value for "${key}", found null; write what it is, or remove the key`,
    ])
  })

  test('and all of them are told at once, in their order', () => {
    const text = 'untriaged: [fail]\nlimits: { rule: {} }\nrules: [{ name: x }]\nfial-on: high\n'
    const lines = told(text).map(line => line.split(':')[1])
    expect([...new Set(lines)]).toEqual(['1', '2', '3', '4'])
  })
})

describe('what is no policy is refused, and nothing of it is shown:', () => {
  test.each([
    ['a rule', 'name: SECRET\ntype: Finding\nseverityOfAlerts: 1\nfilter: severity = "HIGH"\n'],
    ['a list of rules', '- name: SECRET\n'],
    ['an exported ruleset', '{"id": "SECRET", "name": "SECRET", "rules": []}'],
    ['credentials', '[default]\naws_access_key_id = SECRET\naws_secret_access_key = SECRET\n'],
    ['a configuration with tokens', '{"auths": {"SECRET": {"auth": "SECRET"}}}'],
    ['a text', 'SECRET\n'],
    ['a file of another kind with a common key', 'image: SECRET\npassword: SECRET\n'],
    ['broken YAML', 'a: [SECRET\n'],
    ['binary data', '\u0000\u0001SECRET fail-on: \u0002'],
    ['an empty map', '{}'],
  ])('%s', (_, text) => {
    const { policy, diagnostics } = read(text)
    expect(policy).toBeUndefined()
    expect(diagnostics).toMatchObject([{ level: 'error', message: expect.stringMatching(/^expected a policy/) }])
    expect(JSON.stringify(diagnostics)).not.toContain('SECRET')
  })
})

test('an empty file is no policy', () => {
  expect(told('# nothing\n')).toEqual(['policy.yml: expected a policy, found nothing in the file; '])
})
