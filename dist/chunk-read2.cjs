'use strict';

const read$1 = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const needs = require('./chunk-needs.cjs');
const packs = require('./chunk-packs.cjs');
const records = require('./chunk-records.cjs');
const accounts = require('./chunk-accounts.cjs');

// What a run reads: the requested images, live or recorded, and events. Whatever cannot be read is a gap in the coverage.












const NOTHING             = { images: [], named: [], coverage: [] };

const EVENT_HISTORY = 'CloudTrail event history';

// How many images are read at the same time.
const AT_ONCE = 4;

/** Reads all that was requested. The event history is read while the images wait for their scans. */
async function read(context            , pushed            , { judge, see, wants }         )                      {
  const judgeAll = (result            )             => ({ ...result, images: result.images.map(judge) });
  const [live, recorded, events] = await Promise.all([
    readLiveImages(context, pushed).then(judgeAll),
    readRecordedImages(context).then(judgeAll),
    context.settings.audit === undefined ? readRecordedEvents(context, see) : readActivity(context, context.settings.audit, { see, wants }),
  ]);
  const findings = [...live.coverage, ...recorded.coverage];
  return {
    images: [...live.images, ...recorded.images],
    named: live.named,
    coverage: [...(findings.length === 0 ? [tally.notRequested('findings')] : findings), ...events],
  }
}

async function readLiveImages(context            , pushed            )                      {
  switch (pushed.kind) {
    case 'not requested':
      return askImages(context, context.settings.images, false)
    case 'pushed':
      return askImages(context, [pushed.uri], pushed.isNew)
    case 'failed': {
      const { uri, message, diagnostic } = pushed;
      return { ...NOTHING, coverage: [tally.gap({ source: 'findings', origin: uri.text, message, diagnostics: [diagnostic] })] }
    }
  }
}

async function askImages(context            , uris                     , isNew         )                      {
  const { settings, ruleSet, world, aws, tell, startedAt } = context;
  if (aws === undefined || uris.length === 0) return NOTHING
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-read3.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needs.needsLists(ruleSet.compiled),
    timeoutSeconds: settings.waitTimeoutSeconds,
    graceSeconds: settings.scanGraceSeconds,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: read$1.formatSecond(startedAt),
    tell,
    progress: world.progress,
  };
  const answers = await pMap(uris, image => readLiveImage(accounts.connectionOf(aws, settings.imageRoles, image), image, options), {
    concurrency: AT_ONCE,
  });
  return {
    images: answers.flatMap(({ images }) => images),
    named: uris.map((uri, i) => ({ uri, digest: answers[i]?.digest ?? uri.digest ?? undefined, pushed: isNew })),
    coverage: answers.map(({ coverage }) => coverage),
  }
}

/** Reads images from recorded answers about their findings. */
async function readRecordedImages({
  settings,
  world: world$1,
  tell,
  startedAt,
}                                                                                                      )                      {
  const answers = [];
  const coverage = [];
  for (const path of settings.findings) {
    const { reading, diagnostics } = records.startReading(world$1, tell);
    const read = (await world.attempt(reading.tell, () => world.untilStopped(world$1.signal, () => records.readAnswers([path], reading)))) ?? [];
    for (const answer of read) answers.push(answer);
    coverage.push(tally.coverFindings(path, read.length, diagnostics));
  }
  return { images: tally.readImages(answers, read$1.formatSecond(startedAt)), named: [], coverage }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
async function readRecordedEvents(
  { settings, world, tell }                                                 ,
  see     ,
)                               {
  if (settings.events.length === 0) return [tally.notRequested('events')]
  const coverage = [];
  for (const path of settings.events) coverage.push(await records.recordedEvents(path, world, tell).read(see, world));
  return coverage
}

// What was requested and not read cannot pass, although nothing in it could match.
function unmatchable(region        , what        , rules                 )           {
  const named = `${read$1.agree(rules.length, 'rule')} ${read$1.listOf(rules.map(({ id }) => id))}: ${read$1.agree(rules.length, 'its', 'their')} clauses contradict each other`;
  return tally.gap({
    source: 'events',
    origin: region,
    message: `${what} was not read, because no event can match ${named}`,
  })
}

/** Passes recent activity to `see`: of a trail's archive all events, of the event history those of event sources that rules look at. */
async function readActivity(
  { ruleSet, world, aws, tell, stands, targets, startedAt }            ,
  { windowSeconds, timeoutSeconds, regions, archive }       ,
  { see, wants }                                ,
)                               {
  if (aws === undefined) throw new Error('the event history is read from AWS, and there is no connection')
  const eventSources = needs.eventSourcesOf(ruleSet.compiled);
  if (eventSources?.size === 0) {
    const watching = ruleSet.rules.filter(packs.watchesEvents);
    return watching.length === 0
      ? [tally.notRequested('events', 'no enabled rule looks at them')]
      : regions.map(region => unmatchable(region, archive?.text ?? `the event history of ${region}`, watching))
  }
  const to = startedAt.getTime();
  const options = {
    from: to - windowSeconds * 1000,
    to,
    timeoutSeconds,
    clock: world,
    tell,
    progress: world.progress,
  };
  if (archive !== undefined) {
    const { archivedEvents } = await Promise.resolve().then(() => require('./chunk-archive.cjs'));
    return accounts.readStands(stands(), archive.text, tell, stand => {
      const own = { region: stand.region, account: stand.account, describe: targets.step(stand, wants) };
      return archivedEvents(stand.aws, { ...options, archive, ...own }).read(see, world)
    })
  }
  const { eventHistory } = await Promise.resolve().then(() => require('./chunk-lookup2.cjs'));
  // It is that of the account which the credentials belong to, and not of the images' one, so the report names it.
  return accounts.readStands(stands(), EVENT_HISTORY, tell, stand => {
    const own = { region: stand.region, account: accounts.nameAccount(stand), describe: targets.step(stand, wants) };
    return eventHistory(stand.aws, { ...options, eventSources, ...own }).read(see, world)
  })
}

exports.read = read;
exports.readRecordedEvents = readRecordedEvents;
exports.readRecordedImages = readRecordedImages;
