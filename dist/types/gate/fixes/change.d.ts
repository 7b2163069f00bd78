import type { SeverityCounts } from '../../image/finding.js';
/** A package at one place, and the version to bring it to. */
export interface PackageChange {
    readonly name: string;
    readonly manager: string | null;
    /** The file in the image; null where the scanner names none. */
    readonly path: string | null;
    /** The version that the image has, as its package manager writes it; null where the scan does not say. */
    readonly from: string | null;
    /** The lowest version that fixes all findings that this change fixes. */
    readonly to: string;
    /** Whether the verdict would stay as it is without this package. */
    readonly isNeeded: boolean;
}
/**
 * One thing to do. `package` is one package at one place. `base image` are the packages that come with the base image, the gravest first: they
 * are updated at once. Where it is not known which these are, it is those of the operating system.
 */
export interface Change {
    readonly kind: 'package' | 'base image';
    /** The URIs of the images that it mends; several where they are the platforms of one index. */
    readonly images: readonly string[];
    readonly packages: readonly PackageChange[];
    /** The ids of the counted findings that it fixes, the most severe first, each once. */
    readonly fixes: readonly string[];
    /** How many these are of each severity. */
    readonly severityCounts: SeverityCounts;
}
