'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const lookup = require('./chunk-lookup.cjs');
const title = require('./chunk-title.cjs');
const packs = require('./chunk-packs.cjs');

// Determines what the enabled rules look at, so that nothing is requested or kept that no rule would see.


/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
function eventSourcesOf(rules                         )                                  {
  const sets = rules.filter(({ rule }) => packs.watchesEvents(rule)).map(({ filter }) => lookup.constantsOf(filter.expression, 'eventSource'));
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/** What must be read of recorded events: those of one event source, or of all sources. */









/**
 * What must be read so that no event is missed that an enabled rule can match; nothing when no event can match one. `explaining` are names
 * of events that are read along with others of their source, although no rule matches them.
 */
function lookupsOf(
  rules                         ,
  explaining                                                         = () => [],
)                    {
  const wanted = new Map                                                                                 ();
  for (const { rule, filter } of rules.filter(each => packs.watchesEvents(each.rule))) {
    const [sources, names] = ['eventSource', 'eventName'].map(field => lookup.constantsOf(filter.expression, field));
    if (names?.size === 0) continue
    for (const source of sources ?? [undefined]) {
      const own = wanted.get(source) ?? { names: new Set(), because: [] };
      for (const name of names ?? []) own.names.add(name);
      if (names === undefined) own.because.push(rule.id);
      wanted.set(source, own);
    }
  }
  // Names that rules ask of all sources are read first, because those of single sources may be among them.
  const ordered = [...wanted].sort(([a], [b]) => Number(a !== undefined) - Number(b !== undefined));
  const lookups = ordered.map(([eventSource, { names, because }]) => ({
    eventSource,
    eventNames: because.length > 0 ? undefined : new Set([...names, ...explaining(eventSource)]),
    because,
  }));
  return (wanted.get(undefined)?.because.length ?? 0) > 0 ? lookups.slice(0, 1) : lookups
}

/**
 * What the rules about recorded events ask for, and what decides besides: suppressions, exceptions, and by what events are grouped.
 * `explaining` are names of events that are read along, although no rule matches them.
 */
function askingsOf(
  { compiled, exceptions }                                          ,
  explaining                    = [],
)                    {
  const watching = compiled.filter(({ rule }) => packs.watchesEvents(rule));
  const asked = watching.map(({ rule, filter: { expression }, suppressions })         => {
    const accepting = exceptions.filter(each => each.kind === 'alert').filter(each => each.rule === rule.id);
    const grouped = imply.aggregateFieldsOf(rule).flatMap(text => imply.parsePath(text) ?? []);
    const plans = [expression, ...suppressions.map(each => each.expression), ...accepting.map(each => each.expression)];
    return { id: rule.id, expression, paths: [...plans.flatMap(imply.pathsOf), ...grouped] }
  });
  return explaining.length === 0 ? asked : [...asked, { id: 'what goes on now', expression: isNamed(explaining), paths: [] }]
}

/** The place of what nobody wrote. */
const NOWHERE = { start: 0, end: 0 };

function isNamed(names                   )             {
  const literals = names.map(value => ({ kind: 'text', value, span: NOWHERE })         );
  return { kind: 'in', path: { segments: ['eventName'], span: NOWHERE }, negated: false, literals, span: NOWHERE }
}

/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
function doubtedSourcesOf(rules                         )                                  {
  const matching = eventSourcesOf(rules);
  if (matching === undefined) return undefined
  const clauses = rules.flatMap(({ rule, filter }) => (packs.watchesEvents(rule) ? imply.clausesOf(filter.expression) : []));
  const named = clauses.filter(({ path }) => imply.printPath(path) === 'eventSource').flatMap(clause => imply.demandOf(clause).literals);
  return new Set([...matching, ...named.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))])
}

/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
function needsLists(rules                         )          {
  return rules.some(each => each.rule.enabled && each.rule.type === 'CloudTrail' && fieldsOf(each).some(reachesList))
}

/** The fields that only Amazon Inspector has at which an enabled rule over findings or an exception looks. */
function inspectorFieldsOf({ compiled, exceptions }                                          )                            {
  const rules = compiled.filter(({ rule }) => rule.enabled && rule.type === 'Finding');
  const ids = new Set(rules.map(({ rule }) => rule.id));
  const accepting = exceptions.flatMap((each)                                      => {
    if (each.kind === 'finding') return each.filter !== null && 'plan' in each.filter ? [each.filter.plan] : []
    return ids.has(each.rule) ? [each] : []
  });
  const fields = new Set([...rules.flatMap(fieldsOf), ...segmentsOf(accepting)].map(([first]) => first));
  return read.INSPECTOR_FIELDS.filter(name => fields.has(name))
}

/** What a rule looks at of the targets of events: nothing, only the ids that are recorded, or also what describes them. */


/** What a rule, or an exception for its alerts, looks at of the targets of events. */
function targetNeedOf(compiled              , accepting                  = [])             {
  return needOf([...fieldsOf(compiled), ...segmentsOf(accepting)])
}

/** What filters look at of the targets of events. */
function needOfPlans(plans                 )             {
  return needOf(segmentsOf(plans))
}

function needOf(fields                                 )             {
  const asked = fields.filter(([first]) => first === 'target');
  if (asked.length === 0) return 'nothing'
  return asked.every(isOfTheEvent) ? 'ids' : 'descriptions'
}

/** Whether a rule about what is going on now, of this kind, or an exception for its alerts asks whose account it is. */
function needsAccount({ compiled, exceptions }                                          , kind          )          {
  const rules = compiled.filter(({ rule }) => rule.enabled && imply.liveKindOf(rule.type) === kind);
  const accepting = exceptions.filter(each => each.kind === 'alert').filter(each => rules.some(({ rule }) => rule.id === each.rule));
  const plans = rules.flatMap(({ filter, suppressions }) => [filter, ...suppressions]);
  return segmentsOf([...plans, ...accepting]).some(([first]) => first === 'accountId')
}

function segmentsOf(plans                                     )                                  {
  return plans.flatMap(({ expression }) => imply.pathsOf(expression)).map(({ segments }) => segments)
}

/** Whether a path leads to what an event itself says of its targets: the id, and of a command how far it has come. */
function isOfTheEvent([first, inner]                    )          {
  return first !== 'target' || (typeof inner === 'string' && ['id', 'status', 'statusDetails'].includes(inner))
}

/** The tags of targets that a rule looks at; undefined if it looks at all of them. */
function tagsAskedBy(compiled              )                                   {
  const names = fieldsOf(compiled).map(path => path.filter(segment => typeof segment === 'string'));
  const tags = names.filter(([first, inner = 'tags']) => first === 'target' && inner === 'tags').map(([, , tag]) => tag);
  return tags.includes(undefined) ? undefined : new Set(tags.flatMap(tag => tag ?? []))
}

function fieldsOf({ rule, filter, suppressions }              )                                  {
  const named = [...imply.aggregateFieldsOf(rule), ...title.placeholders(rule.title).map(({ path }) => path)].flatMap(text => imply.parsePath(text) ?? []);
  return [...segmentsOf([filter, ...suppressions]), ...named.map(({ segments }) => segments)]
}

// A path that ends above the lists yields an object that contains them.
function reachesList(segments                    )          {
  return imply.LISTS.some(name => imply.listPath(name).every((step, i) => i >= segments.length || segments[i] === step))
}

exports.askingsOf = askingsOf;
exports.doubtedSourcesOf = doubtedSourcesOf;
exports.inspectorFieldsOf = inspectorFieldsOf;
exports.isOfTheEvent = isOfTheEvent;
exports.lookupsOf = lookupsOf;
exports.needOfPlans = needOfPlans;
exports.needsAccount = needsAccount;
exports.needsLists = needsLists;
exports.tagsAskedBy = tagsAskedBy;
exports.targetNeedOf = targetNeedOf;
