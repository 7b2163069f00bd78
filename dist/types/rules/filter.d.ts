import type { FilterProblem } from '../language/recover.ts';
import type { Vocabulary } from '../language/vocabulary.ts';
/** Returns the syntax errors of a filter or, with a vocabulary, the warnings about its clauses. */
export declare function checkFilter(text: string, vocabulary: Vocabulary | undefined): readonly FilterProblem[];
