// Tables of the documentation that a new row of the code must reach.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FILE_FORMATS, FORMATS } from '../../src/settings/choices.ts'
import { ROOT } from '../root.ts'

const read = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8')

// The formats and the settings that write them stand before the first heading.
const [formats = ''] = read('reports.md').split('\n## ')
const rows = [...formats.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)

test.each([...FORMATS, ...Object.keys(FILE_FORMATS)])('docs/reports.md has a row for %s', name => {
  expect(rows).toContain(name)
})

test('docs/reports.md has no other rows', () => {
  expect(rows).toHaveLength(FORMATS.length + Object.keys(FILE_FORMATS).length)
})
