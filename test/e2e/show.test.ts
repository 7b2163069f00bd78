// From an alert of a saved report to its events, whole.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import type { SavedReport } from '../../src/report/saved.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate } from './command.ts'

let path: string
let report: Report
beforeAll(() => {
  path = join(mkdtempSync(join(tmpdir(), 'ecr-gate-show-')), 'report.json')
  ecrGate(['check', '--events', 'examples/cloudtrail', '--packs', 'ssm', '--json-file', path])
  report = JSON.parse(readFileSync(path, 'utf8')) as Report
})
afterAll(() => rmSync(dirname(path), { recursive: true }))

test('the number of an alert in the text is the one that show takes', () => {
  const { out } = ecrGate(['check', '--events', 'examples/cloudtrail', '--packs', 'ssm'])
  const [, number = '', title = ''] = /^ {2}(\d+)\. \w+ (Session on .* opened by mallory) \[/m.exec(out) ?? []
  expect(ecrGate(['show', path, number]).out.split('\n')[0]).toBe(`${number}. ${title} [ssm-start-session]`)
})

test('every event is there: who, when, why, where to look, and the record itself', () => {
  const number = report.alerts.findIndex(({ count }) => count === 3) + 1
  const { code, out } = ecrGate(['show', path, String(number)])
  expect(code).toBe(0)
  for (const { time, user, link, record } of report.alerts[number - 1]?.events ?? []) {
    expect(out).toContain(`${time}  ssm.amazonaws.com  DescribeParameters  ${user}`)
    expect(out).toContain(link)
    expect(out).toContain(`"eventID": "${record?.['eventID']}"`)
  }
  expect(out).toContain('eventName starts_with "Describe": found DescribeParameters')
})

test('the id of a rule shows all its alerts', () => {
  const { out } = ecrGate(['show', path, 'ssm-information-discovery', '--format', 'json'])
  const alerts = JSON.parse(out) as Report['alerts']
  expect(alerts).toEqual(report.alerts.filter(({ ruleId }) => ruleId === 'ssm-information-discovery'))
  expect(alerts.length).toBeGreaterThan(1)
})

test('of the events that are not there the first ids are named, whichever of the events are there', () => {
  const made = join(makeFolder(), 'made.json')
  const alert = { ruleId: 'rule', title: 'title', count: 5, eventIds: ['a', 'b', 'c', 'd', 'e'], events: [{ id: 'b' }] }
  writeFileSync(made, JSON.stringify({ verdict: 'fail', alerts: [alert] }))
  expect(ecrGate(['show', made, '1']).out).toContain('and 4 more events; the report holds only their ids: a, c, d …')
})

test('a report of the time before reports had a version is read like one of this version', () => {
  const { reportVersion, ...older } = report as SavedReport
  expect(reportVersion).toBe(1)
  const saved = join(makeFolder(), 'older.json')
  writeFileSync(saved, JSON.stringify(older))
  expect(ecrGate(['show', saved, '1'])).toEqual(ecrGate(['show', path, '1']))
})

test('a report of a later version is not guessed at: the message says what to show it with', () => {
  const saved = join(makeFolder(), 'later.json')
  writeFileSync(saved, JSON.stringify({ reportVersion: 2, alerts: report.alerts, verdict: 'fail' }))
  const { code, out, err } = ecrGate(['show', saved, '1'])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(
    'later.json: this report has version 2, and this release reads version 1 [report]\n  help: read it with the release of ECR Gate that wrote it, or with a later one',
  )
})

describe('wrong', () => {
  test.each<[string, string, string, RegExp]>([
    ['no such number', '', '99', /there is no alert "99" \[usage\]\n {2}help: it has 1 to \d+, of "ssm-/],
    ['no such rule', '', 'ssm-none', /there is no alert "ssm-none"/],
    ['no such file', 'missing.json', '1', /missing\.json: the report cannot be read/],
    ['no JSON', 'README.md', '1', /README\.md: the report cannot be read/],
    ['no report', 'package.json', '1', /package\.json: this is not a report of ECR Gate \[report\]/],
  ])('%s', (_, file, alert, why) => {
    const { code, out, err } = ecrGate(['show', file || path, alert])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(why)
  })

  test('a report that somebody made is shown without obeying it', () => {
    const made = join(makeFolder(), 'made.json')
    const evil = '\u001b[2J::error::x\u202e'
    const alerts = [
      {
        ruleId: evil,
        title: evil,
        alertDescription: evil,
        count: 'x',
        eventIds: [evil],
        events: [evil, { time: evil, clauses: [{}], record: { [evil]: evil } }, null],
      },
    ]
    writeFileSync(made, JSON.stringify({ verdict: 'fail', alerts }))
    const { code, out } = ecrGate(['show', made, '1'])
    expect(code).toBe(0)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(out).not.toMatch(/^\s*::error::/m)
  })
})
