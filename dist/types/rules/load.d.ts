import { type Diagnostic, type Place } from '../diagnostic.ts';
import { type MapNode, type RuleFile, type ScalarNode } from './document.ts';
import { type Override, type Rule, type Where } from './rule.ts';
export interface Loading {
    readonly rules: readonly Rule[];
    readonly overrides: readonly Override[];
    readonly diagnostics: readonly Diagnostic[];
    /** Finds a place of a loaded rule in its file. */
    readonly placeOf: (rule: Rule, where: Where) => Place | string;
}
/** Loads all rules and overrides. If the diagnostics contain an error, the result is incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
/** Returns the scalars of a rule or an override that contain filters. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
