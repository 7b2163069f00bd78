// Why an image has no scan: the sentence that follows from how the registry and the repository are scanned.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { type ReadingOptions, readFrom } from '../aws/reading.ts'
import type { ImageOptions } from '../aws/repository.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'

const NONE = 'ECR has no scan of this image'
const CLEAN = { status: 'COMPLETE', findings: makeBasicFindings({ LOW: 1 }) }

async function start(image: Partial<ImageOptions> = {}, account?: string): Promise<Aws> {
  const aws = await startAws(account === undefined ? {} : { account })
  aws.ecr.addImage({ repository: 'api', registryId: '111122223333', tags: ['1'], manifest: makeManifest('a'), ...image })
  return aws
}

const gapsOf = async (aws: Aws, options: ReadingOptions = {}) => (await readFrom(aws, { graceSeconds: 0, ...options })).gaps

describe('an image without a scan says why', () => {
  const ON_PUSH =
    'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
  const ON_REQUEST =
    'basic scanning scans this repository only on request: set start-scan: if-missing, or turn on scan on push and push again'
  const NO_RULE = 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
  const noResult = (frequency: string): string =>
    `the registry uses enhanced scanning (${frequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`

  test.each<[scanType: string, configuration: object, why: string]>([
    ['BASIC', { scanFrequency: 'SCAN_ON_PUSH' }, ON_PUSH],
    ['BASIC', { scanFrequency: 'MANUAL' }, ON_REQUEST],
    ['BASIC', { scanOnPush: true }, ON_PUSH],
    ['BASIC', { scanOnPush: false }, ON_REQUEST],
    ['BASIC', { scanOnPush: true, scanFrequency: 'MANUAL' }, ON_REQUEST],
    ['BASIC', {}, ON_REQUEST],
    ['ENHANCED', { scanFrequency: 'MANUAL' }, NO_RULE],
    ['ENHANCED', { scanOnPush: false }, NO_RULE],
    ['ENHANCED', { scanFrequency: 'CONTINUOUS_SCAN' }, noResult('CONTINUOUS_SCAN')],
    ['ENHANCED', { scanFrequency: 'SCAN_ON_PUSH' }, noResult('SCAN_ON_PUSH')],
  ])('%s, %o', async (scanType, configuration, why) => {
    const aws = await start()
    aws.fail('GetRegistryScanningConfiguration', { json: { scanningConfiguration: { scanType, rules: [] } } })
    aws.fail('BatchGetRepositoryScanningConfiguration', {
      json: { scanningConfigurations: [{ repositoryName: 'api', ...configuration }], failures: [] },
    })
    expect(await gapsOf(aws)).toEqual([`${NONE}: ${why}`])
  })

  test('and if this run may start one, that it has to be waited for', async () => {
    const aws = await start({ scanAfterStart: [] })
    const started = `${NONE}: this run started the scan: raise scan-grace and wait-timeout`
    expect(await gapsOf(aws, { startScan: 'if-missing', timeoutSeconds: 1 })).toEqual([started])
    const again = 'the scan could not be started again: ECR scanned the image within the last 24 hours'
    expect(await gapsOf(aws, { startScan: 'if-missing', timeoutSeconds: 1 })).toEqual([
      `${NONE}: ${again}: raise scan-grace and wait-timeout`,
    ])
  })

  test('once for all images of an index', async () => {
    const aws = await startAws()
    const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } })
    const entries = ['amd64', 'arm64'].map(name => ({
      ...aws.ecr.addImage({ repository: 'api', manifest: makeManifest(name) }),
      ...platform(name),
    }))
    const manifest = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: entries }
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest })
    const { images, asked } = await readFrom(aws, { graceSeconds: 0 })
    expect(images.map(({ gaps }) => gaps)).toEqual([[`${NONE}: ${ON_REQUEST}`], [`${NONE}: ${ON_REQUEST}`]])
    expect(asked('GetRegistryScanningConfiguration')).toHaveLength(1)
  })
})

describe('a configuration that is not told leaves the reason unknown', () => {
  const ALLOW = 'allow ecr:GetRegistryScanningConfiguration and ecr:BatchGetRepositoryScanningConfiguration'
  const NO_TYPE = 'the answer of ecr:GetRegistryScanningConfiguration names no scanType'
  const NOTHING = 'the answer of ecr:BatchGetRepositoryScanningConfiguration says nothing about the repository'

  test.each<[operation: string, on: string]>([
    ['GetRegistryScanningConfiguration', 'registry 111122223333'],
    ['BatchGetRepositoryScanningConfiguration', 'repository "api"'],
  ])('%s is denied', async (operation, on) => {
    const aws = await start()
    aws.fail(operation, 'denied')
    expect(await gapsOf(aws)).toEqual([`${NONE}: the reason is unknown (AccessDenied for ecr:${operation} on ${on}); ${ALLOW}`])
  })

  test.each<[what: string, operation: string, json: object, why: string]>([
    ['no type', 'GetRegistryScanningConfiguration', { scanningConfiguration: { rules: [] } }, NO_TYPE],
    ['nothing about the registry', 'GetRegistryScanningConfiguration', {}, NO_TYPE],
    ['nothing about the repository', 'BatchGetRepositoryScanningConfiguration', { scanningConfigurations: [], failures: [] }, NOTHING],
    [
      'a failure',
      'BatchGetRepositoryScanningConfiguration',
      { scanningConfigurations: [], failures: [{ repositoryName: 'api', failureCode: 'REPOSITORY_NOT_FOUND' }] },
      NOTHING,
    ],
    [
      'a failure beside a configuration',
      'BatchGetRepositoryScanningConfiguration',
      {
        scanningConfigurations: [{ repositoryName: 'api', scanFrequency: 'MANUAL' }],
        failures: [{ repositoryName: 'api', failureCode: 'REPOSITORY_NOT_FOUND' }],
      },
      "ECR gave two answers about the repository's scanning",
    ],
  ])('%s in the answer of %s', async (_, operation, json, why) => {
    const aws = await start()
    aws.fail(operation, { json: json as never })
    expect(await gapsOf(aws)).toEqual([`${NONE}: the reason is unknown (${why}); ${ALLOW}`])
  })

  test('of which neither part can be read, told by the first', async () => {
    const aws = await start()
    for (const operation of ['GetRegistryScanningConfiguration', 'BatchGetRepositoryScanningConfiguration']) aws.fail(operation, 'denied')
    const denied = 'AccessDenied for ecr:GetRegistryScanningConfiguration on registry 111122223333'
    expect(await gapsOf(aws)).toEqual([`${NONE}: the reason is unknown (${denied}); ${ALLOW}`])
  })

  test('but not if only the account of the credentials is unknown', async () => {
    const aws = await start()
    aws.fail('GetCallerIdentity', 'expired')
    expect(await gapsOf(aws)).toEqual([expect.stringContaining('basic scanning scans this repository only on request')])
  })
})

describe('a registry of another account', () => {
  const FOREIGN =
    'the registry belongs to account 111122223333 and the credentials to 999999999999: enhanced results can be read only in the owning account; name a role there that may call ecr:DescribeImageScanFindings with image-roles'

  test('is the reason for a missing scan, whatever its own registry is set to', async () => {
    expect(await gapsOf(await start({}, '999999999999'))).toEqual([`${NONE}: ${FOREIGN}`])
  })

  test.each<[what: string, scan: readonly ScanStep[], gaps: readonly string[]]>([
    ['of a scan that is done but has no findings', [{ status: 'ACTIVE', omit: ['imageScanFindings'] }], [FOREIGN]],
    ['of no gap if there are findings', [CLEAN], []],
    ['of no other gap', ['denied'], []],
    ['of no scan that is still running', [{ status: 'IN_PROGRESS' }], []],
  ])('is the reason %s', async (_, scan, gaps) => {
    const read = await gapsOf(await start({ scan }, '999999999999'), { timeoutSeconds: 0 })
    expect(read?.filter(gap => gap.includes('the registry belongs to'))).toEqual(gaps)
  })

  test('is told alone where a started scan ended without findings, for that the run started it stands in the notes', async () => {
    const aws = await start({ scan: [], scanAfterStart: [{ status: 'COMPLETE', omit: ['imageScanFindings'] }] }, '999999999999')
    const { gaps, images } = await readFrom(aws, { startScan: 'if-missing', graceSeconds: 0, timeoutSeconds: 2 })
    expect(gaps?.[0]).toBe(FOREIGN)
    expect(images[0]?.notes).toEqual(['this run started the scan'])
  })
})

test('a scan that is done but has no findings needs no reason in the own account', async () => {
  const gaps = await gapsOf(await start({ scan: [{ status: 'ACTIVE', omit: ['imageScanFindings'] }] }))
  expect(gaps?.join()).not.toMatch(/registry|basic scanning/)
  expect(gaps).not.toEqual([])
})
