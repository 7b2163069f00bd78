// The Resource Groups Tagging API: the tags of resources, by their ARNs.

import type { Operation } from './wire.ts'

// biome-ignore lint/suspicious/noEmptyInterface: its parts are added beside it.
export interface Tagging {}

export function makeTagging(): Tagging & { readonly operations: Readonly<Record<string, Operation>> } {
  return { operations: {} }
}
