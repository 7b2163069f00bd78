import type { Diagnostic, Place } from '../diagnostic.ts';
import { type CompiledRule } from '../rules/compile.ts';
import type { Loading } from '../rules/load.ts';
import type { Rule, Where } from '../rules/rule.ts';
import { type Tuned } from './overrides.ts';
import type { FailOn } from './policy.ts';
/** The rules of the packs: those in use, and the rest, which overrides may still name. */
export interface PackRules {
    readonly used: readonly Rule[];
    readonly unused: readonly Rule[];
}
/** The contents of the user's files. */
export type UserRules = Pick<Loading, 'compiled' | 'overrides' | 'placeOf'>;
export interface RuleSet {
    readonly rules: readonly Rule[];
    /** The same rules, ready to be applied. */
    readonly compiled: readonly CompiledRule[];
    /** The ids of replaced rules, each with the file of the rule that replaces it. */
    readonly replaced: readonly {
        readonly id: string;
        readonly by: string;
    }[];
    readonly tuned: readonly Tuned[];
    /** Problems of the overrides, and of rules as the user changed them. */
    readonly diagnostics: readonly Diagnostic[];
}
export interface Combination extends RuleSet {
    /** Finds a place of a rule in force: in the file of the rule, or of the override that wrote it. */
    readonly placeOf: (rule: Rule, where: Where) => Place | string;
}
/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `failOn` replaces all Severity rules,
 * whoever wrote them, and overrides of them have no effect.
 */
export declare function combineRules({ used, unused }: PackRules, own: UserRules, failOn: FailOn | undefined): Combination;
declare const LEVELS: readonly ['critical', 'high', 'medium', 'low'];
/** The id of the rule for a severity, the same in the shipped pack and here. */
export declare function severityRuleId(level: (typeof LEVELS)[number]): string;
/** What a run is asked to judge. */
export interface Asked {
    readonly findings: boolean;
    readonly events: boolean;
}
/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
export declare function checkRuleSet({ compiled }: Pick<RuleSet, 'compiled'>, asked: Asked): readonly Diagnostic[];
/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
export declare function watchesEvents({ enabled, type, file, id }: Rule): boolean;
export {};
