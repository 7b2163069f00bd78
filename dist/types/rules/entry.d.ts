import { type Diagnostic, type Tell } from '../diagnostic.ts';
import type { Expression } from '../language/ast.ts';
import type { Vocabulary } from '../language/vocabulary.ts';
import { type CompiledRule } from './compile.ts';
import { type MapNode, type Node, type RuleFile } from './document.ts';
import { type Override } from './rule.ts';
/** What an entry is: a rule, an override, or, if it has errors or is skipped, neither. */
export interface Entry {
    readonly rule?: CompiledRule;
    readonly override?: Override;
    readonly node?: MapNode;
    readonly diagnostics: readonly Diagnostic[];
    readonly claims: readonly Claim[];
}
/** A value that must be unique among rules. A rule with errors claims its values too. */
export interface Claim {
    readonly field: 'id' | 'name';
    readonly value: string;
    readonly offset: number;
}
export declare function failed(diagnostics: readonly Diagnostic[]): Entry;
export declare const A_RULE = "a rule, which is a map of fields";
/** Reads a rule. One that is `alone` in its file is called after the file. */
export declare function readRule(file: RuleFile, node: Node, alone: boolean): Entry;
/** Reads an override. */
export declare function readOverride(file: RuleFile, node: Node): Entry;
export declare function readFilters(file: RuleFile, node: MapNode, vocabulary: Vocabulary | undefined, tell: Tell): readonly Expression[];
