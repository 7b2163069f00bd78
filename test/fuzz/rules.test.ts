// Whatever a file contains, the loader returns rules or diagnostics: it never throws, is never slow, and never changes built-in
// prototypes.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect } from 'vitest'
import { renderDiagnostic } from '../../src/diagnostic.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { formatFile } from '../../src/rules/format.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { testRule } from '../../src/rules/test.ts'
import { damagedText } from './damage.ts'
import { fuzz } from './fuzz.ts'

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype]
const names = prototypes.map(prototype => Reflect.ownKeys(prototype))

afterAll(() => {
  expect(prototypes.map(prototype => Reflect.ownKeys(prototype))).toEqual(names)
})

function bear(text: string): void {
  const file = { path: 'a.yml', text }
  const { rules, diagnostics } = loadRules([file])
  const errors = diagnostics.filter(({ level }) => level === 'error')
  const lines = text.split('\n')
  for (const diagnostic of diagnostics) {
    const { at } = diagnostic
    expect(renderDiagnostic(diagnostic)).toContain(`[${diagnostic.kind}]`)
    if (typeof at !== 'object') continue
    expect(at.line).toBeLessThanOrEqual(lines.length)
    expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1)
  }
  if (errors.length === 0) for (const rule of rules) testRule(rule)
  const formatted = formatFile(file)
  expect(formatFile({ ...file, text: formatted })).toBe(formatted)
  if (formatted !== text) expect(meaning(loadRules([{ ...file, text: formatted }]).rules)).toEqual(meaning(rules))
}

function meaning(rules: readonly Rule[]): readonly Rule[] {
  return rules.map(rule => ({ ...rule, filter: canonical(rule.filter), suppressions: rule.suppressions.map(canonical) }))
}

function canonical(filter: string): string {
  const parsing = parse(filter)
  return 'problems' in parsing ? filter : print(parsing.expression)
}

const folder = fileURLToPath(new URL('../rules/', import.meta.url))
const seeds = ['ok', 'err'].flatMap(name =>
  readdirSync(folder + name).flatMap(file => (/\.(?:yml|json)$/.test(file) ? [readFileSync(`${folder}${name}/${file}`, 'utf8')] : [])),
)

const tokens = [
  '- ',
  ': ',
  '\n',
  '\n  ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '"',
  "'",
  '|',
  '>-',
  '&a ',
  '*a',
  '!!str ',
  '<<',
  '? ',
  '# ',
  '%',
  '---',
  '\t',
  '\\',
  '\\u0041',
  '~',
  '__proto__',
  'constructor',
  'filter: ',
  'name',
  'tests',
  'rules:',
  '=',
  '==',
  '(',
  'not ',
  'and ',
  '\r',
  '\ufeff',
  '\u2028',
  '😀',
  '\ud800',
  '\0',
]

const keys = [
  'id',
  'name',
  'type',
  'title',
  'severityOfAlerts',
  'filter',
  'suppressions',
  'aggregateFields',
  'tests',
  'enabled',
  'rules',
  '__proto__',
]
const types = fc.constantFrom('CloudTrail', 'Finding', 'Host', 'constructor')
const fields = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), types))
const parts = fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map(words => words.join(''))

describe('the loader handles', () => {
  fuzz('any text', 400, [fc.string({ unit: 'binary' })], bear)
  fuzz('any sequence of tokens that are significant in YAML', 1000, [parts], bear)
  fuzz('any value as JSON', 200, [fc.jsonValue()], value => bear(JSON.stringify(value)))
  fuzz('a rule whose fields contain anything', 400, [fields], value =>
    bear(JSON.stringify({ type: 'CloudTrail', name: 'n', severityOfAlerts: 1, filter: 'a = 1', ...value })),
  )
  fuzz('a valid file with parts removed, inserted or repeated', 1000, [damagedText(fc.constantFrom(...seeds), tokens)], bear)
})
