// The documentation is correct: its commands run, its filters parse, its rules load, and its tables match the code.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import {
  writeAction,
  writeCatalogue,
  writeEcrPage,
  writeGatePage,
  writeReadme,
  writeRulesPage,
  writeWritingPage,
} from '../../build/pages.ts'
import { AUTOMATION_VOCABULARY, COMMAND_VOCABULARY, SESSION_VOCABULARY } from '../../src/events/live.ts'
import { VOCABULARY } from '../../src/events/vocabulary.ts'
import { combineRules } from '../../src/gate/packs.ts'
import { check } from '../../src/language/check.ts'
import { parse } from '../../src/language/parse.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { testRule } from '../../src/rules/test.ts'
import { INPUTS } from '../../src/settings/commands.ts'
import { parseInputs } from '../../src/settings/inputs.ts'
import { OUTPUTS } from '../../src/settings/outputs.ts'
import { ecrGate, ROOT, runExample } from '../e2e/command.ts'
import { toEnv } from '../e2e/runner.ts'
import { makeFolder } from '../folder.ts'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).flatMap(name => (name.endsWith('.md') ? [`docs/${name}`] : [])),
]
const blocks = pages.flatMap(page =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/(<!-- not run: [^>]*-->\n)?```(\w+)\n([\s\S]*?)```/g)].map(
    ([, skipped, kind, text = '']) => ({ page, skipped: skipped !== undefined, kind, text }),
  ),
)
const linesOf = (kind: string): string[] =>
  blocks.filter(block => block.kind === kind && !block.skipped).flatMap(({ text }) => text.trim().split('\n'))

describe('commands of the documentation', () => {
  const commands = linesOf('sh')

  test.each(commands.filter(line => line.startsWith('node dist/cli.cjs ')))('%s', async line => {
    const base = makeFolder()
    for (const name of ['examples', 'rules']) cpSync(join(ROOT, name), join(base, name), { recursive: true })
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const { code, err } = await runExample(words.slice(2), base)
    expect(code).toBeLessThan(2)
    expect(err).not.toContain('warning')
  })

  test.each(commands.filter(line => line.startsWith('npm ')))('%s is a script of package.json', line => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    const [, name = ''] = /^npm (?:run )?([\w:-]+)/.exec(line) ?? []
    // `cit` installs and tests, and `ci` installs.
    if (name !== 'ci') expect(name === 'cit' ? 'test' : name).toSatisfy((script: string) => Object.hasOwn(scripts, script))
  })

  test.each(commands.filter(line => line.startsWith('npx vitest ')))('%s runs tests, and they pass', line => {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const { NODE_ENV: _, VITEST: __, ...env } = process.env
    const options = { cwd: ROOT, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } } as const
    const { status, stdout } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...words.slice(2)], options)
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/Tests +\d+ passed/) })
  })

  test('every other line is marked as not run', () => {
    expect(commands.filter(line => !/^(?:npm|npx vitest|node dist\/cli\.cjs) /.test(line))).toEqual([])
  })
})

test.each([
  ['report', ['--events', 'examples/cloudtrail']],
  ['deployed', ['--fail-on', 'never']],
])('examples/%s.json is what a check writes, except for the times', (name, words) => {
  const timeless = (text: string): unknown => {
    const { readAt, decidedAt } = JSON.parse(text) as { readAt: string; decidedAt: string }
    return JSON.parse(text.replaceAll(readAt, 'then').replaceAll(decidedAt, 'then'))
  }
  const { out } = ecrGate(['check', '--findings', 'examples/findings.json', ...words, '--format', 'json'])
  expect(timeless(readFileSync(join(ROOT, `examples/${name}.json`), 'utf8'))).toEqual(timeless(out))
})

const EVENTS = [VOCABULARY, SESSION_VOCABULARY, COMMAND_VOCABULARY, AUTOMATION_VOCABULARY]

// A line that begins with a blank continues the filter of the line before it.
const filters = blocks.filter(({ kind }) => kind === 'filter').flatMap(({ text }) => text.trim().split(/\n(?! )/))

test.each(filters.map(filter => filter.replace(/\s+/g, ' ')))('the filter %s parses without a warning', filter => {
  const parsing = parse(filter)
  if ('problems' in parsing) throw new Error(JSON.stringify(parsing.problems))
  const problems = EVENTS.map(vocabulary => check(parsing.expression, vocabulary))
  // A filter on a page is for events of one type, and right for these.
  expect(problems.find(({ length }) => length === 0) ?? problems[0]).toEqual([])
})

test.each(blocks.filter(({ kind, text }) => kind === 'yaml' && text.startsWith('name:')).map(({ page, text }) => [page, text] as const))(
  'the rule in %s loads and passes its tests',
  (page, text) => {
    const { rules, diagnostics } = loadRules([{ path: page, text }])
    expect(diagnostics).toEqual([])
    for (const rule of rules) for (const result of testRule(rule)) expect(result.matched).toBe(result.expected)
  },
)

test('the policy in docs/policy.md is the example', () => {
  const [policy] = blocks.filter(({ page, kind, text }) => page === 'docs/policy.md' && kind === 'yaml' && text.includes('\nlimits:'))
  expect(policy?.text).toBe(readFileSync(join(ROOT, 'examples/policy/policy.yml'), 'utf8'))
})

test.each(
  blocks
    .filter(({ page, kind, text }) => page !== 'docs/policy.md' && kind === 'yaml' && text.includes('\noverrides:'))
    .map(({ page, text }) => [page, text] as const),
)('the overrides in %s are in force over the packs', async (page, text) => {
  const loading = loadRules([{ path: page, text }])
  const shipped = JSON.parse(readFileSync(join(ROOT, 'dist/packs.json'), 'utf8')) as Record<string, readonly Rule[]>
  const ruleSet = combineRules({ used: Object.values(shipped).flat(), unused: [] }, loading, undefined)
  // An example that lets other rules decide says itself that those it disables no longer do.
  expect([...loading.diagnostics, ...ruleSet.diagnostics].filter(({ kind }) => kind !== 'weakened-rule')).toEqual([])
  expect(ruleSet.tuned.length).toBe(loading.overrides.length)
})

test.each<[page: string, write: (page: string) => string]>([
  ['gate', writeGatePage],
  ['rules', writeRulesPage],
  ['writing', writeWritingPage],
])('the table of fields in docs/%s.md matches the loader', (name, write) => {
  const page = readFileSync(join(ROOT, `docs/${name}.md`), 'utf8')
  expect(write(page)).toBe(page)
})

test('docs/catalogue.md has the shipped rules as they are', () => {
  const packs = Object.fromEntries(
    ['ecr', 'ssm'].map(pack => {
      const files = readdirSync(join(ROOT, 'rules', pack)).map(name => ({
        path: name,
        text: readFileSync(join(ROOT, 'rules', pack, name), 'utf8'),
      }))
      return [pack, loadRules(files).rules]
    }),
  )
  const page = readFileSync(join(ROOT, 'docs/catalogue.md'), 'utf8')
  expect(writeCatalogue(page, packs)).toBe(page)
  for (const { id } of Object.values(packs).flat()) expect(page).toContain(`### ${id}\n`)
})

interface Steps {
  readonly steps: readonly { readonly uses?: string; readonly with?: Readonly<Record<string, string>> }[]
}

test.each(
  blocks
    .filter(({ kind, text }) => /^ya?ml$/.test(kind ?? '') && text.includes('ecr-gate@'))
    .map(({ page, text }) => [page, text] as const),
)('the workflow in %s gives the Action only inputs that exist', (_, text) => {
  const workflow = parseYaml(text) as Steps | { readonly jobs: Readonly<Record<string, Steps>> }
  const steps = 'jobs' in workflow ? Object.values(workflow.jobs).flatMap(job => job.steps) : workflow.steps
  const gates = steps.filter(({ uses }) => uses?.includes('ecr-gate@'))
  expect(gates.length).toBeGreaterThan(0)
  for (const gate of gates) {
    const filled = Object.entries(gate.with ?? {}).map(([name, value]) => [name, String(value).replace(/\$\{\{[^}]+\}\}/g, 'x')])
    // The step that gets the credentials sets the Region.
    expect(parseInputs({ ...toEnv(Object.fromEntries(filled)), AWS_REGION: 'eu-west-1' })).toMatchObject({ kind: 'run' })
  }
})

test('the release workflow gives the Action only inputs that exist, and pins all actions to commits', () => {
  const text = readFileSync(join(ROOT, 'examples/release.yml'), 'utf8')
  const { jobs } = parseYaml(text) as { jobs: Record<string, { steps: readonly { uses?: string; with?: Record<string, string> }[] }> }
  const steps = Object.values(jobs).flatMap(job => job.steps)
  for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/)
  const given = Object.entries(steps.find(({ uses }) => uses?.includes('ecr-gate@'))?.with ?? {})
  const env = Object.fromEntries(
    given.map(([name, value]) => [
      `INPUT_${name.toUpperCase()}`,
      value
        .replace(/\$\{\{ env\.REPOSITORY \}\}/, '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api')
        .replace(/\$\{\{ github\.sha \}\}/, 'c0ffee'),
    ]),
  )
  expect(parseInputs(env)).toMatchObject({ kind: 'run', settings: { push: { kind: 'oci-archive' }, promoteTags: ['production'] } })
})

test('the policy in docs/ecr.md is what its command prints', () => {
  const text = readFileSync(join(ROOT, 'docs/ecr.md'), 'utf8')
  const [, words = '', policy = ''] = /^node dist\/cli\.cjs (permissions .+)\n```\n\n```json\n([\s\S]*?)```/m.exec(text) ?? []
  expect(ecrGate(words.split(' ')).out).toBe(policy)
})

test('the table of calls in docs/ecr.md matches the code', () => {
  const page = readFileSync(join(ROOT, 'docs/ecr.md'), 'utf8')
  expect(writeEcrPage(page)).toBe(page)
})

test('the tables of README.md, and the inputs and outputs of action.yml, match the code', () => {
  const [readme, action] = ['README.md', 'action.yml'].map(name => readFileSync(join(ROOT, name), 'utf8'))
  expect(writeReadme(readme ?? '')).toBe(readme)
  expect(writeAction(action ?? '')).toBe(action)
  const rows = [...(readme ?? '').matchAll(/^\| `(?:--)?([\w-]+)[ :`]/gm)].map(([, name]) => name)
  expect(new Set(rows)).toEqual(new Set([...INPUTS, 'format', 'output', ...Object.keys(OUTPUTS)]))
  const declared = parseYaml(action ?? '') as { inputs: object; outputs: object }
  expect([Object.keys(declared.inputs), Object.keys(declared.outputs)]).toEqual([INPUTS, Object.keys(OUTPUTS)])
})

test('every link inside the documentation leads somewhere, to a heading too', () => {
  const wrong = pages.flatMap(page => {
    const text = readFileSync(join(ROOT, page), 'utf8')
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter(link => !/^https?:/.test(link))
    return links.filter(link => !leads(page, link)).map(link => `${page}: ${link}`)
  })
  expect(wrong).toEqual([])
})

function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? join(ROOT, page) : join(ROOT, page, '..', path)
  return existsSync(target) && (anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
}

// As GitHub makes them: in small letters, without punctuation, and with a hyphen for each blank.
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
