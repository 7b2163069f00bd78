import { type Diagnostic } from '../diagnostic.ts';
import type { Fields } from '../language/vocabulary.ts';
import { type MapNode, type Node, type RuleFile } from './document.ts';
/** Reads the fields of one map, and reports each value that is not what it should be. A null counts as absent. */
export interface Reader {
    readonly text: (key: string) => string | undefined;
    /** A text that may be empty, as in rules that the API exports. */
    readonly note: (key: string) => string | undefined;
    readonly boolean: (key: string) => boolean | undefined;
    readonly integer: (key: string, least: number, most?: number) => number | undefined;
    readonly choice: <T extends string>(key: string, choices: readonly T[]) => T | undefined;
    readonly list: (key: string) => readonly Node[];
    readonly texts: (key: string) => readonly {
        readonly value: string;
        readonly node: Node;
    }[] | undefined;
    readonly map: (key: string) => Fields | undefined;
    readonly missing: (key: string, help: string, owner?: string) => undefined;
}
export declare function createReader(file: RuleFile, map: MapNode, report: (diagnostic: Diagnostic) => undefined): Reader;
/** Whether a value is a text that says something. */
export declare function isText(value: unknown): value is string;
