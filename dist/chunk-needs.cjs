'use strict';

const status = require('./chunk-status.cjs');
const lookup = require('./chunk-lookup.cjs');
const imply = require('./chunk-imply.cjs');
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

function fieldsOf({ rule: rule$1, filter, suppressions }              )                                  {
  const named = [...rule.aggregateFieldsOf(rule$1), ...title.placeholders(rule$1.title).map(({ path }) => path)].flatMap(text => imply.parsePath(text) ?? []);
  return [...[filter, ...suppressions].flatMap(({ expression }) => imply.pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A path that ends above the lists yields an object that contains them.
function reachesList(segments                    )          {
  return status.LISTS.some(name => status.listPath(name).every((step, i) => i >= segments.length || segments[i] === step))
}

exports.doubtedSourcesOf = doubtedSourcesOf;
exports.eventSourcesOf = eventSourcesOf;
exports.needsLists = needsLists;
