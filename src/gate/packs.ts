// Combines the rules in force: the shipped packs, the user's rules and overrides over them, and `fail-on` in place of the Severity
// rules. Also checks whether these rules can judge what was asked at all.

import type { Diagnostic, Place } from '../diagnostic.ts'
import { groupByEach } from '../group.ts'
import { type CompiledRule, compileLater } from '../rules/compile.ts'
import type { Loading } from '../rules/load.ts'
import type { Rule, Where } from '../rules/rule.ts'
import { tellOverruled, tellUnseen, tellWeakened } from './changes.ts'
import { type Absence, applyOverrides, groupByRule, type Tuned, tuneFields } from './overrides.ts'
import type { FailOn } from './policy.ts'
import { checkSuppressions } from './suppressions.ts'
import { canJudgeImages } from './visibility.ts'

/** Used as the file name of the rules that `fail-on` creates. */
export const FAIL_ON_FILE = 'fail-on'

/** The rules of the packs: those in use, and the rest, which overrides may still name. */
export interface PackRules {
  readonly used: readonly Rule[]
  readonly unused: readonly Rule[]
}

/** The contents of the user's files. */
export type UserRules = Pick<Loading, 'compiled' | 'overrides' | 'placeOf'>

export interface RuleSet {
  readonly rules: readonly Rule[]
  /** The same rules, ready to be applied. */
  readonly compiled: readonly CompiledRule[]
  /** The ids of replaced rules, each with the file of the rule that replaces it. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
  readonly tuned: readonly Tuned[]
  /** Problems of the overrides, and of rules as the user changed them. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface Combination extends RuleSet {
  /** Finds a place of a rule in force: in the file of the rule, or of the override that wrote it. */
  readonly placeOf: (rule: Rule, where: Where) => Place | string
}

/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `failOn` replaces all Severity rules,
 * whoever wrote them, and overrides of them have no effect.
 */
export function combineRules({ used, unused }: PackRules, own: UserRules, failOn: FailOn | undefined): Combination {
  const severity = failOn === undefined ? [] : severityRules(failOn)
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
      return [rule.id, { rule: named, why: 'fail-on replaces it', standIn: inSeverity(rule) }] as const
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
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [
      ...tuning.diagnostics,
      ...tellOverruled(meant, inSeverity, placeOf),
      ...inspect(tuning.rules, own, [...packs, ...own.compiled], placeOf),
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
    ...tellUnseen(
      ours.map(({ rule }) => rule),
      placeOf,
    ),
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

const LEVELS = ['critical', 'high', 'medium', 'low'] as const

/** The id of the rule for a severity, the same in the shipped pack and here. */
export function severityRuleId(level: (typeof LEVELS)[number]): string {
  return `ecr-image-scan-findings-${level}`
}

// The given level and all levels above it fail; below it, MEDIUM and above warn.
function severityRules(failOn: FailOn): readonly Rule[] {
  const limit = failOn === 'never' ? -1 : LEVELS.indexOf(failOn)
  return LEVELS.map((level, position) => {
    const fails = position <= limit
    const severity = level.toUpperCase()
    const count = `responseElements.imageScanFindings.findingSeverityCounts.${severity}`
    return {
      id: severityRuleId(level),
      name: `CloudTrail: ECR Image Scan Findings – Severity ${severity}`,
      type: 'CloudTrail' as const,
      title: `${severity} findings in {{requestParameters.repositoryName}}: {{${count}}}`,
      severityOfAlerts: fails ? (1 as const) : (2 as const),
      alertDescription: fails
        ? `fail-on is ${failOn}: ${severity} findings stop the deployment.`
        : `fail-on is ${failOn}: ${severity} findings are below it.`,
      aggregateFields: [],
      filter: `event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and ${count} > 0`,
      window: 86_400,
      threshold: 1,
      suppressions: [],
      // Below the limit LOW does nothing, but the rule stays in the list so that it replaces the shipped one.
      enabled: fails || level !== 'low',
      action: fails ? ('fail' as const) : ('warn' as const),
      tags: [],
      references: [],
      tests: [],
      file: FAIL_ON_FILE,
    }
  })
}

/** What a run is asked to judge. */
export interface Asked {
  readonly findings: boolean
  readonly events: boolean
}

/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
export function checkRuleSet({ compiled }: Pick<RuleSet, 'compiled'>, asked: Asked): readonly Diagnostic[] {
  const none = (what: string): Diagnostic => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  })
  return [
    ...(asked.findings && !canJudgeImages(compiled) ? [none('the findings of an image')] : []),
    ...(asked.events && !compiled.some(({ rule }) => watchesEvents(rule)) ? [none('CloudTrail events')] : []),
  ]
}

/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
export function watchesEvents({ enabled, type, file, id }: Rule): boolean {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level))
  return enabled && type === 'CloudTrail' && !ours
}
