import { type Diagnostic, type Tell } from '../diagnostic.ts';
import { type MapNode, type Node, type RuleFile, type ScalarNode } from './document.ts';
import { type Table, type Values } from './fields.ts';
/** Reads every field of the table; absent, null and invalid fields are undefined. `owner` names the map in messages. */
export declare function readMap<T extends Table>(file: RuleFile, map: MapNode, table: T, owner: string, tell: Tell): Values<T>;
/** The value of a key; undefined where it is absent or null. */
export declare function presentEntry(map: MapNode, key: string): Node | undefined;
/** Reports keys without a value, where leaving one out means more than its author does who wrote it. Required fields are told anyway. */
export declare function tellNulls(file: RuleFile, map: MapNode, table: Table, tell: Tell): void;
/** Reports a node that does not have the expected shape. */
export declare function wrongShape(file: RuleFile, node: Node, expected: string): Diagnostic;
/** Returns the scalars of a rule or an override that contain filters. */
export declare function filterNodes(node: MapNode): readonly ScalarNode[];
export declare function isTextNode(node: Node | undefined): node is ScalarNode;
/** Whether there is nothing in a value: it is absent, or an empty list. */
export declare function isEmpty(node: Node | undefined): boolean;
