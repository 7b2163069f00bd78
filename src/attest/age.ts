// How old a verdict is, and whether one that passed is recent enough to count.
//
// Only passes grow too old. A FAILED stays a FAILED whatever its age, so a limit can take a pass away and can never make one.

import { formatDuration, formatElapsed } from '../report/duration.ts'
import { MOST_SKEW_SECONDS } from '../time.ts'

export interface AgeLimit {
  /** How old a verdict may be; undefined if any age will do. */
  readonly maxAgeSeconds: number | undefined
  readonly now: Date
}

/** Why a verdict does not count because of its time, and how to cure that. */
export interface Untimely {
  readonly why: string
  readonly help: string
}

/** Explains why a pass that was reached at this time does not count; undefined if it counts. */
export function explainUntimely(timeVerified: string, { maxAgeSeconds, now }: AgeLimit): Untimely | undefined {
  if (maxAgeSeconds === undefined) return undefined
  const age = ageOf(timeVerified, now)
  if (age > maxAgeSeconds)
    return {
      why: `the newest verdict on this image is too old: it passed at ${timeVerified}, ${describe(age)} ago, and --max-age is ${formatDuration(maxAgeSeconds)}`,
      help: 'run the gate on this image again and sign the new verdict; if that was done, fetch the bundles again',
    }
  if (age < -MOST_SKEW_SECONDS)
    return {
      why: `the newest verdict on this image has a time in the future: it says that it passed at ${timeVerified}, ${describe(age)}, and at most ${formatDuration(MOST_SKEW_SECONDS)} is accepted`,
      help: "set this machine's clock if it is wrong; if the gate's was, drop that verdict, run the gate again and sign the new one",
    }
  return undefined
}

/** The age of a verdict beside its limit, such as `9d 2h, at most 7d`; undefined if there is no limit. */
export function renderAge(timeVerified: string, { maxAgeSeconds, now }: AgeLimit): string | undefined {
  return maxAgeSeconds === undefined ? undefined : `${describe(ageOf(timeVerified, now))}, at most ${formatDuration(maxAgeSeconds)}`
}

function ageOf(timeVerified: string, now: Date): number {
  return (now.getTime() - Date.parse(timeVerified)) / 1000
}

// Fractions are rounded up, so that an age just over its limit never looks equal to it.
function describe(age: number): string {
  return age < 0 ? `${formatElapsed(Math.ceil(-age))} ahead of this machine's clock` : formatElapsed(Math.ceil(age))
}
