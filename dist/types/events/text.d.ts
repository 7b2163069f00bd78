/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
export declare const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
/** Hides the values of secret fields in a text that contains JSON, whether complete or truncated. */
export declare function hideSecrets(json: string): string;
/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
export declare function onOneLine(json: string): string;
/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
export declare const MAX_DEPTH = 1000;
/** Whether JSON text is nested deeper than an event may be. */
export declare function isTooDeep(json: string): boolean;
/** Whether any segment of a path names a secret, which must never be shown. */
export declare function isSecret(segments: readonly (string | number)[]): boolean;
/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
export declare function stringifyWithoutSecrets(value: unknown): string;
/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
export declare function rewriteWithoutSecrets(json: string): string | undefined;
/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
export declare function endOfText(json: string, start: number): number;
