// A comparison of two policies names the line that makes each difference, in every format, and no format obeys hostile names.

import { describe, expect, test } from 'vitest'
import { gap, read } from '../../src/gate/coverage.ts'
import { renderComparisonMarkdown } from '../../src/report/comparison/markdown.ts'
import type { DecidingSettings } from '../../src/report/comparison/policy.ts'
import type { ComparisonReport } from '../../src/report/comparison/results.ts'
import { renderComparisonText } from '../../src/report/comparison/text.ts'
import { describeCause, describeComparison } from '../../src/report/comparison/wording.ts'
import { renderJson } from '../../src/report/json.ts'
import { plain } from '../../src/report/paint.ts'
import { call, compare, type Finding, makeImages, makePolicy } from '../run/policies.ts'
import { expectInert, linksOf, OBEYED } from './gfm.ts'
import { HOSTILE } from './reports.ts'

const HIGH: Finding = { id: 'CVE-2026-0001', severity: 'HIGH', fix: 'NO', exploit: 'NO', created: 3 }

const scan = (findings: readonly Partial<Finding>[], scanned = 1) => ({
  findings: findings.map(each => ({ ...HIGH, ...each })),
  basic: false,
  scanned,
})

const EXCEPTION = { id: 'CVE-2026-0001', reason: 'why', expires: 'never' }
const RULE = { id: 'low', name: 'Low', type: 'Finding', severityOfAlerts: 1, filter: 'severity = "LOW"' }

interface Side {
  readonly file?: object
  readonly settings?: Partial<DecidingSettings>
}

function compareOn(images: readonly ReturnType<typeof scan>[], old: Side, next: Side): ComparisonReport {
  const [before, after] = [makePolicy('old', old.file ?? {}, old.settings), makePolicy('new', next.file ?? {}, next.settings)]
  return compare(before, after, { images: makeImages(images), events: [] })
}

describe('the line that makes the difference', () => {
  test.each<[what: string, images: readonly ReturnType<typeof scan>[], old: Side, next: Side, verdicts: string, causes: readonly string[]]>(
    [
      [
        'an exception that is new',
        [scan([{}])],
        {},
        { file: { exceptions: [EXCEPTION] } },
        'fail pass',
        ['new/policy.json:4:3 accepts CVE-2026-0001 (only new)'],
      ],
      [
        'an exception that is gone',
        [scan([{}])],
        { file: { exceptions: [EXCEPTION] } },
        {},
        'pass fail',
        ['old/policy.json:4:3 accepts CVE-2026-0001 (only old)'],
      ],
      [
        'fail-on',
        [scan([{}])],
        { settings: { failOn: 'critical' } },
        { settings: { failOn: 'high' } },
        'warn fail',
        ['fail-on: critical → high'],
      ],
      [
        'fail-on in place of the rules',
        [scan([{}])],
        {},
        { settings: { failOn: 'critical' } },
        'fail warn',
        ['fail-on: not set → critical'],
      ],
      [
        'max-findings',
        [scan([{}])],
        { settings: { maxFindings: { high: 0 } } },
        { settings: { maxFindings: { critical: 0, high: 1 } } },
        'fail pass',
        ['max-findings: high=0 → critical=0, high=1'],
      ],
      ['untriaged', [scan([{ severity: 'UNTRIAGED' }])], {}, { settings: { untriaged: 'fail' } }, 'warn fail', ['untriaged: warn → fail']],
      [
        'unfixed',
        [scan([{}])],
        { settings: { unfixed: 'warn' } },
        { settings: { unfixed: 'ignore' } },
        'warn pass',
        ['unfixed: warn → ignore'],
      ],
      ['fix-within', [scan([{}])], {}, { settings: { fixWithin: { high: 604_800 } } }, 'fail pass', ['fix-within: not set → high=7d']],
      ['max-scan-age', [scan([], 3)], {}, { settings: { maxScanAgeSeconds: 86_400 } }, 'pass undecided', ['max-scan-age: not set → 1d']],
      [
        'on-undecided',
        [scan([], 3)],
        { settings: { maxScanAgeSeconds: 86_400 } },
        { settings: { maxScanAgeSeconds: 86_400, onUndecided: 'warn' } },
        'undecided undecided',
        ['on-undecided: fail → warn'],
      ],
      ['packs', [scan([{}])], {}, { settings: { packs: [] }, file: { rules: [RULE] } }, 'fail pass', ['packs: ecr → none']],
      [
        'a rule that is new',
        [scan([{ severity: 'LOW' }])],
        {},
        { file: { rules: [RULE] } },
        'pass fail',
        ['new/policy.json:8:15 has rule "low" (only new)'],
      ],
      [
        'a rule that is gone',
        [scan([{ severity: 'LOW' }])],
        { file: { rules: [RULE] } },
        {},
        'fail pass',
        ['old/policy.json:8:15 has rule "low" (only old)'],
      ],
      [
        'a rule that changed',
        [scan([{ severity: 'LOW' }])],
        { file: { rules: [RULE] } },
        { file: { rules: [{ ...RULE, severityOfAlerts: 2 }] } },
        'fail warn',
        ['new/policy.json:8:15 changes severityOfAlerts of rule "low"'],
      ],
      [
        'an override',
        [scan([{}])],
        {},
        { file: { overrides: [{ rule: 'ecr-image-scan-findings-high', action: 'warn' }] } },
        'fail warn',
        ['new/policy.json:5:12 sets action of rule "ecr-image-scan-findings-high" (only new)'],
      ],
      [
        'a rule that replaces a shipped one',
        [scan([{}])],
        {},
        { file: { rules: [{ ...RULE, id: 'own', name: 'CloudTrail: ECR Image Scan Findings – Severity HIGH' }] } },
        'fail pass',
        ['new/policy.json replaces rule "ecr-image-scan-findings-high" (only new)'],
      ],
    ],
  )('is that of %s', (_, images, old, next, verdicts, causes) => {
    const report = compareOn(images, old, next)
    const [image] = report.images
    expect(`${image?.old.verdict} ${image?.new.verdict}`).toBe(verdicts)
    expect(image?.causes.map(describeCause)).toEqual(causes)
  })

  test('is that of a rule that cannot see an image, whatever its id', () => {
    const LOW = { id: 'CVE-2026-0002', severity: 'LOW' } as const
    const rule = { id: 'known exploit', name: 'Exploit', type: 'Finding', severityOfAlerts: 1, filter: 'exploitAvailable = "YES"' }
    const [image] = compareOn([{ ...scan([{}, LOW]), basic: true }], {}, { file: { rules: [rule], exceptions: [EXCEPTION] } }).images
    expect(`${image?.old.verdict} ${image?.new.verdict}`).toBe('fail undecided')
    expect(image?.causes.map(describeCause)).toEqual([
      'new/policy.json:8:15 has rule "known exploit" (only new)',
      'new/policy.json:12:3 accepts CVE-2026-0001 (only new)',
    ])
  })

  test.each<[what: string, bound: boolean, causes: readonly string[]]>([
    ['that binds no exception of the new policy', false, ['old/policy.json:4:3 accepts CVE-2026-0001 (only old)']],
    ['that keeps an exception from accepting', true, ['limits.yml:2:3 severity-at-most: not set → low']],
  ])('is that of a limit %s', (_, bound, causes) => {
    const at = { file: 'limits.yml', line: 2, column: 3 }
    const limits = {
      exceptions: { severityAtMost: { value: 'low', at }, needOwner: { value: false, at }, never: { value: true, at } },
      mayNotTune: [],
    } as const
    const old = makePolicy('old', { exceptions: [EXCEPTION] })
    const next = makePolicy('new', bound ? { exceptions: [EXCEPTION] } : {}, { policy: { file: { settings: [], limits } } })
    const exceptions = next.ruleSet.exceptions.map(each => ({ ...each, atMost: 'low' as const }))
    const report = compare(old, { ...next, ruleSet: { ...next.ruleSet, exceptions } }, { images: makeImages([scan([{}])]), events: [] })
    expect(report.images.map(image => image.causes.map(describeCause))).toEqual([causes])
  })

  test('is said of the events that an exception or a suppression takes', () => {
    const session = {
      id: 'session',
      name: 'Session',
      type: 'CloudTrail',
      severityOfAlerts: 1,
      filter: 'eventName = "StartSession"',
      aggregateFields: ['user'],
    }
    const old = makePolicy('old', { rules: [session] })
    const next = makePolicy('new', {
      rules: [{ ...session, suppressions: ['user = "ada"'] }],
      exceptions: [{ rule: 'session', filter: 'user = "bob"', reason: 'why', expires: 'never' }],
    })
    const events = ['ada', 'bob', 'eve'].map(user => call('StartSession', user, 5))
    const { alerts, sameAlerts, events: verdicts } = compare(old, next, { images: [], events })
    expect(verdicts).toMatchObject({ effect: 'same', old: { verdict: 'fail' }, new: { verdict: 'fail' } })
    expect(sameAlerts).toBe(1)
    expect(alerts.map(({ aggregate }) => aggregate['user'])).toEqual(['ada', 'bob'])
    for (const { causes } of alerts)
      expect(causes.map(describeCause)).toEqual([
        'new/policy.json:8:15 changes suppressions of rule "session"',
        'new/policy.json:18:3 accepts events of rule "session" (only new)',
      ])
  })
})

describe('the first line', () => {
  const blocked = scan([{}])
  const allowed = scan([{ id: 'CVE-2026-0002', severity: 'LOW' }])
  const waiting = scan([{ id: 'CVE-2026-0003', severity: 'UNTRIAGED' }])

  test('counts what the new policy blocks more, lets through, and leaves as it is', () => {
    const next: Side = { file: { rules: [RULE], exceptions: [EXCEPTION] }, settings: { untriaged: 'ignore' } }
    const images = [blocked, allowed, allowed, waiting, scan([])]
    expect(describeComparison(compareOn(images, {}, next))).toBe('blocks 2 more, lets 1 through, 1 with another verdict, 1 the same')
  })

  test('of nothing says so', () => {
    expect(renderComparisonText(compareOn([], {}, {}), plain)).toBe(
      'blocks 0 more, lets 0 through, 0 the same\n  0 images, judged by old (old) and by new (new) as of 2026-11-23T12:00:00Z\n\nCoverage\n',
    )
  })
})

test('images that neither policy can judge are not the same in silence', () => {
  const strict: Side = { settings: { maxScanAgeSeconds: 86_400 } }
  const report = compareOn([scan([], 3), scan([], 3), scan([])], strict, strict)
  const said = '2 images are undecided under both policies; --format json says why'
  expect(describeComparison(report)).toBe('blocks 0 more, lets 0 through, 3 the same')
  expect(renderComparisonText(report, plain)).toContain(`\n  ${said}\n`)
  expect(renderComparisonMarkdown(report)).toContain('\n\n2 images are undecided under both policies; `--format` json says why\n')
  expect(renderComparisonText(compareOn([scan([])], strict, strict), plain)).not.toContain('undecided')
})

test('the text of a comparison shows what only one side says, and by which line', () => {
  const shown = renderComparisonText(
    compareOn([scan([{}]), scan([])], { settings: { failOn: 'critical' } }, { settings: { failOn: 'high' } }),
    plain,
  )
  expect(shown.split('\n').slice(0, 9)).toEqual([
    'blocks 1 more, lets 0 through, 1 the same',
    '  2 images, judged by old (old) and by new (new) as of 2026-11-23T12:00:00Z',
    '',
    'blocks app-0@sha256:000000000000: warn → fail',
    '  - warn: 1 HIGH in app-0@sha256:000000000000: openssl 3.0.1 (no fix) [ecr-image-scan-findings-high]',
    '  + fail: 1 HIGH in app-0@sha256:000000000000: openssl 3.0.1 (no fix) [ecr-image-scan-findings-high]',
    '  by fail-on: critical → high',
    '',
    'Coverage',
  ])
})

test('what differs too much for a comment is counted there', () => {
  const images = Array.from({ length: 400 }, () => scan([{}]))
  const report = compareOn(images, {}, { settings: { failOn: 'never' } })
  const markdown = renderComparisonMarkdown(report)
  expect(markdown).toContain('the new policy blocks 0 more, lets 400 through, 0 the same')
  expect(markdown).toContain('… and 385 more')
  const coverage = Array.from({ length: 400 }, (_, i) =>
    i < 399
      ? read({ source: 'findings' as const, origin: 'x', message: `report ${i}` })
      : gap({ source: 'findings', origin: 'x', message: 'not seen' }),
  ).map(each => ({ ...each, side: 'both' as const }))
  const long = renderComparisonMarkdown({ ...report, coverage })
  expect(long).toContain('- **gap:** not seen\n- report 0\n')
  expect(long).toMatch(/- … and 385 more\n$/)
  expect(long.length).toBeLessThan(65_536)
  expect(renderComparisonText(report, plain)).toContain('… and 300 more images; --format json lists all')
})

test('fits into a comment whatever the names are', () => {
  const report = compareOn([], {}, {})
  for (const text of ['x'.repeat(5000), '|'.repeat(5000), '\\|'.repeat(5000), '\u0001'.repeat(5000), '😀'.repeat(5000)]) {
    const causes = Array.from({ length: 9 }, () => ({ side: 'new' as const, at: text, text }))
    const reasons = Array.from({ length: 9 }, (_, i) => ({ verdict: 'fail' as const, text: `${i}${text}` }))
    const [old, next] = [
      { verdict: 'pass' as const, blocks: false, reasons },
      { verdict: 'fail' as const, blocks: true, reasons: [...reasons].map(each => ({ ...each, text: `a${each.text}` })) },
    ]
    const image = { name: text, uri: text, effect: 'blocks' as const, old, new: next, causes }
    const alert = {
      ruleId: text,
      title: text,
      aggregate: { user: text, ip: text },
      old: null,
      new: { action: 'fail' as const, alerts: 1, events: 1 },
      causes,
    }
    const coverage = { ...gap({ source: 'events', origin: text, message: text }), side: 'old' as const }
    const many = <T>(each: T): readonly T[] => Array.from({ length: 100 }, () => each)
    const shown = renderComparisonMarkdown({
      ...report,
      old: text,
      new: text,
      images: many(image),
      events: { effect: 'blocks', old, new: next },
      alerts: many(alert),
      coverage: many(coverage),
    })
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(65_536)
    expect(shown).toMatch(/and (?:85|95|99|100) more/)
  }
})

describe.each(HOSTILE)('%j', text => {
  const literal = text.replace(/["\\]/g, '\\$&')
  const session = {
    name: text,
    type: 'CloudTrail',
    title: text,
    severityOfAlerts: 1,
    filter: 'eventName = "StartSession"',
    aggregateFields: ['user'],
  }
  const old = makePolicy(text, {})
  const next = makePolicy(`${text}2`, {
    rules: [{ ...session, id: text, suppressions: [`user = "${literal}x"`] }],
    exceptions: [{ id: `x${text.trim()}`.replace(/[*?]/g, '').trim(), reason: text, expires: 'never' }],
  })
  const [image] = makeImages([scan([{}])])
  const hostile = { ...(image as NonNullable<typeof image>), uri: `111122223333/${text}`, gaps: [text] }
  const coverage = gap({ source: 'events', origin: text, message: text })
  const compared = compare(old, next, { images: [hostile], events: [call('StartSession', text, 1), call('StartSession', 'ada', 2)] })
  const report: ComparisonReport = {
    ...compared,
    images: compared.images.map(each => ({
      ...each,
      effect: 'blocks',
      new: { ...each.new, reasons: [{ verdict: 'fail', text: `${text}3` }] },
      causes: [{ side: 'new', at: text, text }],
    })),
    coverage: [{ ...coverage, side: 'old' }],
  }

  test('is obeyed by no format', () => {
    expect(report.alerts.length).toBeGreaterThan(0)
    const shown = renderComparisonText(report, plain)
    expect(shown).not.toMatch(OBEYED)
    for (const line of shown.split('\n')) expect(line).toMatch(/^(?:$|blocks |allows |same |changes |Coverage$| {2})/)
    expectInert(renderComparisonMarkdown(report), [4, 5])
    expect(linksOf(renderComparisonMarkdown(report))).toEqual([])
    const json = [...renderJson(report)].join('')
    expect(json).not.toMatch(OBEYED)
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)))
  })
})
