'use strict';

const policy = require('./chunk-policy.cjs');
const check = require('./chunk-check.cjs');
const show = require('./chunk-show.cjs');

// Titles of alerts: text with `{{field}}` placeholders, filled from the alert's first event. Values from an event are shortened,
// so that a hostile value cannot bury the rest of a report.


const VALUE_LENGTH = 120;








/** Returns the fields that a title names, each with the offset of its placeholder. */
function placeholders(title        )                                                  {
  return findPlaceholders(title).map(({ path, offset }) => ({ path, offset }))
}

function findPlaceholders(title        )                         {
  const found                = [];
  for (let offset = title.indexOf('{{'); offset >= 0; ) {
    const close = title.indexOf('}}', offset + 2);
    // Without an end, no later placeholder has one either.
    if (close < 0) break
    found.push({ path: title.slice(offset + 2, close).trim(), offset, end: close + 2 });
    offset = title.indexOf('{{', close + 2);
  }
  return found
}

/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
function compileTitle(title        , vocabulary            )                            {
  const places = findPlaceholders(title).map(place => ({ ...place, parsed: check.parsePath(place.path) }));
  const tail = title.slice(places.at(-1)?.end ?? 0);
  const heads = places.map(({ offset }, i) => title.slice(places[i - 1]?.end ?? 0, offset));
  return event => `${places.map(({ parsed }, i) => `${heads[i]}${fill(event, parsed, vocabulary)}`).join('')}${tail}`
}

function fill(event        , path                  , vocabulary            )         {
  const values = path === undefined ? [] : check.valuesOf(event, path, vocabulary);
  return values.length === 0 || path === undefined
    ? 'unknown'
    : policy.shorten(values.map(value => show.showValue(path.segments, value)).join(', '), VALUE_LENGTH)
}

// Exceptions: what a team lets through, until when, and why. Each names what it accepts, so that nothing is accepted by accident, and
// when it ends, so that nothing is accepted for ever unless somebody wrote `never`.



/** An exception accepts findings, or alerts of a rule. */





















/** Acts as a suppression of its rule. */








const NARROW = ['package', 'version', 'path', 'image', 'platform', 'severity'];

/** What else a finding must be. A null asks nothing. */


/** When an exception ends, in milliseconds since 1970; infinite where no day ends it. */
function endOf({ expires }                            )         {
  return expires === null || expires === 'never' ? Number.POSITIVE_INFINITY : (policy.endOfDay(expires) ?? Number.NEGATIVE_INFINITY)
}

const IDS = [
  { prefix: 'CVE', shape: /^CVE-\d{4}-\d{4,}$/, help: 'write a whole id, such as CVE-2026-1234' },
  { prefix: 'GHSA', shape: /^GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}$/, help: 'write a whole id, such as GHSA-vh95-rmgr-6w4m' },
];

/** What to write instead of a text that no finding can have as its id; undefined where the text is right. */
function helpWithId(id        )                     {
  const known = IDS.find(({ prefix }) => id.toUpperCase().startsWith(`${prefix}-`));
  if (known !== undefined) {
    const { prefix, shape, help } = known;
    const meant = `${prefix}${id.slice(prefix.length).toLowerCase()}`;
    return shape.test(id) ? undefined : shape.test(meant) ? `did you mean "${meant}"?` : help
  }
  return !/[*?]/.test(id) && id.trim() === id ? undefined : 'ids are whole; for several findings write filter: id like "…"'
}

exports.NARROW = NARROW;
exports.compileTitle = compileTitle;
exports.endOf = endOf;
exports.helpWithId = helpWithId;
exports.placeholders = placeholders;
