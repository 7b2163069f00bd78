// The seven questions of CONTRIBUTING.md: each place that a newcomer could forget is forgotten in a copy of the project, and the compiler
// or a named test says so. One copy has all of them, because the compiler and the tests start once for all; so what tells of a trial must
// name what that trial forgets, or another one would fail it too.

import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../root.ts'

interface Trial {
  /** What is forgotten, after "forgets". */
  readonly forgets: string
  /** The file that is forgotten, where the change is made in another. */
  readonly place?: string
  /** The change: in this file, this text becomes that one. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** What the compiler says of it, or the file and the title of the test that fails. */
  readonly told: { readonly in: string; readonly error: RegExp } | { readonly in: string; readonly test: string }
}

/** By what CONTRIBUTING.md asks. */
const TRIALS: Readonly<Record<string, readonly Trial[]>> = {
  'a report format': [
    {
      forgets: 'how it is rendered',
      file: 'src/settings/choices.ts',
      from: "'junit', 'csv'] as const",
      to: "'junit', 'csv', 'toml'] as const",
      told: { in: 'src/report/render.ts', error: /Property 'toml' is missing/ },
    },
    {
      forgets: 'what it is for',
      file: 'docs/reports.md',
      from: '| `csv` | spreadsheets |',
      to: '| csv | spreadsheets |',
      told: {
        in: 'test/docs/tables.test.ts',
        test: 'docs/reports.md has a row for csv',
      },
    },
  ],
  'a lockfile ecosystem': [
    {
      forgets: 'how its names are compared',
      file: 'src/locate/ecosystem.ts',
      from: 'export const ECOSYSTEMS: readonly Ecosystem[] = [',
      to: "export const ECOSYSTEMS: readonly Ecosystem[] = [\n  { managers: ['HEX'], locks: { 'mix.lock': readTomlLock }, manifests: {}, installed: /^deps$/ },",
      told: { in: 'src/locate/ecosystem.ts', error: /Property 'namesOf' is missing/ },
    },
    {
      forgets: 'its reader',
      file: 'src/locate/lines.ts',
      from: 'export function readGoSum(',
      to: 'function readGoSum(',
      told: { in: 'src/locate/ecosystem.ts', error: /declares 'readGoSum' locally, but it is not exported/ },
    },
    {
      forgets: 'an example of its file',
      file: 'src/locate/ecosystem.ts',
      from: "locks: { 'Cargo.lock': readTomlLock }",
      to: "locks: { 'Cargo.lock': readTomlLock, 'Cargo.old.lock': readTomlLock }",
      told: { in: 'test/locate/lockfile.test.ts', test: 'Cargo.old.lock has an example in the table' },
    },
  ],
  'an input': [
    {
      forgets: 'the field of the settings',
      place: 'src/settings/settings.ts',
      file: 'src/settings/table.ts',
      from: 'export const SETTINGS = {',
      to: "export const SETTINGS = {\n  pace: { field: 'pace', kind: 'text', value: 'PACE', help: 'how fast' },",
      told: { in: 'src/settings/table.ts', error: /'"pace"' is not assignable to type/ },
    },
    {
      forgets: 'who takes it',
      file: 'src/settings/table.ts',
      from: "    field: 'dockerfile',\n    of: 'gate',\n    needs: 'findings',\n",
      to: "    field: 'dockerfile',\n",
      told: { in: 'test/settings/commands.test.ts', test: 'dockerfile is a setting of a command or an input of the Action' },
    },
    {
      forgets: 'without what it does nothing',
      file: 'src/settings/table.ts',
      from: "    field: 'awsAttempts',\n    of: 'gate',\n    needs: 'calls',\n",
      to: "    field: 'awsAttempts',\n    of: 'gate',\n",
      told: { in: 'src/settings/table.ts', error: /Property 'needs' is missing/ },
    },
    {
      forgets: 'to read its value',
      file: 'src/settings/read.ts',
      from: '    scanGraceSeconds: values',
      to: '    // scanGraceSeconds: values',
      told: { in: 'src/settings/read.ts', error: /Property 'scanGraceSeconds' is missing/ },
    },
    {
      forgets: 'whether it is policy',
      file: 'src/attest/digest.ts',
      from: '  countBy: false,\n',
      to: '',
      told: { in: 'src/attest/digest.ts', error: /Property 'countBy' is missing/ },
    },
  ],
  'a source': [
    {
      forgets: 'the promises of all sources',
      file: 'test/sources/history.test.ts',
      from: 'testSource(',
      to: 'forget(',
      told: { in: 'test/sources/source.test.ts', test: 'the source that lookup.ts makes runs the suite of all sources' },
    },
    {
      forgets: 'to be read',
      file: 'src/run/read.ts',
      from: "import('../sources/lookup.ts')",
      to: "import(['..', 'sources', 'lookup.ts'].join('/'))",
      told: { in: 'test/sources/source.test.ts', test: 'the source that lookup.ts makes is read by a run' },
    },
    {
      forgets: 'to be on the map',
      file: 'docs/architecture.md',
      from: 'lookup: ',
      to: 'looking: ',
      told: { in: 'test/docs/architecture.test.ts', test: 'sources/lookup.ts is in docs/architecture.md' },
    },
  ],
  'an ECR status': [
    {
      forgets: 'what it means',
      file: 'src/image/status.ts',
      from: "  ['LIMIT_EXCEEDED', ",
      to: "  ['LIMIT', ",
      told: { in: 'test/image/status.test.ts', test: 'LIMIT_EXCEEDED is ended' },
    },
    {
      forgets: 'what is expected of it',
      file: 'test/image/status.test.ts',
      from: "  PENDING: 'waiting',\n",
      to: '',
      told: { in: 'test/image/status.test.ts', error: /Property 'PENDING' is missing/ },
    },
    {
      forgets: 'its row in docs/ecr.md',
      file: 'docs/ecr.md',
      from: '| `FINDINGS_UNAVAILABLE` | not at all | undecided |\n',
      to: '',
      told: { in: 'test/docs/ecr.test.ts', test: 'every answer about a scan has a row, and every row is tested' },
    },
  ],
  'an operator': [
    {
      forgets: 'how its opposite is said',
      file: 'src/language/operators.ts',
      from: 'const rows = {',
      to: "const rows = {\n  sounds_like: { relation: { kind: 'other', test: () => () => true }, negated: false, phrase: 'sounds like it' },",
      told: { in: 'src/language/operators.ts', error: /Property 'opposite' is missing/ },
    },
    {
      forgets: 'its place in the grammar',
      file: 'docs/language.md',
      from: '`ends_with`, and (+)',
      to: 'and (+)',
      told: {
        in: 'test/language/operators.test.ts',
        test: 'docs/language.md names ends_with, and test/language/cases.yml says what it means',
      },
    },
    {
      forgets: 'what it means',
      place: 'test/language/cases.yml',
      file: 'src/language/operators.ts',
      from: '  ends_with: {\n',
      to: "  ends: { relation: { kind: 'part', of: 'end' }, negated: false, phrase: 'ends it', opposite: 'does not end it' },\n  ends_with: {\n",
      told: { in: 'test/language/operators.test.ts', test: 'docs/language.md names ends, and test/language/cases.yml says what it means' },
    },
  ],
  'a field of a rule': [
    {
      forgets: 'to carry it over',
      file: 'src/rules/entry.ts',
      from: '    references: values.references ?? [],\n',
      to: '',
      told: { in: 'src/rules/entry.ts', error: /Property 'references' is missing/ },
    },
    {
      forgets: 'the field of Rule',
      file: 'src/rules/rule.ts',
      from: '  readonly alertDescription: string\n',
      to: '',
      told: { in: 'src/gate/evaluator.ts', error: /Property 'alertDescription' does not exist on type 'Rule'/ },
    },
  ],
}

interface Assertion {
  readonly fullName: string
  readonly status: string
}

/** What the compiler says, and which tests failed, by their files. */
const seen: { errors: readonly string[]; failed: ReadonlyMap<string, readonly string[]> } = { errors: [], failed: new Map() }
const folder = mkdtempSync(join(tmpdir(), 'ecr-gate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function execute(words: readonly string[]): Promise<string> {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env
  return new Promise(resolve =>
    execFile(process.execPath, words, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 }, (_, out) => resolve(out)),
  )
}

beforeAll(async () => {
  for (const name of [
    'README.md',
    'action.yml',
    'build',
    'docs',
    'examples',
    'package.json',
    'rules',
    'src',
    'test',
    'tsconfig.json',
    'vitest.config.ts',
  ])
    cpSync(join(ROOT, name), join(folder, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const { file, from, to } of Object.values(TRIALS).flat()) {
    const text = readFileSync(join(folder, file), 'utf8')
    if (text.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`)
    writeFileSync(join(folder, file), text.replace(from, to))
  }
  const named = Object.values(TRIALS).flatMap(trials => trials.flatMap(({ told }) => ('test' in told ? [told] : [])))
  const titles = named.map(({ test }) => test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ >]+')).join('|')
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'unit',
    '--reporter=json',
    '--outputFile=tests.json',
    '--maxWorkers=1',
    '-t',
    titles,
  ]
  const [compiler] = await Promise.all([
    execute(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false']),
    execute([...vitest, ...new Set(named.map(told => told.in))]),
  ])
  const { testResults } = JSON.parse(readFileSync(join(folder, 'tests.json'), 'utf8')) as {
    testResults: readonly { readonly name: string; readonly assertionResults: readonly Assertion[] }[]
  }
  seen.errors = compiler.split(/\n(?=\S)/)
  seen.failed = new Map(
    testResults.map(({ name, assertionResults }) => [
      name.slice(name.indexOf('/test/') + 1),
      assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
    ]),
  )
}, 180_000)

describe.each(Object.entries(TRIALS))('%s', (_, trials) => {
  test.each(trials.map(trial => [trial.forgets, trial] as const))('that forgets %s is told', (__, { told }) => {
    if ('test' in told) expect(seen.failed.get(told.in)).toContain(told.test)
    else expect(seen.errors.filter(error => error.startsWith(`${told.in}(`) && told.error.test(error))).not.toEqual([])
  })
})

describe('the table of CONTRIBUTING.md', () => {
  const page = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  const rows = [...page.matchAll(/^\| \*\*(.+?)\*\* \| (.*?) \| (.*?) \|$/gm)].map(([, question = '', files = '']) => ({
    question,
    files: [...files.matchAll(/`([\w./]+)`/g)].map(([, file = '']) => file),
  }))

  test('answers the seven questions', () => {
    expect(rows.map(({ question }) => question)).toEqual(Object.keys(TRIALS))
  })

  test.each(rows.map(({ question, files }) => [question, files] as const))('%s: %j, few files that there are', (question, files) => {
    expect(files.length).toBeLessThanOrEqual(4)
    expect(files.filter(file => !/[A-Z]{4}/.test(file) && !existsSync(join(ROOT, file)))).toEqual([])
    const trials = TRIALS[question] ?? []
    for (const { file } of trials) expect([...files, 'test/sources/history.test.ts']).toContain(file)
    // The first file is where it begins; a place that could be forgotten without a word would have no trial.
    const tried = trials.flatMap(({ place, file, told }) => [place, file, told.in])
    expect(files.slice(1).filter(file => existsSync(join(ROOT, file)) && !tried.includes(file))).toEqual([])
  })
})
