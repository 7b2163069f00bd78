import type { LiteralValue } from './literal.js';
import type { Operator } from './operators.js';
/** The position of a part in the filter's text, without surrounding spaces: UTF-16 offsets, the end exclusive. */
export interface Span {
    readonly start: number;
    readonly end: number;
}
/** A step of a path: the name of an own property, or an index into an array. */
export type Segment = string | number;
export interface Path {
    readonly segments: readonly Segment[];
    readonly span: Span;
}
export type Literal = LiteralValue & {
    readonly span: Span;
};
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
    /** Whether the list has its own parentheses; only the warning about mixed `and` and `or` depends on it. */
    readonly grouped: boolean;
    readonly span: Span;
}
export interface Negation {
    readonly kind: 'not';
    readonly term: Expression;
    readonly span: Span;
}
export type Expression = Comparison | Membership | Junction | Negation;
/** Words that cannot begin a path unless they are quoted. */
export declare const RESERVED: readonly string[];
/** A segment that needs no quotes. */
export declare const BARE_SEGMENT: RegExp;
/** Regular expression source for a closed quoted text, with either kind of quotes; a backslash escapes the next character. */
export declare const QUOTED_TEXT: string;
