import { type Diagnostic } from '../diagnostic.js';
import type { Activity } from '../gate/activity.js';
import type { Alert } from '../gate/alert.js';
import type { BaselineSource, BaselineState, Compared, ReadBaseline } from '../gate/baseline.js';
import type { Coverage } from '../gate/coverage.js';
import type { Change } from '../gate/fixes/change.js';
import type { Fixes, Step } from '../gate/fixes/fix.js';
import type { RuleSet } from '../gate/packs.js';
import type { Push, Release } from '../gate/release.js';
import type { Verdict } from '../gate/verdict.js';
import type { NewerBase } from '../image/base.js';
import type { Finding, Package } from '../image/finding.js';
import type { BaseImage, Image } from '../image/image.js';
import type { StoredObject } from '../rules/object.js';
import type { Parameter } from '../rules/reference.js';
import { type Action } from '../rules/rule.js';
import type { ReportedException } from './exceptions.js';
export interface Report {
    readonly verdict: Verdict;
    readonly reasons: readonly string[];
    /** What to change so that the images may go out; null where nothing stands against them that a change of a package or an exception ends. */
    readonly fixes: ReportedFixes | null;
    /** The page that says what to do when the gate blocks; null where it is not known where the Action was taken from. */
    readonly helpUri: string | null;
    readonly alerts: readonly Alert[];
    /** Who did what through Systems Manager in the events that were read; null where there are none. */
    readonly activity: Activity | null;
    readonly images: readonly ReportedImage[];
    /** What was accepted, and by which exceptions; also those that accepted nothing. */
    readonly exceptions: readonly ReportedException[];
    readonly coverage: readonly Coverage[];
    /** What the findings were compared with; null if with nothing. */
    readonly baseline: readonly BaselineSource[] | null;
    readonly rules: ReportedRules;
    /** SHA-256 of the policy that the verdict was reached under: the rules and the settings that affect it. */
    readonly policyDigest: string;
    /** SHA-256 of the exceptions in force; null if there are none. */
    readonly exceptionsDigest: string | null;
    /** What was read from Parameter Store: the policy, its rules and the exceptions, each as of its version. */
    readonly parameters: readonly Parameter[];
    /** The same of S3. Of an object without a version, the ETag says which content was read. */
    readonly objects: readonly StoredObject[];
    /** The image that was pushed before it was judged; null if there was none, or if the push failed. */
    readonly push: Push | null;
    /** What was done with the images after the verdict; null if nothing was requested. */
    readonly release: Release | null;
    /** The requested files that could not be written, each with the reason. */
    readonly unwritten: readonly string[];
    /**
     * Problems with the settings, the rules, the credentials' account or the Dockerfile. If one is an error, nothing was judged, or the
     * run was stopped before its end.
     */
    readonly diagnostics: readonly Diagnostic[];
    /** When the run began to read its inputs, ISO 8601. */
    readonly readAt: string;
    /** When the verdict was reached, after everything was read. */
    readonly decidedAt: string;
}
export interface ReportedImage extends Omit<Image, 'event' | 'entries' | 'findings' | 'lacks' | 'unsaid' | 'contents' | 'baseImage'> {
    readonly findings: readonly ReportedFinding[];
    /** The image that it was built on; null where none is known. */
    readonly baseImage: ReportedBase | null;
    /** What is different from the baseline; null where there is none for it. */
    readonly compared: Compared | null;
    /** The image's page in ECR's console. */
    readonly link: string | null;
    /** Where it is built: the last FROM of its Dockerfile. */
    readonly at: Line | null;
}
export interface ReportedBase extends BaseImage {
    /** What its tag names by now, if that is another image. */
    readonly newer: NewerBase | null;
}
export interface ReportedFinding extends Finding {
    /** Where to fix it: the line that declares its package, else the instruction that made its layer, else the last FROM of the Dockerfile. */
    readonly at: Line | null;
    /** The instruction that made the layer of its package, or of the first of several of which the image tells it; null where none is known. */
    readonly instruction: string | null;
    /** When it was first seen, as far as the baseline tells, else when this run began; ISO 8601. */
    readonly firstSeenAt: string;
    /** Whether the baseline has it; null where there is no baseline for its image. */
    readonly baselineState: BaselineState | null;
}
/** A line of a file in the repository; the path is relative to its root, with slashes. */
export interface Line {
    readonly file: string;
    readonly line: number;
}
export interface ReportedFixes extends Omit<Fixes, 'steps'> {
    readonly steps: readonly ReportedStep[];
}
export interface ReportedStep extends Omit<Step, 'changes'> {
    readonly changes: readonly ReportedChange[];
}
export interface ReportedChange extends Change {
    /** Where to make it: the line that declares the package, or the last FROM of the Dockerfile for the base image; null if neither is known. */
    readonly at: Line | null;
}
export interface ReportedRules {
    readonly loaded: readonly {
        readonly id: string;
        readonly name: string;
        readonly type: string;
        readonly action: Action;
        readonly enabled: boolean;
        readonly file: string;
    }[];
    readonly replaced: RuleSet['replaced'];
    readonly tuned: RuleSet['tuned'];
}
/** The requested actions that were not done. */
export declare function problemsOf({ release, unwritten }: Pick<Report, 'release' | 'unwritten'>): readonly string[];
/** Adds requested actions that were not done to a report. The verdict stays fail, or becomes undecided. */
export declare function withProblems(report: Report, problems: readonly string[]): Report;
/** The report of a run that was stopped before its end. It can be a fail, but never a pass. */
export declare function withStop(report: Report, stop: Diagnostic): Report;
/** Whether the run was stopped before its end. */
export declare function isStopped({ diagnostics }: Pick<Report, 'diagnostics'>): boolean;
/** Whether nothing was judged, because the settings, the rules or the credentials' account are wrong. */
export declare function isRefused({ diagnostics, images, alerts }: Pick<Report, 'diagnostics' | 'images' | 'alerts'>): boolean;
/** The kind of a diagnostic that stands above all others: the change under test changes the policy that judges it. */
export declare const POLICY_CHANGED = "policy-changed";
/** The report of a run that judged nothing, which is undecided. */
export declare function emptyReport(diagnostics: readonly Diagnostic[], readAt: string): Report;
/** What a run knows of an image besides what was judged. */
export interface Surroundings {
    /** When the run began, ISO 8601. */
    readonly readAt: string;
    /** Returns where in the repository to fix a finding, or the image if it gets none. */
    readonly place: (finding?: Finding) => Line | null;
    /** Returns what brought a finding. */
    readonly nameInstruction?: (finding: Finding) => string | null;
    readonly baseline?: ReadBaseline | undefined;
    /** What the tag of its base image names by now. */
    readonly newer?: NewerBase | null;
}
/** An image as it is reported. */
export declare function toReportedImage(judged: Image, about: Surroundings): ReportedImage;
/** Fixes as they are reported. `place` returns where in the repository a package is declared, or the image if it gets none. */
export declare function toReportedFixes(fixes: Fixes, place: (about?: {
    readonly packages: readonly DeclaredPackage[];
}) => Line | null): ReportedFixes;
type DeclaredPackage = Pick<Package, 'manager' | 'path' | 'name' | 'version'>;
export declare function toReportedRules({ rules, replaced, tuned }: Pick<RuleSet, 'rules' | 'replaced' | 'tuned'>): ReportedRules;
export {};
