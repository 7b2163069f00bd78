// `ecr-gate check` as a process: verdicts, exit codes, formats, and that nothing wrong passes.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../folder.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { ecrGate, nodes } from './command.ts'

const FINDINGS = 'examples/findings.json'
const EVENTS = 'examples/cloudtrail'

function temporary(name: string, text: string): string {
  const path = join(makeFolder(), name)
  writeFileSync(path, text)
  return path
}

function report(...words: readonly string[]) {
  const { out, ...rest } = ecrGate(['check', ...words, '--format', 'json'])
  return { ...rest, ...(JSON.parse(out) as Record<string, never>) } as unknown as {
    code: number
    err: string
    verdict: string
    reasons: string[]
    alerts: { ruleId: string; count: number; action: string; eventIds: string[] }[]
    images: { uri: string; status: string; severityCounts: Record<string, number>; findings: Record<string, unknown>[] }[]
    coverage: { source: string; state: string }[]
    rules: { loaded: { id: string }[]; replaced: unknown[]; tuned: unknown[] }
  }
}

describe.each(nodes)('under %s', (_, node) => {
  test('fits the width that COLUMNS says, unless it writes to a file', () => {
    const base = makeFolder()
    const words = ['check', '--findings', FINDINGS]
    const { out } = ecrGate(words, { node, env: { COLUMNS: '60' } })
    ecrGate([...words, '--output', join(base, 'report.txt')], { node, env: { COLUMNS: '60' } })
    const longest = (text: string): number =>
      Math.max(...text.split('\n').map(line => (line.includes('.amazonaws.com/') ? 0 : line.length)))
    expect(longest(out)).toBeLessThanOrEqual(60)
    expect(longest(readFileSync(join(base, 'report.txt'), 'utf8'))).toBeGreaterThan(100)
  })

  test('a HIGH finding fails the gate, with reasons on standard output only', () => {
    const { code, out, err } = ecrGate(['check', '--findings', FINDINGS, '--events', EVENTS], { node })
    expect(code).toBe(1)
    expect(out).toMatch(
      /^fail: do not deploy\n\nWhat to do now\n {2}2 changes let .+\n\nWhy\n {2}1\. fail 2 HIGH in payments\/api:1\.4\.2@sha256:4f1c9a7be2d0: .* \[ecr-image-scan-findings-high\]\n/s,
    )
    expect(err).toBe('')
  })

  test('an unknown flag is wrong use', () => {
    expect(ecrGate(['check', '--finding', FINDINGS], { node })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean "--findings"?'),
    })
  })
})

describe('the verdict decides the exit code', () => {
  test.each([
    [['--findings', FINDINGS], 'fail', 1],
    [['--findings', FINDINGS, '--fail-on', 'critical'], 'warn', 0],
    [['--findings', FINDINGS, '--fail-on', 'never', '--untriaged', 'ignore'], 'warn', 0],
    [['--findings', FINDINGS, '--fail-on', 'critical', '--untriaged', 'fail'], 'fail', 1],
    [['--findings', FINDINGS, '--packs', 'none', '--fail-on', 'high'], 'fail', 1],
    [['--events', EVENTS], 'pass', 0],
    [['--events', EVENTS, '--rules', 'examples/rules'], 'warn', 0],
    [['--events', 'no-such-folder'], 'undecided', 2],
    [['--findings', FINDINGS, '--events', 'no-such-folder'], 'fail', 1],
    [['--findings', FINDINGS, 'no-such-file', '--fail-on', 'critical'], 'undecided', 2],
    [['--findings', EVENTS], 'undecided', 2],
    [['--findings', FINDINGS, '--packs', 'ssm'], 'undecided', 2],
    [['--findings', FINDINGS, '--packs', 'none'], 'undecided', 2],
    [['--events', EVENTS, '--packs', 'none'], 'undecided', 2],
    [['--events', EVENTS, '--packs', 'none', '--fail-on', 'high'], 'undecided', 2],
  ] as const)('%j: %s', (words, verdict, code) => {
    const outcome = report(...words)
    expect([outcome.verdict, outcome.code]).toEqual([verdict, code])
    expect(outcome.reasons.length).toBeGreaterThan(0)
  })
})

describe('the JSON report', () => {
  test('has what programs need', () => {
    const outcome = report('--findings', FINDINGS, '--events', EVENTS)
    expect(outcome.images).toMatchObject([
      {
        uri: expect.stringMatching(/^111122223333\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/payments\/api:1\.4\.2@sha256:/),
        digest: expect.stringMatching(/^sha256:/),
        platform: 'DEBIAN_12',
        status: 'ACTIVE',
        severityCounts: { HIGH: 2, MEDIUM: 2, LOW: 1, UNTRIAGED: 1 },
      },
    ])
    expect(outcome.images[0]?.findings[1]).toMatchObject({
      id: 'CVE-2026-90002',
      package: { name: 'fast-router', version: '4.2.0', fixedIn: '4.2.3' },
      path: 'app/node_modules/fast-router/package.json',
      severity: 'HIGH',
      state: 'open',
    })
    expect(outcome.alerts[0]).toMatchObject({
      ruleId: 'ecr-image-scan-findings-high',
      ruleName: 'CloudTrail: ECR Image Scan Findings – Severity HIGH',
      severityOfAlerts: 1,
      action: 'fail',
      title: 'HIGH findings in payments/api: 2',
      count: 1,
      eventIds: [],
    })
    expect(outcome.rules).toMatchObject({ replaced: [], tuned: [] })
    expect(outcome.rules.loaded).toHaveLength(66)
  })

  test("its times are whole seconds, as CloudTrail's are, whenever it runs", () => {
    const { out } = ecrGate(['check', '--findings', FINDINGS, '--events', EVENTS, '--format', 'json'])
    const times = out.match(/"\d{4}-\d\d-\d\dT[^"]*"/g) ?? []
    expect(times.length).toBeGreaterThan(20)
    expect(times.filter(time => !/T\d\d:\d\d:\d\dZ"$/.test(time))).toEqual([])
  })

  test('names what nobody asked for, which alters nothing', () => {
    expect(report('--events', EVENTS).coverage).toMatchObject([
      { source: 'findings', state: 'not requested' },
      { source: 'events', state: 'read' },
    ])
  })

  test('is printed when the rules are wrong too, and says why', () => {
    const rules = temporary('bad.yml', 'name: x\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: event_type == "cloudtrail"\nfiltr: x\n')
    const outcome = report('--findings', FINDINGS, '--rules', rules)
    expect(outcome).toMatchObject({ code: 2, verdict: 'undecided', alerts: [] })
    expect(outcome.reasons.join('\n')).toContain('bad.yml:4:20: expected a value after "=", found "="')
    expect(outcome.reasons.join('\n')).toContain('bad.yml:5:1: a rule has no field "filtr"')
    expect(outcome.err).toContain('  |                    ^\n  help: equality is written with one "="')
  })

  test('tells which shipped rules others stand in for', () => {
    const rules = temporary(
      'ecr-image-scan-findings-high.yml',
      'name: High but tolerated\ntype: CloudTrail\nseverityOfAlerts: 3\nfilter: eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0\n',
    )
    const outcome = report('--findings', FINDINGS, '--rules', rules)
    expect(outcome.rules.replaced).toEqual([{ id: 'ecr-image-scan-findings-high', by: rules }])
    expect(outcome.verdict).toBe('warn')
  })
})

describe('one image among several', () => {
  test('HIGH beside an unreadable one is fail, an unreadable one alone undecided', () => {
    const broken = temporary('broken.json', '{"imageScanFindings": {"findings": [')
    expect(report('--findings', FINDINGS, broken).verdict).toBe('fail')
    expect(report('--findings', broken)).toMatchObject({ verdict: 'undecided', code: 2 })
  })

  test('a file without an answer does not hide behind its neighbour in a folder', () => {
    const folder = makeFolder()
    const clean = {
      repositoryName: 'a',
      imageId: { imageTag: 'v1' },
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findings: [], findingSeverityCounts: {} },
    }
    writeFileSync(join(folder, 'a.json'), JSON.stringify(clean))
    expect(report('--findings', folder).verdict).toBe('pass')
    writeFileSync(join(folder, 'b.json'), '[]')
    expect(report('--findings', folder)).toMatchObject({ verdict: 'undecided', code: 2 })
  })

  test('files of other endings are named', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'a.json'), '{"Records":[]}')
    writeFileSync(join(folder, 'b.log'), '{"Records":[]}')
    expect(report('--events', folder)).toMatchObject({
      verdict: 'pass',
      err: expect.stringContaining('not read: b.log [passed-over]'),
    })
  })

  test('a refused run does not say that nothing was asked for', () => {
    expect(report('--findings', FINDINGS, '--packs', 'none').coverage).toMatchObject([
      { source: 'findings', state: 'gap', origin: FINDINGS },
      { source: 'events', state: 'not requested' },
    ])
  })

  test('a rule over what goes on now is told, where recorded files are judged', () => {
    const message = 'rule "own" is not evaluated: commands are in no recorded file'
    const rule = temporary('own.yml', 'name: x\ntype: Command\nseverityOfAlerts: 1\nfilter: state = "open"\n')
    expect(report('--events', EVENTS, '--rules', rule).err).toContain(`warning: ${message}`)
  })

  test('a failed scan is undecided beside a clean one', () => {
    const clean = {
      registryId: '1',
      repositoryName: 'a',
      imageId: { imageDigest: 'sha256:a' },
      imageScanStatus: { status: 'COMPLETE' },
      imageScanFindings: { findings: [], findingSeverityCounts: {} },
    }
    const failed = { registryId: '1', repositoryName: 'b', imageId: { imageDigest: 'sha256:b' }, imageScanStatus: { status: 'FAILED' } }
    const both = temporary('both.ndjson', `${JSON.stringify(clean)}\n${JSON.stringify(failed)}\n`)
    expect(report('--findings', both)).toMatchObject({ verdict: 'undecided', images: [{ status: 'COMPLETE' }, { status: 'FAILED' }] })
  })
})

describe('the other formats', () => {
  test('markdown holds the verdict, the reasons and the findings', () => {
    const { out, code } = ecrGate(['check', '--findings', FINDINGS, '--format', 'markdown'])
    expect(code).toBe(1)
    expect(out).toMatch(/^## ❌ ECR Gate: fail: do not deploy\n/)
    expect(out).toMatch(/^\| `openssl` \| `[^`]+` \| `[^`]+` \| 🟠\u00a0HIGH \| \[`CVE-2026-90001`\]\(https:\/\/[^ ]+\) \|/m)
  })

  test('--output writes the report to a file and leaves standard output empty', () => {
    const path = temporary('report.json', 'old')
    const { code, out, err } = ecrGate(['check', '--findings', FINDINGS, '--format', 'json', '--output', path])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('fail: do not deploy')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ verdict: 'fail' })
  })

  test('a report that cannot be written is no green light', () => {
    const { code, err } = ecrGate(['check', '--events', EVENTS, '--output', '/no/such/folder/report.txt'])
    expect(code).toBe(2)
    expect(err).toContain('the report cannot be written')
  })
})

describe('standard input', () => {
  test('is read as findings or as events', () => {
    expect(ecrGate(['check', '--findings', '-'], { input: readFileSync(FINDINGS) }).code).toBe(1)
    expect(ecrGate(['check', '--events', '-'], { input: readFileSync(`${EVENTS}/day.json`) }).code).toBe(0)
    expect(ecrGate(['check', '--events', '-'], { input: '' })).toMatchObject({ code: 2, err: expect.stringContaining('the file is empty') })
  })

  test('can be named only once', () => {
    expect(ecrGate(['check', '--findings', '-', '--events', '-'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('standard input can be read only once'),
    })
  })
})

describe('a wrong word', () => {
  test.each([
    [[], 'expected a command'],
    [['chek'], 'did you mean "check"?'],
    [['check'], 'there is nothing to judge: --image is missing'],
    [['check', 'x'], 'check does not take "x" here'],
    [['check', '--findings'], '--findings needs a value: FILE…'],
    [['check', '--findings', ''], '--findings needs a value'],
    [['check', '--findings', FINDINGS, '--fail-on', 'hihg'], 'did you mean "high"?'],
    [['check', '--findings', FINDINGS, '--fail-on'], '--fail-on needs a value: critical|high|medium|low|never'],
    [['check', '--findings', FINDINGS, '--fail-on=high', '--fail-on=low'], '--fail-on is given twice'],
    [['check', '--findings', FINDINGS, '--packs', 'ecr,smm'], 'there is no pack "smm"'],
    [['check', '--findings', FINDINGS, '--format', 'xml'], '--format cannot be "xml"'],
    [['check', '--findings', FINDINGS, '--count'], 'check has no flag "--count"'],
    [['query', 'a = 1'], 'query needs FILTER PATH…'],
    [['lint'], 'lint needs PATH…'],
    [['fmt', '-'], 'cannot take standard input'],
  ] as const)('%j is refused with the cure', (words, message) => {
    const { code, out, err } = ecrGate(words)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })
})

describe.skipIf(!hasSharedData)('real data', () => {
  test('Information Discovery fires on 231 events, two fewer than its filter matches', () => {
    const outcome = report('--events', sharedData('cloudtrail/invictus'))
    const alerts = outcome.alerts.filter(({ ruleId }) => ruleId === 'ssm-information-discovery')
    expect(alerts.reduce((sum, { count }) => sum + count, 0)).toBe(231)
    expect(new Set(alerts.flatMap(({ eventIds }) => eventIds)).size).toBe(231)
    // One script was run, and a rule of severity 2 warns of it (test/rules/invictus.test.ts has all alerts).
    expect(outcome.verdict).toBe('warn')
    expect(outcome.reasons).toEqual([expect.stringContaining('[ssm-run-script]')])
  })

  test.each([
    ['basic-awscli-example.json', 'warn'],
    ['basic-tdr-ecr-scan-failed.json', 'undecided'],
    ['basic-tdr-high-severity.json', 'fail'],
    ['basic-tdr-including-muted-vulnerability.json', 'fail'],
    ['basic-tdr-informational.json', 'pass'],
    ['basic-tdr-low-severity.json', 'pass'],
    ['basic-tdr-medium-severity.json', 'warn'],
    ['basic-tdr-mixed-severity.json', 'fail'],
    ['basic-tdr-muted-vulnerability.json', 'pass'],
    ['basic-tdr-no-findings.json', 'pass'],
    ['basic-tdr-undefined-severity.json', 'warn'],
    ['enhanced-eks-blueprints-centos8-1finding.json', 'warn'],
    ['enhanced-moto-fixture.json', 'warn'],
  ])('%s: %s', (name, verdict) => {
    expect(report('--findings', sharedData(`ecr/${name}`)).verdict).toBe(verdict)
  })

  test('a complete scan with an empty list passes and says "0 findings"', () => {
    const { code, out } = ecrGate(['check', '--findings', sharedData('ecr/basic-tdr-no-findings.json')])
    expect(code).toBe(0)
    expect(out).toContain('0 findings')
  })
})
