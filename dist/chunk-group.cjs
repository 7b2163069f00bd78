'use strict';

/** The values by the key that `keyOf` gives each, in the order in which keys and values first stand. */
function groupBy      (values              , keyOf                 )                               {
  return groupByEach(values, value => [keyOf(value)])
}

/** The same where a value may have several keys, and then stands under each of them. */
function groupByEach      (values              , keysOf                           )                               {
  const groups = new Map        ();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
  }
  return groups
}

exports.groupBy = groupBy;
exports.groupByEach = groupByEach;
