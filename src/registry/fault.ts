// The faults of a push. All are thrown through here, because a push has codes of its own.

import { Fault, type FaultCode } from '../fault.ts'

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

export function pushFault(code: PushCode, message: string, help: string, cause?: unknown): Fault {
  return new Fault(code as string as FaultCode, { message, help }, cause)
}
