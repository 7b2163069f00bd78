import type { LiteralValue, Operator } from './ast.ts';
/** A test of one value: never undefined, null or an array, those yield no value or several. */
export type Test = (value: unknown) => boolean;
/** The positive test behind an operator; `!=` is the negation of `=` over all values, so its test is that of `=`. */
export declare function compileTest(operator: Operator, literal: LiteralValue): Test;
export declare function compileEquality(literal: LiteralValue): Test;
/** Milliseconds since 1970 of an ISO 8601 timestamp with a zone; anything else is undefined. */
export declare function toInstant(value: unknown): number | undefined;
/** Whether an ordering operator can hold at all with this literal. */
export declare function isOrderable(literal: LiteralValue): boolean;
