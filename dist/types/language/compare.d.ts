import type { LiteralValue } from './literal.js';
/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
export type Test = (value: unknown) => boolean;
export declare function compileEquality(literal: LiteralValue): Test;
/** Where in a value its part must stand. */
export type PartOf = 'anywhere' | 'start' | 'end';
export declare function compilePart(literal: LiteralValue, of: PartOf): Test;
/** On which side of a bound values lie, and whether the bound is one of them. */
export interface Order {
    readonly side: 'above' | 'below';
    readonly inclusive: boolean;
}
export declare function compileOrder(literal: LiteralValue, { side, inclusive }: Order): Test;
/** Whether an ordering operator can hold at all with this literal. */
export declare function isOrderable(literal: LiteralValue): boolean;
