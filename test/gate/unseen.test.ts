// A basic scan has fewer fields than an enhanced one. A rule that asks for one of the others cannot judge its findings, and what was
// not judged cannot pass.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { toFindingEvents } from '../../src/image/event.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { compileRule, matchesRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

function rule(fields: Readonly<Record<string, unknown>>): Rule {
  const text = JSON.stringify({ name: 'grave', type: 'Finding', severityOfAlerts: 1, ...fields })
  const { rules, diagnostics } = loadRules([{ path: 'grave.json', text }])
  if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics))
  return rules[0]
}

function imageOf(findings: Fields): Image {
  const body = {
    registryId: '111122223333',
    repositoryName: 'api',
    imageId: { imageDigest: 'sha256:aa', imageTag: 'v1' },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { imageScanCompletedAt: 1_700_000_000, ...findings },
  }
  const [image] = readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z')
  if (image === undefined) throw new Error('no image was read')
  return image
}

/** A basic answer with findings of these severities, each with these attributes. */
function basic(severities: readonly string[], attributes: Readonly<Record<string, string>> = {}): Image {
  const pairs = Object.entries(attributes).map(([key, value]) => ({ key, value }))
  return imageOf({ findings: severities.map((severity, i) => ({ name: `CVE-${i}`, severity, attributes: pairs })) })
}

function enhanced(severities: readonly string[]): Image {
  return imageOf({ enhancedFindings: severities.map((severity, i) => ({ title: `CVE-${i}`, severity, status: 'ACTIVE' })) })
}

function judge(fields: Readonly<Record<string, unknown>>, image: Image) {
  const evaluation = startEvaluation([rule(fields)])
  const judged = evaluation.judge(image)
  const { verdict } = reachVerdict(evaluation.alerts(), [judged], [], 'ignore')
  return { verdict, gaps: judged.gaps, notes: judged.notes }
}

describe('a rule that may block asks for what only Amazon Inspector knows, of recorded findings', () => {
  test('of an enhanced scan, whatever it says of null', () => {
    for (const filter of ['epss >= 0.1', 'knownExploited = "YES"', 'lastKnownExploitAt != null', 'epss >= 0.1 and epss != null']) {
      const { verdict, gaps } = judge({ filter }, enhanced(['LOW', 'LOW']))
      expect([filter, verdict]).toEqual([filter, 'undecided'])
      expect(gaps.join()).toContain('which Amazon Inspector did not say (it is asked only about images in ECR): 2 findings may match it')
    }
  })

  test('of a basic scan, where a clause about null says what the absence means', () => {
    expect(judge({ filter: 'epss >= 0.1' }, basic(['LOW'])).verdict).toBe('undecided')
    expect(judge({ filter: 'epss >= 0.1 and epss != null' }, basic(['LOW'])).verdict).toBe('pass')
    expect(judge({ filter: 'epss >= 0.1 or epss = null' }, basic(['LOW'])).verdict).toBe('fail')
  })

  test('is a note if the rule cannot block', () => {
    const { verdict, notes } = judge({ filter: 'epss >= 0.1', severityOfAlerts: 2 }, enhanced(['LOW']))
    expect([verdict, notes]).toEqual(['pass', [expect.stringContaining('which Amazon Inspector did not say')]])
  })
})

describe('a rule that may block asks for what a basic scan does not have', () => {
  test.each<[string, readonly string[], string, string]>([
    ['severity = "CRITICAL" and fixAvailable = "YES"', ['CRITICAL', 'LOW'], 'fixAvailable', '1 finding'],
    ['score > 7', ['HIGH', 'HIGH'], 'score', '2 findings'],
    ['score > 7 or severity = "CRITICAL"', ['HIGH'], 'score', '1 finding'],
    ['exploitAvailable = "YES" or fixAvailable = "YES"', ['LOW'], 'fixAvailable and exploitAvailable', '1 finding'],
    ['not fixAvailable = "YES" and not score < 9 and severity = "HIGH" and vendor = "x"', ['HIGH'], 'vendor', '1 finding'],
    ['package.path starts_with "app/"', ['HIGH'], 'package.path', '1 finding'],
    ['package.[0].fixedIn = "1"', ['HIGH'], 'package.fixedIn', '1 finding'],
    ['path like "app/"', ['HIGH'], 'path', '1 finding'],
  ])('%s: undecided', (filter, severities, names, findings) => {
    const { verdict, gaps } = judge({ filter }, basic(severities))
    expect(verdict).toBe('undecided')
    expect(gaps).toEqual([expect.stringContaining('rule grave asks for')])
    for (const name of names.split(' and ')) expect(gaps[0]).toContain(name)
    expect(gaps[0]).toContain(`${findings} may match it`)
  })

  test.each<[string, readonly string[], 'fail' | 'pass']>([
    // Decided without the field, one way or the other.
    ['score > 7 or severity = "CRITICAL"', ['CRITICAL'], 'fail'],
    ['score > 7 or severity = "CRITICAL"', ['HIGH', 'CRITICAL'], 'fail'],
    ['severity = "CRITICAL" and fixAvailable = "YES"', ['HIGH', 'LOW'], 'pass'],
    ['severity = "CRITICAL" and fixAvailable = "YES"', [], 'pass'],
    ['fixAvailable != "NO"', ['LOW'], 'fail'],
    // A basic scan has these.
    ['severity = "CRITICAL" and description like "x" and links like "y" and type = "CODE_VULNERABILITY"', ['CRITICAL'], 'pass'],
    ['id = "CVE-7" and state = "open" and image.tags = "v1"', ['CRITICAL'], 'pass'],
    // The rule says itself what the absence of the field means.
    ['severity = "CRITICAL" and fixAvailable in (null, "YES")', ['CRITICAL'], 'fail'],
    ['score > 7 or (score = null and severity = "CRITICAL")', ['CRITICAL'], 'fail'],
    ['score > 7 or (score = null and severity = "CRITICAL")', ['HIGH'], 'pass'],
  ])('%s over %j: %s', (filter, severities, verdict) => {
    expect(judge({ filter }, basic(severities))).toMatchObject({ verdict, gaps: [] })
  })

  test('is undecided too where a suppression held only because the field is not there', () => {
    const filter = 'severity = "CRITICAL"'
    expect(judge({ filter, suppressions: ['exploitAvailable != "YES"'] }, basic(['CRITICAL'])).verdict).toBe('undecided')
    expect(judge({ filter, suppressions: ['exploitAvailable = "NO"'] }, basic(['CRITICAL']))).toMatchObject({ verdict: 'fail', gaps: [] })
    const suppressions = ['exploitAvailable != "YES"', 'id = "CVE-0"']
    expect(judge({ filter, suppressions }, basic(['CRITICAL']))).toMatchObject({ verdict: 'pass', gaps: [] })
  })

  test('is decided where the attributes of the scan have the field, even if those of one finding do not', () => {
    const attributes = { CVSS3_SCORE: '9.8', package_name: 'openssl' }
    expect(judge({ filter: 'score > 7' }, basic(['HIGH'], attributes))).toMatchObject({ verdict: 'fail', gaps: [] })
    expect(judge({ filter: 'score > 9.9' }, basic(['HIGH'], attributes))).toMatchObject({ verdict: 'pass', gaps: [] })
    const one = (name: string, pairs: readonly unknown[]) => ({ name, severity: 'HIGH', attributes: pairs })
    const mixed = imageOf({ findings: [one('CVE-1', [{ key: 'CVSS3_SCORE', value: '1.0' }]), one('CVE-2', [])] })
    expect(judge({ filter: 'score > 7' }, mixed)).toMatchObject({ verdict: 'pass', gaps: [] })
  })

  test('of an enhanced scan is decided, though a finding has no such field', () => {
    expect(judge({ filter: 'score > 7 or fixAvailable = "YES"' }, enhanced(['HIGH']))).toMatchObject({
      verdict: 'pass',
      gaps: [],
      notes: [],
    })
  })
})

test('of several fields that a rule asks for, the first shows how to say what absence means', () => {
  const { gaps } = judge({ filter: 'score > 7 and fixAvailable = "YES"' }, basic(['HIGH']))
  expect(gaps.join()).toMatch(/asks for score, fixAvailable, .* or say in the rule what absence means: score = null$/)
})

describe('a CloudTrail rule over the list of the other kind of scan', () => {
  const SCAN = 'eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings'
  const over = (name: string, clause: string, more: object = {}) => rule({ name, type: 'CloudTrail', filter: `${SCAN}.${clause}`, ...more })
  const exploitable = over('exploitable', 'enhancedFindings.exploitAvailable = "YES"')
  const counted = over('counted', 'findingSeverityCounts.HIGH > 0')
  const named = over('named', 'findings.name = "CVE-7"')
  const outcome = (rules: readonly Rule[], image: Image) => {
    const evaluation = startEvaluation(rules)
    const judged = evaluation.judge(image)
    return [reachVerdict(evaluation.alerts(), [judged], [], 'ignore').verdict, judged.gaps.length, judged.notes.length]
  }

  test.each<[what: string, rules: readonly Rule[], image: Image, outcome: readonly [verdict: string, gaps: number, notes: number]]>([
    ['that could block is undecided', [exploitable], basic(['LOW']), ['undecided', 1, 0]],
    ['beside a rule over the counts too', [exploitable, counted], basic(['LOW']), ['undecided', 1, 0]],
    ['of an enhanced scan too', [named], enhanced(['LOW']), ['undecided', 1, 0]],
    ['is a note beside a rule for the kind that there is', [exploitable, named], basic(['LOW']), ['pass', 0, 1]],
    ['beside a rule over findings too', [exploitable, rule({ filter: 'severity = "HIGH"' })], basic(['LOW']), ['undecided', 1, 0]],
    ['is a note if it cannot block', [over('w', 'enhancedFindings.score > 7', { severityOfAlerts: 2 })], basic(['LOW']), ['pass', 0, 1]],
    ['that says what absence means is decided', [over('n', 'enhancedFindings.score in (null, 9)')], basic(['LOW']), ['fail', 0, 0]],
    ['is decided where the list is there', [exploitable], enhanced(['LOW']), ['pass', 0, 0]],
    [
      'is decided where another clause rules the image out',
      [over('r', 'findings.name = "x" and awsRegion = "y"')],
      enhanced([]),
      ['pass', 0, 0],
    ],
    ['is decided over an empty list', [exploitable], enhanced([]), ['pass', 0, 0]],
  ])('%s', (_, rules, image, expected) => {
    expect(outcome(rules, image)).toEqual(expected)
  })
})

describe('a rule that cannot block', () => {
  test.each([
    ['warns', { severityOfAlerts: 2 }],
    ['gives a notice', { action: 'notice' }],
  ])('%s: a note', (_, fields) => {
    const { verdict, gaps, notes } = judge({ filter: 'score > 7', ...fields }, basic(['HIGH', 'LOW']))
    expect({ verdict, gaps }).toEqual({ verdict: 'pass', gaps: [] })
    expect(notes).toEqual(['rule grave asks for score, which this basic scan does not have: 2 findings may match it'])
  })

  test('has alerted already, or says what absence means: a note', () => {
    expect(judge({ filter: 'score > 7 or severity = "HIGH"' }, basic(['HIGH', 'LOW']))).toMatchObject({
      verdict: 'fail',
      gaps: [],
      notes: ['rule grave asks for score, which this basic scan does not have: 1 finding may match it'],
    })
    expect(judge({ filter: 'score > 7 and score != null' }, basic(['HIGH'])).notes).toHaveLength(1)
  })

  test('needs more findings than there are: a note', () => {
    const filter = 'score > 7'
    expect(judge({ filter, threshold: 3 }, basic(['HIGH', 'LOW']))).toMatchObject({ verdict: 'pass', notes: [expect.any(String)] })
    expect(judge({ filter, threshold: 2 }, basic(['HIGH', 'LOW'])).verdict).toBe('undecided')
  })

  test('is not enabled, or contradicts itself: nothing', () => {
    const silent = { verdict: 'pass', gaps: [], notes: [] }
    expect(judge({ filter: 'score > 7', enabled: false }, basic(['HIGH']))).toEqual(silent)
    expect(judge({ filter: 'score > 7 and score < 3' }, basic(['HIGH']))).toEqual(silent)
  })
})

// Whatever values the missing fields might have: where the image is said to be seen, none of them makes the rule match.
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  score: [undefined, 3, 8],
  fixAvailable: [undefined, 'YES', 'NO'],
  exploitAvailable: [undefined, 'YES', 'NO'],
}

const clause = fc.constantFrom(
  'severity = "CRITICAL"',
  'severity != "HIGH"',
  'id = "CVE-0"',
  'score > 7',
  'score <= 3',
  'fixAvailable = "YES"',
  'fixAvailable != "NO"',
  'fixAvailable not in ("YES", "NO")',
  'exploitAvailable in ("YES", "NO")',
)
const filters = fc.letrec<{ filter: string }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    clause,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, join, b]) => `(${a} ${join} ${b})`),
    tie('filter').map(filter => `not (${filter})`),
  ),
})).filter

test('a basic scan passes only if no value of the missing fields could block', () => {
  fc.assert(
    fc.property(
      filters,
      fc.array(filters, { maxLength: 2 }),
      fc.array(fc.constantFrom('CRITICAL', 'HIGH', 'LOW'), { minLength: 1, maxLength: 3 }),
      (filter, suppressions, severities) => {
        const image = basic(severities)
        const { verdict } = judge({ filter, suppressions }, image)
        if (verdict !== 'pass') return
        const compiled = compileRule(rule({ filter, suppressions }))
        for (const event of toFindingEvents(image))
          for (const score of VALUES['score'] ?? [])
            for (const fixAvailable of VALUES['fixAvailable'] ?? [])
              for (const exploitAvailable of VALUES['exploitAvailable'] ?? [])
                expect(matchesRule(compiled, { ...event, score, fixAvailable, exploitAvailable })).toBe(false)
      },
    ),
  )
})
