'use strict';

const settings = require('./chunk-settings.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const image = require('./chunk-image.cjs');
const envelope = require('./chunk-envelope.cjs');
const tally = require('./chunk-tally.cjs');

// Records what was read and what could not be read. Coverage is half of every verdict: a gap means that something was not seen, and
// what was not seen cannot pass.

                                                  

                           
                                        
                                                                                         
                                
                                                                                                                            
                                                  
                                   
                          
                                              
                          
                                                                 
                                   
                                  
                                                                                                                                
                                 
                                           
                                             
 

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

// What a run reads: the requested images, and events. Whatever cannot be read is a gap in the coverage.

                                       

/** What a run knows before it reads anything. */
                      
                             
                           
                       
                                                             
                                                   
                                           
                          
 

                       
                                   
                                                                     
                                    
                                        
                      
                                                                    
                           
 

const NOTHING       = { images: [], judged: [], coverage: [] };

// How many images are read at the same time.
const AT_ONCE = 4;

/** Reads the images from ECR. If a push was requested, pushes the image first. */
async function readLiveImages(run     , aws     )                {
  const { settings: settings$1, world, report } = run;
  const { push: source, images, pushTimeoutSeconds } = settings$1;
  const [image] = images;
  if (image === undefined) return NOTHING
  if (source === undefined) return askImages(run, aws, images)
  const { uploadImage } = await Promise.resolve().then(() => require('./chunk-upload.cjs'));
  const { env, temporary, progress, signal } = world;
  const means = { clock: world, signal, now: world.now, env, temporary, progress, report };
  const uploaded = await settings.settle(() => uploadImage(aws, image, source, pushTimeoutSeconds, means));
  // An image that could not be pushed is not judged: its name may refer to an older image.
  if (uploaded instanceof settings.Fault) {
    const isNamed = uploaded.message.includes(image.text);
    const diagnostic = isNamed ? uploaded.diagnostic : { ...uploaded.diagnostic, at: image.text };
    report(diagnostic);
    const message = isNamed ? uploaded.message : `${image.text}: not pushed: ${uploaded.message}`;
    const coverage           = { ...notRequested('findings'), origin: image.text, state: 'gap', message, diagnostics: [diagnostic] };
    return { ...NOTHING, coverage: [coverage], problem: describeUndone(image.text, settings$1) }
  }
  const read = await askImages(run, aws, [uploaded.uri]);
  return { ...read, judged: read.judged.map(each => ({ ...each, pushed: uploaded.isNew })), push: uploaded.push }
}

function describeUndone(image        , { promoteTags, onFail }          )         {
  const undone = [...(promoteTags.length > 0 ? ['promote-tags'] : []), ...(onFail === 'keep' ? [] : ['on-fail'])];
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${undone.length === 1 ? 'was' : 'were'} not done`}`
}

async function askImages({ settings, ruleSet, world, report, startedAt }     , aws     , uris                     )                {
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-read2.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: evaluate.needsLists(ruleSet.rules),
    timeout: settings.waitTimeoutSeconds,
    grace: settings.scanGraceSeconds,
    clock: world,
    began: world.milliseconds(),
    now: world.now,
    readAt: image.formatSecond(startedAt),
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

/** Reads images from recorded answers. */
async function readRecordedImages({ settings: settings$1, world, report, startedAt }     )                {
  const answers = [];
  const coverage = [];
  for (const path of settings$1.findings) {
    const { reading, diagnostics } = envelope.startReading(world, report);
    const read = (await settings.attempt(reading.report, () => settings.untilStopped(world.signal, () => envelope.readAnswers([path], reading)))) ?? [];
    for (const answer of read) answers.push(answer);
    coverage.push(tally.coverFindings(path, read.length, diagnostics));
  }
  return { images: image.readImages(answers, image.formatSecond(startedAt)), judged: [], coverage }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
async function readRecordedEvents(
  { settings: settings$1, world, report }                                            ,
  see     ,
)                               {
  if (settings$1.events.length === 0) return [notRequested('events')]
  const coverage = [];
  for (const path of settings$1.events) {
    const { reading, diagnostics } = envelope.startReading(world, report);
    const tally$1 = tally.startTally();
    const readAll = async ()                => {
      for await (const batch of envelope.readEvents([path], reading)) {
        for (const recorded of batch) tally$1.see(recorded, see(recorded));
      }
    };
    await settings.attempt(reading.report, () => settings.untilStopped(world.signal, readAll));
    coverage.push(tally$1.coverage(path, diagnostics));
  }
  return coverage
}

/** Passes the events of CloudTrail's event history to `see`, from the event sources that enabled rules look at. */
async function readEventHistory(
  { ruleSet, world, report, startedAt }     ,
  aws     ,
  { windowSeconds, timeoutSeconds, regions }       ,
  see     ,
)                               {
  const sources = evaluate.eventSourcesOf(ruleSet.rules);
  if (sources?.size === 0) return [{ ...notRequested('events'), message: 'events: no enabled rule looks at them' }]
  const [{ lookUpEvents }, { readCaller }] = await Promise.all([Promise.resolve().then(() => require('./chunk-lookup2.cjs')), Promise.resolve().then(() => require('./chunk-caller.cjs'))]);
  // Event history is that of the caller's account, which may not be the images' account, so the report names it.
  const account = settings.settle(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof settings.Fault ? 'an unknown account' : `account ${caller.account}`,
  );
  const to = startedAt.getTime();
  const options = {
    account,
    sources,
    from: to - windowSeconds * 1000,
    to,
    timeoutSeconds,
    clock: world,
    see,
    report,
    progress: world.progress,
  };
  return Promise.all(regions.map(region => lookUpEvents(aws, { ...options, region })))
}

exports.NOTHING = NOTHING;
exports.notRequested = notRequested;
exports.readEventHistory = readEventHistory;
exports.readLiveImages = readLiveImages;
exports.readRecordedEvents = readRecordedEvents;
exports.readRecordedImages = readRecordedImages;
