'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const filter = require('./chunk-filter.cjs');
const imply = require('./chunk-imply.cjs');
const packs = require('./chunk-packs.cjs');
const visibility = require('./chunk-visibility.cjs');
const lookup = require('./chunk-lookup.cjs');
const title = require('./chunk-title.cjs');
require('node:fs');
require('node:fs/promises');
require('./chunk-address.cjs');
require('./chunk-draft.cjs');
require('./chunk-severities.cjs');

// The operations of a service and the shapes of their requests and responses, as CloudTrail records them. This is plain data,
// generated from the SDK when the project is built, so that these parts of the SDK stay out of the bundle.
//
// Structures are referred to by name rather than nested, because they contain one another, and some contain themselves.



/** The services by event source, such as `ssm.amazonaws.com`. */









/** Each is the name of a structure, or `OPEN`. */





/** A member is the name of a structure, `OPEN` or `VALUE`. A list is given as its element, because paths walk through lists. */




/** May contain anything: a map, a document, or something AWS does not document. */
const OPEN = '*';

/** One operation of one service. */





/** Lists every operation of these event sources; undefined when one of them is not modelled. */
function operationsOf(operations            , eventSources                   )                                       {
  const names                  = [];
  for (const eventSource of eventSources) {
    const service = typeof eventSource === 'string' ? find(operations, eventSource) : undefined;
    if (service === undefined) return undefined
    for (const eventName of Object.keys(service.operations)) names.push({ eventSource: eventSource          , eventName });
  }
  return names
}

function hasOperation(operations            , eventSource        , eventName        )          {
  const service = find(operations, eventSource);
  return service !== undefined && Object.hasOwn(service.operations, eventName)
}

/** Where a path leaves the shape of an operation: at which segment, and which members exist there. */





/** Follows a path through the request or the response of an operation; undefined when the whole path may exist. */
function findDeparture(
  operations            ,
  { eventSource, eventName }               ,
  part                 ,
  segments                    ,
)                        {
  const service = find(operations, eventSource);
  let name = service && find(service.operations, eventName)?.[part];
  for (const [at, segment] of segments.entries()) {
    if (service === undefined || name === undefined || name === OPEN) return undefined
    if (typeof segment === 'number') continue
    const structure            = find(service.structures, name) ?? {};
    name = find(structure, segment);
    if (name === undefined) return { at, known: Object.keys(structure) }
  }
  return undefined
}

/** A part of a call that CloudTrail always records as the text of `HIDDEN`, and what to ask for in its place. */






const OF_COMMANDS = 'ask for requestParameters.documentName, instanceIds or targets; what was run is in the history of Run Command';

// Each was seen hidden in every record of a public attack simulation: https://github.com/invictus-ir/aws_dataset
const HIDDEN_PARTS                                                                                          = {
  'ssm.amazonaws.com': {
    SendCommand: [
      { part: 'request', path: ['parameters'], instead: OF_COMMANDS },
      { part: 'response', path: ['command', 'parameters'], instead: OF_COMMANDS },
    ],
    PutParameter: [{ part: 'request', path: ['value'], instead: 'ask for requestParameters.name, type or keyId' }],
  },
};

/** The hidden part of an operation in which a path lies, if there is one. */
function findHidden(
  { eventSource, eventName }               ,
  part                 ,
  segments                    ,
)                     {
  const names = segments.filter(segment => typeof segment !== 'number');
  const parts = find(find(HIDDEN_PARTS, eventSource) ?? {}, eventName) ?? [];
  return parts.find(hidden => hidden.part === part && hidden.path.every((name, i) => names[i] === name))
}

function find   (table                                , name        )                {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

// Compares rules with each other to find redundant ones.


/** A rule, prepared for comparison with others. */












/**
 * The most clauses to compare, summed over all pairs of rules, so that a hostile set of rules cannot take forever. A warning
 * reports that the rest is not compared.
 */
const MOST_COMPARED = 6_000_000;

/** Returns the problem of each rule that is redundant because of another one. */
function compareRules(rules                       )                                                  {
  const problems = new Map                                    ();
  const budget = { clauses: MOST_COMPARED };
  for (const peers of visibility.groupBy(rules.map(toPeer), ({ linted }) => countingOf(linted.rule)).values()) {
    const byName = visibility.groupByEach               (peers, ({ names }) => names ?? [undefined]);
    for (const peer of peers) {
      const [name] = peer.names ?? [];
      const others = name === undefined ? [] : (byName.get(name) ?? []);
      const problem = comparePeer(peer, [...others, ...(byName.get(undefined) ?? [])], budget);
      if (problem !== undefined) problems.set(peer.linted, [problem]);
      if (budget.clauses > 0) continue
      const message = 'rules from here on are not compared: they are too many or too large';
      return problems.set(peer.linted, [packs.problemIn(peer.linted, peer.linted.filter, 'not-compared', 0, message)])
    }
  }
  return problems
}

// Only rules that count in the same way can make one another redundant.
function countingOf(rule      )         {
  const { type, threshold, window } = rule;
  return JSON.stringify([type, threshold, window, threshold > 1 ? [...imply.aggregateFieldsOf(rule)].sort() : []])
}

function toPeer(linted            )       {
  const { rule, filter, suppressions, premises } = linted;
  const terms = [...premises, filter.formula, ...suppressions.map(({ formula }) => imply.negateFormula(formula))];
  const alerts          = { kind: 'and', terms };
  return {
    linted,
    alerts,
    isSilent: imply.negateFormula({ kind: 'and', terms: terms.slice(premises.length) }),
    size: [filter, ...suppressions].reduce((sum, { plan }) => sum + imply.pathsOf(plan.expression).length, 1),
    names: imply.fewValues(filter.formula, 'eventName'),
    sources: imply.fewValues(filter.formula, 'eventSource'),
    rank: imply.ACTIONS.indexOf(imply.actionOf(rule)),
  }
}

function comparePeer(peer      , others                 , budget                     )                          {
  const includes = (general      , special      )          => {
    budget.clauses -= general.size + special.size;
    return budget.clauses > 0 && !imply.canHoldTogether([special.alerts, general.isSilent])
  };
  const isBefore = (other      )          => other.linted.position < peer.linted.position;
  const including = others.filter(
    other =>
      other !== peer && (isBefore(other) || other.rank <= peer.rank) && overlaps(other.sources, peer.sources) && includes(other, peer),
  );
  if (including.length === 0) return undefined
  const same = new Set(including.filter(other => includes(peer, other)));
  // If the budget ended between the two directions, equal rules could each be reported as redundant because of the other.
  if (budget.clauses <= 0) return undefined
  const twin = including.find(other => same.has(other) && isBefore(other));
  if (twin !== undefined) {
    const message = `this rule matches the same events as ${nameOf(twin)}`;
    return packs.problemIn(peer.linted, peer.linted.filter, 'duplicate-filter', 0, message, 'remove one of them')
  }
  const general = including.find(other => !same.has(other) && other.rank <= peer.rank);
  if (general === undefined) return undefined
  const message = `${nameOf(general)} already alerts on every event of this rule`;
  return packs.problemIn(peer.linted, peer.linted.filter, 'shadowed-rule', 0, message, 'remove this rule, or give it a more severe action')
}

function overlaps(a                                  , b                                  )          {
  return a === undefined || b === undefined || [...a].some(value => b.has(value))
}

function nameOf({ linted: { rule } }      )         {
  return `${read.quote(rule.name)} in ${rule.file}`
}

// Finds operations and fields in a rule that the service does not have.


/** The event sources and operations of the events that can satisfy a part of a filter. */





const KNOWN                     = ['event_type', 'eventSource', 'eventName'];

// Restricts the world to the events that can satisfy a plan; undefined where they may come from a service that is not modelled.
function narrow(plan      , outer                   , operations            )                    {
  const own = lookup.constantsOf(plan.expression, 'eventSource');
  const sources = outer === undefined ? own && [...own] : outer.sources.filter(source => own?.has(source) ?? true);
  const candidates = sources && (outer?.candidates ?? operationsOf(operations, sources));
  return candidates && { sources, candidates: selectPossible(plan.expression.kind === 'and' ? plan.terms : [plan], candidates) }
}

// Returns the operations for which no clause is known to be false. Clauses about other fields are skipped, since there may be many.
function selectPossible(plans                 , candidates                          )                           {
  const asked = plans.filter(({ expression }) => imply.pathsOf(expression).some(({ segments: [name] }) => KNOWN.includes(name)));
  return candidates.filter(candidate => asked.every(plan => imply.decide(plan, { event_type: 'cloudtrail', ...candidate }) !== false))
}

// Each `and` narrows the world for its own clauses, so that a field is checked only against the operations it applies to.
function lintWords(
  linted            ,
  text      ,
  plan      ,
  world                   ,
  operations            ,
)                         {
  const { expression } = plan;
  if (expression.kind === 'comparison' || expression.kind === 'in') {
    if (world === undefined) return []
    return [...lintName(linted, text, expression, world, operations), ...lintClause(linted, text, expression, world, operations)]
  }
  const inner = expression.kind === 'and' && plan !== text.plan ? narrow(plan, world, operations) : world;
  return plan.terms.flatMap(term => lintWords(linted, text, term, inner, operations))
}

function lintName(
  linted            ,
  text      ,
  clause                         ,
  { sources }       ,
  operations            ,
)                         {
  if (imply.printPath(clause.path) !== 'eventName' || sources.length === 0) return []
  const { relation, literals } = imply.demandOf(clause);
  return literals.flatMap(literal => {
    if (relation.kind !== 'equality' || literal.kind !== 'text' || sources.some(source => hasOperation(operations, source, literal.value)))
      return []
    const near = read.suggest(literal.value, operationsOf(operations, sources)?.map(({ eventName }) => eventName) ?? []);
    const home = Object.keys(operations).find(source => hasOperation(operations, source, literal.value));
    const message = `${read.listOf(sources)} ${read.agree(sources.length, 'has', 'have')} no operation ${read.quote(literal.value)}`;
    const help = home === undefined ? near && `did you mean "${near}"?` : `it is an operation of ${home}`;
    return [packs.problemIn(linted, text, 'unknown-operation', literal.span.start, message, help)]
  })
}

/** Reports fields in the title or the aggregate that no event of the rule has: they would show as unknown, or as null. */
function lintNames(linted            , world                   , operations            )                         {
  const { rule, vocabulary } = linted;
  const titled = title.placeholders(rule.title).map(({ path, offset }) => ({ field: 'title'         , path, offset }));
  const aggregated = imply.aggregateFieldsOf(rule).map((path, index) => ({ field: 'aggregateFields'         , index, path, offset: 0 }));
  return [...titled, ...aggregated].flatMap(({ path: written, offset, ...where }) => {
    const parsed = imply.parsePath(written);
    if (parsed === undefined) return []
    const path = { ...parsed, span: { start: offset, end: offset } };
    const present = visibility.compareTo(path, '!=', null);
    const text = { ...where, plan: imply.compile(present, vocabulary), formula: imply.toFormula(present, vocabulary) };
    const unknown = filter.check(present, vocabulary).map(({ kind, message, help }) => packs.problemIn(linted, text, kind, offset, message, help));
    if (unknown.length > 0 || world === undefined) return unknown
    // A title without its value is still a title.
    return lintClause(linted, text, present, world, operations).map(problem => ({ ...problem, level: 'warning'          }))
  })
}

function lintClause(
  linted            ,
  text      ,
  clause                         ,
  world       ,
  operations            ,
)                         {
  const [root, ...below] = clause.path.segments;
  if (root === 'target') return lintTarget(linted, text, clause.path, world)
  const part = root === 'requestParameters' ? 'request' : root === 'responseElements' ? 'response' : undefined;
  if (part === undefined || world.candidates.length === 0) return []
  const hidden = lintHidden(linted, text, clause, part, below, world, operations);
  return hidden.length > 0 ? hidden : lintPath(linted, text, clause.path, part, below, world, operations)
}

// Only calls to Systems Manager are about nodes and containers.
function lintTarget(linted            , text      , path      , { sources }       )                         {
  if (sources.length === 0 || sources.some(read.namesTargets)) return []
  const message = `no event of ${read.listOf(sources)} has a target`;
  return [packs.problemIn(linted, text, 'unknown-field', path.span.start, message, 'only calls to Systems Manager have one')]
}

// Reports a clause about a value that CloudTrail hides in every operation that has it. Whether there is a value can be asked.
function lintHidden(
  linted            ,
  text      ,
  clause                         ,
  part                 ,
  below                    ,
  { candidates }       ,
  operations            ,
)                         {
  const having = candidates.filter(candidate => findDeparture(operations, candidate, part, below) === undefined);
  const hiding = having.map(candidate => findHidden(candidate, part, below));
  const [hidden] = hiding;
  if (hidden === undefined || hiding.includes(undefined)) return []
  const { literals } = imply.demandOf(clause);
  const isInside = below.length > hidden.path.length;
  if (!isInside && literals.some(literal => literal.kind === 'null' || (literal.kind === 'text' && literal.value === read.HIDDEN))) return []
  const names = read.listOf([...new Set(having.map(({ eventName }) => eventName))]);
  const what = imply.printPath({ segments: clause.path.segments.slice(0, hidden.path.length + 1) });
  const message = `CloudTrail hides ${read.quote(what)} of ${names}: it is always the string ${read.HIDDEN}`;
  return [packs.problemIn(linted, text, 'hidden-field', clause.path.span.start, message, hidden.instead, 'error')]
}

function lintPath(
  linted            ,
  text      ,
  path      ,
  part                 ,
  below                    ,
  { sources, candidates }       ,
  operations            ,
)                         {
  const departures              = [];
  for (const candidate of candidates) {
    const departure = findDeparture(operations, candidate, part, below);
    if (departure === undefined) return []
    departures.push(departure);
  }
  if (isSaidAtLoad(text.plan.expression, path, linted.vocabulary)) return []
  const at = Math.max(...departures.map(departure => departure.at));
  const known = [...new Set(departures.flatMap(departure => (departure.at === at ? departure.known : [])))];
  const word = String(below[at]);
  const near = read.suggest(word, known);
  const names = [...new Set(candidates.map(({ eventName }) => eventName))];
  const whose =
    names.length === 1
      ? `the ${part} of ${names[0]} has`
      : `no ${part} of ${names.length <= 3 ? read.listOf(names) : `the ${names.length} possible operations of ${read.listOf(sources)}`} has`;
  const inside = at === 0 ? '' : ` in ${read.quote(imply.printPath({ segments: path.segments.slice(0, at + 1) }))}`;
  const help =
    near !== undefined
      ? `did you mean "${near}"?`
      : known.length > 0 && known.length <= 12
        ? `expected one of ${known.join(', ')}`
        : undefined;
  const message = `${whose} ${names.length === 1 ? 'no' : 'a'} field ${read.quote(word)}${inside}`;
  return [packs.problemIn(linted, text, 'unknown-field', path.span.start, message, help)]
}

// Whether the loader already warns about this path, as it does about unknown fields of `imageScanFindings`.
function isSaidAtLoad(expression            , path      , vocabulary            )          {
  return filter.check(expression, vocabulary).some(({ kind, offset }) => kind === 'unknown-field' && offset === path.span.start)
}

// Finds problems in rules that load without errors: a rule that can never alert, an operation or a field that its service does
// not have, a rule that another rule makes redundant.
//
// Every problem is proven before it is reported: nothing is claimed about rules that are too large to compare, or
// about services that are not modelled. The proofs about filters are in language/imply.ts.


/**
 * Returns every problem of the rules, in their order. `others` are rules in use beside them, such as the shipped ones: they get no
 * problems of their own, but they may make a rule redundant.
 */
function lintRules(
  rules                         ,
  operations            ,
  others                          = [],
)                         {
  const all = [...others, ...rules].map((rule, position) => packs.toLintedRule(rule, position));
  const own = all.map(linted => lintAlone(linted, operations));
  const alerting = all.filter(({ rule, position }) => rule.enabled && own[position]?.alerts === true);
  const against = compareRules(alerting);
  return all.slice(others.length).flatMap(linted => [...(own[linted.position]?.problems ?? []), ...(against.get(linted) ?? [])])
}

const NOUNS                                     = {
  CloudTrail: 'CloudTrail event',
  Finding: 'finding',
  Session: 'session',
  Command: 'command',
  Automation: 'automation',
};







function lintAlone(linted            , operations            )            {
  const { rule, filter, suppressions, premises } = linted;
  const isRecorded = rule.type === 'CloudTrail';
  const world = isRecorded ? narrow(filter.plan, undefined, operations) : undefined;
  const words = isRecorded ? lintWords(linted, filter, filter.plan, world, operations) : [];
  const holds = imply.canHoldTogether([...premises, filter.formula]);
  const isEmpty = world?.candidates.length === 0;
  if (!holds || isEmpty) {
    const isSaid = holds && words.some(isUnknownOperation);
    return { problems: isSaid ? words : [...words, lintNever(linted, holds ? world : undefined, operations)], alerts: false }
  }
  const swallowed = lintSwallowed(linted);
  const idle = suppressions.flatMap(text => {
    const said = isRecorded ? lintWords(linted, text, text.plan, narrow(text.plan, world, operations), operations) : [];
    if (said.some(isUnknownOperation) || imply.canHoldTogether([...premises, filter.formula, text.formula])) return said
    return [...said, packs.problemIn(linted, text, 'idle-suppression', 0, 'this suppression matches no event that the filter matches')]
  });
  const names = lintNames(linted, world, operations);
  return { problems: [...words, ...names, ...swallowed, ...idle], alerts: swallowed.length === 0 }
}

function isUnknownOperation({ kind }             )          {
  return kind === 'unknown-operation'
}

// Finds the clause that makes the filter impossible: the clauses up to it cannot hold together.
function lintNever(linted            , world                   , operations            )              {
  const { filter: filter$1, premises, rule, vocabulary } = linted;
  const { expression } = filter$1.plan;
  const terms = expression.kind === 'and' ? expression.terms : [expression];
  const plans = expression.kind === 'and' ? filter$1.plan.terms : [filter$1.plan];
  const formulas = terms.map(term => imply.toFormula(term, vocabulary));
  const all = operationsOf(operations, world?.sources ?? []) ?? [];
  const fails = (count        )          =>
    world === undefined
      ? !imply.canHoldTogether([...premises, ...formulas.slice(0, count)])
      : selectPossible(plans.slice(0, count), all).length === 0;
  const count = filter.findFirst(1, terms.length, fails);
  const nothing = world === undefined ? `no ${NOUNS[rule.type]}` : `no operation of ${read.listOf(world.sources)}`;
  const message = count === 1 ? `${nothing} matches this` : `${nothing} matches this together with the clauses before it`;
  return packs.problemIn(linted, filter$1, 'never-matches', terms[count - 1]?.span.start ?? 0, message)
}

function lintSwallowed(linted            )                         {
  const { filter, suppressions, premises } = linted;
  const isSwallowed = (texts                 )          =>
    !imply.canHoldTogether([...premises, filter.formula, ...texts.map(({ formula }) => imply.negateFormula(formula))]);
  if (suppressions.length === 0 || !isSwallowed(suppressions)) return []
  const alone = suppressions.find(text => isSwallowed([text]));
  const last = alone ?? suppressions.find((_, i) => isSwallowed(suppressions.slice(0, i + 1))) ?? filter;
  const who = alone === undefined ? 'this suppression and those before it remove' : 'this suppression removes';
  return [packs.problemIn(linted, last, 'swallowed-rule', 0, `${who} every event that the filter matches, so the rule never alerts`)]
}

exports.lintRules = lintRules;
