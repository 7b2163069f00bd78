// The table of findings in the HTML report: its order, its groups, and the addresses of its rows.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Package } from '../../../src/image/finding.ts'
import { toAnchors } from '../../../src/report/html/anchor.ts'
import { tableFindings } from '../../../src/report/html/findings.ts'
import type { Table } from '../../../src/report/html/table.ts'
import { listTables } from '../../../src/report/html/tables.ts'
import { withNames } from '../../../src/report/name.ts'
import type { ReportedFinding } from '../../../src/report/report.ts'
import { decidedReport, largeReport, sampleReport } from '../reports.ts'

type Change = Partial<Omit<ReportedFinding, 'package' | 'packages'>> & { readonly package?: Partial<Package> }

/** The table of findings that differ from an ordinary one by these changes. */
function tableOf(changes: readonly Change[]): Table {
  const [image] = largeReport(1).images
  const [finding] = image?.findings ?? []
  if (image === undefined || finding?.package == null) throw new Error('the report has no finding of a package')
  const base = { ...finding, package: finding.package }
  const findings = changes.map(change => {
    const made = { ...base.package, ...change.package }
    return { ...base, ...change, package: made, packages: [made] }
  })
  return tableFindings(withNames([{ ...image, findings }]))
}

const idsOf = ({ rows }: Table): readonly unknown[] => rows.map(({ cells }) => cells[1])

test('are sorted by severity, then by exploit, then by score, then by id', () => {
  const table = tableOf([
    { id: 'CVE-7', severity: 'MEDIUM', exploitAvailable: 'YES', score: 9.9 },
    { id: 'CVE-6', severity: 'HIGH', exploitAvailable: null, score: null },
    { id: 'CVE-5', severity: 'HIGH', exploitAvailable: 'NO', score: 7.1 },
    { id: 'CVE-4', severity: 'HIGH', exploitAvailable: 'NO', score: 7.1 },
    { id: 'CVE-3', severity: 'HIGH', exploitAvailable: 'NO', score: 8.1 },
    { id: 'CVE-2', severity: 'HIGH', exploitAvailable: 'YES', score: 7 },
    { id: 'CVE-1', severity: 'CRITICAL', exploitAvailable: 'NO', score: 9 },
  ])
  expect(idsOf(table)).toEqual(['CVE-1', 'CVE-2', 'CVE-3', 'CVE-4', 'CVE-5', 'CVE-6', 'CVE-7'])
})

describe('are under their package, with the version that fixes it', () => {
  const npm = { name: 'axios', version: '1.6.0', release: null, manager: 'NODEPKG', path: 'app/package-lock.json' }
  const fixed = (fixedIn: string | null): Change => ({ fixAvailable: fixedIn === null ? 'NO' : 'YES', package: { ...npm, fixedIn } })
  test.each<[string, readonly Change[], string]>([
    ['one version', [fixed('1.7.4'), fixed('1.7.4')], '1.6.0 → 1.7.4 in app/package-lock.json'],
    ['the latest of several', [fixed('1.9.0'), fixed('1.10.0'), fixed('1.7.4')], '1.6.0 → 1.10.0 in app/package-lock.json'],
    ['one that is no version besides', [fixed('1.7.4'), fixed('a')], '1.6.0 in app/package-lock.json'],
    ['several whose order is not known', [fixed('a'), fixed('b')], '1.6.0 in app/package-lock.json'],
    ['for some of them', [fixed('1.7.4'), fixed(null)], '1.6.0 → 1.7.4 (1 of 2 without a fix) in app/package-lock.json'],
    ['none', [fixed(null)], '1.6.0 (no fix) in app/package-lock.json'],
    ['nobody says', [{ fixAvailable: null, package: { ...npm, path: null, fixedIn: null } }], '1.6.0'],
  ])('%s', (_, changes, aside) => {
    expect(tableOf(changes.map((change, i) => ({ ...change, id: `CVE-${i}` }))).groups?.list).toEqual([{ title: 'axios', aside }])
  })

  test('a package at two places, or in two versions, is two groups', () => {
    const changes = [{}, { path: 'b' }, { version: '2' }, {}].map(change => ({ package: { ...npm, fixedIn: null, path: 'a', ...change } }))
    const { groups, rows } = tableOf(changes)
    expect(groups?.list).toHaveLength(3)
    expect(rows.map(({ group }) => group)).toEqual([0, 1, 2, 0])
  })
})

test('what does not count is marked', () => {
  const decisions = [{ kind: 'counted' }, { kind: 'unfixed' }, { kind: 'closed' }] as const
  const { images } = decidedReport([decisions.map(decision => ({ severity: 'HIGH', decision }))])
  expect(tableFindings(withNames(images)).rows.map(({ uncounted = false }) => uncounted)).toEqual([false, true, true])
})

describe('addresses', () => {
  test.each<[readonly string[], readonly string[]]>([
    [['CVE-2026-0001'], ['CVE-2026-0001']],
    [
      ['CVE-1', 'CVE-2', 'CVE-1', 'CVE-1'],
      ['CVE-1', 'CVE-2', 'CVE-1-2', 'CVE-1-3'],
    ],
    [
      ['findings', 'data', 'rules-title'],
      ['findings-2', 'data-2', 'rules-title-2'],
    ],
    [
      ['alert-1', ''],
      ['finding-alert-1', 'finding-'],
    ],
    [
      ['a b "c" <d>', '\u202e'],
      ['a-b-c-d-', '-'],
    ],
    [['x'.repeat(400)], ['x'.repeat(80)]],
  ])('%j', (ids, anchors) => {
    expect(toAnchors(ids)).toEqual(anchors)
  })

  test('are distinct and have few characters, whatever the ids are', () => {
    const id = fc.oneof(fc.string(), fc.constantFrom('findings', 'a', 'a-2', 'alert-1', 'rules'))
    fc.assert(
      fc.property(fc.array(id), ids => {
        const anchors = toAnchors(ids)
        expect(anchors).toHaveLength(ids.length)
        expect(new Set([...anchors, 'findings', 'rules', 'alert-1']).size).toBe(ids.length + 3)
        for (const anchor of anchors) expect(anchor).toMatch(/^[\w.:-]+$/)
      }),
    )
  })
})

test('notices are folded under their rule, with its description, and what fails or warns is not', async () => {
  const report = await sampleReport()
  const alerts = listTables(report, withNames(report.images)).find(({ name }) => name === 'alerts')
  const folded = alerts?.groups?.list.flatMap(({ aside, folded }) => (folded ? [aside] : [])) ?? []
  expect(new Set(folded)).toEqual(new Set(report.alerts.filter(({ action }) => action === 'notice').map(({ ruleId }) => ruleId)))
  expect(alerts?.groups?.list).toHaveLength(new Set(report.alerts.map(({ ruleId }) => ruleId)).size)
  expect(alerts?.groups?.list.find(({ aside }) => aside === 'ecr-image-scan-findings-critical')?.note).toMatch(
    /^The image holds vulnerabilities/,
  )
  expect(alerts?.rows.map(({ anchor }) => anchor)).toEqual(report.alerts.map((_, i) => `alert-${i + 1}`))
})
