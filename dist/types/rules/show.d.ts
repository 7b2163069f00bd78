import type { Segment } from '../language/ast.ts';
/** The value found at a path, as text: a text as it is, anything else as JSON. */
export declare function showValue(segments: readonly Segment[], value: unknown): string;
