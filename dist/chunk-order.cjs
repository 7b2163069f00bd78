'use strict';

// The order of strings that no machine's language changes.

/** Compares by UTF-16 code units, as RFC 8785 requires of canonical JSON. */
function compareText(a        , b        )         {
  return a < b ? -1 : a > b ? 1 : 0
}

exports.compareText = compareText;
