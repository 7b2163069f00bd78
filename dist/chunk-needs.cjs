'use strict';

const imply = require('./chunk-imply.cjs');
const lookup = require('./chunk-lookup.cjs');
const rule = require('./chunk-rule.cjs');
const title = require('./chunk-title.cjs');
const packs = require('./chunk-packs.cjs');

// Determines what the enabled rules look at, so that nothing is requested or kept that no rule would see.


/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
function eventSourcesOf(rules                         )                                  {
  const sets = rules.filter(({ rule }) => packs.watchesEvents(rule)).map(({ filter }) => lookup.constantsOf(filter.expression, 'eventSource'));
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
function doubtedSourcesOf(rules                         )                                  {
  const matching = eventSourcesOf(rules);
  if (matching === undefined) return undefined
  const clauses = rules.flatMap(({ rule, filter }) => (packs.watchesEvents(rule) ? imply.clausesOf(filter.expression) : []));
  const named = clauses.filter(({ path }) => imply.printPath(path) === 'eventSource').flatMap(clause => imply.demandOf(clause).literals);
  return new Set([...matching, ...named.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))])
}

/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
function needsLists(rules                         )          {
  return rules.some(each => each.rule.enabled && each.rule.type === 'CloudTrail' && fieldsOf(each).some(reachesList))
}

/** What a rule looks at of the targets of events: nothing, only the ids that are recorded, or also what describes them. */


/** What a rule, or an exception for its alerts, looks at of the targets of events. */
function targetNeedOf(compiled              , accepting                  = [])             {
  return needOf([...fieldsOf(compiled), ...segmentsOf(accepting)])
}

/** What filters look at of the targets of events. */
function needOfPlans(plans                 )             {
  return needOf(segmentsOf(plans))
}

function needOf(fields                                 )             {
  const asked = fields.filter(([first]) => first === 'target');
  if (asked.length === 0) return 'nothing'
  return asked.every(isOfTheEvent) ? 'ids' : 'descriptions'
}

/** Whether a rule about what is going on now, of this kind, or an exception for its alerts asks whose account it is. */
function needsAccount({ compiled, exceptions }                                          , kind          )          {
  const rules = compiled.filter(({ rule: rule$1 }) => rule$1.enabled && rule.liveKindOf(rule$1.type) === kind);
  const accepting = exceptions.filter(each => each.kind === 'alert').filter(each => rules.some(({ rule }) => rule.id === each.rule));
  const plans = rules.flatMap(({ filter, suppressions }) => [filter, ...suppressions]);
  return segmentsOf([...plans, ...accepting]).some(([first]) => first === 'accountId')
}

function segmentsOf(plans                                     )                                  {
  return plans.flatMap(({ expression }) => imply.pathsOf(expression)).map(({ segments }) => segments)
}

/** Whether a path leads to what an event itself says of its targets: the id, and of a command how far it has come. */
function isOfTheEvent([first, inner]                    )          {
  return first !== 'target' || (typeof inner === 'string' && ['id', 'status', 'statusDetails'].includes(inner))
}

/** The tags of targets that a rule looks at; undefined if it looks at all of them. */
function tagsAskedBy(compiled              )                                   {
  const names = fieldsOf(compiled).map(path => path.filter(segment => typeof segment === 'string'));
  const tags = names.filter(([first, inner = 'tags']) => first === 'target' && inner === 'tags').map(([, , tag]) => tag);
  return tags.includes(undefined) ? undefined : new Set(tags.flatMap(tag => tag ?? []))
}

function fieldsOf({ rule: rule$1, filter, suppressions }              )                                  {
  const named = [...rule.aggregateFieldsOf(rule$1), ...title.placeholders(rule$1.title).map(({ path }) => path)].flatMap(text => imply.parsePath(text) ?? []);
  return [...segmentsOf([filter, ...suppressions]), ...named.map(({ segments }) => segments)]
}

// A path that ends above the lists yields an object that contains them.
function reachesList(segments                    )          {
  return imply.LISTS.some(name => imply.listPath(name).every((step, i) => i >= segments.length || segments[i] === step))
}

exports.doubtedSourcesOf = doubtedSourcesOf;
exports.eventSourcesOf = eventSourcesOf;
exports.isOfTheEvent = isOfTheEvent;
exports.needOfPlans = needOfPlans;
exports.needsAccount = needsAccount;
exports.needsLists = needsLists;
exports.tagsAskedBy = tagsAskedBy;
exports.targetNeedOf = targetNeedOf;
