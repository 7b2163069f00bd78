// An image of a saved report is judged again as it was when it was scanned, and what has not the shape of one is a gap.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Image } from '../../src/image/image.ts'
import type { Fields } from '../../src/json.ts'
import { readSavedImages } from '../../src/report/images.ts'
import { toReportedImage } from '../../src/report/report.ts'
import { startJudging } from '../../src/run/judge.ts'
import { check, compare, makeImages, makePolicy, NOW } from '../run/policies.ts'

const FINDING = { id: 'CVE-2026-0001', severity: 'HIGH', fix: 'NO', exploit: 'YES', created: 3 } as const
const POLICIES = [
  makePolicy('packs', {}),
  makePolicy('own', {
    rules: [{ id: 'exploit', name: 'Exploit', type: 'Finding', severityOfAlerts: 1, filter: 'exploitAvailable = "YES"' }],
    exceptions: [{ id: 'CVE-2026-0001', reason: 'why', expires: 'never' }],
  }),
  makePolicy('settings', {}, { failOn: 'low', unfixed: 'ignore', fixWithin: { high: 604_800 }, maxScanAgeSeconds: 864_000 }),
]

/** The images as a report of a check by this policy has them, written and read again. */
function save(images: readonly Image[], policy = POLICIES[0] as (typeof POLICIES)[number]): Fields {
  const judging = startJudging(policy.ruleSet, policy.settings, new Date(NOW))
  const reported = images.map(image => toReportedImage(judging.judge(image), { place: () => null, readAt: NOW }))
  return JSON.parse(JSON.stringify({ verdict: 'pass', alerts: [], images: reported })) as Fields
}

const scans = fc.array(
  fc.record({
    findings: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('CVE-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'),
        severity: fc.constantFrom('CRITICAL', 'HIGH', 'LOW', 'UNTRIAGED'),
        fix: fc.constantFrom('YES' as const, 'NO' as const),
        exploit: fc.constantFrom('YES' as const, 'NO' as const),
        created: fc.integer({ min: 1, max: 40 }),
      }),
      { maxLength: 3, selector: ({ id }) => id },
    ),
    basic: fc.boolean(),
    scanned: fc.integer({ min: 0, max: 20 }),
  }),
  { minLength: 1, maxLength: 3 },
)

test('has the verdict that its scan has', () => {
  fc.assert(
    fc.property(scans, given => {
      const images = makeImages(given)
      const { images: saved } = readSavedImages(save(images), NOW)
      for (const policy of POLICIES)
        for (const [i, image] of images.entries()) {
          const [direct, again] = [image, saved[i] as Image].map(each => check(policy, { images: [each], events: [] }))
          expect([again?.verdict, again?.reasons]).toEqual([direct?.verdict, direct?.reasons])
        }
    }),
  )
})

test('counts what the policy of the report accepted', () => {
  const { images, unread } = readSavedImages(save(makeImages([{ findings: [FINDING], basic: false, scanned: 1 }]), POLICIES[1]), NOW)
  expect(images).toMatchObject([{ severityCounts: { HIGH: 1 }, openSeverityCounts: { HIGH: 1 }, gaps: [], notes: [] }])
  expect(unread).toEqual([])
})

describe('what Amazon Inspector said is judged again, and what the report does not have of it is unknown', () => {
  const saved = save(makeImages([{ findings: [FINDING], basic: false, scanned: 1 }]))
  const [image] = saved['images'] as readonly Fields[]
  const [finding] = (image?.['findings'] ?? []) as readonly Fields[]
  const rule = { id: 'own', name: 'own', type: 'Finding', severityOfAlerts: 1 }

  test.each<[string, Fields, string, string]>([
    ['a score', { epss: 0.5 }, 'epss >= 0.1', 'fail'],
    ['a low score', { epss: 0.01 }, 'epss >= 0.1', 'pass'],
    ['no score', {}, 'epss >= 0.1', 'undecided'],
    ['no score, and a rule that says what that means', {}, 'epss >= 0.1 and epss != null', 'undecided'],
    ['an exploit', { lastKnownExploitAt: '2026-11-20T00:00:00Z' }, 'lastKnownExploitAt != null', 'fail'],
    ['no score beside an exploit', { lastKnownExploitAt: '2026-11-20T00:00:00Z' }, 'epss >= 0.1', 'undecided'],
    ['a score that is a text', { epss: '0.5', lastKnownExploitAt: '2026-11-20T00:00:00Z' }, 'epss < 0.1', 'undecided'],
    ['no exploit beside a score', { epss: 0.01 }, 'lastKnownExploitAt != null', 'pass'],
    ['an entry of CISA’s list', { knownExploited: 'YES' }, 'knownExploited = "YES"', 'fail'],
    ['none', { knownExploited: 'NO' }, 'knownExploited = "YES"', 'pass'],
    ['another word', { knownExploited: 'perhaps' }, 'knownExploited = "YES"', 'undecided'],
    ['a report of an earlier release', { knownExploited: undefined }, 'knownExploited = "YES"', 'undecided'],
  ])('%s', (_, said, filter, verdict) => {
    const given = { images: [{ ...image, findings: [{ ...finding, arn: 'arn:1', title: 'one', severity: 'LOW', ...said }] }] }
    const { images } = readSavedImages(JSON.parse(JSON.stringify(given)) as Fields, NOW)
    const policy = makePolicy('own', { rules: [{ ...rule, filter }] }, { failOn: 'critical' })
    expect(check(policy, { images, events: [] })?.verdict).toBe(verdict)
  })
})

describe('a gap is told', () => {
  const [image] = save(makeImages([{ findings: [FINDING], basic: false, scanned: 1 }]))['images'] as readonly Fields[]
  const gapsOf = (changed: unknown) => readSavedImages({ images: [changed] }, NOW).images[0]?.gaps
  const [finding] = (image?.['findings'] ?? []) as readonly Fields[]

  test.each<[what: string, image: unknown, gaps: readonly string[]]>([
    ['that the report has', { ...image, gaps: ['not seen'] }, ['not seen']],
    [
      'for an image that is none',
      7,
      ['the saved report has an image that cannot be read', 'the saved report has findings that cannot be read'],
    ],
    ['for an image without a name', { ...image, uri: null }, ['the saved report has an image that cannot be read']],
    ['for gaps that are no list', { ...image, gaps: 'none' }, ['the saved report has an image that cannot be read']],
    ['for findings that are no list', { ...image, findings: {} }, ['the saved report has findings that cannot be read']],
    [
      'for a finding of another shape',
      { ...image, findings: [{ ...finding, severity: 3 }] },
      ['the saved report has findings that cannot be read'],
    ],
    [
      'for a finding in a state that there is not',
      { ...image, findings: [{ ...finding, state: 'gone' }] },
      ['the saved report has findings that cannot be read'],
    ],
    [
      'for a package of another shape',
      { ...image, findings: [{ ...finding, packages: [{ name: 3 }] }] },
      ['the saved report has findings that cannot be read'],
    ],
  ])('%s', (_, changed, gaps) => {
    expect(gapsOf(changed)).toEqual(gaps)
  })

  test('where a rule looks at the lists as ECR sent them', () => {
    const lists = makePolicy('lists', {
      rules: [
        {
          name: 'List',
          type: 'CloudTrail',
          severityOfAlerts: 1,
          filter: 'responseElements.imageScanFindings.enhancedFindings.severity = "LOW"',
        },
      ],
    })
    const { images: saved } = readSavedImages({ images: [image] }, NOW)
    const [compared] = compare(POLICIES[2] as (typeof POLICIES)[number], lists, {
      images: [],
      saved: [...saved, ...saved],
      events: [],
    }).images
    expect(compared?.old.reasons.map(({ text }) => text).join()).not.toContain('lists of findings')
    expect(compared?.new.reasons.map(({ text }) => text).join()).toContain('a saved report does not have them')
  })

  test('never for fields that an earlier release did not write', () => {
    const { inUseCount: _, lastInUseAt: __, ...older } = finding ?? {}
    expect(gapsOf({ ...image, findings: [older] })).toEqual([])
  })
})

describe('what of a report cannot be read is told of the report too', () => {
  const [image] = save(makeImages([{ findings: [FINDING], basic: false, scanned: 1 }]))['images'] as readonly Fields[]

  test.each<[what: string, report: Fields, unread: readonly string[]]>([
    ['no images', {}, ['the saved report has no list of images']],
    ['images that are no list', { images: { 0: image } }, ['the saved report has no list of images']],
    ['an image without a name', { images: [image, { ...image, uri: 7 }] }, ['the saved report has an image that cannot be read']],
    ['findings that are no list', { images: [{ ...image, findings: 0 }, image] }, ['the saved report has findings that cannot be read']],
    ['a gap of its own', { images: [{ ...image, gaps: ['not seen'] }] }, []],
    ['an empty list', { images: [] }, []],
  ])('%s', (_, report, unread) => {
    expect(readSavedImages(report, NOW).unread).toEqual(unread)
  })
})
