// Whatever a file contains, the loader returns rules or diagnostics: it never throws, is never slow, and never changes built-in
// prototypes.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { renderDiagnostic } from '../../src/diagnostic.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { formatFile } from '../../src/rules/format.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { testRule } from '../../src/rules/test.ts'

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

const folder = fileURLToPath(new URL('./', import.meta.url))
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

describe('the loader handles', () => {
  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), bear), { numRuns: 1000 })
  })

  test('any sequence of tokens that are significant in YAML', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map(parts => parts.join('')),
        bear,
      ),
      { numRuns: 2500 },
    )
  })

  test('any value as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => bear(JSON.stringify(value))),
      { numRuns: 500 },
    )
  })

  test('a rule whose fields contain anything', () => {
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
    const rule = fc.dictionary(fc.constantFrom(...keys), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), types))
    fc.assert(
      fc.property(rule, value => bear(JSON.stringify({ type: 'CloudTrail', name: 'n', severityOfAlerts: 1, filter: 'a = 1', ...value }))),
      {
        numRuns: 1000,
      },
    )
  })

  test('a valid file with parts removed, inserted or repeated', () => {
    const edit = fc.record({ at: fc.nat(1000), length: fc.nat(40), put: fc.constantFrom('', '', ...tokens), twice: fc.boolean() })
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
        bear(
          edits.reduce((text, { at, length, put, twice }) => {
            const from = at % (text.length + 1)
            const part = text.slice(from, from + length)
            return text.slice(0, from) + put + (twice ? part + part : '') + text.slice(from + length)
          }, seed),
        )
      }),
      { numRuns: 2500 },
    )
  })
})
