/** The token at `offset`, or undefined at the end of the text. */
export declare function tokenAt(text: string, offset: number): string | undefined;
/** What a sticky expression finds at `offset`. */
export declare function match(pattern: RegExp, text: string, offset: number): string | undefined;
export declare function skipSpaces(text: string, offset: number): number;
/** Whether a token joins clauses, here or in another language. */
export declare function isJoin(token: string): boolean;
/** The token behind the spaces at `offset`, as a message names it. */
export declare function found(text: string, offset: number): string;
