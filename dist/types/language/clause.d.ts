import type { Comparison, Path } from './ast.ts';
/** `path = "value"`, `path != null` and the like. */
export declare function compareTo(path: Path, operator: '=' | '!=', value: string | null): Comparison;
/** The path of a field that needs no quoting, such as `event_type`. */
export declare function pathTo(field: string): Path;
