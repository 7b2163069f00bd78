// Who did what through Systems Manager, and when.

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { startActivity } from '../../src/gate/activity.ts'
import type { Fields } from '../../src/json.ts'

const event = (changes: Fields): Fields => ({ eventSource: 'ssm.amazonaws.com', eventName: 'StartSession', ...changes })
const activityOf = (events: readonly Fields[]) => {
  const tally = startActivity()
  for (const each of events) tally.see(each)
  return tally.activity()
}

test('events are counted by actor and call, and errors are counted', () => {
  const [alice, bob] = [{ userIdentity: { userName: 'alice' } }, { userIdentity: { userName: 'bob', accountId: '111122223333' } }]
  expect(
    activityOf([
      event({ ...alice, eventTime: '2026-11-23T10:00:30Z' }),
      event({ ...alice, eventTime: '2026-11-23T10:00:59Z', errorCode: 'AccessDenied' }),
      event({ ...alice, eventTime: '2026-11-23T10:05:00Z', errorCode: 'Success' }),
      event({ ...bob, eventTime: '2026-11-23T10:02:00Z', eventName: 'SendCommand' }),
      event({ ...bob, eventTime: '2026-11-23T10:02:00Z', eventSource: 'ecr.amazonaws.com' }),
    ]),
  ).toEqual({
    from: '2026-11-23T10:00:00Z',
    to: '2026-11-23T10:06:00Z',
    bucketSeconds: 60,
    rows: [
      {
        user: 'alice',
        accountId: null,
        eventName: 'StartSession',
        events: 3,
        errors: 1,
        buckets: [
          [0, 2],
          [5, 1],
        ],
      },
      { user: 'bob', accountId: '111122223333', eventName: 'SendCommand', events: 1, errors: 0, buckets: [[2, 1]] },
    ],
    others: 0,
  })
})

test('without events of Systems Manager there is no activity', () => {
  expect(activityOf([event({ eventSource: 'ecr.amazonaws.com', eventTime: '2026-11-23T10:00:30Z' })])).toBeNull()
})

test('a flood of names is counted without filling the memory', () => {
  const events = Array.from({ length: 6000 }, (_, i) =>
    event({ eventTime: '2026-11-23T10:00:00Z', userIdentity: { userName: `user-${i}` } }),
  )
  const activity = activityOf(events)
  expect([activity?.rows.length, activity?.others]).toEqual([200, 5800])
})

test('every event is in the bucket of its time, whatever the time span and the order', () => {
  const times = fc.array(fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2027-01-01') }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(times, instants => {
      const activity = activityOf(instants.map(time => event({ eventTime: new Date(time).toISOString() })))
      const width = (activity?.bucketSeconds ?? 0) * 1000
      const from = Date.parse(activity?.from ?? '')
      const expected = new Map<number, number>()
      for (const time of instants)
        expected.set(Math.floor((time - from) / width), (expected.get(Math.floor((time - from) / width)) ?? 0) + 1)
      expect(activity?.rows[0]?.buckets).toEqual([...expected].sort(([a], [b]) => a - b))
      expect(activity?.rows[0]?.buckets.every(([bucket]) => bucket >= 0 && bucket < 120)).toBe(true)
      expect(Date.parse(activity?.to ?? '')).toBeGreaterThan(Math.max(...instants))
    }),
  )
})

test('an event that comes twice is counted once', () => {
  const one = event({ eventID: 'a', eventTime: '2026-11-23T10:00:00Z' })
  expect(activityOf([one, event({ eventID: 'b', eventTime: '2026-11-23T10:00:00Z' }), one])?.rows).toMatchObject([{ events: 2 }])
})

const HOUR = 3_600_000

test.each([
  [2, 60],
  [3, 300],
  [12, 900],
  [48, 3600],
  [6 * 24, 10_800],
  [20 * 24, 43_200],
  [100 * 24, 86_400],
  [200 * 24, 172_800],
])('%i hours are counted in steps of %i seconds', (hours, bucketSeconds) => {
  const start = Date.parse('2026-01-01T00:00:00Z')
  const events = [start, start + hours * HOUR - 1000].map(time => event({ eventTime: new Date(time).toISOString() }))
  expect(activityOf(events)?.bucketSeconds).toBe(bucketSeconds)
})

test('the time ends with the bucket of the last event', () => {
  expect(activityOf([event({ eventTime: '2026-11-23T10:00:01Z' })])).toMatchObject({
    from: '2026-11-23T10:00:00Z',
    to: '2026-11-23T10:01:00Z',
  })
})

test('an event without a readable time is counted and in no bucket, and one without a name or an actor has a row too', () => {
  expect(activityOf([event({ eventTime: 'never' }), event({ eventTime: '2026-11-23T10:00:01Z', eventName: 7 })])?.rows).toEqual([
    { user: null, accountId: null, eventName: 'StartSession', events: 1, errors: 0, buckets: [] },
    { user: null, accountId: null, eventName: '', events: 1, errors: 0, buckets: [[0, 1]] },
  ])
})

test('the busiest rows come first, and those without a row are counted', () => {
  const users = Array.from({ length: 250 }, (_, i) => `user-${i}`)
  const busy = { eventTime: '2026-11-23T10:00:00Z', userIdentity: { userName: 'user-249' } }
  const activity = activityOf([...users.map(userName => event({ ...busy, userIdentity: { userName } })), event(busy), event(busy)])
  expect(activity?.rows[0]).toMatchObject({ user: 'user-249', events: 3 })
  expect(activity?.rows).toHaveLength(200)
  expect(activity?.others).toBe(50)
})

test('sessions of GUI Connect are events of Systems Manager, those of other services are not', () => {
  const of = (eventSource: unknown) => event({ eventSource, eventTime: '2026-11-23T10:00:00Z' })
  expect(activityOf([of('ssm-guiconnect.amazonaws.com'), of('ecr.amazonaws.com'), of(7), of(null)])?.rows).toMatchObject([{ events: 1 }])
})
