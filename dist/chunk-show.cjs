'use strict';

const text = require('./chunk-text.cjs');

// Formats one value of an event as text, for titles, aggregates and explanations. Secrets are hidden here, before any output
// format sees them.

                                                 

/** Formats the value found at a path: a text as it is, anything else as JSON. */
function showValue(segments                    , value         )         {
  if (text.isSecret(segments)) return text.HIDDEN
  // Truncated parameters arrive as text that is no longer valid JSON but may still contain secrets.
  return typeof value === 'string' ? text.hideSecrets(value) : text.stringifyWithoutSecrets(value)
}

exports.showValue = showValue;
