import type { Expression } from './ast.ts';
import type { FilterProblem } from './recover.ts';
import type { Vocabulary } from './vocabulary.ts';
/** Every warning about a filter, in the order of the text. */
export declare function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[];
