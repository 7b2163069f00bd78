// The package as npm packs and installs it: nothing comes with it, its CLI and its Action run, and programs are compiled against the
// library as strictly as the compiler can, in both kinds of modules. The examples of docs/library.md are these programs.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { ENV, ecrGate, nodes, ROOT } from './command.ts'
import { readOutputs, toEnv } from './runner.ts'

const PAGE = readFileSync(join(ROOT, 'docs/library.md'), 'utf8')
const EXAMPLES = [...PAGE.matchAll(/```ts\n([\s\S]*?)```\n\nIt prints:\n\n```text\n([\s\S]*?)```/g)].map(
  ([, code = '', printed = ''], i) => ({
    name: `example${i + 1}`,
    code,
    printed,
  }),
)

const base = mkdtempSync(join(tmpdir(), 'ecr-gate-'))
const installed = join(base, 'node_modules/ecr-gate')

function run(command: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: base, encoding: 'utf8', env: { ...ENV, ...env } })
  return { code: status, out: stdout, err: stderr }
}

function must(command: string, words: readonly string[], cwd = base): void {
  // With a cache of its own, npm has nothing but the package.
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    env: { ...ENV, npm_config_cache: join(base, 'cache') },
  })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}\n${stdout}${stderr}`)
}

interface Library {
  readonly judgeFindings: (check: object) => { readonly verdict: string; readonly reasons: readonly string[] }
}

let library: Library

/** npm starts slowly where the other tests take all processors. */
const INSTALL_TIMEOUT = 120_000

beforeAll(() => {
  writeFileSync(join(base, 'package.json'), '{"private":true}')
  must('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', base], ROOT)
  const [tarball = ''] = readdirSync(base).filter(name => name.endsWith('.tgz'))
  must('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`])
  library = createRequire(join(base, 'program.cjs'))('ecr-gate') as Library
  cpSync(join(installed, 'examples'), join(base, 'examples'), { recursive: true })
  for (const { name, code } of EXAMPLES) for (const kind of ['mts', 'cts']) writeFileSync(join(base, `${name}.${kind}`), code)
}, INSTALL_TIMEOUT)

afterAll(() => rmSync(base, { recursive: true, force: true }))

test('installs nothing else', () => {
  expect(readdirSync(join(base, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual(['ecr-gate'])
})

test('has what runs, what says how, and no sources or tests', () => {
  const there = ['CHANGELOG.md', 'LICENSE', 'README.md', 'action.yml', 'dist', 'docs', 'examples', 'package.json', 'rules']
  expect(readdirSync(installed).sort()).toEqual(there)
})

test('its command judges as dist does', () => {
  const words = ['check', '--findings', 'examples/findings.json', '--events', 'examples/cloudtrail']
  const { code, out } = ecrGate(words, { cwd: base })
  expect(run(join(base, 'node_modules/.bin/ecr-gate'), words)).toEqual({ code, out, err: '' })
})

test('its Action judges', () => {
  const { runs } = parseYaml(readFileSync(join(installed, 'action.yml'), 'utf8')) as { runs: { main: string } }
  writeFileSync(join(base, 'output'), '')
  const inputs = toEnv({ findings: 'examples/findings.json', summary: 'false' })
  const { code } = run(process.execPath, [join(installed, runs.main)], { ...inputs, GITHUB_OUTPUT: join(base, 'output') })
  expect([code, readOutputs(join(base, 'output'))['verdict']]).toEqual([1, 'fail'])
})

const STRICT = {
  target: 'es2022',
  lib: ['es2023'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  // The declarations of the package are checked as well.
  skipLibCheck: false,
}

/** Compiles programs in the folder, and returns what the compiler says. */
function compile(files: readonly string[], options: Readonly<Record<string, unknown>>): string {
  writeFileSync(join(base, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }))
  return run(join(ROOT, 'node_modules/.bin/tsc'), ['--project', '.']).out
}

describe('programs of docs/library.md', () => {
  const files = EXAMPLES.flatMap(({ name }) => [`${name}.mts`, `${name}.cts`])
  // They read files and print, which the types of Node know.
  const node = { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] }

  test('compile as Node resolves them, and print what it says', () => {
    expect(EXAMPLES).toHaveLength(PAGE.split('```ts\n').length - 1)
    expect(compile(files, { ...node, module: 'node16', moduleResolution: 'node16' })).toBe('')
    for (const { name, printed } of EXAMPLES)
      for (const [, path] of nodes)
        for (const kind of ['mjs', 'cjs']) expect(run(path, [`${name}.${kind}`])).toEqual({ code: 0, out: printed, err: '' })
  })

  test('compile as bundlers resolve them', () => {
    expect(compile(files, { ...node, module: 'preserve', moduleResolution: 'bundler', noEmit: true })).toBe('')
  })
})

test('its types need those of no other package, not even of Node', () => {
  writeFileSync(join(base, 'alone.mts'), "export * from 'ecr-gate'\n")
  expect(compile(['alone.mts'], { types: [], module: 'nodenext', noEmit: true })).toBe('')
})

test('docs/library.md names everything that is exported', () => {
  expect(Object.keys(library).filter(name => !new RegExp(`\`${name}[\`(]`).test(PAGE))).toEqual([])
})

describe('judgeFindings', () => {
  const now = new Date('2026-11-24T12:00:00Z')
  const answer = JSON.parse(readFileSync(join(ROOT, 'examples/findings.json'), 'utf8')) as Record<string, unknown>
  const own = { path: 'examples/exceptions.yml', text: readFileSync(join(ROOT, 'examples/exceptions.yml'), 'utf8') }

  test.each<[words: readonly string[], settings: Readonly<Record<string, string>>]>([
    [[], {}],
    [['--fail-on', 'critical', '--unfixed', 'warn'], { 'fail-on': 'critical', unfixed: 'warn' }],
    [['--max-findings', 'critical=0, high=3', '--packs', 'none'], { 'max-findings': 'critical=0, high=3', packs: 'none' }],
    [['--max-scan-age', '1d', '--untriaged', 'fail'], { 'max-scan-age': '1d', untriaged: 'fail' }],
  ])('writes the report of check %j', (words, settings) => {
    cpSync(join(ROOT, 'examples/findings.json'), join(base, 'findings'))
    const { out } = ecrGate(['check', '--findings', 'findings', '--rules', own.path, ...words, '--format', 'json'], { cwd: base })
    const { readAt, decidedAt, ...report } = JSON.parse(out) as Record<string, unknown>
    const mine = library.judgeFindings({ findings: [answer], rules: [own], settings, now: new Date(String(readAt)) })
    expect(JSON.parse(JSON.stringify({ ...mine, readAt: undefined, decidedAt: undefined }))).toEqual(report)
  })

  test('takes a file of another tool by its name', () => {
    const rules = [{ path: '.trivyignore', text: 'CVE-2026-90001\n' }]
    const exceptions = [{ ids: ['CVE-2026-90001'], state: 'used', at: '.trivyignore:1:1' }]
    expect(library.judgeFindings({ findings: [answer], rules, now })).toMatchObject({ exceptions })
  })

  test('takes the answers of the AWS SDK, which have Dates', () => {
    const findings = answer['imageScanFindings'] as Record<string, unknown>
    const completed = '2026-11-23T08:00:00.000Z'
    const [dated, written] = [new Date(completed), completed].map(imageScanCompletedAt => ({
      ...answer,
      imageScanFindings: { ...findings, imageScanCompletedAt },
    }))
    expect(library.judgeFindings({ findings: [dated], now })).toEqual(library.judgeFindings({ findings: [written], now }))
  })

  test('compares with a report that it returned, and with nothing else', () => {
    const earlier = library.judgeFindings({ findings: [answer], now })
    const judged = (baseline: unknown) => library.judgeFindings({ findings: [answer], now, baseline })
    expect([earlier.verdict, judged(earlier).verdict]).toEqual(['fail', 'warn'])
    for (const other of [null, 7, [], {}, answer, { ...earlier, reportVersion: 2 }, { ...earlier, images: 'x' }])
      expect(judged(other)).toMatchObject({
        verdict: 'fail',
        reasons: earlier.reasons,
        diagnostics: [{ kind: 'baseline', level: 'warning' }],
      })
  })

  test.each<[what: string, check: object, reason: RegExp]>([
    ['no answer', { findings: [] }, /contains no answer of DescribeImageScanFindings/],
    ['a list', { findings: [[answer]] }, /findings\[0\]: expected an answer .* found a list/],
    ['the text of an answer', { findings: [JSON.stringify(answer)] }, /findings\[0\]: expected an answer .* found a text/],
    ['a wrong setting', { findings: [answer], settings: { 'fail-on': 'hgih' } }, /fail-on cannot be "hgih"; did you mean "high"/],
    [
      'a setting that is none',
      { findings: [answer], settings: { failOn: 'high' } },
      /there is no setting "failOn"; did you mean "fail-on"/,
    ],
    ['a setting that is no text', { findings: [answer], settings: { 'fail-on': ['high'] } }, /fail-on is a text/],
    ['what it does not take', { findings: [answer], setting: {} }, /takes no "setting"; did you mean "settings"/],
    ['a wrong rule', { findings: [answer], rules: [{ path: 'own.yml', text: 'overrides: [{ rule: x }]' }] }, /own\.yml:1:13: /],
  ])('of %s is undecided, and says why', (_, check, reason) => {
    const { verdict, reasons } = library.judgeFindings({ ...check, now })
    expect([verdict, reasons.join('\n')]).toEqual(['undecided', expect.stringMatching(reason)])
  })
})
