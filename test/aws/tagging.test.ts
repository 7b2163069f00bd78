// The fake Tagging API, called by the SDK's own client without retries.

import { GetResourcesCommand, type GetResourcesCommandInput } from '@aws-sdk/client-resource-groups-tagging-api'
import { expect, test } from 'vitest'
import { taggingClient } from './clients.ts'
import { startAws } from './server.ts'

const REGION = 'eu-west-1'
const NODE = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718'
const HYBRID = 'arn:aws:ssm:eu-west-1:111122223333:managed-instance/mi-0a1b2c3d4e5f60718'

async function start() {
  const aws = await startAws()
  const client = taggingClient(aws)
  return { aws, ask: async (input: GetResourcesCommandInput) => client.send(new GetResourcesCommand(input)) }
}

test('the tags of resources by their ARNs; what was never tagged is not answered', async () => {
  const { aws, ask } = await start()
  aws.tagging.tag(REGION, HYBRID, {})
  aws.tagging.tag(REGION, NODE, { Name: 'payments-db-1', env: '' })
  aws.tagging.tag('us-east-1', NODE.replaceAll(REGION, 'us-east-1'), { Name: 'elsewhere' })
  const unknown = NODE.replace('i-0a', 'i-0b')
  expect(await ask({ ResourceARNList: [NODE, unknown, HYBRID, NODE.replaceAll(REGION, 'us-east-1')] })).toMatchObject({
    PaginationToken: '',
    ResourceTagMappingList: [
      { ResourceARN: HYBRID, Tags: [] },
      {
        ResourceARN: NODE,
        Tags: [
          { Key: 'Name', Value: 'payments-db-1' },
          { Key: 'env', Value: '' },
        ],
      },
    ],
  })
  expect(aws.violations).toEqual([])
})

test.each<[GetResourcesCommandInput, readonly string[]]>([
  [{}, [NODE, HYBRID]],
  [{ ResourceTypeFilters: ['ec2:instance'] }, [NODE]],
  [{ ResourceTypeFilters: ['ssm'] }, [HYBRID]],
  [{ TagFilters: [{ Key: 'env' }] }, [NODE, HYBRID]],
  [{ TagFilters: [{ Key: 'env', Values: ['test', 'production'] }] }, [NODE]],
  [{ TagFilters: [{ Key: 'env' }, { Key: 'Name' }] }, [HYBRID]],
])('%j', async (input, arns) => {
  const { aws, ask } = await start()
  aws.tagging.tag(REGION, NODE, { env: 'production' })
  aws.tagging.tag(REGION, HYBRID, { env: 'office', Name: 'rack-4' })
  const { ResourceTagMappingList: found } = await ask(input)
  expect(found?.map(({ ResourceARN: arn }) => arn)).toEqual(arns)
  expect(aws.violations).toEqual([])
})

test('pages, of which the last has an empty token', async () => {
  const { aws, ask } = await start()
  for (let i = 0; i < 5; i += 1) aws.tagging.tag(REGION, `${NODE}${i}`, { i: String(i) })
  const first = await ask({ ResourcesPerPage: 3 })
  expect(first.ResourceTagMappingList).toHaveLength(3)
  const last = await ask({ ResourcesPerPage: 3, PaginationToken: first.PaginationToken })
  expect([last.ResourceTagMappingList?.length, last.PaginationToken]).toEqual([2, ''])
  await expect(ask({ PaginationToken: 'x' })).rejects.toMatchObject({ name: 'PaginationTokenExpiredException' })
})

test.each<[string, GetResourcesCommandInput]>([
  ['must have 1 to 100 entries', { ResourceARNList: Array(101).fill(NODE) }],
  ['must have 1 to 100 entries', { ResourceARNList: [] }],
  ['must have ARNs', { ResourceARNList: ['i-0a1b2c3d4e5f60718'] }],
  ["'TagFilters' failed to satisfy constraint: 'cannot be used with ResourceARNList'", { ResourceARNList: [NODE], TagFilters: [] }],
  ["'ResourcesPerPage' failed", { ResourceARNList: [NODE], ResourcesPerPage: 100 }],
  ["'PaginationToken' failed", { ResourceARNList: [NODE], PaginationToken: '' }],
  ['from 1 to 100', { ResourcesPerPage: 101 }],
])('what the documentation forbids is a violation: %s', async (words, input) => {
  const { aws, ask } = await start()
  await expect(ask(input)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(words) })
  expect(aws.violations).toEqual([expect.stringContaining(words)])
})

test('an ARN of another partition is refused', async () => {
  const { aws, ask } = await start()
  await expect(ask({ ResourceARNList: [NODE.replace('arn:aws:', 'arn:aws-cn:')] })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  expect(aws.violations).toHaveLength(1)
})

test('a denied and a throttled call have the names that the service gives them', async () => {
  const { aws, ask } = await start()
  aws.fail('GetResources', 'denied', { times: 1 })
  await expect(ask({})).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('perform: tag:GetResources'),
  })
  aws.fail('GetResources', 'throttle')
  await expect(ask({})).rejects.toMatchObject({ name: 'ThrottledException', message: 'Rate exceeded' })
})
