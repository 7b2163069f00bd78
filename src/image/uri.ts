// The URI of an image in ECR: which partition, account, Region and repository it names. One table of partitions serves to read
// URIs, to write them, and to write the ARNs in messages.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html

import { type Problem, quote, usageProblem } from '../diagnostic.ts'

export interface ImageUri {
  /** The URI as it was given; the host of the registry is added where it was left out. */
  readonly text: string
  readonly registryId: string
  readonly region: string
  readonly repositoryName: string
  readonly tag: string | null
  readonly digest: string | null
  /** Whether the registry's host is the FIPS or the dual-stack (IPv6) one; the API is called through the same kind of endpoint. */
  readonly fips: boolean
  readonly dualStack: boolean
}

/** The registry to use when the text names none. */
export interface DefaultRegistry {
  readonly registryId: string | undefined
  readonly region: string | undefined
}

interface Partition {
  readonly id: string
  /** Matches the Regions of the partition. */
  readonly regions: RegExp
  readonly suffix: string
  /** The suffix of the dual-stack (IPv6) hosts, where the partition has them. */
  readonly dualStackSuffix?: string
  /** The host of the console, without the Region. For the isolated government partitions it is not known. */
  readonly console?: string
}

// https://github.com/aws/aws-sdk-js-v3 carries the same table in its endpoint rules.
const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws-cn',
    regions: /^cn-/,
    suffix: 'amazonaws.com.cn',
    dualStackSuffix: 'on.amazonwebservices.com.cn',
    console: 'console.amazonaws.cn',
  },
  { id: 'aws-us-gov', regions: /^us-gov-/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws', console: 'console.amazonaws-us-gov.com' },
  {
    id: 'aws-eusc',
    regions: /^eusc-/,
    suffix: 'amazonaws.eu',
    dualStackSuffix: 'on.amazonwebservices.eu',
    console: 'console.amazonaws-eusc.eu',
  },
  { id: 'aws-iso', regions: /^us-iso-/, suffix: 'c2s.ic.gov' },
  { id: 'aws-iso-b', regions: /^us-isob-/, suffix: 'sc2s.sgov.gov' },
  { id: 'aws-iso-e', regions: /^eu-isoe-/, suffix: 'cloud.adc-e.uk' },
  { id: 'aws-iso-f', regions: /^us-isof-/, suffix: 'csp.hci.ic.gov' },
  { id: 'aws', regions: /^[a-z]{2}-/, suffix: 'amazonaws.com', dualStackSuffix: 'on.aws', console: 'console.aws.amazon.com' },
]

/** The suffixes that end the host names of AWS's services, in all partitions. */
export const HOST_SUFFIXES: ReadonlySet<string> = new Set(PARTITIONS.map(({ suffix }) => suffix))

/** The names of all partitions, as ARNs have them. */
export const PARTITION_IDS: readonly string[] = PARTITIONS.map(({ id }) => id)

const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d+$/
const ACCOUNT = /^\d{12}$/
const REPOSITORY = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-]+[a-z0-9]+)*\/)*[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/
const HOST = /^(?<account>[^.]*)\.dkr(?:\.ecr(?<fips>-fips)?|-ecr(?<dualFips>-fips)?)\.(?<region>[^.]+)\.(?<suffix>.+)$/

const SHAPE = 'write 111122223333.dkr.ecr.eu-west-1.amazonaws.com/repository:tag, or @sha256:… for a digest'

/** Whether a string can be the name of a Region. */
export function isRegion(text: string): boolean {
  return REGION.test(text)
}

/** Whether a string can be the name of a repository. */
export function isRepositoryName(text: string): boolean {
  return REPOSITORY.test(text)
}

/** Whether a string can be the id of an account. */
export function isAccountId(text: string): boolean {
  return ACCOUNT.test(text)
}

/** Whether a string can be a tag. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}

/** Whether a string has the shape of a digest, which is a SHA-256 everywhere in ECR. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text)
}

/** The registry's host, with which the URI of an image begins. */
export function registryOf(uri: string): string {
  return uri.split('/')[0] ?? ''
}

/** The partition of a Region, such as aws or aws-cn. */
export function partitionOf(region: string): string {
  return findPartition(region).id
}

// A Region that is not known yet belongs to the commercial partition, as in the SDK.
function findPartition(region: string): Partition {
  return PARTITIONS.find(({ regions }) => regions.test(region)) ?? (PARTITIONS.at(-1) as Partition)
}

/** The domain of AWS's services in the partition of a Region. */
export function domainOf(region: string): string {
  return findPartition(region).suffix
}

/** The host of a registry, in the partition of its Region. */
export function registryHost(registryId: string, region: string): string {
  return `${registryId}.dkr.ecr.${region}.${findPartition(region).suffix}`
}

/** The address of AWS's console for a Region, without a path; undefined where none is known. */
export function consoleOf(region: string): string | undefined {
  const { console } = findPartition(region)
  return console === undefined || !isRegion(region) ? undefined : `https://${region}.${console}`
}

/** The ARN of a repository. */
export function repositoryArn({ registryId, region, repositoryName }: Omit<ImageUri, 'text'>): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${registryId}:repository/${repositoryName}`
}

/** Parses `registry/repository:tag@digest`; a problem says what is wrong and how to write it. */
export function parseImageUri(text: string, registry: DefaultRegistry): ImageUri | Problem {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text) ?? []
  if (scheme !== undefined)
    return usageProblem(`image ${quote(text)} begins with ${quote(`${scheme}://`)}`, 'write the image without a scheme')
  const slash = text.indexOf('/')
  const first = text.slice(0, Math.max(0, slash))
  const named = first.includes('.') || first.includes(':') || first === 'localhost'
  const place = named ? readHost(text, first) : readDefault(text, registry)
  if ('message' in place) return place
  const rest = readName(text, named ? text.slice(slash + 1) : text)
  if ('message' in rest) return rest
  return { text: named ? text : `${registryHost(place.registryId, place.region)}/${text}`, ...place, ...rest }
}

type Host = Pick<ImageUri, 'registryId' | 'region' | 'fips' | 'dualStack'>

function readHost(text: string, host: string): Host | Problem {
  if (host === 'public.ecr.aws') {
    return usageProblem(
      `image ${quote(text)} is in public.ecr.aws, which ECR never scans`,
      'copy it into a private repository, or read it through a pull-through cache rule, and name it there',
    )
  }
  const { account = '', fips, dualFips, region = '', suffix = '' } = HOST.exec(host)?.groups ?? {}
  const dualStack = host.includes('.dkr-ecr')
  const partition = findPartition(region)
  if (!isAccountId(account) || !isRegion(region)) return usageProblem(`${quote(host)} is not an ECR registry host`, SHAPE)
  const expected = dualStack ? partition.dualStackSuffix : partition.suffix
  if (suffix !== expected) {
    const known = expected === undefined ? 'has no such hosts' : `has hosts that end in ${expected}`
    return usageProblem(`${quote(host)} is not an ECR registry host: ${quote(region)} ${known}`, SHAPE)
  }
  return { registryId: account, region, fips: (fips ?? dualFips) !== undefined, dualStack }
}

function readDefault(text: string, { registryId, region }: DefaultRegistry): Host | Problem {
  if (registryId === undefined)
    return usageProblem(`image ${quote(text)} names no registry`, `${SHAPE}; or give registry-id, and AWS_REGION`)
  if (region === undefined || !isRegion(region))
    return usageProblem(`image ${quote(text)} names no Region`, `${SHAPE}; or set AWS_REGION in the environment`)
  return { registryId, region, fips: false, dualStack: false }
}

function readName(text: string, name: string): Pick<ImageUri, 'repositoryName' | 'tag' | 'digest'> | Problem {
  const [tagged = '', digest, ...others] = name.split('@')
  const [repositoryName = '', tag, ...more] = tagged.split(':')
  if (others.length > 0 || more.length > 0) return usageProblem(`image ${quote(text)} has more than one tag or digest`, SHAPE)
  if (!isRepositoryName(repositoryName)) return usageProblem(`${quote(repositoryName)} is not a valid repository name`, SHAPE)
  if (tag !== undefined && !isTag(tag)) return usageProblem(`${quote(tag)} is not a valid tag`, SHAPE)
  if (digest !== undefined && !isDigest(digest))
    return usageProblem(`${quote(digest)} is not a valid digest`, 'a digest is sha256: and 64 hexadecimal digits (0–9, a–f)')
  if (tag === undefined && digest === undefined)
    return usageProblem(`image ${quote(text)} has neither a tag nor a digest`, 'add :TAG or @sha256:…; no tag is assumed')
  return { repositoryName, tag: tag ?? null, digest: digest ?? null }
}
