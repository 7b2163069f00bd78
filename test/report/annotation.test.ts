// Annotations on lines of the repository: the most severe first, ten of each level, on lines that people can change, in inert text.

import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.ts'
import { type Annotation, limitAnnotations, listAnnotations } from '../../src/report/annotation.ts'
import type { Line, Report, ReportedFinding, ReportedImage } from '../../src/report/report.ts'
import { OBEYED } from './gfm.ts'
import { HOSTILE, hostileReport, largeReport, sampleReport } from './reports.ts'

const sample = await sampleReport()
const [amd64, arm64] = sample.images as readonly [ReportedImage, ReportedImage]
const [found] = amd64.findings as readonly [ReportedFinding]
const aboutImage = sample.alerts.find(({ image }) => image === amd64.uri) as Report['alerts'][number]
const aboutEvents = sample.alerts.find(({ image }) => image === null) as Report['alerts'][number]
const lock = (line: number): Line => ({ file: 'web/package-lock.json', line })

/** A report of one image that a rule complains about. */
function reportOf(findings: readonly ReportedFinding[], changes: Partial<Report> = {}): Report {
  return { ...sample, alerts: [{ ...aboutImage, action: 'fail' }], images: [{ ...amd64, findings }], coverage: [], ...changes }
}

function finding(id: string, severity: string, at: Line | null = null): ReportedFinding {
  return { ...found, id, severity, at }
}

function summarize(annotations: readonly Annotation[]): readonly (readonly [level: string, title: string, at: Line | null])[] {
  return annotations.map(({ level, title, at }) => [level, title, at])
}

describe('an image', () => {
  test('has one annotation, on the last FROM, with its rules and its most severe findings', () => {
    const [first, ...others] = listAnnotations(sample).filter(({ at }) => at !== null)
    expect(summarize(others)).toEqual([['warning', 'MEDIUM findings in payments/api: 9', { file: 'Dockerfile', line: 7 }]])
    expect(first).toMatchObject({ level: 'error', title: 'CRITICAL findings in payments/api: 1', at: { file: 'Dockerfile', line: 7 } })
    const lines = first?.message.split('\n') ?? []
    expect(lines[0]).toContain('payments/api:1.4.2@sha256:222222222222 linux/amd64: ACTIVE')
    expect(lines[0]).toContain('1 CRITICAL, 4 HIGH, 11 MEDIUM, 6 LOW')
    expect(lines).toContain('CRITICAL findings in payments/api: 1 [ecr-image-scan-findings-critical]')
    expect(lines).toContain('CVE-2026-100001 (CRITICAL) in libxml2 3.0.11-1~deb12u2: fixed in 3.0.15-1~deb12u1')
    expect(lines.filter(line => line.startsWith('CVE-'))).toHaveLength(5)
    const complaints = sample.alerts.filter(({ image, action }) => image === amd64.uri && action !== 'notice')
    expect(lines.slice(-4)).toEqual(['and 17 more, which the report has', ...complaints.map(({ alertDescription }) => alertDescription)])
  })

  test('has none if no rule complains about it', () => {
    const quiet = { alerts: [{ ...aboutImage, action: 'notice' as const }], verdict: 'pass' as const }
    expect(listAnnotations(reportOf([finding('CVE-1', 'CRITICAL', lock(3))], quiet))).toEqual([])
  })

  test('is an error if one of its alerts fails, else a warning', () => {
    const level = (...actions: readonly ('fail' | 'warn' | 'notice')[]): unknown => {
      const alerts = actions.map(action => ({ ...aboutImage, action }))
      return listAnnotations(reportOf([], { alerts, verdict: 'pass' })).map(each => each.level)
    }
    expect([level('warn', 'fail'), level('notice', 'warn'), level('notice')]).toEqual([['error'], ['warning'], []])
  })

  test('has no line without a Dockerfile', () => {
    const images = [amd64, arm64].map(image => ({ ...image, at: null }))
    expect(listAnnotations({ ...sample, images }).filter(({ at }) => at !== null)).toEqual([])
  })
})

describe('a finding', () => {
  test('is on the line of its lockfile, and then not listed at the FROM', () => {
    const all = listAnnotations(reportOf([finding('CVE-1', 'HIGH', lock(812)), finding('CVE-2', 'HIGH', amd64.at)]))
    expect(summarize(all)).toEqual([
      ['error', aboutImage.title, amd64.at],
      ['error', 'CVE-1 (HIGH) in libxml2 3.0.11-1~deb12u2: fixed in 3.0.15-1~deb12u1', lock(812)],
    ])
    expect(all[0]?.message).not.toContain('CVE-1 ')
    expect(all[0]?.message).toContain('CVE-2 ')
  })

  test('has a level by its severity and its image', () => {
    const findings = ['MEDIUM', 'LOW', 'CRITICAL', 'HIGH', 'UNTRIAGED'].map((severity, i) => finding(`CVE-${i}`, severity, lock(i + 1)))
    const levels = (action: 'fail' | 'warn'): unknown =>
      listAnnotations(reportOf(findings, { alerts: [{ ...aboutImage, action }], verdict: action })).map(({ level, title, at }) => [
        level,
        title.slice(0, 5),
        at?.line,
      ])
    expect(levels('fail')).toEqual([
      ['error', 'CRITI', 7],
      ['error', 'CVE-2', 3],
      ['error', 'CVE-3', 4],
      ['warning', 'CVE-0', 1],
    ])
    expect(levels('warn')).toEqual([
      ['warning', 'CRITI', 7],
      ['warning', 'CVE-2', 3],
      ['warning', 'CVE-3', 4],
      ['warning', 'CVE-0', 1],
    ])
  })

  test('below MEDIUM is listed at the image, wherever its line is', () => {
    const [image] = listAnnotations(reportOf([finding('CVE-1', 'LOW', lock(812)), finding('CVE-2', 'UNTRIAGED', amd64.at)]))
    expect(image?.at).toEqual(amd64.at)
    for (const name of ['CVE-1 (LOW)', 'CVE-2 (UNTRIAGED)']) expect(image?.message).toContain(name)
  })

  test('that several images have is reported once, with all of them and the most severe level', () => {
    const findings = [finding('CVE-1', 'HIGH', lock(3))]
    const images = [
      { ...arm64, findings },
      { ...amd64, findings },
    ]
    const alerts = [
      { ...aboutImage, action: 'warn' as const, image: arm64.uri },
      { ...aboutImage, action: 'fail' as const },
    ]
    const those = listAnnotations({ ...sample, alerts, images, coverage: [] }).filter(({ at }) => at?.line === 3)
    expect(those.map(({ level }) => level)).toEqual(['error'])
    expect(those[0]?.message.split('\n').slice(1)).toEqual([
      'payments/api:1.4.2@sha256:222222222222 linux/amd64',
      'payments/api:1.4.2@sha256:333333333333 linux/arm64',
    ])
  })

  test('that is closed or suppressed has none', () => {
    const states = (['closed', 'suppressed'] as const).map(state => ({
      ...finding('CVE-1', 'HIGH', lock(3)),
      state,
      decision: { kind: state },
    }))
    expect(summarize(listAnnotations(reportOf(states)))).toEqual([['error', aboutImage.title, amd64.at]])
  })
})

describe('a diagnostic', () => {
  const place = (at: Diagnostic['at']): unknown => {
    const diagnostic = { level: 'error', kind: 'filter-syntax', message: 'expected a value', help: 'write one', ...(at && { at }) } as const
    const [first] = listAnnotations({ ...sample, alerts: [], images: [], coverage: [], diagnostics: [diagnostic] })
    expect(first).toMatchObject({ level: 'error', title: 'ECR Gate: filter-syntax' })
    return [first?.at, first?.message]
  }
  const said = 'expected a value\nhelp: write one'

  test.each([
    [{ file: 'rules/a.yml', line: 4, column: 20 }, { file: 'rules/a.yml', line: 4 }, said],
    [{ file: './rules\\a.yml', line: 4, column: 20 }, { file: 'rules/a.yml', line: 4 }, said],
    ['rules/a.yml', { file: 'rules/a.yml', line: 1 }, said],
    ['../a.yml', null, `../a.yml: ${said}`],
    ['rules/../../a.yml', null, `rules/../../a.yml: ${said}`],
    ['/etc/a.yml', null, `/etc/a.yml: ${said}`],
    ['C:\\a.yml', null, `C:\\a.yml: ${said}`],
    ['-', null, `-: ${said}`],
    [undefined, null, said],
  ])('at %j is placed at %j', (at, line, message) => {
    expect(place(at)).toEqual([line, message])
  })

  test('of every level has an annotation of its own', () => {
    const diagnostics = (['note', 'warning', 'error'] as const).map(level => ({ level, kind: level, message: 'x' }))
    expect(
      summarize(listAnnotations({ ...sample, alerts: [], images: [], coverage: [], verdict: 'undecided', diagnostics })).map(
        ([level]) => level,
      ),
    ).toEqual(['error', 'warning', 'notice'])
  })
})

test('what was not seen and what was not done are errors', () => {
  const coverage = [{ ...sample.coverage[0], state: 'gap', message: 'eu-west-1: no answer' }] as Report['coverage']
  const images = [{ ...amd64, findings: [], gaps: ['the scan is still pending'] }]
  const release = { promoted: false, images: [], notes: [], problems: ['the tag was not set'] }
  const all = listAnnotations({ ...sample, verdict: 'undecided', alerts: [], images, coverage, release })
  expect(all.map(({ level, message }) => [level, message])).toEqual([
    ['error', 'the tag was not set'],
    ['error', 'payments/api:1.4.2@sha256:222222222222 linux/amd64: the scan is still pending'],
    ['error', 'eu-west-1: no answer'],
  ])
})

test('an alert about events says what it saw', () => {
  const [first] = listAnnotations({ ...sample, alerts: [{ ...aboutEvents, action: 'fail' }], images: [], coverage: [] })
  expect(first).toMatchObject({ level: 'error', title: aboutEvents.title, at: null })
  expect(first?.message).toMatch(/^.+\n\d+ events? (?:at|from) /)
  expect(first?.message).toContain(`\nrule ${aboutEvents.ruleId}`)
})

test.each([
  ['fail', ['error']],
  ['undecided', ['error']],
  ['warn', ['warning']],
  ['pass', []],
] as const)('the verdict %s has its own annotation if nothing else explains it', (verdict, levels) => {
  const all = listAnnotations({ ...sample, verdict, reasons: ['2 findings have no severity'], alerts: [], images: [], coverage: [] })
  expect(all.map(({ level }) => level)).toEqual(levels)
  for (const { title, message } of all) expect([title.split(':')[0], message]).toEqual([verdict, '2 findings have no severity'])
})

describe('of each level', () => {
  const many = (count: number): readonly Annotation[] =>
    (['notice', 'error', 'warning'] as const).flatMap(level =>
      Array.from({ length: count }, (_, i) => ({ level, title: `${level} ${i}`, message: 'x', at: null })),
    )

  test('ten are shown', () => {
    expect(summarize(limitAnnotations(many(10))).map(([, title]) => title)).toEqual(
      ['error', 'warning', 'notice'].flatMap(level => Array.from({ length: 10 }, (_, i) => `${level} ${i}`)),
    )
  })

  test('of eleven the first nine are shown, and one that counts the rest', () => {
    const shown = limitAnnotations(many(11))
    for (const level of ['error', 'warning', 'notice']) {
      const those = shown.filter(each => each.level === level).map(({ title }) => title)
      expect(those).toEqual([...Array.from({ length: 9 }, (_, i) => `${level} ${i}`), `2 more ${level}s`])
    }
  })

  test.each([1, 2])('at most %i are shown', most => {
    for (const level of ['error', 'warning', 'notice']) {
      expect(limitAnnotations(many(3), most).filter(each => each.level === level)).toHaveLength(most)
    }
  })
})

test('25,000 findings are at most ten annotations of each level, whether they have lines or not', () => {
  const large = largeReport(25_000)
  const [image] = large.images as readonly [ReportedImage]
  const alerts = [{ ...aboutImage, image: image.uri }]
  const without = listAnnotations({ ...large, alerts })
  expect(summarize(without)).toEqual([['error', aboutImage.title, { file: 'Dockerfile', line: 7 }]])
  expect(without[0]?.message).toContain('and 24995 more')
  const findings = image.findings.map((each, i) => ({ ...each, at: lock(i + 1) }))
  const shown = limitAnnotations(listAnnotations({ ...large, alerts, images: [{ ...image, findings }] }))
  expect(shown.map(({ level }) => level)).toEqual([...Array(10).fill('error'), ...Array(10).fill('warning')])
  expect(shown[9]?.title).toBe(`${1 + 3125 + 6250 - 9} more errors`)
  expect(shown[19]?.title).toBe(`${9375 - 9} more warnings`)
})

describe.each([...HOSTILE, '::error file=x::y', '##[error]x', 'a\r\nb\u2028c\u0085d'])('%j', text => {
  const hostile = hostileReport(text)
  const diagnostic = { level: 'error', kind: text, message: text, help: text, at: { file: text, line: 1, column: 1 } } as const
  const [image] = hostile.images as readonly [ReportedImage]
  const findings = image.findings.map(each => ({ ...each, severity: 'HIGH', at: lock(3) }))
  const all = [hostile, { ...hostile, images: [{ ...image, at: lock(1), findings }] }].flatMap(report =>
    listAnnotations({ ...report, diagnostics: [diagnostic], alerts: [...report.alerts, { ...aboutImage, title: text, image: image.uri }] }),
  )

  test('is spelled out, on one line, and short', () => {
    expect(all.length).toBeGreaterThan(8)
    for (const { title, message } of all) {
      expect(title).not.toBe('')
      expect(message).not.toBe('')
      expect(title.length).toBeLessThanOrEqual(200)
      expect(message.length).toBeLessThanOrEqual(2000)
      for (const line of [title, ...message.split('\n')]) {
        expect(line).not.toMatch(OBEYED)
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|^\s*::\w|##\[/u)
      }
    }
  })

  test('begins no additional line', () => {
    const lines = (report: Report): number => listAnnotations(report).reduce((sum, { message }) => sum + message.split('\n').length, 0)
    expect(lines(hostile)).toBe(lines(hostileReport('plain')))
  })
})

describe('an instruction of the Dockerfile', () => {
  const run: Line = { file: 'Dockerfile', line: 9 }
  const brought = (id: string, severity: string): ReportedFinding => ({ ...finding(id, severity, run), instruction: 'RUN make' })

  test('has one annotation that lists what it brought, as severe as the worst of that', () => {
    const report = reportOf([brought('CVE-1', 'MEDIUM'), brought('CVE-2', 'CRITICAL'), brought('CVE-3', 'LOW')])
    const placed = listAnnotations(report).filter(({ at }) => at?.line === 9)
    expect(summarize(placed)).toEqual([['error', '1 CRITICAL, 1 MEDIUM in what this instruction brought', run]])
    const [first, second, third, image] = placed[0]?.message.split('\n') ?? []
    expect(first).toBe('came with RUN make')
    expect([second, third]).toEqual([expect.stringContaining('CVE-2 (CRITICAL)'), expect.stringContaining('CVE-1 (MEDIUM)')])
    expect(image).toContain('payments/api:1.4.2')
  })

  test('that brought one finding is told with it', () => {
    const [one] = listAnnotations(reportOf([brought('CVE-1', 'HIGH')])).filter(({ at }) => at?.line === 9)
    expect(one?.title).toContain('CVE-1 (HIGH)')
    expect(one?.message).toContain('\ncame with RUN make\n')
  })
})
