// A file of VEX may be any JSON. It makes nothing throw, and about another image it lets nothing through.

import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { startVex } from '../../src/gate/vex/apply.ts'
import { tellVex } from '../../src/gate/vex/tell.ts'
import type { Image } from '../../src/image/image.ts'
import { readVex } from '../../src/vex/read.ts'
import { makeImage } from '../gate/judging.ts'
import { cycloneDx, openVex, THIS_IMAGE } from '../vex/documents.ts'
import { fuzz } from './fuzz.ts'

const NOW = Date.parse('2026-12-01T12:00:00Z')
const FOUND = makeImage({ findings: [{ severity: 'HIGH', packages: [{ name: 'openssl', version: '3.0.2', packageManager: 'OS' }] }] })
const THIS: Image = { ...FOUND, findings: FOUND.findings.map(each => ({ ...each, platform: 'DEBIAN_12' })) }
const OTHER: Image = { ...THIS, digest: `sha256:${'c'.repeat(64)}`, repositoryName: 'web', tags: [] }

const DOCUMENTS = [
  openVex([{ products: [{ ...THIS_IMAGE, subcomponents: [{ '@id': 'pkg:deb/debian/openssl@3.0.2' }] }] }]),
  cycloneDx({ state: 'resolved' }, [{ ref: 'image', versions: [{ version: `sha256:${'a'.repeat(64)}`, status: 'unaffected' }] }]),
]

// The places in it, each by the keys that lead there.
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function put(text: string, path: readonly string[], value: unknown): string {
  const document = JSON.parse(text) as Record<string, unknown>
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, document)
  parent[path.at(-1) ?? ''] = value
  return JSON.stringify(document)
}

/** How many findings a file lets through; undefined if something is wrong with it. */
function letThrough(text: string, image: Image): number | undefined {
  const { file, diagnostics } = readVex({ path: 'x', text })
  expect(diagnostics.length > 0).toBe(file === undefined)
  if (file === undefined) return undefined
  const files = [{ ...file, digest: '', isOfPolicy: false }]
  const vex = startVex(files, NOW)
  const statements = image.findings.flatMap(finding => vex.statementOf(finding, image) ?? [])
  tellVex(files, vex.outcome(), [image], NOW)
  return statements.length
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'pkg:oci/web', 'pkg:oci/', 'pkg:%', 'fixed', 'affected', '2026-11-20T00:00:00Z', '', [[]], [{}], {}, null),
)

describe('a file of VEX', () => {
  fuzz('of any JSON makes nothing throw, and lets nothing through', 200, [fc.jsonValue()], value => {
    expect(letThrough(JSON.stringify(value), THIS)).toBeUndefined()
  })

  describe.each(DOCUMENTS)('%#', text => {
    const places = placesIn(JSON.parse(text)).filter(({ length }) => length > 0)

    fuzz(
      'with anything in one place makes nothing throw, and is about no other image',
      300,
      [fc.constantFrom(...places), anything],
      (path, value) => {
        expect(letThrough(text, THIS)).toBe(1)
        const changed = put(text, path, value)
        letThrough(changed, THIS)
        expect(letThrough(changed, OTHER) ?? 0).toBe(0)
      },
    )

    fuzz('that was cut off lets nothing through', 100, [fc.integer({ min: 0, max: text.length - 1 })], end => {
      expect(letThrough(text.slice(0, end), THIS)).toBeUndefined()
    })
  })
})
