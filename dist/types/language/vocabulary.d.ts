/** An event as a filter sees it: a JSON object, only its own properties count. */
export type Fields = Readonly<Record<string, unknown>>;
export interface Vocabulary {
    /** Names that stand for a value computed from the event; an own property of the same name wins. */
    readonly aliases: ReadonlyMap<string, (event: Fields) => unknown>;
    /** The fields known to exist, for warnings only: matching never asks. */
    readonly fields: FieldTree;
}
/** The known fields below an object. The name `*` says that others may stand beside them. */
export interface FieldTree {
    readonly [name: string]: FieldTree | FieldKind;
}
/** `one` is a field with exactly one value in an event, `many` may hold several, `open` may hold anything. */
export type FieldKind = 'one' | 'many' | 'open';
/** A vocabulary without any known name, for events of unknown origin. */
export declare const NO_VOCABULARY: Vocabulary;
