import { type Artifact } from './artifact.js';
/** The media types of an index: OCI's and Docker's. */
export declare const INDEX_TYPES: readonly string[];
/** All media types that the gate can read. */
export declare const MANIFEST_TYPES: readonly string[];
export interface IndexEntry {
    readonly digest: string;
    /** `os/architecture`, with `/variant` where there is one; null when the entry names no platform. */
    readonly platform: string | null;
    /** Whether the entry is an attestation about an image rather than an image. */
    readonly attestation: boolean;
    /** Set if the index says that the entry is an artifact beside the images. That alone does not exempt it from being judged. */
    readonly artifact?: true;
}
/** What an image is made of; null where its manifest does not say it. */
export interface Contents {
    /** The digests of its layers, from the lowest on. */
    readonly layers: readonly string[] | null;
    readonly config: {
        readonly digest: string;
        readonly size: number;
    } | null;
    /** The base image that it claims, as its builder wrote it: hostile text that only explains. */
    readonly builtOn?: string;
}
export type Manifest = ({
    readonly kind: 'image';
} & Contents) | ({
    readonly kind: 'artifact';
} & Artifact) | {
    readonly kind: 'index';
    readonly entries: readonly IndexEntry[];
}
/** `problem` is one sentence. */
 | {
    readonly kind: 'unreadable';
    readonly problem: string;
};
/** Reads a manifest. An entry of an index counts as an image unless its platform and its annotation both say that it is not. */
export declare function readManifest(text: string, mediaType: string | undefined): Manifest;
/** The digest of an image's configuration, which is the same however its layers are compressed; undefined if the manifest names none. */
export declare function readConfigDigest(text: string): string | undefined;
/** Whether a runtime would use an entry of this platform when asked for another; without a variant in `asked`, any matches. */
export declare function isPlatform(platform: string, asked: string): boolean;
