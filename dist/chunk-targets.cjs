'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const filter = require('./chunk-filter.cjs');
const needs = require('./chunk-needs.cjs');

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

// How filters see the events of recorded files that name targets: with the ids, and without anything that describes them. What a filter
// asks for and cannot see is told, because an event that is not shown would look like one that does not match.


/** Makes of a recorded event what these filters see of it. */
function viewFor(plans                 )                            {
  const need = needs.needOfPlans(plans);
  if (need === 'nothing') return event => event
  return need === 'ids' ? read.withTargetIds : read.withUnknownTargets
}

/** Whether a filter that does not match an event could match it, if it were known what describes its targets. */
function couldMatch(plan      , event        )          {
  const isUnknown = read.fieldsLeftOut(event).includes('target');
  return isUnknown && !plan.matches(event) && imply.decide(plan, event, ({ segments }) => read.hasPath(event, ['target'], segments)) !== false
}

/** Says what is not known of the targets of an event; empty if nothing is. */
function tellUnknown(event        )                    {
  return read.unknownTargetsOf(event).map(({ id, reason }) => `about a target ${reason}${id === undefined ? '' : `: ${id}`}`)
}

exports.couldMatch = couldMatch;
exports.readFilter = readFilter;
exports.tellUnknown = tellUnknown;
exports.viewFor = viewFor;
