'use strict';

// Names by which a page knows a thing again from build to build.

                                                 

/** What of an image stays from build to build. The scanner's word for a platform does not: it is gone when nothing is found. */
function lastingName({ repositoryName, indexDigest, platform }               )                                   {
  return [repositoryName ?? 'unknown', indexDigest === null ? null : platform]
}

/** The same names, numbered where one comes again. */
function distinguish(names                   )                    {
  const taken = new Set        ();
  for (const name of names) {
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name}-${number}`;
    taken.add(free);
  }
  return [...taken]
}

exports.distinguish = distinguish;
exports.lastingName = lastingName;
