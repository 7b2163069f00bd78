/** Where a part stands in the filter's text: UTF-16 offsets, the end exclusive, without the blanks around it. */
export interface Span {
    readonly start: number;
    readonly end: number;
}
/** A step of a path: the name of an own property, or the position in an array. */
export type Segment = string | number;
export interface Path {
    readonly segments: readonly Segment[];
    readonly span: Span;
}
export type LiteralValue = {
    readonly kind: 'text';
    readonly value: string;
}
/** `text` is the number as written: comparing it with another number's text must not lose digits. */
 | {
    readonly kind: 'number';
    readonly value: number;
    readonly text: string;
} | {
    readonly kind: 'boolean';
    readonly value: boolean;
} | {
    readonly kind: 'null';
};
export type Literal = LiteralValue & {
    readonly span: Span;
};
export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'like' | 'starts_with' | 'ends_with';
export interface Comparison {
    readonly kind: 'comparison';
    readonly path: Path;
    readonly operator: Operator;
    readonly literal: Literal;
    readonly span: Span;
}
export interface Membership {
    readonly kind: 'in';
    readonly path: Path;
    readonly negated: boolean;
    readonly literals: readonly Literal[];
    readonly span: Span;
}
export interface Junction {
    readonly kind: 'and' | 'or';
    readonly terms: readonly Expression[];
    /** Whether the list stood in parentheses of its own; only the lint for mixed `and` and `or` asks. */
    readonly grouped: boolean;
    readonly span: Span;
}
export interface Negation {
    readonly kind: 'not';
    readonly term: Expression;
    readonly span: Span;
}
export type Expression = Comparison | Membership | Junction | Negation;
export declare const OPERATORS: readonly Operator[];
/** Words that cannot begin a path unless they are quoted. */
export declare const RESERVED: readonly string[];
/** A segment that needs no quotes. */
export declare const BARE_SEGMENT: RegExp;
/** The source of a regular expression for a quoted text: either quote, closed, a backslash taking the next character along. */
export declare const QUOTED_TEXT: string;
