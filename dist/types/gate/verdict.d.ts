import type { Warning } from '../image/decision.js';
import { type Finding } from '../image/finding.js';
import { type Image } from '../image/image.js';
import type { Alert } from './alert.js';
import type { Coverage } from './coverage.js';
import type { Untriaged } from './policy.js';
import { type Severe } from './severityreasons.js';
/** The verdicts, the worst first. */
export declare const VERDICTS: readonly ['fail', 'undecided', 'warn', 'pass'];
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
/** A reason with what it is about, which is the same where two reasons differ in their numbers only. */
export interface WeighedReason extends Reason {
    readonly about: string;
    /** Set where it comes of a rule for a severity. */
    readonly severe?: Severe | undefined;
    /** Set where it comes of findings that are let through with a warning. */
    readonly warning?: Warning;
}
/** For which decisions the findings of an image warn. */
export type WarningsOf = (image: Image) => readonly Warning[];
/** Reaches the verdict from everything that was seen and from what could not be seen. */
export declare function reachVerdict(alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[], untriaged: Untriaged, warnings?: WarningsOf): Decision;
/** Reaches the verdict from what speaks against a pass, the most severe first, and from everything that was seen. */
export declare function concludeVerdict(reasons: readonly Reason[], alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[]): Decision;
/** The reasons as they are told: what the severities of an image say is one sentence, where the worst of them stands. */
export declare function tellReasons(reasons: readonly WeighedReason[], images: readonly Image[]): readonly Reason[];
/** What speaks against a pass, the most severe first. */
export declare function weighReasons(alerts: readonly Alert[], images: readonly Image[], coverage: readonly Coverage[], untriaged: Untriaged, warnings: WarningsOf): readonly WeighedReason[];
/**
 * An alert as a reason of the verdict. A title names only the repository; with several images, the tag and the digest tell which one is
 * meant. `names` are those of the images.
 */
export declare function tellAlert(alert: Alert, images: readonly Pick<Image, 'uri'>[], names: readonly string[]): string;
/** What an alert is about: what it says of how many there are is left out. */
export declare function aboutAlert({ ruleId, aggregate }: Alert): string;
/** `1 HIGH (3 open), 24 MEDIUM; 2 accepted` or `0 findings`: what counts, how many are open, and what was let through. */
export declare function formatFindings({ severityCounts, openSeverityCounts, findings, }: Pick<Image, 'severityCounts' | 'openSeverityCounts' | 'findings'>): string;
/** How many findings have each decision by which an open one does not count. */
export type ThroughCounts = Readonly<Record<keyof typeof LET_THROUGH, number>>;
export declare function countLetThrough(findings: readonly Pick<Finding, 'decision'>[]): ThroughCounts;
/** `2 accepted, 1 in time` as one text; none if nothing was let through. */
export declare function formatLetThrough(counts: ThroughCounts): readonly string[];
/** What is said of open findings that do not count. */
declare const LET_THROUGH: {
    readonly accepted: 'accepted';
    readonly vex: 'not affected or fixed by VEX';
    readonly unfixed: 'without a fix';
    readonly 'in-time': 'in time';
    readonly known: 'known';
    readonly 'base-image': 'of the base image';
};
export {};
