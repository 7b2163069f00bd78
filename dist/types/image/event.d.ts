import { type Fields } from '../json.ts';
import type { FieldTree } from '../language/vocabulary.ts';
import { type Finding, type SeverityCounts } from './finding.ts';
import type { Identity, Image } from './image.ts';
import { type ListName, type Page } from './page.ts';
/** The fields that an image's event can have. It records no actual call, so it names no user and no error. */
export declare const SCAN_EVENT_FIELDS: string[];
/**
 * Builds the event that CloudTrail would have recorded, with the answer as its response, so that the filters that Threat Stack wrote
 * for the recorded call work unchanged on the live answer.
 */
export declare function toScanEvent(pages: readonly Page[], counts: SeverityCounts, identity: Identity, readAt: string): Fields;
/** One event for each finding of an image that counts, with the fields of the finding and of its image. */
export declare function toFindingEvents(image: Image): Generator<Fields>;
/** Returns what makes the event of a finding of this image, whether it counts or not. */
export declare function findingEventsOf({ uri, registryId, repositoryName, digest, tags, platform, event }: Image): (finding: Finding) => Fields;
/** The event of an image with only those entries of its lists, and only those counts. */
export declare function withCounts(event: Fields, counts: SeverityCounts, keeps: (list: ListName, position: number) => boolean): Fields;
/** The fields of the event by which a rule judges a finding. */
export declare const FINDING_FIELDS: FieldTree;
