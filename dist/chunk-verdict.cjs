'use strict';

const uri = require('./chunk-uri.cjs');
const image = require('./chunk-image.cjs');
const plural = require('./chunk-plural.cjs');

// Links from a report to the AWS console and to advisories. A name gets a link only if it has the form that the service defines;
// otherwise the author of a name could choose where the link leads.


const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REPOSITORY = /^[a-z0-9._/-]{2,256}$/;

/** The page of an event in CloudTrail's event history, which covers 90 days; null where the page is unknown. */
function linkEvent(eventId               , region               )                {
  const console = uri.consoleOf(region ?? '');
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
  const console = uri.consoleOf(region ?? '');
  const known = uri.isAccountId(registryId ?? '') && REPOSITORY.test(repositoryName ?? '') && uri.isDigest(digest ?? '');
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













/** Reaches the verdict from everything that was seen and from what could not be seen. */
function reachVerdict(
  alerts                  ,
  images                  ,
  coverage                     ,
  untriaged           ,
)           {
  const names = image.nameImages(images);
  const reasons = [
    ...alerts.flatMap(alert => reasonOfAlert(alert, images, names)),
    ...images.flatMap((image, i) => reasonsOfImage(image, names[i] ?? image.uri, untriaged)),
    ...coverage.filter(({ state }) => state === 'gap').map(({ message })         => ({ verdict: 'undecided', text: message })),
  ];
  const verdict = VERDICTS.find(candidate => reasons.some(reason => reason.verdict === candidate)) ?? 'pass';
  if (verdict === 'pass') return { verdict, reasons: reasonsToPass(alerts, images, names, coverage) }
  return { verdict, reasons: VERDICTS.flatMap(each => reasons.filter(reason => reason.verdict === each).map(({ text }) => text)) }
}

// A title names only the repository; with several images, the tag and the digest tell which one is meant.
function reasonOfAlert(alert       , images                  , names                   )                    {
  if (alert.action === 'notice') return []
  const several = alert.count === 1 ? '' : ` (${alert.count} events)`;
  const name = names[images.findIndex(({ uri }) => uri === alert.image)] ?? image.nameImage(alert.image ?? '');
  const image$1 = alert.image === null || images.length === 1 ? '' : `${name}: `;
  return [{ verdict: alert.action, text: `${image$1}${alert.title}${several} [${alert.ruleId}]` }]
}

function reasonsOfImage(image       , name        , untriaged           )                    {
  const gaps = image.gaps.map((gap)         => ({ verdict: 'undecided', text: `${name}: ${gap}` }));
  const waiting = (image.severityCounts['UNDEFINED'] ?? 0) + (image.severityCounts['UNTRIAGED'] ?? 0);
  if (waiting === 0 || untriaged === 'ignore') return gaps
  return [
    ...gaps,
    {
      verdict: untriaged,
      text: `${name}: ${plural.plural(waiting, 'finding has', 'findings have')} no severity yet [untriaged]`,
    },
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

/** `3 HIGH, 24 MEDIUM` or `0 findings`. */
function formatFindings({ severityCounts }                               )         {
  const parts = Object.entries(severityCounts).map(([severity, count]) => `${count} ${severity}`);
  return parts.length === 0 ? '0 findings' : parts.join(', ')
}

exports.formatFindings = formatFindings;
exports.linkAdvisory = linkAdvisory;
exports.linkEvent = linkEvent;
exports.linkImage = linkImage;
exports.reachVerdict = reachVerdict;
