// The pauses while a scan runs, with a simulated clock: how long the end of a scan goes unseen. The simulation prints its figures, and
// compares them with fixed pauses of 5 s, which other tools use.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pauseBefore } from '../../src/ecr/pause.ts'
import { poll } from '../../src/poll.ts'
import { startClock } from '../clock.ts'

describe('pauses', () => {
  const ages = fc.double({ min: 0, max: 3600, noNaN: true })
  const usuals = fc.option(fc.double({ min: 0.001, max: 900, noNaN: true }), { nil: undefined })

  test.each([0, 1, 2, 3, 4, 5])('%s s after the push are about a second', age => {
    expect(pauseBefore(age, undefined)).toBeGreaterThanOrEqual(0.9)
    expect(pauseBefore(age, undefined)).toBeLessThanOrEqual(1.5)
  })

  test('never shorten while nothing is known', () => {
    fc.assert(
      fc.property(ages, ages, (one, other) => {
        expect(pauseBefore(Math.min(one, other), undefined)).toBeLessThanOrEqual(pauseBefore(Math.max(one, other), undefined))
      }),
    )
  })

  test('are under five seconds and at least half of one, whatever is known', () => {
    fc.assert(
      fc.property(ages, usuals, (age, usual) => {
        expect(pauseBefore(age, usual)).toBeGreaterThanOrEqual(0.5)
        expect(pauseBefore(age, usual)).toBeLessThan(5)
      }),
      { numRuns: 5000 },
    )
  })

  test('about the usual time are no longer than without knowing it', () => {
    fc.assert(
      fc.property(fc.double({ min: 5, max: 900, noNaN: true }), fc.double({ min: 0.9, max: 1.1, noNaN: true }), (usual, part) => {
        expect(pauseBefore(usual * part, usual)).toBeLessThanOrEqual(pauseBefore(usual * part, undefined))
      }),
      { numRuns: 2000 },
    )
  })

  test('after a clock was set back are those of the beginning', () => {
    expect(pauseBefore(-100, undefined)).toBe(pauseBefore(0, undefined))
  })
})

// How long a reading of the findings takes.
const LOOK_SECONDS = 0.1

interface Figures {
  /** Seconds from the end of the scan to the beginning of the look that sees it. */
  readonly added: number
  readonly looks: number
}

type Pause = (age: number) => number

/** Waits for one scan; the first look comes `first` seconds after the push. */
async function watch(seconds: number, first: number, pause: Pause): Promise<Figures> {
  const clock = startClock()
  let looks = 0
  return poll<Figures>(clock, async elapsed => {
    looks++
    const age = first + elapsed
    clock.pass(LOOK_SECONDS)
    const figures = { added: age - seconds, looks }
    return age >= seconds ? { done: figures } : { otherwise: figures, untilSeconds: 3600, pauseSeconds: pause(age) }
  })
}

/** The averages over scans that take from `least` to `most` seconds, evenly spread, and over first looks within a second of the push. */
async function simulate([least, most]: readonly [number, number], pause: Pause): Promise<Figures> {
  const scans = Math.max(100, Math.round((most - least) * 4))
  const starts = 10
  let added = 0
  let looks = 0
  for (let i = 0; i < scans; i++) {
    for (let j = 0; j < starts; j++) {
      const figures = await watch(least + ((most - least) * (i + 0.5)) / scans, (j + 0.5) / starts, pause)
      added += figures.added
      looks += figures.looks
    }
  }
  return { added: added / scans / starts, looks: looks / scans / starts }
}

function tell(name: string, figures: Readonly<Record<string, Figures>>): void {
  const each = Object.entries(figures).map(([what, { added, looks }]) => `${what} ${added.toFixed(2)} s in ${looks.toFixed(1)} looks`)
  console.log(`figures: ${name}: ${each.join('; ')}`)
}

// A scan "of 15 s" takes from 12.5 to 17.5 s: times spread over one fixed pause of 5 s, so that no schedule is lucky. The last
// two numbers are the most seconds and looks that are allowed.
const SCANS: readonly (readonly [name: string, range: readonly [number, number], added: number, looks: number])[] = [
  ['15 s', [12.5, 17.5], 1, 14],
  ['45 s', [42.5, 47.5], 1.7, 25],
  ['5–300 s', [5, 300], 2, 60],
]

describe('the end of a scan', () => {
  test.each(SCANS)('of %s is seen soon, and sooner than with fixed pauses', async (name, range, added, looks) => {
    const ours = await simulate(range, age => pauseBefore(age, undefined))
    const fixed = await simulate(range, () => 5)
    tell(name, { ours, 'fixed 5 s': fixed })
    expect(ours.added).toBeLessThanOrEqual(added)
    expect(ours.looks).toBeLessThanOrEqual(looks)
    expect(ours.added).toBeLessThan(fixed.added)
  })

  test.each([15, 45])('of about %s s is seen in half the time and no more looks where the usual time is known', async usual => {
    const range = [usual * 0.9, usual * 1.1] as const
    const without = await simulate(range, age => pauseBefore(age, undefined))
    const knowing = await simulate(range, age => pauseBefore(age, usual))
    tell(`usually ${usual} s`, { without, knowing })
    expect(knowing.added).toBeLessThanOrEqual(without.added / 2)
    expect(knowing.looks).toBeLessThanOrEqual(without.looks)
  })

  test.each([100, 300, 600, 900])('of about %s s is seen no later, in no more looks, where the usual time is known', async usual => {
    const range = [usual * 0.9, usual * 1.1] as const
    const without = await simulate(range, age => pauseBefore(age, undefined))
    const knowing = await simulate(range, age => pauseBefore(age, usual))
    tell(`usually ${usual} s`, { without, knowing })
    // If both make the longest pauses, only chance distinguishes them.
    expect(knowing.added).toBeLessThan(without.added + 0.05)
    expect(knowing.looks).toBeLessThanOrEqual(without.looks)
  })

  test.each([5, 15, 45, 150, 600])('is seen within five seconds where scans usually take %s s and this one does not', async usual => {
    for (let seconds = 0.5; seconds < 900; seconds += 7.3)
      expect((await watch(seconds, 0, age => pauseBefore(age, usual))).added).toBeLessThan(5 + LOOK_SECONDS)
  })
})
