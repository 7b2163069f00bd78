import type { Comparison, Expression, Membership, Path } from './ast.ts';
/** Returns the path of every clause of a filter, in order and with repetitions. */
export declare function pathsOf(expression: Expression): readonly Path[];
/** Returns the clauses of a filter, in order. */
export declare function clausesOf(expression: Expression): readonly (Comparison | Membership)[];
