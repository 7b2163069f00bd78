import type { Fields } from '../json.ts';
import type { Vocabulary } from '../language/vocabulary.ts';
interface Placeholder {
    readonly path: string;
    /** Where it begins and where it ends. */
    readonly offset: number;
    readonly end: number;
}
/** Returns the fields that a title names, each with the offset of its placeholder. */
export declare function placeholders(title: string): readonly Pick<Placeholder, 'path' | 'offset'>[];
/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
export declare function compileTitle(title: string, vocabulary: Vocabulary): (event: Fields) => string;
export {};
