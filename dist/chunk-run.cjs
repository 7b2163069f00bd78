'use strict';

const world = require('./chunk-world.cjs');
const report = require('./chunk-report.cjs');
const read = require('./chunk-read.cjs');
const recorded = require('./chunk-recorded.cjs');
const unknown = require('./chunk-unknown.cjs');
const endless = require('./chunk-endless.cjs');
const saved = require('./chunk-saved2.cjs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const live = require('./chunk-live.cjs');
const judge = require('./chunk-judge.cjs');
const tally = require('./chunk-tally.cjs');
const needs = require('./chunk-needs.cjs');
const packs = require('./chunk-packs.cjs');
const history = require('./chunk-history.cjs');
const prepare = require('./chunk-prepare.cjs');
const read$1 = require('./chunk-read3.cjs');
const visibility = require('./chunk-visibility.cjs');
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

// Reads what findings are compared with, before the images are judged. What cannot be read makes nothing known, so that the verdict is as
// without it, and is told.





/** Reads the baseline; undefined if none is named. Never throws a fault. */
async function readBaseline(context         )                                      {
  const { baseline } = context.settings;
  if (baseline === undefined) return undefined
  const found =
    baseline.kind === 'report'
      ? [await readReport(baseline.path, context)]
      : await askImages(baseline.kind === 'image' ? [baseline.image] : listPrevious(context), context);
  return {
    baseline: unknown.startBaseline(
      found.flatMap(({ images }) => images),
      endless.atMostOf('baseline', context.settings),
    ),
    sources: found.map(({ source }) => source),
    diagnostics: found.length === 0 ? [NOTHING] : found.flatMap(({ diagnostics }) => diagnostics),
  }
}

const NOTHING             = {
  level: 'note',
  kind: unknown.BASELINE,
  message: 'baseline previous does nothing here: without image and promote-tags, there is nothing that it means',
};

async function readReport(path        , { world: world$1, startedAt }         )                         {
  const saved$1 = await world.captureFault(() => world.untilStopped(world$1.signal, () => saved.readSavedReport(path, world$1)));
  if (!(saved$1 instanceof world.Fault) && 'report' in saved$1)
    return unknown.readEarlier(path, { ...saved$1, digest: `sha256:${saved$1.digest}` }, startedAt.getTime())
  const { message, help = FIRST } = saved$1 instanceof world.Fault ? saved$1.diagnostic : saved$1.problem;
  const source = { name: path, kind: 'report', digest: null, readAt: null, verdict: null, problem: message };
  return { source, images: [], diagnostics: [unknown.tellUnread(path, message, help)] }
}

const FIRST = 'the first run has none, and later ones take the report of what is deployed; an image is named with the host of its registry';

// The tag that the images get once they have passed, in the repository of each.
function listPrevious({ settings: { images, promoteTags } }         )                      {
  const [tag] = promoteTags;
  if (tag === undefined) return []
  return images.map(image => {
    const { registryId, region, repositoryName } = image;
    return { ...image, text: `${read.registryHost(registryId, region)}/${repositoryName}:${tag}`, tag, digest: null }
  })
}

// The scan of an image that is deployed is there, so there is nothing to wait for but a second answer.
const WAIT = { timeoutSeconds: 30, graceSeconds: 10, startScan: 'never', keepLists: false, intelligence: [] };
const AT_ONCE$1 = 4;

async function askImages(uris                     , context         )                                    {
  const { aws } = context;
  if (aws === undefined || uris.length === 0) return []
  const { default: pMap } = await Promise.resolve().then(() => require('./chunk-p-map.cjs'));
  return pMap(uris, uri => askImage(uri, context, aws), { concurrency: AT_ONCE$1 })
}

async function askImage(
  uri          ,
  { settings, ruleSet, world, startedAt }         ,
  aws                             ,
)                         {
  const { readLiveImage } = await Promise.resolve().then(() => require('./chunk-read2.cjs'));
  const now = startedAt.getTime();
  const readAt = read.formatSecond(startedAt);
  const { progress } = world;
  const options = { ...WAIT, platforms: settings.platforms, clock: world, now: world.now, readAt, progress, tell: () => undefined };
  const read$1 = await readLiveImage(recorded.connectionOf(aws, settings.imageRoles, uri), uri, {
    ...options,
    beganMilliseconds: world.milliseconds(),
  });
  const { digest = null, coverage } = read$1;
  const problem = coverage.state === 'gap' ? coverage.message.replace(`${uri.text}: `, '') : null;
  const source = { name: uri.text, kind: 'image', digest, readAt: digest === null ? null : readAt, verdict: null, problem };
  if (problem === null) return { source, images: read$1.images.map(image => unknown.toEarlier(image, settings, ruleSet, now)), diagnostics: [] }
  const [why] = coverage.diagnostics;
  const isFirst = settings.baseline?.kind === 'previous' && why?.kind === 'aws-not-found';
  const told = unknown.tellUnread(uri.text, problem, why?.help ?? 'judge it by itself to see what is missing');
  return {
    source,
    images: [],
    diagnostics: [isFirst ? { ...told, level: 'note', help: 'the first image that is promoted has none before it' } : told],
  }
}

// Whether the change under test changes the policy that judges it. Only GitHub knows, and only for a pull request; where it cannot be
// asked, nothing is said. What a pull request says of itself is not trusted: the list of its files is GitHub's own.



const SECONDS = 10;

/** Returns a warning for each file of the policy, of the rules, exceptions, VEX and baseline that the pull request changes. Never throws. */
async function findChangedPolicy(
  { policy, rules, exceptions, vex, baseline, githubToken }          ,
  world$1                                                                           ,
)                                 {
  if (githubToken === undefined) return []
  const compared = baseline?.kind === 'report' ? [baseline.path] : [];
  const named = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions, ...vex, ...compared];
  const paths = named.filter(path => path !== '-' && !read.isReference(path));
  const inside = (await Promise.all(paths.map(path => toRepositoryPaths(path, world$1.root)))).flat();
  if (inside.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    Promise.resolve().then(() => require('./chunk-github.cjs')).then(n => n.github),
    Promise.resolve().then(() => require('./chunk-pulls.cjs')),
    Promise.resolve().then(() => require('./chunk-refusal2.cjs')),
  ]);
  const github = endWith(await openGitHub(world$1.env, githubToken, world$1), world$1.signal);
  const { pull } = github.context;
  if (!('at' in pull)) return []
  const changed = await world.captureFault(() => captureGitHubFault(listChangedFiles(github, pull.at, within(SECONDS, github))));
  return changed instanceof world.Fault || changed instanceof GitHubFault ? [] : tellChanged(inside, changed)
}

/** Returns the warnings about these paths in the repository, of which some may be folders. */
function tellChanged(named                   , { files, isComplete }              )                        {
  const found = files.filter(file => named.some(path => isOf$1(path, file)));
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
function isOf$1(path        , file        )          {
  const isInFolder = (world.isRuleFile(file) || world.isVexFile(file)) && (path === '' || file.startsWith(`${path}/`));
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
    needsAccount: needs.needsAccount(ruleSet, kind),
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

// Reads which instructions made the layers that have findings. Without it findings only stand on less exact lines, so what cannot be
// read is a note.




/** How many configurations are read at the same time. */
const AT_ONCE = 4;

/** What ends the reading of all, because it would end each of them. */
const LASTING                       = ['aws-denied', 'aws-unreachable', 'aws-credentials', 'network-settings', 'stopped'];

/**
 * One list of layers for each image that has findings in layers of its own, and was read from ECR. What is wrong with an image is
 * collected for the report; that the way there is closed is so in every run, and only told.
 */
async function readHistories(
  { aws, settings, tell }            ,
  { images, named }            ,
  collect      ,
)                                        {
  const asked = images.filter(hasUsefulLayers);
  if (aws === undefined || asked.length === 0) return []
  const [{ default: pMap }, { readSteps }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-history2.cjs'))]);
  let isOver = false;
  const read = async (image       )                           => {
    const uri = named.find(each => isOf(image, each.uri))?.uri;
    if (isOver || uri === undefined || image.contents === null) return []
    const { contents } = image;
    const steps = await world.captureFault(() => readSteps(recorded.connectionOf(aws, settings.imageRoles, uri), uri, contents));
    if (!(steps instanceof world.Fault)) return steps
    // A run that is stopped says so itself.
    if (isOver || steps.code === 'stopped') return []
    isOver = LASTING.includes(steps.code);
    const say = isOver ? tell : collect;
    say(toNote(steps, image));
    return []
  };
  return pMap(asked, read, { concurrency: AT_ONCE })
}

function hasUsefulLayers({ contents, findings }       )          {
  const layers = new Set(contents?.config === null ? [] : contents?.layers);
  return findings.some(({ packages }) => packages.some(({ layer }) => layer !== null && layers.has(layer)))
}

function isOf(image       , uri                                    )          {
  return image.registryId === uri.registryId && image.region === uri.region && image.repositoryName === uri.repositoryName
}

function toNote({ diagnostic }       , { uri }       )             {
  const message = `which instructions made the layers is not known: ${diagnostic.message}`;
  return { ...diagnostic, level: 'note', kind: 'layers', message, at: uri }
}

// Finds where in the repository findings can be fixed, and which instructions brought them. Neither affects the verdict.











async function locate(context            , read$1            )                        {
  const { settings, world, tell } = context;
  const { images } = read$1;
  if (images.length === 0) return { place: () => null, nameInstruction: () => null, diagnostics: [] }
  const { findPlaces } = await Promise.resolve().then(() => require('./chunk-places.cjs'));
  const diagnostics               = [];
  const collect = read.collectInto(diagnostics, tell);
  let made                              = new Map();
  const readSteps = async () => {
    const histories = await readHistories(context, read$1, collect);
    made = new Map([...history.indexSteps(histories)].map(([layer, createdBy]) => [layer, history.nameMade(history.readMade(createdBy))]));
    return histories
  };
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, readSteps, tell: collect });
  const nameInstruction = ({ packages }         )                =>
    packages.map(({ layer }) => made.get(layer ?? '') ?? '').find(name => name !== '') ?? null;
  return { place, nameInstruction, diagnostics }
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
      const places = visibility.groupBy([...inTitles.values()].slice(0, MOST_NAMED), placeOf);
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
  const code = unknown.exitCodeOf(report, settings.onUndecided);
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
  if (diagnostics.some(({ level }) => level === 'error')) return unknown.refuseRun(context, diagnostics)

  const compared = await readBaseline(context);
  for (const diagnostic of compared?.diagnostics ?? []) tell(diagnostic);
  const judging = judge.startJudging(ruleSet, settings, startedAt, { clock: world.now, baseline: compared?.baseline });
  const pushed = await push(context);
  const seen = await read$1.read(context, pushed, judging);
  const unknown$1 = unknown.tellUnknown(compared, seen);
  for (const diagnostic of unknown$1) tell(diagnostic);
  const located = await locate(context, seen);
  let decided = await decide(context, judging, seen);
  // What is going on may have changed since, so it is read once more just before tags are set.
  const confirm = async ()                   => {
    if (settings.live !== undefined) decided = await decide(context, judging, seen);
    return decided.judgement.verdict
  };
  const { bases } = seen;
  const [released, newer] = await Promise.all([
    release(context, pushed, seen, decided.judgement.verdict, confirm),
    bases?.readNewer(judging.consider),
  ]);
  for (const diagnostic of decided.judgement.diagnostics) tell(diagnostic);
  const told = [...diagnostics, ...(compared?.diagnostics ?? []), ...unknown$1, ...(bases?.diagnostics ?? []), ...targets.diagnostics()];
  return unknown.makeReport(context, { diagnostics: told, pushed, located, ...decided, release: released, compared, newer })
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
