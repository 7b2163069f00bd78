// A rule prepared for the lint, and the problems that the lint reports.

import type { Problem } from '../../diagnostic.ts'
import type { Path } from '../../language/ast.ts'
import { compareTo, pathTo } from '../../language/clause.ts'
import type { Plan } from '../../language/compile.ts'
import { type Formula, toFormula } from '../../language/imply.ts'
import { pathsOf } from '../../language/paths.ts'
import type { FieldTree, Vocabulary } from '../../language/vocabulary.ts'
import { type CompiledRule, EVENT_TYPES } from '../compile.ts'
import type { Rule, RuleType, Where } from '../rule.ts'

/** A problem of a rule, and its place in the rule. */
export interface RuleProblem extends Problem {
  readonly level: 'error' | 'warning'
  readonly rule: Rule
  readonly where: Where
}

/** A rule prepared for the lint. */
export interface LintedRule {
  readonly rule: Rule
  readonly position: number
  readonly vocabulary: Vocabulary
  readonly filter: Text
  readonly suppressions: readonly Text[]
  /** What holds for every event of the rule's type. */
  readonly premises: readonly Formula[]
}

/** The filter, a suppression, or a field named in the title or the aggregate fields. */
export interface Text extends Omit<Where, 'offset'> {
  readonly plan: Plan
  readonly formula: Formula
}

export function toLintedRule({ rule, vocabulary, filter, suppressions }: CompiledRule, position: number): LintedRule {
  const text = (plan: Plan) => ({ plan, formula: toFormula(plan.expression, vocabulary) })
  return {
    rule,
    position,
    vocabulary,
    filter: { field: 'filter', ...text(filter) },
    suppressions: suppressions.map((plan, index) => ({ field: 'suppressions', index, ...text(plan) })),
    premises: premisesOf(rule.type, [filter, ...suppressions], vocabulary),
  }
}

// Events that are made here are a closed world: a field that the vocabulary does not name is absent from all of them.
function premisesOf(type: RuleType, plans: readonly Plan[], vocabulary: Vocabulary): readonly Formula[] {
  const known = toFormula(compareTo(pathTo('event_type'), '=', EVENT_TYPES[type]), vocabulary)
  if (vocabulary.closed === undefined) return [known]
  const unknown = plans.flatMap(({ expression }) => pathsOf(expression)).filter(path => !isKnown(path, vocabulary.fields))
  return [known, ...unknown.map(path => toFormula(compareTo(path, '=', null), vocabulary))]
}

function isKnown({ segments }: Path, fields: FieldTree): boolean {
  let tree: FieldTree | string = fields
  for (const segment of segments) {
    if (typeof tree === 'string') return true
    if (typeof segment === 'number') continue
    const below: FieldTree | string | undefined = Object.hasOwn(tree, segment) ? tree[segment] : undefined
    if (below === undefined) return false
    tree = below
  }
  return true
}

export function problemIn(
  { rule }: LintedRule,
  { field, index }: Text,
  kind: string,
  offset: number,
  message: string,
  help?: string,
  level: RuleProblem['level'] = 'warning',
): RuleProblem {
  const where = { field, offset, ...(index === undefined ? {} : { index }) }
  return { level, kind, message, ...(help === undefined ? {} : { help }), rule, where }
}
