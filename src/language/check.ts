// Warns about clauses that almost certainly do not mean what their author intended. These are no errors, because real filters name
// fields that CloudTrail does not have. Two things are errors: a field that events made here cannot have, and a value that differs
// from a known one only in letter case or kind.

import { parseBlock } from '../address.ts'
import { didYouMean, type Problem, quote, suggest } from '../diagnostic.ts'
import type { Comparison, Expression, Junction, Literal, Membership, Path } from './ast.ts'
import { type Budgets, findConflicts, shown, type Term } from './conflict.ts'
import { checkValues } from './enumeration.ts'
import { type Formula, joinFormulas, negateFormula, startBudget, toFormula } from './imply.ts'
import { isPossible, OPERATORS } from './operators.ts'
import { print, printLiteral, printPath } from './print.ts'
import type { FilterProblem } from './recover.ts'
import type { FieldTree, Vocabulary } from './vocabulary.ts'

/** Returns every problem of a filter that parses, in text order. */
export function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[] {
  const { problems } = checkExpression(expression, vocabulary, { probe: startBudget(), search: startBudget(MOST_QUESTIONS) })
  return [...problems].sort((a, b) => a.offset - b.offset)
}

/** How often the whole budget of one proof may be spent on finding the clauses of one filter that clash. */
const MOST_QUESTIONS = 4

/** The problems of a part, and what it claims, which every list around it needs. */
interface Checked {
  readonly problems: readonly FilterProblem[]
  readonly formula: Formula
}

function checkExpression(expression: Expression, vocabulary: Vocabulary, budgets: Budgets): Checked {
  switch (expression.kind) {
    case 'comparison':
    case 'in':
      return { problems: checkClause(expression, vocabulary), formula: toFormula(expression, vocabulary) }
    case 'not': {
      const { problems, formula } = checkExpression(expression.term, vocabulary, budgets)
      return { problems, formula: negateFormula(formula) }
    }
    case 'and':
    case 'or': {
      const inner = expression.terms.map(term => checkExpression(term, vocabulary, budgets))
      const formulas = inner.map(({ formula }) => formula)
      const own = [...checkMix(expression), ...checkTerms(expression, formulas, budgets)]
      return { problems: [...own, ...inner.flatMap(({ problems }) => problems)], formula: joinFormulas(expression.kind, formulas) }
    }
  }
}

function checkClause(clause: Comparison | Membership, vocabulary: Vocabulary): readonly FilterProblem[] {
  const field = checkField(clause, vocabulary)
  const values = checkValues(clause, vocabulary)
  const ranges = checkRange(clause, vocabulary)
  if (clause.kind === 'in') return [...field, ...clause.literals.flatMap(checkBlock), ...values, ...ranges]
  return [...field, ...(values.length > 0 ? values : checkComparison(clause)), ...checkBlock(clause.literal), ...ranges]
}

function problem(level: Problem['level'], kind: string, offset: number, message: string, help?: string): FilterProblem {
  return { level, kind, offset, message, ...(help === undefined ? {} : { help }) }
}

function warning(kind: string, offset: number, message: string, help?: string): FilterProblem {
  return problem('warning', kind, offset, message, help)
}

function checkField(clause: Comparison | Membership, vocabulary: Vocabulary): FilterProblem[] {
  const { path } = clause
  const { fields, aliases, closed } = vocabulary
  let tree: FieldTree = fields
  if (Object.keys(tree).length === 0) return []
  for (const [i, segment] of path.segments.entries()) {
    if (typeof segment === 'number') continue
    const known = [...Object.keys(tree), ...(i === 0 ? aliases.keys() : [])]
    if (!known.includes(segment)) return Object.hasOwn(tree, '*') ? [] : [unknownField(path, i, segment, known, vocabulary)]
    const below = Object.hasOwn(tree, segment) ? tree[segment] : undefined
    if (below === undefined || below === 'open') return []
    if (typeof below === 'string') {
      const next = path.segments[i + 1]
      return closed !== undefined && typeof next === 'string' ? [unknownField(path, i + 1, next, [], vocabulary)] : []
    }
    tree = below
  }
  return tree !== fields && !Object.hasOwn(tree, '*') && asksValue(clause) ? [wholeObject(path, Object.keys(tree), vocabulary)] : []
}

// An object is there or not, and equals nothing that a filter can write.
function asksValue(clause: Comparison | Membership): boolean {
  return (clause.kind === 'in' ? clause.literals : [clause.literal]).some(({ kind }) => kind !== 'null')
}

function wholeObject(path: Path, [first = '']: readonly string[], { closed }: Vocabulary): FilterProblem {
  const field = printPath(path)
  const message = `${quote(field)} is an object, which no value in a filter equals`
  const help = `name one of its fields, as in ${field}.${first}`
  return problem(closed === undefined ? 'warning' : 'error', 'whole-object', path.span.start, message, help)
}

function unknownField(path: Path, at: number, name: string, known: readonly string[], vocabulary: Vocabulary): FilterProblem {
  const { closed, instead, values } = vocabulary
  const above = { segments: path.segments.slice(0, at) }
  const parent = at === 0 ? '' : ` in ${quote(printPath(above))}`
  // Names that are enumerated are as good as values: `.high` looks as if it counted.
  const meant = values?.get(`${printPath(above)}.*`)?.words.some(word => String(word).toLowerCase() === name.toLowerCase()) === true
  const near = suggest(name, known)
  const help =
    (at === 0 ? instead?.get(name) : undefined) ??
    (known.length > 0 && (closed !== undefined || known.length <= 12 || near !== undefined) ? didYouMean(name, known) : undefined)
  const message = `no ${closed ?? 'known event'} has a field ${quote(name)}${parent}`
  return problem(closed !== undefined || meant ? 'error' : 'warning', 'unknown-field', path.span.start, message, help)
}

function checkComparison({ operator, literal }: Comparison): FilterProblem[] {
  const at = literal.span.start
  const written = printLiteral(literal)
  const { relation } = OPERATORS[operator]
  const never = (why: string, help: string) => [warning('never-holds', at, `${operator} ${written} never holds${why}`, help)]
  switch (relation.kind) {
    case 'equality':
    case 'other':
      return []
    case 'part':
      if (!isPossible(relation, literal)) return never(`: ${operator} compares strings`, `write ${operator} "${written}"`)
      if (literal.kind === 'text' && /^[%*]|[%*]$/.test(literal.value))
        return [warning('wildcard', at, `${operator} does not support wildcards: ${written} is matched literally`, 'remove the wildcard')]
      return []
    case 'order':
      return isPossible(relation, literal) ? [] : never('', 'only numbers and timestamps with a zone can be compared by order: HIGH > 0')
  }
}

// A number that the field never has, such as a percentage where a part of one is meant.
function checkRange(clause: Comparison | Membership, { ranges, closed }: Vocabulary): readonly FilterProblem[] {
  const field = printPath(clause.path)
  const [least, most] = ranges?.get(field) ?? []
  if (least === undefined || most === undefined) return []
  // Nothing is more than the most, or less than the least.
  const operator = clause.kind === 'in' ? undefined : clause.operator
  const isBeyond = (value: number): boolean =>
    value < least || value > most || (operator === '>' && value === most) || (operator === '<' && value === least)
  return (clause.kind === 'in' ? clause.literals : [clause.literal]).flatMap(literal => {
    if (literal.kind !== 'number' || !isBeyond(literal.value)) return []
    const message = `${operator ?? ''} ${printLiteral(literal)} is beyond what ${field} can be`.trimStart()
    const part = literal.value / 100
    const example = most === 1 && part > least && part < most ? `; write ${part} for ${literal.value} percent` : ''
    const help = `it is from ${least} to ${most}${example}`
    return [problem(closed === undefined ? 'warning' : 'error', 'out-of-range', literal.span.start, message, help)]
  })
}

// A literal that looks like a CIDR block but is not one is compared as text, and no address equals it.
function checkBlock(literal: Literal): FilterProblem[] {
  if (literal.kind !== 'text' || !/^[\da-f.:]+\/\d+$/i.test(literal.value) || parseBlock(literal.value) !== undefined) return []
  return [
    warning(
      'not-a-block',
      literal.span.start,
      `${printLiteral(literal)} is not a CIDR block, so it is compared as text`,
      'write a block such as 10.0.0.0/8 or fd00::/8',
    ),
  ]
}

function checkMix(junction: Junction): FilterProblem[] {
  if (junction.kind !== 'or') return []
  const loose = junction.terms.find(term => term.kind === 'and' && !term.grouped)
  if (loose === undefined) return []
  return [
    warning(
      'mixed-joins',
      loose.span.start,
      '"and" and "or" are mixed without parentheses; "and" binds tighter',
      `write (${shown(loose)}) or …`,
    ),
  ]
}

function checkTerms({ kind, terms }: Junction, formulas: readonly Formula[], budgets: Budgets): readonly FilterProblem[] {
  const seen = new Set<string>()
  const problems: FilterProblem[] = []
  const different: Term[] = []
  for (const [i, expression] of terms.entries()) {
    const text = print(expression)
    if (seen.has(text)) problems.push(warning('repeated', expression.span.start, `${shown(expression)} is repeated`, 'remove one'))
    else different.push({ expression, formula: formulas[i] as Formula })
    seen.add(text)
  }
  const [word, outcome] = kind === 'and' ? ['contradiction', 'this can never hold'] : ['always-true', 'this always holds']
  const conflicts = findConflicts(kind, different, budgets)
  return [...problems, ...conflicts.map(({ term, why }) => warning(word as string, term.span.start, `${outcome}: ${why}`))]
}
