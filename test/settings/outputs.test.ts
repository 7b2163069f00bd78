// What the runner gets as outputs: untrusted text adds no line, and nothing is longer than the runner, or a job, takes.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatOutput, OUTPUTS, type Output, startOutputs } from '../../src/settings/outputs.ts'

const NAMES = Object.keys(OUTPUTS) as readonly Output[]
// Linux takes 128 KiB in one variable, and GitHub 1 MB of a job's outputs in UTF-16.
const VARIABLE = 128 * 1024
const JOB = 1024 * 1024

describe('a value', () => {
  test.each([
    ['pass', 'pass'],
    [3, '3'],
    [[], ''],
    [['a', 'b'], 'a\nb'],
    [['a\nb', 'c'], 'a\\u{a}b\nc'],
    ['/tmp/a\r\nb.json', '/tmp/a\\u{d}\\u{a}b.json'],
    // A path with characters that are merely not visible stays the path that it is.
    ['/tmp/👩‍🚀.json', '/tmp/👩‍🚀.json'],
  ])('%j is written as %j', (value, text) => {
    expect(formatOutput(value)).toBe(text)
  })

  test('has as many lines as its list, whatever is in it', () => {
    const lines = fc.array(
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\u{1f600}'), minLength: 1 }),
      {
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(lines, list => {
        expect(formatOutput(list).split(/[\n\r\u2028\u2029\u0085\v\f]/)).toHaveLength(list.length)
      }),
    )
  })
})

describe('an output', () => {
  test.each(NAMES)('%s is whole or empty, and told', name => {
    const make = startOutputs()
    const [short, long] = [['x'.repeat(VARIABLE - 16 * 1024)], ['x'.repeat(VARIABLE)]]
    expect(make(name, short)).toEqual({ text: short[0] })
    expect(make(name, long)).toEqual({ text: '', problem: expect.stringContaining(`the output ${name} is empty`) })
    expect(make(name, short)).toEqual({ text: short[0] })
  })

  test('is measured in bytes', () => {
    expect(startOutputs()('image', ['ä'.repeat(VARIABLE / 2)])).toMatchObject({ text: '' })
  })

  test('fits with all the others into what a job may have, and the last value of each counts', () => {
    const make = startOutputs()
    const set = new Map<Output, string>()
    for (const value of ['x'.repeat(100_000), 'y'.repeat(80_000), 'ä'.repeat(50_000)]) {
      for (const name of NAMES) {
        const { text, problem } = make(name, value)
        set.set(name, text)
        expect(problem === undefined).toBe(text === value)
      }
      expect([...set.values()].join('').length * 2).toBeLessThan(JOB)
    }
    for (const name of NAMES) expect(make(name, 'pass')).toEqual({ text: 'pass' })
  })
})
