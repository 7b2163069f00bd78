import { type Finding } from './finding.ts';
import type { Page } from './page.ts';
/**
 * Why an image cannot be judged completely by these pages; empty when it can. Without pages there is nothing to look at.
 * `waited` says that there is a gap already about a scan that was not done in time.
 */
export declare function findGaps(pages: readonly Page[], findings: readonly Finding[], { stayedEmpty, waited }?: {
    readonly stayedEmpty?: boolean;
    readonly waited?: boolean;
}): readonly string[];
/**
 * Whether an answer says itself that the scan is done, be its list empty: ECR answers an enhanced scan that has not begun
 * with an empty list too, and the time of completion tells them apart. A basic result always brings its counts.
 */
export declare function isProven(pages: readonly Page[]): boolean;
/** Whether an answer is that of an enhanced scan: by its list, or by the status that only those have. */
export declare function isEnhanced(pages: readonly Page[]): boolean;
/**
 * Says where ECR's counts differ from the list, which decides. Pages that count themselves cannot be compared with
 * the whole.
 */
export declare function compareCounts(pages: readonly Page[], findings: readonly Finding[]): string[];
