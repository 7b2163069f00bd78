// The findings of one image: which readings are believed, what else is said of them, and what ECR is asked meanwhile.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { readFrom } from '../aws/reading.ts'
import type { ImageOptions } from '../aws/repository.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'

const CLEAN = { status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }

async function start(image: Partial<ImageOptions> = {}): Promise<Aws> {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: [CLEAN], ...image })
  return aws
}

const operationsOf = (aws: Aws): readonly string[] => aws.requests.map(({ operation }) => operation)

const LISTED = makeBasicFindings({ MEDIUM: 1, LOW: 1 })
const inside = { imageScanCompletedAt: 1_795_435_200, findingSeverityCounts: { MEDIUM: 1, LOW: 1 }, findings: LISTED }
const page = (digest: string, more: object = {}, about: object = {}) => ({
  json: {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: digest },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { ...inside, ...more },
    ...about,
  },
})

describe('findings', () => {
  const found = (severity: string): ScanStep => ({ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ [severity]: 1 }) })

  test.each<[what: string, scan: readonly ScanStep[], counts: object, gaps: readonly unknown[]]>([
    ['that stay the same are believed', [found('LOW'), found('LOW')], { LOW: 1 }, []],
    ['of a scan that began again are those after it', [found('HIGH'), { status: 'IN_PROGRESS' }, found('LOW')], { LOW: 1 }, []],
    [
      'of one reading only say so',
      [found('HIGH'), 'denied'],
      { HIGH: 1 },
      ['no later reading confirmed these findings', 'AccessDenied for ecr:DescribeImageScanFindings on repository "api"'],
    ],
    [
      'before the scan failed say so',
      [found('HIGH'), { status: 'FAILED' }],
      { HIGH: 1 },
      ['no later reading confirmed these findings', expect.stringMatching(/^the scan's status is FAILED: the scan failed/)],
    ],
    [
      'before the scan was gone say so',
      [found('HIGH'), { error: 'ScanNotFoundException' }],
      { HIGH: 1 },
      [
        'no later reading confirmed these findings',
        expect.stringMatching(/^ECR has no scan of this image: basic scanning scans this repository only on request/),
      ],
    ],
    [
      'of which there were none are not to be confirmed',
      [{ status: 'ACTIVE', enhancedFindings: [] }, 'denied'],
      {},
      ['AccessDenied for ecr:DescribeImageScanFindings on repository "api"'],
    ],
  ])('%s', async (_, scan, counts, gaps) => {
    const { images } = await readFrom(await start({ scan }))
    expect(images).toMatchObject([{ severityCounts: counts, notes: [] }])
    expect(images[0]?.gaps).toEqual(gaps)
  })

  test.each<[what: string, scan: readonly ScanStep[], notes: readonly string[], waited: number]>([
    ['that are listed need one second more', [found('LOW')], [], 1],
    [
      'that do not exist need it too if the scan has a time of completion',
      [{ status: 'ACTIVE', enhancedFindings: [], completedAt: '2026-11-23T11:59:00Z' }],
      ['the list of findings is empty; it is accepted because the scan has a completion time'],
      1,
    ],
    ['that do not exist need it too if a basic scan counts none', [{ status: 'COMPLETE', findings: [] }], [], 1],
    [
      'that do not exist need scan-grace otherwise',
      [{ status: 'ACTIVE', enhancedFindings: [] }],
      ['the list of findings stayed empty for 60 s (scan-grace), so it is accepted'],
      60,
    ],
  ])('%s', async (_, scan, notes, waited) => {
    const read = await readFrom(await start({ scan }))
    expect([read.gaps, read.images[0]?.notes]).toEqual([[], notes])
    expect(read.waited).toBeCloseTo(waited, 3)
    // That findings are read once more is no news.
    if (waited === 1) expect(read.progress).toEqual(['api:1: reading the manifest'])
  })

  test('that change with every reading say so', async () => {
    const scan = Array.from({ length: 9 }, (_, i) => found(i % 2 === 0 ? 'LOW' : 'HIGH'))
    const { gaps, waited } = await readFrom(await start({ scan }), { timeoutSeconds: 3 })
    expect(gaps).toEqual([
      'no later reading confirmed these findings',
      'the findings still changed from one reading to the next when wait-timeout ended',
    ])
    expect(waited).toBeCloseTo(3, 3)
  })

  test.each<[what: string, scan: readonly ScanStep[], gap: RegExp, waited: number]>([
    ['failed', [{ status: 'FAILED' }], /^the scan's status is FAILED: the scan failed/, 0],
    [
      'is not done in time',
      [{ status: 'PENDING' }, { status: 'IN_PROGRESS' }],
      /^the scan did not finish within wait-timeout \(20 s\); its status is still IN_PROGRESS$/,
      20,
    ],
  ])('of a scan that %s are a gap', async (_, scan, gap, waited) => {
    const read = await readFrom(await start({ scan }), { timeoutSeconds: 20 })
    expect(read.images).toMatchObject([
      { status: scan.flatMap(step => (typeof step === 'object' && 'status' in step ? step.status : [])).at(-1) },
    ])
    expect(read.gaps).toEqual([expect.stringMatching(gap)])
    expect(read.waited).toBeCloseTo(waited, 3)
  })

  test.each<[what: string, other: object, said: string]>([
    ['registry', { registryId: '999999999999' }, '999999999999'],
    ['repository', { repositoryName: 'web' }, 'web'],
    ['image', { imageId: { imageDigest: `sha256:${'0'.repeat(64)}` } }, 'sha256:0000'],
  ])('are not confirmed by those of another %s', async (_, other, said) => {
    const aws = await start()
    const digest = aws.ecr.digestsIn('api')[0] ?? ''
    aws.fail('DescribeImageScanFindings', page(digest), { times: 1 })
    aws.fail('DescribeImageScanFindings', page(digest, {}, other))
    expect((await readFrom(aws)).gaps).toEqual([expect.stringContaining(`ECR answered about "${said}`)])
  })

  test.each<[what: string, earlier: object, readings: number, about?: object]>([
    ['the counts of ECR', { findingSeverityCounts: { MEDIUM: 1 } }, 3],
    ['the time of completion', { imageScanCompletedAt: 1_795_435_100 }, 3],
    ['the severity of a finding', { findings: makeBasicFindings({ MEDIUM: 2 }) }, 3],
    ['how many findings of a severity there are', { findings: makeBasicFindings({ MEDIUM: 1, LOW: 2 }) }, 3],
    ['how many findings there are', { findings: LISTED.slice(1) }, 3],
    ['the kind of scan', { findings: undefined, enhancedFindings: makeEnhancedFindings({ MEDIUM: 1, LOW: 1 }) }, 3],
    ['the status', {}, 3, { imageScanStatus: { status: 'ACTIVE' } }],
    // These may change at any time, and no finding with them.
    ['only the order of findings', { findings: [...LISTED].reverse() }, 2],
    ['only the age of the database', { vulnerabilitySourceUpdatedAt: 1_795_435_100 }, 2],
    ['only the words of the status', {}, 2, { imageScanStatus: { status: 'COMPLETE', description: 'done' } }],
  ])('of two readings are the same unless these differ: %s', async (_, earlier, readings, about) => {
    const aws = await start()
    const digest = aws.ecr.digestsIn('api')[0] ?? ''
    aws.fail('DescribeImageScanFindings', page(digest, earlier, about), { times: 1 })
    aws.fail('DescribeImageScanFindings', page(digest))
    const { gaps, asked } = await readFrom(aws)
    expect(gaps).toEqual([])
    expect(asked('DescribeImageScanFindings')).toHaveLength(readings)
  })

  test('on several pages are the same although each reading has tokens of its own', async () => {
    const aws = await start()
    const digest = aws.ecr.digestsIn('api')[0] ?? ''
    const tokens: unknown[] = []
    aws.fail('DescribeImageScanFindings', page(digest), { where: ({ input }) => 'nextToken' in input })
    aws.fail('DescribeImageScanFindings', {
      get json() {
        tokens.push(tokens.length)
        return { ...page(digest).json, nextToken: `token ${tokens.length}` }
      },
    })
    const { asked } = await readFrom(aws)
    expect(asked('DescribeImageScanFindings').map(({ nextToken }) => nextToken)).toEqual([undefined, 'token 1', undefined, 'token 2'])
  })

  test.each([true, false])('are kept as ECR wrote them only if a rule asks for that: %s', async keepLists => {
    const { images } = await readFrom(await start(), { keepLists })
    const kept = { responseElements: { imageScanFindings: { findings: CLEAN.findings } } }
    if (keepLists) expect(images[0]?.event).toMatchObject(kept)
    else expect(images[0]?.event).not.toMatchObject(kept)
  })
})

describe('a scan that this run starts', () => {
  test('late is then read as often as one right after a push', async () => {
    const image = { pushedAt: '2026-11-23T11:59:50Z', scan: [], scanAfterStart: [{ status: 'IN_PROGRESS' }] }
    const { progress, sleeps } = await readFrom(await start(image), { startScan: 'if-missing', timeoutSeconds: 300 })
    const last = progress.findLastIndex(line => line.includes('no scan yet'))
    // The push was ten seconds before the run. The first line of progress is about the manifest.
    expect(progress[last]).toMatch(/^api:1: no scan yet at 5[0-5]$/)
    expect(sleeps[last - 1]).toBe(1)
    expect(sleeps.slice(last, last + 3).every(seconds => seconds > 1 && seconds < 1.5)).toBe(true)
    expect(sleeps.at(-2)).toBeGreaterThan(3.9)
  })

  test('exactly scan-grace after the push is started at once', async () => {
    const image = { pushedAt: '2026-11-23T11:59:00Z', scan: [], scanAfterStart: [CLEAN] }
    const { gaps, waited } = await readFrom(await start(image), { startScan: 'if-missing' })
    expect(gaps).toEqual([])
    // A second until the scan is there, and one until its findings are confirmed.
    expect(waited).toBeCloseTo(2, 3)
  })

  test('as the last thing when wait-timeout is shorter than scan-grace, so that a later run finds it', async () => {
    const image = { pushedAt: '2026-11-23T11:59:50Z', scan: [], scanAfterStart: [CLEAN] }
    const { gaps, waited, asked } = await readFrom(await start(image), { startScan: 'if-missing', timeoutSeconds: 10 })
    expect(gaps).toEqual(['ECR has no scan of this image: this run started the scan: raise scan-grace and wait-timeout'])
    expect(waited).toBeCloseTo(10, 3)
    expect(asked('StartImageScan')).toHaveLength(1)
  })

  test('is told beside what else there is to tell', async () => {
    const empty = { status: 'ACTIVE', enhancedFindings: [], completedAt: '2026-11-23T12:00:01Z' }
    const image = { pushedAt: '2026-11-22T12:00:00Z', scan: [], scanAfterStart: [empty] }
    const { images } = await readFrom(await start(image), { startScan: 'if-missing' })
    expect(images[0]?.notes).toEqual([
      'this run started the scan',
      'the list of findings is empty; it is accepted because the scan has a completion time',
    ])
  })

  test('is never one of an image that ECR does not know', async () => {
    const aws = await start({ pushedAt: '2026-11-22T12:00:00Z' })
    aws.fail('DescribeImageScanFindings', { name: 'ImageNotFoundException', message: 'gone' })
    const { gaps, asked } = await readFrom(aws, { startScan: 'if-missing' })
    expect(gaps).toEqual(['ECR does not know this image'])
    expect(asked('StartImageScan')).toEqual([])
  })

  test('before ECR knows the image is waited for until scan-grace, and not started again', async () => {
    const aws = await start({ pushedAt: '2026-11-22T12:00:00Z', scan: [] })
    aws.fail('StartImageScan', { name: 'ImageNotFoundException', message: 'not yet' })
    const { gaps, waited, asked } = await readFrom(aws, { startScan: 'if-missing' })
    expect(gaps).toEqual([
      'ECR has no scan of this image: the scan could not be started: ECR does not know the image yet: raise scan-grace and wait-timeout',
    ])
    expect(waited).toBeCloseTo(60, 3)
    expect(asked('StartImageScan')).toHaveLength(1)
  })
})

describe('what ECR is asked', () => {
  test('about a scan that is done is only the manifest, and the findings twice', async () => {
    const aws = await start()
    await readFrom(aws)
    expect(operationsOf(aws)).toEqual(['BatchGetImage', 'DescribeImageScanFindings', 'DescribeImageScanFindings'])
  })

  test('while a scan runs is when the image was pushed, and how long scans take here, once each', async () => {
    const aws = await start({ scan: [...Array.from({ length: 5 }, () => ({ status: 'IN_PROGRESS' })), CLEAN] })
    await readFrom(aws)
    expect(operationsOf(aws).filter(operation => operation !== 'DescribeImages')).toHaveLength(8)
    expect(operationsOf(aws).filter(operation => operation === 'DescribeImages')).toHaveLength(2)
  })
})

describe('the first pause while a scan runs', () => {
  const scan = [{ status: 'IN_PROGRESS' }]

  test.each<[what: string, image: Partial<ImageOptions>, late: number, pause: number]>([
    ['ten seconds after the push', { pushedAt: '2026-11-23T11:59:50Z' }, 0, 1.696],
    ['five seconds after it, in a run that has lasted long', { pushedAt: '2026-11-23T12:01:35Z' }, 100, 1.492],
    ['when the clock of the registry is ahead', { pushedAt: '2026-11-23T12:10:00Z' }, 0, 1],
    ['long after the push', { pushedAt: '2026-11-20T12:00:00Z' }, 0, 4],
  ])('%s', async (_, image, late, pause) => {
    const { sleeps } = await readFrom(await start({ scan, ...image }), { late, timeoutSeconds: 110 })
    expect(sleeps[0]).toBeCloseTo(pause, 2)
  })

  test('when ECR does not say when the image was pushed', async () => {
    const aws = await start({ scan })
    aws.fail('DescribeImages', 'denied')
    expect((await readFrom(aws, { timeoutSeconds: 10 })).sleeps[0]).toBe(1)
  })

  test('when scans here usually take 18 s is until most of that is over', async () => {
    const aws = await startAws()
    for (const name of ['b', 'c', 'd'])
      aws.ecr.addImage({
        repository: 'api',
        manifest: makeManifest(name),
        pushedAt: '2026-11-22T12:00:00Z',
        scanCompletedAt: '2026-11-22T12:00:18Z',
        scan: [CLEAN],
      })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), pushedAt: '2026-11-23T11:59:50Z', scan })
    expect((await readFrom(aws, { timeoutSeconds: 10 })).sleeps[0]).toBeCloseTo(3.5, 2)
  })
})
