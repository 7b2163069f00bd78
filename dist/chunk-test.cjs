'use strict';

const scan = require('./chunk-scan.cjs');
const compile = require('./chunk-compile.cjs');

// Runs the tests a rule carries: one that matches and one that does not prove more about a filter than reading it.

                                     

                             
                       
                            
                           
 

/** Whether each of a rule's tests came out as it says. */
function testRule(rule      )                        {
  const compiled = compile.compileRule(rule);
  return rule.tests.map(({ name, event, matches }) => {
    const parsed = scan.toEvent(event);
    return { name, expected: matches, matched: compile.seesEvent(rule.type, parsed) && compile.matchesRule(compiled, parsed) }
  })
}

exports.testRule = testRule;
