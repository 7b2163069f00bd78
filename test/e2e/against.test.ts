// `ecr-gate backtest --against` as a process: two policy files or two sets of rules over recorded files, and what it refuses.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { ComparisonReport } from '../../src/report/comparison/results.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, nodes, ROOT } from './command.ts'

const [NEW, OLD] = ['examples/policy/policy.yml', 'examples/policy-before.yml']
const [FINDINGS, EVENTS] = ['examples/findings.json', 'examples/cloudtrail']

function compare(...words: readonly string[]): ComparisonReport & { readonly code: number | null; readonly err: string } {
  const { out, ...rest } = ecrGate(['backtest', ...words, '--format', 'json'])
  return { ...rest, ...(JSON.parse(out) as ComparisonReport) }
}

describe.each(nodes)('under %s', (_, node) => {
  test('the page about it shows what it prints', () => {
    const blocks = [...readFileSync('docs/backtest.md', 'utf8').matchAll(/```text\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    const shown = (blocks[1] ?? '').trimEnd().split('\n')
    const { code, out, err } = ecrGate(['backtest', '--policy', NEW, '--against', OLD, '--findings', FINDINGS, '--events', EVENTS], {
      node,
    })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(shown.length).toBeGreaterThan(10)
    for (const line of shown) if (line !== '…') expect(out.split('\n')).toContain(line)
  })
})

test('each side says what check says by itself', () => {
  const { images, events } = compare('--policy', NEW, '--against', OLD, '--findings', FINDINGS, '--events', EVENTS)
  for (const [side, policy] of [['old', OLD] as const, ['new', NEW] as const]) {
    const verdictOf = (...words: readonly string[]) =>
      (JSON.parse(ecrGate(['check', '--policy', policy, ...words, '--format', 'json']).out) as { verdict: string; reasons: string[] })
        .verdict
    expect(images[0]?.[side].verdict).toBe(verdictOf('--findings', FINDINGS))
    expect(events?.[side].verdict).toBe(verdictOf('--events', EVENTS))
  }
})

test('a saved report is judged again, and says that its alerts over events are not', () => {
  const saved = compare('--policy', NEW, '--against', OLD, '--reports', 'examples/report.json', 'examples/report.json')
  const direct = compare('--policy', NEW, '--against', OLD, '--findings', FINDINGS)
  expect(saved).toMatchObject({ code: 0, cases: { blocks: 1, allows: 0, changes: 0, same: 0 }, events: null })
  expect(saved.images).toEqual(direct.images)
  expect(saved.coverage[0]?.message).toBe('examples/report.json: 1 image of a saved report; its 8 alerts over events are not judged again')
})

test.each([
  ['without images', {}, '0 images of a saved report; the saved report has no list of images'],
  ['with an image that is none', { images: [7] }, '1 image of a saved report; the saved report has an image that cannot be read'],
])('a saved report %s is not taken for one that has nothing: exit code 2', (_, changes, said) => {
  const { images: __, ...saved } = JSON.parse(readFileSync('examples/report.json', 'utf8')) as Record<string, unknown>
  const cwd = makeFolder({
    'report.json': JSON.stringify({ ...saved, alerts: [], ...changes }),
    'old.yml': 'fail-on: high\n',
    'new.yml': 'fail-on: low\n',
  })
  const { code, out } = ecrGate(['backtest', '--policy', 'new.yml', '--against', 'old.yml', '--reports', 'report.json'], { cwd })
  expect(code).toBe(2)
  expect(out).toContain(`  gap: report.json: ${said}`)
})

test('a limit of the policy that keeps an exception from accepting is the line that makes the difference', () => {
  const limit = (severity: string): string => `fail-on: high\nlimits:\n  exceptions:\n    severity-at-most: ${severity}\n    never: true\n`
  const cwd = makeFolder({
    'old.yml': limit('high'),
    'new.yml': limit('medium'),
    'exceptions.yml': 'exceptions:\n  - filter: severity in ("HIGH", "MEDIUM")\n    reason: why\n    expires: never\n',
    'findings.json': readFileSync(FINDINGS, 'utf8'),
  })
  const words = ['--policy', 'new.yml', '--against', 'old.yml', '--exceptions', 'exceptions.yml', '--findings', 'findings.json']
  const { images } = JSON.parse(ecrGate(['backtest', ...words, '--format', 'json'], { cwd }).out) as ComparisonReport
  expect(images[0]).toMatchObject({ effect: 'blocks', old: { verdict: 'warn' }, new: { verdict: 'fail' } })
  expect(images[0]?.causes).toEqual([{ side: 'both', at: 'new.yml:4:5', text: 'severity-at-most: high → medium' }])
})

test('the workflow of the examples compares the two checkouts, with actions pinned to commits', () => {
  const { jobs } = parseYaml(readFileSync(join(ROOT, 'examples/compare.yml'), 'utf8')) as {
    jobs: Record<string, { steps: readonly { name?: string; uses?: string; run?: string }[] }>
  }
  const steps = Object.values(jobs).flatMap(job => job.steps)
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
  const words =
    steps
      .find(({ name }) => name === 'Compare')
      ?.run?.trim()
      .split(/\s+/) ?? []
  expect(words.slice(0, 2)).toEqual(['node', 'ecr-gate/dist/cli.cjs'])
  const cwd = makeFolder({
    'policy.yml': 'fail-on: high\n',
    'base/policy.yml': 'fail-on: critical\n',
    'archive/findings/api.json': readFileSync(FINDINGS, 'utf8'),
    'archive/events/day.json': readFileSync(join(EVENTS, 'day.json'), 'utf8'),
  })
  expect(ecrGate(words.slice(2), { cwd })).toMatchObject({ code: 0, out: '' })
  const comment = readFileSync(join(cwd, 'comparison.md'), 'utf8')
  expect(comment).toMatch(/^## Backtest: the new policy blocks 1 more, lets 0 through, 1 the same\n/)
  expect(comment).toContain('`policy.yml:1:10` fail-on: `critical → high`')
})

describe('exit code 2', () => {
  const FILES = {
    'cut.json': '{"imageScanFindings":{"findi',
    'strict.yml': 'fail-on: high\nuntriaged: fail\n',
    'wrong.yml': 'fail-on: hihg\n',
    'lost.yml': 'rules: [nowhere]\n',
    'other.json': '{"a": 1}',
  }

  test('and the rest, when something could not be read', () => {
    const [cut, other] = Object.keys(FILES)
      .filter(name => name.endsWith('.json'))
      .map(name => join(makeFolder(FILES), name)) as [string, string]
    const report = compare('--policy', NEW, '--against', OLD, '--findings', FINDINGS, cut, '--reports', other)
    expect(report).toMatchObject({ code: 2, cases: { blocks: 1 } })
    expect(report.coverage.map(({ state }) => state)).toEqual(['read', 'gap', 'gap'])
    expect(report.coverage[2]?.message).toContain('this is not a report of ECR Gate')
    expect(report.err).toContain('other.json')
  })

  test.each<[what: string, words: readonly string[], told: readonly string[]]>([
    ['there is no old policy', ['--policy', NEW, '--against', 'FOLDER/none.yml', '--findings', FINDINGS], ['none.yml: no such file']],
    [
      'the old policy is wrong',
      ['--policy', NEW, '--against', 'FOLDER/wrong.yml', '--findings', FINDINGS],
      ['wrong.yml:1:10', 'did you mean "high"?'],
    ],
    [
      'the old policy names a rule that is not there',
      ['--policy', NEW, '--against', 'FOLDER/lost.yml', '--findings', FINDINGS],
      ['nowhere'],
    ],
    [
      'the old policy is a rule',
      ['--policy', NEW, '--against', 'examples/rules/session-started.yml', '--events', EVENTS],
      ['expected a policy'],
    ],
    ['the old policy is not a rule', ['--against', OLD, '--events', EVENTS], ['expected a rule']],
    [
      'a flag contradicts the old policy',
      ['--policy', NEW, '--against', 'FOLDER/strict.yml', '--findings', FINDINGS, '--untriaged', 'warn'],
      ['strict.yml:2:12'],
    ],
    ['there is nothing to judge', ['--policy', NEW, '--against', OLD], ['--against needs something to judge']],
    [
      'nothing is compared',
      ['--events', EVENTS, '--findings', FINDINGS, '--unfixed', 'warn'],
      ['--findings does nothing without --against', '--unfixed does nothing without --against'],
    ],
    [
      'a setting about findings has none',
      ['--against', 'examples/tuning.yml', '--events', EVENTS, '--fix-within', 'high=7d'],
      ['--fix-within does nothing without --findings or --reports'],
    ],
    [
      'no rule of the old policy can judge',
      ['--packs', 'none', '--rules', 'examples/rules', '--against', 'examples/rules', '--findings', FINDINGS],
      ['the old policy: no enabled rule can judge the findings'],
    ],
    [
      'standard input is asked for twice',
      ['--against', 'examples/rules', '--events', '-', '--findings', '-'],
      ['standard input can be read only once'],
    ],
  ])('when %s', (_, words, told) => {
    const folder = makeFolder(FILES)
    const { code, out, err } = ecrGate(['backtest', ...words.map(word => word.replace('FOLDER', folder))])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    for (const text of told) expect(err).toContain(text)
  })
})
