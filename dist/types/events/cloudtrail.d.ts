import type { Fields } from '../language/vocabulary.ts';
/** Any JSON object with an `eventSource` is an event of type cloudtrail. */
export declare function isCloudTrail(event: Fields): boolean;
/**
 * The text of the record inside a LookupEvents result, undefined for any other object. The result's own EventName,
 * Username and ReadOnly repeat what the record says.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
export declare function lookupRecord(value: Fields): string | undefined;
/** A record ready for matching: parameters that travelled as JSON in text are objects, everything else is as it was. */
export declare function toEvent(record: Fields): Fields;
/** Whether parameters that travelled as JSON in text could not be parsed, so that no filter saw what they hold. */
export declare function hasUnreadText(event: Fields): boolean;
/** Milliseconds since 1970 of the event, undefined when it carries no readable eventTime. */
export declare function timeOf(event: Fields): number | undefined;
/** An instant as CloudTrail writes it, in UTC, with a fraction only where there is one. */
export declare function formatInstant(milliseconds: number): string;
/** The time on the clock as CloudTrail records it, in whole seconds: an image's event has the shape of the events beside it. */
export declare function formatSecond(now: Date): string;
/** ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
export declare function toIsoTime(value: unknown): string | null;
/** The text that one of Threat Stack's names has on an event; null where it has none. */
export declare function textOfAlias(event: Fields, name: string): string | null;
/** Threat Stack's names beside CloudTrail's own; they exist on CloudTrail events only. */
export declare const CLOUDTRAIL_ALIASES: ReadonlyMap<string, (event: Fields) => unknown>;
