import { type Diagnostic } from '../diagnostic.js';
import { type FileKind } from './kind.js';
import type { Stored } from './reference.js';
interface Located {
    /** UTF-16 offset in the file. */
    readonly offset: number;
    /** The offset after its last character; comments and spaces behind it are not part of it. */
    readonly end: number;
}
interface Collection extends Located {
    /** Whether it is written in brackets, as in JSON. */
    readonly isFlow: boolean;
}
export interface MapNode extends Collection {
    readonly kind: 'map';
    readonly entries: readonly {
        readonly key: string;
        readonly keyOffset: number;
        readonly value: Node;
    }[];
}
export interface ListNode extends Collection {
    readonly kind: 'list';
    readonly items: readonly Node[];
}
export interface ScalarNode extends Located {
    readonly kind: 'scalar';
    readonly value: unknown;
}
export type Node = MapNode | ListNode | ScalarNode;
export interface RuleFile {
    readonly path: string;
    readonly text: string;
    /** What of the file is rules, where that is a part of it, which has been parsed already. */
    readonly part?: MapNode;
    /** What messages call the file; a rule file if it is absent. */
    readonly kind?: FileKind;
    /** What it was read from, if it is none on disk. */
    readonly stored?: Stored;
}
/** `quotes`: whether the messages may quote the file. */
export type Document = {
    readonly root: Node;
} | {
    readonly diagnostics: readonly Diagnostic[];
    readonly quotes: boolean;
};
/** Parses a file; every syntax error has its place. */
export declare function parseFile(file: RuleFile): Document;
/** The plain JSON value of a node. */
export declare function toValue(node: Node): unknown;
/** The entry of a map by its key. */
export declare function entryOf(node: MapNode, key: string): MapNode['entries'][number] | undefined;
/** Describes a node in a message such as "expected …, found a list". */
export declare function describe(node: Node): string;
/**
 * Maps an offset in a scalar's value to an offset in the file; the end of the value maps to the offset after its last character.
 * YAML folds, indents and escapes text, but only adds and removes white space: the nth other character is the same in both.
 */
export declare function offsetInFile(file: RuleFile, scalar: ScalarNode, offset: number): number;
export declare function fault(file: RuleFile, offset: number, kind: string, message: string, help?: string, level?: Diagnostic['level']): Diagnostic;
export {};
