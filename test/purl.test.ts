// Package URLs, by the vectors of their specification where they are at hand, and by our own.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePurl } from '../src/purl.ts'

interface Vector {
  readonly description: string
  readonly test_type: string
  readonly input: string
  readonly expected_failure: boolean
  readonly expected_output: Readonly<Record<string, unknown>>
}

const FOLDER = process.env['PURL_SPEC_TESTS'] ?? ''
const vectors = existsSync(FOLDER)
  ? readdirSync(FOLDER).flatMap(name =>
      (JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as { readonly tests: readonly Vector[] }).tests
        .filter(each => each.test_type === 'parse')
        // They do not agree on whether the name of a qualifier may have capitals.
        .filter(each => !each.expected_failure || !/[?&][^=]*[A-Z]/.test(each.input))
        .map(each => ({ ...each, name })),
    )
  : []

const plain = (text: string): unknown => {
  const purl = parsePurl(text)
  return 'why' in purl ? purl : { ...purl, qualifiers: Object.fromEntries(purl.qualifiers) }
}

describe.skipIf(vectors.length === 0)('the vectors of the specification', () => {
  test.each(vectors)('$name: $description: $input', ({ input, expected_failure, expected_output }) => {
    if (expected_failure) expect(plain(input)).toHaveProperty('why')
    else expect(plain(input)).toEqual({ ...expected_output, qualifiers: expected_output['qualifiers'] ?? {} })
  })
})

test.each<[string, object]>([
  [
    'pkg:oci/api@sha256%3Aabc?repository_url=registry.example.com%2Fpayments/api&arch=arm64',
    {
      type: 'oci',
      namespace: null,
      name: 'api',
      version: 'sha256:abc',
      qualifiers: { repository_url: 'registry.example.com/payments/api', arch: 'arm64' },
      subpath: null,
    },
  ],
  ['pkg:npm/%40angular/core@1.0', { type: 'npm', namespace: '@angular', name: 'core', version: '1.0', qualifiers: {}, subpath: null }],
  [
    'pkg:golang/example.com/a/b@v1.2.3#cmd/x',
    { type: 'golang', namespace: 'example.com/a', name: 'b', version: 'v1.2.3', qualifiers: {}, subpath: 'cmd/x' },
  ],
  ['pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5', expect.objectContaining({ version: '7.88.1-10+deb12u5' })],
  ['pkg:npm/x@1%25', expect.objectContaining({ version: '1%' })],
  // The specification has these in small letters.
  [
    'pkg:golang/GitHub.com/Gorilla/Context@V1',
    expect.objectContaining({ namespace: 'github.com/gorilla', name: 'context', version: 'V1' }),
  ],
  ['pkg:npm/Lodash', expect.objectContaining({ name: 'Lodash' })],
  ['PKG:PyPI/Some_Name', expect.objectContaining({ type: 'pypi', name: 'some-name', version: null })],
])('%s', (text, purl) => {
  expect(plain(text)).toEqual(purl)
})

test.each([
  ['https://example.com/x', 'does not begin with pkg:'],
  ['pkg:', 'has no type, such as oci, behind pkg:'],
  ['pkg:oci', 'has no name'],
  ['pkg:oci/@sha256', 'has no name'],
  ['pkg:oci/a%zz', 'has a % that begins no encoded character'],
  ['pkg:oci/a@%', 'has a % that begins no encoded character'],
  ['pkg:oci/a?tag=%', 'has a % that begins no encoded character'],
  ['pkg:oci/a#%', 'has a % that begins no encoded character'],
  ['pkg:docker/a%2Fb/c', 'has an encoded slash in its namespace'],
  ['pkg:oci/a?tag=1&tag=2', 'has the qualifier tag twice'],
  ['pkg:oci/a?tag=1&Tag=1', 'has the qualifier tag twice'],
  ['pkg:oci/a?=1', 'has a qualifier without a name'],
])('%s is none: it %s', (text, why) => {
  expect(parsePurl(text)).toEqual({ why })
})

test('no text breaks it', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'pkg:oc/@%?&=#40a2F') }), text => {
      parsePurl(`pkg:${text}`)
    }),
  )
})
