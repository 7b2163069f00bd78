/** An exception that is to be written. */
export interface Draft {
    readonly ids: readonly string[];
    readonly package: string | null;
    readonly image: string | null;
    readonly reason: string;
    readonly owner: string | null;
    readonly expires: string | null;
    readonly untilFixed: boolean;
}
type Pair = readonly [key: string, value: string | boolean | readonly string[]];
/** The fields of an exception as its file has them, in the order in which they are read. */
export declare function pairsOf({ ids, package: name, image, reason, owner, expires, untilFixed }: Draft): readonly Pair[];
/** The lines of an entry of a block list; `dash` is what its first line begins with, such as `  - `. */
export declare function writeBlock(draft: Draft, dash: string): readonly string[];
/** What stands around the fields of a map in brackets: `{ `, `, ` and ` }`. */
export interface Brackets {
    readonly open: string;
    readonly separator: string;
    readonly close: string;
}
/** The entry of a list in brackets. */
export declare function writeFlow(draft: Draft, isJson: boolean, { open, separator, close }: Brackets): string;
/** A value of a field as YAML, in a block or in brackets. */
export declare function writeYaml(value: Pair[1], style: 'block' | 'flow'): string;
export {};
