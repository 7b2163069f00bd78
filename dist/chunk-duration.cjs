'use strict';

// Formats a number of seconds as people write it, which is also the form that settings accept.

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
];

/** `90s`, `10m`, `1h` or `7d`: the largest unit that needs no fraction. */
function formatDuration(seconds        )         {
  const unit = UNITS.find(([, size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`
}

exports.formatDuration = formatDuration;
