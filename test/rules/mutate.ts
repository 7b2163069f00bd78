// Generates mutants of a filter: each part of its tree, from the whole down to the last comparison, is once removed and once
// negated, and each value of a list is once removed. A rule's tests must detect every mutant.

import type { Expression } from '../../src/language/ast.ts'
import { print, printLiteral } from '../../src/language/print.ts'

export interface Mutant {
  readonly change: string
  readonly expression: Expression
}

/** Returns every mutant of a filter. If the whole filter is removed, an `and` without terms, which always holds, replaces it. */
export function mutate(filter: Expression): readonly Mutant[] {
  return mutatePart(filter, replacement => replacement ?? { kind: 'and', terms: [], grouped: true, span: filter.span })
}

/** `put` builds the whole filter with `part` replaced; undefined removes the part. */
function mutatePart(part: Expression, put: (replacement: Expression | undefined) => Expression): readonly Mutant[] {
  const children = part.kind === 'and' || part.kind === 'or' ? part.terms : part.kind === 'not' ? [part.term] : []
  return [
    { change: `without ${print(part)}`, expression: put(undefined) },
    { change: `with the opposite of ${print(part)}`, expression: put({ kind: 'not', term: part, span: part.span }) },
    ...(part.kind === 'in' ? part.literals : []).flatMap((literal, i, { length }) =>
      length === 1 ? [] : [{ change: `without ${printLiteral(literal)} in ${print(part)}`, expression: put(removeLiteral(part, i)) }],
    ),
    ...children.flatMap((child, i) => mutatePart(child, replacement => put(replaceChild(part, i, replacement)))),
  ]
}

function removeLiteral(part: Expression, i: number): Expression {
  return part.kind === 'in' ? { ...part, literals: part.literals.toSpliced(i, 1) } : part
}

function replaceChild(parent: Expression, i: number, replacement: Expression | undefined): Expression | undefined {
  if (parent.kind === 'not') return replacement && { ...parent, term: replacement }
  if (parent.kind !== 'and' && parent.kind !== 'or') return parent
  const terms = parent.terms.toSpliced(i, 1, ...(replacement === undefined ? [] : [replacement]))
  return terms.length > 1 ? { ...parent, terms } : terms[0]
}
