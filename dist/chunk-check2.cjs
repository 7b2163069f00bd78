'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const uri = require('./chunk-uri.cjs');
const run = require('./chunk-run.cjs');
const settings = require('./chunk-settings.cjs');
require('./chunk-finding.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-scan.cjs');
require('./chunk-evaluate.cjs');
require('./chunk-show.cjs');
require('./chunk-compile.cjs');
require('./chunk-title.cjs');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-packs.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-rules.cjs');
require('node:timers/promises');
require('node:v8');

// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.


const RENDERERS                                                                               = {
  text: (report, paint) => [run.renderText(report, paint)],
  json: run.renderJson,
  markdown: report => [run.renderMarkdown(report)],
};

async function runCheck(settings$1          , world       )                  {
  const report = await run.run(settings$1, world, diagnostic => world.tell(uri.renderDiagnostics([diagnostic])));
  const { format, output, jsonFile } = settings$1;
  const render = RENDERERS[format];
  const unwritten = [
    jsonFile === undefined ? undefined : await settings.writeReport(world, jsonFile, run.renderJson(report)),
    output === undefined ? undefined : await settings.writeReport(world, output, render(report, settings.plain)),
  ].filter(problem => problem !== undefined);
  for (const problem of unwritten) world.tell(`${problem}\n`);
  if (output === undefined) for (const text of gather(render(report, world.paint))) await world.print(text);
  if (unwritten.length > 0) return UNWRITTEN
  if (output !== undefined) world.tell(`${run.HEADLINES[report.verdict]}; the report is in ${uri.printable(output)}\n`);
  return run.exitCodeOf(report, settings$1.onUndecided)
}

const UNWRITTEN = 2;

const WRITTEN_LENGTH = 64 * 1024;

// Joins small pieces, because each write has its price.
function* gather(pieces                  )                    {
  let waiting           = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < WRITTEN_LENGTH) continue
    yield waiting.join('');
    waiting = [];
    length = 0;
  }
  yield waiting.join('');
}

exports.runCheck = runCheck;
