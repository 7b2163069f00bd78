// The fake CloudTrail, called by the SDK's own client without retries.

import { setTimeout } from 'node:timers/promises'
import { type Event, LookupEventsCommand, type LookupEventsCommandInput, type LookupEventsResponse } from '@aws-sdk/client-cloudtrail'
import { expect, test } from 'vitest'
import { cloudTrailClient } from './clients.ts'
import { makeRecord, makeRecords } from './events.ts'
import { type Aws, type AwsOptions, startAws } from './server.ts'

type Lookup = (input?: LookupEventsCommandInput) => Promise<LookupEventsResponse>

const day = { StartTime: new Date('2026-11-23T00:00:00Z'), EndTime: new Date('2026-11-23T23:59:59Z') }

async function start(options?: AwsOptions): Promise<{ aws: Aws; lookup: Lookup }> {
  const aws = await startAws(options)
  const client = cloudTrailClient(aws)
  return { aws, lookup: input => client.send(new LookupEventsCommand({ ...day, ...input })) }
}

test('a record comes wrapped as a result of LookupEvents', async () => {
  const { aws, lookup } = await start()
  const record = makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T14:33:02Z', user: 'mallory' })
  const pull = makeRecord({ eventName: 'BatchGetImage', resources: [{ type: 'AWS::ECR::Repository', ARN: 'arn:aws:ecr:::x' }] })
  aws.cloudtrail.addEvents('eu-west-1', [record, pull])
  const { Events: events = [] } = await lookup()
  const [session, image] = events
  expect(session).toEqual({
    EventId: String(record['eventID']),
    EventName: 'StartSession',
    ReadOnly: 'false',
    AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    EventTime: new Date('2026-11-23T14:33:02Z'),
    EventSource: 'ssm.amazonaws.com',
    Username: 'mallory',
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  } satisfies Event)
  expect(JSON.parse(session?.CloudTrailEvent ?? '').responseElements).toMatchObject({ streamUrl: expect.stringMatching(/^wss:/) })
  expect(image).toMatchObject({ ReadOnly: 'true', Resources: [{ ResourceType: 'AWS::ECR::Repository', ResourceName: 'arn:aws:ecr:::x' }] })
  expect(aws.cloudtrail.events('eu-west-1')).toHaveLength(2)
  expect(aws.violations).toEqual([])
})

test('the newest first, fifty a page, from and to the very second', async () => {
  const { aws, lookup } = await start()
  aws.cloudtrail.addEvents('eu-west-1', makeRecords(120, { eventName: 'SendCommand', eventTime: '2026-11-23T14:00:00Z' }))
  aws.cloudtrail.addEvents('us-east-1', makeRecords(5, { eventName: 'SendCommand' }))
  const window = { StartTime: new Date('2026-11-23T14:00:00Z'), EndTime: new Date('2026-11-23T14:01:59Z') }
  const pages = [await lookup(window)]
  for (let token = pages[0]?.NextToken; token !== undefined; token = pages.at(-1)?.NextToken) {
    pages.push(await lookup({ ...window, NextToken: token }))
  }
  expect(pages.map(({ Events: events }) => events?.length)).toEqual([50, 50, 20])
  const times = pages.flatMap(({ Events: events = [] }) => events.map(event => event.EventTime?.getTime() ?? 0))
  expect(times).toEqual(times.toSorted((left, right) => right - left))
  expect(new Set(times).size).toBe(120)
  expect((await lookup({ ...window, MaxResults: 7 })).Events).toHaveLength(7)
  expect((await lookup({ StartTime: window.EndTime, EndTime: window.EndTime })).Events).toHaveLength(1)
  expect(aws.violations).toEqual([])
})

test.each([
  ['EventSource', 'ecr.amazonaws.com', 1],
  ['EventName', 'StartSession', 1],
  ['Username', 'mallory', 2],
  ['ReadOnly', 'false', 2],
  ['ResourceName', 'arn:aws:ecr:::x', 1],
  ['EventName', 'startsession', 0],
] as const)('%s = %s finds %i', async (key, value, count) => {
  const { aws, lookup } = await start()
  aws.cloudtrail.addEvents('eu-west-1', [
    makeRecord({ eventName: 'PutImage', resources: [{ type: 'AWS::ECR::Repository', ARN: 'arn:aws:ecr:::x' }] }),
    makeRecord({ eventName: 'StartSession', user: 'alice' }),
    makeRecord({ eventName: 'DescribeInstanceInformation' }),
  ])
  const { Events: events } = await lookup({ LookupAttributes: [{ AttributeKey: key, AttributeValue: value }] })
  expect(events).toHaveLength(count)
  expect(aws.violations).toEqual([])
})

test.each<[string, LookupEventsCommandInput]>([
  ['StartTime and EndTime must both be given', { EndTime: undefined }],
  ['must not be after EndTime', { StartTime: new Date('2026-11-24T00:00:00Z') }],
  ['must be a whole number from 1 to 50', { MaxResults: 51 }],
  [
    'must have one entry only',
    { LookupAttributes: ['SendCommand', 'PutImage'].map(value => ({ AttributeKey: 'EventName', AttributeValue: value })) },
  ],
])('a violation: %s', async (words, input) => {
  const { aws, lookup } = await start()
  await expect(lookup(input)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(words) })
  expect(aws.violations).toEqual([expect.stringContaining(words)])
})

test('a token is only valid with the parameters of its call', async () => {
  const { aws, lookup } = await start()
  aws.cloudtrail.addEvents('eu-west-1', makeRecords(60, { eventName: 'SendCommand' }))
  const { NextToken: token } = await lookup()
  await expect(lookup({ NextToken: token, EndTime: new Date('2026-11-23T20:00:00Z') })).rejects.toMatchObject({
    name: 'InvalidNextTokenException',
  })
  expect(aws.violations).toHaveLength(1)
})

test('two calls a second get through, in each Region', async () => {
  const { aws, lookup } = await start({ enforceRate: true })
  const elsewhere = cloudTrailClient(aws, { region: 'us-east-1' })
  const outcomes = await Promise.allSettled([lookup(), lookup(), lookup()])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
  expect(outcomes).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ name: 'ThrottlingException', message: 'Rate exceeded' }),
  })
  await expect(elsewhere.send(new LookupEventsCommand(day))).resolves.toHaveProperty('Events', [])
  const last = Math.max(...aws.requests.map(({ at }) => at))
  while (performance.now() - last < 1000) await setTimeout(1000 - (performance.now() - last))
  await expect(lookup()).resolves.toHaveProperty('Events', [])
  expect(aws.violations).toEqual([])
})
