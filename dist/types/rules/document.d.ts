import { type Diagnostic } from '../diagnostic.ts';
interface Located {
    /** UTF-16 offset in the file. */
    readonly offset: number;
}
export interface MapNode extends Located {
    readonly kind: 'map';
    readonly entries: readonly {
        readonly key: string;
        readonly keyOffset: number;
        readonly value: Node;
    }[];
}
export interface ListNode extends Located {
    readonly kind: 'list';
    readonly items: readonly Node[];
}
export interface ScalarNode extends Located {
    readonly kind: 'scalar';
    readonly value: unknown;
    readonly end: number;
}
export type Node = MapNode | ListNode | ScalarNode;
export interface RuleFile {
    readonly path: string;
    readonly text: string;
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
