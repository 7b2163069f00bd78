'use strict';

// Formats a number of seconds as people write it.

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
];

/** `90s`, `10m`, `1h` or `7d`: the largest unit that needs no fraction, which is also the form that settings accept. */
function formatDuration(seconds        )         {
  const unit = UNITS.find(([, size]) => seconds >= size && seconds % size === 0);
  return unit === undefined ? `${seconds}s` : `${seconds / unit[1]}${unit[0]}`
}

/** `9d 2h 5s`: whole seconds in every unit that there is something of, so that one second more is seen. */
function formatElapsed(seconds        )         {
  const [unit, size] = UNITS.find(([, most]) => seconds >= most) ?? ['s', 1];
  const rest = seconds % size;
  return `${Math.floor(seconds / size)}${unit}${rest === 0 ? '' : ` ${formatElapsed(rest)}`}`
}

exports.formatDuration = formatDuration;
exports.formatElapsed = formatElapsed;
