'use strict';

const verdict = require('./chunk-verdict.cjs');
const check = require('./chunk-check.cjs');
const cli = require('./cli.cjs');

// A filter given on the command line: compiled, with its warnings told, or refused with its errors.

                                        

function readFilter(text        , world       )                   {
  const parsing = verdict.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : check.check(parsing.expression, verdict.VOCABULARY);
  world.tell(cli.renderDiagnostics(problems.map(({ offset, ...problem }) => ({ ...problem, at: verdict.locate('filter', text, offset) }))));
  return 'problems' in parsing ? undefined : verdict.compile(parsing.expression, verdict.VOCABULARY)
}

exports.readFilter = readFilter;
