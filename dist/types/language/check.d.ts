import type { Expression } from './ast.js';
import type { FilterProblem } from './recover.js';
import type { Vocabulary } from './vocabulary.js';
/** Returns every problem of a filter that parses, in text order. */
export declare function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[];
