/** What a pattern is made of. */
export type Part = {
    readonly kind: 'one';
    readonly test: (character: string) => boolean;
} | {
    readonly kind: 'row';
    readonly parts: readonly Part[];
} | {
    readonly kind: 'either';
    readonly parts: readonly Part[];
} | {
    readonly kind: 'repeat';
    readonly part: Part;
    readonly least: 0 | 1;
    readonly isOnce: boolean;
};
export type TextTest = (text: string) => boolean;
/** A longer or deeper pattern is not read: nobody wrote it by hand. */
export declare const MOST_PATTERN_LENGTH = 1000;
export declare const MOST_DEPTH = 20;
/** A pattern that is being read, and how far. */
export interface Reading {
    readonly units: readonly string[];
    at: number;
}
/** A part that is exactly this character. */
export declare function character(value: string): Part;
/** A part that may be left out, or repeated. */
export declare function repeat(part: Part, mark: '*' | '+' | '?'): Part;
/** Reads a class of characters, behind its opening bracket; one of `negations` in front makes it all others. */
export declare function readClass(reading: Reading, negations: string): Part | undefined;
/** The characters that a backslash makes stand for themselves. */
export declare const PUNCTUATION: RegExp;
/** Returns a test for texts that a pattern matches as a whole. */
export declare function compilePart(part: Part): TextTest;
