import { type Problem } from '../diagnostic.js';
import type { Expression, Path } from '../language/ast.js';
import { type Reach, type Table } from './partitions.js';
import type { RowColumn } from './row.js';
/** A filter whose events are asked for, and all that decides about them. */
export interface Asking {
    /** Of its rule. */
    readonly id: string;
    readonly expression: Expression;
    /** The fields that it and its suppressions name, and whatever else decides: aggregate fields, exceptions. */
    readonly paths: readonly Path[];
}
/** What is sent, and what has to be known to believe the answer. */
export interface Query {
    readonly sql: string;
    /** The columns of the answer, in order. */
    readonly columns: readonly RowColumn[];
    /** The rules that name fields which the table has no column for. They have judged no event. */
    readonly withoutColumn: readonly {
        readonly id: string;
        readonly fields: readonly string[];
    }[];
    /** What was asked for and is not in the table, in words: each is a gap. */
    readonly gaps: readonly string[];
    /** What makes the answer larger than it has to be, in words. */
    readonly notes: readonly string[];
    /** How coarsely the filters are asked, from 0 for as exactly as they can be. */
    readonly coarseness: number;
}
/**
 * Makes the query for what filters could match within a reach. Where the engine refuses it as too much to compile, one with the next
 * coarseness asks for less at once, and gets more.
 */
export declare function makeQuery(table: Table, askings: readonly Asking[], reach: Reach, coarseness?: number): Query | Problem;
