'use strict';

const status = require('./chunk-status.cjs');
const check = require('./chunk-check.cjs');
const uri = require('./chunk-uri.cjs');
const rule = require('./chunk-rule.cjs');

// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it to find
// the operations whose events a filter can match, the gate to tell whether what a record or a scan lacks could matter.
//
// It runs the tests that match events, so it is exact about what is known, once for each event; what clauses about unknown fields have to
// do with each other is proven by imply.ts, once for each filter.





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

// Compiles a rule and applies it to any number of events.



/** A rule with its filters parsed and compiled: whatever applies a rule, or asks what it can match, takes one. */







/** Compiles a rule that is plain data. Throws only when a filter does not parse, which loading has ruled out. */
function compileRule(rule      )               {
  const read = (text        )             => {
    const parsing = check.parse(text);
    if ('problems' in parsing) throw new Error(`rule ${rule.id} was not loaded from a file: ${parsing.problems[0]?.message}`)
    return parsing.expression
  };
  return compileParsed(rule, read(rule.filter), rule.suppressions.map(read))
}

/** The same for a rule that may never be applied: its filters are parsed once, when one of them is first asked for. */
function compileLater(rule      )               {
  let compiled;
  const now = ()               => {
    compiled ??= compileRule(rule);
    return compiled
  };
  return {
    rule,
    vocabulary: vocabularyOf(rule.type),
    get filter() {
      return now().filter
    },
    get suppressions() {
      return now().suppressions
    },
  }
}

/** Compiles a rule whose filter and suppressions have these expressions. */
function compileParsed(rule      , filter            , suppressions                       )               {
  const vocabulary = vocabularyOf(rule.type);
  const plan = (expression            )       => check.compile(expression, vocabulary);
  return { rule, vocabulary, filter: plan(filter), suppressions: suppressions.map(plan) }
}

/** The same rule if it had no suppressions. */
function withoutSuppressions(compiled              )               {
  return { ...compiled, rule: { ...compiled.rule, suppressions: [] }, suppressions: [] }
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
  if (type === 'CloudTrail') return status.isCloudTrail(event)
  return type === 'Finding' && event['event_type'] === 'finding'
}

function vocabularyOf(type          )             {
  if (type === 'CloudTrail') return check.CLOUDTRAIL_VOCABULARY
  return type === 'Finding' ? check.FINDING_VOCABULARY : check.NO_VOCABULARY
}

// Clauses that no filter has written, for what is known of events without one.



/** The span of what stands in no text. */
const NO_SPAN = { start: 0, end: 0 };

/** `path = "value"`, `path != null` and the like. */
function compareTo(path      , operator            , value               )             {
  const literal = value === null ? ({ kind: 'null', span: NO_SPAN }         ) : ({ kind: 'text', value, span: NO_SPAN }         );
  return { kind: 'comparison', path, operator, literal, span: path.span }
}

/** The path of a field that needs no quoting, such as `event_type`. */
function pathTo(field        )       {
  return { segments: field.split('.'), span: NO_SPAN }
}

// A rule prepared for the lint, and the problems that the lint reports.





/** A problem of a rule, and its place in the rule. */






/** A rule prepared for the lint. */










/** The filter, a suppression, or a field named in the title or the aggregate fields. */





function toLintedRule({ rule, vocabulary, filter, suppressions }              , position        )             {
  const text = (plan      ) => ({ plan, formula: check.toFormula(plan.expression, vocabulary) });
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
  const known = check.toFormula(compareTo(pathTo('event_type'), '=', eventType), vocabulary);
  if (type !== 'Finding') return [known]
  const unknown = plans.flatMap(({ expression }) => check.pathsOf(expression)).filter(path => !isKnown(path, vocabulary.fields));
  return [known, ...unknown.map(path => check.toFormula(compareTo(path, '=', null), vocabulary))]
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

function problemIn(
  { rule }            ,
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
function canJudgeImages(rules                         )          {
  return rules.some(compiled => compiled.rule.enabled && canJudgeImage(compiled))
}

/** What always holds for the events made from an image: fields that have one value, or always have some; and which fields there can be. */






const IMAGE_EVENTS                                     = new Map([
  [
    'CloudTrail',
    {
      certain: { event_type: 'cloudtrail', eventSource: 'ecr.amazonaws.com', eventName: 'DescribeImageScanFindings' },
      present: ['requestParameters', 'responseElements.imageScanFindings.findingSeverityCounts'],
      // The last four are aliases, computed from fields that these events have.
      fields: [...status.SCAN_EVENT_FIELDS, 'event_type', 'region', 'accountId', 'recipientAccountID'],
    },
  ],
  ['Finding', { certain: { event_type: 'finding', state: 'open' }, present: [], fields: Object.keys(check.FINDING_VOCABULARY.fields) }],
]);

/** Whether an image could make a rule alert if the rule were enabled. */
function canJudgeImage(compiled              )          {
  const { rule, filter, suppressions, vocabulary } = compiled;
  // An image has only one event, which never reaches a threshold above 1.
  if (rule.type === 'CloudTrail' && rule.threshold > 1) return false
  const silent = suppressions.map(({ expression }) => check.negateFormula(check.toFormula(expression, vocabulary)));
  return meetsImage(compiled, [filter, ...suppressions], [check.toFormula(filter.expression, vocabulary), ...silent])
}

/** Whether the suppression at a position can remove an event of an image that the rule's filter matches. */
function canSuppressImage(compiled              , position        )          {
  const { filter, suppressions, vocabulary } = compiled;
  const plans = [filter, ...suppressions.slice(position, position + 1)];
  return meetsImage(
    compiled,
    plans,
    plans.map(({ expression }) => check.toFormula(expression, vocabulary)),
  )
}

// Whether an event of an image may satisfy the formulas, which are about the fields that the plans name.
function meetsImage({ rule, vocabulary }              , plans                 , formulas                    )          {
  const events = IMAGE_EVENTS.get(rule.type);
  if (events === undefined) return false
  const isAbsent = ({ segments: [name] }      )          => !events.fields.includes(String(name));
  const absent = plans.flatMap(({ expression }) => check.pathsOf(expression)).filter(isAbsent);
  const premises = [
    ...Object.entries(events.certain).map(([field, value]) => compareTo(pathTo(field), '=', value)),
    ...events.present.map(field => compareTo(pathTo(field), '!=', null)),
    ...absent.map(path => compareTo(path, '=', null)),
  ];
  return check.canHoldTogether([...premises.map(clause => check.toFormula(clause, vocabulary)), ...formulas])
}

// What a user's rules, overrides and settings take away from a gate, told by name: rules that could stop a deployment and no longer
// can, and rules that are not evaluated. What somebody switched off in so many words is a warning. What two statements of a user
// contradict each other about, or what nothing evaluates although it should stop a deployment, is an error.




/**
 * Warns at the change about a rule that could alert on an image, or fail the deployment, as it was written before, and cannot any more.
 * `old` are the rules of its id or name as they were written.
 */
function tellWeakened(compiled              , old                         , at                  )                        {
  const { rule: rule$1 } = compiled;
  const warn = (kind        , what        , help         )                        => {
    return [{ level: 'warning', kind, message: `rule ${uri.quote(rule$1.id)} ${what}`, ...(help !== undefined && { help }), ...(at && { at }) }]
  };
  if (rule$1.enabled && old.some(canJudgeImage) && !canJudgeImage(compiled))
    return warn(
      'blind-rule',
      'can no longer alert on an image',
      rule$1.type === 'CloudTrail' && rule$1.threshold > 1 ? WHY_COUNTING : WHY_BLIND,
    )
  const why = old.some(before => rule.canFail(before.rule)) ? findWeakness(compiled) : undefined;
  return why === undefined ? [] : warn('weakened-rule', `no longer fails the deployment: ${why}`)
}

const WHY_COUNTING = 'an image has one event, so a threshold above 1 is never reached';
const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one";

function findWeakness(compiled              )                     {
  const { rule: rule$1 } = compiled;
  if (!rule$1.enabled) return 'it is not enabled'
  if (!rule.canFail(rule$1)) return `its action is ${rule.actionOf(rule$1)}`
  return canAlert(compiled) ? undefined : 'its suppressions remove every event that its filter matches'
}

function canAlert(compiled              )          {
  const { premises, filter, suppressions } = toLintedRule(compiled, 0);
  return check.canHoldTogether([...premises, filter.formula, ...suppressions.map(({ formula }) => check.negateFormula(formula))])
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
  rules                         ,
  overrides                     ,
  absent        ,
)                                                                                                                             {
  const byRule = groupByRule(overrides);
  const overridesOf = ({ rule: { id } }              )                      => byRule.get(id) ?? [];
  const known = new Set(rules.map(({ rule }) => rule.id));
  const ids = [...known, ...absent.keys()];
  return {
    rules: rules.map(each => tune(each, overridesOf(each))),
    tuned: rules.flatMap(each => describeTuning(each.rule.id, overridesOf(each))),
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
  return status.groupBy(overrides, ({ rule }) => rule)
}

// What is already parsed, of the rule and of its overrides, stays so.
function tune(compiled              , overrides                     )               {
  if (overrides.length === 0) return compiled
  const added = overrides.flatMap(override => override.added.map(expression => check.compile(expression, compiled.vocabulary)));
  return { ...compiled, rule: tuneFields(compiled.rule, overrides), suppressions: [...compiled.suppressions, ...added] }
}

/** The rule with these overrides of it applied. */
function tuneFields(rule      , overrides                     )       {
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
  const isLost = isMeant && rule.canFail(tuneFields(rule$1, [override])) && (standIn === undefined || !rule.canFail(standIn));
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




const MOST_PROBLEMS = 20;

/** Parses a filter, and returns its syntax errors or, with a vocabulary, the warnings about its clauses. */
function parseFilter(
  text        ,
  vocabulary                        ,
)                                                                                    {
  const parsing = check.parse(text);
  if ('problems' in parsing) return { problems: limitProblems(parsing.problems, text, vocabulary) }
  const { expression } = parsing;
  return { expression, problems: vocabulary === undefined ? [] : checkFilter(expression, text, vocabulary) }
}

/** Returns the warnings about the clauses of a filter, which has this text. */
function checkFilter(expression            , text        , vocabulary            )                           {
  return limitProblems(check.check(expression, vocabulary), text, vocabulary)
}

function limitProblems(problems                          , text        , vocabulary                        )                           {
  const left = problems.slice(MOST_PROBLEMS, MOST_PROBLEMS + 1);
  return [
    ...problems.slice(0, MOST_PROBLEMS).map(problem => nameOtherType(problem, text, vocabulary)),
    ...left.map(({ help: _, ...next }) => ({
      ...next,
      message: `${problems.length - MOST_PROBLEMS} more problems in this filter, from here on`,
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
  compiled              ,
  written        ,
  placeOf                                                ,
)                        {
  const { rule, vocabulary } = compiled;
  if (rule.suppressions.length === 0) return []
  const linted = toLintedRule(compiled, 0);
  return linted.suppressions.flatMap((text, index) => {
    const problems = [
      // The loader has checked what is written in a rule.
      ...(index < written ? [] : checkFilter(text.plan.expression, rule.suppressions[index] ?? '', vocabulary)),
      ...tellWholeImage(compiled, text),
      ...tellIdle(compiled, linted, text, index),
    ];
    return problems.map(({ offset, ...problem }) => ({
      ...problem,
      at: placeOf(rule, { field: 'suppressions', index, offset }) ?? rule.file,
    }))
  })
}



// The image's own event has all of its findings, so a suppression that holds for one of them removes them all.
function tellWholeImage(compiled              , { plan }      )                   {
  if (compiled.rule.type !== 'CloudTrail') return []
  const inside = check.pathsOf(plan.expression).find(({ segments }) => status.LISTS.some(name => status.leadsIntoList(segments.slice(0, -1), name)));
  if (inside === undefined || !canJudgeImage(withoutSuppressions(compiled))) return []
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

function tellIdle(compiled              , { rule, premises, filter }            , { formula }      , position        )                   {
  const found = (message        , help         )                   => {
    return [{ level: 'warning', kind: 'idle-suppression', message, ...(help === undefined ? {} : { help }), offset: 0 }]
  };
  if (!check.canHoldTogether([...premises, filter.formula, formula])) {
    // A filter that never holds is told by the lint, and says nothing about its suppressions.
    return check.canHoldTogether([...premises, filter.formula]) ? found('this suppression matches no event that the filter matches') : []
  }
  const names = check.fewValues(filter.formula, 'eventName');
  const isAboutImages = rule.type === 'CloudTrail' && names?.size === 1 && names.has('DescribeImageScanFindings');
  if (!isAboutImages || !canJudgeImage(withoutSuppressions(compiled)) || canSuppressImage(compiled, position)) return []
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
function combineRules({ used, unused }           , own           , failOn                    )              {
  const severity = failOn === undefined ? [] : severityRules(failOn);
  const ours = own.compiled.map(({ rule }) => rule);
  const inOwn = (rule      )                   => findStandIn(rule, ours);
  const inSeverity = (rule      )                   => findStandIn(rule, severity);
  const replaced = used.flatMap(rule => {
    const by = inSeverity(rule) ?? inOwn(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const packs = used.map(compileLater);
  const kept = packs.filter(({ rule }) => inSeverity(rule) === undefined && inOwn(rule) === undefined);
  const overruled = ours.filter(rule => inSeverity(rule) !== undefined);
  const written = [...used, ...ours];
  const absent = new Map                 ([
    ...unused.map(rule => [rule.id, { rule, why: 'its pack is not in use' }]         ),
    ...used
      .filter(rule => inOwn(rule) !== undefined)
      .map(rule => [rule.id, { rule, why: 'a rule of the same name replaces it', standIn: inOwn(rule) }]         ),
    ...[...severity, ...overruled].map(rule => {
      const named = written.find(({ id }) => id === rule.id) ?? rule;
      return [rule.id, { rule: named, why: 'fail-on replaces it', standIn: inSeverity(rule) }]
    }),
  ]);
  const tuning = applyOverrides([...kept, ...own.compiled.filter(({ rule }) => !overruled.includes(rule))], own.overrides, absent);
  const placeOf = locateIn(own, written);
  const byRule = groupByRule(own.overrides);
  const meant = overruled.map(rule => tuneFields(rule, byRule.get(rule.id) ?? []));
  const compiled = [...tuning.rules.slice(0, kept.length), ...severity.map(compileLater), ...tuning.rules.slice(kept.length)];
  return {
    rules: compiled.map(({ rule }) => rule),
    compiled,
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: FAIL_ON_FILE }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    diagnostics: [
      ...tuning.diagnostics,
      ...tellOverruled(meant, inSeverity, placeOf),
      ...inspect(tuning.rules, own, [...packs, ...own.compiled], placeOf),
    ],
    placeOf,
  }
}

function findStandIn(rule      , candidates                 )                   {
  return candidates.find(other => other.id === rule.id || other.name === rule.name)
}

// Suppressions that overrides add come after the rule's own, in the order of the overrides.
function locateIn(own           , written                 )                         {
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
function inspect(
  rules                         ,
  own           ,
  written                         ,
  placeOf                        ,
)                        {
  const changed = new Map(own.overrides.map(({ rule, at }) => [rule, at]));
  const authored = new Set(own.compiled.map(({ rule }) => rule.id));
  const base = new Map(written.map(({ rule }) => [rule.id, rule.suppressions.length]));
  const ours = rules.filter(({ rule }) => changed.has(rule.id) || authored.has(rule.id));
  const before = status.groupByEach(written, keysOf);
  return [
    ...tellUnseen(
      ours.map(({ rule }) => rule),
      placeOf,
    ),
    ...ours.flatMap(each => {
      const old = keysOf(each).flatMap(key => before.get(key) ?? []);
      return tellWeakened(each, old, changed.get(each.rule.id) ?? placeOf(each.rule, { field: 'filter', offset: 0 }))
    }),
    ...ours.flatMap(each => checkSuppressions(each, base.get(each.rule.id) ?? 0, placeOf)),
  ]
}

// Two rules with one of these in common are the same rule, written twice.
function keysOf({ rule: { id, name } }              )                    {
  return [`id ${id}`, `name ${name}`]
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
function checkRuleSet({ compiled }                           , asked       )                        {
  const none = (what        )             => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  });
  return [
    ...(asked.findings && !canJudgeImages(compiled) ? [none('the findings of an image')] : []),
    ...(asked.events && !compiled.some(({ rule }) => watchesEvents(rule)) ? [none('CloudTrail events')] : []),
  ]
}

/** Whether a rule is about recorded events. Those of fail-on are not: they are about the image under judgement. */
function watchesEvents({ enabled, type, file, id }      )          {
  const ours = file === FAIL_ON_FILE && LEVELS.some(level => id === severityRuleId(level));
  return enabled && type === 'CloudTrail' && !ours
}

exports.applyRule = applyRule;
exports.canJudgeImage = canJudgeImage;
exports.checkRuleSet = checkRuleSet;
exports.combineRules = combineRules;
exports.compareTo = compareTo;
exports.compileParsed = compileParsed;
exports.compileRule = compileRule;
exports.decide = decide;
exports.matchesRule = matchesRule;
exports.mayMatch = mayMatch;
exports.parseFilter = parseFilter;
exports.problemIn = problemIn;
exports.seesEvent = seesEvent;
exports.toLintedRule = toLintedRule;
exports.vocabularyOf = vocabularyOf;
exports.watchesEvents = watchesEvents;
