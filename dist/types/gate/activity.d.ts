import { type Fields } from '../json.js';
/** The events of one actor and one API call. */
export interface ActivityRow {
    readonly user: string | null;
    readonly accountId: string | null;
    readonly eventName: string;
    readonly events: number;
    /** How many of the events failed: those with an errorCode other than `Success`. */
    readonly errors: number;
    /** The number of events in each bucket, in order; bucket 0 begins at `from`. Events without a readable time are left out. */
    readonly buckets: readonly (readonly [bucket: number, events: number])[];
}
export interface Activity {
    /** The beginning of the first bucket and the end of the last, ISO 8601. */
    readonly from: string;
    readonly to: string;
    readonly bucketSeconds: number;
    /** The busiest first. */
    readonly rows: readonly ActivityRow[];
    /** The number of events of all actors and calls that have no row of their own. */
    readonly others: number;
}
export interface ActivityTally {
    readonly see: (event: Fields) => void;
    /** Null when there was no event of Systems Manager with a readable time. */
    readonly activity: () => Activity | null;
}
export declare function startActivity(): ActivityTally;
/** The next larger bucket width, in seconds. */
export declare function widerThan(seconds: number): number;
