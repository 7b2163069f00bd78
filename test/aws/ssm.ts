// AWS Systems Manager: what is going on now, and Parameter Store.

import { makeParameters, type Parameters } from './parameters.ts'
import type { Operation } from './wire.ts'

export interface Ssm extends Parameters {}

export function makeSsm(account: string): Ssm & { readonly operations: Readonly<Record<string, Operation>> } {
  return makeParameters(account)
}
