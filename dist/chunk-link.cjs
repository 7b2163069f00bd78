'use strict';

const policy = require('./chunk-policy.cjs');

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

exports.linkAdvisory = linkAdvisory;
exports.linkEvent = linkEvent;
exports.linkImage = linkImage;
