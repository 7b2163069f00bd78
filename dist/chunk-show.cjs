'use strict';

const verdict = require('./chunk-verdict.cjs');

// One value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any format.

                                                 

/** The value found at a path, as text: a text as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (verdict.isSecret(segments)) return verdict.HIDDEN
  return typeof value === 'string' ? value : verdict.hideSecrets(JSON.stringify(value))
}

exports.showValue = showValue;
