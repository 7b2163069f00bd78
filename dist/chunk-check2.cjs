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

// The report as JSON, for programs. People read it too: each alert, image and rule stands on a line of its own, and
// characters that a terminal obeys are written as JSON's own escapes.

                                         

/** The report's JSON in pieces: an archive may give hundreds of thousands of alerts, which no single text could hold. */
function* renderJson(report        )                    {
  let separator = '{\n';
  for (const [name, value] of Object.entries(report)) {
    yield `${separator}  ${JSON.stringify(name)}: `;
    separator = ',\n';
    if (Array.isArray(value) && value.length > 0) yield* renderList(value);
    else yield toJson(value);
  }
  yield '\n}\n';
}

function* renderList(items                    )                    {
  let separator = '[\n';
  for (const item of items) {
    yield `${separator}    ${toJson(item)}`;
    separator = ',\n';
  }
  yield '\n  ]';
}

function toJson(value         )         {
  return diagnostic.printableJson(JSON.stringify(value))
}

// `ecr-gate check`: a run, its report in the format asked for, and the exit code of its verdict.

                                                      
                                        

const RENDERERS                                                                               = {
  text: (report, paint) => [run.renderText(report, paint)],
  json: renderJson,
  markdown: report => [run.renderMarkdown(report)],
};

async function runCheck(settings$1          , world       )                  {
  const report = await run.run(settings$1, world, diagnostic$1 => world.tell(diagnostic.renderDiagnostics([diagnostic$1])));
  const render = RENDERERS[settings$1.format];
  if (settings$1.output === undefined) {
    for (const text of gather(render(report, world.paint))) await world.print(text);
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
