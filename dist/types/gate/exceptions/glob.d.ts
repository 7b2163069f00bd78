/**
 * Returns a test for strings that a pattern matches as a whole: `*` stands for any characters but `/`, `**` for any, and every other
 * character for itself.
 */
export declare function compileGlob(pattern: string): (text: string) => boolean;
