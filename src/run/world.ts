// What a run needs from outside: the clock, the streams, AWS, the shipped rules. Tests pass in another world.

import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import type { Aws } from '../aws/client.ts'
import { printable } from '../escape.ts'
import type { Operations } from '../events/operations.ts'
import type { PackRules } from '../gate/packs.ts'
import { once } from '../once.ts'
import type { Clock } from '../poll.ts'
import type { Page } from '../report/html/document.ts'
import { coloured, type Paint, plain } from '../report/paint.ts'
import { widthOf } from '../report/text/screen.ts'
import type { Pack } from '../settings/choices.ts'
import { readPacks, readShipped } from './shipped.ts'

export interface World extends Clock {
  readonly now: () => Date
  /** Aborted when the run is to stop; its reason is a fault that says by what. */
  readonly signal: AbortSignal
  /** Connects to AWS. Each call is tried up to `attempts` times. A second request gives the same connection. */
  readonly connect: (attempts: number) => Promise<Aws>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of the repository that the images are built from. */
  readonly root: string
  /** A folder for files that do not outlive the run. */
  readonly temporary: string
  /** Standard input. */
  readonly input: Readable
  /** The rules of the shipped packs. */
  readonly packs: (used: readonly Pack[]) => Promise<PackRules>
  /** The models of the services' calls. */
  readonly operations: () => Promise<Operations>
  /** The style and the script of an HTML report. */
  readonly page: () => Promise<Page>
  /** Writes results to standard output; resolves once the text is written. */
  readonly print: (text: string) => Promise<void>
  /** Writes everything else to standard error. */
  readonly tell: (text: string) => void
  /** Shows what is being done, on a terminal only; or, with `elapsed`, what the run waits for and for how many seconds already. */
  readonly progress: (what: string, elapsed?: number) => void
  /** Writes a file from pieces of text. */
  readonly write: (path: string, pieces: Iterable<string>) => Promise<void>
  /** Colours for standard output. */
  readonly paint: Paint
  /** How many characters a line of standard output has room for; undefined where it is no terminal and COLUMNS says nothing. */
  readonly width: number | undefined
}

/** The world of this process; `signal` stops the run. */
export function processWorld(signal: AbortSignal): World {
  const { stdin, stdout, stderr, env } = process
  // The reader of our output may stop early, as `head` does. The failed write reports that itself; without a listener, the
  // stream would also end the process with a stack trace and an exit code that looks like a verdict.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  const colours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  const logWaiting = createWaitingLog()
  // A role that a policy is read with may be that of the images, too; one connection assumes it once.
  const connections = new Map<number, Promise<Aws>>()
  let shown = false
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K')
    shown = false
  }
  return {
    now: () => new Date(),
    signal,
    milliseconds: () => performance.now(),
    sleep: milliseconds => setTimeout(milliseconds),
    connect: attempts =>
      once(connections, attempts, async () => {
        // Answers are large and short-lived: without this, V8 lets the space for new objects grow to a hundred megabytes, which a
        // small runner does not have (docs/decisions/memory.md).
        setFlagsFromString('--semi-space-growth-factor=1')
        return (await import('../aws/client.ts')).connect({ attempts, signal })
      }),
    env,
    root: env['GITHUB_WORKSPACE'] || process.cwd(),
    temporary: env['RUNNER_TEMP'] || tmpdir(),
    input: stdin,
    packs: readPacks,
    operations: () => readShipped('operations.json'),
    page: () => readShipped('page.json'),
    print: text => {
      clear()
      return new Promise((resolve, reject) => {
        stdout.write(text, error => (error ? reject(error) : resolve()))
      })
    },
    tell: text => {
      if (text === '') return
      clear()
      stderr.write(text)
    },
    progress: (what, elapsed) => {
      if (stderr.isTTY !== true || env['TERM'] === 'dumb') return logWaiting(what, elapsed, line => stderr.write(`${line}\n`))
      clear()
      stderr.write(printable(formatWaiting(what, elapsed)).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)))
      shown = true
    },
    write: (path, pieces) => writeFile(path, pieces),
    paint: colours ? coloured : plain,
    width: widthOf(env['COLUMNS'], stdout.isTTY === true ? stdout.columns : undefined),
  }
}

// A log keeps every line, so repeated progress is logged only once in a while.
const LOG_AGAIN_SECONDS = 30

/** Logs what the run waits for: each state when it begins, and again every half minute. */
function createWaitingLog(): (what: string, elapsed: number | undefined, write: (line: string) => void) => void {
  const told = new Map<string, number>()
  return (what, elapsed, write) => {
    if (elapsed === undefined || elapsed - (told.get(what) ?? Number.NEGATIVE_INFINITY) < LOG_AGAIN_SECONDS) return
    told.set(what, elapsed)
    write(printable(formatWaiting(what, elapsed)))
  }
}

function formatWaiting(what: string, elapsed: number | undefined): string {
  return elapsed === undefined ? what : `${what}, ${Math.round(elapsed)} s`
}
