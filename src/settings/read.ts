// Turns the given values into the settings of one run. Every wrong value is reported, and none is replaced by a default.

import { type Problem, usageProblem } from '../diagnostic.ts'
import { FILE_FORMATS } from './choices.ts'
import { type Given, settingOf } from './commands.ts'
import { checkTogether } from './crosscheck.ts'
import { type Entry, parseEntry, takesOf, type Values } from './kinds.ts'
import type { Audit, Settings } from './settings.ts'
import { formatChoices, SETTINGS, type Setting, type SettingName } from './table.ts'

/** Reads all values. If there is a problem, the settings must not be used. */
export function readSettings(given: Given): { readonly settings: Settings; readonly problems: readonly Problem[] } {
  const missing = [...given.values].flatMap(([name, words]) => checkGiven(given, name, words))
  const parsed = NAMES.map(name => ({ name, ...parseEntry(entryOf(given, name)) }))
  const values = Object.fromEntries(parsed.map(({ name, value }) => [name, value])) as Values
  const settings = toSettings(values, given)
  return {
    settings,
    problems: [
      ...missing,
      ...parsed.flatMap(({ name, problems }) => problems.map(problem => nameSetting(problem, given.show(name)))),
      ...checkTogether(given, settings, values['audit-source']),
    ],
  }
}

// In the order in which problems are told: first what the run is about.
const NAMES = [
  ...new Set<SettingName>(['registry-id', 'image', 'audit-source', 'audit-regions', ...(Object.keys(SETTINGS) as SettingName[])]),
]

function entryOf(given: Given, name: SettingName): Entry {
  const setting: Setting = settingOf(given.command, name)
  const words = given.values.get(name)
  return { setting, words, text: words?.[0] ?? setting.default, given }
}

function checkGiven({ command, show }: Given, name: SettingName, words: readonly string[]): readonly Problem[] {
  const setting = settingOf(command, name)
  if (takesOf(setting.kind) === 'nothing' || (words.length > 0 && !words.includes(''))) return []
  return [nameSetting(usageProblem(`{setting} needs a value: ${formatChoices(setting)}`), show(name))]
}

function nameSetting(problem: Problem, name: string): Problem {
  return { ...problem, message: problem.message.replace(/^\{setting\}/, name) }
}

function toSettings(values: Values, given: Given): Settings {
  const source = values['audit-source']
  return Object.freeze({
    images: values.image,
    findings: values.findings,
    events: source?.kind === 'paths' ? source.paths : values.events,
    rules: values.rules,
    exceptions: values.exceptions,
    packs: values.packs,
    failOn: values['fail-on'],
    maxFindings: values['max-findings'],
    untriaged: values.untriaged,
    unfixed: values.unfixed,
    fixWithin: values['fix-within'] ?? {},
    maxScanAgeSeconds: values['max-scan-age'],
    onUndecided: values['on-undecided'],
    audit: toAudit(values, given),
    auditRegions: values['audit-regions'],
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
    bundle: values.bundle,
    trustedRoot: values['trusted-root'],
    identity: values.identity,
    issuer: values.issuer,
    policyDigest: values['policy-digest'],
    maxAgeSeconds: values['max-age'],
    predicate: values.predicate,
    unsigned: values.unsigned,
    dockerfile: values.dockerfile,
    files: Object.entries(FILE_FORMATS).flatMap(([name, format]) => {
      const path = values[name as keyof typeof FILE_FORMATS]
      return path === undefined ? [] : [{ format, path }]
    }),
    summary: values.summary === 'true',
    checkRun: values['check-run'],
    comment: values.comment,
    uploadSarif: values['upload-sarif'] === 'true',
    githubToken: values['github-token'],
    format: values.format,
    output: values.output === '-' ? undefined : values.output,
    count: values.count,
    countBy: values['count-by'],
    event: values.event,
    rule: values.rule,
    against: values.against,
    check: values.check,
    operands: given.operands,
  })
}

function toAudit(values: Values, given: Given): Audit | undefined {
  const { image: images, 'audit-source': source, 'audit-regions': regions } = values
  const wanted = source?.kind === 'lookup' || (source === undefined && images.length > 0 && !given.values.has('events'))
  if (!wanted) return undefined
  return {
    windowSeconds: values['audit-window'],
    timeoutSeconds: values['audit-timeout'],
    regions: regions.length > 0 ? regions : [...new Set(images.map(({ region }) => region))],
    asked: source !== undefined,
  }
}
