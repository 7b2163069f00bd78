// CloudTrail delivers some events more than once, most often soon after the first time.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startRepeats } from '../../src/sources/repeats.ts'

test('an event comes again with the same text under the same id', () => {
  const isRepeated = startRepeats()
  const come: readonly (readonly [id: string, text: string, repeated: boolean])[] = [
    ['a', 'x', false],
    ['a', 'x', true],
    ['a', 'y', false],
    ['b', 'x', false],
    ['ab', 'x', false],
    ['a', 'bx', false],
    ['a', 'y', true],
  ]
  for (const [id, text, repeated] of come) expect([id, text, isRepeated(id, text)]).toEqual([id, text, repeated])
})

test('the last events are remembered, as many as are to be, and none is taken for another', () => {
  const events = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 200 })
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 10 }), (numbers, most) => {
      const isRepeated = startRepeats(most)
      for (const [i, number] of numbers.entries()) {
        const repeated = isRepeated(String(number), 'text')
        const earlier = numbers.slice(0, i)
        if (repeated) expect(earlier).toContain(number)
        // What comes again is not remembered anew, so those since the first time count.
        const others = new Set(earlier.slice(earlier.indexOf(number) + 1))
        if (earlier.includes(number) && others.size < most) expect(repeated).toBe(true)
      }
    }),
  )
})
