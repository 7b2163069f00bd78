// Settings from flags and from inputs: every value right and wrong, what goes together and what does not, and that both
// surfaces say the same. A wrong value is an error and never becomes a default.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Invocation, parseArguments } from '../../src/settings/arguments.ts'
import { FORMATS } from '../../src/settings/choices.ts'
import { COMMANDS, INPUTS, type SettingsOf } from '../../src/settings/commands.ts'
import { type Inputs, parseInputs } from '../../src/settings/inputs.ts'
import type { Settings } from '../../src/settings/settings.ts'
import { SETTINGS, type Setting, type SettingName } from '../../src/settings/table.ts'
import { toEnv } from '../e2e/runner.ts'

type Environment = Readonly<Record<string, string | undefined>>

const ENV: Environment = { AWS_REGION: 'eu-west-1' }
const ACCOUNT = '111122223333'
const HOST = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`
const IMAGE = `${HOST}/api:v1`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/gates/audit`
const OTHER_ROLE = 'arn:aws:iam::444455556666:role/audit'
const toRole = (arn: string) => ({ arn, account: arn.split(':')[4] ?? '', partition: 'aws' })
const OTHER = `444455556666.dkr.ecr.us-east-1.amazonaws.com/web:v2`

const BASE_DIGEST = `sha256:${'b'.repeat(64)}`
const BASE = `${HOST}/payments/base:1.2@${BASE_DIGEST}`
const OTHER_BASE = `444455556666.dkr.ecr.us-east-1.amazonaws.com/base@${BASE_DIGEST}`
const toBase = (text: string) => {
  const [, registryId = '', region = '', repositoryName = '', tag = null] =
    /^(\d+)\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/([^:@]+)(?::([^@]+))?@/.exec(text) ?? []
  return { text, registryId, region, repositoryName, tag, digest: BASE_DIGEST, fips: false, dualStack: false }
}

/** `NAME=value` pairs as the runner hands them over; it writes names in capitals and leaves their hyphens. */
function inputs(given: Readonly<Record<string, string>>, env = ENV) {
  return parseInputs({ ...env, ...toEnv(given) })
}

function check(words: readonly string[], env = ENV): Settings {
  const invocation = parseArguments(['check', ...words], env)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

function checkInputs(given: Readonly<Record<string, string>>, env = ENV): Settings {
  const invocation = inputs(given, env)
  if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
  return invocation.settings
}

type Told = Invocation | Inputs

function told(invocation: Told): string {
  if (invocation.kind !== 'wrong') throw new Error(`was read as ${JSON.stringify(invocation)}`)
  expect(invocation.problems.length).toBeGreaterThan(0)
  for (const problem of invocation.problems) {
    expect(problem).toMatchObject({ level: 'error', kind: 'usage', message: expect.stringMatching(/./) })
    expect(problem.message).not.toContain('{setting}')
  }
  return invocation.problems.map(({ message, help }) => `${message}: ${help}`).join('\n')
}

const wrongWords = (words: readonly string[], env = ENV): string => told(parseArguments(['check', ...words], env))
const wrongInputs = (given: Readonly<Record<string, string>>, env = ENV): string => told(inputs(given, env))

describe('a run', () => {
  test('of one image has the defaults of the table', () => {
    const settings = check(['--image', IMAGE])
    expect(settings).toEqual({
      images: [
        {
          text: IMAGE,
          registryId: ACCOUNT,
          region: 'eu-west-1',
          repositoryName: 'api',
          tag: 'v1',
          digest: null,
          fips: false,
          dualStack: false,
        },
      ],
      findings: [],
      events: [],
      rules: [],
      policy: undefined,
      policyRoles: [],
      packs: ['ecr', 'ssm'],
      failOn: undefined,
      maxFindings: undefined,
      unfixed: 'fail',
      baseImages: [],
      baseImageFindings: 'fail',
      fixWithin: {},
      baseline: undefined,
      maxScanAgeSeconds: undefined,
      exceptions: [],
      vex: [],
      untriaged: 'warn',
      onUndecided: 'fail',
      audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['eu-west-1'], asked: false },
      auditRegions: [],
      live: undefined,
      auditRoles: [],
      imageRoles: [],
      waitTimeoutSeconds: 600,
      scanGraceSeconds: 60,
      startScan: 'never',
      platforms: [],
      allowedAccountIds: [],
      predicateFile: undefined,
      bundle: undefined,
      trustedRoot: undefined,
      identity: undefined,
      issuer: undefined,
      policyDigest: undefined,
      maxAgeSeconds: undefined,
      predicate: undefined,
      unsigned: false,
      push: undefined,
      pushTimeoutSeconds: 900,
      promoteTags: [],
      promoteOnWarn: false,
      onFail: 'keep',
      awsAttempts: 6,
      dockerfile: undefined,
      files: [],
      summary: true,
      checkRun: undefined,
      comment: 'never',
      uploadSarif: false,
      githubToken: undefined,
      format: 'text',
      output: undefined,
      count: false,
      countBy: undefined,
      event: undefined,
      rule: undefined,
      sql: undefined,
      archived: undefined,
      reports: [],
      against: undefined,
      reason: undefined,
      expires: undefined,
      untilFixed: false,
      owner: undefined,
      package: undefined,
      acceptedImage: undefined,
      from: undefined,
      tier: 'standard',
      check: false,
      operands: [],
    } satisfies Settings)
    expect(Object.isFrozen(settings)).toBe(true)
  })

  test('is the same when the runner hands over the defaults', () => {
    const defaults = Object.fromEntries(INPUTS.map(name => [name, (SETTINGS[name] as Setting).default ?? '']))
    expect(checkInputs({ ...defaults, image: IMAGE })).toEqual(checkInputs({ image: IMAGE }))
    expect(checkInputs({ ...defaults, findings: 'a.json' })).toEqual(checkInputs({ findings: 'a.json' }))
    expect(checkInputs({ ...defaults, events: 'trail' })).toEqual(checkInputs({ events: 'trail' }))
    expect(wrongInputs(defaults)).toBe(wrongInputs({}))
  })
})

// Each value with what it must be read as.
type Right = readonly [words: string, read: Partial<Settings>]

const RIGHT: Readonly<Partial<Record<SettingName, readonly Right[]>>> = {
  packs: [
    ['ecr', { packs: ['ecr'] }],
    ['ssm', { packs: ['ssm'] }],
    ['ecr,ssm', { packs: ['ecr', 'ssm'] }],
    ['ssm, ecr', { packs: ['ecr', 'ssm'] }],
    ['ssm ecr', { packs: ['ecr', 'ssm'] }],
    ['["ssm", "ecr"]', { packs: ['ecr', 'ssm'] }],
    ['ECR, ecr', { packs: ['ecr'] }],
    ['none', { packs: [] }],
    ['None', { packs: [] }],
  ],
  'fail-on': [
    ...(['critical', 'high', 'medium', 'low', 'never'] as const).map((failOn): Right => [failOn, { failOn }]),
    ['HIGH', { failOn: 'high' }],
    ['Never', { failOn: 'never' }],
  ],
  'max-findings': [
    ['critical=0,high=3', { maxFindings: { critical: 0, high: 3 } }],
    ['high=3', { maxFindings: { high: 3 } }],
    ['LOW=12, medium=0', { maxFindings: { low: 12, medium: 0 } }],
    ['HIGH=3 Critical=0', { maxFindings: { critical: 0, high: 3 } }],
    ['["critical=0", "high=3"]', { maxFindings: { critical: 0, high: 3 } }],
    ['low=1,critical=0', { maxFindings: { critical: 0, low: 1 } }],
  ],
  'base-image': [
    [BASE, { baseImages: [toBase(BASE)] }],
    [`${BASE},${OTHER_BASE}`, { baseImages: [BASE, OTHER_BASE].map(toBase) }],
    [`["${OTHER_BASE}", "${BASE}", "${OTHER_BASE}"]`, { baseImages: [OTHER_BASE, BASE].map(toBase) }],
  ],
  unfixed: (['fail', 'warn', 'ignore'] as const).map(unfixed => [unfixed, { unfixed }]),
  'fix-within': [
    ['critical=7d,high=30d', { fixWithin: { critical: 604_800, high: 2_592_000 } }],
    ['medium=12h', { fixWithin: { medium: 43_200 } }],
    ['low=3650d', { fixWithin: { low: 315_360_000 } }],
  ],
  'max-scan-age': [
    ['24h', { maxScanAgeSeconds: 86_400 }],
    ['365d', { maxScanAgeSeconds: 31_536_000 }],
  ],
  untriaged: [
    ...(['fail', 'warn', 'ignore'] as const).map((untriaged): Right => [untriaged, { untriaged }]),
    ['IGNORE', { untriaged: 'ignore' }],
  ],
  'on-undecided': [
    ...(['fail', 'warn'] as const).map((onUndecided): Right => [onUndecided, { onUndecided }]),
    ['Warn', { onUndecided: 'warn' }],
  ],
  'start-scan': [
    ...(['never', 'if-missing'] as const).map((startScan): Right => [startScan, { startScan }]),
    ['If-Missing', { startScan: 'if-missing' }],
  ],
  'on-fail': [
    ['UNTAG', { onFail: 'untag' }],
    ['Quarantine-Tag:Bad-1', { onFail: { quarantineTag: 'Bad-1' } }],
  ],
  'wait-timeout': [
    ['0s', { waitTimeoutSeconds: 0 }],
    ['1s', { waitTimeoutSeconds: 1 }],
    ['90s', { waitTimeoutSeconds: 90 }],
    ['10m', { waitTimeoutSeconds: 600 }],
    ['2h', { waitTimeoutSeconds: 7200 }],
    ['1d', { waitTimeoutSeconds: 86_400 }],
    ['08m', { waitTimeoutSeconds: 480 }],
  ],
  'scan-grace': [
    ['0s', { scanGraceSeconds: 0 }],
    ['2m', { scanGraceSeconds: 120 }],
  ],
  'audit-window': [
    ['1s', { audit: { windowSeconds: 1, timeoutSeconds: 300, regions: ['eu-west-1'], asked: false } }],
    ['90d', { audit: { windowSeconds: 7_776_000, timeoutSeconds: 300, regions: ['eu-west-1'], asked: false } }],
    ['2160h', { audit: { windowSeconds: 7_776_000, timeoutSeconds: 300, regions: ['eu-west-1'], asked: false } }],
  ],
  'audit-timeout': [
    ['0s', { audit: { windowSeconds: 86_400, timeoutSeconds: 0, regions: ['eu-west-1'], asked: false } }],
    ['30m', { audit: { windowSeconds: 86_400, timeoutSeconds: 1800, regions: ['eu-west-1'], asked: false } }],
  ],
  'audit-regions': [
    [
      'us-east-1',
      { audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['us-east-1'], asked: false }, auditRegions: ['us-east-1'] },
    ],
    ['us-east-1,eu-west-1', { auditRegions: ['us-east-1', 'eu-west-1'] }],
    ['us-east-1 cn-north-1', { auditRegions: ['us-east-1', 'cn-north-1'] }],
    ['us-gov-west-1, us-iso-east-1 us-gov-west-1', { auditRegions: ['us-gov-west-1', 'us-iso-east-1'] }],
  ],
  'audit-roles': [
    [ROLE, { auditRoles: [toRole(ROLE)] }],
    [`${ROLE}, ${OTHER_ROLE}`, { auditRoles: [toRole(ROLE), toRole(OTHER_ROLE)] }],
    [`["${ROLE}", "${OTHER_ROLE}", "${ROLE}"]`, { auditRoles: [toRole(ROLE), toRole(OTHER_ROLE)] }],
  ],
  'image-roles': [[ROLE, { imageRoles: [toRole(ROLE)] }]],
  platforms: [
    ['linux/amd64', { platforms: ['linux/amd64'] }],
    ['linux/arm64/v8', { platforms: ['linux/arm64/v8'] }],
    ['linux/amd64,linux/arm/v7', { platforms: ['linux/amd64', 'linux/arm/v7'] }],
    ['linux/386 windows/amd64', { platforms: ['linux/386', 'windows/amd64'] }],
    ['["linux/386","windows/amd64"]', { platforms: ['linux/386', 'windows/amd64'] }],
  ],
  'registry-id': [[ACCOUNT, {}]],
  'allowed-account-ids': [
    [ACCOUNT, { allowedAccountIds: [ACCOUNT] }],
    [`444455556666, ${ACCOUNT}`, { allowedAccountIds: ['444455556666', ACCOUNT] }],
    [`["444455556666", "${ACCOUNT}"]`, { allowedAccountIds: ['444455556666', ACCOUNT] }],
  ],
  'aws-attempts': ['1', '6', '20'].map(number => [number, { awsAttempts: Number(number) }]),
  ...Object.fromEntries(
    FORMATS.filter(format => format !== 'text').map(format => [
      `${format}-file`,
      [['out/report', { files: [{ format, path: 'out/report' }] }]],
    ]),
  ),
  dockerfile: [['build/Dockerfile', { dockerfile: 'build/Dockerfile' }]],
  rules: [['rules', { rules: ['rules'] }]],
  findings: [['a.json', { findings: ['a.json'] }]],
  events: [
    ['trail', { events: ['trail'], audit: undefined, archived: undefined }],
    ['./s3:logs', { events: ['./s3:logs'], archived: undefined }],
  ],
  'audit-source': [
    ['none', { events: [], audit: undefined }],
    ['None', { events: [], audit: undefined }],
    ['LOOKUP', { audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['eu-west-1'], asked: true } }],
    ['./None', { events: ['./None'], audit: undefined }],
    ['lookup', { audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['eu-west-1'], asked: true } }],
    ['trail', { events: ['trail'], audit: undefined }],
    [
      's3://logs/trail',
      {
        audit: {
          windowSeconds: 86_400,
          timeoutSeconds: 300,
          regions: ['eu-west-1'],
          asked: true,
          archive: {
            text: 's3://logs/trail',
            place: 's3://logs/trail/AWSLogs/',
            bucket: 'logs',
            root: 'trail/AWSLogs/',
            isOrganization: false,
            account: undefined,
          },
        },
      },
    ],
    [
      'athena://audit@us-east-1/security/cloudtrail_logs',
      {
        events: [],
        audit: {
          windowSeconds: 86_400,
          timeoutSeconds: 300,
          regions: ['eu-west-1'],
          asked: true,
          table: {
            text: 'athena://audit@us-east-1/security/cloudtrail_logs',
            place: 'athena://audit@us-east-1/security/cloudtrail_logs',
            workgroup: 'audit',
            region: 'us-east-1',
            database: 'security',
            table: 'cloudtrail_logs',
            account: undefined,
          },
        },
      },
    ],
    ['./lokup', { events: ['./lokup'], audit: undefined }],
    ['lokup.json', { events: ['lokup.json'], audit: undefined }],
  ],
}

const right = Object.entries(RIGHT).flatMap(([name, values]) => values.map(([value, read]) => ({ name, value, read })))

const run = (words: readonly string[]): Settings => {
  const invocation = parseArguments(words, ENV)
  if (invocation.kind !== 'run') throw new Error(told(invocation))
  return invocation.settings
}

test.each<[words: readonly string[], message: RegExp]>([
  [['query', 'a = 1', 's3://logs'], /s3:\/\/logs needs --audit-window[\s\S]*s3:\/\/logs needs --audit-regions/],
  [['query', 'a = 1', 's3:logs', '--audit-window', '7d', '--audit-regions', 'eu-west-1'], /a path cannot be "s3:logs".*write s3:\/\/logs/],
  [['query', 'a = 1', 'trail', '--audit-window', '7d'], /--audit-window does nothing without an archive in S3/],
  [['query', 'a = 1', '--findings', 'a.json', '--audit-roles', ROLE], /--audit-roles does nothing without an archive in S3/],
  [['backtest', '--events', 's3://logs', '--audit-regions', 'eu-west-1'], /s3:\/\/logs needs --audit-window/],
  [['backtest', '--events', 'trail', '--audit-timeout', '7m'], /--audit-timeout does nothing without an archive in S3/],
  [
    ['backtest', '--rules', 'a.yml', '--against', 'b.yml', '--findings', 'f.json', '--base-image-findings', 'warn'],
    /--base-image-findings does nothing without --reports/,
  ],
  [['backtest', '--events', 's3:/logs'], /--events cannot be "s3:\/logs"/],
])('%j is wrong', (words, message) => {
  expect(told(parseArguments(words, ENV))).toMatch(message)
})

describe('right', () => {
  test.each(right)('$name $value', ({ name, value, read }) => {
    expect(check([`--${name}`, value, '--image', IMAGE])).toMatchObject(read)
    expect(check(['--image', IMAGE, `--${name}=${value}`])).toMatchObject(read)
    expect(checkInputs({ [name]: value, image: IMAGE })).toMatchObject(read)
    expect(checkInputs({ [name]: `  ${value}\n`, image: `${IMAGE}\n` })).toMatchObject(read)
  })

  test('an archive in S3 among recorded events, with what is read of it', () => {
    const read = { windowSeconds: 604_800, timeoutSeconds: 300, regions: ['eu-west-2'] }
    const words = ['--events', 'trail', 's3://logs/trail', '--audit-window', '7d', '--audit-regions', 'eu-west-2']
    expect(check(words)).toMatchObject({ events: ['trail', 's3://logs/trail'], audit: undefined, archived: read })
    expect(check(['--image', IMAGE, '--events', 's3://logs', '--audit-window', '400d'])).toMatchObject({
      archived: { windowSeconds: 34_560_000, regions: ['eu-west-1'] },
    })
    expect(check(['--image', IMAGE, '--audit-source', 's3://logs', '--audit-window', '400d']).audit?.windowSeconds).toBe(34_560_000)
    const [query, ...paths] = ['true = true', 'trail', 's3://logs']
    expect(run(['query', query ?? '', ...paths, '--audit-window', '7d', '--audit-regions', 'eu-west-2'])).toMatchObject({ archived: read })
    expect(checkInputs({ events: 'trail\ns3://logs/trail', 'audit-window': '7d', 'audit-regions': 'eu-west-2' })).toMatchObject({
      archived: read,
    })
    expect(wrongInputs({ events: 's3://logs/trail', 'audit-regions': 'eu-west-2' })).toMatch(/needs audit-window: .*as in audit-window: 7d/)
    expect(run(['backtest', ...words])).toMatchObject({ events: ['trail', 's3://logs/trail'], archived: read })
  })

  test('summary', () => {
    expect(checkInputs({ image: IMAGE, summary: 'false' }).summary).toBe(false)
    expect(checkInputs({ image: IMAGE, summary: 'true' }).summary).toBe(true)
    expect(checkInputs({ image: IMAGE, summary: 'False' }).summary).toBe(false)
  })

  test.each(FORMATS)('format %s', format => {
    expect(check(['--image', IMAGE, '--format', format]).format).toBe(format)
    expect(check(['--image', IMAGE, '--format', format.toUpperCase()]).format).toBe(format)
  })

  test('output, where - is standard output', () => {
    expect(check(['--image', IMAGE, '--output', 'a.txt']).output).toBe('a.txt')
    expect(check(['--image', IMAGE, '--output', '-']).output).toBe(undefined)
  })
})

const DURATIONS = [
  '10',
  '10 m',
  '-1s',
  '1e3s',
  '1.5h',
  '10M',
  '10ms',
  '10sec',
  '1h30m',
  '+5s',
  '0x10s',
  's',
  '1000000000s',
  '٣s',
  '1_0s',
  'ten',
]
const NO_DURATION = /cannot be .*a duration is a whole number with its unit/
const noDuration = DURATIONS.map((value): readonly [string, RegExp] => [value, NO_DURATION])

const WRONG: Readonly<Partial<Record<SettingName, readonly (readonly [value: string, message: RegExp])[]>>> = {
  'wait-timeout': [...noDuration, ['600', /such as 600s/], ['__proto__', NO_DURATION], ['constructor', NO_DURATION]],
  'scan-grace': noDuration,
  'audit-timeout': noDuration,
  'audit-window': [
    ...noDuration,
    ['0s', /it is 1s to 90d/],
    ['0d', /it is 1s to 90d/],
    ['91d', /it is 1s to 90d/],
    ['7776001s', /it is 1s to 90d/],
    ['999999999d', /it is 1s to 90d/],
  ],
  'aws-attempts': ['0', '21', '1.5', 'six', '-1', '+6', '1e1', '0x6', '6s', '1000', '٦', 'Infinity', 'NaN'].map(value => [
    value,
    /aws-attempts cannot be .*it is a number from 1 to 20/,
  ]),
  packs: [
    ['ecrr', /pack.*"ecrr".*did you mean "ecr"/],
    ['ecr,smm', /pack.*: (did you mean|expected one of)/],
    ['ecr,', /packs has an empty entry: a variable or an expression in it may be empty; write it as in ecr/],
    ['none,ecr', /packs names packs, or is none, and not both/],
    ['none None', /packs names packs, or is none, and not both/],
    ['[ecr]', /packs looks like a JSON list but is not valid: write \["ecr", "…"\], or one per line/],
    ['__proto__', /pack.*: (did you mean|expected one of)/],
  ],
  'fail-on': [
    ['hihg', /cannot be "hihg": did you mean "high"\? It can be critical, high, medium, low or never\./],
    ['severe', /cannot be "severe": did you mean "never"\? It can be critical, high, medium, low or never\./],
    ['important', /expected one of critical, high, medium, low, never/],
    ['critical,high', /cannot be/],
    ['constructor', /cannot be/],
  ],
  'max-findings': [
    ['high=3=0', /cannot be "high=3=0".*write each severity with its value/],
    ['high==3', /cannot be "high==3".*write each severity with its value/],
    ['high', /write each severity with its value/],
    ['high=1,HIGH=2', /names high twice/],
    ['__proto__=1', /has no severity "__proto__"/],
    ['high=-1', /a number of findings is 0 or more/],
  ],
  'fix-within': [
    ['high=7d=30d', /cannot be "high=7d=30d".*write each severity with its value/],
    ['high=3651d', /cannot be "high=3651d".*at most 3650d/],
    ['high=999999999d', /cannot be "high=999999999d".*at most 3650d/],
    ['high=7', NO_DURATION],
  ],
  untriaged: [
    ['ignored', /did you mean "ignore"\?/],
    ['pass', /cannot be/],
  ],
  'on-undecided': [
    ['ignore', /expected one of fail, warn/],
    ['Wran', /did you mean "warn"\?/],
  ],
  'start-scan': [
    ['always', /expected one of never, if-missing/],
    ['true', /cannot be/],
    ['if_missing', /did you mean "if-missing"\?/],
  ],
  'audit-source': [
    ['lokup', /cannot be "lokup": did you mean "lookup"\? a file of that name is \.\/lokup/],
    ['LOKUP', /did you mean "lookup"\?/],
    ['non', /did you mean "none"\?/],
  ],
  'audit-regions': ['ireland', 'eu-west', 'EU-WEST-1', 'eu-west-1a', 'eu_west_1', 'us-east-1,ireland', '*'].map(value => [
    value,
    /audit-regions cannot be .*a Region is named as in eu-west-1/,
  ]),
  'audit-roles': [
    [`${ROLE},${ROLE}-2`, /audit-roles names two roles of account 111122223333: ".*\/audit" and ".*\/audit-2": name one for each account/],
    [ACCOUNT, /audit-roles cannot be "111122223333": it is the id of an account: name the role in it/],
    [`arn:aws:iam::${ACCOUNT}:role/*`, /it has a wildcard/],
    ['arn:aws-cn:iam::111122223333:role/audit', /of partition aws-cn, and eu-west-1 is in partition aws: judge each partition/],
  ],
  'image-roles': [
    [`${ROLE} ${ROLE}-2`, /image-roles names two roles of account 111122223333/],
    [`arn:aws:iam::${ACCOUNT}:user/ci`, /image-roles cannot be .*: it is a user, who cannot be assumed/],
    [OTHER_ROLE, /image-roles names ".*", and no image is in account 444455556666: omit it, or name it in (--)?audit-roles/],
    ['arn:aws-us-gov:iam::111122223333:role/audit', /of partition aws-us-gov, and eu-west-1 is in partition aws/],
  ],
  'base-image': [
    ['x', /image "x" names no registry/],
    [
      `${HOST}/base:1.2`,
      /base-image cannot be ".*\/base:1\.2": it needs the digest that the image was built on.*write registry\/repository:tag@sha256:…: the digest of the FROM line of the Dockerfile/,
    ],
    [`public.ecr.aws/debian/debian:12@${BASE_DIGEST}`, /which ECR never scans/],
    [`${BASE} ${OTHER_BASE}`, /base-image has a blank in/],
    [`${BASE},`, /base-image has an empty entry/],
  ],
  'base-image-findings': [['ignore', /base-image-findings cannot be "ignore"/]],
  platforms: [
    'linux',
    'linux/',
    '/amd64',
    'Linux/amd64',
    'linux/amd64/v8/x',
    'linux:amd64',
    'linux\\amd64',
    'all',
    'linux/amd64,arm64',
  ].map(value => [value, /platforms cannot be .*a platform is written as in linux\/arm64/]),
  'registry-id': ['11112222333', '1111222233334', '1111-2222-3333', 'prod', `${ACCOUNT},444455556666`].map(value => [
    value,
    /registry-id cannot be .*12 digits/,
  ]),
  'allowed-account-ids': ['11112222333', '1111-2222-3333', '*', 'any', `${ACCOUNT},prod`].map(value => [
    value,
    /allowed-account-ids cannot be .*12 digits/,
  ]),
}

const wrongs = Object.entries(WRONG).flatMap(([name, values]) => values.map(([value, message]) => ({ name, value, message })))

describe('wrong', () => {
  test.each(wrongs)('$name $value', ({ name, value, message }) => {
    expect(wrongWords([`--${name}=${value}`, '--image', IMAGE])).toMatch(message)
    expect(wrongWords(['--image', IMAGE, `--${name}=${value}`])).toContain(name === 'packs' || name === 'audit-window' ? '' : `--${name} `)
    expect(wrongInputs({ [name]: value, image: IMAGE })).toMatch(message)
    expect(wrongInputs({ [name]: value, image: IMAGE })).not.toContain('--')
  })

  test.each([
    ['summary', 'yes'],
    ['summary', '1'],
  ])('%s %s as an input', (name, value) => {
    expect(wrongInputs({ [name]: value, image: IMAGE })).toMatch(/summary cannot be/)
  })

  test.each(['yaml', 'xml', ''])('format %j', value => {
    expect(wrongWords(['--image', IMAGE, `--format=${value}`])).toMatch(/--format/)
  })

  const takesWords = [
    'packs',
    'rules',
    'exceptions',
    'vex',
    'max-findings',
    'fix-within',
    'findings',
    'events',
    'image',
    'base-image',
    'platforms',
    'audit-regions',
    'audit-roles',
    'image-roles',
    'audit-source',
    'audit-live',
    'allowed-account-ids',
    'policy-roles',
    'promote-tags',
  ]
  const ofCheck = COMMANDS.find(({ name }) => name === 'check')?.settings ?? []

  test.each(ofCheck)('--%s without a value', name => {
    const others = name === 'image' ? ['--findings', 'a.json'] : ['--image', IMAGE]
    for (const words of [[`--${name}`], [`--${name}=`], [`--${name}`, '']]) {
      expect(wrongWords([...others, ...words])).toContain(`--${name} needs a value`)
      expect(wrongWords([...words, ...others])).toContain(`--${name} needs a value`)
    }
  })

  test.each(ofCheck.filter(name => !takesWords.includes(name)))('--%s given twice', name => {
    expect(wrongWords([`--${name}`, 'x', `--${name}`, 'x', '--image', IMAGE])).toContain(`--${name} is given twice`)
  })

  // A variable of a shell that is not set leaves no word: the image it was to name would not be judged.
  test.each(takesWords)('--%s once with a value and once without', name => {
    const value =
      { image: IMAGE, platforms: 'linux/amd64', 'audit-regions': 'eu-west-1', 'allowed-account-ids': ACCOUNT, packs: 'ecr' }[name] ?? 'x'
    const others = name === 'image' ? [] : ['--image', IMAGE]
    expect(wrongWords([...others, `--${name}`, value, `--${name}`])).toContain(`--${name} needs a value`)
    expect(wrongWords([...others, `--${name}`, `--${name}`, value])).toContain(`--${name} needs a value`)
  })

  // With nothing named, nothing would be restricted: an empty variable must not open the gate.
  test.each([
    'allowed-account-ids',
    'platforms',
    'audit-regions',
    'audit-roles',
    'image-roles',
    'promote-tags',
    'max-findings',
    'fix-within',
    'packs',
  ])('%s with an empty entry', name => {
    for (const value of [',', ' , ', ',,', ', ,\n,', 'x,', ',x', 'x, ,y']) {
      expect(wrongInputs({ [name]: value, image: IMAGE })).toContain(`${name} has an empty entry`)
      expect(wrongWords([`--${name}`, value, '--image', IMAGE])).toContain(`--${name} has an empty entry`)
    }
    expect(wrongWords([`--${name}`, ' ', '--image', IMAGE])).toContain(`--${name} has an empty entry`)
    expect(JSON.stringify(inputs({ [name]: 'x,\ny', image: IMAGE }))).not.toContain('empty entry')
  })

  test('every wrong value at once', () => {
    const message = wrongWords(['--image', 'x', '--wait-timeout', '1', '--fail-on', 'x', '--platforms', 'x', '--aws-attempts', 'x', '--x'])
    for (const part of ['names no registry', '--wait-timeout', '--fail-on', '--platforms', '--aws-attempts', 'has no flag "--x"'])
      expect(message).toContain(part)
  })
})

describe('images', () => {
  const texts = (settings: Settings): readonly string[] => settings.images.map(({ text }) => text)

  test.each<[string, readonly string[]]>([
    [IMAGE, [IMAGE]],
    [`${IMAGE}\n${OTHER}`, [IMAGE, OTHER]],
    [`  ${IMAGE}\r\n${OTHER}  \r\n`, [IMAGE, OTHER]],
    [`${IMAGE}\n${IMAGE}`, [IMAGE]],
    [`["${IMAGE}"]`, [IMAGE]],
    [` [ "${IMAGE}" , "${OTHER}" ] `, [IMAGE, OTHER]],
    [`[\n  "${IMAGE}",\n  "${OTHER}"\n]`, [IMAGE, OTHER]],
    [`["${IMAGE}", "${OTHER}", "${IMAGE}"]`, [IMAGE, OTHER]],
    [`[" ${IMAGE} "]`, [IMAGE]],
    [`${IMAGE},${OTHER}`, [IMAGE, OTHER]],
    [`${IMAGE} , ${OTHER}`, [IMAGE, OTHER]],
    [`${IMAGE},\n${OTHER}`, [IMAGE, OTHER]],
  ])('%j', (text, expected) => {
    expect(texts(checkInputs({ image: text }))).toEqual(expected)
    if (!text.includes('\n')) expect(texts(check(['--image', text]))).toEqual(expected)
  })

  test('as words, and by several flags', () => {
    expect(texts(check(['--image', IMAGE, OTHER]))).toEqual([IMAGE, OTHER])
    expect(texts(check(['--image', IMAGE, '--image', OTHER]))).toEqual([IMAGE, OTHER])
    expect(texts(check([`--image=${IMAGE}`, '--fail-on', 'high', '--image', OTHER, IMAGE]))).toEqual([IMAGE, OTHER])
  })

  test('with an empty line in a word of the command line are refused', () => {
    expect(wrongWords(['--image', `${IMAGE}\n\n${OTHER}`])).toMatch(/--image has an empty line/)
    expect(texts(check(['--image', `${IMAGE}\n${OTHER}`]))).toEqual([IMAGE, OTHER])
  })

  test('of two Regions are audited in both', () => {
    expect(check(['--image', IMAGE, OTHER, `${HOST}/x1:v1`]).audit?.regions).toEqual(['eu-west-1', 'us-east-1'])
  })

  test.each([
    '[',
    '[]',
    '[ ]',
    '[""]',
    '[" "]',
    '[1]',
    '[null]',
    '[true]',
    `[["${IMAGE}"]]`,
    `[{"image":"${IMAGE}"}]`,
    `["${IMAGE}", 7]`,
    `["${IMAGE}",]`,
    `["${IMAGE}"`,
    `['${IMAGE}']`,
    `[${IMAGE}]`,
    `["${IMAGE}"] ["${OTHER}"]`,
    `["${IMAGE}"]\n${OTHER}`,
    `["${IMAGE}"]\n["${OTHER}"]`,
  ])('%j looks like a JSON list but is not valid', text => {
    expect(wrongInputs({ image: text })).toMatch(/image looks like a JSON list but is not valid: write \["registry\/repository:tag"/)
    expect(wrongWords(['--image', ...text.split('\n')])).toMatch(/--image looks like a JSON list/)
  })

  test.each([
    [`{"image":"${IMAGE}"}`, /is not an ECR registry host/],
    [`"${IMAGE}"`, /is not an ECR registry host/],
    [`${IMAGE} ${OTHER}`, /image has a blank in .*: an expression in it may be empty; write one image per line, commas between them/],
    [`${IMAGE},`, /image has an empty entry: a variable or an expression/],
    [`${IMAGE}, ,${OTHER}`, /image has an empty entry: a variable or an expression/],
    ['nginx:latest', /names no registry/],
    ['docker.io/library/nginx:latest', /"docker\.io" is not an ECR registry host/],
    ['public.ecr.aws/nginx/nginx:latest', /ECR never scans/],
    [`https://${IMAGE}`, /begins with "?https:\/\//],
    [`${HOST}/api`, /neither a tag nor a digest/],
    [`["${IMAGE}","x"]`, /image "x" names no registry/],
    [`${IMAGE}\n\n`, /image has an empty line: an expression/],
    [`\n${IMAGE}`, /image has an empty line: an expression/],
    [`${IMAGE}\nx\ny`, /image "x" names no registry.*\n.*image "y" names no registry/],
    ['{setting}:v1', /"\{setting\}:v1"/],
  ])('%j is refused', (text, message) => {
    const invocation = inputs({ image: text })
    expect(invocation.kind === 'wrong' && invocation.problems.map(({ message: each, help }) => `${each}: ${help}`).join('\n')).toMatch(
      message,
    )
  })

  test('without a registry are those of registry-id in AWS_REGION', () => {
    const given = { image: 'api:v1\npayments/web:v2', 'registry-id': ACCOUNT }
    expect(texts(checkInputs(given))).toEqual([`${HOST}/api:v1`, `${HOST}/payments/web:v2`])
    expect(texts(checkInputs(given, { AWS_DEFAULT_REGION: 'cn-north-1' }))[0]).toBe(`${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/api:v1`)
    expect(texts(checkInputs(given, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }))[0]).toBe(`${HOST}/api:v1`)
    expect(texts(check(['--image', 'api:v1', '--registry-id', ACCOUNT]))).toEqual([`${HOST}/api:v1`])
    expect(wrongInputs({ image: 'api:v1' })).toMatch(/names no registry/)
    expect(wrongInputs(given, {})).toMatch(/names no Region.*set AWS_REGION/)
    expect(wrongInputs(given, { AWS_REGION: 'Ireland' })).toMatch(/names no Region/)
  })

  test('an empty AWS_REGION, as an unset variable of a workflow leaves it, is none', () => {
    const given = { image: 'api:v1', 'registry-id': ACCOUNT }
    expect(texts(checkInputs(given, { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' }))).toEqual([`${HOST}/api:v1`])
    expect(wrongInputs(given, { AWS_REGION: '' })).toMatch(/names no Region/)
  })

  test('of another account than registry-id are refused', () => {
    expect(wrongWords(['--image', IMAGE, OTHER, '--registry-id', ACCOUNT])).toMatch(/image "444455556666.*is not in account 111122223333/)
    expect(wrongInputs({ image: OTHER, 'registry-id': ACCOUNT })).toMatch(/is not in account 111122223333/)
  })

  test('of an account that is not allowed are refused, each by name', () => {
    const message = wrongWords(['--image', IMAGE, OTHER, '--allowed-account-ids', '777788889999'])
    expect(message).toMatch(/image "111122223333.* is in account 111122223333, which --allowed-account-ids does not allow/)
    expect(message).toMatch(/image "444455556666.* is in account 444455556666, which --allowed-account-ids does not allow/)
    expect(wrongWords(['--image', IMAGE, OTHER, '--allowed-account-ids', ACCOUNT])).not.toContain('account 111122223333,')
    expect(wrongWords(['--image', IMAGE, '--base-image', OTHER_BASE, '--allowed-account-ids', ACCOUNT])).toMatch(
      /image "444455556666.*\/base@.* is in account 444455556666, which --allowed-account-ids does not allow/,
    )
    expect(check(['--image', IMAGE, '--base-image', OTHER_BASE, '--image-roles', OTHER_ROLE]).imageRoles).toHaveLength(1)
    expect(check(['--image', IMAGE, OTHER, '--allowed-account-ids', ACCOUNT, '444455556666']).images).toHaveLength(2)
  })
})

describe('what goes together', () => {
  test.each<[readonly string[], Partial<Settings>]>([
    [['--findings', 'a.json'], { findings: ['a.json'], audit: undefined }],
    [['--findings', 'a.json', 'b.json', '--findings', 'c'], { findings: ['a.json', 'b.json', 'c'] }],
    [['--events', 'trail'], { events: ['trail'], audit: undefined }],
    [['--audit-source', 'a', 'b'], { events: ['a', 'b'], audit: undefined }],
    [
      ['--audit-source', 'lookup', '--audit-regions', 'eu-west-1'],
      { audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['eu-west-1'], asked: true } },
    ],
    [
      ['--image', IMAGE, '--audit-source', 'lookup', '--audit-regions', 'us-east-1', '--audit-window', '1h'],
      { audit: { windowSeconds: 3600, timeoutSeconds: 300, regions: ['us-east-1'], asked: true } },
    ],
    [['--image', IMAGE, '--events', 'trail'], { events: ['trail'], audit: undefined }],
    [['--image', IMAGE, '--promote-tags', 'staging', 'production', 'staging'], { promoteTags: ['staging', 'production'] }],
    [['--image', IMAGE, '--promote-tags', 'a,b', '--promote-on-warn', 'true'], { promoteTags: ['a', 'b'], promoteOnWarn: true }],
    [['--image', IMAGE, '--on-fail', 'quarantine-tag:bad'], { onFail: { quarantineTag: 'bad' } }],
    [['--image', IMAGE, '--on-fail', 'untag'], { onFail: 'untag' }],
    [['--image', IMAGE, '--audit-source', 'none'], { audit: undefined }],
    [
      ['--image', IMAGE, '--findings', 'a.json'],
      { findings: ['a.json'], audit: { windowSeconds: 86_400, timeoutSeconds: 300, regions: ['eu-west-1'], asked: false } },
    ],
    [['--findings', 'a.json', '--audit-source', 'none'], { audit: undefined }],
    [['--findings', '-'], { findings: ['-'] }],
    [['--findings', 'a.json', '--wait-timeout', '10m', '--audit-window', '24h'], {}],
  ])('%j', (words, read) => {
    expect(check(words)).toMatchObject(read)
  })

  test.each<[readonly string[], RegExp]>([
    [[], /there is nothing to judge: --image is missing/],
    [['--image', IMAGE, '--format', 'xml'], /--format cannot be "xml": expected one of text, json, markdown, sarif, html, junit, csv/],
    [['--image', IMAGE, '--comment', 'always'], /check has no flag "--comment"/],
    [['--image', IMAGE, '--findings', 'a.json', '--predicate-file', 'p.json'], /--predicate-file describes one image/],
    [['--image', IMAGE, '--on-fail', 'quarantine-tag:v1'], /--on-fail cannot quarantine an image under the tag it has/],
    [
      [
        '--image',
        IMAGE,
        `${IMAGE.replace(/^(\d+)\.dkr\.ecr\.(.*)\.amazonaws\.com/, '$1.dkr-ecr.$2.on.aws')}-2`,
        '--promote-tags',
        'production',
      ],
      /cannot give two images of one repository the same tags/,
    ],
    [['--events', 's3://logs', '--audit-regions', 'eu-west-1'], /s3:\/\/logs needs --audit-window: .*--audit-window 7d/],
    [['--events', 's3://logs', '--audit-window', '7d'], /s3:\/\/logs needs --audit-regions where there is no image/],
    [['--events', 'trail', 's3:logs/trail'], /--events cannot be "s3:logs\/trail": .*write s3:\/\/logs\/trail/],
    [['--events', 'arn:aws:s3:::logs'], /--events cannot be "arn:aws:s3:::logs": .*write s3:\/\/logs/],
    [['--events', 'https://logs.s3.eu-west-1.amazonaws.com/trail/'], /--events cannot be .*write s3:\/\/logs\/trail/],
    [['--events', 's3://logs/trail/one.json.gz'], /it names an object.*aws s3 cp s3:\/\/logs\/trail\/one\.json\.gz -/],
    [['--image', IMAGE, '--events', 's3://logs', '--audit-window', '401d'], /--audit-window cannot be "401d": it is 1s to 400d/],
    [['--image', IMAGE, '--audit-source', 's3://logs', '--audit-window', '401d'], /--audit-window cannot be "401d": it is 1s to 400d/],
    [['--image', IMAGE, '--audit-source', 'athena://audit/a/b', '--audit-window', '401d'], /it is 1s to 400d/],
    [['--image', IMAGE, '--audit-window', '91d'], /--audit-window cannot be "91d": it is 1s to 90d.*; an archive in S3 holds more/],
    [['--audit-source', 's3://logs'], /--audit-source s3:\/\/logs needs --audit-regions where there is no image/],
    [
      ['--image', IMAGE, '--audit-source', 's3://logs', 'trail'],
      /is lookup, none, one s3:\/\/bucket\/prefix or athena:\/\/…, or paths, and not several/,
    ],
    [['--audit-source', 'athena://audit/a/b'], /--audit-source athena:\/\/audit\/a\/b needs --audit-regions where there is no image/],
    [['--image', IMAGE, '--audit-source', 'athena:audit'], /cannot be "athena:audit": .*write athena:\/\/audit\/DATABASE\/TABLE/],
    [
      ['--image', IMAGE, '--audit-source', 'athena://audit/a/b', 'trail'],
      /is lookup, none, one s3:\/\/bucket\/prefix or athena:\/\/…, or paths, and not several/,
    ],
    [
      [
        '--image',
        IMAGE,
        '--audit-source',
        'athena://audit/a/b/111122223333',
        '--audit-roles',
        ROLE,
        'arn:aws:iam::777788889999:role/audit',
      ],
      /athena:\/\/audit\/a\/b\/111122223333 names one account, and --audit-roles the roles of several/,
    ],
    [['--image', IMAGE, '--audit-source', 'arn:aws:s3:::logs/trail'], /cannot be "arn:aws:s3:::logs\/trail": .*write s3:\/\/logs\/trail/],
    [
      ['--image', IMAGE, '--audit-source', 's3://logs/AWSLogs/111122223333', '--audit-roles', ROLE, 'arn:aws:iam::777788889999:role/audit'],
      /s3:\/\/logs\/AWSLogs\/111122223333 names one account, and --audit-roles the roles of several/,
    ],
    [['--image', IMAGE, '--push', 'api:1'], /--push cannot be "api:1": source "api:1" does not name its kind: .*docker-daemon:api:1/],
    [['--image', IMAGE, `${IMAGE}-2`, '--push', 'oci:build'], /--push pushes one image/],
    [['--image', `${IMAGE}@sha256:${'a'.repeat(64)}`, '--push', 'oci:build'], /--push needs an image named by a tag alone/],
    [['--image', IMAGE, '--push-timeout', '5m'], /--push-timeout does nothing without --push/],
    [['--findings', 'a.json', '--push', 'oci:build'], /--push does nothing without --image/],
    [['--image', IMAGE, `${IMAGE}-2`, '--predicate-file', 'p.json'], /--predicate-file describes one image/],
    [['--findings', 'a.json', '--predicate-file', 'p.json'], /--predicate-file describes one image, the one of --image/],
    [['--image', IMAGE, '--promote-on-warn', 'true'], /--promote-on-warn does nothing without --promote-tags/],
    [['--image', IMAGE, '--promote-tags', 'pro duction:x'], /--promote-tags cannot be "duction:x"|"pro duction:x"/],
    [['--image', IMAGE, '--promote-tags', 'production', '--platforms', 'linux/amd64'], /cannot leave a part unjudged/],
    [
      ['--image', IMAGE, '--predicate-file', 'p.json', '--platforms', 'linux/amd64'],
      /--predicate-file .*whole index.*cannot leave a part unjudged/,
    ],
    [['--image', IMAGE, `${IMAGE}-2`, '--promote-tags', 'production'], /cannot give two images of one repository the same tags/],
    [['--image', IMAGE, '--promote-tags', 'v1'], /names "v1", under which the image is pushed or quarantined/],
    [
      ['--image', IMAGE, '--promote-tags', 'bad', '--on-fail', 'quarantine-tag:bad'],
      /names "bad", under which the image is pushed or quarantined/,
    ],
    [['--image', IMAGE, '--promote-tags', ...Array.from({ length: 101 }, (_, i) => `t${i}`)], /names more than 100 tags/],
    [['--image', IMAGE, `${IMAGE}-2`, '--on-fail', 'untag'], /--on-fail works with one image only/],
    [['--image', IMAGE, '--on-fail', 'delete'], /--on-fail cannot be "delete"/],
    [['--image', IMAGE, '--on-fail', 'quarantine-tag:'], /--on-fail names no tag: ""/],
    [['--image', IMAGE.replace(/:v1$/, `@sha256:${'a'.repeat(64)}`), '--on-fail', 'untag'], /--on-fail untag needs an image with a tag/],
    [['--image', IMAGE, '--findings', 'a.json', '--promote-tags', 'production'], /cannot be combined with recorded findings/],
    [['--findings', 'a.json', '--promote-tags', 'production'], /--promote-tags does nothing without --image/],
    [['--findings', 'a.json', '--on-fail', 'untag'], /--on-fail does nothing without --image/],
    [['--fail-on', 'high'], /there is nothing to judge/],
    [['--audit-source', 'none'], /there is nothing to judge/],
    [['--audit-source', 'none', '--rules', 'x'], /there is nothing to judge/],
    [['--audit-source', 'lookup'], /lookup needs --audit-regions where there is no image/],
    [
      ['--image', IMAGE, '--audit-source', 'lookup', 'trail'],
      /is lookup, none, one s3:\/\/bucket\/prefix or athena:\/\/…, or paths, and not several/,
    ],
    [['--image', IMAGE, '--audit-source', 'trail', 'none'], /not several/],
    [['--image', IMAGE, '--audit-source', 'lookup', '--events', 'trail'], /--events and --audit-source both say/],
    [['--image', IMAGE, '--audit-source', 'none', '--events', 'trail'], /both say/],
    [['--image', IMAGE, '--audit-source', 'a', '--events', 'b'], /both say/],
    [['--findings', 'a.json', '--wait-timeout', '5m'], /--wait-timeout does nothing without --image/],
    [['--findings', 'a.json', '--wait-timeout', '600s'], /--wait-timeout does nothing without --image/],
    [['--findings', 'a.json', '--scan-grace', '0s'], /--scan-grace does nothing without --image/],
    [['--events', 'trail', '--start-scan', 'if-missing'], /--start-scan does nothing without --image/],
    [['--events', 'trail', '--unfixed', 'ignore'], /--unfixed does nothing without --image or --findings/],
    [['--events', 'trail', '--untriaged', 'fail'], /--untriaged does nothing without --image or --findings/],
    [['--findings', 'a.json', '--platforms', 'linux/amd64'], /--platforms does nothing without --image/],
    [['--findings', 'a.json', '--registry-id', ACCOUNT], /--registry-id does nothing without --image/],
    [
      ['--findings', 'a.json', '--audit-window', '1h'],
      /--audit-window does nothing without --audit-source lookup, an archive in S3, a table in Athena or --audit-live/,
    ],
    [
      ['--findings', 'a.json', '--audit-regions', 'eu-west-1'],
      /--audit-regions does nothing without --audit-source lookup, an archive in S3, a table in Athena or --audit-live/,
    ],
    [
      ['--findings', 'a.json', '--audit-roles', ROLE],
      /--audit-roles does nothing without --audit-source lookup, an archive in S3, a table in Athena or --audit-live/,
    ],
    [['--image', IMAGE, '--audit-source', 'none', '--audit-roles', ROLE], /--audit-roles does nothing without/],
    [['--findings', 'a.json', '--base-image', BASE], /--base-image does nothing without --image/],
    [['--image', IMAGE, '--base-image-findings', 'warn'], /--base-image-findings does nothing without --base-image/],
    [['--findings', 'a.json', '--image-roles', ROLE], /--image-roles does nothing without --image/],
    [
      ['--image', IMAGE, '--allowed-account-ids', ACCOUNT, '--audit-roles', OTHER_ROLE],
      /--audit-roles names "arn:aws:iam::444455556666:role\/audit" in account 444455556666, which --allowed-account-ids does not allow/,
    ],
    [
      ['--findings', 'a.json', '--audit-timeout', '1m'],
      /--audit-timeout does nothing without --audit-source lookup, an archive in S3, a table in Athena or --audit-live/,
    ],
    [['--audit-live', 'sessions'], /--audit-live needs --audit-regions where there is no image/],
    [['--image', IMAGE, '--audit-live', 'session'], /^(?![\s\S]*needs --audit-regions)[\s\S]*--audit-live cannot be "session"/],
    [['--image', IMAGE, '--events', 'trail', '--audit-window', '1h'], /--audit-window does nothing without/],
    [['--image', IMAGE, '--audit-source', 'none', '--audit-regions', 'eu-west-1'], /--audit-regions does nothing without/],
    [['--audit-source', 'trail', '--audit-window', '1h'], /--audit-window does nothing without/],
    [['--findings', '-', '--events', '-'], /standard input can be read only once/],
    [['--findings', 'a.json', 'b.json', '--', 'c.json'], /check does not take "c\.json" here/],
    [['a.json'], /check does not take "a\.json" here/],
    [['--image', IMAGE, '--fail-on', 'high', 'low'], /check does not take "low" here/],
    [['--imgae', IMAGE], /check has no flag "--imgae": did you mean "--image"\?/],
    [['--summary', 'false', '--image', IMAGE], /check has no flag "--summary"/],
    [['--image', IMAGE, '-1s'], /check has no flag "-1s"/],
    [['--__proto__', 'x', '--image', IMAGE], /check has no flag "--__proto__"/],
  ])('%j is wrong', (words, message) => {
    expect(wrongWords(words)).toMatch(message)
  })

  test('the value of an unknown flag is not shown, because it may be a token', () => {
    for (const words of [['--github-token', 'ghs_secret'], ['--github-token=ghs_secret']]) {
      const message = wrongWords(['--findings', 'a.json', '--fail-on', 'high', ...words])
      expect(message).toContain('check has no flag "--github-token"')
      expect(message).not.toContain('ghs_secret')
    }
  })

  // They guard the credentials, and calls of AWS; without either they would be ignored without a word.
  test.each<[readonly string[]]>([[['--allowed-account-ids', ACCOUNT]], [['--aws-attempts', '3']]])(
    '%j does nothing where AWS is not asked',
    words => {
      expect(wrongWords([...words, '--findings', 'a.json'])).toContain(`${words[0]} does nothing without`)
      expect(wrongWords([...words, '--events', 'trail'])).toContain(`${words[0]} does nothing without`)
      expect(check([...words, '--audit-source', 'lookup', '--audit-regions', 'eu-west-1']).audit).toBeDefined()
    },
  )

  test('as inputs, in the words of inputs', () => {
    expect(wrongInputs({})).toMatch(/there is nothing to judge: image is missing: give image, or recorded findings or events/)
    expect(wrongInputs({ findings: 'a.json', 'wait-timeout': '5m' })).toMatch(/^wait-timeout does nothing without image/)
    expect(wrongInputs({ image: IMAGE, 'audit-source': 'lookup\ntrail' })).toMatch(
      /^audit-source is lookup, none, one s3:\/\/bucket\/prefix or athena:\/\/…, or paths/,
    )
  })
})

describe('inputs', () => {
  test.each([
    ['failon', /there is no input "failon": did you mean "fail-on"\?/],
    ['fail_on', /there is no input "fail_on": did you mean "fail-on"\?/],
    ['images', /there is no input "images": did you mean "image"\?/],
    ['wait-timeuot', /did you mean "wait-timeout"\?/],
    ['region', /there is no input "region"/],
    ['format', /there is no input "format"/],
    ['output', /there is no input "output"/],
    ['__proto__', /there is no input "__proto__"/],
    ['constructor', /there is no input "constructor"/],
    ['', /there is no input ""/],
  ])('%j are refused', (name, message) => {
    expect(wrongInputs({ image: IMAGE, [name]: 'x' })).toMatch(message)
  })

  test('that are empty are absent, known or not', () => {
    const empty = Object.fromEntries([...INPUTS, 'failon'].map((name, at) => [name, ['', ' ', '\n', ' \r\n\t '][at % 4] ?? '']))
    expect(checkInputs({ ...empty, image: IMAGE })).toEqual(checkInputs({ image: IMAGE }))
    expect(wrongInputs(empty)).toBe(wrongInputs({}))
    expect(parseInputs({ INPUT_IMAGE: IMAGE, 'INPUT_FAIL-ON': undefined, AWS_REGION: 'eu-west-1' })).toMatchObject({ kind: 'run' })
  })

  test('span lines where they are lists of paths, blanks within a line kept', () => {
    expect(checkInputs({ findings: 'a b.json\n\n  c.json\r\n', rules: 'r\ns' })).toMatchObject({
      findings: ['a b.json', 'c.json'],
      rules: ['r', 's'],
    })
    expect(checkInputs({ 'audit-source': 'a\nb' }).events).toEqual(['a', 'b'])
    expect(checkInputs({ image: IMAGE, platforms: 'linux/amd64\nlinux/arm64\n' }).platforms).toEqual(['linux/amd64', 'linux/arm64'])
  })

  test('are told from the rest of the environment', () => {
    expect(checkInputs({ image: IMAGE }, { ...ENV, PATH: '/bin', input_image: 'x', MY_INPUT_X: 'x', INPUT: 'x' })).toEqual(
      checkInputs({ image: IMAGE }),
    )
  })
})

describe('commands', () => {
  test('see the settings that their rows name, and no others', () => {
    const seen = ({ operands, check: isCheck }: SettingsOf<'fmt'>): unknown => [operands, isCheck]
    // @ts-expect-error: fmt reads no images
    const unseen = ({ images }: SettingsOf<'fmt'>): unknown => images
    const invocation = parseArguments(['fmt', '--check', 'rules'], ENV)
    if (invocation.kind !== 'run') throw new Error(JSON.stringify(invocation))
    expect(seen(invocation.settings)).toEqual([['rules'], true])
    expect(unseen(invocation.settings)).toEqual([])
  })

  const kindOf = (...words: readonly string[]): string => parseArguments(words, ENV).kind

  test.each<[readonly string[], string]>([
    [['--help'], 'help'],
    [['-h'], 'help'],
    [['help'], 'help'],
    [['help', 'check'], 'help'],
    [['check', '--help'], 'help'],
    [['check', '-h'], 'help'],
    [['check', '--fail-on', 'hihg', '-h'], 'wrong'],
    // `--image "$IMAGE"` with a name that a stranger chose.
    [['check', '--image', '--help'], 'wrong'],
    [['check', '--image', '-h', '--fail-on', 'critical'], 'wrong'],
    [['check', '-h', '-h'], 'wrong'],
    [['--version'], 'version'],
    [[], 'wrong'],
    [['chekc'], 'wrong'],
    [['help', 'chekc'], 'wrong'],
    [['constructor'], 'wrong'],
    [['query', 'a = 1', 'trail'], 'run'],
    [['query', 'a = 1'], 'wrong'],
    [['query', '--findings', 'a.json'], 'wrong'],
    [['query', 'a = 1', '--findings', 'a.json'], 'run'],
    [['query', 'a = 1', 'trail', '--findings', 'a.json', '--count-by', 'severity'], 'run'],
    [['query', 'a = 1', '-', '--findings', '-'], 'wrong'],
    [['query', 'a = 1', 'trail', '--count'], 'run'],
    [['query', 'a = 1', 'trail', '--count=yes'], 'wrong'],
    [['query', 'a = 1', 'trail', '--count', '--count-by', 'x'], 'wrong'],
    [['query', 'a = 1', 'trail', '--count', '--count'], 'wrong'],
    [['explain', 'a = 1', '--event', 'e.json'], 'run'],
    [['explain', 'a = 1'], 'wrong'],
    [['explain', 'a = 1', '--sql'], 'run'],
    [['explain', '--sql', '--rule', 'a', '--rules', 'rules', '--audit-window', '7d'], 'run'],
    [['explain', '--sql'], 'wrong'],
    [['explain', 'a = 1', '--sql', '--rule', 'a'], 'wrong'],
    [['explain', 'a = 1', '--sql', '--event', 'e.json'], 'wrong'],
    [['explain', 'a = 1', '--sql', '--audit-window', '401d'], 'wrong'],
    [['explain', 'a = 1', '--event', 'e.json', '--audit-window', '7d'], 'wrong'],
    [['explain', 'a = 1', '--event', 'e.json', '--rules', 'rules'], 'wrong'],
    [['explain', 'a = 1', '--event', 'e.json', '--packs', 'none'], 'wrong'],
    [['explain', 'a = 1', '--event', 'e.json', '--policy', 'policy.yml'], 'wrong'],
    [['explain', '--rule', 'a', '--event', 'e.json', '--rules', 'rules', '--packs', 'none'], 'run'],
    [['fmt', '-'], 'wrong'],
    [['fmt', '--check', 'rules'], 'run'],
    [['lint', 'rules', '--image', IMAGE], 'wrong'],
    [['lint', '--', '--image'], 'run'],
    [['backtest', '--events', 'trail'], 'run'],
    [['backtest', '--events', '-', '--rules', 'rules', '--packs', 'none', '--format', 'json', '--output', 'b.json'], 'run'],
    [['backtest'], 'wrong'],
    [['backtest', '--rules', 'rules'], 'wrong'],
    [['backtest', '--events', '-', '--rules', '-'], 'wrong'],
    [['backtest', 'trail'], 'wrong'],
    [['backtest', '--events', 'trail', '--fail-on', 'high'], 'wrong'],
    [['rules'], 'run'],
    [['rules', '--rules', 'own', '--packs', 'ecr', '--format', 'markdown'], 'run'],
    [['rules', 'show', 'ecr-put-image'], 'run'],
    [['rules', 'show', 'ecr-put-image', '--format', 'json'], 'run'],
    [['rules', 'show'], 'wrong'],
    [['rules', 'ecr-put-image'], 'wrong'],
    [['rules', 'show', 'a', 'b'], 'wrong'],
    [['doctor', '--image', IMAGE], 'run'],
    [['doctor'], 'wrong'],
    [['doctor', '--image', IMAGE, '--allowed-account-ids', '444455556666'], 'wrong'],
    [['doctor', '--image', IMAGE, '--audit-source', 'lookup', '--audit-regions', 'eu-west-2'], 'run'],
    [['doctor', '--image', IMAGE, '--audit-source', 'none'], 'run'],
    [['doctor', '--image', IMAGE, '--audit-source', 'none', '--audit-regions', 'eu-west-2'], 'wrong'],
    [['doctor', '--image', IMAGE, '--audit-source', 'athena://audit/security/logs', '--audit-regions', 'eu-west-2'], 'run'],
    [['doctor', '--image', IMAGE, '--audit-source', 'trail.json'], 'wrong'],
  ])('%j: %s', (words, kind) => {
    expect(kindOf(...words)).toBe(kind)
  })

  const verifying = (age: string) => parseArguments(['verify', IMAGE, `--max-age=${age}`], ENV)

  // The history of events ends after 90 days, and a verdict does not.
  test.each([
    ['90s', 90],
    ['24h', 86_400],
    ['7d', 604_800],
    ['365d', 31_536_000],
  ])('verify takes a verdict of %s', (age, maxAgeSeconds) => {
    expect(verifying(age)).toMatchObject({ kind: 'run', settings: { maxAgeSeconds } })
  })

  test.each(DURATIONS)('verify takes no verdict of "%s"', age => {
    expect(told(verifying(age))).toMatch(NO_DURATION)
  })

  test('verify takes a verdict of any age if none is named, but not of an empty one', () => {
    expect(parseArguments(['verify', IMAGE], ENV)).toMatchObject({ kind: 'run', settings: { maxAgeSeconds: undefined } })
    expect(told(verifying(''))).toContain('--max-age needs a value: DURATION')
    expect(wrongWords(['--image', IMAGE, '--max-age', '7d'])).toContain('--max-age')
  })

  test.each<[readonly string[], RegExp]>([
    [['backtest', '--packs', 'ssm'], /^backtest needs --events PATH: usage: ecr-gate backtest --events PATH…/],
    [['rules', 'shwo', 'x'], /^rules takes nothing, or show and the ID of a rule; found "shwo": did you mean "show"\?/],
    [['rules', 'ecr-put-image'], /found "ecr-put-image": ecr-gate rules show ID shows one whole/],
    [['rules', 'show'], /^rules show needs the ID of a rule: rules alone lists them/],
    [['rules', 'show', 'a', 'b'], /^rules does not take "b" here/],
  ])('%j is told to be wrong', (words, message) => {
    expect(told(parseArguments(words, ENV))).toMatch(message)
  })
})

describe('flags and inputs', () => {
  const LISTS: readonly string[] = [
    'image',
    'findings',
    'events',
    'rules',
    'audit-source',
    'base-image',
    'platforms',
    'audit-regions',
    'audit-roles',
    'image-roles',
    'allowed-account-ids',
  ]
  const values: Readonly<Record<string, readonly string[]>> = {
    image: [IMAGE, OTHER, 'api:v1', 'nginx', 'docker.io/x:y', `["${IMAGE}"]`, '[]'],
    findings: ['a.json', 'b c.json', '-'],
    events: ['trail', './none'],
    rules: ['rules', 'r.yml'],
    'audit-source': ['lookup', 'none', 'lokup', 'trail', './x'],
    ...Object.fromEntries(Object.entries(RIGHT).map(([name, list]) => [name, list.map(([value]) => value)])),
  }
  const names = (COMMANDS.find(({ name }) => name === 'check')?.settings ?? []).filter(name => INPUTS.includes(name))
  const given = fc
    .subarray(names, { maxLength: 6 })
    .chain(chosen =>
      fc.tuple(
        ...chosen.map(name => {
          const wrong = (WRONG[name] ?? []).map(([value]) => value)
          const one = fc.constantFrom(...(values[name] ?? ['x']), ...wrong, 'x')
          return fc.array(one, { minLength: 1, maxLength: LISTS.includes(name) ? 3 : 1 }).map(list => [name, list] as const)
        }),
      ),
    )
    .chain(list =>
      fc
        .boolean()
        .map(withImage => (withImage && !list.some(([name]) => name === 'image') ? [...list, ['image', [IMAGE]] as const] : list)),
    )

  test('of the same values are the same settings, or the same problems', () => {
    const kinds = { run: 0, wrong: 0 }
    fc.assert(
      fc.property(given, list => {
        // A flag's value that begins with a hyphen stands behind an equals sign.
        const words = list.flatMap(([name, each]) => each.flatMap(value => [`--${name}=${value}`]))
        const flags = parseArguments(['check', ...words], ENV)
        const read = inputs(Object.fromEntries(list.map(([name, each]) => [name, each.join('\n')])))
        expect(flags.kind).toBe(read.kind)
        if (flags.kind === 'run' && read.kind === 'run') {
          kinds.run++
          expect(flags.settings).toEqual(read.settings)
        } else if (flags.kind === 'wrong' && read.kind === 'wrong') {
          kinds.wrong++
          const spoken = flags.problems.map(problem => JSON.stringify(problem).replaceAll('--', ''))
          expect(spoken).toEqual(read.problems.map(problem => JSON.stringify(problem)))
        }
      }),
      { numRuns: 3000 },
    )
    expect(kinds.run).toBeGreaterThan(100)
    expect(kinds.wrong).toBeGreaterThan(100)
  })

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('', '-', '--', '=', '[', '[[[', '{', ',', '\n', '\0', '__proto__', 'constructor', '\ud800', '--image', '--help', IMAGE),
    fc.constantFrom(...names).map(name => `--${name}`),
  )

  test('of any text make nothing throw', () => {
    const commands = fc.oneof(fc.constantFrom(...COMMANDS.map(({ name }) => name)), text)
    fc.assert(
      fc.property(commands, fc.array(text, { maxLength: 8 }), text, (command, words, region) => {
        const invocation = parseArguments([command, ...words], { AWS_REGION: region })
        if (invocation.kind === 'wrong') expect(invocation.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...names), text), text, { maxKeys: 6 }), record => {
        const invocation = inputs(record)
        if (invocation.kind === 'wrong') expect(invocation.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 3000 },
    )
    for (const name of names) {
      for (const long of [
        '['.repeat(100_000),
        'a'.repeat(100_000),
        ','.repeat(100_000),
        '1'.repeat(100_000),
        'a-'.repeat(50_000),
        'a/'.repeat(50_000),
      ])
        expect(['run', 'wrong']).toContain(inputs({ [name]: long, image: name === 'image' ? long : IMAGE }).kind)
    }
  })

  test('of any text leave Object.prototype alone', () => {
    const before = Reflect.ownKeys(Object.prototype).length
    parseArguments(['check', '--__proto__=x', '--constructor', 'y'], ENV)
    parseInputs({ INPUT___PROTO__: 'x', 'INPUT_CONSTRUCTOR.PROTOTYPE': 'y' })
    expect(Reflect.ownKeys(Object.prototype).length).toBe(before)
  })
})

test('an input under two spellings is given twice, and neither is taken', () => {
  const invocation = parseInputs({ 'INPUT_FAIL-ON': 'high', 'INPUT_fail-on': 'never', INPUT_IMAGE: IMAGE })
  expect(invocation).toMatchObject({ kind: 'wrong', problems: [{ message: 'fail-on is given twice' }] })
})
