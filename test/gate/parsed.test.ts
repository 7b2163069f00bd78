// A filter is parsed once: what applies or inspects a rule takes it with its filters parsed, and whatever changes such a rule keeps them.
// Each @ts-expect-error is a rule as plain data, whose filters would have to be parsed there.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startBacktest } from '../../src/gate/backtest.ts'
import { evaluateRules } from '../../src/gate/evaluate.ts'
import { eventSourcesOf, needsLists } from '../../src/gate/needs.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { canJudgeImages } from '../../src/gate/visibility.ts'
import { compileLater, withoutSuppressions } from '../../src/rules/compile.ts'
import { lintRules } from '../../src/rules/lint/lint.ts'
import { loadRules } from '../../src/rules/load.ts'
import { testCompiled } from '../../src/rules/test.ts'

const text = `
rules:
  - { id: plain, name: Plain, type: CloudTrail, severityOfAlerts: 1, filter: eventName = "PutImage" }
  - { id: tuned, name: Tuned, type: CloudTrail, severityOfAlerts: 2, filter: eventName = "X", suppressions: [user = "ci"] }
overrides:
  - { rule: tuned, threshold: 2, addSuppressions: [user = "cd", ip = "10.0.0.0/8"] }
`

test('the rules in force have the filters that loading parsed', () => {
  const loading = loadRules([{ path: 'own.yml', text }])
  const [plain, tuned] = loading.compiled
  const { compiled, rules } = combineRules({ used: [], unused: [] }, loading, undefined)
  expect(compiled[0]).toBe(plain)
  expect(compiled[1]?.filter).toBe(tuned?.filter)
  expect(compiled[1]?.suppressions[0]).toBe(tuned?.suppressions[0])
  const added = compiled[1]?.suppressions.slice(1).map(({ expression }) => expression) ?? []
  expect(added).toHaveLength(2)
  for (const [i, expression] of added.entries()) expect(expression).toBe(loading.overrides[0]?.added[i])
  expect(compiled[1]?.rule).toMatchObject({ threshold: 2, suppressions: ['user = "ci"', 'user = "cd"', 'ip = "10.0.0.0/8"'] })
  expect(compiled.map(({ rule }) => rule)).toEqual(rules)
})

test('a rule without its suppressions keeps its filter', () => {
  const [, tuned] = loadRules([{ path: 'own.yml', text }]).compiled
  if (tuned === undefined) throw new Error('the rule is wrong')
  expect(withoutSuppressions(tuned)).toEqual({ ...tuned, rule: { ...tuned.rule, suppressions: [] }, suppressions: [] })
  expect(withoutSuppressions(tuned).filter).toBe(tuned.filter)
})

test('a shipped rule has its filters parsed when it is first asked for them, and keeps them', () => {
  const [rule] = loadRules([{ path: 'own.yml', text }]).rules
  if (rule === undefined) throw new Error('the rule is wrong')
  const wrong = compileLater({ ...rule, filter: 'a ==' })
  expect(() => wrong.filter).toThrow(/was not loaded from a file/)
  const later = compileLater(rule)
  expect(later.filter).toBe(later.filter)
  expect(later.suppressions).toBe(later.suppressions)
})

test('nothing that applies or inspects rules takes them with filters that are not parsed', () => {
  const { rules } = loadRules([{ path: 'own.yml', text }])
  const refused = [
    // @ts-expect-error
    () => evaluateRules(rules),
    // @ts-expect-error
    () => startBacktest(rules),
    // @ts-expect-error
    () => rules.map(testCompiled),
    // @ts-expect-error
    () => lintRules(rules, {}),
    // @ts-expect-error
    () => [eventSourcesOf(rules)],
    // @ts-expect-error
    () => needsLists(rules),
    // @ts-expect-error
    () => canJudgeImages(rules),
  ]
  expect(refused).toHaveLength(7)
})

/** The files that import a function by which the text of a filter is parsed, by the name of the function. */
const PARSING: Readonly<Record<string, readonly string[]>> = {
  // A filter of a file, one of plain data, and one on a command line; the text of a file in canonical form, and a printed rule laid out.
  parse: ['commands/filter.ts', 'index.ts', 'report/rules/list.ts', 'rules/compile.ts', 'rules/filter.ts', 'rules/format.ts'],
  parseFilter: ['rules/entry.ts'],
  // What the library takes, and the shipped rules as they come in.
  compileRule: ['gate/evaluate.ts', 'rules/test.ts'],
  compileLater: ['gate/packs.ts'],
  startEvaluation: ['index.ts'],
  testRule: ['index.ts'],
}

test.each(Object.entries(PARSING))('%s is imported only where filters come in', (name, expected) => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))
  const imports = new RegExp(`(?:import|export) \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/(?:parse|filter|compile|evaluate|test)\\.ts'`)
  expect(files.filter(path => imports.test(readFileSync(`src/${path}`, 'utf8'))).sort()).toEqual(expected)
})
