// What holds of every shipped rule. The names, severities and filters are those of docs/rules.md; the rest is what makes a
// rule trustworthy: its tests pass, and no part of its filter could be lost or turned round without one of them failing.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { toEvent } from '../../src/events/cloudtrail.ts'
import { compile } from '../../src/language/compile.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { type CompiledRule, compileRule, matchesRule, seesEvent } from '../../src/rules/compile.ts'
import { formatFile } from '../../src/rules/format.ts'
import { loadRules } from '../../src/rules/load.ts'
import { testRule } from '../../src/rules/test.ts'
import { mutate } from './mutate.ts'

const root = fileURLToPath(new URL('../../rules/', import.meta.url))
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(({ parentPath, name }) => ({ path: `${parentPath}/${name}`, name, text: readFileSync(`${parentPath}/${name}`, 'utf8') }))
const { rules, diagnostics } = loadRules(files)

const ECR = 'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and'
const SCAN = `${ECR} eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts`
const SPECIFIED = [
  ['CloudTrail: ECR Create Repository', 3, `${ECR} eventName = "CreateRepository"`],
  ['CloudTrail: ECR Delete Repository', 3, `${ECR} eventName = "DeleteRepository"`],
  ['CloudTrail: ECR Image Scan Findings – Severity CRITICAL', 1, `${SCAN}.CRITICAL > 0`],
  ['CloudTrail: ECR Image Scan Findings – Severity HIGH', 1, `${SCAN}.HIGH > 0`],
  ['CloudTrail: ECR Image Scan Findings – Severity MEDIUM', 2, `${SCAN}.MEDIUM > 0`],
  ['CloudTrail: ECR Put Image', 3, `${ECR} eventName = "PutImage"`],
  ['CloudTrail: ECR Put Image Scanning Configuration', 3, `${ECR} eventName = "PutImageScanningConfiguration"`],
  ['CloudTrail: ECR Set Repository Policy', 3, `${ECR} eventName = "SetRepositoryPolicy"`],
  [
    'CloudTrail: SSM Information Discovery',
    3,
    'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")',
  ],
] as const

const oneLine = (filter: string): string => filter.replace(/\s+/g, ' ').trim()

describe('the packs', () => {
  test('load without a word', () => {
    expect(diagnostics).toEqual([])
    expect(rules.length).toBe(files.length)
  })

  test('hold the rules of docs/rules.md, by name, severity and filter', () => {
    const shipped = rules.map(({ name, severityOfAlerts, filter }) => [name, severityOfAlerts, oneLine(filter)])
    expect(shipped).toHaveLength(SPECIFIED.length)
    expect(shipped).toEqual(expect.arrayContaining([...SPECIFIED]))
  })

  test('hold no id and no name twice', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
  })

  test('silence the SSM agent', () => {
    expect(rules.find(({ id }) => id === 'ssm-information-discovery')?.suppressions).toEqual(['userAgent like "amazon-ssm-agent"'])
  })
})

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const file = files.find(({ path }) => path === rule.file)

  test('is named by its file alone', () => {
    expect(file?.name).toBe(`${id}.yml`)
    expect(parseYaml(file?.text ?? '')).not.toHaveProperty('id')
  })

  test('has a test that matches and one that does not, and passes all', () => {
    expect(rule.tests.map(({ matches }) => matches)).toEqual(expect.arrayContaining([true, false]))
    expect(testRule(rule).filter(({ expected, matched }) => expected !== matched)).toEqual([])
    expect(new Set(rule.tests.map(({ name }) => name)).size).toBe(rule.tests.length)
  })

  test('says why it matters', () => {
    expect(rule.alertDescription.trim()).not.toBe('')
    expect(rule.title).toContain('{{')
    expect(rule.tags).toContainEqual(expect.stringMatching(/^attack\.t\d{4}(?:\.\d{3})?$/))
  })

  test('is written in canonical form', () => {
    for (const text of [rule.filter, ...rule.suppressions]) expect(oneLine(text)).toBe(print(treeOf(text)))
    expect(file && formatFile(file)).toBe(file?.text)
  })

  test.each(mutantsOf(compileRule(rule)))('has a test that fails %s', (_, mutant) => {
    expect(outcomes(mutant)).not.toEqual(outcomes(compileRule(rule)))
  })
})

function treeOf(text: string) {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(text)
  return parsing.expression
}

function outcomes(compiled: CompiledRule): readonly boolean[] {
  return compiled.rule.tests.map(({ event }) => {
    const parsed = toEvent(event)
    return seesEvent(compiled.rule.type, parsed) && matchesRule(compiled, parsed)
  })
}

function mutantsOf(compiled: CompiledRule): readonly (readonly [string, CompiledRule])[] {
  const { filter, suppressions, vocabulary } = compiled
  return [
    ...mutate(filter.expression).map(({ change, expression }): [string, CompiledRule] => [
      change,
      { ...compiled, filter: compile(expression, vocabulary) },
    ]),
    ...suppressions.flatMap((suppression, i): [string, CompiledRule][] => [
      [`without suppression ${i + 1}`, { ...compiled, suppressions: suppressions.toSpliced(i, 1) }],
      ...mutate(suppression.expression).map(({ change, expression }): [string, CompiledRule] => [
        `${change} in suppression ${i + 1}`,
        { ...compiled, suppressions: suppressions.with(i, compile(expression, vocabulary)) },
      ]),
    ]),
  ]
}
