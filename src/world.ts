// Everything a run touches outside itself: the clock, the streams, the shipped rules. Tests hand in another world; nothing
// below reaches around it.

import { readFile, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { Diagnostic } from './diagnostic.ts'
import { printable } from './escape.ts'
import { coloured, type Paint, plain } from './report/paint.ts'
import type { Rule } from './rules/rule.ts'
import type { Pack } from './settings.ts'
import type { Reading } from './sources/records.ts'

export interface World {
  readonly now: () => Date
  /** Standard input. */
  readonly input: Readable
  /** The rules of the shipped packs. */
  readonly packs: (names: readonly Pack[]) => Promise<readonly Rule[]>
  /** Standard output, for results only; resolves when the text was taken. */
  readonly print: (text: string) => Promise<void>
  /** Standard error, for everything else. */
  readonly tell: (text: string) => void
  /** What is being done right now, shown on a terminal only. */
  readonly progress: (what: string) => void
  /** Writes a file from pieces of text. */
  readonly write: (path: string, pieces: Iterable<string>) => Promise<void>
  /** Colours for standard output. */
  readonly paint: Paint
}

/** The world of this process. */
export function processWorld(): World {
  const { stdin, stdout, stderr, env } = process
  // Whoever reads our output may stop early, as `head` does. The write that failed says so itself; without a listener the
  // stream would end the process with a stack trace, and an exit code that looks like a verdict.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined)
  const colours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  let shown = false
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K')
    shown = false
  }
  return {
    now: () => new Date(),
    input: stdin,
    packs: readPacks,
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
    progress: what => {
      if (stderr.isTTY !== true || env['TERM'] === 'dumb') return
      clear()
      stderr.write(printable(what).slice(0, Math.max(0, (stderr.columns ?? 80) - 1)))
      shown = true
    },
    write: (path, pieces) => writeFile(path, pieces),
    paint: colours ? coloured : plain,
  }
}

// The build turns rules/ into this file beside the bundle, checked and without their tests.
async function readPacks(names: readonly Pack[]): Promise<readonly Rule[]> {
  if (names.length === 0) return []
  const packs = JSON.parse(await readFile(new URL('./packs.json', import.meta.url), 'utf8')) as Readonly<Record<Pack, readonly Rule[]>>
  return names.flatMap(name => packs[name])
}

/** Starts reading in a world: what is wrong is reported as it is met, and collected, because it decides what was seen. */
export function startReading(
  world: World,
  report: (diagnostic: Diagnostic) => void,
): { readonly reading: Reading; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const collect = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic)
    report(diagnostic)
  }
  return { diagnostics, reading: { input: world.input, report: collect, progress: file => world.progress(`reading ${file}`) } }
}
