import { type Diagnostic } from '../diagnostic.ts';
import { type Document, type Node, type RuleFile } from './document.ts';
/** One of these keys at the beginning of a line, or of an object in JSON. */
export declare function keyAmong(keys: readonly string[]): RegExp;
/** Returns undefined for a rule file, however wrong it is. For any other file, returns what to say about it. */
export declare function tellOther(file: RuleFile, document: Document): readonly Diagnostic[] | undefined;
/** How a kind of file is told from others. */
export interface Form {
    readonly isOurs: (root: Node) => boolean;
    /** A key that hardly any other file has, at the beginning of a line or of an object. */
    readonly ownKey: RegExp;
    readonly kind: string;
    /** What such a file holds: one of it, and in all its forms. */
    readonly one: string;
    readonly expected: string;
    readonly help: string;
}
/** Returns undefined for a file of this form, however wrong it is. For any other file, returns what to say, and nothing of it. */
export declare function tellStranger(file: RuleFile, document: Document, form: Form): readonly Diagnostic[] | undefined;
