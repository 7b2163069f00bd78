import type { Fields } from '../language/vocabulary.ts';
import { type Finding, type SeverityCounts } from './finding.ts';
/** One answer of DescribeImageScanFindings and where it was read. */
export interface Answer {
    readonly origin: string;
    readonly body: Fields;
}
/** An image under judgement, with everything its scan said. */
export interface Image {
    /** `registry/repository:tag@digest`; the registry is its account id alone where the answer names no Region. */
    readonly uri: string;
    readonly registryId: string | null;
    readonly repositoryName: string | null;
    readonly digest: string | null;
    readonly tags: readonly string[];
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
/** The events of an image's open findings, one each, with the fields of a finding and of its image. */
export declare function toFindingEvents(image: Image): readonly Fields[];
/** What a recorded DescribeImageScanFindings event was about: registry, repository and digest in one text. */
export declare function imageKey(registryId: unknown, repositoryName: unknown, digest: unknown): string;
/** The part of an image's URI that a person tells images apart by: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
export declare function nameImage(uri: string): string;
