import type { Fields } from '../language/vocabulary.ts';
import { type Finding } from './finding.ts';
/** The findings of all pages together. */
export interface Listing {
    readonly findings: readonly Finding[];
    readonly enhanced: boolean;
    readonly region: string | null;
    readonly gaps: readonly string[];
}
/** Why an image cannot be judged completely by these pages; empty when it can. */
export declare function findGaps(pages: readonly Fields[], listing: Listing): readonly string[];
/** The names of ECR's two lists of findings. */
export declare const LISTS: readonly ['findings', 'enhancedFindings'];
/** The status that stands in the way, or the one all pages agree on. */
export declare function worstStatus(pages: readonly Fields[]): string | null;
/**
 * Says where ECR's counts differ from the list, which decides. Pages that count themselves cannot be compared with
 * the whole.
 */
export declare function compareCounts(pages: readonly Fields[], { findings, enhanced }: Listing): string[];
