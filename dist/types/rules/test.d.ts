import { type CompiledRule } from './compile.js';
import type { Rule } from './rule.js';
export interface TestResult {
    readonly name: string;
    readonly expected: boolean;
    readonly matched: boolean;
}
/** Runs a rule's tests; returns the expected and the actual outcome of each. */
export declare function testRule(rule: Rule): readonly TestResult[];
/** The same for a rule whose filters are parsed. */
export declare function testCompiled(compiled: CompiledRule): readonly TestResult[];
