'use strict';

const client = require('./chunk-client.cjs');
const fault = require('./chunk-fault.cjs');
const finding = require('./chunk-finding.cjs');
const uri = require('./chunk-uri.cjs');
const files = require('./chunk-files.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');
const caller = require('./chunk-caller.cjs');
const node_crypto = require('node:crypto');
const scan = require('./chunk-scan.cjs');

// Errors that are answers. The SDK takes LimitExceededException for throttling and would ask again and again, although ECR
// means by it that there is a result; so an expected error is put into another before the retries see it.


/** An error that the caller has an answer to. */
class Expected extends Error {
                    name = 'Expected'
  /** The name of the service's error. */
           error        

  constructor(error        , message        ) {
    super(message);
    this.error = error;
  }
}

                   
                                                                                         
 

/** Makes errors of these names end a command at once, as `Expected`. */
function expectErrors(command         , names                   )       {
  const middleware =
    (next                                     ) =>
    async (args         )                   => {
      try {
        return await next(args)
      } catch (error) {
        if (names.includes(fault.errorName(error))) throw new Expected(fault.errorName(error), error instanceof Error ? error.message : '')
        throw error
      }
    };
  // Around the step that reads the answer, and so inside the retries.
  command.middlewareStack.add(middleware         , { step: 'deserialize', priority: 'high', name: 'expectErrors' }         );
}

// The SDK's answers as the JSON that they were: dates as ISO 8601, nothing of the SDK's own beside.

                                                       

/** An answer of the SDK as plain JSON. */
function toFields({ $metadata: _, ...answer }        )         {
  return copy(answer)          
}

function copy(value         )          {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : finding.formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!finding.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}

// An answer of ECR as it wrote it. The SDK reads answers by its schemas: it drops members that its release does not know
// yet, which a gate must not, and takes four times as long for a page of findings as JSON.parse does.

                                                                           

                    
                             
                                              
 

/** Lets a command give its successful answer to `take`, unread by the SDK; errors go their way as ever. */
function takeAnswer(command                                  , take                         )       {
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      const response = result.response;            
      if (response.statusCode === 200) {
        take(JSON.parse(await readText(response.body)));
        response.body = Buffer.from('{}');
      }
      return result
    },
    // The last step before the network, so inside the one that reads the answer.
    { step: 'deserialize', priority: 'low', name: 'takeAnswer' },
  );
}

async function readText(body                  )                  {
  const decoder = new TextDecoder();
  const parts           = [];
  for await (const chunk of body instanceof Uint8Array ? [body] : body) parts.push(decoder.decode(chunk, { stream: true }));
  return parts.join('') + decoder.decode()
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
      const turn = nextToken === undefined ? {} : { nextToken };
      const command = new StartImageScanCommand.DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn });
      let page;         
      takeAnswer(command, json => {
        page = json;
      });
      const read = async (limit       )                  => {
        await client.send(command, limit);
        // Whatever answers in the place of ECR may be JSON too.
        if (!finding.isObject(page))
          throw new files.Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is no JSON object', help: fault.UNREADABLE })
        return page
      };
      return ask('DescribeImageScanFindings', command, read, {
        expected: ['ScanNotFoundException', 'ImageNotFoundException'],
        also: 'and under enhanced scanning inspector2:ListCoverage and inspector2:ListFindings',
      })
    },
    batchGetImage: (imageIds, mediaTypes) => {
      const command = new StartImageScanCommand.BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] });
      return ask('BatchGetImage', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    describeImage: imageDigest => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] });
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }), {
        expected: ['ImageNotFoundException'],
      })
    },
    describeImages: () => {
      const command = new StartImageScanCommand.DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES });
      return ask('DescribeImages', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    startImageScan: imageDigest => {
      const command = new StartImageScanCommand.StartImageScanCommand({ ...repository, imageId: { imageDigest } });
      return ask('StartImageScan', command, async limit => toFields({ ...(await client.send(command, limit)) }), { expected: START_ERRORS })
    },
    getRegistryScanningConfiguration: () => {
      const command = new StartImageScanCommand.GetRegistryScanningConfigurationCommand({});
      return ask('GetRegistryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
    batchGetRepositoryScanningConfiguration: () => {
      const command = new StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] });
      return ask('BatchGetRepositoryScanningConfiguration', command, async limit => toFields({ ...(await client.send(command, limit)) }))
    },
  }
}

                                         

function createAsk(uri$1          ) {
  return async (
    operation        ,
    command                                    ,
    read                                   ,
    { expected = [], also }                                                                    = {},
  )                    => {
    expectErrors(command, expected);
    try {
      return { answer: await read(client.callLimit()) }
    } catch (error) {
      if (error instanceof Expected) return { error: error.error, message: error.message }
      const place =
        operation === 'GetRegistryScanningConfiguration'
          ? { on: `registry ${uri$1.registryId}`, arn: '*' }
          : { on: `repository "${uri$1.repositoryName}"`, arn: uri.repositoryArn(uri$1) };
      throw fault.toAwsFault(error, { action: `ecr:${operation}`, ...place, ...(also === undefined ? {} : { also }) })
    }
  }
}

// Why there is no scan: what the registry and the repository are set to scan, as one sentence with its cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html

                                                          
                                               
                                          

/** What was found out about scanning; a fault where it could not be. */
                                
                                                
                                   
                                               
                                        
 

/** What of a run matters to the explanation. */
                            
                                                                                 
                           
                               
 

/** Explains a missing result; empty when there is nothing to say. What cannot be found out is said, and is no fault of the run. */
async function explainMissingResult(aws     , ecr     , uri          , { missing, startScan }           )                  {
  const caller$1 = await settle(async () => (await caller.readCaller(aws, uri)).account);
  // Both calls about the configuration tell of the caller's own registry only.
  if (typeof caller$1 === 'string' && caller$1 !== uri.registryId) return explainForeign(caller$1, uri)
  return missing ? explainConfiguration(await readConfiguration(ecr), startScan) : ''
}

async function readConfiguration(ecr     )                         {
  const [registry, repository] = await Promise.all([
    settle(() => ecr.getRegistryScanningConfiguration()),
    settle(() => ecr.batchGetRepositoryScanningConfiguration()),
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
    return `why cannot be told (${unread.message}); allow ${calls}`
  }
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  if (startScan === 'if-missing') return 'its scan was started, or could not be, as the notes say: raise scan-grace and wait-timeout'
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

function typeOf(answer        )                 {
  return finding.ownText(answer, 'scanningConfiguration', 'scanType') ?? unreadable('ecr:GetRegistryScanningConfiguration names no scanType')
}

// The older answer says only whether pushes are scanned.
function frequencyOf(answer        )                 {
  const [configuration] = finding.ownList(answer, 'scanningConfigurations');
  if (configuration === undefined) return unreadable('ecr:BatchGetRepositoryScanningConfiguration says nothing of the repository')
  return finding.ownText(configuration, 'scanFrequency') ?? (finding.own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

function unreadable(what        )        {
  return new files.Fault('aws-answer', { message: `the answer of ${what}`, help: fault.UNREADABLE })
}

async function settle   (action                  )                     {
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
  if (!finding.isObject(manifest)) return { kind: 'unreadable', problem: 'the manifest is no JSON object' }
  const type = mediaType ?? finding.ownText(manifest, 'mediaType');
  const isIndex = type === undefined ? Array.isArray(finding.own(manifest, 'manifests')) : INDEX_TYPES.includes(type);
  if (!isIndex) return { kind: 'image' }
  const listed = finding.own(manifest, 'manifests');
  if (!Array.isArray(listed)) return { kind: 'unreadable', problem: 'the index has no list of manifests' }
  const entries = finding.ownList(manifest, 'manifests').map(readEntry);
  const nameless = entries.filter(entry => entry === undefined).length;
  if (nameless > 0) return { kind: 'unreadable', problem: `${nameless} of ${entries.length} entries of the index have no sha256 digest` }
  return { kind: 'index', entries: entries.filter(entry => entry !== undefined) }
}

function readEntry(entry         )                         {
  const digest = finding.ownText(entry, 'digest');
  if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined
  const platform = readPlatform(finding.own(entry, 'platform'));
  // A runtime takes an image by its platform, so an annotation alone does not take one out of judgement.
  const attestation = platform === 'unknown/unknown' && finding.own(entry, 'annotations', 'vnd.docker.reference.type') === 'attestation-manifest';
  return { digest, platform, attestation }
}

function readPlatform(platform         )                {
  const os = finding.ownText(platform, 'os');
  const architecture = finding.ownText(platform, 'architecture');
  if (os === undefined || architecture === undefined) return null
  return [os, architecture, finding.ownText(platform, 'variant')].filter(part => part !== undefined).join('/')
}

// Asking again until there is an answer or no time left. The clock is handed in, so that a test can wait for ten minutes
// in no time.

                        
                                                                                    
                                     
                                                         
 

                     
                        
     
                                                   
                           
                                                                           
                            
                                          
                            
     

/**
 * Takes turns, each told the seconds since the first. A pause is cut short where the time ends, and however long a turn
 * takes, the last one begins when the time is over.
 */
async function poll   (clock       , look                                       )             {
  const start = clock.milliseconds();
  const sinceStart = ()         => (clock.milliseconds() - start) / 1000;
  for (;;) {
    const elapsed = sinceStart();
    const turn = await look(elapsed);
    if ('done' in turn) return turn.done
    if (elapsed >= turn.until) return turn.otherwise
    const left = turn.until - sinceStart();
    if (left > 0) await clock.sleep(Math.min(turn.pause, left) * 1000);
  }
}

// Seconds: of a steady pause, and of one before the time when a scan is usually done.
const LONGEST = 4;
const RAREST = 4.8;

/**
 * Seconds to pause before a scan is read again: about one right after the push, rising slowly and never to five. An
 * exponential schedule would miss the end of a scan by as much as the scan took. Where it is known how long scans of the
 * repository take, reads are rarer before that time and closer around it.
 *
 * `age` is the seconds since the push, `usual` those that earlier scans took.
 */
function pauseBefore(age        , usual                    )         {
  const steady = Math.min(LONGEST, 1 + 0.22 * Math.sqrt(Math.max(0, age)));
  if (usual === undefined) return steady
  const near = usual * 0.75;
  if (age < near) return Math.min(RAREST, Math.max(0.5, near - age))
  return age < usual * 1.25 ? Math.min(steady, 0.5 + usual / 100) : steady
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
    found: finding.ownList(answer, 'images').map(readFound),
    failures: finding.ownList(answer, 'failures').map(failure => ({
      code: finding.ownText(failure, 'failureCode') ?? 'an unnamed failure',
      reason: finding.ownText(failure, 'failureReason') ?? '',
      digest: finding.ownText(failure, 'imageId', 'imageDigest'),
    })),
  }
}

function readFound(image         )        {
  const digest = finding.ownText(image, 'imageId', 'imageDigest') ?? 'no digest';
  const unreadable = (problem        )        => ({ digest, manifest: { kind: 'unreadable', problem } });
  // The very bytes count, so no blank may be taken away.
  const text = finding.own(image, 'imageManifest');
  if (typeof text !== 'string') return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = `sha256:${node_crypto.createHash('sha256').update(text).digest('hex')}`;
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return { digest, manifest: readManifest(text, finding.ownText(image, 'imageManifestMediaType')) }
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

// ECR's protocol has instants as seconds since 1970, and every tool that prints its answers writes ISO 8601. Filters see the
// second, be an answer live or from a file.


/** An answer of DescribeImageScanFindings as it came over the wire, with its instants as text, in its findings too if asked. */
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
  return typeof value === 'number' ? (finding.toIsoTime(value) ?? value) : value
}

function inside(changes         )                              {
  return value => (finding.isObject(value) ? change(value, changes) : value)
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

// One reading of an image's findings: all pages, the numbers of all pages. What was read before a page failed is kept,
// because a finding that was seen counts whatever is missing.

                                                          
                                                
                                     

                              
                                                                                    
                         
                                                 
                             
 

/** Reads all pages about a digest. Throws a fault when not even the first can be read. */
async function readPages(ecr     , digest        , { whole, keepLists }             )                {
  const first = await ecr.describeImageScanFindings(digest);
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const head = first.answer;
  const toPage = (answer        )       => scan.readPage(spellInstants(answer, keepLists), keepLists);
  const tally = startTally(head);
  const pages         = [];
  const see = (answer        )       => {
    tally.see(answer);
    if (whole) pages.push(toPage(answer));
  };
  see(head);
  // An unready answer has nothing to turn over.
  const broken = scan.readinessOf(head) === 'ready' ? await readOn(ecr, digest, head, see) : undefined;
  return { kind: 'answer', head, pages, summary: tally.summary(), ...(broken === undefined ? {} : { broken }) }
}

// ECR numbers no pages: only the token tells where the next one begins, and a token seen before leads round in a ring.
async function readOn(ecr     , digest        , first        , see                          )                              {
  const tokens = new Set        ();
  for (let token = finding.ownText(first, 'nextToken'); token !== undefined; ) {
    tokens.add(token);
    const where = `after ${tokens.size} ${tokens.size === 1 ? 'page' : 'pages'} of findings`;
    try {
      const next = await ecr.describeImageScanFindings(digest, token);
      if ('error' in next) return `${where} ECR answered ${next.error}: the rest was not read`
      see(next.answer);
      token = finding.ownText(next.answer, 'nextToken');
    } catch (error) {
      if (!(error instanceof files.Fault)) throw error
      return `${where}: ${error.message}`
    }
    if (token !== undefined && tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
  }
  return undefined
}

function startTally(head        )                                                                              {
  const counts = new Map                ();
  const said = ['imageScanCompletedAt', 'findingSeverityCounts'].map(name => finding.own(head, 'imageScanFindings', name) ?? null);
  let entries = 0;
  return {
    see: answer => {
      for (const name of scan.LISTS) {
        for (const entry of finding.ownList(answer, 'imageScanFindings', name)) {
          const key = `${name} ${String(finding.own(entry, 'severity'))} ${String(finding.own(entry, 'status'))}`;
          counts.set(key, (counts.get(key) ?? 0) + 1);
          entries++;
        }
      }
    },
    summary: () => {
      const page = scan.readPage(head, false);
      return {
        print: JSON.stringify([scan.statusOf(head), ...said, [...counts].sort()]),
        entries,
        enhanced: scan.isEnhanced([page]),
        proven: scan.isProven([page]),
      }
    },
  }
}

exports.explainMissingResult = explainMissingResult;
exports.openEcr = openEcr;
exports.pauseBefore = pauseBefore;
exports.poll = poll;
exports.readConfiguration = readConfiguration;
exports.readPages = readPages;
exports.resolveImage = resolveImage;
