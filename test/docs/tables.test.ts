// Tables of the documentation that a new row of the code must reach.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FILE_FORMATS, FORMATS } from '../../src/settings/choices.ts'
import { ROOT } from '../root.ts'
import { EXAMPLES } from '../versions/examples.ts'
import { REFERENCES } from '../versions/references.ts'

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

const orders = [...read('decisions/versions.md').matchAll(/^\| `(\w+)` \| \[[^\]]+\]\((https:[^)]+)\) \| (.+) \|$/gm)].map(
  ([, ecosystem = '', link = '', against = '']) => ({ ecosystem, link, against }),
)

test('docs/decisions/versions.md has a row for the order of every ecosystem', () => {
  expect(orders.map(({ ecosystem }) => ecosystem)).toEqual(Object.keys(EXAMPLES))
})

test.each(orders)('the order of $ecosystem is of $link, as its source says', ({ ecosystem, link }) => {
  // Cargo has the order of npm.
  const file = ecosystem === 'cargo' ? 'npm' : ecosystem
  expect(readFileSync(join(ROOT, 'src/versions', `${file}.ts`), 'utf8')).toContain(link)
})

test.each(orders)(
  'what docs/decisions/versions.md says the order of $ecosystem is compared with is what it is compared with',
  ({ ecosystem, against }) => {
    const name = (REFERENCES as Readonly<Record<string, string>>)[ecosystem]
    expect(against).toContain(name === undefined ? 'examples of that page' : `\`${name}\``)
  },
)
