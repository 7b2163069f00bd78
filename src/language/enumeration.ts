// Checks values against the known ones of a field. A value that differs from a known one only in letter case or kind never holds and
// looks as if it did, so it is an error. Any other word is an error only where the field cannot have it.

import { didYouMean } from '../diagnostic.ts'
import type { Comparison, Literal, Membership } from './ast.ts'
import { compileRelation, IN, type Relation } from './operators.ts'
import { demandOf } from './paths.ts'
import { printLiteral, printPath } from './print.ts'
import type { FilterProblem } from './recover.ts'
import type { Enumeration, Vocabulary } from './vocabulary.ts'

/** Returns the problems of the values that a clause compares an enumerated field with. */
export function checkValues(clause: Comparison | Membership, { values }: Vocabulary): readonly FilterProblem[] {
  const field = clause.path.segments.filter(segment => typeof segment === 'string').join('.')
  const known = values?.get(field)
  if (known === undefined) return []
  const { relation, literals } = demandOf(clause)
  const asked = { field: printPath(clause.path), word: clause.kind === 'in' ? IN.word : clause.operator, relation }
  return literals.flatMap(literal => checkValue(asked, literal, known))
}

interface Asked {
  readonly field: string
  readonly word: string
  readonly relation: Relation
}

function checkValue({ field, word, relation }: Asked, literal: Literal, { words, closed }: Enumeration): readonly FilterProblem[] {
  if (literal.kind === 'null' || words.some(compileRelation(relation, literal))) return []
  const report = (level: FilterProblem['level'], message: string, help: string): readonly FilterProblem[] => [
    { level, kind: 'unknown-value', offset: literal.span.start, message, help },
  ]
  const names = words.map(String)
  const written = printLiteral(literal)
  const example = `write ${field} = ${show(words[0])}`
  if (relation.kind === 'order') return report('error', `the values of ${field} are words, so ${word} ${written} never holds`, example)
  const accepted = (value: string) => words.filter(each => compileRelation(relation, { kind: 'text', value })(String(each).toLowerCase()))
  const text = String(literal.value).toLowerCase()
  const alike = literal.kind === 'text' ? accepted(text) : []
  if (alike.length > 0) return report('error', `no ${field} is ${written}: letter case matters`, `did you mean ${listed(alike)}?`)
  const meant = accepted(YES_OR_NO.get(text) ?? text)
  if (meant.length > 0 || literal.kind !== 'text')
    return report(
      'error',
      `no ${field} is ${written}: it is one of ${names.join(', ')}`,
      meant.length > 0 ? `did you mean ${listed(meant)}?` : example,
    )
  return report(closed ? 'error' : 'warning', `${written} is not a known value of ${field}`, didYouMean(literal.value, names))
}

/** What `true` means where the words are YES and NO. */
const YES_OR_NO: ReadonlyMap<string, string> = new Map([
  ['true', 'yes'],
  ['false', 'no'],
])

function listed(words: Enumeration['words']): string {
  return words.map(show).join(' or ')
}

function show(word: Enumeration['words'][number] | undefined): string {
  return typeof word === 'string' ? JSON.stringify(word) : String(word)
}
