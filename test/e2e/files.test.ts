// The files that a run writes: none onto another, none onto what it reads, and none that says more than the run does.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, constants, existsSync, openSync, readFileSync, symlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { FILE_FORMATS } from '../../src/settings/choices.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, ROOT } from './command.ts'
import { readOutputs, toEnv } from './runner.ts'

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'
const FINDINGS = readFileSync(join(ROOT, 'examples/findings.json'), 'utf8')
const CLEAN = JSON.stringify({
  repositoryName: 'payments/api',
  imageId: { imageDigest: `sha256:${'1'.repeat(64)}` },
  imageScanStatus: { status: 'COMPLETE' },
  imageScanFindings: { imageScanCompletedAt: 1_795_348_800, findings: [], findingSeverityCounts: {} },
})

const check = (words: readonly string[], cwd: string) => ecrGate(['check', ...words], { cwd })

describe('files that are one', () => {
  test.each([
    ['two spellings', ['--json-file', 'r', '--html-file', './r']],
    ['a path from the root', ['--json-file', 'r', '--csv-file', '{base}/r']],
    ['a link', ['--json-file', 'r', '--csv-file', 'link']],
    ['a folder that is a link', ['--json-file', 'sub/r', '--csv-file', 'linked/r']],
    ['output and a file', ['--output', 'r', '--sarif-file', 'sub/../r']],
    ['a report and a predicate', ['--image', IMAGE, '--json-file', 'r', '--predicate-file', './r']],
  ])('are refused: %s', (_, words) => {
    const base = makeFolder({ 'findings.json': FINDINGS, r: '', 'sub/x': '' })
    symlinkSync('r', join(base, 'link'))
    symlinkSync('sub', join(base, 'linked'))
    const judged = words.includes('--image') ? [] : ['--findings', 'findings.json']
    const { code, err, out } = check([...judged, ...words.map(word => word.replace('{base}', base))], base)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/same file/)
  })

  test.each([
    ['the findings', ['--findings', 'in/findings.json', '--json-file', './in/findings.json'], /would overwrite/],
    ['a folder of findings', ['--findings', 'in', '--json-file', 'in/report.json'], /would be written into/],
    ['a folder of rules', ['--findings', 'in', '--rules', 'rules', '--csv-file', './rules/own.json'], /would be written into/],
    ['what is pushed', ['--image', IMAGE, '--push', 'oci-archive:in/findings.json', '--csv-file', './in/findings.json'], /would overwrite/],
    ['the named Dockerfile', ['--findings', 'in', '--dockerfile', 'rules/own.json', '--html-file', './rules/own.json'], /would overwrite/],
    ['the Dockerfile', ['--findings', 'in', '--html-file', 'Dockerfile'], /would overwrite/],
  ])('are refused: %s', (_, words, message) => {
    const files = { 'in/findings.json': FINDINGS, Dockerfile: 'FROM debian:12\n', 'rules/own.json': '[]' }
    const base = makeFolder(files)
    const { code, err } = check(words, base)
    expect(code).toBe(2)
    expect(err).toMatch(message)
    for (const [path, text] of Object.entries(files)) expect(readFileSync(join(base, path), 'utf8')).toBe(text)
  })

  test('are refused: a Dockerfile is looked for in GITHUB_WORKSPACE, and not where the run is', () => {
    const base = makeFolder({ 'findings.json': FINDINGS, 'sub/Dockerfile': 'FROM debian:12\n' })
    const words = ['check', '--findings', '../findings.json', '--dockerfile', 'sub/Dockerfile', '--json-file', 'Dockerfile']
    const { code, err } = ecrGate(words, { cwd: join(base, 'sub'), env: { GITHUB_WORKSPACE: base } })
    expect({ code, text: readFileSync(join(base, 'sub/Dockerfile'), 'utf8') }).toEqual({ code: 2, text: 'FROM debian:12\n' })
    expect(err).toMatch(/would overwrite/)
  })

  test('are refused by every command that writes', () => {
    const base = makeFolder({ 'events.json': '[]' })
    const { code, err } = ecrGate(['backtest', '--events', 'events.json', '--output', './events.json'], { cwd: base })
    expect({ code, text: readFileSync(join(base, 'events.json'), 'utf8') }).toEqual({ code: 2, text: '[]' })
    expect(err).toMatch(/would overwrite/)
  })

  test('of names that only look alike are written', () => {
    const base = makeFolder({ 'in/findings.json': FINDINGS })
    const { code } = check(['--findings', 'in', '--json-file', 'in.json', '--html-file', 'in.html'], base)
    expect(code).toBe(1)
    for (const name of ['in.json', 'in.html']) expect(readFileSync(join(base, name), 'utf8')).not.toBe('')
  })

  test('"-" is no file', () => {
    const base = makeFolder({ 'findings.json': FINDINGS })
    expect(check(['--findings', 'findings.json', '--json-file', '-'], base)).toMatchObject({ code: 2, err: expect.stringContaining('"-"') })
    expect(existsSync(join(base, '-'))).toBe(false)
  })
})

describe('a rule that is a link to a token', () => {
  const TOKEN = 'c2VjcmV0LXRva2Vu'
  const CONFIG = `[core]\n\tbare = false\n[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${TOKEN}\n`
  const DOCKER = JSON.stringify({ auths: { 'ghcr.io': { auth: TOKEN } } })
  const REPORTS = Object.entries(FILE_FORMATS).map(([name, format]) => [name, `r.${format}`] as const)

  // What stands in each report, which the runner does not mask, and in the log, where it masks only what it knows as a secret.
  test.each([
    ["git's configuration, in a folder of rules", 'rules', '../.git/config'],
    ["git's configuration, by its name", 'rules/x.yml', '../.git/config'],
    ["git's configuration elsewhere, in a folder of rules", 'rules', '../../home/config'],
    ["docker's configuration, in a folder of rules", 'rules', '../../home/config.json'],
    ["docker's configuration, by its name", 'rules/x.yml', '../../home/config.json'],
    ['what looks like rules, by its name', 'rules/x.yml', '../../home/x.yml'],
    ['the environment', 'rules', '/proc/self/environ'],
    ['the environment, by its name', 'rules/x.yml', '/proc/self/environ'],
    ['standard input', 'rules', '/dev/stdin'],
    ['standard input, by its name', 'rules/x.yml', '/dev/stdin'],
  ])('shows it nowhere: %s', async (_, named, target) => {
    const secret = { 'home/config': CONFIG, 'home/config.json': DOCKER, 'home/x.yml': `- ${TOKEN}\n- name: ${TOKEN}\n` }
    const files = { ...secret, 'repo/.git/config': CONFIG, 'repo/findings.json': CLEAN, 'repo/rules/ok.yml': '', 'repo/tmp/x': '' }
    const base = join(makeFolder(files), 'repo')
    symlinkSync(target, join(base, 'rules/x.yml'))
    const flags = REPORTS.flatMap(([name, path]) => [`--${name}`, path])
    const words = ['check', '--findings', 'findings.json', '--rules', named, ...flags]
    const { code, out, err } = ecrGate(words, { cwd: base, input: TOKEN, env: { SECRET: TOKEN } })
    expect({ code, named: (out + err).includes('rules/x.yml') }).toEqual({ code: 2, named: true })
    const run = startAction(base, { findings: 'findings.json', rules: named, ...Object.fromEntries(REPORTS) })
    expect(await run.ended).toBe(2)
    const reports = REPORTS.map(([, path]) => readFileSync(join(base, path), 'utf8'))
    expect([out, err, run.log(), run.summary(), JSON.stringify(run.outputs()), ...reports].join('\n')).not.toContain(TOKEN)
    expect(run.outputs()).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('rules/x.yml') })
  })
})

function startAction(base: string, inputs: Readonly<Record<string, string>>) {
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_STEP_SUMMARY: join(base, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const given = toEnv(inputs)
  const env = { PATH: process.env['PATH'], RUNNER_TEMP: base, ...files, ...given }
  const child = spawn(process.execPath, [join(ROOT, 'dist/action.cjs')], { cwd: base, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  const outputs = () => readOutputs(files.GITHUB_OUTPUT)
  return { child, ended, outputs, log: () => log, summary: () => readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') }
}

// A device that takes nothing, as a full disk does.
const FULL = '/dev/full'

describe.skipIf(!existsSync(FULL))('a report that cannot be written', () => {
  test('is told wherever the verdict is, and nothing says pass', async () => {
    const base = makeFolder({ 'findings.json': CLEAN })
    const run = startAction(base, { findings: 'findings.json', 'html-file': FULL, 'json-file': 'r.json', 'csv-file': 'r.csv' })
    expect(await run.ended).toBe(2)
    expect(run.outputs()).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining(FULL) })
    expect(run.summary()).toMatch(/^## ❔ ECR Gate: undecided: do not deploy, something that was asked for was not done\n/)
    expect(run.log()).toMatch(/^::error title=ECR Gate::undecided: do not deploy, something that was asked for/m)
    expect(run.log()).not.toContain('pass: deployment is allowed')
    expect(JSON.parse(readFileSync(join(base, 'r.json'), 'utf8'))).toMatchObject({
      verdict: 'undecided',
      unwritten: [expect.stringContaining(FULL)],
    })
    expect(readFileSync(join(base, 'r.csv'), 'utf8')).toContain(FULL)
  })

  test('is told on a command line too', () => {
    const base = makeFolder({ 'findings.json': CLEAN })
    const { code, out, err } = check(['--findings', 'findings.json', '--html-file', FULL], base)
    expect(code).toBe(2)
    expect(out).toMatch(/^undecided: do not deploy, something that was asked for was not done\n/)
    expect(err).toContain(FULL)
  })

  test('as the output leaves no other file that says pass', () => {
    const base = makeFolder({ 'findings.json': CLEAN })
    const { code } = check(['--findings', 'findings.json', '--output', FULL, '--csv-file', 'r.csv'], base)
    expect(code).toBe(2)
    expect(readFileSync(join(base, 'r.csv'), 'utf8')).toMatch(/^verdict,undecided,/m)
  })
})

describe('wrong inputs', () => {
  const earlier = { 'findings.json': CLEAN, 'r.html': 'pass' }

  test('leave no verdict of an earlier run in its files', async () => {
    const base = makeFolder(earlier)
    const run = startAction(base, { findings: 'findings.json', 'fail-on': 'hihg', 'html-file': 'r.html' })
    expect(await run.ended).toBe(2)
    expect(readFileSync(join(base, 'r.html'), 'utf8')).toMatch(/<title>ECR Gate: undecided: do not deploy/)
    expect(run.summary()).toMatch(/^## ❔ ECR Gate: undecided: do not deploy.*hihg/s)
  })

  test('do not keep a file that is read from being left alone', async () => {
    const base = makeFolder(earlier)
    const run = startAction(base, { findings: 'findings.json', 'fail-on': 'hihg', 'html-file': 'findings.json' })
    expect(await run.ended).toBe(2)
    expect(readFileSync(join(base, 'findings.json'), 'utf8')).toBe(CLEAN)
    expect(run.log()).toMatch(/hihg[\s\S]*would overwrite the input "findings.json"/)
  })
})

test('a run that is stopped while it writes leaves no pass behind', async () => {
  const base = makeFolder({ 'findings.json': CLEAN })
  const pipe = join(base, 'pipe')
  spawnSync('mkfifo', [pipe])
  // Somebody has it open, reads nothing and has filled it: the empty beginning passes, and the report waits.
  const held = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  onTestFinished(() => closeSync(held))
  expect(() => {
    for (;;) writeSync(held, Buffer.alloc(4096))
  }).toThrow('EAGAIN')
  const run = startAction(base, { findings: 'findings.json', 'html-file': pipe, 'json-file': 'r.json' })
  const isWritten = (): boolean => existsSync(join(base, 'r.json')) && readFileSync(join(base, 'r.json'), 'utf8') !== ''
  await expect.poll(isWritten, { timeout: 20_000 }).toBe(true)
  run.child.kill('SIGTERM')
  await run.ended
  expect(run.outputs()).toMatchObject({ verdict: 'undecided', high: 'unknown' })
  expect(run.summary()).toBe('')
})

test('reads and writes in folders that are not there are told, not made', () => {
  const base = makeFolder({ 'findings.json': FINDINGS })
  expect(check(['--findings', 'findings.json', '--json-file', 'nowhere/r.json'], base)).toMatchObject({ code: 2, out: '' })
})

describe('a path is named once in what is said of it', () => {
  const HOLE = 'no-such-folder/x.json'
  const FILES = { 'cut.json': '{"eventName":', 'words.json': 'hello', 'findings.json': CLEAN }
  const IMAGE_BY_DIGEST = `${IMAGE.replace(/:1.4.2$/, '')}@sha256:${'1'.repeat(64)}`

  test.each<[path: string, words: readonly string[]]>([
    ['cut.json', ['check', '--findings', 'cut.json']],
    ['words.json', ['check', '--findings', 'words.json']],
    ['cut.json', ['check', '--events', 'cut.json']],
    ['cut.json', ['check', '--events', 'findings.json', '--rules', 'cut.json']],
    ['gone', ['check', '--events', 'gone']],
    [HOLE, ['check', '--findings', 'findings.json', '--html-file', HOLE]],
    [HOLE, ['check', '--findings', 'findings.json', '--output', HOLE]],
    [HOLE, ['rules', '--output', HOLE]],
    [HOLE, ['show', HOLE, '1']],
    [HOLE, ['verify', IMAGE_BY_DIGEST, '--predicate', HOLE, '--unsigned']],
    [HOLE, ['query', 'eventName = "a"', HOLE]],
    [HOLE, ['lint', HOLE]],
  ])('%s: %j', (path, words) => {
    const { code, out, err } = ecrGate(words, { cwd: makeFolder(FILES) })
    expect(code).toBeGreaterThan(0)
    const lines = `${out}\n${err}`.split('\n').filter(line => line.includes(path))
    expect(lines).not.toEqual([])
    expect(lines.filter(line => line.split(path).length > 2)).toEqual([])
  })
})

describe('an HTML report has', () => {
  const page = JSON.parse(readFileSync(join(ROOT, 'dist/page.json'), 'utf8')) as Readonly<Record<string, { text: string; sha256: string }>>

  test.each(Object.entries(page))('the %s of the build, under the hash by which a browser runs it', (_, { text, sha256 }) => {
    expect(createHash('sha256').update(text).digest('base64')).toBe(sha256)
    const folder = makeFolder({ 'findings.json': CLEAN })
    ecrGate(['check', '--findings', join(folder, 'findings.json'), '--html-file', join(folder, 'report.html')])
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(text)
  })
})
