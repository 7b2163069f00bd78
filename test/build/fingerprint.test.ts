// The hash that ties the bundle to its sources: it changes with everything that the build reads, and with nothing else.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FINGERPRINT, hashSources } from '../../build/fingerprint.ts'
import { refuseStale } from '../e2e/fresh.ts'
import { makeFolder } from '../folder.ts'

const PROJECT = {
  'build.mjs': 'build()',
  'build/pages.ts': 'pages',
  'package-lock.json': '{"packages":{"node_modules/yaml":{"version":"2.9.1"}}}',
  'package.json': '{"scripts":{"test":"vitest"},"dependencies":{"yaml":"2.9.1"}}',
  'rules/ecr/a.yml': 'name: a',
  'src/a.ts': 'a',
  'src/b.ts': 'b',
  'src/run/run.ts': 'run',
  'test/a.test.ts': 'test',
  'tsconfig.json': '{}',
  'tsconfig.types.json': '{}',
}
const hashOf = (changes: Readonly<Record<string, string>> = {}): string => hashSources(makeFolder({ ...PROJECT, ...changes }))

test.each<[string, Readonly<Record<string, string>>]>([
  ['a source', { 'src/run/run.ts': 'run ' }],
  ['a new source', { 'src/run/read.ts': '' }],
  ['a rule', { 'rules/ecr/a.yml': 'name: b' }],
  ['the build', { 'build.mjs': 'build(1)' }],
  ['a part of the build', { 'build/pages.ts': '' }],
  ['how the types are made', { 'tsconfig.types.json': '[]' }],
  ['a package, also one that a dependency needs', { 'package-lock.json': PROJECT['package-lock.json'].replace('2.9.1', '2.9.2') }],
  ['what moves from one source to the next', { 'src/a.ts': '', 'src/b.ts': 'ab' }],
])('%s changes it', (_, changes) => {
  expect(hashOf(changes)).not.toBe(hashOf())
})

test.each<[string, Readonly<Record<string, string>>]>([
  ['the place of the project', {}],
  ['a test', { 'test/a.test.ts': 'another' }],
  ['a script', { 'package.json': PROJECT['package.json'].replace('vitest', 'vitest run') }],
  ['what an editor leaves behind', { 'src/.a.ts.swp': 'x' }],
])('%s does not change it', (_, changes) => {
  expect(hashOf(changes)).toBe(hashOf())
})

test('the order in which files were written does not change it', () => {
  const folder = makeFolder()
  for (const [path, content] of Object.entries(PROJECT).reverse()) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  expect([hashSources(folder), hashSources(`${folder}/`)]).toEqual([hashOf(), hashOf()])
})

describe('a bundle', () => {
  test('that was built from the sources is tested', () => {
    const folder = makeFolder({ ...PROJECT, [FINGERPRINT]: `${hashOf()}\n` })
    expect(() => refuseStale(folder)).not.toThrow()
  })

  test('that is older than a source, or was never built, is refused, and the message says what to do', () => {
    const old = makeFolder({ ...PROJECT, [FINGERPRINT]: `${hashOf()}\n`, 'src/b.ts': 'changed' })
    for (const folder of [old, makeFolder(PROJECT)]) expect(() => refuseStale(folder)).toThrow('run npm run build')
  })
})
