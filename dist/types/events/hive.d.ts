/** A column or a partition key of a table, as GetTableMetadata names it. */
export interface TableColumn {
    readonly name: string;
    readonly type: string;
}
export type HiveType = {
    readonly kind: 'plain';
    readonly name: string;
} | {
    readonly kind: 'list';
    readonly item: HiveType;
} | {
    readonly kind: 'struct';
    readonly fields: ReadonlyMap<string, HiveType>;
} | {
    readonly kind: 'map';
};
/** Reads a type; undefined for a text that is none. */
export declare function parseHiveType(text: string): HiveType | undefined;
/** Whether a column of this type holds any text as it is: neither cut off nor filled up with spaces. */
export declare function isWholeText(type: HiveType | undefined): boolean;
/** Whether a column of this type holds text. */
export declare function isText(type: HiveType | undefined): boolean;
