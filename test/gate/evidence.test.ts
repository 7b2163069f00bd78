// The events behind an alert: what the report keeps of them, and how much.

import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { MOST_EVENTS } from '../../src/gate/evidence.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { makeRule } from './combine.ts'

const EVENT = {
  eventID: '11111111-2222-3333-4444-555555555555',
  eventTime: '2026-11-23T10:00:00Z',
  eventSource: 'ssm.amazonaws.com',
  eventName: 'DescribeParameters',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  userIdentity: { userName: 'alice', accountId: '111122223333' },
  responseElements: { streamUrl: 'wss://secret', sessionId: 's-1' },
}
const alertsOf = (filter: string, events: readonly Fields[], more: object = {}) => {
  const evaluation = startEvaluation([makeRule({ type: 'CloudTrail', filter, ...more })])
  for (const event of events) evaluation.see(event)
  return evaluation.alerts().map(({ count, events: shown }) => ({ count, events: shown }))
}

describe('an event behind an alert', () => {
  test('is kept with who, when, where, and the clauses that held', () => {
    const [alert] = alertsOf(
      'eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName = "x") and not user = "ci"',
      [EVENT],
    )
    expect(alert?.events).toEqual([
      {
        id: EVENT.eventID,
        time: '2026-11-23T10:00:00Z',
        eventSource: 'ssm.amazonaws.com',
        eventName: 'DescribeParameters',
        user: 'alice',
        accountId: '111122223333',
        ip: '192.0.2.1',
        region: 'eu-west-1',
        errorCode: null,
        link: `https://eu-west-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events/${EVENT.eventID}`,
        clauses: [
          { clause: 'eventSource = "ssm.amazonaws.com"', found: ['ssm.amazonaws.com'], why: 'the value equals it' },
          { clause: 'eventName starts_with "Describe"', found: ['DescribeParameters'], why: 'the value starts with it' },
          { clause: 'not user = "ci"', found: ['alice'], why: 'the value does not equal it' },
        ],
        record: { ...EVENT, responseElements: { streamUrl: 'HIDDEN_DUE_TO_SECURITY_REASONS', sessionId: 's-1' } },
        live: [],
      },
    ])
  })

  test.each<[what: string, rule: object, tags: Fields]>([
    ['that its filter names', { filter: 'target.tags.env = "prod"' }, { env: 'prod' }],
    ['that its title names', { filter: 'target.tags.env = "prod"', title: '{{target.tags.team}}' }, { env: 'prod', team: 'payments' }],
    ['that a suppression names', { filter: 'target.name = "db"', suppressions: ['target.tags.team = "x"'] }, { team: 'payments' }],
    ['of which it names none', { filter: 'target.name = "db"' }, {}],
    ['all together', { filter: 'target.tags != null' }, { env: 'prod', team: 'payments', note: 'the password is hunter2' }],
  ])('has the tags of its targets alone, %s', (_, rule, tags) => {
    const node = { id: 'i-05c30218156bcc246', name: 'db', tags: { env: 'prod', team: 'payments', note: 'the password is hunter2' } }
    for (const target of [node, [node, { id: 'i-0dbc91f429e48eeed' }]]) {
      const [alert] = alertsOf('', [{ ...EVENT, target }], rule)
      const [shown, other] = [alert?.events[0]?.record?.['target']].flat()
      expect(shown).toEqual({ ...node, tags })
      expect(other).toEqual(Array.isArray(target) ? target[1] : undefined)
    }
  })

  test.each([
    ['eu-west-1', 'x"><script>', null],
    ['evil.example#', EVENT.eventID, null],
    ['us-iso-east-1', EVENT.eventID, null],
    ['cn-north-1', EVENT.eventID, `https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/${EVENT.eventID}`],
  ])('in %s with the id %s has the link %s', (awsRegion, eventID, link) => {
    expect(alertsOf('eventName != null', [{ ...EVENT, awsRegion, eventID }])[0]?.events[0]?.link).toBe(link)
  })

  test('made from the answer about an image has the counts that were found, and no record', () => {
    const evaluation = startEvaluation([makeRule({ filter: 'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0' })])
    const body = { repositoryName: 'api', imageScanFindings: { findings: [{ name: 'CVE-2026-1', severity: 'HIGH' }] } }
    for (const image of readImages([{ origin: 'x', body }], '2026-11-23T10:00:00Z')) evaluation.judge(image)
    expect(evaluation.alerts()[0]?.events).toMatchObject([
      {
        id: null,
        eventName: 'DescribeImageScanFindings',
        link: null,
        clauses: [
          { clause: 'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0', found: ['1'], why: 'the value is greater' },
        ],
        record: null,
      },
    ])
  })

  test('is always counted, but kept only if it is among the first of its alert', () => {
    const events = Array.from({ length: MOST_EVENTS + 5 }, (_, i) => ({ ...EVENT, eventID: String(i) }))
    const [alert] = alertsOf('eventName != null', events)
    expect([alert?.count, alert?.events.length]).toEqual([MOST_EVENTS + 5, MOST_EVENTS])
  })

  test('is kept if it is among the earliest of its alert, in whatever order events were read', () => {
    const minutes = Array.from({ length: 60 }, (_, i) => i)
    const event = (minute: number): Fields => ({
      ...EVENT,
      eventID: String(minute),
      eventTime: `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z`,
    })
    const [alert] = alertsOf('eventName != null', minutes.toReversed().map(event))
    expect(alert?.events.map(({ id }) => id)).toEqual(minutes.slice(0, MOST_EVENTS).map(String))
  })

  test('is kept for every alert of one actor', () => {
    const start = Date.parse('2026-11-01T00:00:00Z')
    const alerts = alertsOf(
      'eventName != null',
      Array.from({ length: 200 }, (_, i) => ({
        ...EVENT,
        eventID: String(i),
        eventTime: new Date(start + i * 2 * 3_600_000).toISOString(),
      })),
      { window: 3600 },
    )
    expect(alerts).toHaveLength(200)
    for (const alert of alerts) expect(alert.events).toHaveLength(1)
  })

  test('of a noisy actor leaves room for those of others', () => {
    const noise = Array.from({ length: 1000 }, (_, i) => ({
      ...EVENT,
      eventID: String(i),
      requestParameters: { text: 'x'.repeat(10_000) },
    }))
    const quiet = { ...EVENT, eventID: 'quiet', userIdentity: { userName: 'mallory' } }
    const alerts = alertsOf('eventName != null', [...noise, quiet])
    expect(alerts.map(({ count, events: shown }) => [count, shown.length])).toEqual(
      expect.arrayContaining([
        [1000, expect.any(Number)],
        [1, 1],
      ]),
    )
  })

  test('that is larger than CloudTrail writes is kept without its record', () => {
    const [alert] = alertsOf('eventName != null', [{ ...EVENT, requestParameters: { text: 'x'.repeat(400_000) } }])
    expect(alert?.events).toMatchObject([{ id: EVENT.eventID, record: null }])
  })

  test('is kept only while there is room', () => {
    const events = Array.from({ length: 400 }, (_, i) => ({
      ...EVENT,
      eventID: String(i),
      userIdentity: { userName: `user-${i}` },
      requestParameters: { text: 'x'.repeat(100_000) },
    }))
    const kept = alertsOf('eventName != null', events).reduce((sum, alert) => sum + JSON.stringify(alert.events).length, 0)
    expect(kept).toBeGreaterThan(1_000_000)
    expect(kept).toBeLessThan(6_000_000)
  })
})

describe('the limits of what is kept', () => {
  test('are fifty events of an alert, and ten values of a clause', () => {
    const events = Array.from({ length: 60 }, (_, i) => ({ ...EVENT, eventID: String(i) }))
    expect(alertsOf('eventName != null', events)[0]?.events).toHaveLength(50)
    const found = (count: number) => {
      const values = Array.from({ length: count }, (_, i) => `i-${i}`)
      return alertsOf('requestParameters.ids != null', [{ ...EVENT, requestParameters: { ids: values } }])[0]?.events[0]?.clauses[0]?.found
    }
    expect(found(10)).toEqual(['i-0', 'i-1', 'i-2', 'i-3', 'i-4', 'i-5', 'i-6', 'i-7', 'i-8', 'i-9'])
    expect(found(12)).toEqual(['i-0', 'i-1', 'i-2', 'i-3', 'i-4', 'i-5', 'i-6', 'i-7', 'i-8', 'i-9', 'and 2 more'])
  })

  test('are two hundred characters of a value', () => {
    const found = (userAgent: string) => alertsOf('userAgent != null', [{ ...EVENT, userAgent }])[0]?.events[0]?.clauses[0]?.found
    expect(found('x'.repeat(200))).toEqual(['x'.repeat(200)])
    expect(found('x'.repeat(201))).toEqual([`${'x'.repeat(199)}…`])
  })

  test('are shared: one noisy actor uses an eighth of the room', () => {
    const large = (i: number) => ({ ...EVENT, eventID: String(i), requestParameters: { text: 'x'.repeat(99_000) } })
    // Half a million characters of four million, at about a hundred thousand for each event.
    expect(
      alertsOf(
        'eventName != null',
        Array.from({ length: 40 }, (_, i) => large(i)),
      )[0]?.events,
    ).toHaveLength(6)
  })
})

test('the event of a finding is known by the id of the finding', () => {
  const evaluation = startEvaluation([makeRule({ type: 'Finding', filter: 'severity = "HIGH"' })])
  const body = { repositoryName: 'api', imageScanFindings: { findings: [{ name: 'CVE-2026-1', severity: 'HIGH' }] } }
  for (const image of readImages([{ origin: 'x', body }], '2026-11-23T10:00:00Z')) evaluation.judge(image)
  expect(evaluation.alerts()[0]?.events[0]).toMatchObject({ id: 'CVE-2026-1', time: '2026-11-23T10:00:00Z', record: null })
})
