'use strict';

const verdict = require('./chunk-verdict.cjs');

// Runs the tests a rule carries: one that matches and one that does not prove more about a filter than reading it.

                                     

                             
                       
                            
                           
 

/** Whether each of a rule's tests came out as it says. */
function testRule(rule      )                        {
  const compiled = verdict.compileRule(rule);
  return rule.tests.map(({ name, event, matches }) => {
    const parsed = verdict.toEvent(event);
    return { name, expected: matches, matched: verdict.seesEvent(rule.type, parsed) && verdict.matchesRule(compiled, parsed) }
  })
}

exports.testRule = testRule;
