import type { Fields } from '../json.js';
import type { Vocabulary } from '../language/vocabulary.js';
import { type Target } from './target.js';
/** What `audit-live` can read. */
export declare const LIVE_KINDS: readonly ['sessions', 'commands', 'automations'];
export type LiveKind = (typeof LIVE_KINDS)[number];
/** How reports call what is read of one kind in a Region. */
export declare function nameLive(kind: LiveKind, region: string): string;
/** What events of all three kinds say. */
interface Live {
    /** When it was read, ISO 8601: a session that is open is an event of that time, whenever it began. */
    readonly eventTime: string;
    readonly id: string;
    /** As AWS writes it, such as Connected, InProgress or Waiting. */
    readonly status?: string;
    /** Whether it is still going on. */
    readonly state: 'open' | 'ended';
    readonly startedAt?: string;
    /** How long it has been open, in hours with two decimals; of what has ended, how long it took. */
    readonly ageHours?: number;
    readonly document?: string;
    /** Not there where nothing says whose account it is. */
    readonly accountId?: string;
    readonly region: string;
}
export interface SessionEvent extends Live {
    readonly event_type: 'session';
    readonly endedAt?: string;
    /** The ARN of whoever opened it. */
    readonly owner?: string;
    /** The last part of the owner's ARN, as in the events of CloudTrail. */
    readonly user?: string;
    readonly reason?: string;
    /** Standard or JustInTime. */
    readonly accessType?: string;
    readonly maxDurationMinutes?: number;
    readonly target?: Target;
}
/** How far a command has come on one node. */
export interface CommandTarget extends Target {
    readonly status?: string;
    readonly statusDetails?: string;
}
export interface CommandEvent extends Live {
    readonly event_type: 'command';
    readonly statusDetails?: string;
    readonly documentVersion?: string;
    /** The role by which Systems Manager sends notifications. */
    readonly role?: string;
    /** The nodes that were named by their tags or groups. */
    readonly targets?: readonly Selection[];
    readonly targetCount?: number;
    readonly completedCount?: number;
    readonly errorCount?: number;
    readonly target: readonly CommandTarget[];
}
/** Nodes that are named by a tag or a group: `tag:env` and its values. */
export interface Selection {
    readonly key: string;
    readonly values: readonly string[];
}
export interface AutomationEvent extends Live {
    readonly event_type: 'automation';
    readonly endedAt?: string;
    readonly scheduledAt?: string;
    readonly documentVersion?: string;
    readonly owner?: string;
    readonly user?: string;
    /** Auto or Interactive. */
    readonly mode?: string;
    /** The step at which it is, and the action of that step, such as aws:approve. */
    readonly step?: string;
    readonly action?: string;
    readonly parentId?: string;
    /** ChangeRequest, AccessRequest, Local or CrossAccount. */
    readonly subtype?: string;
    readonly targets?: readonly Selection[];
    readonly target?: Target;
}
export type LiveEvent = SessionEvent | CommandEvent | AutomationEvent;
/** Whether an event is one of these. */
export declare function isLive(event: Fields): boolean;
export declare const SESSION_VOCABULARY: Vocabulary;
export declare const COMMAND_VOCABULARY: Vocabulary;
export declare const AUTOMATION_VOCABULARY: Vocabulary;
export {};
