'use strict';

Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });

const read = require('./chunk-read.cjs');
const world = require('./chunk-world.cjs');
const endless = require('./chunk-endless.cjs');
const visibility = require('./chunk-visibility.cjs');
const base = require('./chunk-base.cjs');
const image = require('./chunk-image.cjs');
const manifest = require('./chunk-manifest.cjs');
const recorded = require('./chunk-recorded.cjs');
require('node:fs');
require('node:fs/promises');
require('node:events');
require('node:path');
require('node:zlib');
require('node:net');
require('node:os');
require('node:timers/promises');
require('node:v8');
require('./chunk-limits.cjs');
require('./chunk-fields.cjs');
require('./chunk-imply.cjs');
require('./chunk-address.cjs');
require('./chunk-tally.cjs');
require('./chunk-delivery.cjs');
require('./chunk-records.cjs');
require('node:buffer');

// The base images of a run. They are read while the images wait for their scans, and divide their findings. What the tag of a base image
// names by now has no part in the verdict.












/** What the tag of an image's base image names by now; null where it is the same image, or nothing was asked. */


const AT_ONCE = { concurrency: 4 };

/** A run that is connected to AWS. */


/** Reads the base images that the settings name. One that cannot be read is that of no image, and is told. */
async function readBases(context           )                 {
  const { settings, aws, world: world$1 } = context;
  const diagnostics               = [];
  const tell = read.collectInto(diagnostics, context.tell);
  const [{ default: pMap }, { readBase }] = await Promise.all([Promise.resolve().then(() => require('./chunk-p-map.cjs')), Promise.resolve().then(() => require('./chunk-base2.cjs'))]);
  const read$1 = await pMap(
    settings.baseImages,
    async (uri)                            => {
      const connection = recorded.connectionOf(aws, settings.imageRoles, uri);
      const base = await world.captureFault(() => readBase(connection, uri, world$1));
      if (!(base instanceof world.Fault)) return { uri, base }
      const message = `the base image ${image.nameImage(uri.text)} cannot be read: ${base.message}; no finding is taken for one of its own`;
      tell({ ...base.diagnostic, level: 'warning', message });
      return undefined
    },
    AT_ONCE,
  );
  const known = read$1.filter(each => each !== undefined);
  const divided            = [];
  return {
    divide: images => {
      const results = images.map(image =>
        base.divideByBase(
          image,
          known.map(({ base }) => base),
        ),
      );
      divided.push(...results);
      if (known.length > 0) tellOthers(results, known, !endless.isOfPolicy('base-image', context.settings), tell);
      return results.map(({ image }) => image)
    },
    diagnostics,
    readNewer: decide => readNewerBases(context, divided, known, decide),
  }
}






// A policy may name the base images of many images.
function tellOthers(results                    , known                 , isByStep         , tell      )       {
  const names = image.nameImages(results.map(({ image }) => image));
  const [first] = known;
  for (const [i, { image, why }] of results.entries()) {
    // Of an image of which nothing was read, a gap says more.
    if (why === undefined || ((image.contents?.layers ?? null) === null && image.gaps.length > 0)) continue
    const which =
      known.length === 1 && first !== undefined ? `${base.nameBase(first.base)} is not the base image` : 'none of the base images is that';
    const message = `${which} of ${names[i]}: ${why}; all of its findings are its own`;
    tell({ level: 'warning', kind: 'base-image', message, help: CURE });
  }
  if (!isByStep || results.some(({ why }) => why !== undefined)) return
  const used = new Set(results.map(({ base }) => base?.base));
  for (const { base: base$1 } of known) {
    if (used.has(base$1)) continue
    tell({
      level: 'warning',
      kind: 'base-image',
      message: `${base.nameBase(base$1)} is the base image of no image that was judged`,
      help: 'omit it',
    });
  }
}

const CURE =
  'name the image of the FROM line by the digest that it had at the build; a push that compresses layers anew, or a build that squashes them, makes other layers';

async function readNewerBases(
  context           ,
  divided                    ,
  known                 ,
  decide                         ,
)                      {
  const { default: pMap } = await Promise.resolve().then(() => require('./chunk-p-map.cjs'));
  const byBase = visibility.groupBy(
    divided.flatMap(({ image, base }) => (base === undefined ? [] : [{ image, ...base }])),
    ({ base }) => base,
  );
  const asked = known.filter(({ uri, base }) => uri.tag !== null && byBase.has(base));
  const found = await pMap(
    asked,
    async ({ uri, base }) => {
      const its = byBase.get(base) ?? [];
      const newer = await world.captureFault(() => readNewer(context, uri, its, decide));
      return its.map(each => {
        const { image } = each;
        const of = newer instanceof world.Fault ? unknown(null, newer.message) : newer(each);
        return [keyOf(image), of]
      })
    },
    AT_ONCE,
  );
  const byImage = new Map(found.flat());
  return image => byImage.get(keyOf(image)) ?? null
}

function keyOf({ uri, platform }                                 )         {
  return JSON.stringify([uri, platform])
}

function unknown(digest               , why        )            {
  return { digest, severityCounts: null, why }
}

/** An image with its base image. */






async function readNewer(
  { settings, aws, world, startedAt }           ,
  uri          ,
  built                  ,
  decide                         ,
)                                              {
  const connection = recorded.connectionOf(aws, settings.imageRoles, uri);
  const [{ readTag }, { readLiveImage }] = await Promise.all([Promise.resolve().then(() => require('./chunk-base2.cjs')), Promise.resolve().then(() => require('./chunk-read2.cjs'))]);
  const { digest, targets } = await readTag(connection, uri, world);
  const isSame = ({ base, variant }       )          => digest === base.digest || targets.some(target => target.digest === variant.digest);
  if (built.every(isSame)) return () => null
  const platforms = built.map(platformOf);
  const options               = {
    platforms: platforms.every(platform => platform !== null) ? [...new Set(platforms)] : [],
    startScan: 'never',
    keepLists: false,
    intelligence: [],
    timeoutSeconds: 0,
    graceSeconds: 0,
    clock: world,
    beganMilliseconds: world.milliseconds(),
    now: world.now,
    readAt: read.formatSecond(startedAt),
    // What cannot be read of it is told with the image that is built on it.
    tell: () => undefined,
    progress: () => undefined,
  };
  const { images, coverage } = await readLiveImage(
    connection,
    { ...uri, digest, text: `${uri.text.replace(/@.*$/, '')}@${digest}` },
    options,
  );
  return each => {
    if (isSame(each)) return null
    const platform = platformOf(each);
    const of = images.filter(
      image => platform === null || image.indexDigest === null || (image.platform !== null && manifest.isPlatform(image.platform, platform)),
    );
    const [only] = of;
    if (only === undefined || of.length > 1)
      return unknown(digest, coverage.state === 'gap' ? coverage.message : `it has no single image for ${platform ?? 'the platform'}`)
    // The exceptions for an image hold for what comes with its base image too.
    const { uri: name, registryId, repositoryName, tags, digest: own, indexDigest } = each.image;
    const decided = decide({ ...only, uri: name, registryId, repositoryName, tags, digest: own, indexDigest });
    const [gap] = decided.gaps;
    return gap === undefined
      ? { digest, severityCounts: read.countSeverities(decided.findings, base.standsAgainst), why: null }
      : unknown(digest, gap)
  }
}

function platformOf({ image, variant }       )                {
  return variant.platform ?? (image.indexDigest === null ? null : image.platform)
}

exports.readBases = readBases;
