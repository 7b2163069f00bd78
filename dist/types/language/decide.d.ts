import type { Fields } from '../json.js';
import type { Path } from './ast.js';
import type { Plan } from './compile.js';
/** Whether what a path finds in an event is certain. */
export type IsKnown = (path: Path) => boolean;
/** `known` has the fields that are certain. Unless `isKnown` says otherwise, a path that begins with any other field is unknown (undefined). */
export declare function decide(plan: Plan, known: Fields, isKnown?: IsKnown): boolean | undefined;
