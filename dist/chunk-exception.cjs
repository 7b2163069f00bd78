'use strict';

const read = require('./chunk-read.cjs');

// Exceptions: what a team lets through, until when, and why. Each names what it accepts, so that nothing is accepted by accident, and
// when it ends, so that nothing is accepted for ever unless somebody wrote `never`.




/** An exception accepts findings, or alerts of a rule. */























/** What else must hold of a finding: a filter, or what a file of another tool says in its own words. */


/** Acts as a suppression of its rule. */








const NARROW = ['package', 'version', 'path', 'image', 'platform', 'severity'];

/** What else a finding must be. A null asks nothing. */


/** When an exception ends, in milliseconds since 1970; infinite where no day ends it. */
function endOf({ expires }                            )         {
  return expires === null || expires === 'never' ? Number.POSITIVE_INFINITY : (read.endOfDay(expires) ?? Number.NEGATIVE_INFINITY)
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
exports.endOf = endOf;
exports.helpWithId = helpWithId;
