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
