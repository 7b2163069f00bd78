import { type Fields } from '../json.ts';
import type { Image } from './image.ts';
import { type Page } from './page.ts';
/** One answer of DescribeImageScanFindings, and where it was read from. */
export interface Answer {
    readonly origin: string;
    readonly body: Fields;
}
/** The image that this run asked ECR about. */
export interface RequestedImage {
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
    readonly requested?: RequestedImage;
    /** What went wrong while reading. */
    readonly gaps?: readonly string[];
    readonly notes?: readonly string[];
    /** Whether the list stayed empty over repeated readings, so that it needs no other proof. */
    readonly stayedEmpty?: boolean;
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
