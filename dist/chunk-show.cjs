'use strict';

const status = require('./chunk-status.cjs');

// Formats one value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any output
// format sees them.


/** Formats the value found at a path: a string as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (status.isSecret(segments)) return status.HIDDEN
  // Truncated parameters arrive as text that is no longer valid JSON but may still contain secrets.
  return typeof value === 'string' ? status.hideSecrets(value) : status.stringifyWithoutSecrets(value)
}

exports.showValue = showValue;
