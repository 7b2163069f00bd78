import type { Fields } from '../json.js';
import type { Expression } from './ast.js';
import { type Plan } from './compile.js';
import type { Vocabulary } from './vocabulary.js';
export interface Explanation {
    readonly kind: Expression['kind'];
    readonly holds: boolean;
    /** The canonical text of this part. */
    readonly text: string;
    /** What a comparison found, in words; absent for `and`, `or` and `not`. */
    readonly found?: Found;
    readonly terms: readonly Explanation[];
}
export interface Found {
    /** The path as the filter wrote it. */
    readonly path: string;
    /** The values the path yields in this event; none when the field is absent, null or an empty array. */
    readonly values: readonly unknown[];
    /** Why the comparison held or did not, as one clause without a full stop. */
    readonly why: string;
}
/** Explains the outcome of a compiled filter for an event; `holds` of the result equals `plan.matches(event)`. */
export declare function explain(plan: Plan, event: Fields, vocabulary: Vocabulary): Explanation;
