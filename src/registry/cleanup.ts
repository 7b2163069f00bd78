// Cleans up what must not outlive this process: a file with a credential, a tool that is still pushing. While anything is
// registered here, a signal first runs the cleanups and then ends the process with the same signal, so that the parent process
// sees why it ended.
//
// Cleanups are synchronous, because nothing that is awaited in a signal handler can be relied on.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

const pending = new Set<() => void>()

/** Registers a cleanup that runs however the process ends. The returned function runs it at once. It runs only once. */
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
  // The listeners are gone, so the signal now has its default effect.
  process.kill(process.pid, signal)
}

// Cleanups run in reverse order: a tool is killed before the folder that it writes into is removed.
function cleanAll(): void {
  const all = [...pending].reverse()
  pending.clear()
  unlisten()
  for (const clean of all) {
    try {
      clean()
    } catch {
      // The other cleanups still have to run, and there is nobody left to report to.
    }
  }
}
