import { type Problem } from '../diagnostic.js';
import { type TableColumn } from './hive.js';
/** What AWS says of a table (GetTableMetadata). */
export interface Table {
    readonly database: string;
    readonly name: string;
    readonly columns: readonly TableColumn[];
    readonly partitionKeys: readonly TableColumn[];
    readonly parameters: Readonly<Record<string, string>>;
}
/** Whose events are asked for, and of when. Times are milliseconds since 1970. */
export interface Reach {
    readonly from: number;
    readonly to: number;
    /** Empty: those of every Region that the table has. */
    readonly regions: readonly string[];
    /** Undefined: those of every account that the table has. */
    readonly account: string | undefined;
}
/** What partitions say of a query. */
export interface Partitions {
    /** Conditions, all of which hold for every partition that is asked for. */
    readonly conditions: readonly string[];
    /** Whether the partitions are those of the Regions, and of the account. */
    readonly isOf: {
        readonly regions: boolean;
        readonly account: boolean;
    };
    /** What makes the query read more than it needs, in words. */
    readonly notes: readonly string[];
    /** What was asked for and is not in the table, in words. */
    readonly gaps: readonly string[];
    /** Whether a key that is not understood may stand for days, and no other does. Then only rows tell which days the table has. */
    readonly hidesDays: boolean;
}
/** Whether Athena finds the partitions itself. Otherwise somebody adds them. */
export declare function isProjected({ parameters }: Table): boolean;
/** The keys of a year, a month and a day, as far as there are such; none without a year. */
export declare function calendarOf({ partitionKeys }: Table): readonly (TableColumn | undefined)[];
/** The key of a whole day. */
export declare function dayKeyOf({ partitionKeys }: Table): TableColumn | undefined;
/** The key of a Region. */
export declare function regionKeyOf({ partitionKeys }: Table): TableColumn | undefined;
/** A name in SQL. */
export declare function quoteName(name: string): string;
/** Bounds the partitions of a table. */
export declare function boundPartitions(table: Table, reach: Reach): Partitions | Problem;
/** Holds for the times of a reach, which CloudTrail writes in whole seconds. */
export declare function within({ from, to }: Reach): string;
/** Holds for the events of the Regions and the account of a reach. */
export declare function isOfPlace({ regions, account }: Reach): readonly string[];
