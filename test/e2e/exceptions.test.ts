// Exceptions as their users meet them: four lines let a blocked image pass, and a wrong file lets nothing pass.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { ecrGate, ROOT } from './command.ts'

interface Entry {
  severity: string
  packageVulnerabilityDetails: { vulnerabilityId: string }
}

/** The example with its first HIGH finding only. */
function oneHigh(folder: string): string {
  const answer = JSON.parse(readFileSync(join(ROOT, 'examples/findings.json'), 'utf8')) as {
    imageScanFindings: { enhancedFindings: Entry[]; findingSeverityCounts: Record<string, number> }
  }
  const { imageScanFindings: findings } = answer
  findings.enhancedFindings = findings.enhancedFindings.filter(({ severity }) => severity === 'HIGH').slice(0, 1)
  findings.findingSeverityCounts = { HIGH: 1 }
  const path = join(folder, 'findings.json')
  writeFileSync(path, JSON.stringify(answer))
  return path
}

function write(folder: string, text: string): string {
  const path = join(folder, 'exceptions.yml')
  writeFileSync(path, text)
  return path
}

const RIGHT = `exceptions:
  - id: CVE-2026-90001
    reason: not reachable
    expires: 2030-12-31
`

test('four lines let a blocked image pass', () => {
  const folder = makeFolder()
  const check = ['check', '--findings', oneHigh(folder)]
  expect(ecrGate(check)).toMatchObject({ code: 1, out: expect.stringContaining('fail: do not deploy') })
  const { code, out } = ecrGate([...check, '--exceptions', write(folder, RIGHT)])
  expect({ code, verdict: out.split(':')[0] }).toEqual({ code: 0, verdict: 'pass' })
  expect(out).toContain('accepted until 2030-12-31')
  expect(out).toContain('not reachable')
})

describe('no exception of a wrong file is applied, and the run judges nothing:', () => {
  test.each([
    [
      'an entry without an end',
      `${RIGHT}  - id: CVE-2026-90002\n    reason: later\n`,
      'exceptions.yml:5:5: the exception has no end',
      'write expires: 2027-01-31',
    ],
    [
      'an entry without a reason',
      `${RIGHT}  - id: CVE-2026-90002\n    expires: never\n`,
      'exceptions.yml:5:5: the exception has no "reason"',
      'write reason: ',
    ],
    ['a day that there is not', RIGHT.replace('12-31', '02-30'), 'exceptions.yml:4:14: expected a day', ''],
    [
      'a misspelled key',
      RIGHT.replace('expires', 'expiry'),
      'exceptions.yml:4:5: an exception has no field "expiry"',
      'did you mean "expires"?',
    ],
    ['no YAML', `${RIGHT}  - [\n`, 'exceptions.yml:', ''],
    [
      'a rule beside the exceptions',
      `${RIGHT}rules:\n  - { name: a, type: Finding, severityOfAlerts: 3, filter: 'severity = "LOW"' }\n`,
      'exceptions.yml: a file of exceptions holds exceptions only',
      'name this file under rules',
    ],
    [
      'an override beside the exceptions',
      `${RIGHT}overrides:\n  - { rule: ecr-put-image, enabled: false }\n`,
      'a file of exceptions holds exceptions only',
      '',
    ],
  ])('%s', (_, text, told, help) => {
    const folder = makeFolder()
    const { code, out, err } = ecrGate(['check', '--findings', oneHigh(folder), '--exceptions', write(folder, text)])
    expect({ code, accepted: out.includes('accepted') }).toEqual({ code: 2, accepted: false })
    expect(err).toContain(told)
    expect(err).toContain(help)
  })

  test.each([
    ['a file that is not there', 'nowhere.yml', 'nowhere.yml'],
    ['a report', join(ROOT, 'examples/report.json'), 'a saved report holds no rules and no exceptions'],
  ])('%s', (_, path, told) => {
    const { code, err } = ecrGate(['check', '--findings', oneHigh(makeFolder()), '--exceptions', path])
    expect(code).toBe(2)
    expect(err).toContain(told)
  })
})

test('exceptions beside the rules of a file are those of --rules', () => {
  const folder = makeFolder()
  const { code } = ecrGate(['check', '--findings', oneHigh(folder), '--rules', write(folder, RIGHT)])
  expect(code).toBe(0)
})

describe('files of other tools', () => {
  const EXAMPLES = join(ROOT, 'examples/foreign')

  test('let through what those tools ignore, and are shown as exceptions without an end', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, '.trivyignore'), 'CVE-2026-90001\n')
    const check = ['check', '--findings', oneHigh(folder), '--exceptions', join(folder, '.trivyignore')]
    const { code, out, err } = ecrGate(check)
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('warning') })
    expect(out).toContain('accepted for ever, as no end is given')
    expect(out).toContain('no reason given')
    const { exceptions } = JSON.parse(ecrGate([...check, '--format', 'json']).out) as { exceptions: readonly object[] }
    expect(exceptions).toMatchObject([
      { ids: ['CVE-2026-90001'], reason: 'no reason given', expires: null, untilFixed: false, state: 'used', findings: 1 },
    ])
  })

  test('are read from a folder, each by its name', () => {
    const { out } = ecrGate(['check', '--findings', join(ROOT, 'examples/findings.json'), '--exceptions', EXAMPLES, '--format', 'json'])
    const { exceptions } = JSON.parse(out) as { exceptions: readonly { at: string; state: string; filter: string | null }[] }
    expect(exceptions.map(({ at, state, filter }) => [at.slice(EXAMPLES.length + 1), state, filter])).toEqual([
      ['.grype.yaml:2:5', 'used', 'name curl|libcurl.*; type deb'],
      ['.trivyignore:2:1', 'used', null],
      ['.trivyignore.yaml:2:5', 'used', 'paths app/node_modules/**'],
    ])
  })

  test('that are damaged end the run, and nothing of any file is applied', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, '.trivyignore'), 'CVE-2026-90001 exp:soon\n')
    const check = [
      'check',
      '--findings',
      oneHigh(folder),
      '--exceptions',
      write(folder, RIGHT),
      '--exceptions',
      join(folder, '.trivyignore'),
    ]
    const { code, out, err } = ecrGate(check)
    expect({ code, accepted: out.includes('accepted') }).toEqual({ code: 2, accepted: false })
    expect(err).toContain('.trivyignore:1:16: expected a day behind "exp:"')
  })

  test('are bound by the limits of a policy', () => {
    const folder = makeFolder()
    const policy = join(folder, 'policy.yml')
    writeFileSync(policy, 'limits:\n  exceptions:\n    need-owner: true\n')
    const check = ['check', '--findings', oneHigh(folder), '--policy', policy, '--exceptions', join(EXAMPLES, '.trivyignore')]
    const { code, err } = ecrGate(check)
    expect(code).toBe(2)
    expect(err).toContain('.trivyignore:2:1: the exception needs an owner')
    expect(err).toContain('move the entry into a file of exceptions: there write owner: NAME')
    writeFileSync(policy, 'limits:\n  exceptions:\n    never: false\n')
    expect(ecrGate(check).code).toBe(0)
    const endless = [...check.slice(0, -1), join(EXAMPLES, '.grype.yaml')]
    expect(ecrGate(endless)).toMatchObject({ code: 2, err: expect.stringContaining('.grype.yaml:2:5: the exception needs a last day') })
  })

  test('are for lint to check, and for nobody here to write', () => {
    const folder = makeFolder()
    const path = join(folder, '.trivyignore')
    const text = 'CVE-2026-90001  \n'
    writeFileSync(path, text)
    expect(ecrGate(['lint', path])).toMatchObject({ code: 0, err: '0 rules and 1 exception read, 0 errors\n' })
    expect(ecrGate(['fmt', path])).toMatchObject({ code: 0, err: expect.stringContaining('is left as it is') })
    expect(ecrGate(['test', path])).toMatchObject({ code: 0, err: expect.stringContaining('no rules to test') })
    const accept = ['accept', 'CVE-2026-90002', '--reason', 'x', '--expires', '2030-12-31', '--exceptions', path]
    expect(ecrGate(accept)).toMatchObject({ code: 2, err: expect.stringContaining('name another file, such as ecr-gate-exceptions.yml') })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(ecrGate(['check', '--findings', oneHigh(folder), '--rules', path])).toMatchObject({
      code: 2,
      err: expect.stringContaining('name it under exceptions'),
    })
  })
})
