import type { LiteralValue, Operator } from './ast.ts';
/** A test of one value, which is never undefined, null or an array: those yield no value or several. */
export type Test = (value: unknown) => boolean;
/** Returns the positive test of an operator. `!=` negates `=` over all values of a field, so its test is that of `=`. */
export declare function compileTest(operator: Operator, literal: LiteralValue): Test;
export declare function compileEquality(literal: LiteralValue): Test;
/** Whether an ordering operator can hold at all with this literal. */
export declare function isOrderable(literal: LiteralValue): boolean;
