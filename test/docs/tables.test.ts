// Tables of the documentation that a new row of the code must reach.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FILE_FORMATS, FORMATS } from '../../src/settings/choices.ts'
import { ROOT } from '../root.ts'

const read = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8')

test('docs/reports.md has a row for every format, and for every file that one is written to', () => {
  const rows = [...read('reports.md').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
  expect(rows.sort()).toEqual([...FORMATS, ...Object.keys(FILE_FORMATS)].sort())
})
