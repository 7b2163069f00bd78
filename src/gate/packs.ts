// Combines the rules in force: the shipped packs, the user's rules and overrides over them, and those of a setting in place of the
// Severity rules. Also checks whether these rules can judge what was asked at all.

import { type Diagnostic, listOf, type Place } from '../diagnostic.ts'
import type { LiveKind } from '../events/live.ts'
import { groupByEach } from '../group.ts'
import { type CompiledRule, compileLater } from '../rules/compile.ts'
import type { Exception } from '../rules/exception.ts'
import type { Loading } from '../rules/load.ts'
import type { Stored } from '../rules/reference.ts'
import { liveKindOf, type Override, type Rule, type Where } from '../rules/rule.ts'
import { tellOverruled, tellUnread, tellWeakened } from './changes.ts'
import { checkExceptions } from './exceptions/check.ts'
import { type Absence, applyOverrides, groupByRule, type Tuned, tuneFields } from './overrides.ts'
import { isOfSetting, type SeveritySettings, severityRules, severitySetting } from './severities.ts'
import { checkSuppressions } from './suppressions.ts'
import type { BoundFile } from './vex/bound.ts'
import { canJudgeImages } from './visibility.ts'

/** The rules of the packs: those in use, and the rest, which overrides may still name. */
export interface PackRules {
  readonly used: readonly Rule[]
  readonly unused: readonly Rule[]
}

/** The contents of the user's files. */
export type UserRules = Pick<Loading, 'compiled' | 'overrides' | 'exceptions' | 'placeOf'>

export interface RuleSet {
  readonly rules: readonly Rule[]
  /** The same rules, ready to be applied. */
  readonly compiled: readonly CompiledRule[]
  /** The ids of replaced rules, each with the file of the rule that replaces it. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
  readonly tuned: readonly Tuned[]
  readonly exceptions: readonly Exception[]
  /** The files of VEX; undefined where none can have been read. */
  readonly vex?: readonly BoundFile[]
  /** Problems of overrides and exceptions, and of rules as the user changed them. */
  readonly diagnostics: readonly Diagnostic[]
  /** What of it was read from Parameter Store or S3; undefined where nothing can have been. */
  readonly stored?: StoredRules
}

/** What is of the policy: the policy itself and files of rules; and files of exceptions, which are no policy. */
export interface StoredRules {
  readonly ofPolicy: readonly Stored[]
  readonly ofExceptions: readonly Stored[]
}

export interface Combination extends RuleSet {
  /** The rules of the packs in use and of the user, before replacement and overrides. */
  readonly written: readonly Rule[]
  readonly overrides: readonly Override[]
  /** Finds a place of a rule in force: in the file of the rule, or of the override that wrote it. */
  readonly placeOf: (rule: Rule, where: Where) => Place | string
}

/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `fail-on` or
 * `max-findings` replaces all Severity rules, whoever wrote them, and overrides of them have no effect.
 */
export function combineRules({ used, unused }: PackRules, own: UserRules, settings: SeveritySettings = {}): Combination {
  const setting = severitySetting(settings) ?? ''
  const severity = severityRules(settings)
  const ours = own.compiled.map(({ rule }) => rule)
  const inOwn = (rule: Rule): Rule | undefined => findStandIn(rule, ours)
  const inSeverity = (rule: Rule): Rule | undefined => findStandIn(rule, severity)
  const replaced = used.flatMap(rule => {
    const by = inSeverity(rule) ?? inOwn(rule)
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  })
  const packs = used.map(compileLater)
  const kept = packs.filter(({ rule }) => inSeverity(rule) === undefined && inOwn(rule) === undefined)
  const overruled = ours.filter(rule => inSeverity(rule) !== undefined)
  const written = [...used, ...ours]
  const absent = new Map<string, Absence>([
    ...unused.map(rule => [rule.id, { rule, why: 'its pack is not in use' }] as const),
    ...used
      .filter(rule => inOwn(rule) !== undefined)
      .map(rule => [rule.id, { rule, why: 'a rule of the same name replaces it', standIn: inOwn(rule) }] as const),
    ...[...severity, ...overruled].map(rule => {
      const named = written.find(({ id }) => id === rule.id) ?? rule
      return [rule.id, { rule: named, why: `${setting} replaces it`, standIn: inSeverity(rule) }] as const
    }),
  ])
  const tuning = applyOverrides([...kept, ...own.compiled.filter(({ rule }) => !overruled.includes(rule))], own.overrides, absent)
  const placeOf = locateIn(own, written)
  const byRule = groupByRule(own.overrides)
  const meant = overruled.map(rule => tuneFields(rule, byRule.get(rule.id) ?? []))
  const compiled = [...tuning.rules.slice(0, kept.length), ...severity.map(compileLater), ...tuning.rules.slice(kept.length)]
  return {
    rules: compiled.map(({ rule }) => rule),
    compiled,
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: setting }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    exceptions: own.exceptions,
    written,
    overrides: own.overrides,
    diagnostics: [
      ...tuning.diagnostics,
      ...tellOverruled(meant, setting, inSeverity, placeOf),
      ...inspect(tuning.rules, own, [...packs, ...own.compiled], placeOf),
      ...checkExceptions(own.exceptions, compiled, absent, own.placeOf),
    ],
    placeOf,
  }
}

function findStandIn(rule: Rule, candidates: readonly Rule[]): Rule | undefined {
  return candidates.find(other => other.id === rule.id || other.name === rule.name)
}

// Suppressions that overrides add come after the rule's own, in the order of the overrides.
function locateIn(own: UserRules, written: readonly Rule[]): Combination['placeOf'] {
  const byId = new Map(written.map(rule => [rule.id, rule]))
  const added = new Map(
    [...groupByRule(own.overrides)].map(([id, overrides]) => [
      id,
      overrides.flatMap(override => (override.changes.addSuppressions ?? []).map((_, index) => ({ override, index }))),
    ]),
  )
  return (rule, where) => {
    const base = byId.get(rule.id) ?? rule
    const position = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1
    if (position < 0) return own.placeOf(base, where) ?? base.file
    const { override, index } = added.get(rule.id)?.[position] ?? {}
    if (override === undefined || index === undefined) return base.file
    return own.placeOf(override, { ...where, field: 'addSuppressions', index }) ?? override.at
  }
}

// Inspects the rules that have the user's hand in them. The shipped ones are checked when they are built.
function inspect(
  rules: readonly CompiledRule[],
  own: UserRules,
  written: readonly CompiledRule[],
  placeOf: Combination['placeOf'],
): readonly Diagnostic[] {
  const changed = new Map(own.overrides.map(({ rule, at }) => [rule, at]))
  const authored = new Set(own.compiled.map(({ rule }) => rule.id))
  const base = new Map(written.map(({ rule }) => [rule.id, rule.suppressions.length]))
  const ours = rules.filter(({ rule }) => changed.has(rule.id) || authored.has(rule.id))
  const before = groupByEach(written, keysOf)
  return [
    ...ours.flatMap(each => {
      const old = keysOf(each).flatMap(key => before.get(key) ?? [])
      return tellWeakened(each, old, changed.get(each.rule.id) ?? placeOf(each.rule, { field: 'filter', offset: 0 }))
    }),
    ...ours.flatMap(each => checkSuppressions(each, base.get(each.rule.id) ?? 0, placeOf)),
  ]
}

// Two rules with one of these in common are the same rule, written twice.
function keysOf({ rule: { id, name } }: CompiledRule): readonly string[] {
  return [`id ${id}`, `name ${name}`]
}

/** What a run is asked to judge. */
export interface Asked {
  readonly findings: boolean
  readonly events: boolean
  /** What is read of Systems Manager as it is now; undefined where nothing can be, as in a judgement of recorded files. */
  readonly live: readonly LiveKind[] | undefined
}

/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
export function checkRuleSet(
  { compiled, rules, placeOf }: Pick<Combination, 'compiled' | 'rules' | 'placeOf'>,
  asked: Asked,
): readonly Diagnostic[] {
  const none = (what: string): Diagnostic => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  })
  return [
    ...(asked.findings && !canJudgeImages(compiled) ? [none('the findings of an image')] : []),
    ...(asked.events && !compiled.some(({ rule }) => watchesEvents(rule)) ? [none('CloudTrail events')] : []),
    ...(hearsOnly(asked) && !asked.live?.some(kind => looksAt(rules, kind)) ? [none(listOf(asked.live ?? []))] : []),
    ...(asked.live ?? []).filter(kind => !looksAt(rules, kind)).map(tellIdle),
    ...tellUnread(rules, asked.live, placeOf),
  ]
}

function hearsOnly({ findings, events, live }: Asked): boolean {
  return !findings && !events && live !== undefined && live.length > 0
}

/** Whether an enabled rule is about what is going on now, of this kind. */
export function looksAt(rules: readonly Rule[], kind: LiveKind): boolean {
  return rules.some(({ enabled, type }) => enabled && liveKindOf(type) === kind)
}

function tellIdle(kind: LiveKind): Diagnostic {
  const message = `audit-live reads ${kind}, and no enabled rule looks at them: they only complete what alerts say`
  return { level: 'note', kind: 'no-rule', message, help: 'enable a shipped rule with overrides, or write one' }
}

/** Whether a rule is about recorded events. Those of settings are not: they are about the image under judgement. */
export function watchesEvents(rule: Rule): boolean {
  return rule.enabled && rule.type === 'CloudTrail' && !isOfSetting(rule)
}
