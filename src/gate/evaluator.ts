// Evaluates one rule: which events it matches, which of them form a group, and when a group is an alert.

import { fieldsLeftOut, hasPath, timeOf } from '../events/cloudtrail.ts'
import { startRepeats } from '../events/repeat.ts'
import type { Image } from '../image/image.ts'
import { intern } from '../intern.ts'
import { type Fields, ownText } from '../json.ts'
import type { Path } from '../language/ast.ts'
import { type Plan, valuesOf } from '../language/compile.ts'
import { decide, type IsKnown } from '../language/decide.ts'
import { parsePath } from '../language/parse.ts'
import { clausesOf, pathsOf } from '../language/paths.ts'
import { printPath } from '../language/print.ts'
import { applyRule, type CompiledRule, matchesRule, mayMatch, seesEvent } from '../rules/compile.ts'
import { type Action, actionOf, aggregateFieldsOf, type Rule } from '../rules/rule.ts'
import { showValue } from '../rules/show.ts'
import { compileTitle } from '../rules/title.ts'
import { isSecret } from '../secret.ts'
import { formatInstant } from '../time.ts'
import { type Alert, type Match, openAlerts } from './alert.ts'
import { type Keep, MOST_EVENTS, type Share } from './evidence.ts'
import type { AlertAcceptance } from './exceptions/apply.ts'
import { isOfTheEvent, type TargetNeed, targetNeedOf } from './needs.ts'
import { asksAbsence, holdsForCertain } from './unseen.ts'

/** What came of an event that a rule's filter matches: the match, the position of the suppression that took it out, or who accepted it. */
export type MatchOutcome = Match | number | AlertAcceptance

/** Called for each of these events. */
export type Trace = (rule: Rule, event: Fields, outcome: MatchOutcome) => void

/** An alert with the rule that opened it and its matches in order of time. */
export interface Opening {
  readonly rule: Rule
  readonly alert: Alert
  readonly matches: readonly Match[]
}

/** Where an event comes from: an image under judgement, or a record, which may be of the scan of an image that is not. */
export interface EventOrigin {
  readonly image?: Image
  readonly scanned?: string | undefined
  /** Tells apart two events with one eventID. */
  readonly fingerprint?: number | undefined
}

export interface RuleEvaluator {
  readonly compiled: CompiledRule
  /** Evaluates the rule for an event; returns the suppression that took the event out, if any. */
  readonly see: (event: Fields, origin: EventOrigin) => string | undefined
  /** What it looks at of the targets of events. */
  readonly targets: () => TargetNeed
  /** Whether it could match an event, whatever describes the targets of this. */
  readonly wants: (event: Fields) => boolean
  /**
   * What the rule would have to know of an event that it did not match, but could if nothing had been left out of it. Empty if it is
   * certain that it does not match.
   */
  readonly lacks: (event: Fields) => readonly Path[]
  /** `judged` are the keys of the images under judgement. */
  readonly openings: (judged: ReadonlySet<string>) => readonly Opening[]
}

interface Group {
  readonly aggregate: Readonly<Record<string, unknown>>
  readonly image: Image | undefined
  readonly scanned: string | undefined
  readonly matches: Match[]
  readonly share: Share
}

const IMAGE_FIELDS = ['requestParameters.registryId', 'requestParameters.repositoryName', 'requestParameters.imageId.imageDigest']
const FINDING_IMAGE_FIELDS = ['image.registryId', 'image.repositoryName', 'image.digest']

/** Starts the evaluation of one rule: counts its matches in groups, but for those that are `accepted`, and makes alerts of them. */
export function createRuleEvaluator(
  compiled: CompiledRule,
  trace: Trace,
  keep: Keep,
  accepted: readonly AlertAcceptance[] = [],
): RuleEvaluator {
  const { rule } = compiled
  const titles = new Map<string, string>()
  // Most rules match nothing of an image.
  let shape: AlertShape | undefined
  const groups = new Map<string, Group>()
  const isRepeated = startRepeats()

  const see = (event: Fields, origin: EventOrigin): string | undefined => {
    if (!seesEvent(rule.type, event)) return undefined
    const outcome = applyRule(compiled, event)
    if (outcome === 'match') remember(event, origin)
    else if (outcome !== undefined) {
      trace(rule, event, outcome)
      return rule.suppressions[outcome]
    }
    return undefined
  }

  const remember = (event: Fields, { image, scanned, fingerprint }: EventOrigin): void => {
    if (isRepeated(event, fingerprint)) return
    const time = timeOf(event) ?? Number.NaN
    const id = ownText(event, 'eventID')
    shape ??= shapeOf(compiled)
    const { title, fields, imageFields } = shape
    const acceptance = accepted.find(({ plan }) =>
      image === undefined ? holdsForRecord(plan, event, compiled) : holdsForCertain(plan, event, image),
    )
    if (acceptance !== undefined) {
      acceptance.take({ time, id, title: title(event) }, image)
      trace(rule, event, acceptance)
      return
    }
    const aggregate = aggregateOf(event, image === undefined ? fields : imageFields, compiled)
    const key = JSON.stringify([aggregate, image?.uri, scanned])
    let group = groups.get(key)
    if (group === undefined) {
      group = { aggregate, image, scanned, matches: [], share: { taken: 0 } }
      groups.set(key, group)
    }
    const kept = keep(compiled, actionOf(rule), event, image === undefined, group.share)
    const match = { time, id, title: intern(titles, title(event)), event: kept }
    group.matches.push(match)
    trace(rule, event, match)
  }

  const openings = (judged: ReadonlySet<string>): readonly Opening[] =>
    [...groups.values()].flatMap(group => {
      // The recorded scan of an image that is not under judgement says nothing about the images that are.
      const action = group.scanned === undefined || judged.has(group.scanned) ? actionOf(rule) : 'notice'
      return openAlerts(group.matches, rule.threshold, rule.window).map(matches => ({
        rule,
        alert: toAlert(rule, group, action, matches),
        matches,
      }))
    })

  const targets = startNeed(compiled, accepted)
  const wants = (event: Fields): boolean =>
    targets() === 'descriptions' && seesEvent(rule.type, event) && mayMatch(compiled, event, ({ segments }) => isOfTheEvent(segments))

  return { compiled, targets, see, wants, lacks: event => findLacking(compiled, event), openings }
}

// No image has a target, so it is found out with the first recorded event.
function startNeed(compiled: CompiledRule, accepted: readonly AlertAcceptance[]): () => TargetNeed {
  let need: TargetNeed | undefined
  return () => {
    need ??= targetNeedOf(
      compiled,
      accepted.map(({ plan }) => plan),
    )
    return need
  }
}

function findLacking(compiled: CompiledRule, event: Fields): readonly Path[] {
  if (!seesEvent(compiled.rule.type, event) || matchesRule(compiled, event)) return []
  const plans = [compiled.filter, ...compiled.suppressions]
  const isKnown = isThere(event, fieldsLeftOut(event), plans, compiled)
  if (!mayMatch(compiled, event, isKnown)) return []
  return plans.flatMap(({ expression }) => pathsOf(expression)).filter(path => !isKnown(path))
}

// Whether a filter holds for a recorded event, whatever was in the fields that CloudTrail left out of it.
function holdsForRecord(filter: Plan, event: Fields, compiled: CompiledRule): boolean {
  if (!filter.matches(event)) return false
  const left = fieldsLeftOut(event)
  return left.length === 0 || decide(filter, event, isThere(event, left, [filter], compiled)) === true
}

// Filters that compare a field of a target with null say themselves what it means that the target is not known. What CloudTrail left out
// was there, so it is never null; nor is a field that another target of the event has.
function isThere(event: Fields, left: readonly string[], plans: readonly Plan[], { vocabulary }: CompiledRule): IsKnown {
  const clauses = left.includes('target') ? plans.flatMap(({ expression }) => clausesOf(expression)).filter(asksAbsence) : []
  const handled = new Set(clauses.map(({ path }) => printPath(path)).filter(field => field.startsWith('target.')))
  const isHandled = (path: Path): boolean => handled.has(printPath(path)) && valuesOf(event, path, vocabulary).length === 0
  return path => hasPath(event, left, path.segments) || isHandled(path)
}

/** What the alerts of a rule say, and what their events have in common. */
interface AlertShape {
  readonly title: ReturnType<typeof compileTitle>
  readonly fields: ReturnType<typeof parseFields>
  readonly imageFields: ReturnType<typeof parseFields>
}

function shapeOf({ rule, vocabulary }: CompiledRule): AlertShape {
  const fields = parseFields(aggregateFieldsOf(rule))
  const imageFields = parseFields(rule.type === 'Finding' ? FINDING_IMAGE_FIELDS : IMAGE_FIELDS)
  return { title: compileTitle(rule.title, vocabulary), fields, imageFields: [...fields, ...imageFields] }
}

function parseFields(fields: readonly string[]): readonly { readonly field: string; readonly path: Path }[] {
  return fields.flatMap(field => {
    const path = parsePath(field)
    return path === undefined ? [] : [{ field, path }]
  })
}

function aggregateOf(
  event: Fields,
  fields: ReturnType<typeof parseFields>,
  { vocabulary }: CompiledRule,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    fields.map(({ field, path }) => {
      const values = valuesOf(event, path, vocabulary).map(value =>
        (typeof value === 'number' || typeof value === 'boolean') && !isSecret(path.segments) ? value : showValue(path.segments, value),
      )
      return [field, values.length > 1 ? values : (values[0] ?? null)]
    }),
  )
}

function toAlert(rule: Rule, { aggregate, image }: Group, action: Action, matches: readonly Match[]): Alert {
  return {
    ruleId: rule.id,
    ruleName: rule.name,
    severityOfAlerts: rule.severityOfAlerts,
    action,
    title: matches[0]?.title ?? rule.title,
    alertDescription: rule.alertDescription,
    count: matches.length,
    aggregate,
    firstTime: toIso(matches[0]?.time),
    lastTime: toIso(matches.at(-1)?.time),
    eventIds: matches.flatMap(({ id }) => id ?? []),
    events: matches.flatMap(({ event }) => event ?? []).slice(0, MOST_EVENTS),
    image: image?.uri ?? null,
    tags: rule.tags,
    references: rule.references,
  }
}

function toIso(time: number | undefined): string | null {
  return time === undefined || Number.isNaN(time) ? null : formatInstant(time)
}
