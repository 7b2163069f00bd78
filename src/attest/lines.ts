// Reads one JSON object, or one per line: `gh` writes bundles and trusted roots as lines, actions/attest writes a bundle as one
// value.
//
// A line that cannot be read is never skipped: it may be the newest bundle, the one that says FAILED.

import type { Diagnostic } from '../diagnostic.ts'
import { isObject } from '../events/json.ts'
import type { Fields } from '../language/vocabulary.ts'

/** The objects of a file, each with its place, and a diagnostic for each line that is not an object. */
export interface Objects {
  readonly objects: readonly { readonly at: string; readonly value: Fields }[]
  readonly diagnostics: readonly Diagnostic[]
}

export function readObjects(file: string, text: string): Objects {
  const whole = parse(text)
  if (isObject(whole)) return { objects: [{ at: file, value: whole }], diagnostics: [] }
  const lines = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ at: `${file}:${i + 1}`, value: parse(line) }]))
  if (lines.length === 0) return { objects: [], diagnostics: [tell(file, 'the file is empty')] }
  return {
    objects: lines.flatMap(({ at, value }) => (isObject(value) ? [{ at, value }] : [])),
    diagnostics: lines.flatMap(({ at, value }) =>
      isObject(value) ? [] : [tell(at, value === undefined ? 'this is not JSON' : 'this is not a JSON object')],
    ),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tell(at: string, message: string): Diagnostic {
  return {
    level: 'error',
    kind: 'not-json',
    message,
    help: 'expected one JSON object, or one per line; the file may be incomplete',
    at,
  }
}
