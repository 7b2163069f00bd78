import type { Expression } from '../../language/ast.ts';
/** The exception to write in place of a suppression. Its reason and its end are for the author to say. */
export declare function proposeException(suppression: Expression): string;
/** The same for a suppression that may not be about findings; undefined if it is not. */
export declare function proposeForFindings(suppression: Expression): string | undefined;
