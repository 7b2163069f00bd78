import type { SeverityCounts } from '../../image/finding.js';
import type { Verdict } from '../verdict.js';
import type { Change } from './change.js';
/** Findings that no change of a package fixes. */
export interface Remaining {
    readonly images: readonly string[];
    /** The package that all of them are in; null where it is not one. */
    readonly package: string | null;
    readonly ids: readonly string[];
    readonly severityCounts: SeverityCounts;
}
/** Findings that block and have no fix. */
export interface Unfixable extends Remaining {
    /** The exception that accepts them, as an entry of a list in YAML, on one line; its reason and its end are for its author to say. */
    readonly exception: string;
}
/** Findings that block, and of which it is not known what ends them. */
export interface Untold extends Remaining {
    /**
     * `basic scan`: such scans say nothing of fixes. `version`: there may be a fix, but no version is named that is certainly later. The others
     * have no fix, and no exception can be written: `no name`, because nothing names them, or `limit`, because the policy forbids it.
     */
    readonly why: 'basic scan' | 'version' | 'no name' | 'limit';
}
/** A step on the way to a pass: what to do besides the steps before it, and the verdicts of the images before and after. */
export interface Step {
    readonly from: Verdict;
    readonly verdict: Verdict;
    readonly changes: readonly Change[];
    readonly unfixable: readonly Unfixable[];
}
export interface Fixes {
    /** At most two: the first ends what fails, the second what warns. Empty where no change of a package and no exception helps. */
    readonly steps: readonly Step[];
    /** Whether it is certain that no smaller set of changes does. */
    readonly isSmallest: boolean;
    /** The verdict of the whole run after all steps: alerts about recorded events and what was not seen stay as they are. */
    readonly verdict: Verdict;
    /** The reasons that give that verdict, if it is no pass. */
    readonly remains: readonly string[];
    readonly untold: readonly Untold[];
}
