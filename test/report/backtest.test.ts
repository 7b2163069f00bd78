// Backtests and lists of rules in every format: no format obeys hostile names, and each says what it leaves out.

import { describe, expect, test } from 'vitest'
import { startBacktest } from '../../src/gate/backtest.ts'
import { gap, read } from '../../src/gate/coverage.ts'
import type { RuleSet } from '../../src/gate/packs.ts'
import type { Fields } from '../../src/json.ts'
import { renderBacktestMarkdown } from '../../src/report/backtest/markdown.ts'
import { type BacktestReport, toBacktestReport } from '../../src/report/backtest/results.ts'
import { renderBacktestText } from '../../src/report/backtest/text.ts'
import { formatDuration, formatElapsed } from '../../src/report/duration.ts'
import { renderJson } from '../../src/report/json.ts'
import { plain } from '../../src/report/paint.ts'
import { toReportedRules } from '../../src/report/report.ts'
import { layOut, listRules, showRule, techniqueUrl } from '../../src/report/rules/list.ts'
import { renderListMarkdown, renderRuleMarkdown } from '../../src/report/rules/markdown.ts'
import { renderListText, renderRuleText } from '../../src/report/rules/text.ts'
import { compileRule } from '../../src/rules/compile.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { expectInert, linksOf, OBEYED } from './gfm.ts'
import { HOSTILE } from './reports.ts'

const RULE: Rule = {
  id: 'own',
  name: 'Own',
  type: 'CloudTrail',
  title: '{{user}}',
  severityOfAlerts: 1,
  alertDescription: 'Why.',
  aggregateFields: ['user'],
  filter: 'eventName = "A"',
  window: 86_400,
  threshold: 1,
  suppressions: [],
  enabled: true,
  action: null,
  tags: [],
  references: [],
  tests: [],
  file: 'rules/own.yml',
}

function ruleSet(rules: readonly Rule[], changes: Partial<RuleSet> = {}): RuleSet {
  return { rules, compiled: rules.map(compileRule), replaced: [], tuned: [], exceptions: [], diagnostics: [], ...changes }
}

function backtest(set: RuleSet, events: readonly Fields[], message = 'read'): BacktestReport {
  const { see, results } = startBacktest(set.compiled)
  for (const event of events) see(event)
  const coverage = [gap({ source: 'events', origin: message, message, records: events.length })]
  return toBacktestReport(results(), coverage, toReportedRules(set), '2026-11-23T12:00:00Z')
}

const event = (user: string, fields: Fields = {}): Fields => ({
  eventSource: 's',
  eventName: 'A',
  eventTime: '2026-11-23T10:00:00Z',
  recipientAccountId: '111122223333',
  userIdentity: { userName: user },
  ...fields,
})

function hostileSet(text: string): RuleSet {
  const literal = text.replace(/["\\]/g, '\\$&')
  const own = {
    ...RULE,
    id: text,
    name: text,
    title: text,
    alertDescription: text,
    aggregateFields: [text],
    suppressions: [`user = "${literal}" and eventName = "A"`],
    tags: [text, 'attack.t1021.007'],
    references: [text],
    file: text,
  }
  const silent = { ...own, id: `${text}2`, filter: `eventName = "${literal}" and eventSource = "none"`, suppressions: [] }
  return ruleSet([own, { ...own, id: `${text}1`, suppressions: [] }, silent, { ...silent, id: `${text}3`, enabled: false }], {
    replaced: [{ id: text, by: text }],
    tuned: [{ id: text, by: [text], fields: ['threshold'] }],
  })
}

describe.each(HOSTILE)('%j', text => {
  const set = hostileSet(text)
  const report = backtest(set, [event(text), event('other', { recipientAccountId: text })], text)
  const list = listRules(set)
  const shown = showRule(set.rules[0] as Rule, set)

  test('in a backtest is matched and suppressed, and no format obeys it', () => {
    expect(report.results.map(({ events }) => events)).toEqual([2, 1, 0])
    expect(report.results[1]?.suppressed).toMatchObject([{ events: 1, actors: [{ user: text.trim() }] }])
    const lines = renderBacktestText(report, plain)
    expect(lines).not.toMatch(OBEYED)
    for (const line of lines.split('\n')) expect(line).toMatch(/^(?:$|Backtest: |fail: |Never matched$|Coverage$| {2})/)
    expectInert(renderBacktestMarkdown(report), [6])
    expect(linksOf(renderBacktestMarkdown(report))).toEqual([])
    const json = [...renderJson(report)].join('')
    expect(json).not.toMatch(OBEYED)
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(report)))
  })

  test('in a list of rules: no format obeys it', () => {
    const lines = renderListText(list, plain)
    expect(lines).not.toMatch(OBEYED)
    expectInert(renderListMarkdown(list), [6])
    expect(linksOf(renderListMarkdown(list))).toEqual([])
    const json = [...renderJson(list)].join('')
    expect(json).not.toMatch(OBEYED)
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(list)))
  })

  test('in a rule that is shown: no format obeys it, and only ATT&CK is linked', () => {
    const lines = renderRuleText(shown, plain)
    expect(lines).not.toMatch(OBEYED)
    for (const line of lines.split('\n').slice(1))
      expect(line).toMatch(/^(?:$|(?:Description|Filter|Suppressions|Alert|Tags|References)$| {2})/)
    expectInert(renderRuleMarkdown(shown), [2])
    expect(linksOf(renderRuleMarkdown(shown))).toEqual(['https://attack.mitre.org/techniques/T1021/007/'])
    const json = [...renderJson(shown)].join('')
    expect(json).not.toMatch(OBEYED)
    expect(JSON.parse(json)).toMatchObject({ id: text, name: text, action: 'fail', tuned: { by: [text] } })
    expect(JSON.parse(json)).not.toHaveProperty('tests')
  })
})

test('the description of a rule that is shown is in lines of a usual width', () => {
  const words = (name: string): string => Array.from({ length: 30 }, (_, i) => `${name}${i}`).join(' ')
  const rule: Rule = { ...RULE, alertDescription: `${words('why')}\n${words('what')}\n${words('who')}` }
  const text = renderRuleText(showRule(rule, { tuned: [] }), plain)
  const [, description = ''] = /\nDescription\n([\s\S]*?)\n\n/.exec(text) ?? []
  const lines = description.split('\n')
  expect(lines.map(line => line.trim()).join(' ')).toBe(`${words('why')} ${words('what')} ${words('who')}`)
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(102)
  expect(lines.length).toBeLessThan(10)
})

describe('the text of a backtest', () => {
  const users = (count: number, per: number): Fields[] =>
    Array.from({ length: count * per }, (_, i) => event(`user-${String(i % count).padStart(2, '0')}`))

  test('aligns its numbers, names five actors and counts the rest', () => {
    const suppressed = { ...RULE, suppressions: ['user = "user-00"', 'user = "nobody"'] }
    const shown = renderBacktestText(backtest(ruleSet([suppressed]), users(13, 2)), plain)
    expect(shown.split('\n').slice(2, 14)).toEqual([
      'fail: 12 alerts of 1 rule',
      '  alerts  events  days  severity  rule',
      '      12      24     1         1  own',
      '       1       2                    user-01 in 111122223333',
      '       1       2                    user-02 in 111122223333',
      '       1       2                    user-03 in 111122223333',
      '       1       2                    user-04 in 111122223333',
      '       1       2                    user-05 in 111122223333',
      '              14                    … and 7 more',
      '               2                    suppressed: user = "user-00"',
      '               2                      user-00 in 111122223333',
      '               0                    suppressed: user = "nobody"',
    ])
  })

  test('names a sixth actor instead of writing "and 1 more"', () => {
    expect(renderBacktestText(backtest(ruleSet([RULE]), users(6, 1)), plain)).toContain('user-05 in 111122223333')
  })

  test('says what a threshold and a recorded scan mean, and which rules never matched', () => {
    const scan = {
      eventSource: 'ecr.amazonaws.com',
      eventName: 'DescribeImageScanFindings',
      eventTime: '2026-11-23T10:00:00Z',
      requestParameters: { repositoryName: 'api' },
    }
    const rules = [
      { ...RULE, id: 'scan', filter: 'eventName = "DescribeImageScanFindings"' },
      { ...RULE, id: 'many', threshold: 25, window: 3600 },
      { ...RULE, id: 'silent', filter: 'eventName = "B"' },
      { ...RULE, id: 'found', type: 'Finding' as const },
    ]
    const report = backtest(ruleSet(rules), [scan, event('a')])
    const shown = renderBacktestText(report, plain)
    expect(report.alerts).toEqual({ fail: 0, warn: 0, notice: 1 })
    expect(shown).toMatch(/^Backtest: 1 notice over 2 events\n/)
    expect(shown).toContain('all of them notices instead of fail: scans of images that are not under judgement')
    expect(shown).toContain('an alert opens at 25 events within 1h')
    expect(shown).toContain('\nNever matched\n  silent\n')
    expect(shown).toContain('\nNot about CloudTrail events\n  found\n')
    expect(shown).toContain('\nCoverage\n  gap: read\n  4 rules\n')
  })

  test('of nothing says so', () => {
    expect(renderBacktestText(backtest(ruleSet([RULE]), []), plain)).toBe(
      'Backtest: no alert over 0 events\n\nNever matched\n  own\n\nCoverage\n  gap: read\n  1 rule\n',
    )
  })
})

test('the period is that of all paths, whatever their order', () => {
  const cover = (firstTime: string | null, lastTime: string | null, records: number) =>
    read({ source: 'events', origin: 'x', message: 'x: read', firstTime, lastTime, records })
  const coverage = [
    cover('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z', 2),
    cover(null, null, 1),
    cover('2026-11-23T10:00:00Z', '2026-11-23T10:00:00.500Z', 3),
  ]
  expect(toBacktestReport([], coverage, toReportedRules(ruleSet([])), '')).toMatchObject({
    events: 6,
    firstTime: '2026-11-23T10:00:00Z',
    lastTime: '2026-11-25T00:00:00Z',
  })
})

describe('a filter laid out', () => {
  test.each([
    ["eventName='A'", ['eventName = "A"']],
    ['a = 1 AND (b = 2 or c = 3) and not (d = 4 and e = 5)', ['a = 1', 'and (b = 2 or c = 3)', 'and not (d = 4 and e = 5)']],
    ['a = 1 or b = 2 and c = 3', ['a = 1 or (b = 2 and c = 3)']],
  ])('%s', (filter, lines) => {
    expect(layOut(filter)).toEqual(lines)
  })
})

test.each([
  ['attack.t1021.007', 'https://attack.mitre.org/techniques/T1021/007/'],
  ['attack.T1651', 'https://attack.mitre.org/techniques/T1651/'],
  ['attack.persistence', undefined],
  ['attack.t1021.0071', undefined],
  ['xattack.t1021', undefined],
  ['attack.t1021/../evil', undefined],
])('the tag %s leads to %s', (tag, url) => {
  expect(techniqueUrl(tag)).toBe(url)
})

test.each([
  [1, '1s'],
  [90, '90s'],
  [60, '1m'],
  [3600, '1h'],
  [5400, '90m'],
  [86_400, '1d'],
  [604_800, '7d'],
])('%i seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test.each([
  [0, '0s'],
  [1, '1s'],
  [60, '1m'],
  [90, '1m 30s'],
  [86_400, '1d'],
  [86_401, '1d 1s'],
  [785_585, '9d 2h 13m 5s'],
])('%i seconds that went by are %s', (seconds, text) => {
  expect(formatElapsed(seconds)).toBe(text)
})

test('a list groups rules by where they come from, and says what was changed', () => {
  const rules = [
    { ...RULE, id: 'a', file: 'rules/ecr/a.yml' },
    { ...RULE, id: 'b', file: 'rules/ecr/b.yml', severityOfAlerts: 2 as const, enabled: false },
    { ...RULE, id: 'c', file: 'team.json', action: 'notice' as const },
  ]
  const changes = { replaced: [{ id: 'a', by: 'own/a.yml' }], tuned: [{ id: 'b', by: ['team.yml'], fields: ['threshold', 'window'] }] }
  expect(renderListText(listRules(ruleSet(rules, changes)), plain)).toBe(
    [
      'rules/ecr',
      '  severity  action  type        rule  name',
      '         1  fail    CloudTrail  a     Own',
      '         2  warn    CloudTrail  b     (not enabled) Own',
      '',
      'team.json',
      '  severity  action  type        rule  name',
      '         1  notice  CloudTrail  c     Own',
      '',
      '3 rules, 1 not enabled',
      'replaced: a by own/a.yml',
      'tuned: b (threshold, window) by team.yml',
      '',
    ].join('\n'),
  )
})
