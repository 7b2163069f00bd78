// The report for code scanning, checked against the official schema and against GitHub's documentation of its limits and of what
// it uses in a file. https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support

import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Coverage, type Gap, gap } from '../../src/gate/coverage.ts'
import type { Package } from '../../src/image/finding.ts'
import type { Report, ReportedFinding, ReportedImage } from '../../src/report/report.ts'
import { renderSarif, renderUpload } from '../../src/report/sarif.ts'
import { ordinaryFixes } from './fixes.ts'
import { MEGABYTES_10, type Run, readRuns, uriOf } from './readers.ts'
import { HOSTILE, hostileReport, largeReport, sampleReport, twinReport } from './reports.ts'

const ALERTS = /^ecr-gate\/alerts\/[0-9a-f]{16}\/$/

/** The runs of a report. Expects that the file conforms to the schema and to GitHub's limits. */
function read(report: Report): readonly Run[] {
  return readRuns([...renderSarif(report)].join(''))
}

const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
const sample = ask(await sampleReport(), `${HOST}/payments/api:1.4.2`)
const [amd64, arm64] = sample.images as readonly [ReportedImage, ReportedImage]
const [first] = amd64.findings as readonly [ReportedFinding]
const [openssl] = first.packages as readonly [Package]

/** The same coverage, of which a part was not seen. */
function gapIn(coverage: Coverage, message = coverage.message): Gap {
  return gap({ ...coverage, origin: coverage.origin ?? 'nowhere', message })
}

/** The same report, with this origin of its findings. */
function ask(report: Report, origin: string): Report {
  return {
    ...report,
    coverage: report.coverage.map(each => (each.source === 'findings' && each.origin !== null ? { ...each, origin } : each)),
  }
}

/** The same report for another registry and repository. */
function move(report: Report, host: string, repository = 'payments/api'): Report {
  const [account = '', , , region = ''] = host.split('.')
  const text = JSON.stringify(report).replaceAll(HOST, host).replaceAll('111122223333', account).replaceAll('eu-west-1', region)
  return JSON.parse(text.replaceAll('payments/api', repository)) as Report
}

/** A report of one image, changed. */
function reportOf(findings: readonly ReportedFinding[], changes: Partial<ReportedImage> = {}): Report {
  return { ...sample, alerts: [], images: [{ ...amd64, findings, ...changes }] }
}

/** The run of the only image. */
function runOf(report: Report): Run {
  const [, run] = read(report)
  if (run === undefined) throw new Error('there is no run of an image')
  return run
}

test('says what to do as notes, and of a finding by which version everything in its package is fixed', () => {
  const fixes = ordinaryFixes([amd64.uri])
  const axios = { ...openssl, name: 'axios', path: 'app/package-lock.json', version: '0.21.1', release: null }
  const found = ['1.6.0', '1.7.4'].map((fixedIn, i) => ({
    ...first,
    id: fixes.steps[0]?.changes[0]?.fixes[i] ?? '',
    packages: [{ ...axios, fixedIn }],
  }))
  const [alerts, run] = read({ ...reportOf(found), fixes })
  expect(alerts?.invocations[0]?.toolExecutionNotifications.map(({ level, message }) => [level, message.text])).toEqual(
    expect.arrayContaining([
      ['note', 'fix: axios 0.21.1 → 1.7.4 in app/package-lock.json:5 fixes 4 (1 CRITICAL, 2 HIGH, 1 MEDIUM)'],
      ['note', 'CVE-2026-0009 in libxml2 has no fix'],
    ]),
  )
  expect(run?.results.map(({ message }) => / fixed in .*$/.exec(message.text)?.[0].replace(/ Image \S+ \S+ File \S+/, ''))).toEqual([
    ' fixed in 1.6.0. Fix: axios 1.7.4 or later.',
    ' fixed in 1.7.4.',
  ])
})

test('has a run for the alerts of rules, and one for each image and platform', () => {
  const runs = read(sample)
  expect(runs.map(({ automationDetails, results }) => [automationDetails.id, results.length])).toEqual([
    [expect.stringMatching(ALERTS), sample.alerts.length],
    [`ecr-gate/${HOST}/payments/api/linux-amd64/`, 22],
    [`ecr-gate/${HOST}/payments/api/linux-arm64/`, 15],
  ])
  expect(runs.every(({ invocations }) => invocations[0]?.executionSuccessful)).toBe(true)
  expect(runs[1]?.results[0]).toMatchObject({
    ruleId: 'CVE-2026-100001',
    level: 'error',
    message: {
      text: 'CVE-2026-100001 (CRITICAL) in libxml2 3.0.11-1~deb12u2, fixed in 3.0.15-1~deb12u1. Image payments/api:1.4.2@sha256:222222222222 linux/amd64.',
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 7, startColumn: 1, endLine: 7, endColumn: 1 } },
        logicalLocations: [
          { fullyQualifiedName: amd64.uri, kind: 'image' },
          { fullyQualifiedName: 'libxml2 3.0.11-1~deb12u2', kind: 'package' },
        ],
      },
    ],
  })
  expect(runs[1]?.tool.driver.rules[0]).toMatchObject({
    id: 'CVE-2026-100001',
    helpUri: 'https://security-tracker.debian.org/tracker/CVE-2026-100001',
    properties: { tags: ['security', 'vulnerability', 'container'], 'security-severity': '9.8' },
  })
})

test('an alert has the level of its action, and is placed where its image is built or in the file of its rule', () => {
  const [alerts] = read(sample)
  const levels = { fail: 'error', warn: 'warning', notice: 'note' }
  expect(alerts?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual(
    sample.alerts.map(({ ruleId, action }) => [ruleId, levels[action]]),
  )
  expect(uriOf(alerts?.results.find(({ ruleId }) => ruleId === 'ecr-image-scan-findings-critical'))).toBe('Dockerfile')
  expect(uriOf(alerts?.results.find(({ ruleId }) => ruleId === 'ssm-start-session'))).toBe('rules/ssm/ssm-start-session.yml')
})

test('an error in a rule is a result at its place, and leaves the run incomplete', () => {
  const at = { file: './rules\\my rule#1.yml', line: 4, column: 20 }
  const diagnostics = [
    { level: 'error', kind: 'filter-syntax', message: 'expected a value after "="', help: 'equality is written with one "="', at },
    { level: 'warning', kind: 'rule-shadowed', message: 'never seen', at: 'b.yml' },
    { level: 'error', kind: 'account', message: 'the credentials belong to another account' },
  ] as const
  const [alerts] = read({ ...sample, verdict: 'undecided', alerts: [], images: [], diagnostics })
  expect(alerts?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['filter-syntax', 'error'],
    ['rule-shadowed', 'warning'],
  ])
  expect(alerts?.results[0]?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'rules/my%20rule%231.yml' },
    region: { startLine: 4, startColumn: 20, endLine: 4, endColumn: 20 },
  })
  expect(alerts?.invocations[0]).toMatchObject({ executionSuccessful: false })
  const told = alerts?.invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)
  expect(told).toContain('the credentials belong to another account')
})

// Severity and score as ECR gives them, and how GitHub must read them: over 9.0 critical, 7.0 high, 4.0 medium, 0.1 low.
describe.each([
  ['CRITICAL', 9.8, 'error', '9.8'],
  ['CRITICAL', 7.5, 'error', '9.1'],
  ['CRITICAL', 9, 'error', '9.1'],
  ['HIGH', 9.8, 'error', '8.9'],
  ['HIGH', 8.95, 'error', '8.9'],
  ['HIGH', 7, 'error', '7.0'],
  ['HIGH', 3.1, 'error', '7.0'],
  ['MEDIUM', 9.8, 'warning', '6.9'],
  ['MEDIUM', 0, 'warning', '4.0'],
  ['LOW', 7.5, 'note', '3.9'],
  ['LOW', 0, 'note', '0.1'],
  ['INFORMATIONAL', 0, 'note', '0.1'],
  ['UNTRIAGED', 9.8, 'note', '9.8'],
  ['UNTRIAGED', 0, 'note', undefined],
  ['UNDEFINED', null, 'note', undefined],
  ['constructor', null, 'note', undefined],
] as const)('%s with score %s', (severity, score, level, securitySeverity) => {
  test(`is ${level}, ${securitySeverity}`, () => {
    const run = runOf(reportOf([{ ...first, severity, score }]))
    expect(run.results).toMatchObject([{ level }])
    expect(run.tool.driver.rules[0]?.properties['security-severity']).toBe(securitySeverity)
  })
})

test.each([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
])('%s without a score is %s to GitHub', (severity, band) => {
  const score = Number(runOf(reportOf([{ ...first, severity, score: null }])).tool.driver.rules[0]?.properties['security-severity'])
  expect(score > 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low').toBe(band)
})

test('a rule has the highest score of its results', () => {
  const run = runOf(
    reportOf([
      { ...first, severity: 'LOW', score: 2 },
      { ...first, severity: 'HIGH', score: 7.2 },
      { ...first, severity: 'HIGH', score: 8.1 },
    ]),
  )
  expect(run.results.map(({ level }) => level)).toEqual(['error', 'error', 'note'])
  expect(run.tool.driver.rules.map(({ properties }) => properties['security-severity'])).toEqual(['8.1'])
})

test('closed and suppressed findings are not results', () => {
  const states = ['open', 'closed', 'suppressed'] as const
  const run = runOf(reportOf(states.map((state, i) => ({ ...first, id: `CVE-2026-${i}`, state }))))
  expect(run.results.map(({ ruleId }) => ruleId)).toEqual(['CVE-2026-0'])
})

test('a finding is a result for each of its packages', () => {
  const packages = [openssl, { ...openssl, name: 'libxml2-utils' }, { ...openssl, path: 'opt/copy.so' }]
  const { results } = runOf(reportOf([{ ...first, packages }]))
  expect(results.map(({ message }) => message.text.split(',')[0])).toEqual([
    'CVE-2026-100001 (CRITICAL) in libxml2 3.0.11-1~deb12u2',
    'CVE-2026-100001 (CRITICAL) in libxml2-utils 3.0.11-1~deb12u2',
    'CVE-2026-100001 (CRITICAL) in libxml2 3.0.11-1~deb12u2',
  ])
  expect(runOf(reportOf([{ ...first, packages: [], package: null }])).results).toHaveLength(1)
})

test('a finding is placed at its lockfile, else where its image is built, else at the name of the repository', () => {
  const at = { file: 'web/package-lock.json', line: 812 }
  expect(uriOf(runOf(reportOf([{ ...first, at }])).results[0])).toBe('web/package-lock.json')
  expect(uriOf(runOf(reportOf([first])).results[0])).toBe('Dockerfile')
  expect(uriOf(runOf(reportOf([first], { at: null })).results[0])).toBe('payments/api')
})

test.each([
  ['../../etc/passwd', 'etc/passwd'],
  ['/home/runner/Dockerfile', 'home/runner/Dockerfile'],
  ['C:\\sources\\Dockerfile', 'C%3A/sources/Dockerfile'],
  ['https://evil.example/x', 'https%3A/evil.example/x'],
  ['a b/ü?#.txt', 'a%20b/%C3%BC%3F%23.txt'],
  ['..', 'unknown'],
])('the path %j is the address %j', (file, uri) => {
  expect(uriOf(runOf(reportOf([{ ...first, at: { file, line: 0 } }])).results[0])).toBe(uri)
})

test('an image that was not seen is a result, and its run is not successful', () => {
  const runs = read({
    ...sample,
    verdict: 'undecided',
    alerts: [],
    images: [{ ...amd64, findings: [], gaps: ['the scan is still pending'] }, arm64],
    coverage: sample.coverage.map(each => (each.source === 'events' ? gapIn(each, 'eu-west-1: no answer') : each)),
  })
  expect(runs.map(({ invocations }) => invocations[0]?.executionSuccessful)).toEqual([false, false, true])
  expect(
    runs.map(({ results }) => results.filter(({ ruleId }) => ruleId === 'gap').map(({ level, message }) => [level, message.text])),
  ).toEqual([
    [['error', 'Not seen: eu-west-1: no answer']],
    [['error', 'Not judged completely: payments/api:1.4.2@sha256:222222222222 linux/amd64: the scan is still pending']],
    [],
  ])
  const told = runs.map(({ invocations }) =>
    invocations[0]?.toolExecutionNotifications.map(({ level, message }) => `${level}: ${message.text}`),
  )
  expect(told).toEqual([
    [
      'note: undecided: do not deploy, something was not seen',
      'note: docs/blocked.md of ECR Gate says what to do when the gate blocks.',
      'error: eu-west-1: no answer',
      'error: payments/api:1.4.2@sha256:222222222222 linux/amd64: the scan is still pending',
    ],
    ['error: payments/api:1.4.2@sha256:222222222222 linux/amd64: the scan is still pending'],
    [],
  ])
})

test('an empty report is a run without results', () => {
  const runs = read({ ...sample, verdict: 'pass', alerts: [], images: [], coverage: [] })
  expect(runs.map(({ automationDetails, results }) => [automationDetails.id, results])).toEqual([[expect.stringMatching(ALERTS), []]])
})

test('a requested action that was not done is a notification', () => {
  const [alerts] = read({ ...sample, release: { promoted: false, images: [], notes: [], problems: ['the tag was not set'] } })
  expect(alerts?.invocations[0]?.toolExecutionNotifications).toContainEqual({ level: 'error', message: { text: 'the tag was not set' } })
})

describe('categories', () => {
  const ids = (images: readonly ReportedImage[]): readonly string[] =>
    read({ ...sample, alerts: [], images }).map(run => run.automationDetails.id)

  test('contain neither tag nor digest, and do not depend on which host of the registry was used', () => {
    const other = { ...amd64, uri: `${HOST}/payments/api:2.0@sha256:9`, tags: ['2.0'], digest: 'sha256:9' }
    for (const host of [HOST, HOST.replace('.ecr.', '.ecr-fips.'), '111122223333.dkr-ecr.eu-west-1.on.aws']) {
      const report = ask({ ...sample, alerts: [], images: [other] }, `${host}/payments/api:2.0`)
      expect(read(report).map(run => run.automationDetails.id)).toEqual(ids([amd64]))
    }
  })

  test.each([
    ['account', '999988887777.dkr.ecr.eu-west-1.amazonaws.com', 'payments/api'],
    ['Region', '111122223333.dkr.ecr.us-east-1.amazonaws.com', 'payments/api'],
    ['repository', HOST, 'payments/web'],
  ])('differ for another %s', (_, host, repository) => {
    const others = read(move(sample, host, repository)).map(run => run.automationDetails.id)
    expect(others.filter(id => read(sample).some(run => run.automationDetails.id === id))).toEqual([])
    expect(others[1]).toBe(`ecr-gate/${host}/${repository}/linux-amd64/`)
  })

  test('of alerts differ for events of another origin, and do not depend on any order', () => {
    const alerts = (report: Report): string | undefined => read(report)[0]?.automationDetails.id
    const events = sample.coverage.map(each => (each.source === 'events' && each.origin !== null ? { ...each, origin: 'us-east-1' } : each))
    expect(alerts({ ...sample, coverage: events })).not.toBe(alerts(sample))
    const web = move(sample, HOST, 'payments/web')
    const two = { ...sample, images: [...sample.images, ...web.images], coverage: [...sample.coverage, ...events] }
    const reversed = { ...two, images: [...two.images].reverse(), coverage: [...two.coverage].reverse() }
    expect(alerts(reversed)).toBe(alerts(two))
  })

  test('are cut if names are too long, and still differ', () => {
    const long = { ...amd64, repositoryName: 'r'.repeat(256) }
    const [, one, two] = ids([long, { ...long, platform: 'linux/arm64' }])
    expect([one?.length, two?.length]).toEqual([201, 201])
    expect(ids([{ ...long, platform: 'linux/arm64' }, long]).slice(1)).toEqual([two, one])
  })

  test('are told apart by the registry, in whatever order images come', async () => {
    const { images } = await twinReport()
    const expected = ['eu-west-1', 'us-east-1'].map(
      region => `ecr-gate/111122223333.dkr.ecr.${region}.amazonaws.com/payments/api/linux-amd64/`,
    )
    expect(ids(images).slice(1)).toEqual(expected)
    expect(ids([...images].reverse()).slice(1)).toEqual([...expected].reverse())
  })

  // The scanner's name for the platform comes with the findings, and is missing once there are none.
  test('stay when an image outside an index has no findings any more', () => {
    const alone = { ...amd64, indexDigest: null, platform: 'DEBIAN_12' }
    expect(ids([alone]).slice(1)).toEqual([`ecr-gate/${HOST}/payments/api/`])
    expect(ids([{ ...alone, platform: null, findings: [] }])).toEqual(ids([alone]))
  })

  // The same applies to the Region of a recorded answer.
  test('stay when an image from a file has no findings any more', () => {
    const of = (image: ReportedImage): readonly string[] =>
      read(ask({ ...sample, alerts: [], images: [image] }, 'findings.json')).map(run => run.automationDetails.id)
    const alone = { ...amd64, indexDigest: null, platform: null }
    const mended = { ...alone, uri: alone.uri.replace(HOST, '111122223333'), region: null, findings: [] }
    expect(of(alone).slice(1)).toEqual(['ecr-gate/111122223333/payments/api/'])
    expect(of(mended)).toEqual(of(alone))
  })

  test('differ for two images of one repository, and from our own categories', () => {
    const named = (repositoryName: string | null): ReportedImage => ({ ...amd64, repositoryName, indexDigest: null })
    const names = ['api', 'api', 'alerts', 'more-images', 'API_1 x', null, '../..//x/']
    expect(
      ids(names.map(named))
        .slice(1)
        .map(id => id.replace('ecr-gate/111122223333/', '')),
    ).toEqual(['api/', 'api-2/', 'alerts/', 'more-images/', 'api_1-x/', 'unknown/', '../../x/'])
  })

  test('are at most twenty, and no finding is lost', () => {
    const images = Array.from({ length: 30 }, (_, i) => ({
      ...amd64,
      repositoryName: `r${i}`,
      uri: `host/r${i}:1@sha256:1`,
      findings: [{ ...first, id: `CVE-2026-${i}` }],
    }))
    const runs = read({ ...sample, alerts: [], images })
    expect(runs).toHaveLength(20)
    expect(runs.at(-1)?.automationDetails.id).toMatch(/^ecr-gate\/more-images\/[0-9a-f]{16}\/$/)
    expect(runs.flatMap(({ results }) => results.map(({ ruleId }) => ruleId))).toEqual(images.map((_, i) => `CVE-2026-${i}`).sort(byRun))
    function byRun(a: string, b: string): number {
      const number = (id: string): number => Number(id.split('-')[2])
      // The last run is shared, and sorted by id.
      return number(a) < 18 || number(b) < 18 ? number(a) - number(b) : a < b ? -1 : 1
    }
  })
})

describe('25,000 findings', () => {
  const report = largeReport(25_000)

  test('are cut to the 5,000 most severe, and a notification says how many are left out', () => {
    const run = runOf(report)
    expect(run.results).toHaveLength(5000)
    const texts = run.results.map(({ message }) => message.text)
    expect(texts.filter(text => text.includes('(CRITICAL)'))).toHaveLength(3125)
    expect(texts.filter(text => text.includes('(HIGH)'))).toHaveLength(1875)
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [
        { level: 'warning', message: { text: '20000 of 25000 results are left out: the 5000 most severe are here' } },
      ],
    })
  })

  test('in each of 25 images make a file that GitHub takes', () => {
    const [image] = report.images
    if (image === undefined) throw new Error('there is no image')
    const images = Array.from({ length: 25 }, (_, i) => ({ ...image, repositoryName: `r${i}`, uri: `host/r${i}@sha256:1` }))
    const runs = read({ ...report, images })
    expect(runs.slice(1).map(({ results }) => results.length)).toEqual(Array.from({ length: 19 }, () => 600))
  })

  // Random text as long as an image may choose it. A description is prose, and compresses to as much as 400 random characters.
  test('make a file that GitHub takes whatever the images call their packages', () => {
    const noise = (length: number, ...seed: readonly unknown[]): string => {
      const parts = Array.from({ length: Math.ceil(length / 86) }, (_, i) => createHash('sha512').update(JSON.stringify([...seed, i])))
      return parts
        .map(part => part.digest('base64url'))
        .join('')
        .slice(0, length)
    }
    const images = Array.from({ length: 19 }, (_, i) => ({
      ...amd64,
      repositoryName: `r${i}`,
      findings: Array.from({ length: 700 }, (_, j) => {
        const name = (part: string): string => noise(1000, part, i, j)
        return {
          ...first,
          id: `CVE-${i}-${j}`,
          description: noise(400, i, j),
          packages: [{ ...openssl, name: name('name'), version: name('version'), path: name('path') }],
        }
      }),
    }))
    const text = [...renderSarif({ ...sample, images })].join('')
    expect(gzipSync(text).length).toBeLessThan(MEGABYTES_10)
  })
})

describe('fingerprints', () => {
  // Few names, so that many findings share them.
  const anyPackage = fc.record({
    name: fc.constantFrom('openssl', 'tar', 'a|b', 'a%7Cb', null),
    version: fc.constantFrom('1', '2', null),
    path: fc.constantFrom('usr/lib/a', 'usr/lib/b', null),
  })
  const anyFindings = fc.array(
    fc
      .record({
        id: fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'),
        severity: fc.constantFrom('CRITICAL', 'HIGH', 'LOW'),
        packages: fc.array(anyPackage, { maxLength: 3 }),
      })
      .map(
        ({ id, severity, packages }): ReportedFinding => ({
          ...first,
          id,
          severity,
          packages: packages.map(each => ({ ...openssl, ...each })),
        }),
      ),
    { maxLength: 12 },
  )
  const printsOf = (report: Report): readonly string[] =>
    runOf(report)
      .results.map(
        ({ ruleId, partialFingerprints }) =>
          `${ruleId} ${partialFingerprints.primaryLocationLineHash} ${partialFingerprints['ecrGate/v1']}`,
      )
      .sort()

  test('stay when findings come in another order, and with another tag, digest and line', () => {
    fc.assert(
      fc.property(
        anyFindings.chain(findings => fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length }))),
        ([findings, shuffled]) => {
          const moved = shuffled.map((finding, i) => ({ ...finding, at: { file: 'Dockerfile', line: i + 1 } }))
          const rebuilt = { tags: ['9.9'], digest: 'sha256:9', indexDigest: 'sha256:8', uri: `${HOST}/payments/api:9.9@sha256:9` }
          expect(printsOf(reportOf(moved, rebuilt))).toEqual(printsOf(reportOf(findings)))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('stay for an alert about an image with another tag and digest', () => {
    const digest = `sha256:${'9'.repeat(64)}`
    const uri = `${HOST}/payments/api:2.0@${digest}`
    const renamed = (text: string): string => text.replaceAll(amd64.uri, uri).replaceAll(amd64.digest ?? '', digest)
    const rebuilt: Report = {
      ...ask(sample, `${HOST}/payments/api:2.0`),
      images: [{ ...amd64, digest, tags: ['2.0'], uri }, arm64],
      alerts: JSON.parse(renamed(JSON.stringify(sample.alerts))),
    }
    const prints = (report: Report): readonly unknown[] => read(report)[0]?.results.map(result => result.partialFingerprints) ?? []
    expect(rebuilt.alerts[0]?.image).not.toBe(sample.alerts[0]?.image)
    expect(prints(rebuilt)).toEqual(prints(sample))
  })

  test('stay for alerts about images of two registries when these come in another order', async () => {
    const twins = await twinReport()
    const prints = (report: Report): ReadonlyMap<unknown, unknown> =>
      new Map(
        read(report)[0]?.results.map(({ ruleId, locations, partialFingerprints }) => [
          `${ruleId} ${locations[0]?.logicalLocations?.[0]?.fullyQualifiedName}`,
          partialFingerprints,
        ]),
      )
    const reversed = { ...twins, images: [...twins.images].reverse(), alerts: [...twins.alerts].reverse() }
    expect(prints(twins).size).toBe(twins.alerts.length)
    expect(prints(reversed)).toEqual(prints(twins))
    expect(JSON.stringify([...prints(twins).values()])).toContain('us-east-1')
  })

  test('stay when other findings are gone', () => {
    const prints = printsOf(reportOf(amd64.findings))
    expect(prints).toEqual(expect.arrayContaining([...printsOf(reportOf(amd64.findings.slice(5)))]))
  })

  test.each(['999988887777.dkr.ecr.eu-west-1.amazonaws.com', '111122223333.dkr.ecr.us-east-1.amazonaws.com'])('differ in %s', host => {
    const prints = (report: Report): readonly string[] =>
      read(report).flatMap(({ results }) => results.map(result => result.partialFingerprints.primaryLocationLineHash))
    expect(prints(move(sample, host)).filter(print => prints(sample).includes(print))).toEqual([])
  })

  test('differ for the platforms of one image', () => {
    const [, a, b] = read({ ...sample, images: [amd64, { ...amd64, platform: 'linux/arm64' }] })
    const of = (run: Run | undefined): readonly string[] =>
      run?.results.map(result => result.partialFingerprints.primaryLocationLineHash) ?? []
    expect(of(a).filter(print => of(b).includes(print))).toEqual([])
  })
})

// As GitHub documents: an upload replaces the alerts of a category by those of its run, and no run may have failed.
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
describe('code scanning', () => {
  type Alerts = Readonly<Record<string, readonly string[]>>

  function upload(before: Alerts, report: Report): Alerts {
    const { sarif } = renderUpload(report)
    if (sarif === undefined) return before
    const runs = readRuns(sarif)
    expect(runs.length).toBeGreaterThan(0)
    expect(runs.map(({ invocations }) => invocations[0]?.executionSuccessful)).toEqual(runs.map(() => true))
    const after = runs.map(({ automationDetails, results }) => [
      automationDetails.id,
      results.map(result => result.partialFingerprints['ecrGate/v1']),
    ])
    return { ...before, ...Object.fromEntries(after) }
  }

  const unseen = (report: Report): Report => ({
    ...report,
    alerts: [],
    images: report.images.map(image => ({ ...image, findings: [], gaps: ['the scan is IN_PROGRESS'] })),
  })
  const unread = (report: Report): Report => ({
    ...report,
    alerts: [],
    images: [],
    coverage: report.coverage.map(each => (each.source === 'findings' ? gapIn(each) : each)),
  })
  const mended = (report: Report): Report => ({ ...report, alerts: [], images: report.images.map(image => ({ ...image, findings: [] })) })
  const both = (one: Report, other: Report): Report => ({
    ...one,
    alerts: [...one.alerts, ...other.alerts],
    images: [...one.images, ...other.images],
    coverage: [...one.coverage, ...other.coverage],
  })
  const web = move(sample, HOST, 'payments/web')

  test('has no alerts any more when everything is fixed', () => {
    expect(Object.values(upload(upload({}, sample), mended(sample))).flat()).toEqual([])
  })

  test.each([
    ['another repository', web],
    ['another account', move(sample, '999988887777.dkr.ecr.eu-west-1.amazonaws.com')],
    ['another Region', move(sample, '111122223333.dkr.ecr.us-east-1.amazonaws.com')],
  ])('keeps the alerts of one job when the job of %s has none', (_, other) => {
    const before = upload({}, sample)
    expect(upload(before, mended(other))).toMatchObject(before)
  })

  test('keeps the alerts of one platform when the job of another has none', () => {
    const before = upload({}, { ...sample, images: [amd64] })
    expect(upload(before, mended({ ...sample, images: [arm64] }))).toMatchObject(before)
  })

  test('keeps the alerts of more images than there are runs when another job has as many images', () => {
    const many = (name: string): Report => ({
      ...sample,
      images: Array.from({ length: 30 }, (_, i) => ({ ...amd64, repositoryName: `${name}${i}` })),
    })
    const before = upload({}, many('a'))
    expect(upload(before, mended(many('b')))).toMatchObject(before)
  })

  test.each([
    ['is still being scanned', unseen],
    ['cannot be read', unread],
  ])('keeps the alerts of an image that %s', (_, change) => {
    const before = upload({}, sample)
    expect(upload(before, change(sample))).toEqual(before)
    const two = upload({}, both(sample, web))
    const after = upload(two, both(change(sample), mended(web)))
    for (const [category, alerts] of Object.entries(two)) expect(after[category]).toEqual(category.includes('/web/') ? [] : alerts)
  })

  // Both images are `payments/api`, and the second must not replace the first.
  test('keeps the alerts of a repository if one of its tags cannot be read', () => {
    const asked = ask(sample, `${HOST}/payments/api:2.0`)
    const two = upload({}, both(sample, asked))
    expect(upload(two, both(unread(sample), mended(asked)))).toEqual(two)
  })

  test('keeps the alerts of images that share a run if one of them cannot be read', () => {
    const others = Array.from({ length: 29 }, (_, i) => ({ ...amd64, repositoryName: `r${i}` }))
    const many = { ...sample, images: others }
    const before = upload({}, both(many, web))
    const after = upload(before, both(mended(many), unread(web)))
    const [shared = ''] = Object.keys(before).filter(category => category.includes('more-images'))
    expect(before[shared]?.length).toBeGreaterThan(0)
    expect(after[shared]).toEqual(before[shared])
  })

  test('keeps the alerts of a file that cannot be read', () => {
    const file = ask(sample, 'a.json')
    const before = upload({}, file)
    const after = { ...mended(file), coverage: [...file.coverage, ...ask(unread(file), 'b.json').coverage] }
    expect(upload(before, after)).toEqual(before)
  })

  test('keeps the alerts about events if not all events were seen', () => {
    const before = upload({}, sample)
    const gap = sample.coverage.map(each => (each.source === 'events' ? gapIn(each) : each))
    const after = upload(before, { ...mended(sample), coverage: gap })
    for (const [category, alerts] of Object.entries(before)) expect(after[category]).toEqual(ALERTS.test(category) ? alerts : [])
  })

  test('gets nothing if nothing was seen completely, and a warning names what stays as it was', () => {
    const { sarif, left } = renderUpload(unseen(sample))
    expect(sarif).toBeUndefined()
    expect(left).toMatchObject({ level: 'warning', kind: 'not-uploaded', help: expect.stringContaining('alerts') })
    for (const name of ['the alerts of rules', `ecr-gate/${HOST}/payments/api/linux-amd64`, `${HOST}/payments/api/linux-arm64`])
      expect(left?.message).toContain(name)
    expect(renderUpload(unread(sample)).left?.message).toContain(`${HOST}/payments/api`)
  })

  test('gets the whole file if everything was seen, without a warning', () => {
    expect(renderUpload(sample)).toEqual({ sarif: [...renderSarif(sample)].join(''), left: undefined })
  })

  test('gets nothing with a warning of a readable length', () => {
    const images = Array.from({ length: 30 }, (_, i) => ({ ...amd64, repositoryName: `${'r'.repeat(250)}${i}` }))
    expect(renderUpload(unseen({ ...sample, images })).left?.message.length).toBeLessThan(1500)
  })

  test.each(HOSTILE)('gets nothing with a warning about %j in plain text', text => {
    const { left } = renderUpload(hostileReport(text))
    expect(left?.message).toMatch(/^[\x20-\x7e]+$/)
  })
})
