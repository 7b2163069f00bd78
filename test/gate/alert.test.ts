// When matches become alerts: the threshold within the window, what an open alert collects, and when counting restarts.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Match, openAlerts } from '../../src/gate/alert.ts'

const at = (seconds: number): Match => ({ time: seconds * 1000, id: String(seconds), title: '' })
const seconds = (alerts: readonly (readonly Match[])[]): number[][] => alerts.map(alert => alert.map(({ time }) => time / 1000))

describe('matches become alerts', () => {
  test.each<[string, number[], number, number, number[][]]>([
    // what, times, threshold, window in seconds, alerts
    ['one match opens an alert at threshold 1', [5], 1, 60, [[5]]],
    ['later matches join until the window after the opening', [0, 10, 60], 1, 60, [[0, 10, 60]]],
    ['after the window a new alert opens', [0, 61, 62], 1, 60, [[0], [61, 62]]],
    ['below the threshold nothing opens', [0, 10], 3, 60, []],
    ['the threshold is met within the window', [0, 30, 60], 3, 60, [[0, 30, 60]]],
    ['the threshold is not met over a longer time', [0, 40, 80, 120], 3, 60, []],
    ['matches too old to count are in no alert', [0, 100, 110, 120], 3, 60, [[100, 110, 120]]],
    ['the window of joining starts when the threshold was met', [0, 30, 60, 119, 121], 3, 60, [[0, 30, 60, 119]]],
    [
      'after an alert counting restarts',
      [0, 1, 100, 101, 102],
      2,
      10,
      [
        [0, 1],
        [100, 101, 102],
      ],
    ],
    ['a match that joined an alert does not count again', [0, 1, 10, 12], 2, 10, [[0, 1, 10]]],
    ['order of arrival does not matter', [60, 0, 30], 3, 60, [[0, 30, 60]]],
  ])('%s', (_, times, threshold, window, alerts) => {
    expect(seconds(openAlerts(times.map(at), threshold, window))).toEqual(alerts)
  })

  test('a match without a time alerts alone at threshold 1, and never together with others', () => {
    const timeless: Match = { time: Number.NaN, id: 'x', title: '' }
    expect(openAlerts([timeless, timeless, at(5)], 1, 60).map(alert => alert.length)).toEqual([1, 1, 1])
    expect(openAlerts([timeless, timeless, at(5)], 2, 60)).toEqual([])
  })
})

test('no match is in two alerts, each alert meets its threshold, and at threshold 1 every match is in one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(500), { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 100 }),
      (times, threshold, window) => {
        const matches = times.map(time => at(time))
        const alerts = openAlerts(matches, threshold, window)
        const taken = alerts.flat()
        expect(new Set(taken).size).toBe(taken.length)
        if (threshold === 1) expect(taken.length).toBe(matches.length)
        for (const alert of alerts) {
          expect(alert.length).toBeGreaterThanOrEqual(threshold)
          const opening = alert[threshold - 1]?.time ?? Number.NaN
          expect(opening - (alert[0]?.time ?? Number.NaN)).toBeLessThanOrEqual(window * 1000)
          expect((alert.at(-1)?.time ?? Number.NaN) - opening).toBeLessThanOrEqual(window * 1000)
        }
        // If no alert opened, no `threshold` matches lie within one window.
        const left = matches
          .filter(match => !taken.includes(match))
          .map(({ time }) => time)
          .sort((a, b) => a - b)
        const crowded = left.some(
          (time, i) =>
            threshold > 1 && (left[i + threshold - 1] ?? Number.POSITIVE_INFINITY) - time <= window * 1000 && alerts.length === 0,
        )
        expect(crowded).toBe(false)
      },
    ),
  )
})
