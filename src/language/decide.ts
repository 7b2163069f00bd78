// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it
// to find the operations whose events a filter can match.

import type { Plan } from './compile.ts'
import type { Fields } from './vocabulary.ts'

/** `known` has the fields that are certain. A path that begins with any other field is unknown (undefined). */
export function decide(plan: Plan, known: Fields): boolean | undefined {
  const { expression, terms } = plan
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return Object.hasOwn(known, String(expression.path.segments[0])) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0] as Plan, known)
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or'
      const answers = terms.map(term => decide(term, known))
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}
