// One step of the way: the fewest changes that end all that any number of changes could end.

import { groupBy } from '../../group.ts'
import type { Done, Level, Questions } from './ask.ts'
import { packageOf } from './changes.ts'
import { findSmallest, type Search } from './search.ts'
import { type Candidate, placesOf, type Units } from './units.ts'

export interface Found {
  /** The positions of the units to change, besides those that are done. */
  readonly chosen: readonly number[]
  /** The places that have to be changed, of all that are. */
  readonly needed: ReadonlySet<number>
  /** The findings that stand against it although everything is changed that can be. */
  readonly others: readonly Candidate[]
  readonly isSmallest: boolean
}

export interface StepSearch extends Search {
  /** Whether an exception can accept a finding that no change fixes. */
  readonly isAcceptable: (candidate: Candidate) => boolean
}

/** Undefined where nothing has to be ended, or nothing can be. */
export function findStep(level: Level, done: Done, units: Units, { speak }: Questions, search: StepSearch): Found | undefined {
  const now = speak(done, level)
  const every = new Set(units.places.keys())
  const left = units.candidates.filter(each => each.needs === undefined && !done.accepted.has(each))
  const asking = (places: ReadonlySet<number>, more: readonly Candidate[]): ReadonlySet<string> =>
    speak({ places, accepted: new Set([...done.accepted, ...more]) }, level)
  const ideal = asking(every, left)
  if ([...now].every(each => ideal.has(each))) return undefined
  const isGood = (places: ReadonlySet<number>, more: readonly Candidate[]): boolean =>
    [...asking(places, more)].every(each => ideal.has(each))

  // What cannot be accepted stands aside where enough of the rest can.
  const acceptable = left.filter(search.isAcceptable)
  const kinds = listKinds(isGood(every, acceptable) ? acceptable : left)
  const stays = isGood(every, [])
    ? { chosen: [], isSmallest: true }
    : findSmallest(kinds.length, of => isGood(every, pick(kinds, of).flat()), search)
  const others = pick(kinds, stays.chosen).flat()
  const free = [...units.units.keys()].filter(unit => !placesOf(units, [unit]).every(place => done.places.has(place)))
  const changing = (of: readonly number[]): ReadonlySet<number> => new Set([...done.places, ...placesOf(units, pick(free, of))])
  const smallest = findSmallest(free.length, of => isGood(changing(of), others), search)
  const chosen = pick(free, smallest.chosen)
  const needed = findNeeded(chosen, done, units, places => isGood(places, others), search)
  return { chosen, needed, others, isSmallest: smallest.isSmallest && stays.isSmallest }
}

/** What is accepted together: an exception names an id, and the package if that of all its findings is one. */
function listKinds(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const wide = new Set(candidates.flatMap(({ finding }) => (packageOf(finding) === null ? [finding.id] : [])))
  const keyOf = ({ finding }: Candidate): string => JSON.stringify([finding.id, wide.has(finding.id) ? null : packageOf(finding)])
  return [...groupBy(candidates, keyOf).values()]
}

// The packages of the operating system are updated at once, but seldom all of them have to be.
function findNeeded(
  chosen: readonly number[],
  done: Done,
  units: Units,
  isGood: (places: ReadonlySet<number>) => boolean,
  search: Search,
): ReadonlySet<number> {
  const isSystem = (unit: number): boolean => units.units[unit]?.kind === 'base image'
  const system = placesOf(units, chosen.filter(isSystem))
  const fixed = [
    ...done.places,
    ...placesOf(
      units,
      chosen.filter(unit => !isSystem(unit)),
    ),
  ]
  const needed = findSmallest(system.length, of => isGood(new Set([...fixed, ...pick(system, of)])), search)
  return new Set([...fixed, ...pick(system, needed.chosen)])
}

function pick<T>(list: readonly T[], positions: readonly number[]): readonly T[] {
  return positions.flatMap(position => (position in list ? [list[position] as T] : []))
}
