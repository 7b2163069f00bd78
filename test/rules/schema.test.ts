// The schema refuses what the loader refuses, as far as a schema can: it cannot check filters, paths, duplicate ids or `extends`.
// An independent validator evaluates it.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { loadRules } from '../../src/rules/load.ts'
import { ruleSchema } from '../../src/rules/schema.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const committed = readFileSync(here('../../rules/schema.json'), 'utf8')
const validate = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile(JSON.parse(committed))

/** The kinds of diagnostics that a schema can also detect; it cannot check filters and the like. */
const STRUCTURAL = ['unknown-key', 'missing-key', 'wrong-value', 'rule-syntax']

const isRight = (text: string): boolean => validate(parseYaml(text))

test('rules/schema.json is what the tables of fields generate', () => {
  expect(JSON.parse(committed)).toEqual(ruleSchema())
})

test.each(readdirSync(here('../../rules'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yml')))(
  'accepts the shipped rule %s',
  name => {
    validate(parseYaml(readFileSync(here(`../../rules/${name}`), 'utf8')))
    expect(validate.errors).toBeNull()
  },
)

test.each(readdirSync(here('ok')).filter(name => statSync(here(`ok/${name}`)).isFile()))('accepts ok/%s', name => {
  validate(parseYaml(readFileSync(here(`ok/${name}`), 'utf8')))
  expect(validate.errors).toBeNull()
})

const RULE = { name: 'a rule', type: 'CloudTrail', severityOfAlerts: 1, filter: 'eventName = "PutImage"' }
const TEST = { name: 'a test', matches: true, event: { eventName: 'PutImage' } }

describe('refuses what the loader refuses', () => {
  test.each<[string, unknown]>([
    ['an unknown key', { ...RULE, severity: 1 }],
    ['a missing name', { ...RULE, name: undefined }],
    ['a missing type', { ...RULE, type: undefined }],
    ['a missing filter', { ...RULE, filter: undefined }],
    ['a missing severity', { ...RULE, severityOfAlerts: undefined }],
    ['a name of null', { ...RULE, name: null }],
    ['an empty name', { ...RULE, name: ' ' }],
    ['an unknown type', { ...RULE, type: 'Cloudtrails' }],
    ['a severity above 3', { ...RULE, severityOfAlerts: 4 }],
    ['a severity as text', { ...RULE, severityOfAlerts: '1' }],
    ['a window of 0', { ...RULE, window: 0 }],
    ['a threshold that is no whole number', { ...RULE, threshold: 1.5 }],
    ['an unknown action', { ...RULE, action: 'block' }],
    ['suppressions as text', { ...RULE, suppressions: 'user = "ci"' }],
    ['an empty suppression', { ...RULE, suppressions: [' '] }],
    ['enabled as text', { ...RULE, enabled: 'yes' }],
    ['a test without an event', { ...RULE, tests: [{ name: 'x', matches: true }] }],
    ['a test with an unknown key', { ...RULE, tests: [{ ...TEST, match: true }] }],
    ['an event that is a list', { ...RULE, tests: [{ ...TEST, event: [] }] }],
    ['planned fields', { ...RULE, distinct: 'user' }],
    ['a foreign rule without a proper name', { type: 'File', name: 1 }],
    ['rules that are ids', { rules: ['11111111-1111-1111-1111-111111111111'] }],
    ['rules as a map', { rules: RULE }],
    ['a ruleset with an unknown key', { rules: [RULE], overides: [] }],
    ['an override without a rule', { overrides: [{ enabled: false }] }],
    ['an override with an unknown key', { overrides: [{ rule: 'x', suppressions: [] }] }],
    ['an override with a wrong value', { overrides: [{ rule: 'x', severityOfAlerts: 0 }] }],
    ['a text', 'a rule'],
  ])('%s', (_, value) => {
    const text = JSON.stringify(value)
    expect(loadRules([{ path: 'a.json', text }]).diagnostics.some(({ level }) => level === 'error')).toBe(true)
    expect(isRight(text)).toBe(false)
  })

  test('accepts a rule in every shape of file', () => {
    for (const value of [
      RULE,
      [RULE],
      { rules: [RULE] },
      { id: 'x', name: 'y', rules: [RULE], overrides: [{ rule: 'x', enabled: true }] },
      { overrides: [] },
    ])
      expect(isRight(JSON.stringify(value))).toBe(true)
    expect(isRight(JSON.stringify({ ...RULE, type: 'cloudtrail' }))).toBe(true)
    expect(isRight(JSON.stringify({ name: 'fim', type: 'file', eventsToMonitor: ['open'] }))).toBe(true)
  })
})

const value = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -1, max: 5 }),
  fc.constantFrom('', 'fail', 'CloudTrail', 'file', 'eventName = "x"'),
  fc.constant([]),
  fc.constant(['user']),
  fc.constant({}),
)
const fields = [
  'name',
  'type',
  'severityOfAlerts',
  'filter',
  'action',
  'window',
  'threshold',
  'suppressions',
  'enabled',
  'title',
  'alertDescription',
  'aggregateFields',
  'tags',
  'tests',
  'id',
  'createdAt',
  'rules',
  'overrides',
  'strange',
]

test('a choice is taken in any letter case, by the schema and by the loader', () => {
  const exception = { id: 'CVE-2026-1234', severity: 'high', reason: 'x', expires: 'Never' }
  const text = JSON.stringify({ rules: [{ ...RULE, action: 'Warn' }], exceptions: [exception] })
  expect(isRight(text)).toBe(true)
  expect(loadRules([{ path: 'a.json', text }])).toMatchObject({
    diagnostics: [],
    rules: [{ action: 'warn' }],
    exceptions: [{ narrow: { severity: 'HIGH' }, expires: 'never' }],
  })
})

test('agrees with the loader about generated files', () => {
  const changed = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 3 })
  fc.assert(
    fc.property(changed, fc.boolean(), (change, whole) => {
      // The loader recognizes a ruleset by its keys before it reads a type; the schema allows any keys in a foreign rule.
      fc.pre(change['type'] !== 'file' || !('rules' in change || 'overrides' in change))
      const text = JSON.stringify({ ...(whole ? RULE : {}), ...change })
      const { diagnostics } = loadRules([{ path: 'a.json', text }])
      expect([text, isRight(text)]).toEqual([text, !diagnostics.some(({ kind }) => STRUCTURAL.includes(kind))])
    }),
    { numRuns: 5000 },
  )
})

test('the comment line of the shipped rules leads to the schema', () => {
  expect(statSync(here('../../rules/ecr/../schema.json')).isFile()).toBe(true)
})

// https://json-schema.org/draft-07/json-schema-core#rfc.section.8.2: an absolute URI without a fragment.
test('both schemas have a name, by which one validator can hold them', () => {
  const both = ['schema.json', 'schema.policy.json'].map(name => JSON.parse(readFileSync(here(`../../rules/${name}`), 'utf8')))
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, schemas: both })
  expect(both.map(({ $id }) => new URL($id).hash)).toEqual(['', ''])
  expect(ajv.validate(both[0].$id, { overrides: [{ rule: 'x', enabled: true }] })).toBe(true)
  expect(ajv.validate(both[0].$id, { 'fail-on': 'high' })).toBe(false)
  expect(ajv.validate(both[1].$id, { 'fail-on': 'high' })).toBe(true)
})

test('every line for editors in docs/writing.md names a schema of rules/', () => {
  const page = readFileSync(here('../../docs/writing.md'), 'utf8')
  const named = [...page.matchAll(/^# yaml-language-server: \$schema=(?:\S*\/)?(\S+)$/gm)].map(([, name = '']) => name)
  expect(named).toHaveLength(3)
  for (const name of named) expect(statSync(here(`../../rules/${name}`)).isFile()).toBe(true)
})
