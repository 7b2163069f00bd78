// Counts who did what through Systems Manager, and when, over all events that were read, whether or not a rule matched them.
//
// All rows share one bucket width, which grows with the time span, so a tally of a year is as small as one of an hour.

import { textOfAlias, timeOf } from '../events/cloudtrail.ts'
import { startRepeats } from '../events/repeat.ts'
import { type Fields, ownText } from '../json.ts'
import { formatInstant } from '../time.ts'

/** The events of one actor and one API call. */
export interface ActivityRow {
  readonly user: string | null
  readonly accountId: string | null
  readonly eventName: string
  readonly events: number
  /** How many of the events failed: those with an errorCode other than `Success`. */
  readonly errors: number
  /** The number of events in each bucket, in order; bucket 0 begins at `from`. Events without a readable time are left out. */
  readonly buckets: readonly (readonly [bucket: number, events: number])[]
}

export interface Activity {
  /** The beginning of the first bucket and the end of the last, ISO 8601. */
  readonly from: string
  readonly to: string
  readonly bucketSeconds: number
  /** The busiest first. */
  readonly rows: readonly ActivityRow[]
  /** The number of events of all actors and calls that have no row of their own. */
  readonly others: number
}

export interface ActivityTally {
  readonly see: (event: Fields) => void
  /** Null when there was no event of Systems Manager with a readable time. */
  readonly activity: () => Activity | null
}

const MOST_BUCKETS = 120
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400] as const
/** Readable widths. Each is a multiple of the one before, so that buckets can be merged. */
const WIDTHS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY] as const
/** How many rows are counted, and how many are reported, so that flooding a trail with names does not fill the memory. */
const MOST_COUNTED = 5000
const MOST_ROWS = 200
/** How many ids of events are remembered; beyond that, a repeated event may be counted twice. */
const MOST_IDS = 1_000_000

interface Row {
  readonly user: string | null
  readonly accountId: string | null
  readonly eventName: string
  events: number
  errors: number
  counts: Map<number, number>
}

export function startActivity(): ActivityTally {
  const rows = new Map<string, Row>()
  // A call that is recorded several times counts once here, as it does for the rules.
  const isRepeated = startRepeats(MOST_IDS)
  let width = 60_000
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  let others = 0

  const see = (event: Fields): void => {
    if (!ownText(event, 'eventSource')?.startsWith('ssm') || isRepeated(event)) return
    const time = timeOf(event)
    const row = rowOf(event)
    if (row === undefined) {
      others += 1
      return
    }
    row.events += 1
    if (![undefined, 'Success'].includes(ownText(event, 'errorCode'))) row.errors += 1
    if (time === undefined) return
    first = Math.min(first, time)
    last = Math.max(last, time)
    while (Math.floor(last / width) - Math.floor(first / width) >= MOST_BUCKETS) widen()
    const bucket = Math.floor(time / width)
    row.counts.set(bucket, (row.counts.get(bucket) ?? 0) + 1)
  }

  const rowOf = (event: Fields): Row | undefined => {
    const [user, accountId] = [textOfAlias(event, 'user'), textOfAlias(event, 'accountId')]
    const eventName = ownText(event, 'eventName') ?? ''
    const key = JSON.stringify([user, accountId, eventName])
    const known = rows.get(key)
    if (known !== undefined || rows.size >= MOST_COUNTED) return known
    const row = { user, accountId, eventName, events: 0, errors: 0, counts: new Map() }
    rows.set(key, row)
    return row
  }

  const widen = (): void => {
    const before = width
    width = widerThan(before / 1000) * 1000
    for (const row of rows.values()) {
      const counts = new Map<number, number>()
      for (const [bucket, events] of row.counts) {
        const wider = Math.floor((bucket * before) / width)
        counts.set(wider, (counts.get(wider) ?? 0) + events)
      }
      row.counts = counts
    }
  }

  const activity = (): Activity | null => {
    if (first > last) return null
    const begin = Math.floor(first / width)
    const sorted = [...rows.values()].sort((a, b) => b.events - a.events)
    const left = sorted.slice(MOST_ROWS).reduce((sum, { events }) => sum + events, others)
    return {
      from: formatInstant(begin * width),
      to: formatInstant((Math.floor(last / width) + 1) * width),
      bucketSeconds: width / 1000,
      rows: sorted.slice(0, MOST_ROWS).map(({ counts, ...row }) => ({
        ...row,
        buckets: [...counts].sort(([a], [b]) => a - b).map(([bucket, events]) => [bucket - begin, events] as const),
      })),
      others: left,
    }
  }
  return { see, activity }
}

/** The next larger bucket width, in seconds. */
export function widerThan(seconds: number): number {
  return WIDTHS.find(width => width > seconds) ?? seconds * 2
}
