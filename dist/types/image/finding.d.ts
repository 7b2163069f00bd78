import { type Fields } from '../json.js';
import type { Decision } from './decision.js';
import { type Intelligence } from './intelligence.js';
/** ECR's severities, the worst first. The last two mean that nobody has rated the finding yet. */
export declare const SEVERITIES: readonly ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];
/** The severities of findings that nobody has rated yet. */
export declare const UNRATED: readonly string[];
export type SeverityCounts = Readonly<Record<string, number>>;
/** A package that has a finding. */
export interface Package {
    readonly name: string | null;
    /** What stands in front of the version when it outranks all versions of a lower epoch; null or 0 where there is none. */
    readonly epoch: number | null;
    readonly version: string | null;
    readonly release: string | null;
    /** The version that fixes the finding; null when ECR names none (`NotAvailable`). */
    readonly fixedIn: string | null;
    readonly manager: string | null;
    /** The file in the image; null where the scanner names none. */
    readonly path: string | null;
    /** The digest of the layer that contains the package. */
    readonly layer: string | null;
}
/** The version as the package manager writes it, such as `3.0.11-1~deb12u2` or `1:9.16.23-29.el9`; empty where it is unknown. */
export declare function versionOf(pack: Package | null): string;
/** The version with the fix, without the epoch 0 that the scanner writes where the installed version has none; empty where none is named. */
export declare function fixedVersionOf(pack: Package | null): string;
export interface Finding extends Intelligence {
    /** The vulnerability's id such as CVE-2024-9681; for findings without one, ECR's title or ARN. */
    readonly id: string;
    readonly aliases: readonly string[];
    readonly arn: string | null;
    readonly title: string | null;
    /** Inspector's type; basic findings are all PACKAGE_VULNERABILITY. */
    readonly type: string;
    /** ECR's word, unchanged; UNDEFINED when it gave none. */
    readonly severity: string;
    /** What Amazon Inspector says of it. */
    readonly state: 'open' | 'closed' | 'suppressed';
    /** Whether it counts for rules and verdicts, and if not, why. */
    readonly decision: Decision;
    readonly score: number | null;
    readonly vector: string | null;
    readonly vendor: string | null;
    readonly fixAvailable: string | null;
    readonly exploitAvailable: string | null;
    readonly description: string | null;
    readonly links: readonly string[];
    /** The first of the packages. */
    readonly package: Package | null;
    readonly packages: readonly Package[];
    /** The file of the first package that names one. */
    readonly path: string | null;
    /** The scanner's name of the platform, such as DEBIAN_12. */
    readonly platform: string | null;
    /** When Inspector first and last saw the finding, ISO 8601. */
    readonly firstObservedAt: string | null;
    readonly lastObservedAt: string | null;
    /** When the vendor or database published the vulnerability, ISO 8601. */
    readonly vendorCreatedAt: string | null;
    /** How many tasks or pods run the image, and when it was last running (ISO 8601). */
    readonly inUseCount: number | null;
    readonly lastInUseAt: string | null;
    /** Whether all of its packages came with the base image. */
    readonly fromBase: boolean;
}
/** Reads one entry of `findings`; undefined when it is not an object or has no name. */
export declare function readBasicFinding(entry: unknown, { attributes }?: {
    readonly attributes: Fields;
    readonly contradicted: readonly string[];
}): Finding | undefined;
/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
export declare function readEnhancedFinding(entry: unknown): Finding | undefined;
/** The Region in the ARN of an enhanced finding's resource; basic findings name none. */
export declare function regionOf(entry: unknown): string | null;
/** Counts the open findings of each severity, or those of them that count. A severity without any is absent, as in ECR's own counts. */
export declare function countSeverities(findings: readonly Finding[], counts?: typeof isOpen): SeverityCounts;
/** Whether a finding counts for rules and verdicts. */
export declare function isCounted({ decision }: Pick<Finding, 'decision'>): boolean;
declare function isOpen({ state }: Finding): boolean;
/** The position of a severity, the worst first; a word that is not one of ECR's comes last. */
export declare function rank(severity: string): number;
export {};
