// The limits that docs/limits.md names are those of the code, and it names every limit on what is read.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../src/settings/table.ts'
import { readDuration } from '../../src/settings/values.ts'

import { ENTRIES } from '../rooms.ts'

const rows = readFileSync('docs/limits.md', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.includes('in the code'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(cells => ({ what: cells[1] ?? '', limit: cells[2] ?? '', source: cells.at(-2) ?? '' }))

const UNITS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, KiB: 1024, MiB: 1024 ** 2 }

/** The amount of a cell in milliseconds, bytes or pieces. */
function amountOf(limit: string): number {
  const [, digits = '', unit = ''] = /^([\d,]+)(?: (\w+))?$/.exec(limit) ?? []
  return Number(digits.replaceAll(',', '')) * (UNITS[unit] ?? 1)
}

/** The value of a constant that is a product of numbers. */
function numberIn(file: string, name: string): number {
  const text = readFileSync(file, 'utf8')
  const [, product] = new RegExp(String.raw`^(?:export )?const ${name} = ([\d_* ]+)$`, 'm').exec(text) ?? []
  return (product ?? 'NaN').split('*').reduce((value, factor) => value * Number(factor.replaceAll('_', '')), 1)
}

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

  test('names every limit on the bytes, the depth and the time of what is read', () => {
    const reading = /^(?:(?:sources|aws|rules|language|events|image|ecr|push|locate)\/.*|\w+)\.ts$/
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name => reading.test(name) && !ENTRIES.includes(name))
    const limits = files.flatMap(file =>
      [
        ...readFileSync(`src/${file}`, 'utf8').matchAll(
          /^(?:export )?const ((?:MAX|MOST)_(?:\w+_)?(?:BYTES|DEPTH|LENGTH|PAGES|SILENCE)|CALL_TIMEOUT|PATIENCE|DEEPEST) = /gm,
        ),
      ].map(([, name]) => `\`src/${file}\` ${name}`),
    )
    expect(limits.length).toBeGreaterThan(10)
    const named = rows.map(({ source }) => source.split(',')[0])
    expect(limits.filter(limit => !named.includes(limit))).toEqual([])
  })
})
