// The rule object of Threat Stack's REST API (v2), with additional fields, as a plain value.
// https://apidocs.threatstack.com/tag/Rules-and-Rulesets-(v2)/

import type { Place } from '../diagnostic.ts'
import { LIVE_KINDS, type LiveKind } from '../events/live.ts'
import type { Fields } from '../json.ts'
import type { Expression } from '../language/ast.ts'

/** The type decides for which events a rule is evaluated. */
export const RULE_TYPES = ['CloudTrail', 'Finding', 'Session', 'Command', 'Automation'] as const
export type RuleType = (typeof RULE_TYPES)[number]

/** The types of rules over what is going on now, by what a run has to read for them. */
const LIVE_TYPES = { sessions: 'Session', commands: 'Command', automations: 'Automation' } as const satisfies Readonly<
  Record<LiveKind, RuleType>
>

/** What has to be read for the rules of a type; undefined where it is not read live. */
export function liveKindOf(type: RuleType): LiveKind | undefined {
  return LIVE_KINDS.find(kind => LIVE_TYPES[kind] === type)
}

/** Types of the API whose events ECR Gate never has; such rules load with a warning and are skipped. */
export const FOREIGN_TYPES: readonly string[] = ['Host', 'File', 'Audit', 'ThreatIntel', 'Winsec', 'KubernetesAudit', 'KubernetesConfig']

export const ACTIONS = ['fail', 'warn', 'notice'] as const
export type Action = (typeof ACTIONS)[number]

export interface RuleTest {
  readonly name: string
  readonly event: Fields
  readonly matches: boolean
}

export interface Rule {
  readonly id: string
  readonly name: string
  readonly type: RuleType
  /** The alert's title; `{{field}}` stands for a value of its first event. */
  readonly title: string
  /** 1: act now, 2: review, 3: audit. */
  readonly severityOfAlerts: 1 | 2 | 3
  readonly alertDescription: string
  /** Events with equal values in these fields form one alert; null derives them for a rule over findings. */
  readonly aggregateFields: readonly string[] | null
  readonly filter: string
  /** Seconds. */
  readonly window: number
  readonly threshold: number
  /** Filters. An event that the rule's filter matches is dropped if one of these matches it too. */
  readonly suppressions: readonly string[]
  readonly enabled: boolean
  /** What an alert does; null derives it from the severity. */
  readonly action: Action | null
  readonly tags: readonly string[]
  readonly references: readonly string[]
  readonly tests: readonly RuleTest[]
  /** The file the rule was read from. */
  readonly file: string
}

/** Changes to a rule that is defined elsewhere. An undefined field leaves the rule's value as it is. */
export interface Override {
  /** The id of the rule. */
  readonly rule: string
  readonly changes: {
    readonly enabled?: boolean
    readonly severityOfAlerts?: Rule['severityOfAlerts']
    readonly action?: Action
    readonly threshold?: number
    readonly window?: number
    /** Filters added to the rule's own suppressions. */
    readonly addSuppressions?: readonly string[]
  }
  /** The added suppressions, parsed. */
  readonly added: readonly Expression[]
  readonly at: Place
}

/** A place in a rule or an override: a character in one of its fields. */
export interface Where {
  readonly field: 'filter' | 'suppressions' | 'title' | 'aggregateFields' | 'addSuppressions' | 'type'
  /** The item, from 0, where the field is a list. */
  readonly index?: number
  /** UTF-16 units. */
  readonly offset: number
}

export const DEFAULT_AGGREGATE_FIELDS: readonly string[] = ['user', 'eventName', 'eventSource', 'ip', 'accountId']
export const DEFAULT_WINDOW_SECONDS = 86_400
export const DEFAULT_THRESHOLD = 1

/**
 * A finding has none of the default fields, so a rule over findings alerts by vulnerability and package. Of what is going on now, each
 * session, command or automation is one alert.
 */
const FINDING_AGGREGATE_FIELDS: readonly string[] = ['id', 'package.name']
const LIVE_AGGREGATE_FIELDS: readonly string[] = ['id']

/** The fields by which a rule aggregates. A threshold over findings counts those of an image, and one over sessions all of them. */
export function aggregateFieldsOf({
  type,
  aggregateFields,
  threshold,
}: Pick<Rule, 'type' | 'aggregateFields' | 'threshold'>): readonly string[] {
  return aggregateFields ?? (threshold > 1 ? [] : type === 'Finding' ? FINDING_AGGREGATE_FIELDS : LIVE_AGGREGATE_FIELDS)
}

/** The action of a rule's alerts: severity 1 fails, 2 warns, 3 is a notice, unless the rule sets an action. */
export function actionOf(rule: Rule): Action {
  return rule.action ?? (['fail', 'warn', 'notice'] as const)[rule.severityOfAlerts - 1] ?? 'fail'
}

/** Whether the rule's alerts fail the deployment. */
export function canFail(rule: Rule): boolean {
  return rule.enabled && actionOf(rule) === 'fail'
}
