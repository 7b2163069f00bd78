'use strict';

const cloudtrail = require('./chunk-cloudtrail.cjs');
const filter = require('./chunk-filter.cjs');

// Runs the tests that a rule contains: a test that matches and one that does not prove more about a filter than reading it.









/** Runs a rule's tests; returns the expected and the actual outcome of each. */
function testRule(rule      )                        {
  return testCompiled(filter.compileRule(rule))
}

/** The same for a rule whose filters are parsed. */
function testCompiled(compiled              )                        {
  const { type, tests } = compiled.rule;
  return tests.map(({ name, event, matches }) => {
    const parsed = cloudtrail.toEvent(event);
    return { name, expected: matches, matched: filter.seesEvent(type, parsed) && filter.matchesRule(compiled, parsed) }
  })
}

exports.testCompiled = testCompiled;
exports.testRule = testRule;
