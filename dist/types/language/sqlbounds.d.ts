/** Two conditions that are true or false on every row: `upper` holds wherever what is meant holds, `lower` only where it does. */
export interface Bounds {
    readonly upper: string;
    readonly lower: string;
}
export declare const EVERY: Bounds;
export declare const NEVER: Bounds;
/** What SQL cannot tell. */
export declare const UNKNOWN: Bounds;
/** A condition that says what is meant; where it is null, it counts as false. */
export declare function exactly(condition: string): Bounds;
export declare function both(terms: readonly Bounds[]): Bounds;
export declare function eitherOf(terms: readonly Bounds[]): Bounds;
/** Where the upper bound of something does not hold, its opposite surely does. */
export declare function negate({ upper, lower }: Bounds): Bounds;
/** Bounds of something that cannot be told where a doubt holds. */
export declare function unless(doubt: Bounds, bounds: Bounds): Bounds;
/** A text in SQL. A quote is doubled, and nothing else is special: a backslash stands for itself. */
export declare function quoteSql(text: string): string;
