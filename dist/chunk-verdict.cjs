'use strict';

const finding = require('./chunk-finding.cjs');
const image = require('./chunk-image.cjs');
const policy = require('./chunk-policy.cjs');

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
  return concludeVerdict(weighReasons(alerts, images, coverage, untriaged, unfixed), alerts, images, coverage)
}

/** Reaches the verdict from what speaks against a pass, the most severe first, and from everything that was seen. */
function concludeVerdict(
  reasons                   ,
  alerts                  ,
  images                  ,
  coverage                     ,
)           {
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
  const waiting = finding.UNRATED.reduce((sum, severity) => sum + (image.severityCounts[severity] ?? 0), 0);
  const unfixable = image.findings.filter(({ decision }) => decision.kind === 'unfixed').length;
  const tell = (count        , verdict           , what        , setting        )                    =>
    count === 0 || verdict === 'ignore'
      ? []
      : [{ verdict, text: `${name}: ${policy.plural(count, 'finding has', 'findings have')} ${what} [${setting}]` }];
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
  const notices = alerts.length === 0 ? 'no alert' : policy.plural(alerts.length, 'notice');
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
  return [counts.length === 0 ? '0 findings' : counts.join(', '), ...formatLetThrough(countLetThrough(findings))].join('; ')
}

/** How many findings have each decision by which an open one does not count. */


function countLetThrough(findings                                      )                {
  const count = (kind                     )         => findings.filter(({ decision }) => decision.kind === kind).length;
  return { accepted: count('accepted'), unfixed: count('unfixed'), 'in-time': count('in-time') }
}

/** `2 accepted, 1 in time` as one text; none if nothing was let through. */
function formatLetThrough(counts               )                    {
  const kinds = Object.keys(LET_THROUGH);
  const told = kinds.flatMap(kind => (counts[kind] === 0 ? [] : [`${counts[kind]} ${LET_THROUGH[kind]}`]));
  return told.length === 0 ? [] : [told.join(', ')]
}

/** What is said of open findings that do not count. */
const LET_THROUGH = {
  accepted: 'accepted',
  unfixed: 'without a fix',
  'in-time': 'in time',
};

exports.concludeVerdict = concludeVerdict;
exports.countLetThrough = countLetThrough;
exports.formatFindings = formatFindings;
exports.formatLetThrough = formatLetThrough;
exports.reachVerdict = reachVerdict;
exports.weighReasons = weighReasons;
