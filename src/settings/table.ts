// The table of commands and settings. Flags, the Action's inputs, their checks, --help and the tables of README are made from it,
// so a setting has the same name and the same meaning everywhere.

import { FAIL_ON, ON_UNDECIDED, START_SCAN, UNTRIAGED } from '../gate/policy.ts'

export const FORMATS = ['text', 'json', 'markdown', 'sarif', 'html', 'junit', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** The formats of lists and backtests. The others are for the report of the gate only. */
export const LIST_FORMATS = ['text', 'json', 'markdown'] as const satisfies readonly Format[]
export type ListFormat = (typeof LIST_FORMATS)[number]

/** The settings for additional report files, with their formats. */
export const FILE_FORMATS = {
  'json-file': 'json',
  'markdown-file': 'markdown',
  'sarif-file': 'sarif',
  'html-file': 'html',
  'junit-file': 'junit',
  'csv-file': 'csv',
} as const satisfies Readonly<Record<string, Format>>

export const COMMENT = ['always', 'on-failure', 'on-change', 'never'] as const
export type CommentWhen = (typeof COMMENT)[number]

export const PACKS = ['ecr', 'ssm'] as const
export type Pack = (typeof PACKS)[number]

/** How a value is read. Some kinds take several words as a flag (LISTS in arguments.ts), or lines as an input (LINES in inputs.ts). */
export type Kind =
  | 'paths'
  | 'path'
  | 'text'
  | 'switch'
  | 'packs'
  | 'images'
  | 'audit-source'
  | 'duration'
  | 'number'
  | 'regions'
  | 'platforms'
  | 'account'
  | 'accounts'
  | 'tags'
  | 'on-fail'
  | 'source'
  | { readonly choices: readonly string[] }

export interface Setting {
  readonly kind: Kind
  /** How the value is shown in --help. */
  readonly value?: string
  readonly help: string
  readonly default?: string
  /** The default of the input in action.yml, if it is an expression. */
  readonly expression?: string
}

export const SETTINGS = {
  image: {
    kind: 'images',
    value: 'URI…',
    help: 'images in ECR, by tag or digest, all of which must pass; or a JSON list of them',
  },
  findings: {
    kind: 'paths',
    value: 'FILE…',
    help: 'answers of DescribeImageScanFindings: files, folders, or, on a command line, - for standard input',
  },
  events: { kind: 'paths', value: 'PATH…', help: 'CloudTrail events: files, folders, or, on a command line, - for standard input' },
  rules: { kind: 'paths', value: 'PATH…', help: 'rule files or folders of them, beside the packs' },
  packs: { kind: 'packs', value: 'ecr,ssm|none', help: 'the shipped packs to use', default: 'ecr,ssm' },
  'fail-on': {
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, MEDIUM and up below it warn; replaces the Severity rules',
  },
  untriaged: { kind: { choices: UNTRIAGED }, help: 'what findings without a severity do (UNDEFINED, UNTRIAGED)', default: 'warn' },
  'on-undecided': {
    kind: { choices: ON_UNDECIDED },
    help: 'whether the verdict undecided stops the deployment; the verdict stays what it is',
    default: 'fail',
  },
  'audit-source': {
    kind: 'audit-source',
    value: 'lookup|none|PATH…',
    help: "where recent activity is read: CloudTrail's event history (lookup, the default with image), nowhere, or recorded events as with events",
  },
  'audit-window': { kind: 'duration', value: 'DURATION', help: 'how far back lookup goes, with its unit, at most 90d', default: '24h' },
  'audit-timeout': {
    kind: 'duration',
    value: 'DURATION',
    help: 'how long lookup may read; what is not read by then is a gap',
    default: '5m',
  },
  'audit-regions': { kind: 'regions', value: 'REGION…', help: "Regions whose event history lookup reads (default the images' Regions)" },
  'wait-timeout': { kind: 'duration', value: 'DURATION', help: 'how long to wait for a scan', default: '10m' },
  'scan-grace': {
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for a missing scan or image, or for an empty enhanced result without a time of completion',
    default: '60s',
  },
  'start-scan': { kind: { choices: START_SCAN }, help: 'whether a missing basic scan is started', default: 'never' },
  platforms: { kind: 'platforms', value: 'OS/ARCH…', help: 'platforms of an index to judge, such as linux/arm64 (default all)' },
  'registry-id': { kind: 'account', value: 'ACCOUNT', help: 'the account of images named without a registry, in AWS_REGION' },
  'allowed-account-ids': {
    kind: 'accounts',
    value: 'ACCOUNT…',
    help: 'the only accounts that images and credentials may belong to (default any)',
  },
  push: {
    kind: 'source',
    value: 'SOURCE',
    help: 'an image to push to the name of image first, and to judge then: docker-daemon:NAME:TAG, docker-archive:FILE, oci:FOLDER, oci-archive:FILE or containers-storage:NAME:TAG',
  },
  'push-timeout': { kind: 'duration', value: 'DURATION', help: 'how long the push may take with all its attempts', default: '15m' },
  'promote-tags': {
    kind: 'tags',
    value: 'TAG…',
    help: 'tags that the image gets once it passed, by its digest and in this order: those that deployments follow',
  },
  'promote-on-warn': { kind: { choices: ['true', 'false'] }, help: 'whether the tags are given after warn too', default: 'false' },
  'on-fail': {
    kind: 'on-fail',
    value: 'keep|untag|quarantine-tag:TAG',
    help: 'what happens to an image that failed or is undecided: kept as it is, its tag removed, or tagged TAG',
    default: 'keep',
  },
  'aws-attempts': { kind: 'number', value: 'NUMBER', help: 'how often a call of AWS is tried, 1 to 20', default: '6' },
  'predicate-file': {
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict on the image as the predicate of an attestation (SLSA Verification Summary) to this file',
  },
  bundle: { kind: 'path', value: 'FILE', help: 'signed attestations as Sigstore bundles: one as JSON, or one per line' },
  'trusted-root': {
    kind: 'path',
    value: 'FILE',
    help: 'the keys to verify signatures with, as gh attestation trusted-root writes them',
  },
  identity: {
    kind: 'text',
    value: 'NAME',
    help: 'who must have signed: the workflow in the certificate, exactly, or its beginning with * at the end',
  },
  issuer: { kind: 'text', value: 'URL', help: "the issuer of the identity (default GitHub's token issuer)" },
  'policy-digest': { kind: 'text', value: 'SHA256', help: 'the policy that the verdict must have been reached under' },
  predicate: { kind: 'path', value: 'FILE', help: 'a predicate that nobody signed, with --unsigned' },
  unsigned: { kind: 'switch', help: 'read --predicate although it is not signed' },
  dockerfile: {
    kind: 'path',
    value: 'FILE',
    help: 'the Dockerfile of the image, whose last FROM is annotated where a finding has no better line (default Dockerfile)',
  },
  'json-file': {
    kind: 'path',
    value: 'FILE',
    help: 'write the report as JSON to this file; the Action writes one to its temporary folder without it',
  },
  'markdown-file': { kind: 'path', value: 'FILE', help: 'write the report as Markdown to this file' },
  'sarif-file': { kind: 'path', value: 'FILE', help: 'write findings and alerts as SARIF to this file, for code scanning' },
  'html-file': { kind: 'path', value: 'FILE', help: 'write the report as one HTML page to this file, to be kept as an artifact' },
  'junit-file': { kind: 'path', value: 'FILE', help: 'write the verdict as JUnit XML to this file, for dashboards of tests' },
  'csv-file': { kind: 'path', value: 'FILE', help: 'write findings and alerts as CSV to this file, for spreadsheets' },
  'check-run': {
    kind: 'text',
    value: 'NAME',
    help: 'report as a check of this name on the commit, with annotations (needs checks: write)',
  },
  comment: {
    kind: { choices: COMMENT },
    help: 'whether the report is a comment on the pull request, kept up to date (needs pull-requests: write)',
    default: 'never',
  },
  'upload-sarif': {
    kind: { choices: ['true', 'false'] },
    help: 'whether findings and alerts are sent to code scanning (needs security-events: write)',
    default: 'false',
  },
  'github-token': {
    kind: 'text',
    value: 'TOKEN',
    help: 'the token that check-run, comment and upload-sarif use',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expression: '${{ github.token }}',
  },
  summary: { kind: { choices: ['true', 'false'] }, help: 'whether the report is shown in the step summary', default: 'true' },
  format: { kind: { choices: FORMATS }, help: 'how the report is written', default: 'text' },
  output: { kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { kind: 'switch', help: 'print only the number of matching events' },
  'count-by': { kind: 'text', value: 'FIELD', help: 'print how many matching events have each value of a field, the largest number first' },
  event: {
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { kind: 'text', value: 'ID', help: 'explain this rule of the packs or of --rules instead of a filter' },
  check: { kind: 'switch', help: 'change nothing, and exit 1 when something would change' },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof SETTINGS

// The settings of the gate, on the command line and in a workflow alike.
const GATE = [
  'image',
  'findings',
  'events',
  'rules',
  'packs',
  'fail-on',
  'untriaged',
  'on-undecided',
  'audit-source',
  'audit-window',
  'audit-timeout',
  'audit-regions',
  'wait-timeout',
  'scan-grace',
  'start-scan',
  'platforms',
  'registry-id',
  'allowed-account-ids',
  'push',
  'push-timeout',
  'promote-tags',
  'promote-on-warn',
  'on-fail',
  'aws-attempts',
  'predicate-file',
  'dockerfile',
  'json-file',
  'markdown-file',
  'sarif-file',
  'html-file',
  'junit-file',
  'csv-file',
] as const satisfies readonly SettingName[]

/** The settings that are inputs of the Action. */
export const INPUTS: readonly SettingName[] = [...GATE, 'summary', 'check-run', 'comment', 'upload-sarif', 'github-token']

export interface Command {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly settings: readonly SettingName[]
  /** The settings that have fewer choices in this command. */
  readonly choices?: Readonly<Partial<Record<SettingName, readonly string[]>>>
  /** How many arguments without a flag it takes. */
  readonly operands: { readonly least: number; readonly most: number }
  readonly exits: string
  readonly examples: readonly string[]
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'check',
    usage: 'check --image URI… | check [--findings FILE…] [--events PATH…]',
    summary: 'Decide whether images may go out: live from ECR and CloudTrail, or from recorded findings and events.',
    settings: [...GATE, 'format', 'output'],
    operands: { least: 0, most: 0 },
    exits: '0 pass or warn, 1 fail, 2 undecided or wrong use',
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
    summary: 'Print the events behind an alert of a saved JSON report, whole, with what the rule found in them.',
    settings: ['format'],
    choices: { format: ['text', 'json'] },
    operands: { least: 2, most: 2 },
    exits: '0, or 2 wrong use, no such alert, or a file that is not a report',
    examples: ['ecr-gate show examples/report.json 1', 'ecr-gate show examples/report.json ssm-information-discovery --format json'],
  },
  {
    name: 'query',
    usage: 'query FILTER PATH…',
    summary: 'Print the events that a filter matches, one per line, as they were.',
    settings: ['count', 'count-by'],
    operands: { least: 2, most: Number.POSITIVE_INFINITY },
    exits: '0 whether events match or not, 2 wrong filter or unreadable file',
    examples: [
      `ecr-gate query 'eventName = "StartSession"' examples/cloudtrail`,
      `ecr-gate query 'eventSource = "ssm.amazonaws.com"' examples/cloudtrail --count-by eventName`,
    ],
  },
  {
    name: 'explain',
    usage: 'explain FILTER --event FILE | explain --rule ID --event FILE',
    summary: 'Show clause by clause what a filter found in an event, and why it held or not.',
    settings: ['event', 'rule', 'rules', 'packs'],
    operands: { least: 0, most: 1 },
    exits: '0, or 2 wrong filter, unknown rule or unreadable file',
    examples: [
      `ecr-gate explain 'eventName starts_with "List"' --event examples/event.json`,
      'ecr-gate explain --rule ecr-image-scan-findings-high --event examples/findings.json',
    ],
  },
  {
    name: 'backtest',
    usage: 'backtest --events PATH… [--rules PATH…]',
    summary: 'Tell what the rules would have done over recorded events: how many alerts, by whom, and what suppressions hid.',
    settings: ['events', 'rules', 'packs', 'format', 'output'],
    choices: { format: LIST_FORMATS },
    operands: { least: 0, most: 0 },
    exits: '0 whatever the rules would have done, 2 wrong use or rules, or events that could not be read',
    examples: [
      'ecr-gate backtest --events examples/cloudtrail --rules examples/rules',
      'ecr-gate backtest --events examples/cloudtrail --packs ssm --format json',
    ],
  },
  {
    name: 'rules',
    usage: 'rules [--rules PATH…] | rules show ID [--rules PATH…]',
    summary: 'List the rules in force and where they are from, or show one whole.',
    settings: ['rules', 'packs', 'format', 'output'],
    choices: { format: LIST_FORMATS },
    operands: { least: 0, most: 2 },
    exits: '0, or 2 wrong use, wrong rules or unknown rule',
    examples: ['ecr-gate rules --rules examples/rules', 'ecr-gate rules show ssm-information-discovery'],
  },
  {
    name: 'lint',
    usage: 'lint PATH…',
    summary: 'Find mistakes in rule files, all of them at once.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 good or warnings only, 1 problems found, 2 wrong use',
    examples: ['ecr-gate lint rules'],
  },
  {
    name: 'test',
    usage: 'test PATH…',
    summary: 'Run the tests that rule files carry.',
    settings: [],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 all passed, 1 problems found, 2 wrong use',
    examples: ['ecr-gate test rules'],
  },
  {
    name: 'fmt',
    usage: 'fmt [--check] PATH…',
    summary: 'Write the filters of rule files in their canonical form.',
    settings: ['check'],
    operands: { least: 1, most: Number.POSITIVE_INFINITY },
    exits: '0 written or nothing to change, 1 --check found something to change or a rule is wrong, 2 wrong use',
    examples: ['ecr-gate fmt --check rules'],
  },
  {
    name: 'verify',
    usage: 'verify IMAGE --bundle FILE --trusted-root FILE --identity NAME | verify IMAGE --predicate FILE --unsigned',
    summary: 'Say whether ECR Gate let an image pass, and who signed that: from signed attestations, without a network.',
    settings: ['bundle', 'trusted-root', 'identity', 'issuer', 'policy-digest', 'predicate', 'unsigned'],
    operands: { least: 1, most: 1 },
    exits: '0 it passed, 1 it failed or the attestation is about another image or policy, 2 no trustworthy verdict, or wrong use',
    examples: [
      'ecr-gate verify 111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments/api@sha256:4f1c9a7be2d05833c6a1f0e97d42b85c1e6f3a0d9b7c2854e10f6a3d5c8b7e92 --predicate examples/predicate.json --unsigned',
    ],
  },
  {
    name: 'doctor',
    usage: 'doctor --image URI…',
    summary: 'Say what stands between these credentials and a verdict on an image: permissions, scanning, the scan itself.',
    settings: ['image', 'registry-id', 'allowed-account-ids', 'audit-regions', 'aws-attempts'],
    operands: { least: 0, most: 0 },
    exits: '0 all is well, 1 problems found, 2 wrong use',
    examples: ['ecr-gate doctor --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/payments/api:1.4.2'],
  },
]

/** A setting with the choices that it has in a command. */
export function settingOf({ choices }: Command, name: SettingName): Setting {
  const setting: Setting = SETTINGS[name]
  const fewer = choices?.[name]
  return fewer === undefined ? setting : { ...setting, kind: { choices: fewer } }
}

/** How the value of a setting is shown: its choices, or a placeholder; empty for a switch. */
export function formatChoices({ kind, value }: Setting): string {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}
