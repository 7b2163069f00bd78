/** An event as a filter sees it: a JSON object of which only own properties count. */
export type Fields = Readonly<Record<string, unknown>>;
/** Whether a value is a JSON object; nothing else can be an event. */
export declare function isObject(value: unknown): value is Fields;
/** The value at a path of own properties; null counts as absent. */
export declare function own(value: unknown, ...path: readonly string[]): unknown;
/** The string at a path, trimmed, because ECR's `uri` may end in a space. A blank string counts as absent. */
export declare function ownText(value: unknown, ...path: readonly string[]): string | undefined;
/** The number at a path; it may be written as a string. */
export declare function ownNumber(value: unknown, ...path: readonly string[]): number | undefined;
/** The array at a path; empty when there is none. */
export declare function ownList(value: unknown, ...path: readonly string[]): readonly unknown[];
