import type { Expression, Path } from './ast.js';
import { type Bounds } from './sqlbounds.js';
/** A column of a table, a field of a structure in it, or what stands for one. */
export type Column = 
/** Text that was text in the event, by its expression in SQL. */
{
    readonly kind: 'text';
    readonly sql: string;
}
/** Text of what was text, a number or a boolean in the event. */
 | {
    readonly kind: 'scalar';
    readonly sql: string;
}
/** Text that is JSON where the event has an object or a list. */
 | {
    readonly kind: 'json';
    readonly sql: string;
} | {
    readonly kind: 'struct';
    readonly sql: string;
    readonly fields: Columns;
}
/** A list of structures; `fields` are those of an item that SQL calls `item`. */
 | {
    readonly kind: 'list';
    readonly sql: string;
    readonly fields: Columns;
} | {
    readonly kind: 'map';
    readonly sql: string;
}
/** A text made of other columns, which is right where `doubt` does not hold, and where `sound` does. */
 | {
    readonly kind: 'made';
    readonly sql: string;
    readonly doubt?: string;
    readonly sound?: string;
}
/** Something that SQL does not know, and that is absent where this does not hold. */
 | {
    readonly kind: 'possible';
    readonly sql: string;
};
export interface Columns {
    readonly [name: string]: Column;
}
/** Conditions on a row, the upper one of which holds wherever the filter does, and the lower one only where it does. */
export declare function boundsOf(expression: Expression, columns: Columns): Bounds;
/** The fields that a filter names and a table has no column for. Nothing is known of them, so a filter cannot be sure without them. */
export declare function pathsWithoutColumn(paths: readonly Path[], columns: Columns): readonly Path[];
