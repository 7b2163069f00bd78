import type { Fields } from '../language/vocabulary.ts';
import { type Finding } from './finding.ts';
/** The findings of all pages together. */
export interface Listing {
    readonly findings: readonly Finding[];
    readonly enhanced: boolean;
    readonly region: string | null;
    readonly gaps: readonly string[];
}
/** Why an image cannot be judged completely by these pages; empty when it can. Without pages there is nothing to look at. */
export declare function findGaps(pages: readonly Fields[], listing: Listing, stayedEmpty?: boolean): readonly string[];
/** The names of ECR's two lists of findings. */
export declare const LISTS: readonly ['findings', 'enhancedFindings'];
/**
 * Whether an answer says itself that the scan is done, be its list empty: ECR answers an enhanced scan that has not begun
 * with an empty list too, and the time of completion tells them apart. A basic result always brings its counts.
 */
export declare function isProven(pages: readonly Fields[]): boolean;
/** Whether the body of an answer has the list of an enhanced scan. */
export declare function isEnhanced(body: unknown): boolean;
/**
 * Says where ECR's counts differ from the list, which decides. Pages that count themselves cannot be compared with
 * the whole.
 */
export declare function compareCounts(pages: readonly Fields[], { findings, enhanced }: Listing): string[];
