'use strict';

const world = require('./chunk-world.cjs');
const report = require('./chunk-report2.cjs');
const read = require('./chunk-read.cjs');
const recorded = require('./chunk-recorded.cjs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const live = require('./chunk-live.cjs');
const judge = require('./chunk-judge.cjs');
const tally = require('./chunk-tally.cjs');
const packs = require('./chunk-packs.cjs');
const prepare = require('./chunk-prepare.cjs');
const read$1 = require('./chunk-read2.cjs');
const report$1 = require('./chunk-report.cjs');
const group = require('./chunk-group.cjs');
const write = require('./chunk-write.cjs');

// The settings of one run, as one value.











/** The settings of one run, every value checked. */






























































































/** Whether any setting needs GitHub's API. */
function asksGitHub({ checkRun, comment, uploadSarif }                                                        )          {
  return checkRun !== undefined || comment !== 'never' || uploadSarif
}






/** What is read of Systems Manager as it is now, and which part of what has ended. */




/** How far back activity is read, how long that may take, and where. */

// The last step: the report goes to GitHub, if that was requested. Whatever happens, no check run is left in progress.




/** Starts the publication to GitHub and runs `act` with it. An error or a signal cancels the publication. */
async function withPublication   (
  settings            ,
  world       ,
  act                                                      ,
)             {
  if (!asksGitHub(settings)) return act(undefined)
  const { startPublication } = await Promise.resolve().then(() => require('./chunk-publication.cjs'));
  const publication = await startPublication(settings, world);
  try {
    const result = await act(publication);
    if (world.signal.aborted) await publication.cancel();
    return result
  } catch (error) {
    await publication.cancel();
    throw error
  }
}

/** Publishes the report; nothing of it, or no more of it, if the run is stopped. */
async function publish(publication                         , report$1        , code        )                                 {
  if (publication === undefined || report.isStopped(report$1)) return undefined
  const published = await world.captureFault(() => publication.finish(report$1, code));
  if (!(published instanceof world.Fault)) return published
  if (published.code !== 'stopped') throw published
  return undefined
}

// Whether the change under test changes the policy that judges it. Only GitHub knows, and only for a pull request; where it cannot be
// asked, nothing is said. What a pull request says of itself is not trusted: the list of its files is GitHub's own.



const SECONDS = 10;

/** Returns a warning for each file of the policy, of the rules and of the exceptions that the pull request changes. Never throws. */
async function findChangedPolicy(
  { policy, rules, exceptions, githubToken }          ,
  world$1                                                                           ,
)                                 {
  if (githubToken === undefined) return []
  const paths = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions].filter(path => path !== '-' && !read.isReference(path));
  const named = (await Promise.all(paths.map(path => toRepositoryPaths(path, world$1.root)))).flat();
  if (named.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    Promise.resolve().then(() => require('./chunk-github.cjs')).then(n => n.github),
    Promise.resolve().then(() => require('./chunk-pulls.cjs')),
    Promise.resolve().then(() => require('./chunk-refusal2.cjs')),
  ]);
  const github = endWith(await openGitHub(world$1.env, githubToken, world$1), world$1.signal);
  const { pull } = github.context;
  if (!('at' in pull)) return []
  const changed = await world.captureFault(() => captureGitHubFault(listChangedFiles(github, pull.at, within(SECONDS, github))));
  return changed instanceof world.Fault || changed instanceof GitHubFault ? [] : tellChanged(named, changed)
}

/** Returns the warnings about these paths in the repository, of which some may be folders. */
function tellChanged(named                   , { files, isComplete }              )                        {
  const found = files.filter(file => named.some(path => isOf(path, file)));
  return found.length > 0 || isComplete ? found.map(warn) : [{ level: 'warning', kind: report.POLICY_CHANGED, message: TOO_MANY, help: HELP }]
}

const TOO_MANY =
  'GitHub lists only the first 3,000 files of the change under test, so it is not known whether it changes the policy that judges it';
const HELP = 'review it as a change of the policy, or take the policy from another commit or repository (docs/policy.md)';

// The paths of a file or a folder in the repository, as GitHub writes them: as it is named, and where links lead. None for what lies elsewhere.
async function toRepositoryPaths(path        , root        )                             {
  const real = (some        )                  => fs.realpath(some).catch(() => node_path.resolve(some));
  const places = [[node_path.resolve(root), node_path.resolve(path)]         , [await real(root), await real(path)]         ];
  const inside = places.flatMap(([folder, whole]) => (world.isWithin(folder, whole) ? [node_path.relative(folder, whole).split(node_path.sep).join('/')] : []));
  return [...new Set(inside)]
}

// A changed file is named itself or lies in a named folder. If a named path goes on below it, it is a link or a submodule.
function isOf(path        , file        )          {
  const isInFolder = /\.(?:ya?ml|json)$/i.test(file) && (path === '' || file.startsWith(`${path}/`));
  return file === path || isInFolder || path.startsWith(`${file}/`)
}

function warn(file        )             {
  const message = `the change under test changes ${file}, a part of the policy that judges it`;
  return { level: 'warning', kind: report.POLICY_CHANGED, message, help: HELP, at: { file, line: 1, column: 1 } }
}

// What is said of alerts once everything is read: the names of their targets, and what the live state knows of what their events began.




/** The alerts of everything that was seen and of a reading of what goes on now, as they are reported. */
async function describeAlerts(
  { targets }                             ,
  { alerts, calls }                                   ,
  watching           ,
)                            {
  return live.addLiveState(await targets.name(alerts(watching)), watching?.events ?? [], calls)
}

// Reads what is going on in Systems Manager now: last of all, just before the verdict, and once more before the tags that deployments
// follow are set.









/** Undefined where the settings ask for nothing of it. */
async function readLive(context            , judging         )                                   {
  const { settings, stands } = context;
  if (settings.live === undefined) return undefined
  const watching = judging.watch();
  const coverage = await Promise.all(settings.live.kinds.map(kind => readKind(context, kind, stands(), watching)));
  return { watching, coverage: coverage.flat() }
}

async function readKind(context            , kind          , stands                  , watching          )                               {
  const { settings, ruleSet, world, targets, startedAt } = context;
  const { windowSeconds, timeoutSeconds } = settings.live ?? { windowSeconds: 0, timeoutSeconds: 0 };
  const isJudged = packs.looksAt(ruleSet.rules, kind);
  const tell = isJudged ? context.tell : asNote(context.tell);
  const { liveState } = await Promise.resolve().then(() => require('./chunk-live2.cjs'));
  const options = {
    kind,
    needsAccount: tally.needsAccount(ruleSet, kind),
    from: startedAt.getTime() - windowSeconds * 1000,
    now: world.now,
    timeoutSeconds,
    clock: world,
    tell,
    progress: world.progress,
  };
  const coverage = await recorded.readStands(stands, kind, tell, stand =>
    liveState(stand, { ...options, describe: targets.step(stand, watching.wants) }).read(watching.see, world),
  );
  // What no rule looks at only completes what alerts say, so that nothing of the verdict needs it.
  return coverage.map(each =>
    isJudged || each.state !== 'gap' ? each : tally.notRequested('events', `${each.message}; no enabled rule looks at ${kind}`),
  )
}

function asNote(tell      )       {
  return diagnostic => tell({ ...diagnostic, level: 'note' })
}

// Finds where in the repository findings can be fixed. This does not affect the verdict.












async function locate({ settings, world, tell }            , images                  )                        {
  if (images.length === 0) return { place: () => null, diagnostics: [] }
  const { findPlaces } = await Promise.resolve().then(() => require('./chunk-places.cjs'));
  const diagnostics               = [];
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, tell: read.collectInto(diagnostics, tell) });
  return { place, diagnostics }
}

// The push of a run, if one was requested. What it could not do is its result: an image that was not pushed is not judged, because its
// name may refer to an older one.























async function push({ settings, world: world$1, aws, tell }            )                      {
  const { push: source, images, imageRoles, pushTimeoutSeconds } = settings;
  const [image] = images;
  if (aws === undefined || image === undefined || source === undefined) return { kind: 'not requested' }
  const { uploadImage } = await Promise.resolve().then(() => require('./chunk-upload.cjs'));
  const { env, signal, now, temporary, progress } = world$1;
  const dependencies = { clock: world$1, signal, now, env, temporary, progress, tell };
  const uploaded = await world.captureFault(() =>
    uploadImage(recorded.connectionOf(aws, imageRoles, image), image, source, pushTimeoutSeconds, dependencies),
  );
  if (!(uploaded instanceof world.Fault)) return { kind: 'pushed', ...uploaded }
  const isNamed = uploaded.message.includes(image.text);
  const diagnostic = isNamed ? uploaded.diagnostic : { ...uploaded.diagnostic, at: image.text };
  tell(diagnostic);
  const message = isNamed ? uploaded.message : `${image.text}: not pushed: ${uploaded.message}`;
  return { kind: 'failed', uri: image, diagnostic, message, problem: describeUndone(image.text, settings) }
}

function describeUndone(image        , { promoteTags, onFail }          )         {
  const undone = [...(promoteTags.length > 0 ? ['promote-tags'] : []), ...(onFail === 'keep' ? [] : ['on-fail'])];
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${read.agree(undone.length, 'was', 'were')} not done`}`
}

// What a run does with its images after the verdict: it promotes them or applies `on-fail`, as requested. A failed push is always a
// problem, whatever on-undecided lets through.





/** Returns null if nothing was requested. `confirm` gives the verdict once more, just before tags are set. */
async function release(
  { settings, world, aws }            ,
  pushed            ,
  { named }            ,
  verdict         ,
  confirm                        ,
)                          {
  const { promoteTags, onFail, imageRoles } = settings;
  if (pushed.kind === 'failed')
    return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [pushed.problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await Promise.resolve().then(() => require('./chunk-release.cjs'));
  return releaseImages(uri => recorded.connectionOf(aws, imageRoles, uri), { verdict, confirm }, named, settings, world)
}

// The names of targets in the titles of alerts: `Session on i-0abc… opened by alice` becomes `Session on i-0abc… (payments-db-1) opened by
// alice`. Only the title changes. What tells alerts apart stays as it was, because names change and may not be known the next time.



/** A target in the title of an alert, and where it is. */






const NAME_LENGTH = 80;

/** The targets of an alert's events whose ids its title has. */
function targetsInTitle({ title, events }                                 )                         {
  const all = events.flatMap(({ record, region, accountId }) => {
    if (record === null) return []
    const place = {
      account: read.ownText(record, 'recipientAccountId') ?? read.ownText(record, 'accountId') ?? accountId ?? undefined,
      region: region ?? read.ownText(record, 'region'),
    };
    return read.targetIdsOf(record).flatMap(id => (findWord(title, id) < 0 ? [] : [{ id, ...place }]))
  });
  return [...new Map(all.map(target => [target.id, target])).values()]
}

/** The alert whose title has the names of these targets behind their ids, but for those that it has already. */
function nameTargets(alert       , targets                                                           )        {
  const title = targets.reduce((text, { id, name }) => addName(text, id, read.shorten(name, NAME_LENGTH)), alert.title);
  return title === alert.title ? alert : { ...alert, title }
}

function addName(title        , id        , name        )         {
  const at = findWord(title, id);
  if (at < 0 || findWord(title, name) >= 0) return title
  const end = at + id.length;
  return `${title.slice(0, end)} (${name})${title.slice(end)}`
}

// An id may be the beginning of another.
function findWord(title        , word        )         {
  for (let at = title.indexOf(word); at >= 0; at = title.indexOf(word, at + 1)) {
    if (!isInWord(title[at - 1]) && !isInWord(title[at + word.length])) return at
  }
  return -1
}

function isInWord(character                    )          {
  return character !== undefined && /[\w-]/.test(character)
}

// What a run knows of targets: one description for each account and Region, for the events that rules ask about and for the titles of
// alerts. The clients are loaded once something is asked.



















/** How many targets are asked for because of their names alone. */
const MOST_NAMED = 200;

function startDescribing(tell      )             {
  const diagnostics               = [];
  const opened           = [];
  const collect       = diagnostic => {
    diagnostics.push(diagnostic);
    tell(diagnostic);
  };
  const open = (place              )         => {
    const known = opened.find(each => each.place.aws === place.aws && each.place.region === place.region);
    if (known !== undefined) return known
    let targets;
    const fresh         = {
      place,
      targets: () => {
        targets ??= Promise.resolve().then(() => require('./chunk-targets2.cjs')).then(({ startTargets }) => startTargets(place, collect));
        return targets
      },
    };
    opened.push(fresh);
    return fresh
  };
  return {
    step: (place, wants) => {
      const { targets } = open(place);
      return async batch => {
        const wanted = new Set(batch.filter(({ event }) => wants(event)));
        const ids = [...wanted].flatMap(({ event }) => read.targetIdsOf(event));
        if (ids.length === 0) return batch
        const known = await (await targets()).describe(ids);
        const describe = (id        ) => known.get(id) ?? { id };
        return batch.map(each => (wanted.has(each) ? { ...each, event: read.withTargets(each.event, describe) } : each))
      }
    },
    name: async alerts => {
      if (opened.length === 0) return alerts
      const inTitles = new Map(alerts.flatMap(targetsInTitle).map(target => [keyOf(target), target]));
      const places = group.groupBy([...inTitles.values()].slice(0, MOST_NAMED), placeOf);
      const names = new Map((await Promise.all([...places].map(([key, asked]) => askNames(opened, key, asked)))).flat());
      return alerts.map(alert => {
        const found = targetsInTitle(alert).flatMap(target => {
          const name = names.get(keyOf(target));
          return name === undefined ? [] : [{ id: target.id, name }]
        });
        return nameTargets(alert, found)
      })
    },
    diagnostics: () => diagnostics,
  }
}

function placeOf({ account, region }             )         {
  return JSON.stringify([account, region])
}

function keyOf(target             )         {
  return JSON.stringify([placeOf(target), target.id])
}

async function askNames(
  opened                   ,
  place        ,
  asked                        ,
)                                                  {
  const accounts                              = await Promise.all(opened.map(each => each.place.account));
  const found = opened.find((each, i) => JSON.stringify([accounts[i], each.place.region]) === place);
  if (found === undefined) return []
  const known = await (await found.targets()).describe(asked.map(({ id }) => id));
  return asked.flatMap(target => {
    const name = known.get(target.id)?.name;
    return name === undefined ? [] : [[keyOf(target), name]         ]
  })
}

// One run of the gate, in the order in which things happen. `takeSteps`: push → read → locate → judge → release → report. `run`: write →
// publish.


/** What an entry adds to a run. */
















/** Judges what the settings name, and delivers the report. There is one even if nothing can be read. */
async function run(settings          , world       , { tell, show, publication, helpUri = null }         )                    {
  const judged = { ...(await takeStepsUntilStopped(settings, world, tell)), helpUri };
  const report = await write.writeReports(settings, judged, world);
  const code = report$1.exitCodeOf(report, settings.onUndecided);
  await show?.(report, code);
  return { report, code, published: await publish(publication, report, code) }
}

// Whatever is being read or waited for ends with the fault that stops the run. It is told once, at the end.
async function takeStepsUntilStopped(settings          , world$1       , tell      )                  {
  const { signal } = world$1;
  const stoppable        = { ...world$1, sleep: milliseconds => world.untilStopped(signal, () => world$1.sleep(milliseconds)) };
  const startedAt = new Date(Math.floor(world$1.now().getTime() / 1000) * 1000);
  const ruleSet = await world.captureFault(() => world.untilStopped(signal, () => prepare.loadRuleSet(settings, stoppable)));
  if (ruleSet instanceof world.Fault) return report.emptyReport([ruleSet.diagnostic], read.formatSecond(startedAt))
  const changing = findChangedPolicy(settings, stoppable);
  const aws = await prepare.connect(settings, stoppable);
  const tellOnce = unlessStopped(onceWithoutCredentials(tell));
  const targets = startDescribing(tellOnce);
  const stands = recorded.startStands(aws, settings);
  const steps = await takeSteps({ settings, ruleSet, world: stoppable, aws, tell: tellOnce, stands, targets, startedAt });
  const changed = await changing;
  for (const diagnostic of changed) tell(diagnostic);
  const judged = { ...steps, diagnostics: [...changed, ...steps.diagnostics] };
  if (!(signal.reason instanceof world.Fault)) return judged
  tell(signal.reason.diagnostic);
  return report.withStop(judged, signal.reason.diagnostic)
}

async function takeSteps(context            )                  {
  const { settings, ruleSet, world, aws, tell, targets, startedAt } = context;
  const diagnostics = [...ruleSet.diagnostics, ...(await prepare.checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) tell(diagnostic);
  if (diagnostics.some(({ level }) => level === 'error')) return report$1.refuseRun(context, diagnostics)

  const judging = judge.startJudging(ruleSet, settings, startedAt, { clock: world.now });
  const pushed = await push(context);
  const seen = await read$1.read(context, pushed, judging);
  const located = await locate(context, seen.images);
  let decided = await decide(context, judging, seen);
  // What is going on may have changed since, so it is read once more just before tags are set.
  const confirm = async ()                   => {
    if (settings.live !== undefined) decided = await decide(context, judging, seen);
    return decided.judgement.verdict
  };
  const released = await release(context, pushed, seen, decided.judgement.verdict, confirm);
  for (const diagnostic of decided.judgement.diagnostics) tell(diagnostic);
  const told = [...diagnostics, ...targets.diagnostics()];
  return report$1.makeReport(context, { diagnostics: told, pushed, located, ...decided, release: released })
}

// What is going on now is read last, just before the verdict.
async function decide(context            , judging         , seen            )                                                           {
  const live = await readLive(context, judging);
  const read$1 = { ...seen, coverage: [...seen.coverage, ...(live?.coverage ?? [])] };
  const alerts = await describeAlerts(context, judging, live?.watching);
  return { read: read$1, judgement: judging.decide(read$1, live?.watching, alerts), decidedAt: read.formatSecond(context.world.now()) }
}

function unlessStopped(tell      )       {
  const stopped            = 'stopped';
  return diagnostic => diagnostic.kind !== stopped && tell(diagnostic)
}

// Without credentials every source fails alike. The log says it once, and the report says which sources were not read.
function onceWithoutCredentials(tell      )       {
  const missing            = 'aws-credentials';
  let isTold = false;
  return diagnostic => {
    if (diagnostic.kind === missing && isTold) return
    isTold ||= diagnostic.kind === missing;
    tell(diagnostic);
  }
}

exports.publish = publish;
exports.run = run;
exports.withPublication = withPublication;
