'use strict';

const read = require('./chunk-read.cjs');
const visibility = require('./chunk-visibility.cjs');
const imply = require('./chunk-imply.cjs');
const filter = require('./chunk-filter.cjs');
const draft = require('./chunk-draft.cjs');
const severities = require('./chunk-severities.cjs');

// A rule prepared for the lint, and the problems that the lint reports.



/** A problem of a rule, and its place in the rule. */






/** A rule prepared for the lint. */










/** The filter, a suppression, or a field named in the title or the aggregate fields. */





function toLintedRule({ rule, vocabulary, filter, suppressions }              , position        )             {
  const text = (plan      ) => ({ plan, formula: imply.toFormula(plan.expression, vocabulary) });
  return {
    rule,
    position,
    vocabulary,
    filter: { field: 'filter', ...text(filter) },
    suppressions: suppressions.map((plan, index) => ({ field: 'suppressions', index, ...text(plan) })),
    premises: premisesOf(rule.type, [filter, ...suppressions], vocabulary),
  }
}

// Events that are made here are a closed world: a field that the vocabulary does not name is absent from all of them.
function premisesOf(type          , plans                 , vocabulary            )                     {
  const known = imply.toFormula(visibility.compareTo(visibility.pathTo('event_type'), '=', imply.EVENT_TYPES[type]), vocabulary);
  if (vocabulary.closed === undefined) return [known]
  const unknown = plans.flatMap(({ expression }) => imply.pathsOf(expression)).filter(path => !isKnown(path, vocabulary.fields));
  return [known, ...unknown.map(path => imply.toFormula(visibility.compareTo(path, '=', null), vocabulary))]
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

// What a user's rules, overrides and settings take away from a gate, told by name: rules that could stop a deployment and no longer
// can, and rules that are not evaluated. What somebody switched off in so many words is a warning. What two statements of a user
// contradict each other about, or what nothing evaluates although it should stop a deployment, is an error.




/**
 * Warns at the change about a rule that could alert on an image, or fail the deployment, as it was written before, and cannot any more.
 * `old` are the rules of its id or name as they were written.
 */
function tellWeakened(compiled              , old                         , at                  )                        {
  const { rule } = compiled;
  const warn = (kind        , what        , help         )                        => {
    return [{ level: 'warning', kind, message: `rule ${read.quote(rule.id)} ${what}`, ...(help !== undefined && { help }), ...(at && { at }) }]
  };
  if (rule.enabled && old.some(visibility.canJudgeImage) && !visibility.canJudgeImage(compiled))
    return warn(
      'blind-rule',
      'can no longer alert on an image',
      rule.type === 'CloudTrail' && rule.threshold > 1 ? WHY_COUNTING : WHY_BLIND,
    )
  const why = old.some(before => imply.canFail(before.rule)) ? findWeakness(compiled) : undefined;
  return why === undefined ? [] : warn('weakened-rule', `no longer fails the deployment: ${why}`)
}

const WHY_COUNTING = 'an image has one event, so a threshold above 1 is never reached';
const WHY_BLIND = "the event of an image has no user, address, agent or error; check whether the rule's filter or suppressions need one";

function findWeakness(compiled              )                     {
  const { rule } = compiled;
  if (!rule.enabled) return 'it is not enabled'
  if (!imply.canFail(rule)) return `its action is ${imply.actionOf(rule)}`
  return canAlert(compiled) ? undefined : 'its suppressions remove every event that its filter matches'
}

function canAlert(compiled              )          {
  const { premises, filter, suppressions } = toLintedRule(compiled, 0);
  return imply.canHoldTogether([...premises, filter.formula, ...suppressions.map(({ formula }) => imply.negateFormula(formula))])
}

/** Reports rules of the user that should fail the deployment, but that `fail-on` or `max-findings` replaces by one that does not. */
function tellOverruled(overruled                 , setting        , standIn                                  , placeOf         ) {
  return overruled.flatMap((rule)                        => {
    const by = standIn(rule);
    if (!imply.canFail(rule) || by === undefined || imply.canFail(by)) return []
    return [
      {
        level: 'error',
        kind: 'overruled-rule',
        message: `rule ${read.quote(rule.id)} fails the deployment, but ${setting} replaces it by a rule that does not`,
        help: `remove ${setting}, or give the rule severityOfAlerts 2`,
        at: placeOf(rule, { field: 'filter', offset: 0 }) ?? rule.file,
      },
    ]
  })
}

/**
 * Reports enabled rules over what is going on now, where that is not read. `read` is what is; undefined where nothing can be, as in a
 * judgement of recorded files.
 */
function tellUnread(rules                 , read$1                                 , placeOf         )                        {
  return rules.flatMap((rule)                        => {
    const kind = imply.liveKindOf(rule.type);
    if (!rule.enabled || kind === undefined || read$1?.includes(kind)) return []
    const why = read$1 === undefined ? `${kind} are in no recorded file` : `${kind} are not read`;
    const told = {
      kind: 'unread-rule',
      message: `rule ${read.quote(rule.id)} is not evaluated: ${why}`,
      at: placeOf(rule, { field: 'type', offset: 0 }) ?? rule.file,
    };
    if (read$1 === undefined) return [{ ...told, level: 'warning', help: `check reads them with audit-live: ${kind}` }]
    const help = `read them with audit-live: ${kind}, or write enabled: false`;
    return [{ ...told, level: imply.canFail(rule) ? 'error' : 'warning', help }]
  })
}

// Says which exception its author meant by a suppression of an image's event that looks at single findings.


/** The fields of ECR's lists, as paths below an entry, and what they are called in the events of findings. */
const FIELDS                              = new Map([
  ['name', 'id'],
  ['uri', 'links'],
  ['findingArn', 'arn'],
  ['packageVulnerabilityDetails.vulnerabilityId', 'id'],
  ['packageVulnerabilityDetails.relatedVulnerabilities', 'aliases'],
  ['packageVulnerabilityDetails.source', 'vendor'],
  ['packageVulnerabilityDetails.vulnerablePackages.name', 'package.name'],
  ['packageVulnerabilityDetails.vulnerablePackages.epoch', 'package.epoch'],
  ['packageVulnerabilityDetails.vulnerablePackages.version', 'package.version'],
  ['packageVulnerabilityDetails.vulnerablePackages.filePath', 'path'],
  ['packageVulnerabilityDetails.vulnerablePackages.packageManager', 'package.manager'],
  ...['description', 'severity', 'score', 'title', 'type', 'fixAvailable', 'exploitAvailable'].map(name => [name, name]         ),
]);

/** The exception to write in place of a suppression. Its reason and its end are for the author to say. */
function proposeException(suppression            )         {
  return write(targetOf(suppression) ?? ['id: CVE-2026-1234'])
}

/** The same for a suppression that may not be about findings; undefined if it is not. */
function proposeForFindings(suppression            )                     {
  const target = targetOf(suppression) ?? idIn(suppression);
  return target && write(target)
}

// A field that no event has can still be compared with the id of a finding.
function idIn(suppression            )                                {
  const terms = suppression.kind === 'and' ? suppression.terms : [suppression];
  const [term, ...others] = terms.filter(isEquality).filter(each => textsOf(each).some(text => /^(?:CVE|GHSA)-[\w-]+$/.test(text)));
  return term === undefined || others.length > 0 ? undefined : [nameIds(term)]
}

function write(target                   )         {
  return `exceptions: [{ ${target.join(', ')}, reason: WHY, expires: YYYY-MM-DD }]`
}

// Undefined where a clause is about something that a finding does not have.
function targetOf(suppression            )                                {
  const terms = suppression.kind === 'and' ? suppression.terms : [suppression];
  const images = terms.filter(isRepository);
  const translated = terms.filter(term => !isRepository(term)).map(translate);
  if (translated.length === 0 || translated.includes(undefined) || images.length > 1) return undefined
  const ids = translated.filter(isId);
  const others = translated.filter(term => term !== undefined && !isId(term));
  if (ids.length > 1) return undefined
  const filter = others.map(term => (term === undefined ? '' : imply.print(term))).join(' and ');
  return [
    ...ids.map(nameIds),
    ...(filter === '' ? [] : [`filter: '${filter.replaceAll("'", "''")}'`]),
    ...images.map(image => `image: ${JSON.stringify(textsOf(image)[0])}`),
  ]
}

function isRepository(term                        )                     {
  return term?.kind === 'comparison' && term.operator === '=' && term.path.segments.join('.') === 'requestParameters.repositoryName'
}

function isId(term                        )                                  {
  return isEquality(term) && term.path.segments.join('.') === 'id' && textsOf(term).length > 0
}

function isEquality(term                        )                                  {
  return (term?.kind === 'comparison' && term.operator === '=') || (term?.kind === 'in' && !term.negated)
}

function nameIds(term                         )         {
  const ids = textsOf(term);
  const [id] = ids;
  return ids.length === 1 && id !== undefined ? `id: ${draft.writeYaml(id, 'flow')}` : `ids: ${draft.writeYaml(ids, 'flow')}`
}

function textsOf(term                         )                    {
  const literals = term.kind === 'in' ? term.literals : [term.literal];
  return literals.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))
}

function translate(term            )                         {
  switch (term.kind) {
    case 'comparison':
    case 'in': {
      const path = rename(term.path);
      return path && { ...term, path }
    }
    case 'not': {
      const inner = translate(term.term);
      return inner && { ...term, term: inner }
    }
    case 'and':
    case 'or': {
      const terms = term.terms.flatMap(each => translate(each) ?? []);
      return terms.length === term.terms.length ? { ...term, terms } : undefined
    }
  }
}

function rename(path      )                   {
  const list = imply.LISTS.find(name => imply.leadsIntoList(path.segments, name));
  if (list === undefined) return Object.hasOwn(imply.FINDING_FIELDS, path.segments[0] ?? '') ? path : undefined
  const below = path.segments.slice(imply.listPath(list).length).filter(segment => typeof segment === 'string');
  const name = FIELDS.get(below.join('.'));
  return name === undefined ? undefined : { ...visibility.pathTo(name), span: path.span }
}

// Checks exceptions of rules against the rules in force: whether there is such a rule, whether its events can have what the filter asks
// for, and that no exception takes out an image with all of its findings.




/** Returns what is wrong with the exceptions of rules. */
function checkExceptions(
  exceptions                      ,
  rules                         ,
  absent        ,
  placeOf         ,
)                        {
  const byId = new Map(rules.map(each => [each.rule.id, each]));
  const ids = [...byId.keys(), ...absent.keys()];
  const ofRules = exceptions.filter(exception => exception.kind === 'alert');
  const idle = ofRules.filter(({ rule }) => !byId.has(rule));
  return [
    ...ofRules.flatMap(exception => {
      const compiled = byId.get(exception.rule);
      return compiled === undefined ? [] : checkAlerts(exception, compiled, placeOf)
    }),
    ...visibility.limitIdle(idle, absent).map(({ rule, at }) => {
      const why = absent.get(rule)?.why;
      return why === undefined ? visibility.unknownRule(rule, 'to accept alerts of', ids, at) : tellIdle$2(rule, why, at)
    }),
  ]
}

function tellIdle$2(rule        , why        , at       )             {
  return { level: 'warning', kind: 'idle-exception', message: `the exception for rule ${read.quote(rule)} does nothing: ${why}`, at }
}

function checkAlerts(exception                , compiled              , placeOf         )                        {
  const { rule, vocabulary } = compiled;
  const { at } = exception;
  if (!rule.enabled) return [tellIdle$2(rule.id, 'it is not enabled', at)]
  const problems = filter.checkFilter(exception.expression, exception.filter, vocabulary).map(({ offset, ...problem }) => ({
    ...problem,
    at: placeOf(exception, { field: 'filter', offset }) ?? at,
  }));
  if (rule.type !== 'CloudTrail' || !takesImage(exception, compiled)) return problems
  const message = `the exception for rule ${read.quote(rule.id)} could let a whole image through, with all of its findings`;
  return [
    ...problems,
    {
      level: 'error',
      kind: 'whole-image',
      message,
      help: `accept findings instead: ${proposeException(exception.expression)}`,
      at,
    },
  ]
}

// As a suppression of its rule it would take out the event of an image.
function takesImage({ expression }                , compiled              )          {
  return visibility.canSuppressImage({ ...compiled, suppressions: [imply.compile(expression, compiled.vocabulary)] }, 0)
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
      ...(index < written ? [] : filter.checkFilter(text.plan.expression, rule.suppressions[index] ?? '', vocabulary)),
      ...tellWholeImage(compiled, text),
      ...tellIdle$1(compiled, linted, text, index),
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
  const inside = imply.pathsOf(plan.expression).find(({ segments }) => imply.LISTS.some(name => imply.leadsIntoList(segments.slice(0, -1), name)));
  if (inside === undefined || !visibility.canJudgeImage(imply.withoutSuppressions(compiled))) return []
  return [
    {
      level: 'error',
      kind: 'whole-image',
      message: 'this suppression looks at single findings, but removes the whole image with all of its findings',
      help: `accept the finding itself: ${proposeException(plan.expression)}`,
      offset: inside.span.start,
    },
  ]
}

function tellIdle$1(compiled              , { rule, premises, filter }            , { formula }      , position        )                   {
  const found = (message        , help         )                   => {
    return [{ level: 'warning', kind: 'idle-suppression', message, ...(help === undefined ? {} : { help }), offset: 0 }]
  };
  if (!imply.canHoldTogether([...premises, filter.formula, formula])) {
    // A filter that never holds is told by the lint, and says nothing about its suppressions.
    return imply.canHoldTogether([...premises, filter.formula]) ? found('this suppression matches no event that the filter matches') : []
  }
  const names = imply.fewValues(filter.formula, 'eventName');
  const isAboutImages = rule.type === 'CloudTrail' && names?.size === 1 && names.has('DescribeImageScanFindings');
  if (!isAboutImages || !visibility.canJudgeImage(imply.withoutSuppressions(compiled)) || visibility.canSuppressImage(compiled, position)) return []
  const meant = proposeForFindings(compiled.suppressions[position]?.expression              );
  const why = 'the event of an image has no user, address, agent or error, because it records no call';
  return found('this suppression removes no image', meant === undefined ? why : `accept the finding itself: ${meant}`)
}

// Combines the rules in force: the shipped packs, the user's rules and overrides over them, and those of a setting in place of the
// Severity rules. Also checks whether these rules can judge what was asked at all.


/** The rules of the packs: those in use, and the rest, which overrides may still name. */





/** The contents of the user's files. */


















/** What is of the policy: the policy itself and files of rules; and files of exceptions, which are no policy. */













/**
 * Combines the user's rules with the shipped ones. A rule replaces the shipped rule of the same id, or of the same name, because an
 * export from Threat Stack has its own ids. Then overrides tune whatever rule is in force. `fail-on` or
 * `max-findings` replaces all Severity rules, whoever wrote them, and overrides of them have no effect.
 */
function combineRules({ used, unused }           , own           , settings                   = {})              {
  const setting = severities.severitySetting(settings) ?? '';
  const severity = severities.severityRules(settings);
  const ours = own.compiled.map(({ rule }) => rule);
  const inOwn = (rule      )                   => findStandIn(rule, ours);
  const inSeverity = (rule      )                   => findStandIn(rule, severity);
  const replaced = used.flatMap(rule => {
    const by = inSeverity(rule) ?? inOwn(rule);
    return by === undefined ? [] : [{ id: rule.id, by: by.file }]
  });
  const packs = used.map(imply.compileLater);
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
      return [rule.id, { rule: named, why: `${setting} replaces it`, standIn: inSeverity(rule) }]
    }),
  ]);
  const tuning = visibility.applyOverrides([...kept, ...own.compiled.filter(({ rule }) => !overruled.includes(rule))], own.overrides, absent);
  const placeOf = locateIn(own, written);
  const byRule = visibility.groupByRule(own.overrides);
  const meant = overruled.map(rule => visibility.tuneFields(rule, byRule.get(rule.id) ?? []));
  const compiled = [...tuning.rules.slice(0, kept.length), ...severity.map(imply.compileLater), ...tuning.rules.slice(kept.length)];
  return {
    rules: compiled.map(({ rule }) => rule),
    compiled,
    replaced: [...replaced, ...overruled.map(({ id }) => ({ id, by: setting }))].filter(
      ({ id }, i, all) => all.findIndex(other => other.id === id) === i,
    ),
    tuned: tuning.tuned,
    exceptions: own.exceptions,
    written,
    overrides: own.overrides,
    diagnostics: [
      ...tuning.diagnostics,
      ...tellOverruled(meant, setting, inSeverity, placeOf),
      ...inspect(tuning.rules, own, [...packs, ...own.compiled], placeOf),
      ...checkExceptions(own.exceptions, compiled, absent, own.placeOf),
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
    [...visibility.groupByRule(own.overrides)].map(([id, overrides]) => [
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
  const before = visibility.groupByEach(written, keysOf);
  return [
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

/** What a run is asked to judge. */







/** Reports why rules cannot judge what was asked: a gate whose rules cannot see it would always be green. */
function checkRuleSet(
  { compiled, rules, placeOf }                                                     ,
  asked       ,
)                        {
  const none = (what        )             => ({
    level: 'error',
    kind: 'no-rule',
    message: `no enabled rule can judge ${what}`,
    help: 'name a pack with --packs, or rules with --rules; --fail-on judges the findings of an image',
  });
  return [
    ...(asked.findings && !visibility.canJudgeImages(compiled) ? [none('the findings of an image')] : []),
    ...(asked.events && !compiled.some(({ rule }) => watchesEvents(rule)) ? [none('CloudTrail events')] : []),
    ...(hearsOnly(asked) && !asked.live?.some(kind => looksAt(rules, kind)) ? [none(read.listOf(asked.live ?? []))] : []),
    ...(asked.live ?? []).filter(kind => !looksAt(rules, kind)).map(tellIdle),
    ...tellUnread(rules, asked.live, placeOf),
  ]
}

function hearsOnly({ findings, events, live }       )          {
  return !findings && !events && live !== undefined && live.length > 0
}

/** Whether an enabled rule is about what is going on now, of this kind. */
function looksAt(rules                 , kind          )          {
  return rules.some(({ enabled, type }) => enabled && imply.liveKindOf(type) === kind)
}

function tellIdle(kind          )             {
  const message = `audit-live reads ${kind}, and no enabled rule looks at them: they only complete what alerts say`;
  return { level: 'note', kind: 'no-rule', message, help: 'enable a shipped rule with overrides, or write one' }
}

/** Whether a rule is about recorded events. Those of settings are not: they are about the image under judgement. */
function watchesEvents(rule      )          {
  return rule.enabled && rule.type === 'CloudTrail' && !severities.isOfSetting(rule)
}

exports.checkRuleSet = checkRuleSet;
exports.combineRules = combineRules;
exports.looksAt = looksAt;
exports.problemIn = problemIn;
exports.toLintedRule = toLintedRule;
exports.watchesEvents = watchesEvents;
