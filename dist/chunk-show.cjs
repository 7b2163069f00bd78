'use strict';

const scan = require('./chunk-scan.cjs');

// One value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any format.

                                                 

/** The value found at a path, as text: a text as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (scan.isSecret(segments)) return scan.HIDDEN
  // Parameters that were cut off travel as text that is no JSON any more and still name their secrets.
  return typeof value === 'string' ? scan.hideSecrets(value) : scan.stringifyWithoutSecrets(value)
}

exports.showValue = showValue;
