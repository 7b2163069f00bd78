// The limits that docs/limits.md names are those of the code, and it names every limit on what is read and written.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../src/settings/table.ts'
import { readDuration } from '../../src/settings/values.ts'
import { ENTRIES, GROUND, ROOMS } from '../rooms.ts'

const rows = readFileSync('docs/limits.md', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.includes('in the code'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(cells => ({ what: cells[1] ?? '', limit: cells[2] ?? '', source: cells.at(-2) ?? '' }))

const UNITS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, days: 86_400_000, KiB: 1024, MiB: 1024 ** 2 }

/** The amount of a cell in milliseconds, bytes or pieces. */
function amountOf(limit: string): number {
  const [, digits = '', unit = ''] = /^([\d,]+)(?: (\w+))?$/.exec(limit) ?? []
  return Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? 1)
}

/** The value of a constant that is a product of numbers and of such constants. */
function numberIn(file: string, name: string): number {
  const text = readFileSync(file, 'utf8')
  const [, product = 'NaN'] = new RegExp(String.raw`^(?:export )?const ${name} = ([\w* ]+)$`, 'm').exec(text) ?? []
  const read = (factor: string): number => (/^[A-Z_]+$/.test(factor) ? numberIn(file, factor) : Number(factor.replaceAll('_', '')))
  return product.split(' * ').reduce((value, factor) => value * read(factor), 1)
}

/** Limits of bytes, lengths, depths and times go by these names. */
const LIMIT =
  /^(?:export )?const (MOST_(?:\w+_)?(?:BYTES|CHARACTERS|DEPTH|LENGTH|PAGES|SILENCE|AGAIN)(?:_IN_ALL)?|(?:LONGEST|DEEPEST)(?:_\w+)?|CALL_TIMEOUT|(?:\w+_)?PATIENCE) = /gm

describe('docs/limits.md', () => {
  test.each(rows)('$what: $limit', ({ limit, source }) => {
    const [, setting] = /^setting `([\w-]+)`$/.exec(source) ?? []
    const [, file = '', name = '', unit = ''] = /^`(src\/\S+)` (\w+), (\w+)$/.exec(source) ?? []
    const value =
      setting === undefined
        ? numberIn(file, name) * (unit === 's' ? 1000 : 1)
        : Number(readDuration(SETTINGS[setting as 'wait-timeout'].default)) * 1000
    expect(amountOf(limit)).toBe(value)
  })

  test('names every limit on the bytes, the depth and the time of what is read and written', () => {
    // A report has limits of its own in each format, so that it stays legible.
    const rooms = ROOMS.map(({ name }) => name).filter(name => name !== 'report')
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .map(name => name.replaceAll('\\', '/'))
      .filter(name => name.endsWith('.ts') && !ENTRIES.includes(name))
      .filter(name => rooms.includes(name.includes('/') ? (name.split('/')[0] as string) : GROUND))
    const limits = files.flatMap(file =>
      [...readFileSync(`src/${file}`, 'utf8').matchAll(LIMIT)].map(([, name]) => `\`src/${file}\` ${name}`),
    )
    expect(limits.length).toBeGreaterThan(30)
    const named = rows.map(({ source }) => source.split(',')[0])
    expect(limits.filter(limit => !named.includes(limit))).toEqual([])
  })
})
