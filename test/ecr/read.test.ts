// One image, from its URI to its findings: what is judged, what is told about it, and what ECR is asked.

import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/fault.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_INDEX, OCI_MANIFEST } from '../aws/images.ts'
import { HOST, readFrom } from '../aws/reading.ts'
import type { ImageOptions } from '../aws/repository.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'

const CLEAN = { status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }
const NO_DIGEST = `sha256:${'0'.repeat(64)}`

async function start(image: Partial<ImageOptions> = {}): Promise<Aws> {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: [CLEAN], ...image })
  return aws
}

type Entry = readonly [image: { readonly digest: string; readonly mediaType: string; readonly size: number }, platform?: string]

const addImage = (aws: Aws, name: string, more: Partial<ImageOptions> = {}) =>
  aws.ecr.addImage({ repository: 'api', manifest: makeManifest(name), scan: [CLEAN], ...more })

/** Adds an index with these entries; those without a platform name none. */
function addIndex(aws: Aws, entries: readonly Entry[], tags: readonly string[] = ['1']): Entry[0] {
  const listed = entries.map(([image, platform]) => {
    const [os = '', architecture = ''] = platform?.split('/') ?? []
    return { ...image, ...(platform === undefined ? {} : { platform: { os, architecture } }) }
  })
  return aws.ecr.addImage({ repository: 'api', tags, manifest: makeIndex(listed) })
}

describe('what is judged is told', () => {
  test.each<[what: string, platforms: readonly string[], said: string]>([
    ['', [], 'the image, read from ECR'],
    [', and that platforms does not matter', ['linux/arm64'], 'the image (not an index, so platforms has no effect), read from ECR'],
  ])('of an image%s', async (_, platforms, said) => {
    const aws = await start()
    const { coverage, images, digest, told } = await readFrom(aws, { platforms })
    const message = `${HOST}/api:1: ${said}`
    expect(coverage).toMatchObject({ source: 'findings', origin: `${HOST}/api:1`, state: 'read', message, records: 1, diagnostics: [] })
    expect(images).toMatchObject([{ digest, indexDigest: null, platform: null, tags: ['1'], gaps: [], notes: [] }])
    expect([digest, told]).toEqual([[...aws.ecr.digestsIn('api')][0], []])
  })

  test.each<[platforms: readonly string[], judged: readonly string[], said: string]>([
    [[], ['linux/amd64', 'linux/arm64', 'linux/s390x'], '3 images of its index, read from ECR'],
    [['linux/arm64'], ['linux/arm64'], '1 image of its index, read from ECR; excluded by platforms: linux/amd64, linux/s390x'],
    [
      ['linux/amd64', 'linux/arm64'],
      ['linux/amd64', 'linux/arm64'],
      '2 images of its index, read from ECR; excluded by platforms: linux/s390x',
    ],
  ])('of an index, with the platforms %o', async (platforms, judged, said) => {
    const aws = await startAws()
    const index = addIndex(
      aws,
      ['linux/amd64', 'linux/arm64', 'linux/s390x'].map(platform => [addImage(aws, platform), platform]),
    )
    const { coverage, images, digest } = await readFrom(aws, { platforms })
    expect(coverage).toMatchObject({ state: 'read', message: `${HOST}/api:1: ${said}`, records: judged.length })
    expect(images.map(image => [image.platform, image.indexDigest, image.gaps])).toEqual(judged.map(each => [each, index.digest, []]))
    expect(digest).toBe(index.digest)
  })

  test('of a platform that the index does not have, and what it has', async () => {
    const aws = await startAws()
    addIndex(aws, [[addImage(aws, 'a'), 'linux/amd64'], [addImage(aws, 'b')]])
    const { coverage, images } = await readFrom(aws, { platforms: ['linux/amd64', 'linux/arm64', 'windows/amd64'] })
    const lacks = (platform: string): string => `the index has no image for "${platform}"; it has linux/amd64, no platform`
    expect(coverage).toMatchObject({
      source: 'findings',
      state: 'gap',
      message: `${HOST}/api:1: ${lacks('linux/arm64')}; ${lacks('windows/amd64')}`,
    })
    // What names no platform may run anywhere.
    expect(images).toHaveLength(2)
  })

  test('once for an image that is listed for several platforms, under the one that was asked for', async () => {
    const aws = await startAws()
    const image = addImage(aws, 'a')
    addIndex(aws, [
      [image, 'linux/amd64'],
      [image, 'linux/arm64'],
    ])
    expect((await readFrom(aws)).images.map(({ platform }) => platform)).toEqual(['linux/amd64'])
    const { images, coverage } = await readFrom(aws, { platforms: ['linux/arm64'] })
    expect(images.map(({ platform }) => platform)).toEqual(['linux/arm64'])
    expect(coverage.message).toBe(`${HOST}/api:1: 1 image of its index, read from ECR`)
  })

  test('while it is waited for, by image and platform', async () => {
    const aws = await start({ scan: [{ status: 'PENDING' }, CLEAN] })
    expect((await readFrom(aws)).progress).toEqual(['api:1: reading the manifest', 'api:1: scan PENDING at 0'])
    addIndex(aws, [[addImage(aws, 'b', { scan: [{ status: 'PENDING' }, CLEAN] }), 'linux/arm64']])
    expect((await readFrom(aws)).progress).toEqual(['api:1: reading the manifest', 'api:1 linux/arm64: scan PENDING at 0'])
  })
})

const SOCI = 'application/vnd.amazon.soci.index.v2+json'
const { config, layers, ...rest } = makeManifest('soci')
const SOCI_INDEX = {
  ...rest,
  config: { ...config, mediaType: SOCI },
  layers: layers.map(layer => ({ ...layer, mediaType: 'application/octet-stream' })),
}

describe('an index without an image', () => {
  test.each<[what: string, add: (aws: Aws) => void, only: string]>([
    ['lists nothing', aws => addIndex(aws, []), ''],
    ['lists an artifact', aws => addSoci(aws, ['1']), ', only a SOCI index'],
    ['lists an attestation', aws => addAttestation(aws, ['1']), ', only an attestation'],
    ['lists an index with an attestation', aws => addIndex(aws, [[addAttestation(aws, []), 'linux/amd64']]), ', only an attestation'],
    [
      'lists two such indexes and an artifact',
      aws => addIndex(aws, [[addAttestation(aws, []), 'linux/amd64'], [addAttestation(aws, [], 'b'), 'linux/arm64'], [addSoci(aws, [])]]),
      ', only an attestation and a SOCI index',
    ],
  ])('says that it %s', async (_, add, only) => {
    const aws = await startAws()
    add(aws)
    const { images, coverage } = await readFrom(aws)
    expect([images, coverage.state, coverage.message]).toEqual([[], 'gap', `${HOST}/api:1: the index lists no images${only}`])
  })

  function addSoci(aws: Aws, tags: readonly string[]): Entry[0] {
    const entry = { ...aws.ecr.addImage({ repository: 'api', manifest: SOCI_INDEX }), artifactType: SOCI }
    return aws.ecr.addImage({ repository: 'api', tags, manifest: makeIndex([entry]) })
  }

  function addAttestation(aws: Aws, tags: readonly string[], of = 'a'): Entry[0] {
    const { entry, manifest } = makeAttestation(`sha256:${sha256(of)}`)
    aws.ecr.addImage({ repository: 'api', manifest })
    return aws.ecr.addImage({ repository: 'api', tags, manifest: makeIndex([entry]) })
  }
})

describe('an index of indexes', () => {
  /** Adds an image inside so many indexes, the outermost with the tag. */
  async function nest(levels: number): Promise<Aws> {
    const aws = await startAws()
    let inner: Entry[0] = addImage(aws, 'a')
    for (let level = levels; level > 0; level--) inner = addIndex(aws, [[inner, 'linux/amd64']], level === 1 ? ['1'] : [])
    return aws
  }

  test('is read three levels deep', async () => {
    const { images, coverage } = await readFrom(await nest(3))
    expect(images).toMatchObject([{ gaps: [], severityCounts: { LOW: 1 } }])
    expect(coverage.state).toBe('read')
  })

  test('and no deeper', async () => {
    expect((await readFrom(await nest(4))).gaps?.[0]).toMatch(/^indexes are nested more than 3 levels deep/)
  })
})

describe('an entry of an index', () => {
  test('of which ECR has no manifest says what ECR answered', async () => {
    const aws = await startAws()
    addIndex(aws, [[{ digest: NO_DIGEST, mediaType: OCI_MANIFEST, size: 1 }, 'linux/amd64']])
    expect((await readFrom(aws, { graceSeconds: 0 })).gaps).toEqual([
      'its manifest cannot be read: ECR answered ImageNotFound (Requested image not found)',
      'ECR does not know this image',
    ])
  })

  test('of which ECR says nothing says so', async () => {
    const aws = await startAws()
    addIndex(aws, [[addImage(aws, 'a'), 'linux/amd64']])
    aws.fail('BatchGetImage', { json: { images: [], failures: [] } }, { after: 1 })
    expect((await readFrom(aws)).gaps).toEqual(['its manifest cannot be read: ECR answered neither the manifest nor a failure'])
  })

  test('that is not what its digest says keeps that reason beside the others', async () => {
    const aws = await startAws()
    const { digest, ...entry } = addImage(aws, 'a', { corrupt: true, scan: [] })
    addIndex(aws, [[{ digest, ...entry }, 'linux/amd64']])
    const changed = `sha256:${sha256(`${JSON.stringify(makeManifest('a'))} `)}`
    expect((await readFrom(aws, { graceSeconds: 0 })).gaps).toEqual([
      `the manifest of ${digest} has the digest ${changed}: it is not what was pushed`,
      expect.stringMatching(/^ECR has no scan of this image: basic scanning scans this repository only on request/),
    ])
  })

  test('that is an artifact although the index does not say so is named for what it is, and its scan is not asked for', async () => {
    const aws = await startAws()
    const soci = aws.ecr.addImage({ repository: 'api', manifest: SOCI_INDEX })
    const index = addIndex(aws, [[soci, 'linux/amd64']])
    const { images, asked, waited } = await readFrom(aws)
    expect(images).toMatchObject([{ digest: soci.digest, platform: 'linux/amd64', indexDigest: index.digest }])
    expect(images[0]?.gaps).toEqual(['it is a SOCI index and no container image, so ECR does not scan it; name the image itself'])
    expect([asked('DescribeImageScanFindings'), waited]).toEqual([[], 0])
  })

  test('that cannot be scanned is a gap of that one, told with the URI, and others stand', async () => {
    const aws = await startAws()
    addIndex(aws, [
      [addImage(aws, 'a', { scan: ['denied'] }), 'linux/amd64'],
      [addImage(aws, 'b'), 'linux/arm64'],
    ])
    const { images, told } = await readFrom(aws)
    const denied = 'AccessDenied for ecr:DescribeImageScanFindings on repository "api"'
    expect(images.map(({ gaps }) => gaps)).toEqual([[denied], []])
    expect(told).toEqual([expect.stringMatching(new RegExp(`^${HOST}/api:1: ${denied} \\[aws-denied\\]\n`))])
  })
})

describe('an index of many entries', () => {
  const many = (aws: Aws, length: number): void => {
    const image = addImage(aws, 'a')
    addIndex(
      aws,
      Array.from({ length }, (_, i) => [image, `linux/a${i}`] as const),
    )
  }

  test('is read up to a thousand', async () => {
    const aws = await startAws()
    many(aws, 1000)
    const { images, coverage } = await readFrom(aws)
    expect([images.length, coverage.state, aws.violations]).toEqual([1, 'read', []])
  })

  test('and is a gap beyond', async () => {
    const aws = await startAws()
    many(aws, 1001)
    const { images, coverage, told } = await readFrom(aws)
    const message = 'the index lists 1001 manifests; the limit is 1000'
    expect([images, coverage.state, coverage.message]).toEqual([[], 'gap', `${HOST}/api:1: ${message}`])
    expect(told).toEqual([`${HOST}/api:1: ${message} [aws-answer]`])
  })

  test('asks ECR for a hundred manifests at a time, which is the most that it gives', async () => {
    const aws = await startAws()
    addIndex(
      aws,
      Array.from({ length: 201 }, (_, i) => [addImage(aws, `m${i}`), `linux/a${i}`] as const),
    )
    const { images, asked } = await readFrom(aws)
    expect(images.flatMap(({ gaps }) => gaps)).toEqual([])
    expect(images).toHaveLength(201)
    expect(asked('BatchGetImage').map(({ imageIds }) => (imageIds as readonly unknown[]).length)).toEqual([1, 100, 100, 1])
  })
})

describe('an image that cannot be read', () => {
  const text = JSON.stringify(makeManifest('a'))
  const digest = `sha256:${sha256(text)}`
  const image = { registryId: '111122223333', repositoryName: 'api', imageId: { imageDigest: digest, imageTag: '1' }, imageManifest: text }
  const other = {
    ...image,
    imageId: { imageDigest: `sha256:${sha256('{}')}`, imageTag: '1' },
    imageManifest: '{}',
  }
  const failure = (failureCode?: string, failureReason?: string) => ({ imageId: { imageTag: '1' }, failureCode, failureReason })
  const about = (found: string, asked: string) => `ECR answered about "${found}", but the request was for "${asked}" [aws-answer]`
  const two = (said: string) => `ECR gave two answers for the tag "1" (${said}), so neither is believed [aws-answer]`

  test.each<[what: string, json: object, said: string]>([
    ['ECR says nothing', { images: [], failures: [] }, 'ECR answered neither the manifest nor a failure for the tag "1" [aws-refused]'],
    ['there are no lists', {}, 'ECR answered neither the manifest nor a failure for the tag "1" [aws-refused]'],
    [
      'ECR names a failure',
      { failures: [failure('ImageInaccessible', 'no access')] },
      'ECR answered ImageInaccessible (no access) for the tag "1" [aws-refused]',
    ],
    ['and no reason of it', { failures: [failure('ImageInaccessible')] }, 'ECR answered ImageInaccessible for the tag "1" [aws-refused]'],
    ['nor its name', { failures: [failure()] }, 'ECR answered an unnamed failure for the tag "1" [aws-refused]'],
    ['the manifest is no text', { images: [{ ...image, imageManifest: 5 }] }, `ECR gave no manifest for ${digest} [aws-answer]`],
    ['there is no manifest', { images: [{ ...image, imageManifest: undefined }] }, `ECR gave no manifest for ${digest} [aws-answer]`],
    [
      'it is another manifest',
      { images: [{ ...image, imageManifest: `${text} ` }] },
      `the manifest of ${digest} has the digest sha256:${sha256(`${text} `)}: it is not what was pushed [aws-answer]`,
    ],
    ['it is of another registry', { images: [{ ...image, registryId: '999999999999' }] }, about('999999999999', '111122223333')],
    ['it is of another repository', { images: [{ ...image, repositoryName: 'web' }] }, about('web', 'api')],
    ['it is of another tag', { images: [{ ...image, imageId: { imageDigest: digest, imageTag: '2' } }] }, about('2', '1')],
    ['there are two', { images: [image, other] }, two(`${digest} and ${other.imageId.imageDigest}`)],
    ['there are two with one digest', { images: [image, { ...image, imageManifest: '{}' }] }, two(digest)],
    ['there are two of different types', { images: [image, { ...image, imageManifestMediaType: OCI_INDEX }] }, two(digest)],
    ['there are two of different registries', { images: [image, { ...image, registryId: '999999999999' }] }, two(digest)],
    ['there are two of different repositories', { images: [image, { ...image, repositoryName: 'web' }] }, two(digest)],
    ['one has no digest', { images: [image, { ...image, imageId: { imageTag: '1' } }] }, two(`${digest} and no digest`)],
    [
      'there are two failures',
      { failures: [failure('ImageNotFound', 'gone'), failure('ImageInaccessible')] },
      two('ImageNotFound (gone) and ImageInaccessible'),
    ],
    ['there is a failure beside it', { images: [image], failures: [failure('ImageNotFound')] }, two(`${digest} and ImageNotFound`)],
  ])('because %s', async (_, json, said) => {
    const aws = await start()
    aws.fail('BatchGetImage', { json: json as never })
    const { images, coverage, told, waited, digest: read } = await readFrom(aws)
    const [message = ''] = said.split(' [')
    expect([images, read, waited]).toEqual([[], undefined, 0])
    expect(coverage).toMatchObject({ source: 'findings', origin: `${HOST}/api:1`, state: 'gap', message: `${HOST}/api:1: ${message}` })
    expect(coverage.diagnostics).toMatchObject([{ level: 'error', message, at: `${HOST}/api:1` }])
    expect(told.map(each => each.split('\n')[0])).toEqual([`${HOST}/api:1: ${said}`])
  })

  test.each<[what: string, given: readonly object[]]>([
    ['twice the same', [image, image]],
    ['without its registry, repository and tag', [{ imageId: { imageDigest: digest }, imageManifest: text }]],
  ])('is another than one that ECR gives %s', async (_, images) => {
    const aws = await start()
    aws.fail('BatchGetImage', { json: { images } })
    expect((await readFrom(aws)).gaps).toEqual([])
  })

  test('when a failure stands twice with different words is one failure', async () => {
    const aws = await start()
    aws.fail('BatchGetImage', { json: { failures: [failure('ImageInaccessible', 'a'), failure('ImageInaccessible', 'b')] } })
    expect((await readFrom(aws)).coverage.message).toContain('ECR answered ImageInaccessible')
  })

  describe('that is named by its digest', () => {
    const byDigest = { image: `api:1@${digest}` }

    test('is asked for by it, whatever tags it has, and may be listed once for each of them', async () => {
      const aws = await start({ tags: ['1', '2'] })
      const { gaps, asked, images } = await readFrom(aws, byDigest)
      expect(gaps).toEqual([])
      expect(asked('BatchGetImage')).toMatchObject([{ imageIds: [{ imageDigest: digest }] }])
      expect(asked('BatchGetImage')[0]?.['imageIds']).toEqual([{ imageDigest: digest }])
      expect(images[0]?.uri).toBe(`${HOST}/api:1@${digest}`)
      const listed = ['2', '3'].map(imageTag => ({ ...image, imageId: { imageDigest: digest, imageTag } }))
      aws.fail('BatchGetImage', { json: { images: listed } })
      expect((await readFrom(aws, byDigest)).gaps).toEqual([])
    })

    test('is not taken from an answer about another', async () => {
      const aws = await start()
      aws.fail('BatchGetImage', { json: { images: [other] } })
      const { coverage } = await readFrom(aws, byDigest)
      expect(coverage.state).toBe('gap')
      expect(coverage.message).toContain(`api:1@${digest}: ECR answered about "${other.imageId.imageDigest.slice(0, 40)}`)
      expect(coverage.message).toContain(`, but the request was for "${digest.slice(0, 40)}`)
    })

    test('is called by it when it is missing', async () => {
      const { coverage } = await readFrom(await start(), { image: `api@${NO_DIGEST}`, graceSeconds: 0 })
      expect(coverage.message).toBe(`${HOST}/api@${NO_DIGEST}: the repository has no image with ${NO_DIGEST}`)
    })
  })

  test('because the run was stopped says so', async () => {
    const aws = await start()
    const controller = new AbortController()
    aws.meanwhile('BatchGetImage', 'before', () => controller.abort(new Fault('stopped', { message: 'SIGINT stopped the run' })))
    const { coverage } = await readFrom(aws, { signal: controller.signal })
    expect(coverage).toMatchObject({ state: 'gap', message: `${HOST}/api:1: SIGINT stopped the run`, diagnostics: [{ kind: 'stopped' }] })
  })
})

test('an error of the gate itself is no gap of an image', async () => {
  const broken = new TypeError('a bug')
  const onProgress = (): void => {
    throw broken
  }
  await expect(readFrom(await start(), { onProgress })).rejects.toBe(broken)
})

describe('an image that is not there', () => {
  test.each<[late: number, timeout: number, waited: number]>([
    [0, 600, 60],
    [20, 600, 60],
    [20, 50, 30],
    [0, 50, 50],
  ])('%i s after the beginning is waited for scan-grace, and no longer than wait-timeout (%i s): %i s', async (late, timeout, waited) => {
    const aws = await startAws()
    aws.ecr.addRepository({ repository: 'api' })
    const read = await readFrom(aws, { late, timeoutSeconds: timeout })
    expect(read.waited).toBeCloseTo(waited, 3)
    expect(read.coverage.message).toBe(`${HOST}/api:1: the repository has no image with the tag "1"`)
    expect(read.told).toEqual([
      expect.stringMatching(/ \[aws-not-found\]\n {2}help: check the tag and the repository; scan-grace is how long/),
    ])
    // A push that is still in progress is soon done, however long the run has lasted.
    expect(read.sleeps[0]).toBe(1)
    expect(read.asked('DescribeImages')).toEqual([
      { registryId: '111122223333', repositoryName: 'api', imageIds: [{ imageTag: '1' }], filter: { imageStatus: 'ANY' } },
    ])
  })

  test.each<[states: readonly string[], said: string, help: string]>([
    [['ARCHIVED'], 'the tag "1" cannot be read: the image is archived', 'restore it (aws ecr update-image-storage-class'],
    [
      ['ACTIVATING'],
      'the tag "1" cannot be read: the image is being restored from the archive',
      'run it again when it is restored, which takes up to 20 minutes',
    ],
    [['ARCHIVED', 'ACTIVATING'], 'the repository has no image with the tag "1"', 'check the tag'],
    [['ARCHIVED', 'ACTIVE'], 'the repository has no image with the tag "1"', 'check the tag'],
    [['ACTIVE'], 'the repository has no image with the tag "1"', 'check the tag'],
    [['a new one'], 'the repository has no image with the tag "1"', 'check the tag'],
    [[], 'the repository has no image with the tag "1"', 'check the tag'],
  ])('but that ECR describes as %o says so', async (states, said, help) => {
    const aws = await startAws()
    aws.ecr.addRepository({ repository: 'api' })
    aws.fail('DescribeImages', { json: { imageDetails: states.map(imageStatus => ({ imageStatus })) } })
    const { coverage, told } = await readFrom(aws, { graceSeconds: 0 })
    expect(coverage).toMatchObject({ state: 'gap', message: `${HOST}/api:1: ${said}`, diagnostics: [{ kind: 'aws-not-found' }] })
    expect(told[0]).toContain(`help: ${help}`)
  })
})
