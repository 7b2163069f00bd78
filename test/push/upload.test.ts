// A run that pushes what is already there: ECR refuses it, and the run goes on with the image that the tag names, or says why not.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'
import { type Step, writeStandIn } from './standin.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/api:1'
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const BAD: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ CRITICAL: 1 }) }]
const SAID = "tag invalid: The image tag '1' already exists in the 'api' repository and cannot be overwritten because the tag is immutable."
const REFUSED: Step = { when: '^copy', exit: 1, err: `time="2026-11-23T12:00:00Z" level=fatal msg="writing manifest: ${SAID}"\n` }

/** Pushes a source of which skopeo knows this content to a repository that does not move tags. */
async function push(aws: Aws, source: string, content: string, words: readonly string[] = []) {
  const folder = makeFolder()
  writeStandIn(folder, 'skopeo', [REFUSED, { when: '^inspect', out: content }])
  const env = { PATH: folder, TMPDIR: folder }
  const { report, told } = await playCheck(aws, ['--push', source, '--image', IMAGE, '--audit-source', 'none', ...words], { env })
  return { report, told: told.join('\n') }
}

async function startWith(name: string, scan: readonly ScanStep[]): Promise<{ readonly aws: Aws; readonly digest: string }> {
  const aws = await startAws()
  aws.ecr.addRepository({ repository: 'api', immutable: true })
  return { aws, ...aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest(name), scan }) }
}

const manifestOf = (name: string): string => JSON.stringify(makeManifest(name))

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

test('two different tokens for the registry are none', async () => {
  const { aws } = await startWith('built', CLEAN)
  const token = (password: string) => ({
    authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
    proxyEndpoint: 'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com',
  })
  aws.fail('GetAuthorizationToken', { json: { authorizationData: [token('one'), token('two')] } })
  const { report } = await push(aws, 'oci:build/image', manifestOf('built'))
  expect([report.verdict, report.reasons.join()]).toEqual(['undecided', expect.stringContaining('ECR gave two answers about the token')])
})
