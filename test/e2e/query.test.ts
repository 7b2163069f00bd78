// `query`, `explain`, `lint`, `test`, `fmt` and help as processes.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/settings/commands.ts'
import { makeFolder } from '../folder.ts'
import { hasSharedData, sharedData } from '../shared.ts'
import { ecrGate, runExample } from './command.ts'

const DISCOVERY =
  'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")'

describe('query', () => {
  const events = ['{"id":1.0,"name":"a","big":12345678901234567890}', '{"id":2,"name":["a","b"]}', '{"id":3}', '{"id":3}']
  const input = `${events.join('\n')}\n`

  test('prints matching events as they were, in order, duplicates too', () => {
    expect(ecrGate(['query', 'name = "a" or id = 3', '-'], { input })).toMatchObject({ code: 0, out: input })
  })

  test('counts, and counts by a field', () => {
    expect(ecrGate(['query', 'id > 0', '-', '--count'], { input }).out).toBe('4\n')
    expect(ecrGate(['query', 'id > 0', '-', '--count-by', 'name'], { input }).out).toBe('(absent)\t2\na\t2\nb\t1\n')
    expect(ecrGate(['query', '--count-by=id', 'id > 0', '-'], { input }).out).toBe('3\t2\n1\t1\n2\t1\n')
  })

  test('puts an event that spanned lines on one, and leaves its texts alone', () => {
    const pretty = '{\n  "a": "two  blanks",\n  "b": [ 1.50, 2 ]\n}\n'
    expect(ecrGate(['query', 'b = 2', '-'], { input: pretty }).out).toBe('{"a":"two  blanks","b":[1.50,2]}\n')
  })

  test('exits 0 when nothing matches, 2 for a wrong filter', () => {
    expect(ecrGate(['query', 'id = 99', '-'], { input })).toMatchObject({ code: 0, out: '' })
    expect(ecrGate(['query', 'id == 99', '-'], { input })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('filter:1:4: expected a value after "="'),
    })
    expect(ecrGate(['query', 'id = 1', '-', '--count-by', 'a..b'], { input })).toMatchObject({ code: 2, out: '' })
  })

  test('reads every readable file before it exits 2', () => {
    const base = makeFolder()
    writeFileSync(join(base, 'a.ndjson'), '{"id":1}\n{"id":')
    writeFileSync(join(base, 'b.ndjson'), '{"id":2}\n')
    const { code, out, err } = ecrGate(['query', 'id > 0', base, join(base, 'missing')])
    expect({ code, out }).toEqual({ code: 2, out: '{"id":1}\n{"id":2}\n' })
    expect(err).toContain('a.ndjson:2:')
    expect(err).toContain('missing: no such file or folder')
  })

  test('warns of an unknown field on standard error and answers all the same', () => {
    const { code, out, err } = ecrGate(['query', 'eventname = "x"', '-'], { input: '{"eventname":"x"}' })
    expect({ code, out }).toEqual({ code: 0, out: '{"eventname":"x"}\n' })
    expect(err).toContain('did you mean "eventName"?')
  })

  test.each([
    ['{"eventSource":"s","stream\\u0055rl":"wss://secret"}'],
    ['{"eventSource":"s","responseElements":{"streamUrl":["wss://secret"],"tokenValue":12345678901}}'],
    ['{"eventSource":"s","responseelements":"{\\"streamUrl\\":\\"wss://secret\\"}"}'],
    ['{"eventSource":"s","responseelements":"{\\"stream\\\\u0055rl\\":\\"wss://secret\\"}","responseElements":{}}'],
    ['{"Events":[{"CloudTrailEvent":"{\\"eventSource\\":\\"s\\",\\"responseElements\\":{\\"streamUrl\\":\\"wss://secret\\"}}"}]}'],
    ['{"eventSource":"s","responseElements":{"STREAMURL":{"a":"wss://secret"}}}'],
  ])('hides the secrets of %s', input => {
    const filter = 'eventSource = "s"'
    for (const words of [
      ['query', filter, '-'],
      ['query', filter, '-', '--count-by', 'responseElements'],
      ['explain', 'responseElements != null', '--event', '-'],
    ]) {
      const { out } = ecrGate(words, { input })
      expect(out).not.toMatch(/secret|12345678901/)
      expect(out).not.toBe('')
    }
  })

  test('refuses --count beside --count-by', () => {
    expect(ecrGate(['query', 'a = 1', '-', '--count', '--count-by', 'a'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be used together'),
    })
  })

  test('never prints the streamUrl of a session', () => {
    const { out } = ecrGate(['query', 'eventName = "StartSession"', 'examples/cloudtrail'])
    expect(out).toContain('mallory')
    expect(out).not.toContain('wss://')
  })
})

describe('query over findings', () => {
  const imageId = { imageDigest: `sha256:${'a'.repeat(64)}`, imageTag: 'v1' }
  const entry = (cve: string, severity: string, status: string) => ({
    findingArn: `arn:${cve}`,
    severity,
    status,
    type: 'PACKAGE_VULNERABILITY',
    packageVulnerabilityDetails: { vulnerabilityId: cve, vulnerablePackages: [] },
  })
  const answer = (more: object = {}) => ({
    registryId: '111122223333',
    repositoryName: 'payments/api',
    imageId,
    imageScanStatus: { status: 'ACTIVE' },
    imageScanFindings: {
      imageScanCompletedAt: 1_790_000_000,
      enhancedFindings: [
        entry('CVE-2026-1001', 'HIGH', 'ACTIVE'),
        entry('CVE-2026-1002', 'LOW', 'ACTIVE'),
        entry('CVE-2026-1003', 'HIGH', 'SUPPRESSED'),
      ],
      findingSeverityCounts: { HIGH: 2, LOW: 1 },
    },
    ...more,
  })
  const input = JSON.stringify(answer())

  test('prints each open finding that matches as the event that rules see, and says of the others', () => {
    const { code, out, err } = ecrGate(['query', 'event_type = "finding" and severity = "HIGH"', '--findings', '-'], { input })
    expect(code).toBe(0)
    const [event, ...more] = out.trimEnd().split('\n')
    expect(JSON.parse(event ?? '')).toMatchObject({
      event_type: 'finding',
      id: 'CVE-2026-1001',
      severity: 'HIGH',
      image: { repositoryName: 'payments/api', tags: ['v1'] },
    })
    expect(more).toEqual([])
    expect(err).toContain('1 finding is closed or suppressed, so rules do not see it [not-open]')
  })

  test('counts them, and counts them by a field', () => {
    const ask = (...words: readonly string[]) =>
      ecrGate(['query', 'id starts_with "CVE-2026-1"', '--findings', '-', ...words], { input }).out
    expect(ask('--count')).toBe('2\n')
    expect(ask('--count-by', 'severity')).toBe('HIGH\t1\nLOW\t1\n')
  })

  test('exits 2 when the answer is not complete', () => {
    const { code, out, err } = ecrGate(['query', 'severity = "LOW"', '--findings', '-', '--count'], {
      input: JSON.stringify(answer({ nextToken: 'more' })),
    })
    expect({ code, out }).toEqual({ code: 2, out: '1\n' })
    expect(err).toMatch(/^payments\/api:v1@sha256:a{12}: .* \[incomplete\]$/m)
  })

  test('asks about events and findings in one go', () => {
    const { code, out } = ecrGate(['query', 'severity = "HIGH" or name = "a"', '-', '--findings', 'examples/findings.json', '--count'], {
      input: '{"name":"a"}',
    })
    expect({ code, out }).toEqual({ code: 0, out: '3\n' })
  })

  test('says where an answer belongs that is named as events, whether it matches or not, and the other way round', () => {
    for (const filter of ['severity = "HIGH"', 'severity != "HIGH"']) {
      const { code, err } = ecrGate(['query', filter, 'examples/findings.json'])
      expect(code).toBe(2)
      expect(err).toContain('it is an answer of DescribeImageScanFindings [not-cloudtrail]\n  help: give it with --findings')
    }
    const { code, err } = ecrGate(['query', 'severity = "HIGH"', '--findings', 'examples/cloudtrail'])
    expect(code).toBe(2)
    expect(err).toContain('these are CloudTrail events; give them with --events, or to query without a flag')
    expect(ecrGate(['query', 'severity = "HIGH"']).err).toContain('query needs FILTER PATH… or FILTER --findings FILE…')
  })
})

describe.skipIf(!hasSharedData)('query over real events', () => {
  const invictus = sharedData('cloudtrail/invictus')

  test('counts Information Discovery by event name', () => {
    expect(ecrGate(['query', DISCOVERY, invictus, '--count']).out).toBe('233\n')
    expect(ecrGate(['query', DISCOVERY, invictus, '--count-by', 'eventName']).out).toBe(
      'DescribeParameters\t122\nListTagsForResource\t82\nDescribeInstanceInformation\t27\nListInstanceAssociations\t2\n',
    )
    expect(ecrGate(['query', DISCOVERY, invictus]).out.trimEnd().split('\n')).toHaveLength(233)
  })

  test('counts the decrypted parameter reads', () => {
    expect(ecrGate(['query', 'requestParameters.withDecryption = true', invictus, '--count']).out).toBe('87\n')
  })

  test('reads what LookupEvents answered', () => {
    const file = sharedData('cloudtrail/lookup-events/aws_cloudtrail.jsonl')
    expect(ecrGate(['query', 'event_type = "cloudtrail"', file, '--count']).out).toBe('6\n')
    expect(ecrGate(['query', 'eventName = "TerminateInstances" and readOnly = false', file, '--count']).out).toBe('1\n')
  })
})

describe('the target of a recorded event', () => {
  const event = { eventSource: 'ssm.amazonaws.com', eventName: 'StartSession', requestParameters: { target: 'i-0abc12de34f567890' } }
  const input = JSON.stringify(event)

  test('is asked for by its id, wherever the call has it', () => {
    expect(ecrGate(['query', 'target.id = "i-0abc12de34f567890"', '-'], { input })).toMatchObject({ code: 0, out: `${input}\n` })
    expect(ecrGate(['explain', 'target.id = "i-0abc12de34f567890"', '--event', '-'], { input }).out).toContain('i-0abc12de34f567890')
  })

  test('is not described, so a question about its tags has no complete answer', () => {
    const { code, out, err } = ecrGate(['query', 'eventName = "StartSession" and target.tags.env = "prod"', '-'], { input })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('1 event may match: nothing describes the targets of recorded files [incomplete]')
    expect(ecrGate(['query', 'eventName = "SendCommand" and target.tags.env = "prod"', '-'], { input })).toMatchObject({ code: 0, err: '' })
  })

  test('is explained with what is not known of it', () => {
    const { out } = ecrGate(['explain', 'target.tags.env = "prod"', '--event', '-'], { input })
    expect(out).toContain('about a target that is not described, because names are asked for with the event history only')
  })
})

describe('explain', () => {
  test('says clause by clause what was found and why', () => {
    const { code, out } = ecrGate([
      'explain',
      'eventName = "StartSession" and not ip = "198.51.100.0/24"',
      '--event',
      'examples/event.json',
    ])
    expect(code).toBe(0)
    expect(out).toContain('fails  all of\n  holds  eventName = "StartSession"\n         found StartSession: the value equals it\n')
    expect(out).toContain('    holds  ip = "198.51.100.0/24"\n           found 198.51.100.7: the value equals it')
  })

  test('prints what a table in Athena would be asked for a filter', () => {
    const { code, out } = ecrGate(['explain', '--sql', 'eventName = "it\'s" and managementEvent = true', '--audit-window', '2d'])
    expect(code).toBe(0)
    expect(out).toContain("eventname = 'it''s'")
    expect(out).toContain('FROM "default"."cloudtrail_logs_pp"\nWHERE "timestamp" BETWEEN ')
    expect(out).toMatch(/^-- Not asked exactly, .* no column .*:\n-- {3}managementEvent = true$/m)
    expect(out).toMatch(/^-- No column: managementEvent\. .* undecided\.$/m)
    expect(out).toMatch(/\n[^-][^\n]*;\n$/)
  })

  test('prints it for a rule, and only for one about recorded calls', () => {
    const { code, out } = ecrGate(['explain', '--sql', '--rule', 'ecr-policy-public'])
    expect(code).toBe(0)
    expect(out).toContain('What rule ecr-policy-public could match from ')
    expect(out).toContain('because every row that has a policy comes back:\n--   policyPublic = true\n')
    expect(ecrGate(['explain', '--sql', '--rule', 'ecr-finding-by-path'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('rule ecr-finding-by-path is of type Finding'),
    })
  })

  test('explains a shipped rule over an image', () => {
    const { code, out } = ecrGate(['explain', '--rule', 'ecr-image-scan-findings-high', '--event', 'examples/findings.json'])
    expect(code).toBe(0)
    expect(out).toContain('found 2: the value is greater')
    expect(out).toContain('rule ecr-image-scan-findings-high matches')
  })

  test('only asks: a value in the wrong letter case is a warning, although a rule with it does not load', () => {
    const { code, err } = ecrGate(['explain', 'severity = "high"', '--event', 'examples/findings.json'])
    expect(code).toBe(0)
    expect(err).toContain('warning: no severity is "high": letter case matters [unknown-value]')
    const base = makeFolder()
    writeFileSync(join(base, 'low.yml'), 'name: x\ntype: Finding\nseverityOfAlerts: 1\nfilter: severity = "high"\n')
    expect(ecrGate(['lint', base])).toMatchObject({ code: 1, out: expect.stringContaining('did you mean "HIGH"?') })
    const checked = ecrGate(['check', '--findings', 'examples/findings.json', '--rules', base])
    expect(checked).toMatchObject({ code: 2, err: expect.stringContaining('no severity is "high": letter case matters') })
  })

  test('explains a Finding rule over each finding', () => {
    const base = makeFolder()
    writeFileSync(
      join(base, 'grave.yml'),
      'name: x\ntype: Finding\nseverityOfAlerts: 1\nfilter: severity = "HIGH" and lastInUseAt in (null, "x")\n',
    )
    const { code, out } = ecrGate(['explain', '--rule', 'grave', '--rules', base, '--event', 'examples/findings.json'])
    expect(code).toBe(0)
    expect(out.match(/rule grave matches/g)).toHaveLength(2)
    expect(out.match(/rule grave does not match/g)).toHaveLength(4)
    expect(out).toContain('found nothing: the field has no value, and the list contains null')
  })

  test.each([
    [
      'an answer',
      '{"repositoryName":"api","imageId":{"imageDigest":"sha256:a"},"imageScanFindings":{"findings":[{"name":"CVE-1","severity":"HIGH","severity":"LOW"}]}}',
      'severity',
    ],
    ['a record', '{"eventSource":"ecr.amazonaws.com","eventName":"DeleteRepository","eventName":"ListImages"}', 'eventName'],
  ])('and query refuse %s that says two things', (_, input, key) => {
    for (const args of [
      ['explain', 'severity = "LOW"', '--event', '-'],
      ['query', 'eventName != "x"', '-'],
    ]) {
      const { code, out, err } = ecrGate(args, { input })
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain(`has the key "${key}" twice in one object`)
    }
  })

  test('says that there is nothing to explain', () => {
    expect(ecrGate(['explain', 'a = 1', '--event', '-'], { input: '[]' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no event to explain'),
    })
  })

  test('refuses an unknown rule, a wrong filter, or both at once', () => {
    expect(ecrGate(['explain', '--rule', 'ecr-image-scan-findings-hihg', '--event', 'examples/event.json'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean "ecr-image-scan-findings-high"?'),
    })
    expect(ecrGate(['explain', 'a ==', '--event', 'examples/event.json']).code).toBe(2)
    expect(ecrGate(['explain', 'a = 1', '--rule', 'x', '--event', 'examples/event.json']).code).toBe(2)
    expect(ecrGate(['explain', 'a = 1', '--event', 'missing.json']).code).toBe(2)
  })
})

describe('rule files', () => {
  test('that load are questioned: each problem at its place, beside the shipped rules', () => {
    const file = join(makeFolder(), 'questions.yml')
    writeFileSync(
      file,
      `rules:
  - name: Commands
    type: CloudTrail
    severityOfAlerts: 3
    title: "{{requestParameters.instanceId}}"
    aggregateFields: [user, requestParameters.documentNam]
    filter: >-
      eventSource = "ssm.amazonaws.com"
      and eventName = "SendCommand" and requestParameters.documentHsh = "x"
    suppressions:
      - user = "x"
      - eventName like "Send"
  - name: Misspelled
    type: CloudTrail
    severityOfAlerts: 3
    filter: eventSource = "ssm.amazonaws.com" and eventName = "StartSesion"
  - name: One session
    type: CloudTrail
    severityOfAlerts: 3
    filter: eventSource = "ssm.amazonaws.com" and eventName = "StartSession" and user = "x" and errorCode = null
  - name: Never
    type: Finding
    severityOfAlerts: 3
    filter: event_type = "cloudtrail"
    aggregateFields: [id]
overrides:
  - rule: ssm-resume-session
    addSuppressions: [user = "y", eventSource like "ssm"]
`,
    )
    const { code, out, err } = ecrGate(['lint', file])
    expect(code).toBe(0)
    expect(
      out
        .split('\n')
        .filter(line => line.startsWith(file))
        .map(line => line.slice(file.length + 1).replace(/ warning: .*\[([a-z-]+)\]$/, ' [$1]')),
    ).toEqual([
      // What the loader sees, then what the questions find: of overrides, then rule by rule.
      '24:26: [unknown-value]',
      '28:35: [swallowed-rule]',
      '9:41: [unknown-field]',
      '5:13: [unknown-field]',
      '6:29: [unknown-field]',
      '12:9: [swallowed-rule]',
      '16:63: [unknown-operation]',
      '20:13: [shadowed-rule]',
      '24:13: [never-matches]',
    ])
    expect(err).toContain('4 rules and 1 override read, 0 errors')
  })

  test('the shipped ones lint and test green', () => {
    const noted = expect.stringMatching(/^rules\/schema\.json: note: .*\nrules\/schema\.policy\.json: note: .*\n$/)
    expect(ecrGate(['lint', 'rules'])).toMatchObject({ code: 0, out: noted, err: '66 rules read, 0 errors\n' })
    expect(ecrGate(['test', 'rules'])).toMatchObject({ code: 0, out: expect.stringMatching(/^66 rules, \d+ tests passed, 0 failed\n$/) })
    expect(ecrGate(['fmt', '--check', 'rules'])).toEqual({ code: 0, out: '', err: noted })
  })

  test('a warning is no error, an error is 1, a missing path is 2', () => {
    const base = makeFolder()
    const rule = (filter: string): string => `name: x\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: ${filter}\n`
    writeFileSync(join(base, 'warning.yml'), rule('eventname = "x"'))
    expect(ecrGate(['lint', base])).toMatchObject({ code: 0, err: expect.stringContaining('1 rule read, 0 errors, 1 warning') })
    writeFileSync(join(base, 'error.yml'), rule('eventName == "x"'))
    expect(ecrGate(['lint', base]).code).toBe(1)
    expect(ecrGate(['test', base]).code).toBe(1)
    expect(ecrGate(['fmt', base]).code).toBe(1)
    expect(ecrGate(['lint', join(base, 'missing')]).code).toBe(2)
  })

  test('a failing test is told with its rule', () => {
    const base = makeFolder()
    writeFileSync(
      join(base, 'own.yml'),
      'name: x\ntype: CloudTrail\nseverityOfAlerts: 1\nfilter: eventName = "x"\ntests: [{ name: y is x, matches: true, event: { eventSource: s, eventName: y } }]\n',
    )
    expect(ecrGate(['test', base])).toMatchObject({
      code: 1,
      out: 'fail own: y is x: expected a match, found none\n1 rule, 0 tests passed, 1 failed\n',
    })
  })

  test('fmt --check changes nothing, fmt does, and then there is nothing to do', () => {
    const base = makeFolder()
    const path = join(base, 'own.yml')
    const text = '# kept\nname: x\ntype: CloudTrail # kept too\nseverityOfAlerts: 1\nfilter: eventName=\'x\' AND ((user = "y"))\n'
    writeFileSync(path, text)
    expect(ecrGate(['fmt', '--check', base])).toMatchObject({ code: 1, out: `${path}\n` })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(ecrGate(['fmt', base])).toMatchObject({ code: 0, out: `${path}\n` })
    expect(readFileSync(path, 'utf8')).toBe(
      '# kept\nname: x\ntype: CloudTrail # kept too\nseverityOfAlerts: 1\nfilter: eventName = "x" and user = "y"\n',
    )
    expect(ecrGate(['fmt', '--check', base])).toEqual({ code: 0, out: '', err: '' })
  })
})

describe('help', () => {
  test.each(COMMANDS.map(({ name }) => name))('%s --help tells its settings and exit codes on standard output', name => {
    const { code, out, err } = ecrGate([name, '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^usage: ecr-gate /)
    expect(out).toContain('exit code: ')
  })

  // The examples speak of the repository's own files, so they run in a copy of what they need.
  test.each(COMMANDS.flatMap(({ examples }) => examples))('%s runs', async example => {
    const base = makeFolder()
    for (const name of ['examples', 'rules']) cpSync(name, join(base, name), { recursive: true })
    const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    const { code, err } = await runExample(words.slice(1), base)
    expect(err).not.toContain('[usage]')
    expect(code).toBeLessThan(2)
  })

  test('of an unknown command is wrong use', () => {
    expect(ecrGate(['help', 'chekc'])).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "check"?') })
  })

  test('--version is the one of package.json', () => {
    expect(ecrGate(['--version']).out.trim()).toBe((JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version)
  })
})
