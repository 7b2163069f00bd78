// What holds for every shipped rule. The names, severities and filters are those of docs/catalogue.md. The rest is what makes a rule
// trustworthy: its tests pass, and no part of its filter can be removed or negated without one of them failing.

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { toEvent } from '../../src/events/cloudtrail.ts'
import { FINDING_FIELDS } from '../../src/image/event.ts'
import { own, ownList } from '../../src/json.ts'
import { compile } from '../../src/language/compile.ts'
import { parse } from '../../src/language/parse.ts'
import { print } from '../../src/language/print.ts'
import { ECOSYSTEMS } from '../../src/locate/ecosystem.ts'
import { type CompiledRule, compileRule, matchesRule, seesEvent, vocabularyOf } from '../../src/rules/compile.ts'
import { formatFile } from '../../src/rules/format.ts'
import { loadRules } from '../../src/rules/load.ts'
import type { RuleType } from '../../src/rules/rule.ts'
import { testRule } from '../../src/rules/test.ts'
import { mutate } from './mutate.ts'

const root = fileURLToPath(new URL('../../rules/', import.meta.url))
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.yml'))
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(({ parentPath, name }) => ({ path: `${parentPath}/${name}`, name, text: readFileSync(`${parentPath}/${name}`, 'utf8') }))
const { rules, diagnostics } = loadRules(files)

const ECR = 'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and'
const SCAN = `${ECR} eventName = "DescribeImageScanFindings" and responseElements.imageScanFindings.findingSeverityCounts`
// Threat Stack's own rules, word for word, and the one for CRITICAL, which they did not have.
const CONFIRMED = [
  ['CloudTrail: ECR Create Repository', 3, `${ECR} eventName = "CreateRepository"`],
  ['CloudTrail: ECR Delete Repository', 3, `${ECR} eventName = "DeleteRepository"`],
  ['CloudTrail: ECR Image Scan Findings – Severity CRITICAL', 1, `${SCAN}.CRITICAL > 0`],
  ['CloudTrail: ECR Image Scan Findings – Severity HIGH', 1, `${SCAN}.HIGH > 0`],
  ['CloudTrail: ECR Image Scan Findings – Severity MEDIUM', 2, `${SCAN}.MEDIUM > 0`],
  ['CloudTrail: ECR Put Image', 3, `${ECR} eventName = "PutImage"`],
  ['CloudTrail: ECR Put Image Scanning Configuration', 3, `${ECR} eventName = "PutImageScanningConfiguration"`],
  ['CloudTrail: ECR Set Repository Policy', 3, `${ECR} eventName = "SetRepositoryPolicy"`],
  [
    'CloudTrail: SSM Information Discovery',
    3,
    'event_type = "cloudtrail" and eventSource = "ssm.amazonaws.com" and (eventName starts_with "Describe" or eventName starts_with "List")',
  ],
] as const

// The other rules of the packs, each with its severity and technique.
const SPECIFIED = [
  ['ecr-access-denied', 3, 't1078.004'],
  ['ecr-account-setting-changed', 3, 't1562'],
  ['ecr-batch-delete-image', 3, 't1485'],
  ['ecr-discovery', 3, 't1526'],
  ['ecr-finding-by-package-manager', 2, 't1190'],
  ['ecr-finding-by-path', 2, 't1190'],
  ['ecr-finding-exploit-available', 1, 't1190'],
  ['ecr-finding-fixable-high', 1, 't1190'],
  ['ecr-finding-score', 1, 't1190'],
  ['ecr-lifecycle-policy-changed', 3, 't1485.001'],
  ['ecr-policy-deleted', 3, 't1562'],
  ['ecr-policy-public', 1, 't1537'],
  ['ecr-pull-by-iam-user', 3, 't1528'],
  ['ecr-pull-through-cache-rule-changed', 3, 't1195.002'],
  ['ecr-push-outside-ci', 2, 't1525'],
  ['ecr-put-registry-policy', 3, 't1537'],
  ['ecr-registry-scanning-configuration-changed', 3, 't1562'],
  ['ecr-replication-changed', 2, 't1537'],
  ['ecr-repository-creation-template-changed', 3, 't1525'],
  ['ecr-scan-on-push-disabled', 2, 't1562'],
  ['ecr-signing-configuration-changed', 2, 't1553'],
  ['ecr-tag-mutability-relaxed', 3, 't1525'],
  ['ssm-access-denied', 3, 't1078.004'],
  ['ssm-association-changed', 3, 't1053'],
  ['ssm-automation-waiting', 2, 't1651'],
  ['ssm-command-output-read', 3, 't1005'],
  ['ssm-command-output-to-s3', 2, 't1537'],
  ['ssm-command-running', 1, 't1651'],
  ['ssm-create-activation', 2, 't1098'],
  ['ssm-create-document', 3, 't1651'],
  ['ssm-data-shared', 2, 't1537'],
  ['ssm-decrypted-parameter-read', 3, 't1555.006'],
  ['ssm-delete-document', 3, 't1070'],
  ['ssm-delete-parameter', 3, 't1485'],
  ['ssm-document-public', 1, 't1537'],
  ['ssm-document-shared', 3, 't1537'],
  ['ssm-fleet-manager-rdp', 2, 't1021.001'],
  ['ssm-inventory-reconnaissance', 3, 't1518'],
  ['ssm-just-in-time-access', 3, 't1548.005'],
  ['ssm-maintenance-window-task', 3, 't1053'],
  ['ssm-many-decrypted-parameter-reads', 3, 't1555.006'],
  ['ssm-node-role-changed', 3, 't1098.003'],
  ['ssm-put-parameter', 3, 't1565.001'],
  ['ssm-resume-session', 3, 't1021.007'],
  ['ssm-run-script', 2, 't1651'],
  ['ssm-send-command', 3, 't1651'],
  ['ssm-send-command-from-instance', 2, 't1651'],
  ['ssm-service-setting-changed', 2, 't1562'],
  ['ssm-session-just-in-time', 2, 't1548.005'],
  ['ssm-session-long', 2, 't1021.008'],
  ['ssm-session-open', 1, 't1021.008'],
  ['ssm-session-port-forwarding', 1, 't1572'],
  ['ssm-session-preferences-changed', 2, 't1562.008'],
  ['ssm-start-automation', 3, 't1651'],
  ['ssm-start-session', 3, 't1021.007'],
  ['ssm-terminate-session', 3, 't1531'],
  ['ssm-update-document', 3, 't1651'],
] as const

const oneLine = (filter: string): string => filter.replace(/\s+/g, ' ').trim()

describe('the packs', () => {
  test('load without diagnostics', () => {
    expect(diagnostics).toEqual([])
    expect(rules.length).toBe(files.length)
  })

  test('contain the rules that Threat Stack shipped, by name, severity and filter', () => {
    const shipped = rules.map(({ name, severityOfAlerts, filter }) => [name, severityOfAlerts, oneLine(filter)])
    expect(shipped).toEqual(expect.arrayContaining([...CONFIRMED]))
  })

  test('contain all other rules by severity and technique, and no more', () => {
    const confirmed = CONFIRMED.map(([name]) => name as string)
    const rest = rules.filter(({ name }) => !confirmed.includes(name)).sort((a, b) => (a.id < b.id ? -1 : 1))
    expect(rest.map(({ id, severityOfAlerts, tags }) => [id, severityOfAlerts, tags[0]?.replace('attack.', '')])).toEqual(SPECIFIED)
    expect(rules.length).toBeGreaterThanOrEqual(48)
  })

  test('disable only the rule that needs to know your CI role, those that decide by more than severity, and those about what goes on', () => {
    const disabled = rules.filter(({ enabled }) => !enabled).map(({ id }) => id)
    const others = rules.filter(({ type }) => type !== 'CloudTrail').map(({ id }) => id)
    expect(disabled.toSorted()).toEqual([...others, 'ecr-push-outside-ci'].toSorted())
  })

  test('name every package manager of a language that Amazon Inspector names', () => {
    const rule = rules.find(({ id }) => id === 'ecr-finding-by-package-manager')
    const named = [...(rule?.filter.matchAll(/"([A-Z_]+)"/g) ?? [])].map(([, word]) => word)
    const managers = ECOSYSTEMS.flatMap(ecosystem => ecosystem.managers)
    expect(named.sort()).toEqual(['CRITICAL', 'HIGH', ...managers].sort())
  })

  test('contain no id and no name twice', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
  })

  test('suppress the SSM agent, and Systems Manager itself', () => {
    expect(rules.find(({ id }) => id === 'ssm-information-discovery')?.suppressions).toEqual([
      'userAgent like "amazon-ssm-agent" and eventName = "ListInstanceAssociations"',
      'serviceLinkedRole starts_with "ssm.amazonaws.com/"',
    ])
  })
})

describe.each(rules.map(rule => [rule.id, rule] as const))('%s', (id, rule) => {
  const file = files.find(({ path }) => path === rule.file)

  test('has its id only from its file name', () => {
    expect(file?.name).toBe(`${id}.yml`)
    expect(parseYaml(file?.text ?? '')).not.toHaveProperty('id')
  })

  test('has a test that matches and one that does not, and passes all', () => {
    expect(rule.tests.map(({ matches }) => matches)).toEqual(expect.arrayContaining([true, false]))
    expect(testRule(rule).filter(({ expected, matched }) => expected !== matched)).toEqual([])
    expect(new Set(rule.tests.map(({ name }) => name)).size).toBe(rule.tests.length)
  })

  test('begins with the line that tells editors the schema', () => {
    expect(file?.text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schema.json')
  })

  test('has a description, a title with a field, and an ATT&CK technique', () => {
    expect(rule.alertDescription.trim()).not.toBe('')
    expect(rule.title).toContain('{{')
    expect(rule.tags).toContainEqual(expect.stringMatching(/^attack\.t\d{4}(?:\.\d{3})?$/))
  })

  test('is written in canonical form', () => {
    for (const text of [rule.filter, ...rule.suppressions]) expect(oneLine(text)).toBe(print(treeOf(text)))
    expect(file && formatFile(file)).toBe(file?.text)
  })

  test.each(mutantsOf(compileRule(rule)))('has a test that fails %s', (_, mutant) => {
    expect(outcomes(mutant)).not.toEqual(outcomes(compileRule(rule)))
  })
})

test.each(ofType('CloudTrail'))('%s is tested with calls as CloudTrail records them: complete, denied and throttled', (_, { tests }) => {
  const [whole] = tests
  for (const field of [
    'userIdentity',
    'eventTime',
    'awsRegion',
    'sourceIPAddress',
    'userAgent',
    'requestID',
    'eventID',
    'recipientAccountId',
  ])
    expect(whole?.event).toHaveProperty(field)
  const codes = tests.map(({ event }) => event['errorCode'])
  expect(codes).toEqual(expect.arrayContaining(['AccessDeniedException', 'ThrottlingException']))
  for (const { event } of tests)
    if (/^(?:AccessDenied|Throttling)/.test(String(event['errorCode']))) expect(event).toHaveProperty('requestParameters', null)
})

test.each(ofType('Finding'))('%s is tested with a finding that has every field, and with one as a basic scan has it', (_, { tests }) => {
  const [whole] = tests
  expect(namesIn(whole?.event)).toEqual(namesIn(FINDING_FIELDS))
  expect(namesIn(own(whole?.event, 'image'))).toEqual(namesIn(FINDING_FIELDS['image']))
  for (const each of ownList(whole?.event, 'package')) expect(namesIn(each)).toEqual(namesIn(FINDING_FIELDS['package']))
  expect(tests.map(({ name }) => name)).toContainEqual(expect.stringContaining('basic scan'))
})

// What is open has no end, and is otherwise tested with all that such an event can say.
test.each([...ofType('Session'), ...ofType('Command'), ...ofType('Automation')])(
  '%s is tested with an event that has every field',
  (_, { type, tests }) => {
    const [whole] = tests
    const { fields } = vocabularyOf(type)
    expect(namesIn(whole?.event)).toEqual(namesIn(fields).filter(name => name !== 'endedAt'))
    for (const target of [own(whole?.event, 'target')].flat()) expect(namesIn(target)).toEqual(namesIn(fields['target']))
    expect(tests.map(({ event }) => event['state'])).toEqual(expect.arrayContaining(['open', 'ended']))
  },
)

function ofType(type: RuleType) {
  return rules.filter(rule => rule.type === type).map(rule => [rule.id, rule] as const)
}

function namesIn(fields: unknown): readonly string[] {
  return Object.keys(Object(fields)).sort()
}

function treeOf(text: string) {
  const parsing = parse(text)
  if ('problems' in parsing) throw new Error(text)
  return parsing.expression
}

function outcomes(compiled: CompiledRule): readonly boolean[] {
  return compiled.rule.tests.map(({ event }) => {
    const parsed = toEvent(event)
    return seesEvent(compiled.rule.type, parsed) && matchesRule(compiled, parsed)
  })
}

function mutantsOf(compiled: CompiledRule): readonly (readonly [string, CompiledRule])[] {
  const { filter, suppressions, vocabulary } = compiled
  return [
    ...mutate(filter.expression).map(({ change, expression }): [string, CompiledRule] => [
      change,
      { ...compiled, filter: compile(expression, vocabulary) },
    ]),
    ...suppressions.flatMap((suppression, i): [string, CompiledRule][] => [
      [`without suppression ${i + 1}`, { ...compiled, suppressions: suppressions.toSpliced(i, 1) }],
      ...mutate(suppression.expression).map(({ change, expression }): [string, CompiledRule] => [
        `${change} in suppression ${i + 1}`,
        { ...compiled, suppressions: suppressions.with(i, compile(expression, vocabulary)) },
      ]),
    ]),
  ]
}
