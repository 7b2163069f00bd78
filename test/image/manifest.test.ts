// Manifests: what is an index, which of its entries are images, and that nothing hostile keeps an image from being judged.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { INDEX_TYPES, isPlatform, MANIFEST_TYPES, type Manifest, readConfigDigest, readManifest } from '../../src/image/manifest.ts'
import type { Fields } from '../../src/json.ts'

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'
const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json'

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`
const entry = (digit: string, fields: Fields = {}): Fields => ({ mediaType: OCI_IMAGE, digest: digest(digit), size: 7, ...fields })
const linux = (architecture: string, fields: Fields = {}): Fields => ({ platform: { os: 'linux', architecture, ...fields } })

// https://docs.docker.com/build/metadata/attestations/attestation-storage/
const ATTESTED: Fields = {
  annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': digest('a') },
}
const UNKNOWN: Fields = { platform: { os: 'unknown', architecture: 'unknown' } }

const index = (manifests: unknown, fields: Fields = {}): string =>
  JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests, ...fields })

function read(value: unknown, mediaType?: string): Manifest {
  return readManifest(typeof value === 'string' ? value : JSON.stringify(value), mediaType)
}

test('the media types are those of the OCI and of Docker', () => {
  expect(INDEX_TYPES).toEqual([OCI_INDEX, DOCKER_LIST])
  expect([...MANIFEST_TYPES].sort()).toEqual([OCI_INDEX, DOCKER_LIST, OCI_IMAGE, DOCKER_IMAGE].sort())
})

const image = { schemaVersion: 2, config: { digest: digest('c') }, layers: [] }

describe('one image', () => {
  test.each<[string, unknown, string | undefined]>([
    ['of the OCI', { ...image, mediaType: OCI_IMAGE }, OCI_IMAGE],
    ['of Docker', { ...image, mediaType: DOCKER_IMAGE }, DOCKER_IMAGE],
    ['without a media type of its own', image, OCI_IMAGE],
    ['without any media type', image, undefined],
    ['of a type nobody knows', { ...image, mediaType: 'application/vnd.example' }, 'application/vnd.example'],
  ])('%s', (_, manifest, mediaType) => {
    expect(read(manifest, mediaType)).toEqual({ kind: 'image', layers: [], config: null })
  })
})

test.each<[what: string, manifest: Fields, layers: readonly string[] | null, config: object | null]>([
  ['layers, the lowest first', { layers: [{ digest: digest('b') }, { digest: digest('a') }] }, [digest('b'), digest('a')], null],
  ['a layer without a digest', { layers: [{ digest: digest('b') }, {}] }, null, null],
  ['no list of layers', { layers: { digest: digest('b') } }, null, null],
  ['a configuration with its size', { config: { digest: digest('c'), size: 1234 } }, [], { digest: digest('c'), size: 1234 }],
  ['a size that is none', { config: { digest: digest('c'), size: -1 } }, [], null],
  ['a digest that is none', { config: { digest: '../etc', size: 12 } }, [], null],
])('what an image is made of: %s', (_, manifest, layers, config) => {
  expect(read({ ...image, ...manifest })).toEqual({ kind: 'image', layers, config })
})

// https://github.com/opencontainers/image-spec/blob/main/annotations.md
test.each<[what: string, base: Fields, builtOn: string | undefined]>([
  ['a name and a digest', { name: 'docker.io/library/debian:12', digest: digest('d') }, `docker.io/library/debian:12@${digest('d')}`],
  ['a name alone', { name: 'docker.io/library/debian:12' }, 'docker.io/library/debian:12'],
  ['a digest alone', { digest: digest('d') }, digest('d')],
  ['empty texts', { name: '', digest: '' }, undefined],
  ['no texts', { name: 5, digest: [digest('d')] }, undefined],
])('on what an image says that it was built: %s', (_, base, builtOn) => {
  const annotations = Object.fromEntries(Object.entries(base).map(([key, value]) => [`org.opencontainers.image.base.${key}`, value]))
  const read = readManifest(JSON.stringify({ ...image, annotations }), OCI_IMAGE)
  expect(read.kind === 'image' ? read.builtOn : read.kind).toBe(builtOn)
})

test.each<[what: string, text: string, configuration: string | undefined]>([
  ['an image', JSON.stringify(image), digest('c')],
  ['an index', index([entry('a')]), undefined],
  ['a configuration without a digest', '{"config": {}}', undefined],
  ['a digest that is no text', '{"config": {"digest": 5}}', undefined],
  ['a digest that stands twice', `{"config": {"digest": "${digest('a')}", "digest": "${digest('c')}"}}`, undefined],
  ['no JSON', '{"config"', undefined],
])('the configuration of %s', (_, text, configuration) => {
  expect(readConfigDigest(text)).toBe(configuration)
})

// https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh
describe('a manifest that is an image and an index at once is neither', () => {
  test.each<[string, unknown, string | undefined]>([
    ['an image with manifests', { ...image, manifests: [entry('a')] }, OCI_IMAGE],
    ['an image whose manifests are no list', { ...image, manifests: { length: 1 } }, undefined],
    ['an index with a config', { manifests: [entry('a')], config: image.config }, OCI_INDEX],
    ['an index with layers', { manifests: [entry('a')], layers: [] }, OCI_INDEX],
  ])('%s', (_, manifest, mediaType) => {
    expect(read(manifest, mediaType)).toMatchObject({ kind: 'unreadable', problem: expect.stringContaining('both an image and an index') })
  })
})

test.each([
  ['linux/amd64', 'linux/x86_64', true],
  ['linux/amd64', 'Linux/AMD64', true],
  ['linux/arm64', 'linux/aarch64', true],
  ['linux/arm64', 'linux/arm64/v8', true],
  ['linux/arm64/v8', 'linux/arm64', true],
  ['linux/arm', 'linux/arm/v6', true],
  ['linux/arm/v7', 'linux/arm', true],
  ['linux/arm/v7', 'linux/armhf', true],
  ['linux/arm/v7', 'linux/arm/v6', false],
  ['linux/arm/v6', 'linux/armel', true],
  ['linux/arm/v7', 'linux/armel', false],
  ['linux/arm/v7', 'linux/arm/7', true],
  ['linux/386', 'linux/i386', true],
  ['linux/amd64', 'windows/amd64', false],
  ['linux/amd64', 'linux/arm64', false],
  ['linux/constructor', 'linux/toString', false],
])('who asks for %s may get %s: %s', (asked, platform, expected) => {
  expect(isPlatform(platform, asked)).toBe(expected)
})

describe('an index', () => {
  const expected: Manifest = { kind: 'index', entries: [{ digest: digest('a'), platform: 'linux/amd64', attestation: false }] }
  const manifests = [entry('a', linux('amd64'))]

  test.each<[string, unknown, string | undefined]>([
    ['of the OCI', index(manifests), OCI_INDEX],
    ['of the OCI for which ECR gives no type', index(manifests), undefined],
    ['of the OCI without a media type of its own, which the specification allows', { schemaVersion: 2, manifests }, OCI_INDEX],
    ['without any media type', { schemaVersion: 2, manifests }, undefined],
    ['of Docker', { schemaVersion: 2, mediaType: DOCKER_LIST, manifests }, DOCKER_LIST],
    ['of Docker for which ECR gives no type', { schemaVersion: 2, mediaType: DOCKER_LIST, manifests }, undefined],
    ['that calls itself an image, where ECR knows better', { mediaType: OCI_IMAGE, manifests }, OCI_INDEX],
  ])('%s', (_, manifest, mediaType) => {
    expect(read(manifest, mediaType)).toEqual(expected)
  })

  test('may be empty', () => {
    expect(read(index([]))).toEqual({ kind: 'index', entries: [] })
  })

  test('keeps the order of its entries, and repeated ones', () => {
    const listed = read(index([entry('b'), entry('a'), entry('b', linux('arm64'))]))
    expect(listed).toMatchObject({ entries: [{ digest: digest('b') }, { digest: digest('a') }, { digest: digest('b') }] })
  })
})

describe('the platform of an entry', () => {
  test.each<[Fields, string | null]>([
    [linux('amd64'), 'linux/amd64'],
    [linux('arm64', { variant: 'v8' }), 'linux/arm64/v8'],
    [linux('arm', { variant: 'v7', 'os.features': ['x'] }), 'linux/arm/v7'],
    [{ platform: { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.2227' } }, 'windows/amd64'],
    [UNKNOWN, 'unknown/unknown'],
    [{}, null],
    [{ platform: null }, null],
    [{ platform: {} }, null],
    [{ platform: 'linux/amd64' }, null],
    [{ platform: ['linux', 'amd64'] }, null],
    [{ platform: { os: 'linux' } }, null],
    [{ platform: { architecture: 'amd64' } }, null],
    [{ platform: { os: '', architecture: 'amd64' } }, null],
    [{ platform: { os: 1, architecture: 'amd64' } }, null],
    [linux('arm64', { variant: '' }), 'linux/arm64'],
    [linux('arm64', { variant: null }), 'linux/arm64'],
  ])('%j', (fields, platform) => {
    expect(read(index([entry('a', fields)]))).toEqual({ kind: 'index', entries: [{ digest: digest('a'), platform, attestation: false }] })
  })
})

describe('an attestation', () => {
  test('has the annotation and an unknown platform', () => {
    expect(read(index([entry('a', linux('amd64')), entry('b', { ...UNKNOWN, ...ATTESTED })]))).toEqual({
      kind: 'index',
      entries: [
        { digest: digest('a'), platform: 'linux/amd64', attestation: false },
        { digest: digest('b'), platform: 'unknown/unknown', attestation: true },
      ],
    })
  })

  test.each<[string, Fields]>([
    ['the annotation alone, on an image for a platform', { ...linux('amd64'), ...ATTESTED }],
    ['the annotation alone, on an image for no platform', ATTESTED],
    ['the platform alone', UNKNOWN],
    ['the platform with a variant', { platform: { os: 'unknown', architecture: 'unknown', variant: 'v8' }, ...ATTESTED }],
    ['half a platform', { platform: { os: 'unknown', architecture: 'amd64' }, ...ATTESTED }],
    ['the platform in other letters', { platform: { os: 'Unknown', architecture: 'UNKNOWN' }, ...ATTESTED }],
    ['another type of reference', { ...UNKNOWN, annotations: { 'vnd.docker.reference.type': 'sbom' } }],
    ['a type in other letters', { ...UNKNOWN, annotations: { 'vnd.docker.reference.type': 'Attestation-Manifest' } }],
    ['a type that is a list', { ...UNKNOWN, annotations: { 'vnd.docker.reference.type': ['attestation-manifest'] } }],
    ['annotations that are a list', { ...UNKNOWN, annotations: [{ 'vnd.docker.reference.type': 'attestation-manifest' }] }],
    ['an annotation beside the annotations', { ...UNKNOWN, 'vnd.docker.reference.type': 'attestation-manifest' }],
    [
      'an annotation in the prototype',
      { ...UNKNOWN, annotations: JSON.parse('{"__proto__":{"vnd.docker.reference.type":"attestation-manifest"}}') },
    ],
    ['an annotation of the index', { ...UNKNOWN, annotations: {} }],
  ])('is not an entry with %s', (_, fields) => {
    expect(read(index([entry('a', fields)], ATTESTED))).toMatchObject({
      kind: 'index',
      entries: [{ digest: digest('a'), attestation: false }],
    })
  })
})

describe('a manifest that cannot be read', () => {
  test.each<[string, RegExp]>([
    ['', /not valid JSON/],
    ['{', /not valid JSON/],
    ['{"manifests": []} x', /not valid JSON/],
    ['<html>', /not valid JSON/],
    ['null', /not a JSON object/],
    ['[]', /not a JSON object/],
    ['"index"', /not a JSON object/],
    ['7', /not a JSON object/],
    [index(undefined), /no list of manifests/],
    [index(null), /no list of manifests/],
    [index({}), /no list of manifests/],
    [index('sha256'), /no list of manifests/],
    [index([{}]), /1 of 1 entries of the index have no sha256 digest/],
    [index([entry('a'), null, 7, 'x', []]), /4 of 5 entries/],
    [index([entry('a', { digest: undefined })]), /1 of 1/],
    [index([entry('a', { digest: 7 })]), /1 of 1/],
    [index([entry('a', { digest: `sha256:${'A'.repeat(64)}` })]), /1 of 1/],
    [index([entry('a', { digest: `sha256:${'a'.repeat(63)}` })]), /1 of 1/],
    [index([entry('a', { digest: `${digest('a')}0` })]), /1 of 1/],
    [index([entry('a', { digest: `sha512:${'a'.repeat(128)}` })]), /1 of 1/],
    [index([entry('a', { digest: '../../api' })]), /1 of 1/],
    [index([entry('a', { ...UNKNOWN, ...ATTESTED, digest: 'x' })]), /1 of 1/],
  ])('%s', (text, problem) => {
    expect(readManifest(text, undefined)).toEqual({ kind: 'unreadable', problem: expect.stringMatching(problem) })
  })

  test('is not an image, even where its type says so', () => {
    expect(readManifest('{', OCI_IMAGE).kind).toBe('unreadable')
  })
})

// Go's JSON, which runtimes use, takes a key in other letters for the field, and of two keys the last:
// https://pkg.go.dev/encoding/json#Unmarshal
describe('a manifest that a runtime reads otherwise is not read', () => {
  const CLEAN = JSON.stringify(entry('a', linux('amd64')))
  const EVIL = JSON.stringify(entry('e', linux('amd64')))
  const ofImage = (more: string): string => `{"schemaVersion":2,"mediaType":"${OCI_IMAGE}","layers":[],${more}}`
  const ofIndex = (more: string): string => `{"schemaVersion":2,"mediaType":"${OCI_INDEX}",${more}}`
  const descriptor = (more: string): string => ofIndex(`"manifests":[{"digest":"${digest('a')}",${more}}]`)
  const attested = (more: string): string =>
    descriptor(
      `"platform":{"os":"unknown","architecture":"unknown"${more}},"annotations":{"vnd.docker.reference.type":"attestation-manifest"}`,
    )

  test.each<[text: string, key: string, field: string, where: string]>([
    [ofIndex(`"manifests":[${CLEAN}],"Manifests":[${EVIL}]`), 'Manifests', 'manifests', ''],
    [ofIndex(`"manifests":[${CLEAN}],"manifeſts":[${EVIL}]`), 'manifeſts', 'manifests', ''],
    [ofIndex(`"manifests":[${CLEAN}],"MediaType":"${OCI_IMAGE}"`), 'MediaType', 'mediaType', ''],
    [ofIndex(`"manifests":[${CLEAN}],"Config":{},"Layers":[]`), 'Config', 'config', ''],
    [ofIndex(`"Manifests":[${EVIL}]`), 'Manifests', 'manifests', ''],
    [ofIndex(`"manifests":[${CLEAN}],"ArtifactType":"x"`), 'ArtifactType', 'artifactType', ''],
    [descriptor(`"Digest":"${digest('e')}"`), 'Digest', 'digest', 'manifests[0]'],
    [descriptor(`"digeſt":"${digest('e')}"`), 'digeſt', 'digest', 'manifests[0]'],
    [descriptor(`"Platform":{"os":"linux","architecture":"amd64"}`), 'Platform', 'platform', 'manifests[0]'],
    [descriptor(`"Annotations":{}`), 'Annotations', 'annotations', 'manifests[0]'],
    [attested(',"OS":"linux","Architecture":"amd64"'), 'OS', 'os', 'manifests[0].platform'],
    [attested(',"oſ":"linux","arChitecture":"amd64"'), 'oſ', 'os', 'manifests[0].platform'],
    [attested(',"Variant":"v7"'), 'Variant', 'variant', 'manifests[0].platform'],
    [attested(',"OS.Features":["x"]'), 'OS.Features', 'os.features', 'manifests[0].platform'],
    [ofImage('"config":{},"Config":{}'), 'Config', 'config', ''],
    [ofImage('"config":{},"Manifests":[]'), 'Manifests', 'manifests', ''],
    [ofImage(`"config":{"digest":"x","DIGEST":"y"}`), 'DIGEST', 'digest', 'config'],
    [ofImage('"config":{"platform":{"Os":"linux"}}'), 'Os', 'os', 'config.platform'],
    [ofImage('"config":{},"subject":{"Digest":"y"}'), 'Digest', 'digest', 'subject'],
    ['{"config":{},"layers":[{},{"digest":"x","Size":1}]}', 'Size', 'size', 'layers[1]'],
  ])('a key in other letters: %s', (text, key, field, where) => {
    const there = where === '' ? '' : ` in ${where}`
    expect(readManifest(text, undefined)).toEqual({
      kind: 'unreadable',
      problem: `the manifest has the key "${key}"${there}, which runtimes read as "${field}"; build it with the key in its own letters`,
    })
  })

  test.each<[text: string, key: string]>([
    [ofIndex(`"manifests":[${EVIL}],"manifests":[${CLEAN}]`), 'manifests'],
    [ofIndex(`"manifests":[${EVIL}],"manifest\u0073":[${CLEAN}]`), 'manifests'],
    [descriptor(`"digest":"${digest('e')}"`), 'digest'],
    [attested(',"os":"linux"'), 'os'],
    [
      descriptor(`"annotations":{"vnd.docker.reference.type":"x","vnd.docker.reference.type":"attestation-manifest"}`),
      'vnd.docker.reference.type',
    ],
    [ofImage('"config":{},"config":{}'), 'config'],
  ])('a key twice: %s', (text, key) => {
    expect(readManifest(text, undefined)).toEqual({ kind: 'unreadable', problem: `the manifest has the key "${key}" twice in one object` })
  })

  test('but the keys of maps are free, and so are keys of nobody', () => {
    const free = { Digest: 'x', DIGEST: 'y', 'com.example.OS': 'z', os: 'linux' }
    const readable = index([entry('a', { ...linux('amd64'), annotations: free, 'com.example.Digest': 1 })], { annotations: free, Extra: 1 })
    expect(readManifest(readable, OCI_INDEX)).toMatchObject({ kind: 'index', entries: [{ digest: digest('a') }] })
  })
})

describe('no manifest', () => {
  const words = fc.constantFrom(
    'manifests',
    'mediaType',
    'digest',
    'platform',
    'os',
    'architecture',
    'annotations',
    '__proto__',
    'constructor',
  )
  const values: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>(tie => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(null, true, 0, '', OCI_INDEX, digest('a'), 'unknown'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(words, tie('any'), { maxKeys: 4 }),
    ),
  })).any

  test('makes reading throw, or yields an entry without a digest', () => {
    fc.assert(
      fc.property(values, fc.option(fc.constantFrom(...MANIFEST_TYPES), { nil: undefined }), (value, mediaType) => {
        const manifest = read(JSON.stringify(value), mediaType)
        if (manifest.kind !== 'index') return
        for (const each of manifest.entries) expect(each.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
      }),
      { numRuns: 5000 },
    )
  })

  test('of any text makes reading throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => readManifest(text, undefined).kind !== 'index'))
  })

  test('nested 100,000 times makes reading throw', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(readManifest(`{"manifests":[${deep}]}`, undefined).kind).toBe('unreadable')
    expect(readManifest(`{"platform":${deep}}`, undefined)).toEqual({
      kind: 'unreadable',
      problem: 'the manifest is nested deeper than 1000 levels',
    })
  })
})
