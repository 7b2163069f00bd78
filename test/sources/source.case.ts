// What every source of events promises, tested the same way for each. Where a source differs, its test declares the deviation as data,
// with the reason; that it differs in just this way is then tested too.

import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Diagnostic, Tell } from '../../src/diagnostic.ts'
import { Fault, type FaultCode } from '../../src/fault.ts'
import type { Coverage } from '../../src/gate/coverage.ts'
import type { RecordedEvent, See, Source } from '../../src/sources/source.ts'
import { makeRecord, makeRecords } from '../aws/events.ts'
import type { Fields } from '../aws/wire.ts'

/** Makes a source in each of the states in which one can be. Records are given oldest first. */
export interface Supplier {
  readonly whole: (records: readonly Fields[], tell: Tell) => Promise<Source>
  /** Behind the first record there is one that cannot be read. */
  readonly damaged: (records: readonly Fields[], tell: Tell) => Promise<Source>
  /** There is nothing to read, not even an empty list. */
  readonly empty: (tell: Tell) => Promise<Source>
  /** Gives the records and then neither more nor an end. `waits` is called once it is asked for more; `signal` is that of the run. */
  readonly silent: (records: readonly Fields[], tell: Tell, waits: () => void, signal: AbortSignal) => Promise<Source>
  /** Goes on for ever. */
  readonly endless: (make: (i: number) => Fields, tell: Tell) => Promise<Source>
  /** The event that is passed for a record, where it is not the record itself. */
  readonly shows?: (record: Fields) => Fields
}

interface Deviation<T> {
  readonly is: T
  readonly because: string
}

export interface Deviations {
  readonly order?: Deviation<'newest first'>
  readonly duplicates?: Deviation<'passed once'>
  /** The time up to which it is complete; events may still come late. */
  readonly late?: Deviation<string>
  /** The time of every event. */
  readonly times?: Deviation<string>
  /** How many events there are of three records with a damaged one among them. */
  readonly damaged?: Deviation<number>
  /** The origin that the coverage names. */
  readonly origin?: Deviation<string>
  /** What ends the reading of a source whose size nobody knows. */
  readonly 'unknown size'?: Deviation<FaultCode>
}

interface Reading {
  readonly coverage: Coverage
  /** The events that were passed, as they were recorded. */
  readonly seen: readonly Fields[]
  readonly told: readonly Diagnostic[]
}

type Open = (tell: Tell) => Promise<Source>

interface Hooks {
  readonly signal?: AbortSignal
  readonly see?: See
  readonly drain?: () => Promise<void>
}

async function read(open: Open, { signal = new AbortController().signal, see = () => undefined, drain }: Hooks = {}): Promise<Reading> {
  const told: Diagnostic[] = []
  const seen: Fields[] = []
  const source = await open(diagnostic => told.push(diagnostic))
  const keep: See = recorded => {
    seen.push(JSON.parse(recorded.text))
    return see(recorded)
  }
  const coverage = await source.read(keep, { signal, ...(drain === undefined ? {} : { drain }) })
  return { coverage, seen, told }
}

const idsOf = (events: readonly Fields[]): readonly unknown[] => events.map(({ eventID, id }) => eventID ?? id)
const kindsOf = (diagnostics: readonly Diagnostic[]): readonly string[] => diagnostics.map(({ kind }) => kind)

/** Gives whatever is pending many turns to go on. */
async function takeTurns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await setImmediate()
}

/** More than any source gives in one batch. */
const HUGE = 3000

const stopped = new Fault('stopped', { message: 'the run was stopped by SIGTERM' })

/** Holds a source to the promises of all sources, but for what it declares. */
export function testSource(
  name: string,
  { whole, damaged, empty, silent, endless, shows = record => record }: Supplier,
  deviations: Deviations,
): void {
  const three = makeRecords(3, { eventName: 'ListDocuments', eventTime: '2026-11-23T11:00:00Z' })
  const [first = {}, second = {}] = three
  const ordered = <T>(values: readonly T[]): readonly T[] => (deviations.order === undefined ? values : values.toReversed())

  describe(`${name}: what every source does`, () => {
    test(`passes each event as it was recorded, and says how many there were and from when to when${tellDeviation(deviations.times)}`, async () => {
      const open: Open = tell => whole(three, tell)
      const { coverage, seen, told } = await read(open)
      expect(seen).toEqual(ordered(three).map(shows))
      expect(coverage).toMatchObject({ source: 'events', state: 'read', records: 3, diagnostics: [] })
      const times = [coverage.firstTime, coverage.lastTime]
      const { times: always } = deviations
      expect(times).toEqual(always === undefined ? ['2026-11-23T11:00:00Z', '2026-11-23T11:00:02Z'] : [always.is, always.is])
      expect(told).toEqual([])
    })

    test(`names its origin${tellDeviation(deviations.origin)}`, async () => {
      const source = await whole(three, () => undefined)
      const coverage = await source.read(() => undefined, { signal: new AbortController().signal })
      expect(coverage.origin).toBe(deviations.origin?.is ?? source.origin)
      expect(coverage.message.startsWith(`${coverage.origin}: `)).toBe(true)
    })

    test(`order: passes the oldest event first${tellDeviation(deviations.order)}`, async () => {
      const { seen } = await read(tell => whole(three, tell))
      expect(idsOf(seen)).toEqual(idsOf(ordered(three)))
    })

    test(`duplicates: passes an event as often as it comes${tellDeviation(deviations.duplicates)}`, async () => {
      const { coverage, seen } = await read(tell => whole([first, first, second], tell))
      const expected = deviations.duplicates === undefined ? [first, first, second] : [first, second]
      expect(idsOf(seen)).toEqual(idsOf(ordered(expected)))
      expect(coverage.records).toBe(expected.length)
    })

    test(`late: is complete to its end${tellDeviation(deviations.late)}`, async () => {
      const { coverage } = await read(tell => whole(three, tell))
      expect(coverage.horizon).toBe(deviations.late?.is ?? null)
    })

    test(`damaged: a record that cannot be read is told, is a gap, and hides no other${tellDeviation(deviations.damaged)}`, async () => {
      const { coverage, seen, told } = await read(tell => damaged(three, tell))
      expect(idsOf(seen)).toEqual(expect.arrayContaining([...idsOf(three)]))
      expect(seen).toHaveLength(deviations.damaged?.is ?? 3)
      expect(coverage).toMatchObject({ state: 'gap', records: seen.length })
      expect(kindsOf(coverage.diagnostics)).toHaveLength(1)
      expect(kindsOf(told)).toEqual(kindsOf(coverage.diagnostics))
    })

    test('empty: no events are no gap', async () => {
      expect(await read(tell => whole([], tell))).toMatchObject({ coverage: { state: 'read', records: 0 }, seen: [], told: [] })
    })

    test('empty: but nothing at all is one', async () => {
      const { coverage, seen, told } = await read(tell => empty(tell))
      expect({ seen, coverage }).toMatchObject({ seen: [], coverage: { state: 'gap', records: 0 } })
      expect(kindsOf(told)).toEqual(kindsOf(coverage.diagnostics))
      expect(told).toHaveLength(1)
    })

    test('an answer that is not certain is a gap', async () => {
      const doubt = { left: ['requestParameters'], rules: ['a'], contradicts: false }
      const { coverage, told } = await read(tell => whole(three, tell), { see: () => doubt })
      expect(coverage).toMatchObject({ state: 'gap', records: 3, message: expect.stringContaining('left out requestParameters') })
      expect(told).toEqual([])
    })

    test('a bug of ours is thrown on, and is no gap', async () => {
      const see = (): never => {
        throw new TypeError('a bug')
      }
      await expect(read(tell => whole(three, tell), { see })).rejects.toThrow('a bug')
    })

    test('huge: passes all events of many batches, and reads no more until what came of a batch is written', async () => {
      const many = makeRecords(HUGE, { eventName: 'ListDocuments', eventTime: '2026-11-23T10:00:00Z' })
      let drains = 0
      let isDraining = false
      const see = (_: RecordedEvent): undefined => {
        expect(isDraining).toBe(false)
      }
      const drain = async (): Promise<void> => {
        drains++
        isDraining = true
        await takeTurns()
        isDraining = false
      }
      const { coverage, seen } = await read(tell => whole(many, tell), { see, drain })
      expect(idsOf(seen)).toEqual(idsOf(ordered(many)))
      expect(coverage).toMatchObject({ state: 'read', records: HUGE })
      expect(drains).toBeGreaterThan(1)
    })

    const ENDED = { state: 'gap', message: expect.stringContaining('the run was stopped by SIGTERM') }

    // Nothing may come later either.
    const staysAt = async (seen: readonly Fields[], count: number): Promise<void> => {
      await takeTurns()
      expect(seen).toHaveLength(count)
    }

    test('cancelled: before it begins, nothing is passed', async () => {
      const { coverage, seen, told } = await read(tell => whole(three, tell), { signal: AbortSignal.abort(stopped) })
      expect(coverage).toMatchObject({ ...ENDED, records: 0 })
      expect(kindsOf(told)).toEqual(['stopped'])
      await staysAt(seen, 0)
    })

    test('cancelled: while it is read, what was passed counts and nothing more is passed', async () => {
      const many = makeRecords(HUGE, { eventName: 'ListDocuments', eventTime: '2026-11-23T10:00:00Z' })
      const controller = new AbortController()
      const see = (): undefined => {
        controller.abort(stopped)
      }
      const { coverage, seen, told } = await read(tell => whole(many, tell), { signal: controller.signal, see })
      expect(coverage).toMatchObject({ ...ENDED, records: seen.length })
      expect(seen.length).toBeLessThan(HUGE)
      expect(kindsOf(coverage.diagnostics)).toEqual(['stopped'])
      expect(kindsOf(told)).toEqual(['stopped'])
      await staysAt(seen, coverage.records)
    })

    test('cancelled: while it waits for what does not come, it ends at once', async () => {
      const controller = new AbortController()
      const { signal } = controller
      const { coverage, seen, told } = await read(tell => silent(three, tell, () => controller.abort(stopped), signal), { signal })
      expect(idsOf(seen).toSorted()).toEqual(idsOf(three).toSorted())
      expect(coverage).toMatchObject({ ...ENDED, records: seen.length })
      expect(kindsOf(coverage.diagnostics)).toEqual(['stopped'])
      expect(kindsOf(told)).toEqual(['stopped'])
      await staysAt(seen, coverage.records)
    })

    test(`unknown size: is read until it is cancelled${tellDeviation(deviations['unknown size'])}`, async () => {
      const controller = new AbortController()
      let passed = 0
      const see = (): undefined => {
        if (++passed === HUGE) controller.abort(stopped)
      }
      const make = (i: number): Fields => makeRecord({ eventName: 'ListDocuments', eventTime: new Date(Date.UTC(2026, 10, 23) - i * 1000) })
      const { coverage, seen } = await read(tell => endless(make, tell), { signal: controller.signal, see })
      expect(coverage).toMatchObject({ state: 'gap', records: seen.length })
      expect(kindsOf(coverage.diagnostics)).toEqual([deviations['unknown size']?.is ?? 'stopped'])
      expect(seen.length).toBeGreaterThan(0)
    })
  })
}

function tellDeviation(deviation: Deviation<string | number> | undefined): string {
  return deviation === undefined ? '' : `; not so here (${deviation.is}), because ${deviation.because}`
}
