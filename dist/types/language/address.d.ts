/** A test for addresses inside a CIDR block; undefined when the text is no CIDR block. */
export type Block = (value: string) => boolean | undefined;
/** Reads `10.0.0.0/8` or `fd00::/8`. The block answers undefined for a value that is no IP address. */
export declare function parseBlock(text: string): Block | undefined;
