// The parts of an HTML report that the build makes: a browser runs them only if their hashes are right.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../root.ts'

const page = JSON.parse(readFileSync(join(ROOT, 'dist/page.json'), 'utf8')) as Readonly<Record<string, { text: string; sha256: string }>>

test.each(Object.entries(page))('the %s has its hash', (_, { text, sha256 }) => {
  expect(text.length).toBeGreaterThan(100)
  expect(createHash('sha256').update(text).digest('base64')).toBe(sha256)
})
