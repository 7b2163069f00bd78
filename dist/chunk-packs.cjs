'use strict';

const uri = require('./chunk-uri.cjs');
const check = require('./chunk-check.cjs');
const address = require('./chunk-address.cjs');
const cloudtrail = require('./chunk-cloudtrail.cjs');
const rule = require('./chunk-rule.cjs');
const image = require('./chunk-image.cjs');

// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it to find
// the operations whose events a filter can match, the gate to tell whether what a record or a scan lacks could matter.

                                        
                                    
                                        

/** Whether what a path finds in an event is certain. */
                                             

/** `known` has the fields that are certain. Unless `isKnown` says otherwise, a path that begins with any other field is unknown (undefined). */
function decide(
  plan      ,
  known        ,
  isKnown          = ({ segments }) => Object.hasOwn(known, String(segments[0])),
)                      {
  const { expression, terms } = plan;
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return isKnown(expression.path) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0]        , known, isKnown);
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or';
      const answers = terms.map(term => decide(term, known, isKnown));
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}

// The names that a filter may use. They are passed in from outside: the language itself knows no field of CloudTrail.

                                        

                             
                                                                                                     
                                                                   
                                                                                                       
                            
                                                                                                                   
                                                    
                                                                                                               
                          
                                                                                    
                                                
 

/** The known values of a field. */
                              
                                               
                                                                           
                          
 

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

/** Whether a rule can match an event of which only some paths are known: its filter may hold, and no suppression certainly does. */
function mayMatch({ filter, suppressions }              , event        , isKnown         )          {
  return decide(filter, event, isKnown) !== false && !suppressions.some(suppression => decide(suppression, event, isKnown) === true)
}

/** Whether a rule matches an event of its type: the filter matches, and no suppression takes the event out again. */
function matchesRule(rule              , event        )          {
  return applyRule(rule, event) === 'match'
}

/** Whether rules of this type are evaluated for an event. */
function seesEvent(type          , event        )          {
  if (type === 'CloudTrail') return cloudtrail.isCloudTrail(event)
  return type === 'Finding' && event['event_type'] === 'finding'
}

function vocabularyOf(type          )             {
  if (type === 'CloudTrail') return check.CLOUDTRAIL_VOCABULARY
  return type === 'Finding' ? check.FINDING_VOCABULARY : NO_VOCABULARY
}

// Lists the clauses of a filter and the fields that it uses.

                                                                        

/** Returns the path of every clause of a filter, in order and with repetitions. */
function pathsOf(expression            )                  {
  return clausesOf(expression).map(({ path }) => path)
}

/** Returns the clauses of a filter, in order. */
function clausesOf(expression            )                                       {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return [expression]
    case 'not':
      return clausesOf(expression.term)
    case 'and':
    case 'or':
      return expression.terms.flatMap(clausesOf)
  }
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
    const accepts = check.compileTest(operator, literal);
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
  if (literal.kind !== 'text' || address.parseBlock(literal.value) !== undefined) return undefined
  return [literal.value, Number(literal.value), literal.value === 'true'].filter(accepts)
}

function canAccept(operator          , literal         )          {
  return isOrder({ operator }) ? check.isOrderable(literal) : literal.kind === 'text'
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
  return check.compileTest(`${operator.charAt(0)}${equal}`            , literal)
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

// A number is its text, which has all its digits.
function literalValue({ literal }      )          {
  return literal.kind === 'null' ? null : literal.kind === 'number' ? literal.text : literal.value
}

function literalText(part      )         {
  return String(literalValue(part))
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

// A rule prepared for the lint, and the problems that the lint reports.

                                                       

/** A problem of a rule, and its place in the rule. */
                                              
                                     
                     
                       
 

/** A rule prepared for the lint. */
                          
                     
                           
                                 
                       
                                        
                                                       
                                       
 

/** The filter, a suppression, or a field named in the title or the aggregate fields. */
                                                     
                     
                           
 

const SPAN = { start: 0, end: 0 };

function toSubject(rule      , position        )          {
  const { vocabulary, filter, suppressions } = compileRule(rule);
  const text = (plan      ) => ({ plan, formula: toFormula(plan.expression, vocabulary) });
  return {
    rule,
    position,
    vocabulary,
    filter: { field: 'filter', ...text(filter) },
    suppressions: suppressions.map((plan, index) => ({ field: 'suppressions', index, ...text(plan) })),
    premises: premisesOf(rule.type, [filter, ...suppressions], vocabulary),
  }
}

// Finding events are made here, so they are a closed world: a field that the vocabulary does not name is absent from all of them.
function premisesOf(type          , plans                 , vocabulary            )                     {
  const eventType = { CloudTrail: 'cloudtrail', Finding: 'finding', Session: undefined, Command: undefined }[type];
  if (eventType === undefined) return []
  const compare = (path      , literal                       )          =>
    toFormula({ kind: 'comparison', path, operator: '=', literal}, vocabulary);
  const known = compare({ segments: ['event_type'], span: SPAN }, { kind: 'text', value: eventType, span: SPAN });
  if (type !== 'Finding') return [known]
  const unknown = plans.flatMap(({ expression }) => pathsOf(expression)).filter(path => !isKnown(path, vocabulary.fields));
  return [known, ...unknown.map(path => compare(path, { kind: 'null', span: SPAN }))]
}

function isKnown({ segments }      , fields           )          {
  let tree                     = fields;
  for (const segment of segments) {
    if (typeof tree === 'string') return true
    if (typeof segment === 'number') continue
    const below                                 = Object.hasOwn(tree, segment) ? tree[segment] : undefined;
    if (below === undefined) return false
    tree = below;
  }
  return true
}

function report(
  { rule }         ,
  { field, index }      ,
  kind        ,
  offset        ,
  message        ,
  help         ,
  level                       = 'warning',
)              {
  const where = { field, offset, ...(index === undefined ? {} : { index }) };
  return { level, kind, message, ...(help === undefined ? {} : { help }), rule, where }
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
      // The last four are aliases, computed from fields that these events have.
      fields: [...image.SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: 'event_type = "finding" and state = "open"', fields: Object.keys(check.FINDING_VOCABULARY.fields) }],
]);

/** Whether an image could make a rule alert if the rule were enabled. */
function canJudgeImage(rule      )          {
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const { filter, suppressions, vocabulary } = compileRule(rule);
  const silent = suppressions.map(({ expression }) => negateFormula(toFormula(expression, vocabulary)));
  return meetsImage(rule, [filter, ...suppressions], [toFormula(filter.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
function canSuppressImage(rule      , position        )          {
  const { filter, suppressions, vocabulary } = compileRule(rule);
  const plans = [filter, ...suppressions.slice(position, position + 1)];
  return meetsImage(
    rule,
    plans,
    plans.map(({ expression }) => toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ type }      , plans                 , formulas                    )          {
  const events = IMAGE_EVENTS.get(type);
  if (events === undefined) return false
  const vocabulary = vocabularyOf(type);
  const absences = plans.flatMap(({ expression }) => absencesOf(expression, events, vocabulary));
  return canHoldTogether([premise(events.certain, vocabulary), ...absences, ...formulas])
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

// What a user's rules, overrides and settings take away from a gate, told by name: rules that could stop a deployment and no longer
// can, and rules that are not evaluated. What somebody switched off in so many words is a warning. What two statements of a user
// contradict each other about, or what nothing evaluates although it should stop a deployment, is an error.


                                                             

/**
 * Warns at the change about a rule that could alert on an image, or fail the deployment, as it was written before, and cannot any more.
 * `old` are the rules of its id or name as they were written.
 */
function tellWeakened(rule$1      , old                 , at                  )                        {
  const warn = (kind        , what        , help         )                        => {
    return [{ level: 'warning', kind, message: `rule ${uri.quote(rule$1.id)} ${what}`, ...(help !== undefined && { help }), ...(at && { at }) }]
  };
  if (rule$1.enabled && old.some(canJudgeImage) && !canJudgeImage(rule$1))
    return warn(
      'blind-rule',
      'can no longer alert on an image',
      rule$1.type === 'CloudTrail' && rule$1.threshold > 1 ? WHY_COUNTING : WHY_BLIND,
    )
  const why = old.some(rule.canFail) ? findWeakness(rule$1) : undefined;
  return why === undefined ? [] : warn('weakened-rule', `no longer fails the deployment: ${why}`)
}

const WHY_COUNTING = 'an image has one event, so a threshold above 1 is never reached';
const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one";

function findWeakness(rule$1      )                     {
  if (!rule$1.enabled) return 'it is not enabled'
  if (!rule.canFail(rule$1)) return `its action is ${rule.actionOf(rule$1)}`
  return canAlert(rule$1) ? undefined : 'its suppressions remove every event that its filter matches'
}

function canAlert(rule      )          {
  const { premises, filter, suppressions } = toSubject(rule, 0);
  return canHoldTogether([...premises, filter.formula, ...suppressions.map(({ formula }) => negateFormula(formula))])
}

/** Reports rules of the user that should fail the deployment, but that `fail-on` replaces by one that does not. */
function tellOverruled(overruled                 , standIn                                  , placeOf         ) {
  return overruled.flatMap((rule$1)                        => {
    const by = standIn(rule$1);
    if (!rule.canFail(rule$1) || by === undefined || rule.canFail(by)) return []
    return [
      {
        level: 'error',
        kind: 'overruled-rule',
        message: `rule ${uri.quote(rule$1.id)} fails the deployment, but fail-on replaces it by a rule that does not`,
        help: 'remove fail-on, or give the rule severityOfAlerts 2',
        at: placeOf(rule$1, { field: 'filter', offset: 0 }) ?? rule$1.file,
      },
    ]
  })
}

/** Reports enabled rules of types whose events no source has. */
function tellUnseen(rules                 , placeOf         )                        {
  return rules.flatMap((rule$1)                        => {
    const { id, type, file, enabled } = rule$1;
    if (!enabled || (type !== 'Session' && type !== 'Command')) return []
    const told = {
      kind: 'unseen-rule',
      message: `rule ${uri.quote(id)} is not evaluated: no source has events of type ${type} yet`,
      at: placeOf(rule$1, { field: 'type', offset: 0 }) ?? file,
    };
    if (!rule.canFail(rule$1)) return [{ ...told, level: 'warning' }]
    return [
      { ...told, level: 'error', help: 'it is to fail the deployment and never can; write enabled: false until there is such a source' },
    ]
  })
}

// Applies overrides to rules. An override that names no rule, or sets what another one already sets, is an error: if an override
// had no effect, or depended on the order of files, the gate would not be the one its author expects.


/** What overrides changed in a rule. */
                        
                     
                                    
                                
                                    
 

/** A rule that is not in force but may be named by an override. */
                          
                     
                      
                                                                  
                                     
 

/** The absences by the id of the rule. */
                                                 

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
    rules: tuneAll(rules, overrides),
    tuned: rules.flatMap(({ id }) => describeTuning(id, byRule.get(id) ?? [])),
    diagnostics: [
      ...limitIdle(
        overrides.filter(({ rule }) => !known.has(rule)),
        absent,
      ).flatMap(override => tellIdle$1(override, absent.get(override.rule), ids)),
      ...[...byRule.values()].flatMap(checkTwice),
    ],
  }
}

function groupByRule(overrides                     )                                           {
  const groups = new Map                    ();
  for (const override of overrides) {
    const group = groups.get(override.rule);
    if (group === undefined) groups.set(override.rule, [override]);
    else group.push(override);
  }
  return groups
}

/** The rules with all of their overrides applied. */
function tuneAll(rules                 , overrides                     )                  {
  const byRule = groupByRule(overrides);
  return rules.map(rule => tune(rule, byRule.get(rule.id) ?? []))
}

function tune(rule      , overrides                     )       {
  if (overrides.length === 0) return rule
  const set = overrides.flatMap(({ changes: { addSuppressions: _, ...changes } }) =>
    Object.entries(changes).filter(([, value]) => value !== undefined),
  );
  const added = overrides.flatMap(({ changes }) => changes.addSuppressions ?? []);
  return { ...rule, ...Object.fromEntries(set), suppressions: [...rule.suppressions, ...added] }
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

// Each wrong name is compared with that of every rule, so a generated file of thousands is told by its first, wrong ones before idle.
function limitIdle(overrides                     , absent                              )                      {
  if (overrides.length <= MOST_TOLD) return overrides
  const [wrong, idle] = [false, true].map(is => overrides.filter(({ rule }) => absent.has(rule) === is));
  return [...(wrong ?? []), ...(idle ?? [])].slice(0, MOST_TOLD)
}

const MOST_TOLD = 100;

// An override that is to make a rule fail the deployment, and cannot, is an error: its author believes that the rule stops it.
function tellIdle$1(override          , absence                     , ids                   )                        {
  const { rule: id, at, changes } = override;
  if (absence === undefined)
    return [{ level: 'error', kind: 'unknown-rule', message: `there is no rule ${uri.quote(id)} to override`, help: uri.didYouMean(id, ids), at }]
  const { rule: rule$1, why, standIn } = absence;
  const isMeant = changes.enabled === true || changes.action !== undefined || changes.severityOfAlerts !== undefined;
  const isLost = isMeant && rule.canFail(tune(rule$1, [override])) && (standIn === undefined || !rule.canFail(standIn));
  if (!isLost) return [{ level: 'warning', kind: 'idle-override', message: `the override of ${uri.quote(id)} does nothing: ${why}`, at }]
  const message = `the override makes ${uri.quote(id)} fail the deployment, but does nothing: ${why}`;
  return [{ level: 'error', kind: 'idle-override', message, help: 'remove the override, or what keeps the rule out', at }]
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

// The problems of one filter of a rule file, limited in number: a generated filter may repeat one mistake in ten thousand clauses.

                                                           
                                                           

const MAX_PROBLEMS = 20;

/** Returns the syntax errors of a filter or, with a vocabulary, the warnings about its clauses. */
function checkFilter(text        , vocabulary                        )                           {
  const parsing = check.parse(text);
  const problems = 'problems' in parsing ? parsing.problems : vocabulary === undefined ? [] : check.check(parsing.expression, vocabulary);
  const left = problems.slice(MAX_PROBLEMS, MAX_PROBLEMS + 1);
  return [
    ...problems.slice(0, MAX_PROBLEMS).map(problem => nameOtherType(problem, text, vocabulary)),
    ...left.map(({ help: _, ...next }) => ({
      ...next,
      message: `${problems.length - MAX_PROBLEMS} more problems in this filter, from here on`,
    })),
  ]
}

const TYPES = [
  { vocabulary: check.CLOUDTRAIL_VOCABULARY, help: 'CloudTrail events have this field: a rule of type CloudTrail sees them' },
  { vocabulary: check.FINDING_VOCABULARY, help: 'findings have this field: a rule of type Finding sees them' },
];

// A field that events of the other type have was not misspelled: the rule has the wrong type.
function nameOtherType(problem               , text        , vocabulary                        )                {
  const field = /\w+/y;
  field.lastIndex = problem.offset;
  const name = problem.kind === 'unknown-field' ? (field.exec(text)?.[0] ?? '') : '';
  const knows = ({ fields, aliases }            )          => Object.hasOwn(fields, name) || aliases.has(name);
  const other = TYPES.find(type => type.vocabulary !== vocabulary && knows(type.vocabulary));
  return other === undefined || vocabulary === undefined || knows(vocabulary) ? problem : { ...problem, help: other.help }
}

// What is wrong with the suppressions of a user's rules and overrides, as far as it follows from the rules alone. The vocabulary of an
// override's suppression is that of its rule, so it is known only here.


/** Reports the problems of a rule's suppressions. Of these, the first `written` are in the rule itself, and overrides add the rest. */
function checkSuppressions(
  rule      ,
  written        ,
  placeOf                                                ,
)                        {
  if (rule.suppressions.length === 0) return []
  const subject = toSubject(rule, 0);
  return subject.suppressions.flatMap((text, index) => {
    const problems = [
      // The loader has checked what is written in a rule.
      ...(index < written ? [] : checkFilter(rule.suppressions[index] ?? '', vocabularyOf(rule.type))),
      ...tellWholeImage(subject, text),
      ...tellIdle(subject, text, index),
    ];
    return problems.map(({ offset, ...problem }) => ({
      ...problem,
      at: placeOf(rule, { field: 'suppressions', index, offset }) ?? rule.file,
    }))
  })
}

                                                  

// The image's own event has all of its findings, so a suppression that holds for one of them removes them all.
function tellWholeImage({ rule }         , { plan }      )                   {
  if (rule.type !== 'CloudTrail') return []
  const inside = pathsOf(plan.expression).find(({ segments }) => image.LISTS.some(name => image.leadsIntoList(segments.slice(0, -1), name)));
  if (inside === undefined || !canJudgeImage({ ...rule, suppressions: [] })) return []
  return [
    {
      level: 'error',
      kind: 'whole-image',
      message: 'this suppression looks at single findings, but removes the whole image with all of its findings',
      help: 'suppress findings in a rule of type Finding: filter: severity = "HIGH", suppressions: [id = "CVE-2026-0001"]',
      offset: inside.span.start,
    },
  ]
}

function tellIdle({ rule, premises, filter }         , { formula }      , position        )                   {
  const found = (message        , help         )                   => {
    return [{ level: 'warning', kind: 'idle-suppression', message, ...(help === undefined ? {} : { help }), offset: 0 }]
  };
  if (!canHoldTogether([...premises, filter.formula, formula])) {
    // A filter that never holds is told by the lint, and says nothing about its suppressions.
    return canHoldTogether([...premises, filter.formula]) ? found('this suppression matches no event that the filter matches') : []
  }
  const names = fewValues(filter.formula, 'eventName');
  const isAboutImages = rule.type === 'CloudTrail' && names?.size === 1 && names.has('DescribeImageScanFindings');
  if (!isAboutImages || !canJudgeImage({ ...rule, suppressions: [] }) || canSuppressImage(rule, position)) return []
  return found(
    'this suppression removes no image',
    'the event of an image has no user, address, agent or error, because it records no call',
  )
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
function combineRules({ used, unused }         , own     , failOn                    )              {
  const severity = failOn === undefined ? [] : severityRules(failOn);
  const inOwn = (rule      )                   => findStandIn(rule, own.rules);
  const inSeverity = (rule      )                   => findStandIn(rule, severity);
  const replaced = used.flatMap(rule => {
    const by = inSeverity(rule) ?? inOwn(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const kept = used.filter(rule => inSeverity(rule) === undefined && inOwn(rule) === undefined);
  const overruled = own.rules.filter(rule => inSeverity(rule) !== undefined);
  const written = [...used, ...own.rules];
  const absent = new Map                 ([
    ...unused.map(rule => [rule.id, { rule, why: 'its pack is not in use' }]         ),
    ...used
      .filter(rule => inOwn(rule) !== undefined)
      .map(rule => [rule.id, { rule, why: 'a rule of the same name replaces it', standIn: inOwn(rule) }]         ),
    ...[...severity, ...overruled].map(rule => {
      const meant = written.find(({ id }) => id === rule.id) ?? rule;
      return [rule.id, { rule: meant, why: 'fail-on replaces it', standIn: inSeverity(rule) }]         
    }),
  ]);
  const tuning = applyOverrides([...kept, ...own.rules.filter(rule => !overruled.includes(rule))], own.overrides, absent);
  const placeOf = locateIn(own, written);
  const lost = tellOverruled(tuneAll(overruled, own.overrides), inSeverity, placeOf);
  return {
    rules: [...tuning.rules.slice(0, kept.length), ...severity, ...tuning.rules.slice(kept.length)],
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [...tuning.diagnostics, ...lost, ...inspect(tuning.rules, own, written, placeOf)],
    placeOf,
  }
}

function findStandIn(rule      , candidates                 )                   {
  return candidates.find(other => other.id === rule.id || other.name === rule.name)
}

// Suppressions that overrides add come after the rule's own, in the order of the overrides.
function locateIn(own     , written                 )                         {
  const byId = new Map(written.map(rule => [rule.id, rule]));
  const added = new Map(
    [...groupByRule(own.overrides)].map(([id, overrides]) => [
      id,
      overrides.flatMap(override => (override.changes.addSuppressions ?? []).map((_, index) => ({ override, index }))),
    ]),
  );
  return (rule, where) => {
    const base = byId.get(rule.id) ?? rule;
    const position = where.field === 'suppressions' ? (where.index ?? 0) - base.suppressions.length : -1;
    if (position < 0) return own.placeOf(base, where) ?? base.file
    const { override, index } = added.get(rule.id)?.[position] ?? {};
    if (override === undefined || index === undefined) return base.file
    return own.placeOf(override, { ...where, field: 'addSuppressions', index }) ?? override.at
  }
}

// Inspects the rules that have the user's hand in them. The shipped ones are checked when they are built.
function inspect(rules                 , own     , written                 , placeOf                        )                        {
  const changed = new Map(own.overrides.map(({ rule, at }) => [rule, at]));
  const authored = new Map(own.rules.map(rule => [rule.id, rule.suppressions.length]));
  const base = new Map(written.map(rule => [rule.id, rule.suppressions.length]));
  const ours = rules.filter(({ id }) => changed.has(id) || authored.has(id));
  const before = indexRules(written);
  return [
    ...tellUnseen(ours, placeOf),
    ...ours.flatMap(rule => tellWeakened(rule, before(rule), changed.get(rule.id) ?? placeOf(rule, { field: 'filter', offset: 0 }))),
    ...ours.flatMap(rule => checkSuppressions(rule, base.get(rule.id) ?? 0, placeOf)),
  ]
}

// Finds the rules of the same id or name, of which a generated file may have thousands.
function indexRules(rules                 )                                  {
  const byKey = new Map                ();
  const keysOf = ({ id, name }      )                    => [`id ${id}`, `name ${name}`];
  for (const rule of rules)
    for (const key of keysOf(rule)) {
      const same = byKey.get(key);
      if (same === undefined) byKey.set(key, [rule]);
      else same.push(rule);
    }
  return rule => keysOf(rule).flatMap(key => byKey.get(key) ?? [])
}

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
    ...(asked.findings && !canJudgeImages(rules) ? [none('the findings of an image')] : []),
    ...(asked.events && !canJudgeEvents(rules) ? [none('CloudTrail events')] : []),
  ]
}

function canJudgeEvents(rules                 )          {
  return rules.some(watchesEvents)
}

/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
function watchesEvents({ enabled, type, file, id }      )          {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level));
  return enabled && type === 'CloudTrail' && !ours
}

exports.SPAN = SPAN;
exports.applyRule = applyRule;
exports.canHoldTogether = canHoldTogether;
exports.canJudgeImage = canJudgeImage;
exports.checkFilter = checkFilter;
exports.checkRuleSet = checkRuleSet;
exports.clausesOf = clausesOf;
exports.combineRules = combineRules;
exports.compileRule = compileRule;
exports.decide = decide;
exports.fewValues = fewValues;
exports.matchesRule = matchesRule;
exports.mayMatch = mayMatch;
exports.negateFormula = negateFormula;
exports.pathsOf = pathsOf;
exports.report = report;
exports.seesEvent = seesEvent;
exports.toFormula = toFormula;
exports.toSubject = toSubject;
exports.vocabularyOf = vocabularyOf;
exports.watchesEvents = watchesEvents;
