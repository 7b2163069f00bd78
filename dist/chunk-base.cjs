'use strict';

const read = require('./chunk-read.cjs');
const image = require('./chunk-image.cjs');
const manifest = require('./chunk-manifest.cjs');

// Which findings of an image came with the base image that it was built on. Only the digests of layers tell: an operator names the base image
// by its digest, and its layers must be the first ones of the image. What an image says of itself, in labels or in its history, has no part
// in it.


/** A base image as it was read. */







/** An image under the name of a base image. */








/** An image with what is known of its base image, and why none of these is its base image, if so. */






/** Tells the findings of an image that came with its base image. Of several that it may have been built on, the one with the most layers is it. */
function divideByBase(image       , bases                 )          {
  const layers = image.contents?.layers ?? null;
  if (layers === null) return { image, why: 'the digests of its layers are not known' }
  const fits = bases.flatMap(base => {
    const variants = base.digest === image.indexDigest ? [] : base.variants.filter(variant => isFor(variant, image));
    return variants.map(variant => ({ base, variant, common: countCommon(layers, variant.layers ?? []) }))
  });
  const [match] = fits.filter(({ variant, common }) => isBase(variant, common)).sort((a, b) => b.common - a.common);
  if (match === undefined) return { image, why: explain(image, layers, bases, fits) }
  const { base, variant, common } = match;
  const baseImage            = { name: base.name, digest: base.digest, layers: common };
  const divided = { ...image, baseImage };
  const came = layersOfBase(divided);
  const isFromBase = ({ packages }         )          =>
    packages.length > 0 && packages.every(({ layer }) => layer !== null && came.has(layer));
  const findings = image.findings.map(finding => ({ ...finding, fromBase: isFromBase(finding) }));
  return { image: { ...divided, findings, notes: [...image.notes, ...tellIdle(image, layers)] }, base: { base, variant } }
}

/**
 * The layers of an image that are certainly of its base image. A layer that the image has once more after those of the base image may be
 * either.
 */
function layersOfBase({ contents, baseImage }                                       )                      {
  const layers = contents?.layers ?? null;
  if (layers === null || baseImage === null) return new Set()
  const own = new Set(layers.slice(baseImage.layers));
  return new Set(layers.slice(0, baseImage.layers).filter(layer => !own.has(layer)))
}








// An image is not built on itself. One without layers would be the base of every image.
function isFor({ digest, platform }         , image       )          {
  return (
    digest !== image.digest &&
    (image.indexDigest === null || image.platform === null || platform === null || manifest.isPlatform(platform, image.platform))
  )
}

function isBase({ layers }         , common        )          {
  return layers !== null && layers.length > 0 && common === layers.length
}

function countCommon(layers                   , others                   )         {
  const end = layers.findIndex((layer, i) => layer !== others[i]);
  return Math.min(end < 0 ? layers.length : end, others.length)
}

function explain(image       , layers                   , bases                 , fits                )         {
  const [nearest] = [...fits].sort((a, b) => b.common - a.common);
  if (nearest === undefined) {
    const isItself = bases.some(({ digest, variants }) =>
      [digest, ...variants.map(each => each.digest)].some(each => each === image.digest || each === image.indexDigest),
    );
    return isItself ? 'it is the image itself' : `it has no image for ${image.platform ?? 'its platform'}`
  }
  const { base, variant, common } = nearest;
  const name = nameBase(base);
  if (variant.layers === null) return `the digests of the layers of ${name} are not known`
  if (variant.layers.length === 0) return `${name} has no layers`
  const [own, other] = [layers[common], variant.layers[common]];
  const found = own === undefined ? `the image has only ${read.plural(layers.length, 'layer')}` : `layer ${common + 1} of the image is ${own}`;
  const { builtOn } = image.contents ?? {};
  const claim = builtOn === undefined ? '' : `; the image says that it was built on ${read.quote(builtOn)}`;
  return `${found}, and layer ${common + 1} of ${name} is ${other}${claim}`
}

// What somebody named and what does nothing for this image says so.
function tellIdle({ findings }       , layers                   )                    {
  const named = new Set(findings.flatMap(({ packages }) => packages.flatMap(({ layer }) => layer ?? [])));
  if (findings.length === 0 || layers.some(layer => named.has(layer))) return []
  const why = named.size === 0 ? 'the scan does not say in which layers packages are' : 'the scan names other layers than the manifest has';
  return [`base-image has no effect: ${why}, so no finding is that of the base image`]
}

/** A base image as people recognize it: `payments/base:1.2@sha256:4f1c9a7be2d0`. */
function nameBase({ name, digest }                                    )         {
  return image.nameImage(`${name}@${digest}`)
}

/** What the tag of a base image names by now, which is another image. */









/** Whether a finding would stand against an image if it were not let through for coming with the base image, or for being known. */
function standsAgainst({ decision }         )          {
  return decision.kind === 'counted' || decision.kind === 'known' || decision.kind === 'base-image'
}

exports.divideByBase = divideByBase;
exports.layersOfBase = layersOfBase;
exports.nameBase = nameBase;
exports.standsAgainst = standsAgainst;
