// What the documentation forbids a request beyond its schema: lengths, ranges, patterns, members that exclude each other.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/ and https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/

import type { Fields } from './wire.ts'

export type Bound = (input: Fields) => readonly string[]

const REPOSITORY = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/
export const DIGEST = /^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/
const TOKEN_KEYS = ['nextToken', 'maxResults'] as const
const LOOKUP_KEYS = ['AccessKeyId', 'EventId', 'EventName', 'EventSource', 'ReadOnly', 'ResourceName', 'ResourceType', 'Username']

const repository: Bound = ({ repositoryName: name, registryId }) => [
  ...(typeof name === 'string' && (name.length < 2 || name.length > 256 || !REPOSITORY.test(name))
    ? [fails('repositoryName', 'must satisfy the pattern of a repository name')]
    : []),
  ...(typeof registryId === 'string' && !/^\d{12}$/.test(registryId) ? [fails('registryId', 'must satisfy [0-9]{12}')] : []),
]

const imageId: Bound = ({ imageId: id }) => {
  const { imageDigest: digest, imageTag: tag } = (id ?? {}) as { imageDigest?: string; imageTag?: string }
  if (digest === undefined && tag === undefined) return [fails('imageId', 'must name a tag or a digest')]
  return [
    ...(digest !== undefined && !DIGEST.test(digest) ? [fails('imageId.imageDigest', 'must satisfy the pattern of a digest')] : []),
    ...(tag !== undefined && (tag.length < 1 || tag.length > 300) ? [fails('imageId.imageTag', 'must have 1 to 300 characters')] : []),
  ]
}

export const findingsBounds: Bound = input => [...repository(input), ...imageId(input), ...range(input, 'maxResults', 1, 1000)]
export const startScanBounds: Bound = input => [...repository(input), ...imageId(input)]

export const batchBounds: Bound = input => [
  ...repository(input),
  ...length(input, 'imageIds', 1, 100),
  ...length(input, 'acceptedMediaTypes', 1, 100),
]

export const describeBounds: Bound = input => [
  ...repository(input),
  ...length(input, 'imageIds', 1, 100),
  ...range(input, 'maxResults', 1, 1000),
  ...TOKEN_KEYS.filter(key => input['imageIds'] !== undefined && input[key] !== undefined).map(key =>
    fails(key, 'cannot be used with imageIds'),
  ),
]

export const deleteBounds: Bound = input => [...repository(input), ...length(input, 'imageIds', 1, 100)]

export const putBounds: Bound = input => [
  ...repository(input),
  ...textLength(input, 'imageManifest', 1, 4_194_304),
  ...textLength(input, 'imageTag', 1, 300),
]

export const scanningBounds: Bound = input => length(input, 'repositoryNames', 1, 25)

export const lookupBounds: Bound = input => {
  const start = input['StartTime'] as number | undefined
  const end = input['EndTime'] as number | undefined
  const attributes = (input['LookupAttributes'] ?? []) as readonly { readonly AttributeKey: string; readonly AttributeValue: string }[]
  return [
    // CloudTrail allows this; our client must not do it, because the pages of an open window shift while they are read.
    ...(start === undefined || end === undefined ? [fails('StartTime', 'StartTime and EndTime must both be given')] : []),
    ...(start !== undefined && end !== undefined && start > end ? [fails('StartTime', 'must not be after EndTime')] : []),
    ...(attributes.length > 1 ? [fails('LookupAttributes', 'must have one entry only')] : []),
    ...attributes.flatMap(({ AttributeKey: key, AttributeValue: value }) => [
      ...(LOOKUP_KEYS.includes(key) ? [] : [fails('LookupAttributes.AttributeKey', `must be one of ${LOOKUP_KEYS.join(', ')}`)]),
      ...(value.length < 1 || value.length > 2000 ? [fails('LookupAttributes.AttributeValue', 'must have 1 to 2000 characters')] : []),
    ]),
    ...range(input, 'MaxResults', 1, 50),
  ]
}

export function range(input: Fields, name: string, least: number, most: number): readonly string[] {
  const value = input[name]
  if (value === undefined || (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)) return []
  return [fails(name, `must be a whole number from ${least} to ${most}`)]
}

export function length(input: Fields, name: string, least: number, most: number): readonly string[] {
  const list = input[name] as readonly unknown[] | undefined
  return list === undefined || (list.length >= least && list.length <= most) ? [] : [fails(name, `must have ${least} to ${most} entries`)]
}

export function textLength(input: Fields, name: string, least: number, most: number): readonly string[] {
  const text = input[name] as string | undefined
  return text === undefined || (text.length >= least && text.length <= most)
    ? []
    : [fails(name, `must have ${least} to ${most} characters`)]
}

export function fails(name: string, constraint: string): string {
  return `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`
}
