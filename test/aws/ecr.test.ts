// The fake ECR, called by the SDK's own client without retries: what it answers is what our code will see.

import {
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  DescribeImageScanFindingsCommand,
  type DescribeImageScanFindingsCommandInput,
  type DescribeImageScanFindingsResponse,
  DescribeImagesCommand,
  type ECRClient,
  GetRegistryScanningConfigurationCommand,
  PutImageCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr'
import { describe, expect, test } from 'vitest'
import { ecrClient } from './clients.ts'
import { makeBasicFindings, makeEnhancedFindings } from './findings.ts'
import { DOCKER_LIST, DOCKER_MANIFEST, makeAttestation, makeIndex, makeManifest, OCI_INDEX, OCI_MANIFEST } from './images.ts'
import type { ScanStep } from './scan.ts'
import { type Aws, startAws } from './server.ts'

const repository = 'payments/api'

async function startWithScan(...scan: readonly ScanStep[]): Promise<{ aws: Aws; ecr: ECRClient; digest: string }> {
  const aws = await startAws()
  const { digest } = aws.ecr.addImage({ repository, tags: ['1.4.2'], manifest: makeManifest(1), scan })
  return { aws, ecr: ecrClient(aws), digest }
}

function read(ecr: ECRClient, input: Partial<DescribeImageScanFindingsCommandInput> = {}): Promise<DescribeImageScanFindingsResponse> {
  return ecr.send(new DescribeImageScanFindingsCommand({ repositoryName: repository, imageId: { imageTag: '1.4.2' }, ...input }))
}

async function readAll(
  ecr: ECRClient,
  input: Partial<DescribeImageScanFindingsCommandInput> = {},
): Promise<readonly DescribeImageScanFindingsResponse[]> {
  const pages = [await read(ecr, input)]
  for (let token = pages[0]?.nextToken; token !== undefined; token = pages.at(-1)?.nextToken) {
    pages.push(await read(ecr, { ...input, nextToken: token }))
  }
  return pages
}

describe('findings', () => {
  test('basic findings come at most maxResults a page, with the counts of the whole image', async () => {
    const { aws, ecr, digest } = await startWithScan({
      status: 'COMPLETE',
      findings: makeBasicFindings({ CRITICAL: 1, HIGH: 149 }),
      completedAt: '2026-11-23T06:00:00Z',
    })
    const pages = await readAll(ecr)
    expect(pages.map(page => page.imageScanFindings?.findings?.length)).toEqual([100, 50])
    expect(pages.map(page => page.imageScanFindings?.findingSeverityCounts)).toEqual([
      { CRITICAL: 1, HIGH: 149 },
      { CRITICAL: 1, HIGH: 149 },
    ])
    expect(pages[0]?.imageScanFindings?.imageScanCompletedAt).toEqual(new Date('2026-11-23T06:00:00Z'))
    expect(pages[0]?.imageId).toEqual({ imageDigest: digest, imageTag: '1.4.2' })
    expect((await readAll(ecr, { maxResults: 1000 })).length).toBe(1)
    expect(aws.violations).toEqual([])
  })

  test('enhanced findings come by the hundred, with the counts of the page', async () => {
    const findings = makeEnhancedFindings({ HIGH: 120, UNTRIAGED: 30 })
    const { aws, ecr, digest } = await startWithScan({
      status: 'ACTIVE',
      description: 'Continuous scan is selected.',
      enhancedFindings: findings,
    })
    const pages = await readAll(ecr, { maxResults: 1000, imageId: { imageDigest: digest } })
    expect(pages.map(page => page.imageScanFindings?.findingSeverityCounts)).toEqual([{ HIGH: 100 }, { HIGH: 20, UNTRIAGED: 30 }])
    const found = pages.flatMap(page => page.imageScanFindings?.enhancedFindings ?? [])
    expect(new Set(found.map(finding => finding.findingArn)).size).toBe(150)
    expect(found[0]?.resources?.[0]?.details?.awsEcrContainerImage?.lastInUseAt).toBeInstanceOf(Date)
    expect(pages[0]).toMatchObject({ imageScanStatus: { status: 'ACTIVE' }, imageId: { imageDigest: digest } })
    expect(pages[0]?.imageScanFindings).not.toHaveProperty('imageScanCompletedAt')
    expect(aws.violations).toEqual([])
  })

  test('each reading takes the next step, the last step repeats, and the pages of a reading stay with it', async () => {
    const { ecr } = await startWithScan(
      { error: 'ScanNotFoundException' },
      'throttle',
      { status: 'IN_PROGRESS' },
      { status: 'COMPLETE', findings: makeBasicFindings(3), pageSize: 2 },
      { status: 'COMPLETE', findings: [], omit: ['findingSeverityCounts'] },
    )
    await expect(read(ecr)).rejects.toMatchObject({
      name: 'ScanNotFoundException',
      message: expect.stringMatching(
        /^Image scan does not exist for the image with '\{imageDigest:'null', imageTag:'1.4.2'\}' in the repository/,
      ),
    })
    await expect(read(ecr)).rejects.toMatchObject({ name: 'ThrottlingException' })
    expect(await read(ecr)).not.toHaveProperty('imageScanFindings')
    const first = await read(ecr)
    expect((await read(ecr)).imageScanFindings).toEqual({ findings: [] })
    expect((await read(ecr, { nextToken: first.nextToken })).imageScanFindings?.findings?.length).toBe(1)
    expect((await read(ecr)).imageScanFindings).toEqual({ findings: [] })
  })

  test('no findings are counts without severities', async () => {
    const { ecr } = await startWithScan({ status: 'COMPLETE', findings: [] })
    expect((await read(ecr)).imageScanFindings).toEqual({ findings: [], findingSeverityCounts: {} })
  })

  test('a token may repeat, pages may fail, members may be missing', async () => {
    const { ecr } = await startWithScan(
      { status: 'COMPLETE', findings: makeBasicFindings(5), pageSize: 2, repeatToken: true },
      { status: 'COMPLETE', findings: makeBasicFindings(5), pageSize: 2, pageFaults: { 2: ['throttle'], 3: 'error500' } },
      { status: 'COMPLETE', findings: makeBasicFindings(5), omit: ['imageScanStatus', 'imageScanFindings'] },
    )
    const { nextToken } = await read(ecr)
    expect((await read(ecr, { nextToken })).nextToken).toBe(nextToken)
    const second = { nextToken: (await read(ecr)).nextToken }
    await expect(read(ecr, second)).rejects.toMatchObject({ name: 'ThrottlingException' })
    const third = { nextToken: (await read(ecr, second)).nextToken }
    await expect(read(ecr, third)).rejects.toMatchObject({ name: 'ServerException' })
    await expect(read(ecr, third)).rejects.toMatchObject({ name: 'ServerException' })
    const { $metadata, ...rest } = (await read(ecr)) as DescribeImageScanFindingsResponse & { $metadata: unknown }
    expect(Object.keys(rest).toSorted()).toEqual(['imageId', 'registryId', 'repositoryName'])
  })

  test('a token of another image is refused and recorded as a violation', async () => {
    const { aws, ecr } = await startWithScan({ status: 'COMPLETE', findings: makeBasicFindings(5), pageSize: 2 })
    const other = aws.ecr.addImage({ repository, manifest: makeManifest(2), scan: [{ status: 'PENDING' }] })
    const { nextToken } = await read(ecr)
    await expect(read(ecr, { nextToken, imageId: { imageDigest: other.digest } })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    expect(aws.violations).toEqual([expect.stringContaining('must be a token of this image')])
  })

  test('25,000 enhanced findings are served in 250 pages', async () => {
    const { aws, ecr } = await startWithScan({ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings(25_000) })
    const pages = await readAll(ecr)
    expect(pages.length).toBe(250)
    expect(aws.violations).toEqual([])
  })
})

describe('images', () => {
  test('BatchGetImage gives the bytes of the digest, and by name what it does not have', async () => {
    const aws = await startAws()
    const ecr = ecrClient(aws)
    const amd = aws.ecr.addImage({ repository, manifest: makeManifest('amd64') })
    const attestation = makeAttestation(amd.digest)
    expect(aws.ecr.addImage({ repository, manifest: attestation.manifest })).toMatchObject({
      digest: attestation.entry.digest,
      size: attestation.entry.size,
    })
    const index = makeIndex([{ ...amd, platform: { os: 'linux', architecture: 'amd64' } }, attestation.entry])
    const { digest } = aws.ecr.addImage({ repository, tags: ['1', 'latest'], manifest: index })
    const get = (accepted: string[] | undefined, ...imageIds: { imageTag?: string; imageDigest?: string }[]) =>
      ecr.send(new BatchGetImageCommand({ repositoryName: repository, imageIds, acceptedMediaTypes: accepted }))

    const both = await get([OCI_INDEX, OCI_MANIFEST], { imageTag: 'latest' }, { imageDigest: amd.digest }, { imageTag: '9' })
    expect(both.images?.map(image => image.imageId)).toEqual([{ imageDigest: amd.digest }, { imageDigest: digest, imageTag: 'latest' }])
    expect(both.images?.[1]).toMatchObject({ imageManifest: JSON.stringify(index), imageManifestMediaType: OCI_INDEX })
    expect(both.failures).toEqual([
      { imageId: { imageTag: '9' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
    ])
    expect((await get([DOCKER_MANIFEST, DOCKER_LIST], { imageTag: 'latest' })).failures).toMatchObject([{ failureCode: 'ImageNotFound' }])
    expect((await get(undefined, { imageTag: 'latest' })).images).toHaveLength(1)
    expect((await get(undefined, { imageTag: '1', imageDigest: amd.digest }, {})).failures).toMatchObject([
      { failureCode: 'ImageTagDoesNotMatchDigest' },
      { failureCode: 'MissingDigestAndTag' },
    ])
    expect(aws.violations).toEqual([])
  })

  test('an image may be corrupt, appear late, or lie in another account and Region', async () => {
    const aws = await startAws()
    const manifest = makeManifest(1)
    aws.ecr.addImage({ repository, region: 'us-east-1', registryId: '444455556666', tags: ['1'], manifest, corrupt: true, notFound: 1 })
    const ecr = ecrClient(aws, { region: 'us-east-1' })
    const get = (registryId: string | undefined) =>
      ecr.send(new BatchGetImageCommand({ repositoryName: repository, registryId, imageIds: [{ imageTag: '1' }] }))
    expect((await get('444455556666')).failures).toHaveLength(1)
    expect((await get('444455556666')).images?.[0]?.imageManifest).not.toBe(JSON.stringify(manifest))
    await expect(get(undefined)).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: "The repository with name 'payments/api' does not exist in the registry with id '111122223333'",
    })
    expect(aws.requests.map(({ region, operation }) => `${region} ${operation}`)).toEqual(Array(3).fill('us-east-1 BatchGetImage'))
  })

  test('DescribeImages by ids, or page by page', async () => {
    const { aws, ecr, digest } = await startWithScan({ status: 'COMPLETE', findings: makeBasicFindings({ LOW: 2 }) })
    aws.ecr.addImage({ repository, manifest: makeManifest(2), pushedAt: '2026-11-01T00:00:00Z', scanCompletedAt: '2026-11-02T00:00:00Z' })
    const list = (input: object) => ecr.send(new DescribeImagesCommand({ repositoryName: repository, ...input }))
    expect((await list({ imageIds: [{ imageTag: '1.4.2' }] })).imageDetails).toMatchObject([
      { imageDigest: digest, imageTags: ['1.4.2'], imageManifestMediaType: OCI_MANIFEST, imageScanStatus: { status: 'COMPLETE' } },
    ])
    const first = await list({ maxResults: 1 })
    const second = await list({ maxResults: 1, nextToken: first.nextToken })
    expect(second.imageDetails?.[0]).toMatchObject({
      imagePushedAt: new Date('2026-11-01T00:00:00Z'),
      imageScanFindingsSummary: { imageScanCompletedAt: new Date('2026-11-02T00:00:00Z') },
    })
    expect(second).not.toHaveProperty('nextToken')
    expect((await list({ filter: { tagStatus: 'UNTAGGED' } })).imageDetails).toHaveLength(1)
    await expect(list({ imageIds: [{ imageTag: '9' }] })).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message:
        "The image with imageId {imageDigest:'null', imageTag:'9'} does not exist within the repository with name 'payments/api' in the registry with id '111122223333'",
    })
    expect(aws.violations).toEqual([])
  })

  test('PutImage tags, and refuses to tag', async () => {
    const aws = await startAws()
    const ecr = ecrClient(aws)
    aws.ecr.addRepository({ repository, immutable: true })
    const [one, two] = [makeManifest(1), makeManifest(2)].map(manifest => JSON.stringify(manifest))
    const { digest } = aws.ecr.addImage({ repository, manifest: one ?? '', scan: [{ status: 'PENDING' }] })
    const put = (imageManifest: string | undefined, input: object) =>
      ecr.send(new PutImageCommand({ repositoryName: repository, imageManifest, ...input }))
    expect((await put(one, { imageTag: 'prod', imageDigest: digest })).image?.imageId).toEqual({ imageDigest: digest, imageTag: 'prod' })
    expect((await read(ecr, { imageId: { imageTag: 'prod' } })).imageScanStatus?.status).toBe('PENDING')
    await expect(put(one, { imageTag: 'prod' })).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' })
    await expect(put(two, { imageTag: 'prod' })).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
    await expect(put(two, { imageDigest: digest })).rejects.toMatchObject({ name: 'ImageDigestDoesNotMatchException' })
    expect(aws.violations).toEqual([])
  })

  test('StartImageScan replaces the scan once a day, for basic scans of single images only', async () => {
    const aws = await startAws()
    const ecr = ecrClient(aws)
    aws.ecr.addImage({ repository, tags: ['1'], manifest: makeManifest(1), scanAfterStart: [{ status: 'COMPLETE', findings: [] }] })
    aws.ecr.addImage({ repository, tags: ['all'], manifest: makeIndex([]) })
    const start = (imageTag: string) => ecr.send(new StartImageScanCommand({ repositoryName: repository, imageId: { imageTag } }))
    await expect(read(ecr, { imageId: { imageTag: '1' } })).rejects.toMatchObject({ name: 'ScanNotFoundException' })
    expect((await start('1')).imageScanStatus?.status).toBe('IN_PROGRESS')
    expect((await read(ecr, { imageId: { imageTag: '1' } })).imageScanStatus?.status).toBe('COMPLETE')
    await expect(start('1')).rejects.toMatchObject({ name: 'LimitExceededException' })
    await expect(start('all')).rejects.toMatchObject({ name: 'UnsupportedImageTypeException' })
    aws.ecr.setScanning({ scanType: 'ENHANCED' })
    await expect(start('1')).rejects.toMatchObject({ name: 'ValidationException', message: 'This feature is disabled' })
  })

  test('how registries and repositories are scanned', async () => {
    const aws = await startAws()
    const ecr = ecrClient(aws)
    const rules = [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'pay*', filterType: 'WILDCARD' }] }] as const
    aws.ecr.addRepository({ repository })
    aws.ecr.addRepository({ repository: 'other', scanOnPush: true })
    expect((await ecr.send(new GetRegistryScanningConfigurationCommand({}))).scanningConfiguration).toEqual({
      scanType: 'BASIC',
      rules: [],
    })
    aws.ecr.setScanning({ scanType: 'ENHANCED', rules })
    expect((await ecr.send(new GetRegistryScanningConfigurationCommand({}))).scanningConfiguration).toEqual({ scanType: 'ENHANCED', rules })
    const { scanningConfigurations, failures } = await ecr.send(
      new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repository, 'other', 'none'] }),
    )
    expect(scanningConfigurations?.map(({ scanFrequency }) => scanFrequency)).toEqual(['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'])
    expect(failures).toMatchObject([{ repositoryName: 'none', failureCode: 'REPOSITORY_NOT_FOUND' }])
    expect(aws.violations).toEqual([])
  })
})
