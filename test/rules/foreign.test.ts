// Files of other tools: what each entry becomes, and what is told of what cannot be one. What they accept is compared with these tools
// in test/gate/foreign.test.ts.

import { describe, expect, test } from 'vitest'
import { formatPlace, renderDiagnostics } from '../../src/diagnostic.ts'
import type { Exception } from '../../src/rules/exception.ts'
import { compileNamePattern } from '../../src/rules/foreign/namepattern.ts'
import { compilePathPattern } from '../../src/rules/foreign/pathpattern.ts'
import { toolOf } from '../../src/rules/foreign/tool.ts'
import { EXCEPTION_FILE } from '../../src/rules/kind.ts'
import { loadRules } from '../../src/rules/load.ts'

const load = (path: string, text: string) => loadRules([{ path, text, kind: EXCEPTION_FILE }])
const told = (path: string, text: string): readonly string[] =>
  load(path, text).diagnostics.map(({ level, kind, at }) => `${level} ${kind} ${at === undefined ? '' : formatPlace(at)}`)

function describeException(exception: Exception): object {
  if (exception.kind !== 'finding') throw new Error('an exception of alerts')
  const { ids, filter, reason, owner, expires, untilFixed, exact = false, at } = exception
  return { ids, filter: filter?.text ?? null, reason, owner, expires, untilFixed, exact, at: formatPlace(at) }
}

const PLAIN = { filter: null, reason: 'no reason given', owner: null, expires: null, untilFixed: false, exact: true }

describe('an entry becomes an exception:', () => {
  test.each<[what: string, path: string, text: string, exceptions: readonly object[]]>([
    [
      'ids of Trivy',
      'a/.trivyignore',
      '\ufeff# why\r\n CVE-2026-90001\r\n\r\nGHSA-2345-6789-cfgh exp:2027-01-31 # not reachable\r\n',
      [
        { ...PLAIN, ids: ['CVE-2026-90001'], at: 'a/.trivyignore:2:2' },
        { ...PLAIN, ids: ['GHSA-2345-6789-cfgh'], expires: '2027-01-30', reason: 'not reachable', at: 'a/.trivyignore:4:1' },
      ],
    ],
    [
      'an entry of Trivy in YAML',
      '.trivyignore.yml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    paths: [a/**, b]\n    purls: [pkg:npm/x]\n    expired_at: 2027-03-01\n    statement: |\n      it is\n      not called\n',
      [
        {
          ...PLAIN,
          ids: ['CVE-2026-90001'],
          filter: 'paths a/**, b; purls pkg:npm/x',
          expires: '2027-02-28',
          reason: 'it is\nnot called',
          at: '.trivyignore.yml:2:5',
        },
      ],
    ],
    [
      'rules of Grype',
      '.grype.yaml',
      'ignore:\n  - { vulnerability: CVE-2026-90001, include-aliases: true, reason: x }\n  - package: { name: a, version: "1", type: deb, language: go, location: /b }\n    fix-state: fixed\n',
      [
        { ...PLAIN, ids: ['CVE-2026-90001'], reason: 'x', exact: false, at: '.grype.yaml:2:5' },
        { ...PLAIN, ids: [], filter: 'fix-state fixed; name a; version 1; type deb; language go; location /b', at: '.grype.yaml:3:5' },
      ],
    ],
    [
      "the list of Amazon Inspector's Action",
      '.inspector-ignore',
      '# base image\nCVE-2026-90001 # MariaDB: no fix\nCVE-2026-90002#x\n\n',
      [
        { ...PLAIN, ids: ['CVE-2026-90001'], reason: 'MariaDB: no fix', at: '.inspector-ignore:2:1' },
        { ...PLAIN, ids: ['CVE-2026-90002'], reason: 'x', at: '.inspector-ignore:3:1' },
      ],
    ],
    [
      'the list of ecr-scan-image',
      '.ecr-scan-image-ignore',
      'CVE-2026-90001, CVE-2026-90002\nCVE-2026-90003 CVE-2026-90004,\n',
      [1, 2, 3, 4].map(each => ({
        ...PLAIN,
        ids: [`CVE-2026-9000${each}`],
        at: `.ecr-scan-image-ignore:${each < 3 ? 1 : 2}:${each % 2 === 1 ? 1 : each === 2 ? 17 : 16}`,
      })),
    ],
  ])('%s', (_, path, text, exceptions) => {
    const loading = load(path, text)
    expect(renderDiagnostics(loading.diagnostics)).toBe('')
    expect(loading.exceptions.map(describeException)).toEqual(exceptions)
  })
})

describe('what is wrong is an error with its place, and nothing of the file is used:', () => {
  test.each<[what: string, path: string, text: string, problem: string]>([
    ['a day that is none', '.trivyignore', 'CVE-2026-90001\nCVE-2026-90002 exp:2027-02-30\n', 'error wrong-value .trivyignore:2:16'],
    ['binary data', '.trivyignore', 'CVE-2026-90001\n\u0000\u0001', 'error exception-syntax .trivyignore'],
    ['no list of ids', '.inspector-ignore', '[default]\nkey = value\n', 'error exception-syntax .inspector-ignore'],
    ['another list', '.ecr-scan-image-ignore', '["CVE-2026-90001"]', 'error exception-syntax .ecr-scan-image-ignore'],
    ['YAML that ends early', '.trivyignore.yaml', 'vulnerabilities:\n  - id: "CVE-2026', 'error file-syntax .trivyignore.yaml:2:18'],
    [
      'a key twice',
      '.trivyignore.yaml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    id: CVE-2026-90002\n',
      'error file-syntax .trivyignore.yaml:3:5',
    ],
    ['no list', '.trivyignore.yaml', 'vulnerabilities: CVE-2026-90001\n', 'error wrong-value .trivyignore.yaml:1:18'],
    ['no map', '.trivyignore.yaml', 'vulnerabilities:\n  - CVE-2026-90001\n', 'error wrong-value .trivyignore.yaml:2:5'],
    [
      'a day in words',
      '.trivyignore.yaml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    expired_at: soon\n',
      'error wrong-value .trivyignore.yaml:3:17',
    ],
    [
      'a pattern that is open',
      '.trivyignore.yaml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    paths:\n      - "a/[b"\n',
      'error wrong-value .trivyignore.yaml:4:9',
    ],
    [
      'no package URL',
      '.trivyignore.yaml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    purls: [x]\n',
      'error wrong-value .trivyignore.yaml:3:13',
    ],
    [
      'a package URL that asks twice for one thing',
      '.trivyignore.yaml',
      'vulnerabilities:\n  - id: CVE-2026-90001\n    purls: ["pkg:npm/x?arch=a&arch=b"]\n',
      'error wrong-value .trivyignore.yaml:3:13',
    ],
    ['rules that are no list', '.grype.yaml', 'ignore: x\n', 'error wrong-value .grype.yaml:1:9'],
    ['a rule that is no map', '.grype.yaml', 'ignore:\n  - x\n', 'error wrong-value .grype.yaml:2:5'],
    ['a number', '.grype.yaml', 'ignore:\n  - package: { version: 1.10 }\n', 'error wrong-value .grype.yaml:2:25'],
    ['another file', '.grype.yaml', 'password: hunter2\n', 'error exception-syntax .grype.yaml:1:1'],
    ['no YAML', '.grype.yaml', 'hunter2: [\n', 'error exception-syntax .grype.yaml:2:1'],
    ['anchors', '.grype.yaml', 'ignore: &a\n  - vulnerability: CVE-2026-90001\n', 'error file-syntax .grype.yaml:1:9'],
  ])('%s', (_, path, text, problem) => {
    expect(told(path, text)).toEqual([problem])
  })
})

// The digest of exceptions has these texts.
test('filters that ask for different things have different texts', () => {
  const textOf = (path: string, text: string) =>
    load(path, text).exceptions.flatMap(each => (each.kind === 'finding' ? each.filter?.text : []))
  const trivy = (entry: string) => textOf('.trivyignore.yaml', `vulnerabilities:\n  - { id: CVE-2026-90001, ${entry} }\n`)
  const grype = (entry: string) => textOf('.grype.yaml', `ignore:\n  - package: { ${entry} }\n`)
  expect(trivy('paths: [a, b]')).toEqual(['paths a, b'])
  expect(trivy('paths: ["a, b"]')).toEqual(['paths "a, b"'])
  expect(trivy('paths: ["a; purls pkg:npm/x"]')).toEqual(['paths "a; purls pkg:npm/x"'])
  expect(grype('name: a, version: b')).toEqual(['name a; version b'])
  expect(grype('name: "a; version b"')).toEqual(['name "a; version b"'])
})

// Grype's configuration has passwords of registries, and a link of such a name may lead to any file.
describe('nothing of the file but its entries is shown:', () => {
  const registry = (password: string): string =>
    `registry:\n  auth:\n    - password: ${password}\nignore:\n  - vulnerability: CVE-2026-90001\n`
  test.each<[path: string, text: string, kind: string]>([
    ['.grype.yaml', registry('&a hunter2'), 'file-syntax'],
    ['.grype.yaml', registry('%hunter2'), 'file-syntax'],
    ['.grype.yaml', registry('x\n      password: hunter2'), 'file-syntax'],
    ['.grype.json', '{"registry": {"auth": [{"password": "hunter2"}]}, "fail-on-severity": "high"}', 'foreign-setting'],
    ['.grype.json', '{"registry": {"auth": [{"password": "hunter2"}]}, "ignore": [{"namespace": "x"}]}', 'foreign-entry'],
    ['.trivyignore.yaml', 'secrets:\n  token: hunter2\n', 'wrong-value'],
    ['.trivyignore.yaml', 'secrets: hunter2\n', 'wrong-value'],
    ['.trivyignore.yaml', 'secrets:\n  - hunter2\n', 'wrong-value'],
    ['.trivyignore.yaml', 'secrets:\n  - token: hunter2\nother: hunter2\n', 'foreign-entry'],
  ])('%s: %j', (path, text, kind) => {
    const { diagnostics } = load(path, text)
    expect(diagnostics.map(each => each.kind)).toContain(kind)
    expect(renderDiagnostics(diagnostics)).not.toContain('hunter2')
  })

  test('nor where an entry is', () => {
    const text = '{"registry": {"auth": [{"password": "hunter2"}]}, "ignore": [{"vulnerability": "CVE-2026-90001"}]}'
    const [exception] = load('.grype.json', text).exceptions
    expect(exception?.at).toEqual({ file: '.grype.json', line: 1, column: 62 })
  })
})

describe('what cannot be said here accepts nothing, and is told:', () => {
  const trivy = (entry: string): string => `vulnerabilities:\n  - id: CVE-2026-90001\n    ${entry}\n`
  const grype = (entry: string): string => `ignore:\n  - vulnerability: CVE-2026-90001\n    ${entry}\n`
  test.each<[path: string, text: string, at: string]>([
    ['.trivyignore', 'cve-2026-90001\n', '1:1'],
    ['.trivyignore', 'CVE-2026-1\n', '1:1'],
    ['.trivyignore', '\nAVD-AWS-0175\n', '2:1'],
    ['.trivyignore.yaml', trivy('path: [a]'), '3:5'],
    ['.trivyignore.yaml', trivy('paths: [/a]'), '3:13'],
    ['.trivyignore.yaml', trivy('purls: ["pkg:deb/debian/a?arch=amd64"]'), '3:13'],
    ['.trivyignore.yaml', 'vulnerabilities:\n  - paths: [a]\n', '2:5'],
    ['.grype.yaml', grype('namespace: nvd:cpe'), '3:5'],
    ['.grype.yaml', grype('match-type: cpe-match'), '3:5'],
    ['.grype.yaml', grype('vex-status: fixed'), '3:5'],
    ['.grype.yaml', grype('vex-justification: x'), '3:5'],
    ['.grype.yaml', grype('fix-state: not-fixed'), '3:16'],
    ['.grype.yaml', grype('package: { upstream-name: x }'), '3:16'],
    ['.grype.yaml', grype('package: { name: "(x" }'), '3:22'],
    ['.grype.yaml', grype('package: { location: "/[x" }'), '3:26'],
    ['.grype.yaml', grype('package: { nmae: x }'), '3:16'],
    ['.grype.yaml', grype('package:'), '3:5'],
    ['.grype.yaml', 'ignore:\n  - reason: x\n', '2:5'],
  ])('%s: %j', (path, text, at) => {
    expect(told(path, text)).toEqual([`warning foreign-entry ${path}:${at}`])
    expect(load(path, text).exceptions).toEqual([])
  })

  test('an entry beside it is used', () => {
    const { exceptions } = load('.grype.yaml', `${grype('namespace: x')}  - vulnerability: CVE-2026-90002\n`)
    expect(exceptions.map(describeException)).toEqual([{ ...PLAIN, ids: ['CVE-2026-90002'], at: '.grype.yaml:4:5' }])
  })
})

test('a file with none of the keys of its tool is told which it may have', () => {
  const [problem] = load('.trivyignore.yaml', 'vulnerabilites:\n  - id: CVE-2026-90001\n').diagnostics
  expect(problem?.help).toContain('has none of its keys, such as vulnerabilities;')
  expect(load('.grype.yaml', 'ignores: []\n').diagnostics[0]?.help).toContain('has none of its keys, such as ignore;')
})

describe('says of what it does not read whether the gate is stricter without it:', () => {
  test.each([
    ['.grype.yaml', 'fail-on-severity: high\nignore: []\n', 'without it the gate may be laxer than Grype'],
    ['.grype.yaml', 'only-fixed: true\nignore: []\n', 'without it the gate is stricter than Grype'],
    ['.grype.yaml', 'ignore: []\ndb: {}\n', 'of Grype\'s configuration only ignore is read, and not "db"'],
    ['.grype.yaml', 'ignore:\n  - { vulnerability: CVE-2026-90001, namespace: x }\n', 'where Grype ignores more, the gate is stricter'],
    ['.trivyignore.yaml', 'misconfigurations:\n  - id: AVD-DS-0001\n', 'not what ECR finds'],
    ['.trivyignore', 'AVD-DS-0001\n', 'nothing on line 1 is accepted: it is not the id of a vulnerability'],
    ['.trivyignore', 'AVD-DS-0001\nAVD-DS-0002\n', 'nothing on lines 1, 2 is accepted: they are not ids of vulnerabilities'],
    ['.inspector-ignore', 'CVE-2026-90001\nAVD-DS-0001\n', 'nothing on line 2 is accepted: it is not the id of a vulnerability'],
    ['.ecr-scan-image-ignore', 'CVE-2026-90001\nCVE-2026-90002 x\n', 'nothing on line 2 is accepted: it has more than ids'],
    ['.trivyignore', 'CVE-2026-90001 CVE-2026-90002\n', 'one id stands on a line'],
    ['.trivyignore', '# nothing yet\n', 'this file names no finding'],
    ['.trivyignore.yaml', '', 'this file names no finding'],
    ['.trivyignore.yaml', 'vulnerabilities: []\n', 'this file names no finding'],
    ['.grype.yaml', 'ignore: []\n', 'this file names no finding'],
  ])('%s: %j', (path, text, message) => {
    const { diagnostics } = load(path, text)
    expect(diagnostics.map(each => each.message).join('\n')).toContain(message)
    expect(diagnostics.filter(({ level }) => level === 'error')).toEqual([])
  })
})

test('shows nothing of a file that a link of such a name leads to', () => {
  const secret = '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n'
  for (const path of ['.trivyignore', '.trivyignore.yaml', '.grype.yaml', '.inspector-ignore', '.ecr-scan-image-ignore'])
    for (const text of [secret, `token: wJalrXUtnFEMI\n`, `{"token": "wJalrXUtnFEMI"}`, `"wJalrXUtnFEMI`]) {
      const { diagnostics, exceptions } = load(path, text)
      expect(exceptions).toEqual([])
      expect(diagnostics.length).toBeGreaterThan(0)
      expect(renderDiagnostics(diagnostics)).not.toMatch(/wJalr|AKIA|token/)
    }
})

test('hostile text does not reach a terminal', () => {
  const text = 'CVE-2026-90001 # \u001b[31m::error::x\u202e\nCVE-2026-\u202e\n'
  for (const unsafe of ['\u001b', '\u202e']) expect(renderDiagnostics(load('.trivyignore', text).diagnostics)).not.toContain(unsafe)
  const rule = 'ignore:\n  - { vulnerability: CVE-2026-90001, "\\u001b[31m": x }\n'
  expect(renderDiagnostics(load('.grype.yaml', rule).diagnostics)).not.toContain('\u001b')
})

test('among rules such a file is an error', () => {
  const { diagnostics } = loadRules([{ path: 'rules/.trivyignore', text: 'CVE-2026-90001\n' }])
  expect(diagnostics.map(({ message, help }) => [message, help])).toEqual([
    ['expected rules, found by its name a file of Trivy', 'name it under exceptions'],
  ])
})

describe('is known by its name', () => {
  test.each([
    ['a/b/.trivyignore', undefined, 'trivy'],
    ['C:\\a\\.grype.yml', undefined, 'grype'],
    ['ssm:/team/.trivyignore', { name: '/team/.trivyignore', arn: 'x', version: 1 }, 'trivy'],
    ['s3://b/team/.trivyignore.yaml?versionId=a%2Fb', undefined, 'trivy-yaml'],
    ['x.trivyignore', undefined, undefined],
    ['.trivyignore/x.yml', undefined, undefined],
    ['trivyignore', undefined, undefined],
  ])('%s', (path, stored, form) => {
    expect(toolOf({ path, ...(stored && { stored }) })?.form).toBe(form)
  })
})

describe('patterns take no longer for hostile texts', () => {
  const long = 'a'.repeat(20_000)
  test('of names', () => {
    expect(compileNamePattern('((((a*)*)*)*)*b')?.(long)).toBe(false)
    expect(compileNamePattern('(a|a)*(a|a)*(a|a)*c')?.(long)).toBe(false)
  })
  test('of paths', () => {
    expect(compilePathPattern('**/**/**/*a*a*a*b', '^')?.(`${'a/'.repeat(10_000)}c`)).toBe(false)
  })
  test('and ones that are too long or too deep are not read', () => {
    expect(compileNamePattern(`${'('.repeat(400)}${')'.repeat(400)}`)).toBeUndefined()
    expect(compilePathPattern(`${'{'.repeat(400)}${'}'.repeat(400)}`, '^')).toBeUndefined()
    expect(compileNamePattern(`${long}.*`)).toBeUndefined()
  })
})
