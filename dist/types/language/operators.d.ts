import { type Order, type PartOf, type Test } from './compare.js';
import type { LiteralValue } from './literal.js';
/** How a value must relate to the literal. The proofs know what follows from each kind. */
export type Relation = {
    readonly kind: 'equality';
} | ({
    readonly kind: 'order';
} & Order) | {
    readonly kind: 'part';
    readonly of: PartOf;
}
/** Any other relation: only its test is known, so nothing more is proven about it. */
 | {
    readonly kind: 'other';
    readonly test: (literal: LiteralValue) => Test;
};
/** What the language knows about one operator. */
export interface OperatorRow {
    readonly relation: Relation;
    /** Whether it holds where no value of the field is in the relation, and so on an absent field too. */
    readonly negated: boolean;
    /** How an explanation says that a value is in the relation, and that it is not: "the value is greater". */
    readonly phrase: string;
    readonly opposite: string;
    /** What other languages write instead, and what to tell who writes it. */
    readonly foreign?: {
        readonly words: readonly string[];
        readonly help: string;
    };
}
declare const rows: {
    readonly '=': {
        readonly relation: {
            readonly kind: 'equality';
        };
        readonly negated: false;
        readonly phrase: 'equals it';
        readonly opposite: 'does not equal it';
        readonly foreign: {
            readonly words: readonly ["==", "===", ":", "is", "eq", "equals"];
            readonly help: 'equality is written with one "="';
        };
    };
    readonly '!=': {
        readonly relation: {
            readonly kind: 'equality';
        };
        readonly negated: true;
        readonly phrase: 'equals it';
        readonly opposite: 'does not equal it';
        readonly foreign: {
            readonly words: readonly ["!==", "<>"];
            readonly help: 'inequality is written "!="';
        };
    };
    readonly '>': {
        readonly relation: {
            readonly kind: 'order';
            readonly side: 'above';
            readonly inclusive: false;
        };
        readonly negated: false;
        readonly phrase: 'is greater';
        readonly opposite: 'is not greater';
    };
    readonly '>=': {
        readonly relation: {
            readonly kind: 'order';
            readonly side: 'above';
            readonly inclusive: true;
        };
        readonly negated: false;
        readonly phrase: 'is greater or equal';
        readonly opposite: 'is neither greater nor equal';
        readonly foreign: {
            readonly words: readonly ["=>"];
            readonly help: 'at least is written ">="';
        };
    };
    readonly '<': {
        readonly relation: {
            readonly kind: 'order';
            readonly side: 'below';
            readonly inclusive: false;
        };
        readonly negated: false;
        readonly phrase: 'is smaller';
        readonly opposite: 'is not smaller';
    };
    readonly '<=': {
        readonly relation: {
            readonly kind: 'order';
            readonly side: 'below';
            readonly inclusive: true;
        };
        readonly negated: false;
        readonly phrase: 'is smaller or equal';
        readonly opposite: 'is neither smaller nor equal';
        readonly foreign: {
            readonly words: readonly ["=<"];
            readonly help: 'at most is written "<="';
        };
    };
    readonly like: {
        readonly relation: {
            readonly kind: 'part';
            readonly of: 'anywhere';
        };
        readonly negated: false;
        readonly phrase: 'contains it';
        readonly opposite: 'does not contain it';
        readonly foreign: {
            readonly words: readonly ["contains", "includes", "has"];
            readonly help: 'use "like" to match a part of a string';
        };
    };
    readonly starts_with: {
        readonly relation: {
            readonly kind: 'part';
            readonly of: 'start';
        };
        readonly negated: false;
        readonly phrase: 'starts with it';
        readonly opposite: 'does not start with it';
        readonly foreign: {
            readonly words: readonly ["startswith", "starts-with"];
            readonly help: 'the operator is starts_with';
        };
    };
    readonly ends_with: {
        readonly relation: {
            readonly kind: 'part';
            readonly of: 'end';
        };
        readonly negated: false;
        readonly phrase: 'ends with it';
        readonly opposite: 'does not end with it';
        readonly foreign: {
            readonly words: readonly ["endswith", "ends-with"];
            readonly help: 'the operator is ends_with';
        };
    };
};
export type Operator = keyof typeof rows;
export declare const OPERATORS: Readonly<Record<Operator, OperatorRow>>;
/** The words of the operators, in the order of the table. */
export declare const WORDS: readonly Operator[];
/** `in` is `=` with several literals. */
export declare const IN: {
    readonly word: 'in';
    readonly relation: {
        readonly kind: 'equality';
    };
    readonly phrase: 'is in the list';
    readonly opposite: 'is not in the list';
};
/** The test of one value. A negated operator holds where it holds for no value of the field. */
export declare function compileRelation(relation: Relation, literal: LiteralValue): Test;
/** Whether some value can be in the relation to a literal. Presence is not a matter of a value, so nothing equals `null`. */
export declare function isPossible(relation: Relation, literal: LiteralValue): boolean;
export {};
