// The one error that sources throw. A fault ends the reading of one file or one call, and becomes a gap in what was seen.

import type { Diagnostic } from './diagnostic.ts'

export type FaultCode =
  | 'not-found'
  | 'denied'
  | 'not-readable'
  | 'not-json'
  | 'not-records'
  | 'truncated'
  | 'too-large'
  | 'too-deep'
  | 'encoding'
  | 'empty'
  | 'aws-denied'
  | 'aws-credentials'
  | 'aws-not-found'
  | 'aws-refused'
  | 'aws-throttled'
  | 'aws-unreachable'
  | 'aws-answer'
  | PushCode

/** What goes wrong in a push. */
export type PushCode =
  /** What to push, or where to, is not written as it has to be. */
  | 'push-usage'
  /** There is no tool to push with, or one too old. */
  | 'push-tool'
  /** The image to be pushed is not there, or cannot be read. */
  | 'push-source'
  /** The repository is not there. */
  | 'push-repository'
  | 'push-denied'
  | 'push-immutable'
  | 'push-disk'
  /** The registry does not take such an image. */
  | 'push-refused'
  | 'push-network'
  | 'push-timeout'
  | 'push-failed'

const RETRYABLE: readonly FaultCode[] = ['aws-throttled', 'aws-unreachable', 'aws-answer']

export class Fault extends Error {
  readonly code: FaultCode
  /** Whether trying again later may help; never so for files. */
  readonly retryable: boolean
  readonly diagnostic: Diagnostic

  constructor(code: FaultCode, diagnostic: Omit<Diagnostic, 'level' | 'kind'>, cause?: unknown) {
    super(diagnostic.message, { cause })
    this.code = code
    this.retryable = RETRYABLE.includes(code)
    this.diagnostic = { level: 'error', kind: code, ...diagnostic }
  }
}

/** Does what may end in a fault; the fault is reported, and everything else goes on. */
export async function attempt<T>(report: (diagnostic: Diagnostic) => void, action: () => Promise<T>): Promise<T | undefined> {
  const settled = await settle(action)
  if (!(settled instanceof Fault)) return settled
  report(settled.diagnostic)
  return undefined
}

/** Does what may end in a fault, and gives the fault in the place of the value. */
export async function settle<T>(action: () => Promise<T>): Promise<T | Fault> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}
