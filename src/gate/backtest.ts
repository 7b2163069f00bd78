// Reports what rules would have done over recorded events: how many events each rule matched, whose they were, which alerts they
// make, and what its suppressions took out.
//
// It only keeps a tally of the evaluation that `check` uses, so that the two cannot disagree. Of an event it keeps nothing but the
// match, and all matches of one actor share that actor.

import { startRepeats } from '../events/repeat.ts'
import { groupBy } from '../group.ts'
import type { Fields } from '../json.ts'
import type { Path } from '../language/ast.ts'
import { valuesOf } from '../language/compile.ts'
import { parsePath } from '../language/parse.ts'
import { compareText } from '../order.ts'
import { type CompiledRule, vocabularyOf } from '../rules/compile.ts'
import { ACTIONS, type Action, actionOf, type Rule, type RuleType } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'
import { DAY_MILLISECONDS } from '../time.ts'
import type { Match } from './alert.ts'
import { type Evaluation, traceEvaluation } from './evaluate.ts'
import type { MatchOutcome, Opening, Trace } from './evaluator.ts'
import { type AlertAcceptance, type Exceptions, startExceptions } from './exceptions/apply.ts'

/** An actor is identified by the fields `user` and `accountId`; null for a missing one. */
export interface Actor {
  readonly user: string | null
  readonly accountId: string | null
  readonly events: number
}

export interface AlertedActor extends Actor {
  /** How many alerts contain an event of this actor. An alert with events of several actors counts for each of them. */
  readonly alerts: number
}

export interface TakenOut {
  /** How many events this suppression or exception took out first. */
  readonly events: number
  readonly actors: readonly Actor[]
}

export interface Suppressed extends TakenOut {
  /** The suppression's filter. */
  readonly suppression: string
}

export interface Accepted extends TakenOut {
  /** Where the exception is written. */
  readonly exception: string
}

/** What one rule would have done. A call that is recorded several times counts once. */
export interface RuleHistory {
  readonly ruleId: string
  readonly ruleName: string
  readonly type: RuleType
  readonly severityOfAlerts: 1 | 2 | 3
  readonly action: Action
  readonly threshold: number
  /** Seconds. */
  readonly window: number
  /** How many events matched, excluding the suppressed ones. */
  readonly events: number
  readonly alerts: number
  /** How many alerts are notices although the rule has another action, because they are about scans of images not under judgement. */
  readonly lowered: number
  /** On how many days (UTC) an alert opened. */
  readonly days: number
  readonly actors: readonly AlertedActor[]
  readonly suppressed: readonly Suppressed[]
  readonly accepted: readonly Accepted[]
}

export interface Backtest {
  /** Evaluates the rules for one recorded event. Returns why the answer is not certain, if it is not. */
  readonly see: Evaluation['see']
  /** What every enabled rule would have done, ordered by action, severity and number of alerts. */
  readonly results: () => readonly RuleHistory[]
}

/** Starts a backtest of the enabled rules, without the events that exceptions accept. */
export function startBacktest(rules: readonly CompiledRule[], exceptions: Exceptions = startExceptions([], 0)): Backtest {
  const tallies = new Map(
    rules.flatMap(each => (each.rule.enabled ? [[each.rule, createTally(each.rule, exceptions.alertsOf(each))] as const] : [])),
  )
  const trace: Trace = (rule, event, outcome) => tallies.get(rule)?.note(event, outcome)
  const evaluation = traceEvaluation(rules, trace, undefined, exceptions)
  return {
    see: evaluation.see,
    results: () => {
      const openings = groupBy(evaluation.openings(), ({ rule }) => rule)
      return [...tallies].map(([rule, { result }]) => result(openings.get(rule) ?? [])).sort(byGravity)
    },
  }
}

interface Tally {
  readonly note: (event: Fields, outcome: MatchOutcome) => void
  readonly result: (openings: readonly Opening[]) => RuleHistory
}

function createTally(rule: Rule, exceptions: readonly AlertAcceptance[]): Tally {
  const actors = createActors(rule.type)
  const owners = new Map<Match, Counted>()
  const suppressed = rule.suppressions.map(suppression => ({ suppression, actors: createActors(rule.type) }))
  const accepted = new Map(exceptions.map(({ at }) => [at, createActors(rule.type)] as const))
  const isRepeated = startRepeats()

  const note = (event: Fields, outcome: MatchOutcome): void => {
    if (typeof outcome !== 'number') {
      if ('take' in outcome) accepted.get(outcome.at)?.count(event)
      else owners.set(outcome, actors.count(event))
      return
    }
    // The evaluation does not remember suppressed events, so it reports a repeated one again.
    if (isRepeated(event)) return
    suppressed[outcome]?.actors.count(event)
  }

  const result = (openings: readonly Opening[]): RuleHistory => {
    const alerts = countAlerts(openings, owners)
    return {
      ruleId: rule.id,
      ruleName: rule.name,
      type: rule.type,
      severityOfAlerts: rule.severityOfAlerts,
      action: actionOf(rule),
      threshold: rule.threshold,
      window: rule.window,
      events: owners.size,
      alerts: openings.length,
      lowered: openings.filter(({ alert }) => alert.action !== actionOf(rule)).length,
      days: countDays(openings),
      actors: actors.list().map(toAlertedActor(alerts)).sort(byAlerts),
      suppressed: suppressed.map(({ suppression, actors }) => ({ suppression, ...toTakenOut(actors.list()) })),
      accepted: [...accepted].map(([exception, actors]) => ({ exception, ...toTakenOut(actors.list()) })),
    }
  }

  return { note, result }
}

interface Counted {
  readonly user: string | null
  readonly accountId: string | null
  events: number
}

const USER = parsePath('user')
const ACCOUNT = parsePath('accountId')

function createActors(type: RuleType): { readonly count: (event: Fields) => Counted; readonly list: () => readonly Counted[] } {
  const known = new Map<string, Counted>()
  return {
    list: () => [...known.values()],
    count: event => {
      const [user, accountId] = [readField(event, USER, type), readField(event, ACCOUNT, type)]
      const key = JSON.stringify([user, accountId])
      const counted = known.get(key) ?? { user, accountId, events: 0 }
      counted.events++
      known.set(key, counted)
      return counted
    },
  }
}

function readField(event: Fields, path: Path | undefined, type: RuleType): string | null {
  if (path === undefined) return null
  const values = valuesOf(event, path, vocabularyOf(type)).map(value => showValue(path.segments, value))
  const text = values.join(', ').trim()
  return text === '' ? null : text
}

function countAlerts(openings: readonly Opening[], owners: ReadonlyMap<Match, Counted>): ReadonlyMap<Counted, number> {
  const alerts = new Map<Counted, number>()
  for (const { matches } of openings) {
    const holders = new Set(matches.flatMap(match => owners.get(match) ?? []))
    for (const holder of holders) alerts.set(holder, (alerts.get(holder) ?? 0) + 1)
  }
  return alerts
}

function toAlertedActor(alerts: ReadonlyMap<Counted, number>): (counted: Counted) => AlertedActor {
  return counted => ({ ...counted, alerts: alerts.get(counted) ?? 0 })
}

function toTakenOut(actors: readonly Counted[]): TakenOut {
  const events = actors.reduce((sum, actor) => sum + actor.events, 0)
  return { events, actors: actors.map(actor => ({ ...actor })).sort(byEvents) }
}

// An alert opens with the match that reaches the threshold. An alert without a readable time counts for no day.
function countDays(openings: readonly Opening[]): number {
  const days = openings.map(({ rule, matches }) => Math.floor((matches[rule.threshold - 1]?.time ?? Number.NaN) / DAY_MILLISECONDS))
  return new Set(days.filter(day => !Number.isNaN(day))).size
}

function byAlerts(a: AlertedActor, b: AlertedActor): number {
  return b.alerts - a.alerts || byEvents(a, b)
}

function byEvents(a: Actor, b: Actor): number {
  return b.events - a.events || compareText(a.user ?? '', b.user ?? '') || compareText(a.accountId ?? '', b.accountId ?? '')
}

function byGravity(a: RuleHistory, b: RuleHistory): number {
  return (
    ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) ||
    a.severityOfAlerts - b.severityOfAlerts ||
    b.alerts - a.alerts ||
    b.events - a.events ||
    compareText(a.ruleId, b.ruleId)
  )
}
