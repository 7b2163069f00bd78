/** The choice that a text names, in any letter case; undefined if it names none. */
export declare function readChoice<T extends string>(text: unknown, choices: readonly T[]): T | undefined;
