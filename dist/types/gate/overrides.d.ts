import { type Diagnostic, type Place } from '../diagnostic.js';
import type { CompiledRule } from '../rules/compile.js';
import { type Override, type Rule } from '../rules/rule.js';
/** What overrides changed in a rule. */
export interface Tuned {
    readonly id: string;
    /** The files of the overrides. */
    readonly by: readonly string[];
    readonly fields: readonly string[];
}
/** A rule that is not in force but may be named by an override. */
export interface Absence {
    readonly rule: Rule;
    readonly why: string;
    /** The rule that is evaluated in its place, if there is one. */
    readonly standIn?: Rule | undefined;
}
/** The absences by the id of the rule. */
export type Absent = ReadonlyMap<string, Absence>;
/** Returns the rules in their order with all overrides applied, and what is wrong with the overrides. */
export declare function applyOverrides(rules: readonly CompiledRule[], overrides: readonly Override[], absent: Absent): {
    readonly rules: readonly CompiledRule[];
    readonly tuned: readonly Tuned[];
    readonly diagnostics: readonly Diagnostic[];
};
export declare function groupByRule(overrides: readonly Override[]): ReadonlyMap<string, readonly Override[]>;
/** The rule with these overrides of it applied. */
export declare function tuneFields(rule: Rule, overrides: readonly Override[]): Rule;
/**
 * Limits what names rules that are not in force. Each wrong name is compared with that of every rule, so a generated file of thousands is
 * told by its first, wrong ones before idle.
 */
export declare function limitIdle<T extends {
    readonly rule: string;
}>(naming: readonly T[], absent: Absent): readonly T[];
/** The error about a name that no rule has; `ids` are those that there are. */
export declare function unknownRule(id: string, purpose: string, ids: readonly string[], at: Place): Diagnostic;
