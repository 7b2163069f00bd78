'use strict';

const read$1 = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const tally = require('./chunk-tally.cjs');
const live = require('./chunk-live.cjs');
const needs = require('./chunk-needs.cjs');
const packs = require('./chunk-packs.cjs');
const visibility = require('./chunk-visibility.cjs');
const records = require('./chunk-records.cjs');
const recorded = require('./chunk-recorded.cjs');

// What a run reads: the requested images, live or recorded, and events. Whatever cannot be read is a gap in the coverage.











const NOTHING             = { images: [], named: [], coverage: [] };

const EVENT_HISTORY = 'CloudTrail event history';

// How many images are read at the same time.
const AT_ONCE = 4;

/** Reads all that was requested. The event history is read while the images wait for their scans. */
async function read(context            , pushed            , { judge, see, wants }         )                      {
  const judgeAll = (result            )             => ({ ...result, images: result.images.map(judge) });
  const { audit, events } = context.settings;
  const [[live, bases], recorded$1, covered] = await Promise.all([
    readDivided(context, pushed).then(([result, bases]) => [judgeAll(result), bases]         ),
    readRecordedImages(context).then(result => judgeAll(noteUndivided(context, result))),
    audit === undefined ? recorded.readRecordedEvents(events, context, see) : readActivity(context, audit, { see, wants }),
  ]);
  const findings = [...live.coverage, ...recorded$1.coverage];
  return {
    images: [...live.images, ...recorded$1.images],
    named: live.named,
    coverage: [...(findings.length === 0 ? [tally.notRequested('findings')] : findings), ...covered],
    bases,
  }
}

// The base images are read while the images wait for their scans.
async function readDivided(context            , pushed            )                                                    {
  const [result, bases] = await Promise.all([readLiveImages(context, pushed), startBases(context)]);
  return [bases === undefined ? result : { ...result, images: bases.divide(result.images) }, bases]
}

// Recorded answers have no manifest.
function noteUndivided({ settings }            , result            )             {
  if (settings.baseImages.length === 0) return result
  const note = 'base-image has no effect: recorded findings do not say which layers the image has';
  return { ...result, images: result.images.map(image => ({ ...image, notes: [...image.notes, note] })) }
}

async function startBases(context            )                             {
  const { aws, settings } = context;
  if (aws === undefined || settings.images.length === 0 || settings.baseImages.length === 0) return undefined
  return (await Promise.resolve().then(() => require('./chunk-bases.cjs'))).readBases({ ...context, aws })
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
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-read2.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: needs.needsLists(ruleSet.compiled),
    intelligence: needs.inspectorFieldsOf(ruleSet),
    timeoutSeconds: settings.waitTimeoutSeconds,
    graceSeconds: settings.scanGraceSeconds,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: read$1.formatSecond(startedAt),
    tell,
    progress: world.progress,
  };
  const answers = await pMap(uris, image => readLiveImage(recorded.connectionOf(aws, settings.imageRoles, image), image, options), {
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

// What was requested and not read cannot pass, although nothing in it could match.
function unmatchable(region        , what        , rules                 )           {
  const named = `${read$1.agree(rules.length, 'rule')} ${read$1.listOf(rules.map(({ id }) => id))}: ${read$1.agree(rules.length, 'its', 'their')} clauses contradict each other`;
  return tally.gap({
    source: 'events',
    origin: region,
    message: `${what} was not read, because no event can match ${named}`,
  })
}

/**
 * Passes recent activity to `see`: of a trail's archive all events, of the event history those that rules can match, as far as their
 * sources and names tell, and of a table those that rules could match.
 */
async function readActivity(
  { ruleSet, settings, world, aws, tell, stands, targets, startedAt }            ,
  { windowSeconds, timeoutSeconds, regions, archive, table }       ,
  { see, wants }                                ,
)                               {
  if (aws === undefined) throw new Error('the event history is read from AWS, and there is no connection')
  const lookups = needs.lookupsOf(ruleSet.compiled, settings.live && live.beginningsOf);
  if (lookups.length === 0) {
    const watching = ruleSet.rules.filter(packs.watchesEvents);
    return watching.length === 0
      ? [tally.notRequested('events', 'no enabled rule looks at them')]
      : regions.map(region => unmatchable(region, (archive ?? table)?.text ?? `the event history of ${region}`, watching))
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
    return recorded.readStands(stands(), archive.text, tell, stand => {
      const own = { region: stand.region, account: recorded.accountIn(archive, stand), describe: targets.step(stand, wants) };
      return archivedEvents(stand.aws, { ...options, archive, ...own }).read(see, world)
    })
  }
  if (table !== undefined) {
    const { athenaEvents } = await Promise.resolve().then(() => require('./chunk-athena.cjs')).then(n => n.athena);
    const askings = needs.askingsOf(ruleSet, settings.live === undefined ? [] : live.beginningsOf(undefined));
    return recorded.readAccounts(stands(), table.text, tell, async ofAccount => {
      const [{ aws: connection, account }] = ofAccount;
      const own = { regions, account, describe: describeByRegion(ofAccount, stand => targets.step(stand, wants)) };
      return [await athenaEvents(connection, { ...options, table, askings, ...own }).read(see, world)]
    })
  }
  const { eventHistory } = await Promise.resolve().then(() => require('./chunk-lookup2.cjs'));
  // It is that of the account which the credentials belong to, and not of the images' one, so the report names it.
  return recorded.readStands(stands(), EVENT_HISTORY, tell, stand => {
    const own = { region: stand.region, account: recorded.nameAccount(stand), describe: targets.step(stand, wants) };
    return eventHistory(stand.aws, { ...options, lookups, ...own }).read(see, world)
  })
}

// What an event is about is in its own Region. Of one that is read from another Region, nothing is asked.
function describeByRegion(stands        , step                                     )           {
  const steps = new Map(stands.map(stand => [stand.region, step(stand)]));
  return async batch => {
    const described = new Map                              ();
    for (const [region, events] of visibility.groupBy(batch, ({ event }) => read$1.ownText(event, 'awsRegion'))) {
      const known = (await steps.get(region ?? '')?.(events)) ?? events;
      for (const [i, event] of events.entries()) described.set(event, known[i] ?? event);
    }
    return batch.map(event => described.get(event) ?? event)
  }
}

exports.read = read;
exports.readRecordedImages = readRecordedImages;
