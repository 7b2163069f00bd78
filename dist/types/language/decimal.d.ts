/** An optional minus, digits and an optional fraction. */
export declare const DECIMAL: RegExp;
/** All spellings of one number have the same canonical digits. */
export declare function canonicalDecimal(text: string): string;
/** Whether a double holds a decimal, so that no digit is lost when it is read as a number. */
export declare function isDouble(text: string): boolean;
/** The digits of a number, without an exponent. */
export declare function toDecimal(number: number): string;
/** Compares two decimals: negative, zero or positive, like their difference. */
export declare function compareDecimals(a: string, b: string): number;
