'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const diagnostic = require('./chunk-diagnostic.cjs');
const run = require('./chunk-run.cjs');
const settings = require('./chunk-settings.cjs');
require('./chunk-scan.cjs');
require('./chunk-show.cjs');
require('./chunk-evaluate.cjs');
require('./chunk-compile.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-records.cjs');
require('node:path');
require('node:buffer');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:stream');
require('node:zlib');
require('./chunk-rules.cjs');

// The report as JSON, for programs. People read it too, so characters that a terminal obeys are written as JSON's own escapes.

                                         

function renderJson(report        )         {
  return `${diagnostic.printableJson(JSON.stringify(report, null, 2))}\n`
}

// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.

                                                      
                                        

const RENDERERS                                                                     = {
  text: run.renderText,
  json: renderJson,
  markdown: run.renderMarkdown,
};

async function runCheck(settings$1          , world       )                  {
  const report = await run.run(settings$1, world, diagnostic$1 => world.tell(diagnostic.renderDiagnostics([diagnostic$1])));
  const render = RENDERERS[settings$1.format];
  if (settings$1.output === undefined) {
    await world.print(render(report, world.paint));
    return run.EXIT_CODES[report.verdict]
  }
  try {
    await world.write(settings$1.output, render(report, settings.plain));
  } catch (error) {
    world.tell(
      `${diagnostic.printable(settings$1.output)}: the report cannot be written (${error instanceof Error ? diagnostic.printable(error.message) : 'unknown error'}) [output]\n`,
    );
    return run.EXIT_CODES.undecided
  }
  world.tell(`${run.HEADLINES[report.verdict]}; the report is in ${diagnostic.printable(settings$1.output)}\n`);
  return run.EXIT_CODES[report.verdict]
}

exports.runCheck = runCheck;
