// What a call to ECR says when it is denied: the action to allow, and on what.

import { expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { type Answered, type Ecr, openEcr } from '../../src/ecr/calls.ts'
import { Fault, settle } from '../../src/fault.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import { startAws } from '../aws/server.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const PUT = {
  imageManifest: '{}',
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
  imageDigest: DIGEST,
  imageTag: '1',
}
const REPOSITORY = 'repository "api"'
const REGISTRY = 'registry 111122223333'

async function open(): Promise<{ readonly aws: Awaited<ReturnType<typeof startAws>>; readonly ecr: Ecr }> {
  const aws = await startAws()
  const uri = parseImageUri('111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1', { registryId: undefined, region: undefined })
  if ('message' in uri) throw new Error(uri.message)
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  return { aws, ecr: await openEcr(connect({ attempts: 1, endpoint: aws.endpoint, credentials }), uri) }
}

test.each<[operation: string, on: string, call: (ecr: Ecr) => Promise<Answered>]>([
  ['DescribeImageScanFindings', REPOSITORY, ecr => ecr.describeImageScanFindings(DIGEST)],
  ['BatchGetImage', REPOSITORY, ecr => ecr.batchGetImage([{ imageTag: '1' }], [PUT.imageManifestMediaType])],
  ['DescribeImages', REPOSITORY, ecr => ecr.describeImage(DIGEST)],
  ['DescribeImages', REPOSITORY, ecr => ecr.describeStoredImage({ imageTag: '1' })],
  ['DescribeImages', REPOSITORY, ecr => ecr.describeImages()],
  ['StartImageScan', REPOSITORY, ecr => ecr.startImageScan(DIGEST)],
  ['GetRegistryScanningConfiguration', REGISTRY, ecr => ecr.getRegistryScanningConfiguration()],
  ['BatchGetRepositoryScanningConfiguration', REPOSITORY, ecr => ecr.batchGetRepositoryScanningConfiguration()],
  ['DescribeRepositories', REPOSITORY, ecr => ecr.describeRepository()],
  ['PutImage', REPOSITORY, ecr => ecr.putImage(PUT)],
  ['BatchDeleteImage', REPOSITORY, ecr => ecr.deleteTag('1')],
  ['GetAuthorizationToken', REGISTRY, ecr => ecr.getAuthorizationToken()],
])('%s on %s', async (operation, on, call) => {
  const { aws, ecr } = await open()
  aws.fail(operation, 'denied')
  const fault = await settle(() => call(ecr))
  if (!(fault instanceof Fault)) throw new Error('it was not denied')
  expect(fault.diagnostic.message).toBe(`AccessDenied for ecr:${operation} on ${on}`)
  const arn = on === REGISTRY ? '*' : 'arn:aws:ecr:eu-west-1:111122223333:repository/api'
  const also =
    operation === 'DescribeImageScanFindings' ? ' (and, for enhanced scanning, inspector2:ListCoverage and inspector2:ListFindings)' : ''
  expect(fault.diagnostic.help).toContain(`allow ecr:${operation}${also} on ${arn}`)
})
