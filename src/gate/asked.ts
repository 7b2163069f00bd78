// What was asked of CloudTrail's event history, in words.

import { listOf } from '../diagnostic.ts'
import { listFirst } from '../plural.ts'
import type { Asked, Coverage } from './coverage.ts'

const MOST_NAMED = 5

/** Names event sources and events: all of them, or the first and how many more. */
export function nameFew(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? listOf(names) : listFirst(names, MOST_NAMED)
}

/** Which events were read. */
export function sayAsked(asked: Asked | null): string {
  if (asked === null) return 'all events'
  const { eventSources, eventNames } = asked
  return [
    ...(eventSources.length === 0 ? [] : [`all events of ${listOf(eventSources)}`]),
    ...(eventNames.length === 0 ? [] : [`events named ${nameFew(eventNames)}`]),
  ].join('; ')
}

/** That the activity is not everything, where only some names of events were asked for. */
export function sayPartial(coverage: readonly Coverage[]): string | undefined {
  const names = [...new Set(coverage.flatMap(({ asked }) => asked?.eventNames ?? []))]
  return names.length === 0 ? undefined : `not every call was asked for, only ${nameFew(names)}`
}
