import { type Problem } from '../diagnostic.ts';
export interface FilterProblem extends Problem {
    /** UTF-16 offset in the filter's text. */
    readonly offset: number;
}
/** The token at `offset`, or undefined at the end of the text. */
export declare function tokenAt(text: string, offset: number): string | undefined;
/** The offset behind the clause at `offset`: the next `and`, `or`, unbalanced `)`, or the end of the text. */
export declare function skipClause(text: string, offset: number): number;
/** What is wrong with the clause at `offset`, which the grammar refused. */
export declare function diagnoseClause(text: string, offset: number): FilterProblem;
/** What is wrong behind a complete clause at `offset`, where `and`, `or` or the end belongs. */
export declare function diagnoseJoin(text: string, offset: number): FilterProblem;
/** A token that stands for a join in other languages. */
export declare function diagnoseForeignJoin(offset: number, token: string): FilterProblem;
export declare function problem(offset: number, message: string, help?: string): FilterProblem;
