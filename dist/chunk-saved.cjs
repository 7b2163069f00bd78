'use strict';

const uri = require('./chunk-uri.cjs');
const verdict = require('./chunk-verdict.cjs');
const plural = require('./chunk-plural.cjs');
const image = require('./chunk-image.cjs');
const order = require('./chunk-order.cjs');
const rule = require('./chunk-rule.cjs');
const json = require('./chunk-json.cjs');

// The report of a run as one plain value. Every format is made from it alone; `--format json` is this value with its version.











































/** A line of a file in the repository; the path is relative to its root, with slashes. */


















/** The requested actions that were not done. */
function problemsOf({ release, unwritten }                                       )                    {
  return [...(release?.problems ?? []), ...unwritten]
}

/** Adds requested actions that were not done to a report. The verdict stays fail, or becomes undecided. */
function withProblems(report        , problems                   )         {
  if (problems.length === 0) return report
  return { ...report, verdict: report.verdict === 'fail' ? 'fail' : 'undecided', reasons: [...problems, ...report.reasons] }
}

/** The report of a run that was stopped before its end. It can be a fail, but never a pass. */
function withStop(report        , stop            )         {
  const reasons = report.reasons.filter(reason => reason !== stop.message);
  const diagnostics = report.diagnostics.filter(({ kind }) => kind !== STOPPED);
  return withProblems({ ...report, reasons, diagnostics: [...diagnostics, stop] }, [stop.message])
}

/** Whether the run was stopped before its end. */
function isStopped({ diagnostics }                             )          {
  return diagnostics.some(({ kind }) => kind === STOPPED)
}

const STOPPED            = 'stopped';

/** The report of a run that judged nothing, which is undecided. */
function emptyReport(diagnostics                       , readAt        )         {
  return {
    verdict: 'undecided',
    reasons: diagnostics.map(({ message }) => message),
    alerts: [],
    activity: null,
    images: [],
    coverage: [],
    rules: { loaded: [], replaced: [], tuned: [] },
    policyDigest: '',
    push: null,
    release: null,
    unwritten: [],
    diagnostics,
    readAt,
    decidedAt: readAt,
  }
}

/** An image as it is reported. `place` returns where in the repository to fix a finding, or the image if it gets none. */
function toReportedImage({ event: _, lacks: __, ...image }       , place                                    )                {
  return {
    ...image,
    findings: image.findings.map(finding => ({ ...finding, at: place(finding) })),
    link: verdict.linkImage(image),
    at: place(),
  }
}

function toReportedRules({ rules, replaced, tuned }                           )                {
  return {
    loaded: rules.map(rule$1 => ({
      id: rule$1.id,
      name: rule$1.name,
      type: rule$1.type,
      action: rule.actionOf(rule$1),
      enabled: rule$1.enabled,
      file: rule$1.file,
    })),
    replaced,
    tuned,
  }
}

// The phrases that the formats share, as plain text. Each format escapes them in its own way.


const HEADLINES                                    = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
};

/** The verdict as a headline. */
function headlineOf(report        )         {
  const { verdict } = report;
  if (verdict === 'undecided' && isStopped(report)) return 'undecided: do not deploy, the run was stopped'
  if (verdict === 'undecided' && problemsOf(report).length > 0) return 'undecided: do not deploy, something that was asked for was not done'
  return HEADLINES[verdict]
}

/** Whether all findings were seen. If not, a count of zero does not mean that there are none. */
function isSeen({ images, coverage }        )          {
  return coverage.every(({ source, state }) => source !== 'findings' || state === 'read') && images.every(({ gaps }) => gaps.length === 0)
}

const MOST_REASONS = 50;
const VALUE_LENGTH = 120;

/** The reasons that a person can read: an archive may yield thousands, and JSON has them all. */
function limitReasons(reasons                   , most = MOST_REASONS)                    {
  const shown = Math.min(most, MOST_REASONS);
  const left = reasons.length - shown;
  return left <= 0 ? reasons : [...reasons.slice(0, shown), `and ${left} more`]
}

/** The columns in which open findings are counted: the four highest severities, and one for all others. */
const GRAVE                    = plural.SEVERITIES.slice(0, 4);
const COUNT_COLUMNS = [...GRAVE, 'other'];

/** The open findings of an image by column; null if there is no result, so that nothing read does not look like nothing found. */
function countFindings(image               )                             {
  const { severityCounts } = image;
  const others = Object.entries(severityCounts).reduce((sum, [severity, count]) => (GRAVE.includes(severity) ? sum : sum + count), 0);
  return [...GRAVE.map(severity => severityCounts[severity] ?? 0), others].map(count => (hasResult(image) ? count : null))
}

/** `3 fail, 1 warn, 4 notice`. */
function countAlerts(alerts                  )         {
  const actions = rule.ACTIONS.flatMap(action => {
    const count = alerts.filter(alert => alert.action === action).length;
    return count === 0 ? [] : [`${count} ${action}`]
  });
  return actions.length === 0 ? 'no alert' : actions.join(', ')
}

function describeScan(image               )         {
  return `${describeStatus(image)}${hasResult(image) ? `: ${verdict.formatFindings(image)}` : ''}`
}

/** The status of a scan and when it was completed, and whether there is a result at all. */
function describeStatus(image               )         {
  const scanned = image.scannedAt === null ? '' : `, scanned ${image.scannedAt}`;
  return `${image.status ?? 'no status'}${scanned}${hasResult(image) ? '' : ': no result'}`
}

function hasResult({ findings, gaps }               )          {
  return findings.length > 0 || gaps.length === 0
}

function describeTimes({ count, firstTime, lastTime }       )         {
  const events = plural.plural(count, 'event');
  if (firstTime === null) return events
  return firstTime === lastTime ? `${events} at ${firstTime}` : `${events} from ${firstTime} to ${lastTime}`
}

/** What an alert is about: `3 events from … to …; user deploy, ip 198.51.100.7`, or the image for a rule over findings. */
function describeEvents(alert       )         {
  if (alert.image !== null) return image.nameImage(alert.image)
  const about = describeAggregate(alert);
  return about === '' ? describeTimes(alert) : `${describeTimes(alert)}; ${about}`
}

/** The values that its events have in common: `user deploy, ip 198.51.100.7`. */
function describeAggregate({ aggregate }                          )         {
  return Object.entries(aggregate)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${uri.shorten(Array.isArray(value) ? value.join(', ') : String(value), VALUE_LENGTH)}`)
    .join(', ')
}

/** The findings in the order in which a person should read them: open ones first, then by severity, then by id. */
function sortFindings                   (findings              )               {
  const state = (finding         )         => (finding.state === 'open' ? 0 : 1);
  return [...findings].sort((a, b) => state(a) - state(b) || plural.rank(a.severity) - plural.rank(b.severity) || order.compareText(a.id, b.id))
}

const FINDING_COLUMNS = ['Severity', 'Finding', 'Package', 'Version', 'Fixed in', 'Path'];

/** The cells of a finding, in the order of the columns. */
function findingCells({ severity, state, id, package: first, packages, path }         )                    {
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : '';
  return [
    state === 'open' ? severity : `${severity} (${state})`,
    id,
    `${first?.name ?? ''}${more}`,
    plural.versionOf(first),
    first?.fixedIn ?? '',
    path ?? '',
  ]
}

const TAG_STATES = { set: 'now', already: 'already', 'not set': 'not', unknown: 'perhaps' };

/** What was pushed, and what was done with the images, one sentence each; empty if nothing was requested. */
function describeRelease({ push, release }                                  )                    {
  const pushed =
    push === null
      ? []
      : [`pushed ${push.source} as ${push.image}, ${push.digest}${push.attempts === 1 ? '' : `, in ${push.attempts} attempts`}`];
  if (release === null) return pushed
  const tagged = release.images.flatMap(({ image: image$1, tags }) =>
    tags.map(({ tag, state }) => `${tag}: ${TAG_STATES[state]} ${image.nameImage(image$1)}`),
  );
  return [...pushed, ...tagged, ...release.notes]
}

/** The warnings about rules and settings, one sentence each. */
function describeWarnings({ diagnostics }                             , most         )                    {
  const warnings = diagnostics.filter(({ level }) => level === 'warning');
  return limitReasons(
    warnings.map(({ at, message }) => `${at === undefined ? '' : `${uri.formatPlace(at)}: `}${message}`),
    most,
  )
}

const MOST_NAMED = 10;

/** How many rules are in force, and by name those that are not, that were replaced, and that were tuned. */
function describeRules({ loaded, replaced, tuned }               )         {
  const enabled = loaded.filter(rule => rule.enabled).length;
  const off = loaded.filter(rule => !rule.enabled).map(({ id }) => id);
  const parts = [plural.plural(enabled, 'rule')];
  const more = off.length > MOST_NAMED ? ` and ${off.length - MOST_NAMED} more` : '';
  if (off.length > 0) parts.push(`${off.length} not enabled (${off.slice(0, MOST_NAMED).join(', ')}${more})`);
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`);
  if (tuned.length > 0)
    parts.push(`tuned: ${tuned.map(({ id, by, fields }) => `${id} (${fields.join(', ')}) by ${by.join(', ')}`).join(', ')}`);
  return parts.join('; ')
}

// A report as it is saved. It carries the version of its format, because other programs and later releases read it.



/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
const REPORT_VERSION = 1;

/** What reports are that were written before they had a version. */
const UNVERSIONED = 1;





function saveReport(report        )              {
  return { reportVersion: REPORT_VERSION, ...report }
}

/** The version of a saved report, which may be later than what this release reads; undefined if the value is no report. */
function readReportVersion(saved         )                     {
  const version = json.own(saved, 'reportVersion') ?? UNVERSIONED;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return undefined
  // What a later version holds is not known here.
  const isReport = version > REPORT_VERSION || (Array.isArray(json.own(saved, 'alerts')) && typeof json.own(saved, 'verdict') === 'string');
  return isReport ? version : undefined
}

exports.COUNT_COLUMNS = COUNT_COLUMNS;
exports.FINDING_COLUMNS = FINDING_COLUMNS;
exports.REPORT_VERSION = REPORT_VERSION;
exports.countAlerts = countAlerts;
exports.countFindings = countFindings;
exports.describeAggregate = describeAggregate;
exports.describeEvents = describeEvents;
exports.describeRelease = describeRelease;
exports.describeRules = describeRules;
exports.describeScan = describeScan;
exports.describeStatus = describeStatus;
exports.describeWarnings = describeWarnings;
exports.emptyReport = emptyReport;
exports.findingCells = findingCells;
exports.hasResult = hasResult;
exports.headlineOf = headlineOf;
exports.isSeen = isSeen;
exports.isStopped = isStopped;
exports.limitReasons = limitReasons;
exports.problemsOf = problemsOf;
exports.readReportVersion = readReportVersion;
exports.saveReport = saveReport;
exports.sortFindings = sortFindings;
exports.toReportedImage = toReportedImage;
exports.toReportedRules = toReportedRules;
exports.withProblems = withProblems;
exports.withStop = withStop;
