'use strict';

const node_crypto = require('node:crypto');

// Tells an event that comes again from another one, because CloudTrail delivers some events more than once.


/** Whether a text came before under this id. */


/**
 * How many of the last events are remembered at least, and at most twice as many: an archive may have more than memory holds. An event
 * that comes again after so many others is passed twice; whatever counts matches knows it by its id.
 */
const MOST_REMEMBERED = 500_000;

/** Remembers a digest of each text with its id. Another text under the same id is another record. */
function startRepeats(most = MOST_REMEMBERED)             {
  let known = new Set        ();
  let before = new Set        ();
  return (id, text) => {
    // A million of these are held at a time, so each is as short as it can be.
    const key = node_crypto.createHash('sha256').update(`${id.length} ${id}${text}`).digest('binary');
    if (known.has(key) || before.has(key)) return true
    if (known.size === most) {
      before = known;
      known = new Set();
    }
    known.add(key);
    return false
  }
}

exports.startRepeats = startRepeats;
