/** Tests whether an address lies in a CIDR block; undefined for a value that is not an IP address. */
export type Block = (value: string) => boolean | undefined;
/** Parses `10.0.0.0/8` or `fd00::/8`; undefined when the text is not a CIDR block. */
export declare function parseBlock(text: string): Block | undefined;
