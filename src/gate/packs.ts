// Which rules judge: the shipped packs, the user's files over them, and `fail-on` in place of the Severity rules; and
// whether they can judge at all what was asked.

import type { Diagnostic } from '../diagnostic.ts'
import { decide } from '../language/decide.ts'
import { compileRule } from '../rules/compile.ts'
import type { Rule } from '../rules/rule.ts'
import type { FailOn } from './policy.ts'

/** What stands for the file of the rules that `fail-on` makes. */
const FAIL_ON_FILE = 'fail-on'

export interface RuleSet {
  readonly rules: readonly Rule[]
  /** Ids of shipped rules that another rule stands in for, with where that one is from. */
  readonly replaced: readonly { readonly id: string; readonly by: string }[]
}

/**
 * Puts the user's rules over the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, which
 * is how an export from Threat Stack names its own copies. `failOn` takes the place of all Severity rules.
 */
export function combineRules(shipped: readonly Rule[], users: readonly Rule[], failOn: FailOn | undefined): RuleSet {
  const severity = failOn === undefined ? [] : severityRules(failOn)
  const standIn = (rule: Rule, candidates: readonly Rule[]): Rule | undefined =>
    candidates.find(other => other.id === rule.id || other.name === rule.name)
  const stands = (rule: Rule): Rule | undefined => standIn(rule, severity) ?? standIn(rule, users)
  const replaced = shipped.flatMap(rule => {
    const by = stands(rule)
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  })
  const kept = shipped.filter(rule => stands(rule) === undefined)
  const own = users.filter(rule => standIn(rule, severity) === undefined)
  const overruled = users.filter(rule => standIn(rule, severity) !== undefined).map(({ id }) => ({ id, by: FAIL_ON_FILE }))
  return {
    rules: [...kept, ...severity, ...own],
    replaced: [...replaced, ...overruled].filter(({ id }, i, all) => all.findIndex(other => other.id === id) === i),
  }
}

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
export function checkRuleSet({ rules }: RuleSet, asked: Asked): readonly Diagnostic[] {
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

/** Whether some enabled rule can say anything of an image; a gate without one would be green whatever the image holds. */
export function canJudgeImages(rules: readonly Rule[]): boolean {
  return rules.some(rule => rule.enabled && canJudgeImage(rule))
}

const IMAGE_EVENT = { event_type: 'cloudtrail', eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImageScanFindings' }
const FINDING_EVENT = { event_type: 'finding' }

function canJudgeImage(rule: Rule): boolean {
  if (rule.type !== 'CloudTrail' && rule.type !== 'Finding') return false
  // An image under judgement has one event, which meets no higher threshold.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const known = rule.type === 'CloudTrail' ? IMAGE_EVENT : FINDING_EVENT
  const { filter, suppressions } = compileRule(rule)
  return decide(filter, known) !== false && suppressions.every(suppression => decide(suppression, known) !== true)
}
