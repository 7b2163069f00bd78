'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const write = require('./chunk-write.cjs');
const wording = require('./chunk-wording.cjs');
const run = require('./chunk-run.cjs');
require('./chunk-settings.cjs');
require('node:fs/promises');
require('node:path');
require('node:fs');
require('node:net');
require('node:events');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-verdict.cjs');
require('./chunk-image.cjs');
require('./chunk-json.cjs');
require('./chunk-rule.cjs');
require('node:crypto');
require('./chunk-activity.cjs');
require('./chunk-cloudtrail.cjs');
require('./chunk-keys.cjs');
require('./chunk-repeat.cjs');
require('./chunk-read.cjs');
require('./chunk-evaluate.cjs');
require('./chunk-check.cjs');
require('./chunk-address.cjs');
require('./chunk-packs.cjs');
require('./chunk-show.cjs');
require('./chunk-title.cjs');
require('./chunk-explain.cjs');
require('./chunk-lookup.cjs');
require('./chunk-envelope.cjs');
require('node:buffer');
require('./chunk-files.cjs');
require('node:zlib');
require('./chunk-tally.cjs');
require('./chunk-rules.cjs');

// `ecr-gate check`: a run, its report in the requested formats, and the exit code of its verdict.

                                                       

const UNWRITTEN = 2;

async function runCheck(settings          , world       )                  {
  const { format, output, onUndecided } = settings;
  const unwritable = await write.beginReports(settings, world);
  for (const problem of unwritable) world.tell(`${problem}\n`);
  if (unwritable.length > 0) return UNWRITTEN
  const judged = await run.run(settings, world, diagnostic => world.tell(uri.renderDiagnostics([diagnostic])));
  const report = await write.writeReports(settings, judged, world);
  if (output === undefined) await write.deliver(world, output, paint => write.renderReport(format, report, { ...world, paint }));
  else world.tell(`${wording.headlineOf(report)}; the report is in ${uri.printable(output)}\n`);
  return run.exitCodeOf(report, onUndecided)
}

exports.runCheck = runCheck;
