// Every file in ok/ loads without diagnostics. Every file in err/ gets exactly the diagnostics in the .out file beside it, including
// the carets; a folder in err/ is a set of files that are loaded together. The .out files were written by hand.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { renderDiagnostic } from '../../src/diagnostic.ts'
import { compileRule, matchesRule } from '../../src/rules/compile.ts'
import type { RuleFile } from '../../src/rules/document.ts'
import { EXCEPTION_FILE } from '../../src/rules/kind.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { Rule } from '../../src/rules/rule.ts'

const ok = fileURLToPath(new URL('./ok/', import.meta.url))
const err = fileURLToPath(new URL('./err/', import.meta.url))

function read(folder: string, name: string): readonly RuleFile[] {
  if (statSync(folder + name).isDirectory()) return readdirSync(folder + name).flatMap(file => read(`${folder + name}/`, file))
  return [{ path: name, text: readFileSync(folder + name, 'utf8') }]
}

const render = (files: readonly RuleFile[]): string => loadRules(files).diagnostics.map(renderDiagnostic).join('\n')

describe('loads without diagnostics', () => {
  test.each(readdirSync(ok))('%s', name => {
    const files = read(ok, name)
    expect(render(files)).toBe('')
    expect(loadRules(files).rules.length).toBeGreaterThan(0)
  })
})

describe('says what is wrong', () => {
  test.each(readdirSync(err).filter(name => !name.endsWith('.out')))('%s', name => {
    const expected = readFileSync(`${err + parse(name).name}.out`, 'utf8')
    expect(`${render(read(err, name))}\n`).toBe(expected)
  })
})

describe('says of a file of exceptions that is something else what one looks like, and shows nothing of it:', () => {
  const HELP =
    'write exceptions: [{ id: CVE-2026-1234, reason: …, expires: 2027-01-31 }], as ecr-gate accept does; files of other tools are known by names such as .trivyignore; what another file contains is not shown'
  test.each([
    ['the ids of another scanner, one per line', 'CVE-2026-1234\nCVE-2026-1235\n', 'expected a file of exceptions, found a string', HELP],
    ['another key', 'ignore:\n  - CVE-2026-1234\n', 'expected a file of exceptions, found a map of other fields', HELP],
    ['nothing', '', 'expected exceptions, found nothing in the file', undefined],
  ])('%s', (_, text, message, help) => {
    const { diagnostics } = loadRules([{ path: 'accepted.yml', text, kind: EXCEPTION_FILE }])
    expect(diagnostics.map(problem => [problem.message, problem.help])).toEqual([[message, help]])
  })
})

const load = (name: string): readonly Rule[] => loadRules(read(ok, name)).rules
const base = 'name: a rule\ntype: CloudTrail\nseverityOfAlerts: 1\n'
const loadText = (text: string, path = 'a-rule.yml') => loadRules([{ path, text }])
const places = (text: string): readonly string[] =>
  loadText(text).diagnostics.map(({ at }) => (typeof at === 'object' ? `${at.line}:${at.column}` : 'the file'))

describe('reads', () => {
  test('the defaults of a minimal rule', () => {
    expect(load('minimal.yml')).toEqual([
      {
        id: 'minimal',
        name: 'the least a rule can be',
        type: 'CloudTrail',
        title: 'the least a rule can be',
        severityOfAlerts: 3,
        alertDescription: '',
        aggregateFields: ['user', 'eventName', 'eventSource', 'ip', 'accountId'],
        filter: 'eventName = "PutImage"',
        window: 86_400,
        threshold: 1,
        suppressions: [],
        enabled: true,
        action: null,
        tags: [],
        references: [],
        tests: [],
        file: 'minimal.yml',
      },
    ])
  })

  test('null as absent', () => {
    const [minimal] = load('minimal.yml')
    expect(load('nulls.yml')).toEqual([
      {
        ...minimal,
        id: 'nulls',
        name: 'null is as good as absent',
        title: 'null is as good as absent',
        severityOfAlerts: 1,
        file: 'nulls.yml',
      },
    ])
  })

  test('every field of a full rule', () => {
    expect(load('full.yml')).toEqual([
      {
        id: 'full',
        name: 'Everything: a full rule',
        type: 'CloudTrail',
        title: '{{user}} did {{eventName}} on {{requestParameters."a b"[0].name}} – {{ userIdentity.arn }}',
        severityOfAlerts: 2,
        alertDescription: 'Why it matters, and what to do.',
        aggregateFields: ['user', 'eventName', 'requestParameters.tags."cost center"'],
        filter: 'eventSource = "ssm.amazonaws.com" and eventName starts_with "Describe"',
        window: 3600,
        threshold: 25,
        suppressions: ['userAgent like "amazon-ssm-agent"', 'userAgent like "terraform" and ip = "10.0.0.0/8"'],
        enabled: false,
        action: 'notice',
        tags: ['attack.t1580', 'attack.t1526'],
        references: ['https://docs.aws.amazon.com/systems-manager/latest/APIReference/'],
        tests: [
          { name: 'a match', matches: true, event: { eventSource: 'ssm.amazonaws.com', eventName: 'DescribeParameters' } },
          {
            name: 'no match',
            matches: false,
            event: JSON.parse(`{
              "eventSource": "ssm.amazonaws.com",
              "eventName": "ListDocuments",
              "requestParameters": { "__proto__": { "a": [1, null, true, 1.5] }, "constructor": "text", "<<": "quoted" }
            }`),
          },
        ],
        file: 'full.yml',
      },
    ])
  })

  test('the event of an earlier test, changed field by field', () => {
    const push = { eventSource: 'ecr.amazonaws.com', eventName: 'PutImage' }
    expect(load('extends.yml')[0]?.tests.map(({ event }) => event)).toEqual([
      { ...push, requestParameters: { repositoryName: 'api', imageTag: 'v1' } },
      { ...push, requestParameters: { repositoryName: 'api' } },
      { ...push, requestParameters: { repositoryName: 'api' }, errorCode: 'AccessDenied', eventName: null },
    ])
  })

  test('the first of two earlier tests that have one name', () => {
    const tests = [
      { name: 'a push', matches: true, event: { eventName: 'PutImage', a: 1 } },
      { name: 'a push', matches: true, event: { eventName: 'PutImage', a: 2 } },
      { name: 'denied', extends: 'a push', matches: false, event: { errorCode: 'AccessDenied' } },
    ]
    const { rules } = loadText(`${base}filter: eventName = "PutImage"\ntests: ${JSON.stringify(tests)}`)
    expect(rules[0]?.tests[2]?.event).toEqual({ eventName: 'PutImage', a: 1, errorCode: 'AccessDenied' })
  })

  test('overrides, alone and beside rules', () => {
    const override = `{ rule: ssm-start-session, severityOfAlerts: 2, addSuppressions: ['user = "ci"'] }`
    const read = { rule: 'ssm-start-session', changes: { severityOfAlerts: 2, addSuppressions: ['user = "ci"'] } }
    const alone = loadText(`overrides: [${override}]`)
    expect(alone).toMatchObject({ rules: [], overrides: [read], diagnostics: [] })
    expect(alone.overrides[0]?.at).toMatchObject({ line: 1, column: 21 })
    const both = loadText(`overrides: [${override}]\nrules: [{ name: a, type: CloudTrail, severityOfAlerts: 1, filter: user = "x" }]`)
    expect(both).toMatchObject({ rules: [{ id: 'a' }], overrides: [read], diagnostics: [] })
    expect(loadText('overrides: []')).toMatchObject({ rules: [], overrides: [], diagnostics: [] })
  })

  test.each(load('scalars.yml').map(rule => [rule.name, rule] as const))('the same filter from a %s scalar', (_, rule) => {
    const compiled = compileRule(rule)
    expect(matchesRule(compiled, { eventSource: 'x', eventName: 'PutImage', userIdentity: { userName: 'alice' } })).toBe(true)
    expect(matchesRule(compiled, { eventSource: 'x', eventName: 'PutImage', userIdentity: { userName: "it's" } })).toBe(false)
    expect(matchesRule(compiled, { eventSource: 'x', eventName: 'PullImage' })).toBe(false)
  })

  test('a type in any letter case', () => {
    expect(load('scalars.yml').map(({ type }) => type)).toEqual(Array(8).fill('CloudTrail'))
    expect(load('finding.yml').map(({ type }) => type)).toEqual(['Finding'])
  })

  test('a ruleset of the API, its array of rules alone, and a file indented with tabs', () => {
    const expected = [
      { id: '0bd7ab41-66b9-11ea-a5b0-9b3ab3fd3d4e', name: 'CloudTrail: ECR Put Image', alertDescription: '', window: 86_400 },
      { id: '0bd7ab42-66b9-11ea-a5b0-9b3ab3fd3d4e', name: 'CloudTrail: ECR Image Scan Findings – Severity HIGH', suppressions: [] },
    ]
    for (const name of ['ruleset.json', 'ruleset-tabs.json', 'array.json']) expect(load(name)).toMatchObject(expected)
  })

  test('an id from the name where a file holds several rules, and from the file where it holds one', () => {
    expect(load('list.yml').map(({ id }) => id)).toEqual(['cloudtrail-ecr-put-image', 'イメージの登録', 'リポジトリの作成', '!', '?'])
    const ids = ['rules/ecr/a.b.yml', 'C:\\rules\\a.b.YAML', 'a.b.json', 'a.b'].map(
      path => loadText(`${base}filter: eventName = "x"`, path).rules[0]?.id,
    )
    expect(ids).toEqual(['a.b', 'a.b', 'a.b', 'a.b'])
    expect(loadText(`${base}filter: eventName = "x"`, 'a.json.yml').rules[0]?.id).toBe('a.json')
  })

  test('only the name and the type of a foreign rule', () => {
    const { rules, diagnostics } = loadRules(read(err, 'foreign-types.yml'))
    expect(rules).toEqual([])
    expect(new Set(diagnostics.map(({ level }) => level))).toEqual(new Set(['warning']))
    expect(render([{ path: 'a.yml', text: 'type: Host\nfilter: [' }])).toContain('[file-syntax]')
    expect(render([{ path: 'a.yml', text: 'type: Host' }])).toContain('a.yml:1:1: the rule has no "name" [missing-key]')
  })
})

describe('computes places correctly', () => {
  test('in a file with Windows line ends', () => {
    const text = `${base}filter: >-\n  eventName = "x"\n  and user == "y"\ntitle: "{{a b}}"\n`
    expect(places(text)).toEqual(['6:12', '7:9'])
    expect(places(text.replaceAll('\n', '\r\n'))).toEqual(['6:12', '7:9'])
    expect(render([{ path: 'a.yml', text: text.replaceAll('\n', '\r\n') }])).not.toContain('\r')
  })

  test('after characters of two UTF-16 units', () => {
    expect(places(`${base}filter: user = "😀😀" and ip == "y"`)).toEqual(['4:28'])
  })

  test('after escapes, also of blanks and of characters of two UTF-16 units', () => {
    expect(places(`${base}filter: "user\\x20= 'n' and\\u0020n == 1"`)).toEqual(['4:35'])
    expect(places(`${base}filter: "a = '\\U0001F600' and n == 1"`)).toEqual(['4:33'])
    expect(places(`${base}filter: 'a = ''x'' and n == 1'`)).toEqual(['4:26'])
  })

  test('where a filter repeats itself', () => {
    expect(places(`${base}filter: "user = 'n' or ip = 'n'\\nor n == 1"`)).toEqual(['4:39'])
  })
})

describe('handles', () => {
  const deep = 10_000
  const nested = 'values are nested more than 200 levels deep here'
  const parentheses = 'parentheses and "not" are nested more than 100 levels deep here'

  test.each([
    ['parentheses in a filter', `${base}filter: ${'('.repeat(deep)}user = "x"${')'.repeat(deep)}`, parentheses, '4:109'],
    ['"not" in a filter', `${base}filter: ${'not '.repeat(deep)}user = "x"`, parentheses, '4:409'],
    ['parentheses in a suppression', `${base}filter: user = "x"\nsuppressions:\n- ${'('.repeat(deep)}`, parentheses, '6:103'],
    ['lists', `${base}tests: ${'['.repeat(deep)}${']'.repeat(deep)}`, nested, undefined],
    ['lists never closed', '['.repeat(deep), nested, undefined],
    ['maps', '{a: '.repeat(deep), nested, undefined],
    ['list items', '- '.repeat(deep), nested, undefined],
    ['explicit keys', '? '.repeat(deep), nested, undefined],
    ['lines', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), nested, undefined],
  ])('10,000 nested %s', (_, text, message, place) => {
    const { rules, diagnostics } = loadText(text)
    expect(rules).toEqual([])
    expect(diagnostics.map(diagnostic => diagnostic.message)).toContain(message)
    if (place !== undefined) expect(places(text)).toContain(place)
    expect(diagnostics.length).toBeLessThan(6)
  })

  test('the deepest event it promises to read, and reports a deeper one', () => {
    const text = (levels: number) =>
      `${base}filter: user = "x"\ntests:\n- name: deep\n  matches: false\n  event: {a: ${'['.repeat(levels)}${']'.repeat(levels)}}\n`
    expect(loadText(text(150)).diagnostics).toEqual([])
    expect(loadText(text(250)).diagnostics.map(({ message }) => message)).toEqual([nested])
  })

  test('ten thousand warnings about one filter, and reports how many it leaves out', () => {
    const { rules, diagnostics } = loadText(`${base}filter: ${Array.from({ length: 10_000 }, (_, i) => `nosuch${i} = 1`).join(' or ')}`)
    expect(rules).toHaveLength(1)
    expect(diagnostics).toHaveLength(21)
    expect(diagnostics.at(-1)).toMatchObject({ level: 'warning', message: '9980 more problems in this filter, from here on' })
  })

  const foreign = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `- { name: n${from + i}, type: Host }\n`).join('')
  const skipped = 'a rule of type "Host" is skipped: ECR Gate has no such events'
  test.each([
    ['100 problems of one file, and tells all', foreign(100), 100, 100, 'warning', skipped],
    ['101, and tells how many more', foreign(101), 101, 101, 'warning', `1 more problem in this file, one of them here: ${skipped}`],
    ['103', foreign(103), 101, 101, 'warning', `3 more problems in this file, one of them here: ${skipped}`],
    [
      '104 of which one is an error, and shows it',
      `${foreign(101)}- x\n${foreign(2, 101)}`,
      101,
      102,
      'error',
      '4 more problems in this file, one of them here: expected a rule, which is a map of fields, found "x"',
    ],
  ])('%s', (_, text, count, line, level, message) => {
    const { diagnostics } = loadText(text)
    expect(diagnostics).toHaveLength(count)
    expect(diagnostics.at(-1)).toMatchObject({ level, message, at: { line } })
  })

  test('an event of 1,000 fields, and no more, with those that a test takes over', () => {
    const event = (count: number, letter: string) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`${letter}${i}`, i]))
    const chain = (count: number) => [
      { name: 'first', matches: false, event: event(600, 'a') },
      { name: 'second', extends: 'first', matches: false, event: event(count, 'b') },
      { name: 'third', matches: false, event: {} },
    ]
    const loaded = (count: number) => loadText(`${base}filter: a0 = 1\ntests: ${JSON.stringify(chain(count))}`)
    expect(loaded(400).diagnostics.filter(({ level }) => level === 'error')).toEqual([])
    expect(Object.keys(loaded(400).rules[0]?.tests[1]?.event ?? {})).toHaveLength(1000)
    expect(loaded(401).diagnostics.filter(({ level }) => level === 'error')).toMatchObject([
      { kind: 'wrong-value', message: 'the event has more than 1000 fields, with those of the test that it extends' },
    ])
  })

  test('six anchors, and tells five', () => {
    expect(places(`${base}filter: a = 1\ntags: [${Array(6).fill('&a x').join(', ')}]`)).toHaveLength(5)
  })

  test('the first of several ids that stand where rules are expected', () => {
    expect(places('rules:\n- one\n- two\n')).toEqual(['2:3'])
  })

  test('ten thousand errors in one filter', () => {
    const { rules, diagnostics } = loadText(`${base}filter: ${Array(10_000).fill('user == 1').join(' or ')}`)
    expect(rules).toEqual([])
    expect(diagnostics).toHaveLength(21)
  })
})

describe('shows nothing of a file that is no rule', () => {
  const TOKEN = 'c2VjcmV0LXRva2Vu'
  const jsonOf = (value: unknown): string => JSON.stringify(value)
  const OTHERS: readonly (readonly [name: string, text: string, place?: string | undefined])[] = [
    ["git's configuration", `[core]\n\tbare = false\n[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${TOKEN}\n`],
    ["docker's configuration", jsonOf({ auths: { 'ghcr.io': { auth: TOKEN } } }), '1:1'],
    ["docker's configuration, spaced", JSON.stringify({ auths: { 'ghcr.io': { auth: TOKEN } } }, null, 2), '1:1'],
    ['an environment', `PATH=/usr/bin\u0000GITHUB_TOKEN=${TOKEN}\u0000A=b`],
    ['an environment of which somebody else chose a part', `A=b\u0000T=${TOKEN}\u0000TITLE=x\nfilter: "\u0000B=${TOKEN}`],
    ['a list of variables', `GITHUB_TOKEN=${TOKEN}\nOTHER=1\n`, '1:1'],
    ['variables as YAML', `GITHUB_TOKEN: ${TOKEN}\n`, '1:1'],
    ['a key that is the secret', `? ${TOKEN}\n: ${TOKEN}\n`, '1:1'],
    ['a number', '4111111111111111', '1:1'],
    ['keys that are numbers', `4111111111111111: ${TOKEN}`],
    ['a list of texts', `- ${TOKEN}\n- x\n`, '1:1'],
    ['credentials of AWS', `[default]\naws_secret_access_key = ${TOKEN}\n`],
    ['credentials of npm', `//npm.pkg.github.com/:_authToken=${TOKEN}\n`],
    ["a service's account", jsonOf({ type: 'service_account', project_id: 'x', private_key: TOKEN }), '1:1'],
    ['a configuration of kubectl', `apiVersion: v1\nkind: Config\nusers:\n  - name: a\n    user: { token: ${TOKEN} }\n`, '1:1'],
    ['the same, damaged', `apiVersion: v1\nusers:\n  - name: a\n    user: { token: ${TOKEN}\n`],
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${TOKEN}\n-----END PRIVATE KEY-----\n`],
    ['two documents', `--- ${TOKEN}\n--- ${TOKEN}\n`],
    ['an alias', `a: *${TOKEN}\n`],
    ['a tag', `a: !${TOKEN} b\n`],
    ['a quoted text with an escape that does not exist', `"\\q${TOKEN}`],
    ['a heading', `# ${TOKEN}\n`],
  ]

  test.each(OTHERS.map(([name, text, place]) => ({ name, text, place })))('$name', ({ text, place }) => {
    const { rules, diagnostics } = loadText(text, 'rules/x.yml')
    expect(rules).toEqual([])
    expect(diagnostics.map(({ level }) => level)).toContain('error')
    for (const word of [TOKEN, '4111', 'extraheader', 'auth"', 'GITHUB_TOKEN']) expect(JSON.stringify(diagnostics)).not.toContain(word)
    expect(diagnostics.every(({ at }) => typeof at === 'string' || (at !== undefined && at.excerpt === undefined))).toBe(true)
    if (place !== undefined) expect(places(text)).toEqual([place])
  })

  test.each(['filters', 'name', 'rules', 'type'])('such as a damaged one that has only a field "%s"', key => {
    expect(render([{ path: 'a.yml', text: `${key}: [${TOKEN}` }])).toMatch(
      /^a\.yml:1:\d+: .*found neither YAML nor JSON that a rule is written in/,
    )
  })

  test('such as one with a field "filters"', () => {
    expect(render([{ path: 'a.yml', text: `filters: ${TOKEN}` }])).toMatch(/found a map of other fields/)
  })

  test('such as one that names the JSON Schema in another way', () => {
    expect(loadText('{"$schema":"see https://json-schema.org/draft-07/schema#"}').diagnostics).toMatchObject([{ level: 'error' }])
    for (const scheme of ['http', 'https'])
      expect(loadText(`{"$schema":"${scheme}://json-schema.org/draft-07/schema#"}`).diagnostics).toMatchObject([{ level: 'note' }])
  })

  // Each of these fields is enough for a file to be taken for one of ours, whose damage is shown.
  const OWN = ['filter', 'severityOfAlerts', 'alertDescription', 'aggregateFields', 'suppressions', 'addSuppressions', 'overrides']
  test.each(OWN)('but the damage of one with a field "%s"', key => {
    for (const text of [`${key}: "x`, `- a: 1\n- ${key} : "x`, `{"${key}": "x`, `{"a": 1, "${key}": "x`])
      expect(render([{ path: 'a.yml', text }])).toContain('this quoted string is not closed')
  })

  test.each([...OWN, 'rules', 'rulesets', 'rulesIds', 'rule', 'alertDescriptoin', 'overide'])(
    'but what is wrong with a field "%s"',
    key => {
      expect(render([{ path: 'a.yml', text: `${key}: 5` }])).not.toContain('what another file contains is not shown')
      expect(render([{ path: 'a.yml', text: `- x\n- ${key}: 5` }])).not.toContain('what another file contains is not shown')
    },
  )

  test.each<[string, string]>([
    ['type: HOST\nname: n', 'a.yml:1:7: warning: a rule of type "HOST" is skipped'],
    ['type: winsec', 'a.yml:1:1: the rule has no "name"'],
    ['alertDescription: x\ncolour: red', 'a.yml:1:1: expected a rule, found a map without filter and severityOfAlerts'],
    ['suppressions: []\ntype: [x]\ncolour: red', 'a.yml:1:1: expected a rule, found a map without filter and severityOfAlerts'],
    ['suppressions: []\ntype: cloudtrail\ncolour: red', 'a.yml:1:1: the rule has no "name"'],
    ['suppressions: []\ntype: host\ncolour: red', 'a.yml:1:1: the rule has no "name"'],
    ['suppressions: []\nseverityOfAlerts: 2\ncolour: red', 'a.yml:1:1: the rule has no "name"'],
    ['suppressions: []\ntags: []', 'a.yml:1:1: the rule has no "name"'],
    ['suppressions: []\nruls: []', 'a.yml:2:1: a file has no field "ruls" [unknown-key]'],
    ['suppressions: []\noveride: []', 'a.yml:2:1: a file has no field "overide" [unknown-key]'],
  ])('but what is missing in %j', (text, first) => {
    expect(render([{ path: 'a.yml', text }]).slice(0, first.length)).toBe(first)
  })

  test('but all that is wrong in a rule, with the line', () => {
    const { diagnostics } = loadText(`${base}filter: eventName == "PutImage"\ncolour: red\n`)
    expect(diagnostics.map(({ at }) => (typeof at === 'object' ? at.excerpt : at))).toEqual([
      'filter: eventName == "PutImage"',
      'colour: red',
    ])
  })
})
