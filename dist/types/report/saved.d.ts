import type { Report } from './report.js';
/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
export declare const REPORT_VERSION = 1;
export interface SavedReport extends Report {
    readonly reportVersion: typeof REPORT_VERSION;
}
export declare function saveReport(report: Report): SavedReport;
/** The version of a saved report, which may be later than what this release reads; undefined if the value is no report. */
export declare function readReportVersion(saved: unknown): number | undefined;
