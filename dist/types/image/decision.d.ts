/** Who accepted a finding, why, and until when. */
export interface Acceptance {
    readonly reason: string;
    readonly owner: string | null;
    /** The last day (UTC) on which it holds, such as `2027-01-31`, or `never`; null where only a fix ends it. */
    readonly expires: string | null;
    /** Whether it holds only as long as there is no fix. */
    readonly untilFixed: boolean;
    /** Where it is written: `exceptions.yml:3:5`. */
    readonly at: string;
}
/**
 * In their precedence: the first one that applies holds. `closed` and `suppressed` are what Amazon Inspector says of the finding. `in-time`:
 * `fix-within` gives time until then. `unfixed`: there is no fix, and the setting of that name lets it through. `late`: of a finding that counts, when its time ended.
 */
export type Decision = {
    readonly kind: 'closed' | 'suppressed';
} | {
    readonly kind: 'accepted';
    readonly by: Acceptance;
} | {
    readonly kind: 'in-time';
    readonly until: string;
} | {
    readonly kind: 'unfixed';
} | {
    readonly kind: 'counted';
    readonly late?: string;
};
export type DecisionKind = Decision['kind'];
