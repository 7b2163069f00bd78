/**
 * Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. The result has
 * at most `limit` characters: what is spelled out is longer than it was, so it is cut last.
 */
export declare function printable(text: string, limit?: number): string;
/**
 * The same for JSON text. The escapes are JSON's own, so every value stays what it was; ASCII's controls are left alone,
 * because JSON has them between its parts only.
 */
export declare function printableJson(json: string): string;
/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
export declare function shorten(text: string, limit: number): string;
