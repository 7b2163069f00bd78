'use strict';

// Asking again until there is an answer or no time left. The clock is handed in, so that a test can wait for ten minutes
// in no time.

                        
                                                                                    
                                     
                                                         
 

                     
                        
     
                                                   
                           
                                                                           
                            
                                                                         
                            
     

/**
 * Takes turns, each told the seconds since the `start`. A pause is cut short where the time ends, and however long a turn
 * takes, the last one begins when the time is over.
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

// Seconds: of a steady pause, and of one before the time when a scan is usually done.
const LONGEST = 4;
const RAREST = 4.8;

/**
 * Seconds to pause before a scan is read again: about one right after the push, rising slowly and never to five. An
 * exponential schedule would miss the end of a scan by as much as the scan took. Where it is known how long scans of the
 * repository take, reads are rarer before that time and closer around it.
 *
 * `age` is the seconds since the push, `usual` those that earlier scans took.
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
