import type { Expression } from './ast.ts';
import { type Values } from './values.ts';
import { type Vocabulary } from './vocabulary.ts';
/** A filter as claims about its fields; built once, it can answer several questions. */
export type Formula = Claim | Choice;
interface Choice {
    readonly kind: 'and' | 'or';
    readonly terms: readonly Formula[];
}
interface Claim {
    readonly kind: 'claim';
    readonly field: string;
    /** The fields that contain this one: where one of them is absent, this one is absent too. */
    readonly above: readonly string[];
    /** Whether the field has at most one value; a field with several can equal two strings at once. */
    readonly single: boolean;
    /** True: some value lies in the set. False: none does. */
    readonly some: boolean;
    readonly values: Values;
}
/** What is left of the bounds; the search counts it down. */
export interface Budget {
    branches: number;
    work: number;
}
/** A budget for one question or, several times as large, for many questions about one filter. */
export declare function startBudget(times?: number): Budget;
/** Whether some event may satisfy all of the formulas. */
export declare function canHoldTogether(formulas: readonly Formula[], budget?: Budget): boolean;
export declare function toFormula(expression: Expression, vocabulary: Vocabulary): Formula;
export declare function negateFormula(formula: Formula): Formula;
/** Returns values of which every matching event has at least one in this field; undefined where they cannot be listed. */
export declare function fewValues(formula: Formula, field: string): ReadonlySet<unknown> | undefined;
export declare function joinFormulas(kind: 'and' | 'or', terms: readonly Formula[]): Formula;
export {};
