// AWS Systems Manager: what is going on now, and Parameter Store.

import type { Operation } from './wire.ts'

// biome-ignore lint/suspicious/noEmptyInterface: its parts are added beside it.
export interface Ssm {}

export function makeSsm(): Ssm & { readonly operations: Readonly<Record<string, Operation>> } {
  return { operations: {} }
}
