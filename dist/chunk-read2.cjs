'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const index = require('./chunk-p-map.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const image = require('./chunk-image.cjs');
const read = require('./chunk-read.cjs');
const calls = require('./chunk-calls.cjs');
const pages = require('./chunk-pages2.cjs');
const resolve = require('./chunk-resolve.cjs');
const poll = require('./chunk-poll.cjs');
const only = require('./chunk-only.cjs');
require('node:events');
require('node:fs/promises');
require('node:path');
require('node:zlib');
require('node:fs');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-visibility.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-delivery.cjs');
require('./chunk-expect.cjs');
require('./chunk-refusal.cjs');
require('./chunk-network.cjs');
require('node:crypto');
require('node:tls');
require('./chunk-permissions.cjs');
require('./chunk-StartImageScanCommand.cjs');
require('./chunk-index.cjs');
require('./chunk-configLoader.cjs');
require('./chunk-hasOwn.cjs');
require('./chunk-parseUrl.cjs');
require('./chunk-caller.cjs');
require('./chunk-GetCallerIdentityCommand.cjs');
require('./chunk-pages.cjs');
require('./chunk-inspector.cjs');
require('./chunk-manifest.cjs');
require('./chunk-manifests.cjs');

// Decides when an answer about a scan is believed, when ECR is asked again, and when asking ends. The decision is a pure
// function of what was just seen and what is remembered, so that tests can try every order of answers.



/** The result of one reading of the findings. */













/** The facts about an answer that decide whether it is believed. */

















/** What is remembered between two readings. Times are in seconds since the run began to ask. */


























/** Decides after a reading at `elapsed` seconds. */
function decideNext(response              , polled           , elapsed        , limits        )       {
  if (response.kind === 'missing') {
    const [state, gap] = MISSING[response.what];
    return giveGrace(state, polled.sinceSeconds ?? elapsed, elapsed, limits, gap)
  }
  const { head, broken, summary } = response;
  if (broken !== undefined) {
    const late = polled.fingerprint !== undefined && elapsed >= limits.timeoutSeconds;
    return polled.tried === true || late
      ? { kind: 'end', gap: broken }
      : confirm({ ...polled, tried: true }, 'reading the rest again', broken)
  }
  switch (read.readinessOf(head)) {
    case 'ready':
      return decideReady(summary, polled, elapsed, limits)
    case 'ended':
      return { kind: 'end' }
    case 'waiting': {
      const untilSeconds = limits.timeoutSeconds;
      const gap = `the scan did not finish within wait-timeout (${untilSeconds} s); its status is still ${read.statusOf(head)}`;
      return elapsed >= untilSeconds
        ? { kind: 'end', gap }
        : { kind: 'wait', polled: {}, untilSeconds, state: `scan ${read.statusOf(head)}`, gap, confirm: false }
    }
    // A status that this code does not know may be a passing one, as PENDING is, so it is given the grace period and no more.
    case 'unknown':
      return giveGrace(`scan ${read.statusOf(head) ?? 'without a status'}`, polled.sinceSeconds ?? elapsed, elapsed, limits)
  }
}

const MISSING = {
  scan: ['no scan yet', 'ECR has no scan of this image'],
  image: ['no image yet', 'ECR does not know this image'],
};

function giveGrace(state        , sinceSeconds        , elapsed        , { timeoutSeconds, graceSeconds }        , gap         )       {
  const untilSeconds = Math.min(timeoutSeconds, sinceSeconds + graceSeconds);
  const told = gap === undefined ? {} : { gap };
  return elapsed >= untilSeconds
    ? { kind: 'end', ...told }
    : { kind: 'wait', polled: { sinceSeconds }, untilSeconds, state, ...told, confirm: false }
}

// The counts may still change after COMPLETE, so two readings have to agree. An enhanced scan that has not begun looks like
// one that found nothing, so an empty list without a time of completion has to last for the grace period.
function decideReady(summary         , polled           , elapsed        , limits        )       {
  const { fingerprint, entries, enhanced, proven } = summary;
  const same = polled.fingerprint === fingerprint;
  if (entries === 0 && !proven) {
    const sinceSeconds = same ? (polled.sinceSeconds ?? elapsed) : elapsed;
    if (enhanced && same && elapsed >= sinceSeconds + limits.graceSeconds) {
      const note = `the list of findings stayed empty for ${limits.graceSeconds} s (scan-grace), so it is accepted`;
      return { kind: 'believe', stayedEmpty: true, note }
    }
    const next = giveGrace('the list of findings is empty', sinceSeconds, elapsed, limits);
    return next.kind === 'wait' ? { ...next, polled: { fingerprint, sinceSeconds } } : next
  }
  if (same) {
    const note = 'the list of findings is empty; it is accepted because the scan has a completion time';
    return { kind: 'believe', stayedEmpty: false, ...(entries === 0 && enhanced ? { note } : {}) }
  }
  const gap = 'the findings still changed from one reading to the next when wait-timeout ended';
  // The first ready reading is always followed by a confirming one, even if no time is left.
  if (polled.fingerprint !== undefined && elapsed >= limits.timeoutSeconds) return { kind: 'end', gap }
  return confirm({ fingerprint }, 'reading the findings again', gap)
}

function confirm(polled           , state        , gap        )       {
  return { kind: 'wait', polled, untilSeconds: Number.POSITIVE_INFINITY, gap, state, confirm: true }
}

// Waits for one image's scan until its findings are believed, or until it is clear that there will be none.
















/** The final result. `missing` is set if ECR last said that it has no such scan or image. */


/** Reads the findings of the image with this digest. Throws a fault if ECR cannot be queried at all. */
async function awaitScan(ecr     , digest        , options             )                      {
  let waiting            = { polled: {}, last: undefined, ages: undefined, limits: options, started: false, notes: [] };
  const takeTurn = async (elapsed        )                            => {
    const taken = await readOnce(ecr, digest, waiting, elapsed, options);
    if ('done' in taken) return taken
    const { next, response } = taken;
    waiting = { ...taken.waiting, polled: next.polled };
    if (!next.confirm) options.progress(next.state, elapsed);
    const { ages, last, notes } = waiting;
    const pauseSeconds = next.confirm ? CONFIRM_SECONDS : resolve.pauseBefore((ages?.ageSeconds ?? 0) + elapsed, ages?.usualSeconds);
    return { otherwise: conclude(response, last, next, notes), untilSeconds: next.untilSeconds, pauseSeconds }
  };
  return poll.poll(options.clock, takeTurn, options.beganMilliseconds)
}

// Seconds between a reading of the findings and the one that confirms it.
const CONFIRM_SECONDS = 1;

/** What the whole wait for an image remembers from turn to turn; its `polled` is only what the decision about a reading needs. */











/** The findings of the last reading that had any, and its fingerprint. */









async function readOnce(ecr     , digest        , before           , elapsed        , options             )                      {
  const whole = before.last === undefined || before.last.fingerprint !== before.polled.fingerprint;
  const response = await world.captureFault(() => pages.readPages(ecr, digest, { whole, keepLists: options.keepLists }));
  if (response instanceof world.Fault) {
    // Findings that were seen count, so a later fault must not discard them.
    if (before.last === undefined) throw response
    return { done: conclude(undefined, before.last, { kind: 'end', gap: response.message }, before.notes) }
  }
  const found = whole && response.kind === 'answer' && response.summary.entries > 0;
  const last = found ? { pages: response.pages, fingerprint: response.summary.fingerprint } : before.last;
  const next = decideNext(response, before.polled, elapsed, before.limits);
  const missing = response.kind === 'missing' && response.what === 'scan';
  const asks = missing || (next.kind === 'wait' && !next.confirm);
  const ages = before.ages ?? (asks ? await readAges(ecr, digest, elapsed, options) : undefined);
  const waiting            = { ...before, last, ages };
  // Right after a push the scan may just be late, so it is started only when the grace period is over.
  const late = next.kind === 'end' || (ages?.ageSeconds ?? 0) + elapsed >= options.graceSeconds;
  return missing && late && options.startScan === 'if-missing' && !before.started
    ? startMissing(ecr, digest, response, waiting, elapsed, options)
    : proceed(response, waiting, next)
}

async function startMissing(
  ecr     ,
  digest        ,
  response              ,
  waiting           ,
  elapsed        ,
  { timeoutSeconds }             ,
)                      {
  const outcome = await startScan(ecr, digest);
  if ('gap' in outcome) return { done: conclude(response, waiting.last, { kind: 'end', gap: outcome.gap }, waiting.notes) }
  // The started scan does not appear at once but will appear, so only wait-timeout limits it. Its age counts from now.
  const limits = outcome.started ? { timeoutSeconds, graceSeconds: timeoutSeconds } : waiting.limits;
  const ages = { ageSeconds: -elapsed, usualSeconds: waiting.ages?.usualSeconds };
  const after            = { ...waiting, started: true, notes: [...waiting.notes, outcome.note], limits, ages };
  return proceed(response, after, decideNext(response, { sinceSeconds: elapsed }, elapsed, limits))
}

function proceed(response              , waiting           , next      )             {
  return next.kind === 'wait' ? { response, waiting, next } : { done: conclude(response, waiting.last, next, waiting.notes) }
}

function conclude(response                          , last                          , next      , notes                   )             {
  if (next.kind === 'believe') {
    const pages = response?.kind === 'answer' && response.pages.length > 0 ? response.pages : (last?.pages ?? []);
    return { pages, notes: next.note === undefined ? notes : [...notes, next.note], stayedEmpty: next.stayedEmpty }
  }
  const gaps = next.gap === undefined ? [] : [next.gap];
  const missing = response?.kind === 'missing' ? { missing: response.what } : {};
  if (last === undefined) return { pages: response?.kind === 'answer' ? response.pages : [], gaps, notes, ...missing }
  // Findings that were seen are kept, together with the reasons why they are not final.
  const unready = response?.kind === 'answer' && read.readinessOf(response.head) !== 'ready' ? [read.explainStatus(response.head)] : [];
  return { pages: last.pages, gaps: ['no later reading confirmed these findings', ...gaps, ...unready], notes, ...missing }
}








async function readAges(ecr     , digest        , elapsed        , { now, usualSeconds }             )                {
  const [age, seconds] = await Promise.all([readAge(ecr, digest, now()), usualSeconds()]);
  return { ageSeconds: age - elapsed, usualSeconds: seconds }
}

// A scan that ended later than this many seconds after the push was not the scan on push.
const ON_PUSH_SECONDS = 900;
const FEWEST_SCANS = 3;

/** The median time of the repository's scans from push to completion, in seconds; undefined if ECR tells of too few. */
async function readUsual(ecr     )                              {
  // This only shortens the waiting, so a failure to read it is ignored.
  const repository = await world.captureFault(() => ecr.describeImages());
  const details = repository instanceof world.Fault ? [] : read.ownList(repository, 'imageDetails');
  const taken = details.flatMap(scanSeconds).sort((a, b) => a - b);
  return taken.length < FEWEST_SCANS ? undefined : taken[Math.floor(taken.length / 2)]
}

// Seconds since the push; zero if ECR does not say when it was.
async function readAge(ecr     , digest        , now      )                  {
  const detail = await world.captureFault(() => only.readDetail(ecr, digest));
  const pushedAt = read.toInstant(read.own(detail, 'imagePushedAt'));
  return pushedAt === undefined ? 0 : Math.max(0, (now.getTime() - pushedAt) / 1000)
}

function scanSeconds(detail         )                    {
  const pushed = read.toInstant(read.own(detail, 'imagePushedAt'));
  const completed = read.toInstant(read.own(detail, 'imageScanFindingsSummary', 'imageScanCompletedAt'));
  if (pushed === undefined || completed === undefined) return []
  const seconds = (completed - pushed) / 1000;
  return seconds > 0 && seconds <= ON_PUSH_SECONDS ? [seconds] : []
}

/** Starts a scan. Returns a note if reading goes on, or a gap if there will be nothing to read. */
async function startScan(
  ecr     ,
  digest        ,
)                                                                                           {
  const answered = await ecr.startImageScan(digest);
  if ('answer' in answered) return { note: 'this run started the scan', started: true }
  const { error, message } = answered;
  switch (error) {
    // Basic scanning scans an image only once in 24 hours, including the scan on push, so there is already a result to read.
    case 'LimitExceededException':
      return { note: 'the scan could not be started again: ECR scanned the image within the last 24 hours', started: false }
    case 'UnsupportedImageTypeException':
      return { gap: `ECR cannot scan this kind of image (${message})` }
    case 'ImageArchivedException':
      return { gap: `the scan could not be started: the image is archived; ${read.RESTORE}` }
    case 'ImageNotFoundException':
      return { note: 'the scan could not be started: ECR does not know the image yet', started: false }
    default:
      return {
        gap: /feature is disabled/i.test(message)
          ? 'ECR has no scan of this image, and none can be started: the registry uses enhanced scanning, which starts by itself'
          : `the scan could not be started: ECR answered ${error} (${message})`,
      }
  }
}

// Reads one ECR image, from its URI to its scan findings: the manifests that it stands for, each with its findings or the
// reason why there are none.




















// How many manifests of one image are queried at the same time.
const AT_ONCE = 4;

/** Reads an image. What cannot be read is a gap: of the image if its manifest could be read, otherwise of the coverage. */
async function readLiveImage(aws     , uri          , options              )                     {
  const name = image.nameImage(uri.text);
  try {
    options.progress(`${name}: reading the manifest`);
    const ecr = await calls.openEcr(aws, uri);
    const resolution = await resolve.resolveImage(ecr, uri, options);
    const repository = openRepository(aws, ecr, uri, options);
    const images = await index.default(resolution.targets, target => readTarget(aws, ecr, uri, { ...resolution, target }, repository, options), {
      concurrency: AT_ONCE,
    });
    return { images, coverage: cover(uri, resolution, options.platforms), digest: resolution.digest }
  } catch (error) {
    if (!(error instanceof world.Fault)) throw error
    const diagnostic             = { ...error.diagnostic, at: uri.text };
    options.tell(diagnostic);
    const message = `${uri.text}: ${error.message}`;
    return { images: [], coverage: tally.gap({ source: 'findings', origin: uri.text, message, diagnostics: [diagnostic] }) }
  }
}

// What is the same for all manifests of a repository is requested only once.
function openRepository(aws     , ecr     , uri          , { startScan }              )             {
  const explained = new Map                          ();
  const usual = new Map                                     ();
  return {
    explain: missing => world.once(explained, missing, () => pages.explainMissingResult(aws, ecr, uri, { missing, startScan })),
    usualSeconds: () => world.once(usual, 'usual', () => readUsual(ecr)),
  }
}






async function readTarget(
  aws     ,
  ecr     ,
  uri          ,
  { digest: top, isIndex, target }                                          ,
  { explain, usualSeconds }            ,
  options              ,
)                 {
  const { registryId, region, repositoryName, tag } = uri;
  const { digest, platform, problem, artifact, contents } = target;
  const requested                 = {
    registryId,
    region,
    repositoryName,
    tag,
    digest,
    platform,
    indexDigest: isIndex ? top : null,
    contents,
  };
  if (artifact === true) return tally.readImage({ pages: [], gaps: problem === undefined ? [] : [problem], requested }, options.readAt)
  const name = `${image.nameImage(uri.text)}${platform === null ? '' : ` ${platform}`}`;
  const progress = (state        , elapsed        )       => options.progress(`${name}: ${state}`, elapsed);
  const settled = await world.captureFault(() => awaitScan(ecr, digest, { ...options, usualSeconds, progress }));
  if (settled instanceof world.Fault) options.tell({ ...settled.diagnostic, at: uri.text });
  const result             = settled instanceof world.Fault ? { pages: [], gaps: [settled.message] } : settled;
  const why = hasNoResult(result) ? await explain(result.missing === 'scan') : '';
  const gaps = [...(problem === undefined ? [] : [problem]), ...(result.gaps ?? [])];
  // A reason stands without the notes, so it says itself what became of the scan that was to be started.
  const explained = [...gaps.slice(-1), ...(result.missing === 'scan' ? (result.notes ?? []) : []), why].join(': ');
  const image$1 = tally.readImage({ ...result, gaps: why === '' ? gaps : [...gaps.slice(0, -1), explained], requested }, options.readAt);
  if (options.intelligence.length === 0 || !tally.isEnhanced(result.pages)) return image$1
  options.progress(`${name}: asking Amazon Inspector`);
  return pages.enrich(aws, uri, image$1, options)
}

// True if ECR knows no scan, or if the status says that the scan is done but the answer has no `imageScanFindings`.
function hasNoResult({ missing, pages }            )          {
  return missing === 'scan' || pages.some(({ head }) => read.readinessOf(head) === 'ready' && read.own(head, 'imageScanFindings') === undefined)
}

function cover({ text }          , { isIndex, targets, problems, left }            , platforms                   )           {
  const about = { source: 'findings', origin: text, records: targets.length };
  if (problems.length > 0) return tally.gap({ ...about, message: `${text}: ${problems.join('; ')}` })
  const single = platforms.length === 0 ? 'the image' : 'the image (not an index, so platforms has no effect)';
  const several = `${read.plural(targets.length, 'image')} of its index`;
  const without = left.length === 0 ? '' : `; excluded by platforms: ${left.join(', ')}`;
  return tally.read({ ...about, message: `${text}: ${isIndex ? several : single}, read from ECR${without}` })
}

exports.readLiveImage = readLiveImage;
