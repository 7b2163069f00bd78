import { type Fields } from '../json.ts';
/** `unknown` is a status that ECR does not document, or none at all. Neither is a result. */
export type Readiness = 'ready' | 'waiting' | 'ended' | 'unknown';
/** What to do about an archived image. */
export declare const RESTORE = "restore it (aws ecr update-image-storage-class --target-storage-class STANDARD), which takes up to 20 minutes, or push it again";
/** Every status that ECR documents. */
export declare const SCAN_STATUSES: readonly string[];
/** The status of a DescribeImageScanFindings answer, unchanged. */
export declare function statusOf(answer: unknown): string | null;
export declare function readinessOf(answer: unknown): Readiness;
/** The first status that is not a result; the first page's status when all are results. */
export declare function worstStatus(answers: readonly Fields[]): string | null;
/** Explains in one sentence why an answer is not a result, with ECR's own description where it gives one. */
export declare function explainStatus(answer: unknown): string;
