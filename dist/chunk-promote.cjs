'use strict';

const uri = require('./chunk-uri.cjs');
const json = require('./chunk-json.cjs');
const manifest = require('./chunk-manifest.cjs');
const files = require('./chunk-files.cjs');

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
  const [repository] = 'answer' in answered ? json.ownList(answered.answer, 'repositories') : [];
  // With exclusions ECR alone knows which tags may move; it says so when they are set.
  if (json.ownText(repository, 'imageTagMutability') !== 'IMMUTABLE') return []
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
  const [failure] = 'answer' in answered ? json.ownList(answered.answer, 'failures') : [];
  return failure === undefined ? undefined : `ECR answered ${json.ownText(failure, 'failureCode') ?? 'a failure'} for the tag ${uri.quote(tag)}`
}

async function countTags(ecr     , digest        )                  {
  const answered = await ecr.describeImage(digest);
  const [detail] = 'answer' in answered ? json.ownList(answered.answer, 'imageDetails') : [];
  return json.ownList(detail, 'imageTags').length
}

/** The digest of each of the tags that names an image. */
async function readTags(ecr     , tags                   )                                       {
  const { images, failures } = await getImages(
    ecr,
    tags.map(imageTag => ({ imageTag })),
  );
  const strange = failures.find(failure => json.ownText(failure, 'failureCode') !== 'ImageNotFound');
  if (strange !== undefined)
    throw new files.Fault('aws-refused', { message: `ECR answered ${json.ownText(strange, 'failureCode') ?? 'a failure'} when it was asked for tags` })
  const named = new Map                ();
  for (const image of images) {
    const [tag, digest] = [json.ownText(image, 'imageId', 'imageTag'), json.ownText(image, 'imageId', 'imageDigest')];
    if (tag !== undefined && digest !== undefined) named.set(tag, digest);
  }
  const unanswered = tags.filter(tag => !named.has(tag) && !failures.some(failure => json.ownText(failure, 'imageId', 'imageTag') === tag));
  if (unanswered.length > 0) throw new files.Fault('aws-answer', { message: `ECR did not answer for the tag ${uri.quote(unanswered[0] ?? '')}` })
  return named
}

async function readManifest(ecr     , digest        )                                                                 {
  const { images } = await getImages(ecr, [{ imageDigest: digest }]);
  const image = images.find(each => json.ownText(each, 'imageId', 'imageDigest') === digest);
  // The very bytes count, so no blank may be taken away.
  const imageManifest = json.own(image, 'imageManifest');
  const imageManifestMediaType = json.ownText(image, 'imageManifestMediaType');
  if (typeof imageManifest !== 'string' || imageManifestMediaType === undefined)
    throw new files.Fault('aws-answer', { message: `ECR gave no manifest for ${digest}` })
  return { imageManifest, imageManifestMediaType }
}

async function getImages(ecr     , ids                    ) {
  const answered = await ecr.batchGetImage(ids, manifest.MANIFEST_TYPES);
  const answer = 'answer' in answered ? answered.answer : {};
  return { images: json.ownList(answer, 'images'), failures: json.ownList(answer, 'failures') }
}

exports.checkTags = checkTags;
exports.readTags = readTags;
exports.setTags = setTags;
exports.takeTag = takeTag;
