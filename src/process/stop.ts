// What a signal does. A run that changes something is stopped instead of killed: one AbortSignal goes through all that it does, so that
// it begins nothing more, and it still says what it has done. Then the process ends by the same signal, so that its parent sees why.
//
// What must not outlive the process, a file with a credential or a tool that still pushes, is registered as a cleanup. Cleanups are
// synchronous, because they also run where nothing can be awaited.

import { setMaxListeners } from 'node:events'
import { Fault } from '../fault.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Milliseconds. The runner gives a cancelled step about ten seconds to exit. */
const MOST_STOPPING = 8000

export interface Stop {
  /** Aborted when the run is to stop, with a Fault as its reason. */
  readonly signal: AbortSignal
  /** From now on, a signal stops the run. Until then, it ends the process. */
  readonly listen: () => void
  /** Ends the process by the signal that stopped the run; does nothing if there was none. */
  readonly end: () => void
}

/** Prepares the stop of this process. `tell` says on standard error that a signal has arrived. */
export function prepareStop(tell: (text: string) => void): Stop {
  const controller = new AbortController()
  // Everything that is under way at the same time listens. Node warns of more than ten, as of a leak.
  setMaxListeners(0, controller.signal)
  let by: NodeJS.Signals | undefined
  const end = (): void => {
    if (by === undefined) return
    cleanAll()
    for (const signal of SIGNALS) process.off(signal, stop)
    process.kill(process.pid, by)
  }
  // Later signals change nothing: a terminal and the programs between it and us may pass on the same one several times.
  const stop = (signal: NodeJS.Signals): void => {
    if (by !== undefined) return
    by = signal
    tell(`stopped by ${signal}: nothing more is begun\n`)
    setTimeout(end, MOST_STOPPING)
    controller.abort(new Fault('stopped', { message: `the run was stopped by ${signal}` }))
  }
  return {
    signal: controller.signal,
    listen: () => {
      for (const signal of SIGNALS) process.on(signal, stop)
    },
    end,
  }
}

/** Runs an action that has to end at once when the run is stopped. Throws the reason then, and if it is stopped already. */
export async function untilStopped<T>(signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    action()
      .finally(() => signal.removeEventListener('abort', stop))
      .then(resolve, reject)
  })
}

const pending = new Set<() => void>()

/** Registers a cleanup that runs however the process ends. The returned function runs it at once. It runs only once. */
export function registerCleanup(clean: () => void): () => void {
  if (pending.size === 0) process.on('exit', cleanAll)
  pending.add(clean)
  return () => {
    if (!pending.delete(clean)) return
    if (pending.size === 0) process.off('exit', cleanAll)
    clean()
  }
}

// Cleanups run in reverse order: a tool is killed before the folder that it writes into is removed.
function cleanAll(): void {
  const all = [...pending].reverse()
  pending.clear()
  process.off('exit', cleanAll)
  for (const clean of all) {
    try {
      clean()
    } catch {
      // The other cleanups still have to run, and there is nobody left to report to.
    }
  }
}
