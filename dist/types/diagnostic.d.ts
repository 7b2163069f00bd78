export type Level = 'error' | 'warning' | 'note';
/** A problem without a place: `kind` is its stable name in kebab case, `help` says how to fix it. */
export interface Problem {
    readonly level: Level;
    readonly kind: string;
    readonly message: string;
    readonly help?: string;
}
/** A mistake in what was asked for, which its author can mend. */
export declare function usageProblem(message: string, help?: string): Problem;
/** A place in a file; line and column count from 1, the column in characters. Recorded data has no excerpt. */
export interface Place {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    /** The line, or the part of a long line around the place. */
    readonly excerpt?: string;
    /** The column at which the excerpt begins, if it is not the first. */
    readonly excerptColumn?: number;
}
/** The same place, where the line may hold what must not be shown. */
export declare function withoutExcerpt({ file, line, column }: Place): Place;
export interface Diagnostic extends Problem {
    /** Where it is: a place in a file, or only the file's name when the problem is the file itself. */
    readonly at?: Place | string;
}
/** Called with each diagnostic as soon as it is known. */
export type Tell = (diagnostic: Diagnostic) => void;
/** Tells each diagnostic, and adds it to the list. */
export declare function collectInto(diagnostics: Diagnostic[], tell: Tell): Tell;
/** The place of the character at `offset` (UTF-16 units) in `text`. */
export declare function locate(file: string, text: string, offset: number): Place;
/** `file:line:column`, or the file alone. */
export declare function formatPlace(at: Place | string): string;
/** A diagnostic on one line: its place, its message, and how to fix it. */
export declare function toReason({ at, message, help }: Pick<Diagnostic, 'at' | 'message' | 'help'>): string;
/**
 * Renders a diagnostic for a person, without a trailing line break:
 * ```
 * rule.yml:4:20: expected a value after "=", found "=" [filter-syntax]
 *   |
 * 4 | filter: event_type == "cloudtrail"
 *   |                    ^
 *   help: equality is written with one "=": event_type = "cloudtrail"
 * ```
 */
export declare function renderDiagnostic(diagnostic: Diagnostic): string;
/** Renders diagnostics below one another for standard error; an empty string if there are none. */
export declare function renderDiagnostics(diagnostics: readonly Diagnostic[]): string;
/** Sorts the diagnostics of a file in its order, the order in which people fix them. */
export declare function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number;
/** Quotes a word of the user for a message, made printable and shortened. */
export declare function quote(text: string): string;
/** `a, b and c`. */
export declare function listOf(words: readonly string[]): string;
/** The candidate that `word` was probably meant to be, if one is near enough. */
export declare function suggest(word: string, candidates: Iterable<string>): string | undefined;
/** `did you mean "severity"?`, or a list of what is known when nothing is near. */
export declare function didYouMean(word: string, candidates: readonly string[]): string;
