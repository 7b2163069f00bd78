// What to change so that images may go out: the smallest set of changes that was found, proven by judging again without what it fixes.

import type { SeverityCounts } from '../../image/finding.ts'
import type { Verdict } from '../verdict.ts'

/** A package at one place, and the version to bring it to. */
export interface PackageChange {
  readonly name: string
  readonly manager: string | null
  /** The file in the image; null where the scanner names none. */
  readonly path: string | null
  /** The version that the image has, as its package manager writes it; null where the scan does not say. */
  readonly from: string | null
  /** The lowest version that fixes all findings that this change fixes. */
  readonly to: string
  /** Whether the verdict would stay as it is without this package. */
  readonly isNeeded: boolean
}

/**
 * One thing to do. `package` is one package at one place. `base image` are the packages of the operating system together, the gravest first:
 * they come with the base image, and are updated at once.
 */
export interface Change {
  readonly kind: 'package' | 'base image'
  /** The URIs of the images that it mends; several where they are the platforms of one index. */
  readonly images: readonly string[]
  readonly packages: readonly PackageChange[]
  /** The ids of the counted findings that it fixes, the most severe first, each once. */
  readonly fixes: readonly string[]
  /** How many these are of each severity. */
  readonly severityCounts: SeverityCounts
}

/** Findings that block although everything that has a fix is fixed, and the exception that would accept them. */
export interface Unfixable {
  readonly images: readonly string[]
  /** The package that all of them are in; null where it is not one. */
  readonly package: string | null
  readonly ids: readonly string[]
  readonly severityCounts: SeverityCounts
  /** The exception to write, as one line of YAML; its reason and its end are for its author to say. */
  readonly exception: string
}

/** A step on the way to a pass: what to do besides the steps before it, and the verdict of the images after it. */
export interface Step {
  readonly verdict: Verdict
  readonly changes: readonly Change[]
  readonly unfixable: readonly Unfixable[]
}

export interface Fixes {
  /**
   * At most two: the first ends the block, the second what warns. Empty where no change of a package helps, which `untold` or the reasons
   * of the verdict explain.
   */
  readonly steps: readonly Step[]
  /** Whether it is certain that no smaller set of changes does. */
  readonly isSmallest: boolean
  /** The verdict of the whole run after all steps: alerts about events and what was not seen stay as they are. */
  readonly verdict: Verdict
  /** The reasons of that verdict, if it is no pass. */
  readonly remains: readonly string[]
  /** The URIs of images whose scan does not say which versions fix its findings, as basic scans do not. */
  readonly untold: readonly string[]
}
