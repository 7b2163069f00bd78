import { type Statement, type Warning } from '../image/decision.js';
import { type Finding } from '../image/finding.js';
import type { Image } from '../image/image.js';
import type { CompiledRule } from '../rules/compile.js';
import type { Exceptions } from './exceptions/apply.js';
import { type FindingPolicy, type Unfixed } from './policy.js';
/** In milliseconds since 1970: when a run began, which is the time of its decisions, and when it judges an image. */
interface Times {
    readonly now: number;
    readonly judgedAt: number;
}
/** What others know about findings. */
export interface Evidence {
    readonly exceptions: Exceptions;
    readonly vex?: Vex | undefined;
    readonly baseline?: Baseline | undefined;
}
/** What suppliers say of vulnerabilities. */
export interface Vex {
    /** The statement by which a finding of an image does not count. */
    readonly statementOf: (finding: Finding, image: Image) => Statement | undefined;
}
/** What was found before. */
export interface Baseline {
    readonly knows: (finding: Finding, image: Image) => boolean;
    /** When a finding that it knows was first seen, ISO 8601; null where nobody wrote that down. */
    readonly firstSeenAt: (finding: Finding, image: Image) => string | null;
}
/** Decides about the findings of an image, and about the age of its scan. */
export declare function decideFindings(image: Image, policy: FindingPolicy, evidence: Evidence, { now, judgedAt }: Times): Image;
/**
 * The decisions for which an image would have other alerts that warn or fail, if the findings with them counted; all of them, if that takes
 * all. `image` is as it was before the decisions, and `decided` after them. Exceptions of rules have no part in it: one that only kept this
 * from warning would be told to be unused, and whoever removed it would get a warning. An exception of the finding says what is meant.
 */
export declare function warningsOf(image: Image, decided: Image, rules: readonly CompiledRule[], unfixed: Unfixed): readonly Warning[];
/** The decisions of an image for which it may warn. */
export declare function mayWarn({ findings }: Image, unfixed: Unfixed): readonly Warning[];
export {};
