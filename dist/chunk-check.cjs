'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const write = require('./chunk-write.cjs');
const wording = require('./chunk-wording.cjs');
const run = require('./chunk-run.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-world.cjs');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-saved.cjs');
require('./chunk-report.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-visibility.cjs');
require('./chunk-match.cjs');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-delivery.cjs');
require('./chunk-purl.cjs');
require('./chunk-base.cjs');
require('./chunk-manifest.cjs');
require('./chunk-severities.cjs');
require('./chunk-gfm.cjs');
require('./chunk-recorded.cjs');
require('./chunk-tally.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-unknown.cjs');
require('./chunk-judge.cjs');
require('./chunk-inspector.cjs');
require('./chunk-activity.cjs');
require('./chunk-repeat.cjs');
require('./chunk-apply.cjs');
require('./chunk-lookup.cjs');
require('./chunk-title.cjs');
require('./chunk-explain.cjs');
require('./chunk-needs.cjs');
require('./chunk-packs.cjs');
require('./chunk-filter.cjs');
require('./chunk-draft.cjs');
require('./chunk-exception.cjs');
require('./chunk-endless.cjs');
require('./chunk-tell.cjs');
require('./chunk-live.cjs');
require('node:crypto');
require('./chunk-exceptions.cjs');
require('./chunk-saved2.cjs');
require('./chunk-history.cjs');
require('./chunk-prepare.cjs');
require('./chunk-rules.cjs');
require('node:stream');
require('./chunk-read3.cjs');

// `ecr-gate check`: a run, its report in the requested formats, and the exit code of its verdict.



const UNWRITTEN = 2;

async function runCheck(settings          , world       )                  {
  const { format, output } = settings;
  const unwritable = await write.beginReports(settings, world);
  for (const problem of unwritable) world.tell(`${problem}\n`);
  if (unwritable.length > 0) return UNWRITTEN
  const show = async (report        )                => {
    if (output === undefined) await write.deliver(world, output, paint => write.renderReport(format, report, { ...world, paint }));
    else world.tell(`${wording.headlineOf(report)}; the report is in ${read.printable(output)}\n`);
  };
  const { code } = await run.run(settings, world, { tell: diagnostic => world.tell(read.renderDiagnostics([diagnostic])), show });
  return code
}

exports.runCheck = runCheck;
