import type { Finding } from '../image/finding.ts';
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
/** A reason, and the verdict that it alone would give. */
export interface Reason {
    readonly verdict: Verdict;
    readonly text: string;
}
/**
 * Reaches the verdict from everything that was seen and from what could not be seen. `unfixed` says of which images findings without a fix warn.
 */
export declare function reachVerdict(alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[], untriaged: Untriaged, unfixed?: (image: Image) => boolean): Decision;
/** What speaks against a pass, the most severe first. */
export declare function weighReasons(alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[], untriaged: Untriaged, unfixed: (image: Image) => boolean): readonly Reason[];
/** `1 HIGH (3 open), 24 MEDIUM; 2 accepted` or `0 findings`: what counts, how many are open, and what was let through. */
export declare function formatFindings({ severityCounts, openSeverityCounts, findings, }: Pick<Image, 'severityCounts' | 'openSeverityCounts' | 'findings'>): string;
/** `2 accepted, 1 in time`: the open findings that do not count, in one text; none if all of them count. */
export declare function formatLetThrough(findings: readonly Pick<Finding, 'decision'>[]): readonly string[];
export {};
