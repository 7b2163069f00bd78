// Runs an external tool: without a shell, with only the environment that it needs, in its own process group so that it can be
// killed with everything it started, and with a time limit. Only the end of its output is kept, which tells why it failed.

import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Readable } from 'node:stream'
import { registerCleanup } from '../process/stop.ts'
import { pushFault } from './fault.ts'
import { createRedactor } from './redact.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Task {
  readonly command: string
  readonly words: readonly string[]
  readonly env: Environment
  /** Texts to hide in the tool's output. */
  readonly secrets: readonly string[]
  /** How long it may take, in milliseconds. */
  readonly limit: number
  /** Kills it when the run is stopped. */
  readonly signal: AbortSignal
  /** Called with each line that the tool prints; very long lines are cut. */
  readonly line?: (line: string) => void
  /** How many characters of its standard output to keep, if its output is the result. */
  readonly keep?: number
}

export interface Outcome {
  readonly code: number | null
  /** The signal that ended it. */
  readonly signal: string | null
  readonly late: boolean
  /** The end of what it printed. */
  readonly out: string
  readonly err: string
}

const KEPT = 4096
const LONGEST_LINE = 1000
/** How long a tool may take to end after SIGTERM, in milliseconds. */
const GRACE = 2000

const NEEDED =
  /^(?:PATH|HOME|TMPDIR|XDG_\w+|DOCKER_(?:HOST|CONTEXT|CERT_PATH|TLS_VERIFY)|SSL_CERT_(?:FILE|DIR)|CONTAINERS_\w+|REGISTRIES_\w+|STORAGE_(?:DRIVER|OPTS)|LANG|LANGUAGE|LC_\w+)$/
const PROXY = /^(?:https?|all|no)_proxy$/i

/** The environment of a tool: no AWS credentials, no inputs of the Action, no tokens. */
export function selectEnvironment(env: Environment): Readonly<Record<string, string>> {
  const chosen = Object.entries(env).filter(([name, value]) => value !== undefined && (NEEDED.test(name) || PROXY.test(name)))
  // Tools written in Go read the certificates of AWS_CA_BUNDLE by another name, beside those of the system's folder.
  const bundle = env['AWS_CA_BUNDLE'] ?? ''
  const trust = bundle === '' || (env['SSL_CERT_FILE'] ?? '') !== '' ? {} : { SSL_CERT_FILE: bundle }
  return { ...(Object.fromEntries(chosen) as Record<string, string>), ...trust }
}

/** Finds a program in PATH. Relative folders are skipped, because a program from the working copy must not be run. */
export function findProgram(name: string, env: Environment): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(isAbsolute)
  return folders.map(folder => join(folder, name)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Runs a tool to its end. Throws a fault if it cannot be started, or when the run is stopped. */
export function runTool({ command, words, env, secrets, limit, signal: stop, line, keep = KEPT }: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    stop.throwIfAborted()
    const child = spawn(command, words, { env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const kill = (signal: NodeJS.Signals): void => killGroup(child.pid, signal)
    const die = (): void => {
      kill('SIGKILL')
      // A process that left the group may hold these streams open forever.
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const forget = registerCleanup(() => kill('SIGKILL'))
    stop.addEventListener('abort', die, { once: true })
    const out = readEnd(child.stdout, secrets, keep, line)
    const err = readEnd(child.stderr, secrets, KEPT, line)
    let late = false
    let grace: NodeJS.Timeout | undefined
    // A sleep of the clock cannot be cancelled, so the limit is a timer of its own.
    const timer = setTimeout(
      () => {
        late = true
        kill('SIGTERM')
        grace = setTimeout(die, GRACE)
      },
      Math.min(limit, 2 ** 31 - 1),
    )
    const end = (): void => {
      clearTimeout(timer)
      clearTimeout(grace)
      stop.removeEventListener('abort', die)
      forget()
    }
    child.on('error', error => {
      end()
      reject(pushFault('push-tool', `${command} cannot be started (${error.message})`, 'reinstall it, or check its permissions', error))
    })
    child.on('close', (code, signal) => {
      end()
      if (stop.aborted) reject(stop.reason)
      else resolve({ code, signal, late, out: out(), err: err() })
    })
  })
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}

/** Reads a stream. The returned function gives the end of its text. */
function readEnd(stream: Readable, secrets: readonly string[], keep: number, line: ((line: string) => void) | undefined): () => string {
  const redactor = createRedactor(secrets)
  let kept = ''
  let begun = ''
  const take = (text: string): void => {
    kept = (kept + text).slice(-keep)
    const lines = text.split(/[\r\n]+/)
    for (const [i, part] of lines.entries()) {
      // A line that never ends must not fill the memory.
      begun = `${begun}${part}`.slice(0, LONGEST_LINE)
      if (i === lines.length - 1) break
      if (begun.trim() !== '') line?.(begun.trim())
      begun = ''
    }
  }
  stream.setEncoding('utf8').on('data', (text: string) => take(redactor.add(text)))
  return () => {
    take(redactor.end())
    return kept
  }
}
