// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.

import { type Diagnostic, type Place, type Problem, usageProblem } from '../diagnostic.ts'
import { listArchives, listRecorded } from './archives.ts'
import { FILE_FORMATS } from './choices.ts'
import { settingOf } from './commands.ts'
import { checkTogether } from './crosscheck.ts'
import type { Given } from './given.ts'
import { entryOf, nameSetting, parseEntry, takesOf, type Values } from './kinds.ts'
import { mergePolicy } from './policy.ts'
import { checkPolicyRoles } from './references.ts'
import type { Audit, LiveAudit, Reading, Settings } from './settings.ts'
import { formatChoices, SETTINGS, type SettingName } from './table.ts'

interface Checked {
  readonly settings: Settings
  readonly problems: readonly Diagnostic[]
}

/** Reads all values, those of the policy file among them. If there is a problem, the settings must not be used. */
export function readSettings(step: Given): Checked {
  const path = step.values.get('against')?.[0]
  const reading = readSide(step)
  if (path === undefined) return { ...reading, problems: [...reading.problems, ...checkPolicyRoles(step, [reading.settings])] }
  const old = readOld(step, path)
  const known = new Set(reading.problems.map(problem => JSON.stringify(problem)))
  const ofOld = old.problems.filter(problem => !known.has(JSON.stringify(problem)))
  return {
    settings: Object.freeze({ ...reading.settings, against: { path, settings: old.settings } }),
    problems: [...reading.problems, ...ofOld.map(blameOld), ...checkPolicyRoles(step, [reading.settings, old.settings])],
  }
}

// The old policy stands in the place of the new one: of the policy file, or of the rules where there is none.
function readOld(step: Given, path: string): Checked {
  const place: SettingName = step.values.has('policy') ? 'policy' : 'rules'
  return readSide({ ...step, values: new Map([...step.values, [place, [path]]]), policy: step.against })
}

/** Says of a problem that it is of the old policy, unless its place says so. */
export function blameOld(problem: Diagnostic): Diagnostic {
  return problem.at === undefined ? { ...problem, message: `the old policy: ${problem.message}` } : problem
}

function readSide(step: Given): Checked {
  const { given, inPolicy, problems: clashes } = mergePolicy(step)
  const missing = [...given.values].flatMap(([name, words]) => checkGiven(step, name, words))
  const parsed = NAMES.map(name => ({ name, ...parseEntry(entryOf(given, name)) }))
  const values = Object.fromEntries(parsed.map(({ name, value }) => [name, value])) as Values
  const settings: Settings = Object.freeze({ ...toGate(values, given), ...toCommands(values), operands: given.operands })
  return {
    settings,
    problems: [
      ...missing,
      ...clashes,
      ...parsed.flatMap(({ name, problems }) => problems.map(problem => tellAt(problem, name, step, inPolicy.get(name)))),
      ...checkTogether({ given, settings, source: values['audit-source'], inPolicy: [...inPolicy.keys()] }),
    ],
  }
}

// In the order in which problems are told: first what the run is about.
const NAMES = [
  ...new Set<SettingName>(['registry-id', 'image', 'audit-source', 'audit-regions', ...(Object.keys(SETTINGS) as SettingName[])]),
]

function checkGiven({ command, show }: Given, name: SettingName, words: readonly string[]): readonly Problem[] {
  const setting = settingOf(command, name)
  if (takesOf(setting.kind) === 'nothing' || (words.length > 0 && !words.includes(''))) return []
  return [nameSetting(usageProblem(`{setting} needs a value: ${formatChoices(setting)}`), show(name))]
}

function tellAt(problem: Problem, name: SettingName, { show }: Given, at: Place | undefined): Diagnostic {
  return at === undefined ? nameSetting(problem, show(name)) : { ...nameSetting(problem, name), at }
}

// What decides about images, and where that is reported.
function toGate(values: Values, given: Given) {
  return {
    images: values.image,
    findings: values.findings,
    events: eventsOf(values),
    rules: values.rules,
    exceptions: values.exceptions,
    vex: values.vex,
    policy: values.policy === undefined ? undefined : { path: values.policy, file: given.policy },
    policyRoles: values['policy-roles'],
    packs: values.packs,
    failOn: values['fail-on'],
    maxFindings: values['max-findings'],
    untriaged: values.untriaged,
    unfixed: values.unfixed,
    baseImages: values['base-image'],
    baseImageFindings: values['base-image-findings'],
    fixWithin: values['fix-within'] ?? {},
    baseline: values.baseline,
    maxScanAgeSeconds: values['max-scan-age'],
    onUndecided: values['on-undecided'],
    audit: toAudit(values, given),
    archived: listArchives(listRecorded(given, eventsOf(values))).length > 0 ? toReading(values) : undefined,
    auditRegions: values['audit-regions'],
    live: toLive(values),
    auditRoles: values['audit-roles'],
    imageRoles: values['image-roles'],
    waitTimeoutSeconds: values['wait-timeout'],
    scanGraceSeconds: values['scan-grace'],
    startScan: values['start-scan'],
    platforms: values.platforms,
    allowedAccountIds: values['allowed-account-ids'],
    push: values.push,
    pushTimeoutSeconds: values['push-timeout'],
    promoteTags: values['promote-tags'],
    promoteOnWarn: values['promote-on-warn'] === 'true',
    onFail: values['on-fail'],
    awsAttempts: values['aws-attempts'],
    predicateFile: values['predicate-file'],
    dockerfile: values.dockerfile,
    files: toFiles(values),
    summary: values.summary === 'true',
    checkRun: values['check-run'],
    comment: values.comment,
    uploadSarif: values['upload-sarif'] === 'true',
    githubToken: values['github-token'],
  }
}

// What other commands have beside it.
function toCommands(values: Values) {
  return {
    bundle: values.bundle,
    trustedRoot: values['trusted-root'],
    identity: values.identity,
    issuer: values.issuer,
    policyDigest: values['policy-digest'],
    maxAgeSeconds: values['max-age'],
    predicate: values.predicate,
    unsigned: values.unsigned,
    format: values.format,
    output: values.output === '-' ? undefined : values.output,
    count: values.count,
    countBy: values['count-by'],
    event: values.event,
    rule: values.rule,
    sql: values.sql ? { windowSeconds: values['audit-window'] } : undefined,
    reason: values.reason,
    expires: values.expires,
    untilFixed: values['until-fixed'],
    owner: values.owner,
    package: values.package,
    acceptedImage: values['accepted-image'],
    from: values.from,
    tier: values.tier,
    reports: values.reports,
    against: undefined,
    check: values.check,
  }
}

function toFiles(values: Values): Settings['files'] {
  return Object.entries(FILE_FORMATS).flatMap(([name, format]) => {
    const path = values[name as keyof typeof FILE_FORMATS]
    return path === undefined ? [] : [{ format, path }]
  })
}

// A central policy may ask for live state where a step judges recorded files only, which have no Region.
function toLive(values: Values): LiveAudit | undefined {
  const [kinds, reading] = [values['audit-live'], toReading(values)]
  return kinds.length === 0 || reading.regions.length === 0 ? undefined : { ...reading, kinds }
}

function eventsOf({ events, 'audit-source': source }: Values): readonly string[] {
  return source?.kind === 'paths' ? source.paths : events
}

function toReading(values: Values): Reading {
  return { windowSeconds: values['audit-window'], timeoutSeconds: values['audit-timeout'], regions: regionsOf(values) }
}

function regionsOf({ image: images, 'audit-regions': regions }: Values): readonly string[] {
  return regions.length > 0 ? regions : [...new Set(images.map(({ region }) => region))]
}

function toAudit(values: Values, given: Given): Audit | undefined {
  const { image: images, 'audit-source': source } = values
  const isRead = source === undefined ? images.length > 0 && !given.values.has('events') : ONLINE.includes(source.kind)
  if (!isRead) return undefined
  return {
    ...toReading(values),
    asked: source !== undefined,
    ...(source?.kind === 'archive' && { archive: source.archive }),
    ...(source?.kind === 'athena' && { table: source.table }),
  }
}

const ONLINE: readonly string[] = ['lookup', 'archive', 'athena']
