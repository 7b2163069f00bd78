// `ecr-gate permissions` as a process: what it prints is what a push and what `doctor` ask of the services, and what an administrator
// can hand to IAM as it is.

import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeBasicFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { pushLater } from '../aws/push.ts'
import type { ScanStep } from '../aws/scan.ts'
import { type Aws, startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, runBundle } from './command.ts'

const IMAGE = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:commit-1']
const SKOPEO = `#!/bin/sh
case "$*" in *--version*) echo "skopeo version 1.9.3"; exit 0;; esac
while [ $# -gt 0 ]; do case "$1" in --digestfile) digestfile=$2;; esac; shift; done
cp "$(dirname "$0")/digest" "$digestfile"
`
const SCAN: readonly ScanStep[] = [{ status: 'COMPLETE', findings: [] }]
const HIGH: readonly ScanStep[] = [{ status: 'COMPLETE', findings: makeBasicFindings({ HIGH: 1 }) }]
const MISSING: readonly ScanStep[] = [{ error: 'ScanNotFoundException' }]

interface Policy {
  readonly Version: string
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[]; readonly Resource: unknown }[]
}

function print(words: readonly string[]): Policy {
  const { code, out, err } = ecrGate(['permissions', ...words])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const policy = JSON.parse(out) as Policy
  expect(policy.Version).toBe('2012-10-17')
  return policy
}

/** What is allowed, without what others call: the tool that pushes, and ECR for the caller. */
const allowed = (words: readonly string[], others: RegExp): readonly string[] =>
  print(words)
    .Statement.flatMap(({ Action }) => Action)
    .filter(action => !others.test(action))
    .sort()

const askedOf = ({ requests }: Aws): readonly string[] =>
  requests
    .map(({ service, operation }) => `${service === 'tagging' ? 'tag' : service}:${operation}`)
    .filter(action => action !== 'sts:GetCallerIdentity')

const OWN = '111122223333'

async function push(scan: readonly ScanStep[], words: readonly string[], registryId = OWN): Promise<Aws> {
  const aws = await startAws({ ownRegistries: true })
  const place = { registryId, repository: 'payments/api' }
  aws.ecr.addImage({ ...place, tags: ['production'], manifest: makeManifest('old') })
  const digest = pushLater(aws, { ...place, tags: ['commit-1'], manifest: makeManifest('new'), scan })
  const tools = makeFolder({ skopeo: SKOPEO, digest })
  chmodSync(join(tools, 'skopeo'), 0o755)
  const env = { ...aws.env, PATH: `${tools}:${process.env['PATH']}`, RUNNER_TEMP: makeFolder() }
  const { out } = await runBundle('cli.cjs', ['check', ...words, '--scan-grace', '1s', '--format', 'json'], { env })
  expect((JSON.parse(out) as { push: unknown }).push).toMatchObject({ digest })
  expect(aws.violations).toEqual([])
  return aws
}

test('an image is pushed, judged and promoted with the role of its account', async () => {
  const account = '444455556666'
  const words = [
    ...IMAGE.map(word => word.replace(OWN, account)),
    ...['--push', 'oci:image', '--audit-source', 'none', '--promote-tags', 'production'],
    ...['--image-roles', `arn:aws:iam::${account}:role/gates/images`],
  ]
  const { requests } = await push(SCAN, words, account)
  const asked = (by: string) => requests.filter(request => request.account === by).map(({ operation }) => operation)
  expect(asked(account)).toEqual(expect.arrayContaining(['GetAuthorizationToken', 'DescribeImageScanFindings', 'PutImage']))
  expect(new Set(asked(OWN))).toEqual(new Set(['AssumeRole']))
})

test('nothing in Parameter Store or S3 is read, and no standard input', async () => {
  const aws = await startAws()
  const stored = ['ssm:/team/gate/files', 's3://gates/team/files.json', '-']
  for (const setting of ['rules', 'exceptions', 'vex']) {
    const words = stored.flatMap(each => [`--${setting}`, each])
    const { code, err } = await runBundle('cli.cjs', ['permissions', ...IMAGE, ...words], {
      env: aws.env,
      input: 'neither JSON nor YAML: [',
    })
    expect([code, err, aws.requests]).toEqual([0, '', []])
  }
})

test('a push that is quarantined or promoted asks for what is allowed, and for all of it', async () => {
  const words = [
    ...IMAGE,
    ...['--push', 'oci:image', '--audit-source', 'none'],
    ...['--promote-tags', 'production', '--on-fail', 'quarantine-tag:quarantine'],
  ]
  const asked = (await Promise.all([SCAN, HIGH, MISSING].map(scan => push(scan, words)))).flatMap(askedOf)
  expect([...new Set(asked)].sort()).toEqual(allowed(words, /^inspector2:|Layer/))
})

test('doctor asks for what a check of the image is allowed, and for all of it', async () => {
  const asked = await Promise.all(
    [SCAN, MISSING].map(async scan => {
      const aws = await startAws()
      aws.ecr.addImage({ repository: 'payments/api', tags: ['commit-1'], manifest: makeManifest('api'), scan })
      await runBundle('cli.cjs', ['doctor', ...IMAGE, '--aws-attempts', '1'], { env: aws.env })
      return askedOf(aws)
    }),
  )
  expect([...new Set(asked.flat())].sort()).toEqual(allowed(IMAGE, /^inspector2:/))
})

test('each permission that is denied is named as the policy has it', async () => {
  const aws = await startAws()
  aws.ecr.addImage({ repository: 'payments/api', tags: ['commit-1'], manifest: makeManifest('api'), scan: SCAN })
  aws.fail('DescribeImageScanFindings', 'denied')
  const { out } = await runBundle('cli.cjs', ['doctor', ...IMAGE, '--aws-attempts', '1'], { env: aws.env })
  expect(out).toContain(
    'allow ecr:DescribeImageScanFindings (and, for enhanced scanning, inspector2:ListCoverage and inspector2:ListFindings) on arn:aws:ecr:eu-west-1:111122223333:repository/payments/api',
  )
})

describe('what it prints', () => {
  test.each([
    ['images', '--image', '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/payments/api:1'],
    ['an image and a workgroup', '--audit-source', 'athena://audit@cn-north-1/security/cloudtrail_logs'],
  ])('is refused for %s of two partitions, because no role has both', (_, ...words) => {
    expect(ecrGate(['permissions', ...IMAGE, ...words])).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining('a role is in one partition, and these settings are about aws and aws-cn [usage]'),
    })
  })

  test('goes to a file', () => {
    const file = join(makeFolder(), 'policy.json')
    expect(ecrGate(['permissions', ...IMAGE, '--output', file])).toEqual({ code: 0, out: '', err: '' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(print(IMAGE))
  })

  test('says as text what each permission is for, and why some are on everything', () => {
    const { out } = ecrGate(['permissions', ...IMAGE, '--promote-tags', 'production', '--format', 'text'])
    expect(out).toMatch(/^on arn:aws:ecr:eu-west-1:111122223333:repository\/payments\/api$/m)
    expect(out).toMatch(/^ {2}ecr:PutImage +promote-tags: the tags$/m)
    expect(out).toMatch(/^on \* \(IAM knows no resource for these\) in eu-west-1\n {2}cloudtrail:LookupEvents +audit-source: lookup: /m)
  })
})
