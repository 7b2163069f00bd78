// Compares rules with each other to find redundant ones.

import { quote } from '../../diagnostic.ts'
import { groupBy, groupByEach } from '../../group.ts'
import { canHoldTogether, type Formula, fewValues, negateFormula } from '../../language/imply.ts'
import { pathsOf } from '../../language/paths.ts'
import { ACTIONS, actionOf, aggregateFieldsOf, type Rule } from '../rule.ts'
import { type LintedRule, problemIn, type RuleProblem } from './linted.ts'

/** A rule, prepared for comparison with others. */
interface Peer {
  readonly linted: LintedRule
  readonly alerts: Formula
  readonly isSilent: Formula
  readonly size: number
  /** The event names and sources it can alert on; undefined where they cannot be listed. */
  readonly names: ReadonlySet<unknown> | undefined
  readonly sources: ReadonlySet<unknown> | undefined
  /** 0 is the most severe action. */
  readonly rank: number
}

/**
 * The most clauses to compare, summed over all pairs of rules, so that a hostile set of rules cannot take forever. A warning
 * reports that the rest is not compared.
 */
const MOST_COMPARED = 6_000_000

/** Returns the problem of each rule that is redundant because of another one. */
export function compareRules(rules: readonly LintedRule[]): ReadonlyMap<LintedRule, readonly RuleProblem[]> {
  const problems = new Map<LintedRule, readonly RuleProblem[]>()
  const budget = { clauses: MOST_COMPARED }
  for (const peers of groupBy(rules.map(toPeer), ({ linted }) => countingOf(linted.rule)).values()) {
    const byName = groupByEach<unknown, Peer>(peers, ({ names }) => names ?? [undefined])
    for (const peer of peers) {
      const [name] = peer.names ?? []
      const others = name === undefined ? [] : (byName.get(name) ?? [])
      const problem = comparePeer(peer, [...others, ...(byName.get(undefined) ?? [])], budget)
      if (problem !== undefined) problems.set(peer.linted, [problem])
      if (budget.clauses > 0) continue
      const message = 'rules from here on are not compared: they are too many or too large'
      return problems.set(peer.linted, [problemIn(peer.linted, peer.linted.filter, 'not-compared', 0, message)])
    }
  }
  return problems
}

// Only rules that count in the same way can make one another redundant.
function countingOf(rule: Rule): string {
  const { type, threshold, window } = rule
  return JSON.stringify([type, threshold, window, threshold > 1 ? [...aggregateFieldsOf(rule)].sort() : []])
}

function toPeer(linted: LintedRule): Peer {
  const { rule, filter, suppressions, premises } = linted
  const terms = [...premises, filter.formula, ...suppressions.map(({ formula }) => negateFormula(formula))]
  const alerts: Formula = { kind: 'and', terms }
  return {
    linted,
    alerts,
    isSilent: negateFormula({ kind: 'and', terms: terms.slice(premises.length) }),
    size: [filter, ...suppressions].reduce((sum, { plan }) => sum + pathsOf(plan.expression).length, 1),
    names: fewValues(filter.formula, 'eventName'),
    sources: fewValues(filter.formula, 'eventSource'),
    rank: ACTIONS.indexOf(actionOf(rule)),
  }
}

function comparePeer(peer: Peer, others: readonly Peer[], budget: { clauses: number }): RuleProblem | undefined {
  const includes = (general: Peer, special: Peer): boolean => {
    budget.clauses -= general.size + special.size
    return budget.clauses > 0 && !canHoldTogether([special.alerts, general.isSilent])
  }
  const isBefore = (other: Peer): boolean => other.linted.position < peer.linted.position
  const including = others.filter(
    other =>
      other !== peer && (isBefore(other) || other.rank <= peer.rank) && overlaps(other.sources, peer.sources) && includes(other, peer),
  )
  if (including.length === 0) return undefined
  const same = new Set(including.filter(other => includes(peer, other)))
  // If the budget ended between the two directions, equal rules could each be reported as redundant because of the other.
  if (budget.clauses <= 0) return undefined
  const twin = including.find(other => same.has(other) && isBefore(other))
  if (twin !== undefined) {
    const message = `this rule matches the same events as ${nameOf(twin)}`
    return problemIn(peer.linted, peer.linted.filter, 'duplicate-filter', 0, message, 'remove one of them')
  }
  const general = including.find(other => !same.has(other) && other.rank <= peer.rank)
  if (general === undefined) return undefined
  const message = `${nameOf(general)} already alerts on every event of this rule`
  return problemIn(peer.linted, peer.linted.filter, 'shadowed-rule', 0, message, 'remove this rule, or give it a more severe action')
}

function overlaps(a: ReadonlySet<unknown> | undefined, b: ReadonlySet<unknown> | undefined): boolean {
  return a === undefined || b === undefined || [...a].some(value => b.has(value))
}

function nameOf({ linted: { rule } }: Peer): string {
  return `${quote(rule.name)} in ${rule.file}`
}
