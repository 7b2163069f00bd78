'use strict';

const node_crypto = require('node:crypto');
const uri = require('./chunk-uri.cjs');
const scan = require('./chunk-scan.cjs');
const files = require('./chunk-files.cjs');
const json = require('./chunk-json.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const lookup = require('./chunk-lookup.cjs');
const check = require('./chunk-check.cjs');
const rules = require('./chunk-rules.cjs');
const compile = require('./chunk-compile.cjs');
const title = require('./chunk-title.cjs');
const verdict = require('./chunk-verdict.cjs');
const wording = require('./chunk-wording.cjs');
const records = require('./chunk-records.cjs');
const settings = require('./chunk-settings.cjs');

// Who did what through Systems Manager, and when: a tally of the events that were read, whatever the rules make of them.
//
// All share one width of bucket, which grows when the span outgrows it, so a tally of a year is as small as one of an hour.

                                                       

/** What one actor did by one call. */
                              
                              
                                   
                            
                         
                                                          
                         
                                                                                                                   
                                                                          
 

                           
                                                                             
                       
                     
                                
                           
                                       
                                                                     
                         
 

                                
                                       
                                                                              
                                          
 

const MOST_BUCKETS = 120;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];         
/** Widths that people read; each is so many times the one before, so that buckets can be put together. */
const WIDTHS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY];         
/** Rows that are counted apart, and those that are reported; whoever floods a trail with names fills no memory. */
const MOST_COUNTED = 5000;
const MOST_ROWS = 200;
/** Events that are known again; beyond them a tally may count an event twice. */
const MOST_IDS = 1_000_000;

               
                              
                                   
                            
                
                
                             
 

function startActivity()                {
  const rows = new Map             ();
  const ids = new Set        ();
  let width = 60_000;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let others = 0;

  const see = (event        )       => {
    if (!json.ownText(event, 'eventSource')?.startsWith('ssm') || isRepeated(event)) return
    const time = scan.timeOf(event);
    const row = rowOf(event);
    if (row === undefined) {
      others += 1;
      return
    }
    row.events += 1;
    if (![undefined, 'Success'].includes(json.ownText(event, 'errorCode'))) row.errors += 1;
    if (time === undefined) return
    first = Math.min(first, time);
    last = Math.max(last, time);
    while (Math.floor(last / width) - Math.floor(first / width) >= MOST_BUCKETS) widen();
    const bucket = Math.floor(time / width);
    row.counts.set(bucket, (row.counts.get(bucket) ?? 0) + 1);
  };

  // Trails and regions deliver an event more than once, and the rules count it once too.
  const isRepeated = (event        )          => {
    const id = json.ownText(event, 'eventID');
    if (id === undefined) return false
    if (ids.has(id)) return true
    if (ids.size < MOST_IDS) ids.add(id);
    return false
  };

  const rowOf = (event        )                  => {
    const [user, accountId] = [scan.textOfAlias(event, 'user'), scan.textOfAlias(event, 'accountId')];
    const eventName = json.ownText(event, 'eventName') ?? '';
    const key = JSON.stringify([user, accountId, eventName]);
    const known = rows.get(key);
    if (known !== undefined || rows.size >= MOST_COUNTED) return known
    const row = { user, accountId, eventName, events: 0, errors: 0, counts: new Map() };
    rows.set(key, row);
    return row
  };

  const widen = ()       => {
    const before = width;
    width = widerThan(before / 1000) * 1000;
    for (const row of rows.values()) {
      const counts = new Map                ();
      for (const [bucket, events] of row.counts) {
        const wider = Math.floor((bucket * before) / width);
        counts.set(wider, (counts.get(wider) ?? 0) + events);
      }
      row.counts = counts;
    }
  };

  const activity = ()                  => {
    if (first > last) return null
    const begin = Math.floor(first / width);
    const sorted = [...rows.values()].sort((a, b) => b.events - a.events);
    const left = sorted.slice(MOST_ROWS).reduce((sum, { events }) => sum + events, others);
    return {
      from: scan.formatInstant(begin * width),
      to: scan.formatInstant((Math.floor(last / width) + 1) * width),
      bucketSeconds: width / 1000,
      rows: sorted.slice(0, MOST_ROWS).map(({ counts, ...row }) => ({
        ...row,
        buckets: [...counts].sort(([a], [b]) => a - b).map(([bucket, events]) => [bucket - begin, events]         ),
      })),
      others: left,
    }
  };
  return { see, activity }
}

/** The next width of bucket, in seconds. */
function widerThan(seconds        )         {
  return WIDTHS.find(width => width > seconds) ?? seconds * 2
}

// What a verdict was measured by, as one text and its digest, so that a verdict can be held against the policy it should have
// been reached under.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies are equal bytes on every machine. node:crypto is
// taken here although the room is pure: a digest reads no clock and touches no file.

                                                          
                                            

                         
                                                                        
                                 
                                   
                                     
                               
                                                       
                                       
                                                                                                      
                                   
                                                                
                                  
                                                                     
                                                                                                     
 

/** SHA-256 of a policy, in hexadecimal digits. */
function digestPolicy(policy        )         {
  return node_crypto.createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. What does not take part in a decision is left out: tests, and the file a rule is from. The
 * order of files, of packs and of suppressions decides nothing, so it is not in the text either.
 */
function writePolicy({ rules, packs, failOn, untriaged, platforms, scanGraceSeconds, recordedEvents, audit }        )         {
  return canonicalJson({
    rules: rules.map(writeRule).sort((a, b) => compare(a.id, b.id) || compare(canonicalJson(a), canonicalJson(b))),
    packs: toSet(packs),
    failOn: failOn ?? null,
    untriaged,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { windowSeconds: audit.windowSeconds, regions: toSet(audit.regions) },
  })
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

function toSet(texts                   )                    {
  return [...new Set(texts)].sort(compare)
}

// By UTF-16 units, as RFC 8785 has it, and never by the locale of a machine.
function compare(a        , b        )         {
  return a < b ? -1 : a > b ? 1 : 0
}

/** JSON without blanks, the members of every object sorted by their names. https://www.rfc-editor.org/rfc/rfc8785 */
function canonicalJson(value         )         {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => compare(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}

// What was looked at, and what could not be. Coverage is half of every verdict: a gap means that something was not seen,
// and what was not seen cannot pass.

                                                  

                           
                                        
                                                                                                          
                                
                                                                                                  
                                                  
                                   
                          
                                              
                          
                                                                 
                                   
                                  
                                                                                                                           
                                 
                                             
                                             
 

function notRequested(source                    )           {
  return {
    source,
    origin: null,
    state: 'not requested',
    message: `${source}: not requested`,
    records: 0,
    firstTime: null,
    lastTime: null,
    horizon: null,
    diagnostics: [],
  }
}

// What the enabled rules look at, so that nothing is asked for or held that no rule would see.


/** The event sources of which recorded events can match an enabled rule; undefined when one may match any source. */
function eventSourcesOf(rules$1                 )                                  {
  const sets = rules$1.filter(rules.watchesEvents).map(rule => lookup.constantsOf(compile.compileRule(rule).filter.expression, 'eventSource'));
  return sets.every(set => set !== undefined) ? new Set(sets.flatMap(set => [...set])) : undefined
}

/**
 * Whether an enabled rule looks at the findings inside the image's own event, which are held as ECR sent them only then:
 * tens of thousands of them would take more memory than all the rest.
 */
function needsLists(rules                 )          {
  return rules.some(rule => rule.enabled && rule.type === 'CloudTrail' && fieldsOf(rule).some(reachesList))
}

function fieldsOf(rule      )                                  {
  const { filter, suppressions } = compile.compileRule(rule);
  const named = [...rule.aggregateFields, ...title.placeholders(rule.title).map(({ path }) => path)].flatMap(text => check.parsePath(text) ?? []);
  return [...[filter, ...suppressions].flatMap(({ expression }) => rules.pathsOf(expression)), ...named].map(({ segments }) => segments)
}

// A field that ends above the lists yields an object that holds them.
function reachesList(segments                    )          {
  return scan.LISTS.some(name =>
    ['responseElements', 'imageScanFindings', name].every((step, i) => i >= segments.length || segments[i] === step),
  )
}

// The order of one run of `check`, to be read from top to bottom.


const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/** 0 pass or warn, 1 fail, 2 undecided, unless `on-undecided` lets that through; wrong rules, and tags that are not set, never are. */
function exitCodeOf(report        , onUndecided             )         {
  const { verdict, diagnostics } = report;
  if (wording.problemsOf(report).length > 0 && verdict !== 'fail') return EXIT_CODES.undecided
  const judged = diagnostics.every(({ level }) => level !== 'error');
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

                                            

// The Regions that were named, because the images' own are no part of a policy.
function policyOf(settings          , { rules }         )         {
  const { audit, auditRegions } = settings;
  return {
    ...settings,
    rules,
    recordedEvents: settings.events.length > 0,
    audit: audit && { windowSeconds: audit.windowSeconds, regions: auditRegions },
  }
}

/** Judges what the settings name. Diagnostics are told as they are met; whatever cannot be read, there is a report. */
async function run(settings          , world       , report      )                  {
  const now = world.now();
  const readAt = scan.formatSecond(now);
  const ruleSet = await chooseRules(settings, world);
  const aws = settings.images.length > 0 || settings.audit !== undefined ? await world.connect(settings.awsAttempts) : undefined;
  const diagnostics = [...ruleSet.diagnostics, ...(aws === undefined ? [] : await checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) report(diagnostic);
  const errors = diagnostics.filter(({ level }) => level === 'error');
  if (errors.length > 0) return refuse(settings, ruleSet, diagnostics, errors, readAt)

  const evaluation = evaluate.startEvaluation(ruleSet.rules);
  const judge = (read      )       => ({
    ...read,
    images: read.images.map(image => ({ ...image, notes: [...image.notes, ...evaluation.judge(image)] })),
  });
  const activity = startActivity();
  const see = ({ event }               )       => {
    evaluation.see(event);
    activity.see(event);
  };
  // The event history is read while scans are waited for.
  const [live, recorded, events] = await Promise.all([
    aws === undefined ? NOTHING : pushAndAsk(aws, settings, ruleSet, world, report, readAt).then(judge),
    readFindings(settings, world, report, readAt).then(judge),
    aws === undefined || settings.audit === undefined
      ? showEvents(settings, world, report, see)
      : lookUp(aws, settings.audit, ruleSet, now, world, report, see),
  ]);

  const alerts = evaluation.alerts();
  const images = [...live.images, ...recorded.images];
  const findings = [...live.coverage, ...recorded.coverage];
  const coverage = [...(findings.length === 0 ? [notRequested('findings')] : findings), ...events];
  const decision = verdict.reachVerdict(alerts, images, coverage, settings.untriaged);
  const warn       = diagnostic => {
    diagnostics.push(diagnostic);
    report(diagnostic);
  };
  const place = await placeFindings(images, settings, world, warn);
  const decidedAt = scan.formatSecond(world.now());
  const release = await releaseAfter(decision.verdict, live, settings, aws, world);
  return {
    ...decision,
    push: live.push ?? null,
    release,
    unwritten: [],
    alerts,
    activity: activity.activity(),
    images: images.map(image => wording.reportImage(image, place)),
    coverage,
    rules: wording.reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet)),
    diagnostics,
    readAt,
    decidedAt,
  }
}

// Where findings are to be cured. It has no say in the verdict.
async function placeFindings(images                  , { dockerfile }          , { root }       , report      ) {
  if (images.length === 0) return () => null
  const { findPlaces } = await Promise.resolve().then(() => require('./chunk-places.cjs'));
  return findPlaces({ root, dockerfile, images, report })
}

// What was asked for beside the verdict. A push that failed is a problem of its own, whatever on-undecided lets through.
async function releaseAfter(
  verdict         ,
  { judged, problem }      ,
  settings          ,
  aws                 ,
  world       ,
)                          {
  const { promoteTags, onFail } = settings;
  if (problem !== undefined) return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await Promise.resolve().then(() => require('./chunk-release.cjs'));
  return releaseImages(aws, verdict, judged, settings, world)
}

                
                                   
                                                          
                                    
                                        
                      
                                                               
                           
 

const NOTHING       = { images: [], judged: [], coverage: [] };

async function chooseRules(settings          , world       )                   {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input);
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  };
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...rules.checkRuleSet(ruleSet, asked)] }
}

// Credentials of another account than meant are as wrong as an image of another.
async function checkCaller(aws     , { allowedAccountIds, images, audit }          )                                 {
  const region = images[0]?.region ?? audit?.regions[0];
  if (allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics               = [];
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await files.attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  );
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`;
  return [{ level: 'error', kind: 'account', message, help: `they are those of ${caller.arn}` }]
}

function refuse(
  settings          ,
  ruleSet         ,
  diagnostics                       ,
  errors                       ,
  readAt        ,
)         {
  const reasons = errors.map(({ at, message }) => `${at === undefined ? '' : `${uri.formatPlace(at)}: `}${message}`);
  const unread = (source                    , origins                   )                      =>
    origins.length === 0
      ? [notRequested(source)]
      : origins.map(origin => ({
          ...notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the settings or the rules are wrong`,
        }));
  return {
    verdict: 'undecided',
    push: null,
    release: null,
    unwritten: [],
    reasons,
    alerts: [],
    activity: null,
    images: [],
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: wording.reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet)),
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

// Images asked about at the same time.
const AT_ONCE = 4;

// What could not be pushed is not there to be judged: its name may stand for an older image.
async function pushAndAsk(aws     , settings          , ruleSet         , world       , report      , readAt        )                {
  const { push: source, images, pushTimeoutSeconds } = settings;
  const [image] = images;
  if (image === undefined) return NOTHING
  if (source === undefined) return askImages(aws, settings, images, ruleSet, world, report, readAt)
  const { uploadImage } = await Promise.resolve().then(() => require('./chunk-upload.cjs'));
  const { env, temporary, progress } = world;
  const means = { clock: world, now: world.now, env, temporary, progress, report };
  const uploaded = await files.settle(() => uploadImage(aws, image, source, pushTimeoutSeconds, means));
  if (uploaded instanceof files.Fault) {
    const diagnostic = { ...uploaded.diagnostic, at: image.text };
    report(diagnostic);
    const message = `${image.text}: not pushed: ${uploaded.message}`;
    const coverage           = { ...notRequested('findings'), origin: image.text, state: 'gap', message, diagnostics: [diagnostic] };
    return { ...NOTHING, coverage: [coverage], problem: `${message}; on-fail is not done` }
  }
  const read = await askImages(aws, settings, [uploaded.uri], ruleSet, world, report, readAt);
  return { ...read, judged: read.judged.map(each => ({ ...each, pushed: uploaded.isNew })), push: uploaded.push }
}

async function askImages(
  aws     ,
  settings          ,
  uris                     ,
  { rules }         ,
  world       ,
  report      ,
  readAt        ,
)                {
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-image.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needsLists(rules),
    timeout: settings.waitTimeoutSeconds,
    grace: settings.scanGraceSeconds,
    clock: world,
    began: world.milliseconds(),
    now: world.now,
    readAt,
    report,
    progress: world.progress,
  };
  const read = await pMap(uris, image => readLiveImage(aws, image, options), { concurrency: AT_ONCE });
  return {
    images: read.flatMap(({ images }) => images),
    judged: uris.map((uri, i) => ({ uri, digest: read[i]?.digest ?? uri.digest ?? undefined, pushed: false })),
    coverage: read.map(({ coverage }) => coverage),
  }
}

async function readFindings(settings$1          , world       , report      , readAt        )                {
  const answers = [];
  const coverage = [];
  for (const path of settings$1.findings) {
    const { reading, diagnostics } = settings.startReading(world, report);
    const read = await records.readAnswers([path], reading);
    for (const answer of read) answers.push(answer);
    coverage.push(records.coverFindings(path, read.length, diagnostics));
  }
  return { images: scan.readImages(answers, readAt), judged: [], coverage }
}

                                            

/** Shows recorded events one by one, and says what of them was read. */
async function showEvents(settings$1          , world       , report      , see     )                               {
  if (settings$1.events.length === 0) return [notRequested('events')]
  const coverage = [];
  for (const path of settings$1.events) {
    const { reading, diagnostics } = settings.startReading(world, report);
    const tally = records.startTally();
    for await (const batch of records.readEvents([path], reading)) {
      for (const recorded of batch) {
        tally.see(recorded);
        see(recorded);
      }
    }
    coverage.push(tally.coverage(path, diagnostics));
  }
  return coverage
}

async function lookUp(
  aws     ,
  { windowSeconds, regions }       ,
  { rules }         ,
  now      ,
  world       ,
  report      ,
  see     ,
)                               {
  const sources = eventSourcesOf(rules);
  if (sources?.size === 0) return [{ ...notRequested('events'), message: 'events: no enabled rule looks at them' }]
  const [{ lookUpEvents }, { readCaller }] = await Promise.all([Promise.resolve().then(() => require('./chunk-lookup2.cjs')), Promise.resolve().then(() => require('./chunk-caller.cjs'))]);
  // The history is the caller's, be the images whose they may; a report that does not say whose would say too much.
  const account = files.settle(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof files.Fault ? 'an unknown account' : `account ${caller.account}`,
  );
  const to = Math.floor(now.getTime() / 1000) * 1000;
  const options = { account, sources, from: to - windowSeconds * 1000, to, clock: world, see, report, progress: world.progress };
  return Promise.all(regions.map(region => lookUpEvents(aws, { ...options, region })))
}

exports.exitCodeOf = exitCodeOf;
exports.notRequested = notRequested;
exports.run = run;
exports.showEvents = showEvents;
exports.widerThan = widerThan;
