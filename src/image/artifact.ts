// Recognizes manifests that are no image that a container can run: SOCI indexes, signatures, attestations, charts.
//
// Only what a runtime cannot run counts. Some read the type of the configuration and not those of the layers, others the opposite,
// so what lacks an image's configuration must also lack an image's layers.

import { quote } from '../diagnostic.ts'
import { type Fields, ownList, ownText } from '../json.ts'

export interface Artifact {
  /** What it is, for people: `a Helm chart`. */
  readonly what: string
  /** Whether its configuration is that of an image, as that of many signatures is. */
  readonly hasImageConfig: boolean
}

const IMAGE_CONFIG = /^application\/vnd\.(?:oci\.image|docker\.container\.image)\b/i
const IMAGE_LAYER = /^application\/vnd\.(?:oci|docker)\.image\./i
/** What some runtimes run although it is no image of layers. */
const RUNNABLE = /wasm|erofs/i

const KINDS: readonly (readonly [types: RegExp, what: string])[] = [
  [/vnd\.amazon\.soci\.index\./i, 'a SOCI index'],
  [/cosign\.simplesigning|cosign\.artifact\.sig|cncf\.notary\.signature/i, 'a signature'],
  [/in-toto\+json|docker\.attestation\.manifest|cosign\.attestation|dsse\.envelope/i, 'an attestation'],
  [/sigstore\.bundle/i, 'a signature or an attestation'],
  [/cncf\.helm\./i, 'a Helm chart'],
  [/spdx|cyclonedx|vnd\.syft/i, 'an SBOM'],
]

/** Says what a manifest is if it is no image; undefined if it may be one. */
export function readArtifact(manifest: Fields): Artifact | undefined {
  const config = ownText(manifest, 'config', 'mediaType')
  const layers = ownList(manifest, 'layers').map(layer => ownText(layer, 'mediaType') ?? '')
  if (config === undefined || layers.some(type => type === '' || IMAGE_LAYER.test(type))) return undefined
  if (IMAGE_CONFIG.test(config)) {
    // An image may have layers of a type that is not known here, and one without layers is an image too.
    const [, what] = KINDS.find(([pattern]) => layers.length > 0 && layers.every(type => pattern.test(type))) ?? []
    return what === undefined ? undefined : { what, hasImageConfig: true }
  }
  const types = [ownText(manifest, 'artifactType') ?? config, config, ...layers]
  if (types.some(type => RUNNABLE.test(type))) return undefined
  const [, what] = KINDS.find(([pattern]) => types.some(type => pattern.test(type))) ?? []
  return { what: what ?? `an artifact of the type ${quote(types[0] ?? config)}`, hasImageConfig: false }
}
