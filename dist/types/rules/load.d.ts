import { type Diagnostic } from '../diagnostic.ts';
import { type MapNode, type RuleFile, type ScalarNode } from './document.ts';
import { type Rule } from './rule.ts';
export interface Loading {
    readonly rules: readonly Rule[];
    readonly diagnostics: readonly Diagnostic[];
}
/** Loads every rule of the files. With an error among the diagnostics the rules are incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
/** The scalars of a rule that hold filters: its filter and its suppressions. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
