// The report of a backtest as one plain value, and the phrases that its formats share.

import type { Actor, RuleHistory, TakenOut } from '../../gate/backtest.ts'
import type { Coverage } from '../../gate/coverage.ts'
import { plural } from '../../plural.ts'
import { ACTIONS, type Action } from '../../rules/rule.ts'
import { formatDuration } from '../duration.ts'
import type { ReportedRules } from '../report.ts'

/** What the rules would have done; `--format json` is this value itself. */
export interface BacktestReport {
  /** How many events were read, including duplicates and those that no rule matched. */
  readonly events: number
  /** The earliest and latest eventTime among them. */
  readonly firstTime: string | null
  readonly lastTime: string | null
  /** How many alerts `check` would have opened, by what each does. */
  readonly alerts: Readonly<Record<Action, number>>
  readonly results: readonly RuleHistory[]
  readonly coverage: readonly Coverage[]
  readonly rules: ReportedRules
  /** When the run read its inputs, ISO 8601. */
  readonly readAt: string
}

export function toBacktestReport(
  results: readonly RuleHistory[],
  coverage: readonly Coverage[],
  rules: ReportedRules,
  readAt: string,
): BacktestReport {
  const instants = (times: readonly (string | null)[]): readonly string[] =>
    times.filter(time => time !== null).sort((a, b) => Date.parse(a) - Date.parse(b))
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const countOf = (action: Action): number => sum(results.map(result => (result.action === action ? result.alerts - result.lowered : 0)))
  const lowered = sum(results.map(result => result.lowered))
  return {
    events: sum(coverage.map(({ records }) => records)),
    firstTime: instants(coverage.map(({ firstTime }) => firstTime))[0] ?? null,
    lastTime: instants(coverage.map(({ lastTime }) => lastTime)).at(-1) ?? null,
    alerts: { fail: countOf('fail'), warn: countOf('warn'), notice: countOf('notice') + lowered },
    results,
    coverage,
    rules,
    readAt,
  }
}

/** `1 fail, 2 notice over 2900 events from … to …`. */
export function describeBacktest({ alerts, events, firstTime, lastTime }: BacktestReport): string {
  const counts = ACTIONS.filter(action => alerts[action] > 0).map(action => `${alerts[action]} ${action}`)
  const period = firstTime === null ? '' : ` from ${firstTime} to ${lastTime}`
  return `${counts.length === 0 ? 'no alert' : counts.join(', ')} over ${plural(events, 'event')}${period}`
}

/** The rules whose filters matched, grouped by action. */
export function groupResults({
  results,
}: BacktestReport): readonly { readonly action: Action; readonly results: readonly RuleHistory[] }[] {
  const matched = results.filter(result => !isQuiet(result))
  return ACTIONS.map(action => ({ action, results: matched.filter(result => result.action === action) })).filter(
    group => group.results.length > 0,
  )
}

export function describeGroup(results: readonly RuleHistory[]): string {
  const alerts = results.reduce((sum, result) => sum + result.alerts, 0)
  return `${plural(alerts, 'alert')} of ${plural(results.length, 'rule')}`
}

/** Remarks without which the numbers of a rule could be misread. */
export function describeLimits({ action, threshold, window, alerts, lowered }: RuleHistory): readonly string[] {
  return [
    ...(threshold > 1 ? [`an alert opens at ${threshold} events within ${formatDuration(window)}`] : []),
    ...(lowered > 0
      ? [`${lowered === alerts ? 'all' : lowered} of them notices instead of ${action}: scans of images that are not under judgement`]
      : []),
  ]
}

/** The rules that never matched, grouped by the reason. */
export function describeQuiet({ results }: BacktestReport): readonly { readonly why: string; readonly ids: readonly string[] }[] {
  const quiet = results.filter(isQuiet)
  const idsOf = (blind: boolean): readonly string[] =>
    quiet
      .filter(({ type }) => (type !== 'CloudTrail') === blind)
      .map(({ ruleId }) => ruleId)
      .sort()
  return [
    { why: 'Never matched', ids: idsOf(false) },
    { why: 'Not about CloudTrail events', ids: idsOf(true) },
  ].filter(({ ids }) => ids.length > 0)
}

function isQuiet({ events, suppressed, accepted }: RuleHistory): boolean {
  return events === 0 && [...suppressed, ...accepted].every(taken => taken.events === 0)
}

/** What suppressions and exceptions took out of a rule, each with its name. */
export function listTakenOut({ suppressed, accepted }: RuleHistory): readonly (TakenOut & { readonly name: string })[] {
  return [
    ...suppressed.map(each => ({ ...each, name: `suppressed: ${each.suppression}` })),
    ...accepted.map(each => ({ ...each, name: `accepted: ${each.exception}` })),
  ]
}

/** `deploy in 111122223333`. */
export function nameActor({ user, accountId }: Actor): string {
  return user === null && accountId === null ? 'unknown' : `${user ?? 'unknown'} in ${accountId ?? 'unknown'}`
}

/** The first few, and what is left: how many, and the sum of their events. */
export function limitActors<T extends Actor>(
  actors: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly left: number; readonly leftEvents: number } {
  // A line "and 1 more" would say less than the actor that it stands for.
  const shown = actors.length <= most + 1 ? actors : actors.slice(0, most)
  const rest = actors.slice(shown.length)
  return { shown, left: rest.length, leftEvents: rest.reduce((sum, { events }) => sum + events, 0) }
}
