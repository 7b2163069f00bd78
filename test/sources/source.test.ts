// No source escapes the promises of all sources: a file that makes one is tested by a file that runs source.case.ts.

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { read } from '../../src/gate/coverage.ts'
import type { Source } from '../../src/sources/source.ts'

const textOf = (path: string): string => readFileSync(path, 'utf8')
const makers = globSync('src/**/*.ts').filter(path => /(?<!function )\bcreateSource\(/.test(textOf(path)))
const suites = globSync('test/sources/*.test.ts').filter(path => textOf(path).includes('testSource('))

test.each(makers.map(path => basename(path)))('the source that %s makes runs the suite of all sources', name => {
  expect(suites.filter(path => textOf(path).includes(`/sources/${name}'`))).toHaveLength(1)
})

test.each(makers.map(path => basename(path)))('the source that %s makes is read by a run', name => {
  expect(globSync('src/run/*.ts').filter(path => textOf(path).includes(`'../sources/${name}'`))).not.toEqual([])
})

test('there are such sources', () => {
  expect(makers.length).toBeGreaterThan(1)
})

test('an object that looks like a source is none', () => {
  // @ts-expect-error A source that createSource did not make does not compile.
  const made: Source = { origin: 'trail', read: async () => read({ source: 'events', origin: 'trail', message: 'trail: 2 events' }) }
  expect(made.origin).toBe('trail')
})
