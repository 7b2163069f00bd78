// VEX as its users meet it: a folder of files lets a blocked image pass, and a damaged file lets nothing pass.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { ecrGate, ROOT } from './command.ts'

const CHECK = ['check', '--findings', join(ROOT, 'examples/findings.json')]

function copyExamples(): string {
  const folder = makeFolder()
  cpSync(join(ROOT, 'examples/vex'), folder, { recursive: true })
  return folder
}

test('a folder of both formats, in every kind of report', () => {
  const vex = ['--vex', copyExamples()]
  expect(ecrGate(CHECK).code).toBe(1)
  const { code, out } = ecrGate([...CHECK, ...vex])
  expect({ code, verdict: out.split(':')[0] }).toEqual({ code: 0, verdict: 'warn' })
  for (const format of ['text', 'json', 'markdown', 'html', 'csv', 'sarif', 'junit'])
    expect(ecrGate([...CHECK, ...vex, '--format', format]).out).toContain('vulnerable_code_not_in_execute_path')
})

test('a damaged file: its place, exit code 2, and nothing of the others is applied', () => {
  const folder = copyExamples()
  const text = readFileSync(join(folder, 'payments-api.vex.json'), 'utf8')
  writeFileSync(join(folder, 'cut.vex.json'), `\ufeff${text.slice(0, text.indexOf('"products"')).replaceAll('\n', '\r\n')}`)
  const { code, out, err } = ecrGate([...CHECK, '--vex', folder, '--format', 'json'])
  expect(code).toBe(2)
  expect(err).toContain('cut.vex.json:10:7: expected a key in quotes, found the end of the file [vex-syntax]')
  expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', images: [] })
})

test('the policy names its files beside it, and binds those of the step', () => {
  const folder = copyExamples()
  const policy = join(folder, 'policy.yml')
  writeFileSync(policy, 'vex: [payments-api.vex.json, fast-router.cdx.json]\nlimits: { exceptions: { severity-at-most: medium } }\n')
  expect(ecrGate([...CHECK, '--policy', policy]).code).toBe(0)
  writeFileSync(policy, 'fail-on: high\nlimits: { exceptions: { severity-at-most: medium, never: true } }\n')
  expect(ecrGate([...CHECK, '--policy', policy, '--vex', folder])).toMatchObject({
    code: 1,
    err: expect.stringContaining('the policy lets VEX of a step let findings through up to medium'),
  })
  writeFileSync(policy, 'fail-on: high\nlimits: { exceptions: { severity-at-most: critical } }\n')
  expect(ecrGate([...CHECK, '--policy', policy, '--vex', folder])).toMatchObject({
    code: 2,
    err: expect.stringContaining('vex of the step lets findings through without an end'),
  })
})
