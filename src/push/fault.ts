// Makes the faults of a push, which have codes of their own.

import { Fault, type PushCode } from '../fault.ts'

export function pushFault(code: PushCode, message: string, help: string, cause?: unknown): Fault {
  return new Fault(code, { message, help }, cause)
}
