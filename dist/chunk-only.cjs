'use strict';

const expect = require('./chunk-expect.cjs');
const read = require('./chunk-read.cjs');
const permissions = require('./chunk-permissions.cjs');
const refusal = require('./chunk-refusal.cjs');
const world = require('./chunk-world.cjs');
const StartImageScanCommand = require('./chunk-StartImageScanCommand.cjs');
const node_crypto = require('node:crypto');

// The SDK's answers as plain JSON again: dates as ISO 8601, without the SDK's metadata.


/** An answer of the SDK as plain JSON. */
function toFields({ $metadata: _, ...answer }        )         {
  return copy(answer)
}

function copy(value         )          {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : read.formatInstant(value.getTime())
  if (Array.isArray(value)) return value.map(copy)
  if (!read.isObject(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, copy(inner)]])))
}

// The ECR calls that the gate makes, each with the permissions it needs. Answers are plain JSON. Errors become faults, except
// those that the caller handles: these are returned by name.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html


/** The answer of a call of which the caller handles some errors, or the name and message of such an error. */


/** The calls about one repository. */































// ECR's largest pages, so that the poll that sees the end of a basic scan already gets its findings.
const MOST_FINDINGS = 1000;
const MOST_IMAGES = 100;

const PUT_ERRORS = [
  'ImageAlreadyExistsException',
  'ImageTagAlreadyExistsException',
  'ImageDigestDoesNotMatchException',
  'LayersNotFoundException',
  'ReferencedImagesNotFoundException',
];
const START_ERRORS = [
  'LimitExceededException',
  'ValidationException',
  'UnsupportedImageTypeException',
  'ImageNotFoundException',
  'ImageArchivedException',
];

const ONE_ERRORS = ['ImageNotFoundException'];

async function openEcr(aws     , uri          )               {
  const client = await aws.ecr(uri);
  const { registryId, repositoryName } = uri;
  const repository = { registryId, repositoryName };
  const call = (command            , options             )                  =>
    // The SDK's types allow only one kind of command here; each is checked where it is made.
    send(aws, uri, async limit => toFields({ ...(await client.send(command         , limit)) }), options);
  const callExpecting = (command            , expected                   , options             )                    => {
    expect.expectErrors(command, expected);
    return expecting(() => call(command, options))
  };
  return {
    describeImageScanFindings: (imageDigest, nextToken) => {
      const turn = nextToken === undefined ? {} : { nextToken };
      const command = new StartImageScanCommand.DescribeImageScanFindingsCommand({ ...repository, imageId: { imageDigest }, maxResults: MOST_FINDINGS, ...turn });
      expect.expectErrors(command, ['ScanNotFoundException', 'ImageNotFoundException']);
      const read = (limit       )                  => readFindings(client, command, limit);
      return expecting(() => send(aws, uri, read, { action: 'ecr:DescribeImageScanFindings' }))
    },
    batchGetImage: (imageIds, mediaTypes) =>
      call(new StartImageScanCommand.BatchGetImageCommand({ ...repository, imageIds: [...imageIds], acceptedMediaTypes: [...mediaTypes] }), {
        action: 'ecr:BatchGetImage',
      }),
    describeImage: imageDigest =>
      callExpecting(new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [{ imageDigest }] }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeStoredImage: id =>
      callExpecting(new StartImageScanCommand.DescribeImagesCommand({ ...repository, imageIds: [id], filter: { imageStatus: 'ANY' } }), ONE_ERRORS, {
        action: 'ecr:DescribeImages',
      }),
    describeImages: () => call(new StartImageScanCommand.DescribeImagesCommand({ ...repository, maxResults: MOST_IMAGES }), { action: 'ecr:DescribeImages' }),
    startImageScan: imageDigest =>
      callExpecting(new StartImageScanCommand.StartImageScanCommand({ ...repository, imageId: { imageDigest } }), START_ERRORS, { action: 'ecr:StartImageScan' }),
    getRegistryScanningConfiguration: () =>
      call(new StartImageScanCommand.GetRegistryScanningConfigurationCommand({}), { action: 'ecr:GetRegistryScanningConfiguration' }),
    batchGetRepositoryScanningConfiguration: () =>
      call(new StartImageScanCommand.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: [repositoryName] }), {
        action: 'ecr:BatchGetRepositoryScanningConfiguration',
      }),
    describeRepository: () =>
      call(new StartImageScanCommand.DescribeRepositoriesCommand({ registryId, repositoryNames: [repositoryName] }), { action: 'ecr:DescribeRepositories' }),
    putImage: image =>
      callExpecting(new StartImageScanCommand.PutImageCommand({ ...repository, ...image }), PUT_ERRORS, { action: 'ecr:PutImage', kind: 'write' }),
    deleteTag: imageTag =>
      call(new StartImageScanCommand.BatchDeleteImageCommand({ ...repository, imageIds: [{ imageTag }] }), { action: 'ecr:BatchDeleteImage', kind: 'write' }),
    getAuthorizationToken: () => call(new StartImageScanCommand.GetAuthorizationTokenCommand({}), { action: 'ecr:GetAuthorizationToken' }),
  }
}








async function send(aws     , uri          , read$1                                   , { action, kind }             )                  {
  try {
    return await aws.call(read$1, kind)
  } catch (error) {
    if (error instanceof expect.Expected) throw error
    const place =
      permissions.permissionOf(action).on === 'registry'
        ? { on: `registry ${uri.registryId}`, arn: '*' }
        : { on: `repository "${uri.repositoryName}"`, arn: read.repositoryArn(uri) };
    throw refusal.toAwsFault(error, { action, ...place })
  }
}

async function expecting(call                       )                    {
  const answer = await world.captureAs(expect.Expected, call);
  return answer instanceof expect.Expected ? { error: answer.error, message: answer.message } : { answer }
}

// The answer is taken before the SDK reads it, because the SDK keeps only the fields that it knows.
async function readFindings(client           , command                                  , limit       )                  {
  let page;
  refusal.takeAnswer(command, json => {
    page = json;
  });
  await client.send(command, limit);
  // A proxy that answers in place of ECR may send JSON too.
  if (read.isObject(page)) return page
  throw new world.Fault('aws-answer', { message: 'the answer of DescribeImageScanFindings is not a JSON object', help: refusal.UNREADABLE })
}

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
  return {
    layers: Array.isArray(read.own(manifest, 'layers')) && layers.every(read.isDigest) ? layers : null,
    config: read.isDigest(digest) && size !== undefined && Number.isSafeInteger(size) && size >= 0 ? { digest, size } : null,
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

// Asks ECR for manifests by tag or digest. ECR answers with a list of images and a list of failures, in any order; each id must have
// one answer. Of two that differ none is believed, because the other one may be what runs.



/** An image as ECR describes it; nothing in it has been checked. */
















/** Asks for images; the answers are in the order of the ids. Throws a fault if there are two different answers for one id. */
async function getImages(ecr     , ids                    )                            {
  const answer = await ecr.batchGetImage(ids, MANIFEST_TYPES);
  const images = read.ownList(answer, 'images');
  const failures = read.ownList(answer, 'failures');
  return ids.map(id => {
    // Whatever ECR answers to a request for one image is about that image.
    const isAbout = (entry         )          => ids.length === 1 || names(entry, id);
    return chooseOnly(id, [...images.filter(isAbout).map(readImage), ...failures.filter(isAbout).map(readFailure)])
  })
}

function names(entry         , { imageDigest, imageTag }         )          {
  return imageDigest === undefined
    ? read.ownText(entry, 'imageId', 'imageTag') === imageTag
    : read.ownText(entry, 'imageId', 'imageDigest') === imageDigest
}

function chooseOnly(id         , given                  )        {
  const different = new Map(given.map(each => [fingerprint(each), each]));
  const [only, ...more] = different.values();
  if (more.length === 0) return only ?? { kind: 'nothing' }
  const said = [...different.values()].map(each => (each.kind === 'image' ? (each.digest ?? 'no digest') : describeGiven(each)));
  const message = `ECR gave two answers for ${nameId(id)} (${[...new Set(said)].join(' and ')}), so neither is believed`;
  throw new world.Fault('aws-answer', { message, help: refusal.UNREADABLE })
}

// An image with several tags may be listed once for each, and these entries do not contradict each other.
function fingerprint(given       )         {
  return given.kind === 'image'
    ? JSON.stringify([given.digest, given.text, given.mediaType, given.said.slice(0, 2)])
    : given.kind === 'failure'
      ? given.code
      : ''
}

function readImage(image         )             {
  // The digest is that of the exact bytes, so the text must not be trimmed.
  const text = read.own(image, 'imageManifest');
  return {
    kind: 'image',
    digest: read.ownText(image, 'imageId', 'imageDigest'),
    said: [['registryId'], ['repositoryName'], ['imageId', 'imageTag']].map(path => read.ownText(image, ...path)),
    text: typeof text === 'string' ? text : undefined,
    mediaType: read.ownText(image, 'imageManifestMediaType'),
  }
}

function readFailure(failure         )        {
  const code = read.ownText(failure, 'failureCode') ?? 'an unnamed failure';
  return { kind: 'failure', code, reason: read.ownText(failure, 'failureReason') ?? '' }
}

/** What ECR answered in place of an image. */
function describeGiven(given                            )         {
  if (given.kind === 'nothing') return 'neither the manifest nor a failure'
  return given.reason === '' ? given.code : `${given.code} (${given.reason})`
}

/** An id as people read it. */
function nameId({ imageDigest, imageTag }         )         {
  return imageDigest === undefined ? `the tag ${read.quote(imageTag ?? '')}` : imageDigest
}

/** The digest of a manifest. */
function digestOf(text        )         {
  return `sha256:${node_crypto.createHash('sha256').update(text).digest('hex')}`
}

// ECR answers in lists even where there can be only one entry.



/** The one entry of a list; undefined if it is empty. Throws a fault if there are two that differ, because neither is believed then. */
function onlyOf(list                    , what        )          {
  const different = new Set(list.map(entry => JSON.stringify(entry)));
  if (different.size > 1) throw new world.Fault('aws-answer', { message: `ECR gave two answers about ${what}`, help: refusal.UNREADABLE })
  return list[0]
}

/** What DescribeImages says about an image; undefined if ECR does not know it. */
async function readDetail(ecr     , digest        )                   {
  const answered = await ecr.describeImage(digest);
  return onlyOf('answer' in answered ? read.ownList(answered.answer, 'imageDetails') : [], 'the image')
}

exports.describeGiven = describeGiven;
exports.digestOf = digestOf;
exports.getImages = getImages;
exports.isPlatform = isPlatform;
exports.nameId = nameId;
exports.onlyOf = onlyOf;
exports.openEcr = openEcr;
exports.readConfigDigest = readConfigDigest;
exports.readDetail = readDetail;
exports.readManifest = readManifest;
