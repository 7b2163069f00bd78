// Several manifests at once, of which ECR answers in an order of its own: each id has its own answer, or none.

import { expect, test } from 'vitest'
import { connect } from '../../src/aws/client.ts'
import { openEcr } from '../../src/ecr/calls.ts'
import { getImages } from '../../src/ecr/manifests.ts'
import { captureFault } from '../../src/fault.ts'
import { parseImageUri } from '../../src/image/uri.ts'
import { makeManifest } from '../aws/images.ts'
import { HOST } from '../aws/reading.ts'
import { startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'

const digestOf = (name: string): string => `sha256:${sha256(JSON.stringify(makeManifest(name)))}`

async function open() {
  const aws = await startAws()
  for (const name of ['a', 'b', 'c']) aws.ecr.addImage({ repository: 'api', tags: [name], manifest: makeManifest(name) })
  const uri = parseImageUri(`${HOST}/api:1`, { registryId: undefined, region: undefined })
  if ('message' in uri) throw new Error(uri.message)
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
  return { aws, ecr: await openEcr(connect({ attempts: 1, endpoint: aws.endpoint, credentials }), uri) }
}

const image = (imageTag: string, name: string): object => ({
  imageId: { imageDigest: digestOf(name), imageTag },
  imageManifest: JSON.stringify(makeManifest(name)),
})
const MISSING = { kind: 'failure', code: 'ImageNotFound', reason: 'Requested image not found' }

test('each tag has its image, or the reason why it has none', async () => {
  const { ecr } = await open()
  const given = await getImages(
    ecr,
    ['a', 'gone', 'c', 'b'].map(imageTag => ({ imageTag })),
  )
  expect(given).toMatchObject([{ digest: digestOf('a') }, MISSING, { digest: digestOf('c') }, { digest: digestOf('b') }])
})

test('each digest has its image, or the reason why it has none', async () => {
  const { ecr } = await open()
  const digests = [digestOf('b'), digestOf('gone'), digestOf('a')]
  const given = await getImages(
    ecr,
    digests.map(imageDigest => ({ imageDigest })),
  )
  expect(given).toMatchObject([{ digest: digests[0] }, MISSING, { digest: digests[2] }])
})

test('what ECR does not mention has no answer, and what nobody asked for answers nothing', async () => {
  const { aws, ecr } = await open()
  aws.fail('BatchGetImage', { json: { images: [image('other', 'c'), image('b', 'b'), { imageManifest: '{}' }], failures: [{}] } })
  expect(await getImages(ecr, [{ imageTag: 'a' }, { imageTag: 'b' }])).toMatchObject([{ kind: 'nothing' }, { digest: digestOf('b') }])
})

test('two answers for one of several are none, and the tag is named', async () => {
  const { aws, ecr } = await open()
  aws.fail('BatchGetImage', { json: { images: [image('a', 'a'), image('b', 'b'), image('b', 'c')], failures: [] } })
  expect(await captureFault(() => getImages(ecr, [{ imageTag: 'a' }, { imageTag: 'b' }]))).toMatchObject({
    code: 'aws-answer',
    message: `ECR gave two answers for the tag "b" (${digestOf('b')} and ${digestOf('c')}), so neither is believed`,
  })
})
