// Files of VEX as they are read: what of them is wrong, and where.

import { describe, expect, test } from 'vitest'
import { toReason } from '../../src/diagnostic.ts'
import { readVex } from '../../src/vex/read.ts'
import { cycloneDx, openVex, type StatementLike } from './documents.ts'

const wrong = (text: string): readonly string[] => readVex({ path: 'api.vex.json', text }).diagnostics.map(toReason)
const HELP = 'name a file of OpenVEX (its @context is https://openvex.dev/ns/v0.2.0) or of CycloneDX with vulnerabilities'

describe('what is no file of VEX is refused', () => {
  test.each<[string, string, string]>([
    ['nothing', ' \n', `api.vex.json: the file is empty; ${HELP}`],
    [
      'XML',
      '<?xml version="1.0"?><bom/>',
      'api.vex.json: this is XML, and VEX is read as JSON; convert it, for example with cyclonedx convert --output-format json',
    ],
    ['CSAF', '{"document": {"csaf_version": "2.0", "category": "csaf_vex"}}', `api.vex.json: this is CSAF, which is not read; ${HELP}`],
    ['SPDX', '{"spdxVersion": "SPDX-2.3"}', `api.vex.json: this is SPDX, which says nothing about vulnerabilities; ${HELP}`],
    ['another object', '{"password": "hunter2"}', `api.vex.json: this is neither OpenVEX nor CycloneDX; ${HELP}`],
    ['a list', '[]', `api.vex.json: expected one object of OpenVEX or CycloneDX, found a list; ${HELP}`],
    [
      'an attestation',
      '{"payloadType": "application/vnd.in-toto+json"}',
      `api.vex.json: this is an attestation: verify it, and name a file with its predicate alone; ${HELP}`,
    ],
    [
      'a list of components',
      cycloneDx(undefined, [], { vulnerabilities: undefined }),
      'api.vex.json:1:1: this CycloneDX file has no "vulnerabilities", so it is a list of components and no VEX',
    ],
    [
      'a CycloneDX of an unknown version',
      '{"bomFormat": "CycloneDX",\n "specVersion": "2.0", "vulnerabilities": [{"id": "CVE-1"}]}',
      'api.vex.json:2:17: version "2.0" of CycloneDX is not read; those that are read are 1.4, 1.5, 1.6, 1.7',
    ],
    [
      'an OpenVEX of an unknown version',
      '{"@context": "https://openvex.dev/ns/v9.0.0", "statements": []}',
      'api.vex.json:1:14: this version of OpenVEX is not known; those that are known have the @context https://openvex.dev/ns/v0.2.0',
    ],
  ])('%s', (_, text, message) => {
    expect(wrong(text)).toEqual([message])
  })

  test('and nothing of it is shown', () => {
    const [diagnostic] = readVex({ path: 'x', text: '{"password": "hunter2",}' }).diagnostics
    expect(JSON.stringify(diagnostic)).not.toContain('hunter2')
  })
})

describe('what is damaged is told with its line and column', () => {
  const cut = openVex([{}])
  test.each<[string, string, string]>([
    [
      'a file that was cut off',
      cut.slice(0, cut.indexOf('"status"')),
      'api.vex.json:17:7: expected a key in quotes, found the end of the file',
    ],
    ['a string that is not closed', '{"@context": "https://openvex.dev/ns', 'api.vex.json:1:14: this string is not closed'],
    ['a key that is there twice', '{\r\n "a": 1,\r\n "\\u0061": 2}', 'api.vex.json:3:2: the key "a" is there twice in one object'],
    ['a second value', '{} {}', 'api.vex.json:1:4: expected the end of the file, found "{"'],
    ['a comma too many', '{"a": [1,]}', 'api.vex.json:1:10: expected a value, found "]"'],
    [
      'a control character',
      '{"a": "b\u0007"}',
      'api.vex.json:1:7: this string has a line break, another control character, or an escape that JSON does not know',
    ],
    ['a wrong number', '{"a": 01}', 'api.vex.json:1:8: expected "," or "}", found "1"'],
    ['values that are nested deeply', '['.repeat(100_000), 'api.vex.json:1:201: values are nested more than 200 levels deep here'],
  ])('%s', (_, text, message) => {
    expect(wrong(text)).toEqual([message])
  })
})

describe('what is wrong in a statement', () => {
  test.each<[string, StatementLike, string]>([
    ['an unknown status', { status: 'not-affected' }, '"not-affected" is no status; did you mean "not_affected"?'],
    ['no status', { status: undefined }, 'this statement has no status; write one of not_affected, fixed, affected, under_investigation'],
    [
      'an unknown justification',
      { justification: 'componnt_not_present' },
      '"componnt_not_present" is no justification; did you mean "component_not_present"?',
    ],
    ['a status that is no string', { status: 1 }, 'expected a string for "status", found 1'],
    ['products that are no list', { products: {} }, 'expected a list for "products", found an object'],
    ['a product that is no object', { products: [1] }, 'expected objects for "products", found 1'],
    ['a time that is none', { timestamp: 'yesterday' }, '"yesterday" is no time; write it as 2026-12-01T12:00:00Z, with a time and a zone'],
    [
      'a day that there is not',
      { timestamp: '2026-02-30T00:00:00Z' },
      '"2026-02-30T00:00:00Z" is no time; write it as 2026-12-01T12:00:00Z, with a time and a zone',
    ],
    ['no vulnerability', { vulnerability: undefined }, 'this statement names no vulnerability; write "vulnerability": {"name": "CVE-…"}'],
    [
      'a package URL that is none',
      { products: [{ '@id': 'pkg:oci/a?tag=1&tag=2' }] },
      'the package URL "pkg:oci/a?tag=1&tag=2" has the qualifier tag twice',
    ],
    [
      'a hash that is none',
      { products: [{ hashes: { 'sha-256': 'abc' } }] },
      '"abc" is no SHA-256; it has 64 hexadecimal digits (0–9, a–f)',
    ],
  ])('of OpenVEX: %s', (_, statement, message) => {
    const [reason = '', ...others] = wrong(openVex([statement]))
    expect(others).toEqual([])
    expect(reason).toMatch(/^api\.vex\.json:\d+:\d+: /)
    expect(reason.replace(/^\S+ /, '')).toBe(message)
  })

  test.each<[string, string, string]>([
    ['an unknown state', cycloneDx({ state: 'not_afected' }), '"not_afected" is no state; did you mean "not_affected"?'],
    [
      'a justification of OpenVEX',
      cycloneDx({ state: 'not_affected', justification: 'component_not_present' }),
      '"component_not_present" is no justification; did you mean "code_not_present"?',
    ],
    ['what is affected without a ref', cycloneDx({ state: 'resolved' }, [{}]), 'this entry of "affects" has no "ref"'],
    [
      'two components of one ref',
      cycloneDx({ state: 'resolved' }, [{ ref: 'image' }], { components: [{ 'bom-ref': 'image', name: 'x' }] }),
      'two components have the bom-ref "image"',
    ],
  ])('of CycloneDX: %s', (_, text, message) => {
    expect(wrong(text).map(reason => reason.replace(/^api\.vex\.json:\d+:\d+: /, ''))).toEqual([message])
  })

  test('many mistakes are counted', () => {
    const told = wrong(openVex(Array.from({ length: 30 }, () => ({ status: 'x' }))))
    expect(told).toHaveLength(21)
    expect(told.at(-1)).toBe('api.vex.json: 10 more mistakes in this file are not listed')
  })
})

test('a document without a time needs one in each statement', () => {
  expect(wrong(openVex([{}], { timestamp: undefined }))).toEqual([
    'api.vex.json:7:5: this statement has no time, and neither has its document; write a "timestamp"',
  ])
  expect(wrong(openVex([{ timestamp: '2026-11-01T00:00:00Z' }], { timestamp: undefined }))).toEqual([])
})

test('what is unknown is no mistake: both formats can be extended', () => {
  expect(wrong(openVex([{ 'x-ours': {} }], { tooling: 'x' }))).toEqual([])
  expect(wrong(cycloneDx({ state: 'resolved', 'x-ours': 1 }))).toEqual([])
})
