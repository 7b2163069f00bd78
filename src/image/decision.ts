// What was decided about a finding. Each finding has exactly one decision; only those that are `counted` count for rules and verdicts.

/** Who accepted a finding, why, and until when. */
export interface Acceptance {
  readonly reason: string
  readonly owner: string | null
  /** The last day (UTC) on which it holds, such as `2027-01-31`, or `never`; null where only a fix ends it. */
  readonly expires: string | null
  /** Whether it holds only as long as there is no fix. */
  readonly untilFixed: boolean
  /** Where it is written: `exceptions.yml:3:5`. */
  readonly at: string
}

/** A statement of VEX that a vulnerability is not to be found in an image, or does not matter there. */
export interface Statement {
  readonly status: 'not_affected' | 'fixed'
  /** The justification in its format's word, such as `vulnerable_code_not_present`; null where there is none. */
  readonly justification: string | null
  /** Why, in the author's words. */
  readonly impact: string | null
  readonly author: string | null
  /** Where it is written: `api.vex.json:12:5`. */
  readonly at: string
}

/**
 * In their precedence: the first one that applies holds. `closed` and `suppressed` are what Amazon Inspector says of the finding. `in-time`:
 * `fix-within` gives time until then. `unfixed`: there is no fix, and the setting of that name lets it through. `known`: the baseline has it.
 * `base-image`: it came with the base image, and `base-image-findings` lets it through. `late`: of a finding that counts, when its time ended.
 */
export type Decision =
  | { readonly kind: 'closed' | 'suppressed' }
  | { readonly kind: 'accepted'; readonly by: Acceptance }
  | { readonly kind: 'vex'; readonly by: Statement }
  | { readonly kind: 'in-time'; readonly until: string }
  | { readonly kind: 'unfixed' }
  | { readonly kind: 'known' }
  | { readonly kind: 'base-image' }
  | { readonly kind: 'counted'; readonly late?: string }

export type DecisionKind = Decision['kind']

/** The decisions that let a finding through with a warning, in the order in which they are told. */
export const WARNINGS = ['unfixed', 'known', 'base-image'] as const satisfies readonly DecisionKind[]
export type Warning = (typeof WARNINGS)[number]
