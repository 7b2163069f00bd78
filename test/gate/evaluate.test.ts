// Evaluating rules for events and images: suppressions, aggregation, duplicates, and scans of images not under judgement.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { combine } from './combine.ts'

const READ_AT = '2026-11-23T12:00:00Z'

function rule(fields: Readonly<Record<string, unknown>>): Rule {
  const text = JSON.stringify({ name: 'a rule', type: 'CloudTrail', severityOfAlerts: 2, ...fields })
  const { rules, diagnostics } = loadRules([{ path: 'rule.json', text }])
  if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics))
  return rules[0]
}

function alertsOf(rules: readonly Rule[], events: readonly Fields[], images: readonly Image[] = []) {
  const evaluation = startEvaluation(rules)
  for (const image of images) evaluation.judge(image)
  for (const event of events) evaluation.see(event)
  return evaluation.alerts()
}

const event = (fields: Fields): Fields => ({
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  eventTime: '2026-11-23T10:00:00Z',
  ...fields,
})
const sessions = rule({ filter: 'eventName = "StartSession"', title: '{{user}} from {{ip}}' })

const answer = (digest: string, counts: Readonly<Record<string, number>>): Fields => ({
  registryId: '111122223333',
  repositoryName: 'api',
  imageId: { imageDigest: digest, imageTag: 'v1' },
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: {
    imageScanCompletedAt: 1_700_000_000,
    findingSeverityCounts: counts,
    findings: Object.entries(counts).flatMap(([severity, count]) =>
      Array.from({ length: count }, (_, i) => ({ name: `CVE-${severity}-${i}`, severity })),
    ),
  },
})
const image = (digest: string, counts: Readonly<Record<string, number>>) =>
  readImages([{ origin: 'x', body: answer(digest, counts) }], READ_AT)

describe('recorded events', () => {
  test('with equal aggregate fields make one alert, others one of their own', () => {
    const alerts = alertsOf(
      [sessions],
      [
        event({ eventID: '1', userIdentity: { userName: 'alice' }, sourceIPAddress: '192.0.2.1' }),
        event({ eventID: '2', userIdentity: { userName: 'alice' }, sourceIPAddress: '192.0.2.1', eventTime: '2026-11-23T09:00:00Z' }),
        event({ eventID: '3', userIdentity: { userName: 'bob' } }),
      ],
    )
    expect(alerts).toMatchObject([
      {
        title: 'alice from 192.0.2.1',
        count: 2,
        eventIds: ['2', '1'],
        firstTime: '2026-11-23T09:00:00Z',
        lastTime: '2026-11-23T10:00:00Z',
        action: 'warn',
        aggregate: { user: 'alice', eventName: 'StartSession', eventSource: 'ssm.amazonaws.com', ip: '192.0.2.1', accountId: null },
      },
      { title: 'bob from unknown', count: 1, aggregate: { user: 'bob', ip: null } },
    ])
  })

  test('an eventID counts once, an event without one every time', () => {
    const twice = event({ eventID: '1' })
    expect(alertsOf([sessions], [twice, { ...twice }, event({}), event({})])[0]).toMatchObject({ count: 3, eventIds: ['1'] })
  })

  test('a suppression takes an event out after the filter matched it', () => {
    const suppressed = rule({ filter: 'eventName = "StartSession"', suppressions: ['user = "ci"', 'ip = "10.0.0.0/8"'] })
    const events = [
      event({ userIdentity: { userName: 'ci' } }),
      event({ sourceIPAddress: '10.1.2.3' }),
      event({ userIdentity: { userName: 'eve' } }),
    ]
    expect(alertsOf([suppressed], events)).toMatchObject([{ count: 1, aggregate: { user: 'eve' } }])
  })

  test('a rule that is not enabled, or of another type, sees nothing', () => {
    const rules = [rule({ filter: 'eventName != null', enabled: false }), rule({ type: 'Finding', filter: 'severity = null' })]
    expect(alertsOf(rules, [event({})])).toEqual([])
  })

  test('severity decides the action unless the rule says otherwise', () => {
    const actions = [
      { severityOfAlerts: 1 },
      { severityOfAlerts: 2 },
      { severityOfAlerts: 3 },
      { severityOfAlerts: 1, action: 'notice' },
    ].map(fields => alertsOf([rule({ filter: 'eventName != null', ...fields })], [event({})])[0]?.action)
    expect(actions).toEqual(['fail', 'warn', 'notice', 'notice'])
  })

  test('the streamUrl of a session is hidden wherever a rule names it', () => {
    const leaky = rule({
      filter: 'eventName != null',
      title: '{{responseElements.streamUrl}} {{responseElements}}',
      aggregateFields: ['responseElements.streamUrl', 'responseElements'],
    })
    const alerts = alertsOf([leaky], [event({ responseElements: { streamUrl: 'wss://secret', tokenValue: 'secret', sessionId: 's-1' } })])
    expect(JSON.stringify(alerts)).not.toContain('secret')
    expect(JSON.stringify(alerts)).toContain('s-1')
  })

  test('a hundred thousand matches keep their ids and times, not their events', () => {
    const events = Array.from({ length: 100_000 }, (_, i) =>
      event({ eventID: `id-${i}`, eventTime: new Date(1_700_000_000_000 + i).toISOString() }),
    )
    expect(alertsOf([sessions], events)[0]?.count).toBe(100_000)
  })
})

describe('images', () => {
  const high = rule({
    severityOfAlerts: 1,
    threshold: 1,
    filter: 'eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0',
  })

  test('are judged separately', () => {
    const images = [...image('sha256:aa', { HIGH: 1 }), ...image('sha256:bb', { HIGH: 2 }), ...image('sha256:cc', { LOW: 1 })]
    const alerts = alertsOf([high], [], images)
    expect(alerts.map(alert => alert.image)).toEqual(['111122223333/api:v1@sha256:aa', '111122223333/api:v1@sha256:bb'])
    expect(alertsOf([{ ...high, threshold: 2 }], [], images)).toEqual([])
  })

  test('a recorded scan of an image that is not under judgement gives a notice only', () => {
    const recorded = (digest: string): Fields => ({
      eventSource: 'ecr.amazonaws.com',
      eventName: 'DescribeImageScanFindings',
      eventTime: READ_AT,
      recipientAccountId: '111122223333',
      requestParameters: { registryId: '111122223333', repositoryName: 'api', imageId: { imageDigest: digest } },
      responseElements: { imageScanFindings: { findingSeverityCounts: { HIGH: 1 } } },
    })
    const images = image('sha256:aa', {})
    expect(alertsOf([high], [recorded('sha256:ff')], images).map(({ action }) => action)).toEqual(['notice'])
    expect(alertsOf([high], [recorded('sha256:aa')], images).map(({ action }) => action)).toEqual(['fail'])
    expect(alertsOf([high], [recorded('sha256:ff')]).map(({ action }) => action)).toEqual(['notice'])
  })

  describe('a Finding rule that names no aggregate fields', () => {
    const grave = { type: 'Finding', filter: 'severity in ("HIGH", "CRITICAL")' }
    const pack = (name: string, version = '1'): Fields => ({ name, version })
    const found = (id: string, ...packages: readonly Fields[]): Fields => ({
      severity: 'HIGH',
      status: 'ACTIVE',
      findingArn: `arn:${id}:${JSON.stringify(packages)}`,
      packageVulnerabilityDetails: { vulnerabilityId: id, vulnerablePackages: packages },
    })
    const enhanced = (...enhancedFindings: readonly Fields[]): readonly Image[] => {
      const { imageScanFindings: _, ...head } = answer('sha256:aa', {})
      const body = { ...head, imageScanFindings: { imageScanCompletedAt: 1_700_000_000, enhancedFindings } }
      return readImages([{ origin: 'x', body }], READ_AT)
    }
    const shown = (fields: Readonly<Record<string, unknown>>, images: readonly Image[]) =>
      alertsOf([rule({ ...grave, ...fields })], [], images)
        .map(({ title, count, aggregate }) => [title, count, aggregate['id'], aggregate['package.name']])
        .sort()

    test('alerts by vulnerability and package', () => {
      const images = enhanced(
        found('CVE-1', pack('openssl')),
        found('CVE-1', pack('curl')),
        found('CVE-2', pack('openssl')),
        found('CVE-2', pack('openssl', '2')),
      )
      expect(shown({}, images)).toEqual([
        ['a rule: CVE-1', 1, 'CVE-1', 'curl'],
        ['a rule: CVE-1', 1, 'CVE-1', 'openssl'],
        ['a rule: CVE-2', 2, 'CVE-2', 'openssl'],
      ])
    })

    test('makes one alert of a finding in several packages, which names them all', () => {
      expect(shown({}, enhanced(found('CVE-1', pack('openssl'), pack('curl'))))).toEqual([
        ['a rule: CVE-1', 1, 'CVE-1', ['openssl', 'curl']],
      ])
    })

    test('makes one alert of a finding without a package', () => {
      expect(shown({}, enhanced({ title: 'CodeInjection', severity: 'HIGH' }))).toEqual([
        ['a rule: CodeInjection', 1, 'CodeInjection', null],
      ])
    })

    test('alerts for each image by itself', () => {
      const alerts = alertsOf([rule(grave)], [], [...image('sha256:aa', { HIGH: 1 }), ...image('sha256:bb', { HIGH: 1 })])
      expect(alerts.map(({ image, count }) => [image?.slice(-2), count])).toEqual([
        ['aa', 1],
        ['bb', 1],
      ])
    })

    test('counts all findings of an image against its threshold, or that of an override', () => {
      const images = image('sha256:aa', { HIGH: 3, LOW: 9 })
      expect(shown({ threshold: 3, title: 'many' }, images)).toEqual([['many', 3, undefined, undefined]])
      expect(shown({ threshold: 4 }, images)).toEqual([])
      const { rules } = combine([], [rule(grave)], undefined, 'overrides: [{ rule: rule, threshold: 3 }]')
      expect(alertsOf(rules, [], images)).toMatchObject([{ count: 3 }])
    })

    test('does not change what an author chose', () => {
      const images = image('sha256:aa', { HIGH: 2, CRITICAL: 1 })
      expect(alertsOf([rule({ ...grave, aggregateFields: [] })], [], images)).toMatchObject([{ count: 3 }])
      expect(
        alertsOf([rule({ ...grave, aggregateFields: ['severity'] })], [], images)
          .map(({ count }) => count)
          .sort(),
      ).toEqual([1, 2])
      expect(alertsOf([rule({ ...grave, title: 'grave' })], [], images).map(({ title }) => title)).toEqual(['grave', 'grave', 'grave'])
    })
  })

  test('a Finding rule sees each open finding', () => {
    const findings = rule({
      type: 'Finding',
      filter: 'event_type = "finding" and severity in ("HIGH", "CRITICAL")',
      title: '{{id}} in {{image.repositoryName}}',
      aggregateFields: ['id'],
    })
    const alerts = alertsOf([findings], [], image('sha256:aa', { HIGH: 2, CRITICAL: 1, LOW: 1 }))
    expect(alerts.map(({ title }) => title).sort()).toEqual(['CVE-CRITICAL-0 in api', 'CVE-HIGH-0 in api', 'CVE-HIGH-1 in api'])
  })
})
