// Picks the changes of a run by a seed, spread evenly over the rooms, and finds the tests that could notice each.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Change, listChanges } from './change.ts'

/** The rooms whose decisions must be held by tests of their own, each with the folders or files of these tests. */
const ROOMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['language', ['test/language']],
  ['gate', ['test/gate', 'test/docs/gate.test.ts', 'test/fuzz/decisions.test.ts']],
  ['rules', ['test/rules', 'test/fuzz/rules.test.ts']],
  ['events', ['test/events']],
  ['image', ['test/image', 'test/events']],
  ['ecr', ['test/ecr', 'test/sources', 'test/aws']],
  ['push', ['test/push']],
  ['release', ['test/release', 'test/ecr', 'test/push']],
])

/** A change of a source file. */
export interface Mutant {
  readonly room: string
  readonly file: string
  readonly change: Change
}

/** Picks `count` changes. `within` limits them to a room, or to a folder or file of one. */
export function pickMutants(seed: number, count: number, within: string | undefined): readonly Mutant[] {
  // Every room starts from the seed, so that a run of one room tries the same changes as a run of all.
  const byRoom = [...ROOMS.keys()]
    .map(room => shuffle(listMutants(room, within), startRandom(seed)))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length)
  // A small room gives all that it has, and the larger ones share the rest.
  const picked: Mutant[] = []
  for (const [i, all] of byRoom.entries()) picked.push(...all.slice(0, Math.ceil((count - picked.length) / (byRoom.length - i))))
  return picked
}

function listMutants(room: string, within: string | undefined): readonly Mutant[] {
  return globSync(`src/${room}/**/*.ts`)
    .sort()
    .filter(file => within === undefined || `${file}/`.startsWith(`src/${within}/`) || file.startsWith(`src/${within}/`))
    .flatMap(file => listChanges(readFileSync(file, 'utf8')).map(change => ({ room, file, change })))
}

/** A generator of numbers from 0 to 1, always the same for a seed (mulberry32). */
function startRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffle<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map(item => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** Lists the test files of a room that import a source file, directly or through others. */
export function testsOf({ room, file }: Mutant): readonly string[] {
  const places = ROOMS.get(room) ?? []
  return places
    .flatMap(place => (place.endsWith('.ts') ? [place] : globSync(`${place}/**/*.test.ts`)))
    .sort()
    .filter(testFile => importsOf(testFile).has(file))
}

const known = new Map<string, ReadonlySet<string>>()

function importsOf(from: string): ReadonlySet<string> {
  const found = known.get(from) ?? new Set([from])
  if (known.has(from)) return found
  known.set(from, found)
  for (const file of found as Set<string>)
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport\(|^import )'(\.[^']+\.ts)'/gm))
      (found as Set<string>).add(join(dirname(file), path))
  return found
}
