// Which rules judge: the shipped packs, the user's rules and overrides over them, `fail-on` in place of the Severity rules; and
// whether they can judge at all what was asked.

import { type Diagnostic, quote } from '../diagnostic.ts'
import type { Override, Rule } from '../rules/rule.ts'
import { applyOverrides, type Tuned } from './overrides.ts'
import type { FailOn } from './policy.ts'
import { canJudgeImage, canJudgeImages } from './sight.ts'

/** What stands for the file of the rules that `fail-on` makes. */
const FAIL_ON_FILE = 'fail-on'

/** The rules of the packs: those in use, and the rest, of which an override may speak all the same. */
export interface Shipped {
  readonly used: readonly Rule[]
  readonly unused: readonly Rule[]
}

/** What the user's files hold. */
export interface Own {
  readonly rules: readonly Rule[]
  readonly overrides: readonly Override[]
}

export interface RuleSet {
  readonly rules: readonly Rule[]
  /** Ids of shipped rules that another rule stands in for, with where that one is from. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
  readonly tuned: readonly Tuned[]
  /** What is wrong with the overrides, and with what they make of a rule. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Puts the user's rules over the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, which
 * is how an export from Threat Stack names its own copies. Then overrides tune whatever rule is in force. `failOn` takes the
 * place of all Severity rules, and of what is tuned of them.
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
    ...used.flatMap(rule =>
      standIn(rule, own.rules) === undefined ? [] : [[rule.id, 'a rule of the same name takes its place'] as const],
    ),
    ...[...severity, ...overruled].map(({ id }) => [id, 'fail-on takes the place of the rule'] as const),
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

// Where a rule of the user's stands, or the override that tuned it last; undefined for a shipped rule as it was.
function placeOf({ rules, overrides }: Own): (rule: Rule) => Diagnostic['at'] {
  return rule => overrides.findLast(override => override.rule === rule.id)?.at ?? rules.find(({ id }) => id === rule.id)?.file
}

// A rule that watched images and can no longer alert on one still looks like one that does.
function tellBlinded(before: readonly Rule[], after: readonly Rule[], at: (rule: Rule) => Diagnostic['at']): readonly Diagnostic[] {
  return after.flatMap(rule => {
    const old = before.filter(({ id, name }) => id === rule.id || name === rule.name)
    const place = at(rule)
    if (place === undefined || !rule.enabled || !old.some(canJudgeImage) || canJudgeImage(rule)) return []
    const why = rule.type === 'CloudTrail' && rule.threshold > 1 ? 'an image has one event, so a threshold above 1 is never met' : WHY_BLIND
    return [
      { level: 'warning', kind: 'blind-rule', message: `rule ${quote(rule.id)} cannot alert on an image any more`, help: why, at: place },
    ]
  })
}

const WHY_BLIND = "an image's own event names no user, address, agent or error; see what its filter and suppressions ask for"

const LEVELS = ['critical', 'high', 'medium', 'low'] as const

/** The id of the rule that watches a severity's count, in the shipped pack and here. */
export function severityRuleId(level: (typeof LEVELS)[number]): string {
  return `ecr-image-scan-findings-${level}`
}

// The level asked for and everything above fails; below it MEDIUM and up warn.
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
      // LOW below the limit has nothing to say, but the rule stays in the list, so that it takes the shipped one's place.
      enabled: fails || level !== 'low',
      action: fails ? ('fail' as const) : ('warn' as const),
      tags: [],
      references: [],
      tests: [],
      file: FAIL_ON_FILE,
    }
  })
}

/** What a run was asked to judge. */
export interface Asked {
  readonly findings: boolean
  readonly events: boolean
}

/** What keeps the rules from judging: a gate whose rules cannot see what it was asked about would be green whatever is there. */
export function checkRuleSet({ rules }: Pick<RuleSet, 'rules'>, asked: Asked): readonly Diagnostic[] {
  const none = (what: string): Diagnostic => ({
    level: 'error',
    kind: 'no-rule',
    message: `not one enabled rule can judge ${what}`,
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

// The rules of fail-on are about the image under judgement, never about a recorded scan of another.
function canJudgeEvents(rules: readonly Rule[]): boolean {
  return rules.some(watchesEvents)
}

/** Whether a rule can match recorded events. */
export function watchesEvents({ enabled, type, file, id }: Rule): boolean {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level))
  return enabled && type === 'CloudTrail' && !ours
}
