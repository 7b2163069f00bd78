'use strict';

const read = require('./chunk-read.cjs');
const repeat = require('./chunk-repeat.cjs');

// Counts who did what through Systems Manager, and when, over all events that were read, whether or not a rule matched them.
//
// All rows share one bucket width, which grows with the time span, so a tally of a year is as small as one of an hour.


/** The events of one actor and one API call. */




























const MOST_BUCKETS = 120;
const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
/** Readable widths. Each is a multiple of the one before, so that buckets can be merged. */
const WIDTHS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY];
/** How many rows are counted, and how many are reported, so that flooding a trail with names does not fill the memory. */
const MOST_COUNTED = 5000;
const MOST_ROWS = 200;
/** How many ids of events are remembered; beyond that, a repeated event may be counted twice. */
const MOST_IDS = 1_000_000;










function startActivity()                {
  const rows = new Map             ();
  // A call that is recorded several times counts once here, as it does for the rules.
  const isRepeated = repeat.startRepeats(MOST_IDS);
  let width = 60_000;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let others = 0;

  const see = (event        )       => {
    if (!read.ownText(event, 'eventSource')?.startsWith('ssm') || isRepeated(event)) return
    const time = read.timeOf(event);
    const row = rowOf(event);
    if (row === undefined) {
      others += 1;
      return
    }
    row.events += 1;
    if (![undefined, 'Success'].includes(read.ownText(event, 'errorCode'))) row.errors += 1;
    if (time === undefined) return
    first = Math.min(first, time);
    last = Math.max(last, time);
    while (Math.floor(last / width) - Math.floor(first / width) >= MOST_BUCKETS) widen();
    const bucket = Math.floor(time / width);
    row.counts.set(bucket, (row.counts.get(bucket) ?? 0) + 1);
  };

  const rowOf = (event        )                  => {
    const [user, accountId] = [read.textOfAlias(event, 'user'), read.textOfAlias(event, 'accountId')];
    const eventName = read.ownText(event, 'eventName') ?? '';
    const key = JSON.stringify([user, accountId, eventName]);
    const known = rows.get(key);
    if (known !== undefined || rows.size >= MOST_COUNTED) return known
    const row = { user, accountId, eventName, events: 0, errors: 0, counts: new Map() };
    rows.set(key, row);
    return row
  };

  const widen = ()       => {
    const before = width;
    width = widerThan(before / 1000) * 1000;
    for (const row of rows.values()) {
      const counts = new Map                ();
      for (const [bucket, events] of row.counts) {
        const wider = Math.floor((bucket * before) / width);
        counts.set(wider, (counts.get(wider) ?? 0) + events);
      }
      row.counts = counts;
    }
  };

  const activity = ()                  => {
    if (first > last) return null
    const begin = Math.floor(first / width);
    const sorted = [...rows.values()].sort((a, b) => b.events - a.events);
    const left = sorted.slice(MOST_ROWS).reduce((sum, { events }) => sum + events, others);
    return {
      from: read.formatInstant(begin * width),
      to: read.formatInstant((Math.floor(last / width) + 1) * width),
      bucketSeconds: width / 1000,
      rows: sorted.slice(0, MOST_ROWS).map(({ counts, ...row }) => ({
        ...row,
        buckets: [...counts].sort(([a], [b]) => a - b).map(([bucket, events]) => [bucket - begin, events]         ),
      })),
      others: left,
    }
  };
  return { see, activity }
}

/** The next larger bucket width, in seconds. */
function widerThan(seconds        )         {
  return WIDTHS.find(width => width > seconds) ?? seconds * 2
}

exports.startActivity = startActivity;
exports.widerThan = widerThan;
