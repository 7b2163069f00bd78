// What is no image: each kind as the tool that makes it writes it, and that nothing a runtime could run counts as one.

import { describe, expect, test } from 'vitest'
import { readArtifact } from '../../src/image/artifact.ts'

const IMAGE = 'application/vnd.oci.image.config.v1+json'
const EMPTY = 'application/vnd.oci.empty.v1+json'
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip'
const SOCI = 'application/vnd.amazon.soci.index.v2+json'

const manifest = (config: unknown, layers: readonly unknown[], artifactType?: string) => ({
  schemaVersion: 2,
  ...(artifactType === undefined ? {} : { artifactType }),
  config: { mediaType: config, digest: `sha256:${'4'.repeat(64)}`, size: 2 },
  layers: layers.map(mediaType => ({ mediaType, digest: `sha256:${'5'.repeat(64)}`, size: 1 })),
})

test.each([
  ['soci-snapshotter, version 2', manifest(SOCI, ['application/octet-stream']), 'a SOCI index', false],
  [
    'soci-snapshotter, version 1',
    manifest('application/vnd.amazon.soci.index.v1+json', ['application/octet-stream']),
    'a SOCI index',
    false,
  ],
  ['cosign 2', manifest(IMAGE, ['application/vnd.dev.cosign.simplesigning.v1+json']), 'a signature', true],
  ['notation', manifest('application/vnd.cncf.notary.signature', ['application/jose+json']), 'a signature', false],
  [
    'cosign 3',
    manifest(EMPTY, ['application/vnd.dev.sigstore.bundle.v0.3+json'], 'application/vnd.dev.sigstore.bundle.v0.3+json'),
    'a signature or an attestation',
    false,
  ],
  ['BuildKit', manifest(IMAGE, ['application/vnd.in-toto+json', 'application/vnd.in-toto+json']), 'an attestation', true],
  [
    'BuildKit with oci-artifact',
    manifest(EMPTY, ['application/vnd.in-toto+json'], 'application/vnd.docker.attestation.manifest.v1+json'),
    'an attestation',
    false,
  ],
  [
    'helm push',
    manifest('application/vnd.cncf.helm.config.v1+json', ['application/vnd.cncf.helm.chart.content.v1.tar+gzip']),
    'a Helm chart',
    false,
  ],
  ['oras attach of an SBOM', manifest(EMPTY, ['application/spdx+json'], 'application/spdx+json'), 'an SBOM', false],
  [
    'oras push',
    manifest(EMPTY, ['text/plain'], 'application/vnd.example.notes'),
    'an artifact of the type "application/vnd.example.notes"',
    false,
  ],
  ['oras push without a type', manifest(EMPTY, []), `an artifact of the type "${EMPTY}"`, false],
])('%s makes %#', (_, made, what, hasImageConfig) => {
  expect(readArtifact(made)).toEqual({ what, hasImageConfig })
})

describe('what a runtime could run is no artifact', () => {
  test.each<[string, Parameters<typeof readArtifact>[0]]>([
    ['an image', manifest(IMAGE, [LAYER])],
    [
      'an image of docker',
      manifest('application/vnd.docker.container.image.v1+json', ['application/vnd.docker.image.rootfs.diff.tar.gzip']),
    ],
    ['an image without layers', manifest(IMAGE, [])],
    ['an image that calls itself a SOCI index', manifest(IMAGE, [LAYER], SOCI)],
    ['an image with the configuration of a SOCI index', manifest(SOCI, [LAYER])],
    ['one layer of an image among others', manifest(SOCI, ['application/octet-stream', 'application/vnd.docker.image.rootfs.diff.tar'])],
    ['a layer of an image in other letters', manifest(SOCI, ['Application/VND.OCI.Image.Layer.v1.tar'])],
    ['a layer without a type', manifest(SOCI, [undefined])],
    ['a layer whose type is no text', manifest(SOCI, [['application/octet-stream']])],
    ['a configuration without a type', manifest(undefined, ['application/octet-stream'], SOCI)],
    ['a configuration in other letters', manifest('application/vnd.OCI.image.config.v1+JSON', ['application/octet-stream'], SOCI)],
    ['a configuration with a parameter', manifest(`${IMAGE}; charset=utf-8`, ['application/octet-stream'], SOCI)],
    ['an image whose layers are of a type that nobody knows', manifest(IMAGE, ['application/vnd.example.layer'])],
    ['a module for a WebAssembly runtime', manifest('application/vnd.wasm.config.v0+json', ['application/wasm'])],
    ['no configuration', { layers: [] }],
    ['nothing', {}],
  ])('%s', (_, made) => {
    expect(readArtifact(made)).toBeUndefined()
  })
})
