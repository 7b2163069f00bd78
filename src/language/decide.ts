// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it to find
// the operations whose events a filter can match, the gate to tell whether what a record or a scan lacks could matter.
//
// It runs the tests that match events, so it is exact about what is known, once for each event; what clauses about unknown fields have to
// do with each other is proven by imply.ts, once for each filter.

import type { Fields } from '../json.ts'
import type { Path } from './ast.ts'
import type { Plan } from './compile.ts'

/** Whether what a path finds in an event is certain. */
export type IsKnown = (path: Path) => boolean

/** `known` has the fields that are certain. Unless `isKnown` says otherwise, a path that begins with any other field is unknown (undefined). */
export function decide(
  plan: Plan,
  known: Fields,
  isKnown: IsKnown = ({ segments }) => Object.hasOwn(known, String(segments[0])),
): boolean | undefined {
  const { expression, terms } = plan
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return isKnown(expression.path) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0] as Plan, known, isKnown)
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or'
      const answers = terms.map(term => decide(term, known, isKnown))
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}
