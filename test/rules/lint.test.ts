// What the lint finds in sets of rules, with the exact messages, and what it must not report.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readOperations } from '../../build/operations.ts'
import { compileRule } from '../../src/rules/compile.ts'
import * as linter from '../../src/rules/lint/lint.ts'
import type { RuleProblem } from '../../src/rules/lint/linted.ts'
import { loadRules } from '../../src/rules/load.ts'
import { DEFAULT_AGGREGATE_FIELDS, type Rule } from '../../src/rules/rule.ts'

const operations = readOperations()
const lintRules = (rules: readonly Rule[], known = operations, others: readonly Rule[] = []): readonly RuleProblem[] =>
  linter.lintRules(rules.map(compileRule), known, others.map(compileRule))
const ECR = 'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and'
const SSM = 'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and'

type Part = Partial<Rule> & Pick<Rule, 'filter'>

function ruleOf(part: Part, position: number): Rule {
  const id = 'abc'.charAt(position) || `r${position}`
  return {
    id,
    name: id.toUpperCase(),
    type: 'CloudTrail',
    title: 't',
    severityOfAlerts: 3,
    alertDescription: '',
    aggregateFields: (part.type ?? 'CloudTrail') === 'CloudTrail' ? DEFAULT_AGGREGATE_FIELDS : null,
    window: 86_400,
    threshold: 1,
    suppressions: [],
    enabled: true,
    action: null,
    tags: [],
    references: [],
    tests: [],
    file: `${id}.yml`,
    ...part,
  }
}

// Each problem on one line: `rule field at word: message; help [kind]`, where the word is the text at the offset.
function lint(...parts: readonly (Part | string)[]): readonly string[] {
  const rules = parts.map((part, position) => ruleOf(typeof part === 'string' ? { filter: part } : part, position))
  return lintRules(rules, operations).map(({ rule, where: { field, index, offset }, level, kind, message, help }) => {
    expect(level).toBe(kind === 'hidden-field' ? 'error' : 'warning')
    const text = field === 'filter' ? rule.filter : (rule.suppressions[index ?? -1] ?? '')
    const word = /^(?:"[^"]*"|[\w.-]+)/.exec(text.slice(offset))?.[0]
    return `${rule.id} ${index ?? 'filter'} at ${word}: ${message}${help === undefined ? '' : `; ${help}`} [${kind}]`
  })
}

describe('operations', () => {
  test.each([
    [
      `${SSM} eventName = "StartSesion"`,
      ['a filter at "StartSesion": ssm.amazonaws.com has no operation "StartSesion"; did you mean "StartSession"? [unknown-operation]'],
    ],
    [
      `${SSM} eventName in ("StartSession", "sendCommand")`,
      ['a filter at "sendCommand": ssm.amazonaws.com has no operation "sendCommand"; did you mean "SendCommand"? [unknown-operation]'],
    ],
    [
      `${SSM} (eventName = "StartSession" or eventName = "PutImage")`,
      [
        'a filter at "PutImage": ssm.amazonaws.com has no operation "PutImage"; it is an operation of ecr.amazonaws.com [unknown-operation]',
      ],
    ],
    [
      `${SSM} eventName != "StartSesion"`,
      ['a filter at "StartSesion": ssm.amazonaws.com has no operation "StartSesion"; did you mean "StartSession"? [unknown-operation]'],
    ],
    [
      '(eventSource = "ecr.amazonaws.com" and eventName = "StartSession") or (eventSource = "ssm.amazonaws.com" and eventName = "StartSession")',
      [
        'a filter at "StartSession": ecr.amazonaws.com has no operation "StartSession"; it is an operation of ssm.amazonaws.com [unknown-operation]',
      ],
    ],
    [
      'eventSource in ("ecr.amazonaws.com", "ssm.amazonaws.com") and eventName in ("PutImage", "StartSession", "Wurzel")',
      ['a filter at "Wurzel": ecr.amazonaws.com and ssm.amazonaws.com have no operation "Wurzel" [unknown-operation]'],
    ],
    [
      `${SSM} eventName starts_with "Descirbe"`,
      ['a filter at eventName: no operation of ssm.amazonaws.com matches this together with the clauses before it [never-matches]'],
    ],
    [
      `${SSM} eventName starts_with "Start" and user = "x" and eventName like "Image"`,
      ['a filter at eventName: no operation of ssm.amazonaws.com matches this together with the clauses before it [never-matches]'],
    ],
    [
      `${SSM} user = "x" and user = "y"`,
      ['a filter at user: no CloudTrail event matches this together with the clauses before it [never-matches]'],
    ],
    [
      'eventSource = "ecr.amazonaws.com" and eventSource = "ssm.amazonaws.com" and eventName = "StartSesion"',
      ['a filter at eventSource: no CloudTrail event matches this together with the clauses before it [never-matches]'],
    ],
    [`${SSM} eventName = "ListInstanceAssociations" and requestParameters.anything = "x"`, []],
    [`${SSM} eventName like "Session" and eventName != "StartSession"`, []],
    ['eventSource = "iam.amazonaws.com" and eventName = "StartSesion"', []],
    ['eventSource in ("iam.amazonaws.com", "ssm.amazonaws.com") and eventName = "CreateUser"', []],
    ['eventName = "StartSesion"', []],
    ['eventSource like "ssm" and eventName = "StartSesion"', []],
  ])('%s', (filter, problems) => {
    expect(lint(filter)).toEqual(problems)
  })
})

describe('fields of requests and responses', () => {
  test.each([
    [
      'eventSource = "ecr.amazonaws.com" and target.name = "x"',
      ['a filter at target.name: no event of ecr.amazonaws.com has a target; only calls to Systems Manager have one [unknown-field]'],
    ],
    [`${SSM} eventName = "StartSession" and target.name = "x"`, []],
    [
      `${SSM} eventName = "SendCommand" and requestParameters.instanceId = "i-1"`,
      [
        'a filter at requestParameters.instanceId: the request of SendCommand has no field "instanceId"; did you mean "instanceIds"? [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName = "SendCommand" and requestParameters.DocumentName = "x"`,
      [
        'a filter at requestParameters.DocumentName: the request of SendCommand has no field "DocumentName"; did you mean "documentName"? [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName = "SendCommand" and not requestParameters.targets.kay = "x"`,
      [
        'a filter at requestParameters.targets.kay: the request of SendCommand has no field "kay" in "requestParameters.targets"; did you mean "key"? [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName = "SendCommand" and requestParameters.documentName.name = "x"`,
      [
        'a filter at requestParameters.documentName.name: the request of SendCommand has no field "name" in "requestParameters.documentName" [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName in ("StartSession", "ResumeSession") and responseElements.session = "x"`,
      [
        'a filter at responseElements.session: no response of ResumeSession and StartSession has a field "session"; did you mean "sessionId"? [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName in ("StartSession", "ResumeSession", "TerminateSession") and responseElements.session = "x"`,
      [
        'a filter at responseElements.session: no response of ResumeSession, StartSession and TerminateSession has a field "session"; did you mean "sessionId"? [unknown-field]',
      ],
    ],
    [
      `${ECR} eventName starts_with "Put" and requestParameters.repositryName = "x"`,
      [
        'a filter at requestParameters.repositryName: no request of the 9 possible operations of ecr.amazonaws.com has a field "repositryName"; did you mean "repositoryName"? [unknown-field]',
      ],
    ],
    [
      `${ECR} ((eventName = "PutImage" and requestParameters.imageTag = "x") or (eventName = "PutImageTagMutability" and requestParameters.imageTag = "x"))`,
      [
        'a filter at requestParameters.imageTag: the request of PutImageTagMutability has no field "imageTag"; expected one of repositoryName, imageTagMutability, registryId, imageTagMutabilityExclusionFilters [unknown-field]',
      ],
    ],
    [
      `${SSM} eventName in ("SendCommand", "GetDocument") and requestParameters.targets.kay = "x"`,
      [
        'a filter at requestParameters.targets.kay: no request of GetDocument and SendCommand has a field "kay" in "requestParameters.targets"; did you mean "key"? [unknown-field]',
      ],
    ],
    [
      `${SSM} (eventName = "SendCommand" and user = "x" or eventName = "GetDocument") and requestParameters.targets.kay = "x"`,
      [
        'a filter at requestParameters.targets.kay: no request of GetDocument and SendCommand has a field "kay" in "requestParameters.targets"; did you mean "key"? [unknown-field]',
      ],
    ],
    [
      `${ECR} eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingz.name = "said at load" and requestParameters.repositryName = "x"`,
      [
        'a filter at requestParameters.repositryName: the request of DescribeImageScanFindings has no field "repositryName"; did you mean "repositoryName"? [unknown-field]',
      ],
    ],
    [`${SSM} eventName = "SendCommand" and requestParameters.instanceIds.[0] = "i-1"`, []],
    [`${SSM} eventName = "SendCommand" and requestParameters.targets.[0].values = "x"`, []],
    [`${SSM} eventName = "SendCommand" and requestParameters = null and errorCode like "Denied"`, []],
    [`${SSM} eventName = "UpdateInstanceInformation" and requestParameters.whatever = "x"`, []],
    [`${SSM} eventName starts_with "Put" and requestParameters.accountIdsToAdd = "all" or ip = "1.2.3.4"`, []],
    [`${ECR} eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts.HIGH > 0`, []],
    [`${ECR} eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingz.name = "said at load"`, []],
    ['eventName = "SendCommand" and requestParameters.instanceId = "i-1"', []],
    ['eventSource = "ec2.amazonaws.com" and requestParameters.whatever = "x"', []],
  ])('%s', (filter, problems) => {
    expect(lint(filter)).toEqual(problems)
  })

  test('are all named where they are twelve, and none where they are more', () => {
    const request = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`field${i}`, '']))
    const service = {
      operations: { Few: { request: 'Twelve', response: 'Twelve' }, Many: { request: 'Thirteen', response: 'Twelve' } },
      structures: { Twelve: request(12), Thirteen: request(13) },
    }
    const helps = (name: string) => {
      const rule = ruleOf({ filter: `eventSource = "x.amazonaws.com" and eventName = "${name}" and requestParameters.other = "x"` }, 0)
      return lintRules([rule], { 'x.amazonaws.com': service }).map(({ message, help }) => [message, help])
    }
    expect(helps('Few')).toEqual([['the request of Few has no field "other"', `expected one of ${Object.keys(request(12)).join(', ')}`]])
    expect(helps('Many')).toEqual([['the request of Many has no field "other"', undefined]])
  })

  const commands = 'ask for requestParameters.documentName, instanceIds or targets; what was run is in the history of Run Command'
  const hides = (path: string, field: string, operation: string, instead: string, index = 'filter') =>
    `a ${index} at ${path}: CloudTrail hides "${field}" of ${operation}: it is always the string HIDDEN_DUE_TO_SECURITY_REASONS; ${instead} [hidden-field]`
  const parameters = 'requestParameters.parameters'
  const value = 'requestParameters.value'
  const named = 'ask for requestParameters.name, type or keyId'
  test.each<[string, readonly string[]]>([
    [
      `${SSM} eventName = "SendCommand" and ${parameters}.commands like "curl"`,
      [hides(`${parameters}.commands`, parameters, 'SendCommand', commands)],
    ],
    [`${SSM} eventName = "SendCommand" and ${parameters} like "curl"`, [hides(parameters, parameters, 'SendCommand', commands)]],
    [
      `${SSM} eventName = "SendCommand" and not ${parameters}.commands.[0] like "curl"`,
      [hides(`${parameters}.commands.`, parameters, 'SendCommand', commands)],
    ],
    [
      `${SSM} eventName starts_with "Send" and responseElements.command.parameters.commands in ("id", "whoami")`,
      [hides('responseElements.command.parameters.commands', 'responseElements.command.parameters', 'SendCommand', commands)],
    ],
    [`${SSM} eventName ends_with "Parameter" and ${value} like "AKIA"`, [hides(value, value, 'PutParameter', named)]],
    [`${SSM} eventName in ("PutParameter", "GetParameter") and ${value} != "x"`, [hides(value, value, 'PutParameter', named)]],
    [
      `${SSM} (eventName = "PutParameter" and ${value} = "x" or requestParameters.name = "x")`,
      [hides(value, value, 'PutParameter', named)],
    ],
    [
      `${SSM} eventName = "SendCommand" and ${parameters}.commands != null`,
      [hides(`${parameters}.commands`, parameters, 'SendCommand', commands)],
    ],
    [`${SSM} eventName = "SendCommand" and ${parameters} != null`, []],
    [`${SSM} eventName = "SendCommand" and ${parameters} in (null, "HIDDEN_DUE_TO_SECURITY_REASONS")`, []],
    [`${SSM} eventName = "PutParameter" and ${value} = "HIDDEN_DUE_TO_SECURITY_REASONS"`, []],
    [`${SSM} ${parameters}.commands like "curl"`, []],
    [`${SSM} ${value} like "AKIA"`, []],
    [`eventName = "SendCommand" and ${parameters}.commands like "curl"`, []],
  ])('that CloudTrail hides: %s', (filter, problems) => {
    expect(lint(filter).filter(line => !line.includes('mixed-joins'))).toEqual(problems)
  })

  test('that CloudTrail hides, in a suppression and in a title', () => {
    const suppressions = [`${parameters}.commands = "uptime"`]
    expect(lint({ filter: `${SSM} eventName = "SendCommand"`, suppressions })).toEqual([
      hides(`${parameters}.commands`, parameters, 'SendCommand', commands, '0'),
    ])
    const rule = ruleOf({ filter: `${SSM} eventName = "SendCommand"`, title: `{{${parameters}}} {{${parameters}.commands}}` }, 0)
    expect(lintRules([rule], operations)).toMatchObject([{ level: 'warning', kind: 'hidden-field', where: { field: 'title', offset: 33 } }])
  })

  test('in suppressions, for the operations that the filter can match', () => {
    const suppressions = ['requestParameters.documentNam = "x"', 'requestParameters.documentName = "x"', 'eventName = "SendComand"']
    expect(lint({ filter: `${SSM} eventName in ("SendCommand", "GetDocument")`, suppressions })).toEqual([
      'a 0 at requestParameters.documentNam: no request of GetDocument and SendCommand has a field "documentNam"; did you mean "documentName"? [unknown-field]',
      'a 2 at "SendComand": ssm.amazonaws.com has no operation "SendComand"; did you mean "SendCommand"? [unknown-operation]',
    ])
  })
})

describe('filters and suppressions that contradict one another', () => {
  test.each<[Part, readonly string[]]>([
    [
      { filter: 'event_type = "finding" and eventName = "x"' },
      ['a filter at event_type: no CloudTrail event matches this [never-matches]'],
    ],
    [
      { filter: 'user = "x" and (eventName = "a" or eventName = "b") and eventName = "c"' },
      ['a filter at eventName: no CloudTrail event matches this together with the clauses before it [never-matches]'],
    ],
    [
      { type: 'Finding', filter: 'event_type = "finding" and severety = "HIGH"' },
      ['a filter at severety: no finding matches this together with the clauses before it [never-matches]'],
    ],
    [{ type: 'Finding', filter: 'event_type = "cloudtrail"' }, ['a filter at event_type: no finding matches this [never-matches]']],
    [{ type: 'Finding', filter: 'constructor = "x"' }, ['a filter at constructor: no finding matches this [never-matches]']],
    [
      { type: 'Finding', filter: 'severity = "HIGH"', suppressions: ['vendor = "x"', 'severety = "HIGH"'] },
      ['a 1 at severety: this suppression matches no event that the filter matches [idle-suppression]'],
    ],
    [{ type: 'Finding', filter: 'severity in ("HIGH", "CRITICAL") and package.name like "ssl" and severety = null' }, []],
    [{ type: 'Finding', filter: 'package.[0].name = "openssl" and image.tags = "latest"' }, []],
    [
      { filter: `${SSM} eventName = "StartSession"`, suppressions: ['user = "x"', 'eventName starts_with "Start"'] },
      ['a 1 at eventName: this suppression removes every event that the filter matches, so the rule never alerts [swallowed-rule]'],
    ],
    [
      {
        filter: `${SSM} eventName = "StartSession"`,
        suppressions: ['user = "x"', 'eventName starts_with "Start"', 'eventSource like "ssm"'],
      },
      ['a 1 at eventName: this suppression removes every event that the filter matches, so the rule never alerts [swallowed-rule]'],
    ],
    [
      {
        filter: 'eventSource in ("ecr.amazonaws.com", "ssm.amazonaws.com")',
        suppressions: ['eventSource = "ecr.amazonaws.com" and eventName = "StartSession"'],
      },
      [
        'a 0 at "StartSession": ecr.amazonaws.com has no operation "StartSession"; it is an operation of ssm.amazonaws.com [unknown-operation]',
      ],
    ],
    [
      { filter: `${SSM} eventName = "StartSession"`, suppressions: ['user = "x"', 'user != "x"', 'ip = "1.2.3.4"'] },
      [
        'a 1 at user: this suppression and those before it remove every event that the filter matches, so the rule never alerts [swallowed-rule]',
      ],
    ],
    [
      { filter: `${SSM} eventName = "StartSession"`, suppressions: ['eventName = "SendCommand" and user = "x"'] },
      ['a 0 at eventName: this suppression matches no event that the filter matches [idle-suppression]'],
    ],
    [
      { filter: `${SSM} eventName = "StartSession" and errorCode = null`, suppressions: ['errorCode like "Denied"', 'user = "x"'] },
      ['a 0 at errorCode: this suppression matches no event that the filter matches [idle-suppression]'],
    ],
    [
      {
        filter: `${SSM} eventName = "SendCommand" and requestParameters.instanceIds = "i-1"`,
        suppressions: ['requestParameters.instanceIds = "i-2"'],
      },
      [],
    ],
    [{ filter: 'eventName like "Session"', suppressions: ['eventName = "DescribeSessions"'] }, []],
    [{ type: 'Session', filter: '(document = "SSM-SessionManagerRunShell" and state = "open") or user = "x"' }, []],
    [{ type: 'Session', filter: 'document like 5', enabled: false }, ['a filter at document: no session matches this [never-matches]']],
    [{ type: 'Command', filter: 'document like 5' }, ['a filter at document: no command matches this [never-matches]']],
    [{ type: 'Automation', filter: 'event_type = "session"' }, ['a filter at event_type: no automation matches this [never-matches]']],
  ])('%j', (part, problems) => {
    expect(lint(part)).toEqual(problems)
  })
})

describe('redundant rules', () => {
  const put = `${ECR} eventName = "PutImage"`
  const duplicate = ['b filter at event_type: this rule matches the same events as "A" in a.yml; remove one of them [duplicate-filter]']
  const shadowed = [
    'b filter at event_type: "A" in a.yml already alerts on every event of this rule; remove this rule, or give it a more severe action [shadowed-rule]',
  ]
  const latest = `${put} and requestParameters.imageTag = "latest"`
  test.each<[string, readonly (Part | string)[], readonly string[]]>([
    ['the same filter', [put, put], duplicate],
    ['in another order', [put, `event_type = "cloudtrail" and eventName in ("PutImage") and eventSource = "ecr.amazonaws.com"`], duplicate],
    ['without what always holds', ['eventSource = "ecr.amazonaws.com" and eventName = "PutImage"', put], duplicate],
    ['a suppression for a clause', [{ filter: put, suppressions: ['user = "x"'] }, `${put} and user != "x"`], duplicate],
    ['the same with other actions', [put, { filter: put, severityOfAlerts: 1 }], duplicate],
    ['three of them', [put, put, put], [...duplicate, ...duplicate.map(text => text.replace('b', 'c'))]],
    ['a special rule', [put, latest], shadowed],
    [
      'a special rule that stands first',
      [latest, put],
      [
        'a filter at event_type: "B" in b.yml already alerts on every event of this rule; remove this rule, or give it a more severe action [shadowed-rule]',
      ],
    ],
    ['a rule for all names', [`${ECR} eventName like "Image"`, put], shadowed],
    ['a rule for all sources', [{ filter: 'event_type = "cloudtrail"', severityOfAlerts: 1 }, put], shadowed],
    ['a smaller list', [`${ECR} eventName in ("PutImage", "CreateRepository")`, put], shadowed],
    [
      'findings',
      [
        { type: 'Finding', filter: 'severity = "HIGH"' },
        { type: 'Finding', filter: 'severity = "HIGH" and vendor = "x"' },
      ],
      shadowed.map(text => text.replace('event_type', 'severity')),
    ],
    ['a graver special rule', [put, { filter: latest, severityOfAlerts: 2 }], []],
    ['a graver action', [put, { filter: latest, action: 'fail' }], []],
    ['another threshold', [put, { filter: put, threshold: 5 }], []],
    ['another window', [put, { filter: put, window: 60 }], []],
    [
      'another way to count',
      [
        { filter: put, threshold: 5 },
        { filter: put, threshold: 5, aggregateFields: ['ip'] },
      ],
      [],
    ],
    [
      'another way to count two',
      [
        { filter: put, threshold: 2 },
        { filter: put, threshold: 2, aggregateFields: [] },
      ],
      [],
    ],
    [
      'the same way to count, in another order',
      [
        { filter: put, threshold: 5, aggregateFields: ['user', 'ip'] },
        { filter: put, threshold: 5, aggregateFields: ['ip', 'user'] },
      ],
      duplicate,
    ],
    [
      'a rule with two more general ones',
      [put, `${ECR} eventName like "Image"`, latest],
      [
        'a filter at event_type: "B" in b.yml already alerts on every event of this rule; remove this rule, or give it a more severe action [shadowed-rule]',
        ...shadowed.map(text => text.replace('b', 'c')),
      ],
    ],
    ['alerts put together otherwise', [put, { filter: put, aggregateFields: ['ip'] }], duplicate],
    ['a disabled rule', [{ filter: put, enabled: false }, put], []],
    ['a rule of another type', [put, { filter: 'user = "x"', type: 'Session' }], []],
    ['a general rule that suppresses', [{ filter: put, suppressions: ['user = "ci"'] }, latest], []],
    [
      'the same suppression',
      [
        { filter: put, suppressions: ['user = "ci"'] },
        { filter: latest, suppressions: ['user in ("ci", "cd")'] },
      ],
      shadowed,
    ],
    ['other names', [put, `${ECR} eventName = "CreateRepository"`], []],
    [
      'other sources',
      [
        'eventSource = "iam.amazonaws.com" and eventName = "TagResource"',
        'eventSource = "ecr.amazonaws.com" and eventName = "TagResource"',
      ],
      [],
    ],
    [
      'fields with several values',
      [
        `${SSM} eventName = "SendCommand" and requestParameters.instanceIds = "i-1"`,
        `${SSM} eventName = "SendCommand" and requestParameters.instanceIds != "i-2"`,
      ],
      [],
    ],
    [
      'a rule that can never alert',
      [put, { filter: latest, suppressions: ['eventName = "PutImage"'] }],
      ['b 0 at eventName: this suppression removes every event that the filter matches, so the rule never alerts [swallowed-rule]'],
    ],
  ])('%s', (_, parts, problems) => {
    expect(lint(...parts)).toEqual(problems)
  })
})

describe('of the shipped rules', () => {
  const root = fileURLToPath(new URL('../../rules/', import.meta.url))
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(({ name }) => name.endsWith('.yml'))
    .map(({ parentPath, name }) => ({ path: `${parentPath}/${name}`, text: readFileSync(`${parentPath}/${name}`, 'utf8') }))
  const { rules } = loadRules(files)

  test('all are clean', () => {
    expect(rules.length).toBeGreaterThan(0)
    const problems = lintRules(rules, operations)
    expect(problems.map(({ rule, kind, message, help }) => `${rule.id}: ${message} [${kind}] ${help ?? ''}`)).toEqual([])
  })

  // Removes the fourth letter of each name of an operation in quotes and of each field of a request or a response.
  test('a typo in any name is found', () => {
    const names = new Set(Object.values(operations).flatMap(service => Object.keys(service.operations)))
    const missed: string[] = []
    let slips = 0
    for (const rule of rules) {
      for (const { 0: word, index } of rule.filter.matchAll(/"[A-Za-z]+"|(?:requestParameters|responseElements)\.\w+/g)) {
        const isName = names.has(word.slice(1, -1))
        if (word.startsWith('"') && !isName) continue
        const at = index + (isName ? 4 : word.indexOf('.') + 4)
        const filter = rule.filter.slice(0, at) + rule.filter.slice(at + 1)
        const [problem] = lintRules([{ ...rule, filter }], operations)
        slips++
        if (problem?.kind !== (isName ? 'unknown-operation' : 'unknown-field')) missed.push(`${rule.id}: ${word}`)
      }
    }
    expect(missed).toEqual([])
    expect(slips).toBeGreaterThan(rules.length / 2)
  })
})

describe('many and large rules', () => {
  const names = Object.entries(operations).flatMap(([source, { operations: byName }]) =>
    Object.keys(byName).map(name => [source, name] as const),
  )

  test('2,000 ordinary rules are all compared', () => {
    const parts = Array.from({ length: 2000 }, (_, i): Part => {
      const [source, name] = names[i % names.length] ?? ['', '']
      const base = `event_type = "cloudtrail" and eventSource = "${source}"`
      if (i % 20 === 0) return { filter: `${base} and eventName starts_with "${name.slice(0, 6)}" and accountId = "${i}"` }
      return {
        filter: `${base} and eventName = "${name}" and accountId != "${i}"`,
        suppressions: [`user = "u${i}"`, 'ip = "10.0.0.0/8" and userAgent like "x"'],
      }
    })
    expect(lintRules(parts.map(ruleOf), operations)).toEqual([])
  })

  const list = (from: number) => Array.from({ length: 3000 }, (_, i) => `ip = "10.0.${(from + i) >> 8}.${(from + i) & 255}"`).join(' or ')

  test('thousands of clauses are compared too', () => {
    const rules = Array.from({ length: 10 }, (_, i) => ruleOf({ filter: `${SSM} (${list(i * 10)})` }, i))
    expect(lintRules(rules, operations)).toEqual([])
  })

  test('rules that are too large to compare are reported once', () => {
    const rules = Array.from({ length: 60 }, (_, i) => ruleOf({ filter: `${SSM} (${list(i * 10)})` }, i))
    expect(lintRules(rules, operations).map(({ kind }) => kind)).toEqual(['not-compared'])
  })
})

describe('names outside filters', () => {
  const send = { filter: `${SSM} eventName = "SendCommand"` }

  test.each<[string, Partial<Rule>, readonly unknown[]]>([
    [
      'a title of a field that the request lacks',
      { title: 'To {{requestParameters.instanceId}} by {{user}}' },
      ['title 3: the request of SendCommand has no field "instanceId"; did you mean "instanceIds"?'],
    ],
    ['a title of a field that no event has', { title: '{{ usr }}' }, ['title 0: no known event has a field "usr"; did you mean "user"?']],
    [
      'an aggregate of a field that the request lacks',
      { aggregateFields: ['user', 'requestParameters.documentNam'] },
      ['aggregateFields[1] 0: the request of SendCommand has no field "documentNam"; did you mean "documentName"?'],
    ],
    [
      'fields that are there',
      { title: '{{requestParameters.documentName}} {{responseElements.command.commandId}}', aggregateFields: ['arnRole'] },
      [],
    ],
    [
      'a field that one of several calls has',
      {
        filter: `${SSM} eventName in ("StartSession", "ResumeSession")`,
        title: '{{requestParameters.target}}',
        aggregateFields: ['requestParameters.sessionId'],
      },
      [],
    ],
    ['the default aggregate fields', {}, []],
    ['the default aggregate fields of findings', { type: 'Finding', filter: 'severity = "HIGH"', aggregateFields: null }, []],
    [
      'an aggregate of a field that no finding has',
      { type: 'Finding', filter: 'severity = "HIGH"', aggregateFields: ['severity', 'user'] },
      [expect.stringMatching(/^aggregateFields\[1\] 0: no finding has a field "user"/)],
    ],
    [
      'a finding without such a field',
      { type: 'Finding', filter: 'severity = "HIGH"', title: '{{requestParameters.target}}' },
      [expect.stringMatching(/^title 0: no finding has a field "requestParameters"; expected one of event_type, eventTime, id, /)],
    ],
  ])('%s', (_, part, expected) => {
    const problems = lintRules([ruleOf({ ...send, ...part }, 0)], operations)
    expect(
      problems.map(({ where: { field, index, offset }, message, help }) => {
        const at = index === undefined ? field : `${field}[${index}]`
        return `${at} ${offset}: ${message}${help === undefined ? '' : `; ${help}`}`
      }),
    ).toEqual(expected)
  })
})

test('other rules are compared with, but no problem of theirs is reported', () => {
  const ours = ruleOf({ filter: `${SSM} eventName = "SendCommand" and user = "x"` }, 0)
  const theirs = ruleOf({ filter: `${SSM} eventName = "SendCommand"`, title: '{{nothing}}' }, 1)
  expect(lintRules([ours], operations, [theirs]).map(({ rule, kind }) => [rule.id, kind])).toEqual([['a', 'shadowed-rule']])
  expect(lintRules([ours], operations)).toEqual([])
})

test('every problem has its place in the file', () => {
  const text = `name: a
type: CloudTrail
severityOfAlerts: 3
title: By {{usr}}
aggregateFields: [user, requestParameters.documentNam]
filter: >-
  event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com"

  and eventName = "SendCommand" and requestParameters.instanceId = "i-1"
suppressions:
  - ip = "10.0.0.0/8"
  - user = "x" and eventName = "SendComand"
  - eventName = "GetDocument"
`
  const { rules, placeOf } = loadRules([{ path: 'a.yml', text }])
  const found = lintRules(rules, operations).map(({ rule, where, kind }) => {
    const place = placeOf(rule, where)
    const word = text
      .split('\n')
      .at((place?.line ?? 0) - 1)
      ?.slice((place?.column ?? 0) - 1)
      .split(/[ \]]/)[0]
    return [kind, place?.line, word]
  })
  expect(found).toEqual([
    ['unknown-field', 9, 'requestParameters.instanceId'],
    ['unknown-field', 4, '{{usr}}'],
    ['unknown-field', 5, 'requestParameters.documentNam'],
    ['unknown-operation', 12, '"SendComand"'],
    ['idle-suppression', 13, 'eventName'],
  ])
})
