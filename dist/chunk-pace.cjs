'use strict';

const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');

// How long activity is asked for, and how often. CloudTrail allows two requests a second for each account and Region, so attempts are
// spaced, the SDK's retries too; and none begins once the time is over, nor is waited for.


/** The time for the requests of one reading. */






/** The same for requests that are spaced. */





/** Thrown when the time is over. */
class OutOfTime extends Error {
                    name = 'OutOfTime'
}

// Milliseconds between requests: a little more than half a second, because the network may delay one request more than the next.
const SPACING = 520;

/** The longest time that a timer of Node takes, in milliseconds: more than three weeks. */
const TIMER_END = 2 ** 31 - 1;

/** Begins a reading, whose time is over after so many milliseconds. */
function startTimeLimit({ milliseconds }       , time        )            {
  const until = milliseconds() + time;
  // The clock says when the time is over, and the timer ends what is under way then, such as the SDK's pause before its next attempt.
  const timer = AbortSignal.timeout(Math.min(time, TIMER_END));
  return {
    isOver: () => timer.aborted || milliseconds() >= until,
    send: async ({ abortSignal }, send) => {
      try {
        return await world.untilStopped(timer, () => send({ abortSignal: AbortSignal.any([abortSignal, timer]) }))
      } catch (error) {
        if (timer.aborted) throw new OutOfTime()
        throw error
      }
    },
  }
}

/** The same for a reading of the event history, whose requests are spaced. */
function startPace(client                  , { milliseconds, sleep }       , time        )       {
  const limit = startTimeLimit({ milliseconds}, time);
  const { isOver } = limit;
  const space = createSpacing({ milliseconds, sleep });
  let throttled = false;
  const attempt = async    (send                  )             => {
    if (isOver()) throw new OutOfTime()
    await space.wait();
    try {
      const answer = await space.send(send);
      throttled = false;
      return answer
    } catch (error) {
      throttled = refusal.isThrottled(error);
      throw error
    }
  };
  // Inside the SDK's retry middleware.
  client.middlewareStack.add(next => args => attempt(() => next(args)), {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'spaceAttempts',
    override: true,
  });
  return { ...limit, isThrottled: () => throttled }
}

function createSpacing({ milliseconds, sleep }       ) {
  let last = Number.NEGATIVE_INFINITY;
  let first = true;
  return {
    wait: async ()                => {
      const wait = last + SPACING - milliseconds();
      if (wait > 0) await sleep(wait);
    },
    send: async    (send                  )             => {
      last = milliseconds();
      try {
        return await send()
      } finally {
        // The first request has to connect and so arrives late, so the second is spaced from its end.
        if (first) last = milliseconds();
        first = false;
      }
    },
  }
}

exports.OutOfTime = OutOfTime;
exports.startPace = startPace;
exports.startTimeLimit = startTimeLimit;
