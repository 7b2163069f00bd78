// The rules in force: what `fail-on` makes of them, what is told of a rule that cannot alert any more, and of rules that cannot judge
// what was asked.

import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import type { LiveKind } from '../../src/events/live.ts'
import { tellUnread } from '../../src/gate/changes.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { checkRuleSet } from '../../src/gate/packs.ts'
import { FAIL_ON, type FailOn } from '../../src/gate/policy.ts'
import { readImages } from '../../src/image/read.ts'
import { compileRule } from '../../src/rules/compile.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { combine, makeRule } from './combine.ts'

const LEVELS = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const

/** The alerts of the rules of `fail-on` on an image with this number of findings of one severity. */
function alertsOn(failOn: FailOn, severity: string, count = 3) {
  const body = {
    registryId: '111122223333',
    repositoryName: 'payments/api',
    imageId: { imageDigest: 'sha256:aa' },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { findings: Array.from({ length: count }, (_, i) => ({ name: `CVE-${i}`, severity })) },
  }
  const evaluation = startEvaluation(combine([], [], failOn).rules)
  for (const image of readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z')) evaluation.judge(image)
  return evaluation.alerts()
}

describe('fail-on', () => {
  test.each(FAIL_ON.flatMap(failOn => LEVELS.map(severity => [failOn, severity] as const)))(
    '%s with a finding of %s',
    (failOn, severity) => {
      const grave = failOn !== 'never' && LEVELS.indexOf(severity) <= LEVELS.indexOf(failOn.toUpperCase() as 'LOW')
      const [alert, ...more] = alertsOn(failOn, severity)
      expect(more).toEqual([])
      if (!grave && severity === 'LOW') return expect(alert).toBeUndefined()
      expect(alert).toMatchObject({
        ruleId: `ecr-image-scan-findings-${severity.toLowerCase()}`,
        action: grave ? 'fail' : 'warn',
        // A reader of the report sorts by severity, so it must agree with the action.
        severityOfAlerts: grave ? 1 : 2,
        title: `${severity} findings in payments/api: 3`,
        alertDescription: grave
          ? `fail-on is ${failOn}: ${severity} findings stop the deployment.`
          : `fail-on is ${failOn}: ${severity} findings are below it.`,
        image: '111122223333/payments/api@sha256:aa',
      })
    },
  )

  test('alerts at the first finding', () => {
    expect(alertsOn('critical', 'CRITICAL', 1).map(({ action }) => action)).toEqual(['fail'])
    expect(alertsOn('critical', 'CRITICAL', 0)).toEqual([])
  })

  test('puts its rules between the shipped ones and those of the user', () => {
    const ids = (rules: readonly Rule[]): readonly string[] => rules.map(({ id }) => id.split('-').at(-1) ?? '')
    const [shipped, own] = [makeRule({ id: 'shipped', name: 's' }), makeRule({ id: 'own', name: 'o' })]
    expect(ids(combine([shipped], [own], 'high').rules)).toEqual(['shipped', 'critical', 'high', 'medium', 'low', 'own'])
  })

  test('tells each rule that it replaces once', () => {
    const high = makeRule({ id: 'ecr-image-scan-findings-high', name: 'High' })
    const { replaced } = combine([high], [high], 'critical')
    expect(replaced).toEqual([{ id: high.id, by: 'fail-on' }])
  })
})

describe('a rule that could alert on an image until the user changed it', () => {
  const SCAN = 'eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and requestParameters.repositoryName != null'
  const shipped = [makeRule({ id: 'scan', name: 'Scan', filter: SCAN }), makeRule({ id: 'other', name: 'Other' })]
  const told = (own: readonly Rule[], overrides?: string) =>
    combine(shipped, own, undefined, overrides).diagnostics.map(({ kind, level, message, help, at }) => ({
      kind,
      level,
      message,
      help,
      at: formatPlace(at ?? ''),
    }))
  const warning = (id: string, at: string, help: unknown) => ({
    kind: 'blind-rule',
    level: 'warning',
    message: `rule "${id}" can no longer alert on an image`,
    help,
    at,
  })

  test('by a rule of the same id is told at that rule', () => {
    expect(told([makeRule({ id: 'scan', name: 'mine', filter: `${SCAN} and user = "alice"` })])).toEqual([
      warning('scan', 'own.json', expect.stringMatching(/no user, address, agent or error; check whether the rule's filter/)),
    ])
  })

  test('by a rule of the same name, as an export has it, is told at that rule', () => {
    expect(told([makeRule({ id: '4711', name: 'Scan', filter: 'eventName = "PutImage"' })])).toMatchObject([
      { message: expect.stringContaining('"4711"') },
    ])
  })

  test('by a threshold is told that it is never reached', () => {
    const threshold = 'an image has one event, so a threshold above 1 is never reached'
    expect(told([makeRule({ id: 'scan', name: 'mine', filter: SCAN, threshold: 2 })])).toEqual([warning('scan', 'own.json', threshold)])
    expect(told([], 'overrides:\n- { rule: other, window: 60 }\n- { rule: scan, threshold: 2 }\n- { rule: scan, window: 60 }')).toEqual([
      warning('scan', 'tuning.yml:4:11', threshold),
    ])
  })

  test('is told as its suppression and not as a threshold where the threshold is 1', () => {
    const [diagnostic] = told([], `overrides: [{ rule: scan, threshold: 1, addSuppressions: ['user = null'] }]`)
    expect(diagnostic?.help).toMatch(/filter or suppressions need one/)
  })

  test('is told of a rule that is disabled as what was taken away, because it could fail the deployment', () => {
    expect(told([makeRule({ id: 'scan', name: 'mine', filter: 'eventName = "PutImage"', enabled: false })])).toMatchObject([
      { kind: 'weakened-rule', level: 'warning', message: 'rule "scan" no longer fails the deployment: it is not enabled' },
    ])
  })

  test('is not told of a rule that still can, or that never could', () => {
    expect(told([makeRule({ id: 'scan', name: 'mine', filter: `${SCAN} and awsRegion = "eu-west-1"` })])).toEqual([])
    expect(told([makeRule({ id: 'other', name: 'mine', filter: 'eventName = "PutImage" and user = "alice"' })])).toEqual([])
    expect(told([makeRule({ id: 'new', name: 'new', filter: 'eventName = "PutImage"' })])).toEqual([])
  })
})

describe('rules that cannot judge what was asked', () => {
  const scan = makeRule({ id: 'scan', filter: 'eventName = "DescribeImageScanFindings"' })
  const push = makeRule({ id: 'push', filter: 'eventName = "PutImage"' })
  const off = (rule: Rule): Rule => ({ ...rule, enabled: false })
  const kinds = (rules: readonly Rule[], findings: boolean, events: boolean) =>
    checkRuleSet({ rules, compiled: rules.map(compileRule), placeOf: () => 'own.yml' }, { findings, events, live: [] }).map(
      ({ level, kind, message }) => `${level} ${kind}: ${message}`,
    )
  const noFindings = 'error no-rule: no enabled rule can judge the findings of an image'
  const noEvents = 'error no-rule: no enabled rule can judge CloudTrail events'

  test.each<[what: string, rules: readonly Rule[], findings: boolean, events: boolean, told: readonly string[]]>([
    ['no rule for both', [], true, true, [noFindings, noEvents]],
    ['no rule for nothing', [], false, false, []],
    ['no rule for findings', [], true, false, [noFindings]],
    ['no rule for events', [], false, true, [noEvents]],
    ['a rule for findings and one for events', [scan, push], true, true, []],
    ['only a rule for events', [push], true, true, [noFindings]],
    ['only a rule over findings', [makeRule({ type: 'Finding', filter: 'severity = "HIGH"' })], true, true, [noEvents]],
    ['rules that are disabled', [off(scan), off(push)], true, true, [noFindings, noEvents]],
    ['only the rules of fail-on', combine([], [], 'high').rules, true, true, [noEvents]],
    // A file of the user's may be called anything.
    ["a user's rule in a file named fail-on", [{ ...push, file: 'fail-on' }], false, true, []],
    [
      'a Severity rule of the pack, which is about recorded scans too',
      [makeRule({ id: 'ecr-image-scan-findings-high', filter: 'eventName = "DescribeImageScanFindings"' })],
      true,
      true,
      [],
    ],
  ])('%s', (_, rules, findings, events, told) => {
    expect(kinds(rules, findings, events)).toEqual(told)
  })

  test.each([
    ['Session', 'sessions'],
    ['Command', 'commands'],
    ['Automation', 'automations'],
  ] as const)('are told by name if they are of type %s, and %s are not read', (type, kind) => {
    const rule = makeRule({ id: 'now', type, filter: 'document = "x"', severityOfAlerts: 2 })
    const told = (each: Rule, read: readonly LiveKind[] | undefined) => tellUnread([each], read, () => undefined)
    const message = `rule "now" is not evaluated: ${kind} are not read`
    const help = `read them with audit-live: ${kind}, or write enabled: false`
    expect(told(rule, [])).toEqual([{ level: 'warning', kind: 'unread-rule', message, help, at: 'own.json' }])
    expect(told({ ...rule, severityOfAlerts: 1 }, [])).toMatchObject([{ level: 'error', kind: 'unread-rule', message }])
    expect(told({ ...rule, severityOfAlerts: 1 }, undefined)).toMatchObject([
      { level: 'warning', message: `rule "now" is not evaluated: ${kind} are in no recorded file` },
    ])
    expect(told(off(rule), [])).toEqual([])
    expect(told(rule, [kind])).toEqual([])
  })

  test('are told if what is going on now is all that is read', () => {
    const rule = makeRule({ id: 'now', type: 'Command', filter: 'state = "open"' })
    const check = (rules: readonly Rule[]) =>
      checkRuleSet(
        { rules, compiled: rules.map(compileRule), placeOf: () => 'own.yml' },
        { findings: false, events: false, live: ['sessions', 'commands'] },
      )
    const idle = (kind: string) =>
      `note no-rule: audit-live reads ${kind}, and no enabled rule looks at them: they only complete what alerts say`
    const told = (rules: readonly Rule[]) => check(rules).map(({ level, kind, message }) => `${level} ${kind}: ${message}`)
    expect(told([])).toEqual(['error no-rule: no enabled rule can judge sessions and commands', idle('sessions'), idle('commands')])
    expect(told([rule])).toEqual([idle('sessions')])
  })
})
