import { type Expression, type Path } from './ast.js';
import { type FilterProblem } from './recover.js';
export type Parsing = {
    readonly expression: Expression;
} | {
    readonly problems: readonly FilterProblem[];
};
/** Parses a filter: `parse('eventName = "PutImage"')`. Never throws; problems carry their offset in the text. */
export declare function parse(text: string): Parsing;
/** Parses a field path on its own, as in `aggregateFields`; undefined when the text is not one. */
export declare function parsePath(text: string): Path | undefined;
