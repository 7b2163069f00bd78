import type { Expression } from './ast.ts';
import type { FilterProblem } from './recover.ts';
import type { Vocabulary } from './vocabulary.ts';
/** Returns every problem of a filter that parses, in text order. */
export declare function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[];
