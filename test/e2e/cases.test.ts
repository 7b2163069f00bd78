// Small inputs that once decided wrongly. Those of others lie beside the project; what each should give is what their page says.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { makeFolder } from '../folder.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { ecrGate } from './command.ts'

const RECORD = {
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  eventTime: '2026-11-20T10:00:00Z',
  userIdentity: { type: 'IAMUser', userName: 'alice' },
  requestParameters: { target: 'i-1' },
}

const ENVELOPES: readonly (readonly [what: string, content: unknown, told: RegExp])[] = [
  [
    'a CloudWatch Logs subscription',
    { messageType: 'DATA_MESSAGE', logEvents: [{ message: JSON.stringify(RECORD) }] },
    /jq -c '\.logEvents/,
  ],
  ['the output of filter-log-events', { events: [{ message: JSON.stringify(RECORD) }] }, /jq -c '\.events\[\]\.message \| fromjson'/],
  ['an EventBridge event', { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ssm', detail: RECORD }, /jq -c '\.detail'/],
  ['an SNS notification', { Type: 'Notification', Message: '{}' }, /jq -c '\.Message \| fromjson'/],
  ['the result of CloudTrail Lake', { QueryResultRows: [[{ eventName: 'StartSession' }]] }, /CloudTrail Lake/],
  ['an OCSF event', { class_uid: 6003, metadata: { version: '1.0' }, api: {} }, /OCSF/],
  ["a row of Athena's table", { eventsource: 'ssm.amazonaws.com', eventname: 'StartSession' }, /lower case/],
  ["a list from Threat Stack's API", { events: [{ event_type: 'cloudtrail', ...RECORD }], token: null }, /Threat Stack's API/],
  [
    "S3's notification",
    { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: RECORD.eventTime, s3: {} },
    /notification of S3/,
  ],
]

describe.each(ENVELOPES)('%s', (_, content, told) => {
  const write = (): string => join(makeFolder({ 'e.json': JSON.stringify(content) }), 'e.json')

  test('is named by query and explain, never answered with a bare 0', () => {
    const file = write()
    for (const words of [
      ['query', '--count', 'eventName = "x"', file],
      ['explain', 'eventName = "x"', '--event', file],
    ]) {
      const { code, err } = ecrGate(words)
      expect(err).toMatch(told)
      expect(code).toBe(2)
    }
  })

  test('is a gap of check, which names it', () => {
    const { code, out } = ecrGate(['check', '--events', write(), '--format', 'json'])
    expect(code).toBe(2)
    expect((JSON.parse(out) as Report).reasons.join()).toMatch(told)
  })
})

test('a day that a month does not have is no time', () => {
  const file = join(makeFolder({ 'e.json': JSON.stringify({ ...RECORD, eventTime: '2026-02-30T10:00:00Z' }) }), 'e.json')
  const { code, out } = ecrGate(['check', '--events', file])
  expect(code).toBe(2)
  expect(out).toContain('1 event has no readable eventTime')
  const query = (filter: string): string => ecrGate(['query', '--count', filter, file]).out
  expect(query('eventTime > "2026-01-01T00:00:00Z"')).toBe('0\n')
  expect(ecrGate(['query', 'eventTime > "2026-02-30T00:00:00Z"', file]).err).toContain('never holds')
})

test('a long number keeps its digits in the evidence, in the report and in explain', () => {
  const record = JSON.stringify({ ...RECORD, eventID: 'x' }).replace('"i-1"', '9007199254740993')
  const rule = { name: 'long', type: 'CloudTrail', severityOfAlerts: 1, filter: 'requestParameters.target = 9007199254740993' }
  const folder = makeFolder({ 'e.json': record, 'rule.json': JSON.stringify({ ...rule, aggregateFields: ['requestParameters.target'] }) })
  const words = ['--events', join(folder, 'e.json'), '--rules', join(folder, 'rule.json'), '--packs', 'none']
  const { code, out } = ecrGate(['check', ...words, '--format', 'json'])
  expect(code).toBe(1)
  const [alert] = (JSON.parse(out) as Report).alerts
  expect(JSON.stringify(alert?.aggregate)).toContain('9007199254740993')
  expect(alert?.events[0]?.clauses[0]?.found).toEqual(['9007199254740993'])
  expect(JSON.stringify(alert?.events[0]?.record)).toContain('9007199254740993')
  expect(ecrGate(['explain', rule.filter, '--event', join(folder, 'e.json')]).out).toContain('9007199254740993')
})

describe.skipIf(!hasSharedData)('a case of others', () => {
  const judge = (path: string): { readonly code: number | null; readonly report: Report } => {
    const { code, out } = ecrGate(['check', '--events', sharedData(`cases/events/${path}`), '--format', 'json'])
    return { code, report: JSON.parse(out) as Report }
  }

  test.each<[file: string, code: number, verdict: string, reason: RegExp | undefined]>([
    ['omitted-parameters.json', 2, 'undecided', /left out requestParameters .* ssm-document-public/],
    ['s3-notification.json', 2, 'undecided', /notification of S3/],
    ['state-manager-send-command.json', 0, 'pass', undefined],
    ['null-then-share.json', 1, 'fail', /expected a record/],
    ['garbage-then-share.jsonl', 1, 'fail', /not valid JSON/],
    ['member-then-text.json.gz', 1, 'fail', /after the end of the gzip data/],
    ['cloudwatch-subscription.json', 2, 'undecided', /CloudWatch Logs/],
    ['eventbridge.json', 2, 'undecided', /EventBridge/],
    ['lake-results.json', 2, 'undecided', /CloudTrail Lake/],
    ['athena-rows.ndjson', 2, 'undecided', /Athena/],
  ])('%s', (file, code, verdict, reason) => {
    const given = judge(file)
    expect([given.code, given.report.verdict]).toEqual([code, verdict])
    if (reason !== undefined) expect(given.report.reasons.join('\n')).toMatch(reason)
  })

  test('a trail with aggregated events, insights and digests is decidable, and they are told', () => {
    const { report } = judge('aggregated-folder')
    expect(report.coverage.map(({ state }) => state)).not.toContain('gap')
    expect(JSON.stringify(report.coverage)).toContain('1 aggregated event, 1 digest, 1 insight, which rules do not judge')
  })

  test('two people are two actors, and 25 instances are no single caller', () => {
    const actors = judge('user-two-people-one-permission-set.ndjson').report.alerts.map(({ aggregate }) => aggregate['user'])
    expect(new Set(actors).size).toBe(2)
    const ids = judge('user-25-nodes-one-nat.ndjson').report.alerts.map(({ ruleId }) => ruleId)
    expect(ids).toHaveLength(25)
    expect(ids).not.toContain('ssm-many-decrypted-parameter-reads')
  })

  test('9007199254740993 is not 9007199254740992, and is printed whole', () => {
    const file = sharedData('cases/events/number-beyond-double.json')
    expect(readFileSync(file, 'utf8')).toContain('9007199254740993')
    expect(ecrGate(['query', '--count', 'requestParameters.ttl = 9007199254740992', file]).out).toBe('0\n')
    expect(ecrGate(['query', 'requestParameters.ttl = 9007199254740993', file]).out).toContain('9007199254740993')
  })

  test('a rule in YAML and one in JSON beside it are both in force', () => {
    const words = ['--findings', 'examples/findings.json', '--rules', sharedData('cases/rules/yaml-beside-json'), '--packs', 'none']
    const report = JSON.parse(ecrGate(['check', ...words, '--format', 'json']).out) as Report
    expect(report.rules.loaded).toHaveLength(2)
  })

  test('a scan that failed because the image cannot be scanned is told as that', () => {
    const words = ['--findings', sharedData('cases/findings/findings-failed-unsupported.json'), '--format', 'json']
    const { code, out } = ecrGate(['check', ...words])
    expect(code).toBe(2)
    expect((JSON.parse(out) as Report).reasons.join()).toContain('ECR cannot scan this kind of image')
  })
})
