'use strict';

// Polls until there is an answer or no time left. The clock is injected, so that a test can wait for ten minutes in no time.

                        
                                                                                       
                                     
                                                         
 

                     
                        
     
                                                 
                           
                                                                         
                            
                                                                                  
                            
     

/**
 * Calls `look` again and again with the seconds since `start`. A pause never goes beyond `until`, and the last call always
 * begins at `until` or later, however long the calls take.
 */
async function poll   (clock       , look                                       , start = clock.milliseconds())             {
  const sinceStart = ()         => (clock.milliseconds() - start) / 1000;
  for (;;) {
    const elapsed = sinceStart();
    const turn = await look(elapsed);
    if ('done' in turn) return turn.done
    if (elapsed >= turn.until) return turn.otherwise
    const next = Math.min(elapsed + turn.pause, turn.until);
    const wait = next - sinceStart();
    if (wait > 0) await clock.sleep(wait * 1000);
  }
}

// The longest pauses, in seconds: in general, and before the time when a scan is usually done.
const LONGEST = 4;
const RAREST = 4.8;

/**
 * Returns the seconds to pause before a scan is read again: about one right after the push, slowly rising, always below five.
 * Exponential backoff would miss the end of a scan by as much as the scan took. If the usual duration of the repository's
 * scans is known, reads are rarer before that time and denser around it.
 *
 * `age` is the number of seconds since the push, `usual` the number of seconds that earlier scans took.
 */
function pauseBefore(age        , usual                    )         {
  const steady = Math.min(LONGEST, 1 + 0.22 * Math.sqrt(Math.max(0, age)));
  if (usual === undefined) return steady
  const near = usual * 0.75;
  if (age < near) return Math.min(RAREST, Math.max(0.5, near - age))
  return age < usual * 1.25 ? Math.min(steady, 0.5 + usual / 100) : steady
}

exports.pauseBefore = pauseBefore;
exports.poll = poll;
