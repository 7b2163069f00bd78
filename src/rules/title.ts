// Titles of alerts: text with `{{field}}` placeholders, filled from the alert's first event. Values from an event are shortened,
// so that a hostile value cannot bury the rest of a report.

import { shorten } from '../escape.ts'
import type { Fields } from '../json.ts'
import type { Path } from '../language/ast.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import type { Vocabulary } from '../language/vocabulary.ts'
import { showValue } from './show.ts'

const VALUE_LENGTH = 120

interface Placeholder {
  readonly path: string
  /** Where it begins and where it ends. */
  readonly offset: number
  readonly end: number
}

/** Returns the fields that a title names, each with the offset of its placeholder. */
export function placeholders(title: string): readonly Pick<Placeholder, 'path' | 'offset'>[] {
  return findPlaceholders(title).map(({ path, offset }) => ({ path, offset }))
}

function findPlaceholders(title: string): readonly Placeholder[] {
  const found: Placeholder[] = []
  for (let offset = title.indexOf('{{'); offset >= 0; ) {
    const close = title.indexOf('}}', offset + 2)
    // Without an end, no later placeholder has one either.
    if (close < 0) break
    found.push({ path: title.slice(offset + 2, close).trim(), offset, end: close + 2 })
    offset = title.indexOf('{{', close + 2)
  }
  return found
}

/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
export function compileTitle(title: string, vocabulary: Vocabulary): (event: Fields) => string {
  const places = findPlaceholders(title).map(place => ({ ...place, parsed: parsePath(place.path) }))
  const tail = title.slice(places.at(-1)?.end ?? 0)
  const heads = places.map(({ offset }, i) => title.slice(places[i - 1]?.end ?? 0, offset))
  return event => `${places.map(({ parsed }, i) => `${heads[i]}${fill(event, parsed, vocabulary)}`).join('')}${tail}`
}

function fill(event: Fields, path: Path | undefined, vocabulary: Vocabulary): string {
  const values = path === undefined ? [] : valuesOf(event, path, vocabulary)
  return values.length === 0 || path === undefined
    ? 'unknown'
    : shorten(values.map(value => showValue(path.segments, value)).join(', '), VALUE_LENGTH)
}
