import type { Problem } from '../../diagnostic.ts';
import type { Plan } from '../../language/compile.ts';
import { type Formula } from '../../language/imply.ts';
import type { Vocabulary } from '../../language/vocabulary.ts';
import type { CompiledRule } from '../compile.ts';
import type { Rule, Where } from '../rule.ts';
/** A problem of a rule, and its place in the rule. */
export interface RuleProblem extends Problem {
    readonly level: 'error' | 'warning';
    readonly rule: Rule;
    readonly where: Where;
}
/** A rule prepared for the lint. */
export interface LintedRule {
    readonly rule: Rule;
    readonly position: number;
    readonly vocabulary: Vocabulary;
    readonly filter: Text;
    readonly suppressions: readonly Text[];
    /** What holds for every event of the rule's type. */
    readonly premises: readonly Formula[];
}
/** The filter, a suppression, or a field named in the title or the aggregate fields. */
export interface Text extends Omit<Where, 'offset'> {
    readonly plan: Plan;
    readonly formula: Formula;
}
export declare function toLintedRule({ rule, vocabulary, filter, suppressions }: CompiledRule, position: number): LintedRule;
export declare function problemIn({ rule }: LintedRule, { field, index }: Text, kind: string, offset: number, message: string, help?: string, level?: RuleProblem['level']): RuleProblem;
