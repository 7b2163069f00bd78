// The faults of a push. All are thrown through here, because a push has codes of its own.

import { Fault, type PushCode } from '../fault.ts'

export function pushFault(code: PushCode, message: string, help: string, cause?: unknown): Fault {
  return new Fault(code, { message, help }, cause)
}
