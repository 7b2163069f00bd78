'use strict';

const status = require('./chunk-status.cjs');
const image = require('./chunk-image.cjs');
const json = require('./chunk-json.cjs');
const order$1 = require('./chunk-order.cjs');
const packs = require('./chunk-packs.cjs');
const repeat = require('./chunk-repeat.cjs');
const check = require('./chunk-check.cjs');
const rule = require('./chunk-rule.cjs');
const show = require('./chunk-show.cjs');
const title = require('./chunk-title.cjs');
const plural = require('./chunk-plural.cjs');
const uri = require('./chunk-uri.cjs');
const verdict = require('./chunk-verdict.cjs');
const explain = require('./chunk-explain.cjs');
const lookup = require('./chunk-lookup.cjs');

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
  return (rule, action, event, recorded, share) => {
    const room = left.get(action) ?? 0;
    if (room <= 0 || share.taken >= ROOM[action] * LARGEST_SHARE) return undefined
    const text = recorded ? status.stringifyWithoutSecrets(event) : '';
    const size = BESIDE + Math.min(text.length, LONGEST);
    left.set(action, room - size);
    share.taken += size;
    return toAlertEvent(rule, event, text === '' || text.length > LONGEST ? null : (JSON.parse(text)          ))
  }
}

function toAlertEvent({ filter, vocabulary }              , event        , record               )             {
  const time = status.timeOf(event);
  const id = json.ownText(event, 'eventID') ?? json.ownText(event, 'id') ?? null;
  return {
    id,
    time: time === undefined ? null : plural.formatInstant(time),
    eventSource: json.ownText(event, 'eventSource') ?? null,
    eventName: json.ownText(event, 'eventName') ?? null,
    user: status.textOfAlias(event, 'user'),
    accountId: status.textOfAlias(event, 'accountId'),
    ip: status.textOfAlias(event, 'ip'),
    region: status.textOfAlias(event, 'region'),
    errorCode: json.ownText(event, 'errorCode') ?? null,
    link: verdict.linkEvent(id, status.textOfAlias(event, 'region')),
    clauses: listClauses(explain.explain(filter, event, vocabulary)),
    record,
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
  const segments = check.parsePath(path)?.segments ?? [];
  const shown = values.slice(0, MOST_VALUES).map(value => uri.shorten(show.showValue(segments, value), VALUE_LENGTH));
  return { clause, found: values.length > MOST_VALUES ? [...shown, `and ${values.length - MOST_VALUES} more`] : shown, why }
}

// Evaluates one rule: which events it matches, which of them form a group, and when a group is an alert.


/** Called for each event that a rule's filter matches. The outcome is the match, or the position of the suppression that took it out. */


/** An alert with the rule that opened it and its matches in order of time. */






/** Where an event comes from: an image under judgement, or a record, which may be of the scan of an image that is not. */

























const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest'];
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest'];

/** Starts the evaluation of one rule: counts its matches in groups, and makes alerts of them. */
function createRuleEvaluator(compiled              , trace       , keep      )                {
  const { rule: rule$1 } = compiled;
  const title$1 = title.compileTitle(rule$1.title, compiled.vocabulary);
  const titles = new Map                ();
  const aggregateFields = rule.aggregateFieldsOf(rule$1);
  const fields = parseFields(aggregateFields);
  const imageFields = parseFields([...aggregateFields, ...(rule$1.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS)]);
  const groups = new Map               ();
  const isRepeated = repeat.startRepeats();

  const see = (event        , origin             )                     => {
    if (!packs.seesEvent(rule$1.type, event)) return undefined
    const outcome = packs.applyRule(compiled, event);
    if (outcome === 'match') remember(event, origin);
    else if (outcome !== undefined) {
      trace(rule$1, event, outcome);
      return rule$1.suppressions[outcome]
    }
    return undefined
  };

  const lacks = (event        , left                   )          =>
    rule$1.type === 'CloudTrail' &&
    !packs.matchesRule(compiled, event) &&
    packs.mayMatch(compiled, event, ({ segments }) => status.hasPath(event, left, segments));

  const remember = (event        , { image, scanned, fingerprint }             )       => {
    if (isRepeated(event, fingerprint)) return
    const id = json.ownText(event, 'eventID');
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled);
    const key = JSON.stringify([aggregate, image?.uri, scanned]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [], share: { taken: 0 } };
      groups.set(key, group);
    }
    const kept = keep(compiled, rule.actionOf(rule$1), event, image === undefined, group.share);
    const match = { time: status.timeOf(event) ?? Number.NaN, id, title: repeat.intern(titles, title$1(event)), event: kept };
    group.matches.push(match);
    trace(rule$1, event, match);
  };

  const openings = (judged                     )                     =>
    [...groups.values()].flatMap(group => {
      // The recorded scan of an image that is not under judgement says nothing about the images that are.
      const action = group.scanned === undefined || judged.has(group.scanned) ? rule.actionOf(rule$1) : 'notice';
      return openAlerts(group.matches, rule$1.threshold, rule$1.window).map(matches => ({
        rule: rule$1,
        alert: toAlert(rule$1, group, action, matches),
        matches,
      }))
    });

  return { compiled, see, lacks, openings }
}

function parseFields(fields                   )                                                             {
  return fields.flatMap(field => {
    const path = check.parsePath(field);
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
      const values = check.valuesOf(event, path, vocabulary).map(value =>
        (typeof value === 'number' || typeof value === 'boolean') && !status.isSecret(path.segments) ? value : show.showValue(path.segments, value),
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
  return time === undefined || Number.isNaN(time) ? null : plural.formatInstant(time)
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
  if (!json.isObject(value)) return mixText(String(value), seed ^ 3)
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

// Determines what the enabled rules look at, so that nothing is requested or kept that no rule would see.


/** The sources of recorded events that can match an enabled rule; undefined when a rule may match events of any source. */
function eventSourcesOf(rules                         )                                  {
  const sets = rules.filter(({ rule }) => packs.watchesEvents(rule)).map(({ filter }) => lookup.constantsOf(filter.expression, 'eventSource'));
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * The sources whose records must not contradict each other: those that can match an enabled rule, and those that one names, although
 * its other clauses rule them out. Undefined when a rule may match events of any source.
 */
function doubtedSourcesOf(rules                         )                                  {
  const matching = eventSourcesOf(rules);
  if (matching === undefined) return undefined
  const clauses = rules.flatMap(({ rule, filter }) => (packs.watchesEvents(rule) ? check.clausesOf(filter.expression) : []));
  const named = clauses.filter(({ path }) => check.printPath(path) === 'eventSource').flatMap(clause => check.demandOf(clause).literals);
  return new Set([...matching, ...named.flatMap(literal => (literal.kind === 'text' ? [literal.value] : []))])
}

/**
 * Whether an enabled rule looks at the lists of findings inside an image's own event. Only then are the lists kept as ECR sent
 * them: tens of thousands of findings would take more memory than everything else.
 */
function needsLists(rules                         )          {
  return rules.some(each => each.rule.enabled && each.rule.type === 'CloudTrail' && fieldsOf(each).some(reachesList))
}

function fieldsOf({ rule: rule$1, filter, suppressions }              )                                  {
  const named = [...rule.aggregateFieldsOf(rule$1), ...title.placeholders(rule$1.title).map(({ path }) => path)].flatMap(text => check.parsePath(text) ?? []);
  return [...[filter, ...suppressions].flatMap(({ expression }) => check.pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A path that ends above the lists yields an object that contains them.
function reachesList(segments                    )          {
  return status.LISTS.some(name => status.listPath(name).every((step, i) => i >= segments.length || segments[i] === step))
}

// Finds what a rule could not see in the findings of an image. A basic scan has fewer fields than an enhanced one, and a clause about
// one that is not there does not hold. Where that field could make the rule match, the finding was not judged.
//
// A rule that compares a field with null says itself what its absence means, so it has judged.
//
// An image's own event has the list of its kind of scan only, so a CloudTrail rule about the other list cannot see its findings either.


/** What was not seen, in one sentence. It is a gap if the rule could have blocked, otherwise a note. */





/** Returns what an enabled rule over findings could not see of an image, if anything. */
function findUnseen(compiled              , image       )                     {
  const { rule: rule$1 } = compiled;
  const clauses = [compiled.filter, ...compiled.suppressions].flatMap(({ expression }) => check.clausesOf(expression));
  const names = image.lacks.filter(name => clauses.some(({ path }) => isAbout(path, name)));
  if (names.length === 0 || !packs.canJudgeImage(compiled)) return undefined
  const open = names.filter(name => !clauses.some(clause => isAbout(clause.path, name) && asksAbsence(clause)));
  let [matched, possible, handled] = [0, 0, 0];
  for (const event of status.toFindingEvents(image)) {
    if (packs.matchesRule(compiled, event)) matched++;
    else if (couldMatch(compiled, event, open)) possible++;
    else if (couldMatch(compiled, event, names)) handled++;
  }
  const count = possible + handled;
  if (count === 0) return undefined
  const text = `rule ${rule$1.id} asks for ${names.join(', ')}, which this basic scan does not have: ${plural.plural(count, 'finding')} may match it`;
  const alerts = rule$1.threshold === 1 && matched > 0;
  const mayBlock = rule.actionOf(rule$1) === 'fail' && possible > 0 && matched + possible >= rule$1.threshold && !alerts;
  if (!mayBlock) return { kind: 'note', text }
  return { kind: 'gap', text: `${text}; use enhanced scanning, or say what absence means: ${open[0]} = null` }
}

/**
 * Returns what the enabled CloudTrail rules could not see of an image, because they look at the list of the other kind of scan. It is no
 * gap where a CloudTrail rule that fails looks at the list that is there: such rules are written for one kind each.
 */
function findUnseenLists(rules                         , image       )                    {
  const present = status.LISTS.filter(name => json.own(image.event, ...status.listPath(name)) !== undefined);
  const absent = status.LISTS.filter(name => !present.includes(name));
  if (present.length === 0 || absent.length === 0) return []
  const isSeen = rules.some(each => rule.canFail(each.rule) && present.some(name => looksAt(each, name)));
  return rules.flatMap((compiled)                    => {
    const { rule: rule$1 } = compiled;
    const [name] = rule$1.type === 'CloudTrail' && packs.canJudgeImage(compiled) ? absent.filter(each => looksAt(compiled, each)) : [];
    const isUnseen = ({ segments }      )          => name !== undefined && status.leadsIntoList(segments, name);
    if (name === undefined || packs.matchesRule(compiled, image.event) || !packs.mayMatch(compiled, image.event, path => !isUnseen(path))) return []
    const isHandled = check.clausesOf(compiled.filter.expression).some(clause => isUnseen(clause.path) && asksAbsence(clause));
    const text = `rule ${rule$1.id} looks at ${name}, which this scan does not have`;
    if (!rule.canFail(rule$1) || isSeen || isHandled) return [{ kind: 'note', text }]
    return [{ kind: 'gap', text: `${text}; write it as a rule of type Finding, which sees the findings of either kind of scan` }]
  })
}

function looksAt({ filter, suppressions }              , list        )          {
  return [filter, ...suppressions].some(({ expression }) => check.pathsOf(expression).some(({ segments }) => status.leadsIntoList(segments, list)))
}

// Whether the rule could match an event if the fields of these names had values.
function couldMatch(rule              , event        , names                   )          {
  return packs.mayMatch(rule, event, path => !names.some(name => isAbout(path, name)) || check.valuesOf(event, path, rule.vocabulary).length > 0)
}

// Whether a path leads to a field, into it, or to what contains it.
function isAbout({ segments }      , name        )          {
  const path = segments.filter(segment => typeof segment === 'string').join('.');
  return `${path}.`.startsWith(`${name}.`) || name.startsWith(`${path}.`)
}

function asksAbsence(clause                         )          {
  return check.demandOf(clause).literals.some(({ kind }) => kind === 'null')
}

// Evaluates rules over a stream of events and images, and collects their alerts.














/** Why it is not certain what the rules say about an event. */








/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */





/** Starts an evaluation of images and recorded events, which may come in any order. */
function startEvaluation(rules                 )             {
  return evaluateRules(rules.filter(({ enabled }) => enabled).map(packs.compileRule))
}

/** The same for rules whose filters are parsed. */
function evaluateRules(rules                         )             {
  return traceEvaluation(rules, () => undefined, startKeeping())
}

/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
function traceEvaluation(rules                         , trace       , keep       = () => undefined)                   {
  // A copy has its filters parsed, so that no event waits for them.
  const enabled = rules.flatMap(each => (each.rule.enabled ? [{ ...each }] : []));
  const evaluators = enabled.map(each => createRuleEvaluator(each, trace, keep));
  const finders = evaluators.filter(({ compiled }) => compiled.rule.type === 'Finding');
  const openings = ()                     =>
    evaluators.flatMap(evaluator => evaluator.openings(judged)).sort((a, b) => byGravity(a.alert, b.alert));
  const judged = new Set        ();
  const sources = doubtedSourcesOf(enabled);
  const fingerprints = startFingerprints();
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
      if (finders.length > 0) for (const event of status.toFindingEvents(image$1)) for (const evaluator of finders) show(evaluator, event);
      const told = [...taken].map(([told, count]) => (count === 1 ? told : `${told} (${count} findings)`));
      const unseen = [...finders.flatMap(({ compiled }) => findUnseen(compiled, image$1) ?? []), ...findUnseenLists(enabled, image$1)];
      const unseenAs = (kind                )                    => unseen.flatMap(each => (each.kind === kind ? [each.text] : []));
      return { ...image$1, gaps: [...image$1.gaps, ...unseenAs('gap')], notes: [...image$1.notes, ...told, ...unseenAs('note')] }
    },
    see: event => {
      if (!status.isCloudTrail(event)) return undefined
      const id = json.ownText(event, 'eventID');
      const isLookedAt = sources === undefined || sources.has(String(event['eventSource']));
      const fingerprint = id === undefined || !isLookedAt ? undefined : fingerprintOf(event);
      const origin = { scanned: scannedImage(event), fingerprint };
      for (const evaluator of evaluators) evaluator.see(event, origin);
      const contradicts = id !== undefined && fingerprint !== undefined && fingerprints.contradicts(id, fingerprint);
      const left = status.fieldsLeftOut(event);
      const rules =
        left.length === 0 ? [] : evaluators.filter(evaluator => evaluator.lacks(event, left)).map(evaluator => evaluator.compiled.rule.id);
      return contradicts || rules.length > 0 ? { left, rules, contradicts } : undefined
    },
    openings,
    alerts: () => openings().map(({ alert }) => alert),
  }
}

// Returns the key of the image that a recorded scan is about; the image is unknown where the event names no digest.
function scannedImage(event        )                     {
  if (event['eventName'] !== 'DescribeImageScanFindings' || event['eventSource'] !== 'ecr.amazonaws.com') return undefined
  const digest = json.own(event, 'requestParameters', 'imageId', 'imageDigest') ?? json.own(event, 'responseElements', 'imageId', 'imageDigest');
  const registry =
    json.own(event, 'requestParameters', 'registryId') ?? json.own(event, 'responseElements', 'registryId') ?? json.own(event, 'recipientAccountId');
  return digest === undefined ? UNKNOWN_IMAGE : image.imageKey(registry, json.own(event, 'requestParameters', 'repositoryName'), digest)
}

const UNKNOWN_IMAGE = 'unknown';

const GRAVITY                    = ['fail', 'warn', 'notice'];

function byGravity(a       , b       )         {
  return (
    GRAVITY.indexOf(a.action) - GRAVITY.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    order$1.compareText(a.firstTime ?? '', b.firstTime ?? '') ||
    order$1.compareText(a.ruleId, b.ruleId) ||
    order$1.compareText(a.title, b.title)
  )
}

exports.evaluateRules = evaluateRules;
exports.eventSourcesOf = eventSourcesOf;
exports.needsLists = needsLists;
exports.startEvaluation = startEvaluation;
exports.traceEvaluation = traceEvaluation;
