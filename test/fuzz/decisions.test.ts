// Whatever images and policies are, exceptions only let through: they never make a verdict worse. Each finding has exactly one
// decision, and the counts are those of the decisions.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { startBaseline } from '../../src/gate/baseline.ts'
import { type FindingLike, type ImageLike, judge, layer, makeImage, toEarlierImages } from '../gate/judging.ts'
import { bind, openVex, THIS_IMAGE } from '../vex/documents.ts'
import { fuzz } from './fuzz.ts'

const IDS = ['CVE-2026-1000', 'CVE-2026-1001', 'CVE-2026-1002', 'GHSA-vh95-rmgr-6w4m']
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNTRIAGED']
const PACKAGES = ['openssl', 'libssl3', 'curl']
const DAYS = ['2026-10-01', '2026-11-20', '2026-11-30', '2026-12-01', '2026-12-02', '2027-06-30']
const NOW = '2026-12-01T12:00:00Z'

const finding: fc.Arbitrary<FindingLike> = fc.record({
  id: fc.constantFrom(...IDS),
  severity: fc.constantFrom(...SEVERITIES),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'CLOSED', 'SUPPRESSED'),
  aliases: fc.subarray(IDS, { maxLength: 2 }),
  fixAvailable: fc.constantFrom('YES', 'NO', 'NO', 'PARTIAL', undefined),
  vendorCreatedAt: fc.constantFrom(undefined, ...DAYS.map(day => `${day}T00:00:00Z`)),
  packages: fc
    .array(
      fc.record({
        name: fc.constantFrom(...PACKAGES),
        version: fc.constantFrom('1.0', '2.0'),
        sourceLayerHash: fc.constantFrom(...'abcz').map(layer),
      }),
      { minLength: 1, maxLength: 2 },
    )
    .chain(packages => fc.constantFrom(packages, [])),
})

const image: fc.Arbitrary<ImageLike> = fc.record({
  findings: fc.array(finding, { maxLength: 6 }),
  repository: fc.constantFrom('api', 'payments/api', 'web'),
  basic: fc.boolean(),
  scannedAt: fc.constantFrom(null, '2026-11-20T06:00:00Z', '2026-12-01T06:00:00Z'),
  layers: fc.constantFrom('abc', 'abca', 'bac', 'ab'),
  base: fc.constantFrom('ab', 'a', 'xy'),
})

const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { nil: null, freq: 1 })

const exception: fc.Arbitrary<object> = fc
  .record({
    target: fc.oneof(
      fc.constantFrom(...IDS).map(id => ({ id })),
      fc.subarray(IDS, { minLength: 1 }).map(ids => ({ ids })),
      fc.constantFrom('severity = "HIGH"', 'package.name = "curl"', 'severity in ("LOW", "UNTRIAGED")').map(filter => ({ filter })),
    ),
    package: some(fc.constantFrom('openssl', '*ssl*', 'curl')),
    image: some(fc.constantFrom('api', 'payments/*', '*')),
    severity: some(fc.constantFrom(...SEVERITIES)),
    expires: fc.constantFrom('never', ...DAYS),
    'until-fixed': some(fc.boolean()),
  })
  .map(({ target, ...narrow }) => ({ ...target, ...narrow, reason: 'x' }))

const settings: fc.Arbitrary<readonly string[]> = fc
  .record({
    severities: fc.constantFrom(
      [],
      ['--fail-on', 'high'],
      ['--fail-on', 'critical'],
      ['--max-findings', 'high=1'],
      ['--max-findings', 'critical=0,low=2'],
    ),
    unfixed: fc.constantFrom('fail', 'warn', 'ignore'),
    untriaged: fc.constantFrom('fail', 'warn', 'ignore'),
    within: fc.constantFrom([], ['--fix-within', 'critical=1d,high=30d'], ['--fix-within', 'medium=60d']),
    age: fc.constantFrom([], ['--max-scan-age', '7d']),
    base: fc.constantFrom([], ['--base-image-findings', 'warn']),
  })
  .map(({ severities, unfixed, untriaged, within, age, base }) => [
    ...severities,
    ...['--unfixed', unfixed],
    ...['--untriaged', untriaged],
    ...within,
    ...age,
    ...base,
  ])

const RULES = [
  { name: 'One', id: 'one', type: 'Finding', severityOfAlerts: 1, filter: 'package.name = "curl" and severity != "LOW"' },
  { name: 'Two', id: 'two', type: 'Finding', severityOfAlerts: 2, filter: 'exploitAvailable = "YES" or severity = "LOW"', threshold: 2 },
]
// What is null is not written: a key without a value is an error.
const file = (rules: readonly object[], exceptions: readonly object[]): string =>
  JSON.stringify({ rules, exceptions }, (_, value) => value ?? undefined)

const GRAVITY = ['pass', 'warn', 'undecided', 'fail']
const gravityOf = ({ verdict }: { readonly verdict: string }): number => GRAVITY.indexOf(verdict)

describe('exceptions', () => {
  const policy = fc.tuple(
    fc.array(image, { minLength: 1, maxLength: 3 }),
    settings,
    fc.subarray(RULES),
    fc.array(exception, { maxLength: 4 }),
    exception,
  )

  fuzz(
    'adding one never makes a verdict worse, and taking it away never better',
    75,
    [policy],
    ([images, words, rules, exceptions, added]) => {
      const made = images.map(makeImage)
      const without = judge(made, words, file(rules, exceptions), NOW)
      const withIt = judge(made, words, file(rules, [...exceptions, added]), NOW)
      expect(gravityOf(withIt)).toBeLessThanOrEqual(gravityOf(without))
    },
  )

  fuzz('their order has no effect', 50, [policy], ([images, words, rules, exceptions, added]) => {
    const made = images.map(makeImage)
    // Two of the same end are told apart by their places, which change with the order.
    const decide = (list: readonly object[]) => {
      const { verdict, reasons, images: judged } = judge(made, words, file(rules, list), NOW)
      return { verdict, reasons, kinds: judged.map(({ findings }) => findings.map(({ decision }) => decision.kind)) }
    }
    expect(decide([added, ...exceptions].toReversed())).toEqual(decide([added, ...exceptions]))
  })

  fuzz('each finding has one decision, and the counts are those of the decisions', 75, [policy], ([images, words, rules, exceptions]) => {
    for (const { findings, severityCounts, openSeverityCounts, event } of judge(images.map(makeImage), words, file(rules, exceptions), NOW)
      .images) {
      const count = (isIn: (finding: (typeof findings)[number]) => boolean): Record<string, number> => {
        const counts: Record<string, number> = {}
        for (const finding of findings) if (isIn(finding)) counts[finding.severity] = (counts[finding.severity] ?? 0) + 1
        return counts
      }
      for (const { state, decision } of findings)
        expect(state !== 'open').toBe(decision.kind === 'closed' || decision.kind === 'suppressed')
      expect(severityCounts).toEqual(count(({ decision }) => decision.kind === 'counted'))
      expect(openSeverityCounts).toEqual(count(({ state }) => state === 'open'))
      const { imageScanFindings: body } = event['responseElements'] as { readonly imageScanFindings: Record<string, unknown> }
      expect(body['findingSeverityCounts']).toEqual(severityCounts)
      const list = (body['findings'] ?? body['enhancedFindings']) as readonly unknown[]
      // Closed and suppressed findings stay in the list, where they say so.
      expect(list).toHaveLength(findings.filter(({ state, decision }) => state !== 'open' || decision.kind === 'counted').length)
    }
  })
})

// Where one image has a vulnerability twice in a package, once let through, nothing is known of it.
function distinct(each: ImageLike): ImageLike {
  const findings = [...new Map(each.findings.map(finding => [finding.id, { ...finding, aliases: [] }])).values()]
  return { ...each, findings }
}

describe('a baseline', () => {
  const policy = fc.tuple(
    fc.array(image, { minLength: 1, maxLength: 2 }),
    fc.array(image, { maxLength: 3 }),
    settings,
    fc.subarray(RULES),
    fc.array(exception, { maxLength: 2 }),
  )
  const BEFORE = ['pass', 'warn', 'undecided']

  // Its first sightings give no time to what it does not know, so nothing of it makes a verdict better but what it has.
  fuzz(
    'never makes a verdict worse without fix-within, nor lets a failure pass silently',
    75,
    [policy],
    ([now, before, words, rules, list]) => {
      const made = now.map(makeImage)
      const untimed = words.filter((word, i) => word !== '--fix-within' && words[i - 1] !== '--fix-within')
      const without = judge(made, untimed, file(rules, list), NOW)
      const baseline = startBaseline(toEarlierImages(before.map(makeImage)))
      const withIt = judge(made, untimed, file(rules, list), NOW, { baseline })
      expect(gravityOf(withIt)).toBeLessThanOrEqual(gravityOf(without))
      // Removing evidence never turns fail into pass, and adding it turns fail into warn at best.
      if (without.verdict === 'fail') expect([...BEFORE.slice(1), 'fail']).toContain(withIt.verdict)
    },
  )

  fuzz('of another repository changes nothing', 50, [policy], ([now, before, words, rules, list]) => {
    const made = now.map(makeImage)
    const others = before.map(each => makeImage({ ...each, repository: 'other' }))
    const baseline = startBaseline(toEarlierImages(others, { firstSeenAt: '2026-10-01T00:00:00Z' }))
    const decided = ({ verdict, reasons, images }: ReturnType<typeof judge>) => ({ verdict, reasons, images })
    expect(decided(judge(made, words, file(rules, list), NOW, { baseline }))).toEqual(decided(judge(made, words, file(rules, list), NOW)))
  })

  fuzz('without some of its findings never makes a verdict better', 75, [policy], ([now, before, words, rules, list]) => {
    const made = now.map(distinct).map(makeImage)
    const all = toEarlierImages(before.map(distinct).map(makeImage))
    const untimed = words.filter((word, i) => word !== '--fix-within' && words[i - 1] !== '--fix-within')
    const some = all.map(each => ({ ...each, findings: each.findings.filter((_, i) => i % 2 === 0) }))
    const verdictOf = (earlier: typeof all): number =>
      gravityOf(judge(made, untimed, file(rules, list), NOW, { baseline: startBaseline(earlier) }))
    expect(verdictOf(all)).toBeLessThanOrEqual(verdictOf(some))
  })

  fuzz('of the image itself knows every finding that counts and is rated', 50, [policy], ([now, , words, rules, list]) => {
    const [first] = now
    if (first === undefined) return
    const made = makeImage(distinct(first))
    const untimed = words.filter((word, i) => word !== '--fix-within' && words[i - 1] !== '--fix-within')
    const without = judge([made], untimed, file(rules, list), NOW)
    const itself = made.gaps.length > 0 ? [] : toEarlierImages([made])
    const withIt = judge([made], untimed, file(rules, list), NOW, { baseline: startBaseline(itself) })
    const kinds = ({ images }: typeof without): readonly string[] =>
      images.flatMap(({ findings }) => findings.map(each => each.decision.kind))
    const expected = without.images.flatMap(({ findings }) =>
      findings.map(({ decision, severity }) => {
        // What came with the base image would count without that, and it is known first.
        const counts = decision.kind === 'counted' || decision.kind === 'base-image'
        return counts && severity !== 'UNTRIAGED' && itself.length > 0 ? 'known' : decision.kind
      }),
    )
    expect(kinds(withIt)).toEqual(expected)
  })
})

describe('settings', () => {
  const policy = fc.tuple(fc.array(image, { minLength: 1, maxLength: 2 }), fc.array(exception, { maxLength: 2 }))

  fuzz('unfixed: ignore is never worse than warn, nor warn worse than fail', 50, [policy], ([images, exceptions]) => {
    const made = images.map(makeImage)
    const [ignore, warn, fail] = ['ignore', 'warn', 'fail'].map(unfixed =>
      gravityOf(judge(made, ['--unfixed', unfixed], file([], exceptions), NOW)),
    )
    expect([ignore, warn, fail]).toEqual([ignore, warn, fail].toSorted())
  })

  fuzz('more time, or more findings allowed, is never worse', 50, [policy], ([images, exceptions]) => {
    const made = images.map(makeImage)
    const judged = (...words: readonly string[]): number => gravityOf(judge(made, words, file([], exceptions), NOW))
    expect(judged('--fix-within', 'high=60d')).toBeLessThanOrEqual(judged('--fix-within', 'high=1d'))
    expect(judged('--fix-within', 'high=1d')).toBeLessThanOrEqual(judged())
    expect(judged('--max-findings', 'high=2')).toBeLessThanOrEqual(judged('--max-findings', 'high=0'))
    expect(judged('--max-findings', 'high=0')).toBe(judged('--fail-on', 'high'))
  })
})

describe('the base image', () => {
  const given = fc.tuple(fc.array(image, { minLength: 1, maxLength: 2 }), settings, fc.array(exception, { maxLength: 2 }))
  const WARN = ['--base-image-findings', 'warn']
  const others = (words: readonly string[]): readonly string[] => (words.includes(WARN[0] ?? '') ? words.slice(0, -WARN.length) : words)
  const without = ({ base: _, ...made }: ImageLike): ImageLike => made

  fuzz('to take it away, or to count its findings, never makes a verdict better', 75, [given], ([images, words, exceptions]) => {
    const judged = (made: readonly ImageLike[], more: readonly string[]): number =>
      gravityOf(judge(made.map(makeImage), [...others(words), ...more], file(RULES, exceptions), NOW))
    const [warned, counted, none] = [judged(images, WARN), judged(images, []), judged(images.map(without), WARN)]
    expect(warned).toBeLessThanOrEqual(counted)
    expect(counted).toBe(none)
  })

  fuzz('one of other layers changes nothing', 75, [given], ([images, words, exceptions]) => {
    const [other, none] = [images.map(each => ({ ...each, base: 'xy' })), images.map(without)].map(made => {
      const { verdict, reasons, images: judged } = judge(made.map(makeImage), words, file(RULES, exceptions), NOW)
      return { verdict, reasons, kinds: judged.map(({ findings }) => findings.map(({ decision }) => decision.kind)) }
    })
    expect(other).toEqual(none)
  })

  fuzz('only findings all of whose packages are in its layers are let through', 75, [given], ([images, words, exceptions]) => {
    const judged = judge(images.map(makeImage), [...others(words), ...WARN], file(RULES, exceptions), NOW)
    for (const [i, { findings }] of judged.images.entries()) {
      const { layers = '', base = '' } = images[i] ?? {}
      const own = [...layers.slice(base.length)].map(layer)
      for (const { decision, packages } of findings) {
        if (decision.kind !== 'base-image') continue
        expect(packages.length).toBeGreaterThan(0)
        expect(layers.startsWith(base)).toBe(true)
        for (const pack of packages) {
          expect([...base].map(layer)).toContain(pack.layer)
          expect(own).not.toContain(pack.layer)
        }
      }
    }
  })
})

describe('VEX', () => {
  const TIMES = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z', '2027-01-01T00:00:00Z']
  const parts = fc.subarray(PACKAGES).map(names => names.map(name => ({ '@id': `pkg:deb/debian/${name}` })))
  const statement = (products: readonly object[]): fc.Arbitrary<Readonly<Record<string, unknown>>> =>
    fc.record({
      vulnerability: fc.constantFrom(...IDS).map(name => ({ name })),
      status: fc.constantFrom('not_affected', 'not_affected', 'fixed', 'affected', 'under_investigation'),
      justification: fc.constantFrom(undefined, 'component_not_present', 'component_not_present'),
      timestamp: fc.constantFrom(...TIMES),
      products: fc.tuple(fc.constantFrom(...products), parts).map(([product, subcomponents]) => [{ ...product, subcomponents }]),
    })
  const ours = statement([THIS_IMAGE])
  const strange = statement([
    { '@id': 'pkg:oci/web' },
    { '@id': `pkg:oci/api@sha256%3A${'b'.repeat(64)}` },
    { '@id': `${THIS_IMAGE['@id']}?repository_url=ghcr.io%2Fother%2Fapi` },
    { '@id': 'https://example.com/api' },
  ])
  const policy = fc.tuple(fc.array(image, { minLength: 1, maxLength: 2 }), settings, fc.array(ours, { maxLength: 4 }))
  const judged = (
    images: readonly ImageLike[],
    words: readonly string[],
    files: readonly (readonly Readonly<Record<string, unknown>>[])[],
  ) => {
    const vex = files.map(each => bind(openVex(each)))
    return judge(images.map(makeImage), words, file([], []), NOW, { vex })
  }

  fuzz('a statement about another product changes nothing', 75, [fc.tuple(policy, strange)], ([[images, words, statements], other]) => {
    const [without, withIt] = [[statements], [statements, [other]]].map(files => judged(images, words, files))
    expect(withIt?.images).toEqual(without?.images)
    expect(withIt?.verdict).toBe(without?.verdict)
  })

  fuzz('without any of it no verdict is better, and one that worries makes none better', 75, [policy], ([images, words, statements]) => {
    const withIt = gravityOf(judged(images, words, [statements]))
    expect(withIt).toBeLessThanOrEqual(gravityOf(judged(images, words, [])))
    const worries = statements.filter(({ status }) => status === 'affected' || status === 'under_investigation')
    const rest = statements.filter(each => !worries.includes(each))
    expect(gravityOf(judged(images, words, [rest]))).toBeLessThanOrEqual(withIt)
  })

  fuzz('the order of files and statements has no effect', 50, [policy], ([images, words, statements]) => {
    const kinds = (files: Parameters<typeof judged>[2]) =>
      judged(images, words, files).images.map(({ findings }) => findings.map(({ decision }) => decision.kind))
    const one = kinds([statements])
    expect(kinds([statements.toReversed()])).toEqual(one)
    expect(kinds(statements.map(each => [each]))).toEqual(one)
  })
})
