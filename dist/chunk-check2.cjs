'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const diagnostic = require('./chunk-diagnostic.cjs');
const run = require('./chunk-run.cjs');
const world = require('./chunk-world.cjs');
require('./chunk-show.cjs');
require('./chunk-evaluate.cjs');
require('./chunk-compile.cjs');
require('./chunk-scan.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-files.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
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

async function runCheck(settings          , world$1       )                  {
  const report = await run.run(settings, world$1, diagnostic$1 => world$1.tell(diagnostic.renderDiagnostics([diagnostic$1])));
  const render = RENDERERS[settings.format];
  if (settings.output === undefined) {
    await world$1.print(render(report, world$1.paint));
    return run.EXIT_CODES[report.verdict]
  }
  try {
    await world$1.write(settings.output, render(report, world.plain));
  } catch (error) {
    world$1.tell(
      `${diagnostic.printable(settings.output)}: the report cannot be written (${error instanceof Error ? diagnostic.printable(error.message) : 'unknown error'}) [output]\n`,
    );
    return run.EXIT_CODES.undecided
  }
  world$1.tell(`${run.HEADLINES[report.verdict]}; the report is in ${diagnostic.printable(settings.output)}\n`);
  return run.EXIT_CODES[report.verdict]
}

exports.runCheck = runCheck;
