// Image manifests and indexes of invented images. The same seed gives the same bytes, and so the same digest.

import { sha256 } from './wire.ts'

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json'

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

export interface IndexEntry extends Descriptor {
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
  readonly annotations?: Readonly<Record<string, string>>
}

interface Manifest {
  readonly schemaVersion: 2
  readonly mediaType: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

export function makeManifest(seed: string | number): Manifest {
  return {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: describe('application/vnd.oci.image.config.v1+json', `config ${seed}`, 1_469),
    layers: [28_227_528, 1_742_903].map((size, index) =>
      describe('application/vnd.oci.image.layer.v1.tar+gzip', `layer ${index} ${seed}`, size),
    ),
  }
}

export function makeIndex(
  manifests: readonly IndexEntry[],
  mediaType: string = OCI_INDEX,
): { readonly schemaVersion: 2; readonly mediaType: string; readonly manifests: readonly IndexEntry[] } {
  return { schemaVersion: 2, mediaType, manifests }
}

/**
 * BuildKit's provenance of an image: a manifest, and its entry in the index beside the image's own.
 * https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md
 */
export function makeAttestation(forDigest: string): { readonly manifest: Manifest; readonly entry: IndexEntry } {
  const manifest = {
    schemaVersion: 2 as const,
    mediaType: OCI_MANIFEST,
    config: describe('application/vnd.oci.image.config.v1+json', `attestation config ${forDigest}`, 167),
    layers: [describe('application/vnd.in-toto+json', `provenance ${forDigest}`, 6_302)],
  }
  const text = JSON.stringify(manifest)
  return {
    manifest,
    entry: {
      mediaType: OCI_MANIFEST,
      digest: `sha256:${sha256(text)}`,
      size: text.length,
      annotations: { 'vnd.docker.reference.digest': forDigest, 'vnd.docker.reference.type': 'attestation-manifest' },
      platform: { architecture: 'unknown', os: 'unknown' },
    },
  }
}

function describe(mediaType: string, content: string, size: number): Descriptor {
  return { mediaType, digest: `sha256:${sha256(content)}`, size }
}
