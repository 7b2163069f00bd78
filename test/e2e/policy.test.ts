// One policy file for every surface: the Action and the command line judge by it alike, and refuse what contradicts it.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { makeEnhancedFindings } from '../aws/findings.ts'
import { makeManifest } from '../aws/images.ts'
import { startAws } from '../aws/server.ts'
import { makeFolder } from '../folder.ts'
import { PULL_REQUEST, pullOf } from '../github/payloads.ts'
import { startGitHub } from '../github/server.ts'
import { wordsOf } from '../report/gfm.ts'
import { ecrGate, ROOT, runBundle } from './command.ts'
import { prepareStep, readOutputs, toEnv } from './runner.ts'

const FINDINGS = join(ROOT, 'examples/findings.json')
const RULE = 'name: "Own: put"\ntype: CloudTrail\nseverityOfAlerts: 3\nfilter: eventName = "PutImage"\n'

/** A workspace with these files beside the findings of the example. */
function makeWorkspace(files: Readonly<Record<string, string>>): string {
  return makeFolder({ 'findings.json': readFileSync(FINDINGS, 'utf8'), ...files })
}

function check(cwd: string, ...words: readonly string[]) {
  const { code, out, err } = ecrGate(['check', '--findings', 'findings.json', '--format', 'json', ...words], { cwd })
  return { code, err, report: (out === '' ? undefined : JSON.parse(out)) as Report | undefined }
}

function action(cwd: string, inputs: Readonly<Record<string, string>>) {
  const files = { GITHUB_OUTPUT: join(cwd, 'output'), GITHUB_STEP_SUMMARY: join(cwd, 'summary') }
  for (const path of Object.values(files)) writeFileSync(path, '')
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/action.cjs')], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: cwd,
      RUNNER_TEMP: cwd,
      ...files,
      ...toEnv({ findings: 'findings.json', ...inputs }),
    },
  })
  return { code: status, log: stdout, outputs: readOutputs(files.GITHUB_OUTPUT), summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') }
}

describe('a policy', () => {
  const POLICY = 'fail-on: critical\nuntriaged: ignore\nrules: [own]\noverrides:\n  - { rule: ssm-start-session, action: fail }\n'

  test('has the same digest on the command line, in a step, and said setting by setting', () => {
    const folder = makeWorkspace({
      'sec/policy.yml': POLICY,
      'sec/own/put.yml': RULE,
      'tuning.yml': 'overrides:\n  - { rule: ssm-start-session, action: fail }\n',
    })
    const { report, code, err } = check(folder, '--policy', 'sec/policy.yml')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { outputs } = action(folder, { policy: 'sec/policy.yml', 'json-file': 'report.json' })
    const ofStep = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report
    const said = check(folder, '--fail-on', 'critical', '--untriaged', 'ignore', '--rules', 'sec/own', 'tuning.yml')
    expect(outputs).toMatchObject({ verdict: 'warn' })
    expect([report?.policyDigest, ofStep.policyDigest]).toEqual([said.report?.policyDigest, said.report?.policyDigest])
    expect(report?.verdict).toBe('warn')
    expect(report?.rules.loaded).toContainEqual(expect.objectContaining({ id: 'put', file: join('sec', 'own', 'put.yml') }))
    expect(report?.rules.tuned).toEqual([{ id: 'ssm-start-session', by: ['sec/policy.yml'], fields: ['action'] }])
  })

  test('shows the same rules to rules, explain and backtest', () => {
    const folder = makeWorkspace({ 'sec/policy.yml': POLICY, 'sec/own/put.yml': RULE })
    const { out } = ecrGate(['rules', '--policy', 'sec/policy.yml'], { cwd: folder })
    expect(out).toMatch(/^sec\/own$/m)
    expect(out).toContain('ecr-image-scan-findings-high by fail-on')
    writeFileSync(
      join(folder, 'event.json'),
      JSON.stringify({ eventVersion: '1.08', eventName: 'PutImage', eventSource: 'ecr.amazonaws.com' }),
    )
    const explained = ecrGate(['explain', '--rule', 'put', '--policy', 'sec/policy.yml', '--event', 'event.json'], { cwd: folder })
    expect(explained.out).toContain('rule put matches')
    const backtest = ecrGate(['backtest', '--events', 'event.json', '--policy', 'sec/policy.yml', '--format', 'json'], { cwd: folder })
    expect(JSON.parse(backtest.out)).toMatchObject({ rules: expect.anything() })
    expect(backtest.out).toContain('"put"')
  })

  test('has rules written out, with the lines of the file', () => {
    const wrong = 'fail-on: high\nrules:\n  - { name: Own, type: Finding, severityOfAlerts: 1, filter: severity == "HIGH" }\n'
    const folder = makeWorkspace({ 'policy.yml': wrong })
    const { code, err } = check(folder, '--policy', 'policy.yml')
    expect(code).toBe(2)
    expect(err).toMatch(/^policy\.yml:3:\d+: expected a value after "=", found "="/m)
    writeFileSync(join(folder, 'policy.yml'), wrong.replace('==', '='))
    expect(check(folder, '--policy', 'policy.yml').report?.rules.loaded).toContainEqual(
      expect.objectContaining({ id: 'own', file: 'policy.yml' }),
    )
  })

  test('that names a file called "-" reads it, and not standard input', () => {
    const folder = makeWorkspace({ 'policy.yml': 'fail-on: high\nrules: [./-]\n', '-': RULE })
    expect(check(folder, '--policy', 'policy.yml').report?.rules.loaded).toContainEqual(expect.objectContaining({ name: 'Own: put' }))
  })

  test('that contradicts the step judges nothing, and names both places', () => {
    const folder = makeWorkspace({ 'policy.yml': 'untriaged: fail\nfail-on: high\n' })
    const { code, log, outputs, summary } = action(folder, { policy: 'policy.yml', 'fail-on': 'critical' })
    const message = 'fail-on is critical in the step and high in policy.yml:2:10'
    expect(code).toBe(2)
    expect(log).toMatch(/^::error title=ECR Gate,file=policy\.yml,line=2::/m)
    expect(outputs).toMatchObject({
      verdict: 'undecided',
      reasons: expect.stringContaining(`policy.yml:2:10: ${message}; remove it in the step`),
    })
    expect(summary).toContain('nothing was judged: the settings or the rules are wrong')
    expect(wordsOf(summary)).toContain(`policy.yml:2:10: ${message}`)
  })

  test('that says what a default would say otherwise wins, because the step says nothing', () => {
    const folder = makeWorkspace({ 'policy.yml': 'untriaged: fail\nfail-on: never\n' })
    expect(action(folder, { policy: 'policy.yml' })).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  })

  test.each([
    ['is not there', 'gone.yml', 'gone.yml: no such file or folder'],
    ['is a link to credentials', 'link.yml', 'expected a policy'],
    ['is a folder', '.', 'it is a folder'],
  ])('that %s judges nothing, and shows nothing', (_, path, message) => {
    const folder = makeWorkspace({ 'outside/credentials': '[default]\naws_secret_access_key = SECRET\n' })
    symlinkSync('outside/credentials', join(folder, 'link.yml'))
    const { code, log, outputs } = action(folder, { policy: path })
    expect({ code, verdict: outputs['verdict'] }).toEqual({ code: 2, verdict: 'undecided' })
    expect(log).toContain(message)
    expect(log).not.toContain('SECRET')
  })

  // test/run/clash.test.ts has the files that it names.
  test.each(['fail-on: high\n', 'untriaged: never\n'])('is not written over: %j', policy => {
    const folder = makeWorkspace({ 'policy.yml': policy })
    expect(check(folder, '--policy', 'policy.yml', '--json-file', 'policy.yml').code).toBe(2)
    expect(action(folder, { policy: 'policy.yml', 'json-file': 'policy.yml' }).code).toBe(2)
    expect(readFileSync(join(folder, 'policy.yml'), 'utf8')).toBe(policy)
  })
})

describe('the limits of a policy', () => {
  const LIMITS = 'limits:\n  exceptions: { severity-at-most: medium, need-owner: true }\n  rules: { may-not-tune: [ssm-start-session] }\n'
  const EXCEPTION = '{ id: CVE-2026-90001, reason: why, owner: web, expires: 2099-01-01 }'

  test('bind what the step adds, and name both lines', () => {
    const folder = makeWorkspace({
      'policy.yml': `fail-on: high\n${LIMITS}`,
      'step.yml': 'overrides:\n  - { rule: ssm-start-session, enabled: false }\n',
      'exceptions.yml': 'exceptions:\n  - { id: CVE-2026-90001, reason: why, expires: never }\n',
    })
    const { code, report } = check(folder, '--policy', 'policy.yml', '--rules', 'step.yml', '--exceptions', 'exceptions.yml')
    expect(code).toBe(2)
    expect(report?.reasons.map(reason => reason.split('; ')[0])).toEqual([
      'step.yml:2:13: an override changes rule "ssm-start-session", which may not be tuned (policy.yml:4:27)',
      'exceptions.yml:2:5: the exception needs a last day (policy.yml:3:15)',
      'exceptions.yml:2:5: the exception needs an owner (policy.yml:3:43)',
    ])
  })

  test('do not bind the policy itself', () => {
    const folder = makeWorkspace({
      'policy.yml': [
        'fail-on: high',
        'overrides:',
        '  - { rule: ssm-start-session, action: fail }',
        'exceptions:',
        '  - exceptions.yml',
        '  - { id: CVE-2026-90002, reason: why, expires: never }',
        LIMITS,
      ].join('\n'),
      'exceptions.yml': 'exceptions:\n  - { id: CVE-2026-90001, reason: why, expires: never }\n',
    })
    const { report } = check(folder, '--policy', 'policy.yml')
    expect(report?.verdict).toBe('warn')
    expect(report?.exceptions.map(({ state }) => state)).toEqual(['used', 'used'])
    // A file stays the policy's when the step names it too.
    expect(check(folder, '--policy', 'policy.yml', '--exceptions', 'exceptions.yml').report?.verdict).toBe('warn')
  })

  test('keep an exception of the step from findings that are too severe', () => {
    const folder = makeWorkspace({ 'policy.yml': `fail-on: high\n${LIMITS}`, 'exceptions.yml': `exceptions:\n  - ${EXCEPTION}\n` })
    const words = ['--policy', 'policy.yml', '--exceptions', 'exceptions.yml']
    const { code, err } = check(folder, ...words)
    expect(code).toBe(1)
    expect(err).toContain('accepted nothing: the policy lets it accept findings up to medium, and CVE-2026-90001 is HIGH')
    writeFileSync(join(folder, 'policy.yml'), `fail-on: high\n${LIMITS.replace('medium', 'high')}`)
    expect(check(folder, ...words).report?.exceptions).toMatchObject([{ state: 'used' }])
  })

  test.each([
    [['--packs', 'ecr'], 'rule "ssm-start-session" may not be tuned, but is not in force: its pack is not in use'],
    [['--fail-on', 'never'], 'rule "ecr-image-scan-findings-high" may not be tuned, but is not in force: fail-on replaces it'],
  ])('keep a rule in force against %j', (words, message) => {
    const folder = makeWorkspace({
      'policy.yml': 'limits: { rules: { may-not-tune: [ssm-start-session, ecr-image-scan-findings-high] } }\n',
    })
    expect(check(folder, '--policy', 'policy.yml', '--events', 'findings.json').code).not.toBe(0)
    const { code, err } = check(folder, '--policy', 'policy.yml', ...words)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

test('lint, test and fmt take a policy file for one', () => {
  const folder = makeFolder()
  cpSync(join(ROOT, 'examples/policy'), folder, { recursive: true })
  expect(ecrGate(['lint', '.'], { cwd: folder })).toEqual({ code: 0, out: '', err: '1 rule, 1 override and 1 exception read, 0 errors\n' })
  expect(ecrGate(['test', '.'], { cwd: folder })).toMatchObject({ code: 0, out: '1 rule, 2 tests passed, 0 failed\n' })
  expect(ecrGate(['fmt', '--check', '.'], { cwd: folder })).toMatchObject({ code: 0, out: '' })
  const text = readFileSync(join(folder, 'policy.yml'), 'utf8')
  writeFileSync(
    join(folder, 'policy.yml'),
    text.replace('fail-on: high', 'fail-on: hgih').replace('[ssm-start-session]', '[ssm-start-sesion]'),
  )
  const { code, out } = ecrGate(['lint', 'policy.yml'], { cwd: folder })
  expect(code).toBe(1)
  expect(out).toMatch(/^policy\.yml:3:10: fail-on cannot be "hgih" \[usage\]$/m)
  writeFileSync(join(folder, 'policy.yml'), text.replace('[ssm-start-session]', '[ssm-start-sesion]'))
  expect(ecrGate(['lint', 'policy.yml'], { cwd: folder }).out).toContain('there is no rule "ssm-start-sesion" to protect')
})

describe('a pull request', () => {
  const FILES = {
    'security/policy.yml': 'fail-on: critical\nrules: own\n',
    'security/own/put.yml': RULE,
    'findings.json': readFileSync(FINDINGS, 'utf8'),
  }

  async function act(changed: readonly string[], refused = false, links: Readonly<Record<string, string>> = {}) {
    const [aws, github] = [await startAws(), await startGitHub()]
    github.pulls.push(pullOf(PULL_REQUEST) as NonNullable<ReturnType<typeof pullOf>>)
    github.changed.push(...changed)
    if (refused) github.fail('pulls/list-files', 'denied')
    const inputs = { findings: 'findings.json', policy: 'security/policy.yml', 'check-run': 'gate', 'html-file': 'report.html' }
    const { base, env, outputs } = prepareStep({ aws, github }, inputs, PULL_REQUEST)
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(base, path)), { recursive: true })
      writeFileSync(join(base, path), text)
    }
    for (const [link, target] of Object.entries(links)) {
      renameSync(join(base, link), join(base, target))
      symlinkSync(target, join(base, link))
    }
    const { code, out } = await runBundle('action.cjs', [], { env, cwd: base })
    expect(github.violations).toEqual([])
    const [summary, html] = ['summary', 'report.html'].map(name => readFileSync(join(base, name), 'utf8'))
    return { code, log: out, verdict: outputs()['verdict'], summary, html, check: github.checks[0] }
  }

  const told = (file: string) => `the change under test changes ${file}, a part of the policy that judges it`

  test.each(['security/policy.yml', 'security/own/put.yml', 'security/own/gone.yml'])(
    'that changes %s is judged, and the report says so on top',
    async file => {
      const { code, verdict, log, summary, html, check } = await act(['README.md', file])
      expect({ code, verdict }).toEqual({ code: 0, verdict: 'warn' })
      for (const text of [log, summary, html, check?.summary]) expect(wordsOf(text ?? '')).toContain(told(file))
      expect(
        wordsOf(summary ?? '')
          .split('\n')
          .slice(0, 4),
      ).toEqual([
        expect.stringMatching(/^## /),
        '',
        '> [!WARNING]',
        `> - ${told(file)}; review it as a change of the policy, or take the policy from another commit or repository (docs/policy.md)`,
      ])
      expect(check?.annotations).toContainEqual(expect.objectContaining({ path: file, start_line: 1, annotation_level: 'warning' }))
    },
  )

  test.each(['sec/policy.yml', 'sec/own/put.yml', 'security'])(
    'that changes %s, where a link leads to the policy, is told too',
    async file => {
      const { code, summary } = await act([file], false, { security: 'sec' })
      expect(code).toBe(0)
      expect(wordsOf(summary ?? '')).toContain(told(file))
    },
  )

  test.each([
    ['changes other files', ['README.md', 'policy.yml', 'security/README.md'], false],
    ['cannot be asked about', ['security/policy.yml'], true],
  ])('that %s is judged without a word', async (_, changed, refused) => {
    const { code, verdict, log, summary } = await act(changed, refused)
    expect({ code, verdict }).toEqual({ code: 0, verdict: 'warn' })
    for (const text of [log, summary]) expect(text).not.toContain('the change under test')
  })
})

describe('the base image in a policy', () => {
  const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
  const WARN = 'base-image-findings: warn\n'
  const LIMITS = 'limits: { exceptions: { severity-at-most: high } }\n'

  async function start() {
    const aws = await startAws()
    const built = makeManifest('api')
    const layer = built.layers[0]?.digest
    const [finding] = makeEnhancedFindings({ HIGH: 1 }).map(each => {
      const details = each['packageVulnerabilityDetails'] as { readonly vulnerablePackages: readonly object[] }
      const vulnerablePackages = details.vulnerablePackages.map(pack => ({ ...pack, sourceLayerHash: layer }))
      return { ...each, packageVulnerabilityDetails: { ...details, vulnerablePackages } }
    })
    const scan = [{ status: 'ACTIVE', completedAt: new Date().toISOString(), enhancedFindings: finding === undefined ? [] : [finding] }]
    aws.ecr.addImage({ repository: 'api', tags: ['1'], manifest: built, scan })
    const base = aws.ecr.addImage({
      repository: 'base',
      tags: ['1'],
      manifest: { ...makeManifest('base'), layers: built.layers.slice(0, 1) },
    })
    const other = aws.ecr.addImage({ repository: 'other', tags: ['1'], manifest: makeManifest('other') })
    const named = `${HOST}/base:1@${base.digest}`
    const run = async (policy: string, ...words: readonly string[]) => {
      const cwd = makeFolder({ 'policy.yml': policy })
      const all = ['check', '--image', `${HOST}/api:1`, '--audit-source', 'none', '--policy', 'policy.yml', '--format', 'json', ...words]
      const { code, out, err } = await runBundle('cli.cjs', all, { env: aws.env, cwd })
      return { code, err, report: (out === '' ? undefined : JSON.parse(out)) as Report | undefined }
    }
    return { run, named, both: `base-image:\n  - ${HOST}/other:1@${other.digest}\n  - ${named}\n` }
  }

  test('divides every image by the one that it is built on, and is bound by no limit of its own', async () => {
    const { run, both } = await start()
    const { code, err, report } = await run(both + WARN + LIMITS)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect([report?.verdict, report?.images[0]?.baseImage?.name, report?.diagnostics]).toEqual(['warn', `${HOST}/base:1`, []])
  })

  test('is not for a step to let through, nor to name another', async () => {
    const { run, named, both } = await start()
    const refused = await run(both + LIMITS, '--base-image-findings', 'warn')
    expect([refused.code, refused.report?.verdict]).toEqual([2, 'undecided'])
    expect(refused.err).toContain('base-image-findings of the step lets findings through without an end')
    const own = await run(WARN + LIMITS, '--base-image', named)
    expect([own.code, own.err.includes('base-image of the step lets findings through without an end')]).toEqual([2, true])
    const differs = await run(both + WARN, '--base-image', named)
    expect([differs.code, differs.err.includes('policy.yml')]).toEqual([2, true])
    expect((await run(WARN, '--base-image', named)).code).toBe(0)
  })
})
