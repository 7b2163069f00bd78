'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const filter = require('./chunk-filter.cjs');

// A filter from the command line: reports its errors or warnings, and compiles it unless there are errors.




// A filter of the command line only asks, so a clause that can never hold is told and nothing more.
const asked = (problem               )                => ({ ...problem, level: 'warning' });

// A generated filter may make the same mistake in every clause.
const MOST_PROBLEMS = 20;

function readFilter(text        , world       )                   {
  const parsing = imply.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : filter.check(parsing.expression, imply.VOCABULARY).map(asked);
  world.tell(
    read.renderDiagnostics(
      problems.slice(0, MOST_PROBLEMS).map(({ offset, ...problem }) => ({ ...problem, at: read.locate('filter', text, offset) })),
    ),
  );
  return 'problems' in parsing ? undefined : imply.compile(parsing.expression, imply.VOCABULARY)
}

exports.readFilter = readFilter;
