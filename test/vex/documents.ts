// Files of VEX for tests, modelled on the examples of the documentation of their formats.

import { toReason } from '../../src/diagnostic.ts'
import type { BoundFile } from '../../src/gate/vex/bound.ts'
import { readVex } from '../../src/vex/read.ts'

/** What a test says of a statement of OpenVEX; the rest is the same for all. */
export type StatementLike = Readonly<Record<string, unknown>>

export const DIGEST = `sha256:${'a'.repeat(64)}`
export const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'

/** The image that makeImage makes, as a product. */
export const THIS_IMAGE = { '@id': `pkg:oci/api@${DIGEST.replace(':', '%3A')}` }

export function openVex(statements: readonly StatementLike[], more: object = {}): string {
  const written = statements.map(each => ({
    vulnerability: { name: 'CVE-2026-1000' },
    products: [THIS_IMAGE],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
    ...each,
  }))
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://example.com/vex/1',
    author: 'Example Ltd',
    timestamp: '2026-11-01T00:00:00Z',
    version: 1,
    ...more,
  }
  return JSON.stringify({ ...document, statements: written }, null, 2)
}

/** A CycloneDX file about the image that makeImage makes. */
export function cycloneDx(analysis: object | undefined, affects: readonly object[] = [{ ref: 'image' }], more: object = {}): string {
  return JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
      version: 1,
      metadata: {
        timestamp: '2026-11-01T00:00:00Z',
        authors: [{ name: 'Example Ltd' }],
        component: { type: 'container', name: 'api', 'bom-ref': 'image', purl: THIS_IMAGE['@id'] },
      },
      components: [{ type: 'library', name: 'openssl', version: '3.0.2', 'bom-ref': 'openssl', purl: 'pkg:deb/debian/openssl@3.0.2' }],
      vulnerabilities: [{ id: 'CVE-2026-1000', ...(analysis && { analysis }), affects }],
      ...more,
    },
    null,
    2,
  )
}

/** A file of the step with this text. */
export function bind(text: string, more: Partial<BoundFile> = {}): BoundFile {
  const { file, diagnostics } = readVex({ path: 'api.vex.json', text })
  if (file === undefined) throw new Error(diagnostics.map(toReason).join('\n'))
  return { ...file, digest: '', isOfPolicy: false, ...more }
}
