// Reads manifests from a registry: whether one is an image or an index of several, and which platform each image is for.
// https://github.com/opencontainers/image-spec/blob/main/image-index.md

import { quote } from '../diagnostic.ts'
import { type Fields, isObject, own, ownList, ownNumber, ownText } from '../json.ts'
import { findFoldedKey, parseStrictly } from '../keys.ts'
import { type Artifact, readArtifact } from './artifact.ts'
import { isDigest } from './uri.ts'

/** The media types of an index: OCI's and Docker's. */
export const INDEX_TYPES: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

/** All media types that the gate can read. */
export const MANIFEST_TYPES: readonly string[] = [
  ...INDEX_TYPES,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

export interface IndexEntry {
  readonly digest: string
  /** `os/architecture`, with `/variant` where there is one; null when the entry names no platform. */
  readonly platform: string | null
  /** Whether the entry is an attestation about an image rather than an image. */
  readonly attestation: boolean
  /** Set if the index says that the entry is an artifact beside the images. That alone does not exempt it from being judged. */
  readonly artifact?: true
}

/** What an image is made of; null where its manifest does not say it. */
export interface Contents {
  /** The digests of its layers, from the lowest on. */
  readonly layers: readonly string[] | null
  readonly config: { readonly digest: string; readonly size: number } | null
  /** The base image that it claims, as its builder wrote it: hostile text that only explains. */
  readonly builtOn?: string
}

export type Manifest =
  | ({ readonly kind: 'image' } & Contents)
  | ({ readonly kind: 'artifact' } & Artifact)
  | { readonly kind: 'index'; readonly entries: readonly IndexEntry[] }
  /** `problem` is one sentence. */
  | { readonly kind: 'unreadable'; readonly problem: string }

/** Reads a manifest. An entry of an index counts as an image unless its platform and its annotation both say that it is not. */
export function readManifest(text: string, mediaType: string | undefined): Manifest {
  const parsed = parseStrictly(text)
  if (parsed.kind !== 'value') return { kind: 'unreadable', problem: `the manifest ${parsed.problem}` }
  const manifest = parsed.value
  if (!isObject(manifest)) return { kind: 'unreadable', problem: 'the manifest is not a JSON object' }
  const folded = findFolded(manifest)
  if (folded !== undefined) return { kind: 'unreadable', problem: folded }
  const type = mediaType ?? ownText(manifest, 'mediaType')
  const isIndex = type === undefined ? Array.isArray(own(manifest, 'manifests')) : INDEX_TYPES.includes(type)
  // It could be scanned as an image and run as an index: two contents under one digest. Runtimes refuse it too (CVE-2021-41190).
  const members = isIndex ? ['config', 'layers'] : ['manifests']
  if (members.some(name => own(manifest, name) !== undefined))
    return { kind: 'unreadable', problem: 'the manifest is both an image and an index' }
  if (!isIndex) {
    const artifact = readArtifact(manifest)
    return artifact === undefined ? { kind: 'image', ...readContents(manifest) } : { kind: 'artifact', ...artifact }
  }
  const listed = own(manifest, 'manifests')
  if (!Array.isArray(listed)) return { kind: 'unreadable', problem: 'the index has no list of manifests' }
  const entries = ownList(manifest, 'manifests').map(readEntry)
  const nameless = entries.filter(entry => entry === undefined).length
  if (nameless > 0) return { kind: 'unreadable', problem: `${nameless} of ${entries.length} entries of the index have no sha256 digest` }
  return { kind: 'index', entries: entries.filter(entry => entry !== undefined) }
}

// One layer that cannot be read leaves open where the others lie.
function readContents(manifest: Fields): Contents {
  const layers = ownList(manifest, 'layers').map(layer => ownText(layer, 'digest') ?? '')
  const digest = ownText(manifest, 'config', 'digest') ?? ''
  const size = ownNumber(own(manifest, 'config'), 'size')
  const claimed = ['name', 'digest'].map(key => ownText(manifest, 'annotations', `org.opencontainers.image.base.${key}`) ?? '')
  const builtOn = claimed.filter(text => text !== '').join('@')
  return {
    layers: Array.isArray(own(manifest, 'layers')) && layers.every(isDigest) ? layers : null,
    config: isDigest(digest) && size !== undefined && Number.isSafeInteger(size) && size >= 0 ? { digest, size } : null,
    ...(builtOn === '' ? {} : { builtOn }),
  }
}

function readEntry(entry: unknown): IndexEntry | undefined {
  const digest = ownText(entry, 'digest')
  if (digest === undefined || !isDigest(digest)) return undefined
  const platform = readPlatform(own(entry, 'platform'))
  // A runtime selects an image by its platform, so the annotation alone does not exempt an entry from being judged.
  const attestation = platform === 'unknown/unknown' && own(entry, 'annotations', 'vnd.docker.reference.type') === 'attestation-manifest'
  const named = [own(entry, 'artifactType'), own(entry, 'annotations', 'com.amazon.soci.image-manifest-digest')]
  return { digest, platform, attestation, ...(named.some(mark => mark !== undefined) ? { artifact: true } : {}) }
}

// The fields of the structs into which runtimes read a manifest, an index and what they contain. Annotations are maps, whose keys
// are free. https://github.com/opencontainers/image-spec/tree/main/specs-go/v1
const MANIFEST_FIELDS = ['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'manifests', 'subject', 'annotations']
const DESCRIPTOR_FIELDS = ['mediaType', 'digest', 'size', 'urls', 'annotations', 'data', 'platform', 'artifactType']
const PLATFORM_FIELDS = ['architecture', 'os', 'os.version', 'os.features', 'variant', 'features']

/** Says which key a runtime takes for a field although we do not; undefined if there is none. */
function findFolded(manifest: Fields): string | undefined {
  const inLists = ['layers', 'manifests'].flatMap(name => ownList(manifest, name).map((entry, i) => [`${name}[${i}]`, entry] as const))
  const descriptors = [...['config', 'subject'].map(name => [name, own(manifest, name)] as const), ...inLists]
  const structs = [
    ['', manifest, MANIFEST_FIELDS] as const,
    ...descriptors.map(([where, value]) => [where, value, DESCRIPTOR_FIELDS] as const),
    ...descriptors.map(([where, value]) => [`${where}.platform`, own(value, 'platform'), PLATFORM_FIELDS] as const),
  ]
  for (const [where, value, fields] of structs) {
    const found = findFoldedKey(value, fields)
    if (found === undefined) continue
    const there = where === '' ? '' : ` in ${where}`
    return `the manifest has the key ${quote(found.key)}${there}, which runtimes read as "${found.field}"; build it with the key in its own letters`
  }
  return undefined
}

/** The digest of an image's configuration, which is the same however its layers are compressed; undefined if the manifest names none. */
export function readConfigDigest(text: string): string | undefined {
  const parsed = parseStrictly(text)
  return parsed.kind === 'value' ? ownText(parsed.value, 'config', 'digest') : undefined
}

function readPlatform(platform: unknown): string | null {
  const os = ownText(platform, 'os')
  const architecture = ownText(platform, 'architecture')
  if (os === undefined || architecture === undefined) return null
  return [os, architecture, ownText(platform, 'variant')].filter(part => part !== undefined).join('/')
}

/** Whether a runtime would use an entry of this platform when asked for another; without a variant in `asked`, any matches. */
export function isPlatform(platform: string, asked: string): boolean {
  const [os, architecture, variant] = normalise(platform)
  const [askedOs, askedArchitecture, askedVariant] = normalise(asked)
  return os === askedOs && architecture === askedArchitecture && (!/\/.*\//.test(asked) || variant === askedVariant)
}

// Runtimes normalize platforms before comparing them, so an entry for linux/x86_64 runs where linux/amd64 was asked for.
// https://github.com/containerd/platforms/blob/main/database.go
const ARCHITECTURES: Readonly<Record<string, readonly [string, string?]>> = {
  i386: ['386'],
  x86_64: ['amd64'],
  'x86-64': ['amd64'],
  aarch64: ['arm64'],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
}
const USUAL: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' }

function normalise(platform: string): readonly [os: string, architecture: string, variant: string] {
  const [os = '', word = '', given = ''] = platform.toLowerCase().split('/')
  const [architecture, implied] = Object.hasOwn(ARCHITECTURES, word) ? (ARCHITECTURES[word] as readonly [string, string?]) : [word]
  const variant = implied ?? (/^\d/.test(given) ? `v${given}` : given)
  return [os === 'macos' ? 'darwin' : os, architecture, variant === '' ? (USUAL[architecture] ?? '') : variant]
}
