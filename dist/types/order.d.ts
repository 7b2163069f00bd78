/** Compares by UTF-16 code units, as RFC 8785 requires of canonical JSON. */
export declare function compareText(a: string, b: string): -1 | 0 | 1;
