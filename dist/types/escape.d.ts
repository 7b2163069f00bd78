/** Spells out every character that a terminal would obey or a reader would not see: `\u{1b}[2J` for an escape sequence. */
export declare function printable(text: string): string;
/** The same for JSON text on one line: the escapes are JSON's own, so every value stays what it was. ASCII's controls stand only between its parts. */
export declare function printableJson(json: string): string;
/** Cuts text to at most `limit` characters, the last one an ellipsis when something was cut. */
export declare function shorten(text: string, limit: number): string;
/** Escapes text for GitHub's Markdown, in a table cell too: no markup, link, mention, reference, emoji or image survives. */
export declare function markdown(text: string): string;
