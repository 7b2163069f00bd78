// Images made byte by byte, in the forms that can be pushed: OCI layouts, archives of them, and docker's archives. No image is
// pulled, so their content is known to the last byte and can be compared with what the registry returns.

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json'
const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar'

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** An image: its manifest, or index, and every blob by its digest. */
export interface Image {
  readonly top: Descriptor
  readonly blobs: ReadonlyMap<string, Uint8Array>
  /** The digests of the uncompressed layers. */
  readonly diffIds: readonly string[]
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

const BLOCK = 512

/** A tar archive of these files: https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function makeTar(files: Readonly<Record<string, Uint8Array | string>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const bytes = Buffer.from(content)
    return [makeHeader(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

export function makeHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`
  header.write(name, 0)
  header.write(`${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}${octal(size, 12)}${octal(0, 12)}        0`, 100)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function describe(mediaType: string, bytes: Uint8Array): Descriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length }
}

function makeConfig(architecture: string, diffIds: readonly string[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Env: ['PATH=/bin'], Labels: { 'org.example.test': 'push' } },
      rootfs: { type: 'layers', diff_ids: diffIds },
      history: diffIds.map(() => ({ created: '2026-01-01T00:00:00Z', created_by: 'by hand' })),
    }),
  )
}

/** An image of two layers, the second gzipped; the same seed gives the same bytes. */
export function makeImage(seed: string, { architecture = 'amd64', size = 3_000 }: { architecture?: string; size?: number } = {}): Image {
  const layers = ['base', 'app'].map(name => makeTar({ [`${name}.txt`]: noise(`${seed} ${name} ${architecture}`, size) }))
  const stored = layers.map((layer, i) => (i === 0 ? layer : gzipSync(layer)))
  const diffIds = layers.map(sha256)
  const config = makeConfig(architecture, diffIds)
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: describe(OCI_CONFIG, config),
      layers: stored.map((bytes, i) => describe(i === 0 ? OCI_LAYER : `${OCI_LAYER}+gzip`, bytes)),
    }),
  )
  const blobs = new Map([manifest, config, ...stored].map(bytes => [sha256(bytes), bytes] as const))
  return { top: describe(OCI_MANIFEST, manifest), blobs, diffIds }
}

/** An index of an image for each platform. */
export function makeIndex(seed: string, architectures: readonly string[]): Image {
  const images = architectures.map(architecture => makeImage(seed, { architecture }))
  const index = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_INDEX,
      manifests: images.map(({ top }, i) => ({ ...top, platform: { os: 'linux', architecture: architectures[i] } })),
    }),
  )
  const blobs = new Map([[sha256(index), index as Uint8Array], ...images.flatMap(image => [...image.blobs])])
  return { top: describe(OCI_INDEX, index), blobs, diffIds: images.flatMap(({ diffIds }) => diffIds) }
}

/** The files of an OCI layout: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
export function layoutFiles(images: Readonly<Record<string, Image>>): Readonly<Record<string, Uint8Array | string>> {
  const manifests = Object.entries(images).map(([name, { top }]) => ({
    ...top,
    annotations: { 'org.opencontainers.image.ref.name': name },
  }))
  const blobs = Object.values(images).flatMap(image => [...image.blobs])
  return {
    'oci-layout': '{"imageLayoutVersion":"1.0.0"}',
    'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
    ...Object.fromEntries(blobs.map(([digest, bytes]) => [`blobs/sha256/${digest.slice(7)}`, bytes])),
  }
}

/** Writes an OCI layout and returns its folder. */
export function writeLayout(folder: string, images: Readonly<Record<string, Image>>): string {
  mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true })
  for (const [path, content] of Object.entries(layoutFiles(images))) writeFileSync(join(folder, path), content)
  return folder
}

export interface DockerArchive {
  readonly bytes: Buffer
  readonly config: Buffer
  readonly diffIds: readonly string[]
}

/** What `docker save` writes for an image: https://github.com/moby/moby/blob/master/image/spec/spec.md */
export function makeDockerArchive(seed: string, name: string): DockerArchive {
  const layers = ['base', 'app'].map(part => makeTar({ [`${part}.txt`]: noise(`${seed} ${part}`, 3_000) }))
  const diffIds = layers.map(sha256)
  const config = makeConfig('amd64', diffIds)
  const configName = `${sha256(config).slice(7)}.json`
  const layerNames = layers.map((_, i) => `${diffIds[i]?.slice(7)}/layer.tar`)
  const bytes = makeTar({
    [configName]: config,
    ...Object.fromEntries(layers.map((layer, i) => [layerNames[i], layer])),
    'manifest.json': JSON.stringify([{ Config: configName, RepoTags: [name], Layers: layerNames }]),
  })
  return { bytes, config, diffIds }
}

/** Bytes that do not compress, the same for the same seed. */
function noise(seed: string, size: number): Buffer {
  const parts = Array.from({ length: Math.ceil(size / 32) }, (_, i) => createHash('sha256').update(`${seed} ${i}`).digest())
  return Buffer.concat(parts).subarray(0, size)
}
