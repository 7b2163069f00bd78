import type { Fields, Vocabulary } from '../language/vocabulary.ts';
/** Returns the fields that a title names, each with the offset of its placeholder. */
export declare function placeholders(title: string): readonly {
    readonly path: string;
    readonly offset: number;
}[];
/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
export declare function compileTitle(title: string, vocabulary: Vocabulary): (event: Fields) => string;
