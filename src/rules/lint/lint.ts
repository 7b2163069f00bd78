// Finds problems in rules that load without errors: a rule that can never alert, an operation or a field that its service does
// not have, a rule that another rule makes redundant.
//
// Every problem is proven before it is reported: nothing is claimed about rules that are too large to compare, or
// about services that are not modelled. The proofs about filters are in language/imply.ts.

import { listOf } from '../../diagnostic.ts'
import { type Operations, operationsOf } from '../../events/operations.ts'
import { findFirst } from '../../language/conflict.ts'
import { canHoldTogether, negateFormula, toFormula } from '../../language/imply.ts'
import type { CompiledRule } from '../compile.ts'
import type { RuleType } from '../rule.ts'
import { type LintedRule, problemIn, type RuleProblem, type Text, toLintedRule } from './linted.ts'
import { compareRules } from './peers.ts'
import { lintNames, lintWords, narrow, selectPossible, type World } from './words.ts'

/**
 * Returns every problem of the rules, in their order. `others` are rules in use beside them, such as the shipped ones: they get no
 * problems of their own, but they may make a rule redundant.
 */
export function lintRules(
  rules: readonly CompiledRule[],
  operations: Operations,
  others: readonly CompiledRule[] = [],
): readonly RuleProblem[] {
  const all = [...others, ...rules].map((rule, position) => toLintedRule(rule, position))
  const own = all.map(linted => lintAlone(linted, operations))
  const alerting = all.filter(({ rule, position }) => rule.enabled && own[position]?.alerts === true)
  const against = compareRules(alerting)
  return all.slice(others.length).flatMap(linted => [...(own[linted.position]?.problems ?? []), ...(against.get(linted) ?? [])])
}

const NOUNS: Readonly<Record<RuleType, string>> = {
  CloudTrail: 'CloudTrail event',
  Finding: 'finding',
  Session: 'session',
  Command: 'command',
  Automation: 'automation',
}

interface Judgement {
  readonly problems: readonly RuleProblem[]
  /** Whether some event may make the rule alert. */
  readonly alerts: boolean
}

function lintAlone(linted: LintedRule, operations: Operations): Judgement {
  const { rule, filter, suppressions, premises } = linted
  const isRecorded = rule.type === 'CloudTrail'
  const world = isRecorded ? narrow(filter.plan, undefined, operations) : undefined
  const words = isRecorded ? lintWords(linted, filter, filter.plan, world, operations) : []
  const holds = canHoldTogether([...premises, filter.formula])
  const isEmpty = world?.candidates.length === 0
  if (!holds || isEmpty) {
    const isSaid = holds && words.some(isUnknownOperation)
    return { problems: isSaid ? words : [...words, lintNever(linted, holds ? world : undefined, operations)], alerts: false }
  }
  const swallowed = lintSwallowed(linted)
  const idle = suppressions.flatMap(text => {
    const said = isRecorded ? lintWords(linted, text, text.plan, narrow(text.plan, world, operations), operations) : []
    if (said.some(isUnknownOperation) || canHoldTogether([...premises, filter.formula, text.formula])) return said
    return [...said, problemIn(linted, text, 'idle-suppression', 0, 'this suppression matches no event that the filter matches')]
  })
  const names = lintNames(linted, world, operations)
  return { problems: [...words, ...names, ...swallowed, ...idle], alerts: swallowed.length === 0 }
}

function isUnknownOperation({ kind }: RuleProblem): boolean {
  return kind === 'unknown-operation'
}

// Finds the clause that makes the filter impossible: the clauses up to it cannot hold together.
function lintNever(linted: LintedRule, world: World | undefined, operations: Operations): RuleProblem {
  const { filter, premises, rule, vocabulary } = linted
  const { expression } = filter.plan
  const terms = expression.kind === 'and' ? expression.terms : [expression]
  const plans = expression.kind === 'and' ? filter.plan.terms : [filter.plan]
  const formulas = terms.map(term => toFormula(term, vocabulary))
  const all = operationsOf(operations, world?.sources ?? []) ?? []
  const fails = (count: number): boolean =>
    world === undefined
      ? !canHoldTogether([...premises, ...formulas.slice(0, count)])
      : selectPossible(plans.slice(0, count), all).length === 0
  const count = findFirst(1, terms.length, fails)
  const nothing = world === undefined ? `no ${NOUNS[rule.type]}` : `no operation of ${listOf(world.sources)}`
  const message = count === 1 ? `${nothing} matches this` : `${nothing} matches this together with the clauses before it`
  return problemIn(linted, filter, 'never-matches', terms[count - 1]?.span.start ?? 0, message)
}

function lintSwallowed(linted: LintedRule): readonly RuleProblem[] {
  const { filter, suppressions, premises } = linted
  const isSwallowed = (texts: readonly Text[]): boolean =>
    !canHoldTogether([...premises, filter.formula, ...texts.map(({ formula }) => negateFormula(formula))])
  if (suppressions.length === 0 || !isSwallowed(suppressions)) return []
  const alone = suppressions.find(text => isSwallowed([text]))
  const last = alone ?? suppressions.find((_, i) => isSwallowed(suppressions.slice(0, i + 1))) ?? filter
  const who = alone === undefined ? 'this suppression and those before it remove' : 'this suppression removes'
  return [problemIn(linted, last, 'swallowed-rule', 0, `${who} every event that the filter matches, so the rule never alerts`)]
}
