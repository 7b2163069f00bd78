// Several accounts in one run: activity and images are read with roles, from a fake STS whose credentials say whose they are.

import { describe, expect, test } from 'vitest'
import { readCaller } from '../../src/aws/caller.ts'
import { connect } from '../../src/aws/client.ts'
import { Fault } from '../../src/fault.ts'
import { makeRecord } from '../aws/events.ts'
import { makeManifest } from '../aws/images.ts'
import { type Aws, type AwsOptions, startAws } from '../aws/server.ts'
import { playCheck } from '../aws/world.ts'
import { makeFolder } from '../folder.ts'

const OWN = '111122223333'
const [ONE, TWO] = ['444455556666', '777788889999'] as const
const roleOf = (account: string): string => `arn:aws:iam::${account}:role/gates/audit`
const ROLES = [roleOf(ONE), roleOf(TWO)]
const REGIONS = ['eu-west-1', 'us-east-1']
const AUDIT = ['--audit-source', 'lookup', '--audit-regions', ...REGIONS, '--aws-attempts', '1']

const SESSION_RULE = JSON.stringify({
  name: 'Session on a managed node',
  type: 'CloudTrail',
  title: '{{user}} opened a session in {{recipientAccountId}}',
  severityOfAlerts: 1,
  filter: 'eventSource = "ssm.amazonaws.com" and eventName = "StartSession"',
})
const writeRule = (): readonly string[] => ['--packs', 'none', '--rules', `${makeFolder({ 'session.json': SESSION_RULE })}/session.json`]

const callsOf = (aws: Aws, operation: string) => aws.requests.filter(request => request.operation === operation)
const placesOf = (aws: Aws, operation: string) => new Set(callsOf(aws, operation).map(({ account, region }) => `${account} ${region}`))
const addSession = (aws: Aws, account: string, region: string): void =>
  aws.cloudtrail.addEvents(
    region,
    [makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z', account, awsRegion: region })],
    account,
  )

async function start(options: AwsOptions = {}): Promise<Aws> {
  const aws = await startAws(options)
  addSession(aws, OWN, 'eu-west-1')
  return aws
}

describe('activity is read with the roles of audit-roles', () => {
  test('in every Region of each account, and not with the own credentials', async () => {
    const aws = await start()
    addSession(aws, TWO, 'us-east-1')
    const { report } = await playCheck(aws, [...AUDIT, ...writeRule(), '--audit-roles', ...ROLES])
    expect(report.verdict).toBe('fail')
    expect(report.alerts.map(({ title }) => title)).toEqual([expect.stringContaining(`opened a session in ${TWO}`)])
    expect(report.coverage.filter(({ source }) => source === 'events').map(({ origin, records }) => [origin, records])).toEqual([
      [`CloudTrail event history of account ${ONE}, eu-west-1`, 0],
      [`CloudTrail event history of account ${ONE}, us-east-1`, 0],
      [`CloudTrail event history of account ${TWO}, eu-west-1`, 0],
      [`CloudTrail event history of account ${TWO}, us-east-1`, 1],
    ])
    expect(placesOf(aws, 'LookupEvents')).toEqual(new Set([ONE, TWO].flatMap(account => REGIONS.map(region => `${account} ${region}`))))
    expect(aws.violations).toEqual([])
  })

  test('which are assumed once each, with the own credentials', async () => {
    const aws = await start()
    await playCheck(aws, [...AUDIT, ...writeRule(), '--audit-roles', ...ROLES])
    expect(callsOf(aws, 'AssumeRole').map(({ account, region, input }) => [account, region, input])).toEqual(
      ROLES.map(role => [OWN, 'eu-west-1', { RoleArn: role, RoleSessionName: 'ecr-gate' }]),
    )
  })

  test('among them the own account, if a role in it is named', async () => {
    const aws = await start()
    const { report } = await playCheck(aws, [...AUDIT, ...writeRule(), '--audit-roles', ROLES[0] ?? '', roleOf(OWN)])
    expect(report.alerts.map(({ title }) => title)).toEqual([expect.stringContaining(`opened a session in ${OWN}`)])
  })

  test('and an event that two accounts have is counted once', async () => {
    const aws = await start()
    const record = makeRecord({ eventName: 'StartSession', eventTime: '2026-11-23T11:00:00Z', account: ONE })
    const shared = { ...record, sharedEventID: 'f7c2c7a5-3c06-4e5b-9b4c-6f1c0a6f9d10' }
    aws.cloudtrail.addEvents('eu-west-1', [shared], ONE)
    aws.cloudtrail.addEvents('eu-west-1', [{ ...shared, eventID: '0d4a3a3e-57c4-4a8e-8f0e-0e6f6d2b7c11', recipientAccountId: TWO }], TWO)
    const { report } = await playCheck(aws, [...AUDIT, ...writeRule(), '--audit-roles', ...ROLES])
    expect(report.alerts).toMatchObject([{ count: 1 }])
  })
})

describe('an account that cannot be read is one gap, and hides no other', () => {
  const gapsOf = async (aws: Aws, ...words: readonly string[]) => {
    addSession(aws, TWO, 'us-east-1')
    const played = await playCheck(aws, [...AUDIT, ...writeRule(), '--audit-roles', ...ROLES, ...words])
    expect(played.report.alerts).toHaveLength(1)
    expect(played.report.coverage.filter(({ state }) => state === 'read')).not.toEqual([])
    return { ...played, gaps: played.report.coverage.filter(({ state }) => state === 'gap') }
  }
  const ofOne = { where: ({ input }: { readonly input: object }) => 'RoleArn' in input && input.RoleArn === ROLES[0] }

  test('if the role may not be assumed, which is told as that', async () => {
    const aws = await start()
    aws.fail('AssumeRole', 'denied', ofOne)
    const { gaps, told } = await gapsOf(aws)
    expect(gaps).toMatchObject([
      {
        origin: `CloudTrail event history of account ${ONE}, eu-west-1 and us-east-1`,
        message: `CloudTrail event history of account ${ONE}, eu-west-1 and us-east-1: not read with role ${ROLES[0]}: AccessDenied for sts:AssumeRole on role ${ROLES[0]}`,
      },
    ])
    expect(told.join('\n')).toContain(
      `help: allow sts:AssumeRole on ${ROLES[0]}, both in a policy for the step's credentials and in the trust policy of the role`,
    )
    expect(placesOf(aws, 'LookupEvents')).toEqual(new Set(REGIONS.map(region => `${TWO} ${region}`)))
  })

  test.each([
    ['throttle', 'AWS throttled every attempt of sts:AssumeRole'],
    ['expired', 'no valid credentials for sts:AssumeRole'],
    ['error500', 'the response of AWS to sts:AssumeRole'],
    ['cut', 'AWS cannot be reached for sts:AssumeRole'],
    ['html', `the answer of sts:AssumeRole on role ${ROLES[0]} has no credentials`],
    ['malformed', 'the response of AWS to sts:AssumeRole'],
    ['empty', 'the response of AWS to sts:AssumeRole'],
    [
      { name: 'RegionDisabledException', message: 'STS is not activated in this region', status: 403 },
      'STS is not activated in this region',
    ],
  ] as const)('if STS answers with %j', async (fault, message) => {
    const aws = await start()
    aws.fail('AssumeRole', fault, ofOne)
    const { gaps } = await gapsOf(aws)
    expect(gaps).toHaveLength(1)
    expect(gaps[0]?.message).toContain(message)
  })

  test('if STS answers with more tags than can be read', async () => {
    const aws = await start()
    aws.fail('AssumeRole', { text: `<AssumeRoleResponse>${'<a>'.repeat(600)}</AssumeRoleResponse>` }, ofOne)
    const { gaps } = await gapsOf(aws)
    expect(gaps[0]?.message).toContain('the response of AWS to sts:AssumeRole')
  })

  test('if STS says that the credentials are of another account, of which neither is believed', async () => {
    const aws = await start()
    const text = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${OWN}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
    aws.fail('GetCallerIdentity', { text }, { where: ({ account }) => account === ONE })
    const { gaps } = await gapsOf(aws)
    expect(gaps.map(({ message }) => message)).toEqual([
      expect.stringContaining(`the credentials of role ${ROLES[0]} are of account ${OWN}, says STS, so neither account is believed`),
    ])
    expect([...placesOf(aws, 'LookupEvents')].some(place => place.startsWith(ONE))).toBe(false)
  })

  test('if it throttles for ever, until audit-timeout, among twenty accounts in two Regions', async () => {
    const aws = await startAws()
    const accounts = Array.from({ length: 20 }, (_, i) => String(400_000_000_001 + i))
    for (const account of accounts) for (const region of REGIONS) addSession(aws, account, region)
    const [bad = ''] = accounts
    const isBad = ({ account, region }: { readonly account: string; readonly region: string }) => account === bad && region === 'us-east-1'
    aws.fail('LookupEvents', 'throttle', { where: isBad })
    let passed = 0
    aws.meanwhile('LookupEvents', 'after', () => {
      if (callsOf(aws, 'LookupEvents').filter(call => !isBad(call)).length === 39 && aws.requests.some(isBad)) passed = 300
    })
    const words = ['--audit-source', 'lookup', '--audit-regions', ...REGIONS, '--aws-attempts', '20']
    const { report } = await playCheck(aws, [...words, ...writeRule(), '--audit-roles', ...accounts.map(roleOf)], { passed: () => passed })
    const events = report.coverage.filter(({ source }) => source === 'events')
    expect(events).toHaveLength(40)
    expect(events.filter(({ state }) => state === 'read').map(({ records }) => records)).toEqual(Array.from({ length: 39 }, () => 1))
    expect(events.filter(({ state }) => state === 'gap')).toMatchObject([
      {
        origin: `CloudTrail event history of account ${bad}, us-east-1`,
        message: expect.stringContaining('AWS throttled the last request'),
      },
    ])
    expect(report.verdict).toBe('fail')
  })

  test('if its event history is denied in one Region, and the other is read', async () => {
    const aws = await start()
    aws.fail('LookupEvents', 'denied', { where: ({ account, region }) => account === ONE && region === 'us-east-1' })
    const { gaps } = await gapsOf(aws)
    expect(gaps.map(({ origin }) => origin)).toEqual([`CloudTrail event history of account ${ONE}, us-east-1`])
  })
})

describe('an image is read with the role of its account in image-roles', () => {
  const hostOf = (account: string): string => `${account}.dkr.ecr.eu-west-1.amazonaws.com`
  const addImage = (aws: Aws, registryId: string) =>
    aws.ecr.addImage({
      repository: 'api',
      registryId,
      tags: ['1'],
      manifest: makeManifest(registryId),
      scan: [{ status: 'COMPLETE', findings: [] }],
    })
  const IMAGES = ['--audit-source', 'none', '--aws-attempts', '1', '--scan-grace', '0s', '--image']

  test('and those of other accounts with the own credentials', async () => {
    const aws = await start({ ownRegistries: true })
    for (const account of [OWN, ONE]) addImage(aws, account)
    const { report } = await playCheck(aws, [...IMAGES, `${hostOf(OWN)}/api:1`, `${hostOf(ONE)}/api:1`, '--image-roles', roleOf(ONE)])
    expect(report.verdict).toBe('pass')
    expect(callsOf(aws, 'BatchGetImage').map(({ account, input }) => [account, input['registryId']])).toEqual(
      expect.arrayContaining([OWN, ONE].map(account => [account, account])),
    )
    expect(aws.violations).toEqual([])
  })

  test('and promoted with it', async () => {
    const aws = await start({ ownRegistries: true })
    addImage(aws, ONE)
    const { report } = await playCheck(aws, [
      ...IMAGES,
      `${hostOf(ONE)}/api:1`,
      '--image-roles',
      roleOf(ONE),
      '--promote-tags',
      'production',
    ])
    expect(report.release).toMatchObject({ promoted: true })
    expect(new Set(callsOf(aws, 'PutImage').map(({ account }) => account))).toEqual(new Set([ONE]))
    expect(callsOf(aws, 'AssumeRole')).toHaveLength(1)
  })

  test('without which it is a gap', async () => {
    const aws = await start({ ownRegistries: true })
    addImage(aws, ONE)
    const { report } = await playCheck(aws, [...IMAGES, `${hostOf(ONE)}/api:1`])
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join('\n')).toContain('AccessDenied for ecr:BatchGetImage')
  })

  test('and a role that may not be assumed is a gap of its images alone', async () => {
    const aws = await start({ ownRegistries: true })
    for (const account of [OWN, ONE]) addImage(aws, account)
    aws.fail('AssumeRole', 'denied')
    const { report } = await playCheck(aws, [...IMAGES, `${hostOf(OWN)}/api:1`, `${hostOf(ONE)}/api:1`, '--image-roles', roleOf(ONE)])
    expect(report.coverage.map(({ state, message }) => [state, message])).toEqual([
      ['read', expect.stringContaining(hostOf(OWN))],
      ['gap', expect.stringContaining(`AccessDenied for sts:AssumeRole on role ${roleOf(ONE)}`)],
      ['not requested', expect.anything()],
    ])
  })

  test('whose registry its configuration explains', async () => {
    const aws = await start({ ownRegistries: true })
    aws.ecr.addImage({ repository: 'api', registryId: ONE, tags: ['1'], manifest: makeManifest(1) })
    aws.ecr.setScanning({ registryId: ONE, scanType: 'ENHANCED' })
    const { report } = await playCheck(aws, [...IMAGES, `${hostOf(ONE)}/api:1`, '--image-roles', roleOf(ONE)])
    expect(report.reasons.join('\n')).toContain('the registry uses enhanced scanning')
  })
})

describe('the credentials of a role', () => {
  const open = ({ endpoint }: Aws, signal?: AbortSignal) =>
    connect({
      attempts: 1,
      endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      ...(signal === undefined ? {} : { signal }),
    }).as(roleOf(ONE))
  const ask = (aws: ReturnType<typeof open>, region = 'eu-west-1') => readCaller(aws, { region })

  test('serve all Regions and all calls until they are about to expire', async () => {
    const aws = await startAws()
    const role = open(aws)
    await Promise.all([ask(role), ask(role, 'us-east-1'), ask(role, 'ap-south-1')])
    expect(await ask(role)).toMatchObject({ account: ONE, arn: `arn:aws:sts::${ONE}:assumed-role/audit/ecr-gate` })
    expect(callsOf(aws, 'AssumeRole')).toHaveLength(1)
  })

  test('are replaced five minutes before they expire', async () => {
    const aws = await startAws()
    aws.sts.lifetime = 299
    const role = open(aws)
    await ask(role)
    const first = callsOf(aws, 'AssumeRole').length
    aws.sts.lifetime = 3600
    await ask(role)
    const replaced = callsOf(aws, 'AssumeRole').length
    await ask(role)
    expect(replaced).toBeGreaterThan(first)
    expect(callsOf(aws, 'AssumeRole')).toHaveLength(replaced)
  })

  test('are asked for again after a refusal', async () => {
    const aws = await startAws()
    aws.fail('AssumeRole', 'denied', { times: 1 })
    const role = open(aws)
    await expect(ask(role)).rejects.toMatchObject({ code: 'aws-denied' })
    expect(await ask(role)).toMatchObject({ account: ONE })
  })

  test('are not waited for once the run is stopped', async () => {
    const aws = await startAws()
    const controller = new AbortController()
    aws.fail('AssumeRole', 'hang')
    aws.meanwhile('AssumeRole', 'before', () => controller.abort(new Fault('stopped', { message: 'stopped' })))
    await expect(ask(open(aws, controller.signal))).rejects.toMatchObject({ code: 'stopped' })
  })
})
