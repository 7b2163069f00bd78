'use strict';

const policy = require('./chunk-policy.cjs');
const plural = require('./chunk-plural.cjs');
const image = require('./chunk-image.cjs');

// Links from a report to the AWS console and to advisories. A name gets a link only if it has the form that the service defines;
// otherwise the author of a name could choose where the link leads.


const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REPOSITORY = /^[a-z0-9._/-]{2,256}$/;

/** The page of an event in CloudTrail's event history, which covers 90 days; null where the page is unknown. */
function linkEvent(eventId               , region               )                {
  const console = policy.consoleOf(region ?? '');
  return console === undefined || eventId === null || !EVENT_ID.test(eventId)
    ? null
    : `${console}/cloudtrailv2/home?region=${region}#/events/${eventId}`
}

/** The page of an image in ECR; null where the page is unknown. */
function linkImage({
  registryId,
  region,
  repositoryName,
  digest,
}                                                                    )                {
  const console = policy.consoleOf(region ?? '');
  const known = policy.isAccountId(registryId ?? '') && REPOSITORY.test(repositoryName ?? '') && policy.isDigest(digest ?? '');
  return console === undefined || !known
    ? null
    : `${console}/ecr/repositories/private/${registryId}/${repositoryName}/_/image/${digest}/details?region=${region}`
}

/** A page that describes a finding: the first link the scanner gives, otherwise the database that the id belongs to. */
function linkAdvisory({ id, links }                               )                {
  const named = links.find(link => /^https?:\/\/[\w.-]+\//i.test(link));
  if (named !== undefined) return named.replace(/^http:/i, 'https:')
  if (/^CVE-\d{4}-\d{4,}$/.test(id)) return `https://nvd.nist.gov/vuln/detail/${id}`
  return /^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/.test(id) ? `https://github.com/advisories/${id}` : null
}

// The only place where a verdict is reached: fail > undecided > warn > pass, over all images, files and rules.





const VERDICTS = ['fail', 'undecided', 'warn', 'pass'];








/** A reason, and the verdict that it alone would give. */





/**
 * Reaches the verdict from everything that was seen and from what could not be seen. `unfixed` says of which images findings without a fix warn.
 */
function reachVerdict(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
  unfixed                            = () => false,
)           {
  const reasons = weighReasons(alerts, images, coverage, untriaged, unfixed);
  const verdict = reasons[0]?.verdict ?? 'pass';
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, image.nameImages(images), coverage) }
  return { verdict, reasons: reasons.map(({ text }) => text) }
}

/** What speaks against a pass, the most severe first. */
function weighReasons(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
  unfixed                           ,
)                    {
  const names = image.nameImages(images);
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images, names)),
    ...images.flatMap((image, i) => reasonsOfImage(image, names[i] ?? image.uri, untriaged, unfixed(image))),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message })         => ({ verdict: 'undecided', text: message })),
  ];
  return VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each))
}

// A title names only the repository; with several images, the tag and the digest tell which one is meant.
function reasonOfAlert(alert       , images                  , names                   )                    {
  if (alert.action === 'notice') return []
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`;
  const name = names[images.findIndex(({ uri }) => uri === alert.image)] ?? image.nameImage(alert.image ?? '');
  const image$1 = alert.image === null || images.length === 1 ? '' : `${name}: `;
  return [{ verdict: alert.action, text: `${image$1}${alert.title}${several} [${alert.ruleId}]` }]
}

function reasonsOfImage(image       , name        , untriaged           , unfixed         )                    {
  const waiting = plural.UNRATED.reduce((sum, severity) => sum + (image.severityCounts[severity] ?? 0), 0);
  const unfixable = image.findings.filter(({ decision }) => decision.kind === 'unfixed').length;
  const tell = (count        , verdict           , what        , setting        )                    =>
    count === 0 || verdict === 'ignore'
      ? []
      : [{ verdict, text: `${name}: ${plural.plural(count, 'finding has', 'findings have')} ${what} [${setting}]` }];
  return [
    ...image.gaps.map((gap)         => ({ verdict: 'undecided', text: `${name}: ${gap}` })),
    ...tell(waiting, untriaged, 'no severity yet', 'untriaged'),
    ...tell(unfixable, unfixed ? 'warn' : 'ignore', 'no fix', 'unfixed'),
  ]
}

function reasonsToPass(
  alerts                  ,
  images                  ,
  names                   ,
  coverage                     ,
)                    {
  const notices = alerts.length === 0 ? 'no alert' : plural.plural(alerts.length, 'notice');
  const events = coverage.filter(({ source, state }) => source === 'events' && state === 'read');
  return [...images.map((image, i) => `${names[i]}: ${formatFindings(image)}`), ...events.map(({ message }) => `${message}; ${notices}`)]
}

/** `1 HIGH (3 open), 24 MEDIUM; 2 accepted` or `0 findings`: what counts, how many are open, and what was let through. */
function formatFindings({
  severityCounts,
  openSeverityCounts,
  findings,
}                                                                   )         {
  const counts = Object.entries(openSeverityCounts).map(([severity, open]) => {
    // A severity that ECR does not document may be the name of anything.
    const count = Object.hasOwn(severityCounts, severity) ? (severityCounts[severity] ?? 0) : 0;
    return `${count} ${severity}${count === open ? '' : ` (${open} open)`}`
  });
  return [counts.length === 0 ? '0 findings' : counts.join(', '), ...formatLetThrough(findings)].join('; ')
}

/** `2 accepted, 1 in time`: the open findings that do not count, in one text; none if all of them count. */
function formatLetThrough(findings                                      )                    {
  const told = Object.entries(LET_THROUGH).flatMap(([kind, words]) => {
    const count = findings.filter(({ decision }) => decision.kind === kind).length;
    return count === 0 ? [] : [`${count} ${words}`]
  });
  return told.length === 0 ? [] : [told.join(', ')]
}

/** What is said of open findings that do not count. */
const LET_THROUGH = {
  accepted: 'accepted',
  unfixed: 'without a fix',
  'in-time': 'in time',
};

exports.formatFindings = formatFindings;
exports.formatLetThrough = formatLetThrough;
exports.linkAdvisory = linkAdvisory;
exports.linkEvent = linkEvent;
exports.linkImage = linkImage;
exports.reachVerdict = reachVerdict;
exports.weighReasons = weighReasons;
