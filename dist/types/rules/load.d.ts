import { type Diagnostic, type Place } from '../diagnostic.ts';
import { type MapNode, type RuleFile, type ScalarNode } from './document.ts';
import { type Override, type Rule, type Where } from './rule.ts';
export interface Loading {
    readonly rules: readonly Rule[];
    readonly overrides: readonly Override[];
    readonly diagnostics: readonly Diagnostic[];
    /** Where a place in a loaded rule is in its file. */
    readonly placeOf: (rule: Rule, where: Where) => Place | string;
}
/** Loads every rule and override of the files. With an error among the diagnostics they are incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
/** The scalars of a rule or an override that hold filters. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
