// Finds the terms of a list that contradict those before them: in an `and` they never hold together; in an `or` some term always holds,
// because their opposites never hold together. What contradicts what is decided by imply.ts; the search and the words are here.

import { quote } from '../diagnostic.ts'
import type { Comparison, Expression, Junction, Literal, Membership } from './ast.ts'
import { type Budget, canHoldTogether, type Formula, joinFormulas, negateFormula } from './imply.ts'
import { type Demand, demandOf } from './paths.ts'
import { print, printLiteral, printPath } from './print.ts'

export interface Term {
  readonly expression: Expression
  readonly formula: Formula
}

/** A term that contradicts what stands before it, and why. */
export interface Conflict {
  readonly term: Expression
  readonly why: string
}

/** Whether formulas, made of this many terms, can never hold together; false if the budget does not suffice to tell. */
type Clash = (formulas: readonly Formula[], size?: number) => boolean

/** How much may be asked about one filter: whether its lists have conflicts at all, and once one has, where they are. */
export interface Budgets {
  readonly probe: Budget
  readonly search: Budget
}

/** Returns the conflicts of a list, in order. A term that alone decides the list has none: it says nothing about the others. */
export function findConflicts(kind: Junction['kind'], terms: readonly Term[], { probe, search }: Budgets): readonly Conflict[] {
  const clash = clashWithin(search)
  const asked = kind === 'and' ? terms : terms.map(({ expression, formula }) => ({ expression, formula: negateFormula(formula) }))
  if (!clashWithin(probe)(asked.map(({ formula }) => formula))) return []
  const open = asked.filter(({ formula }) => !clash([formula]))
  const formulas = open.map(({ formula }) => formula)
  return findClashes(formulas, clash).flatMap(position => {
    const [term, other] = [open[position], open[findPartner(formulas, position, clash)]]
    return term === undefined ? [] : [{ term: term.expression, why: tellWhy(kind, other, term, clash) }]
  })
}

function clashWithin(budget: Budget): Clash {
  return (formulas, size = formulas.length) => {
    budget.work -= size
    return budget.work > 0 && !canHoldTogether(formulas, budget)
  }
}

// Returns the positions of the formulas that clash with those before them which do not clash themselves.
function findClashes(formulas: readonly Formula[], clash: Clash): readonly number[] {
  const positions: number[] = []
  let kept = joinFormulas('and', [])
  let size = 0
  for (let at = 0; at < formulas.length; ) {
    const fails = (end: number): boolean => clash([kept, ...formulas.slice(at, end)], size + end - at)
    // Steps that double find a clash nearby as fast as one far away.
    let [low, high] = [at + 1, at + 1]
    while (!fails(high)) {
      if (high === formulas.length) return positions
      low = high + 1
      high = Math.min(at + 2 * (high - at), formulas.length)
    }
    const end = findFirst(low, high, fails)
    positions.push(end - 1)
    kept = joinFormulas('and', [kept, ...formulas.slice(at, end - 1)])
    size += end - 1 - at
    at = end
  }
  return positions
}

// Returns the position of the last formula before this one with which it can never hold, even without the others; -1 if there is none.
function findPartner(formulas: readonly Formula[], position: number, clash: Clash): number {
  let at = position - 1
  while (at >= 0 && !clash([formulas[at] as Formula, formulas[position] as Formula])) at--
  return at
}

/** The first number of a range that fails, by binary search: whatever stands behind a number that fails does too, and the last one does. */
export function findFirst(first: number, last: number, fails: (at: number) => boolean): number {
  let [low, high] = [first, last]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (fails(middle)) high = middle
    else low = middle + 1
  }
  return low
}

function tellWhy(kind: Junction['kind'], other: Term | undefined, term: Term, clash: Clash): string {
  const second = operand(term.expression)
  if (other === undefined)
    return kind === 'and' ? `no event has ${second} together with the clauses before it` : `every event has ${second} or a clause before it`
  const first = operand(other.expression)
  if (clash([negateFormula(other.formula), negateFormula(term.formula)]))
    return `${shown(term.expression)} and its opposite are joined with "${kind}"`
  const why = isClause(other.expression) && isClause(term.expression) ? tellValues(kind, other.expression, term.expression) : undefined
  return why ?? (kind === 'and' ? `no event has both ${first} and ${second}` : `every event has ${first} or ${second}`)
}

type Clause = Comparison | Membership

// Says what two clauses about one field demand of its value, where that is shorter than the clauses.
function tellValues(kind: Junction['kind'], a: Clause, b: Clause): string | undefined {
  const path = printPath(a.path)
  if (path !== printPath(b.path)) return undefined
  const demands = [demandOf(a), demandOf(b)] as const
  const values = demands.flatMap(({ literals: [literal, ...more] }) =>
    literal === undefined || more.length > 0 || literal.kind === 'null' ? [] : [printLiteral(literal)],
  )
  const say = (what: string): string => `${quote(path)} ${what}`
  if (kind === 'and' && demands.some(asksAbsence)) return say('cannot be absent and have a value')
  if (values.length < 2) return undefined
  if (demands.every(({ relation, negated }) => relation.kind === 'equality' && negated === (kind === 'or')))
    return kind === 'and'
      ? say(`cannot equal both ${values[0]} and ${values[1]}`)
      : say(`always differs from ${values[0]} or from ${values[1]}; "and" was probably meant`)
  const sides = demands.map(({ relation, negated }) => (relation.kind === 'order' && !negated ? relation.side : undefined))
  const [above, below] = [values[sides.indexOf('above')], values[sides.indexOf('below')]]
  return above !== undefined && below !== undefined ? say(`cannot be above ${above} and below ${below}`) : undefined
}

function asksAbsence({ relation, literals, negated }: Demand): boolean {
  return relation.kind === 'equality' && !negated && literals.every(isNull)
}

function isNull({ kind }: Literal): boolean {
  return kind === 'null'
}

function isClause(expression: Expression): expression is Clause {
  return expression.kind === 'comparison' || expression.kind === 'in'
}

/** A part of a filter as messages show it: its beginning, if it is long. */
export function shown(expression: Expression): string {
  const text = print(expression)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}

function operand(expression: Expression): string {
  return expression.kind === 'and' || expression.kind === 'or' ? `(${shown(expression)})` : shown(expression)
}
