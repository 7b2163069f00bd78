'use strict';

const read = require('./chunk-read.cjs');

// A report as it is saved. It carries the version of its format, because other programs and later releases read it.



/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
const REPORT_VERSION = 1;

/** What reports are that were written before they had a version. */
const UNVERSIONED = 1;





function saveReport(report        )              {
  return { reportVersion: REPORT_VERSION, ...report }
}

/** The version of a saved report, which may be later than what this release reads; undefined if the value is no report. */
function readReportVersion(saved         )                     {
  const version = read.own(saved, 'reportVersion') ?? UNVERSIONED;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined
  // What a later version holds is not known here.
  const isReport = version > REPORT_VERSION || (Array.isArray(read.own(saved, 'alerts')) && typeof read.own(saved, 'verdict') === 'string');
  return isReport ? version : undefined
}

exports.REPORT_VERSION = REPORT_VERSION;
exports.readReportVersion = readReportVersion;
exports.saveReport = saveReport;
