'use strict';

const scan = require('./chunk-scan.cjs');
const json = require('./chunk-json.cjs');
const check = require('./chunk-check.cjs');
const compile = require('./chunk-compile.cjs');
const rule = require('./chunk-rule.cjs');
const show = require('./chunk-show.cjs');
const title = require('./chunk-title.cjs');
const uri = require('./chunk-uri.cjs');
const verdict = require('./chunk-verdict.cjs');
const explain = require('./chunk-explain.cjs');

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
  let waiting          = [];
  for (const match of sorted) {
    if (open !== undefined && match.time <= open.until) {
      open.alert.push(match);
      continue
    }
    waiting.push(match);
    // Only the last `threshold` matches can open an alert, so no more need to wait.
    if (waiting.length > threshold) waiting.shift();
    const first = waiting[0];         
    if (waiting.length < threshold || (threshold > 1 && !(match.time - first.time <= window))) continue
    open = { alert: waiting, until: match.time + window };
    alerts.push(waiting);
    waiting = [];
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
    const text = recorded ? scan.stringifyWithoutSecrets(event) : '';
    const size = BESIDE + Math.min(text.length, LONGEST);
    left.set(action, room - size);
    share.taken += size;
    return toAlertEvent(rule, event, text === '' || text.length > LONGEST ? null : (JSON.parse(text)          ))
  }
}

function toAlertEvent({ filter, vocabulary }              , event        , record               )             {
  const time = scan.timeOf(event);
  const id = json.ownText(event, 'eventID') ?? json.ownText(event, 'id') ?? null;
  return {
    id,
    time: time === undefined ? null : scan.formatInstant(time),
    eventSource: json.ownText(event, 'eventSource') ?? null,
    eventName: json.ownText(event, 'eventName') ?? null,
    user: scan.textOfAlias(event, 'user'),
    accountId: scan.textOfAlias(event, 'accountId'),
    ip: scan.textOfAlias(event, 'ip'),
    region: scan.textOfAlias(event, 'region'),
    errorCode: json.ownText(event, 'errorCode') ?? null,
    link: verdict.linkEvent(id, scan.textOfAlias(event, 'region')),
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

// Evaluates rules over a stream of events and images, and collects their matches.


                             
                                                                                                                                  
                                                     
                                                    
                                       
                                                                     
                                         
 

/** An alert with the rule that opened it and its matches in order of time. */
                          
                     
                       
                                    
 

/** An evaluation that reports every match once; the same object is found again in the alert that contains it. */
                                                      
                                                          
                                             
 

/** Called for each event that a rule's filter matches. The outcome is the match, or the position of the suppression that took it out. */
                                                                                

/** Starts an evaluation of images and recorded events, which may come in any order. */
function startEvaluation(rules                 )             {
  return traceEvaluation(rules, () => undefined, startKeeping())
}

/** Starts an evaluation that also reports each outcome to `trace`. Without `keep`, alerts show no events. */
function traceEvaluation(rules                 , trace       , keep       = () => undefined)                   {
  const watchers = rules.filter(rule => rule.enabled).map(rule => createWatcher(rule, trace, keep));
  const openings = ()                     =>
    watchers.flatMap(watcher => watcher.openings(judged)).sort((a, b) => byGravity(a.alert, b.alert));
  const judged = new Set        ();
  return {
    judge: image => {
      judged.add(scan.imageKey(image.registryId, image.repositoryName, image.digest));
      const subject = { image };
      const taken = new Map                ();
      const show = (watcher         , event        )       => {
        const suppression = watcher.see(event, subject);
        if (suppression === undefined) return
        const told = `suppressed by rule ${watcher.id}: ${suppression}`;
        taken.set(told, (taken.get(told) ?? 0) + 1);
      };
      for (const watcher of watchers) show(watcher, image.event);
      const finders = watchers.filter(({ type }) => type === 'Finding');
      if (finders.length > 0) for (const event of scan.toFindingEvents(image)) for (const watcher of finders) show(watcher, event);
      return [...taken].map(([told, count]) => (count === 1 ? told : `${told} (${count} findings)`))
    },
    see: event => {
      const subject = { scanned: scannedImage(event) };
      for (const watcher of watchers) watcher.see(event, subject);
    },
    openings,
    alerts: () => openings().map(({ alert }) => alert),
  }
}

/** What an event is about: an image under judgement, or the recorded scan of an image that may not be under judgement. */
                   
                        
                                       
 

                   
                     
                         
                                                                                                  
                                                                       
                                                             
                                                                        
 

                 
                                                       
                                   
                                      
                           
                       
 

const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest'];
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest'];

function createWatcher(rule$1      , trace       , keep      )          {
  const compiled = compile.compileRule(rule$1);
  const title$1 = title.compileTitle(rule$1.title, compiled.vocabulary);
  const titles = new Map                ();
  const fields = parseFields(rule$1.aggregateFields);
  const imageFields = parseFields([...rule$1.aggregateFields, ...(rule$1.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS)]);
  const groups = new Map               ();
  const ids = new Set        ();

  const see = (event        , subject         )                     => {
    if (!compile.seesEvent(rule$1.type, event)) return undefined
    const outcome = compile.applyRule(compiled, event);
    if (outcome === 'match') remember(event, subject);
    else if (outcome !== undefined) {
      trace(rule$1, event, outcome);
      return rule$1.suppressions[outcome]
    }
    return undefined
  };

  const remember = (event        , { image, scanned }         )       => {
    const id = json.ownText(event, 'eventID');
    if (id !== undefined && ids.has(id)) return
    if (id !== undefined) ids.add(id);
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled);
    const key = JSON.stringify([aggregate, image?.uri, scanned]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [], share: { taken: 0 } };
      groups.set(key, group);
    }
    const kept = keep(compiled, rule.actionOf(rule$1), event, image === undefined, group.share);
    const match = { time: scan.timeOf(event) ?? Number.NaN, id, title: intern(titles, title$1(event)), event: kept };
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

  return { id: rule$1.id, type: rule$1.type, see, openings }
}

// Most events of a rule have the same title, so each text is kept only once.
function intern(texts                     , text        )         {
  const known = texts.get(text);
  if (known !== undefined) return known
  texts.set(text, text);
  return text
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
        (typeof value === 'number' || typeof value === 'boolean') && !scan.isSecret(path.segments) ? value : show.showValue(path.segments, value),
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
  return time === undefined || Number.isNaN(time) ? null : scan.formatInstant(time)
}

// Returns the key of the image that a recorded scan is about; the image is unknown where the event names no digest.
function scannedImage(event        )                     {
  if (event['eventName'] !== 'DescribeImageScanFindings' || event['eventSource'] !== 'ecr.amazonaws.com') return undefined
  const digest = json.own(event, 'requestParameters', 'imageId', 'imageDigest') ?? json.own(event, 'responseElements', 'imageId', 'imageDigest');
  const registry =
    json.own(event, 'requestParameters', 'registryId') ?? json.own(event, 'responseElements', 'registryId') ?? json.own(event, 'recipientAccountId');
  return digest === undefined ? UNKNOWN_IMAGE : scan.imageKey(registry, json.own(event, 'requestParameters', 'repositoryName'), digest)
}

const UNKNOWN_IMAGE = 'unknown';

const GRAVITY                    = ['fail', 'warn', 'notice'];

function byGravity(a       , b       )         {
  return (
    GRAVITY.indexOf(a.action) - GRAVITY.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    compareText(a.firstTime ?? '', b.firstTime ?? '') ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.title, b.title)
  )
}

function compareText(a        , b        )         {
  return a < b ? -1 : a > b ? 1 : 0
}

exports.startEvaluation = startEvaluation;
exports.traceEvaluation = traceEvaluation;
