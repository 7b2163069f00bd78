'use strict';

const cloudtrail = require('./chunk-cloudtrail.cjs');
const packs = require('./chunk-packs.cjs');

// Runs the tests that a rule contains: a test that matches and one that does not prove more about a filter than reading it.

                                     

                             
                       
                            
                           
 

/** Runs a rule's tests; returns the expected and the actual outcome of each. */
function testRule(rule      )                        {
  const compiled = packs.compileRule(rule);
  return rule.tests.map(({ name, event, matches }) => {
    const parsed = cloudtrail.toEvent(event);
    return { name, expected: matches, matched: packs.seesEvent(rule.type, parsed) && packs.matchesRule(compiled, parsed) }
  })
}

exports.testRule = testRule;
