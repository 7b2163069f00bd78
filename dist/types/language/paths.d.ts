import type { Comparison, Expression, Literal, Membership, Path } from './ast.ts';
import { type Relation } from './operators.ts';
/** Returns the path of every clause of a filter, in order and with repetitions. */
export declare function pathsOf(expression: Expression): readonly Path[];
/** Returns the clauses of a filter, in order. */
export declare function clausesOf(expression: Expression): readonly (Comparison | Membership)[];
/** What a clause demands: some value of its field in a relation to one of the literals or, negated, none. */
export interface Demand {
    readonly relation: Relation;
    readonly literals: readonly Literal[];
    readonly negated: boolean;
}
export declare function demandOf(clause: Comparison | Membership): Demand;
