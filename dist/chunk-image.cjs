'use strict';

const read = require('./chunk-read.cjs');

// An image as a value: what was found in it, and the names by which it is known. It is read in read.ts, and judged by its events.


/** An image under judgement, with everything its scan returned. */





































/** The base image of an image. */









/** By what an image is known. */


/** A key that identifies an image: registry, repository and digest in one text. */
function imageKey(registryId         , repositoryName         , digest         )         {
  return JSON.stringify([registryId ?? null, repositoryName ?? null, digest ?? null])
}

/** The part of an image's URI by which people recognize it: `payments/api:1.4.2@sha256:4f1c9a7be2d0`. */
function nameImage(uri        )         {
  return uri.replace(/^[^/]*\//, '').replace(/(@sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')
}

/** The same with the platform of an index's entry: `payments/api:1.4.2@sha256:4f1c9a7be2d0 linux/arm64`. */
function namePlatformImage({ uri, platform, indexDigest }                                                 )         {
  return indexDigest === null || platform === null ? nameImage(uri) : `${nameImage(uri)} ${platform}`
}

/** Names by which people can tell these images apart. */
function nameImages(images                                                            )                    {
  const names = images.map(namePlatformImage);
  return needHosts(images, names).map((host, i) => `${host}${names[i]}`)
}

/**
 * Returns the prefix that each of these names needs: nothing, or the registry's host and a slash. A repository of the same name may
 * be in several registries, and then only the host tells which one is meant.
 */
function needHosts(images                               , names                   )                    {
  const hosts = images.map(({ uri }) => read.registryOf(uri));
  const byName = new Map                                 ();
  for (const [i, host] of hosts.entries()) byName.set(names[i], (byName.get(names[i]) ?? new Set()).add(host));
  return hosts.map((host, i) => ((byName.get(names[i])?.size ?? 0) > 1 ? `${host}/` : ''))
}

exports.imageKey = imageKey;
exports.nameImage = nameImage;
exports.nameImages = nameImages;
exports.needHosts = needHosts;
