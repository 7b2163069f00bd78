// The table of commands: the settings that each takes, and what --help says of it.

import { LIST_FORMATS, SHELLS } from './choices.ts'
import type { Settings } from './settings.ts'
import { SETTINGS, type Setting, type SettingName } from './table.ts'

// The settings of the gate, on the command line and in a workflow alike.
type GateName = { [Name in SettingName]: (typeof SETTINGS)[Name] extends { readonly of: 'gate' } ? Name : never }[SettingName]

const NAMES = Object.keys(SETTINGS) as readonly SettingName[]
const isOfGate = (name: SettingName): name is GateName => (SETTINGS[name] as Setting).of === 'gate'
const GATE = NAMES.filter(isOfGate)

/** The settings that are inputs of the Action. */
export const INPUTS: readonly SettingName[] = NAMES.filter(name => isOfGate(name) || (SETTINGS[name] as Setting).of === 'action')

interface Row {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly settings: readonly SettingName[]
  /** What is different of a setting in this command: fewer choices, or another use. */
  readonly instead?: Readonly<Partial<Record<SettingName, Partial<Pick<Setting, 'kind' | 'value' | 'help' | 'default'>>>>>
  /** How many arguments without a flag it takes, and what the first of them may be, if that is one of a few words. */
  readonly operands: { readonly least: number; readonly most: number; readonly words?: readonly string[] }
  readonly exits: string
  readonly examples: readonly string[]
}

/** What a comparison of policies takes besides `backtest` of one. */
export const COMPARED = [
  'findings',
  'reports',
  'fail-on',
  'max-findings',
  'untriaged',
  'unfixed',
  'base-image-findings',
  'fix-within',
  'max-scan-age',
  'on-undecided',
  'vex',
] as const satisfies readonly SettingName[]

// What says which rules and exceptions are in force, and how they are read.
const RULING = ['rules', 'exceptions', 'policy', 'policy-roles'] as const

// What is read of an archive in S3, and with which credentials.
const ARCHIVED = ['audit-window', 'audit-timeout', 'audit-regions', 'audit-roles'] as const

const ROWS = [
  {
    name: 'check',
    usage: 'check --image URI… | check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether images may be deployed: live from ECR and CloudTrail, or from recorded findings and events.',
    settings: [...GATE, 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or a usage error',
    examples: [
      'ecr-gate check --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate check --findings examples/findings.json',
      'ecr-gate check --findings examples/findings.json --fail-on critical --packs none',
      'ecr-gate check --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'show',
    usage: 'show REPORT ALERT',
    summary: 'Print the events behind an alert of a saved JSON report in full, with what the rule found in them.',
    settings: ['format'],
    instead: { format: { kind: { choices: ['text', 'json'] } } },
    operands: { least: 2, most: 2 },
    exits: '0, or 2 for a usage error, an alert that is not there, or a file that is not a report',
    examples: ['ecr-gate show examples/report.json 1', 'ecr-gate show examples/report.json ssm-information-discovery --format json'],
  },
  {
    name: 'accept',
    usage: 'accept CVE… --reason TEXT --expires DAY|--until-fixed | accept --from REPORT --reason TEXT --expires DAY|--until-fixed',
    summary: 'Write into a file of exceptions which findings are accepted, why, and until when.',
    settings: ['reason', 'expires', 'until-fixed', 'owner', 'package', 'accepted-image', 'from', 'exceptions'],
    instead: { exceptions: { value: 'FILE', help: 'the file to write into, made if there is none (default: ecr-gate-exceptions.yml)' } },
    operands: { least: 0, most: Number.POSITIVE_INFINITY },
    exits: '0 written, 1 the report has nothing to accept, 2 a usage error, or a file that cannot be read, added to or written',
    examples: [
      "ecr-gate accept CVE-2026-90003 --reason 'curl is never called' --until-fixed",
      "ecr-gate accept --from examples/report.json --reason 'an update is on its way' --expires 2030-12-31 --owner payments",
    ],
  },
  {
    name: 'query',
    usage:
      'query FILTER PATH… | query FILTER s3://BUCKET/PREFIX --audit-window DURATION --audit-regions REGION… | query FILTER --findings FILE…',
    summary: 'Print the events that a filter matches, one per line, as they were recorded; or the findings, as the events that rules see.',
    settings: ['findings', 'count', 'count-by', ...ARCHIVED],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 whether or not events match, 2 for a usage error, a wrong filter, or a file that cannot be read',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'fixAvailable = "YES"' --findings examples/findings.json --count-by severity`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE | explain --sql FILTER | explain --sql --rule ID',
    summary:
      'Show, clause by clause, what a filter found in an event and why it matched or not; or the SQL that a table in Athena would be asked.',
    settings: ['event', 'rule', 'sql', 'audit-window', 'rules', 'policy', 'policy-roles', 'packs'],
    instead: { 'audit-window': { help: 'how far back the SQL reads, with a unit, at most 90d' } },
    operands: { least: 0, most: 1 },
    exits: '0, or 2 for a usage error, a wrong filter, a rule that is not there, or a file that cannot be read',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
      'ecr-gate explain --sql --rule ssm-information-discovery --audit-window 7d',
    ],
  },
  {
    name: 'backtest',
    usage:
      'backtest --events PATH… [--rules PATH…] | backtest --policy FILE --against OLD [--findings FILE…] [--reports FILE…] [--events PATH…]',
    summary:
      'Show what the rules would have done over recorded events: how many alerts, caused by whom, and what suppressions hid; or which verdicts two policies give, and by which line they differ.',
    settings: ['events', ...ARCHIVED, ...RULING, 'packs', 'against', ...COMPARED, 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 0 },
    exits: '0 whatever the rules would have done and whatever differs, 2 for a usage error, wrong rules, or files that cannot be read',
    examples: [
      'ecr-gate backtest --events examples/cloudtrail --rules examples/rules',
      'ecr-gate backtest --policy examples/policy/policy.yml --against examples/policy-before.yml --findings examples/findings.json --events examples/cloudtrail',
      'ecr-gate backtest --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'rules',
    usage: 'rules [--rules PATH…] | rules show ID [--rules PATH…]',
    summary: 'List the rules in force and where they come from, or show one in full.',
    settings: ['rules', 'policy', 'policy-roles', 'packs', 'format', 'output'],
    instead: { format: { kind: { choices: LIST_FORMATS } } },
    operands: { least: 0, most: 2, words: ['show'] },
    exits: '0, or 2 for a usage error, wrong rules, or a rule that is not there',
    examples: ['ecr-gate rules --rules examples/rules', 'ecr-gate rules show ssm-information-discovery'],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find all the mistakes in rule files at once.',
    settings: ['policy-roles'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 no problems or only warnings, 1 problems found, 2 usage error',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests in rule files.',
    settings: ['policy-roles'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 problems found, 2 usage error',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Rewrite the filters in rule files in canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all written or nothing to change, 1 a rule is wrong or --check found something to change, 2 usage error',
    examples: ['ecr-gate fmt --check rules'],
  },
  {
    name: 'policy',
    usage: 'policy push FILE… ssm:/path',
    summary: 'Write rules, exceptions and policies into Parameter Store, once lint finds no error in them and their tests pass.',
    settings: ['policy-roles', 'tier'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY, words: ['push'] },
    exits: '0 all is there as in the files, 1 something to mend in the files, 2 a usage error, or AWS did not do it all',
    examples: ['ecr-gate policy push examples/policy/policy.yml ssm:/team/gate/policy'],
  },
  {
    name: 'verify',
    usage: 'verify IMAGE --bundle FILE --trusted-root FILE --identity NAME | verify IMAGE --predicate FILE --unsigned',
    summary: 'Check, from signed attestations and without a network, whether ECR Gate let an image pass and who signed that.',
    settings: ['bundle', 'trusted-root', 'identity', 'issuer', 'policy-digest', 'max-age', 'predicate', 'unsigned'],
    operands: { least: 1, most: 1 },
    exits:
      '0 it passed, 1 it failed or the attestation is about another image or policy, 2 no trustworthy verdict, one that --max-age refuses, or a usage error',
    examples: [
      'ecr-gate verify 111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments/api@sha256:4f1c9a7be2d05833c6a1f0e97d42b85c1e6f3a0d9b7c2854e10f6a3d5c8b7e92 --predicate examples/predicate.json --unsigned',
    ],
  },
  {
    name: 'permissions',
    usage: 'permissions [--image URI…] [SETTING OF check…]',
    summary:
      'Print the IAM policy that a check with these settings needs, and nothing more; credentials are used only to read a policy in Parameter Store or S3.',
    settings: [...GATE, 'format', 'output'],
    instead: {
      format: {
        kind: { choices: ['json', 'text'] },
        help: 'the policy as JSON, or what each permission is for as text',
        default: 'json',
      },
      output: { value: 'FILE', help: 'write the policy to this file instead of standard output' },
    },
    operands: { least: 0, most: 0 },
    exits: '0, or 2 for a usage error, or a file that cannot be read or written',
    examples: [
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate permissions --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2 --promote-tags production --format text',
    ],
  },
  {
    name: 'doctor',
    usage: 'doctor --image URI…',
    summary: 'Find what keeps these credentials from a verdict on an image: permissions, scanning, the scan itself.',
    settings: [
      'image',
      'registry-id',
      ...RULING,
      'vex',
      'base-image',
      'image-roles',
      'allowed-account-ids',
      'audit-source',
      'audit-regions',
      'audit-roles',
      'audit-live',
      'aws-attempts',
    ],
    instead: {
      'audit-source': {
        value: 'lookup|none|s3://BUCKET/PREFIX|athena://WORKGROUP/DATABASE/TABLE',
        help: "where recent activity is to be read, as in the step that is examined: CloudTrail's event history, an archive in S3 or a table in Athena",
      },
    },
    operands: { least: 0, most: 0 },
    exits: '0 all is well, 1 problems found, 2 usage error',
    examples: [
      'ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2',
      'ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2 --audit-source none',
    ],
  },
  {
    name: 'completion',
    usage: 'completion bash|zsh|fish',
    summary: 'Print the script by which a shell completes commands, flags and their choices.',
    settings: [],
    operands: { least: 1, most: 1, words: SHELLS },
    exits: '0, or 2 for a usage error',
    examples: ['ecr-gate completion bash'],
  },
] as const satisfies readonly Row[]

export type CommandName = (typeof ROWS)[number]['name']

export interface Command extends Row {
  readonly name: CommandName
}

export const COMMANDS: readonly Command[] = ROWS

type SettingNameOf<Name extends CommandName> = Extract<(typeof ROWS)[number], { readonly name: Name }>['settings'][number]

/**
 * What a command sees of the settings: those that its row names. A policy may also say which rules replace
 * those of severities, and a command that reads references knows how often to try.
 */
export type SettingsOf<Name extends CommandName> = Pick<
  Settings,
  | (typeof SETTINGS)[SettingNameOf<Name>]['field']
  | 'operands'
  | ('policy' extends SettingNameOf<Name> ? 'failOn' | 'maxFindings' : never)
  | ('policy-roles' extends SettingNameOf<Name> ? 'awsAttempts' : never)
  | ('audit-window' extends SettingNameOf<Name> ? 'archived' | 'awsAttempts' : never)
>

/** A setting as it is in a command. */
export function settingOf({ instead }: Command, name: SettingName): Setting {
  const setting: Setting = SETTINGS[name]
  return { ...setting, ...instead?.[name] }
}
