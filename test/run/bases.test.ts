// Base images, as a run reads them from ECR: which findings come with them, what is told, and what the tag names by now.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report, ReportedImage } from '../../src/report/report.ts'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import type { Fields } from '../aws/wire.ts'
import { type Played, playCheck, START } from '../aws/world.ts'
import { layer } from '../gate/judging.ts'

const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'

/** A manifest whose layers are called by letters; `seed` tells apart those of equal layers. */
function manifestOf(layers: string, seed = layers): object {
  const made = makeManifest(seed)
  return { ...made, layers: [...layers].map(letter => ({ mediaType: made.layers[0]?.mediaType, digest: layer(letter), size: 1 })) }
}

/** One finding for each word: its severity, and the layer of its package. */
function findingsOf(words: readonly string[], first = 1): readonly Fields[] {
  return words.flatMap((word, i) => {
    const [severity = '', letter = ''] = word.split(' ')
    return makeEnhancedFindings({ [severity]: 1 }, { first: first + i }).map(finding => {
      const details = finding['packageVulnerabilityDetails'] as Fields
      const [pack] = details['vulnerablePackages'] as readonly Fields[]
      return {
        ...finding,
        packageVulnerabilityDetails: { ...details, vulnerablePackages: [{ ...pack, sourceLayerHash: layer(letter) }] },
      }
    })
  })
}

const scanOf = (words: readonly string[], first?: number) => [
  { status: 'ACTIVE', completedAt: '2026-11-23T06:00:00Z', enhancedFindings: findingsOf(words, first) },
]

interface Scene {
  readonly aws: Aws
  /** The base image as a setting names it. */
  readonly base: string
}

const addImage = (aws: Aws, layers: string, words: readonly string[], tag = '1') =>
  aws.ecr.addImage({ repository: 'api', tags: [tag], manifest: manifestOf(layers, `api ${layers} ${tag}`), scan: scanOf(words) })

const addBase = (aws: Aws, layers: string, words: readonly string[] = [], tags = ['1.2'], first = 1): string => {
  const { digest } = aws.ecr.addImage({ repository: 'payments/base', tags, manifest: manifestOf(layers), scan: scanOf(words, first) })
  return `${HOST}/payments/base:1.2@${digest}`
}

/** An image of the layers abc on a base image of ab, with these findings. */
async function start(words: readonly string[], layers = 'abc'): Promise<Scene> {
  const aws = await startAws()
  addImage(aws, layers, words)
  return { aws, base: addBase(aws, 'ab') }
}

const play = ({ aws, base }: Scene, ...words: readonly string[]): Promise<Played> =>
  playCheck(aws, ['--image', `${HOST}/api:1`, '--audit-source', 'none', '--packs', 'ecr', '--base-image', base, ...words])

const only = ({ images }: Report): ReportedImage => {
  const [image, ...others] = images
  if (image === undefined || others.length > 0) throw new Error(`there are ${images.length} images`)
  return image
}
const warnings = ({ diagnostics }: Report): readonly string[] =>
  diagnostics.filter(({ level }) => level === 'warning').map(({ message }) => message)
const WARN = ['--base-image-findings', 'warn']
const short = (base: string): string => base.replace(`${HOST}/`, '').slice(0, 'payments/base:1.2@sha256:'.length + 12)

describe('the findings of the base image', () => {
  test.each<[what: string, findings: readonly string[], words: readonly string[], kinds: readonly string[], verdict: string]>([
    ['count by default', ['HIGH a', 'LOW c'], [], ['counted', 'counted'], 'fail'],
    ['warn if they are to', ['HIGH a', 'LOW c'], WARN, ['base-image', 'counted'], 'warn'],
    ['do not keep an own finding from failing', ['HIGH a', 'HIGH c'], WARN, ['base-image', 'counted'], 'fail'],
    ['pass if they would not matter', ['LOW a'], WARN, ['base-image'], 'pass'],
    ['count if their layer is unknown', ['HIGH z', 'LOW a'], WARN, ['counted', 'base-image'], 'fail'],
    ['count if nobody has rated them', ['UNTRIAGED a'], [...WARN, '--untriaged', 'fail'], ['counted'], 'fail'],
    ['count if their time to fix has ended', ['HIGH a'], [...WARN, '--fix-within', 'high=7d'], ['counted'], 'fail'],
    ['are in time before it has', ['HIGH a'], [...WARN, '--fix-within', 'high=3650d'], ['in-time'], 'pass'],
  ])('%s', async (_, findings, words, kinds, verdict) => {
    const scene = await start(findings)
    const { report } = await play(scene, ...words)
    expect(warnings(report)).toEqual([])
    const image = only(report)
    expect(image.findings.map(({ decision }) => decision.kind)).toEqual(kinds)
    expect(image.findings.map(({ fromBase }) => fromBase)).toEqual(findings.map(word => 'ab'.includes(word.at(-1) ?? '')))
    expect(report.verdict).toBe(verdict)
    const [name = '', digest = ''] = scene.base.split('@')
    expect(image.baseImage).toEqual({ name, digest, layers: 2, newer: null })
    expect(image.notes).toEqual([])
    expect(scene.aws.violations).toEqual([])
  })

  test('are told by the reason', async () => {
    const { report } = await play(await start(['HIGH a', 'HIGH b', 'LOW c']), ...WARN)
    expect(report.reasons).toEqual([
      expect.stringMatching(/^api:1@sha256:\w{12}: 2 findings came with the base image \[base-image-findings\]$/),
    ])
  })
})

describe('an image that claims a base image gains nothing', () => {
  const lies: Readonly<Record<string, (manifest: object, base: string) => object>> = {
    'by its annotations': (manifest, base) => ({
      ...manifest,
      annotations: { 'org.opencontainers.image.base.name': base, 'org.opencontainers.image.base.digest': base.split('@')[1] },
    }),
    'by those of its layers': manifest => ({
      ...manifest,
      layers: (manifest as { readonly layers: readonly object[] }).layers.map(each => ({ ...each, annotations: { base: 'true' } })),
    }),
    'by the configuration of the base image': manifest => ({
      ...manifest,
      config: (manifestOf('ab') as { readonly config: object }).config,
    }),
  }
  test.each(Object.entries(lies))('%s', async (_, lie) => {
    const aws = await startAws()
    const base = addBase(aws, 'ab')
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: lie(manifestOf('xyc', 'api'), base), scan: scanOf(['HIGH x', 'HIGH a']) })
    const { report } = await play({ aws, base }, ...WARN)
    expect([report.verdict, only(report).baseImage, only(report).findings.map(({ fromBase }) => fromBase)]).toEqual([
      'fail',
      null,
      [false, false],
    ])
  })

  test.each<[what: string, layers: string, finding: string]>([
    ['by repeating a layer of it', 'abca', 'HIGH a'],
    ['by its layers in another order', 'bac', 'HIGH a'],
    ['by its layers above others', 'xab', 'HIGH a'],
    ['by the first of its layers', 'axb', 'HIGH a'],
  ])('%s', async (_, layers, finding) => {
    const { report } = await play(await start([finding], layers), ...WARN)
    expect([report.verdict, only(report).findings.map(({ decision }) => decision.kind)]).toEqual(['fail', ['counted']])
  })

  test('by being the base image itself', async () => {
    const aws = await startAws()
    const { digest } = addImage(aws, 'abc', ['HIGH a'])
    const { report } = await play({ aws, base: `${HOST}/api:1@${digest}` }, ...WARN)
    expect([report.verdict, warnings(report)]).toEqual([
      'fail',
      [expect.stringMatching(/is not the base image of .*: it is the image itself; all of its findings are its own$/)],
    ])
  })
})

describe('a base image that divides nothing is told, and the verdict is as without it', () => {
  test.each<[what: string, prepare: (aws: Aws) => string, message: RegExp]>([
    [
      'of other layers',
      aws => addBase(aws, 'ax'),
      /^payments\/base:1\.2@sha256:\w{12} is not the base image of api:1@sha256:\w{12}: layer 2 of the image is sha256:\w{64}, and layer 2 of payments\/base:1\.2@sha256:\w{12} is sha256:\w{64}; all of its findings are its own$/,
    ],
    [
      'that is not there',
      () => `${HOST}/payments/base:1.2@sha256:${'0'.repeat(64)}`,
      /^the base image payments\/base:1\.2@sha256:0{12} cannot be read: /,
    ],
    [
      'in no repository',
      () => `${HOST}/other:1.2@sha256:${'0'.repeat(64)}`,
      /^the base image other:1\.2@sha256:0{12} cannot be read: .*no finding is taken for one of its own$/,
    ],
    [
      'that is not what its digest says',
      aws =>
        `${HOST}/payments/base:1.2@${aws.ecr.addImage({ repository: 'payments/base', manifest: manifestOf('ab'), corrupt: true }).digest}`,
      /cannot be read: the manifest of sha256:\w{64} has the digest/,
    ],
  ])('%s', async (_, prepare, message) => {
    const aws = await startAws()
    addImage(aws, 'abc', ['HIGH a'])
    const base = prepare(aws)
    if (!base.includes('payments')) aws.ecr.addRepository({ repository: 'unrelated' })
    const { report, told } = await play({ aws, base }, ...WARN)
    const without = await playCheck(aws, ['--image', `${HOST}/api:1`, '--audit-source', 'none', '--packs', 'ecr'])
    expect([report.verdict, report.reasons]).toEqual([without.report.verdict, without.report.reasons])
    expect(warnings(report)).toEqual([expect.stringMatching(message)])
    expect(told.join('\n')).toContain(warnings(report)[0])
    expect(only(report).baseImage).toBeNull()
  })

  test('one of several that no image is built on', async () => {
    const scene = await start(['HIGH a'])
    const { digest } = scene.aws.ecr.addImage({ repository: 'other', manifest: manifestOf('xy') })
    const { report } = await play(scene, `${HOST}/other:1@${digest}`, ...WARN)
    expect([report.verdict, only(report).baseImage?.layers]).toEqual(['warn', 2])
    expect(warnings(report)).toEqual([`other:1@${digest.slice(0, 19)} is the base image of no image that was judged`])
  }, 20_000)

  test('recorded findings beside an image', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bases-'))
    folders.push(folder)
    const path = join(folder, 'findings.json')
    const body = {
      registryId: '111122223333',
      repositoryName: 'web',
      imageId: { imageDigest: `sha256:${'1'.repeat(64)}` },
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { imageScanCompletedAt: START, findings: [] },
    }
    writeFileSync(path, JSON.stringify(body))
    const { report } = await play(await start(['LOW a']), '--findings', path)
    expect(report.images.map(({ baseImage, notes }) => [baseImage?.layers, notes])).toEqual([
      [2, []],
      [undefined, ['base-image has no effect: recorded findings do not say which layers the image has']],
    ])
  })
})

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('an index', () => {
  test('each of its images is divided by that of its platform', async () => {
    const aws = await startAws()
    const add = (repository: string, layers: string, words: readonly string[]) =>
      aws.ecr.addImage({ repository, manifest: manifestOf(layers, `${repository} ${layers}`), scan: scanOf(words) })
    const index = (repository: string, amd: object, arm: object, tag: string) =>
      aws.ecr.addImage({
        repository,
        tags: [tag],
        manifest: makeIndex([
          { ...(amd as { digest: string; size: number }), mediaType: OCI_MANIFEST, platform: { os: 'linux', architecture: 'amd64' } },
          { ...(arm as { digest: string; size: number }), mediaType: OCI_MANIFEST, platform: { os: 'linux', architecture: 'arm64' } },
        ]),
      })
    const base = index('base', add('base', 'ab', []), add('base', 'xy', []), 'old')
    index('api', add('api', 'abc', ['HIGH a']), add('api', 'xyz', ['HIGH x', 'HIGH z']), '1')
    const { report } = await play({ aws, base: `${HOST}/base@${base.digest}` }, ...WARN)
    expect(warnings(report)).toEqual([])
    expect(
      report.images.map(({ platform, baseImage, findings }) => [platform, baseImage?.layers, findings.map(({ fromBase }) => fromBase)]),
    ).toEqual([
      ['linux/amd64', 2, [true]],
      ['linux/arm64', 2, [true, false]],
    ])
    expect(report.verdict).toBe('fail')
  })
})

describe('a newer base image', () => {
  const newerOf = async (scene: Scene, ...words: readonly string[]) => only((await play(scene, ...words)).report).baseImage?.newer

  test('is none as long as the tag names the same', async () => {
    const scene = await start(['HIGH a'])
    expect(await newerOf(scene)).toBeNull()
    expect(
      scene.aws.requests.filter(
        ({ operation, input }) => operation === 'DescribeImageScanFindings' && input['repositoryName'] === 'payments/base',
      ),
    ).toEqual([])
  })

  test('is judged, and says what would remain, as it would count without base-image-findings', async () => {
    for (const words of [[], WARN]) {
      const scene = await start(['HIGH a', 'HIGH b', 'LOW c'])
      const newer = addBase(scene.aws, 'xy', ['HIGH x', 'MEDIUM y'])
      const { report } = await play(scene, ...words)
      expect(only(report).baseImage?.newer).toEqual({ digest: newer.split('@')[1], severityCounts: { HIGH: 1, MEDIUM: 1 }, why: null })
      // It has no part in the verdict.
      expect(report.verdict).toBe(words.length === 0 ? 'fail' : 'warn')
      expect(report.images).toHaveLength(1)
      expect(scene.aws.violations).toEqual([])
    }
  })

  test('exceptions for the image hold for what comes with it, and are not used by it', async () => {
    const scene = await start(['LOW c'])
    addBase(scene.aws, 'xy', ['HIGH x', 'HIGH y'], ['1.2'], 41)
    const folder = mkdtempSync(join(tmpdir(), 'bases-'))
    folders.push(folder)
    const path = join(folder, 'exceptions.yml')
    writeFileSync(path, 'exceptions:\n  - { id: CVE-2026-100041, image: api, reason: why, expires: 2027-01-31 }\n')
    const { report } = await play(scene, '--exceptions', path)
    expect(only(report).baseImage?.newer?.severityCounts).toEqual({ HIGH: 1 })
    expect(report.exceptions.map(({ state, findings }) => [state, findings])).toEqual([['unused', 0]])
  })

  test.each<[what: string, prepare: (scene: Scene) => unknown, newer: object]>([
    [
      'that is not scanned',
      ({ aws }) => aws.ecr.addImage({ repository: 'payments/base', tags: ['1.2'], manifest: manifestOf('xy') }),
      { digest: expect.stringMatching(/^sha256:/), severityCounts: null, why: expect.stringMatching(/ECR has no scan of this image/) },
    ],
    [
      'whose tag names none',
      ({ aws }) => aws.ecr.tagsIn('payments/base').delete('1.2'),
      { digest: null, severityCounts: null, why: expect.stringMatching(/no image with the tag "1\.2"/) },
    ],
  ])('%s is told', async (_, prepare, newer) => {
    const scene = await start(['HIGH a'])
    prepare(scene)
    const { report, sleeps } = await play(scene, ...WARN)
    expect(only(report).baseImage?.newer).toEqual(newer)
    expect([report.verdict, warnings(report)]).toEqual(['warn', []])
    // It is not waited for.
    expect(sleeps.reduce((sum, each) => sum + each, 0)).toBeLessThan(5)
  })

  test('is not looked for without a tag', async () => {
    const scene = await start(['HIGH a'])
    expect(await newerOf({ ...scene, base: scene.base.replace(':1.2@', '@') })).toBeNull()
    expect(short(scene.base)).toContain('payments/base:1.2@')
  })
})
