import { type Diagnostic } from '../diagnostic.ts';
import type { Exception } from '../rules/exception.ts';
import { type SeverityLimit } from '../rules/fields.ts';
import type { Limits } from '../rules/limits.ts';
import type { Override, Rule } from '../rules/rule.ts';
/** What was read from files that are not the policy's. */
export interface Added {
    readonly rules: readonly Rule[];
    readonly overrides: readonly Override[];
    readonly exceptions: readonly Exception[];
    readonly placeOf: (rule: Rule) => Diagnostic['at'];
}
/** Reports everything that was added beyond the limits. `known` are the rules that a policy can protect: the shipped ones and its own. */
export declare function checkLimits(limits: Limits, added: Added, known: readonly Rule[], now: Date): readonly Diagnostic[];
/**
 * Whether an exception that may accept findings up to a severity may accept one of this severity. Below `critical`, it may accept none
 * without a severity either, because that may turn out to be any.
 */
export declare function isWithin(most: SeverityLimit | undefined, severity: string): boolean;
/** Binds those exceptions that were added to what the policy lets them accept. */
export declare function withLimits({ exceptions: limits }: Limits, exceptions: readonly Exception[], isAdded: (file: string) => boolean): readonly Exception[];
/** Reports protected rules that what the step says puts out of force. `replaced` are those that a setting of the step, `by`, replaces. */
export declare function checkInForce({ mayNotTune }: Limits, { unused, replaced, by }: {
    readonly unused: readonly Rule[];
    readonly replaced: readonly string[];
    readonly by: string;
}): readonly Diagnostic[];
