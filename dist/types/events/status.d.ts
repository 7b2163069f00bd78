import type { Fields } from '../language/vocabulary.ts';
/** `unknown` is a word ECR does not document, and an answer without one. Neither is a result. */
export type Readiness = 'ready' | 'waiting' | 'ended' | 'unknown';
/** The status of an answer of DescribeImageScanFindings as it came. */
export declare function statusOf(answer: unknown): string | null;
export declare function readinessOf(answer: unknown): Readiness;
/** The status that stands in the way, or the one all pages agree on. */
export declare function worstStatus(answers: readonly Fields[]): string | null;
/** Why an answer is no result: one sentence, with ECR's own description where it gives one. */
export declare function explainStatus(answer: unknown): string;
