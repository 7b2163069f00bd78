// Reads one JSON object, or one per line: `gh` writes bundles and trusted roots as lines, actions/attest writes a bundle as one
// value.
//
// A line that cannot be read is never skipped: it may be the newest bundle, the one that says FAILED.

import type { Diagnostic } from '../diagnostic.ts'
import { type Fields, isObject } from '../json.ts'
import { parseStrictly } from '../keys.ts'

/** The objects of a file, each with its place, and a diagnostic for each line that is not an object. */
export interface Objects {
  readonly objects: readonly { readonly at: string; readonly value: Fields }[]
  readonly diagnostics: readonly Diagnostic[]
}

export function readObjects(file: string, text: string): Objects {
  const whole = parseStrictly(text)
  const lines =
    whole.kind === 'value' || whole.kind === 'ambiguous'
      ? [{ at: file, parsed: whole }]
      : text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ at: `${file}:${i + 1}`, parsed: parseStrictly(line) }]))
  if (lines.length === 0) return { objects: [], diagnostics: [wrongLine(file, 'the file is empty')] }
  const read = lines.map(({ at, parsed }) => {
    if (parsed.kind !== 'value') return wrongLine(at, parsed.kind === 'not-json' ? 'this is not JSON' : `this ${parsed.problem}`)
    return isObject(parsed.value) ? { at, value: parsed.value } : wrongLine(at, 'this is not a JSON object')
  })
  return { objects: read.filter(each => 'value' in each), diagnostics: read.filter(each => 'message' in each) }
}

function wrongLine(at: string, message: string): Diagnostic {
  return {
    level: 'error',
    kind: 'not-json',
    message,
    help: 'expected one JSON object, or one per line; the file may be incomplete',
    at,
  }
}
