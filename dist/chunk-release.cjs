'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const files = require('./chunk-files.cjs');
const release = require('./chunk-release2.cjs');
const manifest = require('./chunk-manifest.cjs');
const promote$1 = require('./chunk-promote.cjs');
require('node:fs');
require('node:fs/promises');
require('node:path');
require('node:stream');
require('node:zlib');
require('./chunk-client.cjs');
require('./chunk-fault.cjs');
require('./chunk-scan.cjs');
require('./chunk-uri.cjs');
require('./chunk-_commonjsHelpers.cjs');
require('./chunk-json.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('node:os');
require('./chunk-hasOwn.cjs');

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
    for (const problem of await promote$1.checkTags(candidate, tags)) problems.push(`${candidate.name}: nothing is promoted, because ${problem}`);
  if (problems.length > 0) return { promoted: false, images: [], notes: [], problems }
  const images = [];
  for (const candidate of candidates) {
    const outcomes = problems.length > 0 ? tags.map(leave) : await promote$1.setTags(candidate, tags);
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
    const [outcome] = await promote$1.setTags(candidate, [onFail.quarantineTag]);
    if (outcome === undefined || outcome.problem !== null) return { notes, problems: [outcome?.problem ?? 'the quarantine tag is not set'] }
    notes.push(`tagged ${onFail.quarantineTag} (on-fail)`);
    if (!pushed) return { notes, problems: [] }
  }
  const left = await promote$1.takeTag(candidate, tag, pushed);
  notes.push(left === undefined ? `the tag "${tag}" was taken away (on-fail)` : `on-fail leaves the image: ${left}`);
  return { notes, problems: [] }
}

                                   
                       
                        
 

async function openCandidate(aws     , { uri, digest }        )                 {
  if (digest === undefined) throw new files.Fault('aws-not-found', { message: `${uri.text}: there is no digest to promote` })
  const registry = uri.text.split('/')[0] ?? '';
  return { ecr: await manifest.openEcr(aws, uri), digest, name: uri.repositoryName, image: `${registry}/${uri.repositoryName}@${digest}` }
}

exports.releaseImages = releaseImages;
