import type { SeverityLimit } from '../rules/fields.js';
/** The severities that settings name, the worst first. */
export declare const LEVELS: readonly ['critical', 'high', 'medium', 'low'];
export type Level = (typeof LEVELS)[number];
/** The lowest severity at which findings fail. */
export declare const FAIL_ON: readonly ["critical", "high", "medium", "low", "never"];
export type FailOn = (typeof FAIL_ON)[number];
/** How many findings of a severity are allowed. */
export type MaxFindings = Readonly<Partial<Record<Level, number>>>;
/** How long a finding of a severity may wait for its fix, in seconds. */
export type FixWithin = Readonly<Partial<Record<Level, number>>>;
/** What happens for findings that have no fix. */
export declare const UNFIXED: readonly ['fail', 'warn', 'ignore'];
export type Unfixed = (typeof UNFIXED)[number];
/** What happens for findings that came with the base image. */
export declare const BASE_IMAGE_FINDINGS: readonly ['fail', 'warn'];
export type BaseImageFindings = (typeof BASE_IMAGE_FINDINGS)[number];
/** What is decided about findings besides exceptions, and how old a scan may be. */
export interface FindingPolicy {
    readonly unfixed: Unfixed;
    readonly baseImageFindings?: BaseImageFindings;
    /** The highest severity that it lets through; undefined: any. */
    readonly baseImageAtMost?: SeverityLimit | undefined;
    readonly fixWithin: FixWithin;
    /** Undefined: any age. */
    readonly maxScanAgeSeconds: number | undefined;
}
/** What happens for findings that nobody has rated yet (UNDEFINED, UNTRIAGED). */
export declare const UNTRIAGED: readonly ['fail', 'warn', 'ignore'];
export type Untriaged = (typeof UNTRIAGED)[number];
/** Whether to start a basic scan that is missing. */
export declare const START_SCAN: readonly ['never', 'if-missing'];
export type StartScan = (typeof START_SCAN)[number];
/** Whether the verdict `undecided` stops the deployment. */
export declare const ON_UNDECIDED: readonly ['fail', 'warn'];
export type OnUndecided = (typeof ON_UNDECIDED)[number];
/** What happens to an image whose verdict is `fail` or `undecided`. */
export type OnFail = 'keep' | 'untag' | {
    readonly quarantineTag: string;
};
