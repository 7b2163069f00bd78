// Overrides tune rules that are defined elsewhere. One that has no effect is always reported, and so is what one takes away.

import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { loadRules } from '../../src/rules/load.ts'
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
    expect(told(text)).toEqual(['tuning.yml:1:21 warning weakened-rule: rule "push" no longer fails the deployment: its action is notice'])
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

  test('is listed with what it changes, not with an empty list', () => {
    expect(tune('overrides: [{ rule: push, threshold: 2, addSuppressions: [] }]').tuned).toEqual([
      { id: 'push', by: ['tuning.yml'], fields: ['threshold'] },
    ])
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
    expect(told('overrides: [{ rule: scan, enabled: false, threshold: 2 }]')).toEqual([
      'tuning.yml:1:21 warning weakened-rule: rule "scan" no longer fails the deployment: it is not enabled',
    ])
  })
})

describe('a rule that could fail the deployment and no longer can is told, whatever took it away:', () => {
  const weakened = (id: string, why: string, at = 'tuning.yml:1:21') =>
    `${at} warning weakened-rule: rule "${id}" no longer fails the deployment: ${why}`
  test.each<[string, readonly string[]]>([
    ['{ rule: scan, enabled: false }', [weakened('scan', 'it is not enabled')]],
    ['{ rule: scan, action: warn }', [weakened('scan', 'its action is warn')]],
    ['{ rule: scan, severityOfAlerts: 3 }', [weakened('scan', 'its action is notice')]],
    [
      `{ rule: push, addSuppressions: ['eventName starts_with "Put"'] }`,
      [weakened('push', 'its suppressions remove every event that its filter matches')],
    ],
    ['{ rule: push, severityOfAlerts: 2, action: fail }', []],
    ['{ rule: push, threshold: 5, window: 60 }', []],
    [`{ rule: push, addSuppressions: ['user = "ci"'] }`, []],
    ['{ rule: off, enabled: true }', []],
    ['{ rule: off, action: notice }', []],
  ])('%s', (override, expected) => {
    expect(told(`overrides: [${override}]`)).toEqual(expected)
  })

  test('a rule of the same name that does not fail', () => {
    expect(told('overrides: []', [makeRule({ id: 'uuid', name: 'Scan', filter: SCAN, severityOfAlerts: 2 })])).toEqual([
      weakened('uuid', 'its action is warn', 'own.json'),
    ])
    expect(told('overrides: []', [makeRule({ id: 'scan', name: 'Mine', filter: SCAN, enabled: false })])).toEqual([
      weakened('scan', 'it is not enabled', 'own.json'),
    ])
  })

  test('with the place of its filter in the file', () => {
    const text = `id: uuid\nname: Scan\ntype: CloudTrail\nseverityOfAlerts: 2\nfilter: ${SCAN}\n`
    const { diagnostics } = combineRules({ used: shipped, unused: [] }, loadRules([{ path: 'own.yml', text }]), undefined)
    expect(diagnostics.map(({ kind, at }) => `${kind} ${formatPlace(at ?? '')}`)).toEqual(['weakened-rule own.yml:5:9'])
  })

  test('but not a rule of the user that never could', () => {
    expect(told('overrides: []', [makeRule({ id: 'mine', name: 'Mine', severityOfAlerts: 2 })])).toEqual([])
    expect(told('overrides: []', [makeRule({ id: 'mine', name: 'Mine', enabled: false })])).toEqual([])
  })
})

describe('what should fail the deployment and is not evaluated is an error:', () => {
  const levels = (...given: Parameters<typeof tune>) => tune(...given).diagnostics.map(({ level, kind }) => `${level} ${kind}`)
  const medium = 'ecr-image-scan-findings-medium'

  test.each<[string, readonly string[]]>([
    ['{ rule: of-another-pack, action: fail }', ['error idle-override']],
    ['{ rule: of-another-pack, severityOfAlerts: 1 }', ['error idle-override']],
    ['{ rule: of-another-pack, enabled: true }', ['error idle-override']],
    ['{ rule: of-another-pack, action: warn }', ['warning idle-override']],
    ['{ rule: of-another-pack, threshold: 3 }', ['warning idle-override']],
    [`{ rule: of-another-pack, addSuppressions: ['user = "ci"'] }`, ['warning idle-override']],
  ])('an override of a pack that is not in use: %s', (override, expected) => {
    expect(levels(`overrides: [${override}]`)).toEqual(expected)
  })

  test.each<[string, 'critical' | 'medium', readonly string[]]>([
    ['action: fail', 'critical', ['error idle-override']],
    ['severityOfAlerts: 1', 'critical', ['error idle-override']],
    ['action: fail', 'medium', ['warning idle-override']],
    ['action: notice', 'critical', ['warning idle-override']],
  ])('an override of a Severity rule, %s, beside fail-on %s', (change, failOn, expected) => {
    const told = combine(
      [makeRule({ id: medium, name: 'Medium', severityOfAlerts: 2 })],
      [],
      failOn,
      `overrides: [{ rule: ${medium}, ${change} }]`,
    )
    expect(told.diagnostics.map(({ level, kind }) => `${level} ${kind}`)).toEqual(expected)
  })

  test('an override of a rule that another of the same name replaces', () => {
    const override = 'overrides: [{ rule: off, enabled: true }]'
    expect(levels(override, [makeRule({ id: 'uuid', name: 'Off', severityOfAlerts: 3 })])).toEqual(['error idle-override'])
    expect(levels(override, [makeRule({ id: 'uuid', name: 'Off' })])).toEqual(['warning idle-override'])
  })

  test("a user's Severity rule that fail-on replaces by one that only warns", () => {
    const high = { id: 'ecr-image-scan-findings-high', name: 'High' }
    expect(combine([], [makeRule(high)], 'critical').diagnostics).toMatchObject([
      { level: 'error', kind: 'overruled-rule', message: expect.stringContaining('"ecr-image-scan-findings-high" fails the deployment') },
    ])
    expect(combine([], [makeRule({ ...high, severityOfAlerts: 2 })], 'critical').diagnostics).toEqual([])
    expect(combine([], [makeRule(high)], 'critical', `overrides: [{ rule: ${high.id}, action: warn }]`).diagnostics).toMatchObject([
      { level: 'warning', kind: 'idle-override' },
    ])
  })

  test.each([{ failOn: 'never' as const }, { maxFindings: { critical: 0 } }])(
    'at its filter, and by the name of the setting: %o',
    settings => {
      const text = `id: ecr-image-scan-findings-high\nname: High\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: ${SCAN}\n`
      const { diagnostics } = combineRules({ used: [], unused: [] }, loadRules([{ path: 'own.yml', text }]), settings)
      const setting = 'failOn' in settings ? 'fail-on' : 'max-findings'
      expect(
        diagnostics.map(({ kind, message, at }) => [kind, message.includes(`but ${setting} replaces it`), formatPlace(at ?? '')]),
      ).toEqual([['overruled-rule', true, 'own.yml:5:9']])
    },
  )
})
