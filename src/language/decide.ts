// Decides a filter when only some fields are known: `false` means that no event with these fields can match. The lint uses it to find
// the operations whose events a filter can match, the gate to find findings that a rule could not judge.

import type { Path } from './ast.ts'
import type { Plan } from './compile.ts'
import type { Fields } from './vocabulary.ts'

/**
 * `known` has the fields that are certain; a clause about any other field is unknown (undefined). `knows` tells which fields those are:
 * by default the paths that begin with a field of `known`.
 */
export function decide(plan: Plan, known: Fields, knows = (path: Path) => beginsIn(known, path)): boolean | undefined {
  const { expression, terms } = plan
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return knows(expression.path) ? plan.matches(known) : undefined
    case 'not': {
      const answer = decide(terms[0] as Plan, known, knows)
      return answer === undefined ? undefined : !answer
    }
    case 'and':
    case 'or': {
      const decisive = expression.kind === 'or'
      const answers = terms.map(term => decide(term, known, knows))
      if (answers.includes(decisive)) return decisive
      return answers.includes(undefined) ? undefined : !decisive
    }
  }
}

function beginsIn(known: Fields, { segments: [first] }: Path): boolean {
  return Object.hasOwn(known, String(first))
}
