/** Puts JSON text on one line by removing white space between tokens; text already on one line stays unchanged. */
export declare function onOneLine(json: string): string;
/** The deepest nesting of an event. JSON.parse has no limit, but JSON.stringify overflows the stack at a few thousand levels. */
export declare const MOST_DEPTH = 1000;
/** Whether JSON text is nested deeper than an event may be. */
export declare function isTooDeep(json: string): boolean;
/**
 * The offset of the quote that closes the string whose content begins at `start`: the first one after an even number of backslashes.
 */
export declare function endOfText(json: string, start: number): number;
