// How a verdict is reached, and that nothing can pass unseen.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/gate/alert.ts'
import { type Coverage, gap, notRequested, read } from '../../src/gate/coverage.ts'
import { FAIL_ON, type FailOn, UNTRIAGED } from '../../src/gate/policy.ts'
import { severityRuleId } from '../../src/gate/severities.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { canJudgeImages } from '../../src/gate/visibility.ts'
import { readImages } from '../../src/image/read.ts'
import { compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import { actionOf } from '../../src/rules/rule.ts'
import { combine, makeRule } from './combine.ts'

const alert = (action: Alert['action']): Alert => ({
  ruleId: `${action}-rule`,
  ruleName: 'x',
  severityOfAlerts: 1,
  action,
  title: action,
  alertDescription: '',
  count: 1,
  aggregate: {},
  firstTime: null,
  lastTime: null,
  eventIds: [],
  events: [],
  image: null,
  tags: [],
  references: [],
})
const coverage = (state: Coverage['state']): Coverage =>
  state === 'not requested'
    ? notRequested('events')
    : (state === 'gap' ? gap : read)({ source: 'events', origin: 'x', message: `x: ${state}` })
const untriagedImage = readImages(
  [
    {
      origin: 'x',
      body: {
        repositoryName: 'api',
        imageId: { imageTag: 'v1' },
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindings: { findings: [{ name: 'CVE-1' }] },
      },
    },
  ],
  '2026-11-23T12:00:00Z',
)

describe('the verdict', () => {
  test.each([
    [['fail', 'warn', 'notice'], 'gap', 'fail'],
    [['warn', 'notice'], 'gap', 'undecided'],
    [['warn', 'notice'], 'read', 'warn'],
    [['notice'], 'read', 'pass'],
    [[], 'read', 'pass'],
    [[], 'gap', 'undecided'],
    [[], 'not requested', 'pass'],
  ] as const)('of alerts %j and events that are a %s is %s', (actions, state, verdict) => {
    const decision = reachVerdict(actions.map(alert), [], [coverage(state)], 'warn')
    expect(decision.verdict).toBe(verdict)
    if (verdict !== 'pass') expect(decision.reasons.length).toBeGreaterThan(0)
  })

  test('gives the most severe reason first', () => {
    expect(reachVerdict([alert('warn'), alert('fail')], [], [coverage('gap')], 'warn').reasons).toEqual([
      'fail [fail-rule]',
      'x: gap',
      'warn [warn-rule]',
    ])
  })

  test.each([
    ['fail', 'fail'],
    ['warn', 'warn'],
    ['ignore', 'pass'],
  ] as const)('of a finding without a severity at untriaged %s is %s', (untriaged, verdict) => {
    expect(UNTRIAGED).toContain(untriaged)
    expect(reachVerdict([], untriagedImage, [], untriaged).verdict).toBe(verdict)
  })
})

describe('fail-on', () => {
  const actions = (failOn: FailOn): Record<string, string> =>
    Object.fromEntries(
      combine([], [], failOn)
        .rules.filter(({ enabled }) => enabled)
        .map(rule => [rule.id.split('-').at(-1) ?? '', actionOf(rule)]),
    )

  test.each([
    ['critical', { critical: 'fail', high: 'warn', medium: 'warn' }],
    ['high', { critical: 'fail', high: 'fail', medium: 'warn' }],
    ['medium', { critical: 'fail', high: 'fail', medium: 'fail' }],
    ['low', { critical: 'fail', high: 'fail', medium: 'fail', low: 'fail' }],
    ['never', { critical: 'warn', high: 'warn', medium: 'warn' }],
  ] as const)('%s', (failOn, expected) => {
    expect(FAIL_ON).toContain(failOn)
    expect(actions(failOn)).toEqual(expected)
  })

  test('replaces the Severity rules, whoever wrote them', () => {
    const own = makeRule({ id: severityRuleId('high'), name: 'mine' })
    const { rules, replaced } = combine([own], [own], 'critical')
    expect(rules.filter(({ id }) => id === own.id)).toMatchObject([{ file: 'fail-on', action: 'warn' }])
    expect(replaced).toContainEqual({ id: own.id, by: 'fail-on' })
  })
})

test('fail-on replaces a Severity rule that was exported under another id', () => {
  const exported = makeRule({ id: '11111111-2222-4333-8444-555555555555', name: 'CloudTrail: ECR Image Scan Findings – Severity HIGH' })
  const { rules, replaced } = combine([], [exported], 'critical')
  expect(rules.map(({ file }) => file)).toEqual(['fail-on', 'fail-on', 'fail-on', 'fail-on'])
  expect(replaced).toEqual([{ id: exported.id, by: 'fail-on' }])
})

test('with several images each reason says which one it is about', () => {
  const about = { ...alert('fail'), image: `1/api:v1@sha256:${'a'.repeat(64)}` }
  const [image] = untriagedImage
  if (image === undefined) throw new Error('there is an image')
  expect(reachVerdict([about], [image, image], [], 'ignore').reasons[0]).toBe('api:v1@sha256:aaaaaaaaaaaa: fail [fail-rule]')
  expect(reachVerdict([about], [image], [], 'ignore').reasons[0]).toBe('fail [fail-rule]')
})

describe("a user's rule", () => {
  const shipped = [makeRule({ id: 'a', name: 'A' }), makeRule({ id: 'b', name: 'B' })]

  test('replaces the shipped rule of the same id or name, and the report can say so', () => {
    const { rules, replaced } = combine(shipped, [makeRule({ id: 'a', name: 'mine' }), makeRule({ id: 'uuid', name: 'B' })], undefined)
    expect(rules.map(({ id, name }) => `${id} ${name}`)).toEqual(['a mine', 'uuid B'])
    expect(replaced).toEqual([
      { id: 'a', by: 'own.json' },
      { id: 'b', by: 'own.json' },
    ])
  })

  test('is added to the others when it is new', () => {
    expect(combine(shipped, [makeRule({ id: 'c', name: 'C' })], undefined).rules.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })
})

test('without their Severity rules the packs cannot judge an image', () => {
  const packs = ['ecr', 'ssm'].flatMap(pack =>
    readdirSync(`rules/${pack}`).map(name => ({ path: name, text: readFileSync(`rules/${pack}/${name}`, 'utf8') })),
  )
  const { compiled } = loadRules(packs)
  expect(compiled.length).toBeGreaterThan(50)
  expect(canJudgeImages(compiled)).toBe(true)
  expect(canJudgeImages(compiled.filter(({ rule }) => !rule.id.startsWith('ecr-image-scan-findings-')))).toBe(false)
})

describe('rules can judge an image', () => {
  test.each([
    ['eventName = "DescribeImageScanFindings" and responseElements.x > 0', true],
    ['responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0', true],
    ['eventSource = "ssm.amazonaws.com" and eventName starts_with "List"', false],
    ['event_type = "audit"', false],
    ['not eventSource = "ecr.amazonaws.com"', false],
    ['eventName in ("PutImage", "DescribeImageScanFindings")', true],
    // The event of an image has no caller and no error.
    ['eventSource = "ecr.amazonaws.com" and errorCode starts_with "AccessDenied"', false],
    ['eventSource = "ecr.amazonaws.com" and user = "mallory"', false],
    ['eventSource = "ecr.amazonaws.com" and userIdentity.type = "IAMUser"', false],
    ['eventSource = "ecr.amazonaws.com" and user != "mallory"', true],
    ['responseElements = null', false],
    ['recipientAccountID = "111122223333" and MFAUsed = null', true],
    ['region = "eu-west-1"', true],
    ['awsRegion = "eu-west-1" and accountId = "111122223333" and region != "us-east-1"', true],
  ])('%s: %s', (filter, can) => {
    expect(canJudgeImages([compileRule(makeRule({ filter }))])).toBe(can)
    expect(canJudgeImages([compileRule(makeRule({ filter, enabled: false }))])).toBe(false)
  })

  test.each<[Record<string, unknown>, string]>([
    [
      { filter: 'eventSource = "ecr.amazonaws.com"', suppressions: ['eventName = "DescribeImageScanFindings"'] },
      'a suppression takes every image out',
    ],
    [{ filter: 'eventSource = "ecr.amazonaws.com"', threshold: 2 }, 'an image has one event'],
    ...[
      'user != "mallory"',
      'userIdentity.type != "IAMUser"',
      'userAgent = null',
      'userAgent not in ("a")',
      'not arnRole starts_with "assumed-role/ci/"',
      'ip != "10.0.0.0/8"',
      'errorCode in (null, "Success")',
      'mfaUsed != true',
      'policyPublic = null',
      'responseElements != null',
      'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0',
    ].map((suppression): [Record<string, unknown>, string] => [
      { filter: 'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0', suppressions: [suppression] },
      'the suppression holds for every image',
    ]),
    [{ type: 'Finding', filter: 'severity = "HIGH"', suppressions: ['event_type != "x"'] }, 'a suppression takes every finding out'],
    [{ type: 'Finding', filter: 'severity = "HIGH" and state = "suppressed"' }, 'every finding that a rule sees is open'],
    [{ type: 'Finding', filter: 'event_type = "cloudtrail"' }, 'a finding is not a CloudTrail event'],
    [{ type: 'Command', filter: 'state = "open"' }, 'an image has no commands'],
  ])('%j cannot: %s', fields => {
    expect(canJudgeImages([compileRule(makeRule(fields))])).toBe(false)
  })
})
