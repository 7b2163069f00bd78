// What AWS says of targets, over HTTP: each is asked for once, and what is not answered is unknown and never absent.

import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { type Diagnostic, renderDiagnostic } from '../../src/diagnostic.ts'
import { Fault } from '../../src/fault.ts'
import { MOST_TARGETS, startTargets } from '../../src/sources/targets.ts'
import { type Aws, startAws } from '../aws/server.ts'

const REGION = 'eu-west-1'
const ACCOUNT = '111122223333'
const NODE = 'i-05c30218156bcc246'
const OTHER = 'i-0dbc91f429e48eeed'
const HYBRID = 'mi-0123456789abcdef0'
const TASK = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const CONTAINER = `ecs:web_${TASK}_${TASK}-1234567890`
const ARN = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${NODE}`

async function start(account: string | Fault = ACCOUNT) {
  const aws = await startAws()
  onTestFinished(() => expect(aws.violations).toEqual([]))
  const told: Diagnostic[] = []
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  const place = { aws: connect({ attempts: 1, endpoint: aws.endpoint, credentials }), region: REGION, account: Promise.resolve(account) }
  return { aws, told, targets: startTargets(place, diagnostic => told.push(diagnostic)) }
}

const asked = ({ requests }: Aws): readonly string[] => requests.map(({ operation }) => operation)

test('nodes have names, platforms and tags, and containers the tags of their tasks', async () => {
  const { aws, told, targets } = await start()
  aws.ssm.addNode(REGION, { InstanceId: NODE, PlatformType: 'Windows', PingStatus: 'ConnectionLost', ComputerName: 'DB1' })
  aws.ssm.addNode(REGION, { InstanceId: OTHER, ComputerName: 'ip-10-0-4-17.eu-west-1.compute.internal' })
  aws.ssm.addNode(REGION, { InstanceId: HYBRID, Name: 'rack-4' })
  aws.tagging.tag(REGION, ARN, { Name: 'payments-db-1', env: 'prod' })
  aws.tagging.tag(REGION, `arn:aws:ssm:${REGION}:${ACCOUNT}:managed-instance/${HYBRID}`, { site: 'cellar' })
  aws.tagging.tag(REGION, `arn:aws:ecs:${REGION}:${ACCOUNT}:task/web/${TASK}`, { env: 'prod' })
  const described = await targets.describe([NODE, OTHER, HYBRID, CONTAINER])
  expect([...described.values()]).toEqual([
    { id: NODE, name: 'payments-db-1', platform: 'Windows', pingStatus: 'ConnectionLost', tags: { Name: 'payments-db-1', env: 'prod' } },
    { id: OTHER, name: 'ip-10-0-4-17.eu-west-1.compute.internal', platform: 'Linux', pingStatus: 'Online', tags: {} },
    { id: HYBRID, name: 'rack-4', platform: 'Linux', pingStatus: 'Online', tags: { site: 'cellar' } },
    { id: CONTAINER, name: `web/${TASK}-1234567890`, tags: { env: 'prod' } },
  ])
  expect(told).toEqual([])
})

test('a target is asked for once, also by two that ask at the same time', async () => {
  const { aws, targets } = await start()
  aws.ssm.addNode(REGION, { InstanceId: NODE })
  await Promise.all([targets.describe([NODE]), targets.describe([NODE, NODE])])
  await targets.describe([NODE])
  expect(asked(aws).toSorted()).toEqual(['DescribeInstanceInformation', 'GetResources'])
})

test('what is not listed, or has no tags any more, is unknown', async () => {
  const { aws, targets } = await start()
  aws.tagging.tag(REGION, ARN, { env: 'prod' })
  const described = await targets.describe([NODE, OTHER, CONTAINER])
  const reason = 'that Systems Manager does not list'
  expect([...described.values()]).toEqual([
    { id: NODE, tags: { env: 'prod' }, omitted: true, reason },
    { id: OTHER, omitted: true, reason },
    {
      id: CONTAINER,
      name: `web/${TASK}-1234567890`,
      omitted: true,
      reason: 'that may be gone, because AWS knows no tags of it',
    },
  ])
})

test('what is no id of a target is not asked for', async () => {
  const { aws, targets } = await start()
  const described = await targets.describe(['i-0', '*', "' or 1=1"])
  expect([...described.values()].map(target => 'reason' in target && target.reason)).toEqual(
    Array(3).fill('whose id Systems Manager does not know'),
  )
  expect(aws.requests).toEqual([])
})

test('one id that AWS refuses hides no other', async () => {
  const { aws, told, targets } = await start()
  aws.ssm.addNode(REGION, { InstanceId: NODE })
  aws.fail('DescribeInstanceInformation', { name: 'InvalidInstanceId', message: '' }, { times: 1 })
  const described = await targets.describe([NODE, OTHER])
  expect(described.get(NODE)).toMatchObject({ id: NODE, platform: 'Linux' })
  expect(described.get(OTHER)).toMatchObject({ omitted: true, reason: 'that Systems Manager does not list' })
  expect(told).toEqual([])
})

test.each(['DescribeInstanceInformation', 'GetResources'])(
  'a role that must not call %s is told once, and not asked again',
  async operation => {
    const { aws, told, targets } = await start()
    aws.ssm.addNode(REGION, { InstanceId: NODE })
    aws.ssm.addNode(REGION, { InstanceId: OTHER })
    aws.fail(operation, 'denied')
    const action = operation === 'GetResources' ? 'tag:GetResources' : 'ssm:DescribeInstanceInformation'
    for (const id of [NODE, OTHER]) {
      const [target] = (await targets.describe([id])).values()
      expect(target).toMatchObject({ id, omitted: true, reason: expect.stringContaining(`AccessDenied for ${action}`) })
      expect(target).not.toHaveProperty('name')
    }
    expect(told.map(renderDiagnostic)).toEqual([expect.stringContaining(`the names of targets of ${REGION} are not known: AccessDenied`)])
    expect(told.map(({ level }) => level)).toEqual(['note'])
    expect(asked(aws).filter(each => each === operation)).toHaveLength(1)
  },
)

test.each<[what: string, operation: string, fault: Parameters<Aws['fail']>[1], reason: string]>([
  ['an empty answer', 'DescribeInstanceInformation', 'empty', 'has no list'],
  ['an empty answer', 'GetResources', 'empty', 'has no list'],
  ["a proxy's page", 'DescribeInstanceInformation', 'html', 'could not be read'],
  ['half of an answer', 'GetResources', { json: { ResourceTagMappingList: [], PaginationToken: 'more' } }, 'is not whole'],
  ['an entry that is none', 'DescribeInstanceInformation', { json: { InstanceInformationList: [null] } }, 'an entry that cannot be read'],
  ['an entry without an id', 'DescribeInstanceInformation', { json: { InstanceInformationList: [{}] } }, 'an entry that cannot be read'],
  [
    'a platform that is no text',
    'DescribeInstanceInformation',
    { json: { InstanceInformationList: [{ InstanceId: NODE, PlatformType: 5, PingStatus: 'Online' }] } },
    'an entry that cannot be read',
  ],
  ['an entry that is none', 'GetResources', { json: { ResourceTagMappingList: ['x'] } }, 'an entry that cannot be read'],
  ['an entry without tags', 'GetResources', { json: { ResourceTagMappingList: [{ ResourceARN: ARN }] } }, 'an entry that cannot be read'],
  [
    'a tag that is none',
    'GetResources',
    { json: { ResourceTagMappingList: [{ ResourceARN: ARN, Tags: [null] }] } },
    'an entry that cannot be read',
  ],
  [
    'a tag whose value is no text',
    'GetResources',
    { json: { ResourceTagMappingList: [{ ResourceARN: ARN, Tags: [{ Key: 'env', Value: 5 }] }] } },
    'an entry that cannot be read',
  ],
  [
    'an answer without an end',
    'DescribeInstanceInformation',
    { json: { InstanceInformationList: [], NextToken: 'again' } },
    'repeated a token',
  ],
])('%s of %s is no answer', async (_, operation, fault, reason) => {
  const { aws, told, targets } = await start()
  aws.ssm.addNode(REGION, { InstanceId: NODE })
  aws.fail(operation, fault)
  expect((await targets.describe([NODE])).get(NODE)).toMatchObject({ omitted: true, reason: expect.stringContaining(reason) })
  expect(told).toHaveLength(1)
})

test('a service that fails again and again is left alone', async () => {
  const { aws, told, targets } = await start()
  aws.fail('DescribeInstanceInformation', 'throttle')
  for (let i = 0; i < 6; i++) await targets.describe([`i-${String(i).padStart(17, '0')}`])
  expect(asked(aws).filter(each => each === 'DescribeInstanceInformation')).toHaveLength(3)
  expect(told).toHaveLength(1)
})

test('without the account there are no tags, because ARNs have it', async () => {
  const { aws, targets } = await start(new Fault('aws-answer', { message: 'STS does not answer' }))
  aws.ssm.addNode(REGION, { InstanceId: NODE })
  expect((await targets.describe([NODE])).get(NODE)).toEqual({
    id: NODE,
    platform: 'Linux',
    pingStatus: 'Online',
    omitted: true,
    reason: 'that cannot be described (STS does not answer)',
    unread: true,
  })
})

test('a run describes a thousand targets, and says so of the others', async () => {
  const { aws, told, targets } = await start()
  const ids = Array.from({ length: MOST_TARGETS + 2 }, (_, i) => `i-${String(i).padStart(17, '0')}`)
  for (const id of ids) aws.ssm.addNode(REGION, { InstanceId: id })
  const described = await targets.describe(ids)
  expect([...described.values()].filter(target => !('omitted' in target))).toHaveLength(MOST_TARGETS)
  expect(described.get(ids.at(-1) ?? '')).toMatchObject({ omitted: true, reason: 'that is not among the first 1000 of the run' })
  expect(asked(aws).filter(each => each === 'DescribeInstanceInformation')).toHaveLength(MOST_TARGETS / 50)
  expect(asked(aws).filter(each => each === 'GetResources')).toHaveLength(MOST_TARGETS / 100)
  expect(told).toHaveLength(1)
})
