import { type Finding, type Package } from '../../image/finding.ts';
import type { Image } from '../../image/image.ts';
import type { Fields } from '../../json.ts';
import type { FindingException } from '../../rules/exception.ts';
/** What keeps an exception from accepting a finding: the first of its conditions that does not hold, in this order. */
export type Refusal = 'id' | 'severity' | 'limit' | 'fix' | 'package' | 'filter';
export interface Matcher {
    readonly exception: FindingException;
    /** Whether the exception is about an image. */
    readonly isAbout: (image: Image) => boolean;
    /** What keeps it from accepting a finding of an image that it is about; undefined if it accepts the finding. */
    readonly refusalOf: (finding: Finding, image: Image, toEvent: (finding: Finding) => Fields) => Refusal | undefined;
}
export declare function matcherOf(exception: FindingException): Matcher;
/**
 * Whether ids name a finding: its own, or all that it is called on the other side of GHSA and CVE. Other related vulnerabilities are not
 * the same: an advisory of a distribution lists all that it mends.
 */
export declare function isNamed({ id, aliases }: Pick<Finding, 'id' | 'aliases'>, ids: readonly string[]): boolean;
/** What of a finding says whether it can be fixed. */
interface Fixable extends Pick<Finding, 'fixAvailable'> {
    readonly packages: readonly Pick<Package, 'fixedIn'>[];
}
/** Whether ECR says that nothing fixes a finding. Where a package names a fixed version all the same, neither is believed. */
export declare function hasNoFix({ fixAvailable, packages }: Fixable): boolean;
export {};
