'use strict';

const policy = require('./chunk-policy.cjs');
const group = require('./chunk-group.cjs');
const check = require('./chunk-check.cjs');
const exception = require('./chunk-exception.cjs');
const match = require('./chunk-match.cjs');
const read$1 = require('./chunk-read2.cjs');
const records = require('./chunk-records.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const packs = require('./chunk-packs.cjs');
const read$2 = require('./chunk-read.cjs');
const plural = require('./chunk-plural.cjs');

// Applies exceptions: which of them holds now, what it accepts, and what it took. An exception that took nothing, has ended or ends soon
// is told where it is written; none of that changes a verdict.


/** Takes the events of a rule that an exception accepts. */







/** What an exception did in a run. */





















/** What was read of a run. */






/** How many of the events that an exception took are listed. */
const MOST_TAKEN = 10;








/** Starts to apply exceptions at a time, in milliseconds since 1970. Their order has no effect. */
function startExceptions(exceptions                      , now        )             {
  const sorted = [...exceptions].sort(byEnd);
  const tallies = new Map(sorted.map(each => [each, { findings: 0, events: 0, taken: [], images: new Set() }         ]));
  const lasting = sorted.filter(each => now < exception.endOf(each));
  const matchers = lasting.flatMap(each => (each.kind === 'finding' ? [match.matcherOf(each)] : []));
  const byId = group.groupBy(
    matchers.flatMap(matcher => matcher.exception.ids.map(id => ({ id, matcher }))),
    ({ id }) => id,
  );
  // The types of the rules that are evaluated.
  const types = new Map                  ();
  const general = matchers.filter(({ exception }) => exception.ids.length === 0);
  const byRule = group.groupBy(
    lasting.filter(each => each.kind === 'alert'),
    ({ rule }) => rule,
  );

  const candidatesFor = ({ id, aliases }         )                     => [
    ...[id, ...aliases].flatMap(each => (byId.get(each) ?? []).map(({ matcher }) => matcher)),
    ...general,
  ];
  return {
    accept: (finding, image, toEvent) => {
      const accepting = candidatesFor(finding).filter(matcher => matcher.accepts(finding, image, toEvent));
      for (const { exception } of new Set(accepting)) count(tallies.get(exception), image);
      const [first] = accepting.map(({ exception }) => exception).sort(byEnd);
      return first === undefined ? undefined : toAcceptance(first)
    },
    alertsOf: ({ rule, vocabulary }) => {
      types.set(rule.id, rule.type);
      return (byRule.get(rule.id) ?? []).map(exception => ({
        at: policy.formatPlace(exception.at),
        plan: check.compile(exception.expression, vocabulary),
        take: (match, image) => take(tallies.get(exception), match, image),
      }))
    },
    outcomes: seen =>
      exceptions.map(exception$1 => {
        const { findings, events, taken, images } = tallies.get(exception$1);
        const used = findings + events > 0;
        const state = now >= exception.endOf(exception$1) ? 'expired' : used ? 'used' : isCertain(exception$1, types, seen) ? 'unused' : 'not judged';
        return { exception: exception$1, state, findings, events, taken: taken.map(({ time, title }) => ({ time, title })), images: [...images] }
      }),
  }
}

// The one that lasts longest comes first, so that the report tells when what is accepted counts again.
function byEnd(a           , b           )         {
  const [first, second] = [exception.endOf(a), exception.endOf(b)];
  return (first === second ? 0 : second - first) || policy.compareText(a.at.file, b.at.file) || a.at.line - b.at.line || a.at.column - b.at.column
}

function count(tally                   , image       )       {
  if (tally === undefined) return
  tally.findings++;
  tally.images.add(image.uri);
}

function take(tally                   , match       , image                   )       {
  if (tally === undefined) return
  tally.events++;
  if (tally.taken.length < MOST_TAKEN) tally.taken.push(match);
  if (image !== undefined) tally.images.add(image.uri);
}

function toAcceptance({ reason, owner, expires, untilFixed, at }                  )             {
  return { reason, owner, expires, untilFixed, at: policy.formatPlace(at) }
}

// Only what was read completely proves that an exception has no use.
function isCertain(exception           , types                               , { images, events }      )          {
  const type = exception.kind === 'alert' ? types.get(exception.rule) : 'Finding';
  if (type !== 'Finding') return type !== undefined && events
  const about = exception.kind === 'alert' ? images : images.filter(match.matcherOf(exception).isAbout);
  return about.length > 0 && about.every(({ gaps }) => gaps.length === 0)
}

// What a run reads: the requested images, live or recorded, and events. Whatever cannot be read is a gap in the coverage.












const NOTHING             = { images: [], named: [], coverage: [] };

// How many images are read at the same time.
const AT_ONCE = 4;

/** Reads all that was requested. The event history is read while the images wait for their scans. */
async function read(context            , pushed            , { judge, see }         )                      {
  const judgeAll = (result            )             => ({ ...result, images: result.images.map(judge) });
  const [live, recorded, events] = await Promise.all([
    readLiveImages(context, pushed).then(judgeAll),
    readRecordedImages(context).then(judgeAll),
    context.settings.audit === undefined ? readRecordedEvents(context, see) : readEventHistory(context, context.settings.audit, see),
  ]);
  const findings = [...live.coverage, ...recorded.coverage];
  return {
    images: [...live.images, ...recorded.images],
    named: live.named,
    coverage: [...(findings.length === 0 ? [records.notRequested('findings')] : findings), ...events],
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
      return { ...NOTHING, coverage: [records.gap({ source: 'findings', origin: uri.text, message, diagnostics: [diagnostic] })] }
    }
  }
}

async function askImages(context            , uris                     , isNew         )                      {
  const { settings, ruleSet, world, aws, tell, startedAt } = context;
  if (aws === undefined || uris.length === 0) return NOTHING
  const [{ default: pMap }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-read4.cjs'))]);
  const options = {
    platforms: settings.platforms,
    startScan: settings.startScan,
    keepLists: evaluate.needsLists(ruleSet.compiled),
    timeoutSeconds: settings.waitTimeoutSeconds,
    graceSeconds: settings.scanGraceSeconds,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: policy.formatSecond(startedAt),
    tell,
    progress: world.progress,
  };
  const answers = await pMap(uris, image => readLiveImage(aws, image, options), { concurrency: AT_ONCE });
  return {
    images: answers.flatMap(({ images }) => images),
    named: uris.map((uri, i) => ({ uri, digest: answers[i]?.digest ?? uri.digest ?? undefined, pushed: isNew })),
    coverage: answers.map(({ coverage }) => coverage),
  }
}

/** Reads images from recorded answers about their findings. */
async function readRecordedImages({
  settings,
  world,
  tell,
  startedAt,
}                                                               )                      {
  const answers = [];
  const coverage = [];
  for (const path of settings.findings) {
    const { reading, diagnostics } = records.startReading(world, tell);
    const read = (await read$1.attempt(reading.tell, () => read$1.untilStopped(world.signal, () => records.readAnswers([path], reading)))) ?? [];
    for (const answer of read) answers.push(answer);
    coverage.push(records.coverFindings(path, read.length, diagnostics));
  }
  return { images: read$2.readImages(answers, policy.formatSecond(startedAt)), named: [], coverage }
}

/** Passes recorded events to `see` one by one, and returns their coverage. */
async function readRecordedEvents(
  { settings, world, tell }                                                 ,
  see     ,
)                               {
  if (settings.events.length === 0) return [records.notRequested('events')]
  const coverage = [];
  for (const path of settings.events) coverage.push(await records.recordedEvents(path, world, tell).read(see, world));
  return coverage
}

// A history that was requested and not read cannot pass, although nothing in it could match.
function unmatchable(region        , rules                 )           {
  const named = `${plural.agree(rules.length, 'rule')} ${policy.listOf(rules.map(({ id }) => id))}: ${plural.agree(rules.length, 'its', 'their')} clauses contradict each other`;
  return records.gap({
    source: 'events',
    origin: region,
    message: `the event history of ${region} was not read, because no event can match ${named}`,
  })
}

/** Passes the events of CloudTrail's event history to `see`, from the event sources that enabled rules look at. */
async function readEventHistory(
  { ruleSet, world, aws, tell, startedAt }            ,
  { windowSeconds, timeoutSeconds, regions }       ,
  see     ,
)                               {
  if (aws === undefined) throw new Error('the event history is read from AWS, and there is no connection')
  const eventSources = evaluate.eventSourcesOf(ruleSet.compiled);
  if (eventSources?.size === 0) {
    const watching = ruleSet.rules.filter(packs.watchesEvents);
    return watching.length === 0
      ? [records.notRequested('events', 'no enabled rule looks at them')]
      : regions.map(region => unmatchable(region, watching))
  }
  const [{ eventHistory }, { readCaller }] = await Promise.all([Promise.resolve().then(() => require('./chunk-lookup2.cjs')), Promise.resolve().then(() => require('./chunk-caller.cjs'))]);
  // Event history is that of the caller's account, which may not be the images' account, so the report names it.
  const account = read$1.captureFault(() => readCaller(aws, { region: regions[0] ?? '' })).then(caller =>
    caller instanceof read$1.Fault ? 'an unknown account' : `account ${caller.account}`,
  );
  const to = startedAt.getTime();
  const options = {
    account,
    eventSources,
    from: to - windowSeconds * 1000,
    to,
    timeoutSeconds,
    clock: world,
    tell,
    progress: world.progress,
  };
  return Promise.all(regions.map(region => eventHistory(aws, { ...options, region }).read(see, world)))
}

exports.read = read;
exports.readRecordedEvents = readRecordedEvents;
exports.readRecordedImages = readRecordedImages;
exports.startExceptions = startExceptions;
