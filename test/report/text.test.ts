// The report for a terminal, and for the log of a step: what to do comes first, what blocks is all there, and nothing is said twice.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/gate/alert.ts'
import type { Package } from '../../src/image/finding.ts'
import { plain } from '../../src/report/paint.ts'
import { type Report, type ReportedFinding, withProblems } from '../../src/report/report.ts'
import { widthOf } from '../../src/report/text/screen.ts'
import { renderLog, renderText } from '../../src/report/text.ts'
import { ordinaryFixes } from './fixes.ts'
import { decidedReport, FILE, largeReport, sampleReport } from './reports.ts'

/** The report with every colour spelled out. */
const painted = (report: Report): string => renderText(report, { ...FILE, paint: (tone, text) => `<${tone}>${text}</>` })
const linesOf = (report: Report, width?: number): readonly string[] => renderText(report, { ...FILE, width }).split('\n')

const sample = await sampleReport()
const blocked: Report = { ...sample, fixes: ordinaryFixes(sample.images.map(({ uri }) => uri)) }

test.each([
  ['fail', 'red'],
  ['undecided', 'red'],
  ['warn', 'yellow'],
  ['pass', 'green'],
] as const)('%s is %s', (verdict, tone) => {
  expect(painted({ ...largeReport(0), verdict }).split('\n')[0]).toContain(`<${tone}>${verdict}`)
})

test('requested actions that were not done come first, however many reasons there are', () => {
  const release = { promoted: false, images: [], notes: [], problems: ['production: not set'] }
  const reasons = Array.from({ length: 100 }, (_, i) => `reason ${i}`)
  const [headline, first] = linesOf(withProblems({ ...largeReport(0), verdict: 'pass', reasons, release }, release.problems))
  expect(headline).toBe('undecided: do not deploy, something that was asked for was not done')
  expect(first).toBe('  - production: not set')
})

test('images with the same name are told apart by their registries', () => {
  const [image] = largeReport(1).images
  if (image === undefined) throw new Error('the report has no image')
  const uri = image.uri.replace(/^[^/]*/, '444455556666.dkr.ecr.us-east-1.amazonaws.com')
  const titles = linesOf({ ...largeReport(1), images: [image, { ...image, uri }] }).filter(line => line.startsWith('Image'))
  expect(new Set(titles).size).toBe(2)
})

describe('what to do', () => {
  test('comes before the reasons, and these before the details', () => {
    const titles = linesOf(blocked).filter(line => /^\S/.test(line))
    expect(titles.map(line => line.replace(/ [a-z]+\/.*| \d.*/, ''))).toEqual([
      'fail: do not deploy',
      'What to do now',
      'Why',
      'docs/blocked.md of ECR Gate says what to do when the gate blocks.',
      'Image',
      'Image',
      'Other alerts',
      'Coverage',
    ])
  })

  test.each([40, 60, 80, undefined])('has every exception on a line of its own, which nothing breaks at a width of %s', width => {
    const [{ exception } = { exception: '' }] = blocked.fixes?.steps[0]?.unfixable ?? []
    expect(linesOf(blocked, width).map(line => line.trim())).toContain(exception)
  })

  test.each([
    [3990, true],
    [4001, false],
  ])('an exception of %i characters is there as a whole or not at all: %s', (length, isThere) => {
    const { fixes } = blocked
    const exception = 'x'.repeat(length)
    const steps = fixes?.steps.map(step => ({ ...step, unfixable: step.unfixable.map(each => ({ ...each, exception })) })) ?? []
    const lines = linesOf({ ...blocked, fixes: fixes && { ...fixes, steps } })
    expect(lines.some(line => line.trim() === exception)).toBe(isThere)
    expect(lines.some(line => line.includes('xxx'))).toBe(isThere)
    expect(lines.some(line => line.trim() === 'The report as JSON has the exceptions that accept what has no fix.')).toBe(!isThere)
  })

  test('is answered right below the headline if a single change decides', () => {
    const { fixes } = blocked
    const [first] = fixes?.steps ?? []
    if (fixes === null || first === undefined) throw new Error('there is something to do')
    const step = { ...first, verdict: 'pass' as const, changes: first.changes.slice(0, 1), unfixable: [] }
    const shown = painted({ ...blocked, fixes: { ...fixes, steps: [step] } }).split('\n')
    expect(shown.slice(1, 5)).toEqual([
      '<bold>It would pass with axios 1.7.4 or later.</>',
      '',
      '<bold>What to do now</>',
      expect.stringMatching(/^ {2}- axios 0\.21\.1 → 1\.7\.4 in app\/package-lock\.json:5 fixes 4 /),
    ])
  })

  test('tells the reasons that stay apart from those that end', () => {
    const { fixes } = blocked
    const [first = '', second = ''] = blocked.reasons
    if (fixes === null) throw new Error('there is something to do')
    const shown = renderText({ ...blocked, fixes: { ...fixes, verdict: 'fail', remains: [first, 'something else'] } }, FILE).split('\n\n')
    const [todo, why, staying] = ['What to do now', 'Why', 'What stays even so'].map(title =>
      shown.find(each => each.startsWith(`${title}\n`)),
    )
    expect([todo, why, staying].map(section => section?.includes('something else'))).toEqual([false, false, true])
    expect([todo, why, staying].map(section => section?.includes(first))).toEqual([false, false, true])
    expect([todo, why, staying].map(section => section?.includes(second))).toEqual([false, true, false])
  })

  test('is a note below the reasons where nothing helps', () => {
    const { fixes } = blocked
    if (fixes === null) throw new Error('there is something to do')
    const untold = {
      images: blocked.images.map(({ uri }) => uri),
      package: 'krb5',
      ids: ['CVE-2026-0010'],
      severityCounts: { HIGH: 1 },
      why: 'basic scan' as const,
    }
    const [verdict = ''] = renderText({ ...blocked, fixes: { ...fixes, steps: [], untold: [untold] } }, FILE).split('\n\n')
    expect(verdict).toMatch(/^fail: do not deploy\n +- fail .*\n {2}note: CVE-2026-0010 in krb5: a basic scan does not say/s)
  })
})

/** A report of one image with these findings, in which CRITICAL and HIGH ones fail. */
function reportOf(findings: readonly Partial<ReportedFinding>[]): Report {
  const report = decidedReport([findings.map(({ severity = 'HIGH', decision = { kind: 'counted' } }) => ({ severity, decision }))])
  return {
    ...report,
    images: report.images.map(image => ({
      ...image,
      findings: image.findings.map((finding, i) => ({
        ...finding,
        ...findings[i],
        package: findings[i]?.packages?.[0] ?? finding.package,
      })),
    })),
  }
}

function pack(name: string, version: string, fixedIn: string | null, more: Partial<Package> = {}): Package {
  return { name, version, release: null, epoch: null, fixedIn, manager: 'NODEPKG', path: null, layer: null, ...more }
}

const OS = { manager: 'OS' }

describe('findings', () => {
  test.each<[string, readonly Partial<ReportedFinding>[], readonly string[]]>([
    [
      'of one package stand together, below the latest version that fixes one of them',
      [
        { id: 'CVE-1', severity: 'CRITICAL', packages: [pack('axios', '0.21.1', '0.28.0')] },
        { id: 'CVE-2', packages: [pack('axios', '0.21.1', '1.7.10')] },
        { id: 'CVE-3', packages: [pack('axios', '0.21.1', '1.7.4')] },
      ],
      ['axios 0.21.1 → 1.7.10', '1 CRITICAL  CVE-1', '2 HIGH      CVE-2, CVE-3'],
    ],
    [
      'say each by which version it is fixed where nobody knows which is the latest',
      [
        { id: 'CVE-1', packages: [pack('x', '1', '2', { manager: 'SOMETHING' })] },
        { id: 'CVE-2', packages: [pack('x', '1', '3', { manager: 'SOMETHING' })] },
      ],
      ['x 1', '1 HIGH  CVE-1 (fixed in 2)', '1 HIGH  CVE-2 (fixed in 3)'],
    ],
    [
      'say each by which version it is fixed where one of these cannot be read',
      [
        { id: 'CVE-1', packages: [pack('x', '1.0.0', '2.0.0')] },
        { id: 'CVE-2', packages: [pack('x', '1.0.0', 'a later one')] },
      ],
      ['x 1.0.0', '1 HIGH  CVE-1 (fixed in 2.0.0)', '1 HIGH  CVE-2 (fixed in a later one)'],
    ],
    [
      'of several packages name them all',
      [{ id: 'CVE-1', packages: [pack('openssl', '3.0.11', '0:3.0.15', OS), pack('libssl3', '3.0.11', '0:3.0.15', OS)] }],
      ['libssl3, openssl 3.0.11 → 3.0.15', '1 HIGH  CVE-1'],
    ],
    [
      'have no epoch 0, and any other',
      [
        { id: 'CVE-1', packages: [pack('a', '0:1', '0:2', OS)] },
        { id: 'CVE-2', packages: [pack('b', '1', '1:2', OS)] },
      ],
      ['a 1 → 2', '1 HIGH  CVE-1', 'b 1 → 1:2', '1 HIGH  CVE-2'],
    ],
    [
      'say that there is no fix, of all or of one',
      [
        { id: 'CVE-1', packages: [pack('a', '1', null)], fixAvailable: 'NO' },
        { id: 'CVE-2', packages: [pack('b', '1.0.0', '2.0.0')], fixAvailable: 'YES' },
        { id: 'CVE-3', packages: [pack('b', '1.0.0', null)], fixAvailable: 'NO' },
      ],
      ['a 1 has no fix', '1 HIGH  CVE-1', 'b 1.0.0 → 2.0.0', '1 HIGH  CVE-2', '1 HIGH  CVE-3 (has no fix)'],
    ],
    ['may have no package', [{ id: 'CVE-1', packages: [], package: null }], ['without a package', '1 HIGH  CVE-1']],
  ])('%s', (_, findings, expected) => {
    const lines = linesOf(reportOf(findings)).map(line => line.trim())
    const at = lines.indexOf(`${findings.length} ${findings.length === 1 ? 'finding blocks' : 'findings block'} the deployment`)
    expect(lines.slice(at + 1, at + 1 + expected.length)).toEqual(expected)
  })

  test('that block are all there, and of the others the first', () => {
    const many = (severity: string, count: number): readonly Partial<ReportedFinding>[] =>
      Array.from({ length: count }, (_, i) => ({ id: `${severity}-${i}`, severity, packages: [pack(`${severity}${i % 30}`, '1', '2')] }))
    const shown = renderText(reportOf([...many('HIGH', 300), ...many('LOW', 300)]), FILE)
    expect(shown.match(/HIGH-\d+/g)).toHaveLength(300)
    expect(shown).toContain('300 findings block the deployment')
    expect(shown).toContain('300 findings do not block')
    expect(shown.match(/LOW-\d+/g)).toHaveLength(50)
    expect(shown).toContain('10 LOW  LOW-0, LOW-1')
    expect(shown).toContain('… and 200 more findings in 20 more packages; --format json lists all')
  })

  test('may block if the report does not say which of them do', () => {
    const report = reportOf([{ severity: 'CRITICAL' }, { severity: 'MEDIUM' }, { severity: 'HIGH' }])
    const alerts = report.alerts.map(alert => ({ ...alert, events: [] }))
    expect(renderText({ ...report, alerts }, FILE)).toContain('2 findings may block the deployment')
  })

  test('may block if more of a severity are there than are allowed', () => {
    const report = reportOf([{ severity: 'HIGH' }, { severity: 'MEDIUM', id: 'CVE-M1' }, { severity: 'MEDIUM', id: 'CVE-M2' }])
    const alerts = JSON.parse(JSON.stringify(report.alerts).replaceAll('HIGH > 0', 'MEDIUM > 1')) as Report['alerts']
    const shown = renderText({ ...report, alerts }, FILE)
    expect(shown).toContain('2 findings may block the deployment')
    expect(shown.slice(shown.indexOf('may block'), shown.indexOf('do not block'))).toMatch(/CVE-M1[\s\S]*CVE-M2/)
  })

  test('without a severity block where nothing else fails', () => {
    const report = reportOf([{ severity: 'UNTRIAGED' }, { severity: 'LOW' }])
    expect(renderText({ ...report, verdict: 'fail' }, FILE)).toContain('1 finding blocks the deployment')
  })

  test('have the colour of their severity', () => {
    const shown = painted(reportOf([{ severity: 'CRITICAL' }, { severity: 'HIGH' }, { severity: 'MEDIUM' }, { severity: 'LOW' }]))
    for (const [severity, tone] of [
      ['CRITICAL', 'magenta'],
      ['HIGH', 'red'],
      ['MEDIUM', 'yellow'],
      ['LOW', 'cyan'],
    ])
      expect(shown).toContain(`<${tone}>1 ${severity}</>`)
  })

  const path = 'srv/app/packages/checkout/node_modules/@scope/deeply-nested-dependency/package.json'

  test.each([
    [160, [`  fast-router 4.2.0 → 4.2.3  ${path}`]],
    [60, ['  fast-router 4.2.0 → 4.2.3  srv/app/package…cy/package.json']],
    [40, ['  fast-router 4.2.0 → 4.2.3', '    srv/app/packages/…dency/package.json']],
  ])('at a width of %s cut the path in its middle, and nothing else', (width, expected) => {
    const lines = linesOf(reportOf([{ id: 'CVE-1', severity: 'LOW', packages: [pack('fast-router', '4.2.0', '4.2.3', { path })] }]), width)
    const at = lines.findIndex(line => line.includes('fast-router'))
    expect(lines.slice(at, at + expected.length)).toEqual(expected)
  })

  test('fit any width, and no id, name or version is cut or broken', () => {
    const anyWord = fc.stringMatching(/^[a-z][a-z0-9.-]{0,24}$/)
    const anyFinding = fc.record({
      name: anyWord,
      version: anyWord,
      fixedIn: anyWord,
      severity: fc.constantFrom('HIGH', 'LOW'),
      path: anyWord,
    })
    fc.assert(
      fc.property(fc.array(anyFinding, { minLength: 1, maxLength: 8 }), fc.integer({ min: 60, max: 200 }), (given, width) => {
        const report = reportOf(
          given.map(({ name, version, fixedIn, severity, path }, i) => ({
            id: `CVE-2026-${100_000 + i}`,
            severity,
            packages: [pack(name, version, fixedIn, { path: `usr/lib/${path}/${path}/${path}/package.json` })],
          })),
        )
        const [image = ''] = renderText(report, { ...FILE, width })
          .split('\n\n')
          .filter(section => section.startsWith('Image'))
        const [, , ...lines] = image.split('\n')
        for (const [i, { name, version }] of given.entries()) {
          expect(image).toContain(`CVE-2026-${100_000 + i}`)
          expect(image).toContain(`  ${name} ${version}`)
        }
        const isLong = (line: string): boolean => line.length > width && !/^ +[a-z][^ ]* [^ ]+(?: → [^ ]+)?$/.test(line)
        expect(lines.filter(isLong)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('alerts', () => {
  test('that are reasons are told once, with what their rule is about', () => {
    const shown = renderText(sample, FILE)
    const times = (text: string): number => shown.split(text).length - 1
    expect(sample.reasons.map(times)).toEqual(sample.reasons.map(() => 1))
    const speaking = sample.alerts.filter(({ action }) => action !== 'notice')
    expect(speaking.map(({ alertDescription }) => times(alertDescription.trim()))).toEqual(speaking.map(() => 1))
    expect(shown).toContain(`Other alerts ${sample.alerts.length - speaking.length} notice\n`)
  })

  test('that are reasons have their number, if they are not told with others', () => {
    const at = sample.alerts.findIndex(({ action }) => action === 'warn')
    const reason = sample.reasons.find(text => text.endsWith(` [${sample.alerts[at]?.ruleId}]`)) ?? ''
    const event = { ...sample.alerts.at(-1), action: 'warn', image: null, title: 'Somebody did it', count: 3 } as Alert
    const lines = linesOf({
      ...sample,
      alerts: [...sample.alerts, event],
      reasons: [...sample.reasons, `Somebody did it (3 events) [${event.ruleId}]`],
    })
    expect(lines).toContain(`  ${String(at + 1).padStart(2)}. warn ${reason}`)
    expect(lines).toContain(`  ${sample.alerts.length + 1}. warn Somebody did it [${event.ruleId}]`)
  })

  test('of images whose names begin alike are told each with its own', () => {
    const image = sample.images[0]
    const alert = sample.alerts.find(({ action }) => action === 'warn')
    if (image === undefined || alert === undefined) throw new Error('the sample has both')
    const uris = ['1', '10'].map(tag => `${image.uri.replace(/:[^/]*$/, '')}:${tag}`)
    const images = uris.map(uri => ({ ...image, uri, platform: null, indexDigest: null, findings: [] }))
    const alerts = [...uris].reverse().map(uri => ({ ...alert, image: uri }))
    const reasons = ['10', '1'].map(tag => `2 MEDIUM in payments/api:${tag}: curl 1 [${alert.ruleId}]`)
    const told = linesOf({ ...sample, verdict: 'warn', images, alerts, reasons }).filter(line => line.includes('. warn '))
    expect(told).toEqual(reasons.map((reason, i) => `  ${i + 1}. warn ${reason}`))
  })

  test('that are notices are a line for each rule', () => {
    const [notice] = sample.alerts.filter(({ action }) => action === 'notice')
    if (notice === undefined) throw new Error('the sample has no notice')
    const alert = { ...notice, ruleId: 'ssm-start-session', ruleName: 'Sessions', title: 'SSM session started' }
    const others = [1, 2].map(i => ({ ...notice, ruleId: 'other', ruleName: 'Others', title: `title ${i}` }))
    const lines = linesOf({ ...sample, alerts: [...Array.from({ length: 14 }, () => ({ ...alert })), ...others] })
    expect(lines.filter(line => /^ {2}\S+ notice /.test(line))).toEqual([
      '  - notice ×14 SSM session started [ssm-start-session]',
      '  - notice ×2 Others [other]',
    ])
  })
})

describe('in the log of a step', () => {
  const { details, shown } = renderLog(blocked, true, { paint: plain, all: 'the file of json-file lists all' })

  test('what blocks and what to do stand outside of what is folded, the verdict at the end', () => {
    expect(shown.map(([first]) => first)).toEqual([
      expect.stringMatching(/^Image payments\/api:1\.4\.2/),
      'fail: do not deploy',
      'What to do now',
    ])
    expect(shown.flat()).toContain('  5 findings block the deployment')
    expect(details.flat().join('\n')).not.toContain('findings block the deployment')
  })

  test('no flag is named, which the Action has not got', () => {
    const told = [...details, ...shown].flat().join('\n')
    expect(told).toContain('more packages; the file of json-file lists all')
    expect(told).not.toMatch(/(?:^|\s)--[a-z]/)
  })

  test('the reasons are there unless something else in the log says them', () => {
    const reasons = (isExplained: boolean): number =>
      renderLog({ ...blocked, reasons: ['a reason'] }, isExplained, FILE)
        .shown.flat()
        .filter(line => line === '  - a reason').length
    expect([reasons(true), reasons(false)]).toEqual([0, 1])
  })
})

test.each([
  [undefined, undefined, undefined],
  [undefined, 80, 80],
  ['120', undefined, 120],
  ['120', 80, 120],
  ['0', 80, 80],
  ['wide', 80, 80],
  ['', undefined, undefined],
  [undefined, 0, undefined],
  ['3', 80, 40],
])('with COLUMNS=%s on a terminal of %s, text is %s wide', (columns, terminal, width) => {
  expect(widthOf(columns, terminal)).toBe(width)
})
