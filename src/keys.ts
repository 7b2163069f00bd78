// JSON in which every reader finds the same values. Of two equal keys JSON.parse keeps the last, and programs in Go also take `Digest`
// for `digest`: JSON that says two things could be judged by one of them and run by the other.

import { quote } from './diagnostic.ts'
import { isObject } from './json.ts'
import { endOfText, MOST_DEPTH } from './jsontext.ts'

/** `problem` continues a sentence that begins with what the text is, such as "the manifest". */
export type Parsed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'not-json' | 'too-deep' | 'ambiguous'; readonly problem: string }

/**
 * Parses JSON, unless it is nested too deeply to be worked on or an object in it has the same key twice. `parse` is JSON.parse, or one
 * that reads numbers in another way.
 */
export function parseStrictly(json: string, parse: (json: string) => unknown = JSON.parse): Parsed {
  const { depth, keys } = measure(json)
  if (depth > MOST_DEPTH) return { kind: 'too-deep', problem: `is nested deeper than ${MOST_DEPTH} levels` }
  let value: unknown
  try {
    value = parse(json)
  } catch {
    return { kind: 'not-json', problem: 'is not valid JSON' }
  }
  // Counting is quick, and an answer about findings may have a million keys. Only an answer that repeats one is searched for it.
  return countKeys(value) === keys
    ? { kind: 'value', value }
    : { kind: 'ambiguous', problem: `has the key ${quote(findRepeatedKey(json) ?? '')} twice in one object` }
}

/** The depth of nesting, and how many keys the text has. */
function measure(json: string): { readonly depth: number; readonly keys: number } {
  let [open, depth, keys] = [0, 0, 0]
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(json, at + 1)
        break
      case COLON:
        keys++
        break
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth = Math.max(depth, ++open)
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open--
    }
  }
  return { depth, keys }
}

const QUOTE = 0x22
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inside = Object.values(value)
  let count = Array.isArray(value) ? 0 : inside.length
  for (const inner of inside) count += countKeys(inner)
  return count
}

/** The first key that an object of this valid JSON text has twice, however its letters are written. */
function findRepeatedKey(json: string): string | undefined {
  // The keys of each open object; undefined for an open list.
  const open: (Set<string> | undefined)[] = []
  let text = ''
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfText(json, at + 1)
        text = json.slice(at, end + 1)
        at = end
        break
      }
      case COLON: {
        const key = JSON.parse(text) as string
        if (open.at(-1)?.has(key) === true) return key
        open.at(-1)?.add(key)
        break
      }
      case OPEN_BRACE:
        open.push(new Set())
        break
      case OPEN_BRACKET:
        open.push(undefined)
        break
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop()
    }
  }
  return undefined
}

/** A key that Go's encoding/json takes for one of a struct's fields although it is written otherwise; undefined if there is none. */
export function findFoldedKey(value: unknown, fields: readonly string[]): { readonly key: string; readonly field: string } | undefined {
  if (!isObject(value)) return undefined
  for (const key of Object.keys(value)) {
    const field = fields.find(each => fold(each) === fold(key))
    if (field !== undefined && !fields.includes(key)) return { key, field }
  }
  return undefined
}

// Letters that differ only in case are equal, and so are the Kelvin sign and k, and the long s and s. JavaScript lower-cases the
// Kelvin sign alone. https://pkg.go.dev/unicode#SimpleFold
function fold(key: string): string {
  return key.toLowerCase().replaceAll('ſ', 's')
}
