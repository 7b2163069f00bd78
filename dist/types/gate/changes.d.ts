import { type Diagnostic } from '../diagnostic.ts';
import type { CompiledRule } from '../rules/compile.ts';
import { type Rule, type Where } from '../rules/rule.ts';
type PlaceOf = (rule: Rule, where: Where) => Diagnostic['at'];
/**
 * Warns at the change about a rule that could alert on an image, or fail the deployment, as it was written before, and cannot any more.
 * `old` are the rules of its id or name as they were written.
 */
export declare function tellWeakened(compiled: CompiledRule, old: readonly CompiledRule[], at: Diagnostic['at']): readonly Diagnostic[];
/** Reports rules of the user that should fail the deployment, but that `fail-on` or `max-findings` replaces by one that does not. */
export declare function tellOverruled(overruled: readonly Rule[], setting: string, standIn: (rule: Rule) => Rule | undefined, placeOf: PlaceOf): Diagnostic[];
/** Reports enabled rules of types whose events no source has. */
export declare function tellUnseen(rules: readonly Rule[], placeOf: PlaceOf): readonly Diagnostic[];
export {};
