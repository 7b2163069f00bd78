// Checks docs/ecr.md row by row: what it says about each answer is what happens when ECR gives that answer.

import { readFileSync } from 'node:fs'
import * as ecr from '@aws-sdk/client-ecr'
import { describe, expect, test } from 'vitest'
import { RESTORE } from '../../src/image/status.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import type { ImageOptions, StartError } from '../aws/repository.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { sha256 } from '../aws/wire.ts'
import { type Played, playCheck, START } from '../aws/world.ts'
import { rowsOf } from './rows.ts'

const URI = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
const GRACE = 60
const TIMEOUT = 600

const page = readFileSync('docs/ecr.md', 'utf8')

const LOW = makeBasicFindings({ LOW: 2 })
const OTHER = `sha256:${'0'.repeat(64)}`
const completedAt = '2026-11-23T11:00:00Z'

const UNSUPPORTED = 'UnsupportedImageError: The operating system and/or package manager are not supported.'
const TWICE = '{"imageScanStatus":{"status":"FAILED","status":"COMPLETE"}}'
const DEEP = `{"imageScanFindings":${'['.repeat(20_000)}${']'.repeat(20_000)}}`

type Scene = readonly ScanStep[] | ((aws: Aws) => void)

const pageTwo = makeEnhancedFindings({ LOW: 150 })
const grave = makeEnhancedFindings({ HIGH: 1, LOW: 149 })

/** What ECR answers in each row of the first column. */
const SCAN: Readonly<Record<string, Scene>> = {
  '`COMPLETE` with findings': [{ status: 'COMPLETE', findings: LOW }],
  '`ACTIVE` with findings': [{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ LOW: 2 }) }],
  '`COMPLETE`, a basic scan without findings': [{ status: 'COMPLETE', findings: [] }],
  '`ACTIVE`, an enhanced scan without findings, with `imageScanCompletedAt`': [{ status: 'ACTIVE', enhancedFindings: [], completedAt }],
  '`ACTIVE`, an enhanced scan without findings and without `imageScanCompletedAt`': [{ status: 'ACTIVE', enhancedFindings: [] }],
  '`ACTIVE`, but the empty list of a basic scan': [{ status: 'ACTIVE', findings: [] }],
  '`COMPLETE`, but no `imageScanFindings` at all': [{ status: 'COMPLETE', omit: ['imageScanFindings'] }],
  ...Object.fromEntries(
    [
      'IN_PROGRESS',
      'PENDING',
      'FAILED',
      'UNSUPPORTED_IMAGE',
      'SCAN_ELIGIBILITY_EXPIRED',
      'FINDINGS_UNAVAILABLE',
      'LIMIT_EXCEEDED',
      'IMAGE_ARCHIVED',
    ].flatMap(status => [
      [`\`${status}\``, [{ status }]],
      ...(status === 'FAILED' ? [['`FAILED` with `UnsupportedImageError`', [{ status, description: UNSUPPORTED }]]] : []),
    ]),
  ),
  'a status that ECR does not document': [{ status: 'QUEUED', unchecked: true }],
  'no `imageScanStatus`': [{ status: 'COMPLETE', findings: LOW, omit: ['imageScanStatus'] }],
  'counts that differ from reading to reading': Array.from({ length: 700 }, (_, i) => ({
    status: 'COMPLETE',
    findings: makeBasicFindings({ LOW: 1 + (i % 2) }),
  })),
  '`ScanNotFoundException`': [{ error: 'ScanNotFoundException' }],
  '`ImageNotFoundException`': [{ error: 'ImageNotFoundException' }],
  '`RepositoryNotFoundException`': [{ error: 'RepositoryNotFoundException' }],
  '`AccessDeniedException`': aws => aws.fail('DescribeImageScanFindings', 'denied'),
  'a page that cannot be read, after others': [{ status: 'ACTIVE', enhancedFindings: pageTwo, pageFaults: { 2: 'denied' } }],
  'a `nextToken` that repeats': [{ status: 'ACTIVE', enhancedFindings: pageTwo, repeatToken: true }],
  'an answer about another image': aws =>
    aws.fail('DescribeImageScanFindings', {
      json: {
        registryId: '111122223333',
        repositoryName: 'payments/api',
        imageId: { imageDigest: OTHER },
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindings: { findings: [], findingSeverityCounts: {} },
      },
    }),
  'an answer in which a key stands twice': aws => aws.fail('DescribeImageScanFindings', { text: TWICE }),
  'an answer that is nested deeper than 1,000 levels': aws => aws.fail('DescribeImageScanFindings', { text: DEEP }),
}

async function play(scene: Scene, words: readonly string[] = []): Promise<Played & { readonly aws: Aws; readonly digest: string }> {
  const aws = await startAws()
  const scan = typeof scene === 'function' ? [{ status: 'COMPLETE', findings: LOW }] : scene
  const { digest } = aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('api'), scan })
  if (typeof scene === 'function') scene(aws)
  const played = await playCheck(aws, ['--image', URI, '--audit-source', 'none', '--aws-attempts', '1', ...words])
  return { ...played, aws, digest }
}

function secondsOf(cell: string): number {
  if (cell === 'not at all') return 0
  if (cell === '`scan-grace`') return GRACE
  if (cell === '`wait-timeout`') return TIMEOUT
  const [, seconds] = /^(\d+) s,/.exec(cell) ?? []
  if (seconds === undefined) throw new Error(`how long is ${cell}?`)
  return Number(seconds)
}

describe('every answer about a scan', () => {
  const rows = rowsOf(page, 'scan')

  test('has a row, and every row is tested', () => {
    expect(rows.map(([answer]) => answer)).toEqual(Object.keys(SCAN))
  })

  test.each(rows)('%s: waits %s, and then %s', async (answer = '', waits = '', then = '') => {
    const { report, waited, aws } = await play(SCAN[answer] ?? [])
    const verdict = then.startsWith('the rules decide') ? 'pass' : then.split(/[, ]/)[0]
    expect(report.verdict).toBe(verdict)
    expect(Math.round(waited)).toBe(secondsOf(waits))
    if (then.includes('and a note')) expect(report.images[0]?.notes).toEqual([expect.stringMatching(/list of findings .*empty/)])
    if (verdict === 'undecided') expect(report.reasons).not.toEqual([])
    expect(aws.violations).toEqual([])
  })

  test.each<[string, ScanStep]>([
    ['a page failed', { status: 'ACTIVE', enhancedFindings: grave, pageFaults: { 2: 'denied' } }],
    ['a token repeated', { status: 'ACTIVE', enhancedFindings: grave, repeatToken: true }],
  ])('what was seen before %s still fails', async (_, step) => {
    const { report } = await play([step])
    expect(report.verdict).toBe('fail')
    expect(report.reasons.join('\n')).toMatch(/after 1 page of findings|ECR repeated a nextToken/)
  })
})

const MANIFEST = JSON.stringify(makeManifest('api'))
const REPOSITORY = { registryId: '111122223333', repositoryName: 'payments/api' }

function given(manifest: string): object {
  const imageDigest = `sha256:${sha256(manifest)}`
  return { ...REPOSITORY, imageId: { imageDigest, imageTag: '1.4.2' }, imageManifest: manifest, imageManifestMediaType: OCI_MANIFEST }
}

const answering = (images: readonly object[], failures: readonly object[] = []) => ({
  prepare: (aws: Aws): void => aws.fail('BatchGetImage', { json: { images, failures } }),
})
const missing = { imageId: { imageTag: '1.4.2' }, failureCode: 'ImageNotFound', failureReason: 'Requested image not found' }
const chart = { ...makeManifest('chart'), config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', size: 2 }, layers: [] }

interface ManifestScene extends Partial<Omit<ImageOptions, 'repository'>> {
  readonly prepare?: (aws: Aws) => void
  readonly says?: RegExp
}

/** What BatchGetImage answers in each row. */
const MANIFESTS: Readonly<Record<string, ManifestScene>> = {
  'one image': {},
  'the same image twice': answering([given(MANIFEST), given(MANIFEST)]),
  'two images for one tag': { ...answering([given(MANIFEST), given(JSON.stringify(makeManifest('other')))]), says: /neither is believed/ },
  'an image and a failure for one tag': { ...answering([given(MANIFEST)], [missing]), says: /neither is believed/ },
  'a manifest that is not what its digest says': { corrupt: true, says: /it is not what was pushed/ },
  'a manifest in which a key stands twice': { manifest: `${MANIFEST.slice(0, -1)},"layers":[]}`, says: /"layers" twice/ },
  'a manifest with `Layers`, in other letters than the field has': {
    manifest: `${MANIFEST.slice(0, -1)},"Layers":[]}`,
    says: /the key "Layers", which runtimes read as "layers"/,
  },
  'a SOCI index, a signature, an attestation or a chart': { manifest: chart, scan: [], says: /it is a Helm chart/ },
  '`ImageNotFound`': { tags: [], says: /no image with the tag/ },
  '`ImageNotFound` for an archived image': { imageStatus: 'ARCHIVED', says: /the image is archived/ },
}

describe('every answer about a manifest', () => {
  const rows = rowsOf(page, 'manifest')

  test('has a row, and every row is tested', () => {
    expect(rows.map(([answer]) => answer)).toEqual(Object.keys(MANIFESTS))
  })

  test.each(rows)('%s: waits %s, and then %s', async (answer = '', waits = '', then = '') => {
    const { prepare, says, ...options } = MANIFESTS[answer] ?? {}
    const aws = await startAws()
    const image = { repository: 'payments/api', tags: ['1.4.2'], manifest: MANIFEST, scan: [{ status: 'COMPLETE', findings: LOW }] }
    aws.ecr.addImage({ ...image, ...options })
    prepare?.(aws)
    const { report, waited } = await playCheck(aws, ['--image', URI, '--audit-source', 'none', '--aws-attempts', '1'])
    const judged = then === 'its findings are read'
    expect(report.verdict).toBe(judged ? 'pass' : then.split(':')[0])
    // The reading of the findings is confirmed after a second.
    expect(Math.round(waited)).toBe(secondsOf(waits) + (judged ? 1 : 0))
    if (says !== undefined) expect(report.reasons.join('\n')).toMatch(says)
    expect(aws.violations).toEqual([])
  })
})

/** What StartImageScan answers in each row, and the resulting verdict. */
const STARTS: Readonly<Record<string, { readonly outcome: 'ok' | StartError; readonly verdict: string; readonly says: RegExp }>> = {
  success: { outcome: 'ok', verdict: 'pass', says: /this run started the scan/ },
  '`LimitExceededException`': {
    outcome: { error: 'LimitExceededException' },
    verdict: 'pass',
    says: /within the last 24 hours/,
  },
  '`ValidationException`, "This feature is disabled"': {
    outcome: { error: 'ValidationException', message: 'This feature is disabled' },
    verdict: 'undecided',
    says: /enhanced scanning, which starts by itself/,
  },
  '`UnsupportedImageTypeException`': {
    outcome: { error: 'UnsupportedImageTypeException', message: 'application/vnd.cncf.helm.config.v1+json is not supported' },
    verdict: 'undecided',
    says: /application\/vnd\.cncf\.helm\.config\.v1\+json/,
  },
  '`ImageArchivedException`': {
    outcome: { error: 'ImageArchivedException' },
    verdict: 'undecided',
    says: /restore it \(aws ecr update-image-storage-class/,
  },
}

describe('every answer to StartImageScan', () => {
  const rows = rowsOf(page, 'start')

  test('has a row, and every row is tested', () => {
    expect(rows.map(([answer]) => answer)).toEqual(Object.keys(STARTS))
  })

  test.each(rows)('%s: %s', async (answer = '') => {
    const { outcome, verdict, says } = STARTS[answer] ?? { outcome: 'ok', verdict: '', says: /$^/ }
    const aws = await startAws()
    aws.ecr.addImage({
      repository: 'payments/api',
      tags: ['1.4.2'],
      manifest: makeManifest('api'),
      pushedAt: '2026-11-20T00:00:00Z',
      // If the scan is not started, it existed all along and ECR reports it late.
      scan: [{ error: 'ScanNotFoundException' }, ...(outcome === 'ok' ? [] : [{ status: 'COMPLETE', findings: LOW }])],
      scanAfterStart: [{ error: 'ScanNotFoundException' }, { status: 'IN_PROGRESS' }, { status: 'COMPLETE', findings: LOW }],
      startScan: [outcome],
    })
    const { report } = await playCheck(aws, ['--image', URI, '--audit-source', 'none', '--start-scan', 'if-missing'])
    expect(report.verdict).toBe(verdict)
    expect([...(report.images[0]?.notes ?? []), ...report.reasons].join('\n')).toMatch(says)
    expect(aws.requests.filter(({ operation }) => operation === 'StartImageScan')).toHaveLength(1)
    expect(aws.violations).toEqual([])
  })

  test('is avoided without the setting', async () => {
    const { report, aws } = await play([{ error: 'ScanNotFoundException' }])
    expect(report.verdict).toBe('undecided')
    expect(aws.requests.filter(({ operation }) => operation === 'StartImageScan')).toEqual([])
  })

  test('is avoided for a fresh image until its scan on push is overdue', async () => {
    const aws = await startAws()
    const scan = [{ error: 'ScanNotFoundException' }, { status: 'COMPLETE', findings: LOW }]
    aws.ecr.addImage({ repository: 'payments/api', tags: ['1.4.2'], manifest: makeManifest('api'), pushedAt: START, scan })
    const { report } = await playCheck(aws, ['--image', URI, '--audit-source', 'none', '--start-scan', 'if-missing'])
    expect(report.verdict).toBe('pass')
    expect(aws.requests.filter(({ operation }) => operation === 'StartImageScan')).toEqual([])
  })
})

// The commands of the AWS CLI are made from the same models as the SDK.
const COMMANDS = [...`${page}\n${RESTORE}`.matchAll(/aws ecr [a-z-]+(?: --[a-z-]+ [^\s)]+)+/g)].map(([command]) => command)

test.each(COMMANDS)('%s is a command', command => {
  const camel = (kebab: string): string => kebab.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const operation = camel(`-${command.split(' ')[2]}`)
  const members = (ecr as unknown as Readonly<Record<string, readonly unknown[]>>)[`${operation}Request$`]?.[4]
  expect(Object.keys(ecr)).toContain(`${operation}Command`)
  for (const [, option = ''] of command.matchAll(/--([a-z-]+)/g)) expect(members).toContain(camel(option))
})
