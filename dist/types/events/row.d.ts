import type { Problem } from '../diagnostic.js';
import { type Fields } from '../json.js';
import type { Column } from '../language/sql.js';
/** A column of an answer: its name there, and the field whose values it has. */
export interface RowColumn {
    readonly name: string;
    readonly field: string;
    readonly column: Column;
}
/** Makes the record of a row. A value that is undefined is one that the row does not have. */
export declare function recordOf(columns: readonly RowColumn[], values: readonly (string | undefined)[]): {
    readonly record: Fields;
} | {
    readonly problem: Problem;
};
