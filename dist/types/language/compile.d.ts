import type { Fields } from '../json.js';
import type { Expression, Path } from './ast.js';
import type { Vocabulary } from './vocabulary.js';
export interface Plan {
    readonly expression: Expression;
    /** Whether the event satisfies this part of the filter. Never throws, whatever the event holds. */
    readonly matches: (event: Fields) => boolean;
    /** The plans below an `and`, `or` or `not`; empty for a comparison. */
    readonly terms: readonly Plan[];
}
/** Compiles a filter's tree once, to match any number of events. */
export declare function compile(expression: Expression, vocabulary: Vocabulary): Plan;
/** Returns every value that a path yields in an event, in document order. */
export declare function valuesOf(event: Fields, path: Pick<Path, 'segments'>, vocabulary: Vocabulary): readonly unknown[];
