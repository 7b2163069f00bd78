import type { Expression } from './ast.ts';
/** Returns values of `field` of which every matching event has one; undefined when other values may match too. */
export declare function constantsOf(expression: Expression, field: string): ReadonlySet<string> | undefined;
