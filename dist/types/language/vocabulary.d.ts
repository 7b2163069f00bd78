/** An event as a filter sees it: a JSON object of which only own properties count. */
export type Fields = Readonly<Record<string, unknown>>;
export interface Vocabulary {
    /** Names that stand for a value computed from the event; an own property of the same name wins. */
    readonly aliases: ReadonlyMap<string, (event: Fields) => unknown>;
    /** The fields known to exist. Matching does not use them; warnings and the proofs of imply.ts do. */
    readonly fields: FieldTree;
}
/** The known fields of an object. The name `*` means that there may be others. */
export interface FieldTree {
    readonly [name: string]: FieldTree | FieldKind;
}
/** A field of kind `one` has at most one value in an event, `many` may have several, `open` may contain anything. */
export type FieldKind = 'one' | 'many' | 'open';
/** A vocabulary without any known name, for events of unknown origin. */
export declare const NO_VOCABULARY: Vocabulary;
