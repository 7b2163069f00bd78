'use strict';

const group = require('./chunk-group.cjs');
const status = require('./chunk-status.cjs');
const json = require('./chunk-json.cjs');

// Which findings make a report fail. The report says it by its alerts, and may be one that was saved and comes from anybody.



/** A finding with the image that it is in. */














/** Finds the findings behind the alerts that fail. */
function findFailing(report        )          {
  const open = json.ownList(report, 'images').flatMap(image =>
    json.ownList(image, 'findings').flatMap(finding => (json.isObject(image) && json.isObject(finding) && isOpen(finding) ? [{ image, finding }] : [])),
  );
  const counted = open.filter(({ finding }) => isSavedCounted(finding));
  const byImage = group.groupBy(counted, ({ image }) => json.ownText(image, 'uri'));
  const byId = group.groupBy(counted, keyOf);
  const types = new Map(json.ownList(report, 'rules', 'loaded').map(rule => [json.ownText(rule, 'id'), json.ownText(rule, 'type')]));
  const alerts = json.ownList(report, 'alerts')
    .filter(alert => json.ownText(alert, 'action') === 'fail')
    .map(alert => {
      const uri = json.ownText(alert, 'image');
      if (uri === undefined) return { alert, found: 'events'          }
      const isOfFindings = types.get(json.ownText(alert, 'ruleId')) === 'Finding';
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
  const doubtful = group.groupBy(
    alerts.flatMap(({ alert, found }) => (found === 'unknown' ? [{ uri: json.ownText(alert, 'image'), counted: countedBy(alert) }] : [])),
    ({ uri }) => uri,
  );
  const isCertain = ({ uri }               )          => !doubtful.has(uri);
  // What fails without an alert has no severity yet, and `untriaged` lets it fail.
  const isOfUnrated = report.verdict === 'fail' && alerts.length === 0;
  const mayBlock = ({ severity }                 , image               )          =>
    (doubtful.get(image.uri) ?? []).some(({ counted }) => counted?.includes(severity) ?? status.rank(severity) <= status.rank('HIGH')) ||
    (isOfUnrated && status.UNRATED.includes(severity));
  return { isCertain, isBlocking: (finding, image) => certain.has(finding) || (status.isCounted(finding) && mayBlock(finding, image)) }
}

function isOpen(finding        )          {
  return json.own(finding, 'state') === 'open'
}

// An earlier release wrote no decisions.
function isSavedCounted(finding        )          {
  return (json.own(finding, 'decision', 'kind') ?? 'counted') === 'counted'
}

function keyOf({ image, finding }       )         {
  return JSON.stringify([json.ownText(image, 'uri'), json.ownText(finding, 'id')])
}

// The alert has as many events as there are findings of its id, so all of them fail; if there are more, which of them do is unknown.
function ofFindingRule(alert         , uri        , byId                                       )                               {
  const id = json.own(alert, 'aggregate', 'id');
  const events = json.ownList(alert, 'events').map(event => json.ownText(event, 'id'));
  const count = json.ownNumber(alert, 'count');
  const ids = typeof id === 'string' ? [id] : events.length === count ? events : [];
  const name = json.own(alert, 'aggregate', 'package.name');
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
  return there.filter(({ finding }) => counts.some(({ severity }) => severity === json.ownText(finding, 'severity')))
}

/** The severities whose numbers alone make an alert; undefined where anything else does. */
function countedBy(alert         )                                {
  const severities = countsOf(alert)?.map(({ severity }) => severity) ?? [];
  return severities.length === 0 ? undefined : severities
}

function countsOf(alert         )                                                                               {
  const events = json.ownList(alert, 'events');
  if (events.length === 0 || events.length !== json.ownNumber(alert, 'count')) return undefined
  const clauses = events.flatMap(event => json.ownList(event, 'clauses').map(clause => json.ownText(clause, 'clause') ?? ''));
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
  return [...new Set(json.ownList(finding, 'packages').map(each => json.ownText(each, 'name') ?? ''))]
}

exports.findBlockers = findBlockers;
exports.findFailing = findFailing;
exports.packagesOf = packagesOf;
