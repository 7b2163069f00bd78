import { type Fields } from '../json.js';
import type { CompiledRule } from '../rules/compile.js';
import type { Action } from '../rules/rule.js';
/** A clause of a rule's filter that held, and what it found. */
export interface Clause {
    /** The clause as canonical text. */
    readonly clause: string;
    /** The values it found, as text without secrets; empty where the field has no value. */
    readonly found: readonly string[];
    /** Why it held, as one clause without a full stop. */
    readonly why: string;
}
/** An event behind an alert. A field that the event does not have is null. */
export interface AlertEvent {
    /** CloudTrail's eventID, or the id of a finding. */
    readonly id: string | null;
    /** ISO 8601; of what is going on now, when it was read. */
    readonly time: string | null;
    readonly eventSource: string | null;
    /** CloudTrail's eventName, or `session`, `command` or `automation`. */
    readonly eventName: string | null;
    readonly user: string | null;
    readonly accountId: string | null;
    readonly ip: string | null;
    readonly region: string | null;
    readonly errorCode: string | null;
    /** The event's page in CloudTrail's console. */
    readonly link: string | null;
    /** The clauses of the filter that held. */
    readonly clauses: readonly Clause[];
    /** The whole event without its secrets, and of its targets with the tags alone that the rule looks at; null where it is too large, or not a recorded event. */
    readonly record: Fields | null;
    /** What the live state says of what the call began, or which recorded call began what is live; one sentence each. */
    readonly live: readonly string[];
}
/** Keeps an event that a rule matched; undefined where there is no room left. `share` counts what its rule and aggregate have used. */
export type Keep = (rule: CompiledRule, action: Action, event: Fields, recorded: boolean, share: Share) => AlertEvent | undefined;
/** How many characters the kept events of one rule and aggregate have used. */
export interface Share {
    taken: number;
}
/** The most events that an alert shows: the earliest of those that were kept. */
export declare const MOST_EVENTS = 50;
export declare function startKeeping(): Keep;
