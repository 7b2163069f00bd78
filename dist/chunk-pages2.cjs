'use strict';

const caller = require('./chunk-caller.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const read = require('./chunk-read.cjs');
const only = require('./chunk-only.cjs');
const poll = require('./chunk-poll.cjs');
const tally = require('./chunk-tally.cjs');
const imply = require('./chunk-imply.cjs');

// Explains why there is no scan, from the scanning configuration of the registry and the repository: one sentence with a cure.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html


/** The scanning configuration; each part is a fault if it could not be read. */







/** The facts about the run that the explanation depends on. */






/** Explains a missing result; empty if there is nothing to say. If the configuration cannot be read, the text says so. */
async function explainMissingResult(aws     , ecr     , uri          , { missing, startScan }           )                  {
  const caller$1 = await world.captureFault(async () => (await caller.readCaller(aws, uri)).account);
  // Both configuration calls answer for the caller's own registry only.
  if (typeof caller$1 === 'string' && caller$1 !== uri.registryId) return explainForeign(caller$1, uri)
  return missing ? explainConfiguration(await readConfiguration(ecr), startScan) : ''
}

async function readConfiguration(ecr     )                         {
  const [registry, repository] = await Promise.all([
    world.captureFault(() => ecr.getRegistryScanningConfiguration()),
    world.captureFault(async () => frequencyOf(await ecr.batchGetRepositoryScanningConfiguration())),
  ]);
  return { scanType: registry instanceof world.Fault ? registry : typeOf(registry), scanFrequency: repository }
}

/** What the configuration means for an image without a scan. */
function explainConfiguration({ scanType, scanFrequency }               , startScan           )         {
  const unread = [scanType, scanFrequency].find(value => value instanceof world.Fault);
  if (unread !== undefined) {
    const calls = 'ecr:GetRegistryScanningConfiguration and ecr:BatchGetRepositoryScanningConfiguration';
    return `the reason is unknown (${unread.message}); allow ${calls}`
  }
  if (scanType === 'ENHANCED') {
    return scanFrequency === 'MANUAL'
      ? 'the registry uses enhanced scanning, and none of its rules covers this repository: add the repository to them'
      : `the registry uses enhanced scanning (${scanFrequency}), and Inspector has no result for this image: it may be too old or of a kind Inspector does not scan; push it again`
  }
  if (startScan === 'if-missing') return 'raise scan-grace and wait-timeout'
  return scanFrequency === 'SCAN_ON_PUSH'
    ? 'the repository is scanned on push (basic), so the image was pushed before that was set, or its scan is late: raise scan-grace, or set start-scan: if-missing'
    : 'basic scanning scans this repository only on request: set start-scan: if-missing, or turn on scan on push and push again'
}

function explainForeign(caller        , { registryId }          )         {
  return `the registry belongs to account ${registryId} and the credentials to ${caller}: enhanced results can be read only in the owning account; name a role there that may call ecr:DescribeImageScanFindings with image-roles`
}

function typeOf(answer        )                 {
  return read.ownText(answer, 'scanningConfiguration', 'scanType') ?? unreadable('ecr:GetRegistryScanningConfiguration names no scanType')
}

// An older form of the answer has no scanFrequency and only says whether pushes are scanned.
function frequencyOf(answer        )                 {
  const given = [...read.ownList(answer, 'scanningConfigurations'), ...read.ownList(answer, 'failures')];
  const configuration = only.onlyOf(given, "the repository's scanning");
  if (configuration === undefined || read.own(configuration, 'failureCode') !== undefined)
    return unreadable('ecr:BatchGetRepositoryScanningConfiguration says nothing about the repository')
  return read.ownText(configuration, 'scanFrequency') ?? (read.own(configuration, 'scanOnPush') === true ? 'SCAN_ON_PUSH' : 'MANUAL')
}

function unreadable(what        )        {
  return new world.Fault('aws-answer', { message: `the answer of ${what}`, help: refusal.UNREADABLE })
}

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
    const [given = { kind: 'nothing' }]                   = await only.getImages(ecr, [id]);
    if (given.kind === 'image') return { done: given }
    const name = only.nameId(id);
    const absence = sinceSeconds === undefined ? await explainAbsence(ecr, id) : undefined;
    if (absence !== undefined) throw new world.Fault('aws-not-found', { ...absence, message: `${name} cannot be read: ${absence.message}` })
    if (given.kind === 'nothing' || given.code !== 'ImageNotFound')
      throw new world.Fault('aws-refused', { message: `ECR answered ${only.describeGiven(given)} for ${name}` })
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
  const computed = only.digestOf(text);
  if (computed !== digest) return unreadable(`the manifest of ${digest} has the digest ${computed}: it is not what was pushed`)
  return only.readManifest(text, mediaType)
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
  if (manifest.kind === 'image') return { ...target, contents: { layers: manifest.layers, config: manifest.config } }
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
    const given = await only.getImages(
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
  return `its manifest cannot be read: ECR answered ${only.describeGiven(given)}`
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
  const isOf = ({ platform }        , asked        )          => platform !== null && only.isPlatform(platform, asked);
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
  return typeof value === 'number' ? (read.toIsoTime(value) ?? value) : value
}

function inside(changes         )                              {
  return value => (read.isObject(value) ? change(value, changes) : value)
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
async function readPages(ecr     , digest        , { whole, keepLists }             )                        {
  const first = await ecr.describeImageScanFindings(digest);
  if ('error' in first) return { kind: 'missing', what: first.error === 'ImageNotFoundException' ? 'image' : 'scan' }
  const head = first.answer;
  const toPage = (answer        )       => imply.readPage(spellInstants(answer, keepLists), keepLists);
  const tally = startTally(head);
  const pages         = [];
  const see = (answer        )       => {
    tally.see(answer);
    if (whole) pages.push(toPage(answer));
  };
  const broken = await readOn(ecr, digest, head, see);
  return { kind: 'answer', head, pages, summary: tally.summary(), ...(broken === undefined ? {} : { broken }) }
}

// Enough for 100,000 enhanced findings; without a limit, an endless series of pages would never be given up.
const MOST_PAGES = 1000;

// ECR does not number its pages: only the token leads to the next one, and a token that was seen before would lead in a
// circle. The next page is requested before this one is processed, so that both happen at the same time.
async function readOn(ecr     , digest        , first        , see                          )                              {
  const tokens = new Set        ();
  for (let page = first; ; ) {
    const where = `after ${read.plural(tokens.size + 1, 'page')} of findings`;
    // The further pages matter only if the answer is ready.
    const token = read.readinessOf(first) === 'ready' ? read.ownText(page, 'nextToken') : undefined;
    const last = token === undefined || tokens.has(token) || tokens.size >= MOST_PAGES;
    const next = last ? undefined : world.captureFault(() => ecr.describeImageScanFindings(digest, token));
    see(page);
    if (token === undefined) return undefined
    if (tokens.has(token)) return `${where} ECR repeated a nextToken: the rest cannot be read`
    if (next === undefined) return `${where} ECR has more: the rest was not read`
    tokens.add(token);
    const answered = await next;
    if (answered instanceof world.Fault) return `${where}: ${answered.message}`
    if ('error' in answered) return `${where} ECR answered ${answered.error}: the rest was not read`
    page = answered.answer;
  }
}

const IDENTITY = [['registryId'], ['repositoryName'], ['imageId', 'imageDigest']];

function startTally(head        )                                                                              {
  const counts = new Map                ();
  const said = ['imageScanCompletedAt', 'findingSeverityCounts'].map(name => read.own(head, 'imageScanFindings', name) ?? null);
  const about = new Set        ();
  let entries = 0;
  return {
    see: answer => {
      about.add(JSON.stringify(IDENTITY.map(path => read.own(answer, ...path))));
      for (const name of imply.LISTS) {
        for (const entry of read.ownList(answer, 'imageScanFindings', name)) {
          const key = JSON.stringify([name, read.own(entry, 'severity'), read.own(entry, 'status')]);
          counts.set(key, (counts.get(key) ?? 0) + 1);
          entries++;
        }
      }
    },
    summary: () => {
      const page = imply.readPage(head, false);
      return {
        fingerprint: JSON.stringify([read.statusOf(head), ...said, ...about, [...counts].sort()]),
        entries,
        enhanced: tally.isEnhanced([page]),
        proven: tally.isProven([page]),
      }
    },
  }
}

exports.explainMissingResult = explainMissingResult;
exports.pauseBefore = pauseBefore;
exports.readConfiguration = readConfiguration;
exports.readPages = readPages;
exports.resolveImage = resolveImage;
