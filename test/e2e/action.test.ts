// The Action as the runner starts it: inputs in the environment, outputs and summary in files, annotations in the log.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { INPUTS } from '../../src/settings/commands.ts'
import { SETTINGS, type Setting } from '../../src/settings/table.ts'
import { makeFolder } from '../folder.ts'
import { ROOT } from './command.ts'
import { FRAME, obeyedCommands, readOutputs, toEnv } from './runner.ts'

function action(inputs: Readonly<Record<string, string>>, given: Readonly<Record<string, string>> = {}) {
  const base = makeFolder()
  const files = { GITHUB_OUTPUT: join(base, 'output'), GITHUB_STEP_SUMMARY: join(base, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const env = toEnv(inputs)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/action.cjs')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...files, ...env, ...given },
  })
  const outputs = readOutputs(files.GITHUB_OUTPUT)
  return { code: status, log: stdout, err: stderr, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') }
}

describe('the Action', () => {
  test('fails the step on HIGH findings, with an annotation, outputs and a summary', () => {
    const { code, log, outputs, summary, err } = action({
      findings: 'examples/findings.json',
      events: 'examples/cloudtrail',
      packs: 'ecr,ssm',
      untriaged: 'warn',
    })
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(log).toMatch(
      /^::error title=ECR Gate::fail: do not deploy%0A2 changes let the deployment through, .+%0A- .+%0AWhy:%0A- 2 HIGH in payments\/api:1\.4\.2@sha256:4f1c9a7be2d0: fast-router 4\.2\.0 \(fix 4\.2\.3\), /m,
    )
    expect(log).toContain('%0AThe summary of this run has all of it.%0Adocs/blocked.md of ECR Gate says what to do when the gate blocks.')
    expect(outputs).toMatchObject({ verdict: 'fail', reasons: expect.stringContaining('2 HIGH in payments/api:1.4.2') })
    expect(outputs).toMatchObject({ high: '2', accepted: '0' })
    expect(summary).toMatch(/^## ❌ ECR Gate: fail: do not deploy\n/)
  })

  test('shows what blocks and what to do below the folded details, and then each reason once', () => {
    const { log } = action({ findings: 'examples/findings.json', events: 'examples/cloudtrail' })
    const folded = log.slice(0, log.lastIndexOf('::endgroup::'))
    const shown = log.slice(folded.length)
    for (const text of ['2 findings block the deployment', 'CVE-2026-90001', 'What to do now']) {
      expect(shown).toContain(text)
      expect(folded).not.toContain(text)
    }
    expect(shown.split('2 HIGH in payments/api:1.4.2')).toHaveLength(2)
  })

  test('counts what counts and what is accepted, and names the exceptions in the summary', () => {
    const { code, outputs, summary } = action({ findings: 'examples/findings.json', exceptions: 'examples/exceptions.yml' })
    expect(code).toBe(0)
    // The two exceptions of examples/exceptions.yml accept the two HIGH findings of examples/findings.json.
    expect(outputs).toMatchObject({ verdict: 'warn', high: '0', medium: '2', accepted: '2' })
    expect(summary).toContain('let through: 2 accepted')
    expect(summary).toContain('### Exceptions: 2 used')
    expect(summary).toContain('| until `2030-12-31` | not reachable, the listener is not compiled in | `platform team` |')
  })

  test('passes the step with a warning below fail-on', () => {
    const { code, log, outputs } = action({ findings: 'examples/findings.json\n', 'fail-on': 'critical' })
    expect(code).toBe(0)
    expect(log).toMatch(/^::warning title=ECR Gate::warn: deployment is allowed/m)
    expect(outputs).toMatchObject({ verdict: 'warn' })
  })

  test.each<[Record<string, string>, string]>([
    [{}, 'there is nothing to judge: image is missing'],
    [{ finding: 'x' }, 'there is no input "finding"'],
    [{ findings: 'examples/findings.json', 'fail-on': 'hihg' }, 'did you mean "high"?'],
    [{ findings: 'no-such-file' }, 'no such file or folder'],
  ])('%j never ends green', (inputs, message) => {
    const { code, log, outputs } = action(inputs)
    expect(code).toBe(2)
    expect(log).toContain(message)
    // An empty text, or an output that is not set, is 0 to an expression.
    expect(outputs).toMatchObject({
      verdict: 'undecided',
      reasons: expect.stringMatching(/./),
      critical: 'unknown',
      high: 'unknown',
      accepted: 'unknown',
    })
  })

  test('says in every place that the inputs are wrong, and what was meant', () => {
    const { log, outputs, summary } = action({ findings: 'examples/findings.json', 'fail-on': 'hihg' })
    const told = 'fail-on cannot be "hihg"; did you mean "high"? It can be critical, high, medium, low or never.'
    const headline = 'nothing was judged: the settings or the rules are wrong'
    expect(log).toMatch(/^::error title=ECR Gate::fail-on cannot be "hihg" .*did you mean "high"\?.*nothing was judged/m)
    expect(outputs['reasons']).toBe(told)
    expect(summary).toContain(headline)
    expect(summary).toContain(told)
    for (const text of [log, summary]) expect(text).toContain('docs/blocked.md')
  })

  test('leads to the page about a blocked deployment in the repository that it was taken from', () => {
    const taken = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_ACTION_REPOSITORY: 'octo/ecr-gate', GITHUB_ACTION_REF: 'v1' }
    const address = 'https://github.com/octo/ecr-gate/blob/v1/docs/blocked.md'
    for (const inputs of [{ findings: 'examples/findings.json' }, { findings: 'examples/findings.json', 'fail-on': 'hihg' }]) {
      const { log, summary } = action({ ...inputs, 'json-file': join(makeFolder(), 'report.json') }, taken)
      expect(log).toContain(`docs/blocked.md says what to do when the gate blocks: ${address}\n`)
      expect(summary).toContain(`[\`docs/blocked.md\`](${address})`)
    }
  })

  test('obeys no command that hides in a finding', () => {
    const path = join(makeFolder(), 'findings.json')
    const findings = [{ name: '::set-env name=X::y\n::error::x', severity: '::add-mask::HIGH' }]
    writeFileSync(
      path,
      JSON.stringify({
        repositoryName: '::warning::r',
        imageScanStatus: { status: '::error::s' },
        imageScanFindings: { findings, findingSeverityCounts: {} },
      }),
    )
    const { log, code } = action({ findings: path })
    expect(code).toBe(2)
    expect(obeyedCommands(log, FRAME)).toEqual([expect.stringMatching(/^::error title=ECR Gate::undecided: do not deploy/)])
  })

  const answerOf = (repositoryName: string, i = 0): string =>
    JSON.stringify({
      registryId: '111122223333',
      repositoryName,
      imageId: { imageDigest: `sha256:${String(i).padStart(64, '0')}` },
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findings: [], findingSeverityCounts: {} },
    })

  test('gives no output that is longer than the runner takes: it is empty, and a warning says where the list is', () => {
    const findings = join(makeFolder({ 'all.ndjson': Array.from({ length: 3000 }, (_, i) => answerOf('payments/api', i)).join('\n') }))
    const { log, outputs } = action({ findings })
    expect(outputs).toMatchObject({ image: '', digest: '', reasons: expect.stringMatching(/./), report: expect.stringMatching(/./) })
    expect(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8')).images).toHaveLength(3000)
    for (const name of ['image', 'digest'])
      expect(log).toMatch(new RegExp(`^::warning title=ECR Gate::the output ${name} is empty: .* bytes.*${outputs['report']}`, 'm'))
  })

  test.each(['\n', '\r', '\r\n', '\u2028', '\u0085', '\v'])('gives one line for one image, whatever its name is (%j)', lineBreak => {
    const name = `payments/api${lineBreak}evil@sha256:${'0'.repeat(64)}`
    const { outputs } = action({ findings: makeFolder({ 'one.json': answerOf(name) }) })
    for (const output of ['image', 'digest']) expect((outputs[output] ?? '').split(/[\n\r\u2028\u0085\v]/)).toHaveLength(1)
    expect(outputs['image']).toContain('payments/api\\u{')
  })

  test('has no verdict when its outputs cannot be written', () => {
    const env = { PATH: process.env['PATH'], GITHUB_OUTPUT: join(makeFolder(), 'gone', 'output'), INPUT_FINDINGS: 'examples/findings.json' }
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/action.cjs')], { cwd: ROOT, encoding: 'utf8', env })
    expect(status).toBe(2)
    expect(stdout).toContain('::error')
    expect(stderr).not.toContain('    at ')
  })

  // A default in action.yml would be handed over like a value of the step, and would contradict a policy.
  test('declares the inputs that the settings name, and no default that a policy may change', () => {
    const declared = (parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { inputs: Record<string, { default?: string }> }).inputs
    expect(Object.keys(declared)).toEqual(INPUTS)
    for (const name of INPUTS) {
      const setting: Setting = SETTINGS[name]
      if (setting.of === 'gate') expect(declared[name]).not.toHaveProperty('default')
      else expect(declared[name]?.default).toBe(setting.expression ?? setting.default)
    }
  })
})
