// The rules that `fail-on` or `max-findings` puts in place of the Severity rules. Only one of the two can be set.

import type { Rule } from '../rules/rule.ts'
import { type FailOn, LEVELS, type Level, type MaxFindings } from './policy.ts'

/** What the settings say of severities. */
export interface SeveritySettings {
  readonly failOn?: FailOn | undefined
  readonly maxFindings?: MaxFindings | undefined
}

/** The setting that replaces the Severity rules; undefined if none does. */
export function severitySetting({ failOn, maxFindings }: SeveritySettings): (typeof SETTINGS)[number] | undefined {
  if (maxFindings !== undefined) return 'max-findings'
  return failOn === undefined ? undefined : 'fail-on'
}

/** Used as the file names of the rules that these settings create. */
const SETTINGS = ['fail-on', 'max-findings'] as const

/** Whether a rule was created by one of these settings. */
export function isOfSetting({ file, id }: Rule): boolean {
  return SETTINGS.some(name => name === file) && LEVELS.some(level => id === severityRuleId(level))
}

/** The id of the rule for a severity, the same in the shipped pack and here. */
export function severityRuleId(level: Level): string {
  return `ecr-image-scan-findings-${level}`
}

/** The rules that stand in for the Severity rules; empty if no setting replaces them. */
export function severityRules(settings: SeveritySettings): readonly Rule[] {
  const setting = severitySetting(settings)
  if (setting === undefined) return []
  const { failOn, maxFindings = {} } = settings
  const text = failOn ?? LEVELS.flatMap(level => (maxFindings[level] === undefined ? [] : [`${level}=${maxFindings[level]}`])).join(', ')
  return LEVELS.map(level => severityRule(level, { setting, text }, allowanceOf(level, settings)))
}

/** How many findings of a severity are allowed; undefined where any number is. */
function allowanceOf(level: Level, { failOn, maxFindings }: SeveritySettings): number | undefined {
  const named: readonly (string | undefined)[] = maxFindings === undefined ? [failOn] : Object.keys(maxFindings)
  const lowest = Math.max(-1, ...LEVELS.flatMap((each, position) => (named.includes(each) ? [position] : [])))
  return LEVELS.indexOf(level) <= lowest ? (maxFindings?.[level] ?? 0) : undefined
}

// More than what is allowed fails. Where any number is allowed, MEDIUM and above warn.
function severityRule(level: Level, { setting, text }: Readonly<Record<'setting' | 'text', string>>, allowance: number | undefined): Rule {
  const severity = level.toUpperCase()
  const count = `responseElements.imageScanFindings.findingSeverityCounts.${severity}`
  const title = `${severity} findings in {{requestParameters.repositoryName}}: {{${count}}}`
  const fails = allowance !== undefined
  return {
    id: severityRuleId(level),
    name: `CloudTrail: ECR Image Scan Findings – Severity ${severity}`,
    type: 'CloudTrail',
    title: allowance === undefined || allowance === 0 ? title : `${title}, and ${setting} allows ${allowance}`,
    severityOfAlerts: fails ? 1 : 2,
    alertDescription: fails
      ? `${setting} is ${text}: ${allowance === 0 ? '' : `more than ${allowance} `}${severity} findings stop the deployment.`
      : `${setting} is ${text}: ${severity} findings are below it.`,
    aggregateFields: [],
    filter: `event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and ${count} > ${allowance ?? 0}`,
    window: 86_400,
    threshold: 1,
    suppressions: [],
    // Where it is allowed, LOW does nothing, but the rule stays in the list so that it replaces the shipped one.
    enabled: fails || level !== 'low',
    action: fails ? 'fail' : 'warn',
    tags: [],
    references: [],
    tests: [],
    file: setting,
  }
}
