'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const text = require('./chunk-text.cjs');
const run = require('./chunk-run.cjs');
const settings = require('./chunk-settings.cjs');
const deliver = require('./chunk-deliver.cjs');
require('./chunk-json.cjs');
require('./chunk-scan.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-verdict.cjs');
require('node:crypto');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-evaluate.cjs');
require('./chunk-check.cjs');
require('./chunk-compile.cjs');
require('./chunk-rule.cjs');
require('./chunk-show.cjs');
require('./chunk-title.cjs');
require('./chunk-lookup.cjs');
require('./chunk-rules.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('node:os');
require('node:timers/promises');
require('node:v8');

// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.


const RENDERERS                                                                               = {
  text: (report, paint) => [text.renderText(report, paint)],
  json: text.renderJson,
  markdown: report => [text.renderMarkdown(report)],
};

async function runCheck(settings$1          , world       )                  {
  const { format, output, jsonFile, predicateFile } = settings$1;
  const unwritable = await settings.beginFiles(world, [output, jsonFile, predicateFile]);
  for (const problem of unwritable) world.tell(`${problem}\n`);
  if (unwritable.length > 0) return UNWRITTEN
  const report = await run.run(settings$1, world, diagnostic => world.tell(uri.renderDiagnostics([diagnostic])));
  const unattested = await settings.writePredicate(world, predicateFile, report);
  if (unattested !== undefined) world.tell(`${unattested}\n`);
  const written = [
    jsonFile === undefined || (await deliver.deliver(world, jsonFile, () => text.renderJson(report))),
    await deliver.deliver(world, output, paint => RENDERERS[format](report, paint)),
  ];
  if (written.includes(false) || unattested !== undefined) return UNWRITTEN
  if (output !== undefined) world.tell(`${text.headlineOf(report)}; the report is in ${uri.printable(output)}\n`);
  return run.exitCodeOf(report, settings$1.onUndecided)
}

const UNWRITTEN = 2;

exports.runCheck = runCheck;
