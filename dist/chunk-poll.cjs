'use strict';

// Polls until there is an answer or no time left. The clock is injected, so that a test can wait for ten minutes in no time.


















/**
 * Calls `look` again and again with the seconds since `startMilliseconds`. A pause never goes beyond `untilSeconds`, and the
 * last call always begins at `untilSeconds` or later, however long the calls take.
 */
async function poll   (
  clock       ,
  look                                       ,
  startMilliseconds = clock.milliseconds(),
)             {
  const sinceStart = ()         => (clock.milliseconds() - startMilliseconds) / 1000;
  for (;;) {
    const elapsed = sinceStart();
    const turn = await look(elapsed);
    if ('done' in turn) return turn.done
    if (elapsed >= turn.untilSeconds) return turn.otherwise
    const next = Math.min(elapsed + turn.pauseSeconds, turn.untilSeconds);
    const wait = next - sinceStart();
    if (wait > 0) await clock.sleep(wait * 1000);
  }
}

/** What one attempt came to: a result, or for how long to wait before the next. */


/** Makes attempts, counted from 1, until one has a result. One after which trying again cannot help throws. */
async function retry   (clock                      , attempt                                           )             {
  for (let number = 1; ; number++) {
    const attempted = await attempt(number);
    if ('done' in attempted) return attempted.done
    await clock.sleep(attempted.pauseSeconds * 1000);
  }
}

exports.poll = poll;
exports.retry = retry;
