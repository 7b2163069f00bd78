// Whatever Amazon Inspector answers and rules ask, less of an answer never lets through what the whole answer stops.

import fc from 'fast-check'
import { expect } from 'vitest'
import type { Image } from '../../src/image/image.ts'
import { joinInspector } from '../../src/image/inspector.ts'
import { judge, makeImage } from '../gate/judging.ts'
import { fuzz } from './fuzz.ts'

const NOW = '2026-12-01T12:00:00Z'
// The shipped rules stop neither.
const SEVERITIES = ['MEDIUM', 'LOW'] as const

/** What Inspector knows of a finding, and what of that is kept. */
const known = fc.record({
  severity: fc.constantFrom(...SEVERITIES),
  epss: fc.constantFrom(null, 0, 0.05, 0.5, 1),
  exploitAt: fc.constantFrom(null, '2026-11-01T00:00:00Z'),
  exploited: fc.boolean(),
  keepsEntry: fc.boolean(),
  keepsDetails: fc.boolean(),
})
type Known = (typeof known extends fc.Arbitrary<infer T> ? T : never) & object

const clause = fc.constantFrom(
  'epss >= 0.1',
  'epss < 0.1',
  'epss = null',
  'epss != null',
  'lastKnownExploitAt = null',
  'lastKnownExploitAt != null',
  'knownExploited = "YES"',
  'knownExploited = "NO"',
  'knownExploited != "YES"',
  'severity = "MEDIUM"',
)
const filter = fc
  .tuple(clause, fc.constantFrom('and', 'or'), clause, fc.boolean())
  .map(([a, word, b, negated]) => (negated ? `not (${a} ${word} ${b})` : `${a} ${word} ${b}`))
const rule = fc.record({ filter, threshold: fc.constantFrom(1, 1, 2) })
const exceptions = fc.array(clause, { maxLength: 1 })

const arnOf = (i: number): string => `arn:aws:inspector2:eu-west-1:111122223333:finding/${i}`

function imageOf(findings: readonly Known[], isWhole: boolean): Image {
  const image = makeImage({ findings: findings.map(({ severity }, i) => ({ severity, id: `CVE-2026-${1000 + i}` })) })
  const { repositoryName, digest } = image
  const resources = [{ details: { awsEcrContainerImage: { imageHash: digest, repositoryName, registry: '111122223333' } } }]
  const entries = findings.map(({ epss, exploitAt }, i) => ({
    findingArn: arnOf(i),
    status: 'ACTIVE',
    resources,
    ...(epss !== null && { epss: { score: epss } }),
    ...(exploitAt !== null && { exploitabilityDetails: { lastKnownExploitAt: exploitAt } }),
  }))
  const details = findings.map(({ exploited }, i) => ({ findingArn: arnOf(i), ...(exploited && { cisaData: {} }) }))
  return joinInspector(image, {
    listed: entries.filter((_, i) => isWhole || findings[i]?.keepsEntry),
    details: [
      { arns: entries.map((_, i) => arnOf(i)), answer: { findingDetails: details.filter((_, i) => isWhole || findings[i]?.keepsDetails) } },
    ],
  })
}

function verdictOf(image: Image, rules: readonly { readonly filter: string }[], accepted: readonly string[]): string {
  const text = JSON.stringify({
    rules: rules.map((each, i) => ({ ...each, id: `rule-${i}`, name: `${i}`, type: 'Finding', severityOfAlerts: 1 })),
    exceptions: accepted.map(each => ({ filter: each, reason: 'x', expires: '2030-01-01' })),
  })
  return judge([image], [], text, NOW).verdict
}

fuzz(
  'less of an answer never lets through what the whole answer stops',
  60,
  [fc.array(known, { minLength: 1, maxLength: 4 }), fc.array(rule, { minLength: 1, maxLength: 2 }), exceptions],
  (findings, rules, accepted) => {
    const whole = verdictOf(imageOf(findings, true), rules, accepted)
    if (whole === 'pass' || whole === 'warn') return
    expect(['fail', 'undecided']).toContain(verdictOf(imageOf(findings, false), rules, accepted))
  },
)
