/** Parses JSON like JSON.parse, and throws like it, but keeps every digit of its numbers. */
export declare function parseExactly(json: string): unknown;
