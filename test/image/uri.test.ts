// URIs of images: the hosts of every partition, the form of names, and that nothing else is accepted. The hosts are those of
// Kubernetes' credential provider for ECR and of the SDK's table of partitions.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/diagnostic.ts'
import {
  type DefaultRegistry,
  type ImageUri,
  isAccountId,
  isRegion,
  parseImageUri,
  partitionOf,
  registryHost,
  repositoryArn,
} from '../../src/image/uri.ts'

const ACCOUNT = '111122223333'
const NO_REGISTRY: DefaultRegistry = { registryId: undefined, region: undefined }
const HEX = '0123456789abcdef'.repeat(4)
const DIGEST = `sha256:${HEX}`
const HOST = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`

function isProblem(read: ImageUri | Problem): read is Problem {
  return 'message' in read
}

function parsed(text: string, registry = NO_REGISTRY): ImageUri {
  const read = parseImageUri(text, registry)
  if (isProblem(read)) throw new Error(`${read.message}: ${read.help}`)
  return read
}

function refused(text: string, registry = NO_REGISTRY): string {
  const read = parseImageUri(text, registry)
  if (!isProblem(read)) throw new Error(`was read as ${JSON.stringify(read)}`)
  expect(read).toMatchObject({ level: 'error', kind: 'usage', help: expect.stringMatching(/./) })
  return `${read.message}: ${read.help}`
}

// The suffixes, and which Regions belong to a partition, are from endpoints.json in https://github.com/aws/aws-sdk-js-v3.
const PARTITIONS: readonly (readonly [partition: string, region: string, suffix: string])[] = [
  ['aws', 'us-east-1', 'amazonaws.com'],
  ['aws', 'eu-west-1', 'amazonaws.com'],
  ['aws', 'ap-southeast-7', 'amazonaws.com'],
  ['aws', 'ca-west-1', 'amazonaws.com'],
  ['aws', 'il-central-1', 'amazonaws.com'],
  ['aws', 'mx-central-1', 'amazonaws.com'],
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-cn', 'cn-northwest-1', 'amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
  ['aws-us-gov', 'us-gov-east-1', 'amazonaws.com'],
  ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
  ['aws-iso', 'us-iso-east-1', 'c2s.ic.gov'],
  ['aws-iso-b', 'us-isob-east-1', 'sc2s.sgov.gov'],
  ['aws-iso-e', 'eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['aws-iso-f', 'us-isof-south-1', 'csp.hci.ic.gov'],
]

describe.each(PARTITIONS)('%s, %s', (partition, region, suffix) => {
  const host = `${ACCOUNT}.dkr.ecr.${region}.${suffix}`

  test(`${host}/api:v1`, () => {
    expect(parsed(`${host}/api:v1`)).toEqual({
      text: `${host}/api:v1`,
      registryId: ACCOUNT,
      region,
      repositoryName: 'api',
      tag: 'v1',
      digest: null,
      fips: false,
      dualStack: false,
    })
  })

  test('has the host, the partition and the ARN', () => {
    expect(registryHost(ACCOUNT, region)).toBe(host)
    expect(partitionOf(region)).toBe(partition)
    expect(isRegion(region)).toBe(true)
    expect(repositoryArn(parsed(`${host}/payments/api:v1`))).toBe(`arn:${partition}:ecr:${region}:${ACCOUNT}:repository/payments/api`)
  })

  test('has no hosts with the suffix of another partition', () => {
    for (const [, , other] of PARTITIONS) {
      if (other !== suffix) expect(refused(`${ACCOUNT}.dkr.ecr.${region}.${other}/api:v1`)).toContain(`hosts that end in ${suffix}`)
    }
  })
})

test('a Region that nobody knows yet is in the commercial partition', () => {
  expect(partitionOf('abc-north-1')).toBe('aws')
  expect(registryHost('111122223333', 'abc-north-1')).toBe('111122223333.dkr.ecr.abc-north-1.amazonaws.com')
})

describe('hosts', () => {
  test.each<[string, Partial<ImageUri>]>([
    [`${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`, { region: 'us-east-1', fips: true, dualStack: false }],
    [`${ACCOUNT}.dkr.ecr-fips.us-gov-west-1.amazonaws.com`, { region: 'us-gov-west-1', fips: true, dualStack: false }],
    [`${ACCOUNT}.dkr-ecr.eu-west-1.on.aws`, { region: 'eu-west-1', fips: false, dualStack: true }],
    [`${ACCOUNT}.dkr-ecr-fips.us-west-2.on.aws`, { region: 'us-west-2', fips: true, dualStack: true }],
    [`${ACCOUNT}.dkr-ecr-fips.us-gov-east-1.on.aws`, { region: 'us-gov-east-1', fips: true, dualStack: true }],
    [`${ACCOUNT}.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn`, { region: 'cn-north-1', fips: false, dualStack: true }],
    [`000000000000.dkr.ecr.eu-west-1.amazonaws.com`, { registryId: '000000000000' }],
  ])('%s', (host, fields) => {
    expect(parsed(`${host}/api:v1`)).toMatchObject({ registryId: ACCOUNT, text: `${host}/api:v1`, ...fields })
  })

  test.each([
    'docker.io',
    'ghcr.io',
    'index.docker.io',
    'registry.example.com:5000',
    'localhost',
    'localhost:5000',
    '11112222333.dkr.ecr.eu-west-1.amazonaws.com',
    '1111222233334.dkr.ecr.eu-west-1.amazonaws.com',
    '1111-2222-3333.dkr.ecr.eu-west-1.amazonaws.com',
    '.dkr.ecr.eu-west-1.amazonaws.com',
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com.`,
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com.evil.example`,
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com:443`,
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.org`,
    `evil.${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr..amazonaws.com`,
    `${ACCOUNT}.dkr.ecr.ireland.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr.eu-west-1a.amazonaws.com`,
    `${ACCOUNT}.dkr.ecr.eu-west-1.on.aws`,
    `${ACCOUNT}.dkr-ecr.eu-west-1.amazonaws.com`,
    `${ACCOUNT}.dkr-ecr.cn-north-1.on.aws`,
    `${ACCOUNT}.dkr-ecr.eu-west-1.on.amazonwebservices.com.cn`,
    `${ACCOUNT}.dkr.ecr-slow.eu-west-1.amazonaws.com`,
    `${ACCOUNT}.dkr-ecr-slow.eu-west-1.on.aws`,
    `${ACCOUNT}.ecr.eu-west-1.amazonaws.com`,
    'api.ecr.eu-west-1.amazonaws.com',
    `user@${HOST}`,
    `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com\n`,
  ])('%j is not an ECR registry host', host => {
    expect(refused(`${host}/api:v1`)).toMatch(
      /is not an ECR registry host.*111122223333\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/repository:tag/,
    )
  })

  test.each([
    ['public.ecr.aws/nginx/nginx:1.27', /public\.ecr\.aws, which ECR never scans: copy it into a private repository/],
    [`https://${HOST}/api:v1`, /begins with "?https:\/\/"?: write the image without a scheme/],
    [`docker://${HOST}/api:v1`, /begins with "?docker:\/\//],
    [`oci://public.ecr.aws/x/y:v1`, /begins with "?oci:\/\//],
  ])('%s is refused with a message of its own', (text, message) => {
    expect(refused(text)).toMatch(message)
  })
})

// The pattern and the lengths of names are from https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html,
// those of tags from https://docs.docker.com/reference/cli/docker/image/tag/.
describe('names', () => {
  const longest = 'a'.repeat(256)

  test.each<[string, string, string | null, string | null]>([
    ['api:v1', 'api', 'v1', null],
    ['payments/api:1.4.2', 'payments/api', '1.4.2', null],
    ['a/b/c/d-e_f.g:latest', 'a/b/c/d-e_f.g', 'latest', null],
    ['0a/9:_tag', '0a/9', '_tag', null],
    [`api@${DIGEST}`, 'api', null, DIGEST],
    [`payments/api:1.4.2@${DIGEST}`, 'payments/api', '1.4.2', DIGEST],
    ['api:V1-RC.1_x', 'api', 'V1-RC.1_x', null],
    [`api:${'t'.repeat(128)}`, 'api', 't'.repeat(128), null],
    [`${longest}:v1`, longest, 'v1', null],
    ['constructor:v1', 'constructor', 'v1', null],
  ])('%s', (name, repositoryName, tag, digest) => {
    expect(parsed(`${HOST}/${name}`)).toMatchObject({ repositoryName, tag, digest, text: `${HOST}/${name}` })
  })

  test.each([
    ['api', /has neither a tag nor a digest.*no tag is assumed/],
    ['payments/api', /has neither a tag nor a digest/],
    ['api:v1:v2', /more than one tag or digest/],
    [`api@${DIGEST}@${DIGEST}`, /more than one tag or digest/],
    [`api@${DIGEST}:v1`, /is not a valid digest/],
    ['api:', /"" is not a valid tag/],
    ['api:-v1', /"-v1" is not a valid tag/],
    ['api:.v1', /is not a valid tag/],
    ['api:v1/v2', /is not a valid tag/],
    ['api:v 1', /is not a valid tag/],
    ['api:v1 ', /is not a valid tag/],
    ['api:v1\n', /is not a valid tag/],
    ['api:é', /is not a valid tag/],
    [`api:${'t'.repeat(129)}`, /is not a valid tag/],
    ['api@', /"" is not a valid digest: a digest is sha256: and 64/],
    ['api@sha256:', /is not a valid digest/],
    [`api@sha256:${HEX.slice(1)}`, /is not a valid digest/],
    [`api@sha256:${HEX}0`, /is not a valid digest/],
    [`api@sha256:${HEX.toUpperCase()}`, /is not a valid digest/],
    [`api@sha512:${HEX}${HEX}`, /is not a valid digest/],
    [`api@${HEX}`, /is not a valid digest/],
    [`api:v1@v2`, /"v2" is not a valid digest/],
    ['API:v1', /"API" is not a valid repository name/],
    ['payments/Api:v1', /"payments\/Api" is not a valid repository name/],
    ['/api:v1', /is not a valid repository name/],
    ['api/:v1', /is not a valid repository name/],
    ['payments//api:v1', /is not a valid repository name/],
    ['-api:v1', /is not a valid repository name/],
    ['api-:v1', /is not a valid repository name/],
    ['api_:v1', /is not a valid repository name/],
    ['../api:v1', /is not a valid repository name/],
    ['a%2fb:v1', /is not a valid repository name/],
    [':v1', /"" is not a valid repository name/],
    ['a:v1', /"a" is not a valid repository name/],
    [`${longest}a:v1`, /is not a valid repository name/],
    [`@${DIGEST}`, /is not a valid repository name/],
    ['', /is not a valid repository name/],
  ])('%j is refused', (name, message) => {
    expect(refused(`${HOST}/${name}`)).toMatch(message)
  })
})

describe('names without a registry', () => {
  const registry: DefaultRegistry = { registryId: ACCOUNT, region: 'eu-west-1' }

  test.each([
    ['api:v1', 'eu-west-1', `${HOST}/api:v1`],
    ['payments/api:v1', 'eu-west-1', `${HOST}/payments/api:v1`],
    [`payments/api@${DIGEST}`, 'eu-west-1', `${HOST}/payments/api@${DIGEST}`],
    ['payments/api:1.4.2', 'cn-north-1', `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/payments/api:1.4.2`],
    ['a.b:v1', 'eu-west-1', `${HOST}/a.b:v1`],
  ])('%s in %s', (text, region, whole) => {
    expect(parsed(text, { registryId: ACCOUNT, region })).toEqual(parsed(whole))
  })

  test('a host in the URI wins over the default', () => {
    expect(parsed('444455556666.dkr.ecr.us-east-1.amazonaws.com/api:v1', registry)).toMatchObject({
      registryId: '444455556666',
      region: 'us-east-1',
    })
  })

  test.each<[string, DefaultRegistry, RegExp]>([
    ['api:v1', NO_REGISTRY, /names no registry.*registry-id, and AWS_REGION/],
    ['nginx:latest', { registryId: undefined, region: 'eu-west-1' }, /names no registry/],
    ['library/nginx:latest', { registryId: undefined, region: 'eu-west-1' }, /names no registry/],
    ['api:v1', { registryId: ACCOUNT, region: undefined }, /names no Region.*set AWS_REGION/],
    ['api:v1', { registryId: ACCOUNT, region: '' }, /names no Region/],
    ['api:v1', { registryId: ACCOUNT, region: 'ireland' }, /names no Region/],
    ['docker.io/api:v1', registry, /is not an ECR registry host/],
    ['localhost/api:v1', registry, /is not an ECR registry host/],
    ['api', registry, /neither a tag nor a digest/],
    ['', registry, /is not a valid repository name/],
  ])('%s is refused with %o', (text, given, message) => {
    expect(refused(text, given)).toMatch(message)
  })
})

describe('Regions and accounts', () => {
  test.each([
    '',
    'eu',
    'eu-west',
    'eu-west-1a',
    'EU-WEST-1',
    'eu_west_1',
    'eu-west-1 ',
    'eu-west-1\n',
    'eu-west-1.x',
    'us-east-1/x',
    '1',
    ' eu-west-1',
    'evil.example/eu-west-1',
  ])('%j is no Region', text => {
    expect(isRegion(text)).toBe(false)
  })

  test.each(['', '1', '11112222333', '1111222233334', '1111-2222-3333', ' 111122223333', '111122223333\n', '١١١١٢٢٢٢٣٣٣٣'])(
    '%j is no account',
    text => {
      expect(isAccountId(text)).toBe(false)
    },
  )
})

const tail = fc.array(fc.constantFrom(...'ab09'), { minLength: 1, maxLength: 5 }).map(characters => characters.join(''))
const word = fc
  .array(tail, { minLength: 1, maxLength: 3 })
  .chain(parts => fc.constantFrom('.', '-', '_').map(between => parts.join(between)))
const repository = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map(words => words.join('/'))
  .filter(({ length }) => length >= 2)
const tag = fc
  .tuple(fc.constantFrom(...'aZ0_'), fc.array(fc.constantFrom(...'aZ0_.-'), { maxLength: 10 }))
  .map(([first, rest]) => first + rest.join(''))
const digest = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 }).map(hex => `sha256:${hex.join('')}`)
const account = fc.array(fc.constantFrom(...'0123456789'), { minLength: 12, maxLength: 12 }).map(digits => digits.join(''))

interface Parts extends Omit<ImageUri, 'text'> {
  readonly suffix: string
}

const uris: fc.Arbitrary<Parts> = fc
  .record({
    registryId: account,
    place: fc.constantFrom(...PARTITIONS),
    fips: fc.boolean(),
    dualStack: fc.boolean(),
    repositoryName: repository,
    tag: fc.option(tag),
    digest: fc.option(digest),
  })
  .filter(parts => parts.tag !== null || parts.digest !== null)
  .map(({ place: [partition, region, suffix], ...parts }) => {
    const dualStack = parts.dualStack && ['aws', 'aws-us-gov', 'aws-cn'].includes(partition)
    const dualSuffix = partition === 'aws-cn' ? 'on.amazonwebservices.com.cn' : 'on.aws'
    return { ...parts, region, dualStack, suffix: dualStack ? dualSuffix : suffix }
  })

function write({ registryId, region, fips, dualStack, repositoryName, tag: named, digest: fixed, suffix }: Parts): string {
  const host = `${registryId}.dkr${dualStack ? '-' : '.'}ecr${fips ? '-fips' : ''}.${region}.${suffix}`
  return `${host}/${repositoryName}${named === null ? '' : `:${named}`}${fixed === null ? '' : `@${fixed}`}`
}

describe('every URI', () => {
  test('built from parts is parsed into the same parts', () => {
    fc.assert(
      fc.property(uris, parts => {
        const { suffix, ...expected } = parts
        expect(parsed(write(parts))).toEqual({ ...expected, text: write(parts) })
      }),
      { numRuns: 2000 },
    )
  })

  test('that is parsed can be rebuilt from the result', () => {
    const hosts = fc.constantFrom('', `${HOST}/`, `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws/`, `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com/`)
    const pieces = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom('api', 'v1', '0', '/', ':', '@', `@${DIGEST}`, ':v1', '.', '-', '_') },
        { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '__proto__', 'public.ecr.aws', HOST, ACCOUNT, 'A', '://') },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
      ),
      { maxLength: 4 },
    )
    let read = 0
    fc.assert(
      fc.property(hosts, fc.constantFrom('api', 'payments/api:v1', 'a-b', ''), pieces, fc.boolean(), (host, name, words, short) => {
        const registry = short ? { registryId: ACCOUNT, region: 'eu-west-1' } : NO_REGISTRY
        const text = host + name + words.join('')
        const image = parseImageUri(text, registry)
        if (isProblem(image)) {
          expect(image.message).not.toBe('')
          return
        }
        read++
        const suffix = image.text.slice(0, image.text.indexOf('/')).split(`.${image.region}.`)[1] ?? ''
        expect(write({ ...image, suffix })).toBe(image.text)
        expect([text, `${HOST}/${text}`]).toContain(image.text)
      }),
      { numRuns: 5000 },
    )
    // If no text were parsed, the property would mean nothing.
    expect(read).toBeGreaterThan(100)
  })
})

describe('no text', () => {
  test('makes reading throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('__proto__', 'constructor', '\0', '\ud800')),
        text => {
          parseImageUri(text, NO_REGISTRY)
          parseImageUri(text, { registryId: ACCOUNT, region: 'eu-west-1' })
          parseImageUri(text, { registryId: text, region: text })
          parseImageUri(`${HOST}/${text}`, NO_REGISTRY)
          partitionOf(text)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test.each(['a', '/', ':', '@', '.', '-', 'a-', 'a.', 'a/', 'a:', '.dkr', '.dkr.ecr', '1', ' ', '\n', 'http', '\ud800', 'é'])(
    'of 100,000 times %j takes long',
    piece => {
      // Quadratic time would take minutes, and no test is given more than one.
      const long = piece.repeat(100_000)
      for (const text of [
        long,
        `${long}:v1`,
        `${long}/api:v1`,
        `${HOST}/${long}`,
        `${HOST}/${long}:v1`,
        `${HOST}/api:${long}`,
        `${HOST}/api@${long}`,
      ]) {
        expect(refused(text.slice(0, 200_000), { registryId: ACCOUNT, region: 'eu-west-1' })).toMatch(/^.{1,600}$/)
      }
      isRegion(long)
    },
  )

  test.each([`${'a'.repeat(100_000)}://x`, `${ACCOUNT}.dkr.ecr.eu-${'a'.repeat(100_000)}-1.evil.example/api:v1`])(
    'of this length makes a message long',
    text => {
      expect(refused(text).length).toBeLessThan(600)
    },
  )
})
