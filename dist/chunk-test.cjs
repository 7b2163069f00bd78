'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

// Runs the tests that a rule contains: a test that matches and one that does not prove more about a filter than reading it.









/** Runs a rule's tests; returns the expected and the actual outcome of each. */
function testRule(rule      )                        {
  return testCompiled(imply.compileRule(rule))
}

/** The same for a rule whose filters are parsed. */
function testCompiled(compiled              )                        {
  const { type, tests } = compiled.rule;
  return tests.map(({ name, event, matches }) => {
    const parsed = read.withTargetIds(read.toEvent(event));
    return { name, expected: matches, matched: imply.seesEvent(type, parsed) && imply.matchesRule(compiled, parsed) }
  })
}

exports.testCompiled = testCompiled;
exports.testRule = testRule;
