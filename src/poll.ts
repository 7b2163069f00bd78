// Polls until there is an answer or no time left. The clock is injected, so that a test can wait for ten minutes in no time.

export interface Clock {
  /** Milliseconds since an arbitrary start; unlike the time of day, never set back. */
  readonly milliseconds: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

export type Turn<T> =
  | { readonly done: T }
  | {
      /** The answer if there is no time left. */
      readonly otherwise: T
      /** When polling ends at the latest, in seconds since the start. */
      readonly untilSeconds: number
      /** Seconds from the beginning of this turn to the beginning of the next. */
      readonly pauseSeconds: number
    }

/**
 * Calls `look` again and again with the seconds since `startMilliseconds`. A pause never goes beyond `untilSeconds`, and the
 * last call always begins at `untilSeconds` or later, however long the calls take.
 */
export async function poll<T>(
  clock: Clock,
  look: (elapsed: number) => Promise<Turn<T>>,
  startMilliseconds = clock.milliseconds(),
): Promise<T> {
  const sinceStart = (): number => (clock.milliseconds() - startMilliseconds) / 1000
  for (;;) {
    const elapsed = sinceStart()
    const turn = await look(elapsed)
    if ('done' in turn) return turn.done
    if (elapsed >= turn.untilSeconds) return turn.otherwise
    const next = Math.min(elapsed + turn.pauseSeconds, turn.untilSeconds)
    const wait = next - sinceStart()
    if (wait > 0) await clock.sleep(wait * 1000)
  }
}

/** What one attempt came to: a result, or for how long to wait before the next. */
export type Attempted<T> = { readonly done: T } | { readonly pauseSeconds: number }

/** Makes attempts, counted from 1, until one has a result. One after which trying again cannot help throws. */
export async function retry<T>(clock: Pick<Clock, 'sleep'>, attempt: (number: number) => Promise<Attempted<T>>): Promise<T> {
  for (let number = 1; ; number++) {
    const attempted = await attempt(number)
    if ('done' in attempted) return attempted.done
    await clock.sleep(attempted.pauseSeconds * 1000)
  }
}
