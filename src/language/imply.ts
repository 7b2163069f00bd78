// Decides whether filters can hold together: whether any event can satisfy one at all, and whether every event that satisfies one
// satisfies another, because then it cannot hold together with the opposite of the other.
//
// A filter becomes claims of the form "some value of this field lies in this set" or "none does". A claim that must hold becomes a fact,
// alternatives that contradict the facts are dropped, and the remaining alternatives are tried one by one. The search is bounded; when it
// gives up, the answer is that the filters may hold together. So "no event" is proven, while "some event" only means that no
// contradiction was found.

import type { Comparison, Expression, Membership } from './ast.ts'
import { demandOf } from './paths.ts'
import { printPath } from './print.ts'
import { ANY, contains, isApart, isWithin, toValues, type Values } from './values.ts'
import { kindOf, type Vocabulary } from './vocabulary.ts'

/** A filter as claims about its fields; built once, it can answer several questions. */
export type Formula = Claim | Choice

interface Choice {
  readonly kind: 'and' | 'or'
  readonly terms: readonly Formula[]
}

interface Claim {
  readonly kind: 'claim'
  readonly field: string
  /** The fields that contain this one: where one of them is absent, this one is absent too. */
  readonly above: readonly string[]
  /** Whether the field has at most one value; a field with several can equal two strings at once. */
  readonly single: boolean
  /** True: some value lies in the set. False: none does. */
  readonly some: boolean
  readonly values: Values
}

const PRESENT: Values = { few: new Set(), parts: [ANY] }

const MOST_BRANCHES = 256
const MOST_WORK = 200_000

/** What is left of the bounds; the search counts it down. */
export interface Budget {
  branches: number
  work: number
}

/** A budget for one question or, several times as large, for many questions about one filter. */
export function startBudget(times = 1): Budget {
  return { branches: times * MOST_BRANCHES, work: times * MOST_WORK }
}

/** Whether some event may satisfy all of the formulas. */
export function canHoldTogether(formulas: readonly Formula[], budget = startBudget()): boolean {
  return search([joinFormulas('and', formulas)], new Map(), budget)
}

export function toFormula(expression: Expression, vocabulary: Vocabulary): Formula {
  switch (expression.kind) {
    case 'not':
      return negateFormula(toFormula(expression.term, vocabulary))
    case 'and':
    case 'or':
      return joinFormulas(
        expression.kind,
        expression.terms.map(term => toFormula(term, vocabulary)),
      )
    case 'comparison':
    case 'in': {
      const claim = toClaim(expression, vocabulary)
      return demandOf(expression).negated ? negateFormula(claim) : claim
    }
  }
}

export function negateFormula(formula: Formula): Formula {
  if (formula.kind === 'claim') return { ...formula, some: !formula.some }
  return { kind: formula.kind === 'and' ? 'or' : 'and', terms: formula.terms.map(negateFormula) }
}

/** Returns values of which every matching event has at least one in this field; undefined where they cannot be listed. */
export function fewValues(formula: Formula, field: string): ReadonlySet<unknown> | undefined {
  return listValues(formula, field)?.values.few
}

// Where several claims about one field must hold, a field with one value satisfies them all with it; one with several may satisfy each
// with another.
function listValues(formula: Formula, field: string): Claim | undefined {
  if (formula.kind === 'claim') return formula.some && formula.field === field && formula.values.parts.length === 0 ? formula : undefined
  const lists = formula.terms.map(term => listValues(term, field))
  const [first, ...others] = lists.filter(list => list !== undefined)
  if (first === undefined) return undefined
  if (formula.kind === 'or') return lists.includes(undefined) ? undefined : unite([first, ...others])
  if (!first.single) return first
  const claims = [...others, ...formula.terms.filter(term => term.kind === 'claim' && term.field === field)] as readonly Claim[]
  const few = [...first.values.few].filter(value => claims.every(({ values, some }) => contains(values, value) === some))
  return { ...first, values: { few: new Set(few), parts: [] } }
}

// `= null` claims that the field has no value at all; a list may contain both null and values.
function toClaim(clause: Comparison | Membership, vocabulary: Vocabulary): Formula {
  const { path } = clause
  const { relation, literals } = demandOf(clause)
  const base = {
    kind: 'claim',
    field: printPath(path),
    above: path.segments.slice(1).map((_, i) => printPath({ segments: path.segments.slice(0, i + 1) })),
    single: kindOf(path, vocabulary) === 'one',
  } as const
  const written = relation.kind === 'equality' ? literals.filter(({ kind }) => kind !== 'null') : literals
  const absent: Claim = { ...base, some: false, values: PRESENT }
  const claim: Claim = { ...base, some: true, values: toValues(relation, written) }
  if (written.length === literals.length) return claim
  return written.length === 0 ? absent : { kind: 'or', terms: [absent, claim] }
}

// Merges thousands of clauses about one field into one claim: `or` unites the sets of "some value lies in", `and` those of "no
// value lies in".
export function joinFormulas(kind: 'and' | 'or', terms: readonly Formula[]): Formula {
  const joined: Formula[] = []
  const united = new Map<string, Claim[]>()
  for (const term of terms.flatMap(term => (term.kind === kind ? term.terms : [term]))) {
    if (term.kind !== 'claim' || term.some !== (kind === 'or')) joined.push(term)
    else {
      const claims = united.get(term.field)
      if (claims === undefined) united.set(term.field, [term])
      else claims.push(term)
    }
  }
  for (const claims of united.values()) joined.push(unite(claims))
  return joined.length === 1 ? (joined[0] as Formula) : { kind, terms: joined }
}

function unite(claims: readonly Claim[]): Claim {
  const few = new Set(claims.flatMap(({ values }) => [...values.few]))
  return { ...(claims[0] as Claim), values: { few, parts: claims.flatMap(({ values }) => values.parts) } }
}

/** The claims about each field that are taken as facts. */
type Facts = Map<string, readonly Claim[]>

function search(formulas: readonly Formula[], facts: Facts, budget: Budget): boolean {
  const todo = [...formulas]
  let choices: (readonly Formula[])[] = []
  while (todo.length > 0) {
    for (let formula = todo.pop(); formula !== undefined; formula = todo.pop()) {
      if (formula.kind === 'claim') {
        if (contradicts(formula, facts, budget)) return false
        addFact(formula, facts)
      } else if (formula.kind === 'or') choices.push(formula.terms)
      else for (const term of formula.terms) todo.push(term)
    }
    const open: (readonly Formula[])[] = []
    for (const terms of choices) {
      const left = terms.filter(term => term.kind !== 'claim' || !contradicts(term, facts, budget))
      if (left.length === 0) return false
      if (left.length === 1) todo.push(left[0] as Formula)
      else open.push(left)
    }
    choices = open
  }
  const [next, ...others] = choices.sort((a, b) => a.length - b.length)
  if (next === undefined || budget.work <= 0 || budget.branches-- <= 0) return true
  const rest = others.map((terms): Choice => ({ kind: 'or', terms }))
  return next.some(term => search([term, ...rest], new Map(facts), budget))
}

// A field has a value only where the fields that contain it have one.
function addFact(claim: Claim, facts: Facts): void {
  facts.set(claim.field, [...(facts.get(claim.field) ?? []), claim])
  for (const field of claim.some ? claim.above : []) {
    const others = facts.get(field) ?? []
    if (!others.some(({ some }) => some)) facts.set(field, [...others, { ...claim, field, above: [], single: false, values: PRESENT }])
  }
}

function contradicts(claim: Claim, facts: Facts, budget: Budget): boolean {
  if (budget.work <= 0) return false
  budget.work -= 1 + claim.above.length
  const claims = [...(facts.get(claim.field) ?? []), claim]
  if (claim.some && claim.above.some(field => facts.get(field)?.some(isAbsent) === true)) return true
  const positives = claims.filter(({ some }) => some)
  const negatives = claims.filter(({ some }) => !some)
  const others = claims.reduce((sum, { values }) => sum + 1 + values.parts.length, 0)
  return (claim.some && !claim.single ? [claim] : positives).some(({ values }) => {
    budget.work -= (values.few.size + values.parts.length) * others
    return isRuledOut(values, claim.single ? positives : [], negatives)
  })
}

function isAbsent({ some, values }: Claim): boolean {
  return !some && values.parts.includes(ANY)
}

// Whether the claims exclude every value of a set: a value must satisfy all positive claims and lie in none of the negative sets.
function isRuledOut({ few, parts }: Values, positives: readonly Claim[], negatives: readonly Claim[]): boolean {
  for (const value of few) {
    if (positives.every(({ values }) => contains(values, value)) && !negatives.some(({ values }) => contains(values, value))) return false
  }
  return parts.every(
    part =>
      positives.some(({ values }) => isApart(part, values)) ||
      negatives.some(({ values }) => values.parts.some(other => isWithin(part, other))),
  )
}
