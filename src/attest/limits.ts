// The limits of a policy as a part of its text.

import type { Limits } from '../rules/limits.ts'

/** The limits of a policy file, without the places where they are written. */
export interface PolicyLimits {
  readonly mayNotTune: readonly string[]
  readonly exceptions: Readonly<Record<string, unknown>> | undefined
}

/** The limits as values; undefined if there are none. */
export function limitsOf(limits: Limits | undefined): PolicyLimits | undefined {
  if (limits === undefined || (limits.mayNotTune.length === 0 && limits.exceptions === undefined)) return undefined
  const { mayNotTune, exceptions } = limits
  const values = exceptions && Object.fromEntries(Object.entries(exceptions).map(([name, limit]) => [name, limit?.value]))
  return { mayNotTune: mayNotTune.map(({ value }) => value), exceptions: values }
}
