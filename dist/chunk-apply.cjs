'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');
const image = require('./chunk-image.cjs');
const lookup = require('./chunk-lookup.cjs');
const repeat = require('./chunk-repeat.cjs');
const title = require('./chunk-title.cjs');
const report = require('./chunk-report.cjs');
const explain = require('./chunk-explain.cjs');
const needs = require('./chunk-needs.cjs');
const match = require('./chunk-match.cjs');
const visibility = require('./chunk-visibility.cjs');
const exception = require('./chunk-exception.cjs');

// Groups the matches of a rule into alerts.
//
// A match keeps only its time, its id and its title; a few also keep the event (evidence.ts). So the memory needed for an archive
// depends on its matches, not on its size.





































/**
 * Groups matches with equal aggregate values into alerts. An alert opens when `threshold` matches lie within `window` seconds, both
 * ends included. It then collects later matches until `window` seconds after it opened, and counting restarts. A match without a
 * time shares a window with no other match.
 */
function openAlerts(matches                  , threshold        , windowSeconds        )                                {
  const window = windowSeconds * 1000;
  const sorted = [...matches].sort((a, b) => order(a.time) - order(b.time));
  const alerts            = [];
  let open;
  // The first match that is in no alert. All from there on wait, but only the last `threshold` of them can open an alert.
  let waiting = 0;
  for (const [i, match] of sorted.entries()) {
    if (open !== undefined && match.time <= open.until) {
      open.alert.push(match);
      waiting = i + 1;
      continue
    }
    const from = i - threshold + 1;
    const first = sorted[from];
    if (from < waiting || first === undefined || (threshold > 1 && !(match.time - first.time <= window))) continue
    open = { alert: sorted.slice(from, i + 1), until: match.time + window };
    alerts.push(open.alert);
    waiting = i + 1;
  }
  return alerts
}

function order(time        )         {
  return Number.isNaN(time) ? Number.MIN_SAFE_INTEGER : time
}

// Keeps the events behind an alert for the report: a summary of each, what the rule's filter found in it, and the whole event.
//
// Memory must stay small for an archive of any size, so there is a limit on what is kept, for each rule and aggregate and in total
// for each action. Notices therefore never take room from the evidence of what fails a deployment.


/** A clause of a rule's filter that held, and what it found. */









/** An event behind an alert. A field that the event does not have is null. */























/** Keeps an event that a rule matched; undefined where there is no room left. `share` counts what its rule and aggregate have used. */


/** How many characters the kept events of one rule and aggregate have used. */




/** The most events that an alert shows: the earliest of those that were kept. */
const MOST_EVENTS = 50;
/** The most characters to keep for all alerts of an action, and for one event. CloudTrail's own limit of 256 KiB fits into that. */
const ROOM                                   = { fail: 4_000_000, warn: 4_000_000, notice: 2_000_000 };
const LONGEST = 300_000;
/** The part of the room that one rule and aggregate may use, so that a noisy actor leaves room for others. */
const LARGEST_SHARE = 1 / 8;
/** What a kept event costs in addition to its record, in characters. */
const BESIDE = 500;
const MOST_VALUES = 10;
const VALUE_LENGTH = 200;

function startKeeping()       {
  const left = new Map(Object.entries(ROOM));
  const tags = new Map                                              ();
  const shown = (rule              , event        )         => {
    if (!Object.hasOwn(event, 'target')) return event
    if (!tags.has(rule)) tags.set(rule, needs.tagsAskedBy(rule));
    const asked = tags.get(rule);
    return asked === undefined ? event : read.withTagsAlone(event, asked)
  };
  return (rule, action, event, recorded, share) => {
    const room = left.get(action) ?? 0;
    if (room <= 0 || share.taken >= ROOM[action] * LARGEST_SHARE) return undefined
    const text = recorded ? read.stringifyWithoutSecrets(shown(rule, event)) : '';
    const size = BESIDE + Math.min(text.length, LONGEST);
    left.set(action, room - size);
    share.taken += size;
    return toAlertEvent(rule, event, text === '' || text.length > LONGEST ? null : (JSON.parse(text)          ))
  }
}

function toAlertEvent({ filter, vocabulary }              , event        , record               )             {
  const time = read.timeOf(event);
  const id = read.ownText(event, 'eventID') ?? read.ownText(event, 'id') ?? null;
  // What is going on now has fields of these names itself.
  const textOf = (name        )                => read.textOfAlias(event, name) ?? (read.isLive(event) ? (read.ownText(event, name) ?? null) : null);
  return {
    id,
    time: time === undefined ? null : read.formatInstant(time),
    eventSource: read.ownText(event, 'eventSource') ?? null,
    eventName: read.ownText(event, 'eventName') ?? (read.isLive(event) ? (read.ownText(event, 'event_type') ?? null) : null),
    user: textOf('user'),
    accountId: textOf('accountId'),
    ip: textOf('ip'),
    region: textOf('region'),
    errorCode: read.ownText(event, 'errorCode') ?? null,
    link: report.linkEvent(id, read.textOfAlias(event, 'region')),
    clauses: listClauses(explain.explain(filter, event, vocabulary)),
    record,
    live: [],
  }
}

/** Lists the clauses that made a filter hold. */
function listClauses(explanation             )                    {
  const { kind, holds, text, found, terms } = explanation;
  if (!holds) return []
  if (found !== undefined) return [toClause(text, found)]
  if (kind !== 'not') return terms.flatMap(listClauses)
  const [term] = terms;
  return [term?.found === undefined ? { clause: text, found: [], why: 'the negated condition does not hold' } : toClause(text, term.found)]
}

function toClause(clause        , { path, values, why }                                   )         {
  const segments = imply.parsePath(path)?.segments ?? [];
  const shown = values.slice(0, MOST_VALUES).map(value => read.shorten(title.showValue(segments, value), VALUE_LENGTH));
  return { clause, found: values.length > MOST_VALUES ? [...shown, `and ${values.length - MOST_VALUES} more`] : shown, why }
}

// Evaluates one rule: which events it matches, which of them form a group, and when a group is an alert.


/** What came of an event that a rule's filter matches: the match, the position of the suppression that took it out, or who accepted it. */


/** Called for each of these events. */


/** An alert with the rule that opened it and its matches in order of time. */






/** Where an event comes from: an image under judgement, or a record, which may be of the scan of an image that is not. */
































const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest'];
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest'];

/** Starts the evaluation of one rule: counts its matches in groups, but for those that are `accepted`, and makes alerts of them. */
function createRuleEvaluator(
  compiled              ,
  trace       ,
  keep      ,
  accepted                             = [],
)                {
  const { rule } = compiled;
  const titles = new Map                ();
  // Most rules match nothing of an image.
  let shape;
  const groups = new Map               ();
  const isRepeated = repeat.startRepeats();

  const see = (event        , origin             )                     => {
    if (!imply.seesEvent(rule.type, event)) return undefined
    const outcome = imply.applyRule(compiled, event);
    if (outcome === 'match') remember(event, origin);
    else if (outcome !== undefined) {
      trace(rule, event, outcome);
      return rule.suppressions[outcome]
    }
    return undefined
  };

  const remember = (event        , { image, scanned, fingerprint }             )       => {
    if (isRepeated(event, fingerprint)) return
    const time = read.timeOf(event) ?? Number.NaN;
    const id = read.ownText(event, 'eventID');
    shape ??= shapeOf(compiled);
    const { title, fields, imageFields } = shape;
    const acceptance = accepted.find(({ plan }) =>
      image === undefined ? holdsForRecord(plan, event, compiled) : match.holdsForCertain(plan, event, image),
    );
    if (acceptance !== undefined) {
      acceptance.take({ time, id, title: title(event) }, image);
      trace(rule, event, acceptance);
      return
    }
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled);
    const key = JSON.stringify([aggregate, image?.uri, scanned]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [], share: { taken: 0 } };
      groups.set(key, group);
    }
    const kept = keep(compiled, imply.actionOf(rule), event, image === undefined, group.share);
    const match$1 = { time, id, title: repeat.intern(titles, title(event)), event: kept };
    group.matches.push(match$1);
    trace(rule, event, match$1);
  };

  const openings = (judged                     )                     =>
    [...groups.values()].flatMap(group => {
      // The recorded scan of an image that is not under judgement says nothing about the images that are.
      const action = group.scanned === undefined || judged.has(group.scanned) ? imply.actionOf(rule) : 'notice';
      return openAlerts(group.matches, rule.threshold, rule.window).map(matches => ({
        rule,
        alert: toAlert(rule, group, action, matches),
        matches,
      }))
    });

  const targets = startNeed(compiled, accepted);
  const wants = (event        )          =>
    targets() === 'descriptions' && imply.seesEvent(rule.type, event) && imply.mayMatch(compiled, event, ({ segments }) => needs.isOfTheEvent(segments));

  return { compiled, targets, see, wants, lacks: event => findLacking(compiled, event), openings }
}

// No image has a target, so it is found out with the first recorded event.
function startNeed(compiled              , accepted                            )                   {
  let need;
  return () => {
    need ??= needs.targetNeedOf(
      compiled,
      accepted.map(({ plan }) => plan),
    );
    return need
  }
}

function findLacking(compiled              , event        )                  {
  if (!imply.seesEvent(compiled.rule.type, event) || imply.matchesRule(compiled, event)) return []
  const plans = [compiled.filter, ...compiled.suppressions];
  const isKnown = isThere(event, read.fieldsLeftOut(event), plans, compiled);
  if (!imply.mayMatch(compiled, event, isKnown)) return []
  return plans.flatMap(({ expression }) => imply.pathsOf(expression)).filter(path => !isKnown(path))
}

// Whether a filter holds for a recorded event, whatever was in the fields that CloudTrail left out of it.
function holdsForRecord(filter      , event        , compiled              )          {
  if (!filter.matches(event)) return false
  const left = read.fieldsLeftOut(event);
  return left.length === 0 || imply.decide(filter, event, isThere(event, left, [filter], compiled)) === true
}

// Filters that compare a field of a target with null say themselves what it means that the target is not known, but not that it could not
// be asked for. What CloudTrail left out was there, so it is never null; nor is a field that another target of the event has.
function isThere(event        , left                   , plans                 , { vocabulary }              )          {
  const clauses =
    left.includes('target') && !read.hasUnreadTarget(event) ? plans.flatMap(({ expression }) => imply.clausesOf(expression)).filter(match.asksAbsence) : [];
  const handled = new Set(clauses.map(({ path }) => imply.printPath(path)).filter(field => field.startsWith('target.')));
  const isHandled = (path      )          => handled.has(imply.printPath(path)) && imply.valuesOf(event, path, vocabulary).length === 0;
  return path => read.hasPath(event, left, path.segments) || isHandled(path)
}

/** What the alerts of a rule say, and what their events have in common. */






function shapeOf({ rule, vocabulary }              )             {
  const fields = parseFields(imply.aggregateFieldsOf(rule));
  const imageFields = parseFields(rule.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS);
  return { title: title.compileTitle(rule.title, vocabulary), fields, imageFields: [...fields, ...imageFields] }
}

function parseFields(fields                   )                                                             {
  return fields.flatMap(field => {
    const path = imply.parsePath(field);
    return path === undefined ? [] : [{ field, path }]
  })
}

function aggregateOf(
  event        ,
  fields                                ,
  { vocabulary }              ,
)                                    {
  return Object.fromEntries(
    fields.map(({ field, path }) => {
      const values = imply.valuesOf(event, path, vocabulary).map(value =>
        (typeof value === 'number' || typeof value === 'boolean') && !read.isSecret(path.segments) ? value : title.showValue(path.segments, value),
      );
      return [field, values.length > 1 ? values : (values[0] ?? null)]
    }),
  )
}

function toAlert(rule      , { aggregate, image }       , action        , matches                  )        {
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    severityOfAlerts: rule.severityOfAlerts,
    action,
    title: matches[0]?.title ?? rule.title,
    alertDescription: rule.alertDescription,
    count: matches.length,
    aggregate,
    firstTime: toIso(matches[0]?.time),
    lastTime: toIso(matches.at(-1)?.time),
    eventIds: matches.flatMap(({ id }) => id ?? []),
    events: matches.flatMap(({ event }) => event ?? []).slice(0, MOST_EVENTS),
    image: image?.uri ?? null,
    tags: rule.tags,
    references: rule.references,
  }
}

function toIso(time                    )                {
  return time === undefined || Number.isNaN(time) ? null : read.formatInstant(time)
}

// Remembers what each eventID stood for, to notice two records that contradict each other. For a million events this must stay
// small, so a table of numbers holds a hash of each id and of its event's content, instead of the strings (docs/decisions/memory.md).


/** How many ids are remembered; later ones are not compared. */
const MOST_IDS = 2_000_000;
const FIRST_SLOTS = 1024;
/** The second starting value: a hash joins two of 32 bits, of which it keeps 53. */
const OTHER = 0x9747b28c;






function startFingerprints()               {
  let ids = new Float64Array(FIRST_SLOTS);
  let prints = new Float64Array(FIRST_SLOTS);
  let used = 0;

  // The slot of an id, or the free one where it belongs; 0 stands for no id.
  const slotOf = (id        )         => {
    let slot = id % ids.length;
    while (ids[slot] !== 0 && ids[slot] !== id) slot = (slot + 1) % ids.length;
    return slot
  };

  const grow = ()       => {
    const [oldIds, oldPrints] = [ids, prints];
    ids = new Float64Array(oldIds.length * 2);
    prints = new Float64Array(oldIds.length * 2);
    for (const [i, id] of oldIds.entries()) {
      if (id === 0) continue
      const slot = slotOf(id);
      ids[slot] = id;
      prints[slot] = oldPrints[i];
    }
  };

  const contradicts = (text        , fingerprint        )          => {
    const id = hashText(text) || 1;
    const slot = slotOf(id);
    if (ids[slot] === id) return prints[slot] !== fingerprint
    if (used >= MOST_IDS) return false
    ids[slot] = id;
    prints[slot] = fingerprint;
    used++;
    if (used * 2 > ids.length) grow();
    return false
  };
  return { contradicts }
}

/** A hash of what an event says: the order of its fields and the spaces between them do not matter. */
function fingerprintOf(event        )         {
  return join(hashValue(event, 0), hashValue(event, OTHER))
}

function hashText(text        )         {
  return join(mixText(text, 0), mixText(text, OTHER))
}

function join(high        , low        )         {
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}

function hashValue(value         , seed        )         {
  if (typeof value === 'string') return mixText(value, seed ^ 1)
  if (Array.isArray(value)) return value.reduce        ((hash, item) => mix(hash, hashValue(item, seed)), seed ^ 2)
  if (!read.isObject(value)) return mixText(String(value), seed ^ 3)
  let sum = seed ^ 4;
  for (const name of Object.keys(value)) sum = (sum + mix(mixText(name, seed), hashValue(value[name], seed))) | 0;
  return mix(sum, seed)
}

// FNV-1a over UTF-16 units, then the mixing steps of murmur3.
function mixText(text        , seed        )         {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash, text.length)
}

function mix(hash        , more        )         {
  let mixed = Math.imul(hash, 0x85ebca6b) ^ more;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13)
}

// Evaluates rules over a stream of events and images, and collects their alerts.


















/** Why it is not certain what the rules say about an event. */











/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */





/** Starts an evaluation of images and recorded events, which may come in any order. */
function startEvaluation(rules                 )             {
  return evaluateRules(rules.filter(({ enabled }) => enabled).map(imply.compileRule))
}

/** The same for rules whose filters are parsed, without the events that exceptions accept. `keep` says which events alerts show. */
function evaluateRules(rules                         , exceptions             , keep       = startKeeping())             {
  return traceEvaluation(rules, () => undefined, keep, exceptions)
}

/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
function traceEvaluation(
  rules                         ,
  trace       ,
  keep       = () => undefined,
  exceptions             ,
)                   {
  // A copy has its filters parsed, so that no event waits for them.
  const enabled = rules.flatMap(each => (each.rule.enabled ? [{ ...each }] : []));
  const evaluators = enabled.map(each => createRuleEvaluator(each, trace, keep, exceptions?.alertsOf(each)));
  const finders = evaluators.filter(({ compiled }) => compiled.rule.type === 'Finding');
  const openings = ()                     =>
    evaluators.flatMap(evaluator => evaluator.openings(judged)).sort((a, b) => byGravity(a.alert, b.alert));
  const judged = new Set        ();
  let watch;
  const fingerprints = startFingerprints();
  let needed;
  const needsOf = ()                          => {
    needed ??= new Set(evaluators.map(({ targets }) => targets()));
    return needed
  };
  const variantsOf = (event        )           => {
    const needs = needsOf();
    const ids = needs.has('ids') ? read.withTargetIds(event) : event;
    return { nothing: event, ids, descriptions: needs.has('descriptions') ? read.withUnknownTargets(event) : ids }
  };
  return {
    judge: image$1 => {
      judged.add(image.imageKey(image$1.registryId, image$1.repositoryName, image$1.digest));
      const origin = { image: image$1 };
      const taken = new Map                ();
      const show = (evaluator               , event        )       => {
        const suppression = evaluator.see(event, origin);
        if (suppression === undefined) return
        const told = `suppressed by rule ${evaluator.compiled.rule.id}: ${suppression}`;
        taken.set(told, (taken.get(told) ?? 0) + 1);
      };
      for (const evaluator of evaluators) show(evaluator, image$1.event);
      if (finders.length > 0) for (const event of imply.toFindingEvents(image$1)) for (const evaluator of finders) show(evaluator, event);
      const told = [...taken].map(([told, count]) => (count === 1 ? told : `${told} (${count} findings)`));
      const unseen = [...finders.flatMap(({ compiled }) => match.findUnseen(compiled, image$1) ?? []), ...match.findUnseenLists(enabled, image$1)];
      const unseenAs = (kind                )                    => unseen.flatMap(each => (each.kind === kind ? [each.text] : []));
      return { ...image$1, gaps: [...image$1.gaps, ...unseenAs('gap')], notes: [...image$1.notes, ...told, ...unseenAs('note')] }
    },
    wants: event => {
      if (!needsOf().has('descriptions')) return false
      const named = read.withTargetIds(event);
      return evaluators.some(each => each.wants(named))
    },
    see: event => {
      if (!read.isCloudTrail(event)) return undefined
      const variants = variantsOf(event);
      const id = read.ownText(event, 'eventID');
      // An image is often judged without any event.
      watch ??= { sources: needs.doubtedSourcesOf(enabled), watching: indexBySource(evaluators) };
      const { sources, watching } = watch;
      const isLookedAt = sources === undefined || sources.has(String(event['eventSource']));
      const fingerprint = id === undefined || !isLookedAt ? undefined : fingerprintOf(event);
      const origin = { scanned: scannedImage(event), fingerprint };
      for (const evaluator of watching(event)) evaluator.see(variants[evaluator.targets()], origin);
      const contradicts = id !== undefined && fingerprint !== undefined && fingerprints.contradicts(id, fingerprint);
      const doubt = findDoubt(evaluators, variants);
      return contradicts || doubt !== undefined ? { ...(doubt ?? CERTAIN), contradicts } : undefined
    },
    watch: event => {
      const variants = variantsOf(event);
      for (const evaluator of evaluators) evaluator.see(variants[evaluator.targets()], {});
      const doubt = findDoubt(evaluators, variants);
      return doubt && { ...doubt, contradicts: false }
    },
    openings,
    alerts: () => openings().map(({ alert }) => alert),
  }
}

/** An event for rules by what they look at of its targets. Those that look at none see it as it was recorded, and report it so. */




const CERTAIN          = { left: [], rules: [] };

// What the rules would have to know of an event to be certain that they do not match it. Where nothing is left out of the widest variant,
// nothing is left out of any.
function findDoubt(evaluators                          , variants          )                      {
  const left = read.fieldsLeftOut(variants.descriptions);
  if (left.length === 0) return undefined
  const lacking = evaluators
    .map(each => ({ rule: each.compiled.rule.id, event: variants[each.targets()], paths: each.lacks(variants[each.targets()]) }))
    .filter(({ paths }) => paths.length > 0);
  if (lacking.length === 0) return undefined
  const [asked] = lacking.flatMap(({ event, paths }) =>
    paths.filter(({ segments }) => segments[0] === 'target').map(path => ({ event, path })),
  );
  return {
    left: left.filter(field => field !== 'target'),
    ...(asked === undefined ? {} : { targets: { unknown: read.unknownTargetsOf(asked.event), field: imply.printPath(asked.path) } }),
    rules: lacking.map(({ rule }) => rule),
  }
}

// Most events of an archive are of sources that no rule looks at, so no rule is tried on them. Returns the rules that may match an event,
// in their order.
function indexBySource(evaluators                          )                                              {
  const sourcesOf = new Map(
    evaluators.map(evaluator => {
      const { rule, filter } = evaluator.compiled;
      return [evaluator, rule.type === 'CloudTrail' ? lookup.constantsOf(filter.expression, 'eventSource') : undefined]
    }),
  );
  const watching = (source         )                           =>
    evaluators.filter(evaluator => {
      const sources = sourcesOf.get(evaluator);
      return sources === undefined || (source !== undefined && sources.has(source))
    });
  const bySource = new Map([...new Set([...sourcesOf.values()].flatMap(set => [...(set ?? [])]))].map(source => [source, watching(source)]));
  const others = watching();
  return ({ eventSource }) => (typeof eventSource === 'string' ? (bySource.get(eventSource) ?? others) : evaluators)
}

// Returns the key of the image that a recorded scan is about; the image is unknown where the event names no digest.
function scannedImage(event        )                     {
  if (event['eventName'] !== 'DescribeImageScanFindings' || event['eventSource'] !== 'ecr.amazonaws.com') return undefined
  const digest = read.own(event, 'requestParameters', 'imageId', 'imageDigest') ?? read.own(event, 'responseElements', 'imageId', 'imageDigest');
  const registry =
    read.own(event, 'requestParameters', 'registryId') ?? read.own(event, 'responseElements', 'registryId') ?? read.own(event, 'recipientAccountId');
  return digest === undefined ? UNKNOWN_IMAGE : image.imageKey(registry, read.own(event, 'requestParameters', 'repositoryName'), digest)
}

const UNKNOWN_IMAGE = 'unknown';

const GRAVITY                    = ['fail', 'warn', 'notice'];

/** The order of alerts: the most severe first. */
function byGravity(a       , b       )         {
  return (
    GRAVITY.indexOf(a.action) - GRAVITY.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    read.compareText(a.firstTime ?? '', b.firstTime ?? '') ||
    read.compareText(a.ruleId, b.ruleId) ||
    read.compareText(a.title, b.title)
  )
}

// Applies exceptions: which of them holds now, what it accepts, and what it took. An exception that took nothing, has ended or ends soon
// is told where it is written; none of that changes a verdict.


/** Takes the events of a rule that an exception accepts. */







/** What an exception did in a run. */





















/** What was read of a run. */






/** How many of the events that an exception took are listed. */
const MOST_TAKEN = 10;








/** Starts to apply exceptions at a time, in milliseconds since 1970. Their order has no effect. */
function startExceptions(exceptions                      , now        )             {
  const sorted = [...exceptions].sort(byEnd);
  const tallies = new Map(sorted.map(each => [each, { findings: 0, events: 0, taken: [], images: new Set() }         ]));
  const lasting = sorted.filter(each => now < exception.endOf(each));
  const matchers = lasting.flatMap(each => (each.kind === 'finding' ? [match.matcherOf(each)] : []));
  const byId = visibility.groupBy(
    matchers.flatMap(matcher => matcher.exception.ids.map(id => ({ id, matcher }))),
    ({ id }) => id,
  );
  // The types of the rules that are evaluated.
  const types = new Map                  ();
  const general = matchers.filter(({ exception }) => exception.ids.length === 0);
  const byRule = visibility.groupBy(
    lasting.filter(each => each.kind === 'alert'),
    ({ rule }) => rule,
  );

  const candidatesFor = ({ id, aliases }         )                     => [
    ...[id, ...aliases].flatMap(each => (byId.get(each) ?? []).map(({ matcher }) => matcher)),
    ...general,
  ];
  return {
    accept: (finding, image, toEvent) => {
      const accepting = candidatesFor(finding).filter(
        matcher => matcher.isAbout(image) && matcher.refusalOf(finding, image, toEvent) === undefined,
      );
      for (const { exception } of new Set(accepting)) count(tallies.get(exception), image);
      const [first] = accepting.map(({ exception }) => exception).sort(byEnd);
      return first === undefined ? undefined : toAcceptance(first)
    },
    alertsOf: ({ rule, vocabulary }) => {
      types.set(rule.id, rule.type);
      return (byRule.get(rule.id) ?? []).map(exception => ({
        at: read.formatPlace(exception.at),
        plan: imply.compile(exception.expression, vocabulary),
        take: (match, image) => take(tallies.get(exception), match, image),
      }))
    },
    outcomes: seen =>
      exceptions.map(exception$1 => {
        const { findings, events, taken, images } = tallies.get(exception$1);
        const used = findings + events > 0;
        const state = now >= exception.endOf(exception$1) ? 'expired' : used ? 'used' : isCertain(exception$1, types, seen) ? 'unused' : 'not judged';
        return { exception: exception$1, state, findings, events, taken: taken.map(({ time, title }) => ({ time, title })), images: [...images] }
      }),
  }
}

// The one that lasts longest comes first, so that the report tells when what is accepted counts again.
function byEnd(a           , b           )         {
  const [first, second] = [exception.endOf(a), exception.endOf(b)];
  return (first === second ? 0 : second - first) || read.compareText(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column
}

function count(tally                   , image       )       {
  if (tally === undefined) return
  tally.findings++;
  tally.images.add(image.uri);
}

function take(tally                   , match       , image                   )       {
  if (tally === undefined) return
  tally.events++;
  if (tally.taken.length < MOST_TAKEN) tally.taken.push(match);
  if (image !== undefined) tally.images.add(image.uri);
}

function toAcceptance({ reason, owner, expires, untilFixed, at }                  )             {
  return { reason, owner, expires, untilFixed, at: read.formatPlace(at) }
}

// Only what was read completely proves that an exception has no use.
function isCertain(exception           , types                               , { images, events }      )          {
  const type = exception.kind === 'alert' ? types.get(exception.rule) : 'Finding';
  if (type !== 'Finding') return type !== undefined && events
  const about = exception.kind === 'alert' ? images : images.filter(match.matcherOf(exception).isAbout);
  return about.length > 0 && about.every(({ gaps }) => gaps.length === 0)
}

exports.byGravity = byGravity;
exports.evaluateRules = evaluateRules;
exports.startEvaluation = startEvaluation;
exports.startExceptions = startExceptions;
exports.startKeeping = startKeeping;
exports.traceEvaluation = traceEvaluation;
