// Finds operations and fields in a rule that the service does not have.

import { listOf, quote, suggest } from '../../diagnostic.ts'
import {
  type Departure,
  findDeparture,
  findHidden,
  hasOperation,
  type Operation,
  type OperationName,
  type Operations,
  operationsOf,
} from '../../events/operations.ts'
import { namesTargets } from '../../events/target.ts'
import type { Comparison, Expression, Membership, Path, Segment } from '../../language/ast.ts'
import { check } from '../../language/check.ts'
import { compareTo } from '../../language/clause.ts'
import { compile, type Plan } from '../../language/compile.ts'
import { decide } from '../../language/decide.ts'
import { toFormula } from '../../language/imply.ts'
import { constantsOf } from '../../language/lookup.ts'
import { parsePath } from '../../language/parse.ts'
import { demandOf, pathsOf } from '../../language/paths.ts'
import { printPath } from '../../language/print.ts'
import type { Vocabulary } from '../../language/vocabulary.ts'
import { agree } from '../../plural.ts'
import { HIDDEN } from '../../secret.ts'
import { aggregateFieldsOf } from '../rule.ts'
import { placeholders } from '../title.ts'
import { type LintedRule, problemIn, type RuleProblem, type Text } from './linted.ts'

/** The event sources and operations of the events that can satisfy a part of a filter. */
export interface World {
  readonly sources: readonly string[]
  readonly candidates: readonly OperationName[]
}

const KNOWN: readonly unknown[] = ['event_type', 'eventSource', 'eventName']

// Restricts the world to the events that can satisfy a plan; undefined where they may come from a service that is not modelled.
export function narrow(plan: Plan, outer: World | undefined, operations: Operations): World | undefined {
  const own = constantsOf(plan.expression, 'eventSource')
  const sources = outer === undefined ? own && [...own] : outer.sources.filter(source => own?.has(source) ?? true)
  const candidates = sources && (outer?.candidates ?? operationsOf(operations, sources))
  return candidates && { sources, candidates: selectPossible(plan.expression.kind === 'and' ? plan.terms : [plan], candidates) }
}

// Returns the operations for which no clause is known to be false. Clauses about other fields are skipped, since there may be many.
export function selectPossible(plans: readonly Plan[], candidates: readonly OperationName[]): readonly OperationName[] {
  const asked = plans.filter(({ expression }) => pathsOf(expression).some(({ segments: [name] }) => KNOWN.includes(name)))
  return candidates.filter(candidate => asked.every(plan => decide(plan, { event_type: 'cloudtrail', ...candidate }) !== false))
}

// Each `and` narrows the world for its own clauses, so that a field is checked only against the operations it applies to.
export function lintWords(
  linted: LintedRule,
  text: Text,
  plan: Plan,
  world: World | undefined,
  operations: Operations,
): readonly RuleProblem[] {
  const { expression } = plan
  if (expression.kind === 'comparison' || expression.kind === 'in') {
    if (world === undefined) return []
    return [...lintName(linted, text, expression, world, operations), ...lintClause(linted, text, expression, world, operations)]
  }
  const inner = expression.kind === 'and' && plan !== text.plan ? narrow(plan, world, operations) : world
  return plan.terms.flatMap(term => lintWords(linted, text, term, inner, operations))
}

function lintName(
  linted: LintedRule,
  text: Text,
  clause: Comparison | Membership,
  { sources }: World,
  operations: Operations,
): readonly RuleProblem[] {
  if (printPath(clause.path) !== 'eventName' || sources.length === 0) return []
  const { relation, literals } = demandOf(clause)
  return literals.flatMap(literal => {
    if (relation.kind !== 'equality' || literal.kind !== 'text' || sources.some(source => hasOperation(operations, source, literal.value)))
      return []
    const near = suggest(literal.value, operationsOf(operations, sources)?.map(({ eventName }) => eventName) ?? [])
    const home = Object.keys(operations).find(source => hasOperation(operations, source, literal.value))
    const message = `${listOf(sources)} ${agree(sources.length, 'has', 'have')} no operation ${quote(literal.value)}`
    const help = home === undefined ? near && `did you mean "${near}"?` : `it is an operation of ${home}`
    return [problemIn(linted, text, 'unknown-operation', literal.span.start, message, help)]
  })
}

/** Reports fields in the title or the aggregate that no event of the rule has: they would show as unknown, or as null. */
export function lintNames(linted: LintedRule, world: World | undefined, operations: Operations): readonly RuleProblem[] {
  const { rule, vocabulary } = linted
  const titled = placeholders(rule.title).map(({ path, offset }) => ({ field: 'title' as const, path, offset }))
  const aggregated = aggregateFieldsOf(rule).map((path, index) => ({ field: 'aggregateFields' as const, index, path, offset: 0 }))
  return [...titled, ...aggregated].flatMap(({ path: written, offset, ...where }) => {
    const parsed = parsePath(written)
    if (parsed === undefined) return []
    const path = { ...parsed, span: { start: offset, end: offset } }
    const present = compareTo(path, '!=', null)
    const text = { ...where, plan: compile(present, vocabulary), formula: toFormula(present, vocabulary) }
    const unknown = check(present, vocabulary).map(({ kind, message, help }) => problemIn(linted, text, kind, offset, message, help))
    if (unknown.length > 0 || world === undefined) return unknown
    // A title without its value is still a title.
    return lintClause(linted, text, present, world, operations).map(problem => ({ ...problem, level: 'warning' as const }))
  })
}

function lintClause(
  linted: LintedRule,
  text: Text,
  clause: Comparison | Membership,
  world: World,
  operations: Operations,
): readonly RuleProblem[] {
  const [root, ...below] = clause.path.segments
  if (root === 'target') return lintTarget(linted, text, clause.path, world)
  const part = root === 'requestParameters' ? 'request' : root === 'responseElements' ? 'response' : undefined
  if (part === undefined || world.candidates.length === 0) return []
  const hidden = lintHidden(linted, text, clause, part, below, world, operations)
  return hidden.length > 0 ? hidden : lintPath(linted, text, clause.path, part, below, world, operations)
}

// Only calls to Systems Manager are about nodes and containers.
function lintTarget(linted: LintedRule, text: Text, path: Path, { sources }: World): readonly RuleProblem[] {
  if (sources.length === 0 || sources.some(namesTargets)) return []
  const message = `no event of ${listOf(sources)} has a target`
  return [problemIn(linted, text, 'unknown-field', path.span.start, message, 'only calls to Systems Manager have one')]
}

// Reports a clause about a value that CloudTrail hides in every operation that has it. Whether there is a value can be asked.
function lintHidden(
  linted: LintedRule,
  text: Text,
  clause: Comparison | Membership,
  part: keyof Operation,
  below: readonly Segment[],
  { candidates }: World,
  operations: Operations,
): readonly RuleProblem[] {
  const having = candidates.filter(candidate => findDeparture(operations, candidate, part, below) === undefined)
  const hiding = having.map(candidate => findHidden(candidate, part, below))
  const [hidden] = hiding
  if (hidden === undefined || hiding.includes(undefined)) return []
  const { literals } = demandOf(clause)
  const isInside = below.length > hidden.path.length
  if (!isInside && literals.some(literal => literal.kind === 'null' || (literal.kind === 'text' && literal.value === HIDDEN))) return []
  const names = listOf([...new Set(having.map(({ eventName }) => eventName))])
  const what = printPath({ segments: clause.path.segments.slice(0, hidden.path.length + 1) })
  const message = `CloudTrail hides ${quote(what)} of ${names}: it is always the string ${HIDDEN}`
  return [problemIn(linted, text, 'hidden-field', clause.path.span.start, message, hidden.instead, 'error')]
}

function lintPath(
  linted: LintedRule,
  text: Text,
  path: Path,
  part: keyof Operation,
  below: readonly Segment[],
  { sources, candidates }: World,
  operations: Operations,
): readonly RuleProblem[] {
  const departures: Departure[] = []
  for (const candidate of candidates) {
    const departure = findDeparture(operations, candidate, part, below)
    if (departure === undefined) return []
    departures.push(departure)
  }
  if (isSaidAtLoad(text.plan.expression, path, linted.vocabulary)) return []
  const at = Math.max(...departures.map(departure => departure.at))
  const known = [...new Set(departures.flatMap(departure => (departure.at === at ? departure.known : [])))]
  const word = String(below[at])
  const near = suggest(word, known)
  const names = [...new Set(candidates.map(({ eventName }) => eventName))]
  const whose =
    names.length === 1
      ? `the ${part} of ${names[0]} has`
      : `no ${part} of ${names.length <= 3 ? listOf(names) : `the ${names.length} possible operations of ${listOf(sources)}`} has`
  const inside = at === 0 ? '' : ` in ${quote(printPath({ segments: path.segments.slice(0, at + 1) }))}`
  const help =
    near !== undefined
      ? `did you mean "${near}"?`
      : known.length > 0 && known.length <= 12
        ? `expected one of ${known.join(', ')}`
        : undefined
  const message = `${whose} ${names.length === 1 ? 'no' : 'a'} field ${quote(word)}${inside}`
  return [problemIn(linted, text, 'unknown-field', path.span.start, message, help)]
}

// Whether the loader already warns about this path, as it does about unknown fields of `imageScanFindings`.
function isSaidAtLoad(expression: Expression, path: Path, vocabulary: Vocabulary): boolean {
  return check(expression, vocabulary).some(({ kind, offset }) => kind === 'unknown-field' && offset === path.span.start)
}
