'use strict';

const node_crypto = require('node:crypto');
const uri = require('./chunk-uri.cjs');
const settings = require('./chunk-settings.cjs');
const activity = require('./chunk-activity.cjs');
const read = require('./chunk-read.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const packs = require('./chunk-packs.cjs');
const verdict = require('./chunk-verdict.cjs');
const wording = require('./chunk-wording.cjs');
const rules = require('./chunk-rules.cjs');
const image = require('./chunk-image.cjs');

// The policy of a verdict as one text and its digest, so that it can be checked that a verdict was reached under the right
// policy.
//
// The text is JSON in the canonical form of RFC 8785, so that equal policies give equal bytes on every machine. This file uses
// node:crypto although this folder is pure: a digest reads no clock and touches no file.

                                                          
                                            

                         
                                                                        
                                 
                                   
                                     
                               
                                                                
                                       
                                                                                                               
                                   
                                                                            
                                  
                                                                       
                                                                                                     
 

/** SHA-256 of a policy, in hexadecimal digits. */
function digestPolicy(policy        )         {
  return node_crypto.createHash('sha256').update(writePolicy(policy), 'utf8').digest('hex')
}

/**
 * The canonical text of a policy. It leaves out what has no part in a decision: tests, and the file that a rule comes from. The
 * order of files, packs and suppressions has no part in it either, so it does not change the text.
 */
function writePolicy({ rules, packs, failOn, untriaged, platforms, scanGraceSeconds, recordedEvents, audit }        )         {
  return canonicalJson({
    rules: rules.map(writeRule).sort((a, b) => compare(a.id, b.id) || compare(canonicalJson(a), canonicalJson(b))),
    packs: toSet(packs),
    failOn: failOn ?? null,
    untriaged,
    platforms: toSet(platforms),
    scanGraceSeconds,
    recordedEvents,
    audit: audit === undefined ? null : { windowSeconds: audit.windowSeconds, regions: toSet(audit.regions) },
  })
}

function writeRule({ tests: _, file: __, ...rule }      )                               {
  return { ...rule, suppressions: toSet(rule.suppressions) }
}

function toSet(texts                   )                    {
  return [...new Set(texts)].sort(compare)
}

// By UTF-16 code units, as RFC 8785 requires, and never by the locale of the machine.
function compare(a        , b        )         {
  return a < b ? -1 : a > b ? 1 : 0
}

/** JSON without whitespace, with the members of every object sorted by name. https://www.rfc-editor.org/rfc/rfc8785 */
function canonicalJson(value         )         {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => compare(a, b))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
    .join(',')}}`
}

// One run of the gate, step by step.

                                       

const EXIT_CODES                                    = { pass: 0, warn: 0, fail: 1, undecided: 2 };

/**
 * 0 pass or warn, 1 fail, 2 undecided. `on-undecided: warn` lets through what was not seen, but neither an error such as a wrong rule
 * nor a requested action that was not done.
 */
function exitCodeOf(report        , onUndecided             )         {
  const { verdict, diagnostics } = report;
  const judged = wording.problemsOf(report).length === 0 && diagnostics.every(({ level }) => level !== 'error');
  return verdict === 'undecided' && onUndecided === 'warn' && judged ? 0 : EXIT_CODES[verdict]
}

/** Judges what the settings name, and reports diagnostics as they occur. Returns a report even if nothing can be read. */
async function run(settings$1          , world       , report               )                  {
  const { signal } = world;
  const stoppable        = { ...world, sleep: milliseconds => settings.untilStopped(signal, () => world.sleep(milliseconds)) };
  const startedAt = new Date(Math.floor(world.now().getTime() / 1000) * 1000);
  // Whatever is being read or waited for ends with this fault. It is told once, at the end.
  const ruleSet = await settings.settle(() => settings.untilStopped(signal, () => chooseRules(settings$1, stoppable)));
  if (ruleSet instanceof settings.Fault) return wording.emptyReport([ruleSet.diagnostic], image.formatSecond(startedAt))
  const current      = { settings: settings$1, ruleSet, world: stoppable, report: unlessStopped(report), startedAt };
  const judged = await decide(current);
  if (!(signal.reason instanceof settings.Fault)) return judged
  report(signal.reason.diagnostic);
  return wording.withStop(judged, signal.reason.diagnostic)
}

function unlessStopped(report               )                {
  const stopped            = 'stopped';
  return diagnostic => diagnostic.kind !== stopped && report(diagnostic)
}

async function decide(current     )                  {
  const { settings, ruleSet, world, report, startedAt } = current;
  const aws = settings.images.length > 0 || settings.audit !== undefined ? await world.connect(settings.awsAttempts) : undefined;
  const diagnostics = [...ruleSet.diagnostics, ...(aws === undefined ? [] : await checkCaller(aws, settings))];
  for (const diagnostic of diagnostics) report(diagnostic);
  if (diagnostics.some(({ level }) => level === 'error')) return refuse(current, diagnostics)

  const evaluation = evaluate.startEvaluation(ruleSet.rules);
  const judge = (read      )       => ({ ...read, images: read.images.map(evaluation.judge) });
  const activity$1 = activity.startActivity();
  const see      = ({ event }) => {
    activity$1.see(event);
    return evaluation.see(event)
  };
  // The event history is read while the images wait for their scans.
  const [live, recorded, events] = await Promise.all([
    aws === undefined ? read.NOTHING : read.readLiveImages(current, aws).then(judge),
    read.readRecordedImages(current).then(judge),
    aws === undefined || settings.audit === undefined
      ? read.readRecordedEvents(current, see)
      : read.readEventHistory(current, aws, settings.audit, see),
  ]);

  const alerts = evaluation.alerts();
  const images = [...live.images, ...recorded.images];
  const findings = [...live.coverage, ...recorded.coverage];
  const coverage = [...(findings.length === 0 ? [read.notRequested('findings')] : findings), ...events];
  const decision = verdict.reachVerdict(alerts, images, coverage, settings.untriaged);
  const warn = (diagnostic            )       => {
    diagnostics.push(diagnostic);
    report(diagnostic);
  };
  const place = await placeFindings(current, images, warn);
  const decidedAt = image.formatSecond(world.now());
  const release = await releaseAfter(current, aws, decision.verdict, live);
  const judged         = {
    ...decision,
    push: live.push ?? null,
    release,
    unwritten: [],
    alerts,
    activity: activity$1.activity(),
    images: images.map(image => wording.reportImage(image, place)),
    coverage,
    rules: wording.reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(current)),
    diagnostics,
    readAt: image.formatSecond(startedAt),
    decidedAt,
  };
  return wording.withProblems(judged, wording.problemsOf(judged))
}

async function chooseRules(settings          , world       )                   {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input);
  const asked = {
    findings: settings.images.length > 0 || settings.findings.length > 0,
    events: settings.events.length > 0 || settings.audit?.asked === true,
  };
  return { ...ruleSet, diagnostics: [...ruleSet.diagnostics, ...packs.checkRuleSet(ruleSet, asked)] }
}

// Credentials of an account that is not allowed are an error, as is an image of such an account.
async function checkCaller(aws     , { allowedAccountIds, images, audit }          )                                 {
  const region = images[0]?.region ?? audit?.regions[0];
  if (allowedAccountIds.length === 0 || region === undefined) return []
  const diagnostics               = [];
  const { readCaller } = await Promise.resolve().then(() => require('./chunk-caller.cjs'));
  const caller = await settings.attempt(
    diagnostic => diagnostics.push(diagnostic),
    () => readCaller(aws, { region }),
  );
  if (caller === undefined || allowedAccountIds.includes(caller.account)) return diagnostics
  const message = `the credentials belong to account ${caller.account}, which allowed-account-ids does not allow`;
  return [{ level: 'error', kind: 'account', message, help: `they are those of ${caller.arn}` }]
}

function refuse(current     , diagnostics                       )         {
  const { settings, ruleSet, startedAt } = current;
  const errors = diagnostics.filter(({ level }) => level === 'error');
  const unread = (source                    , origins                   )                      =>
    origins.length === 0
      ? [read.notRequested(source)]
      : origins.map(origin => ({
          ...read.notRequested(source),
          origin,
          state: 'gap',
          message: `${origin}: not read, because the settings or the rules are wrong`,
        }));
  return {
    ...wording.emptyReport(diagnostics, image.formatSecond(startedAt)),
    reasons: errors.map(({ at, message }) => `${at === undefined ? '' : `${uri.formatPlace(at)}: `}${message}`),
    coverage: [
      ...unread('findings', [...settings.images.map(({ text }) => text), ...settings.findings]),
      ...unread('events', settings.audit === undefined ? settings.events : settings.audit.regions),
    ],
    rules: wording.reportRules(ruleSet),
    policyDigest: digestPolicy(policyOf(current)),
  }
}

// Contains only the Regions that the settings name: those of the images are not part of a policy.
function policyOf({ settings, ruleSet }     )         {
  const { audit, auditRegions } = settings;
  return {
    ...settings,
    rules: ruleSet.rules,
    recordedEvents: settings.events.length > 0,
    audit: audit && { windowSeconds: audit.windowSeconds, regions: auditRegions },
  }
}

// Finds where in the repository findings can be fixed. This does not affect the verdict.
async function placeFindings({ settings, world }     , images                  , report               ) {
  if (images.length === 0) return () => null
  const { findPlaces } = await Promise.resolve().then(() => require('./chunk-places.cjs'));
  return findPlaces({ root: world.root, dockerfile: settings.dockerfile, images, report })
}

// Promotes the images or applies `on-fail`, as requested. A failed push is always a problem, whatever on-undecided lets through.
async function releaseAfter(
  { settings, world }     ,
  aws                 ,
  verdict         ,
  { judged, problem }      ,
)                          {
  const { promoteTags, onFail } = settings;
  if (problem !== undefined) return { promoted: promoteTags.length > 0 ? false : null, images: [], notes: [], problems: [problem] }
  if (aws === undefined || (promoteTags.length === 0 && onFail === 'keep')) return null
  const { releaseImages } = await Promise.resolve().then(() => require('./chunk-release.cjs'));
  return releaseImages(aws, verdict, judged, settings, world)
}

exports.exitCodeOf = exitCodeOf;
exports.run = run;
