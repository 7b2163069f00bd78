// Recent activity from the event history, read from a fake CloudTrail that has the limits of the real one.

import { describe, expect, test } from 'vitest'
import { makeRecord, makeRecords } from '../aws/events.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { playCheck, START } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'

const AUDIT = ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1', '--aws-attempts', '1']

function lookups(aws: Aws) {
  return aws.requests.filter(({ operation }) => operation === 'LookupEvents')
}

const SESSION_RULE = JSON.stringify({
  name: 'Session on a managed node',
  type: 'CloudTrail',
  title: '{{user}} opened a session on {{requestParameters.target}}',
  severityOfAlerts: 1,
  filter: 'eventSource = "ssm.amazonaws.com" and eventName = "StartSession"',
})

describe('the event history', () => {
  test('decides like recorded events do', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents('eu-west-1', [makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z' })])
    const folder = makeFolder({ 'session.json': SESSION_RULE })
    const { report } = await playCheck(aws, [...AUDIT, '--rules', `${folder}/session.json`])
    expect(report.verdict).toBe('fail')
    expect(report.alerts[0]).toMatchObject({ count: 1, firstTime: '2026-11-23T11:00:00Z' })
    expect(aws.violations).toEqual([])
  })

  test('is asked once for each event source that a rule can match, with fixed times', async () => {
    const aws = await startAws()
    const { report } = await playCheck(aws, AUDIT)
    expect(report.verdict).toBe('pass')
    expect(lookups(aws).map(({ input }) => [input['LookupAttributes'], input['StartTime'], input['EndTime'], input['MaxResults']])).toEqual(
      ['ecr.amazonaws.com', 'ssm.amazonaws.com', 'ssm-guiconnect.amazonaws.com'].map(source => [
        [{ AttributeKey: 'EventSource', AttributeValue: source }],
        Date.parse(START) / 1000 - 86_400,
        Date.parse(START) / 1000,
        50,
      ]),
    )
  })

  test('is asked without an attribute when a rule may match any source', async () => {
    const aws = await startAws()
    const rule = JSON.stringify({ name: 'denied', type: 'CloudTrail', title: 'x', severityOfAlerts: 3, filter: 'error like "Denied"' })
    const folder = makeFolder({ 'denied.json': rule })
    await playCheck(aws, [...AUDIT, '--rules', `${folder}/denied.json`])
    expect(lookups(aws).map(({ input }) => input['LookupAttributes'])).toEqual([undefined])
  })

  test('is asked for the names of rules after a page of a busy source, and the report says so', async () => {
    const aws = await startAws()
    const busy = { eventName: 'UpdateInstanceInformation', eventTime: '2026-11-23T11:59:00Z', secondsApart: -80 }
    aws.cloudtrail.addEvents('eu-west-1', makeRecords(1000, busy))
    aws.cloudtrail.addEvents('eu-west-1', [makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T09:00:00Z' })])
    const folder = makeFolder({ 'session.json': SESSION_RULE })
    const { report, progress } = await playCheck(aws, [...AUDIT, '--packs', 'none', '--rules', `${folder}/session.json`])
    expect(report).toMatchObject({ verdict: 'fail', alerts: [{ count: 1, firstTime: '2026-11-23T09:00:00Z' }] })
    expect(lookups(aws).map(({ input }) => input['LookupAttributes'])).toEqual([
      [{ AttributeKey: 'EventSource', AttributeValue: 'ssm.amazonaws.com' }],
      [{ AttributeKey: 'EventName', AttributeValue: 'StartSession' }],
    ])
    expect(report.coverage.at(-1)).toMatchObject({ records: 51, asked: { eventSources: [], eventNames: ['StartSession'] } })
    expect(report.coverage.at(-1)?.message).toContain(', read from 2026-11-22T12:00:00Z on: events named StartSession; events after ')
    expect(progress.at(-1)).toBe('reading events named StartSession in eu-west-1, page 1')
    expect(aws.violations).toEqual([])
  })

  test.each([
    ['eventSource = "ssm.amazonaws.com" and eventName = "StartSession" and eventName = "SendCommand"'],
    ['eventSource = "iam.amazonaws.com" and not eventSource = "iam.amazonaws.com"'],
    ['eventSource = "iam.amazonaws.com" and eventSource like "ssm"'],
    ['eventSource = "ssm.amazonaws.com" and eventSource = "iam.amazonaws.com"'],
  ])('is a gap if no event can match the rules that look at it: %s', async filter => {
    const aws = await startAws()
    const folder = makeFolder({ 'never.json': JSON.stringify({ name: 'never', type: 'CloudTrail', severityOfAlerts: 1, filter }) })
    const { report } = await playCheck(aws, [...AUDIT, '--packs', 'none', '--rules', `${folder}/never.json`])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([
      'the event history of eu-west-1 was not read, because no event can match rule never: its clauses contradict each other',
    ])
  })

  test('is not asked if no rule looks at events, and the verdict is then undecided if events were requested', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: [{ status: 'COMPLETE', findings: [] }] })
    const image = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1', '--packs', 'none', '--fail-on', 'high']
    const { report } = await playCheck(aws, image)
    expect(report.verdict).toBe('pass')
    expect(report.coverage.at(-1)).toMatchObject({ state: 'not requested', message: 'events: no enabled rule looks at them' })
    expect((await playCheck(aws, [...image, '--audit-source', 'lookup'])).report.verdict).toBe('undecided')
    expect(lookups(aws)).toEqual([])
  })

  test('goes back as far as the window says and no further', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents('eu-west-1', [
      makeRecord({ eventName: 'ListDocuments', eventTime: '2026-11-23T09:59:59Z' }),
      makeRecord({ eventName: 'ListDocuments', eventTime: '2026-11-23T10:00:00Z' }),
      makeRecord({ eventName: 'ListDocuments', eventTime: START }),
    ])
    const { report } = await playCheck(aws, [...AUDIT, '--audit-window', '2h'])
    expect(report.coverage.at(-1)).toMatchObject({ records: 2, firstTime: '2026-11-23T10:00:00Z', lastTime: START })
  })

  test('reads all pages, at most two requests in any second', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents(
      'eu-west-1',
      makeRecords(401, { eventName: 'ListDocuments', eventTime: '2026-11-23T11:59:00Z', secondsApart: -1 }),
    )
    const { report, sleeps } = await playCheck(aws, AUDIT)
    expect(report.coverage.at(-1)).toMatchObject({ records: 401, state: 'read' })
    // Nine requests for the pages of ssm.amazonaws.com, and one for each of the other two sources.
    expect(lookups(aws)).toHaveLength(11)
    expect(sleeps).toHaveLength(10)
    for (const seconds of sleeps) expect(seconds).toBeGreaterThanOrEqual(0.5)
  })

  test('spaces the second request from when the first is answered, which may arrive late', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents(
      'eu-west-1',
      makeRecords(150, { eventName: 'ListDocuments', eventTime: '2026-11-23T11:59:00Z', secondsApart: -1 }),
    )
    let connecting = 0
    aws.meanwhile('LookupEvents', 'before', () => {
      connecting = 0.4
    })
    const { report, sleeps } = await playCheck(aws, AUDIT, { passed: () => connecting })
    expect(report.coverage.at(-1)).toMatchObject({ records: 150, state: 'read' })
    expect(sleeps).toHaveLength(lookups(aws).length - 1)
    for (const seconds of sleeps) expect(Math.round(seconds * 1000)).toBeGreaterThanOrEqual(520)
  })

  test('counts an event once, however often it comes', async () => {
    const aws = await startAws()
    const record = makeRecord({ eventName: 'ListDocuments', eventTime: '2026-11-23T11:00:00Z' })
    aws.cloudtrail.addEvents('eu-west-1', [record, record, record])
    const { report } = await playCheck(aws, AUDIT)
    expect(report.coverage.at(-1)).toMatchObject({ records: 1 })
    expect(report.alerts).toMatchObject([{ count: 1 }])
  })

  test('says up to what time its events are complete', async () => {
    const aws = await startAws()
    const { report } = await playCheck(aws, AUDIT)
    expect(report.coverage.at(-1)).toMatchObject({ state: 'read', horizon: '2026-11-23T11:55:00Z' })
    expect(report.coverage.at(-1)?.message).toContain('events after 2026-11-23T11:55:00Z may not be there yet')
  })

  test('is read in every Region that is named, or that an image is in', async () => {
    const aws = await startAws()
    for (const region of ['eu-west-1', 'us-east-1'])
      aws.ecr.addImage({
        repository: 'api',
        region,
        tags: ['1'],
        manifest: makeManifest('a'),
        scan: [{ status: 'COMPLETE', findings: [] }],
      })
    const images = ['eu-west-1', 'us-east-1'].map(region => `111122223333.dkr.ecr.${region}.amazonaws.com/api:1`)
    await playCheck(aws, ['--image', ...images])
    expect(new Set(lookups(aws).map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'us-east-1']))
    const { report } = await playCheck(aws, ['--image', ...images, '--audit-regions', 'ap-south-1,eu-north-1'])
    expect(report.coverage.filter(({ source }) => source === 'events').map(({ origin }) => origin)).toEqual([
      'CloudTrail event history of account 111122223333, ap-south-1',
      'CloudTrail event history of account 111122223333, eu-north-1',
    ])
  })
})

describe('what cannot be read of the event history is a gap', () => {
  test.each([
    ['denied', 'AccessDenied for cloudtrail:LookupEvents'],
    ['expired', 'no valid credentials for cloudtrail:LookupEvents'],
    ['throttle', 'AWS throttled every attempt of cloudtrail:LookupEvents'],
    ['error500', 'the response of AWS to cloudtrail:LookupEvents'],
    ['cut', 'AWS cannot be reached'],
    ['cutMidway', 'the response of AWS to cloudtrail:LookupEvents'],
    ['malformed', 'the response of AWS to cloudtrail:LookupEvents'],
    ['html', 'the response of AWS to cloudtrail:LookupEvents'],
    ['empty', 'has no list of events'],
  ] as const)('%s', async (fault, message) => {
    const aws = await startAws()
    aws.fail('LookupEvents', fault)
    const { report, told } = await playCheck(aws, AUDIT)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join('\n')).toContain(message)
    expect(told.join('\n')).toContain('help: ')
  })

  test('a later page; the events of the first page still count', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents(
      'eu-west-1',
      makeRecords(120, { eventName: 'StartSession', eventTime: '2026-11-23T11:59:00Z', secondsApart: -1 }),
    )
    aws.fail('LookupEvents', 'denied', { after: 2 })
    const folder = makeFolder({ 'session.json': SESSION_RULE })
    const { report } = await playCheck(aws, [...AUDIT, '--rules', `${folder}/session.json`])
    expect(report.verdict).toBe('fail')
    expect(report.coverage.at(-1)).toMatchObject({ state: 'gap', records: 50 })
  })

  test('one event source; the others are still read', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents('eu-west-1', [makeRecord({ eventName: 'ListDocuments', eventTime: '2026-11-23T11:00:00Z' })])
    aws.fail('LookupEvents', 'denied', { times: 1 })
    const { report } = await playCheck(aws, AUDIT)
    expect(report.coverage.at(-1)).toMatchObject({ state: 'gap', records: 1 })
  })

  test.each([
    ['is no JSON', { CloudTrailEvent: 'no json' }],
    ['is no record', { CloudTrailEvent: '[]' }],
    ['is missing', {}],
    ['is no text', { CloudTrailEvent: 5 }],
  ])('a record that %s', async (_, event) => {
    const aws = await startAws()
    aws.fail('LookupEvents', { json: { Events: [{ EventId: 'e-1', ...event }] } })
    const { report } = await playCheck(aws, AUDIT)
    expect(report.verdict).toBe('undecided')
  })

  test('a NextToken that is repeated', async () => {
    const aws = await startAws()
    aws.fail('LookupEvents', { json: { Events: [], NextToken: 'round' } })
    const { report } = await playCheck(aws, AUDIT)
    expect(report.reasons.join('\n')).toContain('CloudTrail repeated a token')
    // Two requests for each of the three sources.
    expect(lookups(aws).length).toBe(6)
  })
})

describe('the event history is read until audit-timeout', () => {
  const seconds = ({ sleeps }: { readonly sleeps: readonly number[] }): number => sleeps.reduce((sum, each) => sum + each, 0)

  test('then new tokens without end are a gap, which says what to do', async () => {
    const aws = await startAws()
    const answer = { Events: [], NextToken: '' }
    aws.fail('LookupEvents', { json: answer })
    aws.meanwhile('LookupEvents', 'before', () => {
      answer.NextToken = `token ${lookups(aws).length}`
    })
    const played = await playCheck(aws, [...AUDIT, '--audit-timeout', '60s'])
    expect(played.report.verdict).toBe('undecided')
    expect(played.report.reasons.join('\n')).toMatch(/audit-timeout \(60 s\) ended .* 0 events of ecr\.amazonaws\.com/)
    expect(seconds(played)).toBeGreaterThan(59)
    expect(seconds(played)).toBeLessThan(61)
    expect(played.told.join('\n')).toMatch(/help: .*audit-window.*audit-regions.*archive in S3.*audit-timeout/)
  })

  test('which is five minutes by default', async () => {
    const aws = await startAws()
    const answer = { Events: [], NextToken: '' }
    aws.fail('LookupEvents', { json: answer })
    aws.meanwhile('LookupEvents', 'before', () => {
      answer.NextToken = `token ${lookups(aws).length}`
    })
    const played = await playCheck(aws, AUDIT)
    expect(seconds(played)).toBeGreaterThan(299)
    expect(seconds(played)).toBeLessThan(301)
  })

  test('then a flood is a gap that says how far it got, and what was read is judged', async () => {
    const aws = await startAws()
    const flood = { eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImages', secondsApart: -1 }
    aws.cloudtrail.addEvents('eu-west-1', makeRecords(2000, { ...flood, eventTime: '2026-11-23T11:59:59Z' }))
    const rule = JSON.stringify({ ...JSON.parse(SESSION_RULE), filter: 'eventSource = "ecr.amazonaws.com"', title: 'seen' })
    const folder = makeFolder({ 'seen.json': rule })
    const { report } = await playCheck(aws, [...AUDIT, '--audit-timeout', '10s', '--rules', `${folder}/seen.json`])
    expect(report.verdict).toBe('fail')
    const { state, records, firstTime, message } = report.coverage.at(-1) ?? {}
    expect({ state, records, firstTime }).toEqual({ state: 'gap', records: 1050, firstTime: '2026-11-23T11:42:30Z' })
    expect(message).toContain('audit-timeout (10 s) ended after 1050 events of ecr.amazonaws.com, back to 2026-11-23T11:42:30Z')
    expect(message).toContain('ssm.amazonaws.com and ssm-guiconnect.amazonaws.com were not read')
  })

  test('which all sources of a Region share', async () => {
    const aws = await startAws()
    const flood = { eventSource: 'ssm.amazonaws.com', eventName: 'ListDocuments', secondsApart: -1 }
    aws.cloudtrail.addEvents('eu-west-1', makeRecords(1000, { ...flood, eventTime: '2026-11-23T11:59:59Z' }))
    const { report } = await playCheck(aws, [...AUDIT, '--audit-timeout', '5s'])
    expect(report.coverage.at(-1)?.message).toMatch(
      / events of ssm\.amazonaws\.com, back to .*; ssm-guiconnect\.amazonaws\.com was not read/,
    )
    expect(report.coverage.at(-1)).toMatchObject({ state: 'gap' })
  })

  test('which ends the attempts of a request, too, and says that AWS throttled it', async () => {
    const aws = await startAws()
    let passed = 0
    aws.fail('LookupEvents', 'throttle')
    aws.meanwhile('LookupEvents', 'before', () => {
      passed += 30
    })
    const words = [...AUDIT.slice(0, -1), '20', '--audit-timeout', '45s']
    const { report, told } = await playCheck(aws, words, { passed: () => passed })
    expect(lookups(aws)).toHaveLength(2)
    expect(report.coverage.at(-1)).toMatchObject({ state: 'gap', records: 0 })
    expect(report.coverage.at(-1)?.message).toMatch(/audit-timeout \(45 s\) ended after 0 events .*; AWS throttled the last request$/)
    expect(told.join('\n')).toContain('shares its two requests a second')
  })

  test('which ends a request without an answer', async () => {
    const aws = await startAws()
    aws.fail('LookupEvents', 'hang')
    const { report } = await playCheck(aws, [...AUDIT, '--audit-timeout', '1s'])
    expect(report.coverage.at(-1)?.message).toMatch(/audit-timeout \(1 s\) ended after 0 events of ecr\.amazonaws\.com; .* were not read$/)
  })

  test('whose end is no gap if nothing is left', async () => {
    const aws = await startAws()
    aws.cloudtrail.addEvents(
      'eu-west-1',
      makeRecords(120, { eventName: 'ListDocuments', eventTime: '2026-11-23T11:59:59Z', secondsApart: -1 }),
    )
    expect((await playCheck(aws, [...AUDIT, '--audit-timeout', '3s'])).report.coverage.at(-1)).toMatchObject({
      state: 'read',
      records: 120,
    })
  })
})

test('no secret of a session is in the report', async () => {
  const aws = await startAws()
  const record = makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z' })
  aws.cloudtrail.addEvents('eu-west-1', [record])
  const secrets = Object.values(record['responseElements'] as Record<string, string>).filter(text => text.length > 20)
  expect(secrets.length).toBeGreaterThan(0)
  const rule = {
    ...JSON.parse(SESSION_RULE),
    title: '{{responseElements.streamUrl}} {{responseElements}}',
    aggregateFields: ['responseElements.tokenValue'],
  }
  const folder = makeFolder({ 'session.json': JSON.stringify(rule) })
  const { report } = await playCheck(aws, [...AUDIT, '--rules', `${folder}/session.json`])
  expect(report.verdict).toBe('fail')
  for (const secret of secrets.filter(text => /wss:|^[A-Za-z0-9+/=]{24,}/.test(text))) expect(JSON.stringify(report)).not.toContain(secret)
})
