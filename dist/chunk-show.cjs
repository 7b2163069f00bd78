'use strict';

const finding = require('./chunk-finding.cjs');

// One value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any format.

                                                 

/** The value found at a path, as text: a text as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (finding.isSecret(segments)) return finding.HIDDEN
  // Parameters that were cut off travel as text that is no JSON any more and still name their secrets.
  return typeof value === 'string' ? finding.hideSecrets(value) : finding.stringifyWithoutSecrets(value)
}

exports.showValue = showValue;
