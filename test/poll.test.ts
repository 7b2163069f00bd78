// Waiting, with a simulated clock: when turns are taken.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { poll, type Turn } from '../src/poll.ts'
import { startClock } from './clock.ts'

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
