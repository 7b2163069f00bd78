// Live reading against moto, an implementation of AWS that is not ours: https://docs.getmoto.org
//
//   npm run test:services
//
// Everywhere else the services are our own fake (test/aws), which shares our beliefs about AWS. Here the committed bundle,
// as a process, asks a server whose authors read AWS's documentation for themselves. It needs Python 3 with venv and pip;
// moto is installed into the user's cache at the first run (install.ts), in the versions of requirements.txt. `npm test`
// does not run these tests, and nothing beside pip leaves the machine.
//
// What moto cannot show, and so is left to the fake: it has no LookupEvents; a scan never goes from one status to another,
// because an image and a way of naming it have one result for ever; findings have no pages; what is started is done at
// once; a scan that is missing can always be started, basic or enhanced; AcceptedMediaTypes is ignored; a failure of
// BatchGetImage does not repeat the digest; and there are no FIPS or dual-stack endpoints.

import { describe, expect, test } from 'vitest'
import { makeRecord } from '../aws/events.ts'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_INDEX, OCI_MANIFEST } from '../aws/images.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { type Outcome, runBundle } from '../e2e/command.ts'
import { runAction } from './action.ts'
import { ACCOUNT, addImage, addImageOfOtherDigest, addRepository, assumeRole, env, REGION, type Scan, setScanning } from './moto.ts'

const HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`
const OTHER_ACCOUNT = '222233334444'

const HIGH: Scan = { findings: makeBasicFindings({ HIGH: 2, LOW: 1 }) }
const LOW: Scan = { findings: makeBasicFindings({ LOW: 3 }) }
const CLEAN: Scan = { findings: [] }

interface Judged {
  readonly code: number | null
  readonly err: string
  readonly report: Report
}

/** What these tests read of the report. */
interface Report {
  readonly verdict: string
  readonly reasons: readonly string[]
  readonly alerts: readonly { readonly ruleId: string }[]
  readonly images: readonly {
    readonly digest: string
    readonly platform: string | null
    readonly status: string
    readonly severityCounts: Readonly<Record<string, number>>
    readonly notes: readonly string[]
    readonly findings: readonly { readonly id: string; readonly severity: string; readonly package: unknown }[]
  }[]
  readonly coverage: readonly { readonly source: string; readonly state: string; readonly message: string }[]
}

function ecrGate(words: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return runBundle('cli.cjs', words, { env: { ...env, ...more } })
}

/** Judges by the scan alone. */
async function check(images: string | readonly string[], words: readonly string[] = [], more = {}): Promise<Judged> {
  const asked = ['check', '--image', ...[images].flat(), '--audit-source', 'none', '--scan-grace', '1s', '--format', 'json']
  return judge(await ecrGate([...asked, ...words], more))
}

function judge({ code, out, err }: Outcome): Judged {
  return { code, err, report: JSON.parse(out) as Report }
}

async function storeImage(scan?: Scan, region = REGION) {
  const repository = await addRepository(region)
  const image = await addImage({
    repository,
    tag: '1.4.2',
    manifest: makeManifest(repository),
    region,
    ...(scan === undefined ? {} : { scan }),
  })
  return { ...image, repository, name: `${image.host}/${repository}` }
}

describe('findings', () => {
  test('HIGH fails, and the report has the findings', async () => {
    const { name, digest } = await storeImage(HIGH)
    const { code, report, err } = await check(`${name}:1.4.2`)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(report).toMatchObject({ verdict: 'fail', alerts: [{ ruleId: 'ecr-image-scan-findings-high' }] })
    expect(report.images).toMatchObject([{ digest, status: 'COMPLETE', severityCounts: { HIGH: 2, LOW: 1 } }])
    expect(report.images[0]?.findings).toMatchObject([
      { id: 'CVE-2026-100001', severity: 'HIGH', package: { name: 'libxml2', version: '3.0.11-1~deb12u2' } },
      { id: 'CVE-2026-100002', severity: 'HIGH', package: { name: 'glibc' } },
      { id: 'CVE-2026-100003', severity: 'LOW', package: { name: 'curl' } },
    ])
  })

  test('the finding that moto gives without being told fails too', async () => {
    const repository = await addRepository()
    await addImage({ repository, tag: '1', manifest: makeManifest(repository), scanned: true })
    const { code, report } = await check(`${HOST}/${repository}:1`)
    expect(code).toBe(1)
    expect(report.images[0]?.findings).toMatchObject([
      { id: 'CVE-9999-9999', severity: 'HIGH', package: { name: 'moto_fake', version: '9.9.9' } },
    ])
  })

  test('LOW passes', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await check(`${name}:1.4.2`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(report).toMatchObject({ verdict: 'pass', alerts: [], images: [{ severityCounts: { LOW: 3 } }] })
  })

  test('none pass', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, report } = await check(`${name}:1.4.2`)
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ severityCounts: {}, findings: [] }] })
  })

  test('of an enhanced scan that goes on fail as well', async () => {
    const { name } = await storeImage({ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ CRITICAL: 1, MEDIUM: 2 }) })
    const { code, report } = await check(`${name}:1.4.2`)
    expect(code).toBe(1)
    expect(report).toMatchObject({ verdict: 'fail', images: [{ status: 'ACTIVE', severityCounts: { CRITICAL: 1, MEDIUM: 2 } }] })
    expect(report.images[0]?.findings[0]).toMatchObject({
      id: 'CVE-2026-100001',
      severity: 'CRITICAL',
      fixAvailable: 'YES',
      exploitAvailable: 'YES',
    })
  })

  test('of several images are judged together', async () => {
    const [good, bad] = [await storeImage(LOW), await storeImage(HIGH)]
    const { code, report } = await check([`${good.name}:1.4.2`, `${bad.name}:1.4.2`])
    expect(code).toBe(1)
    expect(report.images.map(({ digest }) => digest)).toEqual([good.digest, bad.digest])
    expect(report.reasons).toEqual([`HIGH findings in ${bad.repository}: 2 [ecr-image-scan-findings-high]`])
  })
})

describe('an image is named', () => {
  test.each<[string, (name: string, digest: string) => string]>([
    ['by its digest', (name, digest) => `${name}@${digest}`],
    ['by tag and digest', (name, digest) => `${name}:1.4.2@${digest}`],
  ])('%s', async (_, write) => {
    const { name, digest } = await storeImage(HIGH)
    const { code, report } = await check(write(name, digest))
    expect(code).toBe(1)
    expect(report).toMatchObject({ verdict: 'fail', images: [{ digest, severityCounts: { HIGH: 2, LOW: 1 } }] })
  })

  test('without its registry', async () => {
    const { repository, digest } = await storeImage(LOW)
    const { code, report } = await check(`${repository}:1.4.2`, ['--registry-id', ACCOUNT])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest }] })
  })

  test('in another Region than the environment says', async () => {
    const { name, digest } = await storeImage(LOW, 'ap-southeast-2')
    const { code, report } = await check(`${name}:1.4.2`)
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest }] })
  })
})

describe('an index', () => {
  const platforms = [
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
  ] as const

  /** Two images and an attestation under one tag. */
  async function storeIndex(scans: readonly [Scan, Scan | undefined]) {
    const repository = await addRepository()
    const entries = []
    for (const [i, platform] of platforms.entries()) {
      const scan = scans[i]
      const manifest = makeManifest(`${repository} ${platform.architecture}`)
      const { digest, size } = await addImage({ repository, manifest, ...(scan === undefined ? {} : { scan }) })
      entries.push({ mediaType: OCI_MANIFEST, digest, size, platform })
    }
    const attestation = makeAttestation(entries[0]?.digest ?? '')
    await addImage({ repository, manifest: attestation.manifest })
    const manifest = makeIndex([...entries, attestation.entry])
    const index = await addImage({ repository, tag: '1.4.2', manifest, mediaType: OCI_INDEX })
    return { name: `${HOST}/${repository}:1.4.2`, index: index.digest, digests: entries.map(({ digest }) => digest) }
  }

  test('fails by one of its images, and its attestation is none', async () => {
    const { name, index, digests } = await storeIndex([LOW, HIGH])
    const { code, report } = await check(name)
    expect(code).toBe(1)
    expect(report.verdict).toBe('fail')
    expect(report.images).toMatchObject([
      { digest: digests[0], indexDigest: index, platform: 'linux/amd64', severityCounts: { LOW: 3 } },
      { digest: digests[1], indexDigest: index, platform: 'linux/arm64/v8', severityCounts: { HIGH: 2, LOW: 1 } },
    ])
  })

  test('is judged by the platforms asked for', async () => {
    const { name, digests } = await storeIndex([LOW, HIGH])
    const { code, report } = await check(name, ['--platforms', 'linux/amd64'])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ digest: digests[0] }] })
  })

  test('is undecided when one of its images was never scanned', async () => {
    const { name } = await storeIndex([LOW, undefined])
    const { code, report } = await check(name)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining('ECR has no scan of this image')] })
  })
})

describe('undecided is', () => {
  test.each<[string, 'BASIC' | 'ENHANCED', 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | undefined, string]>([
    ['us-east-2', 'BASIC', undefined, 'basic scanning scans this repository only when asked to: set start-scan: if-missing'],
    ['us-west-2', 'BASIC', 'SCAN_ON_PUSH', 'the repository is scanned on push (basic), so the image was pushed before that was set'],
    ['eu-north-1', 'ENHANCED', undefined, 'the registry uses enhanced scanning, and none of its rules covers this repository'],
    ['eu-west-3', 'ENHANCED', 'CONTINUOUS_SCAN', 'the registry uses enhanced scanning (CONTINUOUS_SCAN), and Inspector has no result'],
  ])('an image without a scan, in %s with %s scanning and %s', async (region, scanType, scanFrequency, why) => {
    const { name } = await storeImage(undefined, region)
    const repositoryFilters = [{ filter: 'payments/*', filterType: 'WILDCARD' as const }]
    await setScanning(region, scanType, scanFrequency === undefined ? [] : [{ scanFrequency, repositoryFilters }])
    const { code, report } = await check(`${name}:1.4.2`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining('ECR has no scan of this image: ')] })
    expect(report.reasons[0]).toContain(why)
  })

  test.each<[Scan, string]>([
    [{ status: 'IN_PROGRESS' }, 'the scan was not done within wait-timeout (1 s)'],
    [{ status: 'PENDING' }, 'the scan was not done within wait-timeout (1 s)'],
    [{ status: 'FAILED' }, 'FAILED'],
    [{ status: 'UNSUPPORTED_IMAGE' }, 'UNSUPPORTED_IMAGE'],
    [{ status: 'COMPLETE' }, 'COMPLETE'],
    // moto reads no token, so it gives the first page again.
    [{ ...LOW, nextToken: 'more' }, 'ECR repeated a nextToken'],
  ])('%j', async (scan, why) => {
    const { name } = await storeImage(scan)
    const { code, report } = await check(`${name}:1.4.2`, ['--wait-timeout', '1s'])
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining(why)] })
  })

  test('a repository that is not there', async () => {
    const { code, report, err } = await check(`${HOST}/payments/nowhere:1.4.2`)
    expect(code).toBe(2)
    expect(report.verdict).toBe('undecided')
    expect(err).toContain(
      `there is no repository "payments/nowhere" (arn:aws:ecr:${REGION}:${ACCOUNT}:repository/payments/nowhere) [aws-not-found]`,
    )
  })

  test('a tag that is not there', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await check(`${name}:1.4.3`)
    expect(code).toBe(2)
    expect(report.verdict).toBe('undecided')
    expect(err).toContain('the repository has no image with the tag "1.4.3" [aws-not-found]')
  })

  test('a manifest that has another digest than its own', async () => {
    const repository = await addRepository()
    await addImageOfOtherDigest(repository, '1', makeManifest(repository))
    const { code, report } = await check(`${HOST}/${repository}:1`)
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', reasons: [expect.stringContaining('it is not what was pushed')] })
  })
})

describe('start-scan: if-missing', () => {
  test('starts the scan and judges what it finds', async () => {
    const repository = await addRepository()
    await addImage({ repository, tag: '1', manifest: makeManifest(repository), scan: LOW, scanned: false })
    const { code, report } = await check(`${HOST}/${repository}:1`, ['--start-scan', 'if-missing'])
    expect(code).toBe(0)
    expect(report).toMatchObject({ verdict: 'pass', images: [{ severityCounts: { LOW: 3 }, notes: ['this run started the scan'] }] })
  })
})

describe('the caller', () => {
  test('of an allowed account is let through', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await check(`${name}:1.4.2`, ['--allowed-account-ids', ACCOUNT])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(report.verdict).toBe('pass')
  })

  test('of another account, by an assumed role, is refused', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await check(`${name}:1.4.2`, ['--allowed-account-ids', ACCOUNT], await assumeRole(OTHER_ACCOUNT))
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', images: [] })
    expect(err).toContain(`the credentials belong to account ${OTHER_ACCOUNT}, which allowed-account-ids does not allow [account]`)
    expect(err).toContain(`arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/deploy/ecr-gate`)
  })

  test('may not ask for an image of another account', async () => {
    const { name } = await storeImage(LOW)
    const { code, out, err } = await ecrGate(['check', '--image', `${name}:1.4.2`, '--allowed-account-ids', OTHER_ACCOUNT])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(ACCOUNT)
  })
})

describe('recent activity', () => {
  /** Our fake for CloudTrail alone; moto stays the judge of everything else. */
  async function startCloudTrail(): Promise<readonly [Aws, Readonly<Record<string, string>>]> {
    const aws = await startAws({ account: ACCOUNT, region: REGION })
    return [aws, { AWS_ENDPOINT_URL_CLOUDTRAIL: aws.endpoint }]
  }

  test('that cannot be read is a gap and never green', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, report } = judge(await ecrGate(['check', '--image', `${name}:1.4.2`, '--aws-attempts', '2', '--format', 'json']))
    expect(code).toBe(2)
    expect(report).toMatchObject({
      verdict: 'undecided',
      images: [{ findings: [] }],
      coverage: [{ state: 'read' }, { source: 'events', state: 'gap' }],
    })
    expect(report.reasons).toEqual([expect.stringContaining('cloudtrail:LookupEvents')])
  })

  test('and a clean image pass when both were read', async () => {
    const { name } = await storeImage(CLEAN)
    const [aws, cloudTrail] = await startCloudTrail()
    aws.cloudtrail.addEvents(REGION, [makeRecord({ eventName: 'GetParameter', eventTime: new Date(Date.now() - 600_000) })])
    const { code, report } = judge(await ecrGate(['check', '--image', `${name}:1.4.2`, '--format', 'json'], cloudTrail))
    expect({ code, violations: aws.violations }).toEqual({ code: 0, violations: [] })
    expect(report).toMatchObject({ verdict: 'pass', coverage: [{ state: 'read' }, { source: 'events', state: 'read' }] })
  })

  test('is all that doctor finds missing with moto alone', async () => {
    const { name } = await storeImage(LOW)
    const { code, out } = await ecrGate(['doctor', '--image', `${name}:1.4.2`, '--aws-attempts', '2'])
    expect(code).toBe(1)
    expect(out).toContain('1 thing stands in the way of a verdict')
    expect(out.split('\n').filter(line => /^ {2}bad /.test(line))).toEqual([expect.stringContaining('cloudtrail:LookupEvents')])
  })

  test('and a healthy image leave doctor content', async () => {
    const { name } = await storeImage(LOW)
    const [aws, cloudTrail] = await startCloudTrail()
    const { code, out } = await ecrGate(['doctor', '--image', `${name}:1.4.2`, '--allowed-account-ids', ACCOUNT], cloudTrail)
    expect({ code, violations: aws.violations }).toEqual({ code: 0, violations: [] })
    const checks = out.split('\n').filter(line => /^ {2}\w/.test(line))
    expect(checks).toEqual([
      `  ok    account ${ACCOUNT}, arn:aws:sts::${ACCOUNT}:user/moto`,
      '  ok    ecr:BatchGetImage: one image',
      '  ok    ecr:DescribeImageScanFindings: COMPLETE, 3 findings on the first page',
      '  ok    scanning: BASIC in the registry, MANUAL for the repository',
      expect.stringContaining('  ok    ecr:DescribeImages'),
      expect.stringContaining('  ok    cloudtrail:LookupEvents'),
    ])
    expect(out).toContain('nothing stands in the way of a verdict')
  })
})

describe('the Action', () => {
  test('fails the step on HIGH findings', async () => {
    const { name, repository, digest } = await storeImage(HIGH)
    const { code, log, err, outputs, summary } = await runAction({ image: `${name}:1.4.2`, 'audit-source': 'none' }, env)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(outputs).toMatchObject({ verdict: 'fail', critical: '0', high: '2', medium: '0', low: '1', digest })
    expect(outputs['reasons']).toContain(`HIGH findings in ${repository}: 2`)
    expect(log).toMatch(/^::error title=ECR Gate::fail: do not deploy/m)
    expect(summary).toContain('## ECR Gate: fail: do not deploy')
  })

  test('passes the step on LOW findings', async () => {
    const { name, digest } = await storeImage(LOW)
    const { code, err, outputs } = await runAction(
      { image: `${name}:1.4.2\n`, 'audit-source': 'none', 'allowed-account-ids': ACCOUNT },
      env,
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(outputs).toMatchObject({ verdict: 'pass', high: '0', low: '3', digest })
  })

  test('is undecided without the event history, whatever the image', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, outputs, summary } = await runAction({ image: `${name}:1.4.2`, 'aws-attempts': '2' }, env)
    expect(code).toBe(2)
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('cloudtrail:LookupEvents') })
    expect(summary).toContain('## ECR Gate: undecided')
  })
})
