import type { Fields } from '../json.js';
import type { Path } from './ast.js';
export interface Vocabulary {
    /** Names that stand for a value computed from the event; an own property of the same name wins. */
    readonly aliases: ReadonlyMap<string, (event: Fields) => unknown>;
    /** The fields known to exist. Matching does not use them; warnings and the proofs of imply.ts do. */
    readonly fields: FieldTree;
    /** The fields that have few values, by path. `a.b.*` stands for the names that the members of `a.b` can have. */
    readonly values?: ReadonlyMap<string, Enumeration>;
    /** The fields whose numbers lie between two, by path. */
    readonly ranges?: ReadonlyMap<string, readonly [least: number, most: number]>;
    /** What the events are, if they can have no other fields than these; naming another one is then an error. */
    readonly closed?: string;
    /** Names that people expect among the fields, each with what to write instead. */
    readonly instead?: ReadonlyMap<string, string>;
}
/** The known values of a field. */
export interface Enumeration {
    readonly words: readonly (string | boolean)[];
    /** Whether there can be no others, so that another value is an error. */
    readonly closed: boolean;
}
/** The known fields of an object. The name `*` means that there may be others. */
export interface FieldTree {
    readonly [name: string]: FieldTree | FieldKind;
}
/** A field of kind `one` has at most one value in an event, `many` may have several, `open` may contain anything. */
export type FieldKind = 'one' | 'many' | 'open';
/** A vocabulary without any known name, for events of unknown origin. */
export declare const NO_VOCABULARY: Vocabulary;
/** How many values a field can have; undefined where the vocabulary does not say. */
export declare function kindOf(path: Path, { fields, aliases }: Vocabulary): FieldKind | undefined;
