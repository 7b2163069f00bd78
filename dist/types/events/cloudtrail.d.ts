import type { Fields } from '../language/vocabulary.ts';
/** Any JSON object with an `eventSource` is an event of type cloudtrail. */
export declare function isCloudTrail(event: Fields): boolean;
/**
 * The text of the record inside a LookupEvents result; undefined for any other object. The result's own EventName, Username and
 * ReadOnly only repeat the record.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
export declare function lookupRecord(value: Fields): string | undefined;
/** Prepares a record for matching: parameters that arrived as JSON text become objects, everything else is unchanged. */
export declare function toEvent(record: Fields): Fields;
/** Whether an event still has parameters as JSON text that could not be parsed, so that no filter saw their content. */
export declare function hasUnreadText(event: Fields): boolean;
/** The event's time in milliseconds since 1970; undefined when it has no readable eventTime. */
export declare function timeOf(event: Fields): number | undefined;
/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
export declare function formatInstant(milliseconds: number): string;
/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
export declare function formatSecond(now: Date): string;
/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
export declare function toIsoTime(value: unknown): string | null;
/** The value of one of Threat Stack's names for an event; null where it is absent or not a text. */
export declare function textOfAlias(event: Fields, name: string): string | null;
/** Threat Stack's names for fields, in addition to CloudTrail's own. They exist on CloudTrail events only. */
export declare const CLOUDTRAIL_ALIASES: ReadonlyMap<string, (event: Fields) => unknown>;
