// What was let through, in every format: the words, and that all of them count the same.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Acceptance, Decision, Statement } from '../../src/image/decision.ts'
import { SEVERITIES } from '../../src/image/finding.ts'
import { listAnnotations } from '../../src/report/annotation.ts'
import { renderCsv } from '../../src/report/csv.ts'
import { describeDecision, explainDecision } from '../../src/report/decision.ts'
import type { ReportedException } from '../../src/report/exceptions.ts'
import { renderHtml } from '../../src/report/html/document.ts'
import type { Table } from '../../src/report/html/table.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/report.ts'
import { renderSarif, renderUpload } from '../../src/report/sarif.ts'
import { saveReport } from '../../src/report/saved.ts'
import { renderText } from '../../src/report/text.ts'
import { headlineOf } from '../../src/report/wording.ts'
import { ROOT } from '../root.ts'
import { PAGE, readPage, readRows, readRuns } from './readers.ts'
import { type Decided, decidedReport, FILE } from './reports.ts'

const BY: Acceptance = { reason: 'not reachable', owner: 'platform', expires: '2027-01-31', untilFixed: false, at: 'exceptions.yml:3:5' }
const STATED: Statement = {
  status: 'not_affected',
  justification: 'vulnerable_code_not_present',
  impact: null,
  author: null,
  at: 'api.vex.json:12:5',
}
const LATE: Decision = { kind: 'counted', late: '2026-11-01T00:00:00Z' }
const ACCEPTED: Decision = { kind: 'accepted', by: BY }
const IN_TIME: Decision = { kind: 'in-time', until: '2026-12-05T09:00:00Z' }

const DECISIONS: readonly (readonly [said: string, why: string | undefined, decision: Decision])[] = [
  ['', undefined, { kind: 'counted' }],
  ['time ended 2026-11-01', undefined, LATE],
  ['accepted until 2027-01-31', 'not reachable (platform, until 2027-01-31; exceptions.yml:3:5)', ACCEPTED],
  [
    'accepted for ever',
    'not reachable (for ever; exceptions.yml:3:5)',
    { kind: 'accepted', by: { ...BY, owner: null, expires: 'never', reason: 'not\n  reachable\n' } },
  ],
  [
    'accepted for ever, as no end is given',
    'no reason given (for ever, as no end is given; .trivyignore:3:1)',
    { kind: 'accepted', by: { ...BY, owner: null, expires: null, reason: 'no reason given', at: '.trivyignore:3:1' } },
  ],
  [
    'accepted until fixed',
    'not reachable (platform, until fixed; exceptions.yml:3:5)',
    { kind: 'accepted', by: { ...BY, expires: null, untilFixed: true } },
  ],
  [
    'accepted until fixed, at most until 2027-01-31',
    'not reachable (platform, until fixed, at most until 2027-01-31; exceptions.yml:3:5)',
    { kind: 'accepted', by: { ...BY, untilFixed: true } },
  ],
  ['no fix', 'there is no fix, and unfixed lets it through', { kind: 'unfixed' }],
  ['in time until 2026-12-05', 'fix-within gives time until 2026-12-05', IN_TIME],
  ['known', 'the baseline has it', { kind: 'known' }],
  ['base image', 'it came with the base image, and base-image-findings lets it through', { kind: 'base-image' }],
  ['not affected: vulnerable_code_not_present', 'vulnerable_code_not_present (api.vex.json:12:5)', { kind: 'vex', by: STATED }],
  [
    'not affected: vulnerable_code_not_present',
    'vulnerable_code_not_present: built without TLS (Example Ltd; api.vex.json:12:5)',
    { kind: 'vex', by: { ...STATED, impact: 'built\n without TLS', author: 'Example Ltd' } },
  ],
  ['fixed', 'fixed (api.vex.json:12:5)', { kind: 'vex', by: { ...STATED, status: 'fixed', justification: null } }],
  ['closed', undefined, { kind: 'closed' }],
  ['suppressed', undefined, { kind: 'suppressed' }],
]

test.each(DECISIONS)('a finding is said to be %j, because %j', (said, why, decision) => {
  expect([describeDecision(decision), explainDecision(decision)]).toEqual([said, why])
})

test('docs/reports.md explains each of these words', () => {
  const page = readFileSync(join(ROOT, 'docs/reports.md'), 'utf8')
  const said = DECISIONS.map(([words]) => words.replace(/[,:].*/, '')).filter(words => words !== '')
  expect(said.filter(words => !page.includes(`\`${words}\``))).toEqual([])
})

const USED: ReportedException = {
  ids: ['CVE-2026-1'],
  rule: null,
  filter: null,
  package: 'libxml2',
  version: null,
  path: null,
  image: null,
  platform: null,
  severity: null,
  reason: 'not reachable',
  owner: 'platform',
  expires: '2027-01-31',
  untilFixed: false,
  at: 'exceptions.yml:3:5',
  state: 'used',
  findings: 1,
  events: 0,
  taken: [],
  images: [],
}
const OF_RULE: ReportedException = {
  ...USED,
  ids: [],
  rule: 'ssm-start-session',
  filter: 'user = "deploy"',
  package: null,
  owner: null,
  expires: 'never',
  at: 'exceptions.yml:9:5',
  findings: 0,
  events: 5,
  taken: ['one', 'one', 'two', 'three', 'four'].map(title => ({ time: '2026-11-23T14:33:02Z', title: `session ${title}` })),
}
const EXPIRED: ReportedException = { ...USED, ids: ['CVE-2020-1'], package: null, state: 'expired', expires: '2026-01-31', findings: 0 }

describe('a report with exceptions', () => {
  const report = decidedReport(
    [
      [
        { severity: 'HIGH', decision: ACCEPTED },
        { severity: 'HIGH', decision: IN_TIME },
        { severity: 'MEDIUM', decision: LATE },
        { severity: 'LOW', decision: { kind: 'unfixed' } },
      ],
      [{ severity: 'LOW', decision: { kind: 'counted' } }],
    ],
    [EXPIRED, OF_RULE, { ...USED, images: decidedReport([[{ severity: 'LOW', decision: ACCEPTED }]]).images.map(({ uri }) => uri) }],
  )

  test('says in its headline what was let through, if that allows the deployment', () => {
    const said = 'let through: 1 accepted, 1 without a fix, 1 in time, 5 events'
    expect(headlineOf(report)).toBe(`warn: deployment is allowed, look at the reasons; ${said}`)
    expect(headlineOf({ ...report, verdict: 'pass' })).toBe(`pass: deployment is allowed; ${said}`)
    expect(headlineOf({ ...report, verdict: 'fail' })).toBe('fail: do not deploy')
  })

  test('counts an image with two tags once in its headline', () => {
    const twice = report.images.flatMap(image => [image, { ...image, uri: image.uri.replace(':1.4.2', ':stable') }])
    expect(headlineOf({ ...report, images: twice })).toBe(headlineOf(report))
  })

  test('for a terminal', () => {
    const text = renderText(report, FILE)
    const lines = text.split('\n').map(line => line.trim())
    const at = lines.indexOf('Exceptions 2 used, 1 expired')
    expect(lines.slice(at + 1, at + 9)).toEqual([
      'used rule ssm-start-session; user = "deploy"',
      'let through: 5 events: session one, session two, session three, and 1 more',
      'not reachable (for ever; exceptions.yml:9:5)',
      'used CVE-2026-1; package libxml2',
      expect.stringMatching(/^let through: 1 finding in payments\/0:1\.4\.2@sha256:0{12}$/),
      'not reachable (platform, until 2027-01-31; exceptions.yml:3:5)',
      'expired CVE-2020-1',
      'not reachable (platform, until 2026-01-31; exceptions.yml:3:5)',
    ])
    expect(text).toContain('0 HIGH (2 open), 1 MEDIUM, 0 LOW (1 open); 1 accepted, 1 without a fix, 1 in time')
    const marks = ['time ended 2026-11-01', 'accepted until 2027-01-31', 'in time until 2026-12-05', 'no fix']
    const rows = lines.filter(line => /^\d+ [A-Z]+ +CVE-/.test(line))
    expect(rows.flatMap(line => marks.filter(mark => line.includes(mark)))).toEqual(marks)
  })

  test('as Markdown', () => {
    const shown = renderMarkdown(report)
    expect(shown).toContain('### Exceptions: 2 used, 1 expired')
    expect(shown).toContain(
      '| used | `CVE-2026-1`; package `libxml2` | until `2027-01-31` | not reachable | `platform` | 1 finding in `payments/0:1.4.2@sha256:000000000000` | `exceptions.yml:3:5` |',
    )
    expect(shown.indexOf('time ended `2026-11-01`')).toBeLessThan(shown.indexOf('accepted until `2027-01-31`'))
  })

  test('as a page, with the reason of each accepted finding', () => {
    const { tables } = readPage([...renderHtml(report, PAGE)].join(''))
    const facts = tables.get('findings')?.rows.map(row => Object.fromEntries(row.facts ?? []))
    expect(facts?.filter(each => 'accepted because' in each)).toEqual([
      expect.objectContaining({ 'accepted because': 'not reachable', 'accepted by': 'platform', 'accepted in': 'exceptions.yml:3:5' }),
    ])
    expect(columnOf(tables.get('exceptions'), 'State')).toEqual(['used', 'used', 'expired'])
    expect(columnOf(tables.get('exceptions'), 'Ends')).toEqual(['for ever', '2027-01-31', '2026-01-31'])
  })

  test('as a table', () => {
    const rows = readRows([...renderCsv(report)].join(''))
    expect(rows.filter(({ kind }) => kind === 'exception')).toMatchObject([
      { outcome: 'used', id: 'ssm-start-session', events: '5', owner: '', expires: 'for ever', path: 'exceptions.yml:9:5' },
      { outcome: 'used', id: 'CVE-2026-1', reason: 'not reachable', owner: 'platform', expires: '2027-01-31' },
      { outcome: 'expired', id: 'CVE-2020-1', expires: '2026-01-31' },
    ])
    expect(rows.filter(({ decision }) => decision !== '' && decision !== 'counted')).toMatchObject([
      { decision: 'accepted', reason: 'not reachable', owner: 'platform', expires: '2027-01-31' },
      { decision: 'in-time', reason: '', owner: '', expires: '2026-12-05' },
      { decision: 'unfixed', reason: '', owner: '', expires: '' },
    ])
  })

  test('for test pages: an exception that let something through is skipped, any other has passed', () => {
    const [, suite = ''] = /<testsuite name="exceptions"([\s\S]*?)<\/testsuite>/.exec([...renderJunit(report)].join('')) ?? []
    expect([...suite.matchAll(/<testcase name="([^"]*)"[^>]*><([\w-]+)/g)].map(([, name, outcome]) => [name, outcome])).toEqual([
      ['rule ssm-start-session; user = &#34;deploy&#34;', 'skipped'],
      ['CVE-2026-1; package libxml2', 'skipped'],
      ['CVE-2020-1', 'system-out'],
    ])
    expect(suite).toContain('message="used: not reachable (platform, until 2027-01-31; exceptions.yml:3:5)"')
  })

  test('as SARIF: suppressed with the reason, and a note of the events', () => {
    const [alerts, first, second] = readRuns([...renderSarif(report)].join(''))
    expect(first?.results.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [{ kind: 'external', status: 'accepted', justification: 'not reachable (platform, until 2027-01-31; exceptions.yml:3:5)' }],
      [{ kind: 'external', status: 'accepted', justification: 'fix-within gives time until 2026-12-05' }],
      [{ kind: 'external', status: 'accepted', justification: 'there is no fix, and unfixed lets it through' }],
    ])
    // Either all results of a run tell whether they are suppressed, or none does (SARIF 2.1.0, 3.27.23).
    expect(second?.results.map(({ suppressions }) => suppressions)).toEqual([undefined])
    expect(alerts?.invocations[0]?.toolExecutionNotifications.map(({ level, message }) => [level, message.text])).toContainEqual([
      'note',
      expect.stringMatching(/^rule ssm-start-session; user = "deploy": 5 events: session one, .* let through: not reachable \(for ever; /),
    ])
  })

  test('annotates only what counts, and says when its time ended', () => {
    const [image] = report.images
    if (image === undefined) throw new Error('the report has no image')
    const line = { file: 'package-lock.json', line: 3 }
    const images = [{ ...image, at: { file: 'Dockerfile', line: 1 }, findings: image.findings.map(finding => ({ ...finding, at: line })) }]
    const placed = listAnnotations({ ...report, images }).filter(({ at }) => at?.file === line.file)
    expect(placed.map(({ level, title }) => [level, title])).toEqual([
      ['warning', expect.stringMatching(/ \(MEDIUM\) .*; time ended 2026-11-01$/)],
    ])
  })
})

const anyDecision = fc.constantFrom<Decision>(
  { kind: 'counted' },
  LATE,
  ACCEPTED,
  { kind: 'unfixed' },
  IN_TIME,
  { kind: 'closed' },
  { kind: 'suppressed' },
)
const anyFinding: fc.Arbitrary<Decided> = fc.record({ severity: fc.constantFrom(...SEVERITIES), decision: anyDecision })
const anyImages = fc.array(fc.array(anyFinding, { maxLength: 12 }), { minLength: 1, maxLength: 3 })

/** What a reader can count in one format, for each image: what counts and what is open by severity, and what was let through. */
interface Counted {
  readonly counted: Readonly<Record<string, number>>
  readonly open: Readonly<Record<string, number>>
  readonly through: number
}

const NOT_OPEN = ['closed', 'suppressed']

function countBy(severities: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const severity of severities) counts[severity] = (counts[severity] ?? 0) + 1
  return counts
}

function countOf(findings: readonly { readonly severity: string; readonly kind: string }[]): Counted {
  const [open, counted] = [findings.filter(({ kind }) => !NOT_OPEN.includes(kind)), findings.filter(({ kind }) => kind === 'counted')]
  return {
    counted: countBy(counted.map(({ severity }) => severity)),
    open: countBy(open.map(({ severity }) => severity)),
    through: open.length - counted.length,
  }
}

function columnOf(table: Table | undefined, title: string): readonly (string | number | null)[] {
  const at = table?.columns.findIndex(column => column.title === title) ?? -1
  const choices = table?.columns[at]?.choices
  return (table?.rows ?? []).map(({ cells }) => choices?.[Number(cells[at])] ?? cells[at] ?? null)
}

/** `1 HIGH (3 open), 0 LOW (1 open); 2 accepted, 1 in time` as counts; closed findings are not in it. */
function readCounts(text: string): Counted {
  const [severities = '', ...through] = text.split('; ')
  const parts = [...severities.matchAll(/(\d+) ([A-Z]+)(?: \((\d+) open\))?/g)]
  const pick = (of: (part: RegExpExecArray) => number): Readonly<Record<string, number>> =>
    Object.fromEntries(parts.map(part => [part[2] ?? '', of(part)]).filter(([, count]) => count !== 0))
  return {
    counted: pick(([, count]) => Number(count)),
    open: pick(([, count, , open]) => Number(open ?? count)),
    through: [...through.join().matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0),
  }
}

const GRAVE = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']
/** The counts by severity as the columns of a table have them. */
function toColumns(counts: Readonly<Record<string, number>>): readonly number[] {
  const sum = (severities: readonly string[]): number => severities.reduce((all, severity) => all + (counts[severity] ?? 0), 0)
  return [...GRAVE.map(severity => sum([severity])), sum(SEVERITIES.filter(severity => !GRAVE.includes(severity)))]
}

/** Counts in each format. The keys are the formats. */
const READERS: Readonly<Record<string, (report: Report) => readonly Counted[]>> = {
  json: report => {
    const { images } = JSON.parse([...renderJson(saveReport(report))].join('')) as Report
    return images.map(({ severityCounts, openSeverityCounts, findings }) => ({
      ...countOf(findings.map(({ severity, decision }) => ({ severity, kind: decision.kind }))),
      counted: severityCounts,
      open: openSeverityCounts,
    }))
  },
  csv: report => {
    const rows = readRows([...renderCsv(report)].join('')).filter(({ kind }) => kind === 'finding')
    return report.images.map(({ uri }) =>
      countOf(rows.filter(({ image }) => image === uri).map(row => ({ severity: row['severity'] ?? '', kind: row['decision'] ?? '' }))),
    )
  },
  sarif: report =>
    readRuns([...renderSarif(report)].join(''))
      .slice(1)
      .map(({ results }) =>
        countOf(
          results.map(({ message, suppressions = [] }) => ({
            severity: /\(([A-Z]+)\)/.exec(message.text)?.[1] ?? '',
            kind: suppressions.length === 0 ? 'counted' : 'let through',
          })),
        ),
      ),
  text: report =>
    renderText(report, FILE)
      .split('\n')
      .flatMap(line => /^ {2}ACTIVE, scanned \S+: (.*)$/.exec(line)?.[1] ?? [])
      .map(readCounts),
  junit: report => [...[...renderJunit(report)].join('').matchAll(/ACTIVE, scanned \S+: (.*)/g)].map(([, text = '']) => readCounts(text)),
  html: report => {
    const { tables } = readPage([...renderHtml(report, PAGE)].join(''))
    const [findings, names] = [tables.get('findings'), columnOf(tables.get('images'), 'Image')]
    const [severities, decisions, images] = ['Severity', 'Decision', 'Image'].map(title => columnOf(findings, title))
    const named = new Set(images).size > 1 || (images?.[0] ?? null) !== null
    const rows = (severities ?? []).map((severity, i) => ({
      severity: String(severity),
      kind: { 'time ended': 'counted', null: 'counted' }[String(decisions?.[i] ?? null)] ?? String(decisions?.[i]),
      image: named ? images?.[i] : names.find((_, at) => (report.images[at]?.findings.length ?? 0) > 0),
    }))
    return names.map(name => countOf(rows.filter(({ image }) => image === name)))
  },
}

test('every format counts what counts, what is open, and what was let through, as the decisions say', () => {
  fc.assert(
    fc.property(anyImages, images => {
      const report = decidedReport(images)
      const expected = images.map(findings => countOf(findings.map(({ severity, decision }) => ({ severity, kind: decision.kind }))))
      for (const [format, read] of Object.entries(READERS)) expect([format, read(report)]).toEqual([format, expected])

      // The tables of images have columns.
      const { tables } = readPage([...renderHtml(report, PAGE)].join(''))
      const cells = [...GRAVE, 'other'].map(title => columnOf(tables.get('images'), title))
      expect(images.map((_, i) => cells.map(column => column[i]))).toEqual(expected.map(({ counted }) => toColumns(counted)))
      const written = expected.map(({ counted, open }) => {
        const all = toColumns(open)
        return toColumns(counted).map((count, i) => (count === all[i] ? `${count}` : `${count} (${all[i]} open)`))
      })
      const rows = renderMarkdown(report)
        .split('\n')
        .filter(line => /<br>ACTIVE, scanned `/.test(line))
      // The images that fail the gate come first: those with a CRITICAL or HIGH finding that counts.
      const fails = expected.map(({ counted }) => (counted['CRITICAL'] ?? 0) + (counted['HIGH'] ?? 0) > 0)
      const sorted = [...written.filter((_, i) => fails[i]), ...written.filter((_, i) => !fails[i])]
      expect(rows.map(row => row.slice(0, -2).split(' | ').slice(1))).toEqual(sorted)

      // A test page is red for them.
      const [, suite = ''] = /<testsuite name="images"([\s\S]*?)<\/testsuite>/.exec([...renderJunit(report)].join('')) ?? []
      expect([...suite.matchAll(/<testcase [^>]*><([\w-]+)/g)].map(([, outcome]) => outcome === 'failure')).toEqual(fails)
      expect(report.verdict === 'fail').toBe(fails.includes(true))

      // GitHub ignores suppressions, so only what counts is uploaded, and says nothing of suppressions.
      const uploaded = readRuns(renderUpload(report).sarif ?? '{"runs":[]}').slice(1)
      const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, count) => all + count, 0)
      expect(uploaded.map(({ results }) => results.length)).toEqual(expected.map(({ counted }) => sum(counted)))
      expect(uploaded.flatMap(({ results }) => results.filter(({ suppressions }) => suppressions !== undefined))).toEqual([])
    }),
    { numRuns: 60 },
  )
})
