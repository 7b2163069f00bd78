// `ecr-gate doctor` as a process beside a fake of the services: what it finds wrong, and the cure it names for it.

import { describe, expect, test } from 'vitest'
import { makeBasicFindings, makeEnhancedFindings } from '../aws/findings.ts'
import { makeAttestation, makeIndex, makeManifest, OCI_MANIFEST } from '../aws/images.ts'
import { toInspectorFinding } from '../aws/inspector.ts'
import type { ImageOptions } from '../aws/repository.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, type AwsOptions, startAws } from '../aws/server.ts'
import { TABLE } from '../aws/table.ts'
import type { Failure } from '../aws/wire.ts'
import { makeFolder } from '../folder.ts'
import { type Outcome, runBundle } from './command.ts'

const ACCOUNT = '111122223333'
const OTHER = '444455556666'
const REGISTRY = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`
const IMAGE = `${REGISTRY}/payments/api:1.4.2`
const ARN = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/payments/api`
const COMPLETED = '2026-11-23T11:58:00Z'
const BASIC: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 3 }), completedAt: COMPLETED }]
const ENHANCED: readonly ScanStep[] = [{ status: 'ACTIVE', enhancedFindings: makeEnhancedFindings({ HIGH: 3 }), completedAt: COMPLETED }]
const WELL = /nothing prevents a verdict/

interface Context {
  readonly onTestFinished: (close: () => Promise<void>) => void
}

async function start({ onTestFinished }: Context, options: AwsOptions = {}): Promise<Aws> {
  const aws = await startAws({ ...options, keepOpen: true })
  onTestFinished(aws.close)
  return aws
}

function addImage(aws: Aws, scan: readonly ScanStep[] | undefined, more: Partial<ImageOptions> = {}): string {
  const made = makeManifest('payments')
  const config = aws.ecr.addBlob(JSON.stringify({ rootfs: { type: 'layers', diff_ids: made.layers.map(({ digest }) => digest) } }))
  const image = { repository: 'payments/api', tags: ['1.4.2'], manifest: { ...made, config: { ...made.config, ...config } } }
  return aws.ecr.addImage({ ...image, ...(scan === undefined ? {} : { scan }), ...more }).digest
}

function addIndex(aws: Aws, platforms: Readonly<Record<string, readonly ScanStep[] | undefined>>): void {
  const entries = Object.entries(platforms).map(([name, scan]) => {
    const [os = '', architecture = ''] = name.split('/')
    const digest = addImage(aws, scan, { manifest: makeManifest(name), tags: [] })
    return { mediaType: OCI_MANIFEST, digest, size: 500, platform: { os, architecture } }
  })
  const { manifest, entry } = makeAttestation(entries[0]?.digest ?? '')
  addImage(aws, undefined, { manifest, tags: [] })
  addImage(aws, undefined, { manifest: makeIndex([...entries, entry]) })
}

/** Runs doctor and asserts what is true of every run: no crash, no wrong request, nothing changed, no scan started. */
async function examine(
  aws: Aws,
  words: readonly string[] = ['--image', IMAGE],
  env: Readonly<Record<string, string>> = aws.env,
): Promise<Outcome> {
  const outcome = await runBundle('cli.cjs', ['doctor', ...words, '--aws-attempts', '1'], { env })
  expect(outcome.out + outcome.err).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m)
  expect(outcome.err).not.toContain('[bug]')
  expect(aws.violations).toEqual([])
  expect(aws.requests.filter(({ operation }) => /^(Put|Start|Batch(Delete|Import))/.test(operation))).toEqual([])
  expect(WELL.test(outcome.out)).toBe(outcome.code === 0)
  return outcome
}

/** The lines of a level, each with the help below it. */
function linesOf({ out }: Outcome, level: 'ok' | 'note' | 'bad'): readonly string[] {
  return out.match(new RegExp(`^ *${level} .*(?:\\n +help:.*)?`, 'gm')) ?? []
}

describe.concurrent('doctor finds nothing wrong', () => {
  test.for<[title: string, scanType: 'BASIC' | 'ENHANCED', scan: readonly ScanStep[]]>([
    ['a basic scan', 'BASIC', BASIC],
    ['an enhanced scan', 'ENHANCED', ENHANCED],
    ['a scan without findings', 'BASIC', [{ status: 'COMPLETE', findings: [], completedAt: COMPLETED }]],
    ['a scan that is still running', 'BASIC', [{ status: 'IN_PROGRESS' }]],
  ])('with %s', async ([, scanType, scan], context) => {
    const aws = await start(context)
    aws.ecr.setScanning({ scanType })
    addImage(aws, scan)
    const outcome = await examine(aws)
    expect({ code: outcome.code, err: outcome.err }).toEqual({ code: 0, err: '' })
    expect(linesOf(outcome, 'bad')).toEqual([])
    for (const action of ['BatchGetImage', 'DescribeImageScanFindings', 'DescribeImages', 'LookupEvents'])
      expect(outcome.out).toContain(action)
    expect(outcome.out).toContain(aws.sts.arn)
    expect(outcome.out).toContain(scanType)
  })

  test('with an index whose images are all scanned, and names its platforms', async context => {
    const aws = await start(context)
    addIndex(aws, { 'linux/amd64': BASIC, 'linux/arm64': BASIC })
    const outcome = await examine(aws)
    expect(outcome.code).toBe(0)
    expect(outcome.out).toMatch(/linux\/amd64.*linux\/arm64/)
    expect(outcome.out).not.toContain('unknown/unknown')
  })
})

describe.concurrent('a missing permission', () => {
  test.for([
    ['BatchGetImage', `allow ecr:BatchGetImage on ${ARN}`],
    ['DescribeImageScanFindings', `allow ecr:DescribeImageScanFindings`],
    ['LookupEvents', 'allow cloudtrail:LookupEvents on *'],
    ['GetCallerIdentity', 'allow sts:GetCallerIdentity'],
  ] as const)('of %s stands in the way, and the cure is told', async ([operation, cure], context) => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.fail(operation, 'denied')
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome, 'bad')).toEqual([expect.stringContaining(cure)])
  })

  test('of LookupEvents does not matter where the step reads no event history', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.fail('LookupEvents', 'denied')
    const outcome = await examine(aws, ['--image', IMAGE, '--audit-source', 'none'])
    expect(outcome.code).toBe(0)
    expect(aws.requests.map(({ operation }) => operation)).not.toContain('LookupEvents')
  })

  test('of sts:AssumeRole is told once for each role, and the others are examined', async context => {
    const aws = await start(context, { ownRegistries: true })
    for (const registryId of [ACCOUNT, OTHER]) addImage(aws, BASIC, { registryId })
    const [ours, theirs] = [ACCOUNT, OTHER].map(account => `arn:aws:iam::${account}:role/audit`) as [string, string]
    const words = ['--image', `${REGISTRY.replace(ACCOUNT, OTHER)}/payments/api:1.4.2`, '--image-roles', theirs]
    const well = await examine(aws, [...words, '--audit-roles', ours, theirs])
    expect(well.code).toBe(0)
    for (const [account, role] of [
      [ACCOUNT, ours],
      [OTHER, theirs],
    ] as const) {
      expect(well.out).toContain(`Role ${role}\n  ok    sts:AssumeRole: account ${account}\n`)
      expect(well.out).toContain(`Event history of account ${account}, eu-west-1\n`)
    }
    aws.fail('AssumeRole', 'denied', { where: ({ input }) => input['RoleArn'] === ours })
    const denied = await examine(aws, [...words, '--audit-roles', ours, theirs])
    expect(linesOf(denied, 'bad')).toEqual([expect.stringContaining(`AccessDenied for sts:AssumeRole on role ${ours}`)])
    expect(denied.out).not.toContain(`Event history of account ${ACCOUNT}`)
    expect(denied.out).toContain(`Event history of account ${OTHER}, eu-west-1\n`)
  })

  test('under enhanced scanning names the actions of Inspector too', async context => {
    const aws = await start(context)
    addImage(aws, ENHANCED)
    aws.fail('DescribeImageScanFindings', 'denied')
    expect((await examine(aws)).out).toMatch(/inspector2:ListCoverage.*inspector2:ListFindings/)
  })

  test.for(['DescribeImages', 'GetDownloadUrlForLayer', 'GetRegistryScanningConfiguration', 'BatchGetRepositoryScanningConfiguration'])(
    'of %s is noted with its cure, and stands in the way of no verdict',
    async (operation, context) => {
      const aws = await start(context)
      addImage(aws, BASIC)
      aws.fail(operation, 'denied')
      const outcome = await examine(aws)
      expect(outcome.code).toBe(0)
      expect(linesOf(outcome, 'note')).toEqual([expect.stringContaining(`allow ecr:${operation}`)])
    },
  )
})

test('a configuration that ECR gives and nobody can download is noted', async context => {
  const aws = await start(context)
  addImage(aws, BASIC)
  aws.ecr.blobs.clear()
  const outcome = await examine(aws)
  expect([outcome.code, linesOf(outcome, 'note')]).toEqual([0, [expect.stringMatching(/answered HTTP 403 for the configuration sha256:/)]])
  expect(outcome.out).not.toContain('ecr:GetDownloadUrlForLayer')
})

describe('doctor asks Amazon Inspector', () => {
  const ruleFor = (filter: string): string => {
    const rule = { id: 'own', name: 'own', type: 'Finding', severityOfAlerts: 1, filter }
    return `${makeFolder({ 'rule.json': JSON.stringify(rule) })}/rule.json`
  }
  const prepare = (aws: Aws): void => {
    const digest = addImage(aws, ENHANCED)
    const [finding = {}] = makeEnhancedFindings({ HIGH: 1 }, { digest })
    aws.inspector.add(toInspectorFinding(finding))
  }
  const askedOf = (aws: Aws) => aws.requests.filter(({ service }) => service === 'inspector2').map(({ operation }) => operation)

  test('where a rule looks at what only it knows', async context => {
    const aws = await start(context)
    prepare(aws)
    const outcome = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--rules', ruleFor('knownExploited = "YES"')])
    expect(outcome.out).toContain(
      'ok    inspector2:ListFindings, inspector2:BatchGetFindingDetails: knownExploited, for which rules or exceptions ask',
    )
    expect([outcome.code, askedOf(aws)]).toEqual([0, ['ListFindings', 'BatchGetFindingDetails']])
  })

  test('and says what to allow', async context => {
    const aws = await start(context)
    prepare(aws)
    aws.fail('BatchGetFindingDetails', 'denied')
    const outcome = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--rules', ruleFor('knownExploited = "YES"')])
    expect(linesOf(outcome, 'bad')).toEqual([
      expect.stringMatching(/AccessDenied for inspector2:BatchGetFindingDetails[\s\S]*help: allow inspector2:BatchGetFindingDetails on \*/),
    ])
  })

  test('and no other time', async context => {
    const aws = await start(context)
    prepare(aws)
    await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--rules', ruleFor('score > 9')])
    expect(askedOf(aws)).toEqual([])
  })
})

describe.concurrent('doctor explains', () => {
  test.for<[title: string, prepare: (aws: Aws) => void, explained: RegExp]>([
    ['a repository that is not there', () => undefined, /no repository "payments\/api"[\s\S]*help: .*Region/],
    ['an image that is not there', aws => aws.ecr.addRepository({ repository: 'payments/api' }), /no image with the tag "1\.4\.2"/],
    [
      'a missing scan where basic scanning waits to be asked',
      aws => addImage(aws, undefined),
      /DescribeImageScanFindings: ScanNotFoundException.*basic.*start-scan/,
    ],
    [
      'a missing scan where basic scanning scans on push',
      aws => {
        aws.ecr.addRepository({ repository: 'payments/api', scanOnPush: true })
        addImage(aws, undefined)
      },
      /ScanNotFoundException.*on push \(basic\)/,
    ],
    [
      'a missing scan where no rule of enhanced scanning covers the repository',
      aws => {
        aws.ecr.setScanning({
          scanType: 'ENHANCED',
          rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: 'web/*', filterType: 'WILDCARD' }] }],
        })
        addImage(aws, undefined)
      },
      /ScanNotFoundException.*enhanced.*rules/,
    ],
    [
      'a missing scan where enhanced scanning covers the repository',
      aws => {
        aws.ecr.setScanning({
          scanType: 'ENHANCED',
          rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }],
        })
        addImage(aws, undefined)
      },
      /ScanNotFoundException.*enhanced.*CONTINUOUS_SCAN.*Inspector/,
    ],
    [
      'a failed scan, with the reason that ECR gives',
      aws => addImage(aws, [{ status: 'FAILED', description: 'no layers' }]),
      /FAILED.*no layers/,
    ],
    ['a kind of image that is not scanned', aws => addImage(aws, [{ status: 'UNSUPPORTED_IMAGE' }]), /UNSUPPORTED_IMAGE/],
    ['a status nobody knows', aws => addImage(aws, [{ status: 'SHINY' }]), /SHINY/],
    ['a scan that is said to be complete and brings nothing', aws => addImage(aws, [{ status: 'COMPLETE' }]), /DescribeImageScanFindings/],
    ['a manifest of other bytes', aws => addImage(aws, BASIC, { corrupt: true }), /not what was pushed/],
    ['an index without any image', aws => addIndex(aws, {}), /index/],
  ])('%s', async ([, prepare, explained], context) => {
    const aws = await start(context)
    prepare(aws)
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome, 'bad')).toEqual([expect.stringMatching(explained)])
  })

  test('which platform of an index has no scan', async context => {
    const aws = await start(context)
    addIndex(aws, { 'linux/amd64': BASIC, 'linux/arm64': undefined })
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome, 'bad')).toEqual([expect.stringContaining('linux/arm64')])
  })

  test('which of several images has no scan', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    addImage(aws, undefined, { repository: 'payments/web' })
    const outcome = await examine(aws, ['--image', IMAGE, `${REGISTRY}/payments/web:1.4.2`])
    expect(outcome.code).toBe(1)
    const [before = '', after = ''] = outcome.out.split('Image payments/web')
    expect(before).not.toMatch(/^ *bad/m)
    expect(after).toMatch(/^ *bad .*ScanNotFoundException/m)
  })
})

describe.concurrent('a registry of another account', () => {
  const RULES = [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }] }] as const

  test('with a missing scan: the cure is a role in the owning account', async context => {
    const aws = await start(context, { account: OTHER })
    addImage(aws, undefined, { registryId: ACCOUNT })
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    const [bad = ''] = linesOf(outcome, 'bad')
    expect(bad).toMatch(new RegExp(`${ACCOUNT}.*${OTHER}.*role`))
    expect(bad).not.toMatch(/start-scan|scan-grace/)
  })

  test('whose basic findings can be read is noted, and stands in the way of no verdict', async context => {
    const aws = await start(context, { account: OTHER })
    addImage(aws, BASIC, { registryId: ACCOUNT })
    const outcome = await examine(aws)
    expect(outcome.code).toBe(0)
    expect(linesOf(outcome, 'note')[0]).toMatch(new RegExp(`account ${ACCOUNT}.*event history.*${OTHER}`))
  })

  test('is not told to be scanned as the registry of the caller is', async context => {
    const aws = await start(context, { account: OTHER })
    aws.ecr.setScanning({ registryId: OTHER, scanType: 'ENHANCED', rules: RULES })
    addImage(aws, BASIC, { registryId: ACCOUNT })
    const outcome = await examine(aws)
    expect(outcome.out).not.toContain('ENHANCED')
    expect(outcome.out).not.toContain('MANUAL')
  })

  test('stands in the way where allowed-account-ids does not allow the caller', async context => {
    const aws = await start(context, { account: OTHER })
    addImage(aws, BASIC, { registryId: ACCOUNT })
    const outcome = await examine(aws, ['--image', IMAGE, '--allowed-account-ids', ACCOUNT])
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome, 'bad')).toEqual([expect.stringMatching(new RegExp(`allowed-account-ids.*${OTHER}`))])
  })
})

describe.concurrent('credentials and the network', () => {
  test('none: nothing is asked, and the cure is told', async context => {
    const aws = await start(context)
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...env } = aws.env
    const outcome = await examine(aws, ['--image', IMAGE], env)
    expect({ code: outcome.code, requests: aws.requests }).toEqual({ code: 1, requests: [] })
    expect(linesOf(outcome, 'bad')[0]).toMatch(/credentials[\s\S]*help: .*configure-aws-credentials/)
  })

  test.for(['expired', 'unrecognized'] as const)('%s: the cure is told', async (fault, context) => {
    const aws = await start(context)
    addImage(aws, BASIC)
    for (const operation of ['GetCallerIdentity', 'BatchGetImage', 'DescribeImageScanFindings', 'LookupEvents']) aws.fail(operation, fault)
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(linesOf(outcome, 'bad')[0]).toMatch(/credentials[\s\S]*help: .*configure-aws-credentials/)
    // An expired token was valid: what it takes is a longer one.
    expect(outcome.out.includes('role-duration-seconds')).toBe(fault === 'expired')
    expect(outcome.out.includes('id-token: write')).toBe(fault === 'unrecognized')
  })

  test('a certificate file that is not there is a problem of the image, and no bug', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    const outcome = await runBundle('cli.cjs', ['doctor', '--image', IMAGE], { env: { ...aws.env, AWS_CA_BUNDLE: '/nonexistent/ca.pem' } })
    expect(outcome.code).toBe(1)
    expect(`${outcome.out}${outcome.err}`).toMatch(/AWS_CA_BUNDLE \(\/nonexistent\/ca\.pem\) cannot be read/)
    expect(outcome.err).not.toContain('[bug]')
  })

  test('an endpoint where nobody listens: the help says where to look', async context => {
    const aws = await start(context)
    await aws.close()
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(outcome.out).toMatch(/help: .*AWS_ENDPOINT_URL/)
  })

  const FAULTS: readonly Failure[] = ['html', 'empty', 'malformed', 'cut', 'cutMidway', 'error500', 'throttle']
  const NEEDED = ['BatchGetImage', 'DescribeImageScanFindings', 'LookupEvents', 'GetCallerIdentity']

  test.for(FAULTS)('"%s" in the place of an answer: each of the four calls stands in the way', async (fault, context) => {
    const outcomes = await Promise.all(
      NEEDED.map(async operation => {
        const aws = await start(context)
        addImage(aws, BASIC)
        aws.fail(operation, fault)
        return [operation, (await examine(aws)).code] as const
      }),
    )
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(NEEDED.map(operation => [operation, 1])))
  })

  test.for(['GetRegistryScanningConfiguration', 'BatchGetRepositoryScanningConfiguration'])(
    '{} in the place of %s is not told to be an answer',
    async (operation, context) => {
      const aws = await start(context)
      aws.ecr.addRepository({ repository: 'payments/api', scanOnPush: true })
      addImage(aws, BASIC)
      aws.fail(operation, 'empty')
      const outcome = await examine(aws)
      expect(linesOf(outcome, 'ok').filter(line => line.includes('scanning:'))).toEqual([])
    },
  )
})

describe.concurrent('hostile names', () => {
  const HOSTILE = '\n::error::obeyed\r\n  ::add-mask::obeyed\u001b[2J\u001b]8;;https://evil.example\u0007##[error]obeyed\u202e'

  function expectInert({ out, err }: Outcome): void {
    for (const text of [out, err]) {
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(text).not.toMatch(/^\s*::[a-z]/m)
      expect(text).not.toContain('##[')
    }
  }

  test.for<[title: string, prepare: (aws: Aws) => void]>([
    ['a status and its description', aws => addImage(aws, [{ status: HOSTILE, description: HOSTILE, unchecked: true }])],
    ['a platform of an index', aws => addIndex(aws, { [`${HOSTILE.replace('/', '')}/arm64`]: undefined })],
    ['an error of ECR', aws => aws.fail('BatchGetImage', { name: HOSTILE.replaceAll(/[\r\n]/g, ' '), message: HOSTILE })],
    ['a denial', aws => aws.fail('BatchGetImage', { name: 'AccessDeniedException', message: HOSTILE })],
    ['a denial of CloudTrail', aws => aws.fail('LookupEvents', { name: 'AccessDeniedException', message: HOSTILE })],
    ['a denial of STS', aws => aws.fail('GetCallerIdentity', { name: 'AccessDenied', message: HOSTILE, status: 403 })],
  ])('in %s are printed inert', async ([, prepare], context) => {
    const aws = await start(context)
    prepare(aws)
    const outcome = await examine(aws)
    expect(outcome.code).toBe(1)
    expect(outcome.out).toContain('obeyed')
    expectInert(outcome)
  })

  test('as the image are wrong use, asked of nobody and printed inert', async context => {
    const aws = await start(context)
    const outcome = await examine(aws, ['--image', `${REGISTRY}/payments/api:${HOSTILE}`])
    expect({ code: outcome.code, out: outcome.out, requests: aws.requests }).toEqual({ code: 2, out: '', requests: [] })
    expectInert(outcome)
  })
})

describe.concurrent('wrong use', () => {
  test.for<[words: readonly string[], message: RegExp]>([
    [[], /needs --image/],
    [['--image'], /--image needs a value/],
    [['--image', 'payments/api:1'], /names no registry/],
    [['--image', IMAGE, '--wait-timeout', '1s'], /has no flag "--wait-timeout"/],
    [['--image', IMAGE, '--allowed-account-ids', OTHER], /which --allowed-account-ids does not allow/],
  ])('doctor %j exits 2 and asks nobody', async ([words, message], context) => {
    const aws = await start(context)
    const { code, err } = await examine(aws, words)
    expect({ code, requests: aws.requests }).toEqual({ code: 2, requests: [] })
    expect(err).toMatch(message)
  })
})

describe('what goes on now in Systems Manager', () => {
  const LIVE = ['--image', IMAGE, '--audit-live', 'sessions', 'commands']

  test('is read once, as a check with audit-live reads it', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.ssm.openSession('eu-west-1')
    const { out } = await examine(aws, LIVE)
    expect(out).toContain('Systems Manager of eu-west-1\n')
    expect(out).toMatch(/ok {4}sessions of account 111122223333, eu-west-1: 1 open, 0 ended of those that began since .+; as of /)
    expect(out).toMatch(/ok {4}commands of account 111122223333, eu-west-1: 0 open/)
    expect(out).toMatch(/ok {4}ssm:DescribeInstanceInformation, tag:GetResources/)
    expect(out).toMatch(WELL)
  })

  test('that may not be read is a problem; that nodes may not be named is good to know', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.fail('DescribeSessions', 'denied')
    aws.fail('GetResources', 'denied')
    const { out } = await examine(aws, LIVE)
    expect(out).toMatch(/bad {3}sessions of account .*AccessDenied for ssm:DescribeSessions on Systems Manager in eu-west-1/)
    expect(out).toContain('help: allow ssm:DescribeSessions on *')
    expect(out).toMatch(/note {2}.*AccessDenied for tag:GetResources/)
    expect(out).toMatch(/1 problem prevents a verdict/)
  })
})

describe('a table in Athena', () => {
  const TABLED = ['--image', IMAGE, '--audit-source', 'athena://audit/security/cloudtrail_logs']

  test('is examined with its workgroup, and no query is started', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.athena.tables.set('security.cloudtrail_logs', TABLE)
    const { out } = await examine(aws, TABLED)
    expect(out).toContain('Table athena://audit/security/cloudtrail_logs of eu-west-1\n')
    expect(out).toContain('ok    athena:GetWorkGroup: results in s3://results/audit/, a query ends at 10.0 GB')
    expect(out).toContain('ok    athena:GetTableMetadata: the table has what the rules ask for')
    expect(out).not.toContain('Event history')
    expect(aws.athena.queries).toEqual([])
    expect(out).toMatch(WELL)
  })

  test('without a limit is good to know; a workgroup that is disabled, or has no place for results, is a problem', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.athena.tables.set('security.cloudtrail_logs', TABLE)
    aws.athena.workgroups.set('audit', { State: 'DISABLED', Configuration: {} })
    const { out } = await examine(aws, TABLED)
    expect(out).toContain('bad   the workgroup is DISABLED')
    expect(out).toContain('bad   the workgroup has no place for the results of queries')
    expect(out).toContain('note  there is no limit on the bytes that a query of the workgroup scans')
    expect(out).toMatch(/2 problems prevent a verdict/)
  })

  test('is not called the event history, where the image is of another account', async context => {
    const aws = await start(context)
    aws.athena.tables.set('security.cloudtrail_logs', TABLE)
    const image = '444455556666.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
    const { out } = await examine(aws, ['--image', image, ...TABLED.slice(2)])
    expect(out).toContain('only in the owning account, and the activity is that of 111122223333')
  })

  test('that lacks what a rule looks at, or is not there, is a problem; what the workgroup is may stay unknown', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    const columns = (TABLE['Columns'] as readonly { readonly Name: string }[]).filter(({ Name }) => Name !== 'errorcode')
    aws.athena.tables.set('security.cloudtrail_logs', { ...TABLE, Columns: columns })
    aws.fail('GetWorkGroup', 'denied')
    const { out } = await examine(aws, TABLED)
    expect(out).toMatch(/note {2}AccessDenied for athena:GetWorkGroup on workgroup audit in eu-west-1/)
    expect(out).toMatch(/bad {3}rules ecr-.* look at error\S*(?: and \S+)?, for which the table has no column/)
    const other = await examine(aws, [...TABLED.slice(0, -1), 'athena://audit/security/other'])
    expect(other.out).toMatch(/bad {3}.*there is no such table/)
  })

  test('is not said to have what rules ask for that are wrong', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    aws.athena.tables.set('security.cloudtrail_logs', TABLE)
    const folder = makeFolder({ 'one.yml': 'name: one\nfilter: eventName =\n' })
    const { out } = await examine(aws, [...TABLED, '--rules', folder])
    expect(out).toMatch(/bad {3}.*one\.yml:2:/)
    expect(out).toContain("ok    athena:GetTableMetadata: the table is one of CloudTrail's events")
  })
})

describe.concurrent('the base image', () => {
  test('and what its tag names by now are read', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    const digest = addImage(aws, undefined, { repository: 'payments/base', tags: ['1.2'], manifest: makeManifest('base') })
    const base = `${REGISTRY}/payments/base:1.2@${digest}`
    const same = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--base-image', base])
    expect(same.out).toContain(`Base image payments/base:1.2@${digest.slice(0, 19)} in account ${ACCOUNT}, eu-west-1`)
    expect(linesOf(same, 'ok').join()).toContain('ecr:BatchGetImage: 2 layers')
    expect(linesOf(same, 'ok').join()).toContain('its tag names this image')
    const newer = addImage(aws, undefined, { repository: 'payments/base', tags: ['1.2'], manifest: makeManifest('newer') })
    const other = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--base-image', base])
    expect(linesOf(other, 'ok').join()).toContain(`its tag names another image by now: ${newer}`)
  })

  test.for<[what: string, manifest: object, message: string]>([
    ['without layers', { ...makeManifest('base'), layers: [] }, '0 layers'],
    ['whose layers have no digests', { ...makeManifest('base'), layers: [{}] }, 'layers that cannot be told'],
    [
      'that is a chart',
      { schemaVersion: 2, mediaType: OCI_MANIFEST, config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' }, layers: [] },
      'no image',
    ],
  ])('%s divides nothing, and is noted', async ([, manifest, message], context) => {
    const aws = await start(context)
    addImage(aws, BASIC)
    const digest = addImage(aws, undefined, { repository: 'payments/base', tags: ['1.2'], manifest })
    const base = `${REGISTRY}/payments/base:1.2@${digest}`
    const outcome = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--base-image', base])
    expect(linesOf(outcome, 'note').map(line => line.trim())).toEqual([`note  ecr:BatchGetImage: ${message}`])
  })

  test('that cannot be read prevents no verdict, and is told', async context => {
    const aws = await start(context)
    addImage(aws, BASIC)
    const base = `${REGISTRY}/payments/api:0@sha256:${'0'.repeat(64)}`
    const outcome = await examine(aws, ['--image', IMAGE, '--audit-source', 'none', '--base-image', base])
    expect(linesOf(outcome, 'note').join()).toContain(`the repository has no image with sha256:${'0'.repeat(64)}`)
  })
})
