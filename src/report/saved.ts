// A report as it is saved. It carries the version of its format, because other programs and later releases read it.

import { own } from '../json.ts'
import type { Report } from './report.ts'

/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
export const REPORT_VERSION = 1

/** What reports are that were written before they had a version. */
const UNVERSIONED = 1

export interface SavedReport extends Report {
  readonly reportVersion: typeof REPORT_VERSION
}

export function saveReport(report: Report): SavedReport {
  return { reportVersion: REPORT_VERSION, ...report }
}

/** The version of a saved report, which may be later than what this release reads; undefined if the value is no report. */
export function readReportVersion(saved: unknown): number | undefined {
  const version = own(saved, 'reportVersion') ?? UNVERSIONED
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined
  // What a later version holds is not known here.
  const isReport = version > REPORT_VERSION || (Array.isArray(own(saved, 'alerts')) && typeof own(saved, 'verdict') === 'string')
  return isReport ? version : undefined
}
