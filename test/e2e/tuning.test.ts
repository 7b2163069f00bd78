// What a security team does with the packs: exports from Threat Stack beside them, rules from several places, overrides.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Fields } from '../../src/json.ts'
import type { Report } from '../../src/report/report.ts'
import { makeRecord } from '../aws/events.ts'
import { startExampleAws } from '../aws/example.ts'
import { makeFolder } from '../folder.ts'
import { wordsOf } from '../report/gfm.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { ecrGate, ROOT, runBundle } from './command.ts'

const EVENTS = 'examples/cloudtrail'

// The answers of the API, as its documentation shows them; the rules are of our own making.
const API = {
  rulesetId: 'aaaaaaaa-1111-4222-8333-444444444444',
  createdAt: '2019-09-23T15:02:25.924Z',
  updatedAt: '2020-04-27T21:50:33.549Z',
}
const SESSIONS = {
  ...API,
  id: '11111111-2222-4333-8444-555555555555',
  name: 'CloudTrail: sessions',
  type: 'CloudTrail',
  title: 'CloudTrail: session by {{user}}',
  severityOfAlerts: 1,
  alertDescription: '',
  aggregateFields: ['user', 'eventName'],
  filter: "event_type = 'cloudtrail' AND eventName = 'StartSession'",
  window: 86_400,
  threshold: 1,
  suppressions: ["user = 'alice' OR user = 'bob'"],
  enabled: true,
}
const FILES = {
  ...API,
  id: '22222222-2222-4333-8444-555555555555',
  name: 'File: secrets opened',
  type: 'File',
  title: 'File: secrets opened: {{command}} on {{filename}}',
  severityOfAlerts: 3,
  aggregateFields: ['command', 'filename'],
  filter: 'user != "ts-user"',
  window: 86_400,
  threshold: 1,
  suppressions: [],
  fileIntegrityPaths: [{ path: '/home', recursive: true }],
  ignoreFiles: ['/home/.cache'],
  eventsToMonitor: ['open'],
  enabled: true,
}
const HOST = {
  ...API,
  id: '33333333-2222-4333-8444-555555555555',
  name: 'User: sudo',
  type: 'host',
  severityOfAlerts: 2,
  filter: "command = 'sudo'",
}
const EXPORTS: readonly (readonly [name: string, value: unknown, skipped: number])[] = [
  ['a single rule', SESSIONS, 0],
  ['an array', [FILES, SESSIONS, HOST], 2],
  ["a ruleset's rules", { rules: [SESSIONS, FILES] }, 1],
  [
    'a ruleset with its rules',
    { id: API.rulesetId, name: 'Base', description: 'ours', rulesIds: [SESSIONS.id], createdAt: API.createdAt, rules: [HOST, SESSIONS] },
    1,
  ],
]

const sessionOf = (role: string): Fields => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEGATE:payments-4711',
  arn: `arn:aws:sts::111122223333:assumed-role/${role.split('/').at(-1)}/payments-4711`,
  accountId: '111122223333',
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/${role}`, accountId: '111122223333' } },
})

function check(rules: readonly string[], ...words: readonly string[]): { code: number | null; err: string; report: Report } {
  const { code, out, err } = ecrGate(['check', '--events', EVENTS, '--rules', ...rules, '--format', 'json', ...words])
  return { code, err, report: JSON.parse(out) as Report }
}

describe('an export from Threat Stack', () => {
  test.each(EXPORTS)('%s lints, loads and judges', (_, value, skipped) => {
    const file = `${makeFolder({ 'export.json': JSON.stringify(value, null, 2) })}/export.json`
    const lint = ecrGate(['lint', file])
    expect(lint.code).toBe(0)
    expect(lint.out.split('is skipped: ECR Gate has no such events').length - 1).toBe(skipped)
    expect(lint.err).toContain('1 rule read, 0 errors')
    const { code, report } = check([file], '--packs', 'none')
    expect(code).toBe(1)
    expect(report.alerts).toMatchObject([{ ruleId: SESSIONS.id, title: 'CloudTrail: session by mallory', count: 1 }])
  })

  test('only a foreign rule is no rule to judge by', () => {
    const file = `${makeFolder({ 'export.json': JSON.stringify([FILES]) })}/export.json`
    const { code, err } = check([file], '--packs', 'none')
    expect(code).toBe(2)
    expect(err).toContain('no enabled rule can judge CloudTrail events')
  })

  test('a list of ids tells how to get the rules', () => {
    const file = `${makeFolder({ 'export.json': JSON.stringify({ ...API, name: 'Base', rules: [SESSIONS.id] }) })}/export.json`
    const lint = ecrGate(['lint', file])
    expect(lint.code).toBe(1)
    expect(lint.out).toContain('GET /v2/rulesets/ID/rules')
  })
})

const OWN = (name: string, extra = ''): string =>
  `name: ${name}\ntype: CloudTrail\nseverityOfAlerts: 3\nfilter: eventName = "GetParameter"\n${extra}`

describe('a file that only tunes, linted by itself', () => {
  const FILES = {
    'override.yml': 'overrides: [{ rule: sign-in-by-root, enabled: false }]',
    'exception.yml': 'exceptions: [{ rule: sign-in-by-root, filter: ip = "192.0.2.7", reason: ours, expires: 2030-12-31 }]',
    'policy.yml': 'fail-on: high\nlimits: { rules: { may-not-tune: [sign-in-by-root] } }',
    'own.yml': OWN('Another'),
    'root.yml': OWN('Root', 'id: sign-in-by-root\n'),
    'mistaken.yml': 'overrides: [{ rule: ssm-start-sesion, enabled: false }]',
  }
  const lint = (...files: readonly string[]) => ecrGate(['lint', ...files], { cwd: makeFolder(FILES) })

  test('may name every shipped rule', () => {
    expect(ecrGate(['lint', 'examples/tuning.yml'])).toMatchObject({ code: 0, out: '', err: '0 rules and 5 overrides read, 0 errors\n' })
  })

  test.each(['override', 'exception', 'policy'])('an %s of a rule that may be elsewhere is a warning', what => {
    const { code, out, err } = lint(`${what}.yml`)
    expect(code).toBe(0)
    expect(out).toContain(`no shipped rule is called "sign-in-by-root", and no file with rules was given`)
    expect(err).toContain('0 errors, 1 warning')
  })

  test.each(['override', 'exception', 'policy'])('an %s of a rule that no given file has is an error, once rules are given', what => {
    expect(lint(`${what}.yml`, 'own.yml')).toMatchObject({ code: 1, out: expect.stringContaining('there is no rule "sign-in-by-root"') })
    expect(lint(`${what}.yml`, 'root.yml')).toMatchObject({ code: 0, out: expect.not.stringContaining('sign-in-by-root') })
  })

  test('a name that is nearly that of a shipped rule is an error', () => {
    expect(lint('mistaken.yml')).toMatchObject({ code: 1, out: expect.stringContaining('did you mean "ssm-start-session"?') })
  })
})

describe('rules from several places', () => {
  test('folders, with JSON in them, and files stand beside the packs', () => {
    const folder = makeFolder({
      'team/one.yml': OWN('One'),
      'team/deep/two.yaml': OWN('Two'),
      'team/exported.json': JSON.stringify({
        name: 'Four',
        type: 'CloudTrail',
        severityOfAlerts: 1,
        filter: 'eventName = "GetParameter"',
      }),
      'central.json': JSON.stringify([{ name: 'Three', type: 'CloudTrail', severityOfAlerts: 3, filter: 'eventName = "GetParameter"' }]),
    })
    const { code, report } = check([`${folder}/team`, `${folder}/central.json`])
    expect(code).toBe(1)
    const own = report.rules.loaded.filter(({ file }) => file.startsWith(folder)).map(({ id }) => id)
    expect(own.sort()).toEqual(['exported', 'one', 'three', 'two'])
    expect(report.rules.loaded).toHaveLength(66 + 4)
    expect(new Set(report.alerts.map(({ ruleId }) => ruleId))).toContain('three')
  })

  test('two rules of the same id are an error, and nothing is judged', () => {
    const folder = makeFolder({ 'a/same.yml': OWN('One'), 'b/same.yml': OWN('Two') })
    const { code, report } = check([folder])
    expect(code).toBe(2)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join()).toContain('another rule has the id "same"')
  })
})

describe('replacement and overrides', () => {
  test('are in force, and the report names them', () => {
    const folder = makeFolder({ 'ssm-information-discovery.yml': OWN('Quiet discovery', 'enabled: false\n') })
    const { code, report } = check([folder, 'examples/tuning.yml'])
    expect(code).toBe(1)
    expect(report.reasons).toEqual([expect.stringContaining('[ssm-start-session]')])
    expect(report.alerts.map(({ ruleId }) => ruleId)).not.toContain('ssm-information-discovery')
    // The push in the examples was CI's, which the override suppresses.
    expect(report.alerts.map(({ ruleId }) => ruleId)).not.toContain('ecr-push-outside-ci')
    expect(report.rules.replaced).toEqual([{ id: 'ssm-information-discovery', by: `${folder}/ssm-information-discovery.yml` }])
    expect(report.rules.tuned).toEqual([
      { id: 'ecr-discovery', by: ['examples/tuning.yml'], fields: ['addSuppressions'] },
      { id: 'ecr-push-outside-ci', by: ['examples/tuning.yml'], fields: ['enabled', 'addSuppressions'] },
      { id: 'ssm-many-decrypted-parameter-reads', by: ['examples/tuning.yml'], fields: ['addSuppressions'] },
      { id: 'ssm-start-session', by: ['examples/tuning.yml'], fields: ['action'] },
      // The override tunes whatever rule bears the id, so the one that took the shipped one's place.
      { id: 'ssm-information-discovery', by: ['examples/tuning.yml'], fields: ['addSuppressions'] },
    ])
    for (const format of ['text', 'markdown']) {
      const { out } = ecrGate(['check', '--events', EVENTS, '--rules', folder, 'examples/tuning.yml', '--format', format])
      expect(wordsOf(out.replaceAll('\\', ''))).toContain('tuned: ecr-discovery (addSuppressions) by examples/tuning.yml')
      expect(wordsOf(out.replaceAll('\\', ''))).toContain('replaced: ssm-information-discovery by ')
    }
  })

  test("the gate's own calls are no alerts once its role is named, and the same calls of others are", async () => {
    const aws = await startExampleAws()
    for (const words of [['check'], ['doctor']]) {
      const image = ['--image', '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2']
      expect((await runBundle('cli.cjs', [...words, ...image], { env: aws.env })).code).toBeLessThan(2)
    }
    const calls = new Set(aws.requests.filter(({ service }) => service === 'ecr').map(({ operation }) => operation))
    expect(calls).toContain('DescribeImages')
    const told = (role: string): string[] => {
      const Records = [...calls].map(eventName =>
        makeRecord({ eventName, eventSource: 'ecr.amazonaws.com', userIdentity: sessionOf(role) }),
      )
      const file = `${makeFolder({ 'own.json': JSON.stringify({ Records }) })}/own.json`
      const { out } = ecrGate(['check', '--events', file, '--rules', 'examples/tuning.yml', '--format', 'json'])
      return (JSON.parse(out) as Report).alerts.map(({ ruleId }) => ruleId)
    }
    expect(told('ecr-gate')).toEqual([])
    expect(told('ecr-gate-2')).toContain('ecr-discovery')
    expect(told('x/ecr-gate')).toContain('ecr-discovery')
  })

  test('its reading of Parameter Store is none by the overrides of docs/rules.md, and any other reading is', async () => {
    const aws = await startExampleAws()
    aws.ssm.putParameter('/team/gate/policy', 'rules: ./rules/\n')
    aws.ssm.putParameter('/team/gate/rules/one', readFileSync(join(ROOT, 'examples/policy/rules/exploit-in-system.yml'), 'utf8'))
    const words = ['check', '--findings', 'examples/findings.json', '--policy', 'ssm:/team/gate/policy']
    expect((await runBundle('cli.cjs', words, { env: aws.env })).code).toBe(1)
    const calls = aws.requests.map(({ operation: eventName, input }) => ({
      eventName,
      requestParameters: Object.fromEntries(
        Object.entries(input).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
      ),
    }))
    expect(new Set(calls.map(({ eventName }) => eventName))).toEqual(new Set(['GetParameter', 'GetParametersByPath']))
    const [, overrides = ''] =
      /```yaml\n([^`]*ssm-decrypted-parameter-read\n[^`]*)```/.exec(readFileSync(join(ROOT, 'docs/rules.md'), 'utf8')) ?? []
    const rules = makeFolder({ 'own.yml': overrides })
    const told = (
      role: string,
      asked: readonly { readonly eventName: string; readonly requestParameters: Fields }[],
    ): readonly string[] => {
      // Each as often as it takes for many.
      const Records = asked.flatMap(call =>
        Array.from({ length: 25 }, () => makeRecord({ eventSource: 'ssm.amazonaws.com', userIdentity: sessionOf(role), ...call })),
      )
      const file = `${makeFolder({ 'own.json': JSON.stringify({ Records }) })}/own.json`
      const { out } = ecrGate(['check', '--events', file, '--rules', rules, '--format', 'json'])
      return (JSON.parse(out) as Report).alerts.map(({ ruleId }) => ruleId)
    }
    const both = new Set(['ssm-decrypted-parameter-read', 'ssm-many-decrypted-parameter-reads'])
    expect(told('ecr-gate', calls)).toEqual([])
    for (const other of [
      told('ecr-gate-2', calls),
      told('ecr-gate', [{ eventName: 'GetParameter', requestParameters: { name: '/db', withDecryption: true } }]),
    ])
      expect(new Set(other)).toEqual(both)
  })

  test('somebody else who pushes is told', () => {
    const folder = makeFolder({
      'tuning.yml':
        'overrides: [{ rule: ecr-push-outside-ci, enabled: true, addSuppressions: [arnRole starts_with "assumed-role/other/"] }]',
    })
    const { report } = check([folder])
    expect(report.alerts.find(({ ruleId }) => ruleId === 'ecr-push-outside-ci')).toMatchObject({ action: 'warn', count: 1 })
  })

  test.each([
    [
      'a rule that is not there',
      'overrides: [{ rule: ssm-start-sesion, enabled: false }]',
      'there is no rule "ssm-start-sesion" to override',
    ],
    [
      'a field set twice',
      'overrides: [{ rule: ssm-start-session, threshold: 2 }, { rule: ssm-start-session, threshold: 3 }]',
      'is already set',
    ],
    ['a field that is none', 'overrides: [{ rule: ssm-start-session, severity: 2 }]', 'an override has no field "severity"'],
  ])('%s leaves the verdict undecided', (_, text, message) => {
    const { code, report } = check([makeFolder({ 'tuning.yml': text })])
    expect(code).toBe(2)
    expect(report.verdict).toBe('undecided')
    expect(report.reasons.join()).toContain(message)
  })

  const FINDINGS = ['check', '--findings', 'examples/findings.json', '--untriaged', 'ignore']
  const SEVERITIES = ['critical', 'high', 'medium'].map(level => `ecr-image-scan-findings-${level}`)
  const tuneAll = (change: string): string =>
    makeFolder({ 'tuning.yml': `overrides:\n${SEVERITIES.map(id => `  - { rule: ${id}, ${change} }\n`).join('')}` })

  test.each([
    ['switched off', 'enabled: false'],
    ['made to count', 'threshold: 5'],
    ['suppressed by who called, which nobody did', `addSuppressions: ['user != "mallory"']`],
  ])('a gate whose Severity rules are all %s judges nothing', (_, change) => {
    const { code, out, err } = ecrGate([...FINDINGS, '--rules', tuneAll(change)])
    expect(code).toBe(2)
    expect(out).toContain('undecided: do not deploy')
    expect(err).toContain('no enabled rule can judge the findings of an image')
  })

  test('what a suppression took of an image is said beside the image', () => {
    const folder = tuneAll(`addSuppressions: ['awsRegion = "eu-central-1"']`)
    for (const format of ['text', 'markdown']) {
      const { code, out } = ecrGate([...FINDINGS, '--rules', folder, '--format', format])
      expect(code).toBe(0)
      expect(wordsOf(out.replaceAll('\\', ''))).toContain('suppressed by rule ecr-image-scan-findings-high: awsRegion = "eu-central-1"')
    }
    const { images } = JSON.parse(ecrGate([...FINDINGS, '--rules', folder, '--format', 'json']).out) as Report
    expect(images[0]?.notes).toEqual(SEVERITIES.slice(1).map(id => `suppressed by rule ${id}: awsRegion = "eu-central-1"`))
  })

  test('findings that a suppression took are counted', () => {
    const rule = {
      name: 'Findings',
      type: 'Finding',
      severityOfAlerts: 1,
      filter: 'severity in ("HIGH", "LOW")',
      aggregateFields: ['id'],
      suppressions: ['severity = "HIGH"'],
    }
    const file = `${makeFolder({ 'findings.json': JSON.stringify(rule) })}/findings.json`
    const { images } = JSON.parse(ecrGate([...FINDINGS, '--packs', 'none', '--rules', file, '--format', 'json']).out) as Report
    expect(images[0]?.notes).toEqual(['suppressed by rule findings: severity = "HIGH" (2 findings)'])
  })

  test('a suppression of one finding that would remove its whole image is refused by check and by lint, at its place', () => {
    const folder = makeFolder({
      'tuning.yml':
        'overrides:\n  - rule: ecr-image-scan-findings-high\n    addSuppressions:\n      - responseElements.imageScanFindings.findings.name = "CVE-2026-1"\n',
    })
    const gate = ecrGate([...FINDINGS, '--rules', folder])
    const lint = ecrGate(['lint', folder])
    expect([gate.code, lint.code]).toEqual([2, 1])
    for (const told of [gate.err, lint.out]) expect(told).toContain(`${folder}/tuning.yml:4:9: this suppression looks at single findings`)
  })

  test('a Severity rule that an override disables is named by the report', () => {
    const folder = makeFolder({ 'tuning.yml': 'overrides: [{ rule: ecr-image-scan-findings-high, enabled: false }]' })
    const { out } = ecrGate([...FINDINGS, '--rules', folder])
    expect(out).toContain('tuning.yml:1:21: rule "ecr-image-scan-findings-high" no longer fails the deployment: it is not enabled')
  })

  test.skipIf(!hasSharedData)('a YAML rule and an exported JSON rule in one folder are both in force', () => {
    const { code, report } = check([sharedData('cases/rules/yaml-beside-json')], '--packs', 'none')
    expect(report.rules.loaded.map(({ name }) => name).sort()).toEqual(['CloudTrail: SSM', 'other'])
    expect(code).toBe(1)
  })

  test('the rules of this project lint, beside their schema, which is named', () => {
    const { code, out } = ecrGate(['lint', 'rules'])
    expect(code).toBe(0)
    expect(out).toMatch(/^rules\/schema\.json: note: a JSON Schema is not a rule/)
  })

  test('an override of a pack that is not in use warns and goes on', () => {
    const folder = makeFolder({ 'tuning.yml': 'overrides: [{ rule: ecr-put-image, enabled: false }]' })
    const { code, err } = check([folder], '--packs', 'ssm')
    expect(code).toBe(0)
    expect(err).toContain('does nothing: its pack is not in use')
  })
})
