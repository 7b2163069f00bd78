export interface Purl {
    readonly type: string;
    /** Decoded, its segments joined by slashes; null if there is none. */
    readonly namespace: string | null;
    readonly name: string;
    readonly version: string | null;
    readonly qualifiers: ReadonlyMap<string, string>;
    readonly subpath: string | null;
}
/** Whether a text is meant as a package URL. */
export declare function meansPurl(text: string): boolean;
/** Names as they are compared: for some types capital letters, and for pypi underscores, make no other name. */
export declare function normal(type: string, namespace: string, name: string): {
    readonly namespace: string;
    readonly name: string;
};
/** Parses a package URL; otherwise `why` continues a sentence that begins with it. */
export declare function parsePurl(text: string): Purl | {
    readonly why: string;
};
