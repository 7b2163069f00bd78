// The caller's account, recent activity, and what doctor says about both. moto has no LookupEvents, which shows what the gate does
// without it. For tests that need recent activity, only CloudTrail is our fake, and moto is everything else.

import { describe, expect, test } from 'vitest'
import { makeRecord } from '../aws/events.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { check, checkScan, ecrGate } from './gate.ts'
import { ACCOUNT, assumeRole, CLEAN, LOW, REGION, storeImage } from './moto.ts'

const OTHER_ACCOUNT = '222233334444'

describe('the caller', () => {
  test('of an allowed account is let through', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await checkScan(`${name}:1.4.2`, ['--allowed-account-ids', ACCOUNT])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(report.verdict).toBe('pass')
  })

  test('of another account, by an assumed role, is refused', async () => {
    const { name } = await storeImage(LOW)
    const { code, report, err } = await checkScan(`${name}:1.4.2`, ['--allowed-account-ids', ACCOUNT], await assumeRole(OTHER_ACCOUNT))
    expect(code).toBe(2)
    expect(report).toMatchObject({ verdict: 'undecided', images: [] })
    expect(err).toContain(`the credentials belong to account ${OTHER_ACCOUNT}, which allowed-account-ids does not allow [account]`)
    expect(err).toContain(`arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/deploy/ecr-gate`)
  })

  test('is refused an image of an account that is not allowed', async () => {
    const { name } = await storeImage(LOW)
    const { code, out, err } = await ecrGate(['check', '--image', `${name}:1.4.2`, '--allowed-account-ids', OTHER_ACCOUNT])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(ACCOUNT)
  })
})

async function startCloudTrail(): Promise<readonly [Aws, Readonly<Record<string, string>>]> {
  const aws = await startAws({ account: ACCOUNT, region: REGION })
  return [aws, { AWS_ENDPOINT_URL_CLOUDTRAIL: aws.endpoint }]
}

describe('recent activity', () => {
  test('that cannot be read is a gap, and never green', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, report } = await check([`${name}:1.4.2`], ['--aws-attempts', '2'])
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
    const { code, report } = await check([`${name}:1.4.2`], [], cloudTrail)
    expect({ code, violations: aws.violations }).toEqual({ code: 0, violations: [] })
    expect(report).toMatchObject({ verdict: 'pass', coverage: [{ state: 'read' }, { source: 'events', state: 'read', records: 1 }] })
  })
})

test('a role of another account is assumed, and reads there', async () => {
  const { name } = await storeImage(LOW)
  const role = `arn:aws:iam::${OTHER_ACCOUNT}:role/gates/audit`
  const [aws, cloudTrail] = await startCloudTrail()
  const { code, report, err } = await check([`${name}:1.4.2`], ['--audit-roles', role], cloudTrail)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(report).toMatchObject({
    coverage: [{ state: 'read' }, { state: 'read', origin: `CloudTrail event history of account ${OTHER_ACCOUNT}, ${REGION}` }],
  })
  expect(aws.violations).toEqual([])
})

test('an image of another account is read with the role of its account', async () => {
  const { name } = await storeImage(LOW)
  const foreign = await assumeRole(OTHER_ACCOUNT)
  const judge = (...words: readonly string[]) => checkScan(`${name}:1.4.2`, words, foreign)
  expect((await judge()).report.verdict).toBe('undecided')
  expect((await judge('--image-roles', `arn:aws:iam::${ACCOUNT}:role/gates/images`)).report.verdict).toBe('pass')
})

describe('doctor', () => {
  test('reports that moto has no event history, and no other problem', async () => {
    const { name } = await storeImage(LOW)
    const { code, out } = await ecrGate(['doctor', '--image', `${name}:1.4.2`, '--aws-attempts', '2'])
    expect(code).toBe(1)
    expect(out).toContain('1 problem prevents a verdict')
    expect(linesOf(out).filter(line => line.startsWith('bad'))).toEqual([expect.stringContaining('cloudtrail:LookupEvents')])
  })

  test('reports no problem for a healthy image', async () => {
    const { name } = await storeImage(LOW)
    const [aws, cloudTrail] = await startCloudTrail()
    const { code, out } = await ecrGate(['doctor', '--image', `${name}:1.4.2`, '--allowed-account-ids', ACCOUNT], cloudTrail)
    expect({ code, violations: aws.violations }).toEqual({ code: 0, violations: [] })
    expect(linesOf(out)).toEqual([
      `ok    account ${ACCOUNT}, arn:aws:sts::${ACCOUNT}:user/moto`,
      'ok    ecr:BatchGetImage: one image',
      expect.stringMatching(/^ok {4}ecr:DescribeImageScanFindings: COMPLETE, 3 findings/),
      expect.stringMatching(/^ok {4}scanning: BASIC .* MANUAL for the repository$/),
      expect.stringContaining('ok    ecr:DescribeImages'),
      // moto does not have this call, and only what is said of instructions needs it.
      expect.stringMatching(/^note {2}.*ecr:GetDownloadUrlForLayer/),
      expect.stringContaining('ok    cloudtrail:LookupEvents'),
      // Nor this one, which only the names in alerts need.
      expect.stringMatching(/^note {2}.*ssm:DescribeInstanceInformation/),
    ])
    expect(out).toContain('nothing prevents a verdict')
  })

  test('says what an image without a scan lacks', async () => {
    const { name } = await storeImage()
    const [, cloudTrail] = await startCloudTrail()
    const { code, out } = await ecrGate(['doctor', '--image', `${name}:1.4.2`], cloudTrail)
    expect(code).toBe(1)
    expect(linesOf(out).filter(line => line.startsWith('bad'))).toEqual([
      expect.stringContaining('ecr:DescribeImageScanFindings: ScanNotFoundException: basic scanning scans this repository only on request'),
    ])
  })
})

/** The checks in the output of doctor, without headings and help. */
function linesOf(out: string): readonly string[] {
  return out.split('\n').flatMap(line => (/^ {2}\w/.test(line) ? [line.trim()] : []))
}
