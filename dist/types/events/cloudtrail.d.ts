import { type Fields } from '../json.js';
import type { Path } from '../language/ast.js';
/** Fields that may arrive as JSON text, in CloudTrail's spelling and in that of the Athena table. */
export declare const JSON_IN_TEXT: readonly string[];
/** The host name of a service. */
export declare const SERVICE: RegExp;
/**
 * Whether an object is judged as an event of type cloudtrail: it has an `eventSource`, and is neither a message of another service,
 * such as a notification of S3 (`aws:s3`), nor one of CloudTrail's own that records no call.
 */
export declare function isCloudTrail(event: Fields): boolean;
/**
 * Whether an object is the record of a call as CloudTrail writes it: it has an `eventName`, and its `eventSource` is the host name of
 * a service. An eventVersion proves nothing, for copies may lack it. Anything else is judged as far as it can be, and is a gap.
 */
export declare function isRecord(event: Fields): boolean;
/** The types of CloudTrail's own events that record no call. */
export declare const NO_CALLS: readonly string[];
/** What CloudTrail writes beside the records of calls; rules do not judge it. */
export type Aside = 'aggregated event' | 'insight' | 'digest';
/** Which of them an object is; undefined for a record of a call and for anything that CloudTrail did not write. */
export declare function asideOf(value: Fields): Aside | undefined;
/**
 * The fields of an event whose content CloudTrail left out: `{"omitted": true, …}`, or the text for hidden values in place of all of
 * it. A single hidden value inside a field is not meant, because CloudTrail hides some of them always.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export declare function fieldsLeftOut(event: Fields): readonly string[];
/** Whether a value stands for a content that is not there; for a list, whether one of its items does. */
export declare function isLeftOut(value: unknown): boolean;
/** Whether an event has all that a path can find in it, when the content of some of its fields is left out. */
export declare function hasPath(event: Fields, left: readonly string[], [field, inner]: Path['segments']): boolean;
/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
export declare function lookupRecord(value: Fields): string | undefined;
/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
export declare function toEvent(record: Fields): Fields;
/** Whether an event still has parameters as JSON text that could not be read, so that no filter saw their content. */
export declare function hasUnreadText(event: Fields): boolean;
/** CloudTrail usually delivers events within this time but does not guarantee it; in milliseconds. */
export declare const DELIVERY: number;
/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
export declare function timeOf(event: Fields): number | undefined;
/** The value of one of Threat Stack's names for an event; null where it is absent or not a string. */
export declare function textOfAlias(event: Fields, name: string): string | null;
/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
export declare const CLOUDTRAIL_ALIASES: ReadonlyMap<string, (event: Fields) => unknown>;
