export type Sign = -1 | 0 | 1;
/** Which of two versions is later; undefined if one of them cannot be read. */
export type Order = (a: string, b: string) => Sign | undefined;
/** An order for versions that are first parsed; what cannot be parsed has no place in it. */
export declare function orderBy<T>(parse: (text: string) => T | undefined, compare: (a: T, b: T) => Sign): Order;
/** Compares whole numbers of any size. None at all is zero. */
export declare function compareDigits(a: string, b: string): Sign;
export declare function compareNumbers(a: number, b: number): Sign;
/** Compares from left to right, up to the first difference. The shorter list goes on with undefined. */
export declare function compareLists<T>(a: readonly T[], b: readonly T[], compare: (a: T | undefined, b: T | undefined) => Sign): Sign;
/** Compares lists of numbers; one that is not there is zero. */
export declare function compareDigitLists(a: readonly string[], b: readonly string[]): Sign;
/** A part of a version: its kind, where that decides, and what decides between parts of one kind. */
export interface Part {
    readonly rank: number;
    readonly digits?: string;
    readonly text?: string;
}
/** Compares lists of parts; the rank of what is not there says what comes before the end, and what after it. */
export declare function comparePartLists(a: readonly Part[], b: readonly Part[], rankOfEnd: number): Sign;
