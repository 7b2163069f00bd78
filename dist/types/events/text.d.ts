/** The text a CloudTrail record carries where a secret stood; the same word stands where we hide one. */
export declare const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
/** Hides the texts of secret fields in a text that holds JSON, whole or cut off. */
export declare function hideSecrets(json: string): string;
/** Puts JSON text on one line by dropping the blanks between its parts; text that is on one line stays as it is. */
export declare function onOneLine(json: string): string;
/** The deepest nesting of an event. JSON.parse knows no limit, but JSON.stringify overflows the stack at some thousands. */
export declare const MAX_DEPTH = 1000;
/** Whether JSON text is nested deeper than an event may be. */
export declare function isTooDeep(json: string): boolean;
/** Whether the last step of a path, or any before it, names a secret that must never be shown. */
export declare function isSecret(segments: readonly (string | number)[]): boolean;
/** The JSON text of a value without its secrets, also those in texts that hold JSON themselves. */
export declare function stringifyWithoutSecrets(value: unknown): string;
/** JSON text written anew without its secrets; undefined when it holds none, or is no JSON object or list. */
export declare function rewriteWithoutSecrets(json: string): string | undefined;
