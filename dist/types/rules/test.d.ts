import type { Rule } from './rule.ts';
export interface TestResult {
    readonly name: string;
    readonly expected: boolean;
    readonly matched: boolean;
}
/** Whether each of a rule's tests came out as it says. */
export declare function testRule(rule: Rule): readonly TestResult[];
