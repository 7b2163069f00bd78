'use strict';

const node_crypto = require('node:crypto');

// Tells an event that comes again from another one, because CloudTrail delivers some events more than once.


/** Whether a text came before under this id. */


/** Remembers a digest of each text with its id. Another text under the same id is another record. */
function startRepeats()             {
  const known = new Set        ();
  return (id, text) => {
    // A million of these are held at a time, so each is as short as it can be.
    const key = node_crypto.createHash('sha256').update(`${id.length} ${id}${text}`).digest('binary');
    if (known.has(key)) return true
    known.add(key);
    return false
  }
}

exports.startRepeats = startRepeats;
