/** A package by its kind, its names and, if it has one, its version. */
export interface Purl {
    readonly type: string;
    readonly namespace: string;
    readonly name: string;
    readonly version: string;
    /** What else it asks for, such as `arch` or `distro`. */
    readonly qualifiers: ReadonlyMap<string, string>;
    readonly subpath: string;
}
/** Reads a package URL; undefined if it is none. */
export declare function parsePurl(text: string): Purl | undefined;
/** Names as they are compared: some registries take capital letters, and pypi underscores, for others. */
export declare function normal(type: string, namespace: string, name: string): Pick<Purl, 'type' | 'namespace' | 'name'>;
