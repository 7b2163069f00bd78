// Targets in a run: they are described where a rule asks for what describes them, and named in the titles of alerts.

import { describe, expect, test } from 'vitest'
import type { Fields } from '../../src/json.ts'
import { makeRecords } from '../aws/events.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'

const REGION = 'eu-west-1'
const NODE = 'i-05c30218156bcc246'
const ARN = `arn:aws:ec2:${REGION}:111122223333:instance/${NODE}`
const BASE = ['--audit-regions', REGION, '--aws-attempts', '1', '--packs', 'none']
const LOOKUP = ['--audit-source', 'lookup']

const session = (fields: Fields = {}): Fields => ({
  eventVersion: '1.11',
  eventID: 'e-1',
  eventTime: '2026-11-23T11:00:00Z',
  eventSource: 'ssm.amazonaws.com',
  eventName: 'StartSession',
  awsRegion: REGION,
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
  requestParameters: { target: NODE },
  ...fields,
})

async function start(
  events: readonly Fields[],
  tags: Readonly<Record<string, string>> | undefined = { Name: 'payments-db-1', env: 'prod' },
) {
  const aws = await startAws()
  aws.cloudtrail.addEvents(REGION, events)
  aws.ssm.addNode(REGION, { InstanceId: NODE })
  if (tags !== undefined) aws.tagging.tag(REGION, ARN, tags)
  return aws
}

function play(aws: Aws, rule: Fields, more: readonly string[] = LOOKUP) {
  const text = JSON.stringify({ name: 'Session', type: 'CloudTrail', severityOfAlerts: 1, ...rule })
  return playCheck(aws, [...BASE, '--rules', `${makeFolder({ 'session.json': text })}/session.json`, ...more])
}

const IS_SESSION = 'eventSource = "ssm.amazonaws.com" and eventName = "StartSession"'
const TITLE = 'Session on {{requestParameters.target}} opened by {{user}}'
const asked = ({ requests }: Aws) => requests.map(({ operation }) => operation).filter(each => /Instance|Resources/.test(each))

describe('a rule about the tags of a node', () => {
  const production = { title: TITLE, filter: `${IS_SESSION} and target.tags.env = "prod"` }

  test('matches a session on one that has them', async () => {
    const aws = await start([session()])
    const { report } = await play(aws, production)
    expect(report.verdict).toBe('fail')
    expect(report.reasons).toEqual([`Session on ${NODE} (payments-db-1) opened by alice [session]`])
    expect(report.alerts[0]?.events[0]?.clauses).toContainEqual(
      expect.objectContaining({ clause: 'target.tags.env = "prod"', found: ['prod'] }),
    )
    expect(aws.violations).toEqual([])
  })

  test.each([{ env: 'dev' }, {}])('passes a session on one that has the tags %j', async tags => {
    const { report } = await play(await start([session()], tags), production)
    expect(report.verdict).toBe('pass')
  })

  test('is undecided about a node that is not there any more', async () => {
    const gone = 'i-0dbc91f429e48eeed'
    const { report } = await play(await start([session({ requestParameters: { target: gone } })]), production)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([
      `CloudTrail event history of account 111122223333, eu-west-1: 1 event is about a target that Systems Manager does not list: ${gone} of event e-1, for which rule session asks; a rule can say what that means: target.tags.env = null`,
    ])
  })

  test('counts events and not their targets', async () => {
    const ids = ['i-0dbc91f429e48eeed', 'i-0dbc91f429e48eeee']
    const aws = await start([session({ eventName: 'SendCommand', requestParameters: { instanceIds: [NODE, ...ids] } })], { env: 'dev' })
    const { report } = await play(aws, { filter: 'eventSource = "ssm.amazonaws.com" and target.tags.env = "prod"' })
    expect(report.reasons).toEqual([
      expect.stringContaining(`1 event is about a target that Systems Manager does not list: ${ids.join(', ')} of event e-1`),
    ])
  })

  test('is undecided where the tags may not be read, and a note says so once', async () => {
    const aws = await start([session()])
    aws.fail('GetResources', 'denied')
    const { report, told } = await play(aws, production)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([expect.stringContaining('AccessDenied for tag:GetResources')])
    expect(told.filter(line => line.includes('the names of targets'))).toHaveLength(1)
    expect(report.diagnostics).toMatchObject([{ level: 'note', kind: 'targets' }])
  })

  test('asks nothing about events that it cannot match whatever their nodes are', async () => {
    const aws = await start([session({ eventName: 'UpdateInstanceInformation', requestParameters: { instanceId: NODE } })])
    const { report } = await play(aws, production)
    expect(report.verdict).toBe('pass')
    expect(asked(aws)).toEqual([])
  })

  test('is undecided about a recorded file, whose nodes nobody is asked about', async () => {
    const rule = JSON.stringify({ name: 'Session', type: 'CloudTrail', severityOfAlerts: 1, ...production })
    const folder = makeFolder({ 'session.json': rule, 'trail.json': JSON.stringify({ Records: [session()] }) })
    const { report } = await playCheck(await startAws(), [
      ...['--events', `${folder}/trail.json`, '--packs', 'none', '--rules', `${folder}/session.json`],
    ])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([
      expect.stringContaining('that is not described, because names are asked for with the event history only'),
    ])
  })
})

describe('the title of an alert', () => {
  const any = { title: TITLE, filter: IS_SESSION }

  test('has the name of its target, and nothing else of the alert changes', async () => {
    const aws = await start([session()])
    const { report } = await play(aws, any)
    aws.fail('DescribeInstanceInformation', 'denied')
    aws.fail('GetResources', 'denied')
    const { report: nameless, told } = await play(aws, any)
    expect(report.reasons).toEqual([`Session on ${NODE} (payments-db-1) opened by alice [session]`])
    expect(nameless.reasons).toEqual([`Session on ${NODE} opened by alice [session]`])
    expect(nameless.verdict).toBe('fail')
    expect(told.filter(line => line.includes('the names of targets'))).toHaveLength(2)
    const [alert] = report.alerts
    expect(nameless.alerts).toEqual([{ ...alert, title: `Session on ${NODE} opened by alice` }])
  })

  test('that names no target asks for none', async () => {
    const aws = await start([session()])
    const { report } = await play(aws, { ...any, title: 'Session opened by {{user}}' })
    expect(report.reasons).toEqual(['Session opened by alice [session]'])
    expect(asked(aws)).toEqual([])
  })
})

describe('with audit-live', () => {
  const STARTED = session({ responseElements: { sessionId: 'alice-0a1b2c3d' }, sourceIPAddress: '192.0.2.7' })
  const open = async (): Promise<Aws> => {
    const aws = await start([STARTED])
    aws.ssm.openSession(REGION, { SessionId: 'alice-0a1b2c3d', Target: NODE, StartDate: new Date('2026-11-23T11:00:00Z') })
    return aws
  }
  const ONLY_LIVE = ['--audit-live', 'sessions', '--audit-source', 'none']
  const LIVE = ['--audit-live', 'sessions', ...LOOKUP]

  test('a rule about the tags of a node sees the session that is open on it', async () => {
    const aws = await open()
    const rule = { type: 'Session', title: 'Open on {{target.id}}', filter: 'state = "open" and target.tags.env = "prod"' }
    const { report } = await play(aws, rule, ONLY_LIVE)
    expect(report.reasons).toEqual([`Open on ${NODE} (payments-db-1) [session]`])
    expect(report.alerts[0]?.events[0]?.live).toEqual([])
    expect(aws.violations).toEqual([])
  })

  test('and is undecided about one on a node that is not described', async () => {
    const aws = await open()
    aws.fail('GetResources', 'denied')
    const { report } = await play(aws, { type: 'Session', filter: 'state = "open" and target.tags.env = "prod"' }, ONLY_LIVE)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons).toEqual([expect.stringMatching(/^sessions of account .* for which rule session asks/)])
  })

  test('the alert of a recorded call says that its session is still open', async () => {
    const { report } = await play(await open(), { title: TITLE, filter: IS_SESSION }, LIVE)
    expect(report.alerts.flatMap(({ events }) => events.flatMap(each => each.live))).toEqual([
      expect.stringMatching(/^session still open as of 2026-11-23T12:00:0\dZ/),
    ])
  })

  test.each([
    ['its rule looks at such calls', IS_SESSION, 0],
    ['no rule looks at them, and the history is busy', 'eventSource = "ssm.amazonaws.com" and eventName = "PutParameter"', 1000],
  ])('the alert of an open session says which recorded call began it, where %s', async (_, filter, amount) => {
    const two = [
      { name: 'recorded', type: 'CloudTrail', severityOfAlerts: 3, title: 'x', filter },
      { name: 'live', type: 'Session', severityOfAlerts: 1, title: 'x', filter: 'state = "open"' },
    ]
    const folder = makeFolder({ 'rules.json': JSON.stringify(two) })
    const aws = await open()
    const busy = { eventName: 'UpdateInstanceInformation', eventTime: '2026-11-23T11:59:00Z', secondsApart: -80 }
    aws.cloudtrail.addEvents(REGION, makeRecords(amount, busy))
    const { report } = await playCheck(aws, [...BASE, ...LIVE, '--rules', `${folder}/rules.json`])
    const alert = report.alerts.find(({ ruleId }) => ruleId === 'live')
    expect(alert?.events.map(({ live }) => live)).toEqual([
      ['began with StartSession at 2026-11-23T11:00:00Z by alice from 192.0.2.7, event e-1'],
    ])
  })
})

test('a node of another account is named with the role of that account', async () => {
  const other = '444455556666'
  const aws = await startAws()
  aws.cloudtrail.addEvents(REGION, [session({ recipientAccountId: other })], other)
  const theirs = aws.inAccount(other)
  theirs.ssm.addNode(REGION, { InstanceId: NODE })
  aws.tagging.tag(REGION, ARN, { Name: 'mine' })
  theirs.tagging.tag(REGION, ARN.replace('111122223333', other), { Name: 'theirs' })
  const { report } = await play(aws, { title: TITLE, filter: IS_SESSION }, [...LOOKUP, '--audit-roles', `arn:aws:iam::${other}:role/audit`])
  expect(report.reasons).toEqual([`Session on ${NODE} (theirs) opened by alice [session]`])
  expect(aws.requests.filter(({ operation }) => operation === 'GetResources').map(({ account }) => account)).toEqual([other])
})
