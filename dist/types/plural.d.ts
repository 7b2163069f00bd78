/** The form of a word that agrees with a count: `finding` or `findings`, `was` or `were`. */
export declare function agree(count: number, one: string, many?: string): string;
/** A count with what it counts: `1 finding`, `2 findings`. */
export declare function plural(count: number, one: string, many?: string): string;
