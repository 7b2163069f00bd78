// Formatting changes filters and nothing else: everything around them, down to the last blank, stays as the author wrote it.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { formatFile } from '../../src/rules/format.ts'
import { loadRules } from '../../src/rules/load.ts'
import { expressions } from '../fuzz/filters.ts'

const format = (text: string): string => formatFile({ path: 'a.yml', text })
const load = (text: string) => {
  const { rules, diagnostics } = loadRules([{ path: 'a.yml', text }])
  return { rules, errors: diagnostics.filter(({ level }) => level === 'error') }
}

const canonical = (filter: string): string => {
  const parsing = parse(filter)
  return 'problems' in parsing ? filter : print(parsing.expression)
}

/** The meaning of rules: filters are canonical, so that different texts of one filter are equal. */
const meaning = (text: string) =>
  load(text).rules.map(rule => ({ ...rule, filter: canonical(rule.filter), suppressions: rule.suppressions.map(canonical) }))

const base = 'name: a rule\ntype: CloudTrail\nseverityOfAlerts: 1\n'

test.each([
  ['of a rule', 'rules:\n  - {name: a, filter: X}\n'],
  ['that an override adds', 'overrides:\n  - rule: a\n    addSuppressions: [X]\n'],
  ['of an exception', 'exceptions: # accepted\n  - filter: X\n    reason: why\n'],
  ['of every list of a file', 'exceptions: [{filter: X}]\nrules: [{filter: X}]\noverrides: [{addSuppressions: [X]}]\n'],
])('writes the filter %s in canonical form', (_, text) => {
  expect(format(text.replaceAll('X', "user='a'"))).toBe(text.replaceAll('X', 'user = "a"'))
})

describe('writes in canonical form', () => {
  test.each([
    ['a plain scalar', "filter: a='x'   # why\n# more\n\ntitle: t\n", 'filter: a = "x"   # why\n# more\n\ntitle: t\n'],
    ['a plain scalar on lines', "filter:\n    a='x'\n\n    AND b=1\ntitle: t\n", 'filter:\n    a = "x" and b = 1\ntitle: t\n'],
    ['a plain scalar with a list', 'filter: a in (1,2)\n', 'filter: a in (1, 2)\n'],
    ['a plain scalar that loses its parentheses', 'filter: ("a b"=1)\n', `filter: '"a b" = 1'\n`],
    ['a plain scalar that begins with a position', 'filter: ([0].a=1)\n', "filter: '[0].a = 1'\n"],
    ['a single-quoted scalar', `filter: 'a=''it"s''' # why\n`, `filter: 'a = "it\\"s"' # why\n`],
    ['a double-quoted scalar', `filter: "a='\\u00e9\\t\\u202e'" # why\n`, `filter: "a = \\"é\\t\\u202e\\"" # why\n`],
    [
      'a folded block',
      "filter: >-  # why\n  a='x'\n  and b=1\n\n\n# more\ntitle: t\n",
      'filter: >-  # why\n  a = "x" and b = 1\n\n\n# more\ntitle: t\n',
    ],
    [
      'a literal block',
      "filter: |\n\n    a='x'\n    and b=1\n\n# more\ntitle: t\n",
      'filter: |\n\n    a = "x" and b = 1\n\n# more\ntitle: t\n',
    ],
    ['a block with its own indentation', "filter: |2+\n      a='x'\n\ntitle: t\n", 'filter: |2+\n      a = "x"\n\ntitle: t\n'],
    ['a block at the end of the file', "filter: |-\n  a='x'", 'filter: |-\n  a = "x"'],
    ['a text with a line break in a literal block', "filter: |-\n  a='x\n   y'\n", 'filter: |-\n  a = "x\n   y"\n'],
    ['a text with a line break in quotes', 'filter: "a=\'x\\ny\'"\n', 'filter: "a = \\"x\\ny\\""\n'],
    ['a text with a line break in single quotes', `filter: 'a=''x\n\n  y'''\n`, 'filter: "a = \\"x\\ny\\""\n'],
    [
      'suppressions of all styles',
      `filter: b = 1\nsuppressions: # all\n- a='x' # 1\n# 2\n-   >-\n  a='x'\n\n  or b=2\n\n- "a='x'"\n- ["no", filter]\n`,
      `filter: b = 1\nsuppressions: # all\n- a = "x" # 1\n# 2\n-   >-\n  a = "x" or b = 2\n\n- "a = \\"x\\""\n- ["no", filter]\n`,
    ],
    [
      'suppressions that stand before the filter',
      "suppressions: [ a='x' ]\ntitle: a='x'\nfilter: b=1\n",
      'suppressions: [ a = "x" ]\ntitle: a=\'x\'\nfilter: b = 1\n',
    ],
    [
      'a list in brackets',
      `filter: b=1\nsuppressions: [ a='x' ,"a='x'", 'b=''1''' ]\n`,
      `filter: b = 1\nsuppressions: [ a = "x" ,"a = \\"x\\"", 'b = "1"' ]\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(format(base + before)).toBe(base + after)
  })

  test('each rule of a list, of a map and of a ruleset', () => {
    const rule = "{ name: n, type: CloudTrail, severityOfAlerts: 1, filter: a='x' }"
    const formatted = rule.replace("a='x'", 'a = "x"')
    expect(format(`- ${rule}\n- ${rule}\n`)).toBe(`- ${formatted}\n- ${formatted}\n`)
    expect(format(`{ rules: [ ${rule}, ${rule} ] }`)).toBe(`{ rules: [ ${formatted}, ${formatted} ] }`)
  })

  test('JSON as JSON', () => {
    const rule = {
      name: 'n',
      type: 'CloudTrail',
      severityOfAlerts: 1,
      filter: `a='x\ny\u0007\u{e0001}' and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb=1`,
      title: 'ä',
    }
    const expected = { ...rule, filter: 'a = "x\ny\u0007\u{e0001}" and bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb = 1' }
    for (const indent of [undefined, 2, '\t']) {
      const formatted = format(JSON.stringify({ rules: [rule] }, null, indent))
      expect(JSON.parse(formatted)).toEqual({ rules: [expected] })
      expect(formatted.split('\n')).toHaveLength(JSON.stringify({ rules: [rule] }, null, indent).split('\n').length)
    }
  })

  test('Windows line ends and a byte order mark are kept', () => {
    const text = `\ufeff${base}filter: >-\n  a='x'\n  and b=1\ntitle: t\n`.replaceAll('\n', '\r\n')
    expect(format(text)).toBe(text.replace("a='x'\r\n  and b=1", 'a = "x" and b = 1'))
  })
})

describe('leaves as it is', () => {
  test.each([
    ['lines and blanks of a filter that differs in nothing else', 'filter: >-\n  a = "x"\n\n    and  ( b = 1\n    or c = 2 )\n'],
    ['lines of a literal block', 'filter: |\n  a = "x"\n    and b = 1\n'],
    ['lines of a folded block that ends with a line break', 'filter: >\n  a = "x"\n\n  and b = 1\n\ntitle: t\n'],
    ['lines and blanks of a filter whose text has several blanks', 'filter: |-\n  a = "x  ( y"\n  and   b = "  z"\n'],
    ['blanks after a quoted filter', 'filter: "a = 1  "\nsuppressions: ["  b = 1", \'( b = 1 or c = 1 ) and  d = 1 \']\n'],
    ['a filter that does not parse', 'filter: a == "x"\nsuppressions: [b = ]\n'],
    ['a text with a line break in a folded block', "filter: >-\n  a='x\n\n  y'\n"],
    ['a text with a line break and a bar in a folded block', "filter: >-\n  a='x\n\n  y | z'\n"],
    ['a filter that is no text', 'filter: 5\nsuppressions: a=1\n'],
    [
      'everything that is no filter',
      "filter: a = 1\ntitle:   a='x'\ntests: [ {name: a='x', event: { filter: a='x' }, matches:   true} ]\n",
    ],
    ['a file with a syntax error', "filter: a='x'\ntitle: [\n"],
    ['a file with two documents', "filter: a='x'\n---\nname: n\n"],
    ['a file with anchors', "filter: &a a='x'\n"],
  ])('%s', (_, text) => {
    expect(format(base + text)).toBe(base + text)
  })

  test.each(['', '# only a comment', 'text', '[]', '- []', '{ rules: 5 }', 'rules:\n'])('%j', text => {
    expect(format(text)).toBe(text)
  })
})

describe('is idempotent and keeps the meaning of', () => {
  const folders = ['ok', 'err'].map(name => fileURLToPath(new URL(`./${name}/`, import.meta.url)))
  const files = folders.flatMap(folder => readdirSync(folder).flatMap(name => (/\.(?:yml|json)$/.test(name) ? [folder + name] : [])))

  test.each(files.map(file => [file.split('/').slice(-2).join('/'), readFileSync(file, 'utf8')]))('%s', (_, text) => {
    const once = format(text)
    expect(format(once)).toBe(once)
    expect(meaning(once)).toEqual(meaning(text))
  })
})

const parts = (filter: string): readonly string[] => filter.split(/("(?:\\[\s\S]|[^"\\])*")/)
const hasBreak = (filter: string): boolean => parts(canonical(filter)).some((part, i) => i % 2 === 1 && /[\r\n]/.test(part))
const withoutBlanks = (filter: string): string =>
  parts(filter)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s/g, '')))
    .join('')

// A filter as a careless author writes it: with extra blanks and line breaks, keywords in any letter case and needless parentheses.
const written = fc
  .tuple(expressions, fc.constantFrom(' ', '  ', '\n', '\n  '), fc.boolean(), fc.constantFrom('AND', 'and', 'aNd'))
  .map(([expression, blank, parenthesis, and]) => {
    const loose = parts(print(expression))
      .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(' ', blank).replace(/\band\b/g, and)))
      .join('')
    return parenthesis ? `(${blank}${loose})` : loose
  })

const style = fc.constantFrom('PLAIN', 'QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_FOLDED', 'BLOCK_LITERAL')

test('any filter in any style is canonical after formatting, and the meaning of the rules is unchanged', () => {
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 3 }), style, fc.boolean(), ([filter = '', ...suppressions], type, json) => {
      const rule = { name: 'n', type: 'CloudTrail', severityOfAlerts: 1, filter, suppressions, title: "a='x'", tags: ['last'] }
      const text = json
        ? JSON.stringify(rule, null, 2)
        : stringify(rule, { defaultStringType: type, defaultKeyType: 'PLAIN', lineWidth: 0 })
      const before = load(text)
      expect(before.errors).toEqual([])
      const formatted = format(text)
      expect(meaning(formatted)).toEqual(meaning(text))
      expect(format(formatted)).toBe(formatted)
      for (const { filter, suppressions } of load(formatted).rules) {
        for (const text of [filter, ...suppressions]) if (!hasBreak(text)) expect(withoutBlanks(text)).toBe(withoutBlanks(canonical(text)))
      }
      if (json) JSON.parse(formatted)
    }),
    { numRuns: 300 },
  )
})
