import { type Explanation } from '../language/explain.ts';
import type { Fields } from '../language/vocabulary.ts';
import type { CompiledRule } from '../rules/compile.ts';
import type { Action } from '../rules/rule.ts';
/** A clause of a rule's filter that held, and what it found. */
export interface Clause {
    /** The clause in canonical form. */
    readonly clause: string;
    /** The values it found, as text and without secrets; none where a field has no value. */
    readonly found: readonly string[];
    /** Why it held, as one clause without a full stop. */
    readonly why: string;
}
/** An event behind an alert. What the event does not say is null. */
export interface AlertEvent {
    /** CloudTrail's eventID, or the id of a finding. */
    readonly id: string | null;
    /** ISO 8601. */
    readonly time: string | null;
    readonly eventSource: string | null;
    readonly eventName: string | null;
    readonly user: string | null;
    readonly accountId: string | null;
    readonly ip: string | null;
    readonly region: string | null;
    readonly errorCode: string | null;
    /** The event's page in CloudTrail's console. */
    readonly link: string | null;
    readonly evidence: readonly Clause[];
    /** The event whole, without its secrets; null where it is too large, or is no recorded event. */
    readonly record: Fields | null;
}
/** Keeps an event that a rule matched; undefined where there is no more room for it. `share` is what events like it have taken. */
export type Keep = (rule: CompiledRule, action: Action, event: Fields, recorded: boolean, share: Share) => AlertEvent | undefined;
/** Characters that the kept events of one rule and aggregate have taken. */
export interface Share {
    taken: number;
}
/** Events that an alert shows, at most: the earliest of those that were kept. */
export declare const MOST_EVENTS = 50;
export declare function startKeeping(): Keep;
/** The clauses that made a filter hold. */
export declare function listClauses(explanation: Explanation): readonly Clause[];
