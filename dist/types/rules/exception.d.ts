import type { Place } from '../diagnostic.js';
import type { Expression } from '../language/ast.js';
import type { Plan } from '../language/compile.js';
import type { SeverityLimit } from './fields.js';
import type { Condition } from './foreign/condition.js';
/** An exception accepts findings, or alerts of a rule. */
export type Exception = FindingException | AlertException;
interface Excepted {
    readonly reason: string;
    readonly owner: string | null;
    /** The last day (UTC) on which it holds, or `never`; null where only a fix ends it, or a file of another tool names no day. */
    readonly expires: string | null;
    readonly untilFixed: boolean;
    readonly at: Place;
}
export interface FindingException extends Excepted {
    readonly kind: 'finding';
    /** Whole ids or aliases, any of which may be the finding's; empty where the filter alone says which findings. */
    readonly ids: readonly string[];
    readonly filter: FindingFilter | null;
    readonly narrow: Narrow;
    /** The highest severity of a finding that it may accept; undefined if any. A policy says so of exceptions that are not its own. */
    readonly atMost?: SeverityLimit;
    /** Present where an id is the finding's own, and no other name of it: so other tools compare ids. */
    readonly exact?: true;
}
/** What else must hold of a finding: a filter, or what a file of another tool says in its own words. */
export type FindingFilter = {
    readonly text: string;
} & ({
    readonly plan: Plan;
} | {
    readonly conditions: readonly Condition[];
});
/** Acts as a suppression of its rule. */
export interface AlertException extends Excepted {
    readonly kind: 'alert';
    readonly rule: string;
    readonly filter: string;
    /** The filter, parsed; the fields that its events have depend on the rule. */
    readonly expression: Expression;
}
export declare const NARROW: readonly ['package', 'version', 'path', 'image', 'platform', 'severity'];
/** What else a finding must be. A null asks nothing. */
export type Narrow = Readonly<Record<(typeof NARROW)[number], string | null>>;
/** When an exception ends, in milliseconds since 1970; infinite where no day ends it. */
export declare function endOf({ expires }: Pick<Exception, 'expires'>): number;
/** What to write instead of a text that no finding can have as its id; undefined where the text is right. */
export declare function helpWithId(id: string): string | undefined;
export {};
