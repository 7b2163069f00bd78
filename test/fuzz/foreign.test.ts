// Whatever files of other tools ask, they only let through, and whoever asks for more accepts less.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { compileNamePattern } from '../../src/rules/foreign/namepattern.ts'
import { EXCEPTION_FILE } from '../../src/rules/kind.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type FindingLike, judge, makeImage } from '../gate/judging.ts'
import { fuzz } from './fuzz.ts'

const IDS = ['CVE-2026-1000', 'CVE-2026-1001', 'GHSA-vh95-rmgr-6w4m']
const NAMES = ['openssl', 'libssl3', 'curl']
const NOW = '2026-12-01T12:00:00Z'

const finding: fc.Arbitrary<FindingLike> = fc.record({
  id: fc.constantFrom(...IDS),
  severity: fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'),
  aliases: fc.subarray(IDS, { maxLength: 2 }),
  fixAvailable: fc.constantFrom('YES', 'NO', undefined),
  packages: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      version: fc.constantFrom('1.0', '2.0'),
      filePath: fc.constantFrom('app/a/x.json', 'usr/bin/x'),
      packageManager: fc.constantFrom('OS', 'NPM', 'GOBINARY'),
    }),
    { maxLength: 2 },
  ),
})

const grype: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    vulnerability: fc.constantFrom(...IDS),
    'include-aliases': fc.boolean(),
    reason: fc.constantFrom('x', ''),
    namespace: fc.constantFrom('nvd:cpe', ''),
    'fix-state': fc.constantFrom('fixed', 'not-fixed', 'unknown'),
    'match-type': fc.constant('cpe-match'),
    'vex-status': fc.constant('fixed'),
    surprise: fc.constantFrom('x', null),
    package: fc.record(
      {
        name: fc.constantFrom(...NAMES, '.*', 'lib.*|curl', '(', '.*ssl.*'),
        version: fc.constantFrom('1.0', '2.0'),
        type: fc.constantFrom('npm', 'deb', 'go-module'),
        language: fc.constantFrom('javascript', 'go'),
        location: fc.constantFrom('/app/**', '**', '/usr/bin/*', '/['),
        'upstream-name': fc.constant('x'),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
)

const trivy: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.record(
  {
    id: fc.constantFrom(...IDS),
    paths: fc.array(fc.constantFrom('app/**', '**', '/app/**', 'usr/bin/?'), { minLength: 1, maxLength: 2 }),
    purls: fc.array(fc.constantFrom('pkg:npm/curl', 'pkg:npm/curl@1.0', 'pkg:golang/openssl?arch=x'), { minLength: 1, maxLength: 2 }),
    statement: fc.constantFrom('x', ''),
    path: fc.constant('app/**'),
  },
  { requiredKeys: ['id'] },
)

const TOOLS = [
  ['Grype', '.grype.json', 'ignore', grype],
  ['Trivy', '.trivyignore.yaml', 'vulnerabilities', trivy],
] as const

describe.each(TOOLS)('%s', (_, path, key, entry) => {
  const findings = fc.array(finding, { minLength: 1, maxLength: 6 })
  const foreign = (entries: readonly object[]) => ({ path, text: JSON.stringify({ [key]: entries }) })
  const judged = (found: readonly FindingLike[], entries: readonly object[]) =>
    judge([makeImage({ findings: found })], [], '', NOW, { foreign: foreign(entries) })
  const GRAVITY = ['pass', 'warn', 'undecided', 'fail']
  const accepted = ({ images }: ReturnType<typeof judged>): readonly number[] =>
    images.flatMap(each => each.findings).flatMap(({ decision }, index) => (decision.kind === 'accepted' ? [index] : []))

  fuzz('taking an entry away never makes a verdict better', 75, [findings, entry, entry], (found, one, other) => {
    const [both, alone] = [judged(found, [one, other]), judged(found, [one])]
    expect(GRAVITY.indexOf(both.verdict)).toBeLessThanOrEqual(GRAVITY.indexOf(alone.verdict))
    expect(accepted(both)).toEqual(expect.arrayContaining([...accepted(alone)]))
  })

  fuzz('with one more condition an entry accepts no more', 150, [findings, entry, entry], (found, one, other) => {
    const merged = {
      ...other,
      ...one,
      ...(one['package'] && other['package'] ? { package: { ...other['package'], ...one['package'] } } : {}),
    }
    // The names that it also goes by are no condition.
    const more = { ...merged, 'include-aliases': one['include-aliases'] }
    const isEmpty = loadRules([{ ...foreign([one]), kind: EXCEPTION_FILE }]).exceptions.length === 0
    if (isEmpty) return
    expect(accepted(judged(found, [one]))).toEqual(expect.arrayContaining([...accepted(judged(found, [more]))]))
  })
})

describe('names as regular expressions', () => {
  const pattern = fc.array(
    fc.constantFrom('a', 'b', '-', '.', '*', '+', '?', '|', '(', '(?:', ')', '[', ']', '[^', 'a-b', '\\.', '\\w', '^', '$'),
    {
      maxLength: 8,
    },
  )
  const text = fc.array(fc.constantFrom('a', 'b', '.', '-', '_', '\n'), { maxLength: 6 })

  fuzz('match what they match as a whole', 500, [pattern, text], (parts, units) => {
    const written = parts.join('')
    const test = compileNamePattern(written)
    if (test === undefined || !/[$^*+?[\](){}|\\]/.test(written)) return
    expect(test(units.join(''))).toBe(new RegExp(`^(?:${written})$`).test(units.join('')))
  })
})
