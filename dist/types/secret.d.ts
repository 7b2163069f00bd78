/** The text by which CloudTrail replaces a secret in a record; secrets hidden here are replaced by the same text. */
export declare const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
/** Hides the values of secret fields in text that contains JSON, whether complete or truncated. */
export declare function hideSecrets(json: string): string;
/** Whether any segment of a path names a secret, which must never be shown. */
export declare function isSecret(segments: readonly (string | number)[]): boolean;
/** The JSON text of a value without its secrets, including those in strings that contain JSON themselves. */
export declare function stringifyWithoutSecrets(value: unknown): string;
/** Rewrites JSON text without its secrets; undefined when it has none, or is not a JSON object or list. */
export declare function rewriteWithoutSecrets(json: string): string | undefined;
