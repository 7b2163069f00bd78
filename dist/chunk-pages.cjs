'use strict';

const caller = require('./chunk-caller.cjs');
const fault = require('./chunk-fault.cjs');
const json = require('./chunk-json.cjs');
const files = require('./chunk-files.cjs');
const node_crypto = require('node:crypto');
const uri = require('./chunk-uri.cjs');
const manifest = require('./chunk-manifest.cjs');
const poll = require('./chunk-poll.cjs');
const scan = require('./chunk-scan.cjs');

// Explains why there is no scan, from the scanning configuration of the registry and the repository: one sentence with a cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html

                                                     
                                                          
                                               

/** The scanning configuration; each part is a fault if it could not be read. */
                                
                                                                      
                                   
                                                       
                                        
 

/** The facts about the run that the explanation depends on. */
                            
                                                                                   
                           
                               
 

/** Explains a missing result; empty if there is nothing to say. If the configuration cannot be read, the text says so. */
async function explainMissingResult(aws     , ecr     , uri          , { missing, startScan }           )                  {
  const caller$1 = await files.settle(async () => (await caller.readCaller(aws, uri)).account);
  // Both configuration calls answer for the caller's own registry only.
  if (typeof caller$1 === 'string' && caller$1 !== uri.registryId) return explainForeign(caller$1, uri)
  return missing ? explainConfiguration(await readConfiguration(ecr), startScan) : ''
}

async function readConfiguration(ecr     )                         {
  const [registry, repository] = await Promise.all([
    files.settle(() => ecr.getRegistryScanningConfiguration()),
    files.settle(() => ecr.batchGetRepositoryScanningConfiguration()),
  ]);
  return {
    scanType: registry instanceof files.Fault ? registry : typeOf(answerOf(registry)),
    scanFrequency: repository instanceof files.Fault ? repository : frequencyOf(answerOf(repository)),
  }
}

/** What the configuration means for an image without a scan. */
function explainConfiguration({ scanType, scanFrequency }               , startScan           )         {
  const unread = [scanType, scanFrequency].find(value => value instanceof files.Fault);
  if (unread !== undefined) {
    const calls = 'ecr:GetRegistryScanningConfiguration and ecr:BatchGetRepositoryScanningConfiguration';
    return `the reason is unknown (${unread.message}); allow ${calls}`
  }
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  if (startScan === 'if-missing') return 'the notes say whether its scan could be started; raise scan-grace and wait-timeout'
  return scanFrequency === 'SCAN_ON_PUSH'
    ? 'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
    : 'basic scanning scans this repository only on request: set start-scan: if-missing, or turn on scan on push and push again'
}

function explainForeign(caller        , { registryId }          )         {
  return `the registry belongs to account ${registryId} and the credentials to ${caller}: enhanced results can be read only in the owning account; assume a role there that may call ecr:DescribeImageScanFindings`
}

function answerOf(answered          )         {
  return 'answer' in answered ? answered.answer : {}
}

function typeOf(answer        )                 {
  return json.ownText(answer, 'scanningConfiguration', 'scanType') ?? unreadable('ecr:GetRegistryScanningConfiguration names no scanType')
}

// An older form of the answer has no scanFrequency and only says whether pushes are scanned.
function frequencyOf(answer        )                 {
  const [configuration] = json.ownList(answer, 'scanningConfigurations');
  if (configuration === undefined) return unreadable('ecr:BatchGetRepositoryScanningConfiguration says nothing about the repository')
  return json.ownText(configuration, 'scanFrequency') ?? (json.own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

function unreadable(what        )        {
  return new files.Fault('aws-answer', { message: `the answer of ${what}`, help: fault.UNREADABLE })
}

// Finds the manifests that an image's URI stands for: the image itself, or those that its index lists. ECR does not scan
// indexes, so each manifest is queried by its own digest. Each is checked against that digest, so that what is judged is what
// will run.

                                              

/** A manifest to be judged. */
                         
                         
                                  
                                                              
                           
 

                             
                                                                             
                         
                           
                                     
                                                     
                                      
                                                        
                                  
 

                                 
                                                                               
                                       
                                                                                           
                        
                          
                       
                                                  
                        
 

// The most images that ECR accepts in one call.
const MOST_IDS = 100;
const DEEPEST_INDEX = 3;

/** Finds what to judge. Throws a fault when the image itself cannot be read. */
async function resolveImage(ecr     , uri          , options                )                      {
  const found = await awaitManifest(ecr, uri, options);
  if (found instanceof files.Fault) throw found
  checkAnswer(found, uri);
  const { digest, manifest } = found;
  switch (manifest.kind) {
    case 'unreadable':
      throw new files.Fault('aws-answer', { message: manifest.problem })
    case 'image':
      return { digest, isIndex: false, targets: [{ digest, platform: null }], problems: [], left: [] }
    case 'index': {
      const listed = await walkIndex(ecr, manifest.entries, 1, new Set([digest]));
      return { digest, isIndex: true, ...choose(listed, options.platforms) }
    }
  }
}

function awaitManifest(ecr     , { digest, tag }          , options                )                         {
  const { clock, grace, timeout, began } = options;
  let since;                    
  const id          = digest === null ? { imageTag: tag ?? '' } : { imageDigest: digest };
  const name = digest === null ? `the tag ${uri.quote(tag ?? '')}` : `the digest ${digest}`;
  const takeTurn = async (elapsed        )                               => {
    const {
      found: [found],
      failures: [failure],
    } = await readManifests(ecr, [id]);
    if (found !== undefined) return { done: found }
    if (failure?.code !== 'ImageNotFound') {
      const why = failure === undefined ? 'neither the manifest nor a failure' : describeFailure(failure);
      throw new files.Fault('aws-refused', { message: `ECR answered ${why} for ${name}` })
    }
    const help = 'check the tag and the repository; scan-grace is how long to wait for a push that is still in progress';
    const missing = new files.Fault('aws-not-found', { message: `the repository has no image with ${name}`, help });
    since ??= elapsed;
    return { otherwise: missing, until: Math.min(timeout, since + grace), pause: poll.pauseBefore(elapsed - since, undefined) }
  };
  return poll.poll(clock, takeTurn, began)
}

                 
                         
                                                                           
                                                
                             
 

                   
                       
                         
                                     
 

function describeFailure({ code, reason }         )         {
  return reason === '' ? code : `${code} (${reason})`
}

async function readManifests(
  ecr     ,
  ids                    ,
)                                                                                       {
  const answered = await ecr.batchGetImage(ids, manifest.MANIFEST_TYPES);
  const answer = 'answer' in answered ? answered.answer : {};
  return {
    found: json.ownList(answer, 'images').map(readFound),
    failures: json.ownList(answer, 'failures').map(failure => ({
      code: json.ownText(failure, 'failureCode') ?? 'an unnamed failure',
      reason: json.ownText(failure, 'failureReason') ?? '',
      digest: json.ownText(failure, 'imageId', 'imageDigest'),
    })),
  }
}

function readFound(image         )        {
  const digest = json.ownText(image, 'imageId', 'imageDigest') ?? 'no digest';
  const said = [['registryId'], ['repositoryName'], ['imageId', 'imageTag']].map(path => json.ownText(image, ...path));
  const unreadable = (problem        )        => ({ digest, said, manifest: { kind: 'unreadable', problem } });
  // The digest is that of the exact bytes, so the text must not be trimmed.
  const text = json.own(image, 'imageManifest');
  if (typeof text !== 'string') return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = `sha256:${node_crypto.createHash('sha256').update(text).digest('hex')}`;
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return { digest, said, manifest: manifest.readManifest(text, json.ownText(image, 'imageManifestMediaType')) }
}

// If ECR answered about another image, that image's findings could clear this one.
function checkAnswer({ said, digest }       , uri$1          )       {
  const [registryId, repositoryName, tag] = said;
  const pairs = [
    [registryId, uri$1.registryId],
    [repositoryName, uri$1.repositoryName],
    [uri$1.digest === null ? tag : undefined, uri$1.tag],
    [uri$1.digest === null ? undefined : digest, uri$1.digest],
  ];         
  for (const [found, asked] of pairs)
    if (found !== undefined && found !== asked)
      throw new files.Fault('aws-answer', { message: `ECR answered about ${uri.quote(found)}, but the request was for ${uri.quote(asked ?? '')}` })
}

// The most manifests that one index may list; more would keep the gate busy for hours.
const MOST_MANIFESTS = 1000;

// `walked` has the digests of the indexes met so far, so that an index that is listed several times is read only once.
async function walkIndex(ecr     , listed                       , depth        , walked             )                             {
  const judged = listed.filter(({ attestation }) => !attestation);
  const entries = [...new Map(judged.map(entry => [`${entry.digest} ${entry.platform}`, entry])).values()];
  if (entries.length > MOST_MANIFESTS)
    throw new files.Fault('aws-answer', { message: `the index lists ${entries.length} manifests; the limit is ${MOST_MANIFESTS}` })
  const targets           = [];
  for (let from = 0; from < entries.length; from += MOST_IDS) {
    const batch = entries.slice(from, from + MOST_IDS);
    const ids = [...new Set(batch.map(({ digest }) => digest))].map(imageDigest => ({ imageDigest }));
    const { found, failures } = await readManifests(ecr, ids);
    for (const { digest, platform } of batch) {
      const manifest = found.find(each => each.digest === digest)?.manifest;
      if (manifest?.kind === 'image') targets.push({ digest, platform });
      else if (manifest?.kind === 'index' && depth < DEEPEST_INDEX) {
        const known = walked.has(digest);
        walked.add(digest);
        if (!known) targets.push(...(await walkIndex(ecr, manifest.entries, depth + 1, walked)));
      } else
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
  if (manifest?.kind === 'index') return `indexes are nested more than ${DEEPEST_INDEX} levels deep`
  return `its manifest cannot be read: ECR answered ${failure === undefined ? 'nothing' : describeFailure(failure)}`
}

// An entry that names no platform may run anywhere, so it is always judged. The same manifest may be listed for several
// platforms: it is judged only once, under a requested platform.
function choose(listed                   , platforms                   )                                                    {
  if (listed.length === 0) return { targets: [], problems: ['the index lists no images'], left: [] }
  const isOf = ({ platform }        , asked        )          => platform !== null && manifest.isPlatform(platform, asked);
  const isChosen = (target        )          =>
    platforms.length === 0 || target.platform === null || platforms.some(asked => isOf(target, asked));
  const targets = listed.filter(isChosen).filter((target, i, all) => all.findIndex(other => other.digest === target.digest) === i);
  const offered = listed.map(({ platform }) => platform ?? 'no platform').join(', ');
  return {
    targets,
    problems: platforms
      .filter(asked => !listed.some(target => isOf(target, asked)))
      .map(asked => `the index has no image for ${uri.quote(asked)}; it has ${offered}`),
    left: listed.filter(({ digest }) => targets.every(target => target.digest !== digest)).map(({ platform }) => platform ?? ''),
  }
}

// ECR's protocol has instants as seconds since 1970, and every tool that prints its answers writes ISO 8601. Filters see ISO
// 8601 in both cases, whether an answer is live or from a file.


/** Converts the instants of a DescribeImageScanFindings answer from the wire to ISO 8601, on request also those in its findings. */
function spellInstants(answer        , inFindings         )         {
  return change(answer, inFindings ? WHOLE : HEAD)
}

                                                                    

const IMAGE          = { pushedAt: spell, lastInUseAt: spell };
const RESOURCE          = { details: inside({ awsEcrContainerImage: inside(IMAGE) }) };
const FINDING          = {
  firstObservedAt: spell,
  lastObservedAt: spell,
  updatedAt: spell,
  packageVulnerabilityDetails: inside({ vendorCreatedAt: spell, vendorUpdatedAt: spell }),
  resources: eachOf(RESOURCE),
};
const BODY          = { imageScanCompletedAt: spell, vulnerabilitySourceUpdatedAt: spell };
const HEAD          = { imageScanFindings: inside(BODY) };
const WHOLE          = { imageScanFindings: inside({ ...BODY, enhancedFindings: eachOf(FINDING) }) };

function spell(value         )          {
  return typeof value === 'number' ? (scan.toIsoTime(value) ?? value) : value
}

function inside(changes         )                              {
  return value => (json.isObject(value) ? change(value, changes) : value)
}

function eachOf(changes         )                              {
  const one = inside(changes);
  return value => (Array.isArray(value) ? value.map(one) : value)
}

function change(fields        , changes         )         {
  const changed                          = { ...fields };
  for (const [name, make] of Object.entries(changes)) if (Object.hasOwn(fields, name)) changed[name] = make(fields[name]);
  return changed
}

// One reading of an image's findings: all pages, and a summary of them. Pages that were read before one failed are kept,
// because a finding that was seen counts, whatever is missing.

                                                          
                                                
                                     

                              
                                                               
                         
                                                      
                             
 

/** Reads all pages about a digest. Throws a fault if not even the first can be read. */
async function readPages(ecr     , digest        , { whole, keepLists }             )                {
  const first = await ecr.describeImageScanFindings(digest);
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const head = first.answer;
  const toPage = (answer        )       => orTooDeep(() => scan.readPage(spellInstants(answer, keepLists), keepLists));
  const tally = startTally(head);
  const pages         = [];
  const see = (answer        )       => {
    tally.see(answer);
    if (whole) pages.push(toPage(answer));
  };
  const broken = await readOn(ecr, digest, head, see);
  return { kind: 'answer', head, pages, summary: tally.summary(), ...(broken === undefined ? {} : { broken }) }
}

// Walking through JSON that is nested too deep overflows the stack, which is a RangeError.
function orTooDeep   (read         )    {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new files.Fault('too-deep', { message: 'the findings are nested too deeply to be read' }, error)
  }
}

// Enough for 100,000 enhanced findings; without a limit, an endless series of pages would never be given up.
const MOST_PAGES = 1000;

// ECR does not number its pages: only the token leads to the next one, and a token that was seen before would lead in a
// circle. The next page is requested before this one is processed, so that both happen at the same time.
async function readOn(ecr     , digest        , first        , see                          )                              {
  const tokens = new Set        ();
  for (let page = first; ; ) {
    const where = `after ${tokens.size + 1} ${tokens.size === 0 ? 'page' : 'pages'} of findings`;
    // The further pages matter only if the answer is ready.
    const token = scan.readinessOf(first) === 'ready' ? json.ownText(page, 'nextToken') : undefined;
    const last = token === undefined || tokens.has(token) || tokens.size >= MOST_PAGES;
    const next = last ? undefined : files.settle(() => ecr.describeImageScanFindings(digest, token));
    const unseen = await files.settle(async () => see(page));
    if (unseen instanceof files.Fault && tokens.size === 0) throw unseen
    if (unseen instanceof files.Fault) return `${where}: ${unseen.message}`
    if (token === undefined) return undefined
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    if (next === undefined) return `${where} ECR has more: the rest was not read`
    tokens.add(token);
    const answered = await next;
    if (answered instanceof files.Fault) return `${where}: ${answered.message}`
    if ('error' in answered) return `${where} ECR answered ${answered.error}: the rest was not read`
    page = answered.answer;
  }
}

const IDENTITY = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest']];

function startTally(head        )                                                                              {
  const counts = new Map                ();
  const said = ['imageScanCompletedAt', 'findingSeverityCounts'].map(name => json.own(head, 'imageScanFindings', name) ?? null);
  const about = new Set        ();
  let entries = 0;
  return {
    see: answer => {
      about.add(JSON.stringify(IDENTITY.map(path => json.own(answer, ...path))));
      for (const name of scan.LISTS) {
        for (const entry of json.ownList(answer, 'imageScanFindings', name)) {
          const key = JSON.stringify([name, json.own(entry, 'severity'), json.own(entry, 'status')]);
          counts.set(key, (counts.get(key) ?? 0) + 1);
          entries++;
        }
      }
    },
    summary: () => {
      const page = orTooDeep(() => scan.readPage(head, false));
      return {
        print: JSON.stringify([scan.statusOf(head), ...said, ...about, [...counts].sort()]),
        entries,
        enhanced: scan.isEnhanced([page]),
        proven: scan.isProven([page]),
      }
    },
  }
}

exports.explainMissingResult = explainMissingResult;
exports.readConfiguration = readConfiguration;
exports.readPages = readPages;
exports.resolveImage = resolveImage;
