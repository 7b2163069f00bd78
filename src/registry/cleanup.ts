// What must not outlive this process: a file with a credential, a tool that goes on pushing. While something is registered
// here, a signal ends it first and then the process, by that same signal, so that whoever waits for it sees why it ended.
//
// Everything is done synchronously: behind a signal handler nothing that is awaited can be relied on.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

const pending = new Set<() => void>()

/** Registers what is to be done at the end, whichever end comes; the answer does it now. It is done once. */
export function registerCleanup(clean: () => void): () => void {
  if (pending.size === 0) listen()
  pending.add(clean)
  return () => {
    if (!pending.delete(clean)) return
    if (pending.size === 0) unlisten()
    clean()
  }
}

function listen(): void {
  for (const signal of SIGNALS) process.on(signal, endBySignal)
  process.on('exit', cleanAll)
}

function unlisten(): void {
  for (const signal of SIGNALS) process.off(signal, endBySignal)
  process.off('exit', cleanAll)
}

function endBySignal(signal: NodeJS.Signals): void {
  cleanAll()
  // Without a listener the signal does what it does by default.
  process.kill(process.pid, signal)
}

// The last comes first: a tool is killed before the folder it writes into is removed.
function cleanAll(): void {
  const all = [...pending].reverse()
  pending.clear()
  unlisten()
  for (const clean of all) {
    try {
      clean()
    } catch {
      // The others still have to be done, and nobody is left to be told.
    }
  }
}
