// The one error of whatever reads or writes outside the process. It ends one file or one call; what reads makes a gap of it, what writes
// a problem.

import type { Diagnostic, Tell } from './diagnostic.ts'

export type FaultCode =
  | 'not-found'
  | 'denied'
  | 'not-readable'
  | 'not-json'
  | 'not-records'
  | 'truncated'
  | 'too-large'
  | 'too-deep'
  | 'ambiguous'
  | 'encoding'
  | 'empty'
  | 'aws-denied'
  | 'aws-credentials'
  | 'aws-not-found'
  | 'aws-refused'
  | 'aws-throttled'
  | 'aws-unreachable'
  | 'aws-answer'
  /** The environment names a proxy, certificates or an endpoint that cannot be used. */
  | 'network-settings'
  /** The event history was not read to its end in time. */
  | 'audit-timeout'
  /** An engine does not compile a query, because its conditions are too much. */
  | 'query-too-large'
  /** A signal stopped the run. */
  | 'stopped'
  | PushCode

/** What can go wrong during a push. */
export type PushCode =
  /** The target or the timeout of the push is invalid. */
  | 'push-usage'
  /** There is no tool to push with, or it is too old. */
  | 'push-tool'
  /** The image to push does not exist or cannot be read. */
  | 'push-source'
  /** The repository does not exist. */
  | 'push-repository'
  | 'push-denied'
  | 'push-immutable'
  | 'push-disk'
  /** The registry does not accept this kind of image. */
  | 'push-refused'
  | 'push-network'
  | 'push-timeout'
  | 'push-failed'

const RETRYABLE: readonly FaultCode[] = ['aws-throttled', 'aws-unreachable', 'aws-answer']

export class Fault extends Error {
  readonly code: FaultCode
  /** Whether a later retry may help; always false for files. */
  readonly retryable: boolean
  readonly diagnostic: Diagnostic

  constructor(code: FaultCode, diagnostic: Omit<Diagnostic, 'level' | 'kind'>, cause?: unknown) {
    super(diagnostic.message, { cause })
    this.code = code
    this.retryable = RETRYABLE.includes(code)
    this.diagnostic = { level: 'error', kind: code, ...diagnostic }
  }
}

/** What an error says, without the call and the path that Node adds to it: whoever reports it names the path. */
export function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'syscall' in error ? error.message.replace(/, \w+(?: '[\s\S]*')?$/, '') : error.message
}

/** Runs an action. A fault that it throws is told; any other error is thrown on. */
export async function attempt<T>(tell: Tell, action: () => Promise<T>): Promise<T | undefined> {
  const settled = await captureFault(action)
  if (!(settled instanceof Fault)) return settled
  tell(settled.diagnostic)
  return undefined
}

/** Runs an action and returns its value, or the fault that it throws. Any other error is thrown on. */
export function captureFault<T>(action: () => Promise<T>): Promise<T | Fault> {
  return captureAs(Fault, action)
}

/** The same for another kind of error. */
export async function captureAs<T, E extends Error>(kind: new (...args: never[]) => E, action: () => Promise<T>): Promise<T | E> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
}
