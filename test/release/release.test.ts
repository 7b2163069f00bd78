// What is told of an image after its verdict, where only a part could be done.

import { expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import { releaseImages } from '../../src/release/release.ts'
import { makeManifest } from '../aws/images.ts'
import { startAws } from '../aws/server.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:commit-1'

test('a quarantine tag that was set is told, although the candidate tag may not be removed', async () => {
  const aws = await startAws()
  const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['commit-1'], manifest: makeManifest('a') })
  aws.fail('BatchDeleteImage', 'denied')
  const uri = parseImageUri(IMAGE, { registryId: undefined, region: undefined })
  if ('message' in uri) throw new Error(uri.message)
  const client = connect({ attempts: 1, endpoint: aws.endpoint, credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' } })
  const settings = { promoteTags: [], promoteOnWarn: false, onFail: { quarantineTag: 'quarantine' } }
  const clock = { milliseconds: () => 0, sleep: async () => undefined }
  const confirmed = { verdict: 'fail' as const, confirm: async () => 'fail' as const }
  const release = await releaseImages(() => client, confirmed, [{ uri, digest, pushed: true }], settings, clock)
  expect([...aws.ecr.tagsIn('api').keys()].sort()).toEqual(['commit-1', 'quarantine'])
  expect(release.notes).toEqual([`${IMAGE}: tagged quarantine (on-fail)`])
  expect(release.problems).toEqual([
    expect.stringContaining(`${IMAGE}: on-fail could not be carried out: AccessDenied for ecr:BatchDeleteImage`),
  ])
})
