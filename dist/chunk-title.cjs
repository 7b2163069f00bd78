'use strict';

const uri = require('./chunk-uri.cjs');
const check = require('./chunk-check.cjs');
const show = require('./chunk-show.cjs');

// Titles of alerts: text with `{{field}}` placeholders, filled from the alert's first event. Values from an event are shortened,
// so that a hostile value cannot bury the rest of a report.


const PLACEHOLDER = /\{\{(.*?)\}\}/gs;
const VALUE_LENGTH = 120;

/** Returns the fields that a title names, each with the offset of its placeholder. */
function placeholders(title        )                                                                {
  return [...title.matchAll(PLACEHOLDER)].map(match => ({ path: match[1]?.trim() ?? '', offset: match.index }))
}

/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
function compileTitle(title        , vocabulary            )                            {
  const paths = new Map(placeholders(title).map(({ path }) => [path, check.parsePath(path)]));
  return event =>
    title.replace(PLACEHOLDER, (_, name        ) => {
      const path = paths.get(name.trim());
      const values = path === undefined ? [] : check.valuesOf(event, path, vocabulary);
      return values.length === 0 || path === undefined
        ? 'unknown'
        : uri.shorten(values.map(value => show.showValue(path.segments, value)).join(', '), VALUE_LENGTH)
    })
}

exports.compileTitle = compileTitle;
exports.placeholders = placeholders;
