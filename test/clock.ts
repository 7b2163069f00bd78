// A simulated clock, so that a test waits for minutes in no time.

import type { Clock } from '../src/poll.ts'

/** A clock that only `sleep` and `pass` move. */
export function startClock(start = 0): Clock & { readonly pass: (seconds: number) => void; readonly slept: readonly number[] } {
  let now = start
  const slept: number[] = []
  return {
    milliseconds: () => now,
    sleep: async milliseconds => {
      slept.push(milliseconds)
      now += milliseconds
    },
    pass: seconds => {
      now += seconds * 1000
    },
    slept,
  }
}
