import type { Enumeration } from '../language/vocabulary.ts';
export declare const FINDING_VALUES: ReadonlyMap<string, Enumeration>;
export declare const CLOUDTRAIL_VALUES: ReadonlyMap<string, Enumeration>;
/** The values for a filter that may be about several types of events: a field has all of them, and none is closed. */
export declare function mergeValues(...tables: readonly ReadonlyMap<string, Enumeration>[]): ReadonlyMap<string, Enumeration>;
