import { type Expression, type Path } from './ast.js';
import type { LiteralValue } from './literal.js';
/** The canonical text of a filter, on one line. */
export declare function print(expression: Expression): string;
export declare function printPath(path: Pick<Path, 'segments'>): string;
export declare function printLiteral(literal: LiteralValue): string;
