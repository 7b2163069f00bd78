import type { Expression, Junction } from './ast.ts';
import { type Budget, type Formula } from './imply.ts';
export interface Term {
    readonly expression: Expression;
    readonly formula: Formula;
}
/** A term that contradicts what stands before it, and why. */
export interface Conflict {
    readonly term: Expression;
    readonly why: string;
}
/** How much may be asked about one filter: whether its lists have conflicts at all, and once one has, where they are. */
export interface Budgets {
    readonly probe: Budget;
    readonly search: Budget;
}
/** Returns the conflicts of a list, in order. A term that alone decides the list has none: it says nothing about the others. */
export declare function findConflicts(kind: Junction['kind'], terms: readonly Term[], { probe, search }: Budgets): readonly Conflict[];
/** The first number of a range that fails, by binary search: whatever stands behind a number that fails does too, and the last one does. */
export declare function findFirst(first: number, last: number, fails: (at: number) => boolean): number;
/** A part of a filter as messages show it: its beginning, if it is long. */
export declare function shown(expression: Expression): string;
