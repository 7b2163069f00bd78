// What a call asks ECR, and what becomes of a denial (the action to allow, and on what), of an error that is an answer, and of a stop.

import { describe, expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { type Answered, type Ecr, openEcr } from '../../src/ecr/calls.ts'
import { captureFault, Fault } from '../../src/fault.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const PUT = {
  imageManifest: '{}',
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  imageDigest: DIGEST,
  imageTag: '1',
}
const REPOSITORY = 'repository "api"'
const REGISTRY = 'registry 111122223333'

const OF = { registryId: '111122223333', repositoryName: 'api' }
const MANIFEST = JSON.stringify(makeManifest('a'))
const MANIFEST_DIGEST = `sha256:${sha256(MANIFEST)}`

async function open(signal?: AbortSignal): Promise<{ readonly aws: Aws; readonly ecr: Ecr }> {
  const aws = await startAws()
  const uri = parseImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1', { registryId: undefined, region: undefined })
  if ('message' in uri) throw new Error(uri.message)
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  const stop = signal === undefined ? {} : { signal }
  return { aws, ecr: await openEcr(connect({ attempts: 1, endpoint: aws.endpoint, credentials, ...stop }), uri) }
}

test.each<[operation: string, on: string, asked: object, call: (ecr: Ecr) => Promise<unknown>]>([
  [
    'DescribeImageScanFindings',
    REPOSITORY,
    { ...OF, imageId: { imageDigest: DIGEST }, maxResults: 1000 },
    ecr => ecr.describeImageScanFindings(DIGEST),
  ],
  [
    'DescribeImageScanFindings',
    REPOSITORY,
    { ...OF, imageId: { imageDigest: DIGEST }, maxResults: 1000, nextToken: 'two' },
    ecr => ecr.describeImageScanFindings(DIGEST, 'two'),
  ],
  [
    'BatchGetImage',
    REPOSITORY,
    { ...OF, imageIds: [{ imageTag: '1' }], acceptedMediaTypes: [PUT.imageManifestMediaType] },
    ecr => ecr.batchGetImage([{ imageTag: '1' }], [PUT.imageManifestMediaType]),
  ],
  ['DescribeImages', REPOSITORY, { ...OF, imageIds: [{ imageDigest: DIGEST }] }, ecr => ecr.describeImage(DIGEST)],
  [
    'DescribeImages',
    REPOSITORY,
    { ...OF, imageIds: [{ imageTag: '1' }], filter: { imageStatus: 'ANY' } },
    ecr => ecr.describeStoredImage({ imageTag: '1' }),
  ],
  ['DescribeImages', REPOSITORY, { ...OF, maxResults: 100 }, ecr => ecr.describeImages()],
  ['StartImageScan', REPOSITORY, { ...OF, imageId: { imageDigest: DIGEST } }, ecr => ecr.startImageScan(DIGEST)],
  ['GetRegistryScanningConfiguration', REGISTRY, {}, ecr => ecr.getRegistryScanningConfiguration()],
  [
    'BatchGetRepositoryScanningConfiguration',
    REPOSITORY,
    { repositoryNames: ['api'] },
    ecr => ecr.batchGetRepositoryScanningConfiguration(),
  ],
  ['DescribeRepositories', REPOSITORY, { registryId: OF.registryId, repositoryNames: ['api'] }, ecr => ecr.describeRepository()],
  ['PutImage', REPOSITORY, { ...OF, ...PUT }, ecr => ecr.putImage(PUT)],
  ['BatchDeleteImage', REPOSITORY, { ...OF, imageIds: [{ imageTag: '1' }] }, ecr => ecr.deleteTag('1')],
  ['GetAuthorizationToken', REGISTRY, {}, ecr => ecr.getAuthorizationToken()],
])('%s on %s, asked with %o', async (operation, on, asked, call) => {
  const { aws, ecr } = await open()
  aws.fail(operation, 'denied')
  const fault = await captureFault(() => call(ecr))
  if (!(fault instanceof Fault)) throw new Error('it was not denied')
  expect(aws.requests.map(({ input }) => input)).toEqual([asked])
  expect(fault.diagnostic.message).toBe(`AccessDenied for ecr:${operation} on ${on}`)
  const arn = on === REGISTRY ? '*' : 'arn:aws:ecr:eu-west-1:111122223333:repository/api'
  const also =
    operation === 'DescribeImageScanFindings' ? ' (and, for enhanced scanning, inspector2:ListCoverage and inspector2:ListFindings)' : ''
  expect(fault.diagnostic.help).toContain(`allow ecr:${operation}${also} on ${arn}`)
})

// The errors that these calls may end with and that decide what is said, or done next.
test.each<[operation: string, call: (ecr: Ecr) => Promise<Answered>, errors: readonly string[]]>([
  ['DescribeImageScanFindings', ecr => ecr.describeImageScanFindings(DIGEST), ['ScanNotFoundException', 'ImageNotFoundException']],
  ['DescribeImages', ecr => ecr.describeImage(DIGEST), ['ImageNotFoundException']],
  ['DescribeImages', ecr => ecr.describeStoredImage({ imageDigest: DIGEST }), ['ImageNotFoundException']],
  [
    'StartImageScan',
    ecr => ecr.startImageScan(DIGEST),
    ['LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException', 'ImageNotFoundException', 'ImageArchivedException'],
  ],
  [
    'PutImage',
    ecr => ecr.putImage(PUT),
    [
      'ImageAlreadyExistsException',
      'ImageTagAlreadyExistsException',
      'ImageDigestDoesNotMatchException',
      'LayersNotFoundException',
      'ReferencedImagesNotFoundException',
    ],
  ],
])('%s gives an error that is an answer by its name, and no other', async (operation, call, errors) => {
  const { aws, ecr } = await open()
  for (const name of errors) aws.fail(operation, { name, message: `about ${name}` }, { times: 1, after: errors.indexOf(name) })
  for (const error of errors) expect(await captureFault(() => call(ecr))).toEqual({ error, message: `about ${error}` })
  aws.fail(operation, { name: 'RepositoryNotFoundException', message: 'gone' })
  expect(await captureFault(() => call(ecr))).toBeInstanceOf(Fault)
})

test.each(['[]', 'null', '"a text"', '1'])('an answer of DescribeImageScanFindings that is %s is none', async text => {
  const { aws, ecr } = await open()
  aws.fail('DescribeImageScanFindings', { text })
  const fault = await captureFault(() => ecr.describeImageScanFindings(DIGEST))
  expect(fault).toMatchObject({ code: 'aws-answer', message: 'the answer of DescribeImageScanFindings is not a JSON object' })
})

describe('a run that is stopped while a request is on its way', () => {
  test.each<[operation: string, call: (ecr: Ecr) => Promise<Answered>, answer: object]>([
    [
      'PutImage',
      ecr => ecr.putImage({ ...PUT, imageManifest: MANIFEST, imageDigest: MANIFEST_DIGEST, imageTag: '2' }),
      { image: { imageId: { imageDigest: MANIFEST_DIGEST, imageTag: '2' } } },
    ],
    [
      'BatchDeleteImage',
      async ecr => ({ answer: await ecr.deleteTag('1') }),
      { imageIds: [{ imageDigest: MANIFEST_DIGEST, imageTag: '1' }] },
    ],
  ])('still hears whether it was done: %s', async (operation, call, answer) => {
    const controller = new AbortController()
    const { aws, ecr } = await open(controller.signal)
    aws.ecr.addImage({ repository: 'api', tags: ['1', '3'], manifest: MANIFEST })
    aws.meanwhile(operation, 'before', () => controller.abort(new Fault('stopped', { message: 'SIGINT stopped the run' })))
    expect(await captureFault(() => call(ecr))).toMatchObject({ answer })
  })

  test('does not wait for what it only reads', async () => {
    const controller = new AbortController()
    const { aws, ecr } = await open(controller.signal)
    aws.fail('BatchGetImage', 'hang')
    aws.meanwhile('BatchGetImage', 'before', () => controller.abort(new Fault('stopped', { message: 'SIGINT stopped the run' })))
    expect(await captureFault(() => ecr.batchGetImage([{ imageTag: '1' }], [PUT.imageManifestMediaType]))).toMatchObject({
      code: 'stopped',
    })
  })
})
