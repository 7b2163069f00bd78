'use strict';

const policy = require('./chunk-policy.cjs');
const filter = require('./chunk-filter.cjs');

// A filter from the command line: reports its errors or warnings, and compiles it unless there are errors.




// A filter of the command line only asks, so a clause that can never hold is told and nothing more.
const asked = (problem               )                => ({ ...problem, level: 'warning' });

// A generated filter may make the same mistake in every clause.
const MOST_PROBLEMS = 20;

function readFilter(text        , world       )                   {
  const parsing = filter.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : filter.check(parsing.expression, filter.VOCABULARY).map(asked);
  world.tell(
    policy.renderDiagnostics(
      problems.slice(0, MOST_PROBLEMS).map(({ offset, ...problem }) => ({ ...problem, at: policy.locate('filter', text, offset) })),
    ),
  );
  return 'problems' in parsing ? undefined : filter.compile(parsing.expression, filter.VOCABULARY)
}

exports.readFilter = readFilter;
