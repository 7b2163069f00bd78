// From a URI to the manifests that are judged. An index may be built to hide a manifest, and answers may be about another image.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeIndex, makeManifest, OCI_INDEX } from '../aws/images.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'

const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const WORDS = ['--image', `${REGISTRY}/api:1`, '--audit-source', 'none', '--aws-attempts', '1']

const CLEAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const BAD: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ CRITICAL: 1 }) }]

type Platform = { readonly os: string; readonly architecture: string; readonly variant?: string }

function platformOf(text: string): { readonly platform?: Platform } {
  const [os = '', architecture = '', variant] = text.split('/')
  return text === '' ? {} : { platform: { os, architecture, ...(variant === undefined ? {} : { variant }) } }
}

/** Adds an index with these entries in this order, each for the bad or the good image; with an empty platform it names none. */
function addIndex(aws: Aws, entries: readonly (readonly ['bad' | 'good', platform: string])[]): void {
  const images = {
    bad: aws.ecr.addImage({ repository: 'api', manifest: makeManifest('bad'), scan: BAD }),
    good: aws.ecr.addImage({ repository: 'api', manifest: makeManifest('good'), scan: CLEAN }),
  }
  const listed = entries.map(([name, platform]) => ({ ...images[name], ...platformOf(platform) }))
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex(listed as never) })
}

describe('platforms leaves out no manifest that a runtime may choose', () => {
  test.each<[string, readonly (readonly ['bad' | 'good', string])[]]>([
    [
      'listed first for another platform',
      [
        ['bad', 'linux/s390x'],
        ['bad', 'linux/amd64'],
        ['good', 'linux/amd64'],
      ],
    ],
    [
      'listed again without a platform',
      [
        ['bad', 'linux/s390x'],
        ['bad', ''],
        ['good', 'linux/amd64'],
      ],
    ],
    [
      'under another name of the architecture',
      [
        ['bad', 'linux/x86_64'],
        ['good', 'linux/amd64'],
      ],
    ],
    [
      'in capital letters',
      [
        ['bad', 'Linux/AMD64'],
        ['good', 'linux/amd64'],
      ],
    ],
    [
      'with the default variant',
      [
        ['bad', 'linux/amd64/v1'],
        ['good', 'linux/amd64'],
      ],
    ],
  ])('%s', async (_, entries) => {
    const aws = await startAws()
    addIndex(aws, entries)
    const { report } = await playCheck(aws, [...WORDS, '--platforms', 'linux/amd64'])
    expect(report.verdict).toBe('fail')
  })

  test('and says which it leaves out', async () => {
    const aws = await startAws()
    addIndex(aws, [
      ['bad', 'linux/s390x'],
      ['good', 'linux/amd64'],
    ])
    const { report } = await playCheck(aws, [...WORDS, '--platforms', 'linux/amd64'])
    expect(report.verdict).toBe('pass')
    expect(report.coverage[0]?.message).toContain('excluded by platforms: linux/s390x')
  })

  test('and says if there is no index to choose from', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('good'), scan: CLEAN })
    const { report } = await playCheck(aws, [...WORDS, '--platforms', 'linux/arm64'])
    expect(report.coverage[0]?.message).toContain('not an index, so platforms has no effect')
  })
})

describe('an answer about another image is no answer', () => {
  test.each([
    ['registry', { registryId: '999999999999' }],
    ['repository', { repositoryName: 'other' }],
  ])('BatchGetImage, of another %s', async (_, said) => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('good'), scan: CLEAN })
    const imageManifest = JSON.stringify(makeManifest('good'))
    aws.fail('BatchGetImage', {
      json: {
        images: [
          { registryId: '111122223333', repositoryName: 'api', imageId: { imageDigest: digest, imageTag: '1' }, imageManifest, ...said },
        ],
        failures: [],
      },
    })
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('undecided')
  })

  test('BatchGetImage, of another tag', async () => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['2'], manifest: makeManifest('good'), scan: CLEAN })
    const imageManifest = JSON.stringify(makeManifest('good'))
    aws.fail('BatchGetImage', { json: { images: [{ imageId: { imageDigest: digest, imageTag: '2' }, imageManifest }] } })
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('undecided')
  })

  const page = (digest: string, more: object) => ({
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: digest },
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: { enhancedFindings: makeEnhancedFindings({ LOW: 2 }), findingSeverityCounts: { LOW: 2 } },
    ...more,
  })
  const OTHER = `sha256:${'0'.repeat(64)}`

  test('the second page', async () => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    const hasToken = ({ input }: { readonly input: object }): boolean => 'nextToken' in input
    aws.fail('DescribeImageScanFindings', { json: page(OTHER, {}) }, { where: hasToken })
    aws.fail('DescribeImageScanFindings', { json: page(digest, { nextToken: 'two' }) })
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('undecided')
  })

  test('the reading that should confirm the first', async () => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    aws.fail('DescribeImageScanFindings', { json: page(digest, {}) }, { times: 1 })
    aws.fail('DescribeImageScanFindings', { json: page(OTHER, {}) })
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('undecided')
  })
})

test('a manifest listed for two platforms is asked for once', async () => {
  const aws = await startAws()
  addIndex(aws, [
    ['good', 'linux/amd64'],
    ['good', 'linux/arm64'],
  ])
  const { report } = await playCheck(aws, WORDS)
  expect(report.images).toHaveLength(1)
  const [, children] = aws.requests.filter(({ operation }) => operation === 'BatchGetImage')
  expect(children?.input['imageIds']).toHaveLength(1)
})

describe('what could go on forever is limited', () => {
  test('waiting for a tag, by wait-timeout', async () => {
    const aws = await startAws()
    aws.ecr.addRepository({ repository: 'api' })
    const { waited } = await playCheck(aws, [...WORDS, '--wait-timeout', '10s', '--scan-grace', '1h'])
    expect(waited).toBeLessThanOrEqual(11)
  })

  test('waiting for many manifests, by one wait-timeout for all', async () => {
    const aws = await startAws()
    const entries = Array.from({ length: 12 }, (_, i) => ({
      ...aws.ecr.addImage({ repository: 'api', manifest: makeManifest(`m${i}`), scan: [{ status: 'IN_PROGRESS' }] }),
      platform: { os: 'linux', architecture: `a${i}` },
    }))
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeIndex(entries) })
    const { report, waited } = await playCheck(aws, [...WORDS, '--wait-timeout', '2s'])
    expect(report.images.map(({ status }) => status)).toEqual(entries.map(() => 'IN_PROGRESS'))
    // Twelve manifests, four at a time, each with a timeout of its own, would take six seconds.
    expect(waited).toBeLessThan(5)
  })

  test('an index inside itself, many times over', async () => {
    const aws = await startAws()
    const leaf = aws.ecr.addImage({ repository: 'api', manifest: makeManifest('leaf'), scan: BAD })
    const twenty = (digest: { readonly digest: string; readonly size: number }, mediaType: string): object =>
      makeIndex(Array.from({ length: 20 }, (_, i) => ({ ...digest, mediaType, platform: { os: 'linux', architecture: `a${i}` } })))
    const inner = aws.ecr.addImage({
      repository: 'api',
      manifest: makeIndex([{ ...leaf, platform: { os: 'linux', architecture: 'amd64' } }]),
    })
    const middle = aws.ecr.addImage({ repository: 'api', manifest: twenty(inner, OCI_INDEX) })
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: twenty(middle, OCI_INDEX) })
    const { report } = await playCheck(aws, WORDS)
    expect(report.verdict).toBe('fail')
    expect(aws.requests.filter(({ operation }) => operation === 'BatchGetImage').length).toBeLessThan(6)
  })

  test('pages of findings with ever new tokens', async () => {
    const aws = await startAws()
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    let turn = 0
    aws.fail('DescribeImageScanFindings', {
      get json() {
        const imageScanFindings = { enhancedFindings: [], findingSeverityCounts: {} }
        return {
          registryId: '111122223333',
          repositoryName: 'api',
          imageScanStatus: { status: 'ACTIVE' },
          imageScanFindings,
          nextToken: `t${turn++}`,
        }
      },
    })
    const { report } = await playCheck(aws, [...WORDS, '--wait-timeout', '1s'])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join('\n')).toContain('after 1001 pages of findings ECR has more: the rest was not read')
  })
})

describe('odd answers do not crash the gate', () => {
  const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

  test.each<[string, string]>([
    ['a severity that is an object', '{"findings":[{"name":"CVE-1","severity":{"toString":1}}],"findingSeverityCounts":{}}'],
    ['a count that is an object', '{"findings":[],"findingSeverityCounts":{"HIGH":{"toString":1}}}'],
    [
      'a finding nested deep',
      `{"findings":[{"name":"CVE-1","severity":"LOW","attributes":${nested(20_000)}}],"findingSeverityCounts":{"LOW":1}}`,
    ],
  ])('%s', async (_, body) => {
    const aws = await startAws()
    const { digest } = aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: CLEAN })
    const text = `{"registryId":"111122223333","repositoryName":"api","imageId":{"imageDigest":"${digest}"},"imageScanStatus":{"status":"COMPLETE"},"imageScanFindings":${body}}`
    aws.fail('DescribeImageScanFindings', { text })
    expect((await playCheck(aws, WORDS)).report.verdict).toBe('undecided')
  })

  test('a result of LookupEvents that is null', async () => {
    const aws = await startAws()
    aws.fail('LookupEvents', { text: '{"Events":[null]}' })
    const words = ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1', '--aws-attempts', '1']
    expect((await playCheck(aws, words)).report.verdict).toBe('undecided')
  })
})

test('ACTIVE, a status of enhanced scans only, does not prove an empty list of basic findings', async () => {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: makeManifest('a'), scan: [{ status: 'ACTIVE', findings: [] }] })
  const { report, waited } = await playCheck(aws, WORDS)
  expect(report.images[0]?.notes).toEqual([expect.stringContaining('stayed empty')])
  expect(Math.round(waited)).toBe(60)
})

test('the same repository in two Regions is told apart by its host', async () => {
  const aws = await startAws()
  for (const region of ['eu-west-1', 'us-east-1'])
    aws.ecr.addImage({ repository: 'api', region, tags: ['1'], manifest: makeManifest('a'), scan: region === 'us-east-1' ? BAD : CLEAN })
  const images = ['eu-west-1', 'us-east-1'].map(region => `111122223333.dkr.ecr.${region}.amazonaws.com/api:1`)
  const { report } = await playCheck(aws, ['--image', ...images, '--audit-source', 'none'])
  expect(report.reasons[0]).toMatch(/^1 CRITICAL in 111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com\/api:1@sha256:\w+: /)
})

test('the account whose activity was read is named', async () => {
  const aws = await startAws({ account: '999999999999' })
  const { report } = await playCheck(aws, ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1'])
  expect(report.coverage.at(-1)?.message).toContain('CloudTrail event history of account 999999999999, eu-west-1: 0 events')
})
