// Runs queries in Athena, one after the other, and ends the one that still runs when nobody waits for it any more: it costs money.

import { turnPages } from '../aws/pages.ts'
import { quote } from '../diagnostic.ts'
import { captureFault, Fault, type FaultCode } from '../fault.ts'
import { type Clock, poll } from '../poll.ts'
import type { TimeLimit } from './pace.ts'
import type { Progress, Queries } from './queries.ts'

export interface RunnerOptions {
  readonly queries: Queries
  readonly clock: Clock
  /** How long all queries may take together. */
  readonly timeoutSeconds: number
  readonly time: TimeLimit
  readonly progress: (what: string) => void
}

/** A value that is null is undefined. */
export type Row = readonly (string | undefined)[]

export interface Runner {
  /** Runs a query to its end, and yields the rows of its answer, which must have these columns. */
  readonly run: (sql: string, columns: readonly string[]) => AsyncGenerator<readonly Row[]>
  /** How many bytes the queries have scanned, as far as Athena said so. */
  readonly bytes: () => number
  /** Stops the query that still runs. Returns what came of that; undefined if there is none. */
  readonly stop: () => Promise<'stopped' | 'unknown' | Fault | undefined>
  /** The fault if the time ends now. */
  readonly late: () => Fault
}

/** The longest pause between two looks at a query, in seconds. Athena answers few of them, whoever asks. */
const LONGEST_PAUSE = 5

// Where no answer came, nobody knows whether the query was started. Where AWS refused it, it was not.
const NO_ANSWER: readonly FaultCode[] = ['aws-unreachable', 'aws-answer', 'stopped']

export function startRunner({ queries, clock, timeoutSeconds, time, progress }: RunnerOptions): Runner {
  const began = clock.milliseconds()
  const scanned = new Map<string, number>()
  let going: Promise<string> | undefined
  let isLost = false
  let stage: keyof typeof LATE = 'rows'
  const late = (): Fault => timeoutFault(timeoutSeconds, stage)
  const look = async (id: string, elapsed: number): Promise<Progress> => {
    progress(`waiting for the query in Athena, ${Math.floor(elapsed)} s`)
    const seen = await queries.look(id)
    if (seen.bytes !== undefined) scanned.set(id, seen.bytes)
    return seen
  }
  const wait = async (id: string): Promise<void> => {
    stage = 'waits'
    const last = await poll<Progress>(
      clock,
      async elapsed => {
        const seen = await look(id, elapsed)
        if (seen.kind !== 'waits' && seen.kind !== 'runs') return { done: seen }
        stage = seen.kind
        return { otherwise: seen, untilSeconds: timeoutSeconds, pauseSeconds: Math.min(0.5 + elapsed / 5, LONGEST_PAUSE) }
      },
      began,
    )
    if (last.kind === 'waits' || last.kind === 'runs') throw late()
    going = undefined
    stage = 'rows'
    if (last.kind === 'failed') throw last.fault
  }
  return {
    run: async function* (sql, columns) {
      if (time.isOver()) throw late()
      isLost = false
      going = queries.start(sql, () => {
        isLost = true
      })
      const id = await going
      await wait(id)
      yield* readRows({ queries, id, columns, check: () => !time.isOver() || fail(late()), progress })
    },
    bytes: () => [...scanned.values()].reduce((sum, each) => sum + each, 0),
    stop: async () => {
      const starting = going
      if (starting === undefined) return undefined
      const id = await captureFault(() => starting)
      if (id instanceof Fault) return isLost || NO_ANSWER.includes(id.code) ? 'unknown' : undefined
      const stopped = await captureFault(() => queries.stop(id))
      return stopped instanceof Fault ? stopped : 'stopped'
    },
    late,
  }
}

function fail(fault: Fault): never {
  throw fault
}

interface Reading {
  readonly queries: Queries
  readonly id: string
  readonly columns: readonly string[]
  /** Throws when the time is over. */
  readonly check: () => unknown
  readonly progress: (what: string) => void
}

// The first row of the first page is the header. An answer without it is not that of this query, however empty it is.
function readRows({ queries, id, columns, check, progress }: Reading): AsyncGenerator<readonly Row[]> {
  return turnPages({ who: 'Athena', rest: 'the other rows' }, async (token, number) => {
    check()
    progress(`reading the rows of the query in Athena, page ${number}`)
    const page = await queries.page(id, token)
    const [header, ...rows] = token === undefined ? page.rows : [columns, ...page.rows]
    if (header === undefined) throw answerFault('has no header')
    for (const names of [header, page.columns])
      if (!isSame(names, columns)) throw answerFault(`has other columns than were asked for: ${describeNames(names)}`)
    return { page: rows, next: page.next }
  })
}

const isSame = (names: Row, columns: readonly string[]): boolean =>
  names.length === columns.length && names.every((name, i) => name === columns[i])

const MOST_NAMED = 3

function describeNames(names: Row): string {
  const shown = names.slice(0, MOST_NAMED).map(name => quote(name ?? ''))
  return names.length === 0 ? 'none' : `${shown.join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`
}

function answerFault(what: string): Fault {
  const help = 'run it again; if it fails again, the endpoint (AWS_ENDPOINT_URL) or a proxy does not answer as Athena does'
  return new Fault('aws-answer', { message: `the answer to the query ${what}`, help })
}

const LATE = {
  waits: 'before it was the turn of the query',
  runs: 'before the query had ended',
  rows: 'before all rows were read',
} as const

/** The fault if the time ends, and what it ended before. */
export function timeoutFault(seconds: number, what: keyof typeof LATE): Fault {
  const less = 'shorten audit-window, partition the table by day, or raise audit-timeout'
  const help = what === 'waits' ? `Athena runs few queries of an account at the same time: try later, or ${less}` : less
  return new Fault('audit-timeout', { message: `audit-timeout (${seconds} s) ended ${LATE[what]}`, help })
}
