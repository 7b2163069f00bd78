'use strict';

const uri = require('./chunk-uri.cjs');
const check = require('./chunk-check.cjs');

// A filter from the command line: reports its errors or warnings, and compiles it unless there are errors.

                                        

// A generated filter may make the same mistake in every clause.
const MOST_PROBLEMS = 20;

function readFilter(text        , world       )                   {
  const parsing = check.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : check.check(parsing.expression, check.VOCABULARY);
  world.tell(
    uri.renderDiagnostics(
      problems.slice(0, MOST_PROBLEMS).map(({ offset, ...problem }) => ({ ...problem, at: uri.locate('filter', text, offset) })),
    ),
  );
  return 'problems' in parsing ? undefined : check.compile(parsing.expression, check.VOCABULARY)
}

exports.readFilter = readFilter;
