'use strict';

const node_crypto = require('node:crypto');
const refusal = require('./chunk-refusal.cjs');
const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const manifest = require('./chunk-manifest.cjs');

// Asks ECR for manifests by tag or digest. ECR answers with a list of images and a list of failures, in any order; each id must have
// one answer. Of two that differ none is believed, because the other one may be what runs.



/** An image as ECR describes it; nothing in it has been checked. */
















/** Asks for images; the answers are in the order of the ids. Throws a fault if there are two different answers for one id. */
async function getImages(ecr     , ids                    )                            {
  const answer = await ecr.batchGetImage(ids, manifest.MANIFEST_TYPES);
  const images = read.ownList(answer, 'images');
  const failures = read.ownList(answer, 'failures');
  return ids.map(id => {
    // Whatever ECR answers to a request for one image is about that image.
    const isAbout = (entry         )          => ids.length === 1 || names(entry, id);
    return chooseOnly(id, [...images.filter(isAbout).map(readImage), ...failures.filter(isAbout).map(readFailure)])
  })
}

function names(entry         , { imageDigest, imageTag }         )          {
  return imageDigest === undefined
    ? read.ownText(entry, 'imageId', 'imageTag') === imageTag
    : read.ownText(entry, 'imageId', 'imageDigest') === imageDigest
}

function chooseOnly(id         , given                  )        {
  const different = new Map(given.map(each => [fingerprint(each), each]));
  const [only, ...more] = different.values();
  if (more.length === 0) return only ?? { kind: 'nothing' }
  const said = [...different.values()].map(each => (each.kind === 'image' ? (each.digest ?? 'no digest') : describeGiven(each)));
  const message = `ECR gave two answers for ${nameId(id)} (${[...new Set(said)].join(' and ')}), so neither is believed`;
  throw new world.Fault('aws-answer', { message, help: refusal.UNREADABLE })
}

// An image with several tags may be listed once for each, and these entries do not contradict each other.
function fingerprint(given       )         {
  return given.kind === 'image'
    ? JSON.stringify([given.digest, given.text, given.mediaType, given.said.slice(0, 2)])
    : given.kind === 'failure'
      ? given.code
      : ''
}

function readImage(image         )             {
  // The digest is that of the exact bytes, so the text must not be trimmed.
  const text = read.own(image, 'imageManifest');
  return {
    kind: 'image',
    digest: read.ownText(image, 'imageId', 'imageDigest'),
    said: [['registryId'], ['repositoryName'], ['imageId', 'imageTag']].map(path => read.ownText(image, ...path)),
    text: typeof text === 'string' ? text : undefined,
    mediaType: read.ownText(image, 'imageManifestMediaType'),
  }
}

function readFailure(failure         )        {
  const code = read.ownText(failure, 'failureCode') ?? 'an unnamed failure';
  return { kind: 'failure', code, reason: read.ownText(failure, 'failureReason') ?? '' }
}

/** What ECR answered in place of an image. */
function describeGiven(given                            )         {
  if (given.kind === 'nothing') return 'neither the manifest nor a failure'
  return given.reason === '' ? given.code : `${given.code} (${given.reason})`
}

/** An id as people read it. */
function nameId({ imageDigest, imageTag }         )         {
  return imageDigest === undefined ? `the tag ${read.quote(imageTag ?? '')}` : imageDigest
}

/** The digest of a manifest. */
function digestOf(text        )         {
  return `sha256:${node_crypto.createHash('sha256').update(text).digest('hex')}`
}

exports.describeGiven = describeGiven;
exports.digestOf = digestOf;
exports.getImages = getImages;
exports.nameId = nameId;
