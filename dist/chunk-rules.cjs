'use strict';

const files = require('./chunk-files.cjs');
const uri = require('./chunk-uri.cjs');
const scan = require('./chunk-scan.cjs');
const check = require('./chunk-check.cjs');
const compile = require('./chunk-compile.cjs');

// Applies overrides to rules. An override that names no rule, or sets what another one already sets, is an error: if an override
// had no effect, or depended on the order of files, the gate would not be the one its author expects.

                                                      

/** What overrides changed in a rule. */
                        
                     
                                    
                                
                                    
 

/** Rules that are not in force but may be named by an override; each id with the reason. */
                                                

/** Returns the rules in their order with all overrides applied, and what is wrong with the overrides. */
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
  return Object.entries(changes).flatMap(([field, value]) =>
    value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [field],
  )
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
      const message = `${field} of rule ${uri.quote(override.rule)} is already set in ${uri.formatPlace(earlier.at)}`;
      return [{ level: 'error', kind: 'duplicate-override', message, help: 'remove one of the two', at: override.at }]
    }),
  )
}

// The sets of values that comparisons describe: values that equal a literal, are above a number, begin with a text. Whether one
// set contains or excludes another is decided by the tests that match events, so the two cannot disagree.


/** A set of values: the few listed ones, and all that one of the parts accepts. */
                         
                                    
                                 
 

/** The values that satisfy one comparison, where there are too many to list. */
                
                                     
                           
                        
 

const ANY       = { operator: 'any', literal: { kind: 'null', span: { start: 0, end: 0 } }, accepts: () => true };

function toValues(operator          , literals                    )         {
  const few = new Set         ();
  const parts         = [];
  for (const literal of literals) {
    const accepts = scan.compileTest(operator, literal);
    const listed = operator === '=' ? listEqual(literal, accepts) : canAccept(operator, literal) ? undefined : [];
    if (listed === undefined) parts.push({ operator, literal, accepts });
    else for (const value of listed) few.add(value);
  }
  return { few, parts }
}

// Lists all values that equal a literal; undefined for numbers, which have too many spellings (14, 14.0, 014), and for blocks,
// which contain too many addresses.
function listEqual(literal         , accepts      )                                 {
  if (literal.kind === 'boolean') return [literal.value, String(literal.value)]
  if (literal.kind !== 'text' || scan.parseBlock(literal.value) !== undefined) return undefined
  return [literal.value, Number(literal.value), literal.value === 'true'].filter(accepts)
}

function canAccept(operator          , literal         )          {
  return isOrder({ operator }) ? scan.isOrderable(literal) : literal.kind === 'text'
}

function contains({ few, parts }        , value         )          {
  return few.has(value) || parts.some(part => part.accepts(value))
}

function isApart(part      , { few, parts }        )          {
  for (const value of few) if (part.accepts(value)) return false
  return parts.every(other => areDisjoint(part, other))
}

// Whether all values of part `a` lie in part `b`; false where that is not known.
function isWithin(a      , b      )          {
  if (b.operator === 'any') return true
  if (isOrder(a) && isOrder(b)) {
    if (a.operator.charAt(0) !== b.operator.charAt(0)) return false
    // For `> 3` within `> 3`, the bound itself must count as inside, although 3 is not above 3.
    const accepts = a.operator.length === 1 ? boundary(b, '=') : b.accepts;
    return accepts(literalValue(a))
  }
  if (isNumber(a)) return (isOrder(b) || isNumber(b)) && b.accepts(literalText(a))
  if (a.operator === '=') return b.operator === '=' && literalText(a) === literalText(b)
  return isText(a) && (b.operator === 'like' || b.operator === a.operator) && b.accepts(literalValue(a))
}

// Whether no value lies in both parts; false where that is not known.
function areDisjoint(a      , b      )          {
  if (isOrder(a) && isOrder(b)) {
    if (a.operator.charAt(0) === b.operator.charAt(0)) return false
    return !boundary(b, a.operator.length === 1 || b.operator.length === 1 ? '' : '=')(literalValue(a))
  }
  if (isNumber(a) && (isNumber(b) || isOrder(b))) return !b.accepts(literalValue(a))
  if (isOrder(a) && isNumber(b)) return areDisjoint(b, a)
  const ends = a.operator === 'starts_with' || a.operator === 'ends_with';
  return ends && a.operator === b.operator && !a.accepts(literalValue(b)) && !b.accepts(literalValue(a))
}

/** The test of an ordering operator, including or excluding its bound. */
function boundary({ operator, literal }      , equal          )       {
  return scan.compileTest(`${operator.charAt(0)}${equal}`            , literal)
}

function isOrder({ operator }                        )          {
  return operator === '>' || operator === '>=' || operator === '<' || operator === '<='
}

function isText({ operator }      )          {
  return operator === 'like' || operator === 'starts_with' || operator === 'ends_with'
}

function isNumber({ operator, literal }      )          {
  return operator === '=' && literal.kind === 'number'
}

function literalValue({ literal }      )          {
  return literal.kind === 'null' ? null : literal.value
}

function literalText(part      )         {
  return part.literal.kind === 'number' ? part.literal.text : String(literalValue(part))
}

// Decides whether every event that satisfies one filter satisfies another, and whether any event can satisfy one at all.
//
// Both reduce to one question: can these filters hold together? A filter becomes claims of the form "some value of this field
// lies in this set" or "none does". A claim that must hold becomes a fact, alternatives that contradict the facts are dropped,
// and the remaining alternatives are tried one by one. The search is bounded; when it gives up, the answer is that the filters
// may hold together. So "no event" is proven, while "some event" only means that no contradiction was found.

                                                 

/** A filter as claims about its fields; built once, it can answer several questions. */
                                    

                  
                             
                                    
 

                 
                        
                        
                                                                                               
                                   
                                                                                                   
                          
                                                            
                        
                         
 

const MAX_BRANCHES = 256;
const MAX_WORK = 200_000;

/** Whether some event may satisfy all of the formulas. */
function canHoldTogether(formulas                    )          {
  return search(formulas, new Map(), { branches: MAX_BRANCHES, work: MAX_WORK })
}

function toFormula(expression            , vocabulary            )          {
  switch (expression.kind) {
    case 'not':
      return negateFormula(toFormula(expression.term, vocabulary))
    case 'and':
    case 'or':
      return join(
        expression.kind,
        expression.terms.map(term => toFormula(term, vocabulary)),
      )
    case 'comparison': {
      const { path, operator, literal } = expression;
      const claim = toClaim(path, operator === '!=' ? '=' : operator, [literal], vocabulary);
      return operator === '!=' ? negateFormula(claim) : claim
    }
    case 'in': {
      const claim = toClaim(expression.path, '=', expression.literals, vocabulary);
      return expression.negated ? negateFormula(claim) : claim
    }
  }
}

function negateFormula(formula         )          {
  if (formula.kind === 'claim') return { ...formula, some: !formula.some }
  return { kind: formula.kind === 'and' ? 'or' : 'and', terms: formula.terms.map(negateFormula) }
}

/** Returns values of which every matching event has at least one in this field; undefined where they cannot be listed. */
function fewValues(formula         , field        )                                   {
  if (formula.kind === 'claim') {
    return formula.some && formula.field === field && formula.values.parts.length === 0 ? formula.values.few : undefined
  }
  const sets = formula.terms.map(term => fewValues(term, field));
  if (formula.kind === 'and') return sets.find(set => set !== undefined)
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

// `= null` claims that the field has no value at all; a list may contain both null and values.
function toClaim(path      , operator          , literals                    , vocabulary            )          {
  const base = {
    kind: 'claim',
    field: check.printPath(path),
    above: path.segments.slice(1).map((_, i) => check.printPath({ segments: path.segments.slice(0, i + 1) })),
    single: check.kindOf(path, vocabulary) === 'one',
  };         
  const equals = operator === '=';
  const written = equals ? literals.filter(({ kind }) => kind !== 'null') : literals;
  const absent        = { ...base, some: false, values: { few: new Set(), parts: [ANY] } };
  const claim        = { ...base, some: true, values: toValues(operator, written) };
  if (written.length === literals.length) return claim
  return written.length === 0 ? absent : { kind: 'or', terms: [absent, claim] }
}

// Merges thousands of clauses about one field into one claim: `or` unites the sets of "some value lies in", `and` those of "no
// value lies in".
function join(kind              , terms                    )          {
  const joined            = [];
  const united = new Map                 ();
  for (const term of terms.flatMap(term => (term.kind === kind ? term.terms : [term]))) {
    if (term.kind !== 'claim' || term.some !== (kind === 'or')) joined.push(term);
    else {
      const claims = united.get(term.field);
      if (claims === undefined) united.set(term.field, [term]);
      else claims.push(term);
    }
  }
  for (const claims of united.values()) {
    const few = new Set(claims.flatMap(({ values }) => [...values.few]));
    joined.push({ ...(claims[0]         ), values: { few, parts: claims.flatMap(({ values }) => values.parts) } });
  }
  return joined.length === 1 ? (joined[0]           ) : { kind, terms: joined }
}

/** What is left of the bounds; the search counts it down. */
                  
                  
              
 

/** The claims about each field that are taken as facts. */
                                          

function search(formulas                    , facts       , budget        )          {
  const todo = [...formulas];
  let choices                         = [];
  while (todo.length > 0) {
    for (let formula = todo.pop(); formula !== undefined; formula = todo.pop()) {
      if (formula.kind === 'claim') {
        if (contradicts(formula, facts, budget)) return false
        facts.set(formula.field, [...(facts.get(formula.field) ?? []), formula]);
      } else if (formula.kind === 'or') choices.push(formula.terms);
      else for (const term of formula.terms) todo.push(term);
    }
    const open                         = [];
    for (const terms of choices) {
      const left = terms.filter(term => term.kind !== 'claim' || !contradicts(term, facts, budget));
      if (left.length === 0) return false
      if (left.length === 1) todo.push(left[0]           );
      else open.push(left);
    }
    choices = open;
  }
  const [next, ...others] = choices.sort((a, b) => a.length - b.length);
  if (next === undefined || budget.work <= 0 || budget.branches-- <= 0) return true
  const rest = others.map((terms)         => ({ kind: 'or', terms }));
  return next.some(term => search([term, ...rest], new Map(facts), budget))
}

function contradicts(claim       , facts       , budget        )          {
  if (budget.work <= 0) return false
  budget.work -= 1 + claim.above.length;
  const claims = [...(facts.get(claim.field) ?? []), claim];
  if (claim.some && claim.above.some(field => facts.get(field)?.some(isAbsent) === true)) return true
  if (isAbsent(claim)) {
    budget.work -= facts.size;
    if ([...facts.values()].some(others => others.some(({ some, above }) => some && above.includes(claim.field)))) return true
  }
  const positives = claims.filter(({ some }) => some);
  const negatives = claims.filter(({ some }) => !some);
  const others = claims.reduce((sum, { values }) => sum + 1 + values.parts.length, 0);
  return (claim.some && !claim.single ? [claim] : positives).some(({ values }) => {
    budget.work -= (values.few.size + values.parts.length) * others;
    return isRuledOut(values, claim.single ? positives : [], negatives)
  })
}

function isAbsent({ some, values }       )          {
  return !some && values.parts.includes(ANY)
}

// Whether the claims exclude every value of a set: a value must satisfy all positive claims and lie in none of the negative sets.
function isRuledOut({ few, parts }        , positives                  , negatives                  )          {
  for (const value of few) {
    if (positives.every(({ values }) => contains(values, value)) && !negatives.some(({ values }) => contains(values, value))) return false
  }
  return parts.every(
    part =>
      positives.some(({ values }) => isApart(part, values)) ||
      negatives.some(({ values }) => values.parts.some(other => isWithin(part, other))),
  )
}

// Lists the fields that a filter uses.

                                                

/** Returns the path of every clause of a filter, in order and with repetitions. */
function pathsOf(expression            )                  {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression.path]
    case 'not':
      return pathsOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(pathsOf)
  }
}

// Decides whether rules can see what they are supposed to judge. A gate whose rules cannot would always be green, so a rule counts
// only if some image could make it alert: its filter can hold for an event of the image while none of its suppressions does.
//
// These events are a closed world. The image's own event records no actual call: it has no user, address or error.

                                                      

/** Whether some enabled rule can alert on an image. */
function canJudgeImages(rules                 )          {
  return rules.some(rule => rule.enabled && canJudgeImage(rule))
}

/** What always holds for the events made from an image, and which fields they can have. */
                       
                          
                                    
 

const IMAGE_EVENTS                                     = new Map([
  [
    'CloudTrail',
    {
      certain:
        'event_type = "cloudtrail" and eventSource = "ecr.amazonaws.com" and eventName = "DescribeImageScanFindings" and requestParameters != null and responseElements.imageScanFindings.findingSeverityCounts != null',
      // The last three are aliases, computed from fields that these events have.
      fields: [...scan.SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId'],
    },
  ],
  ['Finding', { certain: 'event_type = "finding"', fields: Object.keys(check.FINDING_VOCABULARY.fields) }],
]);

/** Whether an image could make a rule alert if the rule were enabled. */
function canJudgeImage(rule      )          {
  const events = IMAGE_EVENTS.get(rule.type);
  // An image has only one event, which never reaches a threshold above 1.
  if (events === undefined || (rule.type === 'CloudTrail' && rule.threshold > 1)) return false
  const { filter, suppressions, vocabulary } = compile.compileRule(rule);
  const expressions = [filter, ...suppressions].map(({ expression }) => expression);
  return canHoldTogether([
    premise(events.certain, vocabulary),
    ...expressions.flatMap(expression => absencesOf(expression, events, vocabulary)),
    toFormula(filter.expression, vocabulary),
    ...suppressions.map(({ expression }) => negateFormula(toFormula(expression, vocabulary))),
  ])
}

function premise(text        , vocabulary            )          {
  const parsing = check.parse(text);
  if ('problems' in parsing) throw new Error(`this premise is not a filter: ${text}`)
  return toFormula(parsing.expression, vocabulary)
}

function absencesOf(expression            , { fields }             , vocabulary            )                     {
  const { span } = expression;
  return pathsOf(expression)
    .filter(({ segments: [name] }) => !fields.includes(String(name)))
    .map(path => toFormula({ kind: 'comparison', path, operator: '=', literal: { kind: 'null', span }}, vocabulary))
}

// Combines the rules in force: the shipped packs, the user's rules and overrides over them, and `fail-on` in place of the Severity
// rules. Also checks whether these rules can judge what was asked at all.


/** Used as the file name of the rules that `fail-on` creates. */
const FAIL_ON_FILE = 'fail-on';

/** The rules of the packs: those in use, and the rest, which overrides may still name. */
                          
                                
                                  
 

/** The contents of the user's files. */
                      
                                 
                                         
 

                          
                                 
                                                                                    
                                                                            
                                  
                                                                          
                                             
 

/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `failOn` replaces all Severity rules,
 * whoever wrote them, and overrides of them have no effect.
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
    ...used.flatMap(rule => (standIn(rule, own.rules) === undefined ? [] : [[rule.id, 'a rule of the same name replaces it']         ])),
    ...[...severity, ...overruled].map(({ id }) => [id, 'fail-on replaces it']         ),
  ]);
  const tuning = applyOverrides([...kept, ...own.rules.filter(rule => !overruled.includes(rule))], own.overrides, absent);
  return {
    rules: [...tuning.rules.slice(0, kept.length), ...severity, ...tuning.rules.slice(kept.length)],
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [...tuning.diagnostics, ...tellBlinded([...used, ...own.rules], tuning.rules, placeOf(own))],
  }
}

// The place of the last override of a rule, otherwise the user's file; undefined for a shipped rule that was not changed.
function placeOf({ rules, overrides }     )                                   {
  return rule => overrides.findLast(override => override.rule === rule.id)?.at ?? rules.find(({ id }) => id === rule.id)?.file
}

// Warns about a rule that could alert on an image before the user changed it and cannot any more, because it looks as if it could.
function tellBlinded(before                 , after                 , at                                  )                        {
  return after.flatMap(rule => {
    const old = before.filter(({ id, name }) => id === rule.id || name === rule.name);
    const place = at(rule);
    if (place === undefined || !rule.enabled || !old.some(canJudgeImage) || canJudgeImage(rule)) return []
    const why =
      rule.type === 'CloudTrail' && rule.threshold > 1 ? 'an image has one event, so a threshold above 1 is never reached' : WHY_BLIND;
    return [
      { level: 'warning', kind: 'blind-rule', message: `rule ${uri.quote(rule.id)} can no longer alert on an image`, help: why, at: place },
    ]
  })
}

const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one";

const LEVELS = ['critical', 'high', 'medium', 'low'];         

/** The id of the rule for a severity, the same in the shipped pack and here. */
function severityRuleId(level                         )         {
  return `ecr-image-scan-findings-${level}`
}

// The given level and all levels above it fail; below it, MEDIUM and above warn.
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
      // Below the limit LOW does nothing, but the rule stays in the list so that it replaces the shipped one.
      enabled: fails || level !== 'low',
      action: fails ? ('fail'         ) : ('warn'         ),
      tags: [],
      references: [],
      tests: [],
      file: FAIL_ON_FILE,
    }
  })
}

/** What a run is asked to judge. */
                        
                            
                          
 

/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
function checkRuleSet({ rules }                        , asked       )                        {
  const none = (what        )             => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
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

function canJudgeEvents(rules                 )          {
  return rules.some(watchesEvents)
}

/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
function watchesEvents({ enabled, type, file, id }      )          {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level));
  return enabled && type === 'CloudTrail' && !ours
}

// Reads rule files and puts together the rules of a run: the shipped packs, and the user's files on top of them.


/** Reads every rule file that the paths mean. A file that cannot be read gives a diagnostic; the others are still read. */
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

/** Adds the user's rules to the shipped ones. If one of the diagnostics is an error, the result must not be used. */
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

exports.canHoldTogether = canHoldTogether;
exports.checkRuleSet = checkRuleSet;
exports.combineRules = combineRules;
exports.fewValues = fewValues;
exports.negateFormula = negateFormula;
exports.pathsOf = pathsOf;
exports.readRuleFiles = readRuleFiles;
exports.readRuleSet = readRuleSet;
exports.toFormula = toFormula;
exports.watchesEvents = watchesEvents;
