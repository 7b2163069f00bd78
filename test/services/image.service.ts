// Images read from moto, an independent implementation of AWS: https://docs.getmoto.org
//
//   npm run test:services
//
// Everywhere else the services are our own fake (test/aws), which shares our assumptions about AWS. Here the committed bundle
// runs as a process against a server whose authors have read AWS's documentation for themselves. This needs Python 3 with venv
// and pip. The first run installs moto into the user's cache (install.ts), in the versions of requirements.txt, and fails if it
// cannot. setup.ts starts and stops the server. `npm test` runs none of this.
//
// Most of a test's time is the second that the gate waits before it reads findings again, so the tests run concurrently.
//
// What moto cannot show is left to the fake: it has no LookupEvents; an image's scan keeps one status and one result forever, so
// IN_PROGRESS never becomes COMPLETE; findings have no second page; a missing scan can always be started, so LimitExceeded and
// "This feature is disabled" never occur; AcceptedMediaTypes is ignored; BatchGetImage does not say which digest it failed to
// find; there is no throttling, and there are no FIPS or dual-stack hosts.

import { describe, expect, test } from 'vitest'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_INDEX, OCI_MANIFEST } from '../aws/images.ts'
import { check, checkScan } from './gate.ts'
import {
  ACCOUNT,
  addImage,
  addImageWithoutDigest,
  addRepository,
  CLEAN,
  HIGH,
  LOW,
  nameRepository,
  REGION,
  type Scan,
  setScanning,
  storeImage,
} from './moto.ts'

describe.concurrent('findings', () => {
  test('HIGH fail, and the report has them', async () => {
    const { name, digest } = await storeImage(HIGH)
    const { code, report, err } = await checkScan(`${name}:1.4.2`)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(report).toMatchObject({ verdict: 'fail', alerts: [{ ruleId: 'ecr-image-scan-findings-high' }] })
    expect(report.images).toMatchObject([{ digest, status: 'COMPLETE', severityCounts: { HIGH: 2, LOW: 1 } }])
    expect(report.images[0]?.findings).toMatchObject([
      { id: 'CVE-2026-100001', severity: 'HIGH', package: { name: 'libxml2', version: '3.0.11-1~deb12u2' } },
      { id: 'CVE-2026-100002', severity: 'HIGH', package: { name: 'glibc' } },
      { id: 'CVE-2026-100003', severity: 'LOW', package: { name: 'curl' } },
    ])
  })

  test('that moto invents fail', async () => {
    const { name } = await storeImage(undefined, { scanned: true })
    const { code, report } = await checkScan(`${name}:1.4.2`)
    expect(code).toBe(1)
    expect(report.images[0]?.findings).toMatchObject([
      { id: 'CVE-9999-9999', severity: 'HIGH', package: { name: 'moto_fake', version: '9.9.9' } },
    ])
  })

  test('LOW pass', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await checkScan(`${name}:1.4.2`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(report).toMatchObject({ verdict: 'pass', alerts: [], images: [{ severityCounts: { LOW: 3 } }] })
  })

  test('LOW fail if fail-on says so', async () => {
    const { name } = await storeImage(LOW)
    const { code, report } = await checkScan(`${name}:1.4.2`, ['--fail-on', 'low'])
    expect(code).toBe(1)
    expect(report.verdict).toBe('fail')
  })

  test('none pass', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, report } = await checkScan(`${name}:1.4.2`)
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ severityCounts: {}, findings: [] }] })
  })

  test('of an enhanced scan, which never ends, fail', async () => {
    const { name } = await storeImage({ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ CRITICAL: 1, MEDIUM: 2 }) })
    const { code, report } = await checkScan(`${name}:1.4.2`)
    expect(code).toBe(1)
    expect(report).toMatchObject({ verdict: 'fail', images: [{ status: 'ACTIVE', severityCounts: { CRITICAL: 1, MEDIUM: 2 } }] })
    expect(report.images[0]?.findings[0]).toMatchObject({ id: 'CVE-2026-100001', severity: 'CRITICAL', fixAvailable: 'YES' })
  })

  test('of several images are judged together', async () => {
    const [good, bad] = [await storeImage(LOW), await storeImage(HIGH)]
    const { code, report } = await check([`${good.name}:1.4.2`, `${bad.name}:1.4.2`], ['--audit-source', 'none'])
    expect(code).toBe(1)
    expect(report.images.map(({ digest }) => digest)).toEqual([good.digest, bad.digest])
    expect(report.reasons).toEqual([expect.stringContaining(`2 HIGH in ${bad.repository}`)])
  })
})

describe.concurrent('an image is named', () => {
  test.each<[string, (name: string, digest: string) => string]>([
    ['by its digest', (name, digest) => `${name}@${digest}`],
    ['by tag and digest', (name, digest) => `${name}:1.4.2@${digest}`],
  ])('%s', async (_, write) => {
    const { name, digest } = await storeImage(HIGH)
    const { code, report } = await checkScan(write(name, digest))
    expect(code).toBe(1)
    expect(report).toMatchObject({ verdict: 'fail', images: [{ digest, severityCounts: { HIGH: 2, LOW: 1 } }] })
  })

  test('without its registry', async () => {
    const { repository, digest } = await storeImage(LOW)
    const { code, report } = await checkScan(`${repository}:1.4.2`, ['--registry-id', ACCOUNT])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest }] })
  })

  test('in a Region other than that of the environment', async () => {
    const { name, digest } = await storeImage(LOW, { region: 'ap-southeast-2' })
    const { code, report } = await checkScan(`${name}:1.4.2`)
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest }] })
  })
})

describe.concurrent('an index', () => {
  const PLATFORMS = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
  ]

  /** Two images, each with a tag of its own too, and the attestation of the first. */
  async function storeIndex(scans: readonly [Scan, Scan | undefined]) {
    const repository = await addRepository()
    const entries = []
    for (const [i, platform] of PLATFORMS.entries()) {
      const scan = scans[i]
      const { architecture } = platform
      const image = { repository, tag: `1.4.2-${architecture}`, manifest: makeManifest(`${repository} ${architecture}`) }
      entries.push({ mediaType: OCI_MANIFEST, platform, ...(await addImage({ ...image, ...(scan === undefined ? {} : { scan }) })) })
    }
    const digests = entries.map(({ digest }) => digest)
    const attestation = makeAttestation(digests[0] ?? '')
    await addImage({ repository, manifest: attestation.manifest })
    const manifest = makeIndex([...entries, attestation.entry])
    const { digest } = await addImage({ repository, tag: '1.4.2', manifest, mediaType: OCI_INDEX })
    return { name: `${nameRepository(repository)}:1.4.2`, digest, digests }
  }

  test('fails if one of its images does, and its attestation is not an image', async () => {
    const { name, digest, digests } = await storeIndex([LOW, HIGH])
    const { code, report } = await checkScan(name)
    expect(code).toBe(1)
    expect(report.verdict).toBe('fail')
    expect(report.images).toMatchObject([
      { digest: digests[0], indexDigest: digest, platform: 'linux/amd64', severityCounts: { LOW: 3 } },
      { digest: digests[1], indexDigest: digest, platform: 'linux/arm64/v8', severityCounts: { HIGH: 2, LOW: 1 } },
    ])
  })

  test('is judged by the platforms asked for', async () => {
    const { name, digests } = await storeIndex([LOW, HIGH])
    const { code, report } = await checkScan(name, ['--platforms', 'linux/amd64'])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest: digests[0] }] })
  })

  test('is undecided when one of its images was never scanned', async () => {
    const { name } = await storeIndex([LOW, undefined])
    const { code, report } = await checkScan(name)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringMatching(/linux\/arm64.*ECR has no scan of this image/)] })
  })
})

describe.concurrent('undecided is', () => {
  // One Region each, because scanning is configured per Region.
  test.each<[string, 'BASIC' | 'ENHANCED', 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'nothing', string]>([
    ['us-east-2', 'BASIC', 'nothing', 'basic scanning scans this repository only on request: set start-scan: if-missing'],
    ['us-west-2', 'BASIC', 'SCAN_ON_PUSH', 'the repository is scanned on push (basic), so the image was pushed before that was set'],
    ['eu-north-1', 'ENHANCED', 'nothing', 'the registry uses enhanced scanning, and none of its rules covers this repository'],
    ['eu-west-3', 'ENHANCED', 'CONTINUOUS_SCAN', 'the registry uses enhanced scanning (CONTINUOUS_SCAN), and Inspector has no result'],
  ])('an image without a scan: in %s %s scanning covers it by %s', async (region, scanType, scanFrequency, why) => {
    const { name } = await storeImage(undefined, { region })
    const repositoryFilters = [{ filter: 'payments/*', filterType: 'WILDCARD' as const }]
    await setScanning(region, scanType, scanFrequency === 'nothing' ? [] : [{ scanFrequency, repositoryFilters }])
    const { code, report } = await checkScan(`${name}:1.4.2`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining(`ECR has no scan of this image: ${why}`)] })
  })

  test.each<[string, Scan, string]>([
    ['a scan that is IN_PROGRESS', { status: 'IN_PROGRESS' }, 'the scan did not finish within wait-timeout (1 s)'],
    ['a scan that is PENDING', { status: 'PENDING' }, 'the scan did not finish within wait-timeout (1 s)'],
    ['a scan that FAILED', { status: 'FAILED' }, "the scan's status is FAILED"],
    ['a scan of an UNSUPPORTED_IMAGE', { status: 'UNSUPPORTED_IMAGE' }, "the scan's status is UNSUPPORTED_IMAGE"],
    ['a scan that is COMPLETE without a list of findings', { status: 'COMPLETE' }, 'has no list of findings'],
    // moto ignores the token, so it returns the first page again.
    ['a page that cannot be had', { ...LOW, nextToken: 'more' }, 'ECR repeated a nextToken'],
  ])('%s', async (_, scan, why) => {
    const { name } = await storeImage(scan)
    const { code, report } = await checkScan(`${name}:1.4.2`, ['--wait-timeout', '1s'])
    expect(code).toBe(2)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join('\n')).toContain(why)
  })

  test('a repository that does not exist', async () => {
    const { code, report, err } = await checkScan(`${nameRepository('payments/nowhere')}:1.4.2`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', images: [] })
    const arn = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/payments/nowhere`
    expect(err).toContain(`there is no repository "payments/nowhere" (${arn}) [aws-not-found]`)
  })

  test('a tag that does not exist', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await checkScan(`${name}:1.4.3`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', images: [] })
    expect(err).toContain('the repository has no image with the tag "1.4.3" [aws-not-found]')
  })

  test('a manifest that does not match its digest', async () => {
    const repository = await addRepository()
    await addImageWithoutDigest(repository, '1.4.2', makeManifest(repository))
    const { code, report } = await checkScan(`${nameRepository(repository)}:1.4.2`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining('it is not what was pushed')] })
  })
})

describe.concurrent('start-scan: if-missing', () => {
  test('starts the scan and judges what it finds', async () => {
    const { name } = await storeImage(LOW, { scanned: false })
    const { code, report } = await checkScan(`${name}:1.4.2`, ['--start-scan', 'if-missing'])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ severityCounts: { LOW: 3 }, notes: ['this run started the scan'] }] })
  })
})
