// Warns about clauses that almost certainly do not mean what their author intended. These are no errors, because real filters name
// fields that CloudTrail does not have. Two things are errors: a field that events made here cannot have, and a value that differs
// from a known one only in letter case or kind.

import { parseBlock } from '../address.ts'
import { didYouMean, type Problem, quote, suggest } from '../diagnostic.ts'
import type { Comparison, Expression, Junction, Literal, Membership, Path } from './ast.ts'
import { compileEquality } from './compare.ts'
import { checkValues } from './enumeration.ts'
import { toValue } from './literal.ts'
import { isPossible, OPERATORS, oppositeOf } from './operators.ts'
import { print, printLiteral, printPath } from './print.ts'
import type { FilterProblem } from './recover.ts'
import type { FieldKind, FieldTree, Vocabulary } from './vocabulary.ts'

/** Returns every problem of a filter that parses, in text order. */
export function check(expression: Expression, vocabulary: Vocabulary): readonly FilterProblem[] {
  return checkExpression(expression, vocabulary).sort((a, b) => a.offset - b.offset)
}

function checkExpression(expression: Expression, vocabulary: Vocabulary): FilterProblem[] {
  switch (expression.kind) {
    case 'comparison': {
      const values = checkValues(expression, vocabulary)
      const others = values.length > 0 ? values : checkComparison(expression)
      return [...checkField(expression.path, vocabulary), ...others, ...checkBlock(expression.literal)]
    }
    case 'in':
      return [
        ...checkField(expression.path, vocabulary),
        ...expression.literals.flatMap(checkBlock),
        ...checkValues(expression, vocabulary),
      ]
    case 'not':
      return checkExpression(expression.term, vocabulary)
    case 'and':
    case 'or':
      return [
        ...checkMix(expression),
        ...checkTerms(expression, vocabulary),
        ...expression.terms.flatMap(term => checkExpression(term, vocabulary)),
      ]
  }
}

function problem(level: Problem['level'], kind: string, offset: number, message: string, help?: string): FilterProblem {
  return { level, kind, offset, message, ...(help === undefined ? {} : { help }) }
}

function warning(kind: string, offset: number, message: string, help?: string): FilterProblem {
  return problem('warning', kind, offset, message, help)
}

function checkField(path: Path, vocabulary: Vocabulary): FilterProblem[] {
  const { fields, aliases } = vocabulary
  let tree: FieldTree = fields
  if (Object.keys(tree).length === 0) return []
  for (const [i, segment] of path.segments.entries()) {
    if (typeof segment === 'number') continue
    const known = [...Object.keys(tree), ...(i === 0 ? aliases.keys() : [])]
    if (!known.includes(segment)) return Object.hasOwn(tree, '*') ? [] : [unknownField(path, i, segment, known, vocabulary)]
    const below = Object.hasOwn(tree, segment) ? tree[segment] : undefined
    if (below === undefined || typeof below === 'string') return []
    tree = below
  }
  return []
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
    (closed !== undefined || known.length <= 12 || near !== undefined ? didYouMean(name, known) : undefined)
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
      if (!isPossible(relation, literal)) return never(`: ${operator} compares texts`, `write ${operator} "${written}"`)
      if (literal.kind === 'text' && /^[%*]|[%*]$/.test(literal.value))
        return [warning('wildcard', at, `${operator} does not support wildcards: ${written} is matched literally`, 'remove the wildcard')]
      return []
    case 'order':
      return isPossible(relation, literal) ? [] : never('', 'only numbers and timestamps with a zone can be compared by order: HIGH > 0')
  }
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

// A generated list may have thousands of terms, so each term is looked up among the earlier ones instead of being compared
// with each of them.
function checkTerms({ kind, terms }: Junction, vocabulary: Vocabulary): FilterProblem[] {
  const problems: FilterProblem[] = []
  const seen = new Set<string>()
  const values = new Map<string, Values>()
  const outcome = kind === 'and' ? ['contradiction', 'this can never hold'] : ['always-true', 'this always holds']
  for (const term of terms) {
    const text = print(term)
    const report = (why: string) => problems.push(warning(outcome[0] as string, term.span.start, `${outcome[1]}: ${why}`))
    if (seen.has(text)) problems.push(warning('repeated', term.span.start, `${shown(term)} is repeated`, 'remove one'))
    else if (seen.has(print(negate(term)))) report(`${shown(term)} and its opposite are joined with "${kind}"`)
    else if (term.kind === 'comparison' || term.kind === 'in') {
      const path = printPath(term.path)
      const earlier = values.get(path) ?? NO_VALUES
      const one = kindOf(term.path, vocabulary) === 'one'
      const why = kind === 'and' ? conflict(earlier, term, one) : one ? cover(earlier, term) : undefined
      if (why !== undefined) report(`${quote(path)} ${why}`)
      values.set(path, remember(earlier, term))
    }
    seen.add(text)
  }
  return problems
}

/** What the terms of one list have required of one field so far. */
interface Values {
  readonly absent: boolean
  readonly present: boolean
  readonly equal?: Literal
  readonly unequal?: Literal
  readonly above: number
  readonly below: number
}

const NO_VALUES: Values = { absent: false, present: false, above: Number.NEGATIVE_INFINITY, below: Number.POSITIVE_INFINITY }

function remember(values: Values, clause: Comparison | Membership): Values {
  if (clause.kind === 'in')
    return { ...values, present: values.present || (!clause.negated && !clause.literals.some(literal => literal.kind === 'null')) }
  const { operator, literal } = clause
  if (literal.kind === 'null') return operator === '=' ? { ...values, absent: true } : values
  if (operator === '!=') return { ...values, unequal: literal }
  const present = { ...values, present: true }
  if (operator === '=') return { ...present, equal: literal }
  if (literal.kind !== 'number') return present
  if (operator === '>' || operator === '>=') return { ...present, above: Math.max(values.above, literal.value) }
  return { ...present, below: Math.min(values.below, literal.value) }
}

// Says why an `and` with this clause can never hold. A field that may have several values (an array) can equal two texts at once.
function conflict(earlier: Values, clause: Comparison | Membership, one: boolean): string | undefined {
  const now = remember(NO_VALUES, clause)
  if ((earlier.absent && now.present) || (earlier.present && now.absent)) return 'cannot be absent and have a value'
  if (!one) return undefined
  if (earlier.equal !== undefined && now.equal !== undefined && excludes(earlier.equal, now.equal))
    return `cannot equal both ${printLiteral(earlier.equal)} and ${printLiteral(now.equal)}`
  const above = Math.max(earlier.above, now.above)
  const below = Math.min(earlier.below, now.below)
  return above > below ? `cannot be above ${above} and below ${below}` : undefined
}

function cover(earlier: Values, clause: Comparison | Membership): string | undefined {
  const now = remember(NO_VALUES, clause)
  if (earlier.unequal === undefined || now.unequal === undefined || !excludes(earlier.unequal, now.unequal)) return undefined
  return `always differs from ${printLiteral(earlier.unequal)} or from ${printLiteral(now.unequal)}; "and" was probably meant`
}

// Whether no value can equal both literals. Two CIDR blocks may overlap, and `true` equals the text "true".
function excludes(a: Literal, b: Literal): boolean {
  if (a.kind === 'null' || b.kind === 'null') return true
  const isBlock = [a, b].some(
    ({ kind, ...literal }) => kind === 'text' && 'value' in literal && parseBlock(String(literal.value)) !== undefined,
  )
  return !isBlock && !compileEquality(a)(toValue(b)) && !compileEquality(b)(toValue(a))
}

function negate(term: Expression): Expression {
  if (term.kind === 'not') return term.term
  if (term.kind === 'in') return { ...term, negated: !term.negated }
  const opposite = term.kind === 'comparison' ? oppositeOf(term.operator) : undefined
  if (term.kind === 'comparison' && opposite !== undefined) return { ...term, operator: opposite }
  return { kind: 'not', term, span: term.span }
}

/** How many values a field can have; undefined where the vocabulary does not say. */
export function kindOf(path: Path, { fields, aliases }: Vocabulary): FieldKind | undefined {
  if (path.segments.length === 1 && aliases.has(String(path.segments[0]))) return 'one'
  let tree: FieldTree | FieldKind | undefined = fields
  for (const segment of path.segments) {
    if (typeof tree === 'string') return 'open'
    if (tree === undefined || typeof segment === 'number') return undefined
    tree = Object.hasOwn(tree, segment) ? tree[segment] : undefined
  }
  return typeof tree === 'string' ? tree : undefined
}

function shown(term: Expression): string {
  const text = print(term)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}
