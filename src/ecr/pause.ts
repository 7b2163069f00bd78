// How long to pause before ECR is asked again: often enough that the end of a scan is soon seen, and no more often.

// The longest pauses, in seconds: in general, and before the time when a scan is usually done.
const STEADY_SECONDS = 4
const EARLY_SECONDS = 4.8

/**
 * Returns the seconds to pause before a scan is read again: about one right after the push, slowly rising, always below five.
 * Exponential backoff would miss the end of a scan by as much as the scan took. If the usual duration of the repository's
 * scans is known, reads are rarer before that time and denser around it.
 *
 * `ageSeconds` is the number of seconds since the push, `usualSeconds` the number of seconds that earlier scans took.
 */
export function pauseBefore(ageSeconds: number, usualSeconds: number | undefined): number {
  const steady = Math.min(STEADY_SECONDS, 1 + 0.22 * Math.sqrt(Math.max(0, ageSeconds)))
  if (usualSeconds === undefined) return steady
  const near = usualSeconds * 0.75
  if (ageSeconds < near) return Math.min(EARLY_SECONDS, Math.max(0.5, near - ageSeconds))
  return ageSeconds < usualSeconds * 1.25 ? Math.min(steady, 0.5 + usualSeconds / 100) : steady
}
