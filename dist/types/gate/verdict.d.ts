import { type Image } from '../image/image.ts';
import type { Alert } from './alert.ts';
import type { Coverage } from './coverage.ts';
import type { Untriaged } from './policy.ts';
declare const VERDICTS: readonly ['fail', 'undecided', 'warn', 'pass'];
export type Verdict = (typeof VERDICTS)[number];
export interface Decision {
    readonly verdict: Verdict;
    /** One sentence each, the most severe first. */
    readonly reasons: readonly string[];
}
/** Reaches the verdict from everything that was seen and from what could not be seen. */
export declare function reachVerdict(alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[], untriaged: Untriaged): Decision;
/** `3 HIGH, 24 MEDIUM` or `0 findings`. */
export declare function formatFindings({ severityCounts }: Pick<Image, 'severityCounts'>): string;
export {};
