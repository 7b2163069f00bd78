'use strict';

const world = require('./chunk-world.cjs');
const report = require('./chunk-report2.cjs');
const read = require('./chunk-read.cjs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const judge = require('./chunk-judge.cjs');
const prepare = require('./chunk-prepare.cjs');
const read$1 = require('./chunk-read2.cjs');
const report$1 = require('./chunk-report.cjs');
const write = require('./chunk-write.cjs');

// The settings of one run, as one value.







/** The settings of one run, every value checked. */
















































































/** Whether any setting needs GitHub's API. */
function asksGitHub({ checkRun, comment, uploadSarif }                                                        )          {
  return checkRun !== undefined || comment !== 'never' || uploadSarif
}

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
  const paths = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions].filter(path => path !== '-');
  const named = (await Promise.all(paths.map(path => toRepositoryPaths(path, world$1.root)))).flat();
  if (named.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    Promise.resolve().then(() => require('./chunk-github.cjs')).then(n => n.github),
    Promise.resolve().then(() => require('./chunk-pulls.cjs')),
    Promise.resolve().then(() => require('./chunk-refusal.cjs')),
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
  const { push: source, images, pushTimeoutSeconds } = settings;
  const [image] = images;
  if (aws === undefined || image === undefined || source === undefined) return { kind: 'not requested' }
  const { uploadImage } = await Promise.resolve().then(() => require('./chunk-upload.cjs'));
  const { env, signal, now, temporary, progress } = world$1;
  const dependencies = { clock: world$1, signal, now, env, temporary, progress, tell };
  const uploaded = await world.captureFault(() => uploadImage(aws, image, source, pushTimeoutSeconds, dependencies));
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







/** Returns null if nothing was requested. */
async function release(
  { settings, world, aws }            ,
  pushed            ,
  { named }            ,
  verdict         ,
)                          {
  const { promoteTags, onFail } = settings;
  if (pushed.kind === 'failed')
    return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [pushed.problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await Promise.resolve().then(() => require('./chunk-release.cjs'));
  return releaseImages(aws, verdict, named, settings, world)
}

// One run of the gate, in the order in which things happen. `takeSteps`: push → read → judge → locate → release → report. `run`: write →
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
  const steps = await takeSteps({ settings, ruleSet, world: stoppable, aws, tell: unlessStopped(onceWithoutCredentials(tell)), startedAt });
  const changed = await changing;
  for (const diagnostic of changed) tell(diagnostic);
  const judged = { ...steps, diagnostics: [...changed, ...steps.diagnostics] };
  if (!(signal.reason instanceof world.Fault)) return judged
  tell(signal.reason.diagnostic);
  return report.withStop(judged, signal.reason.diagnostic)
}

async function takeSteps(context            )                  {
  const { settings, ruleSet, world, aws, tell, startedAt } = context;
  const diagnostics = [...ruleSet.diagnostics, ...(await prepare.checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) tell(diagnostic);
  if (diagnostics.some(({ level }) => level === 'error')) return report$1.refuseRun(context, diagnostics)

  const judging = judge.startJudging(ruleSet, settings, startedAt, { clock: world.now });
  const pushed = await push(context);
  const seen = await read$1.read(context, pushed, judging);
  const judgement = judging.decide(seen);
  for (const diagnostic of judgement.diagnostics) tell(diagnostic);
  const located = await locate(context, seen.images);
  const decidedAt = read.formatSecond(world.now());
  const released = await release(context, pushed, seen, judgement.verdict);
  return report$1.makeReport(context, { diagnostics, pushed, read: seen, judgement, located, decidedAt, release: released })
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
