'use strict';

const read = require('./chunk-read2.cjs');
const saved = require('./chunk-saved.cjs');
const plural = require('./chunk-plural.cjs');
const activity = require('./chunk-activity.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const verdict = require('./chunk-verdict.cjs');
const uri = require('./chunk-uri.cjs');
const packs = require('./chunk-packs.cjs');
const rules = require('./chunk-rules.cjs');
const read$1 = require('./chunk-read3.cjs');
const node_crypto = require('node:crypto');
const order = require('./chunk-order.cjs');
const records = require('./chunk-records.cjs');
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
async function publish(publication                         , report        , code        )                                 {
  if (publication === undefined || saved.isStopped(report)) return undefined
  const published = await read.captureFault(() => publication.finish(report, code));
  if (!(published instanceof read.Fault)) return published
  if (published.code !== 'stopped') throw published
  return undefined
}

// The judgement of a run. The rules see every image and every event as it is read, so that a million events fit in memory; once all
// is read, what they saw is decided.





/** What was read in all. */

















function startJudging(rules                         )          {
  const evaluation = evaluate.evaluateRules(rules);
  const activity$1 = activity.startActivity();
  return {
    judge: evaluation.judge,
    see: ({ event }) => {
      activity$1.see(event);
      return evaluation.see(event)
    },
    decide: ({ images, coverage }, untriaged) => {
      const alerts = evaluation.alerts();
      return { ...verdict.reachVerdict(alerts, images, coverage, untriaged), alerts, activity: activity$1.activity() }
    },
  }
}

// Finds where in the repository findings can be fixed. This does not affect the verdict.












async function locate({ settings, world, tell }            , images                  )                        {
  if (images.length === 0) return { place: () => null, diagnostics: [] }
  const { findPlaces } = await Promise.resolve().then(() => require('./chunk-places.cjs'));
  const diagnostics               = [];
  const place = await findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, tell: uri.collectInto(diagnostics, tell) });
  return { place, diagnostics }
}

// Before a run touches anything: the rules are loaded and checked, and the credentials are of an account that is allowed.



async function loadRuleSet(settings          , world       )                   {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input);
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  };
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...packs.checkRuleSet(ruleSet, asked)] }
}

/** Connects to AWS if the settings need it. */
async function connect({ images, audit, awsAttempts }          , world       )                           {
  return images.length > 0 || audit !== undefined ? world.connect(awsAttempts) : undefined
}

/** Credentials of an account that is not allowed are an error, as is an image of such an account. */
async function checkCaller(aws                 , { allowedAccountIds, images, audit }          )                                 {
  const region = images[0]?.region ?? audit?.regions[0];
  if (aws === undefined || allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics               = [];
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await read.attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  );
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`;
  return [{ level: 'error', kind: 'account', message, help: `their identity is ${caller.arn}` }]
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
  return `${image} was not pushed${undone.length === 0 ? '' : `, so ${undone.join(' and ')} ${plural.agree(undone.length, 'was', 'were')} not done`}`
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


/** The settings that are policy. */




/** The policy that settings and the rules in force make. Its Regions are those that were named: those of the images are no policy. */
function policyOf(settings                , rules                 )         {
  const { packs, failOn, untriaged, platforms, scanGraceSeconds, events, audit, auditRegions, ...others } = settings;
  return {
    rules,
    packs,
    failOn,
    untriaged,
    platforms,
    scanGraceSeconds,
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
function writePolicy({ rules, packs, failOn, untriaged, platforms, scanGraceSeconds, recordedEvents, audit }        )         {
  const parts                                          = {
    rules: rules.map(writeRule).sort((a, b) => order.compareText(a.id, b.id) || order.compareText(canonicalJson(a), canonicalJson(b))),
    packs: toSet(packs),
    failOn: failOn ?? null,
    untriaged,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { windowSeconds: audit.windowSeconds, regions: toSet(audit.regions) },
  };
  return canonicalJson(parts)
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

function toSet(texts                   )                    {
  return [...new Set(texts)].sort(order.compareText)
}

/** JSON without whitespace, with the members of every object sorted by name. https://www.rfc-editor.org/rfc/rfc8785 */
function canonicalJson(value         )         {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => order.compareText(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}

// The report of a run, made of what its steps did.







/** What the steps of a run did, in their order. */











function makeReport(context            , { diagnostics, pushed, read, judgement, located, decidedAt, release }       )         {
  const { verdict, reasons, alerts, activity } = judgement;
  const report         = {
    verdict,
    reasons,
    push: pushed.kind === 'pushed' ? pushed.push : null,
    release,
    unwritten: [],
    alerts,
    activity,
    images: read.images.map(image => saved.toReportedImage(image, located.place)),
    coverage: read.coverage,
    rules: saved.toReportedRules(context.ruleSet),
    policyDigest: digestPolicy(policyOf(context.settings, context.ruleSet.rules)),
    diagnostics: [...diagnostics, ...located.diagnostics],
    readAt: plural.formatSecond(context.startedAt),
    decidedAt,
  };
  return saved.withProblems(report, saved.problemsOf(report))
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
    ...saved.emptyReport(diagnostics, plural.formatSecond(startedAt)),
    reasons: errors.map(({ at, message }) => `${at === undefined ? '' : `${uri.formatPlace(at)}: `}${message}`),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: saved.toReportedRules(ruleSet),
    policyDigest: digestPolicy(policyOf(settings, ruleSet.rules)),
  }
}

const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/**
 * 0 pass or warn, 1 fail, 2 undecided. `on-undecided: warn` lets through what was not seen, but neither an error such as a wrong rule
 * nor a requested action that was not done.
 */
function exitCodeOf(report        , onUndecided             )         {
  const { verdict, diagnostics } = report;
  const judged = saved.problemsOf(report).length === 0 && diagnostics.every(({ level }) => level !== 'error');
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
  const ruleSet = await read.captureFault(() => read.untilStopped(signal, () => loadRuleSet(settings, stoppable)));
  if (ruleSet instanceof read.Fault) return saved.emptyReport([ruleSet.diagnostic], plural.formatSecond(startedAt))
  const aws = await connect(settings, stoppable);
  const judged = await takeSteps({ settings, ruleSet, world: stoppable, aws, tell: unlessStopped(tell), startedAt });
  if (!(signal.reason instanceof read.Fault)) return judged
  tell(signal.reason.diagnostic);
  return saved.withStop(judged, signal.reason.diagnostic)
}

async function takeSteps(context            )                  {
  const { settings, ruleSet, world, aws, tell } = context;
  const diagnostics = [...ruleSet.diagnostics, ...(await checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) tell(diagnostic);
  if (diagnostics.some(({ level }) => level === 'error')) return refuseRun(context, diagnostics)

  const judging = startJudging(ruleSet.compiled);
  const pushed = await push(context);
  const seen = await read$1.read(context, pushed, judging);
  const judgement = judging.decide(seen, settings.untriaged);
  const located = await locate(context, seen.images);
  const decidedAt = plural.formatSecond(world.now());
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
