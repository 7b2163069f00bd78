// Which rules judge: the shipped packs, the user's files over them, and `fail-on` in place of the Severity rules.

import type { Rule } from '../rules/rule.ts'
import type { FailOn } from './policy.ts'

/** What stands for the file of the rules that `fail-on` makes. */
export const FAIL_ON_FILE = 'fail-on'

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
