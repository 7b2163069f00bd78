// What docs/rules.md says about conditions beyond severity: which of the shipped rules alert, and what a basic scan leaves open. The rule
// that replaces one of them is in docs/writing.md.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEvaluation } from '../../src/gate/evaluate.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { reachVerdict } from '../../src/gate/verdict.ts'
import { readImages } from '../../src/image/read.ts'
import { loadRules } from '../../src/rules/load.ts'
import { ROOT } from '../root.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const page = read('docs/rules.md')
const names = readdirSync(join(ROOT, 'rules/ecr'))
const shipped = loadRules(names.map(name => ({ path: `rules/ecr/${name}`, text: read(`rules/ecr/${name}`) }))).rules
const conditions = shipped.filter(({ id }) => id.startsWith('ecr-finding-')).map(({ id }) => id)

/** The verdict, the alerts of the rules over findings, and the gaps and notes, with these overrides or rules over the pack. */
function judge(own: string, findings: object) {
  const loading = loadRules([{ path: 'tuning.yml', text: own }])
  const { rules } = combineRules({ used: shipped, unused: [] }, loading, undefined)
  const body = {
    registryId: '111122223333',
    repositoryName: 'payments/api',
    imageId: { imageDigest: 'sha256:aa' },
    imageScanStatus: { status: 'COMPLETE' },
    imageScanFindings: { imageScanCompletedAt: 1_700_000_000, ...findings },
  }
  const evaluation = startEvaluation(rules)
  const judged = readImages([{ origin: 'x', body }], '2026-11-23T12:00:00Z').map(image => evaluation.judge(image))
  const alerts = evaluation.alerts().filter(({ ruleId }) => conditions.includes(ruleId))
  return {
    verdict: reachVerdict(evaluation.alerts(), judged, [], 'ignore').verdict,
    alerts: alerts.map(({ action, title }) => `${action}: ${title}`),
    gaps: judged.flatMap(({ gaps }) => gaps),
    notes: judged.flatMap(({ notes }) => notes),
  }
}

const enable = (...ids: readonly string[]): string => `overrides: [${ids.map(id => `{ rule: ${id}, enabled: true }`).join(', ')}]`

interface Given {
  readonly severity?: string
  readonly score?: number
  readonly exploitAvailable?: string
  readonly fixAvailable?: string
  readonly packages?: readonly object[]
}

// A LOW finding without a fix or an exploit, in a package of the operating system, unless it is given otherwise.
function enhanced({ packages = [{ name: 'zlib', version: '1.2', packageManager: 'OS' }], ...given }: Given): object {
  const packageVulnerabilityDetails = { vulnerabilityId: 'CVE-1', vulnerablePackages: packages }
  const rest = { severity: 'LOW', status: 'ACTIVE', exploitAvailable: 'NO', fixAvailable: 'NO', score: 3.1, ...given }
  return { enhancedFindings: [{ ...rest, packageVulnerabilityDetails }] }
}

function basic(severities: readonly string[], attributes: Readonly<Record<string, string>> = {}): object {
  const pairs = Object.entries(attributes).map(([key, value]) => ({ key, value }))
  return { findings: severities.map((severity, i) => ({ name: `CVE-${i + 1}`, severity, attributes: pairs })) }
}

const inApp = (packageManager: string, filePath = 'app/node_modules/x/package.json') => [
  { name: 'x', version: '1.0.0', fixedInVersion: '1.0.1', packageManager, filePath },
]

test('the table has every rule, with what it does', () => {
  const rows = [...page.matchAll(/^\| `(ecr-finding-[a-z-]+)` \|.*\| (\w+) \| \w+ \|$/gm)].map(([, id, action]) => [id, action])
  const done = shipped
    .filter(({ id }) => conditions.includes(id))
    .map(({ id, severityOfAlerts }) => [id, ['fail', 'warn'][severityOfAlerts - 1]])
  expect(rows.sort()).toEqual(done.sort())
  expect(rows).toHaveLength(5)
})

describe('a rule that is switched on', () => {
  test.each<[id: string, given: Given, alert: string | undefined]>([
    ['exploit-available', { exploitAvailable: 'YES' }, 'fail: CVE-1 in zlib has a known exploit'],
    ['exploit-available', { severity: 'CRITICAL', score: 10 }, undefined],
    ['fixable-high', { severity: 'HIGH', fixAvailable: 'YES', packages: inApp('NPM') }, 'fail: HIGH CVE-1 in x 1.0.0, fixed in 1.0.1'],
    ['fixable-high', { severity: 'CRITICAL', fixAvailable: 'NO' }, undefined],
    ['fixable-high', { severity: 'MEDIUM', fixAvailable: 'YES' }, undefined],
    ['score', { score: 9 }, 'fail: CVE-1 in zlib has a score of 9'],
    ['score', { severity: 'CRITICAL', score: 8.9 }, undefined],
    ['by-path', { packages: inApp('NPM') }, 'warn: CVE-1 in x at app/node_modules/x/package.json'],
    ['by-path', { packages: inApp('JAR', '/app/x.jar') }, 'warn: CVE-1 in x at /app/x.jar'],
    ['by-path', { packages: inApp('NPM', 'usr/lib/node_modules/x/package.json') }, undefined],
    ['by-package-manager', { severity: 'HIGH', packages: inApp('GOBINARY') }, 'warn: HIGH CVE-1 in x (GOBINARY)'],
    ['by-package-manager', { severity: 'MEDIUM', packages: inApp('GOBINARY') }, undefined],
    ['by-package-manager', { severity: 'CRITICAL' }, undefined],
  ])('%s over %j', (name, given, alert) => {
    const { alerts, gaps } = judge(enable(`ecr-finding-${name}`), enhanced(given))
    expect({ alerts, gaps }).toEqual({ alerts: alert === undefined ? [] : [alert], gaps: [] })
  })

  test('is silent until then', () => {
    const all = enhanced({ severity: 'LOW', exploitAvailable: 'YES', fixAvailable: 'YES', score: 9.8, packages: inApp('NPM') })
    expect(judge('overrides: []', all)).toEqual({ verdict: 'pass', alerts: [], gaps: [], notes: [] })
    expect(judge('overrides: []', basic(['LOW']))).toEqual({ verdict: 'pass', alerts: [], gaps: [], notes: [] })
  })
})

test('examples/conditions.yml is what the page shows, and decides as it says', () => {
  const text = read('examples/conditions.yml')
  expect(page).toContain(`\`\`\`yaml\n${text}\`\`\`\n`)
  const { verdict, alerts } = judge(text, enhanced({ exploitAvailable: 'YES', score: 9.8, packages: inApp('NPM') }))
  expect(verdict).toBe('fail')
  expect(alerts.sort()).toEqual([
    'fail: CVE-1 in x at app/node_modules/x/package.json',
    'fail: CVE-1 in x has a known exploit',
    'fail: CVE-1 in x has a score of 9.8',
  ])
})

test('a HIGH finding stops the deployment only if it has a fix, where the Severity rule warns', () => {
  const own = /```yaml\n([^`]*ecr-finding-fixable-high, enabled[^`]*)```/.exec(page)?.[1] ?? ''
  expect(judge(own, enhanced({ severity: 'HIGH', fixAvailable: 'YES' })).verdict).toBe('fail')
  expect(judge(own, enhanced({ severity: 'HIGH', fixAvailable: 'NO' })).verdict).toBe('warn')
  expect(judge(own, enhanced({ severity: 'CRITICAL', fixAvailable: 'NO' })).verdict).toBe('fail')
})

describe('a basic scan', () => {
  const lines = /```text\ngap: (.*)\nnote: (.*)\n```/.exec(page)?.slice(1) ?? []

  test('is undecided by a rule that fails, and has a note by one that warns, in the words of the page', () => {
    const scan = basic(['LOW', 'LOW', 'LOW'])
    expect(judge(enable('ecr-finding-exploit-available'), scan)).toEqual({ verdict: 'undecided', alerts: [], gaps: [lines[0]], notes: [] })
    expect(judge(enable('ecr-finding-by-path'), scan)).toEqual({ verdict: 'pass', alerts: [], gaps: [], notes: [lines[1]] })
  })

  test.each<[name: string, severity: string, attributes: Readonly<Record<string, string>>, verdict: string]>([
    ['fixable-high', 'LOW', {}, 'pass'],
    ['score', 'LOW', {}, 'undecided'],
    ['score', 'LOW', { CVSS3_SCORE: '8.9' }, 'pass'],
    ['score', 'LOW', { CVSS3_SCORE: '9.8' }, 'fail'],
    ['by-package-manager', 'LOW', {}, 'pass'],
  ])('with %s, a %s finding and the attributes %j: %s', (name, severity, attributes, verdict) => {
    expect(judge(enable(`ecr-finding-${name}`), basic([severity], attributes)).verdict).toBe(verdict)
  })

  test('is decided by a rule of the same id that says what absence means', () => {
    const own = /```yaml\n(name: Score 7[^`]*)```/.exec(read('docs/writing.md'))?.[1] ?? ''
    expect(judge(own, basic(['LOW'])).verdict).toBe('pass')
    expect(judge(own, basic(['HIGH'])).alerts).toEqual(['fail: HIGH CVE-1 in unknown, score unknown'])
    expect(judge(own, enhanced({ score: 7 })).verdict).toBe('fail')
  })
})
