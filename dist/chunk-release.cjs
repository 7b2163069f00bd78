'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const calls = require('./chunk-calls.cjs');
const promote$1 = require('./chunk-promote.cjs');
const world = require('./chunk-world.cjs');
const release = require('./chunk-release2.cjs');
const read = require('./chunk-read.cjs');
require('./chunk-expect.cjs');
require('./chunk-refusal.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:fs');
require('node:tls');
require('./chunk-address.cjs');
require('./chunk-permissions.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('node:path');
require('node:os');
require('node:fs/promises');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-poll.cjs');
require('./chunk-manifests.cjs');
require('./chunk-manifest.cjs');
require('./chunk-only.cjs');
require('node:events');
require('node:zlib');
require('node:net');
require('node:timers/promises');
require('node:v8');

// What a run does with its images after the verdict: after pass it sets the tags that deployments follow, after fail and
// undecided it does what on-fail says. Nothing here can make a verdict better.



/** An image that this run judged. */














/** Gives the connection whose credentials an image is read and changed with. */


/** The verdict on the images, and what gives it once more just before their tags are set. The later one is the verdict. */





async function releaseImages(
  connect         ,
  { verdict, confirm }           ,
  judged                        ,
  settings                 ,
  clock       ,
)                   {
  if (!release.isReleased(verdict, settings)) return reject(connect, verdict, judged, settings, clock)
  const release$1 = await world.captureFault(() => promote(connect, judged, settings, confirm, clock));
  if (release$1 instanceof world.Fault) return { ...NOTHING, promoted: false, problems: [`nothing is promoted: ${promote$1.describeFault(release$1)}`] }
  return typeof release$1 === 'string' ? reject(connect, release$1, judged, settings, clock) : release$1
}

const NOTHING          = { promoted: null, images: [], notes: [], problems: [] };

// Everything that can be checked in advance is checked before the first tag is set. Returns the verdict if it does not hold any more.
async function promote(
  connect         ,
  judged                        ,
  settings                 ,
  confirm                        ,
  clock       ,
)                             {
  const { promoteTags: tags } = settings;
  if (tags.length === 0) return NOTHING
  const candidates = await Promise.all(judged.map(image => openCandidate(connect, image)));
  const ready = await Promise.all(candidates.map(async candidate => ({ ...candidate, manifest: await promote$1.fetchManifest(candidate) })));
  const problems           = [];
  for (const candidate of ready)
    for (const problem of await promote$1.checkTags(candidate, tags)) problems.push(`${candidate.name}: nothing is promoted, because ${problem}`);
  if (problems.length > 0) return { ...NOTHING, promoted: false, problems }
  const verdict = await confirm();
  if (!release.isReleased(verdict, settings)) return verdict
  const images = [];
  for (const { name, image, digest, ecr, manifest } of ready) {
    const outcomes = problems.length > 0 ? tags.map(leave) : await promote$1.setTags(ecr, manifest, tags, clock);
    images.push({ image, digest, tags: outcomes });
    for (const { problem } of outcomes) if (problem !== null) problems.push(`${name}: ${problem}`);
  }
  return { promoted: problems.length === 0, images, notes: [], problems }
}

function leave(tag        )             {
  return { tag, state: 'not set', problem: null }
}

async function reject(
  connect         ,
  verdict         ,
  judged                        ,
  settings                 ,
  clock       ,
)                   {
  const { promoteTags, onFail } = settings;
  const why = verdict === 'warn' ? 'warn, and promote-on-warn is not true' : verdict;
  const promoted = promoteTags.length === 0 ? null : false;
  const notes = promoted === null ? [] : [`not promoted to ${promoteTags.join(', ')}: the verdict is ${why}`];
  const problems           = [];
  for (const image of verdict === 'warn' || verdict === 'pass' || onFail === 'keep' ? [] : judged) {
    const isolated = await world.captureFault(async () => isolate(await openCandidate(connect, image), image, verdict, onFail, clock));
    const { text } = image.uri;
    if (isolated instanceof world.Fault) problems.push(`${text}: on-fail could not be carried out: ${promote$1.describeFault(isolated)}`);
    else {
      notes.push(...isolated.notes.map(note => `${text}: ${note}`));
      problems.push(...isolated.problems.map(problem => `${text}: on-fail could not be carried out: ${problem}`));
    }
  }
  return { promoted, images: [], notes, problems }
}






// An image is deleted only on request: after fail, with on-fail untag, and if this run pushed it. With a quarantine tag, the
// candidate tag is removed only while the image has another one, because somebody may have moved the quarantine tag by then.
async function isolate(
  candidate           ,
  { uri, pushed }             ,
  verdict         ,
  onFail        ,
  clock       ,
)                    {
  const notes           = [];
  const quarantines = typeof onFail === 'object';
  if (quarantines) {
    const [outcome] = await promote$1.setTags(candidate.ecr, await promote$1.fetchManifest(candidate), [onFail.quarantineTag], clock);
    if (outcome === undefined || outcome.problem !== null) return { notes, problems: [outcome?.problem ?? 'the quarantine tag is not set'] }
    notes.push(`tagged ${onFail.quarantineTag} (on-fail)`);
  }
  if (uri.tag === null || (quarantines && !pushed)) return { notes, problems: [] }
  const { tag } = uri;
  const removal = await world.captureFault(() => promote$1.removeTag(candidate, tag, !quarantines && pushed && verdict === 'fail'));
  // What was done before is still told.
  if (removal instanceof world.Fault) return { notes, problems: [promote$1.describeFault(removal)] }
  switch (removal.kind) {
    case 'removed':
      return { notes: [...notes, `the tag "${uri.tag}" was removed (on-fail)`], problems: [] }
    case 'left':
      return { notes: [...notes, `on-fail leaves the image: ${removal.why}`], problems: [] }
    case 'failed':
      return { notes, problems: [removal.why] }
  }
}






async function openCandidate(connect         , { uri, digest }             )                 {
  if (digest === undefined) throw new world.Fault('aws-not-found', { message: 'ECR did not say which image its name stands for' })
  return {
    ecr: await calls.openEcr(connect(uri), uri),
    digest,
    name: uri.repositoryName,
    image: `${read.registryOf(uri.text)}/${uri.repositoryName}@${digest}`,
  }
}

exports.releaseImages = releaseImages;
