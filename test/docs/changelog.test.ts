// CHANGELOG.md has the form of Keep a Changelog 1.1.0, in which people and tools find what a version brings: https://keepachangelog.com/en/1.1.0/

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../root.ts'

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']
const LONGEST = 3

const [, ...versions] = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').split(/^## /m)

test('what is not released comes first, and every release has its number and its day', () => {
  const [first, ...released] = versions.map(text => text.slice(0, text.indexOf('\n')))
  expect(first).toBe('[Unreleased]')
  for (const heading of released) expect(heading).toMatch(/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/)
})

test('the entries of a version stand under the six headings, each of them once', () => {
  for (const text of versions) {
    const kinds = [...text.matchAll(/^### (.+)$/gm)].map(([, kind = '']) => kind)
    expect(kinds).toEqual(KINDS.filter(kind => kinds.includes(kind)))
  }
})

test('an entry is short', () => {
  const entries = versions.flatMap(text => text.split(/^- /m).slice(1)).map(text => text.split(/\n\n/)[0] ?? '')
  expect(entries.filter(text => text.trim().split('\n').length > LONGEST)).toEqual([])
})
