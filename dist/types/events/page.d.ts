import type { Fields } from '../language/vocabulary.ts';
import { type Finding } from './finding.ts';
/** The names of ECR's two lists of findings. */
export declare const LISTS: readonly ['findings', 'enhancedFindings'];
export interface Page {
    /** The answer without its lists. */
    readonly head: Fields;
    /** The lists that are there. */
    readonly listed: readonly (typeof LISTS)[number][];
    /** How many entries they have. */
    readonly entries: number;
    readonly findings: readonly Keyed[];
    /** The Region that an enhanced finding names. */
    readonly region: string | null;
    /** What of the lists cannot be read. */
    readonly gaps: readonly string[];
    /** The lists as they came, if they were to be kept. */
    readonly lists: Fields;
}
/** A finding, and a text that another page repeats when it lists the same one. */
export interface Keyed {
    readonly key: string;
    readonly finding: Finding;
}
export declare function readPage(answer: Fields, keepLists: boolean): Page;
/** The findings of all pages: one listed on two pages is one; twice on one page it is two, for then ECR counts it twice. */
export declare function listFindings(pages: readonly Page[]): readonly Finding[];
