import { type Finding } from './finding.ts';
import type { Page } from './page.ts';
/**
 * Returns why these pages are not enough to judge an image completely; empty when they are, and when there are no pages to check.
 * `waited` means that a gap already reports a scan that was not done in time.
 */
export declare function findGaps(pages: readonly Page[], findings: readonly Finding[], { stayedEmpty, waited }?: {
    readonly stayedEmpty?: boolean;
    readonly waited?: boolean;
}): readonly string[];
/**
 * Whether the answer itself proves that the scan is done, even if its list is empty. ECR also returns an empty list for an
 * enhanced scan that has not begun; only the time of completion tells the two apart. A basic result always has its counts.
 */
export declare function isProven(pages: readonly Page[]): boolean;
/** Whether the pages are from an enhanced scan: they have its list, or the status that only enhanced scans have. */
export declare function isEnhanced(pages: readonly Page[]): boolean;
/**
 * Returns a note if ECR's counts differ from the list in a way that hides nothing severe: then the list decides. Where they
 * contradict each other about what blocks, neither is believed, and the difference is a gap.
 */
export declare function compareCounts(pages: readonly Page[], findings: readonly Finding[]): string[];
