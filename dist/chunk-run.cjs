'use strict';

const read = require('./chunk-read.cjs');
const report = require('./chunk-report.cjs');
const policy = require('./chunk-policy.cjs');
const fs = require('node:fs/promises');
const node_path = require('node:path');
const prepare = require('./chunk-prepare.cjs');
const read$1 = require('./chunk-read2.cjs');
const node_crypto = require('node:crypto');
const records = require('./chunk-records.cjs');
const exceptions = require('./chunk-exceptions.cjs');
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
  const published = await read.captureFault(() => publication.finish(report$1, code));
  if (!(published instanceof read.Fault)) return published
  if (published.code !== 'stopped') throw published
  return undefined
}

// Whether the change under test changes the policy that judges it. Only GitHub knows, and only for a pull request; where it cannot be
// asked, nothing is said. What a pull request says of itself is not trusted: the list of its files is GitHub's own.



const SECONDS = 10;

/** Returns a warning for each file of the policy, of the rules and of the exceptions that the pull request changes. Never throws. */
async function findChangedPolicy(
  { policy, rules, exceptions, githubToken }          ,
  world                                                                           ,
)                                 {
  if (githubToken === undefined) return []
  const paths = [...(policy === undefined ? [] : [policy.path]), ...rules, ...exceptions].filter(path => path !== '-');
  const named = (await Promise.all(paths.map(path => toRepositoryPaths(path, world.root)))).flat();
  if (named.length === 0) return []
  const [{ endWith, openGitHub, within }, { listChangedFiles }, { captureGitHubFault, GitHubFault }] = await Promise.all([
    Promise.resolve().then(() => require('./chunk-github.cjs')).then(n => n.github),
    Promise.resolve().then(() => require('./chunk-pulls.cjs')),
    Promise.resolve().then(() => require('./chunk-refusal.cjs')),
  ]);
  const github = endWith(await openGitHub(world.env, githubToken, world), world.signal);
  const { pull } = github.context;
  if (!('at' in pull)) return []
  const changed = await read.captureFault(() => captureGitHubFault(listChangedFiles(github, pull.at, within(SECONDS, github))));
  return changed instanceof read.Fault || changed instanceof GitHubFault ? [] : tellChanged(named, changed)
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
  const inside = places.flatMap(([folder, whole]) => (read.isWithin(folder, whole) ? [node_path.relative(folder, whole).split(node_path.sep).join('/')] : []));
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
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, tell: policy.collectInto(diagnostics, tell) });
  return { place, diagnostics }
}

// The push of a run, if one was requested. What it could not do is its result: an image that was not pushed is not judged, because its
// name may refer to an older one.
























async function push({ settings, world, aws, tell }            )                      {
  const { push: source, images, pushTimeoutSeconds } = settings;
  const [image] = images;
  if (aws === undefined || image === undefined || source === undefined) return { kind: 'not requested' }
  const { uploadImage } = await Promise.resolve().then(() => require('./chunk-upload.cjs'));
  const { env, signal, now, temporary, progress } = world;
  const dependencies = { clock: world, signal, now, env, temporary, progress, tell };
  const uploaded = await read.captureFault(() => uploadImage(aws, image, source, pushTimeoutSeconds, dependencies));
  if (!(uploaded instanceof read.Fault)) return { kind: 'pushed', ...uploaded }
  const isNamed = uploaded.message.includes(image.text);
  const diagnostic = isNamed ? uploaded.diagnostic : { ...uploaded.diagnostic, at: image.text };
  tell(diagnostic);
  const message = isNamed ? uploaded.message : `${image.text}: not pushed: ${uploaded.message}`;
  return { kind: 'failed', uri: image, diagnostic, message, problem: describeUndone(image.text, settings) }
}

function describeUndone(image        , { promoteTags, onFail }          )         {
  const undone = [...(promoteTags.length > 0 ? ['promote-tags'] : []), ...(onFail === 'keep' ? [] : ['on-fail'])];
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${policy.agree(undone.length, 'was', 'were')} not done`}`
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

// The policy of a verdict as one text and its digest, so that it can be checked that a verdict was reached under the right
// policy.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies give equal bytes on every machine. This file uses
// node:crypto although this folder is pure: a digest reads no clock and touches no file.


/** The limits of a policy file, without the places where they are written. */





function limitsOf(limits                    )                           {
  if (limits === undefined || (limits.mayNotTune.length === 0 && limits.exceptions === undefined)) return undefined
  const { mayNotTune, exceptions } = limits;
  const values = exceptions && Object.fromEntries(Object.entries(exceptions).map(([name, limit]) => [name, limit?.value]));
  return { mayNotTune: mayNotTune.map(({ value }) => value), exceptions: values }
}

/** The settings that are policy. */




/** The policy that settings and the rules in force make. Its Regions are those that were named: those of the images are no policy. */
function policyOf(settings                , rules                 )         {
  const { policy, packs, failOn, maxFindings, untriaged, unfixed, fixWithin, maxScanAgeSeconds, ...reading } = settings;
  const { platforms, scanGraceSeconds, events, audit, auditRegions, ...others } = reading;
  return {
    rules,
    packs,
    failOn,
    maxFindings,
    untriaged,
    unfixed,
    fixWithin,
    maxScanAgeSeconds,
    platforms,
    scanGraceSeconds,
    limits: limitsOf(policy?.file?.limits),
    recordedEvents: events.length > 0,
    audit: audit && { windowSeconds: audit.windowSeconds, regions: auditRegions },
  }
}

/** SHA-256 of a policy, in hexadecimal digits. */
function digestPolicy(policy        )         {
  return node_crypto.createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. It leaves out what has no part in a decision: tests, and the file that a rule comes from. The
 * order of files, packs and suppressions has no part in it either, so it does not change the text.
 */
function writePolicy({ rules, limits, packs, platforms, audit, ...settings }        )         {
  const { failOn, maxFindings, maxScanAgeSeconds, untriaged, unfixed, fixWithin, scanGraceSeconds, recordedEvents } = settings;
  const parts                                          = {
    rules: rules.map(writeRule).sort((a, b) => policy.compareText(a.id, b.id) || policy.compareText(canonicalJson(a), canonicalJson(b))),
    limits: limits && { ...limits, mayNotTune: toSet(limits.mayNotTune) },
    packs: toSet(packs),
    failOn: failOn ?? null,
    maxFindings: maxFindings ?? null,
    untriaged,
    unfixed,
    fixWithin,
    maxScanAgeSeconds: maxScanAgeSeconds ?? null,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { windowSeconds: audit.windowSeconds, regions: toSet(audit.regions) },
  };
  return canonicalJson(parts)
}

/**
 * SHA-256 of what exceptions accept, until when and why, in hexadecimal digits: a digest of its own, so that a new exception does not
 * change that of the policy. Undefined if there are none.
 */
function digestExceptions(exceptions                      )                     {
  if (exceptions.length === 0) return undefined
  return node_crypto.createHash('sha256').update(writeExceptions(exceptions), 'utf8').digest('hex')
}

/** The canonical text of exceptions. The files that they are written in, their places there and their order have no part in it. */
function writeExceptions(exceptions                      )         {
  return `[${toSet(exceptions.map(exception => canonicalJson(writeException(exception)))).join(',')}]`
}

function writeException({ at: _, ...exception }           )         {
  if (exception.kind === 'finding') return { ...exception, ids: toSet(exception.ids), filter: exception.filter?.text ?? null }
  const { expression: __, ...alerts } = exception;
  return alerts
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

function toSet(texts                   )                    {
  return [...new Set(texts)].sort(policy.compareText)
}

/** JSON without whitespace, with the members of every object sorted by name. https://www.rfc-editor.org/rfc/rfc8785 */
function canonicalJson(value         )         {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => policy.compareText(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}

// The report of a run, made of what its steps did.







/** What the steps of a run did, in their order. */











function makeReport(context            , { diagnostics, pushed, read, judgement, located, decidedAt, release }       )         {
  const { verdict, reasons, alerts, activity } = judgement;
  const report$1         = {
    verdict,
    reasons,
    push: pushed.kind === 'pushed' ? pushed.push : null,
    release,
    unwritten: [],
    alerts,
    activity,
    images: read.images.map(image => report.toReportedImage(image, located.place)),
    exceptions: judgement.exceptions.map(exceptions.toReportedException),
    coverage: read.coverage,
    rules: report.toReportedRules(context.ruleSet),
    ...digestsOf(context),
    diagnostics: [...diagnostics, ...judgement.diagnostics, ...located.diagnostics],
    readAt: policy.formatSecond(context.startedAt),
    decidedAt,
  };
  return report.withProblems(report$1, report.problemsOf(report$1))
}

function digestsOf({ settings, ruleSet }            )                                                    {
  return {
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules)),
    exceptionsDigest: digestExceptions(ruleSet.exceptions) ?? null,
  }
}

/** The report of a run that reads nothing, because its settings, rules or credentials are wrong. */
function refuseRun(context            , diagnostics                       )         {
  const { settings, ruleSet, startedAt } = context;
  const errors = diagnostics.filter(({ level }) => level === 'error');
  const unread = (source                    , origins                   )                      =>
    origins.length === 0
      ? [records.notRequested(source)]
      : origins.map(origin => records.gap({ source, origin, message: `${origin}: not read, because the settings or the rules are wrong` }));
  return {
    ...report.emptyReport(diagnostics, policy.formatSecond(startedAt)),
    reasons: errors.map(policy.toReason),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: report.toReportedRules(ruleSet),
    ...digestsOf(context),
  }
}

const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/**
 * 0 pass or warn, 1 fail, 2 undecided. `on-undecided: warn` lets through what was not seen, but neither an error such as a wrong rule
 * nor a requested action that was not done.
 */
function exitCodeOf(report$1        , onUndecided             )         {
  const { verdict, diagnostics } = report$1;
  const judged = report.problemsOf(report$1).length === 0 && diagnostics.every(({ level }) => level !== 'error');
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

// One run of the gate, in the order in which things happen. `takeSteps`: push → read → judge → locate → release → report. `run`: write →
// publish.


/** What an entry adds to a run. */














/** Judges what the settings name, and delivers the report. There is one even if nothing can be read. */
async function run(settings          , world       , { tell, show, publication }         )                    {
  const report = await write.writeReports(settings, await takeStepsUntilStopped(settings, world, tell), world);
  const code = exitCodeOf(report, settings.onUndecided);
  await show?.(report, code);
  return { report, code, published: await publish(publication, report, code) }
}

// Whatever is being read or waited for ends with the fault that stops the run. It is told once, at the end.
async function takeStepsUntilStopped(settings          , world       , tell      )                  {
  const { signal } = world;
  const stoppable        = { ...world, sleep: milliseconds => read.untilStopped(signal, () => world.sleep(milliseconds)) };
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000);
  const ruleSet = await read.captureFault(() => read.untilStopped(signal, () => prepare.loadRuleSet(settings, stoppable)));
  if (ruleSet instanceof read.Fault) return report.emptyReport([ruleSet.diagnostic], policy.formatSecond(startedAt))
  const changing = findChangedPolicy(settings, stoppable);
  const aws = await prepare.connect(settings, stoppable);
  const steps = await takeSteps({ settings, ruleSet, world: stoppable, aws, tell: unlessStopped(tell), startedAt });
  const changed = await changing;
  for (const diagnostic of changed) tell(diagnostic);
  const judged = { ...steps, diagnostics: [...changed, ...steps.diagnostics] };
  if (!(signal.reason instanceof read.Fault)) return judged
  tell(signal.reason.diagnostic);
  return report.withStop(judged, signal.reason.diagnostic)
}

async function takeSteps(context            )                  {
  const { settings, ruleSet, world, aws, tell, startedAt } = context;
  const diagnostics = [...ruleSet.diagnostics, ...(await prepare.checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) tell(diagnostic);
  if (diagnostics.some(({ level }) => level === 'error')) return refuseRun(context, diagnostics)

  const judging = prepare.startJudging(ruleSet, settings, startedAt, { clock: world.now });
  const pushed = await push(context);
  const seen = await read$1.read(context, pushed, judging);
  const judgement = judging.decide(seen);
  for (const diagnostic of judgement.diagnostics) tell(diagnostic);
  const located = await locate(context, seen.images);
  const decidedAt = policy.formatSecond(world.now());
  const released = await release(context, pushed, seen, judgement.verdict);
  return makeReport(context, { diagnostics, pushed, read: seen, judgement, located, decidedAt, release: released })
}

function unlessStopped(tell      )       {
  const stopped            = 'stopped';
  return diagnostic => diagnostic.kind !== stopped && tell(diagnostic)
}

exports.publish = publish;
exports.run = run;
exports.withPublication = withPublication;
