// What made a saved report fail: the findings behind its failing alerts, and no others.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gap, notRequested } from '../../src/gate/coverage.ts'
import { decideFindings } from '../../src/gate/decisions.ts'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { startExceptions } from '../../src/gate/exceptions/apply.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import type { Finding } from '../../src/image/finding.ts'
import type { Image } from '../../src/image/image.ts'
import { readImages } from '../../src/image/read.ts'
import type { Fields } from '../../src/json.ts'
import { findBlocking } from '../../src/report/blocking.ts'
import { toReportedImage, toReportedRules } from '../../src/report/report.ts'
import { acceptIn } from '../../src/rules/accept.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { combine, makeRule } from '../gate/combine.ts'

type Found = readonly [id: string, severity: string, ...packages: string[]]

function imageOf(repositoryName: string, findings: readonly Found[], letter = 'a'): Image {
  const body = {
    registryId: '111122223333',
    repositoryName,
    imageId: { imageDigest: `sha256:${letter.repeat(64)}` },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: {
      findings: findings.map(([name, severity, pack]) => ({
        name,
        severity,
        attributes: pack === undefined ? [] : [{ key: 'package_name', value: pack }],
      })),
    },
  }
  const [image] = readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z')
  if (image === undefined) throw new Error('there is an image')
  return image
}

const API = imageOf('payments/api', [
  ['CVE-2026-1001', 'CRITICAL', 'openssl'],
  ['CVE-2026-1002', 'HIGH', 'openssl'],
  ['CVE-2026-1003', 'HIGH', 'zlib'],
  ['CVE-2026-1003', 'HIGH', 'zlib-dev'],
  ['CVE-2026-1004', 'MEDIUM', 'curl'],
])
const WEB = imageOf(
  'web',
  [
    ['CVE-2026-1002', 'HIGH', 'openssl'],
    ['GHSA-vh95-rmgr-6w4m', 'HIGH'],
  ],
  'b',
)

/** A report as it is saved and read again. */
function saved(rules: readonly Rule[], images: readonly Image[], events: readonly Fields[] = []): Fields {
  const evaluation = startEvaluation(rules)
  const judged = images.map(image => evaluation.judge(image))
  for (const event of events) evaluation.see(event)
  const alerts = evaluation.alerts()
  const { verdict } = reachVerdict(alerts, judged, [], 'fail')
  const report = {
    verdict,
    alerts,
    images: judged.map(image => toReportedImage(image, () => null, '2026-11-23T10:00:00Z')),
    rules: toReportedRules({ rules, replaced: [], tuned: [] }),
  }
  return JSON.parse(JSON.stringify(report)) as Fields
}

const failOn = (level: 'critical' | 'high'): readonly Rule[] => combine([], [], level).rules
const onFindings = (filter: string, more: object = {}): Rule => makeRule({ id: 'a-rule', type: 'Finding', filter, ...more })
const onScans = (filter: string): Rule => makeRule({ id: 'a-rule', filter: `eventName = "DescribeImageScanFindings" and ${filter}` })

describe('what fails is accepted in its repository and, if it is in one package alone, in that', () => {
  test('by the rule of one severity', () => {
    expect(findBlocking(saved(failOn('critical'), [API, WEB]), false)).toEqual({
      groups: [{ image: 'payments/api', package: 'openssl', ids: ['CVE-2026-1001'] }],
      others: [],
      doubts: [],
    })
  })

  test('by the rules of several severities, over several images', () => {
    expect(findBlocking(saved(failOn('high'), [API, WEB]), false)).toEqual({
      groups: expect.arrayContaining([
        { image: 'payments/api', package: 'openssl', ids: ['CVE-2026-1001', 'CVE-2026-1002'] },
        { image: 'payments/api', package: null, ids: ['CVE-2026-1003'] },
        { image: 'web', package: 'openssl', ids: ['CVE-2026-1002'] },
        { image: 'web', package: null, ids: ['GHSA-vh95-rmgr-6w4m'] },
      ]),
      others: [],
      doubts: [],
    })
  })

  test.each<[string, Rule]>([
    ['a rule over findings', onFindings('package.name = "curl"')],
    ['a rule over findings that makes one alert of all', onFindings('package.name = "curl"', { aggregateFields: ['severity'] })],
    ['a rule over the counts of severities', onScans('responseElements.imageScanFindings.findingSeverityCounts.MEDIUM >= 1')],
  ])('by %s', (_, rule) => {
    expect(findBlocking(saved([rule], [API]), false).groups).toEqual([{ image: 'payments/api', package: 'curl', ids: ['CVE-2026-1004'] }])
  })

  test('only of findings that count', () => {
    const report = saved(failOn('critical'), [API])
    const [image] = report['images'] as { findings: Record<string, unknown>[] }[]
    const [finding] = image?.findings ?? []
    Object.assign(finding ?? {}, { decision: { kind: 'accepted' } })
    expect(findBlocking(report, false).groups).toEqual([])
  })
})

describe('nothing is accepted where it is not certain what fails', () => {
  const counts = 'responseElements.imageScanFindings.findingSeverityCounts'
  test.each<[string, Rule]>([
    ['a count above zero', onScans(`${counts}.HIGH > 1`)],
    ['a count and something else', onScans(`${counts}.HIGH > 0 and requestParameters.repositoryName = "payments/api"`)],
    ['the list of findings', onScans('responseElements.imageScanFindings.findings.name = "CVE-2026-1001"')],
    ['the scan alone', onScans('requestParameters.repositoryName = "payments/api"')],
    ['one of two findings with one id', onFindings('package.name = "zlib"', { aggregateFields: ['id'] })],
  ])('by a rule about %s', (_, rule) => {
    const { doubts } = findBlocking(saved([rule], [API]), false)
    expect(doubts).toEqual([expect.stringContaining('[a-rule]: the report does not say for certain which findings fail')])
  })

  test('because an alert kept too few of its events', () => {
    const report = saved([onFindings('severity = "HIGH"', { aggregateFields: ['severity'] })], [API])
    const [alert] = report['alerts'] as Record<string, unknown>[]
    Object.assign(alert ?? {}, { events: [] })
    expect(findBlocking(report, false)).toMatchObject({ groups: [], doubts: [expect.stringContaining('[a-rule]')] })
  })

  test('because the exception would accept more', () => {
    const image = imageOf('api', [
      ['CVE-2026-1001', 'HIGH', 'zlib'],
      ['CVE-2026-1001', 'LOW', 'zlib'],
    ])
    expect(findBlocking(saved(failOn('high'), [image]), false).doubts).toEqual([
      'an exception for CVE-2026-1001 in api would also accept a finding that does not fail',
    ])
  })
})

test.each(['in-time', 'unfixed', 'accepted'])(
  'nothing is accepted because the exception would outlast what lets a finding through: %s',
  kind => {
    const image = imageOf('api', [
      ['CVE-2026-1001', 'HIGH', 'zlib'],
      ['CVE-2026-1001', 'MEDIUM', 'zlib'],
      ['CVE-2026-1002', 'MEDIUM', 'zlib'],
    ])
    const report = saved(failOn('high'), [image])
    const [{ findings } = { findings: [] }] = report['images'] as { findings: Record<string, unknown>[] }[]
    for (const finding of findings) if (finding['severity'] === 'MEDIUM') finding['decision'] = { kind }
    expect(findBlocking(report, false).doubts).toEqual([
      'an exception for CVE-2026-1001 in api would also accept a finding that does not fail',
    ])
  },
)

describe('what cannot be accepted is told', () => {
  test('recorded events', () => {
    const rule = makeRule({ id: 'a-rule', name: 'A', filter: 'eventName = "PutImage"' })
    const event = { eventName: 'PutImage', eventSource: 'ecr.amazonaws.com', eventTime: '2026-11-23T12:00:00Z' }
    expect(findBlocking(saved([rule], [], [event]), false)).toEqual({
      groups: [],
      others: ['A [a-rule] is an alert about recorded events, and not about a finding'],
      doubts: [],
    })
  })

  test('a finding without an id', () => {
    const { groups, others } = findBlocking(saved(failOn('high'), [imageOf('api', [['CVE-2026-1001 - zlib', 'HIGH', 'zlib']])]), false)
    expect({ groups, others }).toEqual({
      groups: [],
      others: ['CVE-2026-1001 - zlib is no id by which a finding can be accepted'],
    })
  })

  test('an image whose repository nobody knows', () => {
    const report = saved(failOn('high'), [WEB])
    Object.assign((report['images'] as object[])[0] ?? {}, { repositoryName: '*' })
    expect(findBlocking(report, false).groups).toEqual([])
  })

  test('findings without a severity, and what was not seen', () => {
    const image = imageOf('api', [['CVE-2026-1001', 'UNTRIAGED', 'zlib']])
    expect(findBlocking(saved(failOn('high'), [image]), false).others).toEqual([
      'findings that have no severity yet fail, because of untriaged: name their ids',
    ])
    expect(findBlocking(saved(failOn('high'), [{ ...image, gaps: ['a gap'] }]), false).others).toContain(
      'something was not seen, and what was not seen cannot be accepted',
    )
  })

  test('a source that was not read, beside what fails', () => {
    const coverage = [gap({ source: 'events', origin: 'eu-west-1', message: 'no answer' }), notRequested('findings')]
    expect(findBlocking({ ...saved(failOn('critical'), [API]), coverage }, false)).toMatchObject({
      groups: [{ ids: ['CVE-2026-1001'] }],
      others: ['something was not seen, and what was not seen cannot be accepted'],
    })
  })

  test('with until-fixed, findings that are not known to have no fix', () => {
    const report = saved(failOn('critical'), [API])
    expect(findBlocking(report, true)).toEqual({
      groups: [],
      others: ['CVE-2026-1001 has a fix, or is not known to have none, so until-fixed does not accept it'],
      doubts: [],
    })
    const [image] = report['images'] as { findings: Record<string, unknown>[] }[]
    Object.assign(image?.findings[0] ?? {}, { fixAvailable: 'NO' })
    expect(findBlocking(report, true).groups).toHaveLength(1)
  })
})

const found = fc.tuple(
  fc.constantFrom('CVE-2026-1001', 'CVE-2026-1002', 'CVE-2026-1003', 'GHSA-vh95-rmgr-6w4m'),
  fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'),
  fc.constantFrom('openssl', 'zlib', '@a/b', 'a*'),
)
const images = fc
  .tuple(
    fc.uniqueArray(found, { minLength: 1, maxLength: 6, selector: String }),
    fc.uniqueArray(found, { minLength: 1, maxLength: 6, selector: String }),
    fc.boolean(),
  )
  .map(([one, other, isSame]) => [imageOf('payments/api', one), imageOf(isSame ? 'payments/api' : 'web', other, 'b')])
const policies = fc.constantFrom<readonly [rules: readonly Rule[], fails: (finding: Finding) => boolean]>(
  [failOn('critical'), ({ severity }) => severity === 'CRITICAL'],
  [failOn('high'), ({ severity }) => severity === 'CRITICAL' || severity === 'HIGH'],
  [[onFindings('severity = "LOW"')], ({ severity }) => severity === 'LOW'],
  [[onFindings('package.name = "zlib"', { aggregateFields: ['severity'] })], pack => pack.package?.name === 'zlib'],
)

test('what is accepted is what failed, no more and no less, and then nothing fails', () => {
  fc.assert(
    fc.property(images, policies, (all, [rules, fails]) => {
      const { groups, others, doubts } = findBlocking(saved(rules, all), false)
      expect(others).toEqual([])
      fc.pre(doubts.length === 0)
      const entry = { reason: 'r', owner: null, expires: 'never', untilFixed: false }
      const accepting =
        groups.length === 0
          ? { exceptions: [] }
          : acceptIn(
              { path: 'a.yml', text: '' },
              groups.map(each => ({ ...each, ...entry })),
            )
      const exceptions = startExceptions('exceptions' in accepting ? accepting.exceptions : [], 0)
      const policy = { unfixed: 'fail', fixWithin: {}, maxScanAgeSeconds: undefined } as const
      const decided = all.map(image => decideFindings(image, policy, { exceptions }, { now: 0, judgedAt: 0 }))
      for (const { findings } of decided)
        for (const finding of findings) expect(finding.decision.kind).toBe(fails(finding) ? 'accepted' : 'counted')
      expect(findBlocking(saved(rules, decided), false)).toEqual({ groups: [], others: [], doubts: [] })
    }),
  )
})

test('nothing blocks in a report that did not fail, nor in one that somebody made', () => {
  const nothing = { groups: [], others: [], doubts: [] }
  expect(findBlocking(saved([], [WEB]), false)).toEqual(nothing)
  for (const report of [{}, { alerts: [null, 1, {}], images: [null, { findings: [null, {}] }], rules: 1 }])
    expect(findBlocking(report, false)).toEqual(nothing)
})
