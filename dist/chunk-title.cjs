'use strict';

const uri = require('./chunk-uri.cjs');
const show = require('./chunk-show.cjs');

// What a rule is: the rule object of Threat Stack's REST API (v2), with fields of ours beside it, as a plain value.
// https://apidocs.threatstack.com/tag/Rules-and-Rulesets-(v2)/

                                                       

/** Which events a rule sees. */
const RULE_TYPES = ['CloudTrail', 'Finding', 'Session', 'Command'];         
                                                  

/** Types of the API whose events ECR Gate never has; such rules load with a warning and are skipped. */
const FOREIGN_TYPES                    = ['Host', 'File', 'Audit', 'ThreatIntel', 'Winsec', 'KubernetesAudit', 'KubernetesConfig'];

const ACTIONS = ['fail', 'warn', 'notice'];         
                                             

                           
                       
                        
                           
 

                       
                     
                       
                         
                                                                              
                        
                                      
                                      
                                   
                                                                        
                                             
                         
                 
                         
                            
                                                                                                    
                                          
                           
                                                            
                                
                                  
                                        
                                     
                                         
                       
 

const DEFAULT_AGGREGATE_FIELDS                    = ['user', 'eventName', 'eventSource', 'ip', 'accountId'];
const DEFAULT_WINDOW_SECONDS = 86_400;
const DEFAULT_THRESHOLD = 1;

/** What an alert of a rule does: 1 fails, 2 warns, 3 notes, unless the rule says otherwise. */
function actionOf(rule      )         {
  return rule.action ?? (['fail', 'warn', 'notice']         )[rule.severityOfAlerts - 1] ?? 'fail'
}

// Titles of alerts: text with `{{field}}`, filled from the alert's first event. What comes from an event is bounded, so
// that a hostile value cannot bury the rest of a report.


const PLACEHOLDER = /\{\{(.*?)\}\}/gs;
const VALUE_LENGTH = 120;

/** The fields a title names, each with the offset of its placeholder. */
function placeholders(title        )                                                                {
  return [...title.matchAll(PLACEHOLDER)].map(match => ({ path: match[1]?.trim() ?? '', offset: match.index }))
}

/** Compiles a title once: the function fills it from an event, with `unknown` for a missing value. */
function compileTitle(title        , vocabulary            )                            {
  const paths = new Map(placeholders(title).map(({ path }) => [path, show.parsePath(path)]));
  return event =>
    title.replace(PLACEHOLDER, (_, name        ) => {
      const path = paths.get(name.trim());
      const values = path === undefined ? [] : show.valuesOf(event, path, vocabulary);
      return values.length === 0 || path === undefined
        ? 'unknown'
        : uri.shorten(values.map(value => show.showValue(path.segments, value)).join(', '), VALUE_LENGTH)
    })
}

exports.ACTIONS = ACTIONS;
exports.DEFAULT_AGGREGATE_FIELDS = DEFAULT_AGGREGATE_FIELDS;
exports.DEFAULT_THRESHOLD = DEFAULT_THRESHOLD;
exports.DEFAULT_WINDOW_SECONDS = DEFAULT_WINDOW_SECONDS;
exports.FOREIGN_TYPES = FOREIGN_TYPES;
exports.RULE_TYPES = RULE_TYPES;
exports.actionOf = actionOf;
exports.compileTitle = compileTitle;
exports.placeholders = placeholders;
