import type { CompiledRule } from '../rules/compile.ts';
/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
export declare function eventSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined;
/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
export declare function doubtedSourcesOf(rules: readonly CompiledRule[]): ReadonlySet<string> | undefined;
/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
export declare function needsLists(rules: readonly CompiledRule[]): boolean;
