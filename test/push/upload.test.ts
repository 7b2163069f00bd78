// A run that pushes an image: with what token and where to, what ECR must say of it afterwards, and whether it was there before. If ECR
// refuses what is already there, the run goes on with the image that the tag names, or says why not.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { type Failure, sha256 } from '../aws/wire.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { readCalls, type Step, writeStandIn } from './standin.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1'
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const BAD: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ CRITICAL: 1 }) }]
const SAID = "tag invalid: The image tag '1' already exists in the 'api' repository and cannot be overwritten because the tag is immutable."
const REFUSED: Step = { when: '^copy', exit: 1, err: `time="2026-11-23T12:00:00Z" level=fatal msg="writing manifest: ${SAID}"\n` }

/** Pushes a source with a skopeo that does these steps. */
async function play(
  aws: Aws,
  source: string,
  steps: readonly Step[],
  words: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
) {
  const folder = makeFolder()
  writeStandIn(folder, 'skopeo', steps)
  const env = { PATH: folder, TMPDIR: folder, ...more }
  const { report, told, sleeps } = await playCheck(aws, ['--push', source, '--image', IMAGE, '--audit-source', 'none', ...words], { env })
  return { report, told: told.join('\n'), sleeps, calls: readCalls(folder, 'skopeo') }
}

/** Pushes a source of which skopeo knows this content to a repository that does not move tags. */
function push(aws: Aws, source: string, content: string, words: readonly string[] = []) {
  return play(aws, source, [REFUSED, { when: '^inspect', out: content }], words)
}

interface New {
  /** When ECR says that the image was pushed; the run begins at 12:00:00. */
  readonly pushedAt?: string
  readonly scan?: readonly ScanStep[]
  readonly words?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** Pushes an image that appears in ECR while it is pushed. */
async function pushNew(aws: Aws, { pushedAt = '2026-11-23T12:00:00Z', scan = CLEAN, words = [], env = {} }: New = {}) {
  const manifest = makeManifest('built')
  const digest = digestOf('built')
  let isThere = false
  // The run reads the tag before it pushes.
  aws.meanwhile('BatchGetImage', 'after', () => {
    if (!isThere) aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest, scan, pushedAt })
    isThere = true
  })
  return { digest, ...(await play(aws, 'oci:build/image', [{ digest }], words, env)) }
}

async function startEmpty(): Promise<Aws> {
  const aws = await startAws()
  aws.ecr.addRepository({ repository: 'api' })
  return aws
}

async function startWith(name: string, scan: readonly ScanStep[]): Promise<{ readonly aws: Aws; readonly digest: string }> {
  const aws = await startAws()
  aws.ecr.addRepository({ repository: 'api', immutable: true })
  return { aws, ...aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest(name), scan }) }
}

const manifestOf = (name: string): string => JSON.stringify(makeManifest(name))
const digestOf = (name: string): string => `sha256:${sha256(manifestOf(name))}`

describe('an image that an immutable repository already has under the tag', () => {
  test('is judged, and the log says that it was there', async () => {
    const { aws, digest } = await startWith('built', CLEAN)
    const { report, told } = await push(aws, 'oci:build/image', manifestOf('built'), ['--promote-tags', 'production'])
    expect([report.verdict, report.push?.digest]).toEqual(['pass', digest])
    expect(told).toContain(`the tag already names this image, ${digest}`)
    expect(aws.ecr.tagsIn('api').get('production')).toBe(digest)
    expect(aws.violations).toEqual([])
  })

  test('is recognized by its configuration where the push makes its manifest', async () => {
    const { aws, digest } = await startWith('built', CLEAN)
    const { report } = await push(aws, 'docker-archive:api.tar:api:1', 'config built')
    expect([report.verdict, report.push?.digest]).toEqual(['pass', digest])
  })

  test('is not deleted if it fails, because this run did not push it', async () => {
    const { aws, digest } = await startWith('built', BAD)
    const { report } = await push(aws, 'oci:build/image', manifestOf('built'), ['--on-fail', 'untag'])
    expect([report.verdict, aws.ecr.digestsIn('api')]).toEqual(['fail', [digest]])
  })
})

test.each([
  ['another image', 'other', /; the tag names sha256:[0-9a-f]{64}, which is another image/],
  ['a manifest whose digest is not its own', 'corrupt', /which is another image/],
])('a tag that names %s is not the wanted state', async (_, name, why) => {
  const aws = await startAws()
  aws.ecr.addRepository({ repository: 'api', immutable: true })
  const [there, source] = name === 'corrupt' ? ['built', 'docker-archive:api.tar:api:1'] : [name, 'oci:build/image']
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest(there), scan: CLEAN, corrupt: name === 'corrupt' })
  const { report } = await push(aws, source, name === 'corrupt' ? 'config built' : manifestOf('built'))
  expect([report.verdict, report.push, report.reasons.join()]).toEqual(['undecided', null, expect.stringMatching(why)])
})

test.each<[string, Failure, string]>([
  ['ECR does not let it be read again', 'denied', ''],
  ['there is none by then', { json: { images: [], failures: [{ imageId: { imageTag: '1' }, failureCode: 'ImageNotFound' }] } }, ''],
  ['ECR names it without a digest', { json: { images: [{ imageId: { imageTag: '1' }, imageManifest: manifestOf('built') }] } }, ''],
  ['ECR gives no manifest', { json: { images: [{ imageId: { imageTag: '1', imageDigest: digestOf('other') } }] } }, 'another image'],
])('a tag of which %s does not stand for the image, and ECR said why it refuses it', async (_, failure, why) => {
  const { aws } = await startWith('built', CLEAN)
  aws.fail('BatchGetImage', failure, { after: 1 })
  const { report } = await push(aws, 'docker-archive:api.tar:api:1', 'config built')
  expect([report.verdict, report.push, report.reasons.join()]).toEqual(['undecided', null, expect.stringContaining(SAID)])
  expect(report.reasons.join()).toContain(why)
})

describe('an image that is pushed', () => {
  test('is judged by the digest that was pushed', async () => {
    const aws = await startEmpty()
    const { report, digest } = await pushNew(aws)
    expect(report.verdict).toBe('pass')
    expect(report.push).toEqual({ source: 'oci:build/image', image: IMAGE, digest, attempts: 1, tool: 'skopeo' })
    expect(aws.violations).toEqual([])
  })

  test('is not judged if the tag names another one', async () => {
    const aws = await startEmpty()
    const other = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('other'), scan: CLEAN }).digest
    const { report, sleeps, told } = await play(aws, 'oci:build/image', [{ digest: digestOf('built') }])
    const why = `${digestOf('built')} was pushed, but the tag now names ${other}`
    expect([report.verdict, report.push, report.reasons.join()]).toEqual(['undecided', null, expect.stringContaining(why)])
    expect(told).toContain('something else pushes to the same tag')
    expect(told).toContain('[aws-answer]')
    // ECR shows a new tag late, so it is asked again.
    expect(sleeps).toEqual([1, 2, 3, 4])
  })

  test('is not judged if ECR does not know the tag', async () => {
    const { report } = await play(await startEmpty(), 'oci:build/image', [{ digest: digestOf('built') }])
    const why = `${digestOf('built')} was pushed, but ECR does not know the tag`
    expect([report.verdict, report.reasons.join()]).toEqual(['undecided', expect.stringContaining(why)])
  })
})

describe('an image that fails is deleted with its last tag', () => {
  const FAILED: New = { scan: BAD, words: ['--on-fail', 'untag'] }

  test.each([
    ['just now', '2026-11-23T12:00:05Z'],
    ['just before this run, for the clocks may differ', '2026-11-23T11:59:01Z'],
    ['a minute before this run', '2026-11-23T11:59:00Z'],
  ])('if ECR got it %s', async (_, pushedAt) => {
    const aws = await startEmpty()
    const { report } = await pushNew(aws, { ...FAILED, pushedAt })
    expect([report.verdict, report.release?.problems, aws.ecr.digestsIn('api')]).toEqual(['fail', [], []])
    expect(report.release?.notes).toEqual([`${IMAGE}: the tag "1" was removed (on-fail)`])
  })

  test('if another image had the tag before', async () => {
    const aws = await startEmpty()
    const other = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('other') }).digest
    await pushNew(aws, FAILED)
    expect(aws.ecr.digestsIn('api')).toEqual([other])
  })

  test('but not if it could not be judged', async () => {
    const aws = await startEmpty()
    const { report, digest } = await pushNew(aws, { scan: [], words: ['--scan-grace', '1s', '--on-fail', 'untag'] })
    expect([report.verdict, aws.ecr.digestsIn('api')]).toEqual(['undecided', [digest]])
    expect(report.release?.notes.join()).toContain('is the last tag of its image')
  })

  test('and with a quarantine tag it only loses the tag under which it was pushed', async () => {
    const aws = await startEmpty()
    const { report, digest } = await pushNew(aws, { scan: BAD, words: ['--on-fail', 'quarantine-tag:quarantine'] })
    expect([...aws.ecr.tagsIn('api')]).toEqual([['quarantine', digest]])
    expect(report.release?.notes).toEqual([`${IMAGE}: tagged quarantine (on-fail)`, `${IMAGE}: the tag "1" was removed (on-fail)`])
  })

  test('nor if somebody has moved the quarantine tag by then', async () => {
    const aws = await startEmpty()
    const other = aws.ecr.addImage({ repository: 'api', tags: ['other'], manifest: makeManifest('other') }).digest
    aws.meanwhile(
      'DescribeImages',
      'before',
      () => aws.ecr.tagsIn('api').has('quarantine') && aws.ecr.tagsIn('api').set('quarantine', other),
    )
    const { report, digest } = await pushNew(aws, { scan: BAD, words: ['--on-fail', 'quarantine-tag:quarantine'] })
    expect(aws.ecr.tagsIn('api').get('1')).toBe(digest)
    expect(report.release?.notes.join()).toContain('is the last tag of its image')
  })

  test('but not if ECR had it earlier, since it may be running somewhere', async () => {
    const aws = await startEmpty()
    const { report, digest } = await pushNew(aws, { ...FAILED, pushedAt: '2026-11-23T11:58:59Z' })
    expect([report.verdict, aws.ecr.digestsIn('api')]).toEqual(['fail', [digest]])
    expect(report.release?.notes.join()).toContain('is the last tag of its image')
  })

  test('but not if the tag named it before, however new it is', async () => {
    const aws = await startEmpty()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('built'), scan: BAD, pushedAt: '2026-11-23T12:00:00Z' })
    const { digest } = await pushNew(aws, FAILED)
    expect(aws.ecr.digestsIn('api')).toEqual([digest])
  })

  test.each<[string, Failure]>([
    ['ECR does not tell', { json: { imageDetails: [{ imageDigest: digestOf('built'), imageTags: ['1'] }] } }],
    ['ECR tells to nobody', 'denied'],
  ])('but not if %s when it got it', async (_, failure) => {
    const aws = await startEmpty()
    aws.fail('DescribeImages', failure, { times: 1 })
    const { report, digest } = await pushNew(aws, FAILED)
    expect([report.verdict, aws.ecr.digestsIn('api')]).toEqual(['fail', [digest]])
  })
})

describe('the token for the registry', () => {
  const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
  const tokenOf = (text: string, proxyEndpoint = `https://${HOST}`) => ({
    authorizationToken: Buffer.from(text).toString('base64'),
    proxyEndpoint,
  })

  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_AuthorizationData.html
  test.each<[string, readonly unknown[]]>([
    ['there is no token', []],
    ['the token is empty', [{ proxyEndpoint: `https://${HOST}`, authorizationToken: '' }]],
    ['the token is a number', [{ proxyEndpoint: `https://${HOST}`, authorizationToken: 5 }]],
    ['the token has no password', [tokenOf('AWS')]],
    ['the token has no user', [tokenOf(':secret')]],
    ['the token is for no registry', [{ authorizationToken: tokenOf('AWS:secret').authorizationToken }]],
  ])('is missing if %s', async (_, authorizationData) => {
    const aws = await startEmpty()
    aws.fail('GetAuthorizationToken', { json: { authorizationData } })
    const { report, calls, told } = await pushNew(aws)
    expect([report.verdict, report.reasons.join()]).toEqual(['undecided', expect.stringContaining('ECR gave no token for its registry')])
    expect(told).toContain('[aws-answer]')
    expect(calls).toEqual([])
  })

  test('is none if there are two that differ', async () => {
    const aws = await startEmpty()
    aws.fail('GetAuthorizationToken', { json: { authorizationData: [tokenOf('AWS:one'), tokenOf('AWS:two')] } })
    const { report } = await pushNew(aws)
    expect([report.verdict, report.reasons.join()]).toEqual(['undecided', expect.stringContaining('ECR gave two answers about the token')])
  })

  test('is given to skopeo as ECR gave it', async () => {
    const aws = await startEmpty()
    aws.fail('GetAuthorizationToken', { json: { authorizationData: [tokenOf('A:se:cret')] } })
    const { calls } = await pushNew(aws)
    expect(JSON.parse(calls[0]?.auth?.text ?? '')).toEqual({ auths: { [HOST]: { auth: Buffer.from('A:se:cret').toString('base64') } } })
  })

  // The services stand at one address here, so the endpoint is set but where a row says otherwise.
  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['the endpoint of all services is set', 'https://localhost:5000', {}, 'localhost:5000'],
    [
      'that of ECR is set',
      'http://localhost:5000/',
      { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_ECR: 'http://localhost:4566' },
      'localhost:5000',
    ],
    ['no endpoint is set', 'https://localhost:5000', { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_ECR: '' }, HOST],
    ['the token is for a registry of AWS', 'https://444455556666.dkr.ecr.us-east-1.amazonaws.com', {}, HOST],
  ])('names the registry to push to, or the image does: %s', async (_, proxyEndpoint, env, registry) => {
    const aws = await startEmpty()
    aws.fail('GetAuthorizationToken', { json: { authorizationData: [tokenOf('AWS:secret', proxyEndpoint)] } })
    const { report, calls } = await pushNew(aws, { env })
    expect(calls.map(call => call.words.at(-1))).toEqual([`docker://${registry}/api:1`])
    expect([report.verdict, report.push?.image]).toEqual(['pass', `${registry}/api:1`])
  })
})
