// What AWS's answers are made of here: members as the SDK's types have them, without those that are not given, and with instants
// as they are on the wire. Members that can carry what nobody may see have a text that tests look for in everything we write.

import { type Fields, toSeconds } from './wire.ts'

/** What every text that must never be shown begins with. */
export const SECRET = 'SECRET-'

/** The text of a member that must never be shown. */
export function secret(member: string): string {
  return `${SECRET}${member}`
}

/** The members of a structure as they are on the wire. */
export function toWire(members: object): Fields {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, valueToWire(value)]),
  )
}

function valueToWire(value: unknown): unknown {
  if (value instanceof Date) return toSeconds(value)
  if (Array.isArray(value)) return value.map(valueToWire)
  return typeof value === 'object' && value !== null ? toWire(value) : value
}

/** Entries by the Region that has them, each under its id. */
export interface Shelf<T> {
  readonly all: (region: string) => readonly T[]
  readonly put: (region: string, id: string, entry: T) => void
  /** Replaces an entry that is there. */
  readonly change: (region: string, id: string, change: (entry: T) => T) => void
}

export function makeShelf<T>(what: string): Shelf<T> {
  const regions = new Map<string, Map<string, T>>()
  const entriesOf = (region: string): Map<string, T> => regions.get(region) ?? new Map()
  return {
    all: region => [...entriesOf(region).values()],
    put: (region, id, entry) => regions.set(region, entriesOf(region).set(id, entry)),
    change: (region, id, change) => {
      const entry = entriesOf(region).get(id)
      if (entry === undefined) throw new Error(`there is no ${what} ${id} in ${region}`)
      entriesOf(region).set(id, change(entry))
    },
  }
}

/** The newest first. */
export function sortByStart<T>(entries: readonly T[], startOf: (entry: T) => Date | undefined): readonly T[] {
  return entries.toSorted((left, right) => (startOf(right)?.getTime() ?? 0) - (startOf(left)?.getTime() ?? 0))
}

/** Whether something began at this instant or later (After), or before it (Before). */
export function isWithin(start: Date | undefined, bound: 'After' | 'Before', instant: string): boolean {
  if (start === undefined) return false
  return bound === 'After' ? start.getTime() >= Date.parse(instant) : start.getTime() < Date.parse(instant)
}
