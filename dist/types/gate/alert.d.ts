import type { Action } from '../rules/rule.js';
import type { AlertEvent } from './evidence.js';
export interface Alert {
    readonly ruleId: string;
    readonly ruleName: string;
    readonly severityOfAlerts: 1 | 2 | 3;
    readonly action: Action;
    readonly title: string;
    readonly alertDescription: string;
    /** How many events the alert contains. */
    readonly count: number;
    /** The values that its events have in common; null for a missing one, a list where a field has several. */
    readonly aggregate: Readonly<Record<string, unknown>>;
    /** ISO 8601; null when the events have no readable time. */
    readonly firstTime: string | null;
    readonly lastTime: string | null;
    /** The eventIDs in order of time; events without one are left out. */
    readonly eventIds: readonly string[];
    /** The earliest of the kept events, with what the rule found in them. */
    readonly events: readonly AlertEvent[];
    /** The image the alert is about, for rules over an image's findings. */
    readonly image: string | null;
    readonly tags: readonly string[];
    readonly references: readonly string[];
}
export interface Match {
    /** Milliseconds since 1970; NaN when the event has no readable time. */
    readonly time: number;
    readonly id: string | undefined;
    readonly title: string;
    /** What is kept of its event; undefined where there was no room left. */
    readonly event?: AlertEvent | undefined;
}
/**
 * Groups matches with equal aggregate values into alerts. An alert opens when `threshold` matches lie within `window` seconds, both
 * ends included. It then collects later matches until `window` seconds after it opened, and counting restarts. A match without a
 * time shares a window with no other match.
 */
export declare function openAlerts(matches: readonly Match[], threshold: number, windowSeconds: number): readonly (readonly Match[])[];
