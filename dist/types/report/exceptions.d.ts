import type { ExceptionOutcome } from '../gate/exceptions/apply.js';
export interface ReportedException {
    /** What it accepts: findings by their ids or by a filter, or the events of a rule that a filter matches. */
    readonly ids: readonly string[];
    readonly rule: string | null;
    readonly filter: string | null;
    readonly package: string | null;
    readonly version: string | null;
    readonly path: string | null;
    readonly image: string | null;
    readonly platform: string | null;
    readonly severity: string | null;
    readonly reason: string;
    readonly owner: string | null;
    /** The last day (UTC) on which it holds, or `never`; null where only a fix ends it. */
    readonly expires: string | null;
    readonly untilFixed: boolean;
    /** `file:line:column`. */
    readonly at: string;
    readonly state: ExceptionOutcome['state'];
    /** How many findings it accepted, and how many events it took out. */
    readonly findings: number;
    readonly events: number;
    /** The first of these events, by time (ISO 8601; null where it is unknown) and title. */
    readonly taken: readonly {
        readonly time: string | null;
        readonly title: string;
    }[];
    /** The URIs of the images that have these findings. */
    readonly images: readonly string[];
}
export declare function toReportedException({ exception, state, findings, events, taken, images }: ExceptionOutcome): ReportedException;
export declare const EXCEPTION_STATES: readonly ["used", "not judged", "unused", "expired"];
/** The exceptions in the order in which a person should read them: those that let something through come first. */
export declare function sortExceptions(exceptions: readonly ReportedException[]): readonly ReportedException[];
/** `2 used, 1 expired`. */
export declare function countExceptions(exceptions: readonly ReportedException[]): string;
/** What an exception accepts, in its author's words: `CVE-2026-1234; package libxml2`, or `rule ssm-start-session; user = "deploy"`. */
export declare function describeTarget(exception: ReportedException): string;
/**
 * What an exception let through: `2 findings in payments/api:1.4.2`, or `3 events: a session of deploy`. `names` are those of the images by
 * their URIs; the only image of a report is not named again.
 */
export declare function describeTaken({ findings, events, taken, images }: ReportedException, names: ReadonlyMap<string, string>): string;
