import type { Fields } from '../language/vocabulary.ts';
import { type Finding, type SeverityCounts } from './finding.ts';
import { type Page } from './page.ts';
/** One answer of DescribeImageScanFindings and where it was read. */
export interface Answer {
    readonly origin: string;
    readonly body: Fields;
}
/** Which image was asked about, where it was asked and not only answered. */
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
/** What was read of one image's scan. */
export interface Scan {
    readonly pages: readonly Page[];
    /** Absent for pages from a file, which say themselves what they are about. */
    readonly subject?: Subject;
    /** What went wrong in the reading. */
    readonly gaps?: readonly string[];
    readonly notes?: readonly string[];
    /** Whether the list was read again and again and stayed empty, so that it needs no other proof. */
    readonly stayedEmpty?: boolean;
}
/** An image under judgement, with everything its scan said. */
export interface Image {
    /** `registry/repository:tag@digest`; the registry is its account id alone where the answer names no Region. */
    readonly uri: string;
    readonly registryId: string | null;
    readonly repositoryName: string | null;
    readonly digest: string | null;
    /** The digest of the index that lists the image; null where it is in none, or it is not known. */
    readonly indexDigest: string | null;
    readonly tags: readonly string[];
    /** `linux/arm64` as the index has it, or the scanner's word such as DEBIAN_12. */
    readonly platform: string | null;
    readonly region: string | null;
    /** ECR's ScanStatus as it came; null when the answer had none. */
    readonly status: string | null;
    /** When the scan was completed, ISO 8601. */
    readonly scannedAt: string | null;
    readonly findings: readonly Finding[];
    /** Open findings of all pages. */
    readonly severityCounts: SeverityCounts;
    /** Why this image cannot be judged completely; empty when it can. */
    readonly gaps: readonly string[];
    readonly notes: readonly string[];
    readonly event: Fields;
}
/** Whether an object looks like an answer of DescribeImageScanFindings at all. */
export declare function isAnswer(value: Fields): boolean;
/** The events to explain: an answer of DescribeImageScanFindings as the events its image is judged by, any other as it is. */
export declare function toJudgedEvents(value: Fields, readAt: string): readonly Fields[];
/** Puts the pages of each image together. `readAt` is the time of reading, which becomes the event's time. */
export declare function readImages(answers: readonly Answer[], readAt: string): readonly Image[];
/** Makes an image of what was read of its scan. `readAt` is the time of reading, which becomes the event's time. */
export declare function readImage(scan: Scan, readAt: string): Image;
/** The fields that the event of an image can have; nobody called it, so it names no user and no error. */
export declare const SCAN_EVENT_FIELDS: string[];
/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
export declare function toFindingEvents(image: Image): Generator<Fields>;
/** What a recorded DescribeImageScanFindings event was about: registry, repository and digest in one text. */
export declare function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string;
/** The part of an image's URI that a person tells images apart by: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export declare function nameImage(uri: string): string;
/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
export declare function namePlatformImage({ uri, platform, indexDigest }: Pick<Image, 'uri' | 'platform' | 'indexDigest'>): string;
/** Names by which a person tells these images apart. */
export declare function nameImages(images: readonly Pick<Image, 'uri' | 'platform' | 'indexDigest'>[]): readonly string[];
/**
 * What has to stand before each of these names: nothing, or the registry's host and a slash. The same repository may be in several
 * registries, and then only the host tells which is meant.
 */
export declare function needHosts(images: readonly Pick<Image, 'uri'>[], names: readonly string[]): readonly string[];
