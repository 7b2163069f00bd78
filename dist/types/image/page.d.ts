import { type Fields } from '../json.js';
import { type Finding } from './finding.js';
/** The names of ECR's two lists of findings. */
export declare const LISTS: readonly ['findings', 'enhancedFindings'];
export type ListName = (typeof LISTS)[number];
/** The path to one of these lists in an image's own event. */
export declare function listPath(list: string): readonly string[];
/** Whether a path ends at this list in an image's own event, or below it. */
export declare function leadsIntoList(segments: readonly (string | number)[], list: string): boolean;
export interface Page {
    /** The answer without its lists. */
    readonly head: Fields;
    /** The lists that the answer has. */
    readonly listed: readonly ListName[];
    /** How many entries the lists have. */
    readonly entries: number;
    readonly findings: readonly Keyed[];
    /** The Region that an enhanced finding names. */
    readonly region: string | null;
    /** What could not be read in the lists. */
    readonly gaps: readonly string[];
    /** The original lists, if they are kept, and for each of their entries the key of its finding, if it could be read. */
    readonly lists: Fields;
    readonly keys: Readonly<Partial<Record<ListName, readonly (string | undefined)[]>>>;
}
/** A finding with a key. Pages that list the same finding have the same key for it. */
export interface Keyed {
    readonly key: string;
    readonly finding: Finding;
    /** Whether it is from the list of a basic scan. */
    readonly basic: boolean;
}
export declare function readPage(answer: Fields, keepLists: boolean): Page;
/** For each entry of the pages' lists, in the order of an image's event, the position of its finding; -1 where it could not be read. */
export declare function locateEntries(pages: readonly Page[]): Entries;
/** The positions of findings by the list whose entries they are. */
export type Entries = Readonly<Partial<Record<ListName, readonly number[]>>>;
/** The findings of all pages. A finding on two pages counts once; listed twice on one page it counts twice, as ECR counts it. */
export declare function listFindings(pages: readonly Page[]): readonly Finding[];
