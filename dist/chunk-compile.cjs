'use strict';

const finding = require('./chunk-finding.cjs');
const show = require('./chunk-show.cjs');

// What a filter may ask of an event, told to the language from outside: the language itself knows no field of CloudTrail.

/** An event as a filter sees it: a JSON object, only its own properties count. */
                                                      

                             
                                                                                                     
                                                                   
                                                                           
                            
 

/** The known fields below an object. The name `*` says that others may stand beside them. */
                            
                                                
 

/** `one` is a field with exactly one value in an event, `many` may hold several, `open` may hold anything. */
                                               

/** A vocabulary without any known name, for events of unknown origin. */
const NO_VOCABULARY             = { aliases: new Map(), fields: {} };

// Compiles a rule once for any number of events.

                                               

                               
                     
                                 
                       
                                        
 

/** Compiles a loaded rule. Throws only when its filter does not parse, which the loader has ruled out. */
function compileRule(rule      )               {
  const vocabulary = vocabularyOf(rule.type);
  const plan = (text        )       => {
    const parsing = show.parse(text);
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return show.compile(parsing.expression, vocabulary)
  };
  return { rule, vocabulary, filter: plan(rule.filter), suppressions: rule.suppressions.map(plan) }
}

/** Whether a rule matches an event of its type: its filter does, and no suppression takes the event out again. */
function matchesRule({ filter, suppressions }              , event        )          {
  if (!filter.matches(event)) return false
  for (const suppression of suppressions) if (suppression.matches(event)) return false
  return true
}

/** Whether rules of a type see an event. */
function seesEvent(type          , event        )          {
  if (type === 'CloudTrail') return finding.isCloudTrail(event)
  return type === 'Finding' && event['event_type'] === 'finding'
}

function vocabularyOf(type          )             {
  if (type === 'CloudTrail') return show.CLOUDTRAIL_VOCABULARY
  return type === 'Finding' ? show.FINDING_VOCABULARY : NO_VOCABULARY
}

exports.compileRule = compileRule;
exports.matchesRule = matchesRule;
exports.seesEvent = seesEvent;
exports.vocabularyOf = vocabularyOf;
