// One run from push to promotion as a process, with a stand-in for skopeo; and the same run killed at each of its steps.

import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest } from '../aws/images.ts'
import { pushLater } from '../aws/push.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, ROOT, runBundle } from './command.ts'
import { readOutputs, toEnv } from './runner.ts'

const REPOSITORY = 'payments/api'
const IMAGE = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${REPOSITORY}:commit-1`
const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]

// It says which digest it pushed, or goes on for ever.
const SKOPEO = `#!/bin/sh
here=$(dirname "$0")
case "$*" in *--version*) echo "skopeo version 1.9.3"; exit 0;; esac
printf '%s\\n' "$@" > "$here/words"
env > "$here/environment"
while [ $# -gt 0 ]; do case "$1" in --digestfile) digestfile=$2;; --authfile) cp "$2" "$here/auth"; ls -l "$2" > "$here/mode";; esac; shift; done
touch "$here/started"
[ -e "$here/wait" ] && sleep 60
cp "$here/digest" "$digestfile"
`

interface Scene {
  readonly aws: Aws
  readonly tools: string
  readonly temporary: string
  readonly digest: string
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly tag: (name: string) => string | undefined
}

async function setScene(scan: readonly ScanStep[]): Promise<Scene> {
  const aws = await startAws()
  aws.ecr.addImage({ repository: REPOSITORY, tags: ['production'], manifest: makeManifest('old') })
  const digest = pushLater(aws, { repository: REPOSITORY, tags: ['commit-1'], manifest: makeManifest('new'), scan })
  const tools = makeFolder({ skopeo: SKOPEO, digest })
  chmodSync(join(tools, 'skopeo'), 0o755)
  const temporary = makeFolder()
  const words = [
    'check',
    '--push',
    'oci:build/image',
    '--image',
    IMAGE,
    '--audit-source',
    'none',
    '--promote-tags',
    'production',
    '--format',
    'json',
  ]
  const env = { ...aws.env, PATH: `${tools}:${process.env['PATH']}`, RUNNER_TEMP: temporary }
  return { aws, tools, temporary, digest, words, env, tag: name => aws.ecr.tagsIn(REPOSITORY).get(name) }
}

async function run(scan: readonly ScanStep[], ...more: readonly string[]) {
  const scene = await setScene(scan)
  const { code, out, err } = await runBundle('cli.cjs', [...scene.words, ...more], { env: scene.env })
  return { ...scene, code, err, report: JSON.parse(out) as Report }
}

describe('push, gate, promote', () => {
  test('an image that passed is called production', async () => {
    const { code, report, digest, tag, tools, temporary, err } = await run(CLEAN)
    expect({ code, err: err.replace(/^.*NodeVersionSupportWarning[\s\S]*$/, '') }).toMatchObject({ code: 0 })
    expect(report.push).toEqual({ source: 'oci:build/image', image: IMAGE, digest, attempts: 1, tool: 'skopeo' })
    expect(report.images).toMatchObject([{ digest }])
    expect(tag('production')).toBe(digest)
    expect(readdirSync(temporary)).toEqual([])
    // The token is where skopeo reads it, for nobody else, and nowhere else.
    const { auths } = JSON.parse(readFileSync(join(tools, 'auth'), 'utf8')) as { auths: Record<string, { auth: string }> }
    const [auth] = Object.values(auths)
    expect(Buffer.from(auth?.auth ?? '', 'base64').toString()).toMatch(/^AWS:token-/)
    expect(readFileSync(join(tools, 'mode'), 'utf8')).toMatch(/^-rw-------/)
    for (const text of [
      readFileSync(join(tools, 'words'), 'utf8'),
      readFileSync(join(tools, 'environment'), 'utf8'),
      err,
      JSON.stringify(report),
    ]) {
      expect(text).not.toContain('token-')
      expect(text).not.toContain(auth?.auth)
      expect(text).not.toContain('AWS_SECRET')
    }
  })

  test('the verdict is written as a predicate about the digest that was pushed, and the gate itself can read it', async () => {
    const file = join(makeFolder(), 'predicate.json')
    const { code, digest, report } = await run(CLEAN, '--predicate-file', file)
    expect(code).toBe(0)
    const name = IMAGE.replace(/:commit-1$/, '')
    const predicate = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
    expect(predicate).toMatchObject({
      verificationResult: 'PASSED',
      resourceUri: `oci://${name}@${digest}`,
      policy: { digest: { sha256: report.policyDigest } },
    })
    const verify = (image: string) => ecrGate(['verify', image, '--predicate', file, '--unsigned']).code
    expect([verify(`${name}@${digest}`), verify(`${name}@sha256:${'0'.repeat(64)}`)]).toEqual([0, 1])
    expect(ecrGate(['verify', `${name}@${digest}`, '--predicate', file]).code).toBe(2)
  })

  test('an image of another account is pushed to its own registry, not to that of the token', async () => {
    const scene = await setScene(CLEAN)
    const other = IMAGE.replace('111122223333', '444455556666')
    scene.aws.ecr.addRepository({ repository: REPOSITORY, registryId: '444455556666' })
    pushLater(scene.aws, {
      repository: REPOSITORY,
      registryId: '444455556666',
      tags: ['commit-1'],
      manifest: makeManifest('new'),
      scan: CLEAN,
    })
    const words = scene.words.map(word => (word === IMAGE ? other : word))
    const { code } = await runBundle('cli.cjs', words, { env: scene.env })
    expect(code).toBe(0)
    expect(readFileSync(join(scene.tools, 'words'), 'utf8').split('\n')).toContain(`docker://${other}`)
  })

  test.each(['--predicate-file', '--json-file', '--output'])('where the file of %s cannot be written, nothing is begun', async option => {
    const scene = await setScene(CLEAN)
    const words = [...scene.words, option, join(makeFolder(), 'missing/file.json')]
    const { code, out, err } = await runBundle('cli.cjs', words, { env: scene.env })
    expect({ code, out, requests: scene.aws.requests }).toEqual({ code: 2, out: '', requests: [] })
    expect(err).toContain('missing/file.json')
    expect(existsSync(join(scene.tools, 'started'))).toBe(false)
  })

  test('one that failed is not, and loses the tag it was pushed under', async () => {
    const { code, report, digest, tag } = await run(HIGH, '--on-fail', 'quarantine-tag:quarantine')
    expect(code).toBe(1)
    expect([tag('production') === digest, tag('quarantine'), tag('commit-1')]).toEqual([false, digest, undefined])
    expect(report.release?.notes.join()).toContain('not promoted to production: the verdict is fail')
  })

  test('one that failed and that this run brought is deleted where on-fail is untag', async () => {
    const { code, aws, digest } = await run(HIGH, '--on-fail', 'untag')
    expect(code).toBe(1)
    expect(aws.ecr.digestsIn(REPOSITORY)).not.toContain(digest)
  })

  test('one whose age cannot be read was pushed all the same, and is not deleted', async () => {
    const scene = await setScene(HIGH)
    scene.aws.fail('DescribeImages', 'denied')
    const { code, out, err } = await runBundle('cli.cjs', [...scene.words, '--on-fail', 'untag'], { env: scene.env })
    const report = JSON.parse(out) as Report
    expect([code, report.verdict, report.push?.digest]).toEqual([1, 'fail', scene.digest])
    expect(scene.aws.ecr.digestsIn(REPOSITORY)).toContain(scene.digest)
    expect(err).toContain('ecr:DescribeImages')
  })

  test('what ECR does not delete is told, beside the verdict', async () => {
    const scene = await setScene(HIGH)
    const part = { digest: scene.digest, mediaType: 'application/vnd.oci.image.manifest.v1+json', size: 1 }
    scene.aws.ecr.addImage({ repository: REPOSITORY, tags: ['all'], manifest: makeIndex([part]) })
    const { code, out } = await runBundle('cli.cjs', [...scene.words, '--on-fail', 'untag'], { env: scene.env })
    const report = JSON.parse(out) as Report
    expect([code, scene.tag('commit-1')]).toEqual([1, scene.digest])
    expect(report.release?.problems).toEqual([
      `${IMAGE}: on-fail could not be carried out: ECR answered ImageReferencedByManifestList for the tag "commit-1"`,
    ])
  })

  test('one that was there before is not, whatever pushed it again', async () => {
    const scene = await setScene(HIGH)
    scene.aws.ecr.addImage({ repository: REPOSITORY, tags: [], manifest: makeManifest('new'), scan: HIGH })
    const { code, out } = await runBundle('cli.cjs', [...scene.words, '--on-fail', 'untag'], { env: scene.env })
    const report = JSON.parse(out) as Report
    expect([code, scene.tag('commit-1')]).toEqual([1, scene.digest])
    expect(report.release?.notes.join()).toContain('is the last tag of its image')
  })

  test('one that is undecided is kept, because a later run may decide', async () => {
    const { code, digest, tag } = await run([], '--on-fail', 'untag', '--scan-grace', '1s')
    expect([code, tag('commit-1')]).toEqual([2, digest])
  })

  test('a push that is not what ECR has under the tag is undecided', async () => {
    const scene = await setScene(CLEAN)
    writeFileSync(join(scene.tools, 'digest'), `sha256:${'a'.repeat(64)}`)
    const { code, out } = await runBundle('cli.cjs', scene.words, { env: scene.env })
    const report = JSON.parse(out) as Report
    expect([code, report.verdict, scene.tag('production') === scene.digest]).toEqual([2, 'undecided', false])
    expect(report.coverage[0]?.message).toContain('not pushed')
  }, 30_000)

  test('a push that failed is an error, also where on-undecided lets the job go on', async () => {
    const scene = await setScene(CLEAN)
    writeFileSync(join(scene.tools, 'skopeo'), '#!/bin/sh\necho "open build/image: no such file or directory" >&2\nexit 1\n')
    const words = [...scene.words, '--on-undecided', 'warn', '--on-fail', 'untag']
    const { code, out } = await runBundle('cli.cjs', words, { env: scene.env })
    const report = JSON.parse(out) as Report
    expect([code, report.verdict, report.push]).toEqual([2, 'undecided', null])
    expect(report.release?.problems.join()).toMatch(/commit-1 was not pushed, so promote-tags and on-fail were not done$/)
    expect(report.reasons.join('\n')).toMatch(/^oci:build\/image was not pushed to [^ ]*commit-1: .*no such file/m)
  })

  test('wrong rules push nothing', async () => {
    const scene = await setScene(CLEAN)
    const folder = makeFolder({ 'bad.yml': 'name: x' })
    const { code } = await runBundle('cli.cjs', [...scene.words, '--rules', folder], { env: scene.env })
    expect(code).toBe(2)
    expect(existsSync(join(scene.tools, 'started'))).toBe(false)
    expect(scene.aws.requests).toEqual([])
  })
})

describe('as an Action', () => {
  async function act(scene: Scene, inputs: Readonly<Record<string, string>>) {
    const output = join(makeFolder({ output: '' }), 'output')
    const given = { push: 'oci:build/image', image: IMAGE, 'audit-source': 'none', 'promote-tags': 'staging production', ...inputs }
    const env = toEnv(given)
    const outcome = await runBundle('action.cjs', [], { env: { ...scene.env, ...env, GITHUB_OUTPUT: output } })
    const outputs = readOutputs(output)
    const read = (name: string) => outputs[name]
    return { ...outcome, read }
  }

  test('its outputs name the image by digest, the tags, and the predicate', async () => {
    const scene = await setScene(CLEAN)
    const predicate = join(makeFolder(), 'predicate.json')
    const { code, read } = await act(scene, { 'predicate-file': predicate })
    expect(code).toBe(0)
    expect([read('verdict'), read('digest'), read('image'), read('promoted-tags'), read('predicate')]).toEqual([
      'pass',
      scene.digest,
      `${IMAGE.replace(/:commit-1$/, '')}@${scene.digest}`,
      'staging\nproduction',
      predicate,
    ])
  })

  test('tags that are not set are an error, whatever the verdict', async () => {
    const scene = await setScene(CLEAN)
    scene.aws.fail('PutImage', { name: 'ImageTagAlreadyExistsException', message: 'there' })
    const { code, out, read } = await act(scene, {})
    expect([code, read('verdict'), read('promoted-tags')]).toEqual([2, 'undecided', ''])
    expect(out).toMatch(
      /^::error title=ECR Gate::undecided: do not deploy, something that was asked for was not done%0A- payments\/api: the tag "staging" is not set/m,
    )
  })
})

const LATE = { delay: 20_000 }
const asksFor = (tag: string) => (request: { readonly input: Readonly<Record<string, unknown>> }) =>
  JSON.stringify(request.input).includes(`"${tag}"`)

/** Where the run is when it is killed: what keeps it there, and how one sees that it has come there. */
const STEPS: readonly (readonly [string, (scene: Scene) => () => boolean])[] = [
  [
    'while it asks for a token',
    ({ aws }) => {
      aws.fail('GetAuthorizationToken', LATE)
      return () => aws.requests.some(({ operation }) => operation === 'GetAuthorizationToken')
    },
  ],
  [
    'while it pushes',
    ({ tools }) => {
      writeFileSync(join(tools, 'wait'), '')
      return () => existsSync(join(tools, 'started'))
    },
  ],
  [
    'while it reads the tag back',
    ({ aws }) => {
      // Its first look is the one before the push.
      aws.fail('BatchGetImage', LATE, { where: asksFor('commit-1'), after: 1 })
      return () => aws.requests.filter(({ operation }) => operation === 'BatchGetImage').length > 1
    },
  ],
  [
    'while the scan goes on',
    ({ aws }) =>
      () =>
        aws.requests.some(({ operation }) => operation === 'DescribeImageScanFindings'),
  ],
  [
    'while it looks at the release tags',
    ({ aws }) => {
      aws.fail('BatchGetImage', LATE, { where: asksFor('production') })
      return () => aws.requests.some(request => request.operation === 'BatchGetImage' && asksFor('production')(request))
    },
  ],
]

describe.each(['SIGTERM', 'SIGINT'] as const)('killed by %s', signal => {
  test.each(STEPS)(
    '%s',
    async (step, keep) => {
      const scene = await setScene(step === 'while the scan goes on' ? [{ status: 'IN_PROGRESS' }] : CLEAN)
      const before = scene.tag('production')
      const isThere = keep(scene)
      const child = spawn(process.execPath, [join(ROOT, 'dist/cli.cjs'), ...scene.words], { env: scene.env, stdio: 'ignore' })
      const ended = new Promise<NodeJS.Signals | number | null>(resolve => child.once('exit', (code, by) => resolve(by ?? code)))
      await expect.poll(isThere, { timeout: 15_000, interval: 20 }).toBe(true)
      child.kill(signal)
      expect(await ended).toBe(signal)
      expect(readdirSync(scene.temporary)).toEqual([])
      expect(scene.tag('production')).toBe(before)
      expect(scene.aws.requests.some(({ operation }) => operation === 'PutImage')).toBe(false)
      await scene.aws.close()
    },
    30_000,
  )
})
