'use strict';

const compile = require('./chunk-compile.cjs');

// Decides a filter as far as some fields are known and the rest is not: `false` means that no event with these fields can
// match. The gate asks it whether a rule can see an image at all, so that a set of rules that cannot is no green light.

                                        
                                             

/** `known` holds the fields that are certain; any path that begins elsewhere is unknown (undefined). */
function decide(plan      , known        )                      {
  const { expression, terms } = plan;
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return Object.hasOwn(known, String(expression.path.segments[0])) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0]        , known);
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or';
      const answers = terms.map(term => decide(term, known));
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}

// Which rules judge: the shipped packs, the user's files over them, and `fail-on` in place of the Severity rules; and
// whether they can judge at all what was asked.

                                            
                                         

/** What stands for the file of the rules that `fail-on` makes. */
const FAIL_ON_FILE = 'fail-on';

                          
                                 
                                                                                           
                                                                            
 

/**
 * Puts the user's rules over the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, which
 * is how an export from Threat Stack names its own copies. `failOn` takes the place of all Severity rules.
 */
function combineRules(shipped                 , users                 , failOn                    )          {
  const severity = failOn === undefined ? [] : severityRules(failOn);
  const standIn = (rule      , candidates                 )                   =>
    candidates.find(other => other.id === rule.id || other.name === rule.name);
  const stands = (rule      )                   => standIn(rule, severity) ?? standIn(rule, users);
  const replaced = shipped.flatMap(rule => {
    const by = stands(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const kept = shipped.filter(rule => stands(rule) === undefined);
  const own = users.filter(rule => standIn(rule, severity) === undefined);
  const overruled = users.filter(rule => standIn(rule, severity) !== undefined).map(({ id }) => ({ id, by: FAIL_ON_FILE }));
  return {
    rules: [...kept, ...severity, ...own],
    replaced: [...replaced, ...overruled].filter(({ id }, i, all) => all.findIndex(other => other.id === id) === i),
  }
}

const LEVELS = ['critical', 'high', 'medium', 'low'];         

/** The id of the rule that watches a severity's count, in the shipped pack and here. */
function severityRuleId(level                         )         {
  return `ecr-image-scan-findings-${level}`
}

// The level asked for and everything above fails; below it MEDIUM and up warn.
function severityRules(failOn        )                  {
  const limit = failOn === 'never' ? -1 : LEVELS.indexOf(failOn);
  return LEVELS.map((level, position) => {
    const fails = position <= limit;
    const severity = level.toUpperCase();
    const count = `responseElements.imageScanFindings.findingSeverityCounts.${severity}`;
    return {
      id: severityRuleId(level),
      name: `CloudTrail: ECR Image Scan Findings – Severity ${severity}`,
      type: 'CloudTrail'         ,
      title: `${severity} findings in {{requestParameters.repositoryName}}: {{${count}}}`,
      severityOfAlerts: fails ? (1         ) : (2         ),
      alertDescription: fails
        ? `fail-on is ${failOn}: ${severity} findings stop the deployment.`
        : `fail-on is ${failOn}: ${severity} findings are below it.`,
      aggregateFields: [],
      filter: `event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and ${count} > 0`,
      window: 86_400,
      threshold: 1,
      suppressions: [],
      // LOW below the limit has nothing to say, but the rule stays in the list, so that it takes the shipped one's place.
      enabled: fails || level !== 'low',
      action: fails ? ('fail'         ) : ('warn'         ),
      tags: [],
      references: [],
      tests: [],
      file: FAIL_ON_FILE,
    }
  })
}

/** What a run was asked to judge. */
                        
                            
                          
 

/** What keeps the rules from judging: a gate whose rules cannot see what it was asked about would be green whatever is there. */
function checkRuleSet({ rules }         , asked       )                        {
  const none = (what        )             => ({
    level: 'error',
    kind: 'no-rule',
    message: `not one enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  });
  return [
    ...rules.filter(({ enabled, type }) => enabled && (type === 'Session' || type === 'Command')).map(tellUnseen),
    ...(asked.findings && !canJudgeImages(rules) ? [none('the findings of an image')] : []),
    ...(asked.events && !canJudgeEvents(rules) ? [none('CloudTrail events')] : []),
  ]
}

function tellUnseen({ id, type, file }      )             {
  return {
    level: 'warning',
    kind: 'unseen-rule',
    message: `rule ${id} is not evaluated: no source has events of type ${type} yet`,
    at: file,
  }
}

// The rules of fail-on are about the image under judgement, never about a recorded scan of another.
function canJudgeEvents(rules                 )          {
  return rules.some(watchesEvents)
}

/** Whether a rule can match recorded events. */
function watchesEvents({ enabled, type, file, id }      )          {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level));
  return enabled && type === 'CloudTrail' && !ours
}

/** Whether some enabled rule can say anything of an image; a gate without one would be green whatever the image holds. */
function canJudgeImages(rules                 )          {
  return rules.some(rule => rule.enabled && canJudgeImage(rule))
}

const IMAGE_EVENT = { event_type: 'cloudtrail', eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImageScanFindings' };
const FINDING_EVENT = { event_type: 'finding' };

function canJudgeImage(rule      )          {
  if (rule.type !== 'CloudTrail' && rule.type !== 'Finding') return false
  // An image under judgement has one event, which meets no higher threshold.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const known = rule.type === 'CloudTrail' ? IMAGE_EVENT : FINDING_EVENT;
  const { filter, suppressions } = compile.compileRule(rule);
  return decide(filter, known) !== false && suppressions.every(suppression => decide(suppression, known) !== true)
}

exports.checkRuleSet = checkRuleSet;
exports.combineRules = combineRules;
exports.watchesEvents = watchesEvents;
