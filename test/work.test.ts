// Hostile or generated input of twice the size is twice the work, not four times as much. Each of these cases was quadratic.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { locate, renderDiagnostics } from '../src/diagnostic.ts'
import { VOCABULARY } from '../src/events/vocabulary.ts'
import { type Match, openAlerts } from '../src/gate/alert.ts'
import { applyOverrides } from '../src/gate/overrides.ts'
import { combineRules } from '../src/gate/packs.ts'
import { compileEquality } from '../src/language/compare.ts'
import { renderJunit } from '../src/report/junit.ts'
import { distinguish } from '../src/report/name.ts'
import type { Report } from '../src/report/report.ts'
import { loadRules } from '../src/rules/load.ts'
import { compileTitle, placeholders } from '../src/rules/title.ts'
import { growthOf } from './work.ts'

const times = (count: number, write: (i: number) => string): string => Array.from({ length: count }, (_, i) => write(i)).join('')
const base = 'name: a\ntype: CloudTrail\nseverityOfAlerts: 1\n'
const loads =
  (write: (size: number) => string) =>
  (size: number): (() => unknown) => {
    const text = write(size)
    return () => renderDiagnostics(loadRules([{ path: 'x.yml', text }]).diagnostics)
  }
const locates = (part: string) => (size: number) => {
  const text = part.repeat(size)
  return () => Array.from({ length: size }, (_, i) => locate('f', text, 2 * i))
}
const combines = (write: (size: number) => string) => (size: number) => {
  const own = loadRules([{ path: 'x.yml', text: write(size) }])
  return () => combineRules({ used: [], unused: [] }, own, undefined)
}
const rule = (i: number): string => `- { name: r${i}, type: CloudTrail, severityOfAlerts: 1, filter: "a = ${i}" }\n`
const report = JSON.parse(readFileSync('examples/report.json', 'utf8')) as Report
const [alert] = report.alerts
const [image] = report.images
if (alert === undefined || image === undefined) throw new Error('the example has no alert or no image')

const CASES: Readonly<Record<string, readonly [make: (size: number) => () => unknown, size: number]>> = {
  'a title of opening braces': [size => () => placeholders('{'.repeat(size)), 4000],
  'a title of placeholders that are not closed': [size => () => placeholders('{{a'.repeat(size)), 2000],
  'a title of many placeholders': [
    size => () =>
      compileTitle(
        times(size, i => `{{a${i}}} `),
        VOCABULARY,
      )({}),
    400,
  ],
  'a title whose placeholders are no fields': [
    loads(size => `${base}filter: a = 1\ntitle: "${times(size, i => `{{ ${i}..x }} `)}"\n`),
    300,
  ],
  'places in a file of many lines': [locates('a\n'), 1000],
  'places in a file of one line': [locates('😀'), 1000],
  'unknown keys': [loads(size => `${base}filter: a = 1\n${times(size, i => `k${i}: 1\n`)}`), 300],
  'unknown keys on one line': [
    loads(size => `{"name":"a","type":"CloudTrail","severityOfAlerts":1,"filter":"a = 1",${times(size, i => `"k${i}":1,`)}"z":1}`),
    300,
  ],
  'wrong rules': [loads(size => times(size, i => `- name: r${i}\n  filter: a == 1\n`)), 200],
  'wrong suppressions': [loads(size => `${base}filter: a = 1\nsuppressions: [${times(size, i => `"b == ${i}",`)}]\n`), 200],
  'keys that repeat': [loads(size => base + times(size, i => `filter: a = ${i}\n`)), 500],
  'keys that do not repeat': [
    loads(size => `${base}filter: a = 1\ntests:\n- name: t\n  matches: true\n  event: { a: {${times(size, i => `k${i}: 1, `)}} }\n`),
    500,
  ],
  'tests that extend what is not there': [
    loads(
      size =>
        `${base}filter: a = 1\ntests:\n${times(size, i => `- { name: t${i}, matches: true, event: { a: 1 } }\n- { name: u, extends: x${i} }\n`)}`,
    ),
    200,
  ],
  'valid overrides': [loads(size => `overrides:\n${times(size, i => `- { rule: r${i}, enabled: false }\n`)}`), 200],
  'overrides of one rule': [
    size => {
      const { compiled, overrides } = loadRules([
        { path: 'x.yml', text: `rules:\n${rule(0)}overrides:\n${times(size, () => '- { rule: r0, addSuppressions: [b = 1] }\n')}` },
      ])
      return () => applyOverrides(compiled, overrides, new Map())
    },
    200,
  ],
  'overrides of rules that are not there': [
    combines(size => `rules:\n${times(size, rule)}overrides:\n${times(size, i => `- { rule: none${i}, enabled: false }\n`)}`),
    300,
  ],
  'equal names': [size => () => distinguish(Array.from({ length: size }, () => 'same')), 2000],
  'equal names among numbered ones': [
    size => () => distinguish([...Array.from({ length: size }, (_, i) => `a-${i}`), ...Array.from({ length: size }, () => 'a')]),
    1000,
  ],
  'alerts of an image that is named often': [
    size => () => [
      ...renderJunit({
        ...report,
        images: Array.from({ length: size }, () => ({ ...image, findings: [] })),
        alerts: Array.from({ length: size }, () => ({ ...alert, image: image.uri })),
      }),
    ],
    300,
  ],
  'matches below a high threshold': [
    size => () =>
      openAlerts(
        Array.from({ length: 2 * size }, (_, i): Match => ({ time: i * 1e9, id: undefined, title: '' })),
        size,
        1,
      ),
    1000,
  ],
  'a number of many zeros': [size => () => compileEquality({ kind: 'number', value: 1, text: '1' })(`0.${'0'.repeat(size)}1`), 4000],
}

describe('twice as much input is twice the work', () => {
  test.each(Object.entries(CASES))('%s', (_, [make, size]) => {
    expect(growthOf(make, size)).toBeLessThan(2.6)
  })
})
