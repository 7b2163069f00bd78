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
  const render = RENDERERS[settings$1.format];
  const written = settings$1.jsonFile === undefined || (await write(settings$1.jsonFile, run.renderJson(report), world));
  const code = written ? run.exitCodeOf(report, settings$1.onUndecided) : UNWRITTEN;
  if (settings$1.output === undefined) {
    for (const text of gather(render(report, world.paint))) await world.print(text);
    return code
  }
  if (!(await write(settings$1.output, render(report, settings.plain), world))) return UNWRITTEN
  world.tell(`${run.HEADLINES[report.verdict]}; the report is in ${uri.printable(settings$1.output)}\n`);
  return code
}

// A report that was asked for and is nowhere leaves its readers with an older one, or none.
const UNWRITTEN = 2;

async function write(path        , pieces                  , world       )                   {
  try {
    await world.write(path, pieces);
    return true
  } catch (error) {
    const why = error instanceof Error ? uri.printable(error.message) : 'unknown error';
    world.tell(`${uri.printable(path)}: the report cannot be written (${why}) [output]\n`);
    return false
  }
}

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
