'use strict';

const scan = require('./chunk-scan.cjs');
const check = require('./chunk-check.cjs');

// The names that a filter may use. They are passed in from outside: the language itself knows no field of CloudTrail.

/** An event as a filter sees it: a JSON object of which only own properties count. */
                                                      

                             
                                                                                                     
                                                                   
                                                                                                       
                            
 

/** The known fields of an object. The name `*` means that there may be others. */
                            
                                                
 

/** A field of kind `one` has at most one value in an event, `many` may have several, `open` may contain anything. */
                                               

/** A vocabulary without any known name, for events of unknown origin. */
const NO_VOCABULARY             = { aliases: new Map(), fields: {} };

// Compiles a rule once and applies it to any number of events.

                                               

                               
                     
                                 
                       
                                        
 

// The gate inspects a rule several times before evaluating it, and parsing is the expensive part.
const compiled = new WeakMap                    ();

/** Compiles a loaded rule, only once. Throws only when a filter does not parse, which the loader has ruled out. */
function compileRule(rule      )               {
  const known = compiled.get(rule) ?? compileAnew(rule);
  compiled.set(rule, known);
  return known
}

function compileAnew(rule      )               {
  const vocabulary = vocabularyOf(rule.type);
  const plan = (text        )       => {
    const parsing = check.parse(text);
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return check.compile(parsing.expression, vocabulary)
  };
  return { rule, vocabulary, filter: plan(rule.filter), suppressions: rule.suppressions.map(plan) }
}

/**
 * Applies a rule to an event of its type. Returns `match`, or the position of the first suppression that takes the event out
 * again, or undefined where the filter does not match.
 */
function applyRule({ filter, suppressions }              , event        )                               {
  if (!filter.matches(event)) return undefined
  let position = 0;
  for (const suppression of suppressions) {
    if (suppression.matches(event)) return position
    position++;
  }
  return 'match'
}

/** Whether a rule matches an event of its type: the filter matches, and no suppression takes the event out again. */
function matchesRule(rule              , event        )          {
  return applyRule(rule, event) === 'match'
}

/** Whether rules of this type are evaluated for an event. */
function seesEvent(type          , event        )          {
  if (type === 'CloudTrail') return scan.isCloudTrail(event)
  return type === 'Finding' && event['event_type'] === 'finding'
}

function vocabularyOf(type          )             {
  if (type === 'CloudTrail') return check.CLOUDTRAIL_VOCABULARY
  return type === 'Finding' ? check.FINDING_VOCABULARY : NO_VOCABULARY
}

exports.applyRule = applyRule;
exports.compileRule = compileRule;
exports.matchesRule = matchesRule;
exports.seesEvent = seesEvent;
exports.vocabularyOf = vocabularyOf;
