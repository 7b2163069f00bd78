'use strict';

const read = require('./chunk-read.cjs');
const imply = require('./chunk-imply.cjs');

// Formats one value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any output
// format sees them.


/** Formats the value found at a path: a string as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (read.isSecret(segments)) return read.HIDDEN
  // Truncated parameters arrive as text that is no longer valid JSON but may still contain secrets.
  return typeof value === 'string' ? read.hideSecrets(value) : read.stringifyWithoutSecrets(value)
}

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
  const places = findPlaceholders(title).map(place => ({ ...place, parsed: imply.parsePath(place.path) }));
  const tail = title.slice(places.at(-1)?.end ?? 0);
  const heads = places.map(({ offset }, i) => title.slice(places[i - 1]?.end ?? 0, offset));
  return event => `${places.map(({ parsed }, i) => `${heads[i]}${fill(event, parsed, vocabulary)}`).join('')}${tail}`
}

function fill(event        , path                  , vocabulary            )         {
  const values = path === undefined ? [] : imply.valuesOf(event, path, vocabulary);
  return values.length === 0 || path === undefined
    ? 'unknown'
    : read.shorten(values.map(value => showValue(path.segments, value)).join(', '), VALUE_LENGTH)
}

exports.compileTitle = compileTitle;
exports.placeholders = placeholders;
exports.showValue = showValue;
