/** ECR's severities, the worst first; the last two say that nobody has judged the finding yet. */
export declare const SEVERITIES: readonly ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED', 'UNTRIAGED'];
export type SeverityCounts = Readonly<Record<string, number>>;
/** A package in which a finding was found. */
export interface Package {
    readonly name: string | null;
    readonly version: string | null;
    readonly release: string | null;
    /** The version that cures the finding; null when ECR names none (`NotAvailable`). */
    readonly fixedIn: string | null;
    readonly manager: string | null;
    /** The file in the image, where the scanner names one. */
    readonly path: string | null;
    /** The digest of the layer that brought the package. */
    readonly layer: string | null;
}
/** `3.0.11-1~deb12u2`, as the package's manager writes it; empty where it is not known. */
export declare function versionOf(pack: Package | null): string;
export interface Finding {
    /** The vulnerability's id such as CVE-2024-9681; for findings without one, ECR's title or ARN. */
    readonly id: string;
    readonly aliases: readonly string[];
    readonly arn: string | null;
    readonly title: string | null;
    /** Inspector's type; basic findings are all PACKAGE_VULNERABILITY. */
    readonly type: string;
    /** ECR's word as it came; UNDEFINED when it gave none. */
    readonly severity: string;
    /** Closed and suppressed findings are shown and not counted. */
    readonly state: 'open' | 'closed' | 'suppressed';
    readonly score: number | null;
    readonly vector: string | null;
    readonly vendor: string | null;
    readonly epss: number | null;
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
    /** On how many of a cluster's tasks or pods the image runs, and when it last did, ISO 8601. */
    readonly inUseCount: number | null;
    readonly lastInUseAt: string | null;
}
/** Reads one entry of `findings`; undefined when it is no object or names nothing at all. */
export declare function readBasicFinding(entry: unknown): Finding | undefined;
/** Reads one entry of `enhancedFindings`; code and network findings have no packages. */
export declare function readEnhancedFinding(entry: unknown): Finding | undefined;
/** The Region an enhanced finding names in its resource's ARN; basic findings name none. */
export declare function regionOf(entry: unknown): string | null;
/** How many open findings there are of each severity; a severity without any is absent, as in ECR's own counts. */
export declare function countSeverities(findings: readonly Finding[], counts?: typeof isOpen): SeverityCounts;
/** Closed and suppressed findings are shown and not counted. */
declare function isOpen({ state }: Finding): boolean;
/** Position of a severity from the worst on; a word that is not ECR's comes last. */
export declare function rank(severity: string): number;
export {};
