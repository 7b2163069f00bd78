import { type Operator } from './operators.ts';
export declare const isSign: (word: string) => boolean;
export declare function isOperator(word: string): word is Operator;
/** An operator of another language: what to tell who writes it, and what to write instead, if there is anything. */
export interface ForeignOperator {
    readonly help: string;
    readonly right?: Operator;
}
export declare const FOREIGN: ReadonlyMap<string, ForeignOperator>;
/** The characters of signs, of operators here and elsewhere, as in the brackets of a regular expression. */
export declare const SIGNS: string;
/** Regular expression source for any operator. A word must not go on with one of the characters in `more`. */
export declare function operatorPattern(more: string): string;
