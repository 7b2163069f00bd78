'use strict';

const scan = require('./chunk-scan.cjs');
const finding = require('./chunk-finding.cjs');
const show = require('./chunk-show.cjs');
const compile = require('./chunk-compile.cjs');
const title = require('./chunk-title.cjs');

// The one place where a verdict is reached: fail > undecided > warn > pass, over all images, files and rules.

                                       
                                             
                                            

const VERDICTS = ['fail', 'undecided', 'warn', 'pass'];         
                                               

                           
                           
                                              
                                     
 

                  
                           
                       
 

/** Reaches the verdict over everything that was seen, and over what was not. */
function reachVerdict(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
)           {
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images)),
    ...images.flatMap(image => reasonsOfImage(image, images, untriaged)),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message })         => ({ verdict: 'undecided', text: message })),
  ];
  const verdict = VERDICTS.find(candidate => reasons.some(reason => reason.verdict === candidate)) ?? 'pass';
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, coverage) }
  return { verdict, reasons: VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each).map(({ text }) => text)) }
}

// Titles name the repository; of several images the tag and the digest tell which one is meant.
function reasonOfAlert(alert       , images                  )                    {
  if (alert.action === 'notice') return []
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`;
  const about = images.find(({ uri }) => uri === alert.image);
  const name = about === undefined ? scan.nameImage(alert.image ?? '') : nameAmong(images, about);
  const image = alert.image === null || images.length === 1 ? '' : `${name}: `;
  return [{ verdict: alert.action, text: `${image}${alert.title}${several} [${alert.ruleId}]` }]
}

// The same repository may be in several registries, and then only the host tells which is meant.
function nameAmong(images                  , image       )         {
  const hosts = new Set(images.map(({ uri }) => uri.split('/')[0]));
  return hosts.size > 1 ? `${image.uri.split('/')[0]}/${scan.namePlatformImage(image)}` : scan.namePlatformImage(image)
}

function reasonsOfImage(image       , images                  , untriaged           )                    {
  const gaps = image.gaps.map((gap)         => ({ verdict: 'undecided', text: `${nameAmong(images, image)}: ${gap}` }));
  const waiting = (image.severityCounts['UNDEFINED'] ?? 0) + (image.severityCounts['UNTRIAGED'] ?? 0);
  if (waiting === 0 || untriaged === 'ignore') return gaps
  return [
    ...gaps,
    {
      verdict: untriaged,
      text: `${nameAmong(images, image)}: ${waiting} ${waiting === 1 ? 'finding has' : 'findings have'} no severity yet [untriaged]`,
    },
  ]
}

function reasonsToPass(alerts                  , images                  , coverage                     )                    {
  const notices = alerts.length === 0 ? 'no alert' : `${alerts.length} ${alerts.length === 1 ? 'notice' : 'notices'}`;
  const events = coverage.filter(({ source, state }) => source === 'events' && state === 'read');
  return [
    ...images.map(image => `${nameAmong(images, image)}: ${formatFindings(image)}`),
    ...events.map(({ message }) => `${message}; ${notices}`),
  ]
}

/** `3 HIGH, 24 MEDIUM` or `0 findings`. */
function formatFindings({ severityCounts }                               )         {
  const parts = Object.entries(severityCounts).map(([severity, count]) => `${count} ${severity}`);
  return parts.length === 0 ? '0 findings' : parts.join(', ')
}

// From matches to alerts: which events of one rule make one alert, and when.
//
// What is kept of a match is its time, its id and its title, never the event: an archive of any size is judged in the
// memory that its matches need.

                                              

                        
                         
                           
                                      
                         
                        
                                   
                                         
                        
                                                                                                  
                                                       
                                                               
                                   
                                  
                                                                       
                                    
                                                                          
                               
                                  
                                        
 

                        
                                                                          
                       
                                 
                        
 

/**
 * Groups matches with equal aggregate values into alerts. An alert opens when `threshold` matches lie within `window`
 * seconds, both ends included, and takes later matches until `window` seconds after it opened; then counting starts anew.
 * A match without a time shares a window with no other.
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

// Runs the rules over a stream of events and remembers their matches.


                             
                                                  
                                        
                                            
                                       
                                                          
                                         
 

/** Starts judging images and recorded events, in whatever order they come. */
function startEvaluation(rules                 )             {
  const watchers = rules.filter(rule => rule.enabled).map(createWatcher);
  const judged = new Set        ();
  return {
    judge: image => {
      judged.add(scan.imageKey(image.registryId, image.repositoryName, image.digest));
      const subject = { image };
      for (const watcher of watchers) watcher.see(image.event, subject);
      const finders = watchers.filter(({ type }) => type === 'Finding');
      if (finders.length > 0) for (const event of scan.toFindingEvents(image)) for (const watcher of finders) watcher.see(event, subject);
    },
    see: event => {
      const subject = { scanned: scannedImage(event) };
      for (const watcher of watchers) watcher.see(event, subject);
    },
    alerts: () => watchers.flatMap(watcher => watcher.alerts(judged)).sort(byGravity),
  }
}

/** What an event is about: an image under judgement, or a recorded scan of an image that may be none. */
                   
                        
                                       
 

                   
                         
                                                         
                                                             
                                                                    
 

                 
                                                       
                                   
                                      
                           
 

const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest'];
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest'];

function createWatcher(rule      )          {
  const compiled = compile.compileRule(rule);
  const title$1 = title.compileTitle(rule.title, compiled.vocabulary);
  const titles = new Map                ();
  const fields = parseFields(rule.aggregateFields);
  const imageFields = parseFields([...rule.aggregateFields, ...(rule.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS)]);
  const groups = new Map               ();
  const ids = new Set        ();

  const see = (event        , { image, scanned }         )       => {
    if (!compile.seesEvent(rule.type, event) || !compile.matchesRule(compiled, event)) return
    const id = finding.ownText(event, 'eventID');
    if (id !== undefined && ids.has(id)) return
    if (id !== undefined) ids.add(id);
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled);
    const key = JSON.stringify([aggregate, image?.uri, scanned]);
    let group = groups.get(key);
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [] };
      groups.set(key, group);
    }
    group.matches.push({ time: finding.timeOf(event) ?? Number.NaN, id, title: intern(titles, title$1(event)) });
  };

  const alerts = (judged                     )                   =>
    [...groups.values()].flatMap(group => {
      // A recorded scan of an image that nobody asked about says nothing of the image that is to go out.
      const action = group.scanned === undefined || judged.has(group.scanned) ? title.actionOf(rule) : 'notice';
      return openAlerts(group.matches, rule.threshold, rule.window).map(matches => toAlert(rule, group, action, matches))
    });

  return { type: rule.type, see, alerts }
}

// Most events of a rule have the same title: keep each text once.
function intern(texts                     , text        )         {
  const known = texts.get(text);
  if (known !== undefined) return known
  texts.set(text, text);
  return text
}

function parseFields(fields                   )                                                             {
  return fields.flatMap(field => {
    const path = show.parsePath(field);
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
      const values = show.valuesOf(event, path, vocabulary).map(value =>
        (typeof value === 'number' || typeof value === 'boolean') && !finding.isSecret(path.segments) ? value : show.showValue(path.segments, value),
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
    events: matches.flatMap(({ id }) => id ?? []),
    image: image?.uri ?? null,
    tags: rule.tags,
    references: rule.references,
  }
}

function toIso(time                    )                {
  return time === undefined || Number.isNaN(time) ? null : finding.formatInstant(time)
}

// The key of the image that a recorded scan is about, of which nothing is known where it names no digest.
function scannedImage(event        )                     {
  if (event['eventName'] !== 'DescribeImageScanFindings' || event['eventSource'] !== 'ecr.amazonaws.com') return undefined
  const digest = finding.own(event, 'requestParameters', 'imageId', 'imageDigest') ?? finding.own(event, 'responseElements', 'imageId', 'imageDigest');
  const registry =
    finding.own(event, 'requestParameters', 'registryId') ?? finding.own(event, 'responseElements', 'registryId') ?? finding.own(event, 'recipientAccountId');
  return digest === undefined ? UNKNOWN_IMAGE : scan.imageKey(registry, finding.own(event, 'requestParameters', 'repositoryName'), digest)
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

exports.formatFindings = formatFindings;
exports.reachVerdict = reachVerdict;
exports.startEvaluation = startEvaluation;
