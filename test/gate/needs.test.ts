// What rules look at: the event sources they can match, and the findings inside an image's event. Too much costs time or memory;
// too little would let something pass unseen.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as needs from '../../src/gate/needs.ts'
import { FAIL_ON } from '../../src/gate/policy.ts'
import { print, printPath } from '../../src/language/print.ts'
import { compileRule } from '../../src/rules/compile.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { combine } from './combine.ts'

const root = fileURLToPath(new URL('../../rules/', import.meta.url))
const shipped = loadRules(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => ({ path: `${parentPath}/${name}`, text: readFileSync(`${parentPath}/${name}`, 'utf8') })),
).rules

function rule(fields: Readonly<Record<string, unknown>>, path = 'rule.json'): Rule {
  const given = { name: 'a rule', type: 'CloudTrail', severityOfAlerts: 2, title: 'a title', filter: 'eventName = "X"', ...fields }
  const { rules, diagnostics } = loadRules([{ path, text: JSON.stringify(given) }])
  if (rules[0] === undefined) throw new Error(JSON.stringify(diagnostics))
  return rules[0]
}

const eventSourcesOf = (rules: readonly Rule[]) => needs.eventSourcesOf(rules.map(compileRule))
const needsLists = (rules: readonly Rule[]) => needs.needsLists(rules.map(compileRule))
const SSM = 'ssm.amazonaws.com'
const DESKTOPS = 'ssm-guiconnect.amazonaws.com'
const ECR = 'ecr.amazonaws.com'
const ofSource = (source: string, fields: Readonly<Record<string, unknown>> = {}): Rule =>
  rule({ filter: `eventSource = "${source}"`, ...fields })

describe('the event sources', () => {
  test('of the shipped packs are ECR, Systems Manager and its GUI Connect', () => {
    expect(shipped.length).toBeGreaterThan(0)
    expect(eventSourcesOf(shipped)).toEqual(new Set([ECR, SSM, DESKTOPS]))
  })

  test.each(FAIL_ON)('are the same with fail-on %s, whose own rules are about the image only', failOn => {
    expect(eventSourcesOf(combine(shipped, [], failOn).rules)).toEqual(new Set([ECR, SSM, DESKTOPS]))
    expect(eventSourcesOf(combine([], [], failOn).rules)).toEqual(new Set())
  })

  test.each<[string, readonly Rule[], readonly string[] | undefined]>([
    ['no rule', [], []],
    ['one rule', [ofSource('iam.amazonaws.com')], ['iam.amazonaws.com']],
    ['two rules of the same', [ofSource(SSM), ofSource(SSM)], [SSM]],
    ['two rules', [ofSource(SSM), ofSource('iam.amazonaws.com')], [SSM, 'iam.amazonaws.com']],
    ['a rule without an eventSource', [rule({})], undefined],
    ['a rule without an eventSource beside others', [...shipped, rule({})], undefined],
    ['a rule for all but one source', [rule({ filter: `eventSource != "${SSM}"` })], undefined],
    ['a rule for a part of the name', [rule({ filter: 'eventSource like "ssm"' })], undefined],
    ['a rule that is disabled', [ofSource(SSM, { enabled: false })], []],
    ['a rule without an eventSource that is disabled', [ofSource(SSM), rule({ enabled: false })], [SSM]],
    ['a rule over findings', [rule({ type: 'Finding', filter: 'severity = "HIGH"' })], []],
    ['a rule over what goes on now', [ofSource(SSM), rule({ type: 'Session', filter: 'state = "open"' })], [SSM]],
    ['a rule with a suppression for another source', [ofSource(SSM, { suppressions: [`eventSource = "${ECR}"`] })], [SSM]],
    ['a rule with a threshold', [ofSource(SSM, { threshold: 5 })], [SSM]],
    ['a rule that contradicts itself', [rule({ filter: `eventSource = "${SSM}" and eventSource = "${ECR}"` })], []],
  ])('of %s', (_, rules, sources) => {
    expect(eventSourcesOf(rules)).toEqual(sources === undefined ? undefined : new Set(sources))
  })

  test("of a user's rule count, whatever its file is called", () => {
    expect(eventSourcesOf([rule({ filter: `eventSource = "${SSM}"` }, 'fail-on')])).toEqual(new Set([SSM]))
  })
})

describe('the lists of findings', () => {
  test('are not needed by the shipped packs, nor by fail-on', () => {
    expect(needsLists(shipped)).toBe(false)
    for (const failOn of FAIL_ON) expect(needsLists(combine(shipped, [], failOn).rules)).toBe(false)
  })

  test.each([
    'responseElements.imageScanFindings.findings.name = "CVE-2021-44228"',
    'responseElements.imageScanFindings.findings[0].name = "CVE-2021-44228"',
    'responseElements.imageScanFindings.enhancedFindings.score > 9',
    'responseElements.imageScanFindings.findings.attributes.value = "openssl"',
    'eventName = "X" and not (user = "a" or responseElements.imageScanFindings.enhancedFindings.status in ("ACTIVE"))',
    'responseElements.imageScanFindings.findings != null',
    'responseElements.imageScanFindings != null',
    'responseElements = null',
    '"responseElements"."imageScanFindings"."findings".uri like "x"',
  ])('are needed by %s', filter => {
    expect(needsLists([rule({ filter })])).toBe(true)
    expect(needsLists([...shipped, rule({ filter })])).toBe(true)
    expect(needsLists([rule({ suppressions: [filter] })])).toBe(true)
    expect(needsLists([rule({ filter, enabled: false })])).toBe(false)
  })

  test.each([
    'responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0',
    'responseElements.imageScanFindings.imageScanCompletedAt = null',
    'responseElements.imageScanStatus.status = "COMPLETE"',
    'responseElements.findings.name = "x"',
    'responseElements.imageScanFindings.Findings.name = "x"',
    'responseElements.imageScanFindings.findingsOfMine = "x"',
    'requestParameters.imageScanFindings.findings.name = "x"',
    'requestParameters = null',
    'user = "a" and eventName = "X"',
  ])('are not needed by %s', filter => {
    expect(needsLists([rule({ filter })])).toBe(false)
  })

  test.each([
    '{{responseElements.imageScanFindings.findings.name}} in {{user}}',
    'all: {{ responseElements.imageScanFindings }}',
    '{{user}} and {{responseElements}}',
    '{{responseElements.imageScanFindings.enhancedFindings[0].title}}',
  ])('are needed by the title %s', title => {
    expect(needsLists([rule({ title })])).toBe(true)
  })

  test.each(['{{responseElements.imageScanFindings.findingSeverityCounts.HIGH}}', '{{user}}', 'responseElements', '{{eventName}} {{ip}}'])(
    'are not needed by the title %s',
    title => {
      expect(needsLists([rule({ title })])).toBe(false)
    },
  )

  test.each<[readonly string[], boolean]>([
    [['responseElements.imageScanFindings.findings.name'], true],
    [['user', 'responseElements'], true],
    [['user', 'requestParameters.repositoryName'], false],
    [[], false],
  ])('and aggregate fields %j: %s', (aggregateFields, needed) => {
    expect(needsLists([rule({ aggregateFields })])).toBe(needed)
  })

  test('are not needed by a rule over findings, which sees them one by one', () => {
    expect(needsLists([rule({ type: 'Finding', filter: 'severity = "HIGH"' })])).toBe(false)
  })
})

describe('what describes a target', () => {
  test('is looked at by no shipped rule that is enabled', () => {
    expect(shipped.filter(({ enabled }) => enabled).map(each => needs.targetNeedOf(compileRule(each)))).not.toContain('descriptions')
  })

  test.each<[what: string, fields: Readonly<Record<string, unknown>>, need: string]>([
    ['a filter', { filter: 'target.name = "x"' }, 'descriptions'],
    ['a filter that names a tag', { filter: 'target.tags.env = "x"' }, 'descriptions'],
    ['a filter that asks whether there is a target', { filter: 'target != null' }, 'descriptions'],
    ['a suppression', { filter: 'eventName = "x"', suppressions: ['target.platform = "Linux"'] }, 'descriptions'],
    ['a title', { filter: 'eventName = "x"', title: '{{target.name}}' }, 'descriptions'],
    ['fields to aggregate by', { filter: 'eventName = "x"', aggregateFields: ['target.name'] }, 'descriptions'],
    ['only an id, which is recorded', { filter: 'target.id = "x"', title: '{{target.id}}' }, 'ids'],
    ['another target', { filter: 'requestParameters.target = "x"' }, 'nothing'],
  ])('is looked at by %s', (_, fields, need) => {
    expect(needs.targetNeedOf(compileRule(rule(fields)))).toBe(need)
  })
})

describe('what a table is asked for', () => {
  const paths = (asking: ReturnType<typeof needs.askingsOf>[number] | undefined) => new Set(asking?.paths.map(printPath))
  const accepting = (id: string) =>
    loadRules([{ path: 'e.yml', text: `exceptions:\n- { rule: ${id}, filter: 'sourceIPAddress = "x"', reason: r, expires: never }\n` }])
      .exceptions

  test('has of each rule about recorded events all that decides, and not what only names its alerts', () => {
    const fields = {
      filter: `eventSource = "${SSM}" and errorCode = null`,
      suppressions: ['userAgent like "x"'],
      aggregateFields: ['awsRegion'],
      title: 'by {{requestID}}',
    }
    const compiled = [rule(fields, 'a.json'), rule({ type: 'Finding', filter: 'severity = "HIGH"' }, 'b.json')].map(compileRule)
    const [asking, ...others] = needs.askingsOf({ compiled, exceptions: accepting('a') })
    expect([asking?.id, others]).toEqual(['a', []])
    expect(paths(asking)).toEqual(new Set(['eventSource', 'errorCode', 'userAgent', 'awsRegion', 'sourceIPAddress']))
  })

  test('has names of events that are read along', () => {
    const askings = needs.askingsOf({ compiled: [compileRule(rule({}))], exceptions: [] }, ['StartSession', 'SendCommand'])
    expect(askings.map(({ expression }) => print(expression))).toEqual(['eventName = "X"', 'eventName in ("StartSession", "SendCommand")'])
  })
})
