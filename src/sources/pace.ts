// How long activity is asked for, and how often. CloudTrail allows two requests a second for each account and Region, so attempts are
// spaced, the SDK's retries too; and none begins once the time is over, nor is waited for.

import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { Limit } from '../aws/client.ts'
import { isThrottled } from '../aws/refusal.ts'
import type { Clock } from '../poll.ts'
import { untilStopped } from '../process/stop.ts'

/** The time for the requests of one reading. */
export interface TimeLimit {
  readonly isOver: () => boolean
  /** Sends one request, with all its attempts. Throws `OutOfTime` when the time is over. */
  readonly send: <T>(limit: Limit, send: (limit: Limit) => Promise<T>) => Promise<T>
}

/** The same for requests that are spaced. */
export interface Pace extends TimeLimit {
  /** Whether AWS refused the last attempt because of too many requests. */
  readonly isThrottled: () => boolean
}

/** Thrown when the time is over. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime'
}

// Milliseconds between requests: a little more than half a second, because the network may delay one request more than the next.
const SPACING = 520

/** The longest time that a timer of Node takes, in milliseconds: more than three weeks. */
const TIMER_END = 2 ** 31 - 1

/** Begins a reading, whose time is over after so many milliseconds. */
export function startTimeLimit({ milliseconds }: Clock, time: number): TimeLimit {
  const until = milliseconds() + time
  // The clock says when the time is over, and the timer ends what is under way then, such as the SDK's pause before its next attempt.
  const timer = AbortSignal.timeout(Math.min(time, TIMER_END))
  return {
    isOver: () => timer.aborted || milliseconds() >= until,
    send: async ({ abortSignal }, send) => {
      try {
        return await untilStopped(timer, () => send({ abortSignal: AbortSignal.any([abortSignal, timer]) }))
      } catch (error) {
        if (timer.aborted) throw new OutOfTime()
        throw error
      }
    },
  }
}

/** The same for a reading of the event history, whose requests are spaced. */
export function startPace(client: CloudTrailClient, { milliseconds, sleep }: Clock, time: number): Pace {
  const limit = startTimeLimit({ milliseconds, sleep }, time)
  const { isOver } = limit
  const space = createSpacing({ milliseconds, sleep })
  let throttled = false
  const attempt = async <T>(send: () => Promise<T>): Promise<T> => {
    if (isOver()) throw new OutOfTime()
    await space.wait()
    try {
      const answer = await space.send(send)
      throttled = false
      return answer
    } catch (error) {
      throttled = isThrottled(error)
      throw error
    }
  }
  // Inside the SDK's retry middleware.
  client.middlewareStack.add(next => args => attempt(() => next(args)), {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'spaceAttempts',
    override: true,
  })
  return { ...limit, isThrottled: () => throttled }
}

function createSpacing({ milliseconds, sleep }: Clock) {
  let last = Number.NEGATIVE_INFINITY
  let first = true
  return {
    wait: async (): Promise<void> => {
      const wait = last + SPACING - milliseconds()
      if (wait > 0) await sleep(wait)
    },
    send: async <T>(send: () => Promise<T>): Promise<T> => {
      last = milliseconds()
      try {
        return await send()
      } finally {
        // The first request has to connect and so arrives late, so the second is spaced from its end.
        if (first) last = milliseconds()
        first = false
      }
    },
  }
}
