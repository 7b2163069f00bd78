import type { Expression } from '../language/ast.ts';
import type { FilterProblem } from '../language/recover.ts';
import type { Vocabulary } from '../language/vocabulary.ts';
/** Parses a filter, and returns its syntax errors or, with a vocabulary, the warnings about its clauses. */
export declare function parseFilter(text: string, vocabulary: Vocabulary | undefined): {
    readonly expression?: Expression;
    readonly problems: readonly FilterProblem[];
};
/** Returns the warnings about the clauses of a filter, which has this text. */
export declare function checkFilter(expression: Expression, text: string, vocabulary: Vocabulary): readonly FilterProblem[];
