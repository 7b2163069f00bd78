/** `problem` continues a sentence that begins with what the text is, such as "the manifest". */
export type Parsed = {
    readonly kind: 'value';
    readonly value: unknown;
} | {
    readonly kind: 'not-json' | 'too-deep' | 'ambiguous';
    readonly problem: string;
};
/**
 * Parses JSON, unless it is nested too deeply to be worked on or an object in it has the same key twice. `parse` is JSON.parse, or one
 * that reads numbers in another way.
 */
export declare function parseStrictly(json: string, parse?: (json: string) => unknown): Parsed;
/** A key that Go's encoding/json takes for one of a struct's fields although it is written otherwise; undefined if there is none. */
export declare function findFoldedKey(value: unknown, fields: readonly string[]): {
    readonly key: string;
    readonly field: string;
} | undefined;
