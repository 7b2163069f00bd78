// Answers of ECR that say two things, or that cannot be read: neither of two answers is believed, and nothing ends as a bug of ours.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'
import { playCheck } from '../aws/world.ts'
import { hasSharedData, sharedData } from '../shared.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const WORDS = ['--image', `${REGISTRY}/api:1`, '--audit-source', 'none', '--aws-attempts', '1']

const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const BAD: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ CRITICAL: 1 }) }]
const AMD64 = { os: 'linux', architecture: 'amd64' }

const reasonsOf = async (aws: Aws, more: readonly string[] = []): Promise<readonly [verdict: string, reasons: string]> => {
  const { report } = await playCheck(aws, [...WORDS, ...more])
  return [report.verdict, report.reasons.join('\n')]
}

describe('a manifest that a runtime reads otherwise', () => {
  test('is undecided: the gate would judge one image, and a runtime would run another', async () => {
    const aws = await startAws()
    const clean = aws.ecr.addImage({ repository: 'api', manifest: makeManifest('clean'), scan: CLEAN })
    const evil = aws.ecr.addImage({ repository: 'api', manifest: makeManifest('evil'), scan: BAD })
    const [judged, run] = [clean, evil].map(image => JSON.stringify([{ ...image, platform: AMD64 }]))
    const manifest = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":${judged},"Manifests":${run}}`
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest })
    const [verdict, reasons] = await reasonsOf(aws, ['--promote-tags', 'production'])
    expect([verdict, reasons]).toEqual([
      'undecided',
      expect.stringContaining('the manifest has the key "Manifests", which runtimes read as'),
    ])
    expect(aws.ecr.tagsIn('api').has('production')).toBe(false)
  })

  test('is undecided as an entry of an index too', async () => {
    const aws = await startAws()
    const text = JSON.stringify(makeManifest('a'))
    const child = aws.ecr.addImage({ repository: 'api', manifest: `${text.slice(0, -1)},"config":{}}`, scan: CLEAN })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex([{ ...child, platform: AMD64 }]) })
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringContaining('the manifest has the key "config" twice')])
  })
})

const FOUND = { registryId: '111122223333', repositoryName: 'api' }

function answerOf(name: string, id: object): object {
  const imageManifest = JSON.stringify(makeManifest(name))
  return {
    ...FOUND,
    imageId: { imageDigest: `sha256:${sha256(imageManifest)}`, ...id },
    imageManifest,
    imageManifestMediaType: OCI_MANIFEST,
  }
}

describe('two answers of BatchGetImage about one image', () => {
  const [clean, evil] = [answerOf('clean', { imageTag: '1' }), answerOf('evil', { imageTag: '1' })]
  const failure = { imageId: { imageTag: '1' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }

  test.each<[string, object]>([
    ['two images', { images: [clean, evil], failures: [] }],
    ['two images, in the other order', { images: [evil, clean], failures: [] }],
    ['two images, one of which does not repeat the tag', { images: [clean, answerOf('evil', {})], failures: [] }],
    ['an image and a failure', { images: [clean], failures: [failure] }],
    ['two manifests of one digest', { images: [clean, { ...clean, imageManifest: '{}' }], failures: [] }],
    [
      'two types of one manifest',
      { images: [clean, { ...clean, imageManifestMediaType: 'application/vnd.oci.image.index.v1+json' }], failures: [] },
    ],
    ['two failures', { images: [], failures: [failure, { ...failure, failureCode: 'ImageInaccessible' }] }],
  ])('%s: undecided', async (_, json) => {
    const aws = await startAws()
    for (const name of ['clean', 'evil']) aws.ecr.addImage({ repository: 'api', manifest: makeManifest(name), scan: CLEAN })
    aws.fail('BatchGetImage', { json: json as never })
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringMatching(/ECR gave two answers for the tag "1"/)])
  })

  test('that agree are one', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', manifest: makeManifest('clean'), scan: CLEAN })
    aws.fail('BatchGetImage', { json: { images: [clean, clean], failures: [] } })
    expect(await reasonsOf(aws)).toEqual(['pass', expect.anything()])
  })

  test('about an entry of an index: undecided', async () => {
    const aws = await startAws()
    const child = aws.ecr.addImage({ repository: 'api', manifest: makeManifest('clean'), scan: CLEAN })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex([{ ...child, platform: AMD64 }]) })
    const lost = { imageId: { imageDigest: child.digest }, failureCode: 'ImageNotFound', failureReason: '' }
    aws.fail('BatchGetImage', { json: { images: [answerOf('clean', {})], failures: [lost] } }, { after: 1 })
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringMatching(/ECR gave two answers for sha256:/)])
  })

  test('keep promote-tags from setting any tag', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('clean'), scan: CLEAN })
    const tagged = ['clean', 'evil'].map(name => answerOf(name, { imageTag: 'production' }))
    const asksTag = ({ input }: { readonly input: object }) => JSON.stringify(input).includes('production')
    aws.fail('BatchGetImage', { json: { images: tagged, failures: [] } }, { where: asksTag })
    const { report } = await playCheck(aws, [...WORDS, '--promote-tags', 'production'])
    expect(report.release).toMatchObject({ promoted: false, problems: [expect.stringContaining('two answers for the tag "production"')] })
    expect(aws.requests.filter(({ operation }) => operation === 'PutImage')).toEqual([])
  })
})

describe('two answers in a list of one', () => {
  const play = async (aws: Aws, scan: readonly ScanStep[], words: readonly string[]) => {
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan })
    aws.ecr.addImage({ repository: 'api', tags: ['production'], manifest: makeManifest('old'), scan: CLEAN })
    return (await playCheck(aws, [...WORDS, ...words])).report
  }
  const repository = (imageTagMutability: string) => ({ ...FOUND, imageTagMutability })

  test('about the repository promote nothing', async () => {
    const aws = await startAws()
    aws.fail('DescribeRepositories', { json: { repositories: [repository('MUTABLE'), repository('IMMUTABLE')] } })
    const { release } = await play(aws, CLEAN, ['--promote-tags', 'staging', 'production'])
    expect(release).toMatchObject({ promoted: false, problems: [expect.stringContaining('ECR gave two answers about the repository')] })
    expect(aws.ecr.tagsIn('api').has('staging')).toBe(false)
  })

  test('about its scanning explain nothing', async () => {
    const aws = await startAws()
    const configurations = ['SCAN_ON_PUSH', 'MANUAL'].map(scanFrequency => ({ repositoryName: 'api', scanFrequency }))
    aws.fail('BatchGetRepositoryScanningConfiguration', { json: { scanningConfigurations: configurations, failures: [] } })
    const { reasons } = await play(aws, [], ['--scan-grace', '1s'])
    expect(reasons.join()).toMatch(/the reason is unknown \(ECR gave two answers about the repository's scanning/)
  })

  test('about the tags of an image remove none', async () => {
    const aws = await startAws()
    aws.fail('DescribeImages', {
      json: {
        imageDetails: [
          { ...FOUND, imageTags: ['1'] },
          { ...FOUND, imageTags: ['1', '2'] },
        ],
      },
    })
    const { release } = await play(aws, BAD, ['--on-fail', 'untag'])
    expect(release?.problems).toEqual([expect.stringContaining('ECR gave two answers about the image')])
    expect(aws.ecr.tagsIn('api').has('1')).toBe(true)
  })

  test('about a tag that was removed are told', async () => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1', '2'], manifest: makeManifest('a'), scan: BAD })
    const failure = { imageId: { imageTag: '1' }, failureCode: 'ImageNotFound', failureReason: '' }
    aws.fail('BatchDeleteImage', { json: { imageIds: [{ imageDigest: digest, imageTag: '1' }], failures: [failure] } })
    const { report } = await playCheck(aws, [...WORDS, '--on-fail', 'untag'])
    expect(report.release?.problems).toEqual([expect.stringContaining('ECR gave two answers about the tag "1"')])
  })

  test.each([
    ['another digest', { imageDigest: `sha256:${'0'.repeat(64)}`, imageTag: 'staging' }],
    ['another tag', { imageTag: 'other' }],
  ])('of which one is from PutImage: it says that it tagged %s', async (_, imageId) => {
    const aws = await startAws()
    let digest = ''
    aws.meanwhile('PutImage', 'before', () => aws.ecr.tagsIn('api').set('staging', digest))
    digest = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN }).digest
    aws.fail('PutImage', { json: { image: { ...FOUND, imageId: { imageDigest: digest, ...imageId } } } })
    const { report } = await playCheck(aws, [...WORDS, '--promote-tags', 'staging'])
    expect(report.release).toMatchObject({ promoted: false, problems: [expect.stringContaining('ECR says that it tagged ')] })
  })
})

describe('an answer in which a key stands twice', () => {
  const twice = '{"imageScanStatus":{"status":"FAILED"},"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":{"findings":[]}}'

  test.each([
    ['DescribeImageScanFindings', twice],
    ['BatchGetImage', '{"images":[],"images":[]}'],
  ])('is unreadable: %s', async (operation, text) => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    aws.fail(operation, { text })
    expect(await reasonsOf(aws)).toEqual([
      'undecided',
      expect.stringMatching(
        new RegExp(
          `the response of AWS to ecr:${operation} on repository "api" could not be read \\(it has the key "\\w+" twice in one object\\)`,
        ),
      ),
    ])
  })
})

test('an answer of more than 64 MiB is unreadable', async () => {
  const aws = await startAws()
  aws.fail('BatchGetImage', { text: ' '.repeat(64 * 1024 * 1024 + 1) })
  expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringContaining('could not be read (it is longer than 64 MiB)')])
})

describe('an answer that is nested 20,000 times', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`
  const inside = (path: string): string =>
    path.split('.').reduceRight((json, name) => (name === '0' ? `[${json}]` : `{"${name}":${json}}`), deep)

  test.each([
    ['DescribeImageScanFindings', 'unknown'],
    ['DescribeImageScanFindings', 'registryId'],
    ['DescribeImageScanFindings', 'imageId.imageDigest'],
    ['DescribeImageScanFindings', 'imageScanStatus'],
    ['DescribeImageScanFindings', 'imageScanFindings.findingSeverityCounts'],
    ['DescribeImageScanFindings', 'imageScanFindings.imageScanCompletedAt'],
    ['DescribeImageScanFindings', 'imageScanFindings.findings.0'],
    ['DescribeImageScanFindings', 'imageScanFindings.enhancedFindings.0.severity'],
    ['DescribeImageScanFindings', 'nextToken'],
    ['BatchGetImage', 'images.0.imageManifest'],
    ['BatchGetImage', 'failures'],
    ['BatchGetImage', 'unknown'],
  ])('is unreadable: %s, %s', async (operation, path) => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    aws.fail(operation, { text: inside(path) })
    expect(await reasonsOf(aws)).toEqual([
      'undecided',
      expect.stringContaining(
        `the response of AWS to ecr:${operation} on repository "api" could not be read (it is nested deeper than 1000 levels)`,
      ),
    ])
  })

  test.each(['BatchGetImage', 'DescribeImageScanFindings'])('is unreadable as an error too: %s', async operation => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    aws.fail(operation, { text: inside('__type'), status: 400 })
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringContaining('it is nested deeper than 1000 levels')])
  })

  test.each(['DescribeImages', 'StartImageScan', 'GetRegistryScanningConfiguration', 'BatchGetRepositoryScanningConfiguration'])(
    'does not end the run where less depends on it: %s',
    async operation => {
      const aws = await startAws()
      aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a') })
      aws.fail(operation, { text: inside('unknown') })
      expect((await reasonsOf(aws, ['--start-scan', 'if-missing', '--scan-grace', '1s']))[0]).toBe('undecided')
    },
  )

  test.each([200, 400])('does not end the run as an answer of STS, which is XML: %i', async status => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a') })
    aws.fail('GetCallerIdentity', { text: `${'<a>'.repeat(20_000)}1${'</a>'.repeat(20_000)}`, status })
    const { report, told } = await playCheck(aws, [...WORDS, '--allowed-account-ids', '111122223333'])
    expect([report.verdict, told.join()]).toEqual(['undecided', expect.stringContaining('it is more than 1000 tags deep')])
  })

  test('does not end the run as an answer of CloudTrail', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    aws.fail('LookupEvents', { text: inside('Events.0.CloudTrailEvent') })
    const { report } = await playCheck(aws, [...WORDS.slice(0, 2), '--audit-source', 'lookup', '--audit-regions', 'eu-west-1'])
    expect([report.verdict, report.reasons.join()]).toEqual(['undecided', expect.stringContaining('it is nested deeper than 1000 levels')])
  })

  test.each(['BatchGetImage', 'PutImage', 'DescribeRepositories'])('stops a promotion and not the run: %s', async operation => {
    const aws = await startAws()
    aws.ecr.addRepository({ repository: 'api', immutable: true })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    const others = operation === 'DescribeRepositories' ? ['production'] : []
    aws.ecr.addImage({ repository: 'api', tags: others, manifest: makeManifest('b'), scan: CLEAN })
    aws.fail(operation, { text: inside('unknown') }, { after: operation === 'BatchGetImage' ? 1 : 0 })
    const { report } = await playCheck(aws, [...WORDS, '--promote-tags', 'production'])
    expect(report.release).toMatchObject({ promoted: false, problems: [expect.stringContaining('nested deeper than 1000 levels')] })
  })

  test('is unreadable as a manifest', async () => {
    const aws = await startAws()
    const text = JSON.stringify(makeManifest('a'))
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: `${text.slice(0, -1)},"annotations":${deep}}`, scan: CLEAN })
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringContaining('the manifest is nested deeper than 1000 levels')])
  })
})

// https://github.com/awslabs/soci-snapshotter/blob/main/docs/soci-index-manifest-v2.md
const SOCI = 'application/vnd.amazon.soci.index.v2+json'

function makeArtifact(config: string, layer: string) {
  const { config: ofImage, layers } = makeManifest('artifact')
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { ...ofImage, mediaType: config },
    layers: layers.map(each => ({ ...each, mediaType: layer })),
  }
}

const SOCI_INDEX = makeArtifact(SOCI, 'application/octet-stream')
const CHART = makeArtifact('application/vnd.cncf.helm.config.v1+json', 'application/vnd.cncf.helm.chart.content.v1.tar+gzip')
const COSIGN = makeArtifact('application/vnd.oci.image.config.v1+json', 'application/vnd.dev.cosign.simplesigning.v1+json')

describe('an artifact in an index', () => {
  const byAnnotation = { annotations: { 'com.amazon.soci.image-manifest-digest': `sha256:${'0'.repeat(64)}` } }

  /** Adds an index of a clean image and of one more manifest, which nobody scanned. */
  async function startWithEntry(manifest: object, entry: object, corrupt = false): Promise<Aws> {
    const aws = await startAws()
    const image = { ...aws.ecr.addImage({ repository: 'api', manifest: makeManifest('a'), scan: CLEAN }), platform: AMD64 }
    const other = { ...aws.ecr.addImage({ repository: 'api', manifest, corrupt }), platform: AMD64, ...entry }
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex([other, image]) })
    return aws
  }

  test.each<[string, object, object]>([
    ['a SOCI index by its annotation', SOCI_INDEX, byAnnotation],
    ['a SOCI index by its artifactType', SOCI_INDEX, { artifactType: SOCI }],
    ['a SOCI index that names no platform', SOCI_INDEX, { artifactType: SOCI, platform: undefined }],
    ['a chart', CHART, { artifactType: 'application/vnd.cncf.helm.config.v1+json' }],
  ])('that no runtime can run is skipped: %s', async (_, manifest, entry) => {
    expect(await reasonsOf(await startWithEntry(manifest, entry))).toEqual(['pass', expect.anything()])
  })

  test.each<[string, object, object, boolean?]>([
    ['an image that the annotation calls a SOCI index', makeManifest('evil'), byAnnotation],
    ['an image with an artifactType', makeManifest('evil'), { artifactType: SOCI }],
    ['an image whose manifest has an artifactType too', { ...makeManifest('evil'), artifactType: SOCI }, { artifactType: SOCI }],
    ['layers of an image under another configuration', { ...makeManifest('evil'), config: SOCI_INDEX.config }, { artifactType: SOCI }],
    ['the configuration of an image over other layers', COSIGN, { artifactType: SOCI }],
    ['a SOCI index that the index does not call one', SOCI_INDEX, {}],
    ['a manifest that is not what its digest says', SOCI_INDEX, { artifactType: SOCI }, true],
    ['a manifest that ECR does not have', SOCI_INDEX, { artifactType: SOCI, digest: `sha256:${'0'.repeat(64)}` }],
  ])('is judged otherwise: %s', async (_, manifest, entry, corrupt) => {
    const aws = await startWithEntry(manifest, entry, corrupt)
    expect((await reasonsOf(aws, ['--scan-grace', '1s']))[0]).toBe('undecided')
  })

  test('is no image for a platform', async () => {
    const aws = await startWithEntry(SOCI_INDEX, { artifactType: SOCI, platform: { os: 'linux', architecture: 'arm64' } })
    const [verdict, reasons] = await reasonsOf(aws, ['--platforms', 'linux/arm64'])
    expect([verdict, reasons]).toEqual(['undecided', expect.stringContaining('no image for "linux/arm64"; it has linux/amd64')])
  })

  test('does not make an index of nothing else pass', async () => {
    const aws = await startAws()
    const soci = { ...aws.ecr.addImage({ repository: 'api', manifest: SOCI_INDEX }), artifactType: SOCI }
    const attestation = makeAttestation(soci.digest)
    aws.ecr.addImage({ repository: 'api', manifest: attestation.manifest })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex([soci, attestation.entry]) })
    expect(await reasonsOf(aws)).toEqual([
      'undecided',
      expect.stringContaining('the index lists no images, only an attestation and a SOCI index'),
    ])
  })
})

describe('what is named for judgement but is no image is named for what it is, at once', () => {
  test.each<[string, object]>([
    ['a SOCI index', SOCI_INDEX],
    ['a Helm chart', CHART],
    ['a signature', COSIGN],
    ['an attestation', makeAttestation(`sha256:${'0'.repeat(64)}`).manifest],
  ])('%s', async (what, manifest) => {
    const aws = await startAws()
    aws.ecr.addRepository({ repository: 'api', scanOnPush: true })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest })
    const { report, waited } = await playCheck(aws, WORDS)
    expect([report.verdict, report.images[0]?.gaps, waited]).toEqual([
      'undecided',
      [`it is ${what} and no container image, so ECR does not scan it; name the image itself`],
      0,
    ])
  })
})

describe('an archived image', () => {
  const RESTORE = 'aws ecr update-image-storage-class --target-storage-class STANDARD'

  test.each([
    ['ARCHIVED', 'the tag "1" cannot be read: the image is archived'],
    ['ACTIVATING', 'the tag "1" cannot be read: the image is being restored from the archive'],
  ] as const)('%s: says what to do, and does not wait for it', async (imageStatus, why) => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), imageStatus })
    const { report, waited, told } = await playCheck(aws, WORDS)
    expect([report.verdict, report.reasons.join(), waited]).toEqual(['undecided', expect.stringContaining(why), 0])
    expect(told.join()).toContain(imageStatus === 'ARCHIVED' ? RESTORE : 'up to 20 minutes')
    expect(aws.violations).toEqual([])
  })

  test('whose scan cannot be started says what to do', async () => {
    const aws = await startAws()
    const startScan = [{ error: 'ImageArchivedException', message: 'The specified image is archived and cannot be scanned.' }] as const
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), startScan })
    const [verdict, reasons] = await reasonsOf(aws, ['--start-scan', 'if-missing'])
    expect([verdict, reasons]).toEqual(['undecided', expect.stringContaining(`the image is archived; restore it (${RESTORE})`)])
  })

  test('of which ECR says nothing is a missing image', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), imageStatus: 'ARCHIVED' })
    aws.fail('DescribeImages', 'denied')
    expect(await reasonsOf(aws)).toEqual(['undecided', expect.stringContaining('no image with the tag "1"')])
  })
})

test.skipIf(!hasSharedData)('a recorded scan that failed because ECR does not support the image is told as that', async () => {
  const aws = await startAws()
  const file = sharedData('cases/findings/findings-failed-unsupported.json')
  const { report } = await playCheck(aws, ['--findings', file])
  expect([report.verdict, report.reasons.join()]).toEqual([
    'undecided',
    expect.stringContaining("the scan's status is FAILED: ECR cannot scan this kind of image"),
  ])
})
