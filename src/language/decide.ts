// Decides a filter as far as some fields are known and the rest is not: `false` means that no event with these fields can
// match. The gate asks it whether a rule can see an image at all, so that a set of rules that cannot is no green light.

import type { Plan } from './compile.ts'
import type { Fields } from './vocabulary.ts'

/** `known` holds the fields that are certain; any path that begins elsewhere is unknown (undefined). */
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
