import type { Diagnostic } from '../diagnostic.js';
import { type Finding, type SeverityCounts } from '../image/finding.js';
import { type Image } from '../image/image.js';
import type { SeverityLimit } from '../rules/fields.js';
import { type Baseline } from './decisions.js';
import type { RuleSet } from './packs.js';
import type { FindingPolicy } from './policy.js';
/** A finding as it was in an earlier image. */
export interface EarlierFinding extends Pick<Finding, 'id' | 'aliases' | 'severity' | 'state' | 'packages'> {
    /** Whether nobody had let it through. What a decision let through counts again once that does not hold. */
    readonly counted: boolean;
    /** ISO 8601; null where nobody wrote it down, or nobody can believe it. */
    readonly firstSeenAt: string | null;
}
type Named = Pick<Image, 'registryId' | 'repositoryName' | 'region' | 'digest' | 'indexDigest' | 'tags' | 'platform'>;
export interface EarlierImage extends Named, Pick<Image, 'uri' | 'gaps'> {
    readonly findings: readonly EarlierFinding[];
}
/** Where a baseline comes from, as a report names it. */
export interface BaselineSource {
    /** The file, or the URI of the image. */
    readonly name: string;
    readonly kind: 'report' | 'image';
    /** `sha256:` and 64 hexadecimal digits, of the file or the image; null where it could not be read. */
    readonly digest: string | null;
    /** When its findings were read, ISO 8601. */
    readonly readAt: string | null;
    /** The verdict of a report. */
    readonly verdict: string | null;
    /** Why nothing of it is known; null where it was read. */
    readonly problem: string | null;
}
/** What was found in one of them. */
export interface FoundBaseline {
    readonly source: BaselineSource;
    readonly images: readonly EarlierImage[];
    readonly diagnostics: readonly Diagnostic[];
}
/** Whether the earlier image had a finding too. */
export type BaselineState = 'new' | 'unchanged';
/** What is different from the earlier image. */
export interface Compared {
    /** The open findings that are new, by severity. */
    readonly new: SeverityCounts;
    /** How many open findings of the earlier image are not here; null where not all of this image was seen. */
    readonly fixed: number | null;
}
export interface ReadBaseline extends Baseline {
    /** When a finding was first seen, also by what is too incomplete to decide by. */
    readonly sightingOf: (finding: Finding, image: Image) => string | null;
    /** Null where the baseline has no such image, or not all of it. */
    readonly stateOf: (finding: Finding, image: Image) => BaselineState | null;
    readonly compare: (image: Image) => Compared | null;
    /** Names the images that the baseline has nothing of, or not all, and counts what it has and a limit forbids it to make known. */
    readonly tellUnknown: (images: readonly Image[]) => readonly Diagnostic[];
}
/** Starts to look things up in earlier images. `atMost` is the highest severity that may be known. */
export declare function startBaseline(earlier: readonly EarlierImage[], atMost?: SeverityLimit): ReadBaseline;
/**
 * An earlier image of ECR as a baseline: nobody knows what was decided about it, so it is decided by the policy of this run. Exceptions
 * hold as if none had ended, so that what one accepted does not become known when it ends. When its findings were first seen is not known:
 * its own dates begin anew with every build.
 */
export declare function toEarlier(image: Image, policy: FindingPolicy, { exceptions, vex }: Pick<RuleSet, 'exceptions' | 'vex'>, now: number): EarlierImage;
/** What is told of a baseline of which nothing is known. */
export declare function tellUnread(name: string, why: string, help: string): Diagnostic;
/** The kind of what is told of a baseline. */
export declare const BASELINE = "baseline";
export {};
