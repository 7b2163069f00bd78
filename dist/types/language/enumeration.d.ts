import type { Comparison, Membership } from './ast.ts';
import type { FilterProblem } from './recover.ts';
import type { Vocabulary } from './vocabulary.ts';
/** Returns the problems of the values that a clause compares an enumerated field with. */
export declare function checkValues(clause: Comparison | Membership, { values }: Vocabulary): readonly FilterProblem[];
