'use strict';

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const manifest = require('./chunk-manifest.cjs');
const poll = require('./chunk-poll.cjs');
const manifests = require('./chunk-manifests.cjs');

// Images in ECR's archive: they are described but not given, so a request for one looks as if it did not exist.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive_restore_image.html



/** Says that an image is in the archive; undefined if it is not, or if ECR does not say. */
async function explainAbsence(ecr     , id         )                                                         {
  // This only explains, so a failure to read it is ignored.
  const answered = await world.captureFault(() => ecr.describeStoredImage(id));
  const details = 'answer' in answered ? read.ownList(answered.answer, 'imageDetails') : [];
  const states = new Set(details.map(detail => read.ownText(detail, 'imageStatus')));
  if (states.size !== 1) return undefined
  if (states.has('ARCHIVED')) return { message: 'the image is archived', help: read.RESTORE }
  if (!states.has('ACTIVATING')) return undefined
  return { message: 'the image is being restored from the archive', help: 'run it again when it is restored, which takes up to 20 minutes' }
}

// How long to pause before ECR is asked again: often enough that the end of a scan is soon seen, and no more often.

// The longest pauses, in seconds: in general, and before the time when a scan is usually done.
const STEADY_SECONDS = 4;
const EARLY_SECONDS = 4.8;

/**
 * Returns the seconds to pause before a scan is read again: about one right after the push, slowly rising, always below five.
 * Exponential backoff would miss the end of a scan by as much as the scan took. If the usual duration of the repository's
 * scans is known, reads are rarer before that time and denser around it.
 *
 * `ageSeconds` is the number of seconds since the push, `usualSeconds` the number of seconds that earlier scans took.
 */
function pauseBefore(ageSeconds        , usualSeconds                    )         {
  const steady = Math.min(STEADY_SECONDS, 1 + 0.22 * Math.sqrt(Math.max(0, ageSeconds)));
  if (usualSeconds === undefined) return steady
  const near = usualSeconds * 0.75;
  if (ageSeconds < near) return Math.min(EARLY_SECONDS, Math.max(0.5, near - ageSeconds))
  return ageSeconds < usualSeconds * 1.25 ? Math.min(steady, 0.5 + usualSeconds / 100) : steady
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
  if (found instanceof world.Fault) throw found
  checkAnswer(found, uri);
  const digest = found.digest ?? 'no digest';
  const manifest = checkManifest(found);
  switch (manifest.kind) {
    case 'unreadable':
      throw new world.Fault('aws-answer', { message: manifest.problem })
    case 'index': {
      const { targets, skipped } = await walkIndex(ecr, manifest.entries, 1, new Set([digest]));
      return { digest, isIndex: true, ...choose(targets, skipped, options.platforms) }
    }
    default:
      return { digest, isIndex: false, targets: [toTarget({ digest, platform: null }, manifest)], problems: [], left: [] }
  }
}

function awaitManifest(ecr     , { digest, tag }          , options                )                              {
  const { clock, graceSeconds, timeoutSeconds, beganMilliseconds } = options;
  let sinceSeconds;
  const id          = digest === null ? { imageTag: tag ?? '' } : { imageDigest: digest };
  const takeTurn = async (elapsed        )                                    => {
    const [given = { kind: 'nothing' }]                   = await manifests.getImages(ecr, [id]);
    if (given.kind === 'image') return { done: given }
    const name = manifests.nameId(id);
    const absence = sinceSeconds === undefined ? await explainAbsence(ecr, id) : undefined;
    if (absence !== undefined) throw new world.Fault('aws-not-found', { ...absence, message: `${name} cannot be read: ${absence.message}` })
    if (given.kind === 'nothing' || given.code !== 'ImageNotFound')
      throw new world.Fault('aws-refused', { message: `ECR answered ${manifests.describeGiven(given)} for ${name}` })
    const help = 'check the tag and the repository; scan-grace is how long to wait for a push that is still in progress';
    const missing = new world.Fault('aws-not-found', { message: `the repository has no image with ${name}`, help });
    sinceSeconds ??= elapsed;
    return {
      otherwise: missing,
      untilSeconds: Math.min(timeoutSeconds, sinceSeconds + graceSeconds),
      pauseSeconds: pauseBefore(elapsed - sinceSeconds, undefined),
    }
  };
  return poll.poll(clock, takeTurn, beganMilliseconds)
}

/** Reads a manifest, if it is what its digest says. */
function checkManifest({ digest = 'no digest', text, mediaType }            )           {
  const unreadable = (problem        )           => ({ kind: 'unreadable', problem });
  if (text === undefined) return unreadable(`ECR gave no manifest for ${digest}`)
  const computed = manifests.digestOf(text);
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return manifest.readManifest(text, mediaType)
}

// If ECR answered about another image, that image's findings could clear this one.
function checkAnswer({ said, digest }            , uri          )       {
  const [registryId, repositoryName, tag] = said;
  const pairs = [
    [registryId, uri.registryId],
    [repositoryName, uri.repositoryName],
    [uri.digest === null ? tag : undefined, uri.tag],
    [uri.digest === null ? undefined : digest, uri.digest],
  ];
  for (const [found, asked] of pairs)
    if (found !== undefined && found !== asked)
      throw new world.Fault('aws-answer', { message: `ECR answered about ${read.quote(found)}, but the request was for ${read.quote(asked ?? '')}` })
}

function toTarget(target        , manifest                                                              )         {
  if (manifest.kind === 'image') {
    const { kind: _, ...contents } = manifest;
    return { ...target, contents }
  }
  return {
    ...target,
    artifact: true,
    problem: `it is ${manifest.what} and no container image, so ECR does not scan it; name the image itself`,
  }
}

// The most manifests that one index may list; more would keep the gate busy for hours.
const MOST_MANIFESTS = 1000;







// `walked` has the digests of the indexes met so far, so that an index that is listed several times is read only once.
async function walkIndex(ecr     , listed                       , depth        , walked             )                  {
  const judged = listed.filter(({ attestation }) => !attestation);
  const entries = [...new Map(judged.map(entry => [`${entry.digest} ${entry.platform}`, entry])).values()];
  if (entries.length > MOST_MANIFESTS)
    throw new world.Fault('aws-answer', { message: `the index lists ${entries.length} manifests; the limit is ${MOST_MANIFESTS}` })
  const targets           = [];
  const skipped           = listed.length > judged.length ? ['an attestation'] : [];
  for (let from = 0; from < entries.length; from += MOST_IDS) {
    const batch = entries.slice(from, from + MOST_IDS);
    const digests = [...new Set(batch.map(({ digest }) => digest))];
    const given = await manifests.getImages(
      ecr,
      digests.map(imageDigest => ({ imageDigest })),
    );
    for (const { digest, platform, artifact } of batch) {
      const child = given[digests.indexOf(digest)] ?? { kind: 'nothing' };
      const manifest = child.kind === 'image' ? checkManifest(child) : undefined;
      if (manifest?.kind === 'index' && depth < DEEPEST_INDEX) {
        if (walked.has(digest)) continue
        walked.add(digest);
        const inner = await walkIndex(ecr, manifest.entries, depth + 1, walked);
        targets.push(...inner.targets);
        skipped.push(...inner.skipped);
      } else if (manifest?.kind === 'artifact' && artifact === true && !manifest.hasImageConfig) skipped.push(manifest.what);
      else if (manifest?.kind === 'image' || manifest?.kind === 'artifact') targets.push(toTarget({ digest, platform }, manifest));
      else targets.push({ digest, platform, problem: describeChild(child, manifest) });
    }
  }
  return { targets, skipped }
}

function describeChild(given       , manifest                      )         {
  if (manifest?.kind === 'unreadable') return manifest.problem
  if (given.kind === 'image') return `indexes are nested more than ${DEEPEST_INDEX} levels deep`
  return `its manifest cannot be read: ECR answered ${manifests.describeGiven(given)}`
}

// An entry that names no platform may run anywhere, so it is always judged. The same manifest may be listed for several
// platforms: it is judged only once, under a requested platform.
function choose(
  listed                   ,
  skipped                   ,
  platforms                   ,
)                                                    {
  if (listed.length === 0) {
    const only = skipped.length === 0 ? '' : `, only ${[...new Set(skipped)].join(' and ')}`;
    return { targets: [], problems: [`the index lists no images${only}`], left: [] }
  }
  const isOf = ({ platform }        , asked        )          => platform !== null && manifest.isPlatform(platform, asked);
  const isChosen = (target        )          =>
    platforms.length === 0 || target.platform === null || platforms.some(asked => isOf(target, asked));
  const targets = listed.filter(isChosen).filter((target, i, all) => all.findIndex(other => other.digest === target.digest) === i);
  const offered = listed.map(({ platform }) => platform ?? 'no platform').join(', ');
  return {
    targets,
    problems: platforms
      .filter(asked => !listed.some(target => isOf(target, asked)))
      .map(asked => `the index has no image for ${read.quote(asked)}; it has ${offered}`),
    left: listed.filter(({ digest }) => targets.every(target => target.digest !== digest)).map(({ platform }) => platform ?? ''),
  }
}

exports.pauseBefore = pauseBefore;
exports.resolveImage = resolveImage;
