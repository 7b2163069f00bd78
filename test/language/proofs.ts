// The two questions about filters that tests ask, put to production's one: can these hold together?

import type { Expression } from '../../src/language/ast.ts'
import * as proofs from '../../src/language/imply.ts'
import type { Vocabulary } from '../../src/language/vocabulary.ts'

interface Proofs {
  /** Whether every event that satisfies `a` satisfies `b`. True is proven; false also means that no proof was found. */
  readonly implies: (a: Expression, b: Expression, vocabulary: Vocabulary) => boolean
  /** Whether some event may satisfy the filter. False is proven; true also means that no contradiction was found. */
  readonly canHold: (expression: Expression, vocabulary: Vocabulary) => boolean
}

/** Asks the module of proofs, or a copy of it. */
export function askProofs({ canHoldTogether, negateFormula, toFormula }: typeof proofs): Proofs {
  return {
    implies: (a, b, vocabulary) => !canHoldTogether([toFormula(a, vocabulary), negateFormula(toFormula(b, vocabulary))]),
    canHold: (expression, vocabulary) => canHoldTogether([toFormula(expression, vocabulary)]),
  }
}

export const { implies, canHold } = askProofs(proofs)
