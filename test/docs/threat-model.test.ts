// docs/threat-model.md numbers what the gate promises, and names the tests that hold each promise. Those tests must exist.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../root.ts'

const page = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8')
const rows = page
  .split('\n')
  .filter(line => /^\| I\d+ \|/.test(line))
  .map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')))

const named = rows.flatMap(([number = '', , , tests = '']) =>
  [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\): ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, shown = '', link = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ number, shown, link, title })),
  ),
)

test('the invariants are numbered without a gap, and each names an attacker and a test', () => {
  expect(rows.map(([number]) => number)).toEqual(rows.map((_, i) => `I${i + 1}`))
  for (const [number, , against = ''] of rows) {
    expect([number, against]).toEqual([number, expect.stringMatching(/^[A-E](?:, [A-E])*$/)])
    expect(named.filter(each => each.number === number).length).toBeGreaterThan(0)
  }
})

describe('the test exists', () => {
  test.each(named)('$number $shown: $title', ({ shown, link, title }) => {
    const path = join(ROOT, 'docs', link)
    expect([link, existsSync(path)]).toEqual([`../test/${shown}`, true])
    expect(readFileSync(path, 'utf8').replaceAll("\\'", "'")).toContain(title)
  })
})
