'use strict';

const visibility = require('./chunk-visibility.cjs');
const read = require('./chunk-read.cjs');

// Which findings make a report fail. The report says it by its alerts, and may be one that was saved and comes from anybody.



/** A finding with the image that it is in. */














/** Finds the findings behind the alerts that fail. */
function findFailing(report        )          {
  const open = read.ownList(report, 'images').flatMap(image =>
    read.ownList(image, 'findings').flatMap(finding => (read.isObject(image) && read.isObject(finding) && isOpen(finding) ? [{ image, finding }] : [])),
  );
  const counted = open.filter(({ finding }) => isSavedCounted(finding));
  const byImage = visibility.groupBy(counted, ({ image }) => read.ownText(image, 'uri'));
  const byId = visibility.groupBy(counted, keyOf);
  const types = new Map(read.ownList(report, 'rules', 'loaded').map(rule => [read.ownText(rule, 'id'), read.ownText(rule, 'type')]));
  const alerts = read.ownList(report, 'alerts')
    .filter(alert => read.ownText(alert, 'action') === 'fail')
    .map(alert => {
      const uri = read.ownText(alert, 'image');
      if (uri === undefined) return { alert, found: 'events'          }
      const isOfFindings = types.get(read.ownText(alert, 'ruleId')) === 'Finding';
      const found = isOfFindings ? ofFindingRule(alert, uri, byId) : ofSeverityRule(alert, byImage.get(uri) ?? []);
      return { alert, found: found === undefined || found.length === 0 ? ('unknown'         ) : found }
    });
  return { open, blocking: new Set(alerts.flatMap(({ found }) => (typeof found === 'string' ? [] : found))), alerts }
}

/** Which findings stand in the way of the deployment, as every format tells it. */






/** Tells the findings that block from the others. Where the report does not say which do, the gravest of those that count may. */
function findBlockers(report        )           {
  const { blocking, alerts } = findFailing({ ...report });
  const certain = new Set         ([...blocking].map(({ finding }) => finding));
  // Where more of a severity are there than are allowed, each of them may block.
  const doubtful = visibility.groupBy(
    alerts.flatMap(({ alert, found }) => (found === 'unknown' ? [{ uri: read.ownText(alert, 'image'), counted: countedBy(alert) }] : [])),
    ({ uri }) => uri,
  );
  const isCertain = ({ uri }               )          => !doubtful.has(uri);
  // What fails without an alert has no severity yet, and `untriaged` lets it fail.
  const isOfUnrated = report.verdict === 'fail' && alerts.length === 0;
  const mayBlock = ({ severity }                 , image               )          =>
    (doubtful.get(image.uri) ?? []).some(({ counted }) => counted?.includes(severity) ?? read.rank(severity) <= read.rank('HIGH')) ||
    (isOfUnrated && read.UNRATED.includes(severity));
  return { isCertain, isBlocking: (finding, image) => certain.has(finding) || (read.isCounted(finding) && mayBlock(finding, image)) }
}

function isOpen(finding        )          {
  return read.own(finding, 'state') === 'open'
}

// An earlier release wrote no decisions.
function isSavedCounted(finding        )          {
  return (read.own(finding, 'decision', 'kind') ?? 'counted') === 'counted'
}

function keyOf({ image, finding }       )         {
  return JSON.stringify([read.ownText(image, 'uri'), read.ownText(finding, 'id')])
}

// The alert has as many events as there are findings of its id, so all of them fail; if there are more, which of them do is unknown.
function ofFindingRule(alert         , uri        , byId                                       )                               {
  const id = read.own(alert, 'aggregate', 'id');
  const events = read.ownList(alert, 'events').map(event => read.ownText(event, 'id'));
  const count = read.ownNumber(alert, 'count');
  const ids = typeof id === 'string' ? [id] : events.length === count ? events : [];
  const name = read.own(alert, 'aggregate', 'package.name');
  const found = [...new Set(ids)]
    .flatMap(each => byId.get(JSON.stringify([uri, each])) ?? [])
    .filter(({ finding }) => typeof name !== 'string' || packagesOf(finding).includes(name));
  return found.length === count ? found : undefined
}

const OF_EVERY_SCAN = ['event_type = "cloudtrail"', 'eventSource = "ecr.amazonaws.com"', 'eventName = "DescribeImageScanFindings"'];
const SEVERITY = /^responseElements\.imageScanFindings\.findingSeverityCounts\.([A-Z]+) (>=? \d+)$/;
const ANY                    = ['> 0', '>= 1'];

// The rules for severities look at nothing but the counts of an image. Any other clause may be about some of its findings only, and so is
// one that allows some.
function ofSeverityRule(alert         , there                  )                               {
  const counts = countsOf(alert);
  if (counts === undefined || counts.some(({ above }) => !ANY.includes(above))) return undefined
  return there.filter(({ finding }) => counts.some(({ severity }) => severity === read.ownText(finding, 'severity')))
}

/** The severities whose numbers alone make an alert; undefined where anything else does. */
function countedBy(alert         )                                {
  const severities = countsOf(alert)?.map(({ severity }) => severity) ?? [];
  return severities.length === 0 ? undefined : severities
}

function countsOf(alert         )                                                                               {
  const events = read.ownList(alert, 'events');
  if (events.length === 0 || events.length !== read.ownNumber(alert, 'count')) return undefined
  const clauses = events.flatMap(event => read.ownList(event, 'clauses').map(clause => read.ownText(clause, 'clause') ?? ''));
  const counts = clauses
    .filter(clause => !OF_EVERY_SCAN.includes(clause))
    .map(clause => {
      const [, severity, above] = SEVERITY.exec(clause) ?? [];
      return severity === undefined || above === undefined ? undefined : { severity, above }
    });
  return counts.includes(undefined) ? undefined : counts.filter(each => each !== undefined)
}

/** The names of the packages of a finding, each once. */
function packagesOf(finding        )                    {
  return [...new Set(read.ownList(finding, 'packages').map(each => read.ownText(each, 'name') ?? ''))]
}

exports.findBlockers = findBlockers;
exports.findFailing = findFailing;
exports.packagesOf = packagesOf;
