// Combines the rules in force: the shipped packs, the user's rules and overrides over them, and `fail-on` in place of the Severity
// rules. Also checks whether these rules can judge what was asked at all.

import { type Diagnostic, quote } from '../diagnostic.ts'
import type { Override, Rule } from '../rules/rule.ts'
import { applyOverrides, type Tuned } from './overrides.ts'
import type { FailOn } from './policy.ts'
import { canJudgeImage, canJudgeImages } from './sight.ts'

/** Used as the file name of the rules that `fail-on` creates. */
const FAIL_ON_FILE = 'fail-on'

/** The rules of the packs: those in use, and the rest, which overrides may still name. */
export interface Shipped {
  readonly used: readonly Rule[]
  readonly unused: readonly Rule[]
}

/** The contents of the user's files. */
export interface Own {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
}

export interface RuleSet {
  readonly rules: readonly Rule[]
  /** The ids of replaced rules, each with the file of the rule that replaces it. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
  readonly tuned: readonly Tuned[]
  /** Problems of the overrides, and of rules as the user changed them. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `failOn` replaces all Severity rules,
 * whoever wrote them, and overrides of them have no effect.
 */
export function combineRules({ used, unused }: Shipped, own: Own, failOn: FailOn | undefined): RuleSet {
  const severity = failOn === undefined ? [] : severityRules(failOn)
  const standIn = (rule: Rule, candidates: readonly Rule[]): Rule | undefined =>
    candidates.find(other => other.id === rule.id || other.name === rule.name)
  const stands = (rule: Rule): Rule | undefined => standIn(rule, severity) ?? standIn(rule, own.rules)
  const replaced = used.flatMap(rule => {
    const by = stands(rule)
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  })
  const kept = used.filter(rule => stands(rule) === undefined)
  const overruled = own.rules.filter(rule => standIn(rule, severity) !== undefined)
  const absent = new Map([
    ...unused.map(({ id }) => [id, 'its pack is not in use'] as const),
    ...used.flatMap(rule => (standIn(rule, own.rules) === undefined ? [] : [[rule.id, 'a rule of the same name replaces it'] as const])),
    ...[...severity, ...overruled].map(({ id }) => [id, 'fail-on replaces it'] as const),
  ])
  const tuning = applyOverrides([...kept, ...own.rules.filter(rule => !overruled.includes(rule))], own.overrides, absent)
  return {
    rules: [...tuning.rules.slice(0, kept.length), ...severity, ...tuning.rules.slice(kept.length)],
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [...tuning.diagnostics, ...tellBlinded([...used, ...own.rules], tuning.rules, placeOf(own))],
  }
}

// The place of the last override of a rule, otherwise the user's file; undefined for a shipped rule that was not changed.
function placeOf({ rules, overrides }: Own): (rule: Rule) => Diagnostic['at'] {
  const files = new Map(rules.toReversed().map(({ id, file }) => [id, file]))
  const places = new Map(overrides.map(override => [override.rule, override.at]))
  return ({ id }) => places.get(id) ?? files.get(id)
}

// Warns about a rule that could alert on an image before the user changed it and cannot any more, because it looks as if it could.
function tellBlinded(before: readonly Rule[], after: readonly Rule[], at: (rule: Rule) => Diagnostic['at']): readonly Diagnostic[] {
  const blind = after.filter(rule => at(rule) !== undefined && rule.enabled && !canJudgeImage(rule))
  const able = blind.length === 0 ? [] : before.filter(canJudgeImage)
  const [ids, names] = [new Set(able.map(({ id }) => id)), new Set(able.map(({ name }) => name))]
  return blind.flatMap(rule => {
    const place = at(rule)
    if (place === undefined || (!ids.has(rule.id) && !names.has(rule.name))) return []
    const why =
      rule.type === 'CloudTrail' && rule.threshold > 1 ? 'an image has one event, so a threshold above 1 is never reached' : WHY_BLIND
    return [
      { level: 'warning', kind: 'blind-rule', message: `rule ${quote(rule.id)} can no longer alert on an image`, help: why, at: place },
    ]
  })
}

const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one"

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
export function checkRuleSet({ rules }: Pick<RuleSet, 'rules'>, asked: Asked): readonly Diagnostic[] {
  const none = (what: string): Diagnostic => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  })
  return [
    ...rules.filter(({ enabled, type }) => enabled && (type === 'Session' || type === 'Command')).map(tellUnseen),
    ...(asked.findings && !canJudgeImages(rules) ? [none('the findings of an image')] : []),
    ...(asked.events && !canJudgeEvents(rules) ? [none('CloudTrail events')] : []),
  ]
}

function tellUnseen({ id, type, file }: Rule): Diagnostic {
  return {
    level: 'warning',
    kind: 'unseen-rule',
    message: `rule ${id} is not evaluated: no source has events of type ${type} yet`,
    at: file,
  }
}

function canJudgeEvents(rules: readonly Rule[]): boolean {
  return rules.some(watchesEvents)
}

/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
export function watchesEvents({ enabled, type, file, id }: Rule): boolean {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level))
  return enabled && type === 'CloudTrail' && !ours
}
