// The one table of operators. The parser, the diagnosis of what it cannot read, the warnings, matching, explanations and proofs all read
// it, so a new operator is one row, and a row that lacks something does not compile.

import { compileEquality, compileOrder, compilePart, isOrderable, type Order, type PartOf, type Test } from './compare.ts'
import type { LiteralValue } from './literal.ts'

/** How a value must relate to the literal. The proofs know what follows from each kind. */
export type Relation =
  | { readonly kind: 'equality' }
  | ({ readonly kind: 'order' } & Order)
  | { readonly kind: 'part'; readonly of: PartOf }
  /** Any other relation: only its test is known, so nothing more is proven about it. */
  | { readonly kind: 'other'; readonly test: (literal: LiteralValue) => Test }

/** What the language knows about one operator. */
export interface OperatorRow {
  readonly relation: Relation
  /** Whether it holds where no value of the field is in the relation, and so on an absent field too. */
  readonly negated: boolean
  /** How an explanation says that a value is in the relation, and that it is not: "the value is greater". */
  readonly phrase: string
  readonly opposite: string
  /** What other languages write instead, and what to tell who writes it. */
  readonly foreign?: { readonly words: readonly string[]; readonly help: string }
}

const EQUALITY: Relation = { kind: 'equality' }

const rows = {
  '=': {
    relation: EQUALITY,
    negated: false,
    phrase: 'equals it',
    opposite: 'does not equal it',
    foreign: { words: ['==', '===', ':', 'is', 'eq', 'equals'], help: 'equality is written with one "="' },
  },
  '!=': {
    relation: EQUALITY,
    negated: true,
    phrase: 'equals it',
    opposite: 'does not equal it',
    foreign: { words: ['!==', '<>'], help: 'inequality is written "!="' },
  },
  '>': {
    relation: { kind: 'order', side: 'above', inclusive: false },
    negated: false,
    phrase: 'is greater',
    opposite: 'is not greater',
  },
  '>=': {
    relation: { kind: 'order', side: 'above', inclusive: true },
    negated: false,
    phrase: 'is greater or equal',
    opposite: 'is neither greater nor equal',
    foreign: { words: ['=>'], help: 'at least is written ">="' },
  },
  '<': {
    relation: { kind: 'order', side: 'below', inclusive: false },
    negated: false,
    phrase: 'is smaller',
    opposite: 'is not smaller',
  },
  '<=': {
    relation: { kind: 'order', side: 'below', inclusive: true },
    negated: false,
    phrase: 'is smaller or equal',
    opposite: 'is neither smaller nor equal',
    foreign: { words: ['=<'], help: 'at most is written "<="' },
  },
  like: {
    relation: { kind: 'part', of: 'anywhere' },
    negated: false,
    phrase: 'contains it',
    opposite: 'does not contain it',
    foreign: { words: ['contains', 'includes', 'has'], help: 'use "like" to match a part of a string' },
  },
  starts_with: {
    relation: { kind: 'part', of: 'start' },
    negated: false,
    phrase: 'starts with it',
    opposite: 'does not start with it',
    foreign: { words: ['startswith', 'starts-with'], help: 'the operator is starts_with' },
  },
  ends_with: {
    relation: { kind: 'part', of: 'end' },
    negated: false,
    phrase: 'ends with it',
    opposite: 'does not end with it',
    foreign: { words: ['endswith', 'ends-with'], help: 'the operator is ends_with' },
  },
} as const satisfies Readonly<Record<string, OperatorRow>>

export type Operator = keyof typeof rows

export const OPERATORS: Readonly<Record<Operator, OperatorRow>> = rows

/** The words of the operators, in the order of the table. */
export const WORDS = Object.keys(OPERATORS) as readonly Operator[]

/** `in` is `=` with several literals. */
export const IN = { word: 'in', relation: EQUALITY, phrase: 'is in the list', opposite: 'is not in the list' } as const

/** The test of one value. A negated operator holds where it holds for no value of the field. */
export function compileRelation(relation: Relation, literal: LiteralValue): Test {
  switch (relation.kind) {
    case 'equality':
      return compileEquality(literal)
    case 'order':
      return compileOrder(literal, relation)
    case 'part':
      return compilePart(literal, relation.of)
    case 'other':
      return relation.test(literal)
  }
}

/** Whether some value can be in the relation to a literal. Presence is not a matter of a value, so nothing equals `null`. */
export function isPossible(relation: Relation, literal: LiteralValue): boolean {
  switch (relation.kind) {
    case 'equality':
      return literal.kind !== 'null'
    case 'order':
      return isOrderable(literal)
    case 'part':
      return literal.kind === 'text'
    case 'other':
      return true
  }
}
