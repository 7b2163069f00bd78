// `ecr-gate rules` and `rules show` as processes.

import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ListedRules, ShownRule } from '../../src/report/rules/list.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate } from './command.ts'

const OWN = 'examples/rules'

const idsIn = (folder: string): readonly string[] => readdirSync(folder).map(name => name.replace(/\.yml$/, ''))

function list(...words: readonly string[]): ListedRules {
  const { code, out, err } = ecrGate(['rules', ...words, '--format', 'json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as ListedRules
}

describe('rules', () => {
  test('lists the packs and the files given, as they are', () => {
    const { rules, replaced } = list('--rules', OWN)
    const files = [...idsIn('rules/ecr'), ...idsIn('rules/ssm'), ...idsIn(OWN)]
    expect(rules.map(({ id }) => id).sort()).toEqual([...files].sort())
    expect(rules.find(({ id }) => id === 'session-started')).toEqual({
      id: 'session-started',
      name: 'Interactive session on a managed node',
      type: 'CloudTrail',
      severityOfAlerts: 2,
      action: 'warn',
      enabled: true,
      file: 'examples/rules/session-started.yml',
    })
    expect(replaced).toEqual([])
    expect(
      list('--packs', 'ssm')
        .rules.map(({ id }) => id)
        .sort(),
    ).toEqual([...idsIn('rules/ssm')].sort())
    expect(list('--packs', 'none').rules).toEqual([])
  })

  test('prints them by where they are from', () => {
    const { out } = ecrGate(['rules', '--rules', OWN])
    expect(out).toMatch(/^rules\/ecr\n {2}severity {2}action {2}type {8}rule +name\n/)
    expect(out).toMatch(/\n\nexamples\/rules\n.*\n {9}2 {2}warn {4}CloudTrail {2}session-started +Interactive session on a managed node\n/)
    expect(ecrGate(['rules', '--format', 'markdown']).out).toContain('| Severity | Action | Type | Enabled | Rule | Name |')
  })

  test('tells what stands in the place of a shipped rule', () => {
    const folder = makeFolder({
      'ecr-put-image.yml': 'name: Ours\ntype: CloudTrail\nseverityOfAlerts: 1\nenabled: false\nfilter: eventName = "PutImage"\n',
    })
    const file = `${folder}/ecr-put-image.yml`
    expect(list('--rules', folder).replaced).toEqual([{ id: 'ecr-put-image', by: file }])
    expect(ecrGate(['rules', '--rules', folder]).out).toContain(`replaced: ecr-put-image by ${file}`)
    expect(ecrGate(['rules', '--rules', folder]).out).toContain('(not enabled) Ours')
  })
})

describe('rules show', () => {
  test('shows a rule whole, its filter a clause a line', () => {
    const { code, out, err } = ecrGate(['rules', 'show', 'session-started', '--rules', OWN])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Interactive session on a managed node\n/)
    expect(out).toContain('\n  eventSource = "ssm.amazonaws.com"\n  and eventName = "StartSession"\n')
    expect(out).toContain('\nSuppressions\n  arnRole starts_with "assumed-role/break-glass/"\n')
    expect(out).toContain('attack.t1021.007  https://attack.mitre.org/techniques/T1021/007/')
    expect(out).toContain('examples/rules/session-started.yml')
  })

  test('as JSON gives the plain values without the tests', () => {
    const rule = JSON.parse(ecrGate(['rules', 'show', 'session-started', '--rules', OWN, '--format', 'json']).out) as ShownRule
    expect(rule).toMatchObject({
      id: 'session-started',
      action: 'warn',
      filter: 'eventSource = "ssm.amazonaws.com" and eventName = "StartSession"',
      suppressions: ['arnRole starts_with "assumed-role/break-glass/"'],
      window: 86_400,
      threshold: 1,
      tags: ['attack.t1021.007'],
    })
    expect(rule).not.toHaveProperty('tests')
  })

  test('as Markdown links ATT&CK', () => {
    const { out } = ecrGate(['rules', 'show', 'session-started', '--rules', OWN, '--format', 'markdown'])
    expect(out).toContain('[`attack.t1021.007`](https://attack.mitre.org/techniques/T1021/007/)')
  })

  test.each([
    [['show', 'ssm-information-discovry'], 'did you mean "ssm-information-discovery"?'],
    [['show', 'x', '--packs', 'none'], 'no rule is in force'],
    [['show'], 'rules show needs the ID of a rule'],
    [['shwo', 'x'], 'did you mean "show"?'],
    [['show', 'a', 'b'], 'rules does not take "b" here'],
    [['--rules', 'no-such-folder'], 'no such file or folder'],
  ])('%j is wrong use', (words, message) => {
    expect(ecrGate(['rules', ...words])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
  })
})
