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
/** Parses a package URL; otherwise `why` continues a sentence that begins with it. */
export declare function parsePurl(text: string): Purl | {
    readonly why: string;
};
