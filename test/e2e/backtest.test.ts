// `ecr-gate backtest` as a process. What is expected of the examples and of the real events was counted from their JSON.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BacktestReport } from '../../src/report/backtest/results.ts'
import { makeFolder } from '../folder.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { ecrGate, nodes } from './command.ts'

const EVENTS = 'examples/cloudtrail'

function backtest(...words: readonly string[]): BacktestReport & { readonly code: number | null; readonly err: string } {
  const { out, ...rest } = ecrGate(['backtest', ...words, '--format', 'json'])
  return { ...rest, ...(JSON.parse(out) as BacktestReport) }
}

const resultOf = (report: BacktestReport, id: string) => report.results.find(({ ruleId }) => ruleId === id)

describe.each(nodes)('under %s', (_, node) => {
  test('the page about it shows what it prints', () => {
    const shown = /```text\n([\s\S]*?)```/.exec(readFileSync('docs/backtest.md', 'utf8'))?.[1]?.trimEnd().split('\n') ?? []
    const { code, out, err } = ecrGate(['backtest', '--events', EVENTS, '--rules', 'examples/rules'], { node })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(shown.length).toBeGreaterThan(10)
    for (const line of shown) if (line !== '…') expect(out.split('\n')).toContain(line)
  })
})

describe('over the examples', () => {
  test('tells alerts and suppressed events of each rule, by actor', () => {
    const report = backtest('--events', EVENTS, '--packs', 'ssm')
    expect(report).toMatchObject({ code: 0, events: 45, firstTime: '2026-11-23T00:05:11Z', lastTime: '2026-11-23T17:33:30Z' })
    expect(resultOf(report, 'ssm-information-discovery')).toMatchObject({
      action: 'notice',
      severityOfAlerts: 3,
      events: 6,
      alerts: 4,
      days: 1,
      actors: [{ user: 'mallory', accountId: '111122223333', events: 6, alerts: 4 }],
      suppressed: [{ events: 17, actors: [{ user: 'i-0abc12de34f567890', accountId: '111122223333', events: 17 }] }, { events: 0 }],
    })
  })

  test('opens the alerts that check opens', () => {
    const words = ['--events', EVENTS, '--rules', 'examples/rules', '--format', 'json']
    const { alerts } = JSON.parse(ecrGate(['check', ...words]).out) as { alerts: { ruleId: string; action: string }[] }
    const report = JSON.parse(ecrGate(['backtest', ...words]).out) as BacktestReport
    for (const { ruleId, alerts: count } of report.results) expect(count).toBe(alerts.filter(alert => alert.ruleId === ruleId).length)
    for (const action of ['fail', 'warn', 'notice'] as const)
      expect(report.alerts[action]).toBe(alerts.filter(alert => alert.action === action).length)
  })

  test('leaves out what an exception accepts, as check does', () => {
    const text = 'exceptions:\n  - rule: ssm-information-discovery\n    filter: user = "mallory"\n    reason: why\n    expires: never\n'
    const path = join(makeFolder({ 'exceptions.yml': text }), 'exceptions.yml')
    const accepted = [{ exception: `${path}:2:5`, events: 6, actors: [{ user: 'mallory', accountId: '111122223333', events: 6 }] }]
    for (const name of ['--rules', '--exceptions'])
      expect(resultOf(backtest('--events', EVENTS, name, path), 'ssm-information-discovery')).toMatchObject({
        events: 0,
        alerts: 0,
        accepted,
      })
    expect(ecrGate(['backtest', '--events', EVENTS, '--exceptions', path]).out).toContain(`accepted: ${path}:2:5`)
  })

  test('reads standard input, and writes to a file', () => {
    const path = join(makeFolder(), 'backtest.md')
    const words = ['backtest', '--events', '-', '--format', 'markdown', '--output', path]
    const { code, out, err } = ecrGate(words, { input: readFileSync(`${EVENTS}/day.json`) })
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).toContain('the report is in ')
    expect(readFileSync(path, 'utf8')).toMatch(/^## Backtest: /)
    expect(ecrGate(['backtest', '--events', EVENTS, '--output', '/no/such/folder/x']).code).toBe(2)
  })
})

describe('exit code 2', () => {
  test('and the report of the rest, when something could not be read', () => {
    const folder = makeFolder({ 'cut.json': '{"Records":[{"eventSource":"s","eventNa' })
    const report = backtest('--events', EVENTS, folder, 'missing')
    expect(report).toMatchObject({ code: 2, events: 45 })
    expect(report.coverage.map(({ state }) => state)).toEqual(['read', 'gap', 'gap'])
    expect(report.err).toContain('cut.json')
    expect(report.err).toContain('missing: no such file or folder')
  })

  test('and no report, when the rules are wrong or blind', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'own.yml'), 'name: x\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: a == 1\n')
    expect(ecrGate(['backtest', '--events', EVENTS, '--rules', folder])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('own.yml:4:11'),
    })
    expect(ecrGate(['backtest', '--events', EVENTS, '--packs', 'none'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no enabled rule'),
    })
    expect(ecrGate(['backtest'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('backtest needs --events PATH') })
  })
})

describe.skipIf(!hasSharedData)('over real events', () => {
  const invictus = sharedData('cloudtrail/invictus')

  test('Information Discovery is one user, three calls; its suppression took two events of an instance', () => {
    const report = backtest('--events', invictus)
    expect(report).toMatchObject({ code: 0, events: 2900, firstTime: '2023-07-10T11:42:18Z', lastTime: '2023-07-10T12:37:50Z' })
    expect(resultOf(report, 'ssm-information-discovery')).toMatchObject({
      events: 231,
      alerts: 3,
      days: 1,
      actors: [{ user: 'bert-jan', accountId: '123837392027', events: 231, alerts: 3 }],
      suppressed: [{ events: 2, actors: [{ user: 'i-0dbc91f429e48eeed', accountId: '123837392027', events: 2 }] }, { events: 0 }],
    })
  })

  test('a rule over everything, with three suppressions', () => {
    const folder = makeFolder({
      'everything.yml': [
        'name: Everything',
        'type: CloudTrail',
        'severityOfAlerts: 1',
        'filter: eventName != null',
        'aggregateFields: [eventSource]',
        'suppressions: [user = "bert-jan", eventName starts_with "Describe", ip = "10.0.0.0/8"]',
      ].join('\n'),
    })
    const result = resultOf(backtest('--events', invictus, '--rules', folder, '--packs', 'none'), 'everything')
    expect(result).toMatchObject({ events: 136, alerts: 7, days: 1, action: 'fail' })
    expect(result?.actors).toHaveLength(16)
    expect(result?.actors.slice(0, 3)).toMatchObject([
      { user: 'i-0dbc91f429e48eeed', events: 14, alerts: 2 },
      { user: 'ec2.amazonaws.com', events: 6, alerts: 2 },
      { user: 'secretsmanager.amazonaws.com', events: 40, alerts: 1 },
    ])
    expect(result?.suppressed.map(({ events, actors }) => [events, actors.length])).toEqual([
      [2642, 1],
      [43, 6],
      [79, 1],
    ])
  })
})
