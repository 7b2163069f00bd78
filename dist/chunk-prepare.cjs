'use strict';

const activity = require('./chunk-activity.cjs');
const status = require('./chunk-status.cjs');
const finding = require('./chunk-finding.cjs');
const policy = require('./chunk-policy.cjs');
const evaluate = require('./chunk-evaluate.cjs');
const match = require('./chunk-match.cjs');
const apply = require('./chunk-apply.cjs');
const tell = require('./chunk-tell.cjs');
const verdict = require('./chunk-verdict.cjs');
const read = require('./chunk-read.cjs');
const packs = require('./chunk-packs.cjs');
const rules = require('./chunk-rules.cjs');

// An image after the decisions about its findings.



/**
 * The image with these decisions, one for each of its findings. What does not count any more is not in its counts, nor in the lists of
 * its event. Entries of closed and suppressed findings stay in the lists, where they say so themselves.
 */
function withDecisions(image       , decisions                     )        {
  if (image.findings.every(({ decision }, i) => decision === decisions[i])) return image
  const findings = image.findings.map((finding, i) => ({ ...finding, decision: decisions[i] ?? finding.decision }));
  if (findings.every(finding$1 => finding$1.state !== 'open' || finding.isCounted(finding$1))) return { ...image, findings }
  const severityCounts = finding.countSeverities(findings, finding.isCounted);
  const event = status.withCounts(image.event, severityCounts, (list, position) => {
    const finding$1 = findings[image.entries[list]?.[position] ?? -1];
    return finding$1 === undefined || finding$1.state !== 'open' || finding.isCounted(finding$1)
  });
  return { ...image, findings, severityCounts, event }
}

// Decides about each finding of an image: exactly one decision, in the precedence of image/decision.ts. Whatever is not
// known of a finding (its fix, its date) makes it count.


/** In milliseconds since 1970: when a run began, which is the time of its decisions, and when it judges an image. */





/** Decides about the findings of an image, and about the age of its scan. */
function decideFindings(image       , policy               , exceptions            , { now, judgedAt }       )        {
  const toEvent = status.findingEventsOf(image);
  const decide = (finding$1         )           => {
    if (finding$1.state !== 'open') return finding$1.decision
    const by = exceptions.accept(finding$1, image, toEvent);
    if (by !== undefined) return { kind: 'accepted', by }
    const byTime = decideByTime(finding$1, policy.fixWithin, now);
    const isLeftOut = policy.unfixed !== 'fail' && match.hasNoFix(finding$1) && !finding.UNRATED.includes(finding$1.severity);
    return byTime.kind === 'counted' && isLeftOut ? { kind: 'unfixed' } : byTime
  };
  const decided = withDecisions(image, image.findings.map(decide));
  const age = checkAge(image, policy.maxScanAgeSeconds, judgedAt);
  return { ...decided, gaps: [...decided.gaps, ...age.gaps], notes: [...decided.notes, ...age.notes, ...tellIdle(image, policy)] }
}

/**
 * Whether an image would have other alerts that warn or fail, if its findings without a fix counted. `image` is as it was before the
 * decisions, and `decided` after them. Exceptions of rules have no part in it: one that only kept this from warning would be told to be
 * unused, and whoever removed it would get a warning. An exception of the finding says what is meant.
 */
function wouldAlert(image       , decided       , rules                         )          {
  if (!decided.findings.some(({ decision }) => decision.kind === 'unfixed')) return false
  const counting = decided.findings.map(({ decision })           => (decision.kind === 'unfixed' ? { kind: 'counted' } : decision));
  const alertsOf = (judged       )         => {
    const evaluation = evaluate.evaluateRules(rules, undefined, () => undefined);
    evaluation.judge(judged);
    return JSON.stringify(evaluation.alerts().filter(({ action }) => action !== 'notice'))
  };
  return alertsOf(withDecisions(image, counting)) !== alertsOf(decided)
}

// The time to fix runs from the day on which the vulnerability was published. Inspector's own firstObservedAt begins anew with every
// build of an image, so it would never end.
function decideByTime({ severity, vendorCreatedAt, decision }         , fixWithin           , now        )           {
  const level = policy.LEVELS.find(each => each.toUpperCase() === severity);
  const seconds = level === undefined ? undefined : fixWithin[level];
  const created = policy.toInstant(vendorCreatedAt);
  if (seconds === undefined || created === undefined || created > now) return decision
  const end = created + seconds * 1000;
  return now < end ? { kind: 'in-time', until: policy.formatInstant(end) } : { kind: 'counted', late: policy.formatInstant(end) }
}

// A setting that can do nothing for this image says so.
function tellIdle({ lacks, findings }       , { unfixed, fixWithin }               )                    {
  if (findings.length === 0) return []
  return [
    ...(unfixed !== 'fail' && lacks.includes('fixAvailable')
      ? ['unfixed has no effect: this basic scan does not say whether there is a fix, so all findings count']
      : []),
    ...(Object.keys(fixWithin).length > 0 && lacks.includes('vendorCreatedAt')
      ? ['fix-within has no effect: this basic scan does not say when a vulnerability was published, so all findings count']
      : []),
  ]
}

const OLD_DAYS = 30;

// Without a limit, an old result is worth a note. A result that was not read has no age, and is a gap already.
function checkAge(
  { scannedAt, gaps }       ,
  limit                    ,
  now        ,
)                                                                          {
  const scanned = policy.toInstant(scannedAt);
  const known = scanned !== undefined && scanned <= now + policy.MOST_SKEW_SECONDS * 1000 ? Math.max(0, now - scanned) : undefined;
  const days = Math.floor((known ?? 0) / policy.DAY_MILLISECONDS);
  if (limit === undefined)
    return { gaps: [], notes: days < OLD_DAYS ? [] : [`the scan is ${policy.plural(days, 'day')} old; max-scan-age can set a limit`] }
  if (known === undefined)
    return { notes: [], gaps: gaps.length > 0 ? [] : ['the scan has no usable time, so it cannot be told whether max-scan-age allows it'] }
  if (known <= limit * 1000) return { gaps: [], notes: [] }
  const age = days < 2 ? policy.plural(Math.floor(known / 3_600_000), 'hour') : policy.plural(days, 'day');
  return { notes: [], gaps: [`the scan is ${age} old, older than max-scan-age allows; scan the image again`] }
}

// The judgement of a run. The rules see every image and every event as it is read, so that a million events fit in memory; once all
// is read, what they saw is decided.




/** What is decided besides rules and exceptions. */


/** What was read in all. */






















/**
 * Starts a judgement by the rules and exceptions in force, as of the time when the run began. Only the age of a scan is as of the time when
 * the image is judged, because the run may have waited for the scan. Where `shown` is false, only the verdict and its alerts are wanted:
 * alerts show no events, and there is no activity.
 */
function startJudging(
  { compiled, exceptions: written }                                          ,
  policy               ,
  startedAt      ,
  { clock = () => startedAt, shown = true }                                                            = {},
)          {
  const now = startedAt.getTime();
  const exceptions = apply.startExceptions(written, now);
  const evaluation = evaluate.evaluateRules(compiled, exceptions, shown ? evaluate.startKeeping() : () => undefined);
  const activity$1 = activity.startActivity();
  const warned = new Set       ();
  return {
    judge: image => {
      const decided = decideFindings(image, policy, exceptions, { now, judgedAt: clock().getTime() });
      const judged = evaluation.judge(decided);
      // A finding without a fix warns only where it would have mattered with one.
      if (policy.unfixed === 'warn' && wouldAlert(image, decided, compiled)) warned.add(judged);
      return judged
    },
    see: ({ event }) => {
      if (shown) activity$1.see(event);
      return evaluation.see(event)
    },
    decide: ({ images, coverage }) => {
      const alerts = evaluation.alerts();
      const events = coverage.filter(({ source }) => source === 'events');
      const outcomes = exceptions.outcomes({ images, events: events.length > 0 && events.every(({ state }) => state === 'read') });
      const weighed = verdict.weighReasons(alerts, images, coverage, policy.untriaged, image => warned.has(image));
      return {
        ...verdict.concludeVerdict(weighed, alerts, images, coverage),
        weighed,
        alerts,
        activity: activity$1.activity(),
        exceptions: outcomes,
        diagnostics: tell.tellExceptions(outcomes, images, now),
      }
    },
  }
}

// Before a run touches anything: the rules are loaded and checked, and the credentials are of an account that is allowed.



async function loadRuleSet(settings          , world       )                       {
  const ruleSet = await rules.readRuleSet(settings, await world.packs(settings.packs), world.input, world.now());
  const asked = {
    findings: settings.images.length + settings.findings.length + settings.reports.length > 0,
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

exports.checkCaller = checkCaller;
exports.connect = connect;
exports.loadRuleSet = loadRuleSet;
exports.startJudging = startJudging;
