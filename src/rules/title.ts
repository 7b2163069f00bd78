// Titles of alerts: text with `{{field}}` placeholders, filled from the alert's first event. Values from an event are shortened,
// so that a hostile value cannot bury the rest of a report.

import { shorten } from '../escape.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import type { Fields, Vocabulary } from '../language/vocabulary.ts'
import { showValue } from './show.ts'

const PLACEHOLDER = /\{\{(.*?)\}\}/gs
const VALUE_LENGTH = 120

/** Returns the fields that a title names, each with the offset of its placeholder. */
export function placeholders(title: string): readonly { readonly path: string; readonly offset: number }[] {
  return [...title.matchAll(PLACEHOLDER)].map(match => ({ path: match[1]?.trim() ?? '', offset: match.index }))
}

/** Compiles a title to a function that fills it from an event, with `unknown` for a missing value. */
export function compileTitle(title: string, vocabulary: Vocabulary): (event: Fields) => string {
  const paths = new Map(placeholders(title).map(({ path }) => [path, parsePath(path)]))
  return event =>
    title.replace(PLACEHOLDER, (_, name: string) => {
      const path = paths.get(name.trim())
      const values = path === undefined ? [] : valuesOf(event, path, vocabulary)
      return values.length === 0 || path === undefined
        ? 'unknown'
        : shorten(values.map(value => showValue(path.segments, value)).join(', '), VALUE_LENGTH)
    })
}
