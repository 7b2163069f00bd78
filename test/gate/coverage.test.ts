// What was read and what was not are values of different types, so that the compiler refuses a gap that says nothing of its own. Each
// such refusal is expected below, and `tsc` fails where one is missing.

import { expect, test } from 'vitest'
import { type Coverage, type Gap, gap, notRequested, read } from '../../src/gate/coverage.ts'

const NOTHING_SEEN = { records: 0, firstTime: null, lastTime: null, horizon: null, asked: null, diagnostics: [] }

test('a coverage is written with its fields in one order, whatever they were made from', () => {
  const [message, records] = ['trail: 2 events', 2]
  expect(JSON.stringify(read({ records, message, origin: 'trail', source: 'events' }))).toBe(
    JSON.stringify({ source: 'events', origin: 'trail', state: 'read', message, ...NOTHING_SEEN, records }),
  )
  expect(JSON.stringify(gap({ message, origin: 'trail', source: 'events' }))).toBe(
    JSON.stringify({ source: 'events', origin: 'trail', state: 'gap', message, ...NOTHING_SEEN }),
  )
})

test('what was not requested says why, if there is a reason', () => {
  expect(notRequested('findings')).toMatchObject({ origin: null, state: 'not requested', message: 'findings: not requested' })
  expect(notRequested('events', 'no enabled rule looks at them').message).toBe('events: no enabled rule looks at them')
})

test('a gap says what was not seen, and where', () => {
  // @ts-expect-error A gap without its sentence does not compile.
  const silent = () => gap({ source: 'events', origin: 'trail' })
  // @ts-expect-error A gap of nothing does not compile.
  const nowhere = () => gap({ source: 'events', origin: null, message: 'damaged' })
  expect([silent, nowhere]).toHaveLength(2)
})

test('no state is made from another', () => {
  const seen = read({ source: 'events', origin: 'trail', message: 'trail: 2 events' })
  // @ts-expect-error A gap made from what was not requested does not compile, even with a sentence of its own.
  const fromNothing: Coverage = { ...notRequested('events'), origin: 'trail', state: 'gap', message: 'trail: damaged' }
  // @ts-expect-error A gap made from what was read does not compile.
  const fromRead: Gap = { ...seen, state: 'gap', message: 'trail: damaged' }
  // @ts-expect-error A gap that is said to be read does not compile.
  const excused: Coverage = { ...gap({ ...seen, message: 'trail: damaged' }), state: 'read' }
  expect([fromNothing, fromRead, excused]).toHaveLength(3)
})
