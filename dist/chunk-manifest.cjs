'use strict';

const read = require('./chunk-read.cjs');

// Recognizes manifests that are no image that a container can run: SOCI indexes, signatures, attestations, charts.
//
// Only what a runtime cannot run counts. Some read the type of the configuration and not those of the layers, others the opposite,
// so what lacks an image's configuration must also lack an image's layers.









const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image|docker\.container\.image)\b/i;
const IMAGE_LAYER = /^application\/vnd\.(?:oci|docker)\.image\./i;
/** What some runtimes run although it is no image of layers. */
const RUNNABLE = /wasm|erofs/i;

const KINDS                                                      = [
  [/vnd\.amazon\.soci\.index\./i, 'a SOCI index'],
  [/cosign\.simplesigning|cosign\.artifact\.sig|cncf\.notary\.signature/i, 'a signature'],
  [/in-toto\+json|docker\.attestation\.manifest|cosign\.attestation|dsse\.envelope/i, 'an attestation'],
  [/sigstore\.bundle/i, 'a signature or an attestation'],
  [/cncf\.helm\./i, 'a Helm chart'],
  [/spdx|cyclonedx|vnd\.syft/i, 'an SBOM'],
];

/** Says what a manifest is if it is no image; undefined if it may be one. */
function readArtifact(manifest        )                       {
  const config = read.ownText(manifest, 'config', 'mediaType');
  const layers = read.ownList(manifest, 'layers').map(layer => read.ownText(layer, 'mediaType') ?? '');
  if (config === undefined || layers.some(type => type === '' || IMAGE_LAYER.test(type))) return undefined
  if (IMAGE_CONFIG.test(config)) {
    // An image may have layers of a type that is not known here, and one without layers is an image too.
    const [, what] = KINDS.find(([pattern]) => layers.length > 0 && layers.every(type => pattern.test(type))) ?? [];
    return what === undefined ? undefined : { what, hasImageConfig: true }
  }
  const types = [read.ownText(manifest, 'artifactType') ?? config, config, ...layers];
  if (types.some(type => RUNNABLE.test(type))) return undefined
  const [, what] = KINDS.find(([pattern]) => types.some(type => pattern.test(type))) ?? [];
  return { what: what ?? `an artifact of the type ${read.quote(types[0] ?? config)}`, hasImageConfig: false }
}

// Reads manifests from a registry: whether one is an image or an index of several, and which platform each image is for.
// https://github.com/opencontainers/image-spec/blob/main/image-index.md


/** The media types of an index: OCI's and Docker's. */
const INDEX_TYPES                    = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** All media types that the gate can read. */
const MANIFEST_TYPES                    = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];











/** What an image is made of; null where its manifest does not say it. */















/** Reads a manifest. An entry of an index counts as an image unless its platform and its annotation both say that it is not. */
function readManifest(text        , mediaType                    )           {
  const parsed = read.parseStrictly(text);
  if (parsed.kind !== 'value') return { kind: 'unreadable', problem: `the manifest ${parsed.problem}` }
  const manifest = parsed.value;
  if (!read.isObject(manifest)) return { kind: 'unreadable', problem: 'the manifest is not a JSON object' }
  const folded = findFolded(manifest);
  if (folded !== undefined) return { kind: 'unreadable', problem: folded }
  const type = mediaType ?? read.ownText(manifest, 'mediaType');
  const isIndex = type === undefined ? Array.isArray(read.own(manifest, 'manifests')) : INDEX_TYPES.includes(type);
  // It could be scanned as an image and run as an index: two contents under one digest. Runtimes refuse it too (CVE-2021-41190).
  const members = isIndex ? ['config', 'layers'] : ['manifests'];
  if (members.some(name => read.own(manifest, name) !== undefined))
    return { kind: 'unreadable', problem: 'the manifest is both an image and an index' }
  if (!isIndex) {
    const artifact = readArtifact(manifest);
    return artifact === undefined ? { kind: 'image', ...readContents(manifest) } : { kind: 'artifact', ...artifact }
  }
  const listed = read.own(manifest, 'manifests');
  if (!Array.isArray(listed)) return { kind: 'unreadable', problem: 'the index has no list of manifests' }
  const entries = read.ownList(manifest, 'manifests').map(readEntry);
  const nameless = entries.filter(entry => entry === undefined).length;
  if (nameless > 0) return { kind: 'unreadable', problem: `${nameless} of ${entries.length} entries of the index have no sha256 digest` }
  return { kind: 'index', entries: entries.filter(entry => entry !== undefined) }
}

// One layer that cannot be read leaves open where the others lie.
function readContents(manifest        )           {
  const layers = read.ownList(manifest, 'layers').map(layer => read.ownText(layer, 'digest') ?? '');
  const digest = read.ownText(manifest, 'config', 'digest') ?? '';
  const size = read.ownNumber(read.own(manifest, 'config'), 'size');
  const claimed = ['name', 'digest'].map(key => read.ownText(manifest, 'annotations', `org.opencontainers.image.base.${key}`) ?? '');
  const builtOn = claimed.filter(text => text !== '').join('@');
  return {
    layers: Array.isArray(read.own(manifest, 'layers')) && layers.every(read.isDigest) ? layers : null,
    config: read.isDigest(digest) && size !== undefined && Number.isSafeInteger(size) && size >= 0 ? { digest, size } : null,
    ...(builtOn === '' ? {} : { builtOn }),
  }
}

function readEntry(entry         )                         {
  const digest = read.ownText(entry, 'digest');
  if (digest === undefined || !read.isDigest(digest)) return undefined
  const platform = readPlatform(read.own(entry, 'platform'));
  // A runtime selects an image by its platform, so the annotation alone does not exempt an entry from being judged.
  const attestation = platform === 'unknown/unknown' && read.own(entry, 'annotations', 'vnd.docker.reference.type') === 'attestation-manifest';
  const named = [read.own(entry, 'artifactType'), read.own(entry, 'annotations', 'com.amazon.soci.image-manifest-digest')];
  return { digest, platform, attestation, ...(named.some(mark => mark !== undefined) ? { artifact: true } : {}) }
}

// The fields of the structs into which runtimes read a manifest, an index and what they contain. Annotations are maps, whose keys
// are free. https://github.com/opencontainers/image-spec/tree/main/specs-go/v1
const MANIFEST_FIELDS = ['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'manifests', 'subject', 'annotations'];
const DESCRIPTOR_FIELDS = ['mediaType', 'digest', 'size', 'urls', 'annotations', 'data', 'platform', 'artifactType'];
const PLATFORM_FIELDS = ['architecture', 'os', 'os.version', 'os.features', 'variant', 'features'];

/** Says which key a runtime takes for a field although we do not; undefined if there is none. */
function findFolded(manifest        )                     {
  const inLists = ['layers', 'manifests'].flatMap(name => read.ownList(manifest, name).map((entry, i) => [`${name}[${i}]`, entry]         ));
  const descriptors = [...['config', 'subject'].map(name => [name, read.own(manifest, name)]         ), ...inLists];
  const structs = [
    ['', manifest, MANIFEST_FIELDS]         ,
    ...descriptors.map(([where, value]) => [where, value, DESCRIPTOR_FIELDS]         ),
    ...descriptors.map(([where, value]) => [`${where}.platform`, read.own(value, 'platform'), PLATFORM_FIELDS]         ),
  ];
  for (const [where, value, fields] of structs) {
    const found = read.findFoldedKey(value, fields);
    if (found === undefined) continue
    const there = where === '' ? '' : ` in ${where}`;
    return `the manifest has the key ${read.quote(found.key)}${there}, which runtimes read as "${found.field}"; build it with the key in its own letters`
  }
  return undefined
}

/** The digest of an image's configuration, which is the same however its layers are compressed; undefined if the manifest names none. */
function readConfigDigest(text        )                     {
  const parsed = read.parseStrictly(text);
  return parsed.kind === 'value' ? read.ownText(parsed.value, 'config', 'digest') : undefined
}

function readPlatform(platform         )                {
  const os = read.ownText(platform, 'os');
  const architecture = read.ownText(platform, 'architecture');
  if (os === undefined || architecture === undefined) return null
  return [os, architecture, read.ownText(platform, 'variant')].filter(part => part !== undefined).join('/')
}

/** Whether a runtime would use an entry of this platform when asked for another; without a variant in `asked`, any matches. */
function isPlatform(platform        , asked        )          {
  const [os, architecture, variant] = normalise(platform);
  const [askedOs, askedArchitecture, askedVariant] = normalise(asked);
  return os === askedOs && architecture === askedArchitecture && (!/\/.*\//.test(asked) || variant === askedVariant)
}

// Runtimes normalize platforms before comparing them, so an entry for linux/x86_64 runs where linux/amd64 was asked for.
// https://github.com/containerd/platforms/blob/main/database.go
const ARCHITECTURES                                                       = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};
const USUAL                                   = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

function normalise(platform        )                                                               {
  const [os = '', word = '', given = ''] = platform.toLowerCase().split('/');
  const [architecture, implied] = Object.hasOwn(ARCHITECTURES, word) ? (ARCHITECTURES[word]                              ) : [word];
  const variant = implied ?? (/^\d/.test(given) ? `v${given}` : given);
  return [os === 'macos' ? 'darwin' : os, architecture, variant === '' ? (USUAL[architecture] ?? '') : variant]
}

exports.MANIFEST_TYPES = MANIFEST_TYPES;
exports.isPlatform = isPlatform;
exports.readConfigDigest = readConfigDigest;
exports.readManifest = readManifest;
