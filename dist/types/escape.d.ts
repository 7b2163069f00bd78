/**
 * Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. The result has
 * at most `limit` characters: spelling out makes text longer, so it is cut again afterwards.
 */
export declare function printable(text: string, limit?: number): string;
/**
 * The same for JSON text, with JSON's own escapes, so that no value changes. ASCII control characters are left alone, because
 * valid JSON has them only between tokens.
 */
export declare function printableJson(json: string): string;
/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
export declare function shorten(text: string, limit: number): string;
