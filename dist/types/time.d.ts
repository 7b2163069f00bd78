/** Converts an ISO 8601 timestamp with a zone to milliseconds since 1970; undefined for anything else, such as 30 February. */
export declare function toInstant(value: unknown): number | undefined;
/** Formats an instant as CloudTrail does: in UTC, with a fraction of a second only where there is one. */
export declare function formatInstant(milliseconds: number): string;
/** Formats a time in whole seconds, as CloudTrail records it, so that an image's event looks like recorded events. */
export declare function formatSecond(now: Date): string;
/** Reads an instant of an ECR answer. ECR sends seconds since 1970; tools that print its answers write ISO 8601. */
export declare function toIsoTime(value: unknown): string | null;
export declare const DAY_MILLISECONDS = 86400000;
/** When something ends: a day such as `2027-01-31`, or `never`; undefined for a value that does not say it. */
export declare function toEnd(value: unknown): string | undefined;
/** The instant at which a day such as `2027-01-31` ends in UTC, in milliseconds since 1970; undefined for what is no day. */
export declare function endOfDay(day: string): number | undefined;
/** How far a time may be ahead of this machine's clock: clocks differ by seconds, seldom by minutes. */
export declare const MOST_SKEW_SECONDS = 300;
/** The longest that a policy can give somebody, in seconds: ten years have an end that somebody lives to see. */
export declare const LONGEST_SECONDS: number;
/** The seconds of a duration such as `90s`, `10m`, `24h` or `7d`; undefined for anything else. */
export declare function parseDuration(text: string): number | undefined;
