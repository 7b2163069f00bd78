import type { Segment } from '../language/ast.ts';
/** Formats the value found at a path: a string as it is, anything else as JSON. */
export declare function showValue(segments: readonly Segment[], value: unknown): string;
