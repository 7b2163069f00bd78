import { type Test } from './compare.ts';
import { type LiteralValue } from './literal.ts';
import { type Relation } from './operators.ts';
/** A set of values: the few listed ones, and all that one of the parts accepts. */
export interface Values {
    readonly few: ReadonlySet<unknown>;
    readonly parts: readonly Part[];
}
/** The values that satisfy one comparison, where there are too many to list. */
interface Part {
    readonly relation: Relation | {
        readonly kind: 'any';
    };
    readonly literal: LiteralValue;
    readonly accepts: Test;
}
export declare const ANY: Part;
export declare function toValues(relation: Relation, literals: readonly LiteralValue[]): Values;
export declare function contains({ few, parts }: Values, value: unknown): boolean;
export declare function isApart(part: Part, { few, parts }: Values): boolean;
export declare function isWithin(a: Part, b: Part): boolean;
export {};
