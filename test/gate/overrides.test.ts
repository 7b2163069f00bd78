// Overrides tune rules that are defined elsewhere. One that has no effect is always reported.

import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { combine, makeRule } from './combine.ts'

const SCAN = 'eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and requestParameters.repositoryName != null'
const shipped = [
  makeRule({ id: 'push', name: 'Push', suppressions: ['user = "bot"'] }),
  makeRule({ id: 'scan', name: 'Scan', filter: SCAN }),
  makeRule({ id: 'off', name: 'Off', enabled: false }),
]

const tune = (text: string, own = [] as readonly ReturnType<typeof makeRule>[], failOn?: 'critical') => combine(shipped, own, failOn, text)
const ruleOf = (text: string, id: string) => tune(text).rules.find(rule => rule.id === id)
const told = (text: string, ...rest: [own?: readonly ReturnType<typeof makeRule>[], failOn?: 'critical']) =>
  tune(text, ...rest).diagnostics.map(({ level, kind, message, at }) => `${formatPlace(at ?? '')} ${level} ${kind}: ${message}`)

describe('an override', () => {
  test('changes what it names and nothing else', () => {
    const text = 'overrides: [{ rule: push, severityOfAlerts: 2, threshold: 5, window: 60, action: notice }]'
    expect(ruleOf(text, 'push')).toEqual({ ...shipped[0], severityOfAlerts: 2, threshold: 5, window: 60, action: 'notice' })
    expect(tune(text).rules.filter(({ id }) => id !== 'push')).toEqual(shipped.slice(1))
    expect(told(text)).toEqual([])
  })

  test('switches a rule on and off', () => {
    const { rules } = tune('overrides: [{ rule: off, enabled: true }, { rule: push, enabled: false }]')
    expect(rules.map(({ id, enabled }) => `${id} ${enabled}`)).toEqual(['push false', 'scan true', 'off true'])
  })

  test('adds suppressions to those of the rule, and to those of other overrides', () => {
    const text = `overrides:
      - { rule: push, addSuppressions: ['user = "ci"'] }
      - { rule: push, addSuppressions: ['user = "cd"'] }`
    expect(ruleOf(text, 'push')?.suppressions).toEqual(['user = "bot"', 'user = "ci"', 'user = "cd"'])
    expect(told(text)).toEqual([])
  })

  test("tunes a user's own rule too", () => {
    const { rules, tuned } = tune('overrides: [{ rule: mine, threshold: 3 }]', [makeRule({ id: 'mine', name: 'Mine' })])
    expect(rules.find(({ id }) => id === 'mine')?.threshold).toBe(3)
    expect(tuned).toEqual([{ id: 'mine', by: ['tuning.yml'], fields: ['threshold'] }])
  })

  test('is listed for the report, once per rule', () => {
    const text =
      'overrides: [{ rule: push, threshold: 2, addSuppressions: [user = "x"] }, { rule: push, window: 60 }, { rule: scan, action: warn }]'
    expect(tune(text).tuned).toEqual([
      { id: 'push', by: ['tuning.yml'], fields: ['threshold', 'addSuppressions', 'window'] },
      { id: 'scan', by: ['tuning.yml'], fields: ['action'] },
    ])
  })
})

describe('the diagnostics for an override that', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'names no rule',
      'overrides: [{ rule: pusch, enabled: false }]',
      ['tuning.yml:1:21 error unknown-rule: there is no rule "pusch" to override'],
    ],
    [
      'sets what is set already',
      'overrides:\n- { rule: push, threshold: 2 }\n- { rule: push, window: 9, threshold: 2 }',
      ['tuning.yml:3:11 error duplicate-override: threshold of rule "push" is already set in tuning.yml:2:11'],
    ],
    [
      'names a rule of a pack that is not in use',
      'overrides: [{ rule: of-another-pack, enabled: false }]',
      ['tuning.yml:1:21 warning idle-override: the override of "of-another-pack" does nothing: its pack is not in use'],
    ],
    [
      'keeps a rule from ever alerting on an image',
      'overrides: [{ rule: scan, threshold: 2 }]',
      ['tuning.yml:1:21 warning blind-rule: rule "scan" can no longer alert on an image'],
    ],
    [
      'suppresses every scan',
      `overrides: [{ rule: scan, addSuppressions: ['eventName starts_with "Describe"'] }]`,
      ['tuning.yml:1:21 warning blind-rule: rule "scan" can no longer alert on an image'],
    ],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected)
  })

  test('names no rule, with a suggestion', () => {
    expect(tune('overrides: [{ rule: pusch, enabled: false }]').diagnostics[0]?.help).toBe('did you mean "push"?')
  })

  test('names no rule, with a suggestion from a pack that is not in use', () => {
    expect(tune('overrides: [{ rule: of-another-pak, enabled: false }]').diagnostics[0]?.help).toBe('did you mean "of-another-pack"?')
  })

  test("names a shipped rule's id that the user's own rule has taken, which it tunes without a warning", () => {
    const own = makeRule({ id: 'push', name: 'Mine' })
    const { rules, diagnostics } = tune('overrides: [{ rule: push, threshold: 7 }]', [own])
    expect(rules.find(({ id }) => id === 'push')).toEqual({ ...own, threshold: 7 })
    expect(diagnostics).toEqual([])
  })

  test('names a rule that another of the same name replaces', () => {
    expect(told('overrides: [{ rule: push, enabled: false }]', [makeRule({ id: 'uuid', name: 'Push' })])).toEqual([
      'tuning.yml:1:21 warning idle-override: the override of "push" does nothing: a rule of the same name replaces it',
    ])
  })

  test('names a rule that fail-on replaces', () => {
    const high = makeRule({ id: 'ecr-image-scan-findings-high', name: 'High' })
    const text = 'overrides: [{ rule: ecr-image-scan-findings-high, action: notice }]'
    expect(told(text, [high], 'critical')).toEqual([
      'tuning.yml:1:21 warning idle-override: the override of "ecr-image-scan-findings-high" does nothing: fail-on replaces it',
    ])
    expect(tune(text, [high], 'critical').rules.find(({ id }) => id === high.id)).toMatchObject({ file: 'fail-on', action: 'warn' })
  })

  test('disables a rule, which is then not called blind', () => {
    expect(told('overrides: [{ rule: scan, enabled: false, threshold: 2 }]')).toEqual([])
  })
})
