import { type Problem } from '../diagnostic.js';
export interface FilterProblem extends Problem {
    /** UTF-16 offset in the filter's text. */
    readonly offset: number;
}
/** Returns the offset where the clause at `offset` ends: at the next `and`, `or` or unbalanced `)`, or at the end of the text. */
export declare function skipClause(text: string, offset: number): number;
/** Diagnoses the clause at `offset`, which the grammar could not read. */
export declare function diagnoseClause(text: string, offset: number): FilterProblem;
/** Diagnoses the text at `offset` after a complete clause, where `and`, `or` or the end of the filter should be. */
export declare function diagnoseJoin(text: string, offset: number): FilterProblem;
/** Reports a token that joins clauses in other languages, such as `&&`. */
export declare function diagnoseForeignJoin(offset: number, token: string): FilterProblem;
export declare function problem(offset: number, message: string, help?: string): FilterProblem;
