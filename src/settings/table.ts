// The table of settings. Flags, the Action's inputs, their checks, --help and the tables of README are made from it, so a setting has the
// same name and the same meaning everywhere.

import { BASE_IMAGE_FINDINGS, FAIL_ON, ON_UNDECIDED, START_SCAN, UNFIXED, UNTRIAGED } from '../gate/policy.ts'
import { COMMENT, FORMATS } from './choices.ts'
import type { Settings } from './settings.ts'

/** How a value is read, and how much of what was given is taken as one: the table in kinds.ts says both. */
export type Kind =
  | 'paths'
  | 'path'
  | 'event-paths'
  | 'rule-paths'
  | 'rule-path'
  | 'text'
  | 'switch'
  | 'packs'
  | 'images'
  | 'base-images'
  | 'audit-source'
  | 'live-kinds'
  | 'duration'
  | 'durations'
  | 'counts'
  | 'attempts'
  | 'regions'
  | 'platforms'
  | 'account'
  | 'accounts'
  | 'roles'
  | 'tags'
  | 'on-fail'
  | 'push-source'
  | 'baseline'
  | 'end'
  | { readonly choices: readonly string[] }

/**
 * Without what a setting would silently do nothing, which is an error: an image, an image or recorded findings, activity that AWS is asked
 * for, either of what is judged that AWS is asked for, anything that AWS is asked for, an image to push, or a base image.
 */
export type Need = 'nothing' | 'image' | 'findings' | 'activity' | 'aws' | 'calls' | 'push' | 'base'

export type Setting = Row & Taken

interface Row {
  /** The field of Settings that it is read into. */
  readonly field: keyof Settings
  /** What its flag is called, if a setting of another meaning has its name. */
  readonly flag?: string
  readonly kind: Kind
  /** How the value is shown in --help. */
  readonly value?: string
  readonly help: string
  readonly default?: string
  /** The default of the input in action.yml, if it is an expression. */
  readonly expression?: string
}

/** `gate`: of a check, on the command line and in a workflow. `action`: of a workflow alone. Other settings are named by their commands. */
type Taken = { readonly of: 'gate'; readonly needs: Need } | { readonly of?: 'action'; readonly needs?: never }

export const SETTINGS = {
  image: {
    field: 'images',
    of: 'gate',
    needs: 'nothing',
    kind: 'images',
    value: 'URI…',
    help: 'images in ECR, by tag or digest; all must pass',
  },
  findings: {
    field: 'findings',
    of: 'gate',
    needs: 'nothing',
    kind: 'paths',
    value: 'FILE…',
    help: 'recorded answers of DescribeImageScanFindings: files or folders, or - for standard input (command line only)',
  },
  events: {
    field: 'events',
    of: 'gate',
    needs: 'nothing',
    kind: 'event-paths',
    value: 'PATH…',
    help: "recorded CloudTrail events: files or folders, - for standard input (command line only), or a trail's archive s3://BUCKET/PREFIX",
  },
  rules: {
    field: 'rules',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'PATH…',
    help: 'rule files, or folders of them, to use in addition to the packs; or ssm:/path in Parameter Store, or s3://bucket/key',
  },
  exceptions: {
    field: 'exceptions',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'FILE…',
    help: 'files of accepted findings and alerts, each with a reason and an end, as ecr-gate accept writes them; .trivyignore, .grype.yaml and the like as they are; or ssm:/path or s3://bucket/key',
  },
  vex: {
    field: 'vex',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-paths',
    value: 'FILE…',
    help: 'files of VEX (OpenVEX or CycloneDX as JSON), or folders of them: findings that they call not affected or fixed do not count; or ssm:/path or s3://bucket/key',
  },
  policy: {
    field: 'policy',
    of: 'gate',
    needs: 'nothing',
    kind: 'rule-path',
    value: 'FILE',
    help: "one file with any of the gate's settings by their names, and with rules, overrides, exceptions and limits; or ssm:/name or s3://bucket/key",
  },
  'policy-roles': {
    field: 'policyRoles',
    of: 'gate',
    needs: 'nothing',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: 'the roles with which rules, exceptions, VEX and policies of other accounts are read, each for ssm:arn:… or s3://ACCOUNT@bucket/… of its account',
  },
  packs: {
    field: 'packs',
    of: 'gate',
    needs: 'nothing',
    kind: 'packs',
    value: 'ecr,ssm|none',
    help: 'which of the shipped packs to use',
    default: 'ecr,ssm',
  },
  'fail-on': {
    field: 'failOn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: FAIL_ON },
    help: 'findings of this severity or higher fail, lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  'max-findings': {
    field: 'maxFindings',
    of: 'gate',
    needs: 'findings',
    kind: 'counts',
    value: 'SEVERITY=NUMBER…',
    help: 'how many findings of each severity an image may have, such as critical=0, high=3; none of a higher severity that is not named, and lower ones down to MEDIUM warn; replaces the Severity rules',
  },
  untriaged: {
    field: 'untriaged',
    of: 'gate',
    needs: 'findings',
    kind: { choices: UNTRIAGED },
    help: 'what to do about findings that have no severity yet (UNDEFINED, UNTRIAGED)',
    default: 'warn',
  },
  unfixed: {
    field: 'unfixed',
    of: 'gate',
    needs: 'findings',
    kind: { choices: UNFIXED },
    help: 'what to do about findings that have no fix: count them, leave them out and warn if they mattered, or leave them out',
    default: 'fail',
  },
  'base-image': {
    field: 'baseImages',
    of: 'gate',
    needs: 'image',
    kind: 'base-images',
    value: 'URI…',
    help: 'the base image in ECR that the images are built on, by its tag and by the digest that it had then: REGISTRY/NAME:TAG@sha256:…; of several, each image is divided by the one with the most layers',
  },
  'base-image-findings': {
    field: 'baseImageFindings',
    of: 'gate',
    needs: 'base',
    kind: { choices: BASE_IMAGE_FINDINGS },
    help: 'what to do about findings that came with the base image: count them, or leave them out and warn if they mattered',
    default: 'fail',
  },
  'fix-within': {
    field: 'fixWithin',
    of: 'gate',
    needs: 'findings',
    kind: 'durations',
    value: 'SEVERITY=DURATION…',
    help: 'how long after its publication a vulnerability may wait for its fix before it counts, such as critical=7d, high=30d',
  },
  baseline: {
    field: 'baseline',
    of: 'gate',
    needs: 'findings',
    kind: 'baseline',
    value: 'FILE|IMAGE|previous',
    help: 'what to compare findings with: a JSON report of the gate, an image in ECR, or the image that the first of promote-tags names now; findings that it has too warn and do not fail',
  },
  'max-scan-age': {
    field: 'maxScanAgeSeconds',
    of: 'gate',
    needs: 'findings',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a scan may be; an image with an older one cannot pass (default: any age, with a note from 30 days on)',
  },
  'on-undecided': {
    field: 'onUndecided',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: ON_UNDECIDED },
    help: 'whether an undecided verdict stops the deployment; the verdict itself stays the same',
    default: 'fail',
  },
  'audit-source': {
    field: 'audit',
    of: 'gate',
    needs: 'nothing',
    kind: 'audit-source',
    value: 'lookup|none|s3://BUCKET/PREFIX|athena://WORKGROUP/DATABASE/TABLE|PATH…',
    help: "where to read recent activity: CloudTrail's event history (lookup, the default with image unless events is given), a trail's archive in S3, a table in Athena, nowhere (none), or recorded events, as with events",
  },
  'audit-window': {
    field: 'audit',
    of: 'gate',
    needs: 'activity',
    kind: 'duration',
    value: 'DURATION',
    help: 'how far back lookup, an archive, a table and audit-live read, with a unit: at most 90d, of an archive or a table 400d, where events names it without a default',
    default: '24h',
  },
  'audit-timeout': {
    field: 'audit',
    of: 'gate',
    needs: 'activity',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long lookup, the archive, the table, and each reading of audit-live, may take; whatever is not read by then is a gap',
    default: '5m',
  },
  'audit-regions': {
    field: 'auditRegions',
    of: 'gate',
    needs: 'activity',
    kind: 'regions',
    value: 'REGION…',
    help: "the Regions that lookup, the archive, the table and audit-live read (default: the images' Regions)",
  },
  'audit-live': {
    field: 'live',
    of: 'gate',
    needs: 'nothing',
    kind: 'live-kinds',
    value: 'sessions,commands,automations',
    help: 'what to read of Systems Manager as it is now, just before the verdict and once more before promote-tags, for rules of type Session, Command and Automation',
  },
  'audit-roles': {
    field: 'auditRoles',
    of: 'gate',
    needs: 'activity',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: "roles to read activity with, one for each account, instead of the step's own credentials; to read that account too, name a role in it",
  },
  'image-roles': {
    field: 'imageRoles',
    of: 'gate',
    needs: 'image',
    kind: 'roles',
    value: 'ROLE_ARN…',
    help: "roles for images of other accounts, one for each account; images of an account without one are read with the step's own credentials",
  },
  'wait-timeout': {
    field: 'waitTimeoutSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for scans to finish',
    default: '10m',
  },
  'scan-grace': {
    field: 'scanGraceSeconds',
    of: 'gate',
    needs: 'image',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long to wait for a missing image or scan, or for an empty enhanced result that has no completion time',
    default: '60s',
  },
  'start-scan': {
    field: 'startScan',
    of: 'gate',
    needs: 'image',
    kind: { choices: START_SCAN },
    help: 'whether to start a basic scan that is missing',
    default: 'never',
  },
  platforms: {
    field: 'platforms',
    of: 'gate',
    needs: 'image',
    kind: 'platforms',
    value: 'OS/ARCH…',
    help: 'which platforms of an index to judge, such as linux/arm64 (default: all)',
  },
  'registry-id': {
    field: 'images',
    of: 'gate',
    needs: 'image',
    kind: 'account',
    value: 'ACCOUNT',
    help: 'the account of images that are named without a registry; their Region is AWS_REGION',
  },
  'allowed-account-ids': {
    field: 'allowedAccountIds',
    of: 'gate',
    needs: 'aws',
    kind: 'accounts',
    value: 'ACCOUNT…',
    help: 'the only accounts that images and credentials may belong to (default: any)',
  },
  push: {
    field: 'push',
    of: 'gate',
    needs: 'image',
    kind: 'push-source',
    value: 'SOURCE',
    help: 'an image to push, under the name that image gives, before it is judged: docker-daemon:NAME:TAG, docker-archive:FILE, oci:FOLDER, oci-archive:FILE or containers-storage:NAME:TAG',
  },
  'push-timeout': {
    field: 'pushTimeoutSeconds',
    of: 'gate',
    needs: 'push',
    kind: 'duration',
    value: 'DURATION',
    help: 'how long the push may take, all attempts included',
    default: '15m',
  },
  'promote-tags': {
    field: 'promoteTags',
    of: 'gate',
    needs: 'image',
    kind: 'tags',
    value: 'TAG…',
    help: 'tags to give the image, by its digest and in this order, once it has passed: the tags that deployments follow',
  },
  'promote-on-warn': {
    field: 'promoteOnWarn',
    of: 'gate',
    needs: 'nothing',
    kind: { choices: ['true', 'false'] },
    help: 'whether to promote on warn too',
    default: 'false',
  },
  'on-fail': {
    field: 'onFail',
    of: 'gate',
    needs: 'image',
    kind: 'on-fail',
    value: 'keep|untag|quarantine-tag:TAG',
    help: 'what to do with an image that fails or is undecided: leave it as it is, remove its tag, or tag it TAG',
    default: 'keep',
  },
  'aws-attempts': {
    field: 'awsAttempts',
    of: 'gate',
    needs: 'calls',
    kind: 'attempts',
    value: 'NUMBER',
    help: 'how many times to try each AWS call, 1 to 20',
    default: '6',
  },
  'predicate-file': {
    field: 'predicateFile',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict on the image to this file, as the predicate of an attestation (SLSA Verification Summary)',
  },
  bundle: {
    field: 'bundle',
    kind: 'path',
    value: 'FILE',
    help: 'signed attestations as Sigstore bundles: a single one as JSON, or one per line',
  },
  'trusted-root': {
    field: 'trustedRoot',
    kind: 'path',
    value: 'FILE',
    help: 'the keys to verify signatures with, as written by gh attestation trusted-root',
  },
  identity: {
    field: 'identity',
    kind: 'text',
    value: 'NAME',
    help: 'who must have signed: the workflow named in the certificate, in full, or its beginning followed by *',
  },
  issuer: { field: 'issuer', kind: 'text', value: 'URL', help: "who must have issued the identity (default: GitHub's token issuer)" },
  'policy-digest': {
    field: 'policyDigest',
    kind: 'text',
    value: 'SHA256',
    help: 'the digest of the policy that the verdict must have been reached under',
  },
  'max-age': {
    field: 'maxAgeSeconds',
    kind: 'duration',
    value: 'DURATION',
    help: 'how old a verdict that passed may be, with a unit, such as 24h or 7d (default: any age)',
  },
  predicate: { field: 'predicate', kind: 'path', value: 'FILE', help: 'a predicate that nobody signed; needs --unsigned' },
  unsigned: { field: 'unsigned', kind: 'switch', help: 'accept --predicate although it is not signed' },
  dockerfile: {
    field: 'dockerfile',
    of: 'gate',
    needs: 'findings',
    kind: 'path',
    value: 'FILE',
    help: "the image's Dockerfile; findings that no lockfile declares stand on the instruction that brought them, or else on its last FROM (default: Dockerfile)",
  },
  'json-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as JSON to this file; without it, the Action writes one to its temporary folder',
  },
  'markdown-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as Markdown to this file',
  },
  'sarif-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as SARIF to this file, for code scanning',
  },
  'html-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the report as a single HTML page to this file, to keep as an artifact',
  },
  'junit-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write the verdict as JUnit XML to this file, for test dashboards',
  },
  'csv-file': {
    field: 'files',
    of: 'gate',
    needs: 'nothing',
    kind: 'path',
    value: 'FILE',
    help: 'write findings and alerts as CSV to this file, for spreadsheets',
  },
  summary: {
    field: 'summary',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to show the report in the step summary',
    default: 'true',
  },
  'check-run': {
    field: 'checkRun',
    of: 'action',
    kind: 'text',
    value: 'NAME',
    help: 'report as a check run of this name on the commit, with annotations (needs checks: write)',
  },
  comment: {
    field: 'comment',
    of: 'action',
    kind: { choices: COMMENT },
    help: 'when to comment on the pull request with the report; there is one comment, kept up to date (needs pull-requests: write)',
    default: 'never',
  },
  'upload-sarif': {
    field: 'uploadSarif',
    of: 'action',
    kind: { choices: ['true', 'false'] },
    help: 'whether to upload findings and alerts to code scanning (needs security-events: write)',
    default: 'false',
  },
  'github-token': {
    field: 'githubToken',
    of: 'action',
    kind: 'text',
    value: 'TOKEN',
    help: 'the token for check-run, comment and upload-sarif',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's
    expression: '${{ github.token }}',
  },
  format: { field: 'format', kind: { choices: FORMATS }, help: 'the format of the report', default: 'text' },
  output: { field: 'output', kind: 'path', value: 'FILE', help: 'write the report to this file instead of standard output' },
  count: { field: 'count', kind: 'switch', help: 'print only how many events match' },
  'count-by': {
    field: 'countBy',
    kind: 'text',
    value: 'FIELD',
    help: 'print how many matching events have each value of this field, the most frequent first',
  },
  event: {
    field: 'event',
    kind: 'path',
    value: 'FILE',
    help: 'the event to explain: CloudTrail events, or an answer of DescribeImageScanFindings; - for standard input',
  },
  rule: { field: 'rule', kind: 'text', value: 'ID', help: 'explain this rule, from the packs or from --rules, instead of a filter' },
  sql: { field: 'sql', kind: 'switch', help: 'print what a table in Athena would be asked, instead of looking at an event' },
  reports: {
    field: 'reports',
    kind: 'paths',
    value: 'FILE…',
    help: 'saved JSON reports, whose images are judged again',
  },
  against: {
    field: 'against',
    kind: 'rule-path',
    value: 'OLD',
    help: 'compare with an old policy: OLD stands in the place of --policy or, without it, of --rules',
  },
  reason: { field: 'reason', kind: 'text', value: 'TEXT', help: 'why the findings are accepted' },
  expires: {
    field: 'expires',
    kind: 'end',
    value: 'DAY|never',
    help: 'the last day (UTC) on which the findings are accepted, such as 2027-01-31, or never',
  },
  'until-fixed': {
    field: 'untilFixed',
    kind: 'switch',
    help: 'accept the findings only as long as there is no fix, which only enhanced scans say',
  },
  owner: { field: 'owner', kind: 'text', value: 'NAME', help: 'who answers for it' },
  package: {
    field: 'package',
    kind: 'text',
    value: 'NAME',
    help: 'accept the findings in this package only; * stands for any characters but /, ** for any',
  },
  'accepted-image': {
    field: 'acceptedImage',
    flag: 'image',
    kind: 'text',
    value: 'GLOB',
    help: 'accept the findings in images of this name only, such as payments/api; * stands for any characters but /, ** for any',
  },
  from: {
    field: 'from',
    kind: 'path',
    value: 'REPORT',
    help: 'accept the findings that made this saved JSON report fail, each in its package and its repository only',
  },
  tier: {
    field: 'tier',
    kind: { choices: ['standard', 'advanced'] },
    help: 'the tier of parameters that are new: up to 4 KB, or up to 8 KB at a price; what is there keeps its own',
    default: 'standard',
  },
  check: { field: 'check', kind: 'switch', help: 'change nothing; exit with 1 if something would change' },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingName = keyof typeof SETTINGS

/** The flag of a setting on the command line. */
export function flagOf(name: SettingName): string {
  const { flag = name }: Setting = SETTINGS[name]
  return `--${flag}`
}

/** How the value of a setting is shown: its choices, or a placeholder; empty for a switch. */
export function formatChoices({ kind, value }: Setting): string {
  return typeof kind === 'object' ? kind.choices.join('|') : (value ?? '')
}
