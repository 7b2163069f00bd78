'use strict';

const read = require('./chunk-read.cjs');

// What was asked of CloudTrail's event history, or of a table of its events, in words.



const MOST_NAMED = 5;
const MATCHING = 'events that a rule could match';

/** Names event sources and events: all of them, or the first and how many more. */
function nameFew(names                   )         {
  return names.length <= MOST_NAMED ? read.listOf(names) : read.listFirst(names, MOST_NAMED)
}

/** Which events were read. */
function sayAsked(asked              )         {
  if (asked === null) return 'all events'
  const { eventSources, eventNames, matching } = asked;
  if (matching === true) return MATCHING
  return [
    ...(eventSources.length === 0 ? [] : [`all events of ${read.listOf(eventSources)}`]),
    ...(eventNames.length === 0 ? [] : [`events named ${nameFew(eventNames)}`]),
  ].join('; ')
}

/** All that was asked for, for a table. */
function nameAsked({ eventSources, eventNames, matching }       )         {
  return matching === true ? MATCHING : [...eventSources, ...eventNames].join(', ')
}

const SYSTEMS_MANAGER = 'ssm.amazonaws.com';

/** That the activity of Systems Manager is not everything, where only some of its events were asked for. */
function sayPartial(coverage                     )                     {
  const partly = coverage.flatMap(({ asked }) => (asked === null || asked.eventSources.includes(SYSTEMS_MANAGER) ? [] : asked));
  const names = [...new Set(partly.flatMap(({ eventNames }) => eventNames))];
  if (partly.some(({ matching }) => matching === true)) return `not every call was asked for, only ${MATCHING}`
  return names.length === 0 ? undefined : `not every call was asked for, only ${nameFew(names)}`
}

exports.nameAsked = nameAsked;
exports.nameFew = nameFew;
exports.sayAsked = sayAsked;
exports.sayPartial = sayPartial;
