'use strict';

const scan = require('./chunk-scan.cjs');

// The names of images in a report, one for people and one for pages that follow a thing from build to build.
//
// The same repository may be in several registries. Then the registry's host tells images apart, and never their order: an image
// that is asked for first tomorrow is still the same.

                                                

                                                   
                                                                  
                       
                                                                                            
                                                                          
 

function withNames(images                          )                        {
  const names = scan.nameImages(images);
  const lasting = images.map(lastingName);
  const hosts = scan.needHosts(
    images,
    lasting.map(name => JSON.stringify(name)),
  );
  return images.map((image, i) => {
    const [repository, platform] = lasting[i] ?? lastingName(image);
    return { ...image, name: names[i] ?? image.uri, lasting: [`${hosts[i]}${repository}`, platform] }
  })
}

// The scanner's word for a platform does not stay: it is gone when nothing is found.
function lastingName({ repositoryName, indexDigest, platform }               )                        {
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
exports.withNames = withNames;
