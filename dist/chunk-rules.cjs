'use strict';

const files = require('./chunk-files.cjs');
const uri = require('./chunk-uri.cjs');
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

// Tunes rules that stand elsewhere, by overrides. One that names no rule, or sets what another sets already, is an error:
// a tuning that is not in force, or depends on the order of files, would be a different gate than its author thinks.

                                                      

/** What overrides have changed of a rule. */
                        
                     
                                    
                                
                                    
 

/** Rules that an override may name although they are not in force, each with the reason. */
                                                

/** The rules with all overrides applied, in their order. */
function applyOverrides(
  rules                 ,
  overrides                     ,
  absent        ,
)                                                                                                                     {
  const byRule = groupByRule(overrides);
  const known = new Set(rules.map(({ id }) => id));
  const ids = [...known, ...absent.keys()];
  return {
    rules: rules.map(rule => (byRule.get(rule.id) ?? []).reduce(applyOverride, rule)),
    tuned: rules.flatMap(({ id }) => describeTuning(id, byRule.get(id) ?? [])),
    diagnostics: [
      ...overrides.flatMap(override => (known.has(override.rule) ? [] : tellIdle(override, absent, ids))),
      ...[...byRule.values()].flatMap(checkTwice),
    ],
  }
}

function groupByRule(overrides                     )                                           {
  const groups = new Map                    ();
  for (const override of overrides) groups.set(override.rule, [...(groups.get(override.rule) ?? []), override]);
  return groups
}

function applyOverride(rule      , { changes: { addSuppressions = [], ...changes } }          )       {
  const set = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...rule, ...set, suppressions: [...rule.suppressions, ...addSuppressions] }
}

function fieldsOf({ changes }          )                    {
  return Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field]))
}

function describeTuning(id        , overrides                     )                   {
  if (overrides.length === 0) return []
  return [{ id, by: [...new Set(overrides.map(({ at }) => at.file))], fields: [...new Set(overrides.flatMap(fieldsOf))] }]
}

function tellIdle({ rule, at }          , absent        , ids                   )                        {
  const why = absent.get(rule);
  return why === undefined
    ? [{ level: 'error', kind: 'unknown-rule', message: `there is no rule ${uri.quote(rule)} to override`, help: uri.didYouMean(rule, ids), at }]
    : [{ level: 'warning', kind: 'idle-override', message: `the override of ${uri.quote(rule)} does nothing: ${why}`, at }]
}

function checkTwice(overrides                     )                        {
  const first = new Map                  ();
  return overrides.flatMap(override =>
    fieldsOf(override).flatMap((field)               => {
      const earlier = first.get(field);
      if (earlier === undefined || field === 'addSuppressions') {
        first.set(field, override);
        return []
      }
      const message = `${field} of rule ${uri.quote(override.rule)} is set already, in ${uri.formatPlace(earlier.at)}`;
      return [{ level: 'error', kind: 'duplicate-override', message, help: 'take one of the two away', at: override.at }]
    }),
  )
}

// Which rules judge: the shipped packs, the user's rules and overrides over them, `fail-on` in place of the Severity rules; and
// whether they can judge at all what was asked.

                                         

/** What stands for the file of the rules that `fail-on` makes. */
const FAIL_ON_FILE = 'fail-on';

/** The rules of the packs: those in use, and the rest, of which an override may speak all the same. */
                          
                                
                                  
 

/** What the user's files hold. */
                      
                                 
                                         
 

                          
                                 
                                                                                           
                                                                            
                                  
                                                                             
                                             
 

/**
 * Puts the user's rules over the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, which
 * is how an export from Threat Stack names its own copies. Then overrides tune whatever rule is in force. `failOn` takes the
 * place of all Severity rules, and of what is tuned of them.
 */
function combineRules({ used, unused }         , own     , failOn                    )          {
  const severity = failOn === undefined ? [] : severityRules(failOn);
  const standIn = (rule      , candidates                 )                   =>
    candidates.find(other => other.id === rule.id || other.name === rule.name);
  const stands = (rule      )                   => standIn(rule, severity) ?? standIn(rule, own.rules);
  const replaced = used.flatMap(rule => {
    const by = stands(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const kept = used.filter(rule => stands(rule) === undefined);
  const overruled = own.rules.filter(rule => standIn(rule, severity) !== undefined);
  const absent = new Map([
    ...unused.map(({ id }) => [id, 'its pack is not in use']         ),
    ...used.flatMap(rule =>
      standIn(rule, own.rules) === undefined ? [] : [[rule.id, 'a rule of the same name takes its place']         ],
    ),
    ...[...severity, ...overruled].map(({ id }) => [id, 'fail-on takes the place of the rule']         ),
  ]);
  const tuning = applyOverrides([...kept, ...own.rules.filter(rule => !overruled.includes(rule))], own.overrides, absent);
  return {
    rules: [...tuning.rules.slice(0, kept.length), ...severity, ...tuning.rules.slice(kept.length)],
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [
      ...tuning.diagnostics,
      ...own.overrides.flatMap(override => tellBlinded(override, [...own.rules, ...used], tuning.rules)),
    ],
  }
}

// What is set to count to two, or suppressed whole, still looks like a rule that watches images.
function tellBlinded({ rule: id, at }          , before                 , after                 )                        {
  const [old, tuned] = [before, after].map(rules => rules.find(rule => rule.id === id));
  if (old === undefined || tuned === undefined || !tuned.enabled || !canJudgeImage(old) || canJudgeImage(tuned)) return []
  const message = `with this override rule ${uri.quote(id)} can never alert on an image`;
  return [{ level: 'warning', kind: 'blind-rule', message, help: 'an image has one event: a threshold above 1 is never met', at }]
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
function checkRuleSet({ rules }                        , asked       )                        {
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

// Rule files as texts, the rules in them, and the rules of one run: the shipped packs with the user's files over them.


/** Reads every rule file that the paths mean; what cannot be read is a diagnostic beside the others. */
async function readRuleFiles(
  paths                   ,
  input          ,
)                                                                                                {
  const files$1             = [];
  const diagnostics               = [];
  const report = (diagnostic            )          => diagnostics.push(diagnostic);
  for (const path of paths) {
    for (const file of (await files.attempt(report, () => files.findRuleFiles(path))) ?? []) {
      const text = await files.attempt(report, () => files.readText(file, input));
      if (text !== undefined) files$1.push({ path: file, text });
    }
  }
  return { files: files$1, diagnostics }
}

/** Puts the rules that the paths mean over the shipped ones. With an error among the diagnostics they must not be used. */
async function readRuleSet(
  { rules: paths, failOn }                                                                            ,
  shipped         ,
  input          ,
)                   {
  const { diagnostics, ...own } = await readRules(paths, input);
  const ruleSet = combineRules(shipped, own, failOn);
  return { ...ruleSet, diagnostics: [...diagnostics, ...ruleSet.diagnostics] }
}

async function readRules(paths                   , input          )                                                                 {
  // The YAML parser is larger than all our own code, and most runs use the shipped packs only.
  if (paths.length === 0) return { rules: [], overrides: [], diagnostics: [] }
  const { loadRules } = await Promise.resolve().then(() => require('./chunk-load.cjs')).then(n => n.load);
  const { files, diagnostics } = await readRuleFiles(paths, input);
  const { rules, overrides, diagnostics: problems } = loadRules(files);
  return { rules, overrides, diagnostics: [...diagnostics, ...problems] }
}

exports.checkRuleSet = checkRuleSet;
exports.combineRules = combineRules;
exports.decide = decide;
exports.readRuleFiles = readRuleFiles;
exports.readRuleSet = readRuleSet;
exports.watchesEvents = watchesEvents;
