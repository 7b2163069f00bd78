// What two policies say of the same images and events, as one plain value.
//
// Each image is a case, as `check` would judge it by itself, and so are all the events together.

import type { Alert } from '../../gate/alert.ts'
import type { Coverage, Gap } from '../../gate/coverage.ts'
import { tells } from '../../gate/gaps.ts'
import type { OnUndecided } from '../../gate/policy.ts'
import type { Reason, Verdict } from '../../gate/verdict.ts'
import { groupBy } from '../../group.ts'
import { nameImages } from '../../image/image.ts'
import { compareText } from '../../order.ts'
import { ACTIONS, type Action } from '../../rules/rule.ts'
import type { Cause, Causes, Judged, JudgedCase } from './causes.ts'
import type { ComparedPolicy } from './policy.ts'

/** Goes up when a field loses its name, its type or its meaning; a new field does not change it. */
const COMPARISON_VERSION = 1

/** What the new policy does to a case that was decided by the old one. */
export const EFFECTS = ['blocks', 'allows', 'changes', 'same'] as const
export type Effect = (typeof EFFECTS)[number]

/** What one policy says of a case. */
export interface Answer {
  readonly verdict: Verdict
  /** Whether that stops a deployment. */
  readonly blocks: boolean
  /** Each with the verdict that it alone would give. */
  readonly reasons: readonly Reason[]
}

export interface ComparedImage {
  readonly name: string
  readonly uri: string
  readonly effect: Effect
  readonly old: Answer
  readonly new: Answer
  /** By which lines the answers differ; empty if they do not. */
  readonly causes: readonly Cause[]
}

export interface ComparedEvents {
  readonly effect: Effect
  /** The alerts are in `alerts`; the reasons are only what was not seen. */
  readonly old: Answer
  readonly new: Answer
}

/** The alerts of one rule over events that have the same values in common. */
export interface AlertTally {
  /** The gravest of them. */
  readonly action: Action
  readonly alerts: number
  readonly events: number
}

/** Alerts that are not the same under both policies; null where there is none. */
export interface AlertDifference {
  readonly ruleId: string
  readonly title: string
  readonly aggregate: Alert['aggregate']
  readonly old: AlertTally | null
  readonly new: AlertTally | null
  readonly causes: readonly Cause[]
}

/** What was read. Where an event is in doubt for one policy only, it has a coverage of its own. */
export type SideCoverage = Coverage & { readonly side: Cause['side'] }

/** `--format json` is this value itself. */
export interface ComparisonReport {
  readonly comparisonVersion: typeof COMPARISON_VERSION
  /** The policies as they were named. */
  readonly old: string
  readonly new: string
  /** How many cases each effect has. */
  readonly cases: Readonly<Record<Effect, number>>
  readonly images: readonly ComparedImage[]
  /** Null if no events were given. */
  readonly events: ComparedEvents | null
  /** Those alerts over events that differ, the gravest first. */
  readonly alerts: readonly AlertDifference[]
  /** How many alerts over events are the same. */
  readonly sameAlerts: number
  readonly coverage: readonly SideCoverage[]
  /** When the inputs were read, which is the time at which both policies judged, ISO 8601. */
  readonly readAt: string
}

/** The judgements of one case under both policies. */
export interface Pair<T> {
  readonly old: T
  readonly new: T
}

/** What was read and judged. */
export interface Comparison {
  readonly images: readonly Pair<Judged>[]
  readonly events: Pair<JudgedCase> | undefined
  readonly coverage: readonly SideCoverage[]
}

export function toComparisonReport(
  { images, events, coverage }: Comparison,
  policies: Pair<ComparedPolicy>,
  causes: Causes,
  readAt: string,
): ComparisonReport {
  const answers = (pair: Pair<JudgedCase>): Pair<Answer> & { readonly effect: Effect } => {
    const [old, next] = [toAnswer(pair.old, policies.old), toAnswer(pair.new, policies.new)]
    return { effect: effectOf(old, next), old, new: next }
  }
  const names = nameImages(images.map(pair => pair.new.image))
  const compared = images.map((pair, i): ComparedImage => {
    const { uri } = pair.new.image
    const answer = answers(pair)
    return { name: names[i] ?? uri, uri, ...answer, causes: answer.effect === 'same' ? [] : causes.ofImage(pair.old, pair.new) }
  })
  const comparedEvents = events === undefined ? null : toEvents(answers(events), coverage)
  const { differences, same } = compareAlerts(events?.old.alerts ?? [], events?.new.alerts ?? [], causes)
  const effects = [...compared, ...(comparedEvents === null ? [] : [comparedEvents])].map(({ effect }) => effect)
  const countOf = (effect: Effect): number => effects.filter(each => each === effect).length
  return {
    comparisonVersion: COMPARISON_VERSION,
    old: policies.old.name,
    new: policies.new.name,
    cases: { blocks: countOf('blocks'), allows: countOf('allows'), changes: countOf('changes'), same: countOf('same') },
    images: [...compared].sort((a, b) => EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect)),
    events: comparedEvents,
    alerts: differences,
    sameAlerts: same,
    coverage,
    readAt,
  }
}

function toAnswer({ verdict, reasons, weighed }: JudgedCase, { settings }: ComparedPolicy): Answer {
  const told = verdict === 'pass' ? reasons.map(text => ({ verdict, text })) : weighed
  return { verdict, blocks: stops(verdict, settings.onUndecided), reasons: told }
}

/** Whether a verdict stops a deployment. */
function stops(verdict: Verdict, onUndecided: OnUndecided): boolean {
  return verdict === 'fail' || (verdict === 'undecided' && onUndecided === 'fail')
}

function effectOf(old: Answer, next: Answer): Effect {
  if (old.blocks !== next.blocks) return next.blocks ? 'blocks' : 'allows'
  return old.verdict === next.verdict ? 'same' : 'changes'
}

// There may be a reason for each of thousands of alerts, and the alerts that differ are listed by themselves.
function toEvents(answer: Pair<Answer> & { readonly effect: Effect }, coverage: readonly SideCoverage[]): ComparedEvents {
  const gaps = coverage.filter((each): each is SideCoverage & Gap => each.source === 'events' && each.state === 'gap')
  const only = (side: Answer): Answer => ({ ...side, reasons: side.reasons.filter(({ text }) => gaps.some(gap => tells(text, gap))) })
  return { effect: answer.effect, old: only(answer.old), new: only(answer.new) }
}

function compareAlerts(
  old: readonly Alert[],
  next: readonly Alert[],
  causes: Causes,
): { readonly differences: readonly AlertDifference[]; readonly same: number } {
  const keyOf = ({ ruleId, aggregate }: Alert): string => JSON.stringify([ruleId, aggregate])
  const [before, after] = [groupBy(old, keyOf), groupBy(next, keyOf)]
  const differences: AlertDifference[] = []
  let same = 0
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key) ?? [], after.get(key) ?? []]
    const [tallied, now] = [tallyOf(was), tallyOf(is)]
    const [first] = is.length > 0 ? is : was
    if (first === undefined) continue
    if (tallied?.action === now?.action && tallied?.alerts === now?.alerts) same += is.length
    else {
      const { ruleId, title, aggregate } = first
      differences.push({ ruleId, title, aggregate, old: tallied, new: now, causes: causes.ofRule(ruleId) })
    }
  }
  return { same, differences: differences.sort(byGravity) }
}

function tallyOf(alerts: readonly Alert[]): AlertTally | null {
  const action = ACTIONS.find(each => alerts.some(alert => alert.action === each))
  return action === undefined ? null : { action, alerts: alerts.length, events: alerts.reduce((sum, { count }) => sum + count, 0) }
}

function byGravity(a: AlertDifference, b: AlertDifference): number {
  const gravity = (each: AlertDifference): number =>
    Math.min(...[each.old, each.new].flatMap(tally => (tally === null ? [] : [ACTIONS.indexOf(tally.action)])))
  return gravity(a) - gravity(b) || compareText(a.ruleId, b.ruleId) || compareText(a.title, b.title)
}
