import { type Problem } from '../diagnostic.js';
/** An object as it was read. */
export interface StoredObject {
    /** `s3://bucket/key`. */
    readonly name: string;
    readonly arn: string;
    /** Null if the bucket kept no versions when it was written: another write may replace this one, and then nobody can read it again. */
    readonly versionId: string | null;
    readonly etag: string;
}
export interface ObjectReference {
    readonly kind: 'object';
    /** As it was given. */
    readonly text: string;
    readonly bucket: string;
    /** The key of an object, or a prefix that ends in a slash: all that is below it. */
    readonly key: string;
    readonly isPath: boolean;
    /** The version that is read; undefined: the newest. */
    readonly versionId: string | undefined;
    /** Who must own the bucket; undefined: whoever lets these credentials read it. */
    readonly account: string | undefined;
}
/** Reads a reference; a problem says what was found in its place. */
export declare function parseObject(text: string): ObjectReference | Problem;
/** What stands before the key in a reference. */
export declare function rootOf({ bucket, account }: Pick<ObjectReference, 'bucket' | 'account'>): string;
