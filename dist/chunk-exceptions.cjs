'use strict';

const read = require('./chunk-read.cjs');
const image = require('./chunk-image.cjs');

// The exceptions in a report: each with what it let through, by whom, until when and why.






























const ANY = { package: null, version: null, path: null, image: null, platform: null, severity: null };

function toReportedException({ exception, state, findings, events, taken, images }                  )                    {
  const { reason, owner, expires, untilFixed, at } = exception;
  const target =
    exception.kind === 'alert'
      ? { ids: [], rule: exception.rule, filter: exception.filter, ...ANY }
      : { ids: exception.ids, rule: null, filter: exception.filter?.text ?? null, ...exception.narrow };
  return {
    ...target,
    reason,
    owner,
    expires,
    untilFixed,
    at: read.formatPlace(at),
    state,
    findings,
    events,
    taken: taken.map(({ time, title }) => ({ time: Number.isNaN(time) ? null : read.formatInstant(time), title })),
    images,
  }
}

const EXCEPTION_STATES = ['used', 'not judged', 'unused', 'expired'];

/** The exceptions in the order in which a person should read them: those that let something through come first. */
function sortExceptions(exceptions                              )                               {
  return EXCEPTION_STATES.flatMap(each => exceptions.filter(({ state }) => state === each))
}

/** `2 used, 1 expired`. */
function countExceptions(exceptions                              )         {
  return EXCEPTION_STATES.flatMap(each => {
    const count = exceptions.filter(({ state }) => state === each).length;
    return count === 0 ? [] : [`${count} ${each}`]
  }).join(', ')
}

const NARROW = ['package', 'version', 'path', 'image', 'platform', 'severity'];

/** What an exception accepts, in its author's words: `CVE-2026-1234; package libxml2`, or `rule ssm-start-session; user = "deploy"`. */
function describeTarget(exception                   )         {
  const { ids, rule, filter } = exception;
  return [
    ...(ids.length === 0 ? [] : [ids.join(', ')]),
    ...(rule === null ? [] : [`rule ${rule}`]),
    ...(filter === null ? [] : [filter]),
    ...NARROW.flatMap(name => (exception[name] === null ? [] : [`${name} ${exception[name]}`])),
  ].join('; ')
}

const MOST_NAMED = 3;

/**
 * What an exception let through: `2 findings in payments/api:1.4.2`, or `3 events: a session of deploy`. `names` are those of the images by
 * their URIs; the only image of a report is not named again.
 */
function describeTaken({ findings, events, taken, images }                   , names                             )         {
  const limit = (texts                   , all = texts.length)         =>
    [...texts.slice(0, MOST_NAMED), ...(all > MOST_NAMED ? [`and ${all - MOST_NAMED} more`] : [])].join(', ');
  const where = images.length === 0 || names.size === 1 ? '' : ` in ${limit(images.map(uri => names.get(uri) ?? image.nameImage(uri)))}`;
  const titles = [...new Set(taken.map(({ title }) => title))];
  const parts = [
    ...(findings === 0 ? [] : [`${read.plural(findings, 'finding')}${where}`]),
    ...(events === 0 ? [] : [`${read.plural(events, 'event')}${where}: ${limit(titles)}`]),
  ];
  return parts.length === 0 ? 'nothing' : parts.join('; ')
}

exports.EXCEPTION_STATES = EXCEPTION_STATES;
exports.countExceptions = countExceptions;
exports.describeTaken = describeTaken;
exports.describeTarget = describeTarget;
exports.sortExceptions = sortExceptions;
exports.toReportedException = toReportedException;
