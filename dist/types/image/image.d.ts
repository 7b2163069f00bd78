import type { Fields } from '../json.js';
import type { Finding, SeverityCounts } from './finding.js';
import type { Unsaid } from './intelligence.js';
import type { Contents } from './manifest.js';
import type { Entries } from './page.js';
/** An image under judgement, with everything its scan returned. */
export interface Image {
    /** `registry/repository:tag@digest`; the registry is only the account id where the answer names no Region. */
    readonly uri: string;
    readonly registryId: string | null;
    readonly repositoryName: string | null;
    readonly digest: string | null;
    /** The digest of the index that lists the image; null where there is none, or none is known. */
    readonly indexDigest: string | null;
    readonly tags: readonly string[];
    /** The platform in the index, such as `linux/arm64`, or the scanner's word, such as DEBIAN_12. */
    readonly platform: string | null;
    readonly region: string | null;
    /** What it is made of, as its manifest says; null where no manifest was read. */
    readonly contents: Contents | null;
    /** The image that it was built on; null where none is known. */
    readonly baseImage: BaseImage | null;
    /** ECR's ScanStatus, unchanged; null when the answer had none. */
    readonly status: string | null;
    /** When the scan was completed, ISO 8601. */
    readonly scannedAt: string | null;
    readonly findings: readonly Finding[];
    /** The open findings that count, of all pages. */
    readonly severityCounts: SeverityCounts;
    /** All open findings, whatever was decided about them. */
    readonly openSeverityCounts: SeverityCounts;
    /** Why this image cannot be judged completely; empty when it can. */
    readonly gaps: readonly string[];
    readonly notes: readonly string[];
    /** The names of findings that its kind of scan does not deliver. */
    readonly lacks: readonly string[];
    /** What Amazon Inspector did not say of its findings. */
    readonly unsaid: readonly Unsaid[];
    readonly event: Fields;
    /** To which findings the entries of the event's lists belong. */
    readonly entries: Entries;
}
/** The base image of an image. */
export interface BaseImage {
    /** `registry/repository:tag`, as the operator named it. */
    readonly name: string;
    /** The digest that the operator named: of an index, if it is one. */
    readonly digest: string;
    /** How many of the first layers of the image are its layers. */
    readonly layers: number;
}
/** By what an image is known. */
export type Identity = Pick<Image, 'registryId' | 'repositoryName' | 'digest' | 'region' | 'tags'>;
/** A key that identifies an image: registry, repository and digest in one text. */
export declare function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string;
/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export declare function nameImage(uri: string): string;
/** Names by which people can tell these images apart. */
export declare function nameImages(images: readonly Pick<Image, 'uri' | 'platform' | 'indexDigest'>[]): readonly string[];
/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
export declare function needHosts(images: readonly Pick<Image, 'uri'>[], names: readonly string[]): readonly string[];
