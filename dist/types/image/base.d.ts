import type { Finding, SeverityCounts } from './finding.js';
import { type BaseImage, type Image } from './image.js';
/** A base image as it was read. */
export interface Base {
    readonly name: string;
    readonly digest: string;
    /** The image itself, or those of its index. */
    readonly variants: readonly Variant[];
}
/** An image under the name of a base image. */
export interface Variant {
    readonly digest: string;
    /** `os/architecture`; null where it is in no index, or its entry names no platform. */
    readonly platform: string | null;
    /** The digests of its layers; null where they are not known. */
    readonly layers: readonly string[] | null;
}
/** An image with what is known of its base image, and why none of these is its base image, if so. */
export interface Divided {
    readonly image: Image;
    readonly base?: {
        readonly base: Base;
        readonly variant: Variant;
    };
    readonly why?: string;
}
/** Tells the findings of an image that came with its base image. Of several that it may have been built on, the one with the most layers is it. */
export declare function divideByBase(image: Image, bases: readonly Base[]): Divided;
/**
 * The layers of an image that are certainly of its base image. A layer that the image has once more after those of the base image may be
 * either.
 */
export declare function layersOfBase({ contents, baseImage }: Pick<Image, 'contents' | 'baseImage'>): ReadonlySet<string>;
/** A base image as people recognize it: `payments/base:1.2@sha256:4f1c9a7be2d0`. */
export declare function nameBase({ name, digest }: Pick<BaseImage, 'name' | 'digest'>): string;
/** What the tag of a base image names by now, which is another image. */
export interface NewerBase {
    /** Null where the tag names none, or that cannot be read. */
    readonly digest: string | null;
    /** The findings of it that would stand against the image; null where they are not known. */
    readonly severityCounts: SeverityCounts | null;
    /** Why they are not known. */
    readonly why: string | null;
}
/** Whether a finding would stand against an image if it were not let through for coming with the base image, or for being known. */
export declare function standsAgainst({ decision }: Finding): boolean;
