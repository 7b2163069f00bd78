// The Action as the runner starts it: every declared input is in the environment, as an empty string if it has no default.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ROOT, runBundle } from '../e2e/command.ts'
import { readOutputs, toEnv } from '../e2e/runner.ts'
import { makeFolder } from '../folder.ts'
import { ACCOUNT, CLEAN, env, HIGH, LOW, storeImage } from './moto.ts'

async function runAction(inputs: Readonly<Record<string, string>>) {
  const base = makeFolder({ output: '', summary: '' })
  const { inputs: declared } = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: Record<string, { default?: string }> }
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, input]) => [name, input.default ?? '']))
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_STEP_SUMMARY: join(base, 'summary'), RUNNER_TEMP: base }
  const { code, out, err } = await runBundle('action.cjs', [], { env: { ...env, ...files, ...toEnv({ ...defaults, ...inputs }) } })
  return {
    code,
    log: out,
    err,
    outputs: readOutputs(files.GITHUB_OUTPUT),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  }
}

describe('the Action', () => {
  test('fails the step on HIGH findings, with an annotation, outputs and a summary', async () => {
    const { name, repository, digest } = await storeImage(HIGH)
    const { code, log, err, outputs, summary } = await runAction({ image: `${name}:1.4.2`, 'audit-source': 'none' })
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(outputs).toMatchObject({ verdict: 'fail', critical: '0', high: '2', medium: '0', low: '1', digest })
    expect(outputs['reasons']).toContain(`2 HIGH in ${repository}`)
    expect(log).toMatch(/^::error title=ECR Gate::fail: do not deploy/m)
    expect(summary).toMatch(/^## ❌ ECR Gate: fail: do not deploy\n/)
  })

  test('passes the step on LOW findings', async () => {
    const { name, digest } = await storeImage(LOW)
    const inputs = { image: `${name}:1.4.2\n`, 'audit-source': 'none', 'allowed-account-ids': ACCOUNT }
    const { code, err, outputs } = await runAction(inputs)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(outputs).toMatchObject({ verdict: 'pass', high: '0', low: '3', digest })
  })

  test('is undecided without the event history, however clean the image', async () => {
    const { name } = await storeImage(CLEAN)
    const { code, outputs, summary } = await runAction({ image: `${name}:1.4.2`, 'aws-attempts': '2' })
    expect(code).toBe(2)
    expect(outputs).toMatchObject({ verdict: 'undecided', reasons: expect.stringContaining('cloudtrail:LookupEvents') })
    expect(summary).toMatch(/^## ❔ ECR Gate: undecided/)
  })
})
