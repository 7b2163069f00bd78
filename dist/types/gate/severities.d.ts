import type { Rule } from '../rules/rule.js';
import { type FailOn, type Level, type MaxFindings } from './policy.js';
/** What the settings say of severities. */
export interface SeveritySettings {
    readonly failOn?: FailOn | undefined;
    readonly maxFindings?: MaxFindings | undefined;
}
/** The setting that replaces the Severity rules; undefined if none does. */
export declare function severitySetting({ failOn, maxFindings }: SeveritySettings): (typeof SETTINGS)[number] | undefined;
/** Used as the file names of the rules that these settings create. */
declare const SETTINGS: readonly ['fail-on', 'max-findings'];
/** Whether a rule was created by one of these settings. */
export declare function isOfSetting({ file, id }: Rule): boolean;
/** The id of the rule for a severity, the same in the shipped pack and here. */
export declare function severityRuleId(level: Level): string;
/** The rules that stand in for the Severity rules; empty if no setting replaces them. */
export declare function severityRules(settings: SeveritySettings): readonly Rule[];
export {};
