// An explanation as an indented tree for a terminal: what held, what was found, and why.

import { printable } from '../escape.ts'
import type { Explanation } from '../language/explain.ts'
import type { Paint } from './paint.ts'

const MOST_VALUES = 10
const VALUE_LENGTH = 160

/** `show` turns a value found at a path into text; it hides secrets. */
export function renderExplanation(
  explanation: Explanation,
  show: (path: string, value: unknown) => string,
  paint: Paint,
  indent = '',
): string {
  const { holds, kind, text, found, terms } = explanation
  const mark = holds ? paint('green', 'holds') : paint('red', 'fails')
  if (found === undefined) {
    const below = terms.map(term => renderExplanation(term, show, paint, `${indent}  `))
    return [`${indent}${mark}  ${kind === 'and' ? 'all of' : kind === 'or' ? 'any of' : 'not'}`, ...below].join('\n')
  }
  const values = found.values.slice(0, MOST_VALUES).map(value => printable(show(found.path, value), VALUE_LENGTH))
  const left = found.values.length - values.length
  const shown = values.length === 0 ? 'nothing' : `${values.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
  return `${indent}${mark}  ${printable(text)}\n${indent}       ${paint('dim', `found ${shown}: ${found.why}`)}`
}
