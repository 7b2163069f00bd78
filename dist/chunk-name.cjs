'use strict';

const image = require('./chunk-image.cjs');

// The names of images in a report: one for people, and one for tools that identify an image from build to build.
//
// A repository of the same name may be in several registries. Then the registry's host tells images apart, and never their order:
// an image that is named first tomorrow is still the same.










function withNames(images                          )                        {
  const names = image.nameImages(images);
  const lasting = images.map(lastingName);
  const hosts = image.needHosts(
    images,
    lasting.map(name => JSON.stringify(name)),
  );
  return images.map((image, i) => {
    const [repository, platform] = lasting[i] ?? lastingName(image);
    return { ...image, name: names[i] ?? image.uri, lasting: [`${hosts[i]}${repository}`, platform] }
  })
}

/** The names for people, by the URIs of the images. */
function namesByUri(images                       )                              {
  return new Map(images.map(({ uri, name }) => [uri, name]))
}

// Outside an index the platform comes from the scanner's findings. It is missing once there are none, so it is left out.
function lastingName({ repositoryName, indexDigest, platform }               )                        {
  return [repositoryName ?? 'unknown', indexDigest === null ? null : platform]
}

/** The same names, with a number added to each repeated one. */
function distinguish(names                   )                    {
  const taken = new Set        ();
  // The next number to try for each name: every number below it is taken.
  const next = new Map                ();
  for (const name of names) {
    let free = name;
    let number = next.get(name) ?? 2;
    for (; taken.has(free); number++) free = `${name}-${number}`;
    next.set(name, number);
    taken.add(free);
  }
  return [...taken]
}

exports.distinguish = distinguish;
exports.namesByUri = namesByUri;
exports.withNames = withNames;
