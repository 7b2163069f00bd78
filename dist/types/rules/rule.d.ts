import type { Place } from '../diagnostic.js';
import { type LiveKind } from '../events/live.js';
import type { Fields } from '../json.js';
import type { Expression } from '../language/ast.js';
/** The type decides for which events a rule is evaluated. */
export declare const RULE_TYPES: readonly ['CloudTrail', 'Finding', 'Session', 'Command', 'Automation'];
export type RuleType = (typeof RULE_TYPES)[number];
/** What has to be read for the rules of a type; undefined where it is not read live. */
export declare function liveKindOf(type: RuleType): LiveKind | undefined;
/** Types of the API whose events ECR Gate never has; such rules load with a warning and are skipped. */
export declare const FOREIGN_TYPES: readonly string[];
export declare const ACTIONS: readonly ['fail', 'warn', 'notice'];
export type Action = (typeof ACTIONS)[number];
export interface RuleTest {
    readonly name: string;
    readonly event: Fields;
    readonly matches: boolean;
}
export interface Rule {
    readonly id: string;
    readonly name: string;
    readonly type: RuleType;
    /** The alert's title; `{{field}}` stands for a value of its first event. */
    readonly title: string;
    /** 1: act now, 2: review, 3: audit. */
    readonly severityOfAlerts: 1 | 2 | 3;
    readonly alertDescription: string;
    /** Events with equal values in these fields form one alert; null derives them for a rule over findings. */
    readonly aggregateFields: readonly string[] | null;
    readonly filter: string;
    /** Seconds. */
    readonly window: number;
    readonly threshold: number;
    /** Filters. An event that the rule's filter matches is dropped if one of these matches it too. */
    readonly suppressions: readonly string[];
    readonly enabled: boolean;
    /** What an alert does; null derives it from the severity. */
    readonly action: Action | null;
    readonly tags: readonly string[];
    readonly references: readonly string[];
    readonly tests: readonly RuleTest[];
    /** The file the rule was read from. */
    readonly file: string;
}
/** Changes to a rule that is defined elsewhere. An undefined field leaves the rule's value as it is. */
export interface Override {
    /** The id of the rule. */
    readonly rule: string;
    readonly changes: {
        readonly enabled?: boolean;
        readonly severityOfAlerts?: Rule['severityOfAlerts'];
        readonly action?: Action;
        readonly threshold?: number;
        readonly window?: number;
        /** Filters added to the rule's own suppressions. */
        readonly addSuppressions?: readonly string[];
    };
    /** The added suppressions, parsed. */
    readonly added: readonly Expression[];
    readonly at: Place;
}
/** A place in a rule or an override: a character in one of its fields. */
export interface Where {
    readonly field: 'filter' | 'suppressions' | 'title' | 'aggregateFields' | 'addSuppressions' | 'type';
    /** The item, from 0, where the field is a list. */
    readonly index?: number;
    /** UTF-16 units. */
    readonly offset: number;
}
export declare const DEFAULT_AGGREGATE_FIELDS: readonly string[];
export declare const DEFAULT_WINDOW_SECONDS = 86400;
export declare const DEFAULT_THRESHOLD = 1;
/** The fields by which a rule aggregates. A threshold over findings counts those of an image, and one over sessions all of them. */
export declare function aggregateFieldsOf({ type, aggregateFields, threshold, }: Pick<Rule, 'type' | 'aggregateFields' | 'threshold'>): readonly string[];
/** The action of a rule's alerts: severity 1 fails, 2 warns, 3 is a notice, unless the rule sets an action. */
export declare function actionOf(rule: Rule): Action;
/** Whether the rule's alerts fail the deployment. */
export declare function canFail(rule: Rule): boolean;
