// Waiting, with a simulated clock: when turns are taken, and how long the end of a scan goes unseen. The simulation prints its
// figures, and compares them with fixed pauses of 5 s, which other tools use.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clock, pauseBefore, poll, type Turn } from '../src/poll.ts'

/** A clock that only `sleep` and `pass` move. */
function startClock(start = 0): Clock & { readonly pass: (seconds: number) => void; readonly slept: readonly number[] } {
  let now = start
  const slept: number[] = []
  return {
    milliseconds: () => now,
    sleep: async milliseconds => {
      slept.push(milliseconds)
      now += milliseconds
    },
    pass: seconds => {
      now += seconds * 1000
    },
    slept,
  }
}

const wait = (pauseSeconds: number, untilSeconds: number): Turn<string> => ({ otherwise: 'no answer', untilSeconds, pauseSeconds })

describe('poll', () => {
  test('asks once if there is an answer', async () => {
    const clock = startClock()
    const asked: number[] = []
    const answer = await poll(clock, async elapsed => {
      asked.push(elapsed)
      return { done: 'yes' }
    })
    expect({ answer, asked, slept: clock.slept }).toEqual({ answer: 'yes', asked: [0], slept: [] })
  })

  test.each<[string, Turn<string>, readonly number[]]>([
    ['in the pauses it is told', wait(2, 6), [0, 2, 4, 6]],
    ['at the end, the last pause cut short', wait(4, 10), [0, 4, 8, 10]],
    ['at the end, when the pause is longer than all the time', wait(100, 3), [0, 3]],
    ['once, when there is no time', wait(1, 0), [0]],
    ['once, when time has long ended', wait(1, -5), [0]],
  ])('asks %s', async (_, turn, times) => {
    for (const start of [0, 1_000_000]) {
      const clock = startClock(start)
      const asked: number[] = []
      const answer = await poll(clock, async elapsed => {
        asked.push(elapsed)
        return turn
      })
      expect({ answer, asked }).toEqual({ answer: 'no answer', asked: times })
    }
  })

  test('pauses from the beginning of one turn to the beginning of the next, however long asking takes', async () => {
    const clock = startClock()
    const asked: number[] = []
    await poll(clock, async elapsed => {
      asked.push(elapsed)
      clock.pass(0.5)
      return wait(1, 4)
    })
    expect(asked).toEqual([0, 1, 2, 3, 4])
  })

  test('asks once more if time ended while it asked, because that answer was about the time before', async () => {
    const clock = startClock()
    const asked: number[] = []
    const answer = await poll(clock, async elapsed => {
      asked.push(elapsed)
      clock.pass(3)
      return elapsed >= 5 ? { done: 'yes' } : wait(1, 5)
    })
    expect({ answer, asked }).toEqual({ answer: 'yes', asked: [0, 3, 6] })
  })

  test('may get another end at each turn', async () => {
    const clock = startClock()
    const asked: number[] = []
    await poll(clock, async elapsed => {
      asked.push(elapsed)
      return wait(1, elapsed < 2 ? 3 : 5)
    })
    expect(asked).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('gives the answer of the last turn', async () => {
    const clock = startClock()
    expect(await poll(clock, async elapsed => ({ otherwise: `at ${elapsed}`, untilSeconds: 2, pauseSeconds: 1.5 }))).toBe('at 2')
  })

  test('lets a fault through', async () => {
    await expect(poll(startClock(), () => Promise.reject(new Error('a fault')))).rejects.toThrow('a fault')
  })

  test('has an end for every pause and every duration of a look, and asks at it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.05, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        async (pause, seconds, until) => {
          const clock = startClock()
          const asked: number[] = []
          await poll(clock, async elapsed => {
            asked.push(elapsed)
            clock.pass(seconds)
            return wait(pause, until)
          })
          const last = asked.at(-1) ?? Number.NaN
          expect(last).toBeGreaterThanOrEqual(until - 0.001)
          expect(last).toBeLessThanOrEqual(until + seconds + 0.001)
        },
      ),
    )
  })
})

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
