import type { Fields } from '../language/vocabulary.ts';
import { type Finding, type SeverityCounts } from './finding.ts';
import { type Page } from './page.ts';
/** One answer of DescribeImageScanFindings, and where it was read from. */
export interface Answer {
    readonly origin: string;
    readonly body: Fields;
}
/** The image that this run asked ECR about. */
export interface Subject {
    readonly registryId: string;
    readonly region: string;
    readonly repositoryName: string;
    readonly tag: string | null;
    readonly digest: string;
    /** `os/architecture` of the index's entry; null when the image is in no index. */
    readonly platform: string | null;
    readonly indexDigest: string | null;
}
/** What was read about one image's scan. */
export interface Scan {
    readonly pages: readonly Page[];
    /** Absent for pages from a file, which name their image themselves. */
    readonly subject?: Subject;
    /** What went wrong while reading. */
    readonly gaps?: readonly string[];
    readonly notes?: readonly string[];
    /** Whether the list stayed empty over repeated readings, so that it needs no other proof. */
    readonly stayedEmpty?: boolean;
}
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
    /** ECR's ScanStatus, unchanged; null when the answer had none. */
    readonly status: string | null;
    /** When the scan was completed, ISO 8601. */
    readonly scannedAt: string | null;
    readonly findings: readonly Finding[];
    /** Open findings of all pages. */
    readonly severityCounts: SeverityCounts;
    /** Why this image cannot be judged completely; empty when it can. */
    readonly gaps: readonly string[];
    readonly notes: readonly string[];
    /** The names of findings that its kind of scan does not deliver. */
    readonly lacks: readonly string[];
    readonly event: Fields;
}
/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
export declare function isAnswer(value: Fields): boolean;
/** The events to explain: for an answer of DescribeImageScanFindings the events its image is judged by, otherwise the value itself. */
export declare function toJudgedEvents(value: Fields, readAt: string): readonly Fields[];
/**
 * Groups pages by what they are about, and reads each group as an image. An image of two tags or two Regions is as many images,
 * because a rule may ask for either. `readAt` is the time of reading, which becomes the event's time.
 */
export declare function readImages(answers: readonly Answer[], readAt: string): readonly Image[];
/** Builds an image from what was read about its scan. `readAt` is the time of reading, which becomes the event's time. */
export declare function readImage(scan: Scan, readAt: string): Image;
/** The fields that an image's event can have. It records no actual call, so it names no user and no error. */
export declare const SCAN_EVENT_FIELDS: string[];
/** One event for each open finding of an image, with the fields of the finding and of its image. */
export declare function toFindingEvents(image: Image): Generator<Fields>;
/** A key that identifies an image: registry, repository and digest in one text. */
export declare function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string;
/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export declare function nameImage(uri: string): string;
/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
export declare function namePlatformImage({ uri, platform, indexDigest }: Pick<Image, 'uri' | 'platform' | 'indexDigest'>): string;
/** Names by which people can tell these images apart. */
export declare function nameImages(images: readonly Pick<Image, 'uri' | 'platform' | 'indexDigest'>[]): readonly string[];
/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
export declare function needHosts(images: readonly Pick<Image, 'uri'>[], names: readonly string[]): readonly string[];
