'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const poll = require('./chunk-poll.cjs');
const manifests = require('./chunk-manifests.cjs');
const only = require('./chunk-only.cjs');

// Gives an image the tags that deployments follow, always by its digest: PutImage stores the manifest that was judged under
// another tag, so nothing is built, pulled or pushed.
//
// All tags are checked before the first is set, because half a release is worse than none. Each tag is read back, because
// somebody else may have moved it in the meantime.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-retag.html


/** An image that is to be tagged, by its digest. */





/** The obstacles to setting the tags, one sentence each; if there are none, the tags may be set. */
async function checkTags({ ecr, digest }           , tags                   )                             {
  const named = await readTags(ecr, tags);
  const others = tags.filter(tag => named.has(tag) && named.get(tag) !== digest);
  if (others.length === 0) return []
  const repository = only.onlyOf(read.ownList(await ecr.describeRepository(), 'repositories'), 'the repository');
  // If the repository has exclusions from immutability, only ECR knows which tags may move; it refuses the others when they are set.
  if (read.ownText(repository, 'imageTagMutability') !== 'IMMUTABLE') return []
  return others.map(tag => `the tag ${read.quote(tag)} names ${named.get(tag)}, and the repository's tags are immutable`)
}

/** Fetches an image's manifest, which is to be stored under other tags. Throws a fault if ECR does not give it. */
async function fetchManifest({ ecr, digest }           )                          {
  const [given] = await manifests.getImages(ecr, [{ imageDigest: digest }]);
  if (given?.kind !== 'image' || given.digest !== digest || given.text === undefined || given.mediaType === undefined)
    throw new world.Fault('aws-answer', { message: `ECR gave no manifest for ${digest}` })
  return { imageManifest: given.text, imageManifestMediaType: given.mediaType, imageDigest: digest }
}




/** Sets the tags in their order and stops at the first that cannot be set. */
async function setTags(ecr     , manifest                , tags                   , clock       )                                 {
  const outcomes               = [];
  for (const tag of tags) {
    const stopped = outcomes.some(({ problem }) => problem !== null);
    outcomes.push(stopped ? { tag, state: 'not set', problem: null } : await setTag(ecr, { ...manifest, imageTag: tag }, clock));
  }
  return outcomes
}

async function setTag(ecr     , put     , clock       )                      {
  const { imageTag: tag, imageDigest: digest } = put;
  const failed = (problem        )             => ({ tag, state: 'not set', problem: `the tag ${read.quote(tag)} is not set: ${problem}` });
  const before = await world.captureFault(() => readTags(ecr, [tag]));
  if (before instanceof world.Fault) return failed(describeFault(before))
  if (before.get(tag) === digest) return { tag, state: 'already', problem: null }
  // The answer alone does not tell whether the tag was set, so the tag is read: an answer may get lost, and ECR also says that
  // the image exists if an immutable tag names another one.
  const answered = await world.captureFault(() => ecr.putImage(put));
  const refused = answered instanceof world.Fault || 'error' in answered;
  const after = await world.captureFault(() => awaitTag(ecr, tag, digest, clock, refused ? 1 : LOOKS));
  const other = 'answer' in answered ? describeOther(answered.answer, put) : undefined;
  if (other !== undefined) return failed(`ECR says that it tagged ${other}`)
  if (after === digest) return { tag, state: 'set', problem: null }
  if (after instanceof world.Fault) return describeUnread(tag, answered, after)
  if (answered instanceof world.Fault) return failed(describeFault(answered))
  if ('error' in answered) return failed(explain(answered.error, answered.message, after))
  return failed(`it was set but now names ${after ?? 'nothing'}; something else is moving the same tag`)
}

// What is known of a tag that could not be read back: what ECR answered when it was set.
function describeUnread(tag        , answered                  , fault       )             {
  const name = `the tag ${read.quote(tag)}`;
  if (answered instanceof world.Fault) return { tag, state: 'unknown', problem: `${name} may be set or not: ${describeFault(answered)}` }
  const unread = `it could not be read back: ${describeFault(fault)}`;
  if ('error' in answered)
    return { tag, state: 'not set', problem: `${name} is not set: ECR answered ${answered.error} (${answered.message}), and ${unread}` }
  return { tag, state: 'set', problem: `${name} was set, but ${unread}` }
}

/** What PutImage says it tagged, if it is not what was asked for. */
function describeOther(answer        , { imageTag, imageDigest }     )                     {
  const said = [
    [read.ownText(answer, 'image', 'imageId', 'imageDigest'), imageDigest],
    [read.ownText(answer, 'image', 'imageId', 'imageTag'), imageTag],
  ];
  const [other] = said.find(([found, asked]) => found !== undefined && found !== asked) ?? [];
  return other === undefined ? undefined : read.quote(other)
}

/** A fault with its cure, in one sentence. */
function describeFault({ message, diagnostic: { help } }       )         {
  return help === undefined ? message : `${message}; ${help}`
}

/** How often a tag is read before the image that it names is believed. */
const LOOKS = 5;

/** Reads a tag until it names this digest, at most `looks` times, because ECR shows a new tag late. Returns what it names. */
function awaitTag(ecr     , tag        , digest        , clock       , looks = LOOKS)                              {
  return poll.retry(clock, async look => {
    const named = (await readTags(ecr, [tag])).get(tag);
    return named === digest || look >= looks ? { done: named } : { pauseSeconds: look }
  })
}

function explain(error        , message        , named                    )         {
  const other = named === undefined ? 'it names no image' : `it names ${named}`;
  switch (error) {
    case 'ImageTagAlreadyExistsException':
    case 'ImageAlreadyExistsException':
      return `${other} and cannot be moved, because the repository's tags are immutable`
    case 'LayersNotFoundException':
    case 'ReferencedImagesNotFoundException':
      return `ECR does not have all parts of the image (${message})`
    default:
      return `ECR answered ${error} (${message})`
  }
}

/** The result of removing a tag. */


/** Removes a tag if it still names the image. The last tag is only removed with `mayDelete`, because ECR then deletes the image. */
async function removeTag({ ecr, digest }           , tag        , mayDelete         )                      {
  const named = (await readTags(ecr, [tag])).get(tag);
  if (named === undefined) return { kind: 'removed' }
  if (named !== digest) return { kind: 'left', why: `the tag ${read.quote(tag)} now names ${named}, which this run did not judge` }
  if (!mayDelete && (await countTags(ecr, digest)) < 2)
    return { kind: 'left', why: `the tag ${read.quote(tag)} is the last tag of its image, and ECR would delete the image with it` }
  // The tag alone is sent: if a digest is sent with it, ECR may delete the whole image, and no documentation rules that out.
  const answer = await ecr.deleteTag(tag);
  const failures = read.ownList(answer, 'failures');
  const given = only.onlyOf([...failures, ...read.ownList(answer, 'imageIds')], `the tag ${read.quote(tag)}`);
  const code = read.ownText(given, 'failureCode');
  if (code === 'ImageNotFound') return { kind: 'removed' }
  if (failures.length > 0) return { kind: 'failed', why: `ECR answered ${code ?? 'a failure'} for the tag ${read.quote(tag)}` }
  const from = read.ownText(given, 'imageDigest');
  if (from === digest) return { kind: 'removed' }
  const other = from === undefined ? 'ECR did not say from which image' : `from ${from}, to which it had just been moved`;
  return { kind: 'failed', why: `the tag ${read.quote(tag)} was removed, but ${other}` }
}

async function countTags(ecr     , digest        )                  {
  return read.ownList(await only.readDetail(ecr, digest), 'imageTags').length
}

/** Reads the digest that each of the tags names; tags that name no image are left out. */
async function readTags(ecr     , tags                   )                                       {
  const given = await manifests.getImages(
    ecr,
    tags.map(imageTag => ({ imageTag })),
  );
  const named = new Map                ();
  for (const [i, tag] of tags.entries()) {
    const image = given[i] ?? { kind: 'nothing' };
    if (image.kind === 'failure') {
      if (image.code === 'ImageNotFound') continue
      throw new world.Fault('aws-refused', { message: `ECR answered ${manifests.describeGiven(image)} for the tag ${read.quote(tag)}` })
    }
    if (image.kind === 'nothing' || image.digest === undefined || image.said[2] !== tag)
      throw new world.Fault('aws-answer', { message: `ECR did not answer for the tag ${read.quote(tag)}` })
    named.set(tag, image.digest);
  }
  return named
}

exports.awaitTag = awaitTag;
exports.checkTags = checkTags;
exports.describeFault = describeFault;
exports.fetchManifest = fetchManifest;
exports.readTags = readTags;
exports.removeTag = removeTag;
exports.setTags = setTags;
