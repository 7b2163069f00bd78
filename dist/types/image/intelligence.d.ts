/** The fields of findings that only Amazon Inspector has. */
export declare const INSPECTOR_FIELDS: readonly ['epss', 'lastKnownExploitAt', 'knownExploited'];
export type InspectorField = (typeof INSPECTOR_FIELDS)[number];
/** What a finding has of Amazon Inspector alone; null where there is none, or where it was not asked. */
export interface Intelligence {
    /** EPSS: how likely it is that somebody exploits it within 30 days, from 0 to 1. */
    readonly epss: number | null;
    /** When Inspector last knew of an exploit, ISO 8601. */
    readonly lastKnownExploitAt: string | null;
    /** Whether CISA's list of known exploited vulnerabilities has it. */
    readonly knownExploited: 'YES' | 'NO' | null;
}
export declare const NO_INTELLIGENCE: Intelligence;
/** Fields of findings that Amazon Inspector was to say and did not. */
export interface Unsaid {
    readonly names: readonly InspectorField[];
    /** The ARNs of the findings, empty where one has none; null for all of them. */
    readonly of: ReadonlySet<string> | null;
    readonly why: string;
}
/** What is unsaid of findings that are only recorded. */
export declare const NOT_ASKED: Unsaid;
/** What Amazon Inspector did not say of a finding. */
export declare function unsaidOf({ unsaid }: {
    readonly unsaid: readonly Unsaid[];
}, arn: unknown): readonly Unsaid[];
/** Collects what is unsaid. Findings of which the same is unsaid for the same reason are told together. */
export declare function startUnsaid(): {
    readonly add: (names: readonly InspectorField[], arn: string, why: string) => void;
    readonly all: () => readonly Unsaid[];
};
