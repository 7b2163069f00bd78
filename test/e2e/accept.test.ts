// A finding is accepted on the command line: what is written, where, and what is said; and when nothing is written.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { loadRules } from '../../src/rules/load.ts'
import { makeFolder } from '../folder.ts'
import { ecrGate, ROOT } from './command.ts'

const FILE = 'ecr-gate-exceptions.yml'
const REPORT = join(ROOT, 'examples/report.json')
const WHY = ['--reason', 'not reachable', '--expires', '2999-12-31']

/** Runs it in a folder of its own, which has these files. */
function accept(words: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const cwd = makeFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  const outcome = ecrGate(['accept', ...words], { cwd })
  return { ...outcome, cwd, read: (name = FILE) => readFileSync(join(cwd, name), 'utf8') }
}

test('the file is made, and what was written is said with its place and with what to do next', () => {
  const { code, out, err, read } = accept(['CVE-2026-1234', ...WHY, '--owner', 'payments'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const entry = '  - id: CVE-2026-1234\n    reason: not reachable\n    owner: payments\n    expires: 2999-12-31\n'
  expect(read()).toBe(`exceptions:\n${entry}`)
  expect(out).toBe(
    `${FILE}:2: written\n\nexceptions:\n${entry}\ncommit ${FILE}, and give it to the gate: ecr-gate check … --exceptions ${FILE}\n`,
  )
})

test('the file that is named is added to, and nothing else in it changes, its byte order mark and line breaks included', () => {
  const before = '\ufeff# ours\r\nexceptions:\r\n- { id: OLD, reason: r, expires: never } # a\r\n\r\n# end'
  const words = ['CVE-2026-1234', 'CVE-2026-1235', '--package', 'zlib', '--image', 'payments/*', ...WHY, '--exceptions', 'a.yml']
  const { code, out, read } = accept(words, { 'a.yml': before })
  expect(code).toBe(0)
  expect(out).toContain('a.yml:4: written')
  const entry =
    '- { ids: [CVE-2026-1234, CVE-2026-1235], package: zlib, image: "payments/*", reason: not reachable, expires: 2999-12-31 }\r\n'
  expect(read('a.yml').replaceAll('"', '')).toBe(before.replace('# a\r\n', `# a\r\n${entry}`).replaceAll('"', ''))
})

test('a second call adds a second entry, and one for the same finding is told where the first is', () => {
  const cwd = makeFolder()
  ecrGate(['accept', 'CVE-2026-1234', ...WHY], { cwd })
  expect(ecrGate(['accept', 'CVE-2026-1235', ...WHY], { cwd }).out).toContain(`${FILE}:5: written`)
  const before = readFileSync(join(cwd, FILE), 'utf8')
  const { code, out, err } = ecrGate(['accept', 'CVE-2026-1235', ...WHY], { cwd })
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(`${FILE}:5:5: CVE-2026-1235 is accepted here already, until 2999-12-31 [duplicate-exception]`)
  expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(before)
})

test.each(['a\nb', ' a: b #c', 'it\'s "so"', '😀 é', '- a', '~', '\u001b[2J::error::x\u202e', 'x'.repeat(10_000)])(
  'the reason %j is read back as it was given, and shown without obeying it',
  reason => {
    const { out, read } = accept(['CVE-2026-1234', `--reason=${reason}`, '--until-fixed'])
    expect(loadRules([{ path: FILE, text: read() }]).exceptions).toMatchObject([{ reason, untilFixed: true, expires: null }])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: naming the controls is this expression's purpose
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|^\s*::error::/m)
  },
)

test('an exception without an end is written, and told', () => {
  const { code, err, read } = accept(['CVE-2026-1234', '--reason', 'r', '--expires', 'never'])
  expect(code).toBe(0)
  expect(err).toBe(`${FILE}:2:5: note: this is accepted without an end [endless]\n`)
  expect(read()).toContain('expires: never')
})

describe('--from accepts what made a saved report fail', () => {
  test('each finding in its package and its repository', () => {
    const { code, out, err, read } = accept(['--from', REPORT, ...WHY])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`${FILE}:2, ${FILE}:7: written\n`)
    const { exceptions } = loadRules([{ path: FILE, text: read() }])
    const about = { kind: 'finding', reason: 'not reachable', expires: '2999-12-31' }
    expect(exceptions).toMatchObject([
      { ...about, ids: ['CVE-2026-90001'], narrow: { package: 'openssl', image: 'payments/api' } },
      { ...about, ids: ['CVE-2026-90002'], narrow: { package: 'fast-router', image: 'payments/api' } },
    ])
  })

  test('so that the next check of the same findings does not fail, and says what was accepted', () => {
    const cwd = makeFolder()
    const check = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--fail-on', 'low', '--json-file', 'report.json']
    expect(ecrGate(check, { cwd }).code).toBe(1)
    expect(ecrGate(['accept', '--from', 'report.json', ...WHY], { cwd }).code).toBe(0)
    expect(ecrGate([...check, '--exceptions', FILE], { cwd }).code).toBe(0)
    const report = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')) as Report
    expect(report.verdict).toBe('warn')
    expect(report.exceptions.map(({ state }) => state)).toEqual(Array(5).fill('used'))
    // What is accepted already is not accepted again.
    expect(ecrGate(['accept', '--from', 'report.json', ...WHY], { cwd }).code).toBe(1)
  })

  test('and with until-fixed only findings without a fix: of the others it says so, and writes nothing', () => {
    const { code, out, err, cwd } = accept(['--from', REPORT, '--reason', 'r', '--until-fixed'])
    expect([code, out]).toEqual([1, `${REPORT}: no finding to accept, and nothing is written\n`])
    expect(err).toContain('warning: CVE-2026-90001 has a fix, or is not known to have none, so until-fixed does not accept it [report]')
    expect(() => readFileSync(join(cwd, FILE))).toThrow()
  })

  test('but nothing where the report does not say what fails', () => {
    const cwd = makeFolder()
    const rule = `id: own\nname: own\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: responseElements.imageScanFindings.enhancedFindings.severity = "LOW"\n`
    writeFileSync(join(cwd, 'rule.yml'), rule)
    const check = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--rules', 'rule.yml', '--packs', 'none']
    expect(ecrGate([...check, '--json-file', 'report.json'], { cwd }).code).toBe(1)
    const { code, out, err } = ecrGate(['accept', '--from', 'report.json', ...WHY], { cwd })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('report.json: own [own]: the report does not say for certain which findings fail [report]\n  help: accept these')
  })

  test('and nothing of a report that did not fail', () => {
    const cwd = makeFolder()
    const check = ['check', '--findings', join(ROOT, 'examples/findings.json'), '--fail-on', 'critical', '--packs', 'none']
    ecrGate([...check, '--json-file', 'report.json'], { cwd })
    expect(ecrGate(['accept', '--from', 'report.json', ...WHY], { cwd })).toEqual({
      code: 1,
      out: 'report.json: no finding to accept, and nothing is written\n',
      err: '',
    })
  })

  test.each([
    ['missing.json', /missing\.json: the report cannot be read/],
    [join(ROOT, 'package.json'), /package\.json: this is not a report of ECR Gate \[report\]/],
  ])('%s is no report', (file, why) => {
    const { code, out, err } = accept(['--from', file, ...WHY])
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(why)
  })
})

describe('nothing is written, and it is said why', () => {
  const own = 'exceptions:\n  - id: A\n    reason: r\n'
  test.each<[string, readonly string[], string, string]>([
    ['an id that no finding can have', ['cve-2026-1', ...WHY], '', 'expected the id of a finding, found "cve-2026-1" [usage]'],
    ['an empty id', ['', ...WHY], '', 'expected the id of a finding, found "" [usage]'],
    ['a day that is over', ['CVE-2026-1234', '--reason', 'r', '--expires', '2020-02-29'], '', '--expires 2020-02-29 is over [usage]'],
    ['a file that has errors', ['CVE-2026-1234', ...WHY], own, `${FILE}:2:5: the exception has no end [missing-key]`],
    ['a file that is not of ours', ['CVE-2026-1234', ...WHY], 'password: hush\n', `${FILE}:1:1: expected a file of exceptions`],
    ['a file that is not text', ['CVE-2026-1234', ...WHY], '\u001f\u008b', 'exception-syntax'],
  ])('%s', (_, words, text, message) => {
    const { code, out, err, read } = accept(words, { [FILE]: text })
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toContain('hush')
    expect(read()).toBe(text)
  })

  test('a compressed file, a folder, a folder that is not there, and a place of Git', () => {
    const cwd = makeFolder()
    mkdirSync(join(cwd, '.git'))
    writeFileSync(join(cwd, 'a.yml'), Buffer.from([0x1f, 0x8b, 8]))
    const messages = ['a.yml', '.', 'no/a.yml', '.git/a.yml'].map(file => {
      const { code, out, err } = ecrGate(['accept', 'CVE-2026-1234', ...WHY, '--exceptions', file], { cwd })
      expect([code, out]).toEqual([2, ''])
      return err.split('\n')[0]
    })
    expect(messages).toEqual([
      'a.yml: the file is not valid UTF-8 [encoding]',
      '.: it is a folder [not-readable]',
      'no/a.yml: the file cannot be written (ENOENT: no such file or directory) [output]',
      'the file ".git/a.yml" would be written into a .git folder [usage]',
    ])
    expect(readFileSync(join(cwd, 'a.yml'))).toEqual(Buffer.from([0x1f, 0x8b, 8]))
  })

  test('a link that leads out of the repository, whether or not there is a file', () => {
    const [cwd, outside] = [makeFolder(), makeFolder()]
    for (const name of ['there.yml', 'new.yml']) symlinkSync(join(outside, name), join(cwd, name))
    writeFileSync(join(outside, 'there.yml'), 'exceptions: []\n')
    for (const name of ['there.yml', 'new.yml']) {
      const { code, err } = ecrGate(['accept', 'CVE-2026-1234', ...WHY, '--exceptions', name], { cwd })
      expect(code).toBe(2)
      expect(err).toContain(`the file "${name}" would be written through a link that leads out of the workspace [usage]`)
    }
    expect(readFileSync(join(outside, 'there.yml'), 'utf8')).toBe('exceptions: []\n')
    expect(() => readFileSync(join(outside, 'new.yml'))).toThrow()
  })
})
