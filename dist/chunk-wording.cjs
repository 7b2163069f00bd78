'use strict';

const read = require('./chunk-read.cjs');
const verdict = require('./chunk-verdict.cjs');
const delivery = require('./chunk-delivery.cjs');
const image = require('./chunk-image.cjs');
const imply = require('./chunk-imply.cjs');
const gfm = require('./chunk-gfm.cjs');
const report = require('./chunk-report.cjs');

// How decisions about findings are told: what was let through, by whom, until when and why. Every format uses these words.



/** Whether a finding is open and does not count. */
function isLetThrough(finding                                     )          {
  return finding.state === 'open' && !read.isCounted(finding)
}

/** Whether nothing has to be said of a decision: the finding counts, and no time to fix it has ended. */
function isPlain(decision          )          {
  return decision.kind === 'counted' && decision.late === undefined
}

/** The kinds of decisions in words, in the order in which a person should read them. */
const DECISION_NAMES = [
  'time ended',
  'counted',
  'accepted',
  'not affected',
  'fixed',
  'no fix',
  'known',
  'base image',
  'in time',
  'closed',
  'suppressed',
];


/** The kind of a decision in words. */
function nameDecision(decision          )               {
  switch (decision.kind) {
    case 'counted':
      return decision.late === undefined ? 'counted' : 'time ended'
    case 'vex':
      return decision.by.status === 'fixed' ? 'fixed' : 'not affected'
    case 'unfixed':
      return 'no fix'
    case 'in-time':
      return 'in time'
    case 'base-image':
      return 'base image'
    default:
      return decision.kind
  }
}

/**
 * The decision in a few words, such as `accepted until 2027-01-31` or `not affected: vulnerable_code_not_present`; empty where nothing has to
 * be said.
 */
function describeDecision(decision          )         {
  if (isPlain(decision)) return ''
  if (decision.kind === 'vex') return [nameDecision(decision), whyStated(decision.by)].filter(part => part !== '').join(': ')
  return [nameDecision(decision), describeTime(decision)].filter(part => part !== '').join(' ')
}

function describeTime(decision          )         {
  if (decision.kind === 'accepted') return describeEnd(decision.by)
  if (decision.kind === 'in-time') return `until ${dayOf(decision.until)}`
  return decision.kind === 'counted' ? dayOf(decision.late ?? '') : ''
}

/** When a decision ends or ended: a day, `until fixed`, or `for ever`; empty where there is no end to tell. */
function endOfDecision(decision          )         {
  return describeTime(decision).replace(/^until (?!fixed)/, '')
}

/** Until when something is accepted: `until 2027-01-31`, `until fixed`, or `for ever`. */
function describeEnd({ expires, untilFixed }                                            )         {
  const day = expires === null || expires === 'never' ? [] : [`until ${expires}`];
  const endless = expires === 'never' ? 'for ever' : 'for ever, as no end is given';
  return [...(untilFixed ? ['until fixed'] : []), ...day].join(', at most ') || endless
}

/** Why something is accepted, by whom and until when: `not reachable (platform, until 2027-01-31; exceptions.yml:3:5)`. */
function explainAcceptance({ reason, owner, at, ...end }            )         {
  return `${toLine(reason)} (${owner === null ? '' : `${owner}, `}${describeEnd(end)}; ${at})`
}

const MOST_CHARACTERS = 80;

function whyStated({ justification, impact }           )         {
  return justification ?? read.shorten(toLine(impact ?? ''), MOST_CHARACTERS)
}

/** What a statement of VEX says, and where: `vulnerable_code_not_present: no TLS (Example Ltd; api.vex.json:12:5)`. */
function explainStatement({ status, justification, impact, author, at }           )         {
  const why = [justification, impact].flatMap(each => (each === null ? [] : [toLine(each)]));
  return `${why.length === 0 ? status : why.join(': ')} (${author === null ? '' : `${toLine(author)}; `}${at})`
}

/** A reason may have several lines in its file. */
function toLine(reason        )         {
  return reason.trim().replace(/\s+/g, ' ')
}

/** Why an open finding does not count, in a sentence; undefined for any other. */
function explainDecision(decision          )                     {
  switch (decision.kind) {
    case 'accepted':
      return explainAcceptance(decision.by)
    case 'vex':
      return explainStatement(decision.by)
    case 'unfixed':
      return 'there is no fix, and unfixed lets it through'
    case 'in-time':
      return `fix-within gives time until ${dayOf(decision.until)}`
    case 'known':
      return 'the baseline has it'
    case 'base-image':
      return 'it came with the base image, and base-image-findings lets it through'
    default:
      return undefined
  }
}

/** The day of an instant; any other text is left as it is. */
function dayOf(instant        )         {
  return instant.replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1')
}

/** The images of a report, each once: two tags may name the same one. */
function distinctImages(images                          )                           {
  return [
    ...new Map(
      images.map(image => [JSON.stringify([read.registryOf(image.uri), image.repositoryName, image.digest ?? image.uri]), image]),
    ).values(),
  ]
}

/** What was let through of all images and events, as `formatThrough` says it. */
function describeLetThrough({ images, exceptions }                                       )         {
  const findings = distinctImages(images).flatMap(image => image.findings);
  return formatThrough(verdict.countLetThrough(findings), countEvents(exceptions))
}

/** `2 accepted, 1 in time, 3 events`: findings by their decisions, and events; empty if there are none. */
function formatThrough(counts               , events        )         {
  return [...verdict.formatLetThrough(counts), ...(events === 0 ? [] : [read.plural(events, 'event')])].join(', ')
}

/** How many events exceptions took out. */
function countEvents(exceptions                      )         {
  return exceptions.reduce((sum, { events }) => sum + events, 0)
}

// What this image brings and what it no longer has, against a baseline, in words.



/** `2 new HIGH, 3 fixed since the baseline`, of all images; empty where nothing was compared. */
function describeCompared({ images }                        )         {
  const distinct = distinctImages(images);
  const compared = distinct.flatMap(image => image.compared ?? []);
  if (compared.length === 0) return ''
  const added = new Map                ();
  // A word that is none of ECR's may be anything.
  const nameOf = (severity        )         => (read.rank(severity) < read.SEVERITIES.length ? severity : 'of another severity');
  for (const { new: counts } of compared)
    for (const [severity, count] of Object.entries(counts)) added.set(nameOf(severity), (added.get(nameOf(severity)) ?? 0) + count);
  const news = [...added].sort(([a], [b]) => read.rank(a) - read.rank(b)).map(([severity, count]) => `${count} new ${severity}`);
  const fixed = compared.reduce((sum, each) => sum + (each.fixed ?? 0), 0);
  const of = compared.length === distinct.length ? '' : ` in ${compared.length} of ${distinct.length} images`;
  return `${[...(news.length === 0 ? ['nothing new'] : news), ...(fixed === 0 ? [] : [`${fixed} fixed`])].join(', ')} since the baseline${of}`
}

/** With what the findings were compared, and with what they could not be, one sentence each. */
function describeBaseline({ baseline }                          )                    {
  return (baseline ?? []).map(({ name, kind, digest, readAt, verdict, problem }) => {
    if (problem !== null) return `not compared with the baseline ${name}: ${problem}`
    return kind === 'image'
      ? `compared with the baseline ${name}, which is ${digest}`
      : `compared with the baseline ${name}, the report of ${readAt} (${verdict ?? 'without a verdict'}), ${digest}`
  })
}

// What Amazon Inspector knows of exploits, as reports show it. It is null where Inspector was not asked, and absent in reports of earlier
// releases.



/** Of a vulnerability that CISA's list has. */
const KNOWN_EXPLOITED = 'known exploited';

function isKnownExploited({ knownExploited }                                      )          {
  return knownExploited === 'YES'
}

/** Those that are known to be exploited come first, then those that are more likely to be. */
function compareExploits(a              , b              )         {
  return Number(isKnownExploited(b)) - Number(isKnownExploited(a)) || (b.epss ?? -1) - (a.epss ?? -1)
}

/** The id of a finding with what is known of exploits: `CVE-2026-1 (known exploited, EPSS 0.97)`. */
function nameFinding(finding                                        )         {
  const { id, epss } = finding;
  const known = [...(isKnownExploited(finding) ? [KNOWN_EXPLOITED] : []), ...(typeof epss === 'number' ? [`EPSS ${epss}`] : [])];
  return known.length === 0 ? id : `${id} (${known.join(', ')})`
}

// The phrases that the formats share, as plain text. Each format escapes them in its own way.


const HEADLINES                                    = {
  fail: 'fail: do not deploy',
  undecided: 'undecided: do not deploy, something was not seen',
  warn: 'warn: deployment is allowed, look at the reasons',
  pass: 'pass: deployment is allowed',
};

/** The verdict as a headline, with what was let through if it allows the deployment, and what is different from the baseline. */
function headlineOf(report$1        )         {
  const { verdict } = report$1;
  if (verdict === 'undecided' && report.isStopped(report$1)) return 'undecided: do not deploy, the run was stopped'
  if (verdict === 'undecided' && report.isRefused(report$1))
    return 'undecided: do not deploy, nothing was judged: the settings or the rules are wrong'
  if (verdict === 'undecided' && report.problemsOf(report$1).length > 0) return 'undecided: do not deploy, something that was asked for was not done'
  const through = verdict === 'pass' || verdict === 'warn' ? describeLetThrough(report$1) : '';
  const parts = [HEADLINES[verdict], through === '' ? '' : `let through: ${through}`, describeCompared(report$1)];
  return parts.filter(part => part !== '').join('; ')
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

/** The columns in which findings are counted: the four highest severities, and one for all others. */
const GRAVE                    = read.SEVERITIES.slice(0, 4);
const COUNT_COLUMNS = [...GRAVE, 'other'];

/**
 * The findings of an image that count, or all that are open, by column; null if there is no result, so that nothing read does not look
 * like nothing found.
 */
function countFindings(
  image               ,
  which                                          = 'severityCounts',
)                             {
  const { [which]: counts } = image;
  const others = Object.entries(counts).reduce((sum, [severity, count]) => (GRAVE.includes(severity) ? sum : sum + count), 0);
  return [...GRAVE.map(severity => counts[severity] ?? 0), others].map(count => (hasResult(image) ? count : null))
}

/** The same as text with both countings where they differ: `1 (3 open)`; a dash if there is no result. */
function describeCounts(image               )                    {
  const open = countFindings(image, 'openSeverityCounts');
  return countFindings(image).map((count, i) => (count === null ? '–' : count === open[i] ? `${count}` : `${count} (${open[i]} open)`))
}

/** How many findings there are of each severity, the most severe first. */
function listCounts(counts                )                                                          {
  return Object.entries(counts).sort(([a], [b]) => read.rank(a) - read.rank(b))
}

/** `1 CRITICAL, 2 HIGH`, the most severe first. */
function describeSeverities(counts                )         {
  return listCounts(counts)
    .map(([severity, count]) => `${count} ${severity}`)
    .join(', ')
}

/** What was read of a source, or was not. What a reason says is not said again; `reasons` are those that the reader sees. */
function describeSource(source          , reasons                   )         {
  const isTold = source.state === 'gap' && reasons.some(reason => verdict.tells(reason, source));
  return isTold ? `${source.origin}: see the reasons` : source.message
}

/** `3 fail, 1 warn, 4 notice`. */
function countAlerts(alerts                  )         {
  const actions = imply.ACTIONS.flatMap(action => {
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

/** By what an image was scanned, as far as its status and its findings tell; undefined if neither does. */
function describeScanner({ status, findings }               )                     {
  if (findings.length > 0 ? !findings.every(delivery.isBasicFinding) : status === 'ACTIVE') return 'Amazon Inspector (enhanced scan)'
  return findings.length > 0 || status === 'COMPLETE' ? 'ECR (basic scan)' : undefined
}

function hasResult({ findings, gaps }               )          {
  return findings.length > 0 || gaps.length === 0
}

function describeTimes({ count, firstTime, lastTime }       )         {
  const events = read.plural(count, 'event');
  if (firstTime === null) return events
  return firstTime === lastTime ? `${events} at ${firstTime}` : `${events} from ${firstTime} to ${lastTime}`
}

/** What an alert is about: `3 events from … to …; user deploy, ip 198.51.100.7`, or the image for a rule over findings. */
function describeEvents(alert       )         {
  if (alert.image !== null) return image.nameImage(alert.image)
  const about = describeAggregate(alert);
  return about === '' ? describeTimes(alert) : `${describeTimes(alert)}; ${about}`
}

/** What the live state and CloudTrail say of each other in the events of an alert, one sentence each. */
function describeLive({ events }                       )                    {
  // Reports of earlier releases have no such sentences.
  const all = [...new Set(events.flatMap(({ live = [] }) => live))];
  const left = all.length - MOST_LIVE;
  return [...all.slice(0, MOST_LIVE).map(each => read.shorten(each, LIVE_LENGTH)), ...(left > 0 ? [`and ${left} more like this`] : [])]
}

const MOST_LIVE = 3;
const LIVE_LENGTH = 400;

/** The values that its events have in common: `user deploy, ip 198.51.100.7`. */
function describeAggregate({ aggregate }                          )         {
  return Object.entries(aggregate)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${read.shorten(Array.isArray(value) ? value.join(', ') : String(value), VALUE_LENGTH)}`)
    .join(', ')
}

/**
 * The findings in the order in which a person should read them: those that count first, then what was let through, then those that are
 * not open; each by severity, then by what Amazon Inspector knows of exploits, then by id. `within` decides before the ids do.
 */
function sortFindings                   (findings              , within                         = () => 0)               {
  const weight = (finding         )         => (read.isCounted(finding) ? 0 : finding.state === 'open' ? 1 : 2);
  return [...findings].sort(
    (a, b) =>
      weight(a) - weight(b) || read.rank(a.severity) - read.rank(b.severity) || compareExploits(a, b) || within(a, b) || read.compareText(a.id, b.id),
  )
}

/** The more urgent of two findings of one severity: the one with an exploit, then the one with the higher score. */
function compareUrgency(a         , b         )         {
  return Number(hasExploit(b)) - Number(hasExploit(a)) || (b.score ?? -1) - (a.score ?? -1)
}

function hasExploit({ exploitAvailable }         )          {
  return exploitAvailable === 'YES'
}

/** What a table says of a finding: its severity, id and decision, then its package, the version of that, where it is fixed, and its path. */
function findingCells({ severity, decision, id, package: first, packages, path }         )                    {
  const more = packages.length > 1 ? ` and ${packages.length - 1} more` : '';
  return [severity, id, describeDecision(decision), `${first?.name ?? ''}${more}`, read.versionOf(first), read.fixedVersionOf(first), path ?? '']
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

/** What stands above the reasons: that the change under test changes the policy that judges it. */
function describeChanged({ diagnostics }                             )                    {
  return limitReasons(diagnostics.filter(({ kind }) => kind === report.POLICY_CHANGED).map(({ at: _, ...told }) => read.toReason(told)))
}

/** What stands above exceptions to write. */
const WRITE_EXCEPTION = 'To accept what has no fix, write an exception with its reason and its end:';

/** What stands there instead where one of them is too long to be copied. */
const FIND_EXCEPTIONS = 'The report as JSON has the exceptions that accept what has no fix.';

/** A page to read on, and what it says; without an address, its name is where it is in this repository. */






/** Where to read on, if the deployment is stopped; undefined if it is not. */
function nameBlockedPage({ verdict, helpUri }                                     )                          {
  if (verdict !== 'fail' && verdict !== 'undecided') return undefined
  const address = gfm.addressOf(helpUri ?? '');
  // Without an address, a reader would look for the file in a repository of their own.
  const says = `${address === undefined ? 'of ECR Gate ' : ''}says what to do when the gate blocks`;
  return { name: 'docs/blocked.md', address, says }
}

/** The same as text. An address ends the line, so that a terminal makes a link of it and of nothing behind it. */
function tellBlockedPage(report                                     )                     {
  const page = nameBlockedPage(report);
  return page && `${page.name} ${page.says}${page.address === undefined ? '.' : `: ${page.address}`}`
}

/** The warnings about rules and settings, one sentence each. */
function describeWarnings({ diagnostics }                             , most         )                    {
  const warnings = diagnostics.filter(({ level }) => level === 'warning');
  return limitReasons(warnings.map(read.toReason), most)
}

const MOST_NAMED = 10;

/** How many rules are in force, and by name those that are not, that were replaced, and that were tuned. */
function describeRules({ loaded, replaced, tuned }               )         {
  const enabled = loaded.filter(rule => rule.enabled).length;
  const off = loaded.filter(rule => !rule.enabled).map(({ id }) => id);
  const parts = [read.plural(enabled, 'rule')];
  if (off.length > 0) parts.push(`${off.length} not enabled (${read.listFirst(off, MOST_NAMED)})`);
  if (replaced.length > 0) parts.push(`replaced: ${replaced.map(({ id, by }) => `${id} by ${by}`).join(', ')}`);
  if (tuned.length > 0)
    parts.push(`tuned: ${tuned.map(({ id, by, fields }) => `${id} (${fields.join(', ')}) by ${by.join(', ')}`).join(', ')}`);
  return parts.join('; ')
}

exports.COUNT_COLUMNS = COUNT_COLUMNS;
exports.DECISION_NAMES = DECISION_NAMES;
exports.FIND_EXCEPTIONS = FIND_EXCEPTIONS;
exports.KNOWN_EXPLOITED = KNOWN_EXPLOITED;
exports.WRITE_EXCEPTION = WRITE_EXCEPTION;
exports.compareUrgency = compareUrgency;
exports.countAlerts = countAlerts;
exports.countEvents = countEvents;
exports.countFindings = countFindings;
exports.dayOf = dayOf;
exports.describeAggregate = describeAggregate;
exports.describeBaseline = describeBaseline;
exports.describeChanged = describeChanged;
exports.describeCounts = describeCounts;
exports.describeDecision = describeDecision;
exports.describeEnd = describeEnd;
exports.describeEvents = describeEvents;
exports.describeLetThrough = describeLetThrough;
exports.describeLive = describeLive;
exports.describeRelease = describeRelease;
exports.describeRules = describeRules;
exports.describeScan = describeScan;
exports.describeScanner = describeScanner;
exports.describeSeverities = describeSeverities;
exports.describeSource = describeSource;
exports.describeStatus = describeStatus;
exports.describeWarnings = describeWarnings;
exports.distinctImages = distinctImages;
exports.endOfDecision = endOfDecision;
exports.explainAcceptance = explainAcceptance;
exports.explainDecision = explainDecision;
exports.explainStatement = explainStatement;
exports.findingCells = findingCells;
exports.formatThrough = formatThrough;
exports.hasResult = hasResult;
exports.headlineOf = headlineOf;
exports.isKnownExploited = isKnownExploited;
exports.isLetThrough = isLetThrough;
exports.isPlain = isPlain;
exports.isSeen = isSeen;
exports.limitReasons = limitReasons;
exports.listCounts = listCounts;
exports.nameBlockedPage = nameBlockedPage;
exports.nameDecision = nameDecision;
exports.nameFinding = nameFinding;
exports.sortFindings = sortFindings;
exports.tellBlockedPage = tellBlockedPage;
exports.toLine = toLine;
