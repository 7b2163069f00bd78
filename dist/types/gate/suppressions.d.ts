import type { Diagnostic } from '../diagnostic.ts';
import { type CompiledRule } from '../rules/compile.ts';
import type { Rule, Where } from '../rules/rule.ts';
/** Reports the problems of a rule's suppressions. Of these, the first `written` are in the rule itself, and overrides add the rest. */
export declare function checkSuppressions(compiled: CompiledRule, written: number, placeOf: (rule: Rule, where: Where) => Diagnostic['at']): readonly Diagnostic[];
