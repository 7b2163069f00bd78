'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const files = require('./chunk-files.cjs');
const release = require('./chunk-release.cjs');
const manifest = require('./chunk-manifest.cjs');
const uri = require('./chunk-uri.cjs');
const scan = require('./chunk-scan.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-client.cjs');
require('./chunk-fault.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');
require('./chunk-_commonjsHelpers.cjs');

// Gives an image the tags that deployments follow, and only by its digest: the very manifest that was judged is put again
// under another tag, so nothing is built, pulled or pushed for it.
//
// All tags are looked at before the first is set, because half a release is worse than none; and each is read back, because
// somebody else may have moved it meanwhile.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html

                                                    
                                                           

/** An image that is to get tags, with what its manifest says. */
                            
                   
                         
 

/** What stands in the way of any of the tags, one sentence each; none means that they may be set. */
async function checkTags({ ecr, digest }           , tags                   )                             {
  const named = await readTags(ecr, tags);
  const others = tags.filter(tag => named.has(tag) && named.get(tag) !== digest);
  if (others.length === 0) return []
  const answered = await ecr.describeRepository();
  const [repository] = 'answer' in answered ? scan.ownList(answered.answer, 'repositories') : [];
  // With exclusions ECR alone knows which tags may move; it says so when they are set.
  if (scan.ownText(repository, 'imageTagMutability') !== 'IMMUTABLE') return []
  return others.map(tag => `the tag ${uri.quote(tag)} names ${named.get(tag)}, and tags of the repository are immutable`)
}

/** Sets the tags in their order and stops at the first that cannot be set. */
async function setTags({ ecr, digest }           , tags                   )                                 {
  const manifest = await readManifest(ecr, digest);
  const outcomes               = [];
  for (const tag of tags) {
    const stopped = outcomes.some(({ problem }) => problem !== null);
    outcomes.push(
      stopped ? { tag, state: 'not set', problem: null } : await setTag(ecr, { ...manifest, imageDigest: digest, imageTag: tag }),
    );
  }
  return outcomes
}

                                         

async function setTag(ecr     , put     )                      {
  const { imageTag: tag, imageDigest: digest } = put;
  const failed = (problem        )             => ({ tag, state: 'not set', problem: `the tag ${uri.quote(tag)} is not set: ${problem}` });
  try {
    const before = (await readTags(ecr, [tag])).get(tag);
    if (before === digest) return { tag, state: 'already', problem: null }
    const answered = await ecr.putImage(put);
    // ECR says that an image exists also where an immutable tag names another one, so only the tag itself tells.
    const after = (await readTags(ecr, [tag])).get(tag);
    if (after === digest) return { tag, state: 'set', problem: null }
    if ('error' in answered) return failed(explain(answered.error, answered.message, after))
    return failed(`it was set and names ${after ?? 'nothing'} now; somebody else moves the same tag`)
  } catch (error) {
    if (!(error instanceof files.Fault)) throw error
    return failed(error.message)
  }
}

function explain(error        , message        , named                    )         {
  const other = named === undefined ? 'it names no image' : `it names ${named}`;
  switch (error) {
    case 'ImageTagAlreadyExistsException':
    case 'ImageAlreadyExistsException':
      return `${other}, and ECR takes no other image for it; tags of the repository are immutable`
    case 'LayersNotFoundException':
    case 'ReferencedImagesNotFoundException':
      return `ECR lacks parts of the image (${message})`
    default:
      return `ECR answered ${error} (${message})`
  }
}

/** Takes a tag away if it still names the image. The answer says why it was left, and is undefined when it is gone. */
async function takeTag({ ecr, digest }           , tag        , pushed         )                              {
  const named = (await readTags(ecr, [tag])).get(tag);
  if (named === undefined) return undefined
  if (named !== digest) return `the tag ${uri.quote(tag)} names ${named} now, which this run did not judge`
  if (!pushed && (await countTags(ecr, digest)) < 2)
    return `the tag ${uri.quote(tag)} is the last of an image that this run did not push; ECR would delete the image`
  const answered = await ecr.deleteTag(tag);
  const [failure] = 'answer' in answered ? scan.ownList(answered.answer, 'failures') : [];
  return failure === undefined ? undefined : `ECR answered ${scan.ownText(failure, 'failureCode') ?? 'a failure'} for the tag ${uri.quote(tag)}`
}

async function countTags(ecr     , digest        )                  {
  const answered = await ecr.describeImage(digest);
  const [detail] = 'answer' in answered ? scan.ownList(answered.answer, 'imageDetails') : [];
  return scan.ownList(detail, 'imageTags').length
}

/** The digest of each of the tags that names an image. */
async function readTags(ecr     , tags                   )                                       {
  const { images, failures } = await getImages(
    ecr,
    tags.map(imageTag => ({ imageTag })),
  );
  const strange = failures.find(failure => scan.ownText(failure, 'failureCode') !== 'ImageNotFound');
  if (strange !== undefined)
    throw new files.Fault('aws-refused', { message: `ECR answered ${scan.ownText(strange, 'failureCode') ?? 'a failure'} when it was asked for tags` })
  const named = new Map                ();
  for (const image of images) {
    const [tag, digest] = [scan.ownText(image, 'imageId', 'imageTag'), scan.ownText(image, 'imageId', 'imageDigest')];
    if (tag !== undefined && digest !== undefined) named.set(tag, digest);
  }
  const unanswered = tags.filter(tag => !named.has(tag) && !failures.some(failure => scan.ownText(failure, 'imageId', 'imageTag') === tag));
  if (unanswered.length > 0) throw new files.Fault('aws-answer', { message: `ECR did not answer for the tag ${uri.quote(unanswered[0] ?? '')}` })
  return named
}

async function readManifest(ecr     , digest        )                                                                 {
  const { images } = await getImages(ecr, [{ imageDigest: digest }]);
  const image = images.find(each => scan.ownText(each, 'imageId', 'imageDigest') === digest);
  // The very bytes count, so no blank may be taken away.
  const imageManifest = scan.own(image, 'imageManifest');
  const imageManifestMediaType = scan.ownText(image, 'imageManifestMediaType');
  if (typeof imageManifest !== 'string' || imageManifestMediaType === undefined)
    throw new files.Fault('aws-answer', { message: `ECR gave no manifest for ${digest}` })
  return { imageManifest, imageManifestMediaType }
}

async function getImages(ecr     , ids                    ) {
  const answered = await ecr.batchGetImage(ids, manifest.MANIFEST_TYPES);
  const answer = 'answer' in answered ? answered.answer : {};
  return { images: scan.ownList(answer, 'images'), failures: scan.ownList(answer, 'failures') }
}

// What a run does with its images once it has decided: the tags that deployments follow after pass, and what on-fail says
// after fail and undecided. Nothing here can make a verdict better.


/** An image that this run judged. */
                         
                        
                                                                       
                                     
                                    
                          
 

                                  
                                         
                                 
                         
 

async function releaseImages(
  aws     ,
  verdict         ,
  judged                   ,
  settings                 ,
  report                                  ,
)                   {
  const release$1 = await files.settle(() =>
    release.isReleased(verdict, settings) ? promote(aws, judged, settings.promoteTags) : reject(aws, verdict, judged, settings),
  );
  if (!(release$1 instanceof files.Fault)) return release$1
  report(release$1.diagnostic);
  return { promoted: settings.promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [release$1.message] }
}

async function promote(aws     , judged                   , tags                   )                   {
  if (tags.length === 0) return NOTHING
  const candidates = await Promise.all(judged.map(image => openCandidate(aws, image)));
  const problems           = [];
  for (const candidate of candidates)
    for (const problem of await checkTags(candidate, tags)) problems.push(`${candidate.name}: nothing is promoted, because ${problem}`);
  if (problems.length > 0) return { promoted: false, images: [], notes: [], problems }
  const images = [];
  for (const candidate of candidates) {
    const outcomes = problems.length > 0 ? tags.map(leave) : await setTags(candidate, tags);
    images.push({ image: candidate.image, digest: candidate.digest, tags: outcomes });
    for (const { problem } of outcomes) if (problem !== null) problems.push(`${candidate.name}: ${problem}`);
  }
  return { promoted: problems.length === 0, images, notes: [], problems }
}

const NOTHING          = { promoted: null, images: [], notes: [], problems: [] };

function leave(tag        )             {
  return { tag, state: 'not set', problem: null }
}

async function reject(aws     , verdict         , judged                   , settings                 )                   {
  const { promoteTags, onFail } = settings;
  const why = verdict === 'warn' ? 'warn, and promote-on-warn is not true' : verdict;
  const promoted = promoteTags.length === 0 ? null : false;
  const notes = promoted === null ? [] : [`not promoted to ${promoteTags.join(', ')}: the verdict is ${why}`];
  const problems           = [];
  for (const image of verdict === 'warn' || onFail === 'keep' ? [] : judged) {
    if (image.digest === undefined || image.uri.tag === null) {
      notes.push(`${image.uri.text}: left as it is, because ${image.digest === undefined ? 'it was not found' : 'it was named by digest'}`);
      continue
    }
    const settled = await files.settle(async () => isolate(await openCandidate(aws, image), image.uri.tag ?? '', image.pushed, onFail));
    if (settled instanceof files.Fault) problems.push(`${image.uri.text}: ${settled.message}`);
    else {
      notes.push(...settled.notes.map(note => `${image.uri.text}: ${note}`));
      problems.push(...settled.problems.map(problem => `${image.uri.text}: ${problem}`));
    }
  }
  return { promoted, images: [], notes, problems }
}

// The quarantine tag comes first: it keeps the image when the candidate tag was its only one.
async function isolate(
  candidate           ,
  tag        ,
  pushed         ,
  onFail        ,
)                                                                                       {
  const notes           = [];
  if (typeof onFail === 'object') {
    const [outcome] = await setTags(candidate, [onFail.quarantineTag]);
    if (outcome === undefined || outcome.problem !== null) return { notes, problems: [outcome?.problem ?? 'the quarantine tag is not set'] }
    notes.push(`tagged ${onFail.quarantineTag} (on-fail)`);
    if (!pushed) return { notes, problems: [] }
  }
  const left = await takeTag(candidate, tag, pushed);
  notes.push(left === undefined ? `the tag "${tag}" was taken away (on-fail)` : `on-fail leaves the image: ${left}`);
  return { notes, problems: [] }
}

                                   
                       
                        
 

async function openCandidate(aws     , { uri, digest }        )                 {
  if (digest === undefined) throw new files.Fault('aws-not-found', { message: `${uri.text}: there is no digest to promote` })
  const registry = uri.text.split('/')[0] ?? '';
  return { ecr: await manifest.openEcr(aws, uri), digest, name: uri.repositoryName, image: `${registry}/${uri.repositoryName}@${digest}` }
}

exports.releaseImages = releaseImages;
