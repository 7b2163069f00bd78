import { type Diagnostic } from '../diagnostic.ts';
import { type MapNode, type Node, type RuleFile } from './document.ts';
import { type Exception } from './exception.ts';
interface ExceptionEntry {
    readonly exception?: Exception;
    readonly node?: MapNode;
    readonly diagnostics: readonly Diagnostic[];
}
/** Reads an exception. */
export declare function readException(file: RuleFile, node: Node): ExceptionEntry;
export {};
