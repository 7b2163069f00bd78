// The table of settings. Flags, the Action's inputs, their checks, --help and the tables of README are made from it, so a setting has the
// same name and the same meaning everywhere.

import { FAIL_ON, ON_UNDECIDED, START_SCAN, UNTRIAGED } from '../gate/policy.ts'
import { COMMENT, FORMATS } from './choices.ts'
import type { Settings } from './settings.ts'

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
  | 'attempts'
  | 'regions'
  | 'platforms'
  | 'account'
  | 'accounts'
  | 'tags'
  | 'on-fail'
  | 'source'
  | { readonly choices: readonly string[] }

export interface Setting {
  /** The field of Settings that it is read into. */
  readonly field: keyof Settings
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
    field: 'images',
    kind: 'images',
    value: 'URI…',
    help: 'images in ECR, by tag or digest, all of which must pass; or a JSON list of them',
  },
  findings: {
    field: 'findings',
    kind: 'paths',
    value: 'FILE…',
    help: 'answers of DescribeImageScanFindings: files, folders, or, on a command line, - for standard input',
  },
  events: {
    field: 'events',
    kind: 'paths',
    value: 'PATH…',
    help: 'CloudTrail events: files, folders, or, on a command line, - for standard input',
  },
  rules: { field: 'rules', kind: 'paths', value: 'PATH…', help: 'rule files or folders of them, beside the packs' },
  packs: { field: 'packs', kind: 'packs', value: 'ecr,ssm|none', help: 'the shipped packs to use', default: 'ecr,ssm' },
  'fail-on': {
    field: 'failOn',
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, MEDIUM and up below it warn; replaces the Severity rules',
  },
  untriaged: {
    field: 'untriaged',
    kind: { choices: UNTRIAGED },
    help: 'what findings without a severity do (UNDEFINED, UNTRIAGED)',
    default: 'warn',
  },
  'on-undecided': {
    field: 'onUndecided',
    kind: { choices: ON_UNDECIDED },
    help: 'whether the verdict undecided stops the deployment; the verdict stays what it is',
    default: 'fail',
  },
  'audit-source': {
    field: 'audit',
    kind: 'audit-source',
    value: 'lookup|none|PATH…',
    help: "where recent activity is read: CloudTrail's event history (lookup, the default with image), nowhere, or recorded events as with events",
  },
  'audit-window': {
    field: 'audit',
    kind: 'duration',
    value: 'DURATION',
    help: 'how far back lookup goes, with its unit, at most 90d',
    default: '24h',
  },
  'audit-timeout': {
    field: 'audit',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long lookup may read; what is not read by then is a gap',
    default: '5m',
  },
  'audit-regions': {
    field: 'auditRegions',
    kind: 'regions',
    value: 'REGION…',
    help: "Regions whose event history lookup reads (default the images' Regions)",
  },
  'wait-timeout': { field: 'waitTimeoutSeconds', kind: 'duration', value: 'DURATION', help: 'how long to wait for a scan', default: '10m' },
  'scan-grace': {
    field: 'scanGraceSeconds',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for a missing scan or image, or for an empty enhanced result without a time of completion',
    default: '60s',
  },
  'start-scan': { field: 'startScan', kind: { choices: START_SCAN }, help: 'whether a missing basic scan is started', default: 'never' },
  platforms: {
    field: 'platforms',
    kind: 'platforms',
    value: 'OS/ARCH…',
    help: 'platforms of an index to judge, such as linux/arm64 (default all)',
  },
  'registry-id': {
    field: 'images',
    kind: 'account',
    value: 'ACCOUNT',
    help: 'the account of images named without a registry, in AWS_REGION',
  },
  'allowed-account-ids': {
    field: 'allowedAccountIds',
    kind: 'accounts',
    value: 'ACCOUNT…',
    help: 'the only accounts that images and credentials may belong to (default any)',
  },
  push: {
    field: 'push',
    kind: 'source',
    value: 'SOURCE',
    help: 'an image to push to the name of image first, and to judge then: docker-daemon:NAME:TAG, docker-archive:FILE, oci:FOLDER, oci-archive:FILE or containers-storage:NAME:TAG',
  },
  'push-timeout': {
    field: 'pushTimeoutSeconds',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long the push may take with all its attempts',
    default: '15m',
  },
  'promote-tags': {
    field: 'promoteTags',
    kind: 'tags',
    value: 'TAG…',
    help: 'tags that the image gets once it passed, by its digest and in this order: those that deployments follow',
  },
  'promote-on-warn': {
    field: 'promoteOnWarn',
    kind: { choices: ['true', 'false'] },
    help: 'whether the tags are given after warn too',
    default: 'false',
  },
  'on-fail': {
    field: 'onFail',
    kind: 'on-fail',
    value: 'keep|untag|quarantine-tag:TAG',
    help: 'what happens to an image that failed or is undecided: kept as it is, its tag removed, or tagged TAG',
    default: 'keep',
  },
  'aws-attempts': {
    field: 'awsAttempts',
    kind: 'attempts',
    value: 'NUMBER',
    help: 'how often a call of AWS is tried, 1 to 20',
    default: '6',
  },
  'predicate-file': {
    field: 'predicateFile',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict on the image as the predicate of an attestation (SLSA Verification Summary) to this file',
  },
  bundle: { field: 'bundle', kind: 'path', value: 'FILE', help: 'signed attestations as Sigstore bundles: one as JSON, or one per line' },
  'trusted-root': {
    field: 'trustedRoot',
    kind: 'path',
    value: 'FILE',
    help: 'the keys to verify signatures with, as gh attestation trusted-root writes them',
  },
  identity: {
    field: 'identity',
    kind: 'text',
    value: 'NAME',
    help: 'who must have signed: the workflow in the certificate, exactly, or its beginning with * at the end',
  },
  issuer: { field: 'issuer', kind: 'text', value: 'URL', help: "the issuer of the identity (default GitHub's token issuer)" },
  'policy-digest': {
    field: 'policyDigest',
    kind: 'text',
    value: 'SHA256',
    help: 'the policy that the verdict must have been reached under',
  },
  predicate: { field: 'predicate', kind: 'path', value: 'FILE', help: 'a predicate that nobody signed, with --unsigned' },
  unsigned: { field: 'unsigned', kind: 'switch', help: 'read --predicate although it is not signed' },
  dockerfile: {
    field: 'dockerfile',
    kind: 'path',
    value: 'FILE',
    help: 'the Dockerfile of the image, whose last FROM is annotated where a finding has no better line (default Dockerfile)',
  },
  'json-file': {
    field: 'files',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as JSON to this file; the Action writes one to its temporary folder without it',
  },
  'markdown-file': { field: 'files', kind: 'path', value: 'FILE', help: 'write the report as Markdown to this file' },
  'sarif-file': { field: 'files', kind: 'path', value: 'FILE', help: 'write findings and alerts as SARIF to this file, for code scanning' },
  'html-file': {
    field: 'files',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as one HTML page to this file, to be kept as an artifact',
  },
  'junit-file': {
    field: 'files',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict as JUnit XML to this file, for dashboards of tests',
  },
  'csv-file': { field: 'files', kind: 'path', value: 'FILE', help: 'write findings and alerts as CSV to this file, for spreadsheets' },
  summary: {
    field: 'summary',
    kind: { choices: ['true', 'false'] },
    help: 'whether the report is shown in the step summary',
    default: 'true',
  },
  'check-run': {
    field: 'checkRun',
    kind: 'text',
    value: 'NAME',
    help: 'report as a check of this name on the commit, with annotations (needs checks: write)',
  },
  comment: {
    field: 'comment',
    kind: { choices: COMMENT },
    help: 'whether the report is a comment on the pull request, kept up to date (needs pull-requests: write)',
    default: 'never',
  },
  'upload-sarif': {
    field: 'uploadSarif',
    kind: { choices: ['true', 'false'] },
    help: 'whether findings and alerts are sent to code scanning (needs security-events: write)',
    default: 'false',
  },
  'github-token': {
    field: 'githubToken',
    kind: 'text',
    value: 'TOKEN',
    help: 'the token that check-run, comment and upload-sarif use',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expression: '${{ github.token }}',
  },
  format: { field: 'format', kind: { choices: FORMATS }, help: 'how the report is written', default: 'text' },
  output: { field: 'output', kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { field: 'count', kind: 'switch', help: 'print only the number of matching events' },
  'count-by': {
    field: 'countBy',
    kind: 'text',
    value: 'FIELD',
    help: 'print how many matching events have each value of a field, the largest number first',
  },
  event: {
    field: 'event',
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { field: 'rule', kind: 'text', value: 'ID', help: 'explain this rule of the packs or of --rules instead of a filter' },
  check: { field: 'check', kind: 'switch', help: 'change nothing, and exit 1 when something would change' },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof SETTINGS

/** How the value of a setting is shown: its choices, or a placeholder; empty for a switch. */
export function formatChoices({ kind, value }: Setting): string {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}
