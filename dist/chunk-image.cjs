'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const show = require('./chunk-show.cjs');
const scan = require('./chunk-scan.cjs');
const files = require('./chunk-files.cjs');
const run = require('./chunk-run.cjs');
const client = require('./chunk-client.cjs');
const fault = require('./chunk-fault.cjs');
const uri = require('./chunk-uri.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');
const caller = require('./chunk-caller.cjs');
const node_crypto = require('node:crypto');
require('./chunk-_commonjsHelpers.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-evaluate.cjs');
require('./chunk-compile.cjs');
require('./chunk-title.cjs');
require('./chunk-packs.cjs');
require('./chunk-records.cjs');
require('node:buffer');
require('./chunk-rules.cjs');
require('./chunk-settings.cjs');
require('node:timers/promises');
require('./chunk-index.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');
require('./chunk-GetCallerIdentityCommand.cjs');

// The SDK's answers as the JSON that they were: dates as ISO 8601, nothing of the SDK's own beside.

                                                       

/** An answer of the SDK as plain JSON. */
function toFields({ $metadata: _, ...answer }        )         {
  return copy(answer)          
}

function copy(value         )          {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : show.formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!show.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}

// The calls of ECR that the gate makes, each with what a policy has to allow for it. Answers come back as plain JSON, and
// whatever goes wrong as a fault; only the errors a caller has an answer to are given through by name.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html

                                                          

/** An answer, or the name and the message of an error that was expected. */
                                                                                                         

/** The calls about one repository. */
                      
                                                                                               
                                                                                                            
                                                               
                                                                            
                                                  
                                                                
                                                                    
                                                                           
 

                          
                               
                            
 

// The most ECR gives at once: the last poll of a scan already brings all its basic findings.
const MOST_FINDINGS = 1000;
const MOST_IMAGES = 100;

const START_ERRORS = ['LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException', 'ImageNotFoundException'];

async function openEcr(aws     , uri          )               {
  const client = await aws.ecr(uri);
  const { registryId, repositoryName } = uri;
  const repository = { registryId, repositoryName };
  const ask = createAsk(uri);
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const page = nextToken === undefined ? {} : { nextToken };
      const command = new StartImageScanCommand.DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...page });
      return ask('DescribeImageScanFindings', limit => client.send(command, limit), {
        expected: ['ScanNotFoundException', 'ImageNotFoundException'],
        also: 'and under enhanced scanning inspector2:ListCoverage and inspector2:ListFindings',
      })
    },
    batchGetImage: (imageIds, mediaTypes) => {
      const command = new StartImageScanCommand.BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] });
      return ask('BatchGetImage', limit => client.send(command, limit))
    },
    describeImage: imageDigest => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] });
      return ask('DescribeImages', limit => client.send(command, limit), { expected: ['ImageNotFoundException'] })
    },
    describeImages: () => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES });
      return ask('DescribeImages', limit => client.send(command, limit))
    },
    startImageScan: imageDigest => {
      const command = new StartImageScanCommand.StartImageScanCommand({ ...repository, imageId: { imageDigest } });
      return ask('StartImageScan', limit => client.send(command, limit), { expected: START_ERRORS })
    },
    getRegistryScanningConfiguration: () => {
      const command = new StartImageScanCommand.GetRegistryScanningConfigurationCommand({});
      return ask('GetRegistryScanningConfiguration', limit => client.send(command, limit))
    },
    batchGetRepositoryScanningConfiguration: () => {
      const command = new StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] });
      return ask('BatchGetRepositoryScanningConfiguration', limit => client.send(command, limit))
    },
  }
}

                                         

function createAsk(uri$1          ) {
  return async (
    operation        ,
    send                                   ,
    { expected = [], also }                                                                    = {},
  )                    => {
    try {
      return { answer: toFields({ ...(await send(client.callLimit())) }) }
    } catch (error) {
      const name = fault.errorName(error);
      if (expected.includes(name)) return { error: name, message: error instanceof Error ? error.message : '' }
      const arn = operation === 'GetRegistryScanningConfiguration' ? '*' : uri.repositoryArn(uri$1);
      const on = `repository "${uri$1.repositoryName}"`;
      throw fault.toAwsFault(error, { action: `ecr:${operation}`, on, arn, ...(also === undefined ? {} : { also }) })
    }
  }
}

// Why there is no scan: what the registry and the repository are set to scan, as one sentence with its cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html

                                                          
                                               

/** What was found out about scanning; a fault where it could not be. */
                                
                                                
                                   
                                               
                                        
 

/** Explains a missing scan. Whatever cannot be found out is said, and is no fault of the run. */
async function explainMissingScan(aws     , ecr     , uri          )                  {
  const caller$1 = await settle$1(async () => (await caller.readCaller(aws, uri)).account);
  // Both calls tell of the caller's own registry only.
  if (typeof caller$1 === 'string' && caller$1 !== uri.registryId) return explainForeign(caller$1, uri)
  return explainConfiguration(await readConfiguration(ecr))
}

async function readConfiguration(ecr     )                         {
  const [registry, repository] = await Promise.all([
    settle$1(() => ecr.getRegistryScanningConfiguration()),
    settle$1(() => ecr.batchGetRepositoryScanningConfiguration()),
  ]);
  return {
    scanType: registry instanceof files.Fault ? registry : (show.ownText(answerOf(registry), 'scanningConfiguration', 'scanType') ?? 'unknown'),
    scanFrequency: repository instanceof files.Fault ? repository : frequencyOf(answerOf(repository)),
  }
}

/** What the configuration means for an image without a scan. */
function explainConfiguration({ scanType, scanFrequency }               )         {
  const unread = [scanType, scanFrequency].find(value => value instanceof files.Fault);
  if (unread !== undefined) return `why cannot be told: ${unread.message}`
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  return scanFrequency === 'SCAN_ON_PUSH'
    ? 'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
    : 'basic scanning scans this repository only when asked to: set start-scan: if-missing, or turn on scan on push and push again'
}

function explainForeign(caller        , { registryId }          )         {
  return `the registry belongs to account ${registryId} and the credentials to ${caller}: enhanced results can be read in the owning account only; assume a role there, which may call ecr:DescribeImageScanFindings`
}

function answerOf(answered          )         {
  return 'answer' in answered ? answered.answer : {}
}

// The older answer says only whether pushes are scanned.
function frequencyOf(answer        )         {
  const [configuration] = show.ownList(answer, 'scanningConfigurations');
  return show.ownText(configuration, 'scanFrequency') ?? (show.own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

async function settle$1   (action                  )                     {
  try {
    return await action()
  } catch (error) {
    if (error instanceof files.Fault) return error
    throw error
  }
}

// What a manifest in a registry says: whether it is one image or an index of several, and which platform each is for.
// https://github.com/opencontainers/image-spec/blob/main/image-index.md


/** The media types of an index: OCI's and Docker's. */
const INDEX_TYPES                    = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** Everything the gate can read. */
const MANIFEST_TYPES                    = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

                             
                         
                                                                                                      
                                  
                                                                   
                               
 

                      
                              
                                                                       
                                   
                                                             

/** Reads a manifest. What is listed there as an image stays one unless it says in both ways that it is none. */
function readManifest(text        , mediaType                    )           {
  let manifest;         
  try {
    manifest = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', problem: 'the manifest is no valid JSON' }
  }
  if (!show.isObject(manifest)) return { kind: 'unreadable', problem: 'the manifest is no JSON object' }
  const type = mediaType ?? show.ownText(manifest, 'mediaType');
  const isIndex = type === undefined ? Array.isArray(show.own(manifest, 'manifests')) : INDEX_TYPES.includes(type);
  if (!isIndex) return { kind: 'image' }
  const listed = show.own(manifest, 'manifests');
  if (!Array.isArray(listed)) return { kind: 'unreadable', problem: 'the index has no list of manifests' }
  const entries = show.ownList(manifest, 'manifests').map(readEntry);
  const nameless = entries.filter(entry => entry === undefined).length;
  if (nameless > 0) return { kind: 'unreadable', problem: `${nameless} of ${entries.length} entries of the index have no sha256 digest` }
  return { kind: 'index', entries: entries.filter(entry => entry !== undefined) }
}

function readEntry(entry         )                         {
  const digest = show.ownText(entry, 'digest');
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined
  const platform = readPlatform(show.own(entry, 'platform'));
  // A runtime takes an image by its platform, so an annotation alone does not take one out of judgement.
  const attestation = platform === 'unknown/unknown' && show.own(entry, 'annotations', 'vnd.docker.reference.type') === 'attestation-manifest';
  return { digest, platform, attestation }
}

function readPlatform(platform         )                {
  const os = show.ownText(platform, 'os');
  const architecture = show.ownText(platform, 'architecture');
  if (os === undefined || architecture === undefined) return null
  return [os, architecture, show.ownText(platform, 'variant')].filter(part => part !== undefined).join('/')
}

// Asking again until there is an answer or no time left. The clock is handed in, so that a test can wait for ten minutes
// in no time.

                        
                                                                                    
                                     
                                                         
 

                     
                        
     
                                                   
                           
                                                                           
                            
                                          
                            
     

/** Takes turns, each told the seconds since the first. A pause is cut short where the time ends, so that the last turn is at the end. */
async function poll   (clock       , look                                       )             {
  const start = clock.milliseconds();
  const elapsed = ()         => (clock.milliseconds() - start) / 1000;
  for (;;) {
    const turn = await look(elapsed());
    if ('done' in turn) return turn.done
    const left = turn.until - elapsed();
    if (left <= 0) return turn.otherwise
    await clock.sleep(Math.min(turn.pause, left) * 1000);
  }
}

const LONGEST = 4.8;

/**
 * Seconds to pause before a scan is read again: about one right after the push, rising slowly and never to five. An
 * exponential schedule would miss the end of a scan by as much as the scan took. Where it is known how long scans of the
 * repository take, reads are rarer before that time and closer around it.
 *
 * `age` is the seconds since the push, `usual` those that earlier scans took.
 */
function pauseBefore(age        , usual                    )         {
  const steady = Math.min(LONGEST, 1 + Math.max(0, age) / 20);
  if (usual === undefined) return steady
  const near = usual * 0.75;
  if (age < near) return Math.min(LONGEST, Math.max(0.5, near - age))
  return age < usual * 1.25 ? 0.5 + usual / 100 : steady
}

// Which manifests an image's URI stands for: the image itself, or those that its index lists. ECR scans no index, so each
// is asked about by its own digest; and each is held against that digest, so that what is judged is what will run.

                                              

/** A manifest to be judged. */
                         
                         
                                  
                                                              
                           
 

                             
                                                                          
                         
                           
                                     
                                            
                                      
                                                        
                                  
 

                                 
                                                                      
                                       
                                                                           
                        
                       
 

// ECR takes so many images in one call.
const MOST_IDS = 100;
const DEEPEST_INDEX = 3;

/** Finds what to judge. Throws a fault when the image itself cannot be read. */
async function resolveImage(ecr     , uri$1          , options                )                      {
  const found = await awaitManifest(ecr, uri$1, options);
  if (found instanceof files.Fault) throw found
  const { digest, manifest } = found;
  if (uri$1.digest !== null && digest !== uri$1.digest)
    throw new files.Fault('aws-answer', { message: `ECR answered about ${uri.quote(digest)}, asked was ${uri.quote(uri$1.digest)}` })
  switch (manifest.kind) {
    case 'unreadable':
      throw new files.Fault('aws-answer', { message: manifest.problem })
    case 'image':
      return { digest, isIndex: false, targets: [{ digest, platform: null }], problems: [], left: [] }
    case 'index': {
      const listed = await walkIndex(ecr, manifest.entries, 1);
      const targets = listed.filter((target, i) => listed.findIndex(other => other.digest === target.digest) === i);
      return { digest, isIndex: true, ...choose(targets, options.platforms) }
    }
  }
}

function awaitManifest(ecr     , { digest, tag }          , { clock, grace }                )                         {
  const id          = digest === null ? { imageTag: tag ?? '' } : { imageDigest: digest };
  const name = digest === null ? `the tag ${uri.quote(tag ?? '')}` : `the digest ${digest}`;
  return poll               (clock, async elapsed => {
    const {
      found: [found],
      failures: [failure],
    } = await readManifests(ecr, [id]);
    if (found !== undefined) return { done: found }
    if (failure?.code !== 'ImageNotFound') {
      const why = failure === undefined ? 'neither the manifest nor a failure' : describeFailure(failure);
      throw new files.Fault('aws-refused', { message: `ECR answered ${why} for ${name}` })
    }
    const help = 'look at the tag and the repository; a push that is still under way is waited for within scan-grace';
    const missing = new files.Fault('aws-not-found', { message: `the repository has no image with ${name}`, help });
    return { otherwise: missing, until: grace, pause: pauseBefore(elapsed, undefined) }
  })
}

                 
                         
                             
 

                   
                       
                         
                                     
 

function describeFailure({ code, reason }         )         {
  return reason === '' ? code : `${code} (${reason})`
}

async function readManifests(
  ecr     ,
  ids                    ,
)                                                                                       {
  const answered = await ecr.batchGetImage(ids, MANIFEST_TYPES);
  const answer = 'answer' in answered ? answered.answer : {};
  return {
    found: show.ownList(answer, 'images').map(readFound),
    failures: show.ownList(answer, 'failures').map(failure => ({
      code: show.ownText(failure, 'failureCode') ?? 'an unnamed failure',
      reason: show.ownText(failure, 'failureReason') ?? '',
      digest: show.ownText(failure, 'imageId', 'imageDigest'),
    })),
  }
}

function readFound(image         )        {
  const digest = show.ownText(image, 'imageId', 'imageDigest') ?? 'no digest';
  const unreadable = (problem        )        => ({ digest, manifest: { kind: 'unreadable', problem } });
  // The very bytes count, so no blank may be taken away.
  const text = show.own(image, 'imageManifest');
  if (typeof text !== 'string') return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = `sha256:${node_crypto.createHash('sha256').update(text).digest('hex')}`;
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return { digest, manifest: readManifest(text, show.ownText(image, 'imageManifestMediaType')) }
}

async function walkIndex(ecr     , listed                       , depth        )                             {
  const entries = listed.filter(({ attestation }) => !attestation);
  const targets           = [];
  for (let from = 0; from < entries.length; from += MOST_IDS) {
    const batch = entries.slice(from, from + MOST_IDS);
    const ids = batch.map(({ digest }) => ({ imageDigest: digest }));
    const { found, failures } = await readManifests(ecr, ids);
    for (const { digest, platform } of batch) {
      const manifest = found.find(each => each.digest === digest)?.manifest;
      if (manifest?.kind === 'image') targets.push({ digest, platform });
      else if (manifest?.kind === 'index' && depth < DEEPEST_INDEX) targets.push(...(await walkIndex(ecr, manifest.entries, depth + 1)));
      else
        targets.push({
          digest,
          platform,
          problem: describeChild(
            manifest,
            failures.find(each => each.digest === digest),
          ),
        });
    }
  }
  return targets
}

function describeChild(manifest                      , failure                     )         {
  if (manifest?.kind === 'unreadable') return manifest.problem
  if (manifest?.kind === 'index') return `it is an index inside ${DEEPEST_INDEX} others`
  return `its manifest cannot be read: ECR answered ${failure === undefined ? 'nothing' : describeFailure(failure)}`
}

// An entry that names no platform may run anywhere, so it is always judged.
function choose(listed                   , platforms                   )                                                    {
  if (listed.length === 0) return { targets: [], problems: ['the index lists no image'], left: [] }
  const isOf = (target        , asked        )          => target.platform === asked || target.platform?.startsWith(`${asked}/`) === true;
  if (platforms.length === 0) return { targets: listed, problems: [], left: [] }
  const isChosen = (target        )          => target.platform === null || platforms.some(asked => isOf(target, asked));
  const offered = listed.map(({ platform }) => platform ?? 'one without a platform').join(', ');
  return {
    targets: listed.filter(isChosen),
    problems: platforms
      .filter(asked => !listed.some(target => isOf(target, asked)))
      .map(asked => `the index has no image for ${uri.quote(asked)}; it has ${offered}`),
    left: listed.flatMap(target => (isChosen(target) ? [] : [target.platform ?? ''])),
  }
}

// When an answer about a scan is believed, when it is asked for again, and when asking ends. It is a pure step from what is
// remembered and what was just seen, so that every order of answers can be tried in a table.

                                                          

/** What one reading of the findings gave. */
                  
                                                                                 
                                                                                                                       
                                                                           
                                                                 

/** What of an answer decides whether it is believed. */
                          
                                                  
                        
                           
                            
                                                                                               
                          
 

                         
                                                      
                          
                                                                      
                        
 

/** What is remembered between two looks; the times are seconds from the first look. */
                         
                                                            
                         
                                                                                  
                         
 

                  
                                                                                       
                                                                             
                                                   
     
                           
                             
                                                               
                            
                           
                                                  
                            
                                                          
                               
     

/** Decides after a look at `elapsed` seconds. */
function decideNext(look      , memory        , elapsed        , limits        )       {
  if (look.kind === 'missing') {
    const [state, gap] = MISSING[look.what];
    return giveGrace(state, memory.since ?? elapsed, elapsed, limits, gap)
  }
  const [first] = look.pages;
  if (look.broken !== undefined) return { kind: 'end', gap: look.broken }
  switch (scan.readinessOf(first)) {
    case 'ready':
      return decideReady(look.summary, memory, elapsed, limits)
    case 'ended':
      return { kind: 'end' }
    case 'waiting': {
      const until = limits.timeout;
      const gap = `the scan was not done within wait-timeout (${until} s)`;
      return elapsed >= until
        ? { kind: 'end', gap }
        : { kind: 'wait', memory: {}, until, state: `scan ${scan.statusOf(first)}`, gap, confirm: false }
    }
    // A word ECR did not have when this was written may pass by as PENDING does; it is given its time and no more.
    case 'unknown':
      return giveGrace(`scan ${scan.statusOf(first) ?? 'without a status'}`, memory.since ?? elapsed, elapsed, limits)
  }
}

const MISSING = {
  scan: ['no scan yet', 'ECR has no scan of this image'],
  image: ['no image yet', 'ECR does not know this image'],
};         

function giveGrace(state        , since        , elapsed        , { timeout, grace }        , gap         )       {
  const until = Math.min(timeout, since + grace);
  const told = gap === undefined ? {} : { gap };
  return elapsed >= until ? { kind: 'end', ...told } : { kind: 'wait', memory: { since }, until, state, ...told, confirm: false }
}

// The numbers still move after COMPLETE, so two readings have to agree. An enhanced scan that has not begun looks like one
// that found nothing, so an empty list without a time of completion has to last.
function decideReady(summary         , memory        , elapsed        , limits        )       {
  const { print, findings, enhanced, proven } = summary;
  const same = memory.print === print;
  if (findings === 0 && !proven) {
    const since = same ? (memory.since ?? elapsed) : elapsed;
    if (enhanced && same && elapsed >= since + limits.grace) {
      const note = `the list of findings stayed empty for ${limits.grace} s (scan-grace), so it is believed`;
      return { kind: 'believe', stayedEmpty: true, note }
    }
    const next = giveGrace('the list of findings is empty', since, elapsed, limits);
    return next.kind === 'wait' ? { ...next, memory: { print, since } } : next
  }
  if (same) {
    const note = 'the list of findings is empty, and believed because the scan has a time of completion';
    return { kind: 'believe', stayedEmpty: false, ...(findings === 0 && enhanced ? { note } : {}) }
  }
  const gap = 'the findings still changed from one reading to the next when wait-timeout ended';
  // The first ready reading is always confirmed, be there no time left for anything else.
  if (memory.print !== undefined && elapsed >= limits.timeout) return { kind: 'end', gap }
  return { kind: 'wait', memory: { print }, until: Number.POSITIVE_INFINITY, gap, state: 'reading the findings again', confirm: true }
}

// One reading of an image's findings: all pages, the numbers of all pages. What was read before a page failed is kept,
// because a finding that was seen counts whatever is missing.

                                                          
                                                
                                     

/** Reads all pages about a digest. Throws a fault when not even the first can be read. */
async function readPages(ecr     , digest        )                {
  const first = await ecr.describeImageScanFindings(digest);
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const pages = [first.answer];
  // An unready answer has nothing to turn over.
  const broken = scan.readinessOf(first.answer) === 'ready' ? await readOn(ecr, digest, pages) : undefined;
  return { kind: 'answer', pages, summary: summarise(pages), ...(broken === undefined ? {} : { broken }) }
}

// ECR numbers no pages: only the token tells where the next one begins, and a token seen before leads round in a ring.
async function readOn(ecr     , digest        , pages          )                              {
  const tokens = new Set        ();
  for (let token = show.ownText(pages[0], 'nextToken'); token !== undefined; token = show.ownText(pages.at(-1), 'nextToken')) {
    const where = `after ${pages.length} ${pages.length === 1 ? 'page' : 'pages'} of findings`;
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    tokens.add(token);
    try {
      const next = await ecr.describeImageScanFindings(digest, token);
      if ('error' in next) return `${where} ECR answered ${next.error}: the rest was not read`
      pages.push(next.answer);
    } catch (error) {
      if (!(error instanceof files.Fault)) throw error
      return `${where}: ${error.message}`
    }
  }
  return undefined
}

function summarise(pages                   )          {
  const bodies = pages.map(page => show.own(page, 'imageScanFindings'));
  const findings = bodies.flatMap(body => [
    ...show.ownList(body, 'findings').flatMap(entry => show.readBasicFinding(entry) ?? []),
    ...show.ownList(body, 'enhancedFindings').flatMap(entry => show.readEnhancedFinding(entry) ?? []),
  ]);
  const [body] = bodies;
  const said = [scan.statusOf(pages[0]), show.own(body, 'imageScanCompletedAt') ?? null, show.own(body, 'findingSeverityCounts') ?? null];
  return {
    print: JSON.stringify([...said, show.countSeverities(findings), findings.length]),
    findings: findings.length,
    enhanced: bodies.some(scan.isEnhanced),
    proven: scan.isProven(pages),
  }
}

// Waiting for one image's scan until its findings are believed, or until it is clear that there will be none.


                                             
                                                   
                                            
                       
                          
                                                           
                                                             
 

/** What was read in the end. `missing` says that ECR has no scan or no image, as far as it goes. */
                                                                                     

/** Reads the findings of the image with this digest. Throws a fault when ECR cannot be asked at all. */
async function awaitScan(ecr     , digest        , options             )                   {
  const { clock, progress } = options;
  const notes           = [];
  let memory         = {};
  let history;                     
  let started = false;
  return poll         (clock, async elapsed => {
    const look = await readPages(ecr, digest);
    let next = decideNext(look, memory, elapsed, options);
    const missing = look.kind === 'missing' && look.what === 'scan';
    if (next.kind === 'wait' || missing) history ??= await readHistory(ecr, digest, options.now);
    const age = (history?.age ?? 0) + elapsed;
    // Right after a push the scan may only be late, so it is started when its grace is over.
    if (missing && options.startScan === 'if-missing' && !started && (age >= options.grace || next.kind === 'end')) {
      started = true;
      const outcome = await startScan(ecr, digest);
      if ('gap' in outcome) return { done: conclude(look, { kind: 'end', gap: outcome.gap }, notes) }
      notes.push(outcome.note);
      // The scan that was started is not there at once either.
      next = decideNext(look, { since: elapsed }, elapsed, options);
    }
    if (next.kind !== 'wait') return { done: conclude(look, next, notes) }
    memory = next.memory;
    if (!next.confirm) progress(next.state, elapsed);
    const pause = next.confirm ? CONFIRM : pauseBefore(age, history?.usual);
    return { otherwise: conclude(look, next, notes), until: next.until, pause }
  })
}

// Seconds between a reading of the findings and the one that confirms it.
const CONFIRM = 1;

function conclude(look      , next      , notes                   )          {
  const note = next.kind === 'believe' ? next.note : undefined;
  const gap = next.kind === 'believe' ? undefined : next.gap;
  return {
    pages: look.kind === 'answer' ? look.pages : [],
    gaps: gap === undefined ? [] : [gap],
    notes: note === undefined ? notes : [...notes, note],
    stayedEmpty: next.kind === 'believe' && next.stayedEmpty,
    ...(look.kind === 'missing' ? { missing: look.what } : {}),
  }
}

                   
                                                                
                      
                                                                           
                                    
 

// A scan that ended later than this after its push was not the one on push.
const LONGEST_SCAN = 900;
const FEWEST_SCANS = 3;

// It only makes the waiting shorter, so a fault here is none of the run.
async function readHistory(ecr     , digest        , now            )                   {
  try {
    const [image, repository] = await Promise.all([ecr.describeImage(digest), ecr.describeImages()]);
    const details = 'answer' in repository ? show.ownList(repository.answer, 'imageDetails') : [];
    const taken = details.flatMap(scanSeconds).sort((a, b) => a - b);
    const pushedAt = 'answer' in image ? show.toInstant(show.own(show.ownList(image.answer, 'imageDetails')[0], 'imagePushedAt')) : undefined;
    return {
      age: pushedAt === undefined ? 0 : Math.max(0, (now().getTime() - pushedAt) / 1000),
      usual: taken.length < FEWEST_SCANS ? undefined : taken[Math.floor(taken.length / 2)],
    }
  } catch (error) {
    if (!(error instanceof files.Fault)) throw error
    return { age: 0, usual: undefined }
  }
}

function scanSeconds(detail         )                    {
  const pushed = show.toInstant(show.own(detail, 'imagePushedAt'));
  const completed = show.toInstant(show.own(detail, 'imageScanFindingsSummary', 'imageScanCompletedAt'));
  if (pushed === undefined || completed === undefined) return []
  const seconds = (completed - pushed) / 1000;
  return seconds > 0 && seconds <= LONGEST_SCAN ? [seconds] : []
}

/** What StartImageScan said: a note where reading goes on, a gap where there will be nothing to read. */
async function startScan(ecr     , digest        )                                                                {
  const answered = await ecr.startImageScan(digest);
  if ('answer' in answered) return { note: 'this run started the scan' }
  const { error, message } = answered;
  switch (error) {
    // Basic scanning scans an image once in 24 hours, the scan on push included, so there is a result to read.
    case 'LimitExceededException':
      return { note: 'the scan could not be started again: ECR scanned the image within the last 24 hours' }
    case 'UnsupportedImageTypeException':
      return { gap: `ECR cannot scan this kind of image (${message})` }
    case 'ImageNotFoundException':
      return { note: 'the scan could not be started: ECR does not know the image yet' }
    default:
      return {
        gap: /feature is disabled/i.test(message)
          ? 'ECR has no scan of this image, and none can be started: the registry uses enhanced scanning, which starts by itself'
          : `the scan could not be started: ECR answered ${error} (${message})`,
      }
  }
}

// One image of ECR, from its URI to what its scan found: the manifests it stands for, each with its findings or the reason
// why there are none.


                                                                     
                                       
                                                                                 
                         
                                                   
                                                             
 

                            
                                                                 
                                   
                             
 

// Manifests of one image asked about at the same time.
const AT_ONCE = 4;

/** Reads an image. What cannot be read is a gap, of the image where there is one, else of what was covered. */
async function readLiveImage(aws     , uri          , options              )                     {
  const name = scan.nameImage(uri.text);
  try {
    options.progress(`${name}: reading the manifest`);
    const ecr = await openEcr(aws, uri);
    const resolution = await resolveImage(ecr, uri, options);
    const explain = memoise(() => explainMissingScan(aws, ecr, uri));
    const images = await index.default(resolution.targets, target => readTarget(ecr, uri, { ...resolution, target }, explain, options), {
      concurrency: AT_ONCE,
    });
    return { images, coverage: cover(uri, resolution) }
  } catch (error) {
    if (!(error instanceof files.Fault)) throw error
    const diagnostic             = { ...error.diagnostic, at: uri.text };
    options.report(diagnostic);
    return { images: [], coverage: { ...covered(uri), state: 'gap', message: `${name}: ${error.message}`, diagnostics: [diagnostic] } }
  }
}

function memoise   (make                  )                   {
  let made;                        
  return () => {
    made ??= make();
    return made
  }
}

async function readTarget(
  ecr     ,
  uri          ,
  { digest: top, isIndex, target }                                          ,
  explain                       ,
  options              ,
)                 {
  const { registryId, region, repositoryName, tag } = uri;
  const { digest, platform, problem } = target;
  const subject          = { registryId, region, repositoryName, tag, digest, platform, indexDigest: isIndex ? top : null };
  const name = `${scan.nameImage(uri.text)}${platform === null ? '' : ` ${platform}`}`;
  const reading = await settle(
    () => awaitScan(ecr, digest, { ...options, progress: (state, elapsed) => options.progress(`${name}: ${state}`, elapsed) }),
    uri,
    options.report,
  );
  const why = hasNoResult(reading) ? [await explain()] : [];
  const gaps = [...(problem === undefined ? [] : [problem]), ...(reading.gaps ?? [])];
  return scan.readImage({ ...reading, gaps: why.length === 0 ? gaps : [[...gaps, ...why].join(': ')], subject }, options.readAt)
}

async function settle(read                        , { text }          , report                                  )                   {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof files.Fault)) throw error
    report({ ...error.diagnostic, at: text });
    return { pages: [], gaps: [error.message] }
  }
}

// A scan that ECR does not know, and one that is said to be done and has brought nothing at all.
function hasNoResult({ missing, pages }         )          {
  return missing === 'scan' || pages.some(page => scan.readinessOf(page) === 'ready' && show.own(page, 'imageScanFindings') === undefined)
}

function covered(uri          )           {
  return { ...run.notRequested('findings'), origin: uri.text }
}

function cover(uri          , { isIndex, targets, problems, left }            )           {
  const name = scan.nameImage(uri.text);
  if (problems.length > 0) return { ...covered(uri), state: 'gap', message: `${name}: ${problems.join('; ')}`, records: targets.length }
  const platforms = `${targets.length} ${targets.length === 1 ? 'image' : 'images'} of its index`;
  const without = left.length === 0 ? '' : `; not judged, because platforms leaves them out: ${left.join(', ')}`;
  return {
    ...covered(uri),
    state: 'read',
    message: `${name}: ${isIndex ? platforms : 'the image'}, asked of ECR${without}`,
    records: targets.length,
  }
}

exports.readLiveImage = readLiveImage;
