// The Resource Groups Tagging API in memory: the tags of resources, by their ARNs.
// https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html

import { GetResources$ } from '@aws-sdk/client-resource-groups-tagging-api'
import { makeShelf } from './members.ts'
import { readPage } from './page.ts'
import { resourcesBounds } from './ssmbounds.ts'
import { type AwsRequest, type Fields, type Operation, partitionOf, type Reply, Violation } from './wire.ts'

type Tags = Readonly<Record<string, string>>

export interface Tagging {
  /** Sets the tags of a resource. One without any was tagged once; what was never tagged is not known to the service. */
  readonly tag: (region: string, arn: string, tags: Tags) => void
}

interface Resource {
  readonly arn: string
  readonly tags: Tags
}

export function makeTagging(): Tagging & { readonly operations: Readonly<Record<string, Operation>> } {
  const resources = makeShelf<Resource>('resource')

  function getResources({ region, input }: AwsRequest): Reply {
    const { ResourceARNList: arns } = input as { ResourceARNList?: readonly string[] }
    if (arns?.some(arn => arn.split(':')[1] !== partitionOf(region)) === true) {
      throw new Violation('InvalidParameterException', 'The partition of an ARN is not that of the request.')
    }
    const found = resources.all(region).filter(resource => (arns === undefined ? isAsked(resource, input) : arns.includes(resource.arn)))
    const mappings = found.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }))
    const size = arns === undefined ? 50 : arns.length
    const paging = { usual: size, invalid: 'PaginationTokenExpiredException', token: 'PaginationToken', size: 'ResourcesPerPage' }
    const { entries, next = '' } = readPage(mappings, input, paging)
    // The service says with an empty token that nothing follows.
    return { output: { PaginationToken: next, ResourceTagMappingList: entries } }
  }

  return {
    tag: (region, arn, tags) => resources.put(region, arn, { arn, tags }),
    operations: { GetResources: { schema: GetResources$, bounds: resourcesBounds, run: getResources } },
  }
}

interface TagFilter {
  readonly Key?: string
  readonly Values?: readonly string[]
}

function isAsked({ arn, tags }: Resource, input: Fields): boolean {
  const { TagFilters: filters = [], ResourceTypeFilters: types = [] } = input as {
    TagFilters?: readonly TagFilter[]
    ResourceTypeFilters?: readonly string[]
  }
  const [, , service, , , resource = ''] = arn.split(':')
  const type = `${service}:${resource.split('/')[0]}`
  return (
    (types.length === 0 || types.includes(type) || types.includes(String(service))) &&
    filters.every(({ Key: key = '', Values: values = [] }) => {
      const value = Object.hasOwn(tags, key) ? tags[key] : undefined
      return value !== undefined && (values.length === 0 || values.includes(value))
    })
  )
}
