// What is told about the suppressions of a user's rules and overrides, with the place in the user's file.

import { describe, expect, test } from 'vitest'
import { formatPlace } from '../../src/diagnostic.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { loadRules } from '../../src/rules/load.ts'
import { makeRule } from './combine.ts'

const SCAN = 'eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings"'
const HIGH = `${SCAN} and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0`
const shipped = [
  makeRule({ id: 'high', name: 'High', filter: HIGH, suppressions: ['awsRegion = "eu-west-1"'] }),
  makeRule({ id: 'push', name: 'Push', filter: 'eventSource = "ecr.amazonaws.com" and eventName = "PutImage"' }),
  makeRule({ id: 'ecr', name: 'Ecr', filter: 'eventSource = "ecr.amazonaws.com"' }),
  makeRule({ id: 'finding', name: 'Finding', type: 'Finding', filter: 'severity = "HIGH"' }),
]

const LISTS = 'responseElements.imageScanFindings'

function told(text: string, path = 'own.yml'): readonly string[] {
  const loading = loadRules([{ path, text }])
  expect(loading.diagnostics).toEqual([])
  return combineRules({ used: shipped, unused: [] }, loading, undefined).diagnostics.map(
    ({ level, kind, message, help, at }) => `${formatPlace(at ?? '')} ${level} ${kind}: ${message}${help === undefined ? '' : `; ${help}`}`,
  )
}

const override = (rule: string, suppression: string): string =>
  `overrides:\n  - rule: ${rule}\n    addSuppressions:\n      - ${rule === 'finding' ? 'vendor = "x"' : 'awsRegion = "eu-west-2"'}\n      - ${suppression}\n`

const WHOLE = (exception: string): string =>
  `error whole-image: this suppression looks at single findings, but removes the whole image with all of its findings; accept the finding itself: exceptions: [{ ${exception}, reason: WHY, expires: YYYY-MM-DD }]`

describe('a suppression that looks at one finding inside the event of an image is an error, in an override of', () => {
  test.each<[string, string, readonly string[]]>([
    ['high', `${LISTS}.findings.name = "CVE-2026-1"`, [`own.yml:5:9 ${WHOLE('id: CVE-2026-1')}`]],
    ['high', `${LISTS}.findings.[0].severity = "HIGH"`, [`own.yml:5:9 ${WHOLE(`filter: 'severity = "HIGH"'`)}`]],
    [
      'high',
      `requestParameters.repositoryName = "api" and ${LISTS}.enhancedFindings.packageVulnerabilityDetails.vulnerabilityId in ("a", "b")`,
      [`own.yml:5:54 ${WHOLE('ids: [a, b], image: "api"')}`],
    ],
    [
      'high',
      `${LISTS}.findings.name = "CVE-2026-1" and ${LISTS}.findings.severity = "HIGH"`,
      [`own.yml:5:9 ${WHOLE(`id: CVE-2026-1, filter: 'severity = "HIGH"'`)}`],
    ],
    // An id is written so that YAML reads it back.
    ['high', `${LISTS}.findings.name in ("a, b", "c]")`, [`own.yml:5:9 ${WHOLE('ids: ["a, b", "c]"]')}`]],
    ['high', `${LISTS}.findings.name = "true"`, [`own.yml:5:9 ${WHOLE('id: "true"')}`]],
    // Nothing that a finding has stands for the Region or for an attribute, so only the form of an exception is shown.
    [
      'high',
      `awsRegion = "x" and ${LISTS}.enhancedFindings.packageVulnerabilityDetails.vulnerabilityId = "x"`,
      [`own.yml:5:29 ${WHOLE('id: CVE-2026-1234')}`],
    ],
    ['high', `${LISTS}.findings.attributes.value = "x"`, [`own.yml:5:9 ${WHOLE('id: CVE-2026-1234')}`]],
    ['high', `not ${LISTS}.findings.name != "CVE-2026-1"`, [`own.yml:5:13 ${WHOLE(`filter: 'not id != "CVE-2026-1"'`)}`]],
    ['ecr', `${LISTS}.findings.name = "CVE-2026-1"`, [`own.yml:5:9 ${WHOLE('id: CVE-2026-1')}`]],
    ['high', `${LISTS}.findings = null`, []],
    ['high', `${LISTS}.findingSeverityCounts.HIGH < 3`, []],
    ['high', 'requestParameters.repositoryName = "sandbox"', []],
    ['finding', 'id = "CVE-2026-1"', []],
  ])('%s: %s', (rule, suppression, expected) => {
    expect(told(override(rule, suppression))).toEqual(expected)
  })

  test('or in the rule itself', () => {
    const rule = {
      name: 'Mine',
      type: 'CloudTrail',
      severityOfAlerts: 1,
      filter: HIGH,
      suppressions: [`${LISTS}.findings.name = "CVE-2026-1"`],
    }
    expect(told(JSON.stringify(rule), 'own.json')).toEqual([expect.stringMatching(/^own\.json:1:\d+ error whole-image/)])
  })
})

describe('the suppression of an override is checked with the vocabulary of its rule:', () => {
  const idle = 'warning idle-suppression: this suppression matches no event that the filter matches'
  const noImage =
    'warning idle-suppression: this suppression removes no image; the event of an image has no user, address, agent or error, because it records no call'
  test.each<[string, string, readonly string[]]>([
    [
      'high',
      'package.name = "openssl"',
      [
        'own.yml:5:9 warning unknown-field: no known event has a field "package"; findings have this field: a rule of type Finding sees them',
        `own.yml:5:9 warning idle-suppression: this suppression removes no image; accept the finding itself: exceptions: [{ filter: 'package.name = "openssl"', reason: WHY, expires: YYYY-MM-DD }]`,
      ],
    ],
    [
      'high',
      'requestParameters.repositoryName = "api" and cve = "CVE-2026-1234"',
      [
        'own.yml:5:54 warning unknown-field: no known event has a field "cve"',
        'own.yml:5:9 warning idle-suppression: this suppression removes no image; accept the finding itself: exceptions: [{ id: CVE-2026-1234, reason: WHY, expires: YYYY-MM-DD }]',
      ],
    ],
    [
      'finding',
      'userIdentity.userName = "ci"',
      [
        'own.yml:5:9 error unknown-field: no finding has a field "userIdentity"; CloudTrail events have this field: a rule of type CloudTrail sees them',
        `own.yml:5:9 ${idle}`,
      ],
    ],
    ['finding', 'severity = "LOW"', [`own.yml:5:9 ${idle}`]],
    ['high', 'eventName = "PutImage"', [`own.yml:5:9 ${idle}`]],
    ['high', 'userAgent like "terraform"', [`own.yml:5:9 ${noImage}`]],
    ['push', 'userAgent like "terraform"', []],
    ['ecr', 'userAgent like "terraform"', []],
    ['push', 'usr = "ci"', ['own.yml:5:9 warning unknown-field: no known event has a field "usr"; did you mean "user"?']],
    [
      'push',
      'user = "ci" or user = "cd" and ip = "1.2.3.4"',
      [
        'own.yml:5:24 warning mixed-joins: "and" and "or" are mixed without parentheses; "and" binds tighter; write (user = "cd" and ip = "1.2.3.4") or …',
      ],
    ],
    ['finding', 'package.name = "openssl"', []],
  ])('%s: %s', (rule, suppression, expected) => {
    expect(told(override(rule, suppression))).toEqual(expected)
  })

  test('one problem repeated in ten thousand clauses is told a few times', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `usr = "${i}"`).join(' or ')
    expect(told(override('push', many)).length).toBeLessThan(30)
  })

  test('after those of other overrides, each at its own place', () => {
    const text = `overrides:
  - { rule: push, addSuppressions: [usr = "a"] }
  - { rule: high, addSuppressions: [usr = "b"] }
  - { rule: push, addSuppressions: [user = "c", usr = "d"] }
`
    expect(
      told(text)
        .filter(line => line.includes('unknown-field'))
        .map(line => line.split(' ')[0]),
    ).toEqual(['own.yml:3:37', 'own.yml:2:37', 'own.yml:4:49'])
  })
})

describe('the exception that a suppression of single findings meant has the fields of findings', () => {
  const details = `${LISTS}.enhancedFindings.packageVulnerabilityDetails`
  test.each([
    [`${LISTS}.findings.uri like "x"`, 'links like "x"'],
    [`${LISTS}.enhancedFindings.findingArn = "x"`, 'arn = "x"'],
    [`${details}.relatedVulnerabilities = "x"`, 'aliases = "x"'],
    [`${details}.source = "x"`, 'vendor = "x"'],
    [`${details}.vulnerablePackages.name = "x"`, 'package.name = "x"'],
    [`${details}.vulnerablePackages.epoch = 1`, 'package.epoch = 1'],
    [`${details}.vulnerablePackages.version = "x"`, 'package.version = "x"'],
    [`${details}.vulnerablePackages.filePath = "x"`, 'path = "x"'],
    [`${details}.vulnerablePackages.packageManager = "x"`, 'package.manager = "x"'],
    [`${LISTS}.enhancedFindings.score < 4`, 'score < 4'],
    [
      `${LISTS}.enhancedFindings.fixAvailable = "NO" or ${LISTS}.enhancedFindings.exploitAvailable = "NO"`,
      'fixAvailable = "NO" or exploitAvailable = "NO"',
    ],
  ])('%s', (suppression, filter) => {
    expect(told(override('high', suppression))).toEqual([expect.stringContaining(`exceptions: [{ filter: '${filter}', reason: WHY`)])
  })
})
