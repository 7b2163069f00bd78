// Remembers what each eventID stood for, to notice two records that contradict each other. For a million events this must stay
// small, so a table of numbers holds a hash of each id and of its event's content, instead of the strings (docs/decisions/memory.md).

import { type Fields, isObject } from '../json.ts'

/** How many ids are remembered; later ones are not compared. */
const MOST_IDS = 2_000_000
const FIRST_SLOTS = 1024
/** The second starting value: a hash joins two of 32 bits, of which it keeps 53. */
const OTHER = 0x9747b28c

export interface Fingerprints {
  /** Notes an event's fingerprint under its id. Returns whether the id stood for another content before. */
  readonly contradicts: (id: string, fingerprint: number) => boolean
}

export function startFingerprints(): Fingerprints {
  let ids = new Float64Array(FIRST_SLOTS)
  let prints = new Float64Array(FIRST_SLOTS)
  let used = 0

  // The slot of an id, or the free one where it belongs; 0 stands for no id.
  const slotOf = (id: number): number => {
    let slot = id % ids.length
    while (ids[slot] !== 0 && ids[slot] !== id) slot = (slot + 1) % ids.length
    return slot
  }

  const grow = (): void => {
    const [oldIds, oldPrints] = [ids, prints]
    ids = new Float64Array(oldIds.length * 2)
    prints = new Float64Array(oldIds.length * 2)
    for (const [i, id] of oldIds.entries()) {
      if (id === 0) continue
      const slot = slotOf(id)
      ids[slot] = id
      prints[slot] = oldPrints[i] as number
    }
  }

  const contradicts = (text: string, fingerprint: number): boolean => {
    const id = hashText(text) || 1
    const slot = slotOf(id)
    if (ids[slot] === id) return prints[slot] !== fingerprint
    if (used >= MOST_IDS) return false
    ids[slot] = id
    prints[slot] = fingerprint
    used++
    if (used * 2 > ids.length) grow()
    return false
  }
  return { contradicts }
}

/** A hash of what an event says: the order of its fields and the spaces between them do not matter. */
export function fingerprintOf(event: Fields): number {
  return join(hashValue(event, 0), hashValue(event, OTHER))
}

function hashText(text: string): number {
  return join(mixText(text, 0), mixText(text, OTHER))
}

function join(high: number, low: number): number {
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}

function hashValue(value: unknown, seed: number): number {
  if (typeof value === 'string') return mixText(value, seed ^ 1)
  if (Array.isArray(value)) return value.reduce<number>((hash, item) => mix(hash, hashValue(item, seed)), seed ^ 2)
  if (!isObject(value)) return mixText(String(value), seed ^ 3)
  let sum = seed ^ 4
  for (const name of Object.keys(value)) sum = (sum + mix(mixText(name, seed), hashValue(value[name], seed))) | 0
  return mix(sum, seed)
}

// FNV-1a over UTF-16 units, then the mixing steps of murmur3.
function mixText(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash, text.length)
}

function mix(hash: number, more: number): number {
  let mixed = Math.imul(hash, 0x85ebca6b) ^ more
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0xc2b2ae35)
  return mixed ^ (mixed >>> 13)
}
