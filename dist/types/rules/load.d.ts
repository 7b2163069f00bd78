import { type Diagnostic, type Place } from '../diagnostic.ts';
import { type MapNode, type RuleFile, type ScalarNode } from './document.ts';
import { type Override, type Rule, type Where } from './rule.ts';
export interface Loading {
    readonly rules: readonly Rule[];
    readonly overrides: readonly Override[];
    readonly diagnostics: readonly Diagnostic[];
    /** Finds a place of a loaded rule or override in its file; undefined for any other. */
    readonly placeOf: (owner: Rule | Override, where: Where) => Place | undefined;
}
/** Loads all rules and overrides. If the diagnostics contain an error, the result is incomplete and must not be used. */
export declare function loadRules(files: readonly RuleFile[]): Loading;
/** How many problems of one file are told. */
export declare const MAX_FILE_PROBLEMS = 100;
/** Returns the scalars of a rule or an override that contain filters. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
/** The most fields at the top of a test's event; CloudTrail's have about thirty. Each test of a chain holds those of the one before. */
export declare const MAX_TEST_FIELDS = 1000;
