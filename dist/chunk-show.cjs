'use strict';

const group = require('./chunk-group.cjs');

// Formats one value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any output
// format sees them.


/** Formats the value found at a path: a string as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (group.isSecret(segments)) return group.HIDDEN
  // Truncated parameters arrive as text that is no longer valid JSON but may still contain secrets.
  return typeof value === 'string' ? group.hideSecrets(value) : group.stringifyWithoutSecrets(value)
}

exports.showValue = showValue;
