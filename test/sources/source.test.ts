// No source escapes the promises of all sources: a file that makes one is tested by a file that runs source.case.ts.

import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'

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
