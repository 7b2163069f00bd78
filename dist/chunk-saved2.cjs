'use strict';

const node_crypto = require('node:crypto');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const saved = require('./chunk-saved.cjs');

// Reads a saved report. It is a file, and may come from anybody.



const MOST_BYTES = 256 * 1024 * 1024;
const WRITE_ONE = 'write one with ecr-gate check --json-file FILE';
const USE_LATER = 'read it with the release of ECR Gate that wrote it, or with a later one';







/** The report in a file, of which only its version is checked; or why there is none. */
async function readSavedReport(file        , world$1       )                                                        {
  const refuse = (message        , help         ) => ({
    problem: { level: 'error', kind: 'report', message, at: file, ...(help === undefined ? {} : { help }) }         ,
  });
  const text = await world.captureFault(() => world.readText(file, world$1.input, { limit: MOST_BYTES, help: WRITE_ONE }));
  if (text instanceof world.Fault) return refuse(`the report cannot be read (${text.message})`, text.diagnostic.help)
  const parsed = read.parseStrictly(text);
  if (parsed.kind === 'not-json') return refuse('the report cannot be read (it is not JSON)', WRITE_ONE)
  if (parsed.kind !== 'value') return refuse(`the report cannot be read (it ${parsed.problem})`, WRITE_ONE)
  const report = parsed.value;
  const version = saved.readReportVersion(report);
  if (version === undefined) return refuse('this is not a report of ECR Gate', WRITE_ONE)
  if (version > saved.REPORT_VERSION)
    return refuse(`this report has version ${version}, and this release reads version ${saved.REPORT_VERSION}`, USE_LATER)
  return { report: report          , digest: node_crypto.createHash('sha256').update(text, 'utf8').digest('hex') }
}

exports.readSavedReport = readSavedReport;
