import { type Diagnostic, type Place } from '../diagnostic.ts';
import { type MapNode, type RuleFile, type ScalarNode } from './document.ts';
import { type Override, type Rule } from './rule.ts';
export interface Loading {
    readonly rules: readonly Rule[];
    readonly overrides: readonly Override[];
    readonly diagnostics: readonly Diagnostic[];
    /** Where a character of a rule's filter, or of one of its suppressions, stands; `offset` counts UTF-16 units. */
    readonly placeOf: (rule: Rule, offset: number, suppression?: number) => Place | string;
}
/** Loads every rule and override of the files. With an error among the diagnostics they are incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
/** The scalars of a rule or an override that hold filters. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
