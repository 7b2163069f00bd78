import type { Fields } from '../json.js';
import type { Expression } from '../language/ast.js';
import { type Plan } from '../language/compile.js';
import { type IsKnown } from '../language/decide.js';
import type { Vocabulary } from '../language/vocabulary.js';
import type { Rule, RuleType } from './rule.js';
/** A rule with its filters parsed and compiled: whatever applies a rule, or asks what it can match, takes one. */
export interface CompiledRule {
    readonly rule: Rule;
    readonly vocabulary: Vocabulary;
    readonly filter: Plan;
    readonly suppressions: readonly Plan[];
}
/** Compiles a rule that is plain data. Throws only when a filter does not parse, which loading has ruled out. */
export declare function compileRule(rule: Rule): CompiledRule;
/** The same for a rule that may never be applied: its filters are parsed once, when one of them is first asked for. */
export declare function compileLater(rule: Rule): CompiledRule;
/** Compiles a rule whose filter and suppressions have these expressions. */
export declare function compileParsed(rule: Rule, filter: Expression, suppressions: readonly Expression[]): CompiledRule;
/** The same rule if it had no suppressions. */
export declare function withoutSuppressions(compiled: CompiledRule): CompiledRule;
/**
 * Applies a rule to an event of its type. Returns `match`, or the position of the first suppression that takes the event out
 * again, or undefined where the filter does not match.
 */
export declare function applyRule({ filter, suppressions }: CompiledRule, event: Fields): 'match' | number | undefined;
/** Whether a rule can match an event of which only some paths are known: its filter may hold, and no suppression certainly does. */
export declare function mayMatch({ filter, suppressions }: CompiledRule, event: Fields, isKnown: IsKnown): boolean;
/** Whether a rule matches an event of its type: the filter matches, and no suppression takes the event out again. */
export declare function matchesRule(rule: CompiledRule, event: Fields): boolean;
/** Whether rules of this type are evaluated for an event. */
export declare function seesEvent(type: RuleType, event: Fields): boolean;
/** The `event_type` of the events that a rule of a type sees. */
export declare const EVENT_TYPES: {
    readonly CloudTrail: 'cloudtrail';
    readonly Finding: 'finding';
    readonly Session: 'session';
    readonly Command: 'command';
    readonly Automation: 'automation';
};
export declare function vocabularyOf(type: RuleType): Vocabulary;
