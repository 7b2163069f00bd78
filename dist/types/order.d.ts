/** Compares by UTF-16 code units. */
export declare function compareText(a: string, b: string): number;
